package main

import (
	"syscall"
	"unsafe"
)

// doubleClicked tells whether the program was started from the desktop: then it has a console of its own, which no other shares.
func doubleClicked() bool {
	var processes [2]uint32
	count, _, _ := syscall.NewLazyDLL("kernel32.dll").NewProc("GetConsoleProcessList").Call(uintptr(unsafe.Pointer(&processes[0])), uintptr(len(processes)))
	return count == 1
}
