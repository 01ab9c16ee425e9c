package main

import (
	"fmt"
	"slices"

	"doudi/engine"
	"doudi/fact"
	"doudi/pack"
	"doudi/policy"
)

// programme notes what there is to show of each version of a programme.
func (s *survey) programme(p *policy.Programme) {
	s.outcomes[p.Index] = append(s.outcomes[p.Index], outcomeProbe{pointKey{kind: useProgramme, id: p.ID},
		func(j engine.Judged) bool { return j.Status != engine.NotClaimed && j.Status != engine.Undetermined }})
	for k := range p.Versions {
		v := &p.Versions[k]
		thing := point{pointKey: pointKey{pos: v.Pos, id: p.ID}, origin: v.Origin, thing: fmt.Sprintf("待遇 %s（%s，%s）", p.Label, p.ID, policy.SpanText(v.Span))}
		on := func(kind pointKind, detail string, test func(engine.Judged) bool) {
			key := s.add(thing.of(kind, detail))
			s.outcomes[p.Index] = append(s.outcomes[p.Index], outcomeProbe{key, func(j engine.Judged) bool { return int(j.Version) == k && test(j) }})
		}
		on(pointGranted, "", func(j engine.Judged) bool { return j.Status == engine.Entitled })
		if len(v.Conditions) > 0 {
			on(pointRefused, "", func(j engine.Judged) bool { return j.Status == engine.Refused && j.Stop < 0 })
		}
		if v.Leaving != policy.NoNode {
			on(pointLeaving, "", func(j engine.Judged) bool { return j.Status == engine.Leaving })
		}
		for i := range v.Stops {
			on(pointStop, s.c.program.Describe(v.Stops[i].Node), func(j engine.Judged) bool { return int(j.Stop) == i })
		}
		s.conditions(thing, v)
		s.edges(thing, v.Span)
	}
}

// conditions notes both answers of a condition that is no rule of its own.
func (s *survey) conditions(thing point, v *policy.ProgrammeVersion) {
	for _, id := range v.Conditions {
		if s.c.program.Nodes[id].Op == policy.OpRule {
			continue
		}
		for value, kind := range []pointKind{pointFalse, pointTrue} {
			s.on(id, thing.of(kind, "："+s.c.program.Describe(id)), func(seen engine.Seen) bool {
				return seen.Value == fact.Of(int64(value)) && (seen.Day == 0 || v.Span.Contains(seen.Day))
			})
		}
	}
}

// pair notes that two programmes meet in one person. A pair whose programmes
// already read each other in their conditions is decided there: whether it
// ever fires is counted apart and asked of no case.
func (s *survey) pair(index int, p *pack.Pair) {
	thing := point{pointKey: pointKey{pos: p.Pos, id: p.First + "+" + p.Second}, origin: p.Origin,
		thing: fmt.Sprintf("叠加 %s、%s（%s）", s.c.program.ProgrammeLabel(p.First), s.c.program.ProgrammeLabel(p.Second), stackingShort[p.Is])}
	s.pairs = append(s.pairs, s.add(thing.of(s.pairKind(&s.c.program.Stacking[index]), "")))
	s.edges(thing, p.Span)
}

// stackingShort says how two programmes meet, in a few words.
var stackingShort = map[string]string{"both": "同享", "excludes": "排斥", "higher_of": "取高", "tops_up_to": "补足"}

// pairKind tells pairs that must fire from those that let both stand or that
// conditions decide before.
func (s *survey) pairKind(p *policy.Pair) pointKind {
	switch {
	case p.Is == "both":
		return pointBoth
	case s.reads(p.First, p.Second) || s.reads(p.Second, p.First) || s.chosenApart(p.First, p.Second):
		return pointDecided
	}
	return pointPair
}

// reads tells that the conditions of one programme read another.
func (s *survey) reads(programme, other int32) bool {
	return slices.Contains(s.c.program.Reads(&s.c.program.Programmes[programme]), other)
}

// chosenApart tells that a choice lets a family have only one of two programmes.
func (s *survey) chosenApart(first, second int32) bool {
	for i := range s.c.program.Choices {
		opens := func(programme int32) int {
			return slices.IndexFunc(s.c.program.Choices[i].Options, func(o policy.Option) bool { return slices.Contains(o.Programmes, programme) })
		}
		if a, b := opens(first), opens(second); a >= 0 && b >= 0 && a != b {
			return true
		}
	}
	return false
}
