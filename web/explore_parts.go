package web

import (
	"strings"

	"doudi/civil"
	"doudi/fact"
	"doudi/pack"
	"doudi/policy"
)

// crumb is one step of the way to a page.
type crumb struct{ Label, Href string }

// sourceView says where a line comes from: pack, status, clauses.
type sourceView struct {
	Origin string
	Status pack.Status
	Cites  []citeView
}

// citeView is one clause with its place in the register of sources.
type citeView struct{ Text, Href, Title string }

// aloudLine is one line read aloud, for a page.
type aloudLine struct {
	Lead, Words, Href string
	Notes             []string
	Source            sourceView
	Changed           bool // the other side of a comparison has no such line
}

// thingView is one thing with its lines.
type thingView struct {
	Ref    policy.Ref
	Anchor string
	Label  string
	Href   string
	Head   aloudLine
	Lines  []aloudLine
	Same   int         // in a comparison, lines that both sides have
	Moved  []aloudLine // in a comparison, lines that only stand on another clause
}

// crumbs lead from all places to one.
func (b *book) crumbs(on civil.Date, more ...crumb) []crumb {
	way := []crumb{}
	for p := b.place; p != nil; p = p.Parent {
		way = append([]crumb{{p.Short, "/law/" + p.ID + "?on=" + on.String()}}, way...)
	}
	return append(append([]crumb{{"查规定", "/law"}}, way...), more...)
}

// source is where something comes from, in Chinese with links.
func (b *book) source(origin string, status pack.Status, cites []string) sourceView {
	v := sourceView{Status: status}
	if origin != "" {
		v.Origin = b.law.placeName(origin)
	}
	for _, c := range cites {
		v.Cites = append(v.Cites, b.cite(c))
	}
	return v
}

// cite is a clause in words: 社会救助法 第十六条.
func (b *book) cite(text string) citeView {
	ref, ok := b.clauses[text]
	if !ok {
		return citeView{Text: text}
	}
	words := shortTitle(ref.source)
	if ref.clause.At != "" {
		words += " " + ref.clause.At
	}
	return citeView{Text: words, Href: "/law/source/" + ref.source.ID + "?at=" + b.place.ID + "#" + clauseAnchor(ref.clause.ID), Title: ref.source.Title + "：" + ref.clause.Says}
}

// clauseAnchor is the id of a clause within the page of its source.
func clauseAnchor(clause string) string { return "c-" + strings.ReplaceAll(clause, "/", "-") }

// shortTitle is how a source is mentioned: laws by their name, other papers by
// their number.
func shortTitle(s *pack.Source) string {
	title := strings.TrimPrefix(s.Title, "中华人民共和国")
	if s.Number == "" {
		return title
	}
	if len([]rune(title)) <= 12 && title != "" {
		return title
	}
	return s.Number
}

// line is one line for a page. Names of places stand for their codes, and a
// line that only names a rule or a figure leads there.
func (b *book) line(section policy.Section, l policy.Line, on civil.Date) aloudLine {
	v := aloudLine{Lead: l.Lead, Words: l.Words, Notes: l.Notes, Source: b.source(l.Origin, l.Status, l.Cites)}
	if l.Lead == policy.IsBody {
		v.Lead = ""
	}
	if section == policy.SectionFigure && l.Depth > 0 {
		v.Lead = b.keyWords(l.Lead)
	}
	var values []string
	for _, w := range l.Values {
		values = append(values, w.Label)
	}
	if len(values) > 0 {
		v.Words += "：" + strings.Join(values, "、")
	}
	if uses := b.program.Uses(l.Node); len(uses) == 1 && b.names(l.Node) {
		v.Href = b.pathOf(uses[0], on)
	}
	return v
}

// names tells that a node is no more than the name of another thing.
func (b *book) names(n policy.NodeID) bool {
	if n == policy.NoNode {
		return false
	}
	op := b.program.Nodes[n].Op
	return op == policy.OpRule || op == policy.OpFigure
}

// keyWords puts the names of places for their codes.
func (b *book) keyWords(lead string) string {
	words := strings.Fields(lead)
	for i, w := range words {
		words[i] = b.law.codeName(w)
	}
	return strings.Join(words, " ")
}

// thing is a thing of a reading for a page.
func (b *book) thing(section policy.Section, id, label string, lines []policy.Line, on civil.Date) thingView {
	ref := policy.Ref{Section: section, ID: id}
	v := thingView{Ref: ref, Anchor: anchor(ref), Label: label, Href: b.pathOf(ref, on)}
	for i, l := range lines {
		if view := b.line(section, l, on); i == 0 && section != policy.SectionPair {
			v.Head = view
		} else {
			v.Lines = append(v.Lines, view)
		}
	}
	return v
}

// statusCount is how many values of a place have a status.
type statusCount struct {
	Status pack.Status
	N      int
}

// statusHelp says what each status asks of a place.
var statusHelp = map[pack.Status]string{
	pack.Example:    "编出来的数，当地拿出文件确认以前，不得据以发放",
	pack.Unverified: "相信有出处，还没有见到原文，请补上文件",
	pack.Assumed:    "条文没有说，是我们的假定，请当地认可或改正",
	pack.Reading:    "条文可作几种解释，这是其中一种，请当地认可或改正",
}

// refView is a link to a thing.
type refView struct{ Kind, Label, Href string }

// refs are links to things, those that have a page of their own first.
func (b *book) refs(list []policy.Ref, on civil.Date) []refView {
	var views []refView
	for _, ref := range list {
		if t, ok := b.pieces[ref]; ok { // what every family has needs no declaration
			views = append(views, refView{string(ref.Section), t.Label, b.pathOf(ref, on)})
		}
	}
	return views
}

// digits are the leading number of a value, "" where there is none: what a
// chart draws.
func digits(text string) string {
	return text[:len(text)-len(strings.TrimLeft(text, "0123456789."))]
}

// drawable tells types that a chart can draw.
func drawable(t fact.Type) bool {
	switch t {
	case fact.Money, fact.MoneyMonth, fact.MoneyYear, fact.MoneyDay, fact.Rate, fact.Count, fact.Months, fact.Area:
		return true
	}
	return false
}
