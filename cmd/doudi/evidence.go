package main

import (
	"doudi/civil"
	"doudi/engine"
	"doudi/policy"
)

// evidence is what the hand-worked cases of the packs have shown. Generated
// families never come here: nobody worked them.
type evidence struct {
	refs    []caseRef
	shown   map[pointKey]*shown
	surveys map[*policy.Program]*survey

	now  *caseRun            // the case that is being run
	days map[civil.Date]bool // whose law it asked for
}

// caseRef is where a case stands.
type caseRef struct {
	File string `json:"file"` // with its line: cn/cases/dibao.yaml:12
	Name string `json:"name"`
}

// shown lists the cases, by their number, that show one point.
type shown struct{ cases []int }

// gather runs every case of the packs and remembers what it shows.
func (l *library) gather(ids []string, p *progress) (*evidence, error) {
	ev := &evidence{shown: map[pointKey]*shown{}, surveys: map[*policy.Program]*survey{}}
	err := l.eachCase(ids, func(c caseRun) error {
		if c.family.Snapshot != nil {
			ev.add(&c)
		}
		p.at(len(ev.refs))
		return nil
	})
	return ev, err
}

// OnLine tells whether some case puts both sides of the rule's comparison equal.
func (ev *evidence) OnLine(rule string) bool {
	for key := range ev.shown {
		if key.kind == pointLine && key.id == rule {
			return true
		}
	}
	return false
}

// refsOf are the cases that show a point.
func (ev *evidence) refsOf(key pointKey) []caseRef {
	var refs []caseRef
	if s := ev.shown[key]; s != nil {
		for _, i := range s.cases {
			refs = append(refs, ev.refs[i])
		}
	}
	return refs
}

// add runs one case.
func (ev *evidence) add(c *caseRun) {
	ev.refs = append(ev.refs, caseRef{File: placeOf(c.family.Pos.File, c.family.Pos.Row), Name: c.family.Name})
	ev.now, ev.days = c, map[civil.Date]bool{}
	s := ev.survey(c.law)
	c.law.engine.Trace(c.family.Snapshot, c.options(), engine.Watch{
		Operation: func(seen engine.Seen) {
			if seen.Day != 0 {
				ev.days[seen.Day] = true
			}
			for _, p := range s.nodes[seen.Node] {
				if p.test(seen) {
					ev.show(p.key)
				}
			}
		},
		Outcome: func(j engine.Judged) { ev.outcome(s, j) },
		Pair: func(i int) {
			ev.show(s.pairs[i])
			ev.show(pointKey{kind: usePair, pos: s.pairs[i].pos})
		},
	})
	for _, p := range s.dated {
		if p.test(ev.days) {
			ev.show(p.key)
		}
	}
}

// outcome remembers what one programme came to.
func (ev *evidence) outcome(s *survey, j engine.Judged) {
	for _, p := range s.outcomes[j.Programme] {
		if p.test(j) {
			ev.show(p.key)
		}
	}
}

// show notes that the case at hand shows a point, once.
func (ev *evidence) show(key pointKey) {
	s := ev.shown[key]
	if s == nil {
		s = &shown{}
		ev.shown[key] = s
	}
	at := len(ev.refs) - 1
	if n := len(s.cases); n == 0 || s.cases[n-1] != at {
		s.cases = append(s.cases, at)
	}
}

// survey says, once per law, what there is to show.
func (ev *evidence) survey(c *compiled) *survey {
	s := ev.surveys[c.program]
	if s == nil {
		s = newSurvey(c, ev)
		ev.surveys[c.program] = s
	}
	return s
}
