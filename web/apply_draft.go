package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"doudi/access"
	"doudi/casefile"
	"doudi/casework"
	"doudi/engine"
	"doudi/fact"
	"doudi/registry"
)

// draft is an application with the questions that are still open: what the
// register knows, what was typed over it, and what the law makes of both.
type draft struct {
	in    *casework.Intake
	anew  string // where its form is made anew
	place *place
	known url.Values // what the register knows, as a browser would send it
	typed url.Values // what was typed, of what the register does not know
	base  *answers   // the first alone
	a     *answers   // both
	found *engine.Result
	asked map[position]bool // what could still change something that is asked for
	parts []part            // the questions on the page
	open  []string          // those that were not answered at all

	offers []casework.Offer // where a family asks by itself: what it can ask for
}

// entityNeed are the needs that some law asks for (TJ-42); they are assessed
// once, for every place.
const (
	entityNeed = "need"
	keyNeed    = "need_area"
)

// draft reads an application over what the register knows today.
func (s *Site) draft(r *http.Request, in *casework.Intake, c casework.Content) (*draft, error) {
	v, law := visitOf(r.Context()), s.lawOf(visitOf(r.Context()))
	d := &draft{in: in, anew: applicationPath(in.Ref)}
	if err := s.readKnown(r, d, v, law); err != nil {
		return nil, err
	}
	if other := s.Law.governing(law, d.base); other != law {
		if err := s.readKnown(r, d, v, other); err != nil {
			return nil, err
		}
	}
	return s.weigh(d, c)
}

// weigh takes what was typed over what is known, and asks the law about both.
func (s *Site) weigh(d *draft, c casework.Content) (*draft, error) {
	d.overlay(c)
	sent := url.Values{}
	for _, of := range []url.Values{d.known, d.typed} {
		for name, values := range of {
			sent[name] = values
		}
	}
	var err error
	if d.a, err = readAnswers(d.base.at, d.place, sent); err != nil {
		return nil, err
	}
	d.a.called = d.base.called
	d.determine(s)
	return d, nil
}

// readKnown takes what the register knows, by the facts of a law.
func (s *Site) readKnown(r *http.Request, d *draft, v *visit, law *place) (err error) {
	today := s.today()
	q := registry.Question{Law: law.program.Pack, Household: d.in.Household, On: today, Known: registry.Now, AppliedOn: today, DecidedOn: today, AsOf: today, Month: today.Month(),
		Region: cmp.Or(access.DivisionOf(v.sites, d.in.Office, today), law.code()), Right: taking}
	for _, c := range d.in.Sights {
		q.Claims = append(q.Claims, c.Programme)
	}
	st, err := s.Registry.Snapshot(r.Context(), v.at(d.in.Office), q)
	if err != nil {
		return err
	}
	d.place = law
	d.base = s.Law.fromSnapshot(&casefile.Family{Snapshot: st.Snapshot, Pack: q.Law})
	for _, m := range d.in.Members {
		d.base.called = append(d.base.called, m.Name)
	}
	d.known, err = url.ParseQuery(d.base.encode())
	return err
}

// overlay takes what was typed of what the register does not know. The answers
// follow the people: who sat at m.1 when they were typed may sit elsewhere now.
func (d *draft) overlay(c casework.Content) {
	d.typed = url.Values{}
	typed, _ := url.ParseQuery(c.Typed)
	for name, values := range typed {
		if name = d.moved(name, c.Persons); name != "" && !d.knows(name) && values[len(values)-1] != "" {
			d.typed.Set(name, values[len(values)-1])
		}
	}
	d.needs(c.Needs)
}

// moved is the name of an answer as the people sit now; "" if its person has
// left.
func (d *draft) moved(name string, persons []int64) string {
	rest, of := strings.CutPrefix(name, "m.")
	if !of {
		return map[bool]string{true: name}[strings.HasPrefix(name, "h.")]
	}
	number, key, _ := strings.Cut(rest, ".")
	i, err := strconv.Atoi(number)
	if err != nil || i < 0 || i >= len(persons) {
		return ""
	}
	at := slices.IndexFunc(d.in.Members, func(m casework.Applicant) bool { return m.Person == persons[i] })
	if at < 0 {
		return ""
	}
	return "m." + strconv.Itoa(at) + "." + key
}

// knows tells whether the register knows an answer, or the table that it is of.
func (d *draft) knows(name string) bool {
	parts := strings.Split(name, ".")
	for n := 2; n <= len(parts); n++ {
		if d.known.Has(strings.Join(parts[:n], ".")) {
			return true
		}
	}
	return false
}

// needs puts what was assessed where the law asks for it.
func (d *draft) needs(areas []string) {
	schema := d.place.program.Schema
	id, ok := schema.Entity(entityNeed)
	if !ok || len(areas) == 0 {
		return
	}
	path := "h." + schema.Entities[id].Plural
	if d.known.Has(path) {
		return
	}
	d.typed.Set(path, wordAll)
	d.typed.Set(path+".n", strconv.Itoa(len(areas)))
	for i, area := range areas {
		d.typed.Set(path+"."+strconv.Itoa(i)+"."+keyNeed, area)
	}
}

