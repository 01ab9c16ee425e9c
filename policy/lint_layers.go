package policy

import (
	"fmt"
	"slices"

	"doudi/civil"
	"doudi/pack"
)

// superiors reports figures and rules of the pack that hide a superior value
// which came later, unless the pack records that it knowingly deviates.
func (l *linter) superiors() {
	own := l.p.Pack.Packs[0]
	for _, f := range own.Figures {
		l.superiorFigure(f)
	}
	for _, r := range own.Rules {
		l.superiorRule(r)
	}
}

// superiorFigure compares one figure with the same id in the packs above.
// Rows that prevail clip by themselves and need no word.
func (l *linter) superiorFigure(f *pack.Figure) {
	begins := firstRow(f)
	for _, above := range l.p.Pack.Packs[1:] {
		for _, g := range above.Figures {
			if g.ID != f.ID {
				continue
			}
			for _, row := range g.Rows {
				if row.From > begins && row.Prevails == "" && !sharesNoKey(f, row) {
					l.changedAbove(f.Pos, f.Label, f.ID, above, row.From, row.Pos, f.Deviates, coversFrom(f, row.From))
				}
			}
		}
	}
}

// firstRow gives the earliest day on which a figure says something.
func firstRow(f *pack.Figure) civil.Date {
	first := civil.Open
	for _, r := range f.Rows {
		first = min(first, r.From)
	}
	return first
}

// sharesNoKey tells whether the lower figure leaves the superior row's keys alone.
func sharesNoKey(f *pack.Figure, row *pack.FigureRow) bool {
	return !slices.ContainsFunc(f.Rows, func(r *pack.FigureRow) bool { return slices.Equal(r.Keys, row.Keys) })
}

// coversFrom tells whether the lower pack has itself a row that begins on or
// after the day: then somebody has looked again since the superior change.
func coversFrom(f *pack.Figure, day civil.Date) bool {
	return slices.ContainsFunc(f.Rows, func(r *pack.FigureRow) bool { return r.From >= day })
}

// superiorRule does the same for a rule's versions.
func (l *linter) superiorRule(r *pack.Rule) {
	for _, above := range l.p.Pack.Packs[1:] {
		for _, g := range above.Rules {
			if g.ID == r.ID && g.From > r.From && g.From <= r.To {
				l.changedAbove(r.Pos, r.Label, r.ID, above, g.From, g.Pos, r.Deviates, false)
			}
		}
	}
}

// changedAbove reports one superior change that the pack has not answered.
func (l *linter) changedAbove(pos pack.Pos, label, id string, above *pack.Pack, day civil.Date, there pack.Pos, known []pack.Deviation, answered bool) {
	if answered || slices.ContainsFunc(known, func(d pack.Deviation) bool { return d.From == id }) {
		return
	}
	l.say(pos, KindSuperior,
		fmt.Sprintf("上级（%s）的“%s”从 %s 起改了（%s），本级仍用自己的", above.Label, label, day.Chinese(), there),
		fmt.Sprintf("按上级改；确有依据不改的，写 deviates: {from: %s, because: 理由}", id))
}

// constraints proves every constraint at every date on which something changes,
// for every combination of keys that its figures know.
func (l *linter) constraints() {
	for _, c := range l.p.Constraints {
		e := newProver(l.p, c.Keep)
		if e.unfit != "" {
			l.warn(c.Pos, KindUnproved, fmt.Sprintf("约束“%s”用到%s，不能预先验证", c.Label, e.unfit), "约束里只用数值")
			continue
		}
		if day, keys, broken := e.firstBroken(c.Span); broken {
			l.broken(c, day, keys)
		}
	}
}

// broken reports a constraint that does not hold, at the figure of the pack
// that breaks it; a recorded deviation answers an in-principle one.
func (l *linter) broken(c Constraint, day civil.Date, keys string) {
	what := fmt.Sprintf("约束“%s”在 %s 不成立%s", c.Label, day.Chinese(), keys)
	if c.Strength == "must" {
		l.say(c.Pos, KindBrokenMust, what, "改正数值：必须遵守的约束不能偏离")
		return
	}
	if l.deviates(c.ID) {
		return
	}
	l.say(c.Pos, KindBrokenInPrinc, what,
		fmt.Sprintf("改正数值；确有依据的，在数值上写 deviates: {from: %s, because: 理由}", c.ID))
}

// deviates tells whether a figure or rule records a deviation from the id.
func (l *linter) deviates(id string) bool {
	from := func(d pack.Deviation) bool { return d.From == id }
	for _, f := range l.p.Pack.Figures {
		if slices.ContainsFunc(f.Deviates, from) {
			return true
		}
	}
	for _, r := range l.p.Pack.Rules {
		if slices.ContainsFunc(r.Deviates, from) {
			return true
		}
	}
	return false
}
