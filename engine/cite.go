package engine

import (
	"slices"
	"strings"

	"doudi/civil"
	"doudi/fact"
	"doudi/pack"
	"doudi/policy"
)

// programmeCites are the citations of one version of a programme.
type programmeCites struct {
	own     []CiteRef
	parts   [][]CiteRef
	bearers [][]CiteRef
	stops   [][]CiteRef
}

// addCites makes every citation readable once.
func (pl *plan) addCites() {
	read := newReader(pl.p.Pack)
	for i := range pl.nodes {
		pl.nodes[i].cites = read.ofNode(pl.nodes[i].src)
	}
	for i := range pl.p.Rules {
		pl.ruleCites = append(pl.ruleCites, read.ofRule(&pl.p.Rules[i]))
	}
	for i := range pl.p.Figures {
		var rows [][]CiteRef
		for r := range pl.p.Figures[i].Rows {
			rows = append(rows, read.list(pl.p.Figures[i].Rows[r].Cites))
		}
		pl.figureCites = append(pl.figureCites, rows)
	}
	for i := range pl.p.Programmes {
		pl.programmeCites = append(pl.programmeCites, read.ofProgramme(&pl.p.Programmes[i]))
	}
	for i := range pl.p.Stacking {
		pl.pairCites = append(pl.pairCites, read.list(pl.p.Stacking[i].Cites))
	}
	for i := range pl.p.Choices {
		pl.choiceCites = append(pl.choiceCites, read.list(pl.p.Choices[i].Cites))
	}
	pl.citeStretches, pl.amountCites = read.stretches, read.amounts
}

// current leaves out of several citations those whose document was not law on
// the day in hand. If none was, all stay: better a late source than none.
func (e *evaluation) current(refs []CiteRef) []CiteRef {
	if len(refs) < 2 || e.law == nil {
		return refs
	}
	for _, stretch := range e.pl.citeStretches[&refs[0]] {
		if stretch.span.Contains(e.law.date) {
			return stretch.refs
		}
	}
	return refs
}

// currentIDs is current for the lines of an amount, which carry the bare names
// of their clauses and are governed by a day of their own.
func (e *evaluation) currentIDs(cites []string, day civil.Date) []string {
	if len(cites) < 2 {
		return cites
	}
	for _, stretch := range e.pl.citeStretches[e.pl.amountCites[&cites[0]]] {
		if stretch.span.Contains(day) {
			return stretch.ids
		}
	}
	return cites
}

// push adds a line to the children in the making, citing what is law that day.
func (e *evaluation) push(l Line) {
	l.Cites = e.current(l.Cites)
	e.pen.push(l)
}

// firstCites is what a figure without a row in force can be cited by.
func (pl *plan) firstCites(figure int32) []CiteRef {
	if rows := pl.figureCites[figure]; len(rows) > 0 {
		return rows[0]
	}
	return nil
}

// citeReader resolves citations against the sources of the packs.
type citeReader struct {
	sources map[string]*pack.Source
	clauses map[string]*pack.Source // register clauses by their own id
	lists   map[string][]CiteRef
	// stretches gives, by its first element, what of a list is law when.
	stretches map[*CiteRef][]citeStretch
	// amounts leads from the names that a line of an amount carries to their list.
	amounts map[*string]*CiteRef
}

// citeStretch is the part of a list of citations that is law on some days.
type citeStretch struct {
	span pack.Span
	refs []CiteRef
	ids  []string // of refs, for the lines of an amount
}

// inForce is when a citation's document is law.
func (read *citeReader) inForce(cite string) pack.Span {
	span := pack.Span{From: firstDay, To: civil.Open}
	source := read.source(cite)
	if source == nil {
		return span
	}
	if source.InForce != 0 {
		span.From = source.InForce
	}
	if end, err := civil.ParseDate(source.SupersededOn); err == nil {
		span.To = end - 1
	}
	return span
}

// firstDay lies before every document.
const firstDay = civil.Date(-1 << 30)

