package engine

import (
	"sync/atomic"

	"doudi/fact"
	"doudi/policy"
)

// plan is everything about a Program that does not depend on the family: the
// nodes in a compact form, their places in the memo, who reads which fact, and
// the texts that never change. It is made once and read by many evaluations.
type plan struct {
	p          *policy.Program
	nodes      []inode
	figures    []ifigure
	rooms      []int32               // class and entity → how many nodes
	eras       []atomic.Pointer[era] // by stretch
	everyStep  []way
	owner      []int32 // the rule whose body a node belongs to first, -1 if none
	programmes map[string]int32
	figureOf   map[string]int32
	choiceOf   map[string]int32
	breaks     []int64   // days on which some part of the law changes
	cuts       []int64   // breaks, and days on which a document begins or ends
	turns      [][]int64 // programme → breaks of what its conditions and amounts rest on
	award      awardColumns
	readers    [][][]policy.NodeID // entity, slot → nodes that depend on the fact
	tableUsers [][]policy.NodeID   // child entity → nodes that depend on its rows
	related    [][]int32           // programme → all that it may have to give way to, itself among them
	changeable []changeable
	bends      []uint8  // see addBends
	loose      []bool   // nodes that anything changeable reaches
	units      []string // 人, 周岁 … behind the counts of a node
	unsettled  unsettled

	// Citations ready to read, aligned with the Program's lists.
	cites          []citation                 // the following are positions in it
	nodeCites      [][]int32                  // node, exception or row of its table
	ruleCites      [][]int32                  // rule, version
	figureCites    [][]int32                  // figure, row
	figureTexts    [][]atomic.Pointer[string] // figure, row: sentences written so far
	programmeCites [][]programmeCites
	pairCites      []int32
	choiceCites    []int32
	clauses        []CiteRef // all that are cited, by document
	clauseTexts    []string  // where each is to be read, as a line

	// assessed says per member whether he is counted in the household and
	// assessedSize how many are; stacking needs both. NoNode if absent.
	assessed, assessedSize policy.NodeID
}

// inode is a node in the order the evaluator likes.
type inode struct {
	src      *policy.Node
	args     []policy.NodeID
	op       policy.Op
	typ      fact.Type
	class    class
	room     uint16 // in plan.rooms
	of, over fact.EntityID
	slot     int32         // position in the room
	pos      policy.NodeID // in Program.Nodes
	imm      int32
}

// ifigure is a figure with the shape of its keys.
type ifigure struct {
	src    *policy.Figure
	places []bool // which keys match by ancestry
}

// awardColumns are the columns of the award table that `.held` reads.
type awardColumns struct {
	entity            fact.EntityID
	programme, period int32
	found             bool
	symbols           []int64 // symbol of each programme's id, -1 if it has none
}

// newPlan prepares a program. It trusts the compiler: arguments come before
// their users and every index is in range.
func newPlan(p *policy.Program) *plan {
	pl := &plan{p: p}
	pl.nodes = make([]inode, len(p.Nodes))
	pl.rooms = make([]int32, int(classes)*(len(p.Schema.Entities)+1))
	for i := range p.Nodes {
		pl.addNode(policy.NodeID(i))
	}
	pl.addFigures()
	pl.addNames()
	pl.addOwners()
	pl.addBreaks()
	pl.addAward()
	pl.addReaders()
	pl.addRelated()
	pl.addChangeable()
	pl.addUnits()
	pl.addCites()
	pl.addCuts()
	pl.addTurns()
	pl.addUnsettled()
	pl.addEras()
	pl.addBends()
	pl.assessed, pl.assessedSize = pl.ruleNode("assessed"), pl.ruleNode("assessed_size")
	return pl
}

// addNode copies one node and gives it a place.
func (pl *plan) addNode(id policy.NodeID) {
	src := &pl.p.Nodes[id]
	n := inode{src: src, args: src.Args, op: src.Op, typ: src.Type, of: src.Of, over: src.Over, imm: src.Imm}
	n.pos = id
	n.class = ownClass(src)
	for _, a := range src.Args {
		if a != policy.NoNode {
			n.class = max(n.class, pl.nodes[a].class)
		}
	}
	n.room = uint16(int(n.class)*(len(pl.p.Schema.Entities)+1) + int(n.of) + 1)
	n.slot = pl.rooms[n.room]
	pl.rooms[n.room]++
	pl.nodes[id] = n
}

// roomOf is the class and entity of a room; the place, which is no entity of the
// family, comes first.
func (pl *plan) roomOf(i int) (class, fact.EntityID) {
	entities := len(pl.p.Schema.Entities) + 1
	return class(i / entities), fact.EntityID(i%entities - 1)
}

// class says how long a node's value holds good.
type class uint8

const (
	timeless class = iota // whatever the law date
	steady                // between two days on which some part of the law changes
	daily                 // on one law date: it computes with the day itself
	classes
)

// ownClass is what the operation itself makes of the law date.
func ownClass(n *policy.Node) class {
	switch n.Op {
	case policy.OpFigure, policy.OpBrackets, policy.OpDated, policy.OpExceptions, policy.OpClaimed:
		return steady
	case policy.OpGlobal:
		if policy.Global(n.Imm) == policy.AsOf {
			return daily
		}
	}
	return timeless
}

