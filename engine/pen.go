package engine

import (
	"strconv"
	"strings"

	"doudi/civil"
	"doudi/fact"
	"doudi/money"
)

// pen writes sentences: into the text of a Result, or one by one for its lines.
// Those are cut from a few long strings, and all lines stand in a few long
// slices: an explanation costs a handful of allocations, however many sentences
// it has.
type pen struct {
	buf   []byte
	text  *strings.Builder
	lines []Line   // finished children; full ones are left to the Result
	stack []Line   // children in the making
	ids   []string // a list of ids in the making
	kept  []string // finished ones
}

const (
	textChunk = 16 << 10
	lineChunk = 128
)

// reset prepares for a new Result; nothing of an old one is touched.
func (p *pen) reset() {
	p.buf, p.text, p.lines, p.kept, p.stack = p.buf[:0], nil, nil, nil, p.stack[:0]
}

// keepIDs moves a list of ids among the finished ones.
func (p *pen) keepIDs(ids []string) []string {
	if cap(p.kept)-len(p.kept) < len(ids) {
		p.kept = make([]string, 0, max(lineChunk, len(ids)))
	}
	from := len(p.kept)
	p.kept = append(p.kept, ids...)
	return p.kept[from:len(p.kept):len(p.kept)]
}

// cut gives what was written as a string, and starts anew.
func (p *pen) cut() string {
	if p.text == nil || p.text.Cap()-p.text.Len() < len(p.buf) {
		p.text = &strings.Builder{}
		p.text.Grow(max(textChunk, len(p.buf)))
	}
	start := p.text.Len()
	p.text.Write(p.buf)
	p.buf = p.buf[:0]
	return p.text.String()[start:]
}

// put writes a text; puts writes several. Most are single, and put is small
// enough to be written in place by the compiler.
func (p *pen) put(s string) { p.buf = append(p.buf, s...) }

func (p *pen) puts(texts ...string) {
	for _, s := range texts {
		p.buf = append(p.buf, s...)
	}
}

// number writes a whole number.
func (p *pen) number(n int64) {
	p.buf = strconv.AppendInt(p.buf, n, 10)
}

// fen writes an amount the way money.Fen does, without memory for the common
// ones.
func (p *pen) fen(n int64) {
	if n < 0 || n%100 != 0 {
		p.put(money.Fen(n).String())
		return
	}
	p.number(n / 100)
	p.put("元")
}

// date writes a day in Chinese.
func (p *pen) date(d civil.Date) {
	y, m, dd := d.YMD()
	p.number(int64(y))
	p.put("年")
	p.number(int64(m))
	p.put("月")
	p.number(int64(dd))
	p.put("日")
}

// month writes a month in Chinese.
func (p *pen) month(m civil.Month) {
	y, mm := m.YM()
	p.number(int64(y))
	p.put("年")
	p.number(int64(mm))
	p.put("月")
}

// known writes a known quantity; enums and places go through their labels.
func (p *pen) known(t fact.Type, n int64, s *fact.Schema) {
	switch t {
	case fact.Money, fact.MoneyMonth, fact.MoneyYear, fact.MoneyDay:
		p.fen(n)
		p.put(perUnit(t))
	case fact.Count:
		p.number(n)
	case fact.Months:
		p.number(n)
		p.put("个月")
	case fact.Bool:
		p.put(yesNo(n != 0))
	case fact.Date:
		p.date(civil.Date(n))
	case fact.Month:
		p.month(civil.Month(n))
	default:
		p.put(fact.Format(t, store(t, number(n)), s))
	}
}

// value writes a value of any state.
func (p *pen) value(t fact.Type, v val, s *fact.Schema) {
	switch v.st {
	case known:
		p.known(t, v.n, s)
	case none:
		p.put("无")
	case inapplicable:
		p.put("不适用")
	case failed:
		p.put("（算不出来）")
	default:
		p.put("未知")
	}
}

// perUnit is the period of an amount behind the sum.
func perUnit(t fact.Type) string {
	switch t {
	case fact.MoneyMonth:
		return "/月"
	case fact.MoneyYear:
		return "/年"
	case fact.MoneyDay:
		return "/天"
	}
	return ""
}

// yesNo answers a yes/no question.
func yesNo(b bool) string {
	if b {
		return "是"
	}
	return "否"
}

// keep moves the children pushed since mark into the finished ones.
func (p *pen) keep(mark int) []Line {
	n := len(p.stack) - mark
	if n == 0 {
		return nil
	}
	if cap(p.lines)-len(p.lines) < n {
		p.lines = make([]Line, 0, max(lineChunk, n))
	}
	from := len(p.lines)
	p.lines = append(p.lines, p.stack[mark:]...)
	p.stack = p.stack[:mark]
	return p.lines[from:len(p.lines):len(p.lines)]
}
