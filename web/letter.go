package web

import (
	"cmp"
	"net/http"
	"slices"

	"doudi/casework"
	"doudi/paper"

	"github.com/a-h/templ"
)

// letterView is the page of the letter about a decision.
type letterView struct {
	slip
	Title, Case, Path, Back, Turn string
	Make                          bool
	Serve                         bool            // its serving is a step of its own
	Doc                           *paper.Document // as it was made
	Sheet                         string          // where the paper is

	sigh *casework.Sight
}

// letterPage shows the letter about the decision of a case.
func (s *Site) letterPage(w http.ResponseWriter, r *http.Request) error {
	view, err := s.letterView(r)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, letterSheet(view))
}

// letterView lays it out.
func (s *Site) letterView(r *http.Request) (view letterView, err error) {
	v := visitOf(r.Context())
	c, err := s.sight(r)
	if err != nil {
		return view, err
	}
	title := letterTitle(c)
	if title == "" {
		return view, statusError(http.StatusNotFound)
	}
	view = letterView{Title: title, Case: c.Title() + "，办件 " + c.Number.String(), Back: casePath(c.Ref), Turn: itoa(int(c.Turn)),
		Make: s.Cases.MayWrite(c, v.desk()), sigh: c}
	view.Serve = slices.ContainsFunc(c.Flow.From(c.State), func(m casework.Move) bool { return m.Act == casework.Tell })
	view.Path = view.Back + "/letter"
	if made := c.Letter(); made != nil {
		doc := view.doc(v.site.Name, *made)
		view.Doc, view.Sheet = &doc, evidencePath(r.Context(), made.Sheet)
	}
	return view, nil
}

// letterTitle is what the letter is called; "" where there is nothing to tell.
func letterTitle(c *casework.Sight) string {
	decided := c.Decided()
	switch {
	case c.Cessation() != nil:
		return c.Aid.Label + "终止审核确认告知书"
	case decided == nil:
		return ""
	case decided.Ruling.Change == casework.Finish:
		return c.Aid.Label + "停发告知书"
	case decided.Ruling.Change != "":
		return c.Aid.Label + "变更告知书"
	case !decided.Gives:
		return "不予" + c.Aid.Label + "告知书"
	}
	return c.Aid.Label + "确认通知书"
}

// doc is the letter as it goes to the family.
func (view *letterView) doc(office string, rec casework.Record) paper.Document {
	c := view.sigh
	doc := paper.Document{Title: view.Title, Heads: []string{rec.Met + "：", "　　您家" + about(c) + "（办件编号 " + c.Number.String() + "），办理结果告知如下。"}}
	part := paper.Part{Heading: "办理结果", Columns: []paper.Column{{Label: "项目", Share: 24}, {Label: "内容", Share: 76}}}
	for _, l := range rec.Said {
		part.Rows = append(part.Rows, []string{l.Label, l.Text})
	}
	doc.Parts = []paper.Part{part}
	doc.Notes = []string{"对办理结果有疑问的，可以到本机构查看办理经过和理由。", cmp.Or(rec.Signs(), office) + "　" + rec.On.Chinese() + "（盖章）"}
	doc.Signed = []string{"收件人", "送达人"}
	return doc
}

// about is what the letter is about.
func about(c *casework.Sight) string {
	if c.Ground != "" {
		return "正在享受的" + c.Aid.Label + "，从" + c.Applied.Chinese() + "起按现在的情况作了复核"
	}
	return c.Applied.Chinese() + "申请" + c.Aid.Label
}

// writeLetter makes the letter.
func (s *Site) writeLetter(w http.ResponseWriter, r *http.Request) error {
	view, err := s.letterView(r)
	if err != nil {
		return err
	}
	v := visitOf(r.Context())
	err = s.Cases.Write(r.Context(), v.desk(), view.sigh.ID, atoi(first(r.PostForm, "turn")), func(rec casework.Record, number int64) ([]byte, error) {
		return s.Papers.Sheet(view.doc(v.site.Name, rec), number, s.today())
	})
	return s.answered(w, r, err, view.Path, func(sentence string) templ.Component {
		view.blame(sentence)
		return letterSheet(view)
	})
}

// letterLink leads to the letter of a case, where it has been decided and
// somebody may see to it.
func letterLink(c *casework.Sight, v *visit) (l link) {
	if letterTitle(c) == "" || !v.can("case.tell", c.Office) {
		return link{}
	}
	if c.Letter() == nil {
		return link{"制作通知书", casePath(c.Ref) + "/letter"}
	}
	return link{"打印通知书", casePath(c.Ref) + "/letter"}
}
