package web

import (
	"bytes"
	"cmp"
	"net/http"

	"doudi/access"
	"doudi/casefile"
	"doudi/civil"
	"doudi/registry"
)

// The forms in which a family goes out.
var familyForms = []option{{"xlsx", "表格，可以再导入"}, {"yaml", "家庭文件，用命令推算"}}

// withoutSecrets is the purpose of who needs nothing that is masked.
const withoutSecrets = "none"

// familyPage asks for the day, the form and the purpose of a family's file.
func (s *Site) familyPage(w http.ResponseWriter, r *http.Request) error {
	d, err := s.dwelling(r)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, formPage(s.familyView(r, d)))
}

// familyView is the form as it was sent.
func (s *Site) familyView(r *http.Request, d *dwelling) formView {
	why := append([]option{{withoutSecrets, "不要：证件号码、电话、账号和要保密的情况都不写"}}, s.purposes(d.v, "family.export", d.Office)...)
	return formView{Title: "导出家庭的登记情况", Lead: "写出这个家庭某一天登记的情况；每次导出都记入审计。文件没有加密，用完请删掉。", Yes: "导出", Action: d.base + "/export", Back: d.back,
		slip: filled(r.PostForm, blank("on", "哪一天的情况", "如 2026-08-20").holding(s.today().String()), listed("form", "写成什么", "", familyForms).holding("xlsx"),
			listed("why", "要不要遮盖的内容", "要的话选用途，写出您按岗位能看的；算一次查看", why).holding(withoutSecrets))}
}

// family sends the file, or says on the form what is wrong.
func (s *Site) family(w http.ResponseWriter, r *http.Request) error {
	d, err := s.dwelling(r)
	if err != nil {
		return err
	}
	view := s.familyView(r, d)
	day, wrong := readDay(view.text("on"))
	if wrong != "" {
		view.blameAt("on", "哪一天的情况："+wrong)
		return s.show(w, r, http.StatusBadRequest, formPage(view))
	}
	why := registry.Purpose(view.text("why"))
	if why == withoutSecrets {
		why = ""
	}
	q := s.questionOn(d.v, s.lawOf(d.v), d.Household.ID, day)
	name := d.back.Label + "-" + day.String() + "." + view.text("form")
	file, err := s.familyFile(r, d, name, q, why)
	sentence, status, rest := told(err)
	if rest != nil {
		return rest
	}
	if sentence != "" {
		view.blame(sentence)
		return s.show(w, r, status, formPage(view))
	}
	return s.sendSheet(w, name, file)
}

// familyFile is what goes out; a form that is none is refused before anything is
// looked at.
func (s *Site) familyFile(r *http.Request, d *dwelling, name string, q registry.Question, why registry.Purpose) ([]byte, error) {
	if err := casefile.CanWrite(name); err != nil {
		return nil, err
	}
	f, err := s.Registry.FamilyFile(r.Context(), d.v.desk(), q, why)
	if err != nil {
		return nil, err
	}
	var file bytes.Buffer
	err = casefile.WriteFamilies(&file, name, q.Law, []*casefile.Family{f})
	return file.Bytes(), err
}

// questionOn is what a snapshot of a household on a day is wanted for: as if it
// applied on that day where its office is.
func (s *Site) questionOn(v *visit, law *place, household int64, day civil.Date) registry.Question {
	return registry.Question{Law: law.program.Pack, Household: household, On: day, Known: registry.Now,
		Region: cmp.Or(access.DivisionOf(v.sites, v.site.Number, day), law.code()), AppliedOn: day, DecidedOn: day, AsOf: day, Month: day.Month()}
}
