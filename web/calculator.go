package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"doudi/civil"
	"doudi/fact"
)

// calculatorView is the page of questions.
type calculatorView struct {
	Place        string // what the place is called
	PlaceID      string
	Region       string
	Parts        []option // divisions with figures of their own
	Day, Applied string
	Chosen       map[string]string
	Groups       []wantGroup
	Ticked       []string
	Home         part
	People       []part
	Problems     []problem
	Focus        string
}

// problem is one line of the summary of errors, leading to the field.
type problem struct{ ID, Text string }

// part is the questions about the household or one person.
type part struct {
	Path, Title string
	Core, More  []asked
	Removable   bool
	Open        bool // the folded questions hold an answer, an error or the focus
}

// seldom are the special circumstances of a part that nobody answered yet: one
// button, which names them, answers them with none. What everybody has to be asked
// for, like incomes, is never among them. One alone has its own button.
func (p *part) seldom() (tables []*tableView) {
	for _, one := range p.Core {
		if one.Table != nil && one.Table.Seldom && one.Table.Word == "" {
			tables = append(tables, one.Table)
		}
	}
	if len(tables) < 2 {
		return nil
	}
	return tables
}

// pathsOf and labelsOf are what a button answers, for the server and for the reader.
func pathsOf(tables []*tableView) string {
	var paths []string
	for _, t := range tables {
		paths = append(paths, t.Path)
	}
	return strings.Join(paths, " ")
}

func labelsOf(tables []*tableView) string {
	var labels []string
	for _, t := range tables {
		labels = append(labels, t.Label)
	}
	return joined(labels)
}

// asked is one question on the page: a fact or a child table.
type asked struct {
	field
	Table *tableView
}

// field is one fact with its answer.
type field struct {
	*question
	Name    string
	Options []option
	typed   typed
	Focus   bool
	Most    int  // characters that a long line may have; 0 for a short one
	Undo    bool // what is registered can be taken back
	Loose   bool // nothing picked is an answer: all
	Shown   bool // what is typed will stand in an address
}

// tableView is one child table with its lines.
type tableView struct {
	Path, Label string
	Word, Wrong string
	Lines       []lineView
	Focus       bool   // on the list itself
	Within      bool   // on one of its lines
	Seldom      bool   // a special circumstance of few families
	Undo        bool   // what is registered can be taken back
	Anew        string // where the form is made anew
}

// lineView is one line of a child table.
type lineView struct {
	Path   string
	Line   int64 // of the registry
	Fields []field
}

// calculator shows the questions, and changes rows where a button asked for
// that.
func (s *Site) calculator(w http.ResponseWriter, r *http.Request) error {
	a, focus, err := s.submitted(r)
	if err != nil {
		return err
	}
	if at := a.act(first(r.PostForm, "do")); at != "" {
		focus = at
	}
	return s.show(w, r, http.StatusOK, calculator(s.calculatorView(a, focus, false)))
}

// submitted reads the answers of a POST: the fields of the form, or all of
// them in one field where another page carries them.
func (s *Site) submitted(r *http.Request) (a *answers, focus string, err error) {
	sent := r.PostForm
	focus = first(sent, "focus")
	if carried := sent.Get("answers"); carried != "" {
		if sent, err = url.ParseQuery(carried); err != nil {
			return nil, "", statusError(http.StatusBadRequest)
		}
	}
	a, err = s.answers(sent)
	return a, focus, err
}

// answers reads answers by the law of their place. A place may hold for some
// families only: then the answers decide whose law it is.
func (s *Site) answers(sent url.Values) (*answers, error) {
	at, err := s.Law.place(first(sent, "place"))
	if err != nil {
		return nil, err
	}
	a, err := readAnswers(at, at, sent)
	if err != nil {
		return nil, err
	}
	if p := s.Law.governing(at, a); p != at {
		if a, err = readAnswers(at, p, sent); err != nil {
			return nil, err
		}
	}
	a.complete(s.today())
	return a, nil
}

// governing is the place whose law applies at a place to a family.
func (l *Law) governing(at *place, a *answers) *place {
	facts := map[string]string{}
	for slot, f := range at.program.Schema.Entities[fact.HouseholdEntity].Facts {
		if f.Type == fact.Enum && a.Home.Texts[slot].Text != "" {
			facts[f.Key] = a.Home.Texts[slot].Text
		}
	}
	if id, ok := l.set.ForRegion(at.code(), facts); ok && l.places[id] != nil {
		return l.places[id]
	}
	return at
}

