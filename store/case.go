package store

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"doudi/audit"
	"doudi/casework"
	"doudi/civil"
	"doudi/fault"
	"doudi/registry"
	"doudi/seal"
	"doudi/store/query"
)

// Cases gives the Store in the form that casework declares.
func (s *Store) Cases() casework.Store {
	return served[casework.Tx, casework.View]{s, func(tx *Tx) casework.Tx { return tx }, func(v *View) casework.View { return v }}
}

// casePlace is where a sealed text of a case belongs: one office, one case, one
// turn or want.
func casePlace(column string, office, file, id int64) seal.Place {
	return seal.Place{Column: fmt.Sprintf("%s.%d.%d", column, office, file), Owner: id}
}

// Shared gives the next number of a kind for the whole instance.
func (tx *Tx) Shared(kind string) (int64, error) { return tx.next(audit.Instance, kind) }

// dayText is a day as it is stored; nothing for one that has not come.
func dayText(d civil.Date) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// textDay reads what dayText made.
func textDay(text string) (civil.Date, error) {
	if text == "" {
		return 0, nil
	}
	return civil.ParseDate(text)
}

// flag is a truth as it is stored.
func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// AddCase begins a case.
func (tx *Tx) AddCase(f casework.File) error {
	return plain(tx.q.AddCase(tx.ctx, query.AddCaseParams{Office: tx.office, ID: f.ID, Number: string(f.Number), Household: f.Household,
		Programme: f.Programme, State: string(f.State), Entered: int64(f.Entered), Applied: dayText(f.Applied), Accepted: dayText(f.Accepted), Person: f.Person,
		Law: f.Law, Ground: string(f.Ground), Asked: f.Window}))
}

// SaveCase keeps a case after its next turn, unless another has taken it.
func (tx *Tx) SaveCase(f casework.File) error {
	return overtaken(tx.q.SaveCase(tx.ctx, query.SaveCaseParams{Office: tx.office, ID: f.ID, State: string(f.State), Ended: flag(f.State.Closed()), Turn: f.Turn,
		Entered: int64(f.Entered), Applied: dayText(f.Applied), Accepted: dayText(f.Accepted), Person: f.Person, Unit: f.Unit, Law: f.Law,
		Delegated: flag(f.Delegated), Urban: flag(f.Urban), Beyond: flag(f.Beyond)}))
}

// Case is one case.
func (v *View) Case(office, id int64) (casework.File, error) {
	row, err := v.q.CaseFile(v.ctx, query.CaseFileParams{Office: office, ID: id})
	if errors.Is(err, sql.ErrNoRows) {
		return casework.File{}, fault.Newf(fault.NotFound, "没有第 %d 件申请；请从家庭页或者“我的工作”进入", id)
	}
	if err != nil {
		return casework.File{}, plain(err)
	}
	return caseOf(row)
}

// caseOf reads one row.
func caseOf(row query.CaseFileRow) (f casework.File, err error) {
	f = casework.File{Ref: registry.Ref{Office: row.Office, ID: row.ID}, Number: casework.Number(row.Number), Household: row.Household,
		Programme: row.Programme, State: casework.State(row.State), Turn: row.Turn, Entered: civil.Moment(row.Entered), Person: row.Person,
		Unit: row.Unit, Law: row.Law, Delegated: row.Delegated == 1, Urban: row.Urban == 1, Beyond: row.Beyond == 1, Ground: casework.Ground(row.Ground), Window: row.Asked}
	if f.Applied, err = textDay(row.Applied); err == nil {
		f.Accepted, err = textDay(row.Accepted)
	}
	return f, err
}

// CaseByNumber finds a case of any office.
func (v *View) CaseByNumber(n casework.Number) (registry.Ref, bool, error) {
	row, err := v.q.CaseByNumber(v.ctx, string(n))
	if errors.Is(err, sql.ErrNoRows) {
		return registry.Ref{}, false, nil
	}
	return registry.Ref{Office: row.Office, ID: row.ID}, err == nil, plain(err)
}

// CasesOf are the cases of a household, the newest first.
func (v *View) CasesOf(office, household int64) (list []casework.File, err error) {
	rows, err := v.q.CasesOf(v.ctx, query.CasesOfParams{Office: office, Household: household})
	return listed(rows, err, func(r query.CasesOfRow) (casework.File, error) { return caseOf(query.CaseFileRow(r)) })
}

// CasesUnderWay is how many cases of a household are not closed.
func (v *View) CasesUnderWay(office, household int64) (n int, err error) {
	list, err := v.CasesOf(office, household)
	for _, f := range list {
		if !f.State.Closed() {
			n++
		}
	}
	return n, err
}

// AddTurn adds what was done.
func (tx *Tx) AddTurn(id int64, t casework.Turn) error {
	note, err := tx.s.sealed(casePlace("case_move", tx.office, id, t.Number), t.Note)
	if err != nil {
		return err
	}
	return plain(tx.q.AddCaseMove(tx.ctx, query.AddCaseMoveParams{Office: tx.office, File: id, Turn: t.Number, At: stamp(t.At), Staff: t.Staff,
		Instead: t.Instead, Done: string(t.Act), Step: t.Step, Needed: t.Right, Became: string(t.Became), Note: note}))
}

