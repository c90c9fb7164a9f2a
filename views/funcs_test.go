package views

import (
	"strings"
	"testing"
	"time"

	"hoithao/models"
)

func TestFunctions(t *testing.T) {
	three, none := int64(3), (*int64)(nil)
	data := struct {
		At, Zero       time.Time
		Instant, Never models.Time
		Day, NoDay     models.Date
		Three, None    *int64
		Text           string
	}{At: workshop, Instant: models.At(workshop), Day: "2020-02-05", Three: &three, None: none, Text: " Một \r\n\r\n\tHai\n"}
	tests := []struct{ template, vi, en string }{
		{`{{clock .At}}`, "08h00", "08:00"},
		{`{{date .At}}`, "13/11/2018", "13/11/2018"},
		{`{{date .Day}}`, "05/02/2020", "05/02/2020"},
		{`{{longdate .At}}`, "ngày 13 tháng 11 năm 2018", "13 November 2018"},
		{`{{weekday .At}}`, "thứ Ba", "Tuesday"},
		{`{{weekdays}}`, "Chủ nhật|Thứ Hai|Thứ Ba|Thứ Tư|Thứ Năm|Thứ Sáu|Thứ Bảy", "Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday"},
		{`{{clock .Zero}}{{date .Zero}}{{date .NoDay}}{{longdate .Never}}{{weekday nil}}`, "", ""},
		{`{{clock .Instant}}`, "error", "error"}, // it would be printed in UTC
		{`{{clock .Text}}`, "error", "error"},
		{`{{number 1234}} {{number .Three}}{{number .None}}{{number nil}}`, "1.234 3", "1,234 3"},
		{`{{count 5}} {{count .Three}} {{count 12}} {{count 0}}`, "05 03 12 0", "5 3 12 0"},
		{`{{number .Text}}`, "error", "error"},
		{`{{range lines .Text}}[{{.}}]{{end}}`, "[Một][Hai]", "[Một][Hai]"},
		{`{{word "reply" "accepted"}} {{(word "reply" "accepted").Tone}} {{word "reply" "new"}}`, "Tham dự ok new", "Will attend ok new"},
		{`{{(values "a" 1).a}}`, "1", "1"},
		{`{{values "a"}}`, "error", "error"},
		{`{{values 1 2}}`, "error", "error"},
		{`{{asset "missing.css"}}`, "error", "error"},
		{`{{template "field" (field "n" "N" "" nil "requird")}}`, "error", "error"},
		{`{{template "field" (field "n" "N" "" nil 12)}}`, "error", "error"},
		{`{{template "field" (field "n" "N" "\"><b>" nil "placeholder=\"><i>")}}`,
			`<div class="field"><label for="f-n">N</label><input type="text" id="f-n" name="n" placeholder="&#34;&gt;&lt;i&gt;" value="&#34;&gt;&lt;b&gt;"></div>`, ""},
		{`{{template "field" (field "day" "Ảnh" .Day nil "type=date" "id=x")}}`, `<div class="field"><label for="x">Ảnh</label><input type="date" id="x" name="day" value="2020-02-05"><output class="hint" for="x" data-weekdays="Chủ nhật|Thứ Hai|Thứ Ba|Thứ Tư|Thứ Năm|Thứ Sáu|Thứ Bảy"></output></div>`, ""},
	}
	for _, test := range tests {
		for language, want := range map[string]string{Vietnamese: test.vi, English: test.en} {
			if want == "" && test.vi != "" {
				continue
			}
			base, err := over(embedded).parse(page{"login", language})
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			parsed, err := base.New("x").Parse(test.template)
			if err == nil {
				err = parsed.Execute(&got, data)
			}
			if want == "error" {
				if err == nil {
					t.Errorf("%s in %s gives %q", test.template, language, &got)
				}
			} else if err != nil || got.String() != want {
				t.Errorf("%s in %s gives %q and %v, want %q", test.template, language, &got, err, want)
			}
		}
	}
}