// complete puts in what a family begins with: a day, one person, and the
// programmes that come with an application.
func (a *answers) complete(today civil.Date) {
	if a.Day == "" {
		a.Day = today.String()
	}
	a.Chosen = keepKnown(a.place, a.Chosen)
	for i, id := range a.place.program.Schema.Entities[fact.HouseholdEntity].Tables {
		l := &a.Home.Tables[i]
		if id == fact.MemberEntity && len(l.Rows) == 0 {
			l.Rows = []row{a.newRow(id, "m.0")}
		}
	}
	if slot, ok := a.place.program.Schema.Entities[fact.MemberEntity].Slot(keyRelation); ok {
		a.people()[0].Texts[slot] = typed{Text: theHead}
	}
	a.tick(a.day(today))
}

// tick keeps of what was asked for what is law on the day, and remembers the
// rest by its name. Who asked for nothing is asked about what comes with an
// application.
func (a *answers) tick(day civil.Date) {
	a.Gone = nil
	a.Ticked = slices.DeleteFunc(a.Ticked, func(id string) bool {
		gone := !a.place.has(id, day)
		if at, known := a.place.program.ProgrammeIndex(id); gone && known {
			a.Gone = append(a.Gone, a.place.program.Programmes[at].Label)
		}
		return gone
	})
	if len(a.Ticked) == 0 && len(a.Gone) == 0 {
		a.Ticked = usual(a.place, day)
	}
}

// day is the day of the question, today where it cannot be read.
func (a *answers) day(today civil.Date) civil.Date {
	if day, wrong := readDay(a.Day); wrong == "" && day >= a.place.begin() {
		return day
	}
	return today
}

// has tells whether a programme is law at the place on a day.
func (p *place) has(id string, day civil.Date) bool {
	for i := range p.program.Programmes {
		pr := &p.program.Programmes[i]
		for k := range pr.Versions {
			if pr.ID == id && pr.Versions[k].Span.Contains(day) {
				return true
			}
		}
	}
	return false
}

// keepKnown drops answers to choices that the place does not have.
func keepKnown(p *place, chosen map[string]string) map[string]string {
	kept := map[string]string{}
	for i := range p.program.Choices {
		c := &p.program.Choices[i]
		for _, o := range c.Options {
			if chosen[c.ID] == o.ID {
				kept[c.ID] = o.ID
			}
		}
	}
	return kept
}

// newRow is a row with nothing in it but the period that is usually asked
// about: the twelve months before the day.
func (a *answers) newRow(id fact.EntityID, path string) row {
	e := &a.place.program.Schema.Entities[id]
	r := row{Path: path, Texts: make([]typed, len(e.Facts)), Tables: make([]list, len(e.Tables))}
	day, wrong := readDay(a.Day)
	for slot := range e.Facts {
		if e.Facts[slot].Type == fact.Span && wrong == "" {
			r.Texts[slot] = typed{Text: (day.Month() - 12).String(), To: (day.Month() - 1).String()}
		}
	}
	for i, table := range e.Tables {
		r.Tables[i].Path = path + "." + a.place.program.Schema.Entities[table].Plural
	}
	return r
}

// act carries out what a button asks for: add a line to a list, drop one, or
// answer every table left open about a person with 没有. It gives the path of
// what should be looked at next.
func (a *answers) act(do string) string {
	verb, path, _ := strings.Cut(do, ":")
	if verb == "none" {
		for _, l := range a.unanswered(path) {
			l.Word = wordNone
		}
		return ""
	}
	l, of, at := a.find(path)
	switch {
	case l == nil:
		return ""
	case verb == "add" && at < 0:
		return a.add(l, of)
	case verb == "drop" && at >= 0 && path != "m.0":
		l.Rows = slices.Delete(l.Rows, at, at+1)
		a.renumber()
		return l.Path
	}
	return ""
}

// unanswered are those of some lists, by their paths, that one button may answer
// and that nobody answered yet.
func (a *answers) unanswered(paths string) (lists []*list) {
	for _, path := range strings.Fields(paths) {
		if l, of, at := a.find(path); l != nil && at < 0 && l.Word == "" && a.place.program.Schema.Entities[of].Seldom {
			lists = append(lists, l)
		}
	}
	return lists
}

// add adds a line to a list, up to what a family has.
func (a *answers) add(l *list, of fact.EntityID) string {
	most := maxRows
	if of == fact.MemberEntity {
		most = maxPeople
	} else if l.Word != wordSome {
		l.Word = wordAll
	}
	if len(l.Rows) < most {
		l.Rows = append(l.Rows, a.newRow(of, ""))
		a.renumber()
	}
	return l.Rows[len(l.Rows)-1].Path
}
