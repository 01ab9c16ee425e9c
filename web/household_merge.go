package web

import (
	"net/http"
	"slices"

	"doudi/civil"
	"doudi/registry"
)

// unitePage asks with which household one becomes one.
func (s *Site) unitePage(w http.ResponseWriter, r *http.Request) error {
	d, err := s.dwelling(r)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, formPage(s.uniteView(r, d, nil, nil)))
}

// other reads the household with which one is to become one; it is nil while it
// cannot be.
func (s *Site) other(r *http.Request, d *dwelling) (other *dwelling, wrong string, err error) {
	id := atoi(first(r.PostForm, "with"))
	switch {
	case id == 0:
		return nil, "另一个家庭：没有填，或不是编号；请按地址或成员查到它，填家庭编号", nil
	case id == d.Household.ID:
		return nil, "另一个家庭：就是这个家庭；请填另一个的编号", nil
	}
	all, err := s.Registry.Family(r.Context(), d.v.desk(), id)
	if wrong, _, err = told(err); wrong != "" || err != nil {
		return nil, "另一个家庭：" + wrong, err
	}
	return &dwelling{Family: all, v: d.v, law: d.law, base: householdPath(all.Household.Ref)}, "", nil
}

// goesOn is the one way of awards beside their end where one household comes out.
var goesOn = []option{{"0", "由新的家庭接续"}}

// heldByBoth are the awards of two households; none while the other is not known.
func (s *Site) heldByBoth(r *http.Request, d, other *dwelling) (list []heldAward, err error) {
	if other == nil {
		return nil, nil
	}
	for _, one := range []*dwelling{d, other} {
		some, err := s.held(r, one, 0, s.began(r))
		if err != nil {
			return nil, err
		}
		for _, h := range some {
			h.Label = "家庭 " + itoa(int(one.Household.ID)) + " 的" + h.Label
			list = append(list, h)
		}
	}
	return list, nil
}

// uniteView is the form as it was sent. What everybody is in the new household,
// and who goes on with each award, is asked once the other one is known.
func (s *Site) uniteView(r *http.Request, d, other *dwelling, list []heldAward) formView {
	fields := []field{blank("with", "另一个家庭", "填家庭编号，在本机构登记的"), s.beginField(), addressField().holding(d.Address)}
	for _, m := range united(d, other, s.began(r)) {
		f := listed("relation."+itoa(int(m.Person)), m.Name, "现在是"+d.relation(m), relations(d.law))
		if m.Household == d.Household.ID {
			f = f.holding(m.Relation)
		}
		fields = append(fields, f)
	}
	fields = append(fields, awardFields(list, goesOn, s.began(r)-1)...)
	return formView{Title: "并户", Lead: "两个家庭到前一天为止，合成一户新的家庭。", Yes: "下一步", Action: d.base + "/merge", Back: d.back, slip: filled(r.PostForm, fields...)}
}

// united are the people of both households, each once; nobody while the other
// is not known.
func united(d, other *dwelling, day civil.Date) (list []registry.Belonging) {
	if other == nil {
		return nil
	}
	for _, m := range slices.Concat(d.on(day), other.on(day)) {
		if !slices.ContainsFunc(list, func(o registry.Belonging) bool { return o.Person == m.Person }) {
			list = append(list, m)
		}
	}
	return list
}

// whole is the new household as the form says it; open tells that somebody's
// relation is still to be said.
func (d *dwelling) whole(view *formView, people []registry.Belonging) (whole registry.Part, lines []string, open bool) {
	whole.Address = view.text("address")
	lines = []string{"新家庭" + address(whole.Address)}
	for _, m := range people {
		relation := view.text("relation." + itoa(int(m.Person)))
		whole.Members = append(whole.Members, registry.Member{Person: m.Person, Relation: relation})
		lines, open = append(lines, m.Name+"："+relationWord(d.law, relation)), open || relation == ""
	}
	return whole, lines, open
}

// unite says what will happen, then does it.
func (s *Site) unite(w http.ResponseWriter, r *http.Request) error {
	d, err := s.dwelling(r)
	if err != nil {
		return err
	}
	other, wrong, err := s.other(r, d)
	if err != nil {
		return err
	}
	list, err := s.heldByBoth(r, d, other)
	if err != nil {
		return err
	}
	view := s.uniteView(r, d, other, list)
	view.blame(wrong)
	day := s.firstDay(&view)
	whole, lines, open := d.whole(&view, united(d, other, day))
	if open && len(view.Problems) == 0 {
		view.Lead = "请写明每个人在新家庭里与申请人的关系；正好一个人选“申请人”。"
		return s.show(w, r, http.StatusOK, formPage(view))
	}
	made, told := choices(&view, list, goesOn)
	return s.asked(w, r, view, d.base, func() confirmView {
		names := "家庭 " + itoa(int(d.Household.ID)) + " 和家庭 " + itoa(int(other.Household.ID)) + " "
		return confirmView{Lead: final, Yes: "确认并户", Lines: slices.Concat(lines, told, endingLines(day, names))}
	}, func() error {
		_, err := s.Registry.Merge(r.Context(), d.v.desk(), d.law, []int64{d.Household.ID, other.Household.ID}, whole, registry.Ending{On: day, Choices: made})
		return err
	})
}
