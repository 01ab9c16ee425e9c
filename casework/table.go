package casework

import (
	"slices"
	"strings"

	"doudi/pack"
)

// add writes one line of the table.
func (f *Flow) add(from State, act Act, by string, to State, step *pack.ProcedureStep, guards ...Guard) {
	f.moves = append(f.moves, Move{From: from, Act: act, By: by, Guards: guards, To: to, Step: step})
}

// taking is the state in which an application is looked through.
func (d *plan) taking() State {
	for _, s := range d.before {
		if kinds[s.ID] == acceptance {
			return State(s.ID)
		}
	}
	return "accept"
}

// decision is the state in which the decision is waited for.
func (d *plan) decision() State {
	if d.verdict != nil {
		return State(d.verdict.ID)
	}
	return State(d.advance.ID)
}

// first is where the work on an accepted application begins: what is sent back
// or taken up again begins there too.
func (d *plan) first() State {
	for _, s := range d.before {
		if k := kinds[s.ID]; k == stage && s.By != Family {
			return State(s.ID)
		}
	}
	return d.decision()
}

// intake is the way of a draft to the office that takes it on. A procedure that
// does not say who accepts leaves it to the township (社会救助法第四十三条); urgent
// aid is given first and asks no acceptance.
func (f *Flow) intake(d plan) {
	if d.accepts() {
		f.add(Draft, Submit, Family, d.head(), nil)
		return
	}
	f.add(Draft, Submit, Family, d.taking(), nil)
	f.accept(d.taking(), d.head(), Township, nil)
}

// head is the first step of a procedure.
func (d *plan) head() State {
	if len(d.before) > 0 {
		return State(d.before[0].ID)
	}
	return d.decision()
}

// accepts tells whether the procedure says itself how an application comes in.
func (d *plan) accepts() bool { return d.has(string(d.taking())) || d.verdict == nil }

// anew is where an application that was taken back is looked at again: where it
// is accepted, or, where nothing is, at the first step.
func (d *plan) anew() State {
	if d.has(string(d.taking())) || !d.accepts() {
		return d.taking()
	}
	return d.head()
}

// has tells whether a step stands before the decision.
func (d *plan) has(id string) bool {
	return slices.ContainsFunc(d.before, func(s *pack.ProcedureStep) bool { return s.ID == id })
}

// accept takes an application on, or tells once everything that is missing. Of
// urgent aid nothing is asked first: papers come after (社会救助法第五十条、TJ-29).
func (f *Flow) accept(at, next State, by string, s *pack.ProcedureStep) {
	if f.helpsFirst {
		f.add(at, Accept, by, next, s)
		return
	}
	f.add(at, AskPapers, by, Supplement, s, Incomplete)
	f.add(at, Accept, by, next, s, Complete)
	f.add(Supplement, Bring, Family, at, nil)
}

// line puts stages and notices in a row that ends in a state.
func (f *Flow) line(row []*pack.ProcedureStep, end State, d plan) {
	for i, s := range row {
		next := end
		if i+1 < len(row) {
			next = State(row[i+1].ID)
		}
		switch kinds[s.ID] {
		case acceptance:
			f.accept(State(s.ID), next, s.By, s)
		case notice:
			f.notice(s, next, d)
		default:
			f.stage(s, next)
		}
	}
}

// stage is done once. Appraisal by neighbours without a limit of its own is done
// only where it is of use (民发〔2021〕43号第十四条, TJ-38).
func (f *Flow) stage(s *pack.ProcedureStep, next State) {
	f.add(State(s.ID), Do, s.By, next, s, recorded[s.ID]...)
	if s.ID == "deliberation" && s.Within == 0 {
		f.add(State(s.ID), PassOver, s.By, next, s)
	}
}

// recorded are the stages that are done by what was entered of them.
var recorded = map[string][]Guard{"survey": {Surveyed}, "deliberation": {Appraised}, publication: {NoticeMade}}

// notice hangs, and comes down when its days are over and nobody objects. An
// objection that is right leads to a new survey and a new notice, also after the
// decision: it is not made again on what was disputed (MX-09, MX-11). A death leads
// back to the decision: nothing is given to the dead, nor on account of them
// (57号第三十条).
func (f *Flow) notice(s *pack.ProcedureStep, next State, d plan) {
	up, must := hanging(s.ID), []Guard{NoticeMade}
	if d.has(s.ID) && intends(s) {
		must = append(slices.Clone(founding), NoticeMade, Truthful)
	}
	ends := []Guard{DaysOver, Undisputed}
	if d.verdict != nil && !d.has(s.ID) {
		must, ends = append(must, Alive), append(ends, Alive)
		f.add(State(s.ID), Return, d.verdict.By, d.decision(), s, Bereft)
		f.add(up, Return, d.verdict.By, d.decision(), s, Bereft)
	}
	f.add(State(s.ID), Post, s.By, up, s, must...)
	f.add(up, End, s.By, next, s, ends...)
	f.add(up, Reject, s.By, up, s, Disputed)
	if d.again == nil || !d.has(s.ID) {
		f.add(up, Uphold, s.By, d.first(), s, Disputed)
		return
	}
	f.add(up, Uphold, s.By, disputed(s.ID), s, Disputed)
	f.add(disputed(s.ID), Do, d.again.By, State(s.ID), d.again, SurveyedAgain)
}

