package main

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/url"
	"strings"

	"rsc.io/qr"
)

// certificate reads a certificate of one's own and its key; nil when none is named. A phone gives its camera to encrypted pages only.
func certificate(cert, key string) (*tls.Config, error) {
	if cert == "" && key == "" {
		return nil, nil
	}
	if cert == "" || key == "" {
		return nil, usage("--tls-cert và --tls-key phải đi cùng nhau")
	}
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		return nil, fmt.Errorf("chứng thư TLS: %w", err)
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}}, nil
}

// forPhones is the address that phones in the hall reach: the one that was given, else the first that is not this machine's own; "" if none is.
func forPhones(given string, sites []string) string {
	if given != "" {
		return given
	}
	for _, site := range sites {
		if at, err := url.Parse(site); err == nil {
			if ip := net.ParseIP(at.Hostname()); ip != nil && !ip.IsLoopback() {
				return site
			}
		}
	}
	return ""
}

// drawn is the QR code of a text in the letters of a terminal, two modules to a letter, light on dark whatever the terminal's colours.
func drawn(text string) string {
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		return ""
	}
	const quiet = 2
	light := func(x, y int) bool { return x < 0 || y < 0 || x >= code.Size || y >= code.Size || !code.Black(x, y) }
	var out strings.Builder
	for y := -quiet; y < code.Size+quiet; y += 2 {
		out.WriteString("\x1b[97;40m")
		for x := -quiet; x < code.Size+quiet; x++ {
			above, below := light(x, y), light(x, y+1) && y+1 < code.Size+quiet
			switch {
			case above && below:
				out.WriteRune('█')
			case above:
				out.WriteRune('▀')
			case below:
				out.WriteRune('▄')
			default:
				out.WriteByte(' ')
			}
		}
		out.WriteString("\x1b[0m\n")
	}
	return out.String()
}
