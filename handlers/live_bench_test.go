package handlers

import (
	"net"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hoithao/models/modelstest"
)

// BenchmarkLiveRatios lets a thousand phones follow one event, and acts: how long until the last but ten know, and what a phone costs. The
// phones are in this process, too, so that what they cost is counted with the server's.
func BenchmarkLiveRatios(b *testing.B) {
	const phones, acts = 1000, 30
	h := newHall(b, withEvent(b))
	at, err := url.Parse(h.url)
	if err != nil {
		b.Fatal(err)
	}
	before := inUse()
	goroutines := runtime.NumGoroutine()
	var acted atomic.Int64
	var mu sync.Mutex
	var took []float64
	var group sync.WaitGroup
	var connections []net.Conn
	for range phones {
		connection, err := net.Dial("tcp", at.Host)
		if err != nil {
			b.Fatal(err)
		}
		connections = append(connections, connection)
		if _, err := connection.Write([]byte("GET " + at.Path + "/live HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n")); err != nil {
			b.Fatal(err)
		}
		ready := make(chan bool)
		group.Go(func() {
			var buffer [2048]byte
			for first := true; ; first = false {
				n, err := connection.Read(buffer[:])
				if first {
					close(ready)
				}
				if err != nil {
					return
				}
				if strings.Contains(string(buffer[:n]), "data: ") {
					mu.Lock()
					took = append(took, float64(time.Now().UnixNano()-acted.Load())/1e6)
					mu.Unlock()
				}
			}
		})
		<-ready
	}
	modelstest.Figure(b, "a phone that follows an event, memory", "KB", 40, func(*testing.B) float64 { return (inUse() - before) / phones / 1024 })
	modelstest.Figure(b, "an act until 1,000 phones know, p99", "ms", 250, func(b *testing.B) float64 {
		took = nil
		for n := range acts {
			acted.Store(time.Now().UnixNano())
			h.act(true)
			for end := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
				mu.Lock()
				all := len(took) == (n+1)*phones
				mu.Unlock()
				if all {
					break
				}
				if time.Now().After(end) {
					b.Fatal("not all phones know")
				}
			}
			time.Sleep(pace)
		}
		slices.Sort(took)
		return took[len(took)*99/100]
	})
	for _, connection := range connections {
		connection.Close()
	}
	group.Wait()
	h.stop()
	if left := runtime.NumGoroutine() - goroutines; left > 5 {
		b.Errorf("%d goroutines are left", left)
	}
}

// inUse is what the heap and the stacks take, in bytes.
func inUse() float64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return float64(stats.HeapInuse + stats.StackInuse)
}
