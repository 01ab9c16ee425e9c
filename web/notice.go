package web

import (
	"cmp"
	"encoding/base64"
	"net/http"

	"doudi/access"
	"doudi/casework"
	"doudi/pack"
	"doudi/paper"
	"doudi/registry"

	"github.com/a-h/templ"
)

// noticeView is the page of a case's notice: making it, posting it, and how long
// it hangs.
type noticeView struct {
	slip                   // about the notice
	Posting           slip // about its posting
	Title, Case, Path string
	Back, Turn        string
	Make, Hang        bool            // what can be done now
	Why               string          // it cannot be made yet
	Known             []string        // what follows from the law or the decision, which nobody types
	Doc               *paper.Document // as it was made
	Code              string          // the picture of its code
	Sheet             string          // where the paper is
	Former            []link          // those that it took the place of
	Until             string
	Lasts             string // how long what was made hangs, as it says itself

	sigh *casework.Sight
	all  registry.Family
	step *pack.ProcedureStep
}

// Shown is the word for what hangs: what is intended, or what was decided.
func (v *noticeView) Shown() string {
	if v.sigh.Publishes() {
		return "公布"
	}
	return "公示"
}

// The words of the buttons of the page.
const (
	makeNotice = "make"
	hangNotice = "hang"
)

// noticePage shows the notice of a case.
func (s *Site) noticePage(w http.ResponseWriter, r *http.Request) error {
	view, err := s.noticeView(r)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, noticeSheet(view))
}

// noticeView lays it out, with what was typed.
func (s *Site) noticeView(r *http.Request) (view noticeView, err error) {
	v := visitOf(r.Context())
	if view.sigh, err = s.sight(r); err != nil {
		return view, err
	}
	if view.all, err = s.Registry.Family(r.Context(), v.desk(), view.sigh.Household); err != nil {
		return view, err
	}
	c := view.sigh
	view.step = c.NoticeStep()
	if view.step == nil {
		return view, statusError(http.StatusNotFound)
	}
	view.Back, view.Title, view.Case, view.Turn = casePath(c.Ref), view.step.Label, c.Title()+"，办件 "+c.Number.String(), itoa(int(c.Turn))
	view.Path = view.Back + "/notice"
	issued := c.Issued()
	view.Make = c.NoticeEnds == 0
	view.Hang = view.Make && issued != nil && view.step.ID == string(c.State) && (c.Flow.Posts(c.State) || c.Publishes())
	if c.NoticeEnds != 0 {
		view.Until = c.NoticeEnds.Chinese()
	}
	if view.Make {
		view.Why = c.Unfounded()
	}
	for _, l := range c.Foretold() {
		view.Known = append(view.Known, l.Label+"："+l.Text)
	}
	if issued != nil {
		if err := s.layNotice(r, &view, *issued); err != nil {
			return view, err
		}
	}
	begin := &casework.Record{Met: access.Answering(v.sites, v.site.Number).Phone}
	view.slip = filled(r.PostForm, noticeFields(&view, cmp.Or(issued, begin))...)
	view.Posting = filled(r.PostForm, blank("where", "张贴在哪里", "如“城东村公示栏”").wide(100), blank("hour", "时间", "如 09:30；不记得就不填"), blank("why", "没有照片的原因", "有照片就不填").wide(200))
	return view, nil
}

// layNotice lays out the notice that was made, and leads to those before it.
func (s *Site) layNotice(r *http.Request, view *noticeView, issued casework.Record) error {
	doc := s.noticeDoc(r, *view, issued)
	at := papersPath(view.all.Household.Ref) + "/"
	view.Doc, view.Sheet = &doc, at+itoa(int(issued.Sheet))
	view.Lasts = view.sigh.Flow.Hanging(view.step, issued.Days)
	for i := range view.sigh.Records {
		if old := &view.sigh.Records[i]; old.Step == issued.Step && view.sigh.Replaced(old) != nil {
			view.Former = append(view.Former, link{"编号 " + itoa(int(old.Sheet)) + "，" + old.On.Chinese() + "制作", at + itoa(int(old.Sheet))})
		}
	}
	if doc.Code == "" {
		return nil
	}
	picture, err := paper.CodePicture(doc.Code)
	view.Code = "data:image/png;base64," + base64.StdEncoding.EncodeToString(picture)
	return err
}

// noticeFields are what is asked about a notice: nothing that the law or the
// decision says. One that is made again begins as the former one was, the first
// with the telephone of the office.
func noticeFields(view *noticeView, former *casework.Record) (fields []field) {
	c := view.sigh
	opinion, amount := c.Intention()
	proposed, _ := c.Proposed()
	if opinion {
		fields = append(fields, blank("opinion", "意见", "经办人员的意见和测算不同，写哪一个由这里定", wordOptions(casework.Opinions)...).holding(proposed))
	}
	if amount {
		fields = append(fields, blank("amount", "金额", "如“每月 640 元”；不给予的不填").wide(60))
	}
	fields = append(fields, blank("place", "提出异议的地点", "村民能去的地方，如“雪峰镇社会事务办”").wide(100).holding(former.Place), blank("phone", "提出异议的电话", "机构登记了电话的，已经填上").holding(former.Met))
	if !c.Flow.Posts(c.State) {
		return fields
	}
	if view.step.Within == 0 {
		days := blank("days", "公示几天", "这里的规定没有写天数")
		if days.Digits = true; former.Days != 0 {
			days = days.holding(itoa(former.Days))
		}
		fields = append(fields, days)
	}
	code := map[bool]string{true: "yes", false: "no"}[former.Token != ""]
	return append(fields, blank("code", "二维码", "村民扫码能看到同样的内容、提出异议；公示结束就打不开。不印就只有纸和电话", option{"no", "不印"}, option{"yes", "印上"}).holding(code))
}

