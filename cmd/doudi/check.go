package main

import (
	"fmt"
	"slices"

	"doudi/casefile"
	"doudi/civil"
	"doudi/engine"
	"doudi/fact"
)

// check holds the result of a case against what its author worked out by hand
// and says in Chinese what differs.
func check(f *casefile.Family, r *engine.Result, s *fact.Schema) []string {
	var wrong []string
	for i := range f.Expect {
		x := &f.Expect[i]
		name := x.Programme
		if x.Person != "" {
			name += "@" + x.Person
		}
		for _, text := range checkOne(x, r, s) {
			wrong = append(wrong, fmt.Sprintf("%s 第%d行，家庭“%s”，%s：%s", f.Pos.File, x.Row, f.Name, name, text))
		}
	}
	return wrong
}

// checkOne is one expectation.
func checkOne(x *casefile.Expectation, r *engine.Result, s *fact.Schema) []string {
	found := outcomesFor(x, r)
	switch {
	case len(found) > 1:
		return []string{"有几个人或几行都涉及，请在 @ 后面写明是谁"}
	case len(found) == 0 && x.Status == "not_listed":
		return nil
	case len(found) == 0:
		return []string{fmt.Sprintf("应为 %s，结果里没有这一项", x.Status)}
	}
	o := found[0]
	var wrong []string
	if string(o.Status) != x.Status {
		wrong = append(wrong, fmt.Sprintf("状态应为 %s，得到 %s（%s）", x.Status, o.Status, joined(o.Because)))
	}
	for _, rule := range x.Because {
		if !slices.Contains(o.Because, rule) {
			wrong = append(wrong, fmt.Sprintf("理由应有 %s，得到 %s", rule, joined(o.Because)))
		}
	}
	wrong = append(wrong, checkAmounts(x, o)...)
	wrong = append(wrong, checkBearers(x, o)...)
	wrong = append(wrong, checkTimes(x, o)...)
	if x.Missing != nil {
		wrong = append(wrong, checkMissing(x.Missing, o, s)...)
	}
	return wrong
}

// outcomesFor are the outcomes that an expectation may mean.
func outcomesFor(x *casefile.Expectation, r *engine.Result) []*engine.Outcome {
	var found []*engine.Outcome
	for i := range r.Outcomes {
		o := &r.Outcomes[i]
		if o.Programme == x.Programme && (x.Person == "" || o.Person == x.Person) {
			found = append(found, o)
		}
	}
	return found
}

// checkAmounts compares the total and every part named.
func checkAmounts(x *casefile.Expectation, o *engine.Outcome) []string {
	var wrong []string
	if x.Total != nil && !sameAmount(*x.Total, o.Total) {
		wrong = append(wrong, fmt.Sprintf("合计应为 %s，得到 %s", rangeText(*x.Total), orNothing(o.Total.String())))
	}
	for _, p := range x.Parts {
		i := slices.IndexFunc(o.Parts, func(q engine.PartAmount) bool { return q.ID == p.ID })
		switch {
		case i < 0:
			wrong = append(wrong, fmt.Sprintf("应有“%s” %s，得到的数额里没有这一部分", p.ID, rangeText(p.Amount)))
		case !sameAmount(p.Amount, o.Parts[i].Amount):
			wrong = append(wrong, fmt.Sprintf("“%s”应为 %s，得到 %s", p.ID, rangeText(p.Amount), orNothing(o.Parts[i].Amount.String())))
		}
	}
	return wrong
}

// checkBearers compares who pays how much; when one is named, all must be.
func checkBearers(x *casefile.Expectation, o *engine.Outcome) []string {
	if x.Bearers == nil {
		return nil
	}
	var wrong []string
	for _, b := range x.Bearers {
		i := slices.IndexFunc(o.Bearers, func(c engine.Bearer) bool { return c.Payer == b.Payer })
		switch {
		case i < 0:
			wrong = append(wrong, fmt.Sprintf("“%s”应承担 %s，结果里没有这一方", b.Payer, rangeText(b.Amount)))
		case !sameAmount(b.Amount, o.Bearers[i].Amount):
			wrong = append(wrong, fmt.Sprintf("“%s”应承担 %s，得到 %s", b.Payer, rangeText(b.Amount), orNothing(o.Bearers[i].Amount.String())))
		}
	}
	if len(wrong) == 0 && len(x.Bearers) != len(o.Bearers) {
		wrong = append(wrong, fmt.Sprintf("应由 %d 方承担，得到 %d 方", len(x.Bearers), len(o.Bearers)))
	}
	return wrong
}

// checkTimes compares the first month paid and the months until the next check.
func checkTimes(x *casefile.Expectation, o *engine.Outcome) []string {
	var wrong []string
	if x.Starts != nil && *x.Starts != o.Starts {
		wrong = append(wrong, fmt.Sprintf("应从 %s 起发，得到 %s", *x.Starts, startText(o.Starts)))
	}
	if x.Recheck != nil && *x.Recheck != o.Recheck {
		wrong = append(wrong, fmt.Sprintf("应 %d 个月复核一次，得到 %d 个月", *x.Recheck, o.Recheck))
	}
	return wrong
}

// startText is the first month paid, or that there is none.
func startText(m civil.Month) string {
	if m == 0 {
		return "没有起发的月份"
	}
	return m.String()
}

// sameAmount compares to the fen.
func sameAmount(want casefile.Range, got engine.Amount) bool {
	return got.Type != fact.Invalid && want.Low == got.Low && want.High == got.High
}

// rangeText is an expected amount.
func rangeText(r casefile.Range) string {
	if r.Low == r.High {
		return r.Low.String()
	}
	return r.Low.String() + "至" + r.High.String()
}

// orNothing says that there is nothing.
func orNothing(text string) string {
	if text == "" {
		return "无数额"
	}
	return text
}

// checkMissing compares the facts that could still change the outcome.
func checkMissing(want []string, o *engine.Outcome, s *fact.Schema) []string {
	var got []string
	for i := range o.Missing {
		got = append(got, missingKey(&o.Missing[i], s))
	}
	want = slices.Clone(want)
	for i := range want {
		want[i] = entityOf(s, want[i])
	}
	slices.Sort(got)
	slices.Sort(want)
	if slices.Equal(slices.Compact(got), slices.Compact(want)) {
		return nil
	}
	return []string{fmt.Sprintf("还缺的事实应为 %s，得到 %s", joined(want), orNothing(joined(got)))}
}

// missingKey is the key of a fact, table, figure or choice as cases write it.
func missingKey(m *engine.Ref, s *fact.Schema) string {
	switch {
	case m.Figure != "" || m.Choice != "":
		return m.Figure + m.Choice
	case m.Slot < 0:
		return s.Entities[m.Table].Name
	}
	return s.Entities[m.Entity].Facts[m.Slot].Key
}

// entityOf turns the plural of a child table, as family files write it, into
// its name; any other word stays.
func entityOf(s *fact.Schema, word string) string {
	for _, e := range s.Entities {
		if word != "" && e.Plural == word {
			return e.Name
		}
	}
	return word
}
