// Package policy compiles a resolved pack into a Program: expressions parsed
// and type-checked with cel-go, then lowered to one typed, hash-consed graph
// that the evaluators walk. It also lints and compares packs. It reads no
// clock and no file.
package policy

import (
	"doudi/fact"
	"doudi/money"
	"doudi/pack"
)

// NodeID is a position in Program.Nodes; NoNode means absent.
type NodeID int32

const NoNode NodeID = -1

// Op is what a node computes. Arguments stand in Node.Args in the order given.
// The arguments of a node always have smaller ids than the node itself, so a
// walk over Program.Nodes in order meets every argument before its user.
type Op uint8

const (
	OpConst         Op = iota // Const; State None for the literal none
	OpFact                    // Imm is the slot in entity Of; Args[0] is the applies-when node if there is one
	OpGlobal                  // Imm is a Global
	OpFigure                  // Imm indexes Program.Figures; Args are the key nodes
	OpRule                    // a named rule: Imm indexes Program.Rules; Args[0] is the body
	OpDated                   // Spans[i] selects Args[i] by the law date; no span: no-value error
	OpAdd                     // a + b
	OpSub                     // a - b
	OpTimes                   // count * quantity (Args[0] is the count, or the months of months * money/month)
	OpShare                   // share(quantity, rate) rounded by Mode
	OpSplit                   // split(quantity, count) rounded by Mode; also yearly → monthly (count 12)
	OpShortfall               // the part of a above b, or nothing
	OpLeast                   // least(a, b, …), two arguments or more
	OpGreatest                // greatest(a, b, …)
	OpRound                   // Args[0] rounded by Mode
	OpLess                    // a < b
	OpAtMost                  // a <= b
	OpAbove                   // a > b
	OpAtLeast                 // a >= b
	OpEqual                   // a == b; none equals none only
	OpNotEqual                // a != b
	OpLessShare               // a < share(b, rate) exactly; Args a, b, rate (128-bit cross product)
	OpAtMostShare             // a <= share(b, rate)
	OpAboveShare              // a > share(b, rate)
	OpAtLeastShare            // a >= share(b, rate)
	OpAnd                     // two arguments or more; false beats error beats unknown beats true
	OpOr                      // two arguments or more; true beats error beats unknown beats false
	OpNot                     //
	OpIn                      // Args[0] equal to one of Args[1:]
	OpIsNone                  // the answer is "none"; never unknown for a known value
	OpAgeOn                   // full years from date a to date b
	OpAddMonths               // date a + months b, Mode LAST_DAY or NEXT_DAY
	OpMonthsBetween           // whole months from month a to month b (b − a)
	OpMonthOf                 // month of a date
	OpSpanFrom                // first month of a span
	OpSpanTo                  // last month of a span
	OpCases                   // when1, value1, when2, value2 …, otherwise (odd count) or none
	OpExceptions              // Exceptions describes Args: base, when1, value1, when2, value2 …
	OpTable                   // Table describes the rows; Args are the keys then the row values
	OpBrackets                // Imm indexes Program.Figures (marginal); Args[0] the quantity, then key nodes; the sum is rounded once by Mode
	OpAddUp                   // aggregates over the rows of Over below one instance of Of: Args where, value, ifNone (NoNode if absent)
	OpAny
	OpAll
	OpCount
	OpMinOf
	OpMaxOf
	OpClaimed // Imm programme: the family asks for it; Of is the household
	OpHeld    // Imm programme: an award row covers the month before Month; Of is the member or, for a unit household, the household
	OpChosen  // Imm choice, Imm2 option: chosen by the family (unknown while offered and open, false while not offered); Args[0] is the choice's Offered node
)

// Global is a date that belongs to the question, not to the family.
type Global int64

const (
	AppliedOn Global = iota
	DecidedOn
	AsOf       // the law date of the node's evaluation, chosen by law_at
	MonthNow   // the benefit month, "month"
	IndexMonth // the month before the benefit month unless the pack says otherwise
)

// Node is one operation. Nodes are hash-consed: equal operations are one node.
// Of is the lowest entity that the node's value depends on; an argument whose
// Of is an ancestor is read from the ancestor's instance. An aggregate's Of is
// the entity whose instance owns the rows.
type Node struct {
	Op    Op
	Type  fact.Type
	Of    fact.EntityID
	Args  []NodeID
	Const fact.Value
	Imm   int32
	Imm2  int32
	Mode  money.Mode    // rounding of OpShare OpSplit OpRound OpBrackets; date mode of OpAddMonths
	Over  fact.EntityID // aggregates: the entity of the rows
	Spans []pack.Span   // OpDated, aligned with Args, ascending and disjoint; OpExceptions: span of each exception
	Exc   []Exception   // OpExceptions
	Rows  []Row         // OpTable
	Unit  string        // split: "head" or "month"
	Pos   pack.Pos
}

// Exception describes one pair of Args of OpExceptions.
type Exception struct {
	ID, Label string
	Over      []int // indexes of the exceptions that this one beats
	Cites     []string
	Span      pack.Span
}

// Row is one row of OpTable: a matcher per key.
type Row struct {
	When  []Match
	Cites []string
}

