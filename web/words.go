package web

import (
	"slices"
	"strings"

	"doudi/engine"
	"doudi/fact"
)

// firstMissing is how many missing answers are shown unfolded.
const firstMissing = 5

// joined lists words.
func joined(words []string) string { return strings.Join(words, "、") }

// openTail says in the headline that something is still open.
func openTail(v *resultView) string {
	if len(v.Open) > 0 {
		return "；另有 " + itoa(len(v.Open)) + " 项还不能确定"
	}
	return ""
}

// counted counts what a family gets, and apart from it what it is only
// recognised as.
func counted(outcomes []*engine.Outcome) string {
	only := 0
	for _, o := range outcomes {
		if o.Grants == "standing" {
			only++
		}
	}
	var words []string
	if n := len(outcomes) - only; n > 0 {
		words = append(words, "可以享受 "+itoa(n)+" 项")
	}
	if only > 0 {
		words = append(words, "符合 "+itoa(only)+" 项认定")
	}
	return strings.Join(words, "，")
}

// inKind says what is given if it is not money.
func inKind(o *engine.Outcome) string {
	if o.Grants == "standing" {
		return "符合"
	}
	return "可以享受"
}

// isPaid tells whether a part is money.
func isPaid(p *engine.PartAmount) bool { return p.Amount.Type != fact.Invalid }

// shares lists who gets how much of a part.
func shares(p *engine.PartAmount) string {
	var words []string
	for i := range p.Each {
		if p.Each[i].Amount.High != 0 {
			words = append(words, p.Each[i].Name+" "+figure(p.Each[i].Amount)+"元")
		}
	}
	return joined(words)
}

// waiting names the programmes that wait for an answer, the first few.
func waiting(m *missing) string {
	if n := len(m.Programmes); n > 2 {
		return "关系到" + joined(m.Programmes[:2]) + "等 " + itoa(n) + " 项"
	}
	return "关系到" + joined(m.Programmes)
}

// persons lists the people of a programme.
func persons(p programmeView) string {
	var names []string
	for _, o := range p.Outcomes {
		if o.Person != "" && !slices.Contains(names, o.Person) {
			names = append(names, o.Person)
		}
	}
	return joined(names)
}

// hasNotes tells whether anything is not simply published law.
func (v *resultView) hasNotes() bool {
	return slices.ContainsFunc(v.Notes, func(n noteView) bool { return len(n.Labels) > 0 })
}
