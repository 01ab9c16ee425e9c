package web

import (
	"net/http"
	"strings"

	"doudi/access"
	"doudi/civil"
	"doudi/registry"
)

// mostOffices is how many offices a form lists; who is looking for one of more
// has to write more of its name.
const mostOffices = 20

// arrives is the one way of awards beside their end where a household moves.
var arrives = []option{{"0", "由迁入地的家庭接续，按那里的规定重新核定"}}

// movePage asks where a household goes.
func (s *Site) movePage(w http.ResponseWriter, r *http.Request) error {
	d, err := s.dwelling(r)
	if err != nil {
		return err
	}
	list, err := s.held(r, d, 0, s.today())
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, formPage(s.moveView(r, d, nil, list)))
}

// moveView is the form as it was sent; offices are those to choose from once
// part of a name fitted several.
func (s *Site) moveView(r *http.Request, d *dwelling, offices []option, list []heldAward) formView {
	fields := []field{blank("to", "迁到哪个机构", "写机构的名称或编号，写一部分也可以").wide(80)}
	if len(offices) > 0 {
		fields = append(fields, listed("office", "是哪一个", "有几个机构的名称里有这几个字", offices))
	}
	fields = append(append(fields, addressField(), s.beginField()), awardFields(list, arrives, s.began(r)-1)...)
	return formView{Title: "迁到别的机构", Lead: "整户迁到别的乡镇（街道）或县（市、区）。只有一部分人走的，先分户；只换地址的，更正地址。", Yes: "下一步", Action: d.base + "/move", Back: d.back, slip: filled(r.PostForm, fields...)}
}

// destinations are the offices that somebody may mean: all but the own one that
// hold the words, or the one with the number.
func destinations(d *dwelling, words string) (list []access.Site) {
	for _, o := range d.v.sites {
		switch {
		case words == "" || o.Number == d.Office || !registry.Leads(d.v.tree[o.Number]):
		case words == itoa(int(o.Number)) || words == o.Name:
			return []access.Site{o}
		case strings.Contains(o.Name, words):
			list = append(list, o)
		}
	}
	return list
}

// destination is the office that was chosen; its number is 0 while it is open.
func (s *Site) destination(r *http.Request, d *dwelling, held []heldAward) (to access.Site, view formView) {
	words := strings.TrimSpace(first(r.PostForm, "to"))
	list := destinations(d, words)
	var options []option
	for _, o := range list {
		options = append(options, option{itoa(int(o.Number)), d.v.fullName(o)})
		if itoa(int(o.Number)) == first(r.PostForm, "office") || len(list) == 1 {
			to = o
		}
	}
	if len(list) == 1 || len(list) > mostOffices {
		options = nil
	}
	view = s.moveView(r, d, options, held)
	switch {
	case to.Number != 0:
	case words == "":
		view.blame("迁到哪个机构：没有填；请写机构的名称")
	case len(list) == 0:
		view.blame("迁到哪个机构：没有这个机构，或就是本机构；请核对名称，迁到系统以外的请办理成员离开")
	case len(list) > mostOffices:
		view.blame("迁到哪个机构：名称里有这几个字的太多；请多写几个字")
	default:
		view.blame("是哪一个：还没有选；请从列表里选")
	}
	return to, view
}

// fullName is an office with the one above.
func (v *visit) fullName(o access.Site) string {
	if above := v.officeName(o.Above); above != "" {
		return o.Name + "（" + above + "）"
	}
	return o.Name
}

// move says what will happen, then does it.
func (s *Site) move(w http.ResponseWriter, r *http.Request) error {
	d, err := s.dwelling(r)
	if err != nil {
		return err
	}
	list, err := s.held(r, d, 0, s.began(r))
	if err != nil {
		return err
	}
	to, view := s.destination(r, d, list)
	day := s.firstDay(&view)
	made, told := choices(&view, list, arrives)
	return s.asked(w, r, view, d.base, func() confirmView {
		return confirmView{Lead: "请核对，确认以后不能撤回；要回来只能由迁入的机构再迁。", Yes: "确认迁出", Lines: append(d.movingLines(to, view.text("address"), day), told...)}
	}, func() error {
		_, err := s.Registry.Move(r.Context(), d.v.desk(), d.law, d.Household.ID, d.v.tree[to.Number], view.text("address"), registry.Ending{On: day, Choices: made})
		return err
	})
}

// movingLines say what will happen.
func (d *dwelling) movingLines(to access.Site, where string, day civil.Date) []string {
	var names []string
	for _, m := range d.on(day) {
		names = append(names, m.Name+"（"+d.relation(m)+"）")
	}
	return []string{joined(names) + "从" + day.Chinese() + "起迁到" + d.v.fullName(to) + address(where),
		"在那里用新的家庭编号和人员编号，这里的编号会指到那里；登记的情况一起带去，上传的材料留在这里", "这里的记录以后只能查看，不能再登记；两边的审计记录里都有这一笔"}
}
