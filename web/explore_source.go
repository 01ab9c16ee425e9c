package web

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strings"

	"doudi/pack"
	"doudi/policy"
)

// sourcesView lists all documents by the place that brings them.
type sourcesView struct{ Groups []sourceGroup }

// sourceGroup is the documents of one place.
type sourceGroup struct {
	Place   string
	Sources []sourceLink
}

// sourceLink is one document.
type sourceLink struct {
	Title, Number, Issuer, Since, Href string
	Status                             pack.Status
	Clauses                            int
}

// lawSources lists all documents.
func (s *Site) lawSources(w http.ResponseWriter, r *http.Request) error {
	var v sourcesView
	for _, p := range s.Law.inOrder() {
		own := p.program.Pack.Packs[0].Sources
		g := sourceGroup{Place: p.Label}
		for _, id := range slices.Sorted(maps.Keys(own)) {
			x := own[id]
			link := sourceLink{Title: x.Title, Number: x.Number, Issuer: x.Issuer, Href: "/law/source/" + id, Status: x.Status, Clauses: len(x.Clauses)}
			if x.InForce > 0 {
				link.Since = x.InForce.Chinese() + "施行"
			}
			g.Sources = append(g.Sources, link)
		}
		slices.SortStableFunc(g.Sources, func(x, y sourceLink) int { return cmp.Compare(y.Clauses, x.Clauses) })
		if len(g.Sources) > 0 {
			v.Groups = append(v.Groups, g)
		}
	}
	return s.show(w, r, http.StatusOK, lawSources(v))
}

// documentView is one document: its clauses, what stands on them in a place,
// and what it changed on its first day there.
type documentView struct {
	Way          []crumb
	Source       *pack.Source
	Facts        []string
	Places       []*place
	Place        *place
	Clauses      []clauseView
	First        string // the first day, "" if the place has no day before it
	Before       string
	Early        string // why there is no first day to look at
	DiffHref     string
	Subjects     []diffSubject
	Count        int
	Others       int // changes of the same day by other documents
	SupersededBy *crumb
}

// clauseView is one clause with what stands on it.
type clauseView struct {
	Anchor, ID, At, Says string
	Used                 []refView
}

// lawSource shows one document as a place reads it.
func (s *Site) lawSource(w http.ResponseWriter, r *http.Request) error {
	b, x, err := s.Law.sourceOf(r.PathValue("id"), r.URL.Query().Get("at"))
	if err != nil {
		return err
	}
	on := max(s.today(), b.begin)
	v := documentView{Way: []crumb{{"查规定", "/law"}, {"文件", "/law/source"}, {shortTitle(x), ""}}, Source: x, Facts: sourceFacts(x), Place: b.place, Places: s.Law.under(x.Origin)}
	for _, id := range slices.Sorted(maps.Keys(x.Clauses)) {
		c := x.Clauses[id]
		v.Clauses = append(v.Clauses, clauseView{clauseAnchor(id), id, c.At, c.Says, b.refs(b.users(x, c), on)})
	}
	slices.SortStableFunc(v.Clauses, func(p, q clauseView) int { return compareNatural(p.ID, q.ID) })
	if later := b.sources[x.SupersededBy]; later != nil {
		v.SupersededBy = &crumb{later.Title, "/law/source/" + later.ID + "?at=" + b.place.ID}
	}
	b.firstDay(&v, x)
	return s.show(w, r, http.StatusOK, lawSource(v))
}

// sourceOf finds a document, and the law of the place that it is read in: the
// one asked for if it has the document, else the one that brings it.
func (l *Law) sourceOf(id, at string) (*book, *pack.Source, error) {
	if p := l.places[at]; p != nil && p.program.Pack.Sources[id] != nil {
		b, err := l.book(at)
		return b, p.program.Pack.Sources[id], err
	}
	for _, p := range l.inOrder() {
		if x := p.program.Pack.Packs[0].Sources[id]; x != nil {
			b, err := l.book(p.ID)
			return b, x, err
		}
	}
	return nil, nil, &toldError{http.StatusNotFound, failureView{"没有登记这份文件", "系统里没有这份文件，网址可能输错了。",
		[]string{"打开“查规定”里的“按文件查”，从列表里选"}}}
}

// under are a place and all places below it.
func (l *Law) under(id string) []*place {
	return slices.DeleteFunc(l.inOrder(), func(p *place) bool { return !slices.Contains(p.program.Pack.Chain, id) })
}

// sourceFacts are number, issuer and days of a document.
func sourceFacts(x *pack.Source) []string {
	facts := []string{x.Issuer}
	if x.Number != "" {
		facts = append(facts, x.Number)
	}
	if x.Issued > 0 {
		facts = append(facts, x.Issued.Chinese()+"发布")
	}
	if x.InForce > 0 {
		facts = append(facts, x.InForce.Chinese()+"施行")
	}
	return slices.DeleteFunc(facts, func(f string) bool { return f == "" })
}

// users lists the things that cite a clause, over all days. The whole law is
// read once, on every day on which it changes.
func (b *book) users(source *pack.Source, clause *pack.Clause) []policy.Ref {
	b.citing.Do(func() {
		b.citedBy = map[clauseRef][]policy.Ref{}
		for _, day := range b.days {
			for _, it := range b.program.Read(day).Items {
				b.noteCites(it)
			}
		}
	})
	return b.citedBy[clauseRef{source, clause}]
}

// noteCites remembers which clauses a thing stands on.
func (b *book) noteCites(it policy.Item) {
	ref := policy.Ref{Section: it.Section, ID: it.ID}
	for _, l := range it.Lines {
		for _, c := range l.Cites {
			if at := b.clauses[c]; at.source != nil && !slices.Contains(b.citedBy[at], ref) {
				b.citedBy[at] = append(b.citedBy[at], ref)
			}
		}
	}
}

// firstDay adds what a document changed on its first day.
func (b *book) firstDay(v *documentView, x *pack.Source) {
	if x.InForce <= b.begin {
		v.Early = "录入的规定从" + b.begin.Chinese() + "开始，这份文件在那以前（或者没有写明哪天）施行，所以看不出它施行那天改了什么。"
		return
	}
	v.First, v.Before = x.InForce.Chinese(), (x.InForce - 1).Chinese()
	v.DiffHref = diffPath(b, x.InForce-1, b, x.InForce)
	all := policy.Changes(b.reading(x.InForce-1), b.reading(x.InForce))
	own := slices.DeleteFunc(slices.Clone(all), func(c policy.Change) bool { return !b.cites(c.Old, x) && !b.cites(c.New, x) })
	v.Count, v.Others = len(own), len(all)-len(own)
	v.Subjects = bySubject(own, b, x.InForce-1, b, x.InForce)
}

// cites tells whether any line stands on a document.
func (b *book) cites(lines []policy.Line, x *pack.Source) bool {
	for _, l := range lines {
		for _, c := range l.Cites {
			if b.clauses[c].source == x {
				return true
			}
		}
	}
	return false
}

// compareNatural orders names of clauses by their numbers: 9 before 10.
func compareNatural(a, b string) int {
	return cmp.Or(cmp.Compare(len(leading(a)), len(leading(b))), strings.Compare(leading(a), leading(b)), cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}

// leading is the number that a name begins with.
func leading(s string) string { return s[:len(s)-len(strings.TrimLeft(s, "0123456789"))] }

// registerID is the name of a clause in the register, MX-28; others are only
// numbers within their source.
func registerID(id string) string {
	if strings.Contains(id, "-") && leading(id) == "" {
		return id
	}
	return ""
}
