// Package packs carries the law as data inside the binary. The folders beside
// this file are all that a policy officer edits; README.md is their language.
package packs

import "embed"

// FS holds every pack, one folder each, with its cases.
//
//go:embed all:cn*
var FS embed.FS
