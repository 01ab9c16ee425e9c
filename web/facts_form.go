package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
	"doudi/registry"
)

// factForm asks for one part of the facts of a subject. It is built from the
// packs with the questions of the calculator.
type factForm struct {
	Office, Title, Base, Action string
	Part                        factPart
	Fields                      []field
	Table                       *tableView
	From, To, Source, Evidence  string
	WrongFrom, WrongTo, WrongOf string // of the source
	WrongEvidence               string
	Shown                       string // the day that the answers in the form were valid on
	Seen                        int64  // the act by which they stood
	Sources                     []option
	Problems                    []problem
}

// filling is one filling in of the form.
type filling struct {
	*subject
	part   *factPart
	today  civil.Date
	a      *answers
	h      *registry.History
	before *ledger // what the form showed
	now    *ledger // what stands now
	own    *row    // what is typed
	form   factForm
}

// editFacts shows the form with what is valid today.
func (s *Site) editFacts(w http.ResponseWriter, r *http.Request) error {
	e, err := s.filling(r)
	if err != nil {
		return err
	}
	e.start(s.footingOf(r))
	return s.show(w, r, http.StatusOK, factFormPage(e.view()))
}

// footing is what the form of a case begins with: the day from which answers count
// there, where they come from, and the paper that proves them. It stands in the
// address and no more follows from it: what is sent is looked at like anything else.
type footing struct {
	from             civil.Date
	source, evidence string
}

