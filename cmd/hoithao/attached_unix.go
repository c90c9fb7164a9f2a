//go:build unix

package main

import "syscall"

// boundProcess bounds what the kernel gives this process: address space (the runtime reserves much that it never uses) and time of the processor.
func boundProcess() {
	const space = 4 << 30
	syscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: space, Max: space})
	seconds := uint64(attachTime.Seconds())
	syscall.Setrlimit(syscall.RLIMIT_CPU, &syscall.Rlimit{Cur: seconds, Max: seconds})
	syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{})
}
