package web

import (
	"net/http"
	"slices"

	"doudi/civil"
	"doudi/registry"
)

// mostParts is how many households one may be split into at once; more are made
// by splitting again.
const mostParts = 3

// partWords name them.
var partWords = [mostParts]string{"第一户", "第二户", "第三户"}

// splitPage asks who goes into which of the new households.
func (s *Site) splitPage(w http.ResponseWriter, r *http.Request) error {
	d, err := s.dwelling(r)
	if err != nil {
		return err
	}
	list, err := s.held(r, d, 0, s.today())
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, formPage(s.splitView(r, d, list)))
}

// beginField asks for the first day of what comes.
func (s *Site) beginField() field {
	return blank("on", "从哪一天起", "新家庭的第一天").holding(s.today().String())
}

// began is the day that was typed, or today while it cannot be read.
func (s *Site) began(r *http.Request) civil.Date {
	if day, wrong := readDay(first(r.PostForm, "on")); wrong == "" {
		return day
	}
	return s.today()
}

// firstDay reads it: it must have come.
func (s *Site) firstDay(view *formView) civil.Date {
	day, wrong := view.day("on"), ""
	if len(view.Problems) == 0 {
		wrong, _, _ = told(s.Registry.Begun(day))
	}
	view.blame(wrong)
	return day
}

// splitView is the form as it was sent: for everybody the new household and
// what he is in it, and for every award who goes on with it.
func (s *Site) splitView(r *http.Request, d *dwelling, list []heldAward) formView {
	fields := []field{s.beginField()}
	var parts []option
	for i, word := range partWords {
		address := blank("address."+itoa(i), word+"的地址", "").wide(200)
		if i == 0 {
			address = address.holding(d.Address)
		}
		if i == mostParts-1 {
			address.Hint = "只分成两户的留空"
		}
		fields, parts = append(fields, address), append(parts, option{itoa(i), word})
	}
	for _, m := range d.on(s.began(r)) {
		id := itoa(int(m.Person))
		fields = append(fields, blank("part."+id, m.Name+"分到哪一户", "", parts...).holding("0"), listed("relation."+id, m.Name+"在新家庭里", "现在是"+d.relation(m), relations(d.law)).holding(m.Relation))
	}
	var ways []option
	for _, p := range parts {
		ways = append(ways, option{p.Value, "由" + p.Label + "接续"})
	}
	fields = append(fields, awardFields(list, ways, s.began(r)-1)...)
	return formView{Title: "分户", Lead: "原来的家庭到前一天为止，分成两户或三户新的家庭。每一户正好一个申请人。只是有人离开的，不用分户。", Yes: "下一步", Action: d.base + "/split", Back: d.back, slip: filled(r.PostForm, fields...)}
}

// parts reads the new households, and names those that there are; who is in none
// of them is found by the registry.
func (d *dwelling) parts(view *formView, day civil.Date) (parts []registry.Part, keepers []option, lines []string) {
	for i, word := range partWords {
		part := registry.Part{Address: view.text("address." + itoa(i))}
		var names []string
		for _, m := range d.on(day) {
			id := itoa(int(m.Person))
			if relation := view.text("relation." + id); view.text("part."+id) == itoa(i) {
				part.Members = append(part.Members, registry.Member{Person: m.Person, Relation: relation})
				names = append(names, m.Name+"（"+relationWord(d.law, relation)+"）")
			}
		}
		if len(names) > 0 {
			parts, keepers = append(parts, part), append(keepers, option{itoa(i), "由" + word + "接续"})
			lines = append(lines, word+"："+joined(names)+address(part.Address))
		}
	}
	return parts, keepers, lines
}

// endingLines say what happens to a household that ends.
func endingLines(day civil.Date, names string) []string {
	return []string{names + "到" + (day - 1).Chinese() + "为止，以后不能再登记；原来的记录都保留，可以查看",
		"家庭的情况（住房、财产等）不带到新家庭，要重新登记；每个人自己的情况照旧"}
}

// split says what will happen, then does it.
func (s *Site) split(w http.ResponseWriter, r *http.Request) error {
	d, err := s.dwelling(r)
	if err != nil {
		return err
	}
	list, err := s.held(r, d, 0, s.began(r))
	if err != nil {
		return err
	}
	view := s.splitView(r, d, list)
	day := s.firstDay(&view)
	parts, keepers, lines := d.parts(&view, day)
	if len(parts) < 2 {
		view.blame("分户：所有人都在一户里；请把分出去的人选到另一户")
	}
	made, told := choices(&view, list, keepers)
	return s.asked(w, r, view, d.base, func() confirmView {
		return confirmView{Lead: final, Yes: "确认分户", Lines: slices.Concat(lines, told, endingLines(day, d.back.Label+" "))}
	}, func() error {
		_, err := s.Registry.Split(r.Context(), d.v.desk(), d.law, d.Household.ID, parts, registry.Ending{On: day, Choices: made})
		return err
	})
}
