package web

import (
	"encoding/hex"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"doudi/access"
	"doudi/admin"
	"doudi/audit"
	"doudi/civil"
	"doudi/fault"
)

// instanceChain is the word for the instance's own chain in an address. It is
// looked at where the highest office is: who may read the records of all
// offices may read those of the whole.
const instanceChain = "instance"

// chainLine is one chain in the list.
type chainLine struct {
	Name, Path, Hash string
	Entries          int64
}

// chainsView is all chains that the reader may look at.
type chainsView struct {
	Chains []chainLine
	Export string // where all of it is exported; "" if the reader may not
	Given  string // where the checkpoints are
}

// root is the highest office.
func (v *visit) root() int64 {
	for _, o := range v.sites {
		if o.Above == 0 {
			return o.Number
		}
	}
	return 0
}

// trailPath is where the records of an office are.
func trailPath(office int64) string { return "/office/" + itoa(int(office)) + "/audit" }

// chains lists the chains with how long they are and how they end.
func (s *Site) chains(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	heads, err := s.Admin.Heads(r.Context())
	if err != nil {
		return err
	}
	view := chainsView{Given: "/audit/checkpoint"}
	for _, h := range heads {
		line := chainLine{Name: v.officeName(h.Chain), Path: trailPath(h.Chain), Hash: hex.EncodeToString(h.Hash[:]), Entries: h.Seq}
		office := h.Chain
		if h.Chain == audit.Instance {
			office = v.root()
			line.Name, line.Path = "系统自己", trailPath(office)+"?chain="+instanceChain
		}
		if v.can("audit.view", office) {
			view.Chains = append(view.Chains, line)
		}
	}
	if v.can("audit.export", v.root()) {
		view.Export = trailPath(v.root()) + "/export"
	}
	return s.list(w, r, http.StatusOK, chainList(view), listing{"chain", "审计链", []string{"机构", "记录条数", "末条校验值"},
		rowsOf(view.Chains, func(l chainLine) []string { return []string{l.Name, itoa(int(l.Entries)), l.Hash} })})
}

// trailLine is one entry as people read it.
type trailLine struct {
	Seq                    int
	When, Who              string
	Act, Object, Result    string
	Rest                   string // what the words for the act leave out
	Digest                 string
	Refused, Failed, Shown bool
}

// trailView is a page of entries with what was asked for.
type trailView struct {
	slip
	Title, Path, Back string
	Instance          bool
	Length            int64
	Lines             []trailLine
	Further           string // the address of what came before; "" at the begin
	Asked             string // the address of what was asked for
}

// resultWords name how an act ended.
var resultWords = map[audit.Result]string{audit.Done: "办成", audit.Refused: "被拒绝", audit.Failed: "失败", audit.Viewed: "查看"}

// trail shows the entries of a chain, the newest first.
func (s *Site) trail(w http.ResponseWriter, r *http.Request) error {
	v, asked := visitOf(r.Context()), r.URL.Query()
	view := trailView{Title: v.site.Name + "的审计记录", Path: trailPath(v.site.Number), Back: "/audit", slip: s.trailForm(asked)}
	f := admin.Filter{Chain: v.site.Number, Act: asked.Get("act"), Account: asked.Get("account"), Result: audit.Result(asked.Get("result")), Bare: asked.Get("result") == bareViews, Before: atoi(asked.Get("before"))}
	if r.FormValue(asField) != "" {
		f.Most = listFile
	}
	if f.Bare {
		f.Result = audit.Viewed
	}
	if view.Instance = asked.Get("chain") == instanceChain && v.site.Above == 0; view.Instance {
		view.Title, f.Chain = "系统自己的审计记录", audit.Instance
	}
	var wrong string
	if f.Day, wrong = dayOf(asked.Get("day")); wrong != "" {
		view.blameAt("day", "哪一天："+wrong+"，不限就空着")
		return s.show(w, r, http.StatusBadRequest, trailPage(view))
	}
	t, err := s.Admin.Trail(r.Context(), f)
	sentence, status, rest := told(err)
	if rest != nil {
		return rest
	}
	if sentence != "" {
		view.blameAt(fieldOf(err), sentence)
		return s.show(w, r, status, trailPage(view))
	}
	s.fillTrail(&view, t, asked)
	return s.list(w, r, http.StatusOK, trailPage(view), trailListing(&view))
}

