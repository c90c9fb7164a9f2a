package views

import "testing"

// Two fields that choose among the same options leave each other's alone.
func TestFieldsShareOptions(t *testing.T) {
	options := append(make([]Option, 0, 8), Option{"1", "Lãnh đạo"}, Option{"2", "Báo chí"})
	for _, empty := range []string{"Tất cả", "Chưa xếp nhóm"} {
		field, err := newField(Vietnamese, "group", "Nhóm", "", nil, options, "empty="+empty)
		if err != nil {
			t.Fatal(err)
		}
		if len(field.Options) != 3 || field.Options[0].Label != empty || field.Options[1].Label != "Lãnh đạo" || field.Options[2].Label != "Báo chí" {
			t.Errorf("%s: %v", empty, field.Options)
		}
	}
}
