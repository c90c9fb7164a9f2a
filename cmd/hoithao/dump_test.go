package main

import (
	"context"
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
