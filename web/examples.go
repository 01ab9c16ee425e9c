package web

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"doudi/casefile"
	"doudi/fact"
	"doudi/fault"
	"doudi/pack"
)

// example is one made-up family to look at.
type example struct {
	ID, Name string
	sent     url.Values // the answers as a browser would send them; only read
}

// exampleGroup is the examples of one place.
type exampleGroup struct {
	Place   string
	Stories []story
}

// story is what one file shows: a family before and after a change of law.
type story struct {
	Title    string
	Families []*example
}

// readExamples reads all family files of a folder. The first line of comment
// of each is its title.
func readExamples(l *Law, files fs.FS) ([]exampleGroup, error) {
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return nil, err
	}
	var groups []exampleGroup
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		if groups, err = addExamples(l, groups, name, text); err != nil {
			return nil, err
		}
	}
	return groups, nil
}

// addExamples adds the families of one file to the groups of their places.
func addExamples(l *Law, groups []exampleGroup, name string, text []byte) ([]exampleGroup, error) {
	in, err := casefile.Open(name, bytes.NewReader(text), casefile.Options{Resolve: l.resolve})
	if err != nil {
		return nil, err
	}
	for n := 1; ; n++ {
		family, err := in.Next()
		if errors.Is(err, io.EOF) {
			return groups, nil
		}
		if err != nil {
			return nil, err
		}
		if family.Snapshot == nil {
			return nil, fault.New(fault.BadInput, name+"：例子里有错："+family.Faults[0].Sentence)
		}
		a := l.fromSnapshot(family)
		sent, err := url.ParseQuery(a.encode())
		if err != nil {
			return nil, err
		}
		e := &example{ID: strings.TrimSuffix(name, ".yaml") + "-" + strconv.Itoa(n), Name: family.Name, sent: sent}
		groups = group(groups, a.at.Label, title(text), e)
	}
}

// group puts an example to those of its place and its story.
func group(groups []exampleGroup, place, title string, e *example) []exampleGroup {
	at := slices.IndexFunc(groups, func(g exampleGroup) bool { return g.Place == place })
	if at < 0 {
		at = len(groups)
		groups = append(groups, exampleGroup{Place: place})
	}
	g := &groups[at]
	if n := len(g.Stories); n == 0 || g.Stories[n-1].Title != title {
		g.Stories = append(g.Stories, story{Title: title})
	}
	last := &g.Stories[len(g.Stories)-1]
	last.Families = append(last.Families, e)
	return groups
}

// title is the first comment of a file without the name of the place.
func title(text []byte) string {
	line, _ := bufio.NewReader(bytes.NewReader(text)).ReadString('\n')
	line = strings.TrimSpace(strings.TrimPrefix(line, "#"))
	if _, rest, ok := strings.Cut(line, "："); ok {
		return rest
	}
	return line
}

// resolve gives the law of a region to the reader of family files.
func (l *Law) resolve(region string, scope map[string]string) (*pack.Resolved, error) {
	id, _ := l.set.ForRegion(region, scope)
	p, err := l.place(id)
	if err != nil {
		return nil, err
	}
	return p.program.Pack, nil
}

// nearest is the place with a law that a division belongs to.
func (l *Law) nearest(region string) *place {
	for n := len(region); n > 0; n-- {
		if p := l.places["cn-"+region[:n]]; p != nil {
			return p
		}
	}
	return l.roots[0]
}

// fromSnapshot gives the answers that lead to a snapshot.
func (l *Law) fromSnapshot(family *casefile.Family) *answers {
	s := family.Snapshot
	p := l.places[family.Pack.ID]
	a := &answers{at: l.nearest(s.Region), place: p, Region: s.Region, Day: s.AsOf.String(), Chosen: s.Chosen, Ticked: s.Claims}
	if s.AppliedOn != s.AsOf {
		a.Applied = s.AppliedOn.String()
	}
	if !s.ClaimsGiven {
		for i := range p.program.Programmes {
			a.Ticked = append(a.Ticked, p.program.Programmes[i].ID)
		}
	}
	a.Home = asTyped(s.Schema, fact.HouseholdEntity, &s.Household)
	a.renumber()
	return a
}

// asTyped gives the answers that lead to a row.
func asTyped(s *fact.Schema, id fact.EntityID, r *fact.Row) row {
	e := &s.Entities[id]
	got := row{Texts: make([]typed, len(e.Facts)), Tables: make([]list, len(e.Tables))}
	for slot := range e.Facts {
		got.Texts[slot] = textOf(&e.Facts[slot], r.Values[slot], s)
	}
	for i, table := range e.Tables {
		t := &r.Tables[i]
		l := &got.Tables[i]
		switch {
		case t.State == fact.Partial:
			l.Word = wordSome
		case t.State == fact.Complete && len(t.Rows) == 0:
			l.Word = wordNone
		case t.State == fact.Complete:
			l.Word = wordAll
		}
		for k := range t.Rows {
			l.Rows = append(l.Rows, asTyped(s, table, &t.Rows[k]))
		}
	}
	return got
}

// example shows what comes out for a made-up family.
func (s *Site) example(w http.ResponseWriter, r *http.Request) error {
	for _, g := range s.examples {
		for _, story := range g.Stories {
			for _, e := range story.Families {
				if e.ID == r.PathValue("id") {
					return s.exampleResult(w, r, story.Title, e)
				}
			}
		}
	}
	return statusError(http.StatusNotFound)
}

// exampleResult answers for a made-up family as for any other.
func (s *Site) exampleResult(w http.ResponseWriter, r *http.Request, title string, e *example) error {
	a, err := s.answers(e.sent)
	if err != nil {
		return err
	}
	return s.result(w, r, a, resultOrigin{Example: title + "（" + e.Name + "）"})
}
