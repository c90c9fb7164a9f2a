package models

import (
	"strings"

	"hoithao/models/viet"
)

// likeFolded is the LIKE pattern, with \ as its escape, that finds a text anywhere in a folded column.
func likeFolded(search string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(viet.Fold(search)) + "%"
}
