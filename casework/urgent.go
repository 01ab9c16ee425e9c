package casework

import (
	"slices"
	"strings"

	"doudi/fault"
	"doudi/pack"
)

// urgentHours is how long an urgent request waits at most to be looked at where
// the place's procedure counts no hours: what one place has as law (TJ-29) is
// taken for what every family in such a need can expect.
const urgentHours = 24

// pressing tells whether a procedure is one of urgent aid: something is given
// before all is complete (社会救助法第五十条).
func (f *Flow) pressing() bool {
	return slices.ContainsFunc(f.Procedure.Steps, func(s pack.ProcedureStep) bool { return kinds[s.ID] == advance })
}

// Urgent tells whether a case waits for urgent aid: it does not any more when
// something was given at once, or it was refused.
func (f *Flow) Urgent(at State) bool {
	return f.pressing() && !at.Closed() && !at.mute() && kinds[string(at)] != meeting && !strings.HasSuffix(string(at), string(resting("")))
}

// urgent tells whether a request asks for urgent aid among what is offered.
func (p *Petition) urgent(offers []Offer) bool {
	return slices.ContainsFunc(offers, func(o Offer) bool { return o.Flow.pressing() && slices.Contains(p.Programmes, o.Aid.ID) })
}

// why is what an application of urgent aid has to tell before it is handed in:
// without it nobody can see that it is urgent, and papers come only after.
const why = "申请的原因（急难救助要写清出了什么事、哪一天）"

// Unexplained tells whether urgent aid is asked for and nobody wrote why.
func (in *Intake) Unexplained() bool {
	return strings.TrimSpace(in.Story) == "" && slices.ContainsFunc(in.Sights, func(c *Sight) bool { return c.Flow != nil && c.Flow.pressing() && !c.State.Closed() })
}

// explain refuses to hand in urgent aid of which nobody said why.
func explain(unexplained bool) error {
	if unexplained {
		return fault.New(fault.BadInput, why+"：没有写；请写了再递交").At(0, "story")
	}
	return nil
}

// first orders what is urgent before what is not.
func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}
