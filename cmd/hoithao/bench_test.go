package main

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// BenchmarkRatios weighs the true program, built as it is handed out: the demo, ten seconds after its start.
func BenchmarkRatios(b *testing.B) {
	if _, err := os.Stat("/proc/self/status"); err != nil {
		b.Skip("only Linux tells how much memory a process has")
	}
	modelstest.Figure(b, "memory of the demo, ten seconds after its start", "MB", 60, func(b *testing.B) float64 {
		name := filepath.Join(b.TempDir(), "hoithao")
		if said, err := exec.Command("go", "build", "-trimpath", "-o", name, ".").CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, said)
		}
		demo := exec.Command(name, "demo", "--addr", "127.0.0.1:0")
		output, err := demo.StdoutPipe()
		if err != nil {
			b.Fatal(err)
		}
		if err := demo.Start(); err != nil {
			b.Fatal(err)
		}
		defer demo.Wait()
		defer demo.Process.Signal(os.Interrupt) // it takes its database away
		if _, err := bufio.NewReader(output).ReadString('\n'); err != nil {
			b.Fatal(err)
		}
		time.Sleep(10 * time.Second)
		return resident(b, demo.Process.Pid)
	})
	outboxRate(b)
}

// outboxRate compares sending letters through the outbox, each claimed and noted durably, with handing the same letters to the same server.
func outboxRate(b *testing.B) {
	const letters = 50
	ctx, o := context.Background(), newOffice(b)
	o.log.Reset()
	n := 0
	p := o.post()
	p.unpaced, p.patience, p.log = true, postPatience, slog.New(slog.DiscardHandler)
	server, err := o.db.MailServer(ctx)
	if err != nil {
		b.Fatal(err)
	}
	modelstest.Ratio{What: "50 letters through the outbox", Against: "the same letters handed to the same server", AtLeast: 0.1, Milliseconds: true}.Measure(b, func(b *testing.B) {
		n++
		o.queue(fmt.Sprint(n), letters)
		if err := p.round(ctx); err != nil {
			b.Fatal(err)
		}
	}, func(b *testing.B) {
		client, err := p.client(server)
		if err == nil {
			err = client.DialWithContext(ctx)
		}
		if err != nil {
			b.Fatal(err)
		}
		defer client.Close()
		for i := range letters {
			letter, err := p.letter(ctx, server, models.Message{UID: fmt.Sprint(i), Recipient: "dai-bieu@hanam.example", Name: "Nguyễn Văn Thuần", Subject: "Cảm ơn", Body: "Trân trọng cảm ơn."})
			if err == nil {
				err = deliver(client, letter)
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	})
	if got := len(o.sink.got()); got < n*letters {
		b.Errorf("%d letters of %d", got, n*letters)
	}
}

// resident is the memory of a process in MB.
func resident(b *testing.B, pid int) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		var kilobytes float64
		if n, _ := fmt.Sscanf(line, "VmRSS: %f kB", &kilobytes); n == 1 {
			return kilobytes / 1024
		}
	}
	b.Fatal("no VmRSS")
	return 0
}