// addFigures notes which keys are places.
func (pl *plan) addFigures() {
	pl.figures = make([]ifigure, len(pl.p.Figures))
	for i := range pl.p.Figures {
		f := &pl.p.Figures[i]
		places := make([]bool, len(f.Keys))
		for k := range places {
			places[k] = k < len(f.KeyTypes) && f.KeyTypes[k] == fact.Place
		}
		pl.figures[i] = ifigure{src: f, places: places}
		pl.figureTexts = append(pl.figureTexts, make([]atomic.Pointer[string], len(f.Rows)))
	}
}

// addNames indexes programmes, figures and choices by id.
func (pl *plan) addNames() {
	pl.programmes = make(map[string]int32, len(pl.p.Programmes))
	for i := range pl.p.Programmes {
		pl.programmes[pl.p.Programmes[i].ID] = int32(i)
	}
	pl.figureOf = make(map[string]int32, len(pl.p.Figures))
	for i := range pl.p.Figures {
		pl.figureOf[pl.p.Figures[i].ID] = int32(i)
	}
	pl.choiceOf = make(map[string]int32, len(pl.p.Choices))
	for i := range pl.p.Choices {
		pl.choiceOf[pl.p.Choices[i].ID] = int32(i)
	}
}

// addOwners says for each node in which rule it stands first, so that an error
// can name the rule.
func (pl *plan) addOwners() {
	pl.owner = make([]int32, len(pl.nodes))
	for i := range pl.owner {
		pl.owner[i] = -1
	}
	for r := range pl.p.Rules {
		if id := pl.p.Rules[r].Node; id != policy.NoNode {
			pl.own(id, int32(r))
		}
	}
}

// own claims a node and what it is made of, down to the next named rule.
func (pl *plan) own(id policy.NodeID, rule int32) {
	if id == policy.NoNode || pl.owner[id] >= 0 {
		return
	}
	n := &pl.nodes[id]
	if n.op == policy.OpRule && n.imm != rule {
		return
	}
	pl.owner[id] = rule
	for _, a := range n.args {
		pl.own(a, rule)
	}
}

// addReaders closes "reads this fact" and "goes over this table" over all
// users, so that a scout can forget exactly what a changed answer touches.
func (pl *plan) addReaders() {
	schema := pl.p.Schema
	pl.readers = make([][][]policy.NodeID, len(schema.Entities))
	pl.tableUsers = make([][]policy.NodeID, len(schema.Entities))
	for e := range schema.Entities {
		pl.readers[e] = make([][]policy.NodeID, len(schema.Entities[e].Facts))
		for slot := range schema.Entities[e].Facts {
			pl.readers[e][slot] = pl.usersOf(func(n *inode) bool { return pl.reads(n, fact.EntityID(e), int32(slot)) })
		}
		pl.tableUsers[e] = pl.usersOf(func(n *inode) bool { return pl.goesOver(n, fact.EntityID(e)) })
	}
}

// reads tells that a node looks at a fact by itself.
func (pl *plan) reads(n *inode, e fact.EntityID, slot int32) bool {
	if n.op == policy.OpHeld && pl.award.found && e == pl.award.entity {
		return slot == pl.award.programme || slot == pl.award.period
	}
	return n.op == policy.OpFact && n.of == e && n.imm == slot
}

// goesOver tells that a node counts on a table of an entity being known.
func (pl *plan) goesOver(n *inode, table fact.EntityID) bool {
	over := n.over
	switch n.op {
	case policy.OpAddUp, policy.OpAny, policy.OpAll, policy.OpCount, policy.OpMinOf, policy.OpMaxOf:
	case policy.OpHeld:
		if over = pl.award.entity; !pl.award.found {
			return false
		}
	default:
		return false
	}
	return table == over || pl.p.Schema.IsAncestor(table, over)
}

// usersOf lists the nodes that start tells of and everything above them.
func (pl *plan) usersOf(start func(*inode) bool) []policy.NodeID {
	hit := make([]bool, len(pl.nodes))
	var list []policy.NodeID
	for i := range pl.nodes {
		hit[i] = start(&pl.nodes[i])
		for _, a := range pl.nodes[i].args {
			hit[i] = hit[i] || a != policy.NoNode && hit[a]
		}
		if hit[i] {
			list = append(list, policy.NodeID(i))
		}
	}
	return list
}

// addRelated closes "may have to give way to" over all programmes: to judge one
// again, those are judged with it.
func (pl *plan) addRelated() {
	pl.related = make([][]int32, len(pl.p.Programmes))
	for i := range pl.related {
		in := make([]bool, len(pl.related))
		in[i] = true
		for grown := true; grown; {
			grown = false
			for k := range pl.p.Stacking {
				pair := &pl.p.Stacking[k]
				if pair.Is == "both" {
					continue
				}
				if in[pair.Second] && !in[pair.First] {
					in[pair.First], grown = true, true
				}
				if pair.Is == "higher_of" && in[pair.First] && !in[pair.Second] {
					in[pair.Second], grown = true, true
				}
			}
		}
		for k := range in {
			if in[k] {
				pl.related[i] = append(pl.related[i], int32(k))
			}
		}
	}
}

// ruleNode finds a rule by name.
func (pl *plan) ruleNode(id string) policy.NodeID {
	if i, ok := pl.p.RuleIndex[id]; ok {
		return pl.p.Rules[i].Node
	}
	return policy.NoNode
}