// stretch cuts the life of a list where one of its documents begins or ends.
func (read *citeReader) stretch(cites []string, refs []CiteRef) []citeStretch {
	edges := []civil.Date{firstDay}
	for _, c := range cites {
		if s := read.inForce(c); s.To == civil.Open {
			edges = append(edges, s.From)
		} else {
			edges = append(edges, s.From, s.To+1)
		}
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	var list []citeStretch
	for i, from := range edges {
		s := citeStretch{span: pack.Span{From: from, To: civil.Open}}
		if i+1 < len(edges) {
			s.span.To = edges[i+1] - 1
		}
		for k, c := range cites {
			if read.inForce(c).Contains(from) {
				s.refs, s.ids = append(s.refs, refs[k]), append(s.ids, c)
			}
		}
		if len(s.refs) > 0 {
			list = append(list, s)
		}
	}
	return list
}

// source finds the document of a citation.
func (read *citeReader) source(cite string) *pack.Source {
	id, _, slash := strings.Cut(cite, "/")
	if source := read.sources[id]; slash && source != nil {
		return source
	}
	return read.clauses[cite]
}

// newReader indexes the sources by clause.
func newReader(r *pack.Resolved) *citeReader {
	read := &citeReader{clauses: map[string]*pack.Source{}, lists: map[string][]CiteRef{}, stretches: map[*CiteRef][]citeStretch{}, amounts: map[*string]*CiteRef{}}
	if r == nil {
		return read
	}
	read.sources = r.Sources
	for _, source := range r.Sources {
		for id := range source.Clauses {
			read.clauses[id] = source
		}
	}
	return read
}

// list resolves citations in order; equal lists are one.
func (read *citeReader) list(cites []string) []CiteRef {
	if len(cites) == 0 {
		return nil
	}
	key := strings.Join(cites, "\n")
	if found, ok := read.lists[key]; ok {
		return found
	}
	refs := make([]CiteRef, len(cites))
	for i, c := range cites {
		refs[i] = read.one(c)
	}
	read.lists[key] = refs
	if len(refs) > 1 {
		read.stretches[&refs[0]] = read.stretch(cites, refs)
	}
	return refs
}

// amount makes the citations of a part or bearer known by their names.
func (read *citeReader) amount(cites []string) {
	if refs := read.list(cites); len(refs) > 1 {
		read.amounts[&cites[0]] = &refs[0]
	}
}

// one resolves a citation: SOURCE/CLAUSE, or a register clause by its id.
func (read *citeReader) one(cite string) CiteRef {
	id, clause, slash := strings.Cut(cite, "/")
	source := read.sources[id]
	if !slash || source == nil {
		source, clause = read.clauses[cite], cite
	}
	if source == nil {
		return CiteRef{ID: cite}
	}
	ref := CiteRef{ID: cite, Source: sourceName(source), At: clause}
	if c := source.Clauses[clause]; c != nil && c.At != "" {
		ref.At = c.At
	}
	return ref
}

// sourceName is a document as people call it: 《title》 and its number.
func sourceName(s *pack.Source) string {
	switch {
	case s.Title != "" && s.Number != "":
		return "《" + s.Title + "》(" + s.Number + "）"
	case s.Title != "":
		return "《" + s.Title + "》"
	case s.Number != "":
		return s.Issuer + s.Number
	}
	return s.ID
}

// ofNode resolves the citations of exceptions or of the rows of a table.
func (read *citeReader) ofNode(n *policy.Node) [][]CiteRef {
	var all [][]CiteRef
	for i := range n.Exc {
		all = append(all, read.list(n.Exc[i].Cites))
	}
	for i := range n.Rows {
		all = append(all, read.list(n.Rows[i].Cites))
	}
	return all
}

// ofRule resolves the citations of a rule's versions, with those of its
// rounding.
func (read *citeReader) ofRule(r *policy.Rule) [][]CiteRef {
	var all [][]CiteRef
	for i := range r.Versions {
		v := &r.Versions[i]
		all = append(all, read.list(append(v.Cites[:len(v.Cites):len(v.Cites)], v.RoundCites...)))
	}
	return all
}

// ofProgramme resolves the citations of a programme's versions. A programme
// without a citation of its own stands on those of its first parts.
func (read *citeReader) ofProgramme(p *policy.Programme) []programmeCites {
	all := make([]programmeCites, len(p.Versions))
	for i := range p.Versions {
		v := &p.Versions[i]
		all[i].own = read.list(v.Cites)
		for k := range v.Parts {
			part := &v.Parts[k]
			read.amount(part.Cites)
			all[i].parts = append(all[i].parts, read.list(append(part.Cites[:len(part.Cites):len(part.Cites)], part.RoundCites...)))
		}
		for k := range v.BorneBy {
			read.amount(v.BorneBy[k].Cites)
			all[i].bearers = append(all[i].bearers, read.list(v.BorneBy[k].Cites))
		}
		for k := range v.Stops {
			all[i].stops = append(all[i].stops, read.list(v.Stops[k].Cites))
		}
	}
	return all
}

// addUnits says what the counts of each node are counts of, as far as the
// operations tell: members are 人, ages are 周岁.
func (pl *plan) addUnits() {
	pl.units = make([]string, len(pl.nodes))
	for i := range pl.nodes {
		n := &pl.nodes[i]
		switch {
		case n.typ != fact.Count:
		case n.op == policy.OpCount:
			pl.units[i] = pick(n.over == fact.MemberEntity, "人", "项")
		case n.op == policy.OpAgeOn:
			pl.units[i] = "周岁"
		default:
			pl.units[i] = pl.inherited(n)
		}
	}
}

// inherited is the unit of the first argument that has one.
func (pl *plan) inherited(n *inode) string {
	for _, a := range n.args {
		if a != policy.NoNode && pl.units[a] != "" {
			return pl.units[a]
		}
	}
	return ""
}
