// Command hoithao keeps the record of workshops and prints their papers; see hoithao help. Here are flags, environment and wiring, and
// nothing else.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"hoithao/models"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	m := Main{Args: os.Args[1:], Env: os.Getenv, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr}
	os.Exit(m.Run(ctx))
}

// Main is one run of the program, with all that it takes from its surroundings, so that a test can start the true program.
type Main struct {
	Args           []string // without the program's name
	Env            func(name string) string
	Stdin          io.Reader
	Stdout, Stderr io.Writer

	listening func(address string) // told when a server listens; nil: nobody asks
}

type command struct {
	name, arguments, about string
	run                    func(m *Main, ctx context.Context, args []string) error
}

// commands are the subcommands in the order in which help lists them.
func commands() []command {
	return []command{
		{"serve", "[--addr :8080]", "chạy chương trình", (*Main).serve},
		{"demo", "[--addr 127.0.0.1:8080]", "chạy thử với hội thảo mẫu trên cơ sở dữ liệu tạm", (*Main).demo},
		{"load", "[--replace] TỆP.json …", "nạp sự kiện từ tệp (- là đầu vào chuẩn)", (*Main).load},
		{"dump", "[--full] [-o TỆP] SỰ-KIỆN", "xuất một sự kiện ra tệp JSON", (*Main).dump},
		{"archive", "-o TỆP.zip SỰ-KIỆN", "xuất một sự kiện kèm văn bản, tài liệu thành một tệp", (*Main).archive},
		{"print", "[-o TỆP.pdf] LOẠI SỰ-KIỆN", "in một văn bản; hoithao print liệt kê các loại", (*Main).print},
		{"user", "add|password|list|disable …", "tài khoản", (*Main).user},
		{"backup", "TỆP", "sao lưu toàn bộ, chương trình vẫn chạy", (*Main).backup},
		{"restore", "[--replace] [--copy] TỆP", "phục hồi từ bản sao lưu, sau khi kiểm tra", (*Main).restore},
		{"check", "", "kiểm tra cơ sở dữ liệu, nhật ký và tệp đã lưu", (*Main).check},
	}
}

// Run runs a subcommand and answers the exit status: 1 for an error, 2 for wrong usage.
func (m *Main) Run(ctx context.Context) int {
	if len(m.Args) == 0 {
		if doubleClicked() {
			return m.status(m.serveAndOpen(ctx))
		}
		m.help(m.Stdout)
		return 0
	}
	name, args := m.Args[0], m.Args[1:]
	switch name {
	case "help", "-h", "-help", "--help":
		m.help(m.Stdout)
		return 0
	}
	if name == attachCommand {
		return m.status(m.readAttached(ctx, args))
	}
	for _, command := range commands() {
		if command.name == name {
			return m.status(command.run(m, ctx, args))
		}
	}
	return m.status(usage("không có lệnh “%s”; xem hoithao help", name))
}

func (m *Main) help(w io.Writer) {
	fmt.Fprint(w, "hoithao giữ hồ sơ hội thảo, hội nghị và in các văn bản của chúng.\n\n")
	for _, command := range commands() {
		fmt.Fprintf(w, "  hoithao %-8s%-30s %s\n", command.name, command.arguments, command.about)
	}
	fmt.Fprint(w, `
Mọi lệnh nhận --db TỆP.db hoặc --db postgres://… (không ghi: hoithao.db). Cờ đứng trước hay sau đều được,
và có thể đặt bằng biến môi trường: --db là HOITHAO_DB, --addr là HOITHAO_ADDR.
`)
}

// usageError is a wrong use of the command; done says that what was asked for was only help.
type usageError string

func (wrong usageError) Error() string { return string(wrong) }

func usage(format string, args ...any) error { return usageError(fmt.Sprintf(format, args...)) }

var errHelped = errors.New("helped")

// status writes an error as one line and answers what the program exits with.
func (m *Main) status(err error) int {
	var wrong usageError
	switch {
	case err == nil, errors.Is(err, errHelped):
		return 0
	case errors.As(err, &wrong):
		fmt.Fprintln(m.Stderr, "hoithao: "+oneLine(wrong.Error()))
		return 2
	}
	if errors.Is(err, models.ErrDiskFull) {
		err = fmt.Errorf("đĩa đầy, chưa ghi gì: %w", err)
	}
	fmt.Fprintln(m.Stderr, "hoithao: "+oneLine(err.Error()))
	return 1
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// by is the command as the journal names it.
func by(command string) models.Actor { return models.Actor{Name: "hoithao " + command} }
