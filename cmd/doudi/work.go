package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"doudi/admin"
	"doudi/audit"
	"doudi/casefile"
	"doudi/casework"
	jobs "doudi/job"
	"doudi/notify"
	"doudi/registry"
	"doudi/store"
)

// How a worker of the server works. An errand ends well within the lease and
// goes on in the next one.
const (
	workLease = 5 * time.Minute
	workIdle  = time.Second
	workSlice = time.Minute
)

// worker carries out the jobs that follow from acts on the pages.
func (a *app) worker(s *store.Store, b *bringing, cases *casework.Service, out *notify.Service) *jobs.Worker[*store.Tx] {
	return &jobs.Worker[*store.Tx]{
		Store: s, Holder: "serve-" + rand.Text(), Now: a.now, Lease: workLease, Idle: workIdle,
		Effects: map[string]jobs.Effect[*store.Tx]{registry.JobReadSheet: nothingMore, registry.JobEnterSheet: untilEntered, admin.JobRecount: nothingMore, registry.JobSeal: nothingMore, notify.JobSend: nothingMore},
		Errands: map[string]jobs.Errand{registry.JobReadSheet: b.read, registry.JobEnterSheet: b.enter(a.now),
			admin.JobRecount: func(ctx context.Context, j jobs.Job) error { return cases.Recount(ctx, j.Office) },
			notify.JobSend:   func(ctx context.Context, j jobs.Job) error { return out.Send(ctx, j.Office, j.Key) },
			registry.JobSeal: func(ctx context.Context, _ jobs.Job) error { return s.SealOpen(ctx, func(int) {}) }},
	}
}

// sealLater asks for the sealing of what stands open and is called sensitive by
// the packs at hand: they may be others than those that the program was started
// with before.
func sealLater(ctx context.Context, s *store.Store) error {
	left, err := s.Open(ctx)
	if err != nil || left == 0 {
		return err
	}
	return s.Do(ctx, audit.Instance, audit.Act{Role: "system", Name: registry.JobSeal, Object: fmt.Sprintf("fact:%d", left)}, func(tx *store.Tx) error {
		return tx.Enqueue(jobs.Job{Office: audit.Instance, Kind: registry.JobSeal, Key: "facts", RunAt: tx.Now()})
	})
}

// nothingMore is the effect of a job that its errand has done.
func nothingMore(context.Context, *store.Tx, jobs.Job) error { return nil }

// untilEntered asks for the job again while families are left.
func untilEntered(_ context.Context, tx *store.Tx, j jobs.Job) error {
	sheet, err := tx.Sheet(j.Office, registry.SheetOfKey(j.Key))
	if err != nil || sheet.State != registry.SheetEntering {
		return err
	}
	return tx.Enqueue(jobs.Job{Office: j.Office, Kind: j.Kind, Key: j.Key, RunAt: tx.Now()})
}

// read holds a sheet against the register.
func (b *bringing) read(ctx context.Context, j jobs.Job) error {
	d, o, id, err := b.asked(ctx, j)
	if err != nil {
		return err
	}
	return b.registry.ReadSheet(ctx, d, id, o)
}

// enter enters families of a sheet for a while.
func (b *bringing) enter(now func() time.Time) jobs.Errand {
	return func(ctx context.Context, j jobs.Job) error {
		d, o, id, err := b.asked(ctx, j)
		if err != nil {
			return err
		}
		end := now().Add(workSlice)
		return b.registry.EnterSheet(ctx, d, id, o, func() bool { return now().Before(end) })
	}
}

// asked is who asked for a job, with the posts that he holds now.
func (b *bringing) asked(ctx context.Context, j jobs.Job) (d registry.Desk, o casefile.Options, id int64, err error) {
	id = registry.SheetOfKey(j.Key)
	var sheet registry.Sheet
	err = b.registry.Store.Read(ctx, func(v registry.View) error { sheet, err = v.Sheet(j.Office, id); return err })
	if err != nil {
		return d, o, id, err
	}
	d, o, err = b.desk(ctx, j.Office, sheet.By)
	return d, o, id, err
}
