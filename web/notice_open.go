package web

import (
	"net/http"
	"sync"
	"time"

	"doudi/casework"
	"doudi/fault"
)

// openNotice is the page behind the code of a notice: what hangs in the village,
// and nothing more.
type openNotice struct {
	slip
	Path, Title, Until string
	Lines              []casework.Finding
	Place, Phone       string
	Thanks             bool
}

// publicNotice shows a notice to whoever has its code, while it hangs.
func (s *Site) publicNotice(w http.ResponseWriter, r *http.Request) error {
	view, err := s.openNotice(w, r)
	if err != nil {
		return err
	}
	view.Thanks = r.URL.Query().Has("thanks")
	return s.show(w, r, http.StatusOK, noticeForAll(view))
}

// openNotice lays it out. No search engine keeps it, and no link tells where a
// reader came from.
func (s *Site) openNotice(w http.ResponseWriter, r *http.Request) (view openNotice, err error) {
	w.Header().Set("X-Robots-Tag", "noindex, nofollow, noarchive")
	w.Header().Set("Referrer-Policy", "no-referrer")
	p, err := s.Cases.Public(r.Context(), r.PathValue("id"))
	if err != nil {
		return view, noNotice(err)
	}
	view = openNotice{Path: "/notice/" + r.PathValue("id"), Title: p.Programme + "公示", Until: p.Until.Chinese(), Lines: p.Said, Place: p.Place, Phone: p.Met}
	view.slip = filled(r.PostForm, blank("text", "您有什么不同意见", "说清哪里和实际不一样").long(500), blank("name", "您的姓名和电话", "可以不写；写了方便我们核实和答复，会保密").wide(40))
	return view, nil
}

// noNotice says of a notice that cannot be read any more where to look: nothing
// of what it was.
func noNotice(err error) error {
	if fault.Kind(err) != fault.NotFound {
		return err
	}
	return &toldError{http.StatusNotFound, failureView{"这份公示看不到", sentenceOf(err) + "。", []string{"还有意见的，请打公示单上的电话，或者到村（社区）、乡镇（街道）当面说"}}}
}

// raise keeps an objection.
func (s *Site) raise(w http.ResponseWriter, r *http.Request) error {
	view, err := s.openNotice(w, r)
	if err != nil {
		return err
	}
	if !s.heard.room(s.remote(r), s.Now()) {
		view.blame("这里刚刚收到过几次意见；请过一个小时再提，或者打上面的电话")
		return s.show(w, r, http.StatusTooManyRequests, noticeForAll(view))
	}
	err = s.Cases.Raise(r.Context(), r.PathValue("id"), view.text("name"), view.text("text"))
	sentence, status, rest := told(err)
	switch {
	case rest != nil:
		return rest
	case status == http.StatusNotFound:
		return noNotice(err)
	case sentence != "":
		view.blame(sentence)
		return s.show(w, r, status, noticeForAll(view))
	}
	return away(w, r, view.Path+"?thanks=1")
}

// How often one network may object within a while: a village often shares one.
const (
	hearings    = 10
	hearingTime = time.Hour
	mostHeard   = 10_000 // networks that are remembered
)

// heard counts objections by network, in memory only.
type heard struct {
	mu    sync.Mutex
	times map[string][]time.Time
}

// room tells whether one more may come from a network, and counts it. When too
// many networks are remembered they are all forgotten: each notice has a bound
// of its own.
func (h *heard) room(from string, now time.Time) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.times == nil || len(h.times) > mostHeard {
		h.times = map[string][]time.Time{}
	}
	var late []time.Time
	for _, t := range h.times[from] {
		if now.Sub(t) < hearingTime {
			late = append(late, t)
		}
	}
	if h.times[from] = late; len(late) >= hearings {
		return false
	}
	h.times[from] = append(late, now)
	return true
}
