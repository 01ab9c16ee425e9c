package web

import (
	"net/http"

	"doudi/registry"
)

// sexes are the two, as they are stored.
var sexes = []option{{"male", "男"}, {"female", "女"}}

// The fields of an identity.
func identityFields(c registry.Card) []field {
	number := "没有证件的留空；港澳台居民（81、82、83开头）和外国人（9开头）的也填在这里"
	phone, account := "", ""
	if c.Number != "" {
		number = "现在登记的是 " + c.Number + "；不改就留空"
	}
	if c.Phone != "" {
		phone = "现在登记的是 " + c.Phone + "；不改就留空，没有了就填“无”"
	}
	if c.Account != "" {
		account = "现在登记的是 " + c.Account + "；不改就留空，没有了就填“无”"
	}
	fields := []field{blank("name", "姓名", "照证件填写").wide(60).holding(c.Name), blank("number", "公民身份号码", number)}
	if c.Number == "" {
		birth := ""
		if c.Birth != 0 {
			birth = c.Birth.String()
		}
		fields = append(fields, blank("birth", "出生日期", "有证件号码的不用填；写成 1970-05-01 的样子").holding(birth), blank("sex", "性别", "有证件号码的不用填", sexes...).holding(c.Sex))
	}
	return append(fields, blank("phone", "电话", phone), blank("account", "银行账号", account))
}

// identityOf is what was entered.
func identityOf(r *http.Request) registry.Identity {
	return registry.Identity{Name: first(r.PostForm, "name"), Number: first(r.PostForm, "number"), Birth: first(r.PostForm, "birth"),
		Sex: first(r.PostForm, "sex"), Phone: first(r.PostForm, "phone"), Account: first(r.PostForm, "account")}
}

// enterPage asks who is entered. The household that he is to be put into goes
// along.
func (s *Site) enterPage(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, r, http.StatusOK, formPage(enterView(r)))
}

// enterView is the form as it was sent.
func enterView(r *http.Request) formView {
	v := visitOf(r.Context())
	view := formView{Title: "登记新的人员", Lead: "先在“查人和家庭”里查过没有，再登记。号码只录一次，以后都遮住。", Yes: "登记",
		Action: newResidentPath(v.site.Number), Back: link{"查人和家庭", "/person"}, slip: filled(r.PostForm, identityFields(registry.Card{})...)}
	if id := atoi(r.FormValue("household")); id > 0 {
		view.Carried = []sent{{"household", itoa(int(id))}}
		view.Back = link{"家庭 " + itoa(int(id)), householdPath(registry.Ref{Office: v.site.Number, ID: id})}
	}
	return view
}

// enterResident enters somebody; who may be the same person is shown before.
func (s *Site) enterResident(w http.ResponseWriter, r *http.Request) error {
	v, i := visitOf(r.Context()), identityOf(r)
	switch first(r.PostForm, doButton) {
	case doEdit:
		return s.enterPage(w, r)
	case doSure:
		return s.entered(w, r, i, nil)
	}
	alike, err := s.Registry.Alikes(r.Context(), v.desk(), i)
	if err != nil || len(alike) == 0 || alike[0].Because == "number" {
		return s.entered(w, r, i, alike)
	}
	return s.show(w, r, http.StatusOK, confirmPage(confirmView{Title: "可能已经登记过", Lead: "下面的人和要登记的可能是同一个人。请先核对证件或问清本人；重复登记的，以后两份记录对不上。",
		Links: alikeLinks(v, alike), Action: newResidentPath(v.site.Number), Yes: "不是同一个人，照样登记", Carried: carried(r)}))
}

// entered does it, or shows the form again with what was wrong.
func (s *Site) entered(w http.ResponseWriter, r *http.Request, i registry.Identity, alike []registry.Alike) error {
	v := visitOf(r.Context())
	id, err := s.Registry.EnterPerson(r.Context(), v.desk(), i)
	sentence, status, rest := told(err)
	switch {
	case rest != nil:
		return rest
	case sentence != "":
		view := enterView(r)
		view.blame(sentence)
		if links := alikeLinks(v, alike); len(links) > 0 {
			view.Known = links[0]
		}
		return s.show(w, r, status, formPage(view))
	}
	if household := atoi(first(r.PostForm, "household")); household > 0 && v.can("household.change", v.site.Number) {
		return away(w, r, householdPath(registry.Ref{Office: v.site.Number, ID: household})+"/member/new?person="+itoa(int(id)))
	}
	return away(w, r, residentPath(registry.Ref{Office: v.site.Number, ID: id}))
}

// becauseWords say why two may be one person.
var becauseWords = map[string]string{"number": "证件号码相同", "name_and_birth": "姓名和出生日期相同", "sound_and_birth": "姓名同音，出生日期相同"}

// alikeLinks lead to those who may be the same person, where one may look.
func alikeLinks(v *visit, alike []registry.Alike) (links []link) {
	for _, a := range alike {
		l := link{Label: "人员 " + itoa(int(a.ID)) + "，" + v.officeName(a.Office) + "：" + becauseWords[a.Because]}
		if v.can("household.view", a.Office) {
			l.Path = residentPath(a.Ref)
		}
		links = append(links, l)
	}
	return links
}

// meant is the person whom the path names.
func (s *Site) meant(r *http.Request) (c registry.Card, err error) {
	id, err := number(r, "person")
	if err != nil {
		return c, err
	}
	return s.Registry.Person(r.Context(), visitOf(r.Context()).desk(), id, registry.Now)
}

// correctPage asks what is registered anew.
func (s *Site) correctPage(w http.ResponseWriter, r *http.Request) error {
	return s.showCorrect(w, r, "", http.StatusOK)
}

// showCorrect shows the form, with what was wrong.
func (s *Site) showCorrect(w http.ResponseWriter, r *http.Request, wrong string, status int) error {
	c, err := s.meant(r)
	if err != nil {
		return err
	}
	view := formView{Title: "更正身份", Lead: "改名字、电话、账号，或补上后来办好的证件。以前登记的内容还在记录里。", Yes: "保存",
		Action: residentPath(c.Ref) + "/edit", Back: link{c.Name, residentPath(c.Ref)}, slip: filled(r.PostForm, identityFields(c)...)}
	view.blame(wrong)
	return s.show(w, r, status, formPage(view))
}

// correct keeps what is registered anew; what was left empty stays.
func (s *Site) correct(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	id, err := number(r, "person")
	if err != nil {
		return err
	}
	i := identityOf(r)
	i.Rest = true
	sentence, status, err := told(s.Registry.CorrectPerson(r.Context(), v.desk(), id, i))
	switch {
	case err != nil:
		return err
	case sentence != "":
		return s.showCorrect(w, r, sentence, status)
	}
	return away(w, r, residentPath(registry.Ref{Office: v.site.Number, ID: id}))
}
