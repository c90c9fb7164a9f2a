package papers_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"hoithao/models"
	"hoithao/views/papers/paperstest"
)

var update = flag.Bool("update", false, "write the golden files anew")

func read(t testing.TB, file []byte) paperstest.Paper {
	t.Helper()
	paper, err := paperstest.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	return paper
}

// A golden file holds every word of a paper with its place. Look at the page when one changes: LOOK=dir go test -run TestLook.
func TestGolden(t *testing.T) {
	draft := workshop()
	draft.Minutes, draft.Event.AgendaState = models.MinutesRow{}, "draft"
	tests := []struct {
		name string
		file []byte
	}{
		{"minutes-dang-2018", minutesPDF(t, workshop())},
		{"minutes-dang-2026", minutesPDF(t, moved(workshop(), "2026-06-01"))},
		{"minutes-nn-2020", minutesPDF(t, state())},
		{"minutes-nn-2011", minutesPDF(t, moved(state(), "2018-11-13"))},
		{"minutes-draft", minutesPDF(t, draft)},
		{"minutes-empty", minutesPDF(t, models.Record{})},
		{"agenda-dang-2018", agendaPDF(t, workshop())},
		{"agenda-dang-2026", agendaPDF(t, under(workshop(), models.Dang2026))},
		{"agenda-nn-2011", agendaPDF(t, state())},
		{"agenda-nn-2020", agendaPDF(t, under(state(), models.NN2020))},
		{"agenda-draft", agendaPDF(t, draft)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			name := filepath.Join("testdata", test.name+".txt")
			got := []byte(read(t, test.file).Golden())
			if *update {
				if err := os.WriteFile(name, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s is not what is printed:\n%s", name, firstDifference(got, want))
			}
		})
	}
}

func firstDifference(got, want []byte) string {
	gots, wants := bytes.Split(got, []byte("\n")), bytes.Split(want, []byte("\n"))
	for i := range min(len(gots), len(wants)) {
		if !bytes.Equal(gots[i], wants[i]) {
			return "got  " + string(gots[i]) + "\nwant " + string(wants[i])
		}
	}
	return "one is longer"
}
