package web

import (
	"net/http"

	"doudi/civil"
	"doudi/registry"
)

// mergeView asks which other record is the same person, and which one stays.
type mergeView struct {
	slip
	Card   registry.Card
	Base   string
	Alikes int
}

// mergePage asks which record is the same person.
func (s *Site) mergePage(w http.ResponseWriter, r *http.Request) error {
	return s.showMerge(w, r, "", http.StatusOK)
}

// showMerge shows the form with those who may be the same person.
func (s *Site) showMerge(w http.ResponseWriter, r *http.Request, wrong string, status int) error {
	c, err := s.meant(r)
	if err != nil {
		return err
	}
	alike, err := s.Registry.AlikesOf(r.Context(), visitOf(r.Context()).desk(), c.ID)
	if err != nil {
		return err
	}
	view := mergeView{Card: c, Base: residentPath(c.Ref), Alikes: len(alike)}
	other := blank("other", "另一条记录", "填另一条的人员编号，在那一页的“身份”旁边；只能合并同一机构的")
	if len(alike) > 0 {
		other = listed("other", "另一条记录", "姓名和出生日期都相同或同音的", s.cardOptions(alike))
	}
	stays := blank("stays", "保留哪一条", "编号不变的那一条；一般保留证件齐全、先登记的", option{"this", "人员 " + itoa(int(c.ID))}, option{"other", "另一条"}).holding("this")
	view.slip = filled(r.PostForm, other, stays)
	view.blame(wrong)
	return s.show(w, r, status, mergeForm(view))
}

// cardOptions are people to choose from.
func (s *Site) cardOptions(cards []registry.Card) (list []option) {
	for _, c := range cards {
		list = append(list, option{itoa(int(c.ID)), s.brief(c)})
	}
	return list
}

// brief is somebody in one line.
func (s *Site) brief(c registry.Card) string {
	text := c.Name + "（人员 " + itoa(int(c.ID)) + "，" + sexWords[c.Sex] + "，" + itoa(civil.AgeOn(c.Birth, s.today())) + "岁"
	if c.Number != "" {
		text += "，" + c.Number
	}
	return text + "）"
}

// merge makes one record of two, after it was said what will happen.
func (s *Site) merge(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	id, err := number(r, "person")
	if err != nil {
		return err
	}
	stays, goes := id, atoi(first(r.PostForm, "other"))
	if goes == 0 {
		return s.showMerge(w, r, "另一条记录：没有选；请选一条，或填人员编号", http.StatusBadRequest)
	}
	if first(r.PostForm, "stays") == "other" {
		stays, goes = goes, stays
	}
	switch first(r.PostForm, doButton) {
	case doEdit:
		return s.mergePage(w, r)
	case doSure:
		err = s.Registry.MergePersons(r.Context(), v.desk(), stays, goes)
	default:
		err = s.askMerge(w, r, id, stays, goes)
		if err == nil {
			return nil
		}
	}
	sentence, status, err := told(err)
	if err != nil {
		return err
	}
	if sentence != "" {
		return s.showMerge(w, r, sentence, status)
	}
	return away(w, r, residentPath(registry.Ref{Office: v.site.Number, ID: stays}))
}

// askMerge says what will happen.
func (s *Site) askMerge(w http.ResponseWriter, r *http.Request, id, stays, goes int64) error {
	desk := visitOf(r.Context()).desk()
	keep, err := s.Registry.Person(r.Context(), desk, stays, registry.Now)
	if err != nil {
		return err
	}
	drop, err := s.Registry.Person(r.Context(), desk, goes, registry.Now)
	if err != nil {
		return err
	}
	lead := "合并以后不能拆开。请确认这是同一个人。"
	if keep.Sex != drop.Sex || keep.Birth != drop.Birth {
		lead = "两条记录的性别或出生日期不一样，很可能是两个人。合并以后不能拆开，请先核对证件。"
	}
	return s.show(w, r, http.StatusOK, confirmPage(confirmView{Title: "合并两条记录", Lead: lead, Yes: "是同一个人，合并",
		Action: residentPath(registry.Ref{Office: keep.Office, ID: id}) + "/merge", Carried: carried(r),
		Lines: []string{"保留：" + s.brief(keep), "并入：" + s.brief(drop) + "；以后查这个编号会转到保留的那条",
			"保留的那条没有、而另一条有的证件、电话、账号和已登记的情况，会补进去；两条都有的，以保留的为准", "另一条所在的家庭，成员改为保留的那条"}}))
}
