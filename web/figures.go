package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"doudi/casework"
	"doudi/civil"
	"doudi/fault"
	"doudi/policy"

	"github.com/a-h/templ"
)

// figuresView is which figures are in force at an office, and which of them a
// county still has to confirm or has confirmed.
type figuresView struct {
	slip
	Office, Place, Path string
	Day, Begin          string
	DayWords            string
	Open                []figureGroup // to be confirmed
	Done                []figureGroup // confirmed, or published anyway
	Asked               string        // the address of what was asked for
	Chosen              bool          // not all is shown
	Proofs              []proofLine
	MayConfirm, MayTake bool
	Demo                bool // no decision waits for a confirmation
}

// figureGroup is the figures of one subject of the law.
type figureGroup struct {
	Label string
	Cards []figureCard
	Rows  int
	rank  int
}

// The names of what can be asked of figures, and what can be shown of them.
const (
	onlyOpen = "open" // what waits to be confirmed
	onlyDone = "done"
)

var figureNames = []string{"on", "show", "from", "words"}

// figureCard is a figure with those of its rows that are in force and are alike
// in whether somebody has to confirm them.
type figureCard struct {
	ID, Label, Href, Confirm string
	Rows                     []provable
}

// provable is a row of a figure, with the name that a form has for it.
type provable struct {
	figureRow
	ID     string
	Ticked bool
	State  string // what is to be done about it or what was

	origin string // the pack that it stands in
}

// proofLine is a confirmation in the list of all.
type proofLine struct {
	Number                            string
	Label, Values, Document, When, By string
	Back                              string // when and by whom it was taken back
}

// figurePath is where the figures of an office are confirmed.
func figurePath(office int64) string { return officePath(office) + "/figure" }

// figures shows the figures in force at an office.
func (s *Site) figures(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	b, on, proofs, err := s.provable(r)
	if err != nil {
		return err
	}
	asked := r.URL.Query()
	view := figuresView{Demo: s.Demo, Office: v.site.Name, Place: b.place.Label, Path: figurePath(v.site.Number), Day: on.String(), Begin: b.begin.String(), DayWords: on.Chinese(),
		MayConfirm: v.can("figure.confirm", v.site.Number), MayTake: v.can("figure.take_back", v.site.Number)}
	view.slip = filled(asked, listed("show", "哪些数值", "", []option{{onlyOpen, "等待确认的"}, {onlyDone, "不用确认和已经确认的"}}).loose(), listed("from", "谁写的", "", b.origins()).loose(),
		blank("words", "名称、值或者出处里的字", "如 低保标准"))
	for i := range b.program.Figures {
		view.add(b, &b.program.Figures[i], on, proofs)
	}
	for _, groups := range [][]figureGroup{view.Open, view.Done} {
		slices.SortStableFunc(groups, func(x, y figureGroup) int { return cmp.Compare(x.rank, y.rank) })
	}
	kept := pageless(asked, figureNames)
	kept.Set("on", view.Day)
	view.Asked, view.Chosen = withQuery(view.Path, kept.Encode()), len(kept) > 1
	if view.Proofs, err = s.proofLines(r, b, v.site.Number, proofs); err != nil {
		return err
	}
	return s.list(w, r, http.StatusOK, figureList(view), view.listing())
}

// origins are the packs that the figures of a place come from.
func (b *book) origins() (list []option) {
	for i := range b.program.Figures {
		for k := range b.program.Figures[i].Rows {
			origin := b.program.Figures[i].Rows[k].Origin
			if !slices.ContainsFunc(list, func(o option) bool { return o.Value == origin }) {
				list = append(list, option{origin, b.law.placeName(origin)})
			}
		}
	}
	slices.SortFunc(list, func(x, y option) int { return strings.Compare(x.Value, y.Value) })
	return list
}

// listing is the page as a file.
func (v *figuresView) listing() listing {
	l := listing{"figure", v.Place + "现行数值", []string{"数值", "条件", "值", "期间说明", "出处说明", "确认说明"}, nil}
	for _, group := range slices.Concat(v.Open, v.Done) {
		for _, card := range group.Cards {
			l.rows = append(l.rows, rowsOf(card.Rows, func(p provable) []string {
				return []string{card.Label, strings.Join(p.Keys, " "), p.Value, p.Span, p.from(), p.State}
			})...)
		}
	}
	return l
}

// from is where the row comes from, in words.
func (p *provable) from() string {
	words := []string{p.Source.Origin}
	for _, c := range p.Source.Cites {
		words = append(words, c.Text)
	}
	return strings.TrimSpace(strings.Join(words, " ") + " " + p.Source.Status.Mark())
}

