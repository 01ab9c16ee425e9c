package admin

import (
	"context"

	"doudi/fault"
	"doudi/job"
)

// Work is the background work as it stands.
type Work struct {
	Waiting, Running, Failed int64
	List                     []job.Dead // what was given up, the latest first
}

// mostDead is how many failed jobs a page shows.
const mostDead = 200

// Jobs counts the work and lists what was given up.
func (s *Service) Jobs(ctx context.Context) (w Work, err error) {
	err = s.Store.Read(ctx, func(v View) error {
		counts, err := v.JobCounts()
		if err != nil {
			return err
		}
		w.Waiting, w.Running, w.Failed = counts[job.Waiting], counts[job.Running], counts[job.Given]
		w.List, err = v.AllDeadJobs(mostDead)
		return err
	})
	return w, err
}

// Retry lets a job that was given up run again from its first attempt. The
// entry is in the chain of the office whose job it is.
func (s *Service) Retry(ctx context.Context, by By, office int64, kind, key string) error {
	act := by.act("job.retry")
	act.Object = "job:" + kind
	err := s.Store.Do(ctx, office, act, func(tx Tx) error { return tx.Revive(kind, key) })
	if err != nil && fault.Kind(err) == fault.NotFound {
		return fault.New(fault.NotFound, "这件事已经不在失败的里面，可能别人刚刚重试过；请刷新页面")
	}
	return err
}

// RetryAll lets all of them run again and counts them. One that somebody else
// took up meanwhile is passed over.
func (s *Service) RetryAll(ctx context.Context, by By) (again int, err error) {
	w, err := s.Jobs(ctx)
	for _, d := range w.List {
		switch e := s.Retry(ctx, by, d.Office, d.Kind, d.Key); {
		case e == nil:
			again++
		case fault.Kind(e) != fault.NotFound:
			return again, e
		}
	}
	return again, err
}
