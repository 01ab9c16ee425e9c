package web

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"doudi/access"
	"doudi/casework"
	"doudi/civil"
	"doudi/registry"

	"github.com/a-h/templ"
)

// findView is the search of people and households, with what it came to.
type findView struct {
	slip
	Asked bool
	Found []foundLine
	Sent  []sent // the search, to be asked again for a file
	Count string // how many there are
	Tip   string // what to do where the search did not find what was meant
	Rolls []link // the lists of whole offices
	New   link   // where somebody is entered; "" if the person may not
}

// foundLine is one person or household that was found.
type foundLine struct {
	Name, What, Where string
	Path              string // "" if the person may not open it
}

// everywhere is the answer to where to search: all offices that one may.
const everywhere = "all"

// waysToFind are the ways of searching as the page offers them; the last one
// finds households.
var waysToFind = []option{{string(registry.ByName), "姓名、拼音或首字母"}, {string(registry.ByNumber), "证件号码"}, {string(registry.ByTail), "号码后四位"},
	{string(registry.ByPhone), "电话"}, {string(registry.ByAddress), "家庭地址"}}

// findPage asks what to search for.
func (s *Site) findPage(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, r, http.StatusOK, findForm(s.findView(r, nil)))
}

// findView is the form as it was sent.
func (s *Site) findView(r *http.Request, asked url.Values) findView {
	v := visitOf(r.Context())
	ways := waysToFind
	if !v.can("household.view", 0) {
		ways = ways[:len(ways)-1]
	}
	by := blank("by", "按什么查", "", ways...).holding(string(registry.ByName))
	text := blank("text", "查找内容", "姓名写一部分也可以；号码、电话要写完整；办件编号可以直接写").wide(60)
	fields := []field{by, text}
	if offices := s.searched(v); len(offices) > 1 {
		all := option{everywhere, "所有能查的机构"}
		fields = append(fields, listed("where", "在哪里查", "", slices.Insert(offices, 0, all)).holding(everywhere))
	}
	view := findView{slip: filled(asked, fields...)}
	view.Rolls = rolls(v, 0)
	view.New = newcomerLink(v, atoi(first(asked, "where")))
	return view
}

// newcomerLink leads to where somebody is entered: in the office that was
// searched, else in one's own.
func newcomerLink(v *visit, searched int64) link {
	for _, office := range []int64{searched, v.member.Account.Office} {
		if office != 0 && v.can("person.enter", office) {
			return link{"在" + v.officeName(office) + "登记新的人员", newResidentPath(office)}
		}
	}
	return link{}
}

// searched lists the offices that somebody may search.
func (s *Site) searched(v *visit) (list []option) {
	for _, o := range v.sites {
		if v.can("person.find", o.Number) {
			list = append(list, option{itoa(int(o.Number)), o.Name})
		}
	}
	return list
}

// searchFor is how long a search can be gone back to, in memory only.
const searchFor = 30 * time.Minute

// longestSearch bounds what is kept of a search: sixty characters in an encoded form.
const longestSearch = 1000

// find searches. What is searched for came in the body and is in no address: the
// page of what was found has an id that says nothing, so that Back leads to it.
// A file of it is sent at once.
func (s *Site) find(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	if at, known, err := s.caseMeant(r, v); err != nil || known {
		if err == nil {
			err = away(w, r, casePath(at))
		}
		return err
	}
	view := s.findView(r, r.PostForm)
	if casework.Slipped(first(r.PostForm, "text")) {
		view.blameAt("text", "查找内容：像办件编号，但校验位不对，有一位听错或者输错了；请照受理单再核对一遍")
		return s.show(w, r, http.StatusBadRequest, findForm(view))
	}
	asked := url.Values{}
	for _, name := range []string{"by", "text", "where"} {
		if r.PostForm.Has(name) {
			asked.Set(name, first(r.PostForm, name))
		}
	}
	if len(asked.Encode()) > longestSearch {
		view.blameAt("text", "查找内容：太长；请只写姓名、号码或地址")
		return s.show(w, r, http.StatusBadRequest, findForm(view))
	}
	if first(r.PostForm, asField) != "" {
		return s.findings(w, r, asked, s.Registry.Find)
	}
	id := s.newToken()
	err := s.Registry.Seek(r.Context(), v.desk(), registry.By(first(asked, "by")), first(asked, "text"), searchedIn(v, first(asked, "where")))
	if err == nil {
		s.searches.put(v.searchKey(id), asked.Encode(), s.Now())
	}
	return s.answered(w, r, err, "/person/found/"+id, func(sentence string) templ.Component {
		view.blame(sentence)
		return findForm(view)
	})
}

