package policy

import (
	"slices"
	"strings"

	"doudi/civil"
	"doudi/fact"
	"doudi/gb"
	"doudi/money"
	"doudi/pack"
)

// prover evaluates expressions over figures alone, at any date and for any
// keys: what lint needs to prove a constraint for every day, without a family.
type prover struct {
	p       *Program
	root    NodeID
	keys    []NodeID  // the nodes that figures are looked up by
	choices [][]int64 // the keys' candidate values, aligned with keys
	bound   map[NodeID]int64
	day     civil.Date
	days    []civil.Date // days on which something changes, ascending
	unfit   string       // what cannot be proved, in Chinese
}

// newProver looks through everything below root.
func newProver(p *Program, root NodeID) *prover {
	e := &prover{p: p, root: root, bound: map[NodeID]int64{}}
	e.survey(root, map[NodeID]bool{})
	slices.Sort(e.days)
	e.days = slices.Compact(e.days)
	return e
}

// survey collects key nodes, change days and what stands in the way.
func (e *prover) survey(id NodeID, seen map[NodeID]bool) {
	if id == NoNode || seen[id] {
		return
	}
	seen[id] = true
	n := &e.p.Nodes[id]
	switch n.Op {
	case OpFact, OpGlobal, OpClaimed, OpHeld, OpChosen, OpAddUp, OpAny, OpAll, OpCount, OpMinOf, OpMaxOf, OpExceptions, OpTable, OpBrackets, OpAgeOn, OpAddMonths:
		e.unfit = "“" + e.p.Describe(id) + "”"
		return
	case OpFigure:
		e.surveyFigure(n)
		return
	case OpDated:
		for _, s := range n.Spans {
			e.changes(s)
		}
	}
	for _, arg := range n.Args {
		e.survey(arg, seen)
	}
}

// surveyFigure notes a figure's keys with their candidates, and its days.
func (e *prover) surveyFigure(n *Node) {
	f := &e.p.Figures[n.Imm]
	for _, r := range f.Rows {
		e.changes(r.Span)
	}
	for k, key := range n.Args {
		if c := &e.p.Nodes[key]; c.Op == OpConst {
			e.bound[key] = c.Const.N
			continue
		}
		at := slices.Index(e.keys, key)
		if at < 0 {
			at = len(e.keys)
			e.keys, e.choices = append(e.keys, key), append(e.choices, e.home(key))
		}
		for _, r := range f.Rows {
			if !slices.Contains(e.choices[at], r.Keys[k]) && e.atHome(key, r.Keys[k]) {
				e.choices[at] = append(e.choices[at], r.Keys[k])
			}
		}
	}
}

// home is the pack's own region as the first candidate of a place key; a
// superior's row may speak for it.
func (e *prover) home(key NodeID) []int64 {
	region, ok := e.region()
	if e.p.Nodes[key].Type != fact.Place || !ok {
		return nil
	}
	return []int64{region}
}

// atHome leaves out places that do not lie in the pack's own region: what
// another county publishes is judged in its own pack.
func (e *prover) atHome(key NodeID, value int64) bool {
	region, ok := e.region()
	return e.p.Nodes[key].Type != fact.Place || !ok || gb.Within(value, region)
}

// region is the division that the pack is named after; the nation has none.
func (e *prover) region() (int64, bool) {
	_, code, _ := strings.Cut(e.p.Pack.ID, "-")
	return gb.PlaceCode(code)
}

// changes notes the first day of a span and the first day after it.
func (e *prover) changes(s pack.Span) {
	e.days = append(e.days, s.From)
	if s.To != civil.Open {
		e.days = append(e.days, s.To+1)
	}
}

// firstBroken looks for a day in span on which root is false.
func (e *prover) firstBroken(span pack.Span) (day civil.Date, keys string, broken bool) {
	for _, d := range append([]civil.Date{span.From}, e.days...) {
		if !span.Contains(d) {
			continue
		}
		e.day = d
		if words, found := e.tryKeys(0); found {
			return d, words, true
		}
	}
	return 0, "", false
}

// tryKeys walks the combinations of keys; a combination for which a figure has
// no value proves nothing and is passed over.
func (e *prover) tryKeys(k int) (words string, broken bool) {
	if k == len(e.keys) {
		v, ok := e.value(e.root)
		return e.keyWords(), ok && v.State == fact.Known && v.N == 0
	}
	for _, c := range e.choices[k] {
		e.bound[e.keys[k]] = c
		if words, broken = e.tryKeys(k + 1); broken {
			return words, true
		}
	}
	return "", false
}

// keyWords tells the combination in Chinese.
func (e *prover) keyWords() string {
	if len(e.keys) == 0 {
		return ""
	}
	words := make([]string, len(e.keys))
	for i, k := range e.keys {
		words[i] = e.p.Describe(k) + "为" + fact.Format(e.p.Nodes[k].Type, fact.Of(e.bound[k]), e.p.Schema)
	}
	return "（" + strings.Join(words, "，") + "）"
}

