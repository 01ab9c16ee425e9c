package web

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"doudi/civil"
	"doudi/fact"
	"doudi/policy"
)

// form is the questions of one place on one day, for the programmes that are
// asked about. It is built from the packs alone, once, and shared.
type form struct {
	Groups   []wantGroup
	Entities []section // by entity
}

// wantGroup is programmes that are applied for in the same way.
type wantGroup struct {
	Label, Hint string
	Wants       []want
}

// want is one programme to tick.
type want struct {
	ID, Label string
	index     int32
}

// section is what is asked about one entity.
type section struct {
	Label     string
	Questions []question
	Tables    []tableQuestion // aligned with Entity.Tables
}

// tableQuestion asks for a child table.
type tableQuestion struct {
	ID          fact.EntityID
	Asked, Core bool
	Label       string
}

// question is one fact that is asked for.
type question struct {
	Slot        int
	Key, Label  string
	Hint, Unit  string
	Example     string // how a text is written
	Kind        kind
	Options     []option
	None        bool // 没有 is an answer
	Unknown     bool // 不知道 is an answer
	Required    bool
	Asked       bool // needed by what is ticked
	Core        bool // needed by most programmes: asked first
	Conditional bool // asked only where it applies
	Steers      bool // other questions depend on it
	Digits      bool // a number is typed
}

// kind is how a question is put.
type kind uint8

const (
	typeIn kind = iota
	typeSpan
	pickOne  // a list
	tapOne   // two or three answers side by side
	typeMany // several lines
)

// option is one answer to pick.
type option struct{ Value, Label string }

// forms keeps the forms that were asked for, a bounded number of them.
type forms struct {
	mu   sync.Mutex
	kept map[string]*form
}

const keptForms = 200

// get builds a form, or gives the one that was built before.
func (f *forms) get(p *place, day civil.Date, ticked []string) *form {
	key := p.ID + " " + day.String() + " " + strings.Join(ticked, " ")
	f.mu.Lock()
	defer f.mu.Unlock()
	if kept := f.kept[key]; kept != nil {
		return kept
	}
	if f.kept == nil || len(f.kept) >= keptForms {
		f.kept = map[string]*form{}
	}
	made := newForm(p, day, ticked)
	f.kept[key] = made
	return made
}

// newForm builds the questions for some programmes.
func newForm(p *place, day civil.Date, ticked []string) *form {
	f := &form{Groups: groups(p, day)}
	all, asked := newReach(p.program.Schema), newReach(p.program.Schema)
	for _, g := range f.Groups {
		for _, w := range g.Wants {
			needs := p.program.Needs(w.index, day, day.Month().FirstDay())
			all.add(needs)
			if slices.Contains(ticked, w.ID) {
				asked.add(needs)
			}
		}
	}
	steering := steers(p.program)
	for id := range p.program.Schema.Entities {
		f.Entities = append(f.Entities, newSection(p.program, fact.EntityID(id), all, asked, steering))
	}
	return f
}

// groups lists the programmes that are law on a day by how one gets them.
func groups(p *place, day civil.Date) []wantGroup {
	ways := []string{"with_application", "by_itself", "never"}
	all := []wantGroup{{Label: "递交一份申请，一并审核的"}, {Label: "要单独申请的", Hint: "有这种情况再选"}, {Label: "不用申请的", Hint: "符合了自动给，或由部门主动上门"}, {Label: "办案用的", Hint: "居民不用选"}}
	for i := range p.program.Programmes {
		pr := &p.program.Programmes[i]
		for k := range pr.Versions {
			if v := &pr.Versions[k]; v.Span.Contains(day) {
				way := slices.Index(ways, v.Claim)
				if punishes(p.program, v) {
					way = len(all) - 1
				}
				all[way].Wants = append(all[way].Wants, want{pr.ID, pr.Label, int32(i)})
				break
			}
		}
	}
	return slices.DeleteFunc(all, func(g wantGroup) bool { return len(g.Wants) == 0 })
}

// punishes tells that a programme weighs a wrong and its fine: nothing that a
// family would ask for.
func punishes(p *policy.Program, v *policy.ProgrammeVersion) bool {
	return p.Schema.Entities[v.Unit].Name == entityFraud
}

// usual is what is ticked at first: all that comes with an application.
func usual(p *place, day civil.Date) []string {
	var ids []string
	for i := range p.program.Programmes {
		pr := &p.program.Programmes[i]
		for k := range pr.Versions {
			if v := &pr.Versions[k]; v.Span.Contains(day) && v.Claim == "with_application" {
				ids = append(ids, pr.ID)
			}
		}
	}
	return ids
}

// reach counts how many of the programmes need each fact and table.
type reach struct {
	facts  [][]int
	tables []int
	most   int
}

// newReach begins a count.
func newReach(s *fact.Schema) *reach {
	r := &reach{tables: make([]int, len(s.Entities))}
	for i := range s.Entities {
		r.facts = append(r.facts, make([]int, len(s.Entities[i].Facts)))
	}
	return r
}

