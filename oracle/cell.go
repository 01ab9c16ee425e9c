package oracle

import (
	"errors"
	"reflect"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// state is one of the five ends a computation can have. The oracle names and
// combines them on its own: nothing here is taken from the engine.
type state uint8

const (
	unknown      state = iota // a fact that nobody gave, or an index still to come
	known                     // n holds the quantity (a span keeps its last month in m)
	none                      // asked, and there is none
	inapplicable              // the question does not arise for this row
	failed                    // conflict, no value, overflow
)

// cause says through what a cell is unknown; causes add up.
type cause uint8

const (
	byFact   cause = 1 << iota // a fact or a table nobody gave
	byIndex                    // a figure that is not published yet
	byOffice                   // a fact that an official decides
	byChoice                   // a question that the family has not answered
)

// cell is one result. It is the only kind of value that CEL ever sees here, so
// that every operator stays the oracle's own Go.
type cell struct {
	state state
	why   cause
	n, m  int64
	note  string // what failed, for the message of a difference
}

var (
	yes      = &cell{state: known, n: 1}
	no       = &cell{state: known}
	nothing  = &cell{state: none}
	off      = &cell{state: inapplicable}
	unasked  = &cell{state: unknown, why: byFact}
	awaited  = &cell{state: unknown, why: byIndex}
	official = &cell{state: unknown, why: byOffice}
	unchosen = &cell{state: unknown, why: byChoice}
)

// number wraps a known quantity.
func number(n int64) *cell { return &cell{state: known, n: n} }

// fail is an error with its reason.
func fail(note string) *cell { return &cell{state: failed, note: note} }

// truth turns a Go bool into a cell.
func truth(b bool) *cell {
	if b {
		return yes
	}
	return no
}

// isTrue and isFalse test for the two known answers of a yes/no cell.
func (c *cell) isTrue() bool  { return c.state == known && c.n != 0 }
func (c *cell) isFalse() bool { return c.state == known && c.n == 0 }

// same tells whether two cells are the same settled answer.
func (c *cell) same(d *cell) bool {
	if c.state != d.state {
		return false
	}
	return c.state != known || c.n == d.n && c.m == d.m
}

// first finds what stands against computing with the cells: an error beats an
// unknown, an unknown beats not applicable. A none is an error here, because
// the law must have guarded against it. It is nil if all are known.
func first(cells ...*cell) *cell {
	var stop *cell
	for _, c := range cells {
		if c.state == none {
			return fail("none where a quantity is needed")
		}
		if c.state != known {
			stop = worse(stop, c)
		}
	}
	return stop
}

// worse keeps the stronger of two obstacles and joins the causes of unknowns.
func worse(a, b *cell) *cell {
	switch {
	case a == nil:
		return b
	case a.state == failed || b.state == inapplicable:
		return a
	case b.state == failed || a.state == inapplicable:
		return b
	}
	return joined(a, b)
}

// joined is unknown through both.
func joined(a, b *cell) *cell {
	if a.why|b.why == a.why {
		return a
	}
	return &cell{state: unknown, why: a.why | b.why}
}

// String shows a cell in the message of a difference.
func (c *cell) String() string {
	switch c.state {
	case known:
		return showNumber(c)
	case none:
		return "none"
	case inapplicable:
		return "n/a"
	case failed:
		return "error(" + c.note + ")"
	}
	return "unknown" + c.why.String()
}

// String names the causes.
func (w cause) String() string {
	text := ""
	for i, name := range []string{" fact", " index", " office", " choice"} {
		if w&(1<<i) != 0 {
			text += name
		}
	}
	return text
}

// The methods below make a cell a CEL value. CEL only passes it on.

var cellType = types.NewOpaqueType("cell")

// ConvertToNative implements ref.Val.
func (c *cell) ConvertToNative(reflect.Type) (any, error) {
	return nil, errors.New("a cell has no native form")
}

// ConvertToType implements ref.Val.
func (c *cell) ConvertToType(ref.Type) ref.Val { return types.NewErr("a cell has no other type") }

// Equal implements ref.Val; expressions never use it.
func (c *cell) Equal(other ref.Val) ref.Val {
	d, ok := other.(*cell)
	return types.Bool(ok && c.same(d))
}

// Type implements ref.Val.
func (c *cell) Type() ref.Type { return cellType }

// Value implements ref.Val.
func (c *cell) Value() any { return c }
