package policy

import (
	"fmt"
	"slices"
	"strings"

	"doudi/civil"
	"doudi/fact"
	"doudi/pack"
)

// citations reports the pack's own rules, rows, parts and pairs without a source.
func (l *linter) citations() {
	for _, f := range l.p.Pack.Figures {
		for _, r := range f.Rows {
			l.mustCite(r.Origin, len(r.Cites), r.Pos, "数值“"+f.Label+"”的这一行")
		}
	}
	for _, r := range l.p.Pack.Rules {
		l.mustCite(r.Origin, len(r.Cites), r.Pos, "规则“"+r.Label+"”")
	}
	for _, p := range l.p.Pack.Programmes {
		for _, part := range p.Amount {
			l.mustCite(part.Origin, len(part.Cites)+len(p.Cites), part.Pos, "项目“"+p.Label+"”的金额“"+part.Label+"”")
		}
	}
	for _, s := range l.p.Pack.Stacking {
		l.mustCite(s.Origin, len(s.Cites), s.Pos, "叠加关系 "+s.First+" 与 "+s.Second)
	}
	for _, c := range l.p.Pack.Constraints {
		l.mustCite(c.Origin, len(c.Cites), c.Pos, "约束“"+c.ID+"”")
	}
}

// mustCite reports what stands in the pack itself without a citation.
func (l *linter) mustCite(origin string, cites int, pos pack.Pos, what string) {
	if cites == 0 && (origin == l.own || origin == "") {
		l.say(pos, KindNoCitation, what+"没有写依据", "加上 cite:，写明出自哪个文件的哪一条")
	}
}

// dates reports holes between the rows of a figure and reviews that are due.
func (l *linter) dates() {
	for _, f := range l.p.Pack.Figures {
		for _, rows := range rowsByKey(f) {
			l.holes(f, rows)
		}
		for _, r := range f.Rows {
			if r.ReviewBy != 0 && r.ReviewBy < l.today && r.Origin == l.own && r.To >= l.today {
				l.warn(r.Pos, KindReviewDue, fmt.Sprintf("数值“%s”应在 %s 前复核", f.Label, r.ReviewBy.Chinese()),
					"查明现行数值；仍然有效就把 review_by 后移，已经改了就写上 to 并加新的一行")
			}
		}
	}
}

// rowsByKey groups a figure's rows by key combination, each group by date.
func rowsByKey(f *pack.Figure) [][]*pack.FigureRow {
	groups := map[string][]*pack.FigureRow{}
	var order []string
	for _, r := range f.Rows {
		key := strings.Join(r.Keys, "\x00")
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], r)
	}
	out := make([][]*pack.FigureRow, 0, len(order))
	for _, key := range order {
		rows := groups[key]
		slices.SortFunc(rows, func(a, b *pack.FigureRow) int { return int(a.From) - int(b.From) })
		out = append(out, rows)
	}
	return out
}

// holes reports days between two rows that have no value. An index series is
// awaited month by month and may have holes.
func (l *linter) holes(f *pack.Figure, rows []*pack.FigureRow) {
	if f.Waiting {
		return
	}
	for i := 1; i < len(rows); i++ {
		last, next := rows[i-1].To, rows[i].From
		if next > last+1 && (rows[i].Origin == l.own || rows[i-1].Origin == l.own) {
			l.say(rows[i].Pos, KindHole, fmt.Sprintf("数值“%s”从 %s 到 %s 没有值", f.Label, (last+1).Chinese(), (next-1).Chinese()),
				"补上这一段的值；确实没有的，在两行之间说明并让项目在这一段不生效")
		}
	}
}

// brackets reports marginal figures whose first bracket leaves a part out.
func (l *linter) brackets() {
	for i := range l.p.Figures {
		f := &l.p.Figures[i]
		for _, r := range f.Rows {
			if len(r.Steps) > 0 && r.Steps[0].Above != 0 && r.Origin == l.own {
				l.say(r.Pos, KindBracketStart, fmt.Sprintf("数值“%s”的第一档不是从 0元 起", f.Label), "加上从 '0元' 起的一档，不给的部分写 0%")
			}
		}
	}
}

// tables proves that a decision table has exactly one row for every
// combination of answers, trying every answer that can make a difference.
func (l *linter) tables() {
	for i := range l.p.Nodes {
		if n := &l.p.Nodes[i]; n.Op == OpTable {
			l.table(n)
		}
	}
}

// tryLimit bounds the combinations of one table; larger tables are left to
// the no-value error at run time.
const tryLimit = 200_000

func (l *linter) table(n *Node) {
	keys := n.Args[:len(n.Args)-len(n.Rows)]
	domains := make([][]fact.Value, len(keys))
	total := 1
	for k := range keys {
		domains[k] = l.domain(n, keys[k], k)
		if total *= len(domains[k]); total == 0 || total > tryLimit {
			return
		}
	}
	l.tryRows(n, keys, domains, make([]fact.Value, len(keys)), 0)
}

// tryRows walks the combinations and reports the first gap and the first
// overlap; false stops the walk.
func (l *linter) tryRows(n *Node, keys []NodeID, domains [][]fact.Value, at []fact.Value, k int) bool {
	if k < len(keys) {
		for _, v := range domains[k] {
			at[k] = v
			if !l.tryRows(n, keys, domains, at, k+1) {
				return false
			}
		}
		return true
	}
	hits := 0
	for _, r := range n.Rows {
		if r.matches(at) {
			hits++
		}
	}
	if hits == 1 {
		return true
	}
	l.tableFinding(n, keys, at, hits)
	return false
}

