package pack

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Problem is one thing wrong with a pack, told to the person who edits it:
// where it is, what it is, what was expected and how to mend it.
type Problem struct {
	Pos      Pos
	Kind     string // one of Kinds here, or one of package policy's
	Message  string
	Expected string // continues 应为:
	Remedy   string // continues 怎么改:
	Warning  bool   // the pack can be used all the same
}

// The kinds of problem that reading and layering can find. The list is closed:
// every kind has a bad pack in testdata that shows it.
const (
	KindSyntax      = "syntax"       // not YAML, or bytes that are not UTF-8
	KindProfile     = "profile"      // YAML that the profile forbids: tags, anchors, merge keys …
	KindUnknownKey  = "unknown_key"  // a key the loader does not know
	KindDuplicate   = "duplicate"    // a key twice in one mapping
	KindEmpty       = "empty"        // a known key without a value
	KindMissing     = "missing"      // a required key is absent
	KindShape       = "shape"        // a mapping where a list should stand, and the like
	KindWord        = "word"         // a word outside its closed list
	KindLiteral     = "literal"      // a literal that does not fit its type
	KindQuote       = "quote"        // a code or enum value without quotes, or quotes where none belong
	KindFlow        = "flow"         // an expression inside {}
	KindName        = "name"         // an id that is not written as ids are
	KindOrder       = "order"        // sections out of order
	KindFile        = "file"         // a file that belongs nowhere, or a file missing
	KindSpan        = "span"         // from after to, an end missing, no review date
	KindOverlap     = "overlap"      // two versions or rows of one thing on the same day
	KindTable       = "table"        // a CSV that does not fit its figure
	KindBody        = "body"         // a rule without a body or with two
	KindCite        = "cite"         // a citation that leads nowhere
	KindSameID      = "same_id"      // one id for two things along the chain
	KindReference   = "reference"    // a name that nothing declares
	KindAmend       = "amend"        // an amend that finds nothing to amend
	KindChain       = "chain"        // extends leads nowhere or round in a circle
	KindOverride    = "override"     // a lower declaration that does not fit the superior one
	KindShortParent = "short_parent" // warning: the parent begins after its child
)

// Kinds lists every kind above.
var Kinds = []string{
	KindSyntax, KindProfile, KindUnknownKey, KindDuplicate, KindEmpty, KindMissing, KindShape, KindWord, KindLiteral,
	KindQuote, KindFlow, KindName, KindOrder, KindFile, KindSpan, KindOverlap, KindTable, KindBody, KindCite, KindSameID,
	KindReference, KindAmend, KindChain, KindOverride, KindShortParent,
}

// Problems is everything found, never just the first.
type Problems []Problem

// Errors returns the problems that are not warnings.
func (ps Problems) Errors() Problems {
	var out Problems
	for _, p := range ps {
		if !p.Warning {
			out = append(out, p)
		}
	}
	return out
}

// HasErrors tells whether anything stands in the way of using the packs.
func (ps Problems) HasErrors() bool { return len(ps.Errors()) > 0 }

// Sorted returns the problems by file, line and column, each once.
func (ps Problems) Sorted() Problems {
	out := slices.Clone(ps)
	slices.SortStableFunc(out, func(a, b Problem) int {
		return cmp.Or(strings.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Col, b.Pos.Col), strings.Compare(a.Message, b.Message))
	})
	return slices.Compact(out)
}

// Text renders every problem in Chinese with its line and a caret. source
// returns the text of a pack file ("" if unknown), as Set.Source does.
func (ps Problems) Text(source func(file string) string) string {
	var b strings.Builder
	for i, p := range ps.Sorted() {
		if i > 0 {
			b.WriteByte('\n')
		}
		p.write(&b, source)
	}
	return b.String()
}

func (p Problem) write(b *strings.Builder, source func(string) string) {
	word := "错误"
	if p.Warning {
		word = "提醒"
	}
	fmt.Fprintf(b, "%s %s：%s\n", p.Pos, word, p.Message)
	if source != nil {
		writeSourceLine(b, source(p.Pos.File), p.Pos)
	}
	if p.Expected != "" {
		fmt.Fprintf(b, "  应为：%s\n", p.Expected)
	}
	if p.Remedy != "" {
		fmt.Fprintf(b, "  怎么改：%s\n", p.Remedy)
	}
}

// writeSourceLine shows the line and a caret below the column. Chinese
// characters take two cells, so the padding repeats the width of each rune.
func writeSourceLine(b *strings.Builder, text string, pos Pos) {
	lines := strings.Split(text, "\n")
	if pos.Line < 1 || pos.Line > len(lines) || text == "" {
		return
	}
	line := strings.ToValidUTF8(strings.TrimRight(lines[pos.Line-1], "\r"), "?")
	number := fmt.Sprintf("%5d", pos.Line)
	fmt.Fprintf(b, "%s | %s\n", number, line)
	var pad strings.Builder
	for i, r := range []rune(line) {
		if i >= pos.Col-1 {
			break
		}
		pad.WriteString(padFor(r))
	}
	fmt.Fprintf(b, "%s | %s^\n", strings.Repeat(" ", len(number)), pad.String())
}

func padFor(r rune) string {
	switch {
	case r == '\t':
		return "\t"
	case r >= 0x1100:
		return "\u3000" // a full-width space
	}
	return " "
}

// String writes a position as file:line:column, leaving out what is unknown.
func (p Pos) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}
