// Package examples carries made-up families, before and after each change of
// law, for make demo and for the pages.
package examples

import "embed"

// FS holds one family file per change of law; the first comment is its title.
//
//go:embed *.yaml
var FS embed.FS
