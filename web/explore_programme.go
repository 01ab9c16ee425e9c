package web

import (
	"net/http"
	"slices"
	"strings"

	"doudi/casefile"
	"doudi/civil"
	"doudi/policy"
)

// programmePage is one programme on a day: read aloud, how it is applied for,
// and what else may be had with it.
type programmePage struct {
	Way         []crumb
	Place       *place
	Label       string
	Day, Begin  string
	DayWords    string
	Thing       *thingView // nil where the programme is not law on the day
	Steps       *thingView // the procedure
	Pairs       []aloudLine
	Versions    []versionView
	Reads, Read []refView
	Cases       []workedCase
}

// versionView is one version of a programme or rule.
type versionView struct {
	Words, Href string
	Current     bool
	Source      sourceView
}

// lawProgramme shows one programme of a place.
func (s *Site) lawProgramme(w http.ResponseWriter, r *http.Request) error {
	b, on, err := s.visit(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	i := slices.IndexFunc(b.program.Programmes, func(p policy.Programme) bool { return p.ID == id })
	if i < 0 {
		return noSuchThing(b)
	}
	p := &b.program.Programmes[i]
	subject := b.pieces[policy.Ref{Section: policy.SectionProgramme, ID: id}].Subject
	v := programmePage{Way: b.crumbs(on, crumb{b.subjectLabel(subject), b.path(on, "subject", subject)}, crumb{p.Label, ""}), Place: b.place, Label: p.Label,
		Day: on.String(), Begin: b.begin.String(), DayWords: on.Chinese(), Pairs: b.pairsOf(id, on)}
	v.Read = b.refs(b.readBy[policy.Ref{Section: policy.SectionProgramme, ID: id}], on)
	v.Cases = b.casesFor(func(e casefile.Expectation) bool { return e.Programme == id })
	if it := b.reading(on).Find(policy.SectionProgramme, id); it != nil {
		thing := b.thing(it.Section, it.ID, it.Label, it.Lines, on)
		v.Thing = &thing
	}
	for k := range p.Versions {
		b.programmeVersion(&v, p, &p.Versions[k], on)
	}
	return s.show(w, r, http.StatusOK, lawProgramme(v))
}

// programmeVersion adds one version; the one of the day brings its procedure
// and what it reads.
func (b *book) programmeVersion(v *programmePage, p *policy.Programme, x *policy.ProgrammeVersion, on civil.Date) {
	current := x.Span.Contains(on)
	v.Versions = append(v.Versions, versionView{spanWords(x.Span), b.path(max(x.Span.From, b.begin), "programme", p.ID), current, b.source(x.Origin, "", x.Cites)})
	if !current {
		return
	}
	v.Reads = b.refs(b.program.Uses(nodesOf(x)...), on)
	if it := b.reading(on).Find(policy.SectionProcedure, x.Procedure); it != nil {
		steps := b.thing(it.Section, it.ID, it.Label, it.Lines, on)
		v.Steps = &steps
	}
}

// pairsOf reads aloud what else may be had with a programme.
func (b *book) pairsOf(id string, on civil.Date) []aloudLine {
	var lines []aloudLine
	for _, it := range b.reading(on).Items {
		first, second, _ := strings.Cut(it.ID, "+")
		if it.Section != policy.SectionPair || first != id && second != id {
			continue
		}
		for _, l := range it.Lines {
			lines = append(lines, b.line(it.Section, l, on))
		}
	}
	return lines
}
