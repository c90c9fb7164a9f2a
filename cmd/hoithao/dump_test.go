package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hoithao/models"
)

// A plain dump of an event whose sessions have minutes of their own says that they are not in it; a full one has them and says nothing.
func TestDumpSaysWhatIsLeftOut(t *testing.T) {
	s := newStage(t)
	if got := run(t, nil, "", "dump", stageSlug, "--db", s.file); got.status != 0 || got.stderr != "" {
		t.Fatalf("%d %s", got.status, got.stderr)
	}
	s.must(s.db.SaveMinutes(context.Background(), by("thử"), s.event.ID, s.session(), models.MinutesForm{SecretaryText: "Trần Thị Ghi Riêng"}))
	if got := run(t, nil, "", "dump", stageSlug, "--db", s.file); got.status != 0 || !strings.Contains(got.stderr, "không có biên bản riêng của") || !strings.Contains(got.stdout, "hoithao/1") || strings.Contains(got.stdout, "Ghi Riêng") {
		t.Errorf("%d %s", got.status, got.stderr)
	}
	if got := run(t, nil, "", "dump", "--full", stageSlug, "--db", s.file); got.status != 0 || got.stderr != "" || !strings.Contains(got.stdout, "Ghi Riêng") {
		t.Errorf("full: %d %s", got.status, got.stderr)
	}
}

// What holds people's phones is written for its owner to read; a paper is for whoever may read its folder.
func TestFilesWritten(t *testing.T) {
	s := newStage(t)
	dir := t.TempDir()
	for _, one := range []struct {
		args []string
		mode os.FileMode
	}{
		{[]string{"dump", stageSlug, "-o", "event.json"}, 0o600},
		{[]string{"dump", "--full", stageSlug, "-o", "full.json"}, 0o600},
		{[]string{"archive", stageSlug, "-o", "event.zip"}, 0o600},
		{[]string{"print", "agenda", stageSlug, "-o", "agenda.pdf"}, 0o644},
	} {
		name := filepath.Join(dir, one.args[len(one.args)-1])
		one.args[len(one.args)-1] = name
		if got := run(t, nil, "", append(one.args, "--db", s.file)...); got.status != 0 {
			t.Fatalf("%v: %d %s", one.args, got.status, got.stderr)
		}
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != one.mode || info.Size() == 0 {
			t.Errorf("%s: %v, %d bytes", name, info.Mode().Perm(), info.Size())
		}
	}
}