// decide is the decision: by the county, or by the township where the law leaves
// it to it (57号第二条、社会救助法第四十四条), near relatives of staff excepted.
func (f *Flow) decide(d plan) {
	at, given := d.decision(), Awarded
	if len(d.after) > 0 {
		given = State(d.after[0].ID)
	}
	if d.verdict == nil {
		f.urgent(d, at, given)
	} else {
		f.ordinary(d, at, given)
	}
	by := Township
	if d.letter != nil {
		by = d.letter.By
	}
	f.add(Refusal, Tell, by, Refused, d.letter, LetterMade)
}

// ordinary is a decision after a survey.
func (f *Flow) ordinary(d plan, at, given State) {
	var must []Guard
	if slices.ContainsFunc(d.asides, func(s *pack.ProcedureStep) bool { return s.ID == "visit" }) {
		must = append(must, Visited) // 57号第十一条、第二十条
	}
	if d.meeting != nil {
		must = append(must, Met)
	}
	if d.verdict.By == Township || !f.delegable && !f.small() {
		f.verdict(at, given, d, d.verdict.By, d.verdict, must...)
		return
	}
	f.verdict(at, given, d, d.verdict.By, d.verdict, append(slices.Clone(must), ByUsual)...)
	step := d.verdict
	if d.township != nil {
		step = d.township
	}
	f.verdict(at, given, d, Township, step, append(must, ByTownship)...)
}

// urgent aid is given by the township at once; what is beyond its limit is
// settled in a meeting (民发〔2018〕23号二(三)). Of such a sum the township gives what
// it may at once (社会救助法第五十条); papers and meeting come after, about the rest.
func (f *Flow) urgent(d plan, at, given State) {
	if d.meeting == nil {
		f.verdict(at, given, d, d.advance.By, d.advance)
		return
	}
	f.verdict(at, given, d, d.advance.By, d.advance, WithinLimit)
	f.add(at, Advance, d.advance.By, d.rests()[0], d.advance, Measured, Fresh, Settled, Proven, Entitling, Limited, BeyondLimit, Unadvanced)
	f.verdict(at, given, d, d.meeting.By, d.meeting, BeyondLimit)
}

// rests are the states behind an advance, in their order: its papers, then the
// decision on the rest.
func (d *plan) rests() (list []State) {
	for _, s := range d.after {
		if kinds[s.ID] == stage {
			list = append(list, resting(s.ID))
		}
	}
	return append(list, State(d.meeting.ID))
}

// rest is what follows an advance.
func (f *Flow) rest(d plan) {
	if d.verdict != nil || d.meeting == nil {
		return
	}
	row := d.rests()
	for _, s := range d.after {
		if kinds[s.ID] == stage {
			f.add(row[0], Do, s.By, row[1], s, recorded[s.ID]...)
			row = row[1:]
		}
	}
	f.verdict(row[0], Awarded, d, d.meeting.By, d.meeting)
}

// verdict writes both answers, and the way back to a new survey.
func (f *Flow) verdict(at, given State, d plan, by string, s *pack.ProcedureStep, guards ...Guard) {
	guards = append([]Guard{Sampled, SpotChecked}, guards...)
	f.add(at, Approve, by, given, s, append([]Guard{Measured, Fresh, Settled, Proven, Entitling}, append(d.assessed(), guards...)...)...)
	f.add(at, Refuse, by, Refusal, s, append([]Guard{Measured, Fresh, Settled, Proven, Refusing}, guards...)...)
	if back := d.first(); back != at {
		f.add(at, Return, by, back, s, slices.DeleteFunc(guards, func(g Guard) bool { return slices.Contains([]Guard{Visited, Met, Sampled, SpotChecked}, g) })...)
	}
}

// CareAssessment is what somebody can do by himself, looked at by the county.
const CareAssessment = "care_assessment"

// assessed has the county look first at what somebody can do by himself, where the
// law wants it: how much is given for his care rests on it (43号第二十条). Who is
// refused needs no such look.
func (d *plan) assessed() []Guard {
	if slices.ContainsFunc(d.asides, func(s *pack.ProcedureStep) bool { return s.ID == CareAssessment }) {
		return []Guard{Assessed}
	}
	return nil
}

// leave is what ends a case before its decision, or begins it anew.
func (f *Flow) leave(d plan) {
	for _, at := range f.undecided(d) {
		f.add(at, Withdraw, Family, Withdrawn, nil)
		if at != Draft && !d.advanced(at) {
			f.add(at, Transfer, Township, Transferred, nil)
		}
		f.cease(d, at)
	}
	if d.cease != nil {
		f.add(Ceasing, Tell, Township, Ceased, nil, LetterMade)
		f.add(Ceased, Reopen, County, d.first(), nil)
	}
	f.add(Refused, Reopen, County, d.first(), nil)
	f.add(Withdrawn, Reopen, County, d.anew(), nil)
}

// advanced tells whether something was given in advance to whoever stands in a
// state: the rest is decided where that was.
func (d *plan) advanced(at State) bool {
	return d.verdict == nil && d.meeting != nil && (at == State(d.meeting.ID) || strings.HasSuffix(string(at), string(resting(""))))
}

// undecided lists the states before a decision, in the order of the table.
func (f *Flow) undecided(d plan) (list []State) {
	later := map[State]bool{Refusal: true}
	for _, s := range d.after {
		later[State(s.ID)], later[hanging(s.ID)], later[disputed(s.ID)] = true, true, true
	}
	seen := map[State]bool{}
	for _, m := range f.moves {
		if !seen[m.From] && !later[m.From] {
			list = append(list, m.From)
		}
		seen[m.From] = true
	}
	return list
}
