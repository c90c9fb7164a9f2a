package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"embed"
	"fmt"
	"net"
	"os"
	"path/filepath"

	"hoithao/handlers"
	"hoithao/models"
)

//go:embed demo/hoi-thao-2018.json
var demoFiles embed.FS

// demo runs the program on a throw-away database with the workshop of 2018 and a sample conference. It is gone when the program stops.
func (m *Main) demo(ctx context.Context, args []string) error {
	f := m.flagsWithoutDB("demo")
	addr := f.String("addr", "127.0.0.1:8080", "địa chỉ nghe")
	rest, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return usage("demo: không nhận “%s”; xem hoithao demo -h", rest[0])
	}
	dir, err := os.MkdirTemp("", "hoithao-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	key := make([]byte, models.KeySize)
	rand.Read(key)
	db, err := models.Create(ctx, filepath.Join(dir, "demo.db"), models.Options{Key: key})
	if err != nil {
		return err
	}
	defer db.Close()
	links, err := fillDemo(ctx, db)
	if err != nil {
		return err
	}
	password := demoPassword
	if host, _, err := net.SplitHostPort(*addr); err != nil || !net.ParseIP(host).IsLoopback() && host != "localhost" {
		password = code() // others can reach it
	}
	for _, account := range demoAccounts {
		if _, err := db.AddUser(ctx, by("demo"), models.NewUser{Account: account.name, Name: account.who, Password: password, Roles: []models.Role{{Role: account.role}}}); err != nil {
			return err
		}
	}
	return m.listen(ctx, db, handlers.Config{Demo: true}, *addr, nil, func(site string) {
		fmt.Fprintf(m.Stdout, "Bản dùng thử: dữ liệu mất khi dừng chương trình (Ctrl-C).\n\n  %s\n\nMật khẩu của mọi tài khoản dùng thử: %s\n", site, password)
		for _, account := range demoAccounts {
			fmt.Fprintf(m.Stdout, "  %-10s %s\n", account.name, account.who)
		}
		fmt.Fprintf(m.Stdout, "\nTrang của người được mời (không cần tài khoản):\n")
		for _, link := range links {
			fmt.Fprintf(m.Stdout, "  %s%s  %s\n", site, link.path, link.who)
		}
	})
}

// demoPassword is known to everybody: it serves on this machine alone.
const demoPassword = "dung-thu-hoi-thao"

var demoAccounts = []struct{ name, who, role string }{
	{"quan-tri", "Quản trị (dùng thử)", models.Administrator},
	{"to-chuc", "Ban tổ chức (dùng thử)", models.Organizer},
	{"thu-ky", "Thư ký (dùng thử)", models.Secretary},
	{"le-tan", "Lễ tân (dùng thử)", models.Door},
	{"chu-tri", "Giúp chủ trì (dùng thử)", models.Chair},
}

// fillDemo loads the workshop of 2018, the sample conference and the sample workshop that comes, to which it invites: it answers a few of the links.
func fillDemo(ctx context.Context, db *models.DB) ([]sampleLink, error) {
	workshop, err := demoFiles.ReadFile("demo/hoi-thao-2018.json")
	if err != nil {
		return nil, err
	}
	var conference bytes.Buffer
	if err := sampleConference(db.Now().Time).Write(&conference); err != nil {
		return nil, err
	}
	for _, file := range [][]byte{workshop, conference.Bytes()} {
		if _, err := db.Load(ctx, by("demo"), bytes.NewReader(file), models.LoadOptions{}); err != nil {
			return nil, err
		}
	}
	if err := seatSamples(ctx, db, conferenceSlug); err != nil {
		return nil, err
	}
	return inviteSamples(ctx, db)
}
