//go:build !unix

package models_test

import "testing"

func limitFileSize(t *testing.T, bytes uint64, work func()) {
	t.Skip("only where files can be limited")
}
