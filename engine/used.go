package engine

import "slices"

// usedNode is a node of a graph of unions, like cause: which figures and rules
// that are not simply published law a line rests on.
type usedNode struct {
	left, right int32
	figure, row int32 // a figure row if rule < 0
	rule        int32
	version     int32
}

// rest adds a use to what the line in the making rests on.
func (e *evaluation) rest(u usedNode) {
	e.uses = append(e.uses, u)
	e.restOn(int32(len(e.uses) - 1))
}

// restOn adds what another line rests on.
func (e *evaluation) restOn(u int32) {
	switch {
	case u == 0 || u == e.using:
	case e.using == 0:
		e.using = u
	default:
		e.uses = append(e.uses, usedNode{left: e.using, right: u})
		e.using = int32(len(e.uses) - 1)
	}
}

// used lists what the lines rest on that is not simply published law, each
// once.
func (e *evaluation) used(u int32) []Used {
	if u == 0 {
		return nil
	}
	e.walk++
	if len(e.walked) < len(e.uses) {
		e.walked = append(e.walked, make([]uint32, len(e.uses)-len(e.walked))...)
	}
	e.handed = e.gather(u, e.handed[:0])
	return slices.Clone(e.handed)
}

// gather walks the graph of unions.
func (e *evaluation) gather(u int32, into []Used) []Used {
	if e.walked[u] == e.walk {
		return into
	}
	e.walked[u] = e.walk
	n := &e.uses[u]
	if n.left != 0 {
		return e.gather(n.right, e.gather(n.left, into))
	}
	one := e.usedOne(n)
	for i := range into {
		if into[i] == one {
			return into
		}
	}
	return append(into, one)
}

// usedOne describes one figure row or rule version.
func (e *evaluation) usedOne(n *usedNode) Used {
	if n.rule >= 0 {
		r := &e.pl.p.Rules[n.rule]
		return Used{ID: r.ID, Label: r.Label, Status: r.Versions[n.version].Status}
	}
	f := &e.pl.p.Figures[n.figure]
	row := &f.Rows[n.row]
	return Used{ID: f.ID, Label: f.Label, Status: row.Status, Due: row.ReviewBy != 0 && int64(e.snap.AsOf) > row.ReviewBy}
}
