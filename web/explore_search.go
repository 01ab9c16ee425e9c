package web

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strings"

	"doudi/gb"
	"doudi/policy"
)

// searchView is what was found.
type searchView struct {
	Words  string
	Asked  bool
	Groups []searchGroup
	More   int
}

// searchGroup is what was found of one kind.
type searchGroup struct {
	Kind  string
	All   int
	Found []searchHit // the first of them
}

// searchHit is one thing or clause that was found.
type searchHit struct{ Label, Where, Href string }

// entry is one thing or clause that can be found.
type entry struct {
	kind, label, where, href string
	words                    string // in small letters: label, id, clause
}

// mostFound bounds what one answer lists of a kind.
const mostFound = 40

// lawSearch looks for labels, clauses and documents.
func (s *Site) lawSearch(w http.ResponseWriter, r *http.Request) error {
	words := strings.TrimSpace(r.URL.Query().Get("q"))
	if len(words) > 200 {
		return &toldError{http.StatusBadRequest, failureView{"要查的字太多了", "查找最多写六十来个字。", []string{"只写要查的那个词，例如“低保标准”，或者条号、文号"}}}
	}
	v := searchView{Words: gb.MaskAll(words), Asked: words != ""}
	if v.Asked {
		v.Groups, v.More = find(s.Law.searchable(), words)
	}
	return s.show(w, r, http.StatusOK, lawSearch(v))
}

// find lists the entries that hold all words.
func find(entries []entry, text string) (groups []searchGroup, more int) {
	wanted := strings.Fields(strings.ToLower(text))
	for _, e := range entries {
		if slices.ContainsFunc(wanted, func(w string) bool { return !strings.Contains(e.words, w) }) {
			continue
		}
		i := slices.IndexFunc(groups, func(g searchGroup) bool { return g.Kind == e.kind })
		if i < 0 {
			i = len(groups)
			groups = append(groups, searchGroup{Kind: e.kind})
		}
		groups[i].Found = append(groups[i].Found, searchHit{e.label, e.where, e.href})
	}
	for i := range groups {
		found := groups[i].Found
		slices.SortStableFunc(found, func(a, b searchHit) int { return cmp.Compare(extra(a, text), extra(b, text)) })
		if groups[i].All = len(found); len(found) > mostFound {
			groups[i].Found = found[:mostFound]
			more += len(found) - mostFound
		}
	}
	return groups, more
}

// extra is 0 for what is called exactly as it was asked for, 1 for what begins
// so, 2 for the rest.
func extra(h searchHit, text string) int {
	switch {
	case h.Label == text:
		return 0
	case strings.HasPrefix(h.Label, text):
		return 1
	}
	return 2
}

// searchable is everything that can be found: what each place writes itself,
// and the clauses of its documents. It is gathered once.
func (l *Law) searchable() []entry {
	l.books.search.Do(func() {
		for _, p := range l.inOrder() {
			b, err := l.book(p.ID)
			if err != nil {
				continue
			}
			l.books.entries = append(l.books.entries, b.entries()...)
		}
	})
	return l.books.entries
}

// entries are what a place itself writes.
func (b *book) entries() []entry {
	var all []entry
	own := b.ownThings()
	for _, t := range b.program.Things() {
		ref := policy.Ref{Section: t.Section, ID: t.ID}
		if !own[ref] || t.Label == "" || t.Section == policy.SectionPair {
			continue
		}
		all = append(all, entry{string(t.Section), t.Label, b.place.Label, undated(b.pathOf(ref, b.begin)), strings.ToLower(t.Label + " " + t.ID)})
	}
	sources := b.program.Pack.Packs[0].Sources
	for _, id := range slices.Sorted(maps.Keys(sources)) {
		x := sources[id]
		all = append(all, entry{"文件", x.Title, strings.TrimSpace(x.Issuer + " " + x.Number), "/law/source/" + id, strings.ToLower(x.Title + " " + x.Number + " " + id)})
		for _, clause := range slices.SortedFunc(maps.Keys(x.Clauses), compareNatural) {
			c := x.Clauses[clause]
			all = append(all, entry{"条款", shortTitle(x) + " " + c.At, c.Says, "/law/source/" + id + "#" + clauseAnchor(clause),
				strings.ToLower(shortTitle(x) + " " + x.Number + " " + c.At + " " + clause + " " + id + "/" + clause + " " + c.Says)})
		}
	}
	return all
}

// undated leaves the day out of an address: it then shows today.
func undated(path string) string {
	before, rest, _ := strings.Cut(path, "?")
	if _, anchor, ok := strings.Cut(rest, "#"); ok {
		return before + "#" + anchor
	}
	return before
}

// ownThings are the things of which the place's own pack writes a line on some
// day.
func (b *book) ownThings() map[policy.Ref]bool {
	own := map[policy.Ref]bool{}
	pack := b.program.Pack.Packs[0]
	note := func(section policy.Section, id string) { own[policy.Ref{Section: section, ID: id}] = true }
	for _, x := range pack.Figures {
		note(policy.SectionFigure, x.ID)
	}
	for _, x := range pack.Rules {
		note(policy.SectionRule, x.ID)
	}
	for _, x := range pack.Programmes {
		note(policy.SectionProgramme, x.ID)
	}
	for _, x := range pack.Choices {
		note(policy.SectionChoice, x.ID)
	}
	for _, x := range pack.Constraints {
		note(policy.SectionConstraint, x.ID)
	}
	for _, x := range pack.Procedures {
		note(policy.SectionProcedure, x.ID)
	}
	return own
}