// determine asks the law about everything that a family can get, and what could
// still change the programmes that are asked for.
func (d *draft) determine(s *Site) {
	snapshot, _ := d.a.snapshot(s.today())
	snapshot.Claims, snapshot.ClaimsGiven = nil, false
	d.found = d.place.engine.Determine(snapshot, engine.Options{Explain: d.claimed})
	d.asked = map[position]bool{}
	w := newWaits(d.a)
	for i := range d.found.Outcomes {
		o := &d.found.Outcomes[i]
		if !d.claimed(o) {
			continue
		}
		for _, ref := range o.Missing {
			d.ask(ref)
		}
		w.add(o)
	}
	d.parts = s.partsOf(d)
	shown := shownIn(d.parts)
	for _, m := range w.cheapestFirst() {
		f, there := shown[m.Path]
		switch {
		case !there || f.Word == wordUnknown || f.Wrong == "" && !f.empty():
		case f.empty():
			d.open = append(d.open, m.Label)
		default:
			d.open = append(d.open, m.Label+"（填得不对）")
			delete(shown, m.Path) // told
		}
	}
	for _, p := range d.parts { // what is marked as wrong is told too, whether the law still waits for it or not
		whose := p.Title + "的"
		if p.Path == d.a.Home.Path {
			whose = ""
		}
		for _, f := range p.onPage() {
			if shown[f.Name].Wrong != "" {
				d.open = append(d.open, whose+f.Label+"（填得不对）")
			}
		}
	}
}

// shownIn are the answers that stand on the page, by the paths of their fields
// and tables. What is not on it depends on what is: it is asked later.
func shownIn(parts []part) map[string]typed {
	found := map[string]typed{}
	for _, p := range parts {
		for _, f := range p.onPage() {
			found[f.Name] = f.typed
		}
	}
	return found
}

// onPage are the fields of a part that stand on the page, each table as one before
// those of its lines.
func (p *part) onPage() (list []field) {
	for _, one := range p.Core {
		if one.Table == nil {
			list = append(list, one.field)
			continue
		}
		list = append(list, field{question: &question{Label: one.Table.Label}, Name: one.Table.Path, typed: typed{Word: one.Table.Word, Wrong: one.Table.Wrong}})
		for _, line := range one.Table.Lines {
			list = append(list, line.Fields...)
		}
	}
	return list
}

// claimed tells whether an outcome is of a programme that is asked for, and of the
// person for whom it is asked.
func (d *draft) claimed(o *engine.Outcome) bool {
	return slices.ContainsFunc(d.in.Sights, func(c *casework.Sight) bool {
		return c.Programme == o.Programme && !c.State.Closed() && (o.Unit != fact.MemberEntity || c.Person == 0 || d.in.Members[o.Instance].Person == c.Person)
	})
}

// asks tells whether a programme is asked for.
func (d *draft) asks(programme string) bool {
	return slices.ContainsFunc(d.in.Sights, func(c *casework.Sight) bool { return c.Programme == programme && !c.State.Closed() })
}

// ask remembers a question that could still change something.
func (d *draft) ask(ref engine.Ref) {
	slot := ref.Slot
	if slot < 0 {
		slot = tableSlot(ref.Table)
	}
	d.asked[position{ref.Entity, ref.Instance, slot}] = true
}

// answerable tells whether the family can answer a question: what an office
// decides, nobody asks the family.
func (d *draft) answerable(path string) bool {
	key := path[strings.LastIndex(path, ".")+1:]
	for _, e := range d.place.program.Schema.Entities {
		if slot, ok := e.Slot(key); ok && e.Facts[slot].DecidedBy != "" {
			return false
		}
	}
	return true
}

// said is what the answers come to when the application is accepted.
func (d *draft) said(s *Site) (casework.Said, error) {
	own := url.Values{"m.n": {strconv.Itoa(len(d.in.Members))}}
	for name, values := range d.typed {
		own[name] = values
	}
	a, err := readAnswers(d.base.at, d.place, own)
	if err != nil {
		return casework.Said{}, err
	}
	a.Day = s.today().String()
	snapshot, _ := a.snapshot(s.today())
	schema, said := d.place.program.Schema, casework.Said{Open: d.open}
	add := func(about registry.Subject, id fact.EntityID, row *fact.Row) {
		list := registry.AnswersOf(schema, id, row, s.today(), registry.Declared, 0)
		list = slices.DeleteFunc(list, func(a registry.Answer) bool { return a.Key == "household."+keyPlace })
		said.Facts = append(said.Facts, casework.Saying{About: about, Answers: list})
	}
	add(registry.Subject{Office: d.in.Office, Of: registry.OfHousehold, ID: d.in.Household}, fact.HouseholdEntity, &snapshot.Household)
	members := snapshot.Household.Tables[slices.Index(schema.Entities[fact.HouseholdEntity].Tables, fact.MemberEntity)].Rows
	for i := range members {
		add(registry.Subject{Office: d.in.Office, Of: registry.OfMember, ID: d.in.Members[i].Person}, fact.MemberEntity, &members[i])
	}
	return said, nil
}
