package policy

import (
	"slices"
	"strings"

	"doudi/civil"
	"doudi/fact"
	"doudi/pack"
)

// compiler turns one resolved pack into a Program. Everything that has a name
// is compiled once, when somebody first needs it; what is under way stands in
// path, so that a thing that rests on itself is noticed and told whole.
type compiler struct {
	r        *pack.Resolved
	p        *Program
	schema   *fact.Schema
	problems pack.Problems

	cons   map[string]NodeID
	keyBuf []byte
	at     pack.Pos // of the operation being lowered
	extra  []string // enum values that only rules give

	rules      map[string]*ruleDecl
	figures    map[string]*figureDecl
	programmes map[string]*programmeDecl
	choices    map[string]*choiceDecl
	applies    map[factRef]pack.Expr

	done   map[item]typed
	path   []item
	cycles map[string]bool
	always pack.Span // every day that some pack of the chain covers

	ifTrue, ifFalse map[NodeID][]hint
}

// factRef is a fact by its place in the schema.
type factRef struct {
	of   fact.EntityID
	slot int
}

// Compile checks a resolved pack and lowers it to a Program for every day that
// it covers. All problems are collected; the Program is whole, and may be
// evaluated, only if none of them is an error.
func Compile(r *pack.Resolved) (*Program, pack.Problems) {
	c := newCompiler(r)
	c.declare()
	c.compileApplies()
	c.compileRules()
	c.compileFigures()
	c.compileChoices()
	c.compileProgrammes()
	c.compileStacking()
	c.compileConstraints()
	c.extendSymbols()
	return c.p, c.problems.Sorted()
}

// newCompiler prepares an empty program.
func newCompiler(r *pack.Resolved) *compiler {
	return &compiler{
		r: r, schema: r.Schema,
		p:     &Program{Pack: r, Hash: r.Hash(), Schema: r.Schema, RuleIndex: map[string]int32{}, Names: map[NodeID]string{}, Belongs: map[NodeID]int32{}},
		cons:  map[string]NodeID{},
		rules: map[string]*ruleDecl{}, figures: map[string]*figureDecl{},
		programmes: map[string]*programmeDecl{}, choices: map[string]*choiceDecl{}, applies: map[factRef]pack.Expr{},
		done: map[item]typed{}, cycles: map[string]bool{}, always: wholeTime(r),
		ifTrue: map[NodeID][]hint{}, ifFalse: map[NodeID][]hint{},
	}
}

// wholeTime is from the first day of any pack of the chain to the last.
func wholeTime(r *pack.Resolved) pack.Span {
	whole := pack.Span{From: civil.Open}
	for _, p := range r.Packs {
		whole.From, whole.To = min(whole.From, p.InForce.From), max(whole.To, p.InForce.To)
	}
	return whole
}

// symbol numbers an enum value; values that only rules give are added behind
// those of the schema, so that the numbers of the schema stay.
func (c *compiler) symbol(text string) (int64, bool) {
	if n, ok := c.schema.Symbol(text); ok {
		return n, true
	}
	i := slices.Index(c.extra, text)
	if i < 0 {
		i = len(c.extra)
		c.extra = append(c.extra, text)
	}
	return int64(len(c.schema.Symbols) + i), true
}

// extendSymbols gives the program a schema that knows the added symbols too.
func (c *compiler) extendSymbols() {
	if len(c.extra) == 0 {
		return
	}
	symbols := append(slices.Clone(c.schema.Symbols), c.extra...)
	c.p.Schema = fact.NewSchema(slices.Clone(c.schema.Entities), symbols)
}

// item is something with a name that is compiled once.
type item struct {
	kind itemKind
	id   string
}

type itemKind uint8

const (
	itemRule itemKind = iota
	itemApplies
	itemConditions
	itemPart
	itemOffered
)

// once compiles an item when it is first needed. at is where it is named; a
// cycle is told there.
func (c *compiler) once(it item, at pack.Pos, compile func() typed) typed {
	if t, ok := c.done[it]; ok {
		return t
	}
	if i := slices.Index(c.path, it); i >= 0 {
		c.cycle(c.path[i:], at)
		return broken
	}
	c.path = append(c.path, it)
	before := c.at
	t := compile()
	c.at = before
	c.path = c.path[:len(c.path)-1]
	c.done[it] = t
	return t
}

// cycle reports things that rest on themselves, naming the whole way round.
// The same circle met from another side is not told again.
func (c *compiler) cycle(way []item, at pack.Pos) {
	names := make([]string, 0, len(way)+1)
	for _, it := range way {
		names = append(names, itemName(it))
	}
	sorted := slices.Sorted(slices.Values(names))
	if key := strings.Join(sorted, "|"); c.cycles[key] {
		return
	} else {
		c.cycles[key] = true
	}
	names = append(names, names[0])
	c.report(problem(KindCycle, at, "绕了一圈又回到自己：%s", strings.Join(names, " → ")), "每一项只依据在它之前能算出的东西",
		"断开其中一环；读过去的待遇用 .held")
}

// itemName names an item in Chinese.
func itemName(it item) string {
	id, _, _ := strings.Cut(it.id, "@") // behind it stands the version
	switch it.kind {
	case itemApplies:
		return "事实 " + id + " 的适用条件"
	case itemConditions:
		return "待遇 " + id + " 的条件"
	case itemPart:
		return "待遇金额 " + id
	case itemOffered:
		return "选择 " + id + " 的提出条件"
	}
	return "规则 " + id
}

// cites are the citations as texts.
func cites(list []pack.Cite) []string {
	if len(list) == 0 {
		return nil
	}
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = c.Text
	}
	return out
}
