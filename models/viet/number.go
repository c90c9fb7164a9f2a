package viet

import (
	"fmt"
	"math"
	"math/big"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// printer groups by . and parts decimals by a comma. It keeps its state per call, so that all may share it.
var printer = message.NewPrinter(language.Vietnamese)

// Number is n in groups of three: 1.234.567.
func Number(n int64) string { return printer.Sprint(n) }

// Decimal is f with so many places after the comma, never fewer: 1.000,5. A half is rounded away from zero, as taught in
// schools, not to the even digit as fmt does.
func Decimal(f float64, places int) string {
	scale := math.Pow10(places)
	if rounded := math.Round(f*scale) / scale; !math.IsInf(rounded, 0) {
		f = rounded
	}
	return printer.Sprint(number.Decimal(f+0, number.Scale(places))) // -0 + 0 is 0
}

// Percent is the share of part in whole with one decimal, left out when it is 0: 85,5%, 100%. It is exact for numbers of any
// size. Nothing can be said of a share in 0: that is the empty string.
func Percent(part, whole int64) string {
	if whole == 0 {
		return ""
	}
	share := new(big.Rat).Mul(big.NewRat(part, whole), big.NewRat(100, 1))
	return strings.Replace(strings.TrimSuffix(share.FloatString(1), ".0"), ".", ",", 1) + "%"
}

// Count is n as official prose counts copies and people: 02 bản, 05 đồng chí, 10, 1.234. Numbers from 1 to 9 take a 0 in
// front, so that no digit can be slipped in. It is practice, not a rule.
func Count(n int64) string {
	if 0 < n && n < 10 {
		return fmt.Sprintf("%02d", n)
	}
	return Number(n)
}