// Match is one cell. In lists accepted values (a State of None accepts none);
// otherwise Low..High inclusive with the Has flags; Any accepts everything known.
type Match struct {
	Any             bool
	In              []fact.Value
	Low, High       int64
	HasLow, HasHigh bool
}

// Rule names a node for the reader.
type Rule struct {
	ID, Label string
	Unit      string // measure word of a count
	Of        fact.EntityID
	Type      fact.Type
	Node      NodeID // the OpRule node
	// Versions give citation, origin and traits by date, ascending. The body of
	// the OpRule node is an OpDated over them unless one version is law on every
	// day of the packs; neighbours with equal bodies share one span there.
	Versions   []RuleVersion
	Changeable bool
}

// RuleVersion is what the pack says about the rule on some days.
type RuleVersion struct {
	Span       pack.Span
	Body       NodeID
	Cites      []string
	Origin     string
	Status     pack.Status
	Boundary   string
	Duty       string
	Round      money.Mode // money.NoRound if the rule does not round
	RoundCites []string
	Pos        pack.Pos
}

// Figure is a lookup table ready for evaluation.
type Figure struct {
	ID, Label, Question string
	Type                fact.Type
	Unit                string      // measure word of a count
	Keys                []string    // fact or rule ids, for messages
	KeyTypes            []fact.Type // aligned with Keys; a Place key matches by ancestry
	StepType            fact.Type   // type of Step.Above if the rows hold brackets, else fact.Invalid
	Waiting             bool
	IsReading           bool
	Rows                []FigureRow // sorted by From
}

// FigureRow is one effective value. Keys are aligned with Figure.Keys; a Place
// key matches the place itself and everything below it, the longest match wins.
type FigureRow struct {
	Span     pack.Span
	ReviewBy int64 // civil.Date, 0 if none
	Keys     []int64
	Value    fact.Value
	Steps    []Step
	Cites    []string
	Status   pack.Status
	Origin   string
	By       string
	Pos      pack.Pos
}

// Step is one bracket of a marginal figure.
type Step struct{ Above, Rate int64 }

// Phase says which date's law governs.
type Phase uint8

const (
	AtApplication Phase = iota
	AtDecision
	AtPeriod
	AtAsOf
)

// Programme is one programme with its dated versions.
type Programme struct {
	ID, Label string
	Index     int32
	Versions  []ProgrammeVersion // disjoint spans, ascending
}

// ProgrammeVersion is the programme as law on the days of Span.
type ProgrammeVersion struct {
	Span        pack.Span
	Unit        fact.EntityID
	Claim       string
	Grants      string
	Conditions  []NodeID // each Bool, in Unit scope or above
	CondAt      Phase
	AmountAt    Phase
	PeriodTakes string
	Parts       []Part
	Pays        string
	Payee       string
	BorneBy     []Bearer
	Starts      string
	Leaving     NodeID // NoNode if absent
	Stops       []Stop
	Recheck     NodeID // NoNode if absent
	Procedure   string
	Referral    string
	Cites       []string
	Origin      string
	Pos         pack.Pos
}

// Part is one line of an amount. Node holds the rounded value, per instance of
// Each if Each is set (Each != Unit), else per instance of Unit.
type Part struct {
	ID, Label  string
	Node       NodeID        // NoNode for a part in kind that has no value
	Each       fact.EntityID // NoEach if not per instance
	Less       bool
	Gives      map[string]string
	Cites      []string
	Span       pack.Span
	Round      money.Mode
	RoundCites []string
	Origin     string
}

// NoEach marks a part that is not added up over instances.
const NoEach fact.EntityID = -2

// Bearer pays Node, or what is left if Rest.
type Bearer struct {
	Payer string
	Node  NodeID
	Rest  bool
	Cites []string
}

// Stop ends an award from From when Node holds.
type Stop struct {
	Node  NodeID
	From  string
	Cites []string
}

// Choice is a question to the family.
type Choice struct {
	ID, Label string
	Of        fact.EntityID
	Offered   NodeID
	Options   []Option
	Cites     []string
	Lasts     string
	Span      pack.Span
}

// Option opens programmes, by index.
type Option struct {
	ID, Label  string
	Programmes []int32
}

// Pair is one stacking rule, programmes by index.
type Pair struct {
	First, Second int32
	Is            string
	To            NodeID // tops_up_to: the figure or rule
	Cites         []string
	Span          pack.Span
	Status        pack.Status
}

// Constraint is a relation that a superior text demands of figures. Compile
// fills it (Keep is a Bool node); the evaluators ignore it, lint proves it.
type Constraint struct {
	ID, Label, Strength string
	Keep                NodeID
	Span                pack.Span
	Cites               []string
	Origin              string
	Pos                 pack.Pos
}

// Program is a resolved pack ready to be evaluated.
type Program struct {
	Pack        *pack.Resolved
	Hash        string // of the resolved pack
	Schema      *fact.Schema
	Nodes       []Node
	Rules       []Rule
	Figures     []Figure
	Programmes  []Programme
	Choices     []Choice
	Stacking    []Pair
	Constraints []Constraint
	RuleIndex   map[string]int32
	Names       map[NodeID]string // how others mention a programme's state or part and a choice: 享受特困供养
	Belongs     map[NodeID]int32  // the programme whose state or part a node is
	Applies     [][]NodeID        // per entity and slot: the applies-when node, or NoNode
}