// tableFinding names the combination that no row or several rows match.
func (l *linter) tableFinding(n *Node, keys []NodeID, at []fact.Value, hits int) {
	words := make([]string, len(keys))
	for k, v := range at {
		words[k] = l.p.Describe(keys[k]) + "为" + fact.Format(l.p.Nodes[keys[k]].Type, v, l.p.Schema)
	}
	what := strings.Join(words, "、")
	if hits == 0 {
		l.say(n.Pos, KindTableGap, "表里没有一行对得上："+what, "补上这一行")
		return
	}
	l.say(n.Pos, KindTableOverlap, fmt.Sprintf("表里有 %d 行同时对得上：%s", hits, what), "改窄其中的行，使每种情况只对上一行")
}

// matches tells whether every cell of the row accepts its value.
func (r Row) matches(at []fact.Value) bool {
	for k, m := range r.When {
		if !m.accepts(at[k]) {
			return false
		}
	}
	return true
}

// accepts tells whether the cell takes the value.
func (m Match) accepts(v fact.Value) bool {
	switch {
	case m.Any:
		return true
	case len(m.In) > 0:
		return slices.Contains(m.In, v)
	case v.State != fact.Known:
		return false
	}
	return (!m.HasLow || v.N >= m.Low) && (!m.HasHigh || v.N <= m.High)
}

// domain lists the answers of a key that can make a difference: every symbol
// or truth value, or each edge of a range in the table and its neighbours.
func (l *linter) domain(n *Node, key NodeID, column int) []fact.Value {
	node := &l.p.Nodes[key]
	f := l.factOf(key)
	var out []fact.Value
	if f != nil && f.MayBeNone {
		out = append(out, fact.Value{State: fact.None})
	}
	switch {
	case node.Type == fact.Bool:
		return append(out, fact.Of(0), fact.Of(1))
	case node.Type == fact.Enum && f != nil:
		for _, s := range f.Values {
			out = append(out, fact.Of(s))
		}
		return out
	case node.Type == fact.Enum:
		return nil
	}
	return append(out, l.edges(n, f, column)...)
}

// edges lists the numbers next to each edge that the table's column names,
// within the fact's bounds.
func (l *linter) edges(n *Node, f *fact.Fact, column int) []fact.Value {
	numbers := []int64{}
	for _, r := range n.Rows {
		m := r.When[column]
		for _, v := range m.In {
			numbers = append(numbers, v.N-1, v.N, v.N+1)
		}
		if m.HasLow {
			numbers = append(numbers, m.Low-1, m.Low)
		}
		if m.HasHigh {
			numbers = append(numbers, m.High, m.High+1)
		}
	}
	slices.Sort(numbers)
	var out []fact.Value
	for _, v := range slices.Compact(numbers) {
		if v < 0 || f != nil && f.HasBounds && (v < f.Low || v > f.High) {
			continue
		}
		out = append(out, fact.Of(v))
	}
	return out
}

// factOf gives the fact that a node reads directly, or nil.
func (l *linter) factOf(id NodeID) *fact.Fact {
	n := &l.p.Nodes[id]
	if n.Op != OpFact || n.Of < 0 {
		return nil
	}
	return &l.p.Schema.Entities[n.Of].Facts[n.Imm]
}

// sources reports what cites a document on days when it was superseded.
func (l *linter) sources() {
	for _, f := range l.p.Pack.Figures {
		for _, r := range f.Rows {
			l.superseded(r.Origin, r.Cites, r.Span, "数值“"+f.Label+"”")
		}
	}
	for _, r := range l.p.Pack.Rules {
		l.superseded(r.Origin, r.Cites, r.Span, "规则“"+r.Label+"”")
	}
	for _, p := range l.p.Pack.Programmes {
		l.superseded(p.Origin, p.Cites, p.Span, "项目“"+p.Label+"”")
	}
}

// superseded reports citations of the pack's own whose span outlives the source.
func (l *linter) superseded(origin string, cites []pack.Cite, span pack.Span, what string) {
	if origin != l.own {
		return
	}
	for _, c := range cites {
		s := l.p.Pack.SourceOf(c.Text)
		if s == nil || s.SupersededOn == "" || l.citesSuccessor(cites, s) {
			continue
		}
		day, err := civil.ParseDate(s.SupersededOn)
		if err == nil && span.To >= day && span.From < day {
			l.say(c.Pos, KindSuperseded, fmt.Sprintf("%s在 %s 以后仍引用已被取代的《%s》", what, day.Chinese(), s.Title),
				"把这一版的 to 写到前一天，再按新的文件写一版")
		} else if err == nil && span.From >= day {
			l.say(c.Pos, KindSuperseded, fmt.Sprintf("%s引用了已于 %s 被取代的《%s》", what, day.Chinese(), s.Title), "改引现行文件")
		}
	}
}

// citesSuccessor tells whether the document that took the place of s is cited
// beside it: then the rule has been held against both.
func (l *linter) citesSuccessor(cites []pack.Cite, s *pack.Source) bool {
	return slices.ContainsFunc(cites, func(c pack.Cite) bool {
		other := l.p.Pack.SourceOf(c.Text)
		return other != nil && other.ID == s.SupersededBy
	})
}