// query is the footing in an address, "" if there is none.
func (f footing) query() string {
	q := url.Values{}
	if f.from != 0 {
		q.Set("from", f.from.String())
	}
	if f.evidence != "" {
		q.Set("source", f.source)
		q.Set("evidence", f.evidence)
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// footingOf reads it. A day that has not come is none.
func (s *Site) footingOf(r *http.Request) (f footing) {
	q := r.URL.Query()
	if day, wrong := readDay(q.Get("from")); wrong == "" && day <= s.today() {
		f.from = day
	}
	if slices.Contains(sourcesToChoose, registry.Source(q.Get("source"))) && atoi(q.Get("evidence")) > 0 {
		f.source, f.evidence = q.Get("source"), q.Get("evidence")
	}
	return f
}

// filling opens the form of one part.
func (s *Site) filling(r *http.Request) (*filling, error) {
	about, err := s.subject(r)
	if err != nil {
		return nil, err
	}
	part, err := s.part(about, r.PathValue("part"))
	if err != nil {
		return nil, err
	}
	h, err := s.Registry.Timeline(r.Context(), about.v.desk(), about.Subject)
	if err != nil {
		return nil, err
	}
	e := &filling{subject: about, part: part, today: s.today(), h: &h}
	e.form = factForm{Office: about.v.site.Name, Title: about.Title, Base: about.Base, Action: about.Base + "/facts/" + part.ID, Part: *part}
	for _, source := range sourcesToChoose {
		e.form.Sources = append(e.form.Sources, option{string(source), source.Label()})
	}
	return e, nil
}

// look takes what was valid on a day, and stood by an act.
func (e *filling) look(day civil.Date, seen int64) {
	schema := e.place.program.Schema
	e.form.Shown, e.form.Seen = day.String(), seen
	e.before, e.now = newLedger(schema, e.h, day, seen), newLedger(schema, e.h, day, registry.Now)
}

// start fills the form with what is there today. Answers hold from today, or from
// the day that counts in the case: later ones would not be seen there.
func (e *filling) start(f footing) {
	e.look(e.today, e.h.Latest())
	e.form.From, e.form.Source, e.form.Evidence = cmp.Or(f.from, e.today).String(), f.source, f.evidence
	e.a = &answers{at: e.place, place: e.place, Day: e.form.From}
	own := e.before.row(entityOf(e.Of), 0)
	e.put(&own)
}

// put makes a row the subject of the answers.
func (e *filling) put(own *row) {
	schema := e.place.program.Schema
	if e.Of == registry.OfHousehold {
		e.a.Home, e.own = *own, &e.a.Home
	} else {
		e.a.Home = e.a.newRow(fact.HouseholdEntity, "h")
		at := slices.Index(schema.Entities[fact.HouseholdEntity].Tables, fact.MemberEntity)
		e.a.Home.Tables[at].Rows = []row{*own}
		e.own = &e.a.Home.Tables[at].Rows[0]
	}
	e.a.renumber()
}

// read takes what was sent.
func (e *filling) read(r *http.Request) error {
	day, wrong := readDay(first(r.PostForm, "shown"))
	seen, err := strconv.ParseInt(first(r.PostForm, "seen"), 10, 64)
	if wrong != "" || err != nil {
		return statusError(http.StatusBadRequest)
	}
	e.look(day, seen)
	f := &e.form
	f.From, f.To, f.Source, f.Evidence = first(r.PostForm, "from"), first(r.PostForm, "to"), first(r.PostForm, "source"), first(r.PostForm, "evidence")
	sent := r.PostForm
	sent.Set("day", f.From)
	sent.Set("m.n", "1")
	if e.a, err = readAnswers(e.place, e.place, sent); err != nil {
		return err
	}
	e.own = &e.a.Home
	if e.Of == registry.OfMember {
		if len(e.a.people()) != 1 {
			return statusError(http.StatusBadRequest)
		}
		e.own = &e.a.people()[0]
	}
	return nil
}

// changeFacts enters what was changed, or shows the form again with what is
// wrong: nothing that was typed is lost.
func (s *Site) changeFacts(w http.ResponseWriter, r *http.Request) error {
	e, err := s.filling(r)
	if err != nil {
		return err
	}
	if err := e.read(r); err != nil {
		return err
	}
	if do := first(r.PostForm, "do"); do != "" {
		e.a.act(do)
		return s.show(w, r, http.StatusOK, factFormPage(e.view()))
	}
	changed := e.answers()
	if len(e.form.Problems) == 0 && len(changed) == 0 {
		e.form.Problems = []problem{{"from", "没有改动：改了再保存；没有要改的，请返回"}}
	}
	if len(e.form.Problems) > 0 {
		return s.show(w, r, http.StatusUnprocessableEntity, factFormPage(e.view()))
	}
	return s.save(w, r, e, changed)
}

// save enters the answers, or shows the form again with what the registry says
// is wrong.
func (s *Site) save(w http.ResponseWriter, r *http.Request, e *filling, changed []registry.Answer) error {
	err := s.Registry.ChangeFacts(r.Context(), e.v.desk(), e.place.program.Schema, e.Subject, e.form.Seen, changed)
	sentence, status, rest := told(err)
	at := "form"
	switch {
	case rest != nil:
		return rest
	case sentence == "":
		return away(w, r, e.Base+"/facts#"+e.part.ID)
	case fault.Kind(err) == fault.Conflict:
		e.merge()
	case fieldOf(err) == "evidence":
		at, e.form.WrongEvidence = "evidence", sentence
	}
	e.form.Problems = append(e.form.Problems, problem{at, sentence})
	return s.show(w, r, status, factFormPage(e.view()))
}

// view lays the form out.
func (e *filling) view() factForm {
	schema, of := e.place.program.Schema, entityOf(e.Of)
	if e.part.Table == fact.PlaceEntity {
		e.form.Fields = e.fields(of, e.own, e.part.Questions)
		return e.form
	}
	at := slices.Index(schema.Entities[of].Tables, e.part.Table)
	rows := &e.own.Tables[at]
	_, kept := e.now.at[cell{schema.Entities[e.part.Table].Name, 0}]
	t := &tableView{Path: rows.Path, Label: e.part.Label, Word: rows.Word, Wrong: rows.Wrong, Undo: kept, Anew: e.form.Action}
	lines := rows.Rows
	if len(lines) == 0 {
		lines = []row{e.a.newRow(e.part.Table, rows.Path+".0")}
	}
	for i := range lines {
		t.Lines = append(t.Lines, lineView{lines[i].Path, lines[i].Line, e.fields(e.part.Table, &lines[i], e.part.Questions)})
	}
	e.form.Table = t
	return e.form
}

// fields puts the questions of one row with what is typed. An answer that is
// there can be taken back; a sealed one stays as it is while nothing is typed.
func (e *filling) fields(of fact.EntityID, r *row, questions []question) (all []field) {
	for i := range questions {
		q := questions[i]
		f := field{question: &q, Name: r.Path + "." + q.Key, Options: q.Options, typed: r.Texts[q.Slot]}
		if kept, ok := e.now.get(of, q.Slot, r.Line); ok && (of == e.now.of || r.Line > 0) {
			f.Undo = q.Kind == tapOne || kept.Value == ""
			if kept.Value == "" {
				q.Hint = sealedWord + "；不改就空着"
			}
		}
		all = append(all, f)
	}
	return all
}
