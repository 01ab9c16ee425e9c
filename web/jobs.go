package web

import (
	"net/http"

	"doudi/access"
	"doudi/gb"
)

// jobLine is one piece of work that was given up.
type jobLine struct {
	Office, Kind, Key string
	Label, Where      string
	When, Why         string
	Tries             int
}

// name tells the work apart; where its kind has no word the kind is part of it.
func (l jobLine) name() string {
	if l.Label == "" {
		return l.Kind + " " + l.Key
	}
	return l.Key
}

// jobsView is the background work as it stands.
type jobsView struct {
	Waiting, Running, Failed int64
	Lines                    []jobLine
	Again                    string // how many were just asked for again; "" if none
	Sure                     *jobLine
	All                      bool // whether it is asked if all shall be tried again
	MayRetry                 bool
}

// jobs shows the work that failed and counts the rest.
func (s *Site) jobs(w http.ResponseWriter, r *http.Request) error {
	return s.showJobs(w, r, jobsView{})
}

// showJobs shows the work beside a question or an answer.
func (s *Site) showJobs(w http.ResponseWriter, r *http.Request, view jobsView) error {
	work, err := s.Admin.Jobs(r.Context())
	if err != nil {
		return err
	}
	v := visitOf(r.Context())
	view.Waiting, view.Running, view.Failed, view.MayRetry = work.Waiting, work.Running, work.Failed, v.can("job.retry", 0)
	for _, d := range work.List {
		where := v.officeName(d.Office)
		if d.Office == 0 {
			where = "整个系统"
		}
		view.Lines = append(view.Lines, jobLine{itoa(int(d.Office)), d.Kind, d.Key, jobWords[d.Kind], where,
			d.RunAt.In(access.China).Format("2006-01-02 15:04"), gb.MaskAll(d.Error), d.Attempts})
	}
	return s.list(w, r, http.StatusOK, jobList(view), listing{"job", "失败的后台事务", []string{"机构", "事务", "编号", "时间", "次数", "原因说明"},
		rowsOf(view.Lines, func(l jobLine) []string { return []string{l.Where, l.Label, l.Key, l.When, itoa(l.Tries), l.Why} })})
}

// retryJobs asks whether one or all shall be tried again, and then does it.
func (s *Site) retryJobs(w http.ResponseWriter, r *http.Request) error {
	f, v := r.PostForm, visitOf(r.Context())
	one := jobLine{Office: f.Get("office"), Kind: f.Get("kind"), Key: f.Get("key")}
	view := jobsView{All: f.Get("do") == "all"}
	if f.Get("sure") == "" {
		if one.Label = jobWords[one.Kind]; !view.All {
			view.Sure = &one
		}
		return s.showJobs(w, r, view)
	}
	again, err := 1, error(nil)
	if view.All {
		again, err = s.Admin.RetryAll(r.Context(), v.adminBy())
	} else {
		err = s.Admin.Retry(r.Context(), v.adminBy(), atoi(one.Office), one.Kind, one.Key)
	}
	if err != nil {
		return err
	}
	return s.showJobs(w, r, jobsView{Again: itoa(again)})
}
