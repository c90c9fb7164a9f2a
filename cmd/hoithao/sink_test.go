package main

import (
	"bufio"
	"crypto/tls"
	"net"
	"net/textproto"
	"strings"
	"sync"
	"testing"
)

// sink is a mail server that keeps what it gets, and misbehaves when it is told to.
type sink struct {
	listener net.Listener
	secured  *tls.Config               // what it encrypts with, by STARTTLS; nil: it does not offer that
	does     func(stage string) string // at "connect", "mail", "rcpt", "data", "dot", "taken": "" goes on; "451", "550 …" answers so; "hang"; "drop"

	mu      sync.Mutex
	letters []string // as they came, headers first
	rcpts   []string
	signed  []string // the attempts to sign in, "tls " before those that were encrypted
	open    []net.Conn
}

func newSink(t testing.TB) *sink { return newSecuredSink(t, nil, false) }

// newSecuredSink encrypts, from the first byte or once it is asked to.
func newSecuredSink(t testing.TB, secured *tls.Config, atOnce bool) *sink {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &sink{listener: listener, secured: secured}
	if atOnce {
		s.listener, s.secured = tls.NewListener(listener, secured), nil
		listener = s.listener
	}
	t.Cleanup(func() {
		listener.Close()
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, conn := range s.open {
			conn.Close()
		}
	})
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			s.mu.Lock()
			s.open = append(s.open, conn)
			s.mu.Unlock()
			go s.serve(conn)
		}
	}()
	return s
}

func (s *sink) port() int64 { return int64(s.listener.Addr().(*net.TCPAddr).Port) }

// misbehaves sets what the sink does; nil: nothing wrong. Several conversations may ask it at once.
func (s *sink) misbehaves(does func(stage string) string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.does = does
}

func (s *sink) got() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string{}, s.letters...)
}

func (s *sink) serve(conn net.Conn) {
	defer conn.Close()
	read, write := textproto.NewReader(bufio.NewReader(conn)), bufio.NewWriter(conn)
	say := func(text string) bool {
		write.WriteString(text + "\r\n")
		return write.Flush() == nil
	}
	// at does what the sink was told for a stage; false: the conversation is over. Refused says that an answer was given already.
	at := func(stage string) (refused, goesOn bool) {
		s.mu.Lock()
		does := s.does
		s.mu.Unlock()
		if does == nil {
			return false, true
		}
		switch answer := does(stage); answer {
		case "":
			return false, true
		case "drop":
			return false, false
		case "hang":
			read.ReadLine() // until the other side is gone
			return false, false
		default:
			return true, say(answer)
		}
	}
	if refused, goesOn := at("connect"); refused || !goesOn || !say("220 sink ESMTP") {
		return
	}
	for {
		line, err := read.ReadLine()
		if err != nil {
			return
		}
		verb, _, _ := strings.Cut(strings.ToUpper(line), " ")
		stage := map[string]string{"MAIL": "mail", "RCPT": "rcpt", "DATA": "data"}[verb]
		if stage != "" {
			refused, goesOn := at(stage)
			if !goesOn {
				return
			}
			if refused {
				continue
			}
		}
		_, encrypted := conn.(*tls.Conn)
		switch verb {
		case "EHLO":
			offers := ""
			if s.secured != nil && !encrypted {
				offers = "250-STARTTLS\r\n"
			}
			say("250-sink\r\n" + offers + "250-AUTH PLAIN LOGIN\r\n250 8BITMIME")
		case "STARTTLS":
			say("220 go on")
			inner := tls.Server(conn, s.secured)
			if inner.Handshake() != nil {
				return
			}
			conn = inner
			read, write = textproto.NewReader(bufio.NewReader(conn)), bufio.NewWriter(conn)
		case "AUTH":
			if encrypted {
				line = "tls " + line
			}
			s.mu.Lock()
			s.signed = append(s.signed, line)
			s.mu.Unlock()
			say("235 ok")
		case "RCPT":
			s.mu.Lock()
			s.rcpts = append(s.rcpts, line)
			s.mu.Unlock()
			say("250 ok")
		case "DATA":
			say("354 go on")
			if _, goesOn := at("middle"); !goesOn {
				read.ReadLine() // the first line comes, the rest does not
				return
			}
			letter, err := read.ReadDotBytes()
			if err != nil {
				return
			}
			refused, goesOn := at("dot")
			if !goesOn {
				return
			}
			if refused {
				continue
			}
			s.mu.Lock()
			s.letters = append(s.letters, string(letter))
			s.mu.Unlock()
			if _, goesOn := at("taken"); !goesOn {
				return
			}
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}
