package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"hoithao/models"
	"hoithao/views/papers"
)

// attacher puts PDFs that were handed in among the pages of the proceedings. They come from outside, and libraries that read such files have
// hung and crashed on damaged ones: they are read by this program started anew, in a process with bounded time and memory, so that the worst
// file costs its own paper and nothing else.
type attacher struct {
	db  *models.DB
	log *slog.Logger // nil: nowhere
}

// What a process that reads files from outside may take.
const (
	attachTime   = 40 * time.Second
	attachMemory = 512 << 20 // bytes, of the heap
	attachAll    = 200 << 20 // bytes, of the files of one book
	attachPages  = 500       // of one file
)

// attachCommand is the name under which the program starts itself; help does not list it.
const attachCommand = "read-attached"

var errAttached = errors.New("không đọc được tệp PDF này")

func (a attacher) Pages(file models.SHA256) (int, error) {
	ctx, cancel := context.WithTimeout(context.Background(), attachTime)
	defer cancel()
	content, err := a.read(ctx, file)
	if err != nil {
		return 0, err
	}
	if !bytes.HasPrefix(bytes.TrimLeft(content[:min(len(content), 1024)], "\x00\t\r\n "), []byte("%PDF-")) {
		return 0, errors.New("tệp không phải PDF nên không ghép được")
	}
	out, err := a.start(ctx, bytes.NewReader(content), "pages")
	if err != nil {
		return 0, err
	}
	pages, err := strconv.Atoi(strings.TrimSpace(out))
	switch {
	case err != nil || pages < 1:
		return 0, errAttached
	case pages > attachPages:
		return 0, fmt.Errorf("tệp có hơn %d trang nên không ghép", attachPages)
	}
	return pages, nil
}

func (a attacher) read(ctx context.Context, file models.SHA256) ([]byte, error) {
	opened, err := a.db.OpenFile(ctx, string(file))
	if err != nil {
		return nil, errors.New("không thấy tệp")
	}
	defer opened.Close()
	content, err := io.ReadAll(io.LimitReader(opened, attachAll))
	if err != nil {
		return nil, errAttached
	}
	return content, nil
}

// attachPlan tells the process what to put where; the files lie beside it by number.
type attachPlan struct{ After []int }

func (a attacher) Merge(ours []byte, inserts []papers.Insert) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), attachTime)
	defer cancel()
	dir, err := os.MkdirTemp("", "hoithao-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := os.WriteFile(filepath.Join(dir, "0.pdf"), ours, 0o600); err != nil {
		return nil, err
	}
	var plan attachPlan
	sum := len(ours)
	for i, insert := range inserts {
		content, err := a.read(ctx, insert.File)
		if err != nil {
			return nil, err
		}
		if sum += len(content); sum > attachAll {
			return nil, errors.New("các tệp ghép vào quá lớn")
		}
		if err := os.WriteFile(filepath.Join(dir, strconv.Itoa(i+1)+".pdf"), content, 0o600); err != nil {
			return nil, err
		}
		plan.After = append(plan.After, insert.After)
	}
	text, err := json.Marshal(plan)
	if err != nil {
		return nil, err
	}
	if _, err := a.start(ctx, bytes.NewReader(text), "merge", dir); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, "out.pdf"))
}

// start runs this program anew for one of the two things. What it says on its standard error goes to the log, never to who prints.
func (a attacher) start(ctx context.Context, in io.Reader, args ...string) (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	command := exec.CommandContext(ctx, self, append([]string{attachCommand}, args...)...)
	command.Env = []string{attachCommand + "=1", "GOMEMLIMIT=" + strconv.Itoa(attachMemory*3/4), "GOMAXPROCS=1", "HOITHAO_TEST_RUN=1", "SYSTEMROOT=" + os.Getenv("SYSTEMROOT"), "TMP=" + os.TempDir()}
	var out, said limited
	command.Stdin, command.Stdout, command.Stderr = in, &out, &said
	command.WaitDelay = time.Second
	if err := command.Run(); err != nil {
		if a.log != nil {
			a.log.Warn("a PDF from outside", "error", err.Error(), "said", oneLine(said.String()))
		}
		switch {
		case ctx.Err() != nil:
			return "", errors.New("đọc tệp PDF này quá lâu nên đã dừng")
		case strings.Contains(said.String(), saysEncrypted):
			return "", errors.New("tệp PDF này đặt mật khẩu nên không ghép được")
		}
		return "", errAttached
	}
	return out.String(), nil
}

// limited keeps the first few kilobytes of what a process says.
type limited struct{ bytes.Buffer }

func (l *limited) Write(p []byte) (int, error) {
	if room := 4096 - l.Len(); room > 0 {
		l.Buffer.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}
