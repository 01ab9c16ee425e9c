package web

import (
	"net/http"
	"slices"

	"doudi/civil"
	"doudi/fact"
	"doudi/registry"
)

// subject is whom a page of facts is about, with the law that types them.
type subject struct {
	registry.Subject
	v     *visit
	place *place
	Title string
	Base  string // address of the page of the person or household
	Line  string // who in a few words
}

// subject finds whom an address speaks of.
func (s *Site) subject(r *http.Request) (*subject, error) {
	v := visitOf(r.Context())
	about := &subject{v: v, place: s.lawOf(v)}
	if r.PathValue("household") != "" {
		id, err := number(r, "household")
		about.Subject = registry.Subject{Office: v.site.Number, Of: registry.OfHousehold, ID: id}
		about.Base, about.Title = householdPath(registry.Ref{Office: v.site.Number, ID: id}), "家庭 "+itoa(int(id))
		return about, err
	}
	c, err := s.meant(r)
	about.Subject = registry.Subject{Office: c.Office, Of: registry.OfMember, ID: c.ID}
	about.Base, about.Title = residentPath(c.Ref), c.Name
	return about, err
}

// factPart is some facts of a subject that are shown and entered together: its
// own by how often they are asked, or one table.
type factPart struct {
	ID, Label string
	Questions []question
	Table     fact.EntityID // or of none
}

// registered are facts that the registry keeps elsewhere: who somebody is, how
// he belongs to his household, and where the family is handled.
var registered = []string{keyRelation, keyBirth, "sex", keyPlace}

// parts cuts the facts that a law knows about a subject into parts. A fact that
// a pack adds falls into one by what the pack says of it.
func (s *Site) parts(about *subject) []factPart {
	form := s.forms.get(about.place, s.today(), nil)
	schema, of := about.place.program.Schema, entityOf(about.Of)
	own := []factPart{{ID: "usual", Label: "常用情况"}, {ID: "sealed", Label: "健康等要保密的情况"}, {ID: "rare", Label: "有才填的情况"}}
	for i := range own {
		own[i].Table = fact.PlaceEntity
	}
	for _, q := range registryQuestions(schema, of, form.Entities[of].Questions) {
		at := 2
		switch {
		case schema.Entities[of].Facts[q.Slot].Sensitivity != "":
			at = 1
		case q.Core && !q.Conditional:
			at = 0
		}
		own[at].Questions = append(own[at].Questions, q)
	}
	own = slices.DeleteFunc(own, func(p factPart) bool { return len(p.Questions) == 0 })
	for _, table := range schema.Entities[of].Tables {
		if table != fact.MemberEntity {
			e := &schema.Entities[table]
			own = append(own, factPart{e.Name, e.Label, registryQuestions(schema, table, form.Entities[table].Questions), table})
		}
	}
	return own
}

// registryQuestions are the questions that are entered in the registry, with
// the answers that the packs allow to be stored.
func registryQuestions(schema *fact.Schema, of fact.EntityID, all []question) (list []question) {
	for _, q := range all {
		f := &schema.Entities[of].Facts[q.Slot]
		if of <= fact.MemberEntity && slices.Contains(registered, q.Key) {
			continue
		}
		q.Unknown, q.Required, q.Steers = f.MayBeUnknown, false, false
		if q.Conditional && q.Hint == "" {
			q.Hint = "有这种情况才填"
		}
		list = append(list, q)
	}
	return list
}

// part finds a part by its name.
func (s *Site) part(about *subject, id string) (*factPart, error) {
	parts := s.parts(about)
	at := slices.IndexFunc(parts, func(p factPart) bool { return p.ID == id })
	if at < 0 {
		return nil, statusError(http.StatusNotFound)
	}
	return &parts[at], nil
}

// factsView is what is known about a subject, by parts.
type factsView struct {
	Office, Title, Base, Day string
	Groups                   []factGroup
	Unasked                  []link     // tables that nobody asked about
	Later                    []factLine // what was entered for days to come
	MayChange                bool
	Footing                  string // goes along to the forms: what they begin with in a case
	Unmask                   unmaskView
	Wrong                    string
}

// carry lets every form of the page begin with the footing of a case.
func (v *factsView) carry(footing string) {
	v.Footing = footing
	for i := range v.Unasked {
		v.Unasked[i].Path += footing
	}
}

// unmaskView asks for the purpose that something masked is wanted for.
type unmaskView struct {
	Action   string // where the purpose is told; "" if nothing is masked or the reader may not
	Chosen   string // the purpose that it is shown for
	Purposes []option
}

// factGroup is one part with what is known.
type factGroup struct {
	ID, Label string
	Facts     []factLine
	Unasked   []string
	Table     bool
	State     *factLine // of a table, if anything was said of it
	Rows      []factRow
}

// factLine is one answer with since when, from where and what proves it.
type factLine struct {
	Label, Value, Days, Source string
	Evidence                   int64
	Masked                     bool
}

// factRow is one row of a table.
type factRow struct {
	Title string
	Line  factLine
	Facts []factLine
	Who   *link  // the registered person that the row is, if it is known
	Bind  string // where that is said; "" if the row is no person or the reader may not
	line  int64
}

// timeline finds whom an address speaks of, and reads all that is known about him.
func (s *Site) timeline(r *http.Request) (*subject, *registry.History, error) {
	about, err := s.subject(r)
	if err != nil {
		return nil, nil, err
	}
	h, err := s.Registry.Timeline(r.Context(), about.v.desk(), about.Subject)
	return about, &h, err
}

