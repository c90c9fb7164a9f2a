package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"hoithao/models"
)

// flags are the flags of a subcommand: before or after the arguments, each with a twin in the environment.
type flags struct {
	*flag.FlagSet
	m  *Main
	db *string
}

func (m *Main) flags(name string) flags {
	f := m.flagsWithoutDB(name)
	f.db = f.String("db", "hoithao.db", "tệp cơ sở dữ liệu, hoặc postgres://…")
	return f
}

func (m *Main) flagsWithoutDB(name string) flags {
	set := flag.NewFlagSet(name, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	return flags{FlagSet: set, m: m}
}

// parse reads flags and answers the arguments. A flag that is not given takes the value of HOITHAO_ and its name.
func (f flags) parse(args []string) (rest []string, err error) {
	f.VisitAll(func(one *flag.Flag) {
		twin := "HOITHAO_" + strings.ToUpper(strings.ReplaceAll(one.Name, "-", "_"))
		if value := f.m.Env(twin); value != "" && err == nil {
			if f.Set(one.Name, value) != nil {
				err = usage("%s: không nhận giá trị “%s”", twin, value)
			}
		}
	})
	var after []string // what stands behind -- is no flag
	if at := slices.Index(args, "--"); at >= 0 {
		args, after = args[:at], args[at+1:]
	}
	for err == nil && len(args) > 0 {
		if wrong := f.Parse(args); errors.Is(wrong, flag.ErrHelp) {
			f.describe()
			return nil, errHelped
		} else if wrong != nil {
			return nil, usage("%s: %v; xem hoithao %s -h", f.Name(), wrong, f.Name())
		}
		if args = f.Args(); len(args) > 0 {
			rest, args = append(rest, args[0]), args[1:]
		}
	}
	return append(rest, after...), err
}

// describe writes what the subcommand takes.
func (f flags) describe() {
	for _, command := range commands() {
		if command.name == f.Name() {
			fmt.Fprintf(f.m.Stdout, "hoithao %s %s\n%s\n\n", command.name, command.arguments, command.about)
		}
	}
	f.VisitAll(func(one *flag.Flag) {
		fmt.Fprintf(f.m.Stdout, "  --%-16s %s", one.Name, one.Usage)
		if one.DefValue != "" && one.DefValue != "false" {
			fmt.Fprintf(f.m.Stdout, " (không ghi: %s)", one.DefValue)
		}
		fmt.Fprintln(f.m.Stdout)
	})
}

// open opens the database that exists, for commands that only read; create makes and migrates it.
func (f flags) open(ctx context.Context) (*models.DB, error) {
	key, err := f.key()
	if err != nil {
		return nil, err
	}
	db, err := models.Open(ctx, *f.db, models.Options{Key: key})
	switch {
	case errors.Is(err, models.ErrNotFound):
		return nil, fmt.Errorf("không có cơ sở dữ liệu %s", *f.db)
	case errors.Is(err, models.ErrNotMigrated):
		return nil, fmt.Errorf("%s: cơ sở dữ liệu chưa có hoặc thuộc bản cũ hơn; hoithao serve sẽ tạo và nâng cấp", shown(*f.db))
	}
	return db, f.otherKey(err)
}

func (f flags) create(ctx context.Context) (*models.DB, error) {
	key, err := f.makeKey(ctx)
	if err != nil {
		return nil, err
	}
	db, err := models.Create(ctx, *f.db, models.Options{Key: key})
	return db, f.otherKey(err)
}

// shown is a database's name without the password that an address may hold.
func shown(name string) string {
	if !models.Postgres(name) {
		return name
	}
	if at := strings.LastIndexByte(name, '@'); at > 0 {
		return name[:strings.Index(name, "://")+3] + "…" + name[at:]
	}
	return name
}

// Who may read a file that is written: a paper is for whoever may read its folder; what holds people's phones and mail is the writer's alone.
const (
	shared  = 0o644
	private = 0o600
)

// output writes to a file, whole or not at all, or to standard output when the name is "" or "-"; binary is not for a terminal.
func (m *Main) output(name string, binary bool, mode os.FileMode, write func(io.Writer) error) error {
	if name == "" || name == "-" {
		if binary && name == "" && terminal(m.Stdout) {
			return usage("nội dung này không in ra màn hình được; thêm -o TỆP")
		}
		return write(m.Stdout)
	}
	file, err := os.CreateTemp(filepath.Dir(name), ".hoithao-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) // once it has its name there is nothing to remove
	if err := write(file); err != nil {
		file.Close()
		return err
	}
	if err := errors.Join(file.Chmod(mode), file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), name)
}

func terminal(stream any) bool {
	file, ok := stream.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