// trailListing is what was asked for as a file. One that would be longer says
// so in its last row.
func trailListing(view *trailView) listing {
	l := listing{"trail", view.Title, []string{"第几条", "时间", "事项", "对哪一件", "结果", "办理人说明", "校验值"},
		rowsOf(view.Lines, func(l trailLine) []string {
			return []string{itoa(l.Seq), l.When, strings.TrimSpace(l.Act + " " + l.Rest), l.Object, l.Result, l.Who, l.Digest}
		})}
	if view.Further != "" {
		l.rows = append(l.rows, []string{"", "", "更早的没有导出；请按日期分次导出", "", "", "", ""})
	}
	return l
}

// dayOf reads a day that may be left out.
func dayOf(text string) (civil.Date, string) {
	if strings.TrimSpace(text) == "" {
		return 0, ""
	}
	return readDay(text)
}

// bareViews asks for views of what is masked or sealed for others.
const bareViews = "bare"

// trailForm asks which entries are wanted.
func (s *Site) trailForm(asked url.Values) slip {
	acts := s.actOptions()
	return filled(asked,
		blank("day", "哪一天", "如 2026-07-01；不限就空着"),
		listed("act", "什么事", "", acts).loose(),
		blank("account", "谁的账号", "写“系统”是程序自己和在服务器上办的；不限就空着"),
		listed("result", "结果", "",
			[]option{{bareViews, "看完整号码、保密情况和原件"}, {string(audit.Refused), "被拒绝"}, {string(audit.Failed), "失败"}, {string(audit.Viewed), "查看"}, {string(audit.Done), "办成"}}).loose())
}

// actOptions are all acts that the matrix knows, but what leaves no entry.
func (s *Site) actOptions() []option {
	var list []option
	for _, id := range slices.Sorted(maps.Keys(s.Staff.Matrix.Acts)) {
		if !slices.Contains([]string{"law.ask", "home.open", "session.list"}, id) {
			list = append(list, option{id, s.Staff.Matrix.Acts[id].Label})
		}
	}
	return append(list, option{"job", "后台事务"}, option{"instance", "建立系统"})
}

// fillTrail puts entries on the page.
func (s *Site) fillTrail(view *trailView, t admin.Trail, asked url.Values) {
	view.Length = t.Head.Seq
	for _, e := range t.Entries {
		act, rest := actName(s.Staff.Matrix, e.Act.Name)
		line := trailLine{Seq: int(e.Seq), When: e.At.In(access.China).Format("2006-01-02 15:04:05"), Who: "系统", Act: act, Rest: rest, Object: objectWord(e.Object),
			Result: resultWords[e.Result], Digest: hex.EncodeToString(e.Digest[:]),
			Refused: e.Result == audit.Refused, Failed: e.Result == audit.Failed, Shown: e.Result == audit.Viewed}
		if e.Actor != 0 {
			line.Who = e.Name + "（" + e.Account + "），" + s.roleWord(e.Role)
		}
		if why := whyWord(e); why != "" {
			line.Who += "；" + why
		}
		if e.Digest == [32]byte{} {
			line.Digest = ""
		}
		view.Lines = append(view.Lines, line)
	}
	whole := maps.Clone(asked)
	whole.Del("before")
	if view.Asked = view.Path; len(whole) > 0 {
		view.Asked += "?" + whole.Encode()
	}
	if t.Next > 0 {
		further := maps.Clone(asked)
		further.Set("before", itoa(int(t.Next)))
		view.Further = view.Path + "?" + further.Encode()
	}
}

