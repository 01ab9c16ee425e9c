package web

import (
	"net/http"
	"strings"

	"doudi/access"
	"doudi/casework"
	"doudi/paper"
	"doudi/registry"
)

// applicationPapers are what is printed of an application, by their words in
// paths.
var applicationPapers = map[string]struct {
	kind paper.Kind
	make func(s *Site, r *http.Request, in *casework.Intake) (paper.Document, error)
}{
	"slip":  {paper.AcceptanceSlip, (*Site).acceptanceSlip},
	"forms": {paper.ToSign, (*Site).formsToSign},
}

// applicationPaper shows such a paper as a page that the browser can print.
func (s *Site) applicationPaper(w http.ResponseWriter, r *http.Request) error {
	return s.showApplicationPaper(w, r, "", http.StatusOK)
}

// showApplicationPaper shows it, with what was wrong in the form.
func (s *Site) showApplicationPaper(w http.ResponseWriter, r *http.Request, wrong string, status int) error {
	what, ok := applicationPapers[r.PathValue("what")]
	if !ok {
		return statusError(http.StatusNotFound)
	}
	in, err := s.intakeOf(r)
	if err != nil {
		return err
	}
	doc, err := what.make(s, r, in)
	if err != nil {
		return err
	}
	v := visitOf(r.Context())
	if err := s.Papers.Look(r.Context(), v.desk(), in.Household, what.kind, taking); err != nil {
		return err
	}
	doc.Heads = append([]string{"在网页上打印，没有留底　" + s.today().Chinese()}, doc.Heads...)
	view := printView{Doc: doc, Back: link{"申请 " + itoa(int(in.ID)), applicationPath(in.Ref)}, Office: v.site.Name}
	if view.Missing, err = s.boxes(doc); err != nil {
		return err
	}
	if in.MayPrint {
		view.Path, view.slip = applicationPath(in.Ref)+"/print/"+r.PathValue("what"), filled(r.PostForm, s.why(v, "paper.view", in.Office))
	}
	view.blame(wrong)
	return s.show(w, r, status, printSheet(view))
}

// printApplication makes the PDF, keeps it, and shows it.
func (s *Site) printApplication(w http.ResponseWriter, r *http.Request) error {
	what, ok := applicationPapers[r.PathValue("what")]
	if !ok {
		return statusError(http.StatusNotFound)
	}
	in, err := s.intakeOf(r)
	if err != nil {
		return err
	}
	if wrong := s.unreasoned(r); wrong != "" {
		return s.showApplicationPaper(w, r, wrong, http.StatusBadRequest)
	}
	doc, err := what.make(s, r, in)
	var id int64
	if err == nil {
		id, err = s.Papers.Print(r.Context(), visitOf(r.Context()).desk(), in.Household, what.kind, doc)
	}
	sentence, status, rest := told(err)
	if rest != nil {
		return rest
	}
	if sentence != "" {
		return s.showApplicationPaper(w, r, sentence, status)
	}
	return away(w, r, printedPath(registry.Ref{Office: in.Office, ID: in.Household}, id, r))
}

// formsToSign are the forms that a family signs by hand.
func (s *Site) formsToSign(r *http.Request, in *casework.Intake) (paper.Document, error) {
	f := paper.Forms{Office: visitOf(r.Context()).site.Name, Household: "家庭 " + itoa(int(in.Household)), Proxy: in.Proxy.Name}
	for i, m := range in.Members {
		if i == 0 {
			f.Applicant = m.Name
		}
		if m.Signs(s.today()) {
			f.Adults = append(f.Adults, m.Name)
		}
	}
	for _, c := range in.Sights {
		f.Programmes = append(f.Programmes, c.Aid.Label)
	}
	return f.Document(), nil
}

// acceptanceSlip is what the family takes home.
func (s *Site) acceptanceSlip(r *http.Request, in *casework.Intake) (paper.Document, error) {
	v := visitOf(r.Context())
	deals := v.site.Number
	for _, c := range in.Sights {
		if c.DealtAt() != c.Office {
			deals = c.DealtAt()
		}
	}
	a := paper.Acceptance{Office: v.officeName(deals), Household: "家庭 " + itoa(int(in.Household)), Accepted: in.Accepted(), Day: in.Handed.Date().Chinese(), Ask: whereToAsk(v.sites, deals)}
	if in.Handed == 0 {
		return paper.Document{}, statusError(http.StatusNotFound)
	}
	if s.Messages.Ready() {
		a.Follow = s.address(r) + "/f/case"
	}
	if len(in.Members) > 0 {
		a.Applicant = in.Members[0].Name
	}
	staff := in.Staff
	for _, c := range in.Sights {
		a.Cases = append(a.Cases, paper.AcceptedCase{Number: c.Number.String(), Programme: c.Aid.Label, Standing: c.Flow.Label(c.State), Due: limitsOf(c)})
		if c.Accepted != 0 {
			a.Day = c.Accepted.Chinese()
		}
		for _, t := range c.Turns {
			if t.Act == casework.Accept {
				staff = t.Staff
			}
		}
		for _, want := range c.Wants {
			if want.Brought == 0 && len(a.Missing) < len(c.Wants) {
				a.Missing = append(a.Missing, want.What)
			}
		}
	}
	a.Papers = s.broughtWith(in)
	referred, err := s.Cases.Referred(r.Context(), in.Ref)
	if err != nil {
		return paper.Document{}, err
	}
	a.Needs = needRows(in.Needs, referred)
	names, err := s.Staff.Names(r.Context(), staff)
	a.Taker = names[staff]
	return a.Document(), err
}

// whereToAsk says which office to ask and by which telephone, for an office or the
// nearest above it that has one; "" if none has.
func whereToAsk(sites []access.Site, office int64) string {
	o := access.Answering(sites, office)
	if o.Phone == "" {
		return ""
	}
	return o.Name + "，电话 " + o.Phone
}

// limitsOf says by when a case is done with, as far as limits run.
func limitsOf(c *casework.Sight) string {
	var list []string
	for _, d := range c.Deadlines {
		text := c.StepLabel(casework.Turn{Step: d.Step}) + "：" + until(d) + "以前"
		if d.Provisional {
			text += "（暂定）"
		}
		list = append(list, text)
	}
	switch {
	case len(list) == 0 && c.Urgent():
		return "急难的当即办理"
	case len(list) == 0:
		return "受理后起算"
	}
	return strings.Join(list, "；")
}

// broughtWith are the papers that came with an application.
func (s *Site) broughtWith(in *casework.Intake) (list []string) {
	for _, p := range in.Papers {
		kind := paper.Kind(p.Kind)
		if !in.Signed(p.Kind, p.Person) || kind.Printed() || p.Kind == casework.Mandate && in.Proxy == (casework.Proxy{}) {
			continue
		}
		name := ""
		for _, m := range in.Members {
			if m.Person == p.Person {
				name = "（" + m.Name + "）"
			}
		}
		list = append(list, kind.Label()+name)
	}
	return list
}
