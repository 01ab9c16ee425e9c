package casework

import (
	"cmp"
	"context"
	"iter"
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
	Step      string
	Delegated bool
	Urban     bool
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
	Now       civil.Moment // until when open steps are counted
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
	Open            int // of these, that are not done yet
	Took            []int
}

// StepTime is how long a step took in one case; so far, where it is open.
type StepTime struct {
	Step *pack.ProcedureStep
	N    int
	Open bool
}

// Quantile is what a share of all took at most, of a hundred.
func (s *StepDays) Quantile(percent int) int { return s.Took[(len(s.Took)-1)*percent/100] }

// Charts reads the numbers of offices whose households somebody may see.
func (s *Service) Charts(ctx context.Context, a access.Actor, offices []access.Office, asked AskedCharts) (c Charts, err error) {
	asked.Now = cmp.Or(asked.Now, midnight(s.Registry.Today()))
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
			err = s.measure(ctx, &c, o.ID, read[o.ID], asked)
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
func (s *Service) measure(ctx context.Context, c *Charts, office int64, list []Stepped, asked AskedCharts) error {
	offers, err := s.Offers(ctx, office, s.Registry.Today())
	if err != nil {
		return err
	}
	cal, err := s.Calendar(ctx, office)
	if err != nil {
		return err
	}
	for _, o := range offers {
		if asked.Programme != "" && asked.Programme != o.Aid.ID {
			continue
		}
		for turns := range byCase(list) {
			if turns[0].Programme == o.Aid.ID {
				c.add(o, o.Flow.Times(turns, asked.Now, cal))
			}
		}
	}
	return nil
}

// byCase are the turns of one case after the other.
func byCase(list []Stepped) iter.Seq[[]Stepped] {
	return func(yield func([]Stepped) bool) {
		for from := 0; from < len(list); {
			to := from + 1
			for to < len(list) && list[to].Case == list[from].Case {
				to++
			}
			if !yield(list[from:to]) {
				return
			}
			from = to
		}
	}
}

// add puts how long steps took to what is known of them.
func (c *Charts) add(o Offer, took []StepTime) {
	for _, one := range took {
		at := slices.IndexFunc(c.Steps, func(d StepDays) bool {
			return d.Programme == o.Aid.Label && d.Step == one.Step.Label && d.Limit == one.Step.Within && d.Unit == one.Step.Days
		})
		if at < 0 {
			at, c.Steps = len(c.Steps), append(c.Steps, StepDays{Programme: o.Aid.Label, Step: one.Step.Label, Unit: one.Step.Days, Limit: one.Step.Within})
		}
		d := &c.Steps[at]
		d.Took = append(d.Took, one.N)
		if one.N > one.Step.Within {
			d.Late++
		}
		if one.Open {
			d.Open++
		}
	}
}

// Times are how long the steps of one case took that have a limit: from when one
// was waited for until another is, as its limits run (see Limits). What is still
// waited for counts when it is late already, as long as it takes so far.
func (f *Flow) Times(turns []Stepped, now civil.Moment, cal *civil.Calendar) (took []StepTime) {
	var step *pack.ProcedureStep
	var entered, decided civil.Moment
	s, since, left := Situation{Delegated: turns[0].Delegated}, Since{Urban: turns[0].Urban}, false
	spend := func(step *pack.ProcedureStep, from, to civil.Moment, open bool) {
		n := spent(from, to, step.Days, cal)
		if step.Within > 0 && step.Days != string(civil.Months) && (!open || n > step.Within) {
			took = append(took, StepTime{step, n, open})
		}
	}
	for _, t := range turns {
		at, next := onClock(t.At), f.awaited(t.Became, s)
		left = t.Became.Closed() && (t.Act == Withdraw || t.Act == Transfer)
		if next != step {
			if step != nil && !left {
				spend(step, entered, at, false)
			}
			step, entered = next, at
		}
		switch {
		case t.Act == Submit && since.Applied == 0:
			since.Applied = at.Date()
		case t.Act == Accept && since.Accepted == 0:
			since.Accepted = at.Date()
		case t.Act == Mark && t.Step == Special:
			since.Special = true
		case (t.Act == Approve || t.Act == Refuse) && decided == 0:
			decided = at
		}
	}
	open := !turns[len(turns)-1].Became.Closed()
	if step != nil && open {
		spend(step, entered, now, true)
	}
	for _, clock := range f.clocks {
		switch from := f.runs(clock, since, s); {
		case from == 0 || left:
		case decided != 0:
			spend(clock, midnight(from), decided, false)
		case open:
			spend(clock, midnight(from), now, true)
		}
	}
	return took
}

// spent is how much time went by, as a limit counts it.
func spent(from, to civil.Moment, unit string, cal *civil.Calendar) int {
	switch unit {
	case "clock_hours":
		return int(to-from+59) / 60 // an hour that was begun is over the limit
	case "working_days":
		return max(0, cal.WorkingDaysLeft(from.Date(), to.Date()))
	}
	return int(to.Date() - from.Date())
}
