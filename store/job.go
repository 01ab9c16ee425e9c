package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"doudi/audit"
	"doudi/job"
	"doudi/store/query"
)

// Claim takes the job that has waited longest and leases it to a worker; the
// lease runs out by itself if the worker dies. Two workers never get the same. A
// program with old keys gets none: it could not finish it.
func (s *Store) Claim(ctx context.Context, holder string, lease time.Duration) (j job.Job, found bool, err error) {
	err = s.write(ctx, func(tx *Tx) error {
		if version, err := tx.q.KeyVersion(ctx); err != nil || s.outdated(version) != nil {
			return errors.Join(err, s.outdated(version))
		}
		p := query.ClaimJobParams{Holder: holder, LeaseUntil: stamp(tx.now.Add(lease)), Now: stamp(tx.now)}
		row, err := s.engine.claim(ctx, tx.q, p)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		found = err == nil
		j = job.Job{Office: row.Office, Kind: row.Kind, Key: row.Key, RunAt: moment(row.RunAt), Attempts: int(row.Attempts), Asked: row.Asked, Holder: holder}
		return err
	})
	return j, found, err
}

// Finish carries out a job's effect and strikes the job off in the same
// transaction, so that the effect comes once even if the job runs twice. A job
// that was asked for again meanwhile stays and runs again. The error is
// job.ErrLost, and nothing is changed, if the lease has gone to another worker.
func (s *Store) Finish(ctx context.Context, j job.Job, effect func(*Tx) error) error {
	act := audit.Act{Role: "system", Name: "job." + j.Kind, Object: j.Key}
	return s.Do(ctx, j.Office, act, func(tx *Tx) error {
		if err := effect(tx); err != nil {
			return err
		}
		return tx.strikeOff(j)
	})
}

// strikeOff ends a job whose lease is still held.
func (tx *Tx) strikeOff(j job.Job) error {
	n, err := tx.q.EndJob(tx.ctx, query.EndJobParams{Office: j.Office, Kind: j.Kind, Key: j.Key, Holder: j.Holder, Attempts: int64(j.Attempts), Asked: j.Asked})
	if err != nil || n == 1 {
		return plain(err)
	}
	n, err = tx.q.RepeatJob(tx.ctx, query.RepeatJobParams{Office: j.Office, Kind: j.Kind, Key: j.Key, Holder: j.Holder, Attempts: int64(j.Attempts)})
	if err == nil && n == 0 {
		return job.ErrLost
	}
	return plain(err)
}

// Free gives a job back that did not succeed: to run again at a time, or to the
// list of the dead for a person to look at.
func (s *Store) Free(ctx context.Context, j job.Job, state job.State, runAt time.Time, sentence string) error {
	return s.write(ctx, func(tx *Tx) error {
		_, err := tx.q.FreeJob(tx.ctx, query.FreeJobParams{Office: j.Office, Kind: j.Kind, Key: j.Key, Holder: j.Holder,
			Attempts: int64(j.Attempts), State: string(state), RunAt: stamp(runAt), LastError: sentence})
		return err
	})
}

// DeadJobs lists the jobs of an office that were given up.
func (v *View) DeadJobs(office int64) ([]job.Dead, error) {
	rows, err := v.q.DeadJobs(v.ctx, office)
	if err != nil {
		return nil, plain(err)
	}
	list := make([]job.Dead, len(rows))
	for i, r := range rows {
		list[i] = dead(r)
	}
	return list, nil
}

// dead reads a job that was given up.
func dead(r query.DeadJobsRow) job.Dead {
	return job.Dead{Job: job.Job{Office: r.Office, Kind: r.Kind, Key: r.Key, RunAt: moment(r.RunAt), Attempts: int(r.Attempts)}, Error: r.LastError}
}

// Revive lets a dead job run again from its first attempt; the error is
// NotFound if it is not among the dead.
func (tx *Tx) Revive(kind, key string) error {
	n, err := tx.q.ReviveJob(tx.ctx, query.ReviveJobParams{Office: tx.office, Kind: kind, Key: key, RunAt: stamp(tx.now)})
	if err == nil && n == 0 {
		err = sql.ErrNoRows
	}
	return plain(err)
}

// leaderRow is the lease that one process at a time holds to run the timers.
const leaderRow = "timers"

// Lead takes or renews the lease of the timers; false while another holds it.
func (s *Store) Lead(ctx context.Context, holder string, lease time.Duration) (leads bool, err error) {
	err = s.write(ctx, func(tx *Tx) error {
		n, err := tx.q.Lead(ctx, query.LeadParams{Name: leaderRow, Holder: holder, LeaseUntil: stamp(tx.now.Add(lease)), Now: stamp(tx.now)})
		leads = n == 1
		return err
	})
	return leads && err == nil, err
}

// Strike enqueues a timer's job if its time has come and sets the next one. The
// two come together, and only for whoever finds the time unchanged, so that no
// beat comes twice even when two processes believe that they lead. Beats missed
// while nothing ran are made up by one.
func (s *Store) Strike(ctx context.Context, t job.Timer) error {
	return s.write(ctx, func(tx *Tx) error {
		next := stamp(t.Next(tx.now))
		if n, err := tx.q.AddTimer(ctx, query.AddTimerParams{Name: t.Name, NextAt: next}); err != nil || n == 1 {
			return err
		}
		due, err := tx.q.Timer(ctx, t.Name)
		if err != nil || due > stamp(tx.now) {
			return err
		}
		n, err := tx.q.AdvanceTimer(ctx, query.AdvanceTimerParams{Name: t.Name, Due: due, NextAt: next})
		if err != nil || n == 0 {
			return err
		}
		return tx.Enqueue(t.Beat(moment(due)))
	})
}
