package casework

import (
	"context"
	"slices"
	"strings"
	"time"

	"doudi/access"
	"doudi/civil"
	"doudi/pack"
)

// chartView is what charts need of a database; see View.
type chartView interface {
	// CaseCounts are how many cases handed in within some days stand where.
	CaseCounts(office int64, from, to civil.Date) ([]Standings, error)
	// CaseSteps is what was done to them, case by case in order.
	CaseSteps(office int64, from, to civil.Date) ([]Stepped, error)
}

// Standings is how many cases of a programme are in a state.
type Standings struct {
	Programme string
	State     State
	Cases     int
}

// Stepped is one thing that was done to a case, for charts.
type Stepped struct {
	Case      int64
	Programme string
	At        time.Time
	Act       Act
	Became    State
}

// Phase is where a case stands, in the few words of a chart.
type Phase int

// The phases, in the order of a case.
const (
	Accepting Phase = iota
	Working
	OnNotice
	Deciding
	Telling
	Given
	Denied
	Gone
	Changed // an award in force goes on, is lowered or has ended
	phases
)

// phaseWords are the words for them.
var phaseWords = [phases]string{"受理、补材料", "调查、核对、审核", "公示", "等决定", "等书面告知", "已给予", "不给予", "撤回、转交", "复核、变更已办完"}

// Label is the Chinese word of a phase.
func (p Phase) Label() string { return phaseWords[p] }

// Phases are all, in order.
func Phases() (list []Phase) {
	for p := range phases {
		list = append(list, p)
	}
	return list
}

// phaseOf puts a state into its phase.
func phaseOf(at State) Phase {
	switch at {
	case Supplement:
		return Accepting
	case Refusal, Ceasing, Lowered, Ended:
		return Telling
	case Awarded:
		return Given
	case Refused:
		return Denied
	case Withdrawn, Transferred, Ceased:
		return Gone
	case Continued, Stopped:
		return Changed
	}
	id, _, _ := strings.Cut(string(at), ".")
	switch kinds[id] {
	case acceptance:
		return Accepting
	case notice:
		return OnNotice
	case verdict, delegated, advance, meeting:
		return Deciding
	}
	return Working
}

// AskedCharts is which cases charts are of: those handed in within some days.
type AskedCharts struct {
	From, To  civil.Date
	Programme string
	Office    int64
}

// Charts are the numbers behind the charts of cases.
type Charts struct {
	Offices []OfficeCount
	Steps   []StepDays
}

// OfficeCount is how many cases of an office are in each phase.
type OfficeCount struct {
	Office int64
	Cases  [phases]int
}

// StepDays is how long a step took, in the days by which its limit counts.
type StepDays struct {
	Programme, Step string // their labels
	Unit            string // days, working_days, clock_hours
	Limit           int
	Late            int // that took longer
	Took            []int
}

// Quantile is what a share of all took at most, of a hundred.
func (s *StepDays) Quantile(percent int) int { return s.Took[(len(s.Took)-1)*percent/100] }

// Charts reads the numbers of offices whose households somebody may see.
func (s *Service) Charts(ctx context.Context, a access.Actor, offices []access.Office, asked AskedCharts) (c Charts, err error) {
	read := map[int64][]Stepped{}
	seen := s.seen(a, offices, asked.Office)
	err = s.Store.Read(ctx, func(v View) error {
		for _, o := range seen {
			counts, err := v.CaseCounts(o.ID, asked.From, asked.To)
			if err != nil {
				return err
			}
			c.count(o.ID, counts, asked.Programme)
			if read[o.ID], err = v.CaseSteps(o.ID, asked.From, asked.To); err != nil {
				return err
			}
		}
		return nil
	})
	for _, o := range seen {
		if err == nil && len(read[o.ID]) > 0 {
			err = s.measure(ctx, &c, o.ID, read[o.ID], asked.Programme)
		}
	}
	for i := range c.Steps {
		slices.Sort(c.Steps[i].Took)
	}
	return c, err
}

// count adds what stands where at an office; one without cases has no line.
func (c *Charts) count(office int64, counts []Standings, programme string) {
	line := OfficeCount{Office: office}
	any := false
	for _, one := range counts {
		if programme == "" || programme == one.Programme {
			line.Cases[phaseOf(one.State)] += one.Cases
			any = true
		}
	}
	if any {
		c.Offices = append(c.Offices, line)
	}
}

// measure adds how long the steps of an office's cases took that have a limit by
// today's law of the place.
func (s *Service) measure(ctx context.Context, c *Charts, office int64, list []Stepped, programme string) error {
	offers, err := s.Offers(ctx, office, s.Registry.Today())
	if err != nil {
		return err
	}
	cal, err := s.Calendar(ctx, office)
	if err != nil {
		return err
	}
	for _, o := range offers {
		if programme != "" && programme != o.Aid.ID {
			continue
		}
		for i := range o.Flow.Procedure.Steps {
			step := &o.Flow.Procedure.Steps[i]
			if step.Within > 0 && kinds[step.ID] != notice && step.Days != string(civil.Months) {
				c.add(o, step, durations(list, o.Aid.ID, step, cal))
			}
		}
	}
	return nil
}

// add puts how long a step took to what other offices have of it.
func (c *Charts) add(o Offer, step *pack.ProcedureStep, took []int) {
	if len(took) == 0 {
		return
	}
	at := slices.IndexFunc(c.Steps, func(d StepDays) bool {
		return d.Programme == o.Aid.Label && d.Step == step.Label && d.Limit == step.Within && d.Unit == step.Days
	})
	if at < 0 {
		at, c.Steps = len(c.Steps), append(c.Steps, StepDays{Programme: o.Aid.Label, Step: step.Label, Unit: step.Days, Limit: step.Within})
	}
	for _, n := range took {
		c.Steps[at].Took = append(c.Steps[at].Took, n)
		if n > step.Within {
			c.Steps[at].Late++
		}
	}
}

// durations are how long a step took in each case: from when it was waited for to
// when it was done. The clock over all steps runs from the acceptance to the
// decision.
func durations(list []Stepped, programme string, step *pack.ProcedureStep, cal *civil.Calendar) (took []int) {
	var since civil.Moment
	var file int64
	for _, t := range list {
		if t.Programme != programme {
			continue
		}
		if t.Case != file {
			file, since = t.Case, 0
		}
		begins, ends := string(t.Became) == step.ID, string(t.Became) != step.ID
		if kinds[step.ID] == clock {
			begins, ends = step.ID == "whole" && t.Act == Accept, t.Act == Approve || t.Act == Refuse
		}
		switch {
		case since != 0 && ends:
			if !t.Became.Closed() || t.Act != Withdraw && t.Act != Transfer {
				took = append(took, spent(since, onClock(t.At), step.Days, cal))
			}
			since = 0
		case since == 0 && begins:
			since = onClock(t.At)
		}
	}
	return took
}

// spent is how much time went by, as a limit counts it.
func spent(from, to civil.Moment, unit string, cal *civil.Calendar) int {
	switch unit {
	case "clock_hours":
		return int(to-from) / 60
	case "working_days":
		return max(0, cal.WorkingDaysLeft(from.Date(), to.Date()))
	}
	return int(to.Date() - from.Date())
}
