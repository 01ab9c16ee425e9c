package policy

import (
	"fmt"
	"strings"

	"doudi/civil"
	"doudi/fact"
	"doudi/money"
	"doudi/pack"
)

// opNames are short names of the operations for Dump.
var opNames = [...]string{
	OpConst: "const", OpFact: "fact", OpGlobal: "global", OpFigure: "figure", OpRule: "rule", OpDated: "dated",
	OpAdd: "+", OpSub: "-", OpTimes: "*", OpShare: "share", OpSplit: "split", OpShortfall: "shortfall",
	OpLeast: "least", OpGreatest: "greatest", OpRound: "round", OpLess: "<", OpAtMost: "<=", OpAbove: ">",
	OpAtLeast: ">=", OpEqual: "==", OpNotEqual: "!=", OpLessShare: "<share", OpAtMostShare: "<=share",
	OpAboveShare: ">share", OpAtLeastShare: ">=share", OpAnd: "and", OpOr: "or", OpNot: "not", OpIn: "in",
	OpIsNone: "is_none", OpAgeOn: "age_on", OpAddMonths: "add_months", OpMonthsBetween: "months_between",
	OpMonthOf: "month_of", OpSpanFrom: "span_from", OpSpanTo: "span_to", OpCases: "cases", OpExceptions: "exceptions",
	OpTable: "table", OpBrackets: "brackets", OpAddUp: "add_up", OpAny: "any", OpAll: "all", OpCount: "count",
	OpMinOf: "min_of", OpMaxOf: "max_of", OpClaimed: "claimed", OpHeld: "held", OpChosen: "chosen",
}

// String is the short name of the operation.
func (op Op) String() string {
	if int(op) < len(opNames) {
		return opNames[op]
	}
	return "?"
}

// Dump writes a node as nested lists, for tests and for those who look into
// the compiler. Rules are named, not opened.
func (p *Program) Dump(id NodeID) string {
	if id == NoNode {
		return "_"
	}
	n := &p.Nodes[id]
	switch n.Op {
	case OpConst:
		return fact.Literal(n.Type, n.Const, p.Schema)
	case OpFact:
		return p.Schema.Entities[n.Of].Name + "." + p.Fact(n).Key
	case OpGlobal:
		for name, g := range globals {
			if g.is == Global(n.Imm) {
				return name
			}
		}
	case OpRule:
		return p.Rules[n.Imm].ID
	case OpFigure:
		return p.Figures[n.Imm].ID + "[" + p.dumpList(n.Args, " ") + "]"
	case OpClaimed, OpHeld:
		return n.Op.String() + ":" + p.Programmes[n.Imm].ID
	case OpChosen:
		return "chosen:" + p.Choices[n.Imm].ID + "=" + p.Choices[n.Imm].Options[n.Imm2].ID
	}
	return "(" + n.Op.String() + p.dumpDetails(n) + " " + p.dumpArgs(n) + ")"
}

// dumpList writes several nodes.
func (p *Program) dumpList(list []NodeID, between string) string {
	parts := make([]string, len(list))
	for i, a := range list {
		parts[i] = p.Dump(a)
	}
	return strings.Join(parts, between)
}

// dumpDetails writes what an operation carries besides its arguments.
func (p *Program) dumpDetails(n *Node) string {
	var b strings.Builder
	if n.Mode != money.NoRound {
		b.WriteString(":" + n.Mode.String())
	}
	if n.Unit != "" {
		b.WriteString(":" + n.Unit)
	}
	if n.Op >= OpAddUp && n.Op <= OpMaxOf {
		b.WriteString(":" + p.EntityName(n.Of) + ">" + p.EntityName(n.Over))
	}
	if n.Op == OpBrackets {
		b.WriteString(":" + p.Figures[n.Imm].ID)
	}
	return b.String()
}

// EntityName is the name of an entity in the pack language.
func (p *Program) EntityName(e fact.EntityID) string {
	if e == fact.PlaceEntity {
		return "place"
	}
	return p.Schema.Entities[e].Name
}

// dumpArgs writes the arguments, with what describes each of them.
func (p *Program) dumpArgs(n *Node) string {
	switch n.Op {
	case OpDated:
		return p.dumpEach(n.Args, func(i int) string { return dumpSpan(n.Spans[i]) + "=" })
	case OpExceptions:
		return p.Dump(n.Args[0]) + p.dumpExceptions(n)
	case OpTable:
		return p.dumpTable(n)
	}
	return p.dumpList(n.Args, " ")
}

// dumpEach writes nodes with a prefix each.
func (p *Program) dumpEach(list []NodeID, prefix func(i int) string) string {
	parts := make([]string, len(list))
	for i, a := range list {
		parts[i] = prefix(i) + p.Dump(a)
	}
	return strings.Join(parts, " ")
}

// dumpSpan writes a span, leaving out ends that are open.
func dumpSpan(s pack.Span) string {
	from, to := "", ""
	if s.From > dawn {
		from = s.From.String()
	}
	if s.To < civil.Open {
		to = s.To.String()
	}
	return from + ".." + to
}

// dumpExceptions writes exceptions.
func (p *Program) dumpExceptions(n *Node) string {
	var b strings.Builder
	for i, x := range n.Exc {
		fmt.Fprintf(&b, " [%s %s", x.ID, dumpSpan(x.Span))
		for _, o := range x.Over {
			fmt.Fprintf(&b, " over %s", n.Exc[o].ID)
		}
		fmt.Fprintf(&b, ": %s -> %s]", p.Dump(n.Args[1+2*i]), p.Dump(n.Args[2+2*i]))
	}
	return b.String()
}

// dumpTable writes a decision table row by row.
func (p *Program) dumpTable(n *Node) string {
	keys := len(n.Args) - len(n.Rows)
	var b strings.Builder
	b.WriteString(p.dumpList(n.Args[:keys], " "))
	for i, row := range n.Rows {
		b.WriteString(" [")
		for k, m := range row.When {
			b.WriteString(p.dumpMatch(m, p.Nodes[n.Args[k]].Type) + " ")
		}
		b.WriteString("-> " + p.Dump(n.Args[keys+i]) + "]")
	}
	return b.String()
}

// dumpMatch writes one cell of a table.
func (p *Program) dumpMatch(m Match, t fact.Type) string {
	if m.Any {
		return "any"
	}
	parts := make([]string, 0, len(m.In))
	for _, v := range m.In {
		parts = append(parts, fact.Literal(t, v, p.Schema))
	}
	text := strings.Join(parts, "|")
	if m.HasLow || m.HasHigh {
		text += dumpEnd(m.HasLow, t, m.Low, p.Schema) + ".." + dumpEnd(m.HasHigh, t, m.High, p.Schema)
	}
	return text
}

// dumpEnd writes one end of a range.
func dumpEnd(has bool, t fact.Type, n int64, s *fact.Schema) string {
	if !has {
		return ""
	}
	return fact.Literal(t, fact.Of(n), s)
}
