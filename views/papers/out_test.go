package papers_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"hoithao/models"
	"hoithao/views/papers"
)

func minutesPDF(t testing.TB, r models.Record) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := papers.Minutes(&file, r.ComposeMinutes()); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func agendaPDF(t testing.TB, r models.Record) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := papers.Agenda(&file, r.Agenda()); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// TestLook writes papers to look at into the directory LOOK.
func TestLook(t *testing.T) {
	dir := os.Getenv("LOOK")
	if dir == "" {
		t.Skip("LOOK names no directory")
	}
	draft := workshop()
	draft.Minutes = models.MinutesRow{}
	big := crowd(60)
	for name, file := range map[string][]byte{
		"party2018": minutesPDF(t, workshop()), "party2026": minutesPDF(t, moved(workshop(), "2026-06-01")), "state2020": minutesPDF(t, state()),
		"draft": minutesPDF(t, draft), "empty": minutesPDF(t, models.Record{}), "agenda": agendaPDF(t, workshop()), "agenda-state": agendaPDF(t, state()), "crowd": minutesPDF(t, big),
	} {
		if err := os.WriteFile(filepath.Join(dir, name+".pdf"), file, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func minutesOf(t testing.TB, minutes models.Minutes) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := papers.Minutes(&file, minutes); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

var itoa = strconv.Itoa

func agendaOf(t testing.TB, agenda models.Agenda) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := papers.Agenda(&file, agenda); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}
