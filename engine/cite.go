package engine

import (
	"cmp"
	"slices"
	"strings"

	"doudi/civil"
	"doudi/fact"
	"doudi/pack"
	"doudi/policy"
)

// programmeCites are the citations of one version of a programme, as positions
// in plan.cites.
type programmeCites struct {
	own     int32
	parts   []int32 // with the citations of their rounding
	amounts []int32 // of the parts, without
	bearers []int32
	stops   []int32
}

// citation is a list of clauses that a sentence cites: all of them, and, as far
// as that makes a difference, what of them is law when. Citation 0 is empty.
type citation struct {
	all  cited
	when []cited
}

// cited is clauses to be named together, also as text: 〔reg649/9 mz220/4〕.
type cited struct {
	span    pack.Span
	refs    []CiteRef
	ids     []string
	clauses []int32 // positions in plan.clauses
	text    string
}

// on leaves out those whose document was not law on a day. If none was, all
// stay: better a late source than none.
func (c *citation) on(d civil.Date) *cited {
	for i := range c.when {
		if c.when[i].span.Contains(d) {
			return &c.when[i]
		}
	}
	return &c.all
}

// addCites makes every citation readable once.
func (pl *plan) addCites() {
	read := newReader(pl.p.Pack)
	for i := range pl.nodes {
		pl.nodeCites = append(pl.nodeCites, read.ofNode(pl.nodes[i].src))
	}
	for i := range pl.p.Rules {
		pl.ruleCites = append(pl.ruleCites, read.ofRule(&pl.p.Rules[i]))
	}
	for i := range pl.p.Figures {
		var rows []int32
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
	pl.cites, pl.clauses = read.cites, read.clauseList()
	for _, c := range pl.clauses {
		pl.clauseTexts = append(pl.clauseTexts, strings.TrimRight("    "+c.ID+" "+c.At, " ")+"\n")
	}
}

// firstCites is what a figure without a row in force can be cited by.
func (pl *plan) firstCites(figure int32) int32 {
	if rows := pl.figureCites[figure]; len(rows) > 0 {
		return rows[0]
	}
	return 0
}

// citeReader resolves citations against the sources of the packs.
type citeReader struct {
	sources map[string]*pack.Source
	clauses map[string]*pack.Source // register clauses by their own id
	lists   map[string]int32
	cites   []citation
}

// clauseList lists all clauses by document, and tells every citation where in
// the list its own are.
func (read *citeReader) clauseList() []CiteRef {
	var list []CiteRef
	for i := range read.cites {
		list = append(list, read.cites[i].all.refs...)
	}
	slices.SortFunc(list, compareClauses)
	list = slices.Compact(list)
	for i := range read.cites {
		c := &read.cites[i]
		c.all.finish(list)
		for k := range c.when {
			c.when[k].finish(list)
		}
	}
	return list
}

// compareClauses orders clauses by document, then by id.
func compareClauses(a, b CiteRef) int {
	return cmp.Or(strings.Compare(a.Source, b.Source), strings.Compare(a.ID, b.ID), strings.Compare(a.At, b.At))
}

// finish writes the text and finds the clauses in the list of all.
func (c *cited) finish(list []CiteRef) {
	for _, r := range c.refs {
		at, _ := slices.BinarySearchFunc(list, r, compareClauses)
		c.clauses, c.ids = append(c.clauses, int32(at)), append(c.ids, r.ID)
	}
	if len(c.ids) > 0 {
		c.text = "〔" + strings.Join(c.ids, " ") + "〕"
	}
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

// stretches cuts the life of a list where one of its documents begins or ends.
func (read *citeReader) stretches(cites []string, refs []CiteRef) []cited {
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
	var list []cited
	for i, from := range edges {
		s := cited{span: pack.Span{From: from, To: civil.Open}}
		if i+1 < len(edges) {
			s.span.To = edges[i+1] - 1
		}
		for k, c := range cites {
			if read.inForce(c).Contains(from) {
				s.refs = append(s.refs, refs[k])
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
	read := &citeReader{clauses: map[string]*pack.Source{}, lists: map[string]int32{}, cites: make([]citation, 1)}
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
func (read *citeReader) list(cites []string) int32 {
	if len(cites) == 0 {
		return 0
	}
	key := strings.Join(cites, "\n")
	if found, ok := read.lists[key]; ok {
		return found
	}
	var c citation
	for _, id := range cites {
		c.all.refs = append(c.all.refs, read.one(id))
	}
	if len(cites) > 1 {
		c.when = read.stretches(cites, c.all.refs)
	}
	read.cites = append(read.cites, c)
	read.lists[key] = int32(len(read.cites) - 1)
	return read.lists[key]
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
func (read *citeReader) ofNode(n *policy.Node) []int32 {
	var all []int32
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
func (read *citeReader) ofRule(r *policy.Rule) []int32 {
	var all []int32
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
			all[i].amounts = append(all[i].amounts, read.list(part.Cites))
			all[i].parts = append(all[i].parts, read.list(append(part.Cites[:len(part.Cites):len(part.Cites)], part.RoundCites...)))
		}
		for k := range v.BorneBy {
			all[i].bearers = append(all[i].bearers, read.list(v.BorneBy[k].Cites))
		}
		for k := range v.Stops {
			all[i].stops = append(all[i].stops, read.list(v.Stops[k].Cites))
		}
	}
	return all
}

// addUnits says what the counts of each node are counts of: as the pack writes,
// else as far as the operations tell: members are 人, ages are 周岁.
func (pl *plan) addUnits() {
	pl.units = make([]string, len(pl.nodes))
	for i := range pl.nodes {
		n := &pl.nodes[i]
		switch {
		case n.typ != fact.Count:
		case pl.written(n) != "":
			pl.units[i] = pl.written(n)
		case n.op == policy.OpCount:
			pl.units[i] = pick(n.over == fact.MemberEntity, "人", "项")
		case n.op == policy.OpAgeOn:
			pl.units[i] = "周岁"
		default:
			pl.units[i] = pl.inherited(n)
		}
	}
}

// written is the measure word that the pack gives to what a node reads.
func (pl *plan) written(n *inode) string {
	switch n.op {
	case policy.OpFact:
		return pl.p.Schema.Entities[n.of].Facts[n.imm].Unit
	case policy.OpRule:
		return pl.p.Rules[n.imm].Unit
	case policy.OpFigure:
		return pl.p.Figures[n.imm].Unit
	}
	return ""
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
