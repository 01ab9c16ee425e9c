package web

import (
	"net/http"

	"doudi/civil"
	"doudi/registry"
)

// openPage asks for the applicant of a new household and where it lives.
func (s *Site) openPage(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, r, http.StatusOK, formPage(s.openView(r)))
}

// openView is the form as it was sent. Who is to be the applicant may stand in
// the address, as a number.
func (s *Site) openView(r *http.Request) formView {
	v := visitOf(r.Context())
	who := ""
	if id := atoi(r.FormValue("head")); id > 0 {
		who = itoa(int(id))
	}
	fields := append([]field{blank("head", "申请人的人员编号", "还没有登记的，先登记这个人").holding(who), addressField()}, s.villageField(v, v.site.Number)...)
	return formView{Title: "新建家庭", Lead: "先有申请人，别的成员建好以后再加。已经在别的家庭里的人，要先在那里办理离开。", Yes: "新建",
		Action: "/office/" + itoa(int(v.site.Number)) + "/household/new", Back: link{"查人和家庭", "/person"},
		slip: filled(r.PostForm, append(fields, blank("from", "从哪一天起", "写成 2026-05-01 的样子").holding(s.today().String()))...)}
}

// addressField asks where a household lives.
func addressField() field {
	return blank("address", "地址", "写到村组、门牌").wide(200)
}

// openHousehold founds a household of one person.
func (s *Site) openHousehold(w http.ResponseWriter, r *http.Request) error {
	v, view := visitOf(r.Context()), s.openView(r)
	from, who := view.day("from"), atoi(view.text("head"))
	if who == 0 {
		view.blame("申请人的人员编号：没有填，或不是编号；在这个人的页面上，“身份”旁边")
	}
	var id int64
	if len(view.Problems) == 0 {
		var err error
		id, err = s.Registry.OpenHousehold(r.Context(), v.desk(), s.lawOf(v).program.Schema, livesAt(&view.slip),
			[]registry.Member{{Person: who, Relation: head, From: from, To: civil.Open}})
		sentence, _, rest := told(err)
		if rest != nil {
			return rest
		}
		view.blame(sentence)
	}
	if len(view.Problems) > 0 {
		return s.show(w, r, http.StatusBadRequest, formPage(view))
	}
	return away(w, r, householdPath(registry.Ref{Office: v.site.Number, ID: id}))
}
