package web

import (
	"net/http"
	"slices"

	"doudi/civil"
	"doudi/registry"
)

// leavingWords say why somebody leaves a household.
var leavingWords = map[registry.Leaving]string{registry.Died: "去世", registry.Married: "结婚迁出", registry.MovedOut: "搬走，不再一起生活", registry.Independent: "独立生活", registry.OtherReason: "其他原因"}

// leavePage asks when and why somebody leaves a household.
func (s *Site) leavePage(w http.ResponseWriter, r *http.Request) error {
	view, _, err := s.leaveView(r)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, formPage(view))
}

// stays and goes are the ways of awards beside their end where somebody leaves.
var stays, goes = option{"0", "留在这个家庭，重新核定"}, option{string(registry.Follow), "跟着离开的人"}

// leaver is who leaves a household, with the awards that he stands for.
type leaver struct {
	*dwelling
	registry.Belonging
	held []heldAward
}

// leaver finds him by the address.
func (s *Site) leaver(r *http.Request) (l leaver, err error) {
	if l.dwelling, l.Belonging, err = s.memberOf(r); err != nil {
		return l, err
	}
	last, wrong := readDay(first(r.PostForm, "last"))
	if wrong != "" {
		last = s.today()
	}
	l.held, err = s.held(r, l.dwelling, l.Person, last)
	return l, err
}

// leaveView is the form as it was sent.
func (s *Site) leaveView(r *http.Request) (view formView, l leaver, err error) {
	if l, err = s.leaver(r); err != nil {
		return view, l, err
	}
	d, m := l.dwelling, l.Belonging
	var reasons []option
	for _, why := range registry.Leavings() {
		reasons = append(reasons, option{string(why), leavingWords[why]})
	}
	view = formView{Title: m.Name + "离开这个家庭", Lead: "外出务工、上学、住院的家人仍算家庭成员，不要办理离开：请更正成员登记，改为“不在一起生活的家人”，再登记原因。", Yes: "下一步",
		Action: d.base + "/member/" + itoa(int(m.Person)) + "/leave", Back: d.back}
	fields := []field{blank("why", "原因", "", reasons...), blank("last", "最后一天", "在这个家庭的最后一天；去世的填去世的日期").holding(s.today().String())}
	view.slip = filled(r.PostForm, append(fields, awardFields(l.held, []option{stays, goes}, s.today())...)...)
	switch {
	case m.Relation == head && d.livesAlone(m, s.today()):
		view.Lead = "家里没有别人了：去世的在这里登记，家庭和它的办件、材料都留着；再在家庭页对正在享受的待遇办理复核停发。"
	case m.Relation == head:
		view.Lead = "这个人是申请人，要先在“换申请人”里写明谁接着作申请人，再办理离开。"
	}
	return view, l, nil
}

// leave says what will happen, then does it.
func (s *Site) leave(w http.ResponseWriter, r *http.Request) error {
	view, l, err := s.leaveView(r)
	if err != nil {
		return err
	}
	d, m := l.dwelling, l.Belonging
	one := registry.Departure{Person: m.Person, Last: view.day("last"), Why: registry.Leaving(view.text("why"))}
	if one.Why == "" {
		view.blame("原因：没有选；请选一个")
	}
	made, told := choices(&view, l.held, []option{stays})
	one.Choices = made
	return s.asked(w, r, view, d.base, func() confirmView {
		return confirmView{Lead: checked, Yes: "确认离开", Lines: append(leaving(m, one), told...)}
	},
		func() error { return s.Registry.Leave(r.Context(), d.v.desk(), d.law, d.Household.ID, one) })
}

// livesAlone tells whether nobody else lives with somebody on a day.
func (d *dwelling) livesAlone(m registry.Belonging, day civil.Date) bool {
	return !slices.ContainsFunc(d.on(day), func(o registry.Belonging) bool { return o.Person != m.Person && o.Relation != apart })
}

