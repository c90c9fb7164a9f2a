package viet

import (
	"math"
	"strings"
	"testing"
)

func TestWords(t *testing.T) {
	tests := map[int64]string{
		0: "không", 1: "một", 4: "bốn", 5: "năm", 10: "mười", 11: "mười một", 14: "mười bốn", 15: "mười lăm", 20: "hai mươi", 21: "hai mươi mốt",
		24: "hai mươi tư", 25: "hai mươi lăm", 55: "năm mươi lăm", 100: "một trăm", 101: "một trăm linh một", 104: "một trăm linh bốn", 105: "một trăm linh năm", 111: "một trăm mười một",
		115: "một trăm mười lăm", 121: "một trăm hai mươi mốt", 1000: "một nghìn", 1001: "một nghìn không trăm linh một", 1010: "một nghìn không trăm mười",
		1050: "một nghìn không trăm năm mươi", 2024: "hai nghìn không trăm hai mươi tư", 21_000: "hai mươi mốt nghìn", 200_000: "hai trăm nghìn",
		2_400_000: "hai triệu bốn trăm nghìn", 1_000_005: "một triệu không trăm linh năm", 1_005_000: "một triệu không trăm linh năm nghìn",
		2_000_050_000: "hai tỷ không trăm năm mươi nghìn", 1_000_000_000: "một tỷ", 1_000_000_000_000: "một nghìn tỷ", 1_000_000_000_000_000_000: "một tỷ tỷ",
		5_000_000_001: "năm tỷ không trăm linh một", -3: "âm ba",
		math.MaxInt64: "chín tỷ hai trăm hai mươi ba triệu ba trăm bảy mươi hai nghìn không trăm ba mươi sáu tỷ tám trăm năm mươi tư triệu bảy trăm bảy mươi lăm nghìn tám trăm linh bảy",
	}
	for n, want := range tests {
		if got := Words(n); got != want {
			t.Errorf("%d is %q, want %q", n, got, want)
		}
	}
	if got := Words(math.MinInt64); !strings.HasPrefix(got, "âm chín tỷ hai trăm") || !strings.HasSuffix(got, "tám trăm linh tám") {
		t.Errorf("the least number is %q", got)
	}
}

// No two numbers read alike.
func TestWordsTellApart(t *testing.T) {
	seen := map[string]int64{}
	add := func(n int64) {
		text := Words(n)
		if other, known := seen[text]; known && other != n {
			t.Fatalf("%d and %d are both %q", other, n, text)
		}
		seen[text] = n
	}
	for n := range int64(20_000) {
		add(n)
		add(n * 1_000)
		add(n*1_000_000 + 7)
		add(n * 1_000_000_000)
	}
}
