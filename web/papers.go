package web

import (
	"context"
	"mime"
	"net/http"
	"strconv"

	"doudi/paper"
	"doudi/registry"
)

// papersView is the papers of a household, with the form for more.
type papersView struct {
	slip
	Household, Office, Back, Path string
	Saved                         int // were kept just now
	Papers, Printed, Withdrawn    []paperCard
	MayAdd, MaySee                bool
	Slip                          string // where their list is printed; "" if the reader may not
}

// paperCard is one paper in the list.
type paperCard struct {
	Title, Whose, Day, Note, Path string
	Small                         bool // there is a small picture
}

// papersPath is where the papers of a household are.
func papersPath(at registry.Ref) string { return householdPath(at) + "/paper" }

// papers shows what lies with a household.
func (s *Site) papers(w http.ResponseWriter, r *http.Request) error {
	saved, _ := strconv.Atoi(r.FormValue("saved"))
	return s.showPapers(w, r, min(max(saved, 0), maxFiles), nil, http.StatusOK)
}

// showPapers shows the papers and the form with what is wrong in it.
func (s *Site) showPapers(w http.ResponseWriter, r *http.Request, saved int, wrong []string, status int) error {
	id, err := number(r, "household")
	if err != nil {
		return err
	}
	v := visitOf(r.Context())
	all, err := s.Registry.Family(r.Context(), v.desk(), id)
	if err != nil {
		return err
	}
	list, err := s.Papers.List(r.Context(), v.desk(), id)
	if err != nil {
		return err
	}
	view := papersView{Household: "家庭 " + itoa(int(id)), Office: v.site.Name, Back: householdPath(all.Household.Ref), Path: papersPath(all.Household.Ref), Saved: saved,
		MayAdd: v.can("paper.add", all.Office) && all.State == registry.Open, MaySee: v.can("paper.view", all.Office)}
	if v.can("paper.print", all.Office) {
		view.Slip = view.Back + "/print/slip"
	}
	if err := s.fillPapers(r.Context(), &view, all, list); err != nil {
		return err
	}
	view.slip = filled(r.PostForm, uploadFields(all)...)
	for _, sentence := range wrong {
		view.blame(sentence)
	}
	return s.list(w, r, status, paperList(view), paperListing(&view))
}

// paperListing is the papers as a file, with what the office printed and what
// was withdrawn.
func paperListing(view *papersView) listing {
	l := listing{name: "paper", title: view.Household + "的材料", columns: []string{"材料", "是谁的", "日期", "说明", "从哪里来"}}
	for _, part := range []struct {
		from  string
		cards []paperCard
	}{{"交来的", view.Papers}, {"本机构打印的", view.Printed}, {"撤下的", view.Withdrawn}} {
		l.rows = append(l.rows, rowsOf(part.cards, func(c paperCard) []string { return []string{c.Title, c.Whose, c.Day, c.Note, part.from} })...)
	}
	return l
}

// fillPapers lays the papers out: those that stand, those that the office made,
// those that were withdrawn.
func (s *Site) fillPapers(ctx context.Context, view *papersView, all registry.Family, list []paper.Paper) error {
	var staff []int64
	for _, p := range list {
		staff = append(staff, p.Staff)
	}
	names, err := s.Staff.Names(ctx, staff...)
	if err != nil {
		return err
	}
	for _, p := range list {
		c := paperCard{Title: p.Kind.Label(), Whose: whose(all, p.Person), Day: p.From.Chinese(), Path: view.Path + "/" + itoa(int(p.ID)),
			Note: "编号 " + itoa(int(p.ID)) + "，" + names[p.Staff] + "上传", Small: view.MaySee && p.Media != paper.PDF}
		switch {
		case p.Withdrawn != nil:
			c.Note = "编号 " + itoa(int(p.ID)) + "，" + p.Withdrawn.Because.Label()
			view.Withdrawn = append(view.Withdrawn, c)
		case p.Kind.Printed():
			view.Printed = append(view.Printed, c)
		default:
			view.Papers = append(view.Papers, c)
		}
	}
	return nil
}

// whose names the member that a paper speaks of.
func whose(all registry.Family, person int64) string {
	for _, m := range append(all.Members, all.Past...) {
		if m.Person == person {
			return m.Name
		}
	}
	return "整个家庭"
}

// uploadFields ask what is brought.
func uploadFields(all registry.Family) []field {
	people := []option{{"0", "整个家庭"}}
	seen := map[int64]bool{}
	for _, m := range append(all.Members, all.Past...) {
		if !seen[m.Person] {
			people = append(people, option{itoa(int(m.Person)), m.Name})
		}
		seen[m.Person] = true
	}
	return []field{
		listed("kind", "材料种类", "一次传的几份要是同一种", optionsOf(paper.Brought)),
		listed("person", "是谁的材料", "", people).holding("0"),
		blank("from", "材料日期", "材料上写的日期，如 2026-08-20；不填就是今天"),
	}
}

