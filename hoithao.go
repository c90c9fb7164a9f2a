// Package hoithao embeds the data model and nothing else; start reading at schema.sql.
package hoithao

import _ "embed"

//go:embed schema.sql
var Schema string
