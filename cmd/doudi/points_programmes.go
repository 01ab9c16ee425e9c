package main

import (
	"fmt"

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
		thing := point{pointKey: pointKey{pos: v.Pos, id: p.ID}, origin: v.Origin, thing: fmt.Sprintf("待遇 %s（%s，%s）", p.Label, p.ID, spanText(v.Span))}
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
		for value, kind := range map[int64]pointKind{0: pointFalse, 1: pointTrue} {
			s.on(id, thing.of(kind, "："+s.c.program.Describe(id)), func(seen engine.Seen) bool {
				return seen.Value == fact.Of(value) && (seen.Day == 0 || v.Span.Contains(seen.Day))
			})
		}
	}
}

// pair notes that two programmes meet in one person.
func (s *survey) pair(index int, p *pack.Pair) {
	thing := point{pointKey: pointKey{pos: p.Pos, id: p.First + "+" + p.Second}, origin: p.Origin,
		thing: fmt.Sprintf("叠加 %s、%s（%s）", programmeLabel(s.c, p.First), programmeLabel(s.c, p.Second), p.Is)}
	kind := pointPair
	if p.Is == "both" {
		kind = pointBoth
	}
	s.pairs = append(s.pairs, s.add(thing.of(kind, "")))
	s.edges(thing, p.Span)
}
