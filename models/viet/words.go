package viet

import "strings"

var figures = [...]string{"không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"}

// Words is n as sums are written out under a table: một triệu không trăm linh năm nghìn. A group of three figures behind another is read
// whole (không trăm linh), one of zeros is passed over; mốt, tư and lăm stand where the ear wants them. Beyond tỷ it counts in tỷ: một
// nghìn tỷ, một tỷ tỷ.
func Words(n int64) string {
	if n < 0 {
		return "âm " + strings.Join(count(-uint64(n), false), " ")
	}
	return strings.Join(count(uint64(n), false), " ")
}

// count reads a number; inner is one that stands behind another.
func count(n uint64, inner bool) (words []string) {
	const billion = 1_000_000_000
	if n >= billion {
		words = append(count(n/billion, inner), "tỷ")
		if n %= billion; n == 0 {
			return words
		}
		inner = true
	}
	for _, group := range []struct {
		size uint64
		name string
	}{{1_000_000, "triệu"}, {1_000, "nghìn"}, {1, ""}} {
		three := n / group.size % 1000
		if three == 0 {
			continue
		}
		words = append(words, hundreds(int(three), inner)...)
		if group.name != "" {
			words = append(words, group.name)
		}
		inner = true
	}
	if len(words) == 0 {
		return []string{figures[0]}
	}
	return words
}

// hundreds reads up to three figures; whole also where the first of them are zeros.
func hundreds(n int, whole bool) (words []string) {
	hundred, ten, one := n/100, n/10%10, n%10
	if hundred > 0 || whole {
		words = append(words, figures[hundred], "trăm")
	}
	switch {
	case ten > 1:
		words = append(words, figures[ten], "mươi")
	case ten == 1:
		words = append(words, "mười")
	case one > 0 && len(words) > 0:
		words = append(words, "linh")
	}
	switch {
	case one == 0:
	case one == 1 && ten > 1:
		words = append(words, "mốt")
	case one == 4 && ten > 1:
		words = append(words, "tư")
	case one == 5 && ten > 0:
		words = append(words, "lăm")
	default:
		words = append(words, figures[one])
	}
	return words
}