// Turns are what was done to a case, in order.
func (v *View) Turns(office, id int64) (list []casework.Turn, err error) {
	rows, err := v.q.CaseMoves(v.ctx, query.CaseMovesParams{Office: office, File: id})
	for _, r := range rows {
		note, err := v.s.bare(casePlace("case_move", office, id, r.Turn), r.Note)
		if err != nil {
			return nil, err
		}
		list = append(list, casework.Turn{Number: r.Turn, At: moment(r.At), Staff: r.Staff, Instead: r.Instead, Act: casework.Act(r.Done),
			Step: r.Step, Right: r.Needed, Became: casework.State(r.Became), Note: note})
	}
	if err != nil {
		return nil, plain(err)
	}
	list, _, err = v.withVoices(office, id, list)
	return list, err
}

// AddWant keeps what the family is asked for.
func (tx *Tx) AddWant(id int64, w casework.Want) error {
	what, err := tx.s.sealed(casePlace("case_want", tx.office, id, w.ID), w.What)
	if err != nil {
		return err
	}
	return plain(tx.q.AddCaseWant(tx.ctx, query.AddCaseWantParams{Office: tx.office, File: id, ID: w.ID, Asked: w.Asked, What: what}))
}

// BringWant marks what was brought.
func (tx *Tx) BringWant(id, want, turn int64) error {
	return overtaken(tx.q.BringCaseWant(tx.ctx, query.BringCaseWantParams{Office: tx.office, File: id, ID: want, Brought: turn}))
}

// Wants are what the family was asked for.
func (v *View) Wants(office, id int64) (list []casework.Want, err error) {
	rows, err := v.q.CaseWants(v.ctx, query.CaseWantsParams{Office: office, File: id})
	for _, r := range rows {
		what, err := v.s.bare(casePlace("case_want", office, id, r.ID), r.What)
		if err != nil {
			return nil, err
		}
		list = append(list, casework.Want{ID: r.ID, What: what, Asked: r.Asked, Brought: r.Brought})
	}
	return list, plain(err)
}

// AddObjection marks a turn as an objection that waits.
func (tx *Tx) AddObjection(id, turn int64) error {
	return plain(tx.q.AddCaseObjection(tx.ctx, query.AddCaseObjectionParams{Office: tx.office, File: id, Turn: turn}))
}

// SettleObjection marks an objection as answered by a turn.
func (tx *Tx) SettleObjection(id, objection, turn int64) error {
	n, err := tx.q.SettleCaseObjection(tx.ctx, query.SettleCaseObjectionParams{Office: tx.office, File: id, Turn: objection, Settled: turn})
	if err == nil && n == 0 {
		n, err = tx.q.SettleCaseVoice(tx.ctx, query.SettleCaseVoiceParams{Office: tx.office, File: id, Turn: objection, Settled: turn})
	}
	return overtaken(n, err)
}

// Objections are the turns of the open ones.
func (v *View) Objections(office, id int64) ([]int64, error) {
	list, err := v.q.OpenCaseObjections(v.ctx, query.OpenCaseObjectionsParams{Office: office, File: id})
	if err != nil {
		return nil, plain(err)
	}
	_, voices, err := v.withVoices(office, id, nil)
	list = append(list, voices...)
	slices.Sort(list)
	return list, err
}

// SaveDeadlines puts the limits of a case in the place of those that ran.
func (tx *Tx) SaveDeadlines(id int64, list []casework.Deadline) error {
	if err := tx.q.DropCaseDeadlines(tx.ctx, query.DropCaseDeadlinesParams{Office: tx.office, File: id}); err != nil {
		return plain(err)
	}
	for _, d := range list {
		err := tx.q.AddCaseDeadline(tx.ctx, query.AddCaseDeadlineParams{Office: tx.office, File: id, Step: d.Step, Start: int64(d.Start), N: int64(d.N),
			Unit: string(d.Unit), Counting: string(d.Counting), Day: d.Day.String(), Until: int64(d.Until), Provisional: flag(d.Provisional)})
		if err != nil {
			return plain(err)
		}
	}
	return nil
}

// Recount keeps another day for a limit that still runs from its start.
func (tx *Tx) Recount(d casework.Deadline) error {
	return plain(tx.q.RecountCaseDeadline(tx.ctx, query.RecountCaseDeadlineParams{Office: tx.office, File: d.Case, Step: d.Step, Start: int64(d.Start),
		Day: d.Day.String(), Provisional: flag(d.Provisional)}))
}

// Deadlines are the limits of a case, the next first.
func (v *View) Deadlines(office, id int64) (list []casework.Deadline, err error) {
	rows, err := v.q.CaseDeadlines(v.ctx, query.CaseDeadlinesParams{Office: office, File: id})
	for _, r := range rows {
		if list, err = deadline(list, query.DeadlinesBehindRow(r)); err != nil {
			return nil, err
		}
	}
	return list, plain(err)
}

// DeadlinesBehind are limits of an office behind one.
func (v *View) DeadlinesBehind(office, id int64, step string, most int) (list []casework.Deadline, err error) {
	rows, err := v.q.DeadlinesBehind(v.ctx, query.DeadlinesBehindParams{Office: office, File: id, Step: step, Most: int64(most)})
	for _, r := range rows {
		if list, err = deadline(list, r); err != nil {
			return nil, err
		}
	}
	return list, plain(err)
}

// deadline reads one row.
func deadline(list []casework.Deadline, r query.DeadlinesBehindRow) ([]casework.Deadline, error) {
	day, err := civil.ParseDate(r.Day)
	return append(list, casework.Deadline{Case: r.File, Step: r.Step, Start: civil.Moment(r.Start), N: int(r.N), Unit: civil.Unit(r.Unit),
		Counting: civil.Counting(r.Counting), Deadline: civil.Deadline{Day: day, Provisional: r.Provisional == 1}, Until: civil.Moment(r.Until)}), err
}
