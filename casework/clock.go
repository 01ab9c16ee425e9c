package casework

import (
	"slices"

	"doudi/civil"
	"doudi/pack"
)

// Since is when things began that a limit is counted from. A zero date has not
// come yet.
type Since struct {
	Applied, Accepted civil.Date
	Entered           civil.Moment // the present state
	Urban             bool         // 城市低保 has its own limit from the application (城市居民最低生活保障条例第八条)
	Special           bool         // 人户分离 or a survey that is hard: the longer limit (57号第二十二条)
	Died              civil.Date   // of a change after a death, the day of it
}

// Limit is one clock that runs. Until is the last minute of limits in clock
// hours, 0 for all others; a Provisional deadline runs into a year whose
// holidays are not published, and is counted again when they are.
type Limit struct {
	Step *pack.ProcedureStep
	civil.Deadline
	Until civil.Moment
	Start civil.Moment // from when it is counted
}

// Limits are the clocks that run in a state: that of the step waited for, and
// those over several steps while nothing is decided.
func (f *Flow) Limits(at State, since Since, s Situation, cal *civil.Calendar) (all []Limit) {
	if step := f.awaited(at, s); step != nil && step.Within > 0 {
		from := since.Entered
		if step.ID == stepDeath && since.Died != 0 {
			from = midnight(since.Died) // 民发〔2022〕83号一(三): whenever somebody hears of it
		}
		all = append(all, limit(step, from, cal))
	}
	if at.Closed() || at == Draft || at.mute() {
		return all
	}
	for _, step := range f.clocks {
		if from := f.runs(step, since, s); from != 0 {
			all = append(all, limit(step, midnight(from), cal))
		}
	}
	return all
}

// awaited is the step that a state waits for, by whose hands it is in this case;
// nil where the packs set none. A notice that hangs waits for its days, which are
// no limit: see Hangs. An answer that is due within hours is due until it is
// decided, not only until the application is accepted (TJ-29).
func (f *Flow) awaited(at State, s Situation) *pack.ProcedureStep {
	for _, m := range f.moves {
		if m.To == at && m.answers() {
			return m.Step
		}
	}
	for _, m := range f.moves {
		if m.From == at && m.Step != nil && !isNotice(m.Step.ID) && m.whose(s) {
			return m.Step
		}
	}
	return nil
}

// answers tells whether a move takes on an application that is to be answered
// within hours.
func (m Move) answers() bool {
	return m.Act == Accept && m.Step != nil && m.Step.Days == "clock_hours"
}

// whose tells whether a move is for the hands that the law leaves this case to.
func (m Move) whose(s Situation) bool {
	return !slices.ContainsFunc(m.Guards, func(g Guard) bool { return (g == ByUsual || g == ByTownship) && !g.holds(s) })
}

// runs gives the day from which a clock over several steps runs, 0 if it is not
// the one for this case.
func (f *Flow) runs(step *pack.ProcedureStep, since Since, s Situation) civil.Date {
	own := "whole"
	switch {
	case since.Special && f.hasClock("whole_special"):
		own = "whole_special"
	case s.township() && f.hasClock("whole_delegated"):
		own = "whole_delegated"
	}
	switch {
	case step.ID == own:
		return since.Accepted
	case step.ID == "whole_urban" && since.Urban:
		return since.Applied
	}
	return 0
}

// hasClock tells whether the procedure has a clock.
func (f *Flow) hasClock(id string) bool {
	for _, step := range f.clocks {
		if step.ID == id {
			return true
		}
	}
	return false
}

// hourly tells whether a step of the procedure is counted in hours.
func (f *Flow) hourly() bool {
	return slices.ContainsFunc(f.Procedure.Steps, func(s pack.ProcedureStep) bool { return s.Days == "clock_hours" })
}

// limit counts one step's limit.
func limit(step *pack.ProcedureStep, from civil.Moment, cal *civil.Calendar) Limit {
	if step.Days == "clock_hours" {
		until := from.AddHours(step.Within)
		return Limit{Step: step, Deadline: civil.Deadline{Day: until.Date()}, Until: until, Start: from}
	}
	return Limit{Step: step, Deadline: cal.Deadline(from.Date(), step.Within, civil.Unit(step.Days), civil.Counting(step.CountFrom)), Start: from}
}

// midnight is the beginning of a day.
func midnight(d civil.Date) civil.Moment {
	m, _ := civil.MakeMoment(d, 0, 0)
	return m
}

// Hangs gives the last day on which a notice that was posted on a day must still
// hang; the day after it may come down. ok is false where no number of days is
// laid down: then the office says how long.
func (f *Flow) Hangs(step string, posted civil.Date, cal *civil.Calendar) (last civil.Deadline, ok bool) {
	for i := range f.Procedure.Steps {
		s := &f.Procedure.Steps[i]
		if s.ID == step && isNotice(s.ID) && s.Within > 0 {
			return cal.Deadline(posted, s.Within, civil.Unit(s.Days), civil.Counting(s.CountFrom)), true
		}
	}
	return civil.Deadline{}, false
}
