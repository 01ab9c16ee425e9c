package casefile

import (
	"strings"

	"doudi/civil"
	"doudi/fact"
	"doudi/money"
)

// caseOnly reads what belongs to cases of packs, or refuses it.
func (b *binder) caseOnly(tree *node) {
	for _, key := range []string{"expect", "why", "figures"} {
		if n := tree.get(key); n != nil && !b.r.o.AllowExpect {
			b.blame(n, nil, key, "只有政策包的案例才能写这一项；请从家庭文件中删去")
		}
	}
	if !b.r.o.AllowExpect {
		return
	}
	b.family.Why = b.word(tree, "why")
	b.expectations(tree.get("expect"))
	b.figures(tree.get("figures"))
}

// expectations reads expect: {PROGRAMME or PROGRAMME@member: {…}}.
func (b *binder) expectations(n *node) {
	if n == nil {
		return
	}
	if n.kind != isMapping {
		b.blame(n, nil, "expect", "这里应是“项目: {status: …}”")
		return
	}
	b.once(n, nil)
	for _, e := range n.entries {
		at := &place{nil, "expect." + clean(e.key)}
		programme, person, _ := strings.Cut(e.key, "@")
		if _, ok := b.v.programme(programme); !ok {
			b.blamef(e.value, at, "", "没有“%s”这个项目%s", clean(programme), perhaps(programme, b.v.programmes()))
		}
		b.family.Expect = append(b.family.Expect, b.expectation(e, at, programme, person))
	}
}

// expectation reads what is expected of one programme.
func (b *binder) expectation(e entry, at *place, programme, person string) Expectation {
	x := Expectation{Programme: programme, Person: person, Row: e.row}
	if e.value.kind != isMapping {
		b.blame(e.value, at, "", "这里应是 {status: …}")
		return x
	}
	b.once(e.value, at)
	for _, part := range e.value.entries {
		b.expected(&x, part, at)
	}
	if !contains(statuses, x.Status) {
		b.blamef(e.value, at, "status", "“%s”不是结果状态，可填：%s", clean(x.Status), strings.Join(statuses, "、"))
	}
	return x
}

// expected reads one key of an expectation; a key that is not known names a
// part of the amount.
func (b *binder) expected(x *Expectation, e entry, at *place) {
	switch e.key {
	case "status":
		x.Status = e.value.text
	case "because":
		x.Because = b.wordOrWords(e.value, at, e.key)
	case "missing":
		x.Missing = b.wordOrWords(e.value, at, e.key)
	case "total":
		amount := b.amount(e.value, at, e.key)
		x.Total = &amount
	case "bearers":
		x.Bearers = b.bearers(e.value, at)
	case "starts":
		v, _ := b.scalar(e.value, at, e.key, fact.Month)
		month := civil.Month(v.N)
		x.Starts = &month
	case "recheck":
		v, _ := b.scalar(e.value, at, e.key, fact.Months)
		x.Recheck = &v.N
	default:
		x.Parts = append(x.Parts, ExpectedPart{e.key, b.amount(e.value, at, clean(e.key))})
	}
}

// bearers reads bearers: {PAYER: amount}.
func (b *binder) bearers(n *node, at *place) []ExpectedBearer {
	if n.kind != isMapping {
		b.blame(n, at, "bearers", "这里应是“承担者: 数额”")
		return nil
	}
	b.once(n, at)
	var list []ExpectedBearer
	for _, e := range n.entries {
		list = append(list, ExpectedBearer{e.key, b.amount(e.value, at, clean(e.key))})
	}
	return list
}

// wordOrWords reads one word or a list of them.
func (b *binder) wordOrWords(n *node, at *place, field string) []string {
	if n.kind == isScalar {
		return []string{n.text}
	}
	var words []string
	for _, item := range n.items {
		words = append(words, item.text)
	}
	if n.kind != isList {
		b.blame(n, at, field, "这里应是一个名称或方括号里的清单")
	}
	return words
}

// amount reads an expected amount: 614元, or [0元, 500元] for a range.
func (b *binder) amount(n *node, at *place, field string) Range {
	if n.kind == isList && len(n.items) == 2 {
		return Range{b.fen(n.items[0], at, field), b.fen(n.items[1], at, field)}
	}
	fen := b.fen(n, at, field)
	return Range{fen, fen}
}

// fen reads one amount.
func (b *binder) fen(n *node, at *place, field string) money.Fen {
	v, _ := b.scalar(n, at, field, fact.Money)
	return money.Fen(v.N)
}

// figures reads overrides of figures, typed as the pack has them.
func (b *binder) figures(n *node) {
	if n == nil {
		return
	}
	if n.kind != isMapping {
		b.blame(n, nil, "figures", "这里应是“参数: 值”")
		return
	}
	b.once(n, nil)
	for _, e := range n.entries {
		b.figure(e)
	}
}

// figure reads one override.
func (b *binder) figure(e entry) {
	at := &place{nil, "figures." + clean(e.key)}
	for _, f := range b.v.pack.Figures {
		if f.ID != e.key {
			continue
		}
		if e.value.kind != isScalar {
			b.blame(e.value, at, "", "这里应只写一个值")
			return
		}
		v, err := fact.ParseLiteral(f.Type, e.value.text, b.v.schema.Symbol)
		if err != nil {
			b.blame(e.value, at, "", b.complaint(e.value, f.Type, err))
			return
		}
		b.family.Figures = append(b.family.Figures, FigureOverride{f.ID, f.Type, v, e.row})
		return
	}
	b.blamef(e.value, at, "", "没有“%s”这个参数", clean(e.key))
}