// value evaluates a node; ok is false where a figure has no value.
func (e *prover) value(id NodeID) (v fact.Value, ok bool) {
	n := &e.p.Nodes[id]
	switch n.Op {
	case OpConst:
		return n.Const, true
	case OpFigure:
		return e.figure(n)
	case OpRule:
		return e.value(n.Args[0])
	case OpDated:
		for i, s := range n.Spans {
			if s.Contains(e.day) {
				return e.value(n.Args[i])
			}
		}
		return v, false
	case OpCases:
		return e.cases(n)
	}
	args := make([]int64, len(n.Args))
	for i, arg := range n.Args {
		v, ok := e.value(arg)
		if !ok || v.State != fact.Known {
			return v, ok
		}
		args[i] = v.N
	}
	result, ok := foldKnown(n, args)
	return fact.Of(result), ok
}

// figure looks the bound keys up on the day.
func (e *prover) figure(n *Node) (fact.Value, bool) {
	keys := make([]int64, len(n.Args))
	for i, k := range n.Args {
		keys[i] = e.bound[k]
	}
	row := e.p.lookupFigure(&e.p.Figures[n.Imm], e.p.keyTypes(n.Args), e.day, keys)
	if row == nil {
		return fact.Value{}, false
	}
	return row.Value, true
}

// cases takes the first case that holds.
func (e *prover) cases(n *Node) (fact.Value, bool) {
	for k := 0; k+1 < len(n.Args); k += 2 {
		when, ok := e.value(n.Args[k])
		if !ok || when.State != fact.Known {
			return fact.Value{}, false
		}
		if when.N != 0 {
			return e.value(n.Args[k+1])
		}
	}
	if len(n.Args)%2 == 0 {
		return fact.Value{}, false
	}
	return e.value(n.Args[len(n.Args)-1])
}

// foldKnown applies an operator to known quantities; ok is false on overflow
// and for operators that need more than quantities.
func foldKnown(n *Node, a []int64) (int64, bool) {
	truth := func(b bool) (int64, bool) {
		if b {
			return 1, true
		}
		return 0, true
	}
	switch n.Op {
	case OpAdd:
		return money.Add(a[0], a[1])
	case OpSub:
		return money.Sub(a[0], a[1])
	case OpTimes:
		return money.Mul(a[0], a[1])
	case OpShare:
		return money.Share(a[0], money.Rate(a[1]), n.Mode)
	case OpSplit:
		return money.Split(a[0], a[1], n.Mode)
	case OpRound:
		return money.Round(a[0], n.Mode)
	case OpShortfall:
		if a[0] <= a[1] {
			return 0, true
		}
		return money.Sub(a[0], a[1])
	case OpLeast:
		return slices.Min(a), true
	case OpGreatest:
		return slices.Max(a), true
	case OpLess:
		return truth(a[0] < a[1])
	case OpAtMost:
		return truth(a[0] <= a[1])
	case OpAbove:
		return truth(a[0] > a[1])
	case OpAtLeast:
		return truth(a[0] >= a[1])
	case OpEqual:
		return truth(a[0] == a[1])
	case OpNotEqual:
		return truth(a[0] != a[1])
	case OpLessShare:
		return truth(money.CompareShare(a[0], a[1], money.Rate(a[2])) < 0)
	case OpAtMostShare:
		return truth(money.CompareShare(a[0], a[1], money.Rate(a[2])) <= 0)
	case OpAboveShare:
		return truth(money.CompareShare(a[0], a[1], money.Rate(a[2])) > 0)
	case OpAtLeastShare:
		return truth(money.CompareShare(a[0], a[1], money.Rate(a[2])) >= 0)
	case OpAnd:
		return truth(!slices.Contains(a, 0))
	case OpOr:
		return truth(slices.ContainsFunc(a, func(x int64) bool { return x != 0 }))
	case OpNot:
		return truth(a[0] == 0)
	case OpIn:
		return truth(slices.Contains(a[1:], a[0]))
	case OpIsNone:
		return 0, true
	}
	return 0, false
}

// bearers proves that those who bear a fixed part never bear more than the
// whole amount, as far as figures alone decide.
func (l *linter) bearers() {
	for _, p := range l.p.Programmes {
		for _, v := range p.Versions {
			if v.Origin == l.own && len(v.Parts) == 1 {
				l.rest(p, v)
			}
		}
	}
}

// rest compares the single part with each fixed share on every day.
func (l *linter) rest(p Programme, v ProgrammeVersion) {
	for _, b := range v.BorneBy {
		if b.Rest {
			continue
		}
		whole, part := newProver(l.p, v.Parts[0].Node), newProver(l.p, b.Node)
		if whole.unfit != "" || part.unfit != "" || len(whole.keys)+len(part.keys) > 0 {
			continue
		}
		for _, d := range append([]civil.Date{v.Span.From}, append(whole.days, part.days...)...) {
			whole.day, part.day = d, d
			w, okW := whole.value(whole.root)
			s, okS := part.value(part.root)
			if v.Span.Contains(d) && okW && okS && s.N > w.N {
				l.say(v.Pos, KindRestNegative, "项目“"+p.Label+"”在 "+d.Chinese()+" 由“"+b.Payer+"”承担的超过了总额", "改正承担金额，使余下部分不小于 0元")
				return
			}
		}
	}
}
