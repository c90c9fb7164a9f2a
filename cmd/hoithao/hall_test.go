package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"hoithao/public"
)

// hallAddress is the laptop's on the hall's Wi-Fi.
const hallAddress = "192.168.1.5"

// ownCertificate is one for this machine and its address in the hall, as an office would make it.
func ownCertificate(t *testing.T) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.ParseIP(hallAddress)}, NotAfter: time.Now().Add(time.Hour)}
	made, err := x509.CreateCertificate(rand.Reader, about, about, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	bytes, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")
	for name, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: made}, key: {Type: "PRIVATE KEY", Bytes: bytes}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

// With a certificate the program serves https and binds its cookies to it. Told to stop, it closes what streams and is gone in time.
func TestTLS(t *testing.T) {
	cert, key := ownCertificate(t)
	site, process, said := servingSaid(t, "serve", "--addr", "127.0.0.1:0", "--db", filepath.Join(t.TempDir(), "hoithao.db"), "--tls-cert", cert, "--tls-key", key)
	if !strings.Contains(said(), "https://") {
		t.Errorf("it says %s", said())
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}, Timeout: patience}
	response, err := client.Get(strings.Replace(site, "http:", "https:", 1) + "/login")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.Header.Get("Strict-Transport-Security") == "" || !strings.Contains(response.Header.Get("Set-Cookie"), "__Host-") {
		t.Errorf("headers %v", response.Header)
	}
	process.Signal(syscall.SIGTERM)
}

// A stream does not keep the program from ending.
func TestStopWithStreams(t *testing.T) {
	site, process := serving(t, "demo", "--addr", "127.0.0.1:0")
	request, _ := http.NewRequest(http.MethodGet, site+"/events/hoi-nghi-mau/live", nil)
	request.Header.Set("Accept", "text/event-stream")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if got := response.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Fatalf("it answers %s, status %d", got, response.StatusCode)
	}
	start := time.Now()
	process.Signal(syscall.SIGTERM)
	if _, err := io.ReadAll(response.Body); err != nil {
		t.Errorf("the stream breaks instead of ending: %v", err)
	}
	for {
		if connection, err := net.Dial("tcp", strings.TrimPrefix(site, "http://")); err != nil {
			break
		} else {
			connection.Close()
		}
		if time.Since(start) > 10*time.Second {
			t.Fatal("it is there after ten seconds")
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func TestCertificateIsChecked(t *testing.T) {
	cert, _ := ownCertificate(t)
	for _, args := range [][]string{{"--tls-cert", cert}, {"--tls-key", cert}, {"--tls-cert", cert, "--tls-key", cert}, {"--tls-cert", "khong-co", "--tls-key", "khong-co"}} {
		output, err := program(t, append([]string{"serve", "--addr", "127.0.0.1:0", "--db", filepath.Join(t.TempDir(), "x.db")}, args...)...).CombinedOutput()
		if err == nil || !strings.Contains(string(output), "TLS") && !strings.Contains(string(output), "tls") {
			t.Errorf("%v: %v %s", args, err, output)
		}
	}
}

// The address for phones is the one that was given, else one that is not this machine's own.
func TestForPhones(t *testing.T) {
	for _, test := range []struct {
		given string
		sites []string
		want  string
	}{
		{"https://hoithao.example.vn", []string{"http://127.0.0.1:8080"}, "https://hoithao.example.vn"},
		{"", []string{"http://127.0.0.1:8080", "http://192.168.1.5:8080"}, "http://192.168.1.5:8080"},
		{"", []string{"http://127.0.0.1:8080"}, ""},
	} {
		if got := forPhones(test.given, test.sites); got != test.want {
			t.Errorf("%q of %q and %v, want %q", got, test.given, test.sites, test.want)
		}
	}
	if lines := strings.Split(strings.TrimSpace(drawn("http://192.168.1.5:8080")), "\n"); len(lines) < 12 || !strings.Contains(lines[3], "█") {
		t.Errorf("drawn as %d lines", len(lines))
	}
}

// elsewhere are addresses of other hosts that a browser would fetch.
var elsewhere = regexp.MustCompile(`(?i)(src|href|action|url|import|fetch|from)\s*[=(:]?\s*["'(]?\s*(https?:)?//[a-z0-9.-]+`)

// Nothing is loaded from outside: neither pages, nor style, nor scripts name another host.
func TestNothingFromOutside(t *testing.T) {
	site, _ := serving(t, "demo", "--addr", "127.0.0.1:0")
	get := func(path string) string {
		response, err := http.Get(site + path)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		if err != nil || response.StatusCode != http.StatusOK {
			t.Fatalf("%s: status %d %v", path, response.StatusCode, err)
		}
		return string(body)
	}
	files, _ := filepath.Glob("../../public/*.css")
	scripts, _ := filepath.Glob("../../public/js/*.js")
	for _, name := range append(files, scripts...) {
		relative, _ := filepath.Rel("../../public", name)
		address, err := public.URL(filepath.ToSlash(relative))
		if err != nil {
			t.Fatal(err)
		}
		if found := elsewhere.FindString(get(address)); found != "" {
			t.Errorf("%s: %s", name, found)
		}
	}
	for _, page := range []string{"/", "/help", "/login", "/events", "/events/hoi-nghi-mau", "/events/hoi-thao-du-luan-xa-hoi-2018"} {
		if found := elsewhere.FindString(get(page)); found != "" {
			t.Errorf("%s: %s", page, found)
		}
	}
	if elsewhere.FindString(`<script src="https://cdn.example.org/x.js">`) == "" || elsewhere.FindString(`@import url(//fonts.example.org/x.css)`) == "" {
		t.Error("it would not be found")
	}
}