// export sends all chains as a file, the same bytes that the command writes.
func (s *Site) export(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	if v.site.Above != 0 {
		return fault.New(fault.Refused, "导出的是整个系统的审计记录，检查点也是；请由最高一级机构的审计人员导出")
	}
	stop := unhurried(w)
	defer stop()
	out := &download{ResponseWriter: w, begin: func() { s.attach(w, "shenji-"+s.today().String()+".txt") }}
	err := s.Admin.Export(r.Context(), v.adminBy(), out)
	if err == nil || !out.begun {
		return err
	}
	// What was sent so far lacks the last line, and the reader is told that the
	// file is not whole.
	s.Log.Error("an audit export stopped", "error", err)
	panic(http.ErrAbortHandler)
}

// download becomes a file with its first byte: what fails before can still be
// a page.
type download struct {
	http.ResponseWriter
	begin func()
	begun bool
}

// Write sends a part of the file.
func (d *download) Write(part []byte) (int, error) {
	if !d.begun {
		d.begin()
		d.begun = true
	}
	return d.ResponseWriter.Write(part)
}

// givenLine is one checkpoint in the list.
type givenLine struct{ Number, When, Path string }

// givenView lists the checkpoints that were signed.
type givenView struct {
	Lines []givenLine
	Sign  bool   // the reader may sign one
	Older string // "" at the begin
}

// checkpoints lists those that were signed, the newest first.
func (s *Site) checkpoints(w http.ResponseWriter, r *http.Request) error {
	list, err := s.Admin.Given(r.Context(), atoi(r.URL.Query().Get("before")), most(r, 50))
	if err != nil {
		return err
	}
	view := givenView{Sign: visitOf(r.Context()).can("audit.checkpoint", 0)}
	for _, g := range list {
		view.Lines = append(view.Lines, givenLine{itoa(int(g.Number)), stamped(g), checkpointPath(g.Number)})
	}
	if n := len(list); n > 0 && list[n-1].Number > 1 {
		view.Older = "/audit/checkpoint?before=" + itoa(int(list[n-1].Number))
	}
	return s.list(w, r, http.StatusOK, checkpointList(view), listing{"checkpoint", "签发过的检查点", []string{"第几个", "签发时间"},
		rowsOf(view.Lines, func(l givenLine) []string { return []string{l.Number, l.When} })})
}

// checkpointPath is where a checkpoint is shown.
func checkpointPath(number int64) string { return "/audit/checkpoint/" + itoa(int(number)) }

// stamped says when a checkpoint was signed.
func stamped(g admin.Given) string { return g.At.In(access.China).Format("2006年1月2日 15:04") }

// signCheckpoint signs one and leads to it.
func (s *Site) signCheckpoint(w http.ResponseWriter, r *http.Request) error {
	n, err := s.Admin.Sign(r.Context(), visitOf(r.Context()).adminBy())
	if err != nil {
		return err
	}
	return away(w, r, checkpointPath(n))
}

// givenOf is the checkpoint that the path names.
func (s *Site) givenOf(r *http.Request) (admin.Given, error) {
	n, err := number(r, "number")
	if err != nil {
		return admin.Given{}, err
	}
	return s.Admin.Checkpoint(r.Context(), n)
}

// checkpoint shows one, to be printed and handed out.
func (s *Site) checkpoint(w http.ResponseWriter, r *http.Request) error {
	g, err := s.givenOf(r)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, checkpointPage(stamped(g), g.Text, checkpointPath(g.Number)+"/file"))
}

// checkpointFile sends one as a file.
func (s *Site) checkpointFile(w http.ResponseWriter, r *http.Request) error {
	g, err := s.givenOf(r)
	if err != nil {
		return err
	}
	s.attach(w, "jianchadian-"+itoa(int(g.Number))+".txt")
	_, err = w.Write([]byte(g.Text))
	return err
}
