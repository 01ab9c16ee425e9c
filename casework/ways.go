package casework

import (
	"cmp"
	"slices"

	"doudi/fault"
	"doudi/money"
	"doudi/pack"
	"doudi/policy"
	"doudi/registry"
)

// Way is an act that the table knows where a case stands, who does it, and why
// this person cannot do it now; "" if he can.
type Way struct {
	Act            Act
	Label, By, Why string
	Note           string // what the law says about how
	Differs        bool   // from the determination: it needs a reason
}

// Ways lists them in the order of the table. It records nothing: who only looks
// has refused nothing.
func (s *Service) Ways(c *Sight, d registry.Desk) (list []Way) {
	for _, m := range c.moves() {
		if slices.ContainsFunc(list, func(w Way) bool { return w.Act == m.Act }) {
			continue
		}
		if slices.Contains(m.Guards, Bereft) && !c.Bereft {
			continue // nobody looks for it while nobody has died
		}
		e := Entry{Case: c.ID, Turn: c.Turn, Act: m.Act}
		if m.Act == AskPapers && len(c.Wants) == 0 {
			e.Wants = []string{""}
		}
		w := Way{Act: m.Act, Label: c.Flow.named(m), By: policy.Office(m.By)}
		if m.Step != nil {
			w.Note = m.Step.Note
		}
		own, _, _, err := s.allowed(c, d, e)
		if err != nil && (m.Act == Approve || m.Act == Refuse) {
			e.Differs = true
			for _, e.Sum = range []money.Fen{0, c.ceiling + 1} { // a small sum may be others' than a large one
				if against, _, _, other := s.allowed(c, d, e); other == nil {
					own, err, w.Differs = against, nil, true
				}
			}
		}
		if err != nil {
			w.Why = fault.Sentence(err)
		} else {
			w.By = policy.Office(own.By)
		}
		list = append(list, w)
	}
	return list
}

// Asides are the steps beside the line that this person may record now.
func (s *Service) Asides(c *Sight, d registry.Desk) (list []*pack.ProcedureStep) {
	for _, step := range c.Flow.Asides() {
		if _, _, _, err := s.allowed(c, d, Entry{Case: c.ID, Turn: c.Turn, Act: Aside, Step: step.ID}); err == nil {
			list = append(list, step)
		}
	}
	return list
}

// May tells whether somebody may record a mark or an objection now.
func (s *Service) May(c *Sight, d registry.Desk, act Act) bool {
	_, _, _, err := s.allowed(c, d, Entry{Case: c.ID, Turn: c.Turn, Act: act, Step: Special})
	return err == nil
}

// StepLabel is the Chinese name of what a turn was about; "" if of nothing.
func (c *Sight) StepLabel(t Turn) string {
	switch t.Act {
	case Mark:
		return MarkLabel(t.Step)
	case Keep:
		return Sort(t.Step).Label()
	case Object:
		return WayLabel(t.Step)
	}
	return cmp.Or(c.Flow.step(t.Step), Sort(t.Step).Label())
}
