package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/base32"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"hoithao/handlers"
	"hoithao/models"
	"hoithao/public"
	"hoithao/views"
)

// stopIn is how long requests that were accepted may still take when the program is told to stop.
const stopIn = 8 * time.Second

// serve runs the program until it is told to stop.
func (m *Main) serve(ctx context.Context, args []string) error {
	f := m.flags("serve")
	addr := f.String("addr", ":8080", "địa chỉ nghe")
	url := f.String("url", "", "địa chỉ trong đường dẫn và mã QR, ví dụ https://hoithao.example.vn")
	proxies := f.String("trusted-proxies", "", "địa chỉ máy chủ trung gian được tin, cách nhau bằng dấu phẩy")
	cert := f.String("tls-cert", "", "tệp chứng thư TLS (PEM), để chạy https: máy ảnh của điện thoại cần có")
	key := f.String("tls-key", "", "tệp khóa của chứng thư TLS (PEM)")
	dev := f.String("dev", "", "thư mục mã nguồn: đọc mẫu trang, kiểu dáng từ đĩa, dùng khi phát triển")
	rest, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return usage("serve: không nhận “%s”; xem hoithao serve -h", rest[0])
	}
	secured, err := certificate(*cert, *key)
	if err != nil {
		return err
	}
	db, err := f.create(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	config := handlers.Config{URL: strings.TrimSuffix(*url, "/")}
	for proxy := range strings.SplitSeq(*proxies, ",") {
		if proxy = strings.TrimSpace(proxy); proxy != "" {
			config.TrustedProxies = append(config.TrustedProxies, proxy)
		}
	}
	if *dev != "" {
		config.Views = views.FromDisk(filepath.Join(*dev, "views"))
		public.FromDisk(filepath.Join(*dev, "public"))
	}
	return m.listen(ctx, db, config, *addr, secured, func(site string) {})
}

// listen serves a database at an address, encrypted when secured is not nil, and stops when ctx ends. Ready is told the site's address once it answers there.
func (m *Main) listen(ctx context.Context, db *models.DB, config handlers.Config, addr string, secured *tls.Config, ready func(site string)) error {
	config.Log, config.Stop, config.Attach = m.log(), ctx, attacher{db: db}
	roots, err := authorities(m.Env("HOITHAO_SMTP_CA"))
	if err != nil {
		return err
	}
	empty, err := db.Empty(ctx)
	if err != nil {
		return err
	}
	if config.SetupCode = ""; empty {
		config.SetupCode = code()
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	sites := reachable(listener.Addr())
	if secured != nil {
		listener = tls.NewListener(listener, secured)
		for i := range sites {
			sites[i] = strings.Replace(sites[i], "http:", "https:", 1)
		}
	}
	config.Sites = sites
	if config.Demo { // nobody will keep its letters: their links lead to where it runs
		config.URL = cmp.Or(forPhones("", sites), sites[0])
	}
	fmt.Fprintf(m.Stderr, "hoithao: đang chạy tại %s\n", strings.Join(sites, " "))
	if phones := forPhones(config.URL, sites); phones != "" && terminal(m.Stderr) {
		fmt.Fprintf(m.Stderr, "hoithao: điện thoại trong hội trường mở %s\n%s", phones, drawn(phones))
	}
	if empty {
		fmt.Fprintf(m.Stderr, "hoithao: lần đầu, mở %s/setup và nhập mã %s để lập tài khoản quản trị\n", sites[0], config.SetupCode)
	}
	if m.listening != nil {
		m.listening(listener.Addr().String())
	}
	app := handlers.New(db, config)
	ended := make(chan error, 1)
	go func() { ended <- app.Listener(listener) }()
	posted := make(chan bool)
	posting, noMore := context.WithCancel(ctx)
	defer noMore()
	go func() {
		defer close(posted)
		post := newPost(db, config.Log, config.URL, m.Env("HOITHAO_SMTP_PASSWORD"))
		post.roots = roots
		var all sync.WaitGroup
		all.Go(func() { post.run(posting) })
		all.Go(func() { post.remind(posting) })
		all.Go(func() { post.forget(posting) })
		all.Wait()
	}()
	ready(sites[0])
	debug.FreeOSMemory() // what migrating, loading and the first passwords took
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopIn)
	defer cancel()
	err = app.ShutdownWithContext(stopping)
	select {
	case <-posted: // the letter on its way is through
	case <-stopping.Done():
	}
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// log writes for people at a terminal, else a line of JSON for each entry.
func (m *Main) log() *slog.Logger {
	if terminal(m.Stderr) {
		return slog.New(slog.NewTextHandler(m.Stderr, nil))
	}
	return slog.New(slog.NewJSONHandler(m.Stderr, nil))
}

// reachable are the addresses at which a listener can be reached: of one that listens everywhere, this machine's, itself first.
func reachable(at net.Addr) []string {
	tcp, ok := at.(*net.TCPAddr)
	if !ok {
		return []string{at.String()}
	}
	if !tcp.IP.IsUnspecified() {
		return []string{"http://" + tcp.String()}
	}
	sites := []string{fmt.Sprintf("http://127.0.0.1:%d", tcp.Port)}
	addresses, _ := net.InterfaceAddrs() // none is no harm: the first is there
	for _, address := range addresses {
		if ip, ok := address.(*net.IPNet); ok && ip.IP.To4() != nil && !ip.IP.IsLoopback() && !ip.IP.IsLinkLocalUnicast() {
			sites = append(sites, fmt.Sprintf("http://%s:%d", ip.IP, tcp.Port))
		}
	}
	return sites
}

// code is a word that nobody guesses and everybody can type.
func code() string {
	var bits [10]byte
	rand.Read(bits[:])
	return strings.ToLower(base32.StdEncoding.EncodeToString(bits[:]))
}

// serveAndOpen is what a double click does: the program runs beside its own file's folder, and the browser opens on it.
func (m *Main) serveAndOpen(ctx context.Context) error {
	f := m.flags("serve")
	if _, err := f.parse(nil); err != nil {
		return err
	}
	db, err := f.create(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	return m.listen(ctx, db, handlers.Config{}, ":8080", nil, func(site string) {
		if err := browse(site); err != nil {
			fmt.Fprintf(m.Stderr, "hoithao: hãy mở %s trong trình duyệt\n", site)
		}
	})
}

func browse(site string) error {
	switch runtime.GOOS {
	case "windows":
		return exec.Command("rundll32", "url.dll,FileProtocolHandler", site).Start()
	case "darwin":
		return exec.Command("open", site).Start()
	}
	return exec.Command("xdg-open", site).Start()
}
