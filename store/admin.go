package store

import (
	"math"
	"time"

	"doudi/access"
	"doudi/admin"
	"doudi/job"
	"doudi/store/query"
)

// Admin gives the Store in the form that administration declares.
func (s *Store) Admin() admin.Store {
	return served[admin.Tx, admin.View]{s, func(tx *Tx) admin.Tx { return tx }, func(v *View) admin.View { return v }}
}

// About completes the entry.
func (tx *Tx) About(object string, digest [32]byte) { tx.Act.Object, tx.Act.Digest = object, digest }

// AddOffice opens an office; that is the first entry of its chain.
func (tx *Tx) AddOffice(o access.Site) error {
	if err := tx.openOffice(o); err != nil {
		return err
	}
	side := tx.aside(o.Number)
	side.Act.Object, side.Act.Digest = tx.Act.Object, tx.Act.Digest
	return nil
}

// NameOffice calls an office anew from a day on.
func (tx *Tx) NameOffice(office int64, n access.Naming) error {
	return plain(tx.q.AddOfficeName(tx.ctx, query.AddOfficeNameParams{Office: office, ValidFrom: n.From.String(), Name: n.Name}))
}

// SetPhone gives an office another telephone; "" takes it away.
func (tx *Tx) SetPhone(office int64, phone string) error {
	return plain(tx.q.AddOfficePhone(tx.ctx, query.AddOfficePhoneParams{Office: office, Phone: phone}))
}

// EndDivision ends the division of an office that began on a day.
func (tx *Tx) EndDivision(office int64, d access.Division) error {
	n, err := tx.q.EndOfficeDivision(tx.ctx, query.EndOfficeDivisionParams{Office: office, ValidFrom: d.From.String(), ValidTo: d.To.String()})
	return overtaken(n, err)
}

// AddDivision gives an office a division.
func (tx *Tx) AddDivision(office int64, d access.Division) error {
	return plain(tx.q.AddOfficeDivision(tx.ctx, query.AddOfficeDivisionParams{Office: office, ValidFrom: d.From.String(), ValidTo: d.To.String(), Code: d.Code}))
}

// CloseOffice ends an office that is open.
func (tx *Tx) CloseOffice(office int64, from time.Time) error {
	return overtaken(tx.q.CloseOffice(tx.ctx, query.CloseOfficeParams{Office: office, Closed: stamp(from)}))
}

// Held counts who works at an office and which households it has.
func (v *View) Held(office int64) (people, households int64, err error) {
	if people, err = v.q.StaffAtWork(v.ctx, office); err == nil {
		households, err = v.q.OpenHouseholds(v.ctx, office)
	}
	return people, households, plain(err)
}

// AddLoaded keeps a file that was loaded.
func (tx *Tx) AddLoaded(l admin.Load) error {
	return plain(tx.q.AddLoaded(tx.ctx, query.AddLoadedParams{Office: l.Office, Kind: string(l.Kind), Number: l.Number, At: stamp(l.At), Staff: l.Staff, Text: l.Text}))
}

// Loaded are the files of a kind that were loaded after a number, in order.
func (v *View) Loaded(kind admin.Kind, after int64) ([]admin.Load, error) {
	rows, err := v.q.LoadedFiles(v.ctx, query.LoadedFilesParams{Kind: string(kind), After: after})
	list := make([]admin.Load, len(rows))
	for i, r := range rows {
		list[i] = admin.Load{Kind: kind, Office: r.Office, Number: r.Number, At: moment(r.At), Staff: r.Staff, Text: r.Text}
	}
	return list, plain(err)
}

// TakeBack marks a file that holds as taken back.
func (tx *Tx) TakeBack(l admin.Load) error {
	return overtaken(tx.q.TakeBackLoaded(tx.ctx, query.TakeBackLoadedParams{Kind: string(l.Kind), Number: l.Number, TakenBack: stamp(l.Back), Taker: l.Taker}))
}

// TakenBack are the files of a kind that were, in order, without their texts.
func (v *View) TakenBack(kind admin.Kind) ([]admin.Load, error) {
	rows, err := v.q.TakenBack(v.ctx, string(kind))
	list := make([]admin.Load, len(rows))
	for i, r := range rows {
		list[i] = admin.Load{Kind: kind, Office: r.Office, Number: r.Number, At: moment(r.At), Staff: r.Staff, Back: moment(r.TakenBack), Taker: r.Taker}
	}
	return list, plain(err)
}

// Backwards are entries of a chain from first up to but not before, the newest
// first.
func (v *View) Backwards(chain, first, before int64, most int) ([][]byte, error) {
	rows, err := v.q.EntriesBefore(v.ctx, query.EntriesBeforeParams{Office: chain, First: first, Before: before, Most: int64(most)})
	list := make([][]byte, len(rows))
	for i, r := range rows {
		list[i] = r.Entry
	}
	return list, plain(err)
}

// Between are the first and the last number of a chain within a time.
func (v *View) Between(chain int64, since, until time.Time) (first, last int64, err error) {
	row, err := v.q.EntriesBetween(v.ctx, query.EntriesBetweenParams{Office: chain, Since: stamp(since), Until: stamp(until)})
	return row.First, row.Last, plain(err)
}

// Checkpoints lists those before a number, the newest first; 0: from the last.
func (v *View) Checkpoints(before int64, most int) ([]admin.Given, error) {
	if before == 0 {
		before = math.MaxInt64
	}
	rows, err := v.q.CheckpointsBefore(v.ctx, query.CheckpointsBeforeParams{Before: before, Most: int64(most)})
	list := make([]admin.Given, len(rows))
	for i, r := range rows {
		list[i] = admin.Given{Number: r.Number, At: moment(r.At), Text: r.Text}
	}
	return list, plain(err)
}

// Checkpoint gives one back as it was signed.
func (v *View) Checkpoint(number int64) (admin.Given, error) {
	r, err := v.q.CheckpointOf(v.ctx, number)
	return admin.Given{Number: r.Number, At: moment(r.At), Text: r.Text}, plain(err)
}

// Label is the account and the name of a member of staff.
func (v *View) Label(staff int64) (account, name string, err error) {
	r, err := v.q.AccountLabel(v.ctx, staff)
	return r.Account, r.Name, plain(err)
}

// Named finds a member of staff by the account.
func (v *View) Named(account string) (int64, error) {
	r, err := v.q.AccountByName(v.ctx, account)
	return r.Staff, plain(err)
}

// JobCounts counts the jobs by their state.
func (v *View) JobCounts() (map[job.State]int64, error) {
	rows, err := v.q.JobCounts(v.ctx)
	counts := map[job.State]int64{}
	for _, r := range rows {
		counts[job.State(r.State)] = r.Jobs
	}
	return counts, plain(err)
}

// AllDeadJobs lists the jobs of all offices that were given up, the latest first.
func (v *View) AllDeadJobs(most int) ([]job.Dead, error) {
	rows, err := v.q.AllDeadJobs(v.ctx, int64(most))
	list := make([]job.Dead, len(rows))
	for i, r := range rows {
		list[i] = dead(query.DeadJobsRow(r))
	}
	return list, plain(err)
}