// searchKey is where a search is kept: it belongs to whoever made it, as long as
// he stays logged in.
func (v *visit) searchKey(id string) string {
	l := v.member.Session
	return fmt.Sprintf("%d/%d/%d/%s", l.Staff, l.Office, l.Number, id)
}

// found shows what a search comes to now, to whoever made it.
func (s *Site) found(w http.ResponseWriter, r *http.Request) error {
	kept, ok := s.searches.get(visitOf(r.Context()).searchKey(r.PathValue("id")), s.Now())
	if !ok {
		view := s.findView(r, nil)
		view.blameAt("text", "查找内容：这次查找的结果只保留30分钟，现在没有了；请重新查找")
		return s.show(w, r, http.StatusGone, findForm(view))
	}
	asked, err := url.ParseQuery(kept.form)
	if err != nil {
		return err
	}
	return s.findings(w, r, asked, s.Registry.FindAgain)
}

// findings shows what a search comes to, or sends it as a file.
func (s *Site) findings(w http.ResponseWriter, r *http.Request, asked url.Values, find func(context.Context, registry.Desk, registry.By, string, []access.Office) (registry.Found, error)) error {
	v, view := visitOf(r.Context()), s.findView(r, asked)
	found, err := find(r.Context(), v.desk(), registry.By(first(asked, "by")), first(asked, "text"), searchedIn(v, first(asked, "where")))
	sentence, status, rest := told(err)
	if rest != nil {
		return rest
	}
	view.blame(sentence)
	if err == nil {
		s.fillFound(&view, v, found)
	}
	for _, name := range slices.Sorted(maps.Keys(asked)) {
		view.Sent = append(view.Sent, sent{name, first(asked, name)})
	}
	return s.list(w, r, status, findForm(view), listing{"found", "查到的人和家庭", []string{"姓名或地址", "情况说明", "机构"},
		rowsOf(view.Found, func(l foundLine) []string { return []string{l.Name, l.What, l.Where} })})
}

// searchedIn are the offices that a search was asked for: the one that is
// named, else all that one may search.
func searchedIn(v *visit, where string) (list []access.Office) {
	for _, o := range v.sites {
		if !v.can("person.find", o.Number) {
			continue
		}
		if where == itoa(int(o.Number)) {
			return []access.Office{v.tree[o.Number]}
		}
		list = append(list, v.tree[o.Number])
	}
	return list
}

// fillFound lays out what was found, and says how much of it.
func (s *Site) fillFound(view *findView, v *visit, found registry.Found) {
	view.Asked = true
	for _, c := range found.Cards {
		view.Found = append(view.Found, s.foundPerson(v, c))
	}
	for _, h := range found.Households {
		view.Found = append(view.Found, foundHouse(v, h))
	}
	n := itoa(len(view.Found))
	switch {
	case found.More:
		view.Count, view.Tip = "找到的很多，只显示前 "+n+" 个", "请查得细一些：多写几个字，或换一种查法"
	case len(view.Found) > 0:
		view.Count = "找到 " + n + " 个"
	case found.Elsewhere != 0:
		view.Count, view.Tip = "这里没有", "这个人在"+v.officeName(found.Elsewhere)+"登记，您不能查看那里；要办理请和那里联系，迁来本地的由那里办理迁移"
	default:
		view.Count, view.Tip = "没有找到", "请核对有没有写错，或换一种查法；确实没有登记过的，再登记新的人员"
	}
}

// foundPerson is somebody on the list.
func (s *Site) foundPerson(v *visit, c registry.Card) foundLine {
	line := foundLine{Name: c.Name, What: sexWords[c.Sex] + "，" + itoa(civil.AgeOn(c.Birth, s.today())) + "岁", Where: v.officeName(c.Office)}
	for _, text := range []string{c.Number, c.Phone} {
		if text != "" {
			line.What += " · " + text
		}
	}
	switch {
	case v.sees(c.Office):
		line.Path = residentPath(c.Ref)
	case v.can("person.unmask", c.Office):
		line.Path = residentPath(c.Ref) + "/reveal"
	}
	return line
}

// foundHouse is a household on the list.
func foundHouse(v *visit, h registry.House) foundLine {
	line := foundLine{Name: h.Address, What: "家庭 " + itoa(int(h.ID)) + "，现在没有成员", Where: v.officeName(h.Office)}
	if h.People > 0 {
		line.What = "家庭 " + itoa(int(h.ID)) + "，申请人" + numbered(h.Head, h.Number) + "，" + itoa(h.People) + "口人"
	}
	if v.sees(h.Office) {
		line.Path = householdPath(h.Ref)
	}
	return line
}

// numbered is a name with the masked number, where there is one.
func numbered(name, number string) string {
	if number == "" {
		return name
	}
	return name + "（" + number + "）"
}