// provable is the law of the office's place, the day that is asked for, and what
// was confirmed.
func (s *Site) provable(r *http.Request) (b *book, on civil.Date, proofs []casework.Proof, err error) {
	v := visitOf(r.Context())
	if b, err = s.Law.book(s.Law.of(v.sites, v.site.Number, s.today()).ID); err != nil {
		return nil, 0, nil, err
	}
	if on, err = s.onDay(b, r.URL.Query().Get("on")); err != nil {
		return nil, 0, nil, err
	}
	proofs, err = s.Cases.Figures(r.Context(), v.desk())
	return b, on, proofs, err
}

// add sorts the rows of a figure that are in force on a day and were asked for.
func (v *figuresView) add(b *book, f *policy.Figure, on civil.Date, proofs []casework.Proof) {
	ref := policy.Ref{Section: policy.SectionFigure, ID: f.ID}
	piece := b.pieces[ref]
	open := figureCard{ID: f.ID, Label: piece.Label, Href: b.pathOf(ref, on)}
	done := open
	if v.MayConfirm {
		open.Confirm = v.Path + "/" + f.ID + "?on=" + on.String()
	}
	for _, row := range b.inForce(f, on, proofs) {
		waits := row.ID != "" && row.State == ""
		if waits {
			row.State = "待确认"
		}
		switch {
		case !v.wants(&row, piece.Label, waits):
		case waits:
			open.Rows = append(open.Rows, row)
		default:
			done.Rows = append(done.Rows, row)
		}
	}
	v.Open, v.Done = b.grouped(v.Open, open, piece.Subject), b.grouped(v.Done, done, piece.Subject)
}

// wants tells whether a row was asked for.
func (v *figuresView) wants(row *provable, label string, waits bool) bool {
	show, words := v.text("show"), v.text("words")
	return (show == "" || waits == (show == onlyOpen)) && (v.text("from") == "" || v.text("from") == row.origin) &&
		strings.Contains(label+" "+strings.Join(row.Keys, " ")+" "+row.Value+" "+row.from(), words)
}

// grouped puts a figure that has rows to those of its subject.
func (b *book) grouped(groups []figureGroup, card figureCard, subject string) []figureGroup {
	if len(card.Rows) == 0 {
		return groups
	}
	label := b.subjectLabel(subject)
	at := slices.IndexFunc(groups, func(g figureGroup) bool { return g.Label == label })
	if at < 0 {
		at, groups = len(groups), append(groups, figureGroup{Label: label, rank: subjectRank(subject)})
	}
	groups[at].Cards, groups[at].Rows = append(groups[at].Cards, card), groups[at].Rows+len(card.Rows)
	return groups
}

// inForce are the rows of a figure on a day. Those that a county confirms have
// an ID, and a state once they are.
func (b *book) inForce(f *policy.Figure, on civil.Date, proofs []casework.Proof) (list []provable) {
	reader := &figureReader{book: b, f: f, on: on}
	reader.filter(&figureView{})
	for i := range f.Rows {
		row := &f.Rows[i]
		if !row.Span.Contains(on) || !b.program.Concerns(f, row) {
			continue
		}
		p := provable{figureRow: reader.row(row), origin: row.Origin}
		if casework.Doubtful(row.Status) {
			p.ID = casework.RowID(b.program, f, row)
			at := slices.IndexFunc(proofs, func(one casework.Proof) bool { return one.Holds() && slices.Contains(one.Rows, p.ID) })
			if at >= 0 {
				p.State = "已照" + documentWords(proofs[at].Document) + "确认"
			}
		}
		list = append(list, p)
	}
	return list
}

// documentWords name a document.
func documentWords(d casework.Document) string {
	return "《" + strings.Trim(d.Title, "《》") + "》（" + d.Number + "）" + d.Article
}

// proofLines tell who confirmed what by which document. What belongs to an
// office above is taken back there.
func (s *Site) proofLines(r *http.Request, b *book, office int64, proofs []casework.Proof) (lines []proofLine, err error) {
	var staff []int64
	for _, p := range proofs {
		if staff = append(staff, p.Staff); !p.Holds() {
			staff = append(staff, p.Taker)
		}
	}
	names, err := s.Staff.Names(r.Context(), staff...)
	for _, p := range proofs {
		l := proofLine{Label: p.Figure, Values: p.Values, Document: documentWords(p.Document) + "，" + p.Day.Chinese() + "印发", When: recorded(p.At), By: names[p.Staff]}
		if piece, known := b.pieces[policy.Ref{Section: policy.SectionFigure, ID: p.Figure}]; known {
			l.Label = piece.Label
		}
		switch {
		case !p.Holds():
			l.Back = recorded(p.Back) + " " + names[p.Taker] + "收回"
		case p.Office == office:
			l.Number = itoa(int(p.Number))
		}
		lines = append(lines, l)
	}
	return lines, err
}

