package main

import (
	"cmp"
	"strings"

	"doudi/civil"
	"doudi/pack"
)

// compareText orders words by bytes.
func compareText(a, b string) int { return cmp.Compare(a, b) }

// joined lists words the Chinese way.
func joined(words []string) string { return strings.Join(words, "、") }

// spanText says on which days something is law.
func spanText(s pack.Span) string {
	if s.To == civil.Open {
		return s.From.String() + " 起"
	}
	return s.From.String() + " 至 " + s.To.String()
}

// statusWords are the Chinese words for figures that are not simply published.
var statusWords = map[pack.Status]string{
	pack.Example: "示例", pack.Unverified: "未核实", pack.Assumed: "推定", pack.Reading: "理解",
}

// sourceText is the pack and the clauses that a line comes from, 〔cn-350421 MX-28〕.
func sourceText(origin string, status pack.Status, cites []pack.Cite) string {
	words := []string{origin}
	for _, c := range cites {
		words = append(words, c.Text)
	}
	if w := statusWords[status]; w != "" {
		words = append(words, w)
	}
	return "〔" + strings.Join(words, " ") + "〕"
}
