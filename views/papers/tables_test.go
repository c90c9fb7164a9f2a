package papers_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"hoithao/models"
	"hoithao/views/papers"
)

// tables are the kinds of papers whose goldens stand here: lists, plans, plates and slips.
var tables = []string{"runsheet", "delegates", "signin", "seating", "nameplates", "badges", "mc", "speakers", "speech-slip", "attendance-report"}

func printed(t testing.TB, kind string, record models.Record, paper models.Paper) []byte {
	t.Helper()
	found, known := models.KindOfPaper(kind)
	if !known {
		t.Fatalf("no kind %s", kind)
	}
	var file bytes.Buffer
	if err := papers.Write(&file, record.Compose(found, paper), papers.Options{}); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// handful is lively with few delegates, and official the same held by an office of the State.
func handful() models.Record {
	r := lively()
	r.Delegates = append(r.Delegates[:12:12], r.Delegates[len(r.Delegates)-1])
	return r
}

func official() models.Record {
	r, s := handful(), state()
	r.Organizer, r.Ancestors = s.Organizer, s.Ancestors
	return r
}

// under is a record in the forms of a regime.
func under(r models.Record, regime models.Regime) models.Record {
	r.Event.Regime = string(regime)
	return r
}

// Every word of the papers with its place, in each form; the same record gives the same bytes.
func TestTablesGolden(t *testing.T) {
	for _, kind := range tables {
		for name, record := range map[string]models.Record{
			"dang-2018": handful(), "dang-2026": under(handful(), models.Dang2026), "nn-2011": under(official(), models.NN2011), "nn-2020": under(official(), models.NN2020), "empty": {},
		} {
			t.Run(kind+" "+name, func(t *testing.T) {
				file := printed(t, kind, record, models.Paper{})
				if again := printed(t, kind, record, models.Paper{}); !bytes.Equal(file, again) {
					t.Fatal("the same record gives other bytes")
				}
				golden := filepath.Join("testdata", kind+"-"+name+".txt")
				got := []byte(read(t, file).Golden())
				if *update {
					if err := os.WriteFile(golden, got, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(golden)
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(got, want) {
					t.Errorf("%s is not what is printed:\n%s", golden, firstDifference(got, want))
				}
				if dir := os.Getenv("LOOK"); dir != "" {
					os.WriteFile(filepath.Join(dir, kind+"-"+name+".pdf"), file, 0o644)
				}
			})
		}
	}
}