// proveView asks for the document that a figure stands in.
type proveView struct {
	slip
	Office, Path, Action, Label, Law string
	Rows                             []provable
}

// Answers about whether the document says the same.
const (
	sameValue  = "same"
	otherValue = "other"
)

// provePage asks.
func (s *Site) provePage(w http.ResponseWriter, r *http.Request) error {
	view, err := s.proveView(r)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, proveForm(view))
}

// proveView is the form as it was sent.
func (s *Site) proveView(r *http.Request) (view proveView, err error) {
	v, id := visitOf(r.Context()), r.PathValue("id")
	b, on, proofs, err := s.provable(r)
	if err != nil {
		return view, err
	}
	i, ok := b.program.FigureIndex(id)
	if !ok {
		return view, noSuchThing(b)
	}
	ref := policy.Ref{Section: policy.SectionFigure, ID: id}
	view = proveView{Office: v.site.Name, Path: figurePath(v.site.Number), Label: b.pieces[ref].Label, Law: b.pathOf(ref, on)}
	view.Action = view.Path + "/" + id + "?on=" + on.String()
	for _, row := range b.inForce(&b.program.Figures[i], on, proofs) {
		if row.ID != "" && row.State == "" {
			row.Ticked = slices.Contains(r.PostForm["row"], row.ID)
			view.Rows = append(view.Rows, row)
		}
	}
	if len(view.Rows) == 1 {
		view.Rows[0].Ticked = true
	}
	view.slip = filled(r.PostForm,
		blank("same", "文件上的值", "对着文件看过再选", option{sameValue, "和这里的一样"}, option{otherValue, "和这里的不一样"}),
		blank("title", "文件名称", "照文件写").wide(120), blank("document", "文号", "如 明政办〔2025〕12号").wide(120),
		blank("article", "条款", "如 第二条；没有的不填").wide(120), blank("day", "印发日期", "写成 "+s.today().String()+" 的样子"))
	return view, nil
}

// prove keeps that a figure stands in a document.
func (s *Site) prove(w http.ResponseWriter, r *http.Request) error {
	view, err := s.proveView(r)
	if err != nil {
		return err
	}
	doc := casework.Document{Title: view.text("title"), Number: view.text("document"), Article: view.text("article")}
	switch view.text("same") {
	case sameValue:
	case otherValue:
		err = fault.New(fault.BadInput, "文件上的值：和这里的不一样，不能确认；请政策人员照文件改政策包里的这一行（写上新的值和出处），换上新的政策包以后这一条就不用再确认")
	default:
		err = fault.New(fault.BadInput, "文件上的值：没有选；请对着文件看过再选")
	}
	if err == nil {
		if doc.Day = view.day("day"); len(view.Problems) > 0 {
			return s.show(w, r, http.StatusBadRequest, proveForm(view))
		}
		err = s.Cases.ConfirmFigure(r.Context(), visitOf(r.Context()).desk(), r.PathValue("id"), r.PostForm["row"], doc)
	}
	return s.answered(w, r, err, view.Path, func(sentence string) templ.Component {
		view.blame(sentence)
		return proveForm(view)
	})
}

// takeProofBack asks first, then ends a confirmation.
func (s *Site) takeProofBack(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	path, number := figurePath(v.site.Number), first(r.PostForm, "number")
	switch first(r.PostForm, doButton) {
	case doEdit:
		return away(w, r, path)
	case doSure:
		if err := s.Cases.TakeBackFigure(r.Context(), v.desk(), atoi(number)); err != nil && fault.Kind(err) != fault.Conflict {
			return err
		}
		return away(w, r, path)
	}
	b, _, proofs, err := s.provable(r)
	if err != nil {
		return err
	}
	lines, err := s.proofLines(r, b, v.site.Number, proofs)
	at := slices.IndexFunc(lines, func(l proofLine) bool { return l.Number == number && number != "" })
	switch {
	case err != nil:
		return err
	case at < 0:
		return statusError(http.StatusNotFound)
	}
	return s.show(w, r, http.StatusOK, confirmPage(confirmView{Title: "收回对“" + lines[at].Label + "”的确认", Lead: lines[at].Values, Action: path + "/back", Yes: "确认收回", Carried: carried(r),
		Lines: []string{"以前作出的决定不变。", "以后的决定不能再以它为准，直到重新确认。", "这次确认和收回都留在记录里。"}}))
}