// optionsOf are a list of the papers as options.
func optionsOf[T ~string](list []paper.Word[T]) (options []option) {
	for _, w := range list {
		options = append(options, option{string(w.ID), w.Label})
	}
	return options
}

// wordOptions are options of words that are no kinds of papers.
func wordOptions[T ~struct{ ID, Label string }](list []T) (options []option) {
	for _, one := range list {
		w := struct{ ID, Label string }(one)
		options = append(options, option{w.ID, w.Label})
	}
	return options
}

// addPapers keeps what was brought. What can be kept is kept, of the rest is
// said what is wrong with it.
func (s *Site) addPapers(w http.ResponseWriter, r *http.Request) error {
	id, err := number(r, "household")
	if err != nil {
		return err
	}
	u := paper.Upload{Household: id, Person: atoi(first(r.PostForm, "person")), Kind: paper.Kind(first(r.PostForm, "kind")), From: first(r.PostForm, "from")}
	files := filesOf(r.Context())
	if err := u.Check(s.today()); err != nil {
		return s.showPapers(w, r, 0, []string{sentenceOf(err)}, http.StatusBadRequest)
	}
	if len(files) == 0 {
		return s.showPapers(w, r, 0, []string{"没有选文件；请拍照，或选照片和扫描件"}, http.StatusBadRequest)
	}
	wrong, status, err := s.keep(r.Context(), u, files)
	switch {
	case err != nil:
		return err
	case len(wrong) > 0:
		return s.showPapers(w, r, len(files)-len(wrong), wrong, status)
	}
	return away(w, r, papersPath(registry.Ref{Office: visitOf(r.Context()).site.Number, ID: id})+"?saved="+itoa(len(files)))
}

// keep keeps files one by one and says which could not be.
func (s *Site) keep(ctx context.Context, u paper.Upload, files [][]byte) (wrong []string, status int, err error) {
	for i, content := range files {
		_, err := s.Papers.Add(ctx, visitOf(ctx).desk(), u, content)
		sentence, code, rest := told(err)
		switch {
		case rest != nil:
			return nil, 0, rest
		case sentence != "" && len(files) > 1:
			sentence = "第 " + itoa(i+1) + " 个文件没有保存：" + sentence
		}
		if sentence != "" {
			wrong, status = append(wrong, sentence), code
		}
	}
	return wrong, status, nil
}

// paperView is one paper.
type paperView struct {
	slip                     // to withdraw it
	Look                     slip
	Card                     paperCard
	Path, Back, Household    string
	Number, Media, Size, Who string
	Because, Taker           string // of the withdrawal
	MaySee, MayWithdraw      bool
}

// mediaWords name the types of files.
var mediaWords = map[paper.Media]string{paper.JPEG: "照片", paper.PNG: "图片", paper.WebP: "图片", paper.PDF: "文档"}

// paperByNumber leads to a paper of which only the number is known.
func (s *Site) paperByNumber(w http.ResponseWriter, r *http.Request) error {
	id, err := number(r, "paper")
	if err != nil {
		return err
	}
	v := visitOf(r.Context())
	household, err := s.Papers.Home(r.Context(), v.desk(), id)
	if err != nil {
		return err
	}
	return away(w, r, papersPath(registry.Ref{Office: v.site.Number, ID: household})+"/"+itoa(int(id)))
}

// evidencePath is where a paper is found by its number in the office of the page.
func evidencePath(ctx context.Context, id int64) string {
	return "/office/" + itoa(int(visitOf(ctx).site.Number)) + "/paper/" + itoa(int(id))
}

// paper shows what is known about one paper.
func (s *Site) paper(w http.ResponseWriter, r *http.Request) error {
	return s.showPaper(w, r, "", "", http.StatusOK)
}

// showPaper shows one paper, with what was wrong with looking at it or with
// withdrawing it.
func (s *Site) showPaper(w http.ResponseWriter, r *http.Request, look, wrong string, status int) error {
	household, id, err := paperOf(r)
	if err != nil {
		return err
	}
	v := visitOf(r.Context())
	p, err := s.Papers.One(r.Context(), v.desk(), household, id)
	if err != nil {
		return err
	}
	all, err := s.Registry.Family(r.Context(), v.desk(), household)
	if err != nil {
		return err
	}
	view, err := s.paperView(r.Context(), all, p)
	if err != nil {
		return err
	}
	view.Look = filled(r.Form, s.why(v, "paper.view", p.Office))
	view.Look.blame(look)
	view.slip = filled(r.PostForm, listed("because", "原因", "", optionsOf(paper.Reasons)), blank("note", "说明", "选“其他原因”的要写").wide(100))
	view.blame(wrong)
	return s.show(w, r, status, paperPage(view))
}

