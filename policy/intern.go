package policy

import (
	"encoding/binary"

	"doudi/fact"
	"doudi/pack"
)

// intern gives the one node that does this operation, making it if it is new.
// The lowest entity of its arguments becomes its own unless the operation
// names one itself.
func (c *compiler) intern(n Node) NodeID {
	if !ownEntity(n.Op) {
		n.Of = c.lowest(n.Args)
	}
	key := string(c.key(&n))
	if id, ok := c.cons[key]; ok {
		return id
	}
	id := NodeID(len(c.p.Nodes))
	n.Pos = c.at
	c.p.Nodes = append(c.p.Nodes, n)
	c.cons[key] = id
	return id
}

// ownEntity tells which operations name their entity themselves.
func ownEntity(op Op) bool {
	switch op {
	case OpConst, OpGlobal, OpFact, OpAddUp, OpAny, OpAll, OpCount, OpMinOf, OpMaxOf, OpClaimed, OpHeld, OpChosen:
		return true
	}
	return false
}

// lowest is the entity of the arguments that lies deepest; all of them lie on
// one chain because an expression sees only its row and the owners of it.
func (c *compiler) lowest(args []NodeID) fact.EntityID {
	low := fact.PlaceEntity
	for _, a := range args {
		if a == NoNode {
			continue
		}
		if of := c.p.Nodes[a].Of; c.depth(of) > c.depth(low) {
			low = of
		}
	}
	return low
}

// depth counts the owners above an entity.
func (c *compiler) depth(e fact.EntityID) int {
	d := 0
	for ; e > fact.HouseholdEntity; e = c.schema.Entities[e].Parent {
		d++
	}
	if e == fact.HouseholdEntity {
		d++
	}
	return d
}

// key writes everything that makes an operation what it is.
func (c *compiler) key(n *Node) []byte {
	b := c.keyBuf[:0]
	b = append(b, byte(n.Op), byte(n.Type), byte(n.Mode), byte(n.Const.State))
	for _, v := range [...]int64{int64(n.Of), int64(n.Over), n.Const.N, n.Const.M, int64(n.Imm), int64(n.Imm2)} {
		b = binary.AppendVarint(b, v)
	}
	b = binary.AppendVarint(b, int64(len(n.Args)))
	for _, a := range n.Args {
		b = binary.AppendVarint(b, int64(a))
	}
	b = appendText(b, n.Unit)
	b = appendSpans(b, n.Spans)
	b = appendExceptions(b, n.Exc)
	c.keyBuf = appendRows(b, n.Rows)
	return c.keyBuf
}

// appendText writes a text with its length.
func appendText(b []byte, s string) []byte {
	return append(binary.AppendVarint(b, int64(len(s))), s...)
}

// appendTexts writes a list of texts.
func appendTexts(b []byte, list []string) []byte {
	b = binary.AppendVarint(b, int64(len(list)))
	for _, s := range list {
		b = appendText(b, s)
	}
	return b
}

// appendSpans writes spans.
func appendSpans(b []byte, spans []pack.Span) []byte {
	b = binary.AppendVarint(b, int64(len(spans)))
	for _, s := range spans {
		b = binary.AppendVarint(binary.AppendVarint(b, int64(s.From)), int64(s.To))
	}
	return b
}

// appendExceptions writes exceptions with all that a reader sees of them.
func appendExceptions(b []byte, list []Exception) []byte {
	b = binary.AppendVarint(b, int64(len(list)))
	for _, e := range list {
		b = appendTexts(appendText(appendText(b, e.ID), e.Label), e.Cites)
		b = binary.AppendVarint(b, int64(len(e.Over)))
		for _, o := range e.Over {
			b = binary.AppendVarint(b, int64(o))
		}
	}
	return b
}

// appendRows writes the rows of a table.
func appendRows(b []byte, rows []Row) []byte {
	b = binary.AppendVarint(b, int64(len(rows)))
	for _, r := range rows {
		b = appendTexts(b, r.Cites)
		for _, m := range r.When {
			b = appendMatch(b, m)
		}
	}
	return b
}

// appendMatch writes one cell of a table.
func appendMatch(b []byte, m Match) []byte {
	flags := byte(0)
	for i, f := range [...]bool{m.Any, m.HasLow, m.HasHigh} {
		if f {
			flags |= 1 << i
		}
	}
	b = append(b, flags)
	b = binary.AppendVarint(binary.AppendVarint(b, m.Low), m.High)
	b = binary.AppendVarint(b, int64(len(m.In)))
	for _, v := range m.In {
		b = binary.AppendVarint(binary.AppendVarint(append(b, byte(v.State)), v.N), v.M)
	}
	return b
}