// add counts one programme.
func (r *reach) add(n *policy.Needs) {
	for id, slots := range n.Facts {
		for slot, needed := range slots {
			if needed {
				r.facts[id][slot]++
				r.most = max(r.most, r.facts[id][slot])
			}
		}
		if n.Tables[id] {
			r.tables[id]++
		}
	}
}

// wide tells whether a count is that of a core question: at least three in
// four of all programmes of the place need the answer. The others are folded
// away, so that a simple family is through in two minutes.
func (r *reach) wide(n int) bool { return n*4 >= r.most*3 }

// newSection builds the questions about one entity. Facts that every family
// must answer are asked whatever is ticked; of the others those are core that
// many programmes need and that are picked rather than typed. What is not
// asked has its question too, for answers given before something was unticked.
func newSection(p *policy.Program, id fact.EntityID, all, asked *reach, steering [][]bool) section {
	e := &p.Schema.Entities[id]
	s := section{Label: e.Label}
	for slot := range e.Facts {
		f := &e.Facts[slot]
		if id == fact.HouseholdEntity && f.Key == keyPlace {
			continue
		}
		q := newQuestion(p, f, slot)
		q.Asked = f.Required || asked.facts[id][slot] > 0
		q.Core = f.Required || all.wide(all.facts[id][slot]) && !isText(f)
		q.Steers = steering[id][slot]
		s.Questions = append(s.Questions, q)
	}
	for _, table := range e.Tables {
		s.Tables = append(s.Tables, tableQuestion{ID: table, Asked: asked.tables[table] > 0, Core: all.wide(all.tables[table]), Label: p.Schema.Entities[table].Label})
	}
	return s
}

// steers finds the facts that decide whether other questions are asked.
func steers(p *policy.Program) [][]bool {
	found := make([][]bool, len(p.Schema.Entities))
	for i := range found {
		found[i] = make([]bool, len(p.Schema.Entities[i].Facts))
	}
	var walk func(id policy.NodeID)
	walk = func(id policy.NodeID) {
		if id == policy.NoNode {
			return
		}
		n := &p.Nodes[id]
		if n.Op == policy.OpFact {
			found[n.Of][n.Imm] = true
		}
		for _, arg := range n.Args {
			walk(arg)
		}
	}
	for _, slots := range p.Applies {
		for _, id := range slots {
			walk(id)
		}
	}
	return found
}

// newQuestion puts one fact as a question.
func newQuestion(p *policy.Program, f *fact.Fact, slot int) question {
	q := question{Slot: slot, Key: f.Key, Label: f.Label, Unit: unit(f), None: f.MayBeNone, Required: f.Required, Unknown: !f.Required, Conditional: f.AppliesWhen != ""}
	if label, hint, ok := strings.Cut(f.Label, "（"); ok && strings.HasSuffix(hint, "）") {
		q.Label, q.Hint = label, strings.TrimSuffix(hint, "）")
	}
	if f.DecidedBy != "" {
		q.Hint = "由" + f.DecidedBy + "确定；还没有确定就不填"
	}
	switch {
	case f.Type == fact.Span:
		q.Kind = typeSpan
	case f.Type == fact.Bool:
		q.Kind, q.Options = tapOne, []option{{"true", "是"}, {"false", "否"}}
	case !isText(f):
		q.Kind, q.Options, q.Unit = pickOne, options(p, f), ""
	}
	switch f.Type {
	case fact.Date:
		q.Example = "如 1970-05-01"
	case fact.Month:
		q.Example = "如 2026-05"
	}
	q.Digits = f.Type.IsMoney() || f.Type == fact.Area || f.Type == fact.Count || f.Type == fact.Months
	return q
}

// unit is what stands behind a number.
func unit(f *fact.Fact) string {
	switch f.Type {
	case fact.Money:
		return "元"
	case fact.MoneyMonth:
		return "元/月"
	case fact.MoneyYear:
		return "元/年"
	case fact.MoneyDay:
		return "元/天"
	case fact.Months:
		return "个月"
	case fact.Area:
		return "平方米"
	}
	return f.Unit
}

// options lists the answers of an enum, or the steps of a small number. A
// value without a label of its own is the name of a programme.
func options(p *policy.Program, f *fact.Fact) []option {
	var list []option
	if f.Type == fact.Count {
		for n := f.Low; n <= f.High; n++ {
			list = append(list, option{strconv.FormatInt(n, 10), f.Format(fact.Of(n), p.Schema)})
		}
		return list
	}
	for _, n := range f.Values {
		value := p.Schema.SymbolName(n)
		label := f.ValueLabels[value]
		for i := range p.Programmes {
			if label == "" && p.Programmes[i].ID == value {
				label = p.Programmes[i].Label
			}
		}
		list = append(list, option{value, label})
	}
	return list
}