// facts shows what is known about a person or household today.
func (s *Site) facts(w http.ResponseWriter, r *http.Request) error {
	about, h, err := s.timeline(r)
	if err != nil {
		return err
	}
	view := s.factsView(about, h)
	view.carry(s.footingOf(r).query())
	if err := s.bind(r, about, &view); err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, factsPage(view))
}

// unmaskFacts shows it in full for a purpose.
func (s *Site) unmaskFacts(w http.ResponseWriter, r *http.Request) error {
	about, err := s.subject(r)
	if err != nil {
		return err
	}
	h, sentence, status, err := s.unmasked(r, about)
	if err != nil {
		return err
	}
	view := s.factsView(about, h)
	if view.Wrong = sentence; sentence == "" {
		view.Unmask = unmaskView{Chosen: purposeWords[registry.Purpose(r.PostForm.Get("purpose"))]}
	}
	if err := s.bind(r, about, &view); err != nil {
		return err
	}
	return s.show(w, r, status, factsPage(view))
}

// unmasked is a history in full for the purpose that a form told; a purpose
// that will not do gives the masked one with a sentence.
func (s *Site) unmasked(r *http.Request, about *subject) (h *registry.History, sentence string, status int, err error) {
	var full registry.History
	if sentence = noPurpose(r); sentence == "" {
		full, err = s.Registry.UnmaskTimeline(r.Context(), about.v.desk(), about.Subject, registry.Purpose(r.PostForm.Get("purpose")))
		sentence, status, err = told(err)
	} else {
		status = http.StatusBadRequest
	}
	if err == nil && sentence != "" {
		full, err = s.Registry.Timeline(r.Context(), about.v.desk(), about.Subject)
	}
	return &full, sentence, status, err
}

// noPurpose says what is wrong with the purpose of a form.
func noPurpose(r *http.Request) string {
	if purposeWords[registry.Purpose(r.PostForm.Get("purpose"))] == "" {
		return "用途：没有选；请选实际的用途"
	}
	return ""
}

// factsView lays out what is known today.
func (s *Site) factsView(about *subject, h *registry.History) factsView {
	view := factsView{Office: about.v.site.Name, Title: about.Title, Base: about.Base, Day: s.today().Chinese(),
		MayChange: !h.Closed && about.v.can("household.change", about.Office)}
	l := newLedger(about.place.program.Schema, h, s.today(), registry.Now)
	parts := s.parts(about)
	for i := range parts {
		if g := l.group(&parts[i]); g.Table && g.State == nil && len(g.Rows) == 0 {
			view.Unasked = append(view.Unasked, link{g.Label, about.Base + "/facts/" + g.ID})
		} else {
			view.Groups = append(view.Groups, g)
		}
	}
	view.Later = later(about.place.program.Schema, h, s.today())
	view.Unmask = s.unmaskView(about, h, about.Base+"/facts")
	return view
}

// unmaskView asks for a purpose where something is masked and the reader may
// see it.
func (s *Site) unmaskView(about *subject, h *registry.History, action string) (v unmaskView) {
	v.Purposes = s.purposes(about.v, "fact.unmask", about.Office)
	if len(v.Purposes) > 0 && slices.ContainsFunc(h.Facts, func(f registry.Fact) bool { return f.Secret }) {
		v.Action = action
	}
	return v
}

// purposes are those for which the reader may do an act of looking at what is
// masked.
func (s *Site) purposes(v *visit, act string, office int64) (list []option) {
	for _, why := range s.Registry.Purposes(registry.Desk{Actor: v.desk().Actor, Office: v.tree[office]}, act) {
		list = append(list, option{string(why), purposeWords[why]})
	}
	return list
}

// factLinks lead from the page of a person or household to what is known.
func factLinks(base string) []link {
	return []link{{"情况登记", base + "/facts"}, {"登记的经过", base + "/history"}}
}

// later is what stands for days to come.
func later(schema *fact.Schema, h *registry.History, today civil.Date) (list []factLine) {
	for _, f := range h.Facts {
		if f.Stood(registry.Now) && f.From > today && !mere(f) {
			p := past(schema, h, f)
			p.Label = labelOf(schema, f)
			list = append(list, p.factLine)
		}
	}
	return list
}

// group lays out one part.
func (l *ledger) group(p *factPart) factGroup {
	g := factGroup{ID: p.ID, Label: p.Label, Table: p.Table != fact.PlaceEntity}
	if !g.Table {
		g.Facts, g.Unasked = l.answered(l.of, p.Questions, 0)
		return g
	}
	name := l.schema.Entities[p.Table].Name
	if f, ok := l.at[cell{name, 0}]; ok {
		line := lineOf("", f, tableWords[l.list(p.Table).Word])
		g.State = &line
	}
	for i, n := range l.lines(name) {
		f := l.at[cell{name, n}]
		row := factRow{Title: "第" + itoa(i+1) + "条", Line: lineOf("", f, ""), line: n}
		if called := rowName(f); called != "" {
			row.Title += "　" + called
		}
		row.Facts, _ = l.answered(p.Table, p.Questions, n)
		g.Rows = append(g.Rows, row)
	}
	return g
}

// answered are the answers of one row, and what nobody asked.
func (l *ledger) answered(of fact.EntityID, questions []question, line int64) (lines []factLine, unasked []string) {
	for i := range questions {
		q := &questions[i]
		f, ok := l.get(of, q.Slot, line)
		if !ok {
			unasked = append(unasked, q.Label)
			continue
		}
		lines = append(lines, lineOf(q.Label, f, said(&l.schema.Entities[of].Facts[q.Slot], f, l.schema)))
	}
	return lines, unasked
}

// lineOf puts an answer on a line.
func lineOf(label string, f registry.Fact, value string) factLine {
	return factLine{label, value, days(f.From, f.To), f.Source.Label(), f.Evidence, f.Value == ""}
}