// paperOf reads the numbers of a household and a paper.
func paperOf(r *http.Request) (household, id int64, err error) {
	if household, err = number(r, "household"); err != nil {
		return 0, 0, err
	}
	id, err = number(r, "paper")
	return household, id, err
}

// paperView lays one paper out.
func (s *Site) paperView(ctx context.Context, all registry.Family, p paper.Paper) (view paperView, err error) {
	v := visitOf(ctx)
	at := papersPath(all.Household.Ref)
	view = paperView{Back: at, Path: at + "/" + itoa(int(p.ID)), Household: "家庭 " + itoa(int(p.Household)), Number: itoa(int(p.ID)),
		Media: mediaWords[p.Media], Size: sized(p.Size), MaySee: v.can("paper.view", p.Office),
		MayWithdraw: v.can("paper.withdraw", p.Office) && p.Withdrawn == nil && !p.Kind.Printed()}
	names, err := s.Staff.Names(ctx, p.Staff)
	if err != nil {
		return view, err
	}
	view.Who = names[p.Staff] + "，" + recorded(p.At)
	view.Card = paperCard{Title: p.Kind.Label(), Whose: whose(all, p.Person), Day: p.From.Chinese(), Small: view.MaySee && p.Media != paper.PDF}
	if w := p.Withdrawn; w != nil {
		names, err = s.Staff.Names(ctx, w.Staff)
		view.Because, view.Taker = w.Because.Label()+address(w.Note), names[w.Staff]
	}
	return view, err
}

// sized writes the size of a file as people read it.
func sized(n int64) string {
	if n < 1<<20 {
		return itoa(int(max(1, n>>10))) + " KB"
	}
	return strconv.FormatFloat(float64(n)/(1<<20), 'f', 1, 64) + " MB"
}

// smallPaper sends the small picture.
func (s *Site) smallPaper(w http.ResponseWriter, r *http.Request) error {
	household, id, err := paperOf(r)
	if err != nil {
		return err
	}
	content, err := s.Papers.Small(r.Context(), visitOf(r.Context()).desk(), household, id)
	if err != nil {
		return err
	}
	if len(content) == 0 {
		return statusError(http.StatusNotFound)
	}
	return s.sendFile(w, paper.JPEG, "小图.jpg", content)
}

// wholePaper sends a paper as it was given, for the purpose that was chosen.
func (s *Site) wholePaper(w http.ResponseWriter, r *http.Request) error {
	household, id, err := paperOf(r)
	if err != nil {
		return err
	}
	why := registry.Purpose(r.FormValue("why"))
	if why == "" {
		return s.showPaper(w, r, "用途：没有选；请选实际的用途", "", http.StatusBadRequest)
	}
	p, content, err := s.Papers.Open(r.Context(), visitOf(r.Context()).desk(), household, id, why)
	sentence, status, rest := told(err)
	switch {
	case rest != nil:
		return rest
	case status == http.StatusNotFound:
		return err
	case sentence != "":
		return s.showPaper(w, r, sentence, "", status)
	}
	return s.sendFile(w, p.Media, p.Kind.Label()+itoa(int(p.ID))+endings[p.Media], content)
}

// endings are how the names of files end.
var endings = map[paper.Media]string{paper.JPEG: ".jpg", paper.PNG: ".png", paper.WebP: ".webp", paper.PDF: ".pdf"}

// sendFile sends bytes that somebody gave us: shown as what we found them to be
// and as nothing else, kept by nobody. A picture stands in a box of its own;
// readers of PDF in browsers do not work in one.
func (s *Site) sendFile(w http.ResponseWriter, media paper.Media, name string, content []byte) error {
	h := w.Header()
	h.Set("Content-Type", string(media))
	h.Set("Content-Length", strconv.Itoa(len(content)))
	h.Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": name}))
	h.Set("Cache-Control", "no-store")
	if media != paper.PDF {
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
	}
	defer unhurried(w)()
	if _, err := w.Write(content); err != nil {
		s.Log.Debug("the reader went away", "error", err)
	}
	return nil
}

// withdrawPaper takes back a paper that was put there wrongly.
func (s *Site) withdrawPaper(w http.ResponseWriter, r *http.Request) error {
	household, id, err := paperOf(r)
	if err != nil {
		return err
	}
	v := visitOf(r.Context())
	err = s.Papers.Withdraw(r.Context(), v.desk(), household, id, paper.Reason(first(r.PostForm, "because")), first(r.PostForm, "note"))
	sentence, status, rest := told(err)
	switch {
	case rest != nil:
		return rest
	case status == http.StatusNotFound:
		return err
	case sentence != "":
		return s.showPaper(w, r, "", sentence, status)
	}
	return away(w, r, papersPath(registry.Ref{Office: v.site.Number, ID: household})+"/"+itoa(int(id)))
}
