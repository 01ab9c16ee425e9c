package casework

import (
	"slices"
	"strings"

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
