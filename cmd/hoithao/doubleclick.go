//go:build !windows

package main

// doubleClicked is about Windows: elsewhere a program without arguments shows its help.
func doubleClicked() bool { return false }
