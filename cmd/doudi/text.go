package main

import (
	"cmp"
	"strings"
)

// compareText orders words by bytes.
func compareText(a, b string) int { return cmp.Compare(a, b) }

// joined lists words the Chinese way.
func joined(words []string) string { return strings.Join(words, "、") }