// leaving says what will happen.
func leaving(m registry.Belonging, one registry.Departure) []string {
	lines := []string{m.Name + "在这个家庭的最后一天是" + one.Last.Chinese() + "，原因：" + leavingWords[one.Why]}
	if one.Why == registry.Died && m.Relation == head {
		return append(lines, "家里没有别人了，这个家庭留着，不再办理新的申请；去世日期"+one.Last.Chinese(), "按规定算到去世当月；人员记录、办件和材料保留")
	}
	if one.Why == registry.Died {
		return append(lines, "从第二天起列为“不在一起生活的家人”，原因登记为已去世，去世日期"+one.Last.Chinese(), "按规定算到去世当月；人员记录保留")
	}
	return append(lines, "从第二天起不再是这个家庭的成员；人员记录和已登记的情况保留", "要到另一个家庭的，再到那个家庭加入")
}

// headPage asks who is the applicant from a day on, and what the others are to
// him.
func (s *Site) headPage(w http.ResponseWriter, r *http.Request) error {
	d, err := s.dwelling(r)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, formPage(s.headView(r, d)))
}

// headView is the form as it was sent.
func (s *Site) headView(r *http.Request, d *dwelling) formView {
	fields := []field{blank("from", "从哪一天起", "从这一天起换申请人").holding(s.today().String())}
	day, wrong := readDay(first(r.PostForm, "from"))
	if wrong != "" {
		day = s.today()
	}
	for _, m := range d.on(day) {
		fields = append(fields, listed("relation."+itoa(int(m.Person)), m.Name, "现在是"+d.relation(m), relations(d.law)).holding(m.Relation))
	}
	return formView{Title: "换申请人", Lead: "每个人写成与新申请人的关系；正好一个人选“申请人”。", Yes: "下一步", Action: d.base + "/head", Back: d.back, slip: filled(r.PostForm, fields...)}
}

// changeHead says what will happen, then does it.
func (s *Site) changeHead(w http.ResponseWriter, r *http.Request) error {
	d, err := s.dwelling(r)
	if err != nil {
		return err
	}
	view := s.headView(r, d)
	changes, lines := d.relations(&view)
	return s.asked(w, r, view, d.base, func() confirmView { return confirmView{Lead: checked, Yes: "确认换申请人", Lines: lines} },
		func() error {
			return s.Registry.ChangeMembers(r.Context(), d.v.desk(), d.law, d.Household.ID, changes)
		})
}

// relations reads what everybody is to the new applicant; who stays what he is
// is no change.
func (d *dwelling) relations(view *formView) (changes []registry.Member, lines []string) {
	from, heads := view.day("from"), 0
	for _, m := range d.on(from) {
		relation := view.text("relation." + itoa(int(m.Person)))
		if relation == head {
			heads++
		}
		if relation == "" || relation == m.Relation {
			continue
		}
		changes = append(changes, registry.Member{Person: m.Person, Relation: relation, From: from, To: m.To})
		lines = append(lines, "从"+from.Chinese()+"起，"+m.Name+"由"+d.relation(m)+"改为"+relationWord(d.law, relation))
	}
	switch {
	case len(view.Problems) > 0:
	case heads != 1:
		view.blame("申请人：选了 " + itoa(heads) + " 个；请正好选一个")
	case len(changes) == 0:
		view.blame("申请人：和现在一样，没有要改的")
	}
	return changes, lines
}

// addressPage asks where a household lives.
func (s *Site) addressPage(w http.ResponseWriter, r *http.Request) error {
	view, _, err := s.addressView(r)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, formPage(view))
}

// addressView is the form as it was sent.
func (s *Site) addressView(r *http.Request) (view formView, d *dwelling, err error) {
	if d, err = s.dwelling(r); err != nil {
		return view, nil, err
	}
	fields := []field{addressField().holding(d.Address)}
	for _, f := range s.villageField(d.v, d.Office) {
		fields = append(fields, f.holding(itoa(int(d.Village))))
	}
	return formView{Title: "更正地址", Lead: "搬到别的乡镇（街道）或县的，不要改地址，请办理迁移。", Yes: "保存", Action: d.base + "/address", Back: d.back,
		slip: filled(r.PostForm, fields...)}, d, nil
}

// changeAddress keeps another address.
func (s *Site) changeAddress(w http.ResponseWriter, r *http.Request) error {
	view, d, err := s.addressView(r)
	if err != nil {
		return err
	}
	return s.carryOut(w, r, view, d.base, func() error {
		return s.Registry.ChangePlace(r.Context(), d.v.desk(), d.Household.ID, livesAt(&view.slip))
	})
}