// actOnNotice makes the notice, or keeps that it hangs.
func (s *Site) actOnNotice(w http.ResponseWriter, r *http.Request) error {
	view, err := s.noticeView(r)
	if err != nil {
		return err
	}
	v := visitOf(r.Context())
	turn, about := atoi(first(r.PostForm, "turn")), &view.slip
	if first(r.PostForm, doButton) == hangNotice {
		about, err = &view.Posting, s.hang(r, &view, turn)
	} else {
		o := casework.Order{Opinion: view.text("opinion"), Amount: view.text("amount"), Place: view.text("place"), Phone: view.text("phone"), Days: int(min(atoi(view.text("days")), 1000))}
		if view.text("code") == "yes" {
			o.Token = s.newToken()
		}
		err = s.Cases.Issue(r.Context(), v.desk(), view.sigh.ID, turn, o, func(rec casework.Record, number int64) ([]byte, error) {
			return s.Papers.Sheet(s.noticeDoc(r, view, rec), number, s.today())
		})
	}
	return s.answered(w, r, err, view.Path, func(sentence string) templ.Component {
		about.blame(sentence)
		return noticeSheet(view)
	})
}

// hang keeps that the notice hangs, with its photographs.
func (s *Site) hang(r *http.Request, view *noticeView, turn int64) error {
	var files []casework.Attachment
	for i, content := range filesOf(r.Context()) {
		ready, err := s.Papers.Ready(r.Context(), content)
		if err != nil {
			return err
		}
		files = append(files, casework.Attachment{Picture: casework.Picture{Label: "张贴照片 " + itoa(i+1), Taken: ready.Taken, Where: ready.Where},
			Sort: "photo", Media: string(ready.Media), Content: ready.Content, Small: ready.Small})
	}
	v := visitOf(r.Context())
	rec := casework.Record{Place: view.Posting.text("where"), Hour: view.Posting.text("hour"), First: v.member.Account.Name,
		Said: []casework.Finding{{About: "why", Label: "没有照片的原因", Text: view.Posting.text("why")}}}
	return s.Cases.Hang(r.Context(), v.desk(), view.sigh.ID, turn, rec, files)
}

// noticeDoc is a notice as it hangs in the village.
func (s *Site) noticeDoc(r *http.Request, view noticeView, rec casework.Record) paper.Document {
	office := visitOf(r.Context()).site
	doc := paper.Document{Title: "公　示", Heads: []string{"根据社会救助的规定，把下面的情况公示出来，听取大家的意见。"}}
	part := paper.Part{Heading: view.step.Label, Columns: []paper.Column{{Label: "项目", Share: 34}, {Label: "内容", Share: 66}}}
	for _, l := range rec.Said {
		part.Rows = append(part.Rows, []string{l.Label, l.Text})
	}
	how := paper.Part{Heading: "怎样提出异议", Columns: part.Columns, Rows: [][]string{{"公示期", view.sigh.Flow.Hanging(view.step, rec.Days)},
		{"地点", rec.Place}, {"电话", rec.Met}}}
	doc.Notes = []string{"张贴日期：　　　　年　　月　　日　　　截止日期：　　　　年　　月　　日", "对公示的内容有不同意见的，可以在公示期内当面、打电话或者书面提出，可以不写姓名。提出的人的情况保密。"}
	if view.sigh.Publishes() {
		doc.Title, doc.Heads = "公　布", []string{"根据社会救助的规定，把下面的决定公布出来。"}
		how.Heading, how.Rows[0][0] = "对决定有意见的", "公布多久"
		doc.Notes = []string{"张贴日期：　　　　年　　月　　日", "对公布的决定有不同意见的，可以当面、打电话或者书面反映，可以不写姓名。反映的人的情况保密。"}
	}
	doc.Parts = []paper.Part{part, how}
	doc.Notes = append(doc.Notes, cmp.Or(rec.Signs(), office.Name)+"　"+rec.On.Chinese())
	if rec.Token != "" {
		doc.Code, doc.CodeSays = s.address(r)+"/notice/"+rec.Token, "用手机扫码也可以看到这份公示、提出异议，不用登录，可以不写姓名。公示结束以后就打不开了。"
	}
	return doc
}

// noticeLink leads to the notice of a case, where it has one now and somebody may
// see to it.
func noticeLink(c *casework.Sight, v *visit) (l link) {
	if c.NoticeStep() == nil || !v.can("case.notice", c.Office) {
		return link{}
	}
	label := "制作公示单"
	switch {
	case c.NoticeEnds != 0:
		label = "看公示"
	case c.Issued() != nil:
		label = "打印公示单、登记张贴"
	}
	return link{label, casePath(c.Ref) + "/notice"}
}
