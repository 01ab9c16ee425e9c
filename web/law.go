package web

import (
	"cmp"
	"slices"
	"strings"

	"doudi/access"
	"doudi/civil"
	"doudi/engine"
	"doudi/fact"
	"doudi/fault"
	"doudi/gb"
	"doudi/pack"
	"doudi/policy"
)

// Law is every place's law, compiled once and shared by all requests.
type Law struct {
	set    *pack.Set
	places map[string]*place // by pack
	roots  []*place
	books  books // for the explorer
}

// place is one jurisdiction with its compiled law.
type place struct {
	ID       string
	Label    string // 福建省三明市明溪县
	Short    string // 明溪县
	Parent   *place
	Children []*place

	program *policy.Program
	engine  *engine.Engine
	parts   []option // divisions below, for which the law has figures of their own
}

// OpenLaw compiles all packs of a set. A pack with errors is an error of the
// whole: nobody should get an answer from half of the law. The Problems tell a
// policy officer where to mend.
func OpenLaw(set *pack.Set) (*Law, pack.Problems) {
	l := &Law{set: set, places: map[string]*place{}}
	var problems pack.Problems
	for id := range set.Packs {
		p, wrong := compile(set, id)
		problems = append(problems, wrong...)
		l.places[id] = p
	}
	if problems.HasErrors() {
		return nil, problems.Errors()
	}
	l.join()
	return l, nil
}

// Know names places after the divisions that are known, where administrators
// loaded more than the program ships. It is called before the first request.
func (l *Law) Know(known *gb.Divisions) {
	for _, p := range l.places {
		p.parts = p.distinguished(known)
	}
}

// compile makes the law of one place ready.
func compile(set *pack.Set, id string) (*place, pack.Problems) {
	resolved, problems := set.Resolve(id)
	if problems.HasErrors() {
		return nil, problems
	}
	program, more := policy.Compile(resolved)
	if problems = append(problems, more...); problems.HasErrors() {
		return nil, problems
	}
	label := set.Packs[id].Label
	p := &place{ID: id, Label: label, Short: label, program: program, engine: engine.New(program)}
	p.parts = p.distinguished(gb.Shipped())
	return p, problems
}

// distinguished lists the divisions within a place for which figures are
// published: who lives there has to say so.
func (p *place) distinguished(known *gb.Divisions) []option {
	own, codes := strings.TrimPrefix(p.ID, "cn-"), []string{}
	for i := range p.program.Figures {
		f := &p.program.Figures[i]
		for k, t := range f.KeyTypes {
			for r := range f.Rows {
				code := gb.PlaceText(f.Rows[r].Keys[k])
				if t == fact.Place && len(code) > len(own) && strings.HasPrefix(code, own) {
					codes = append(codes, code)
				}
			}
		}
	}
	slices.Sort(codes)
	var list []option
	for _, code := range slices.Compact(codes) {
		if d := known.Heirs(code, civil.Open); len(d) > 0 {
			list = append(list, option{code, d[0].Name})
		}
	}
	return list
}

// join hangs the places under each other and orders them by code.
func (l *Law) join() {
	for _, p := range l.places {
		p.Parent = l.places[l.set.Packs[p.ID].Extends]
		if p.Parent == nil {
			l.roots = append(l.roots, p)
			continue
		}
		p.Short = strings.TrimPrefix(p.Label, p.Parent.Label)
		p.Parent.Children = append(p.Parent.Children, p)
	}
	for _, p := range l.places {
		slices.SortFunc(p.Children, byCode)
	}
	slices.SortFunc(l.roots, byCode)
}

// byCode orders places by their division codes.
func byCode(a, b *place) int { return cmp.Compare(a.ID, b.ID) }

// of is the place whose law answers for an office on a day: the nearest one to
// its division, or to that of the office above where it has none. It is never
// nil: the nation's law is everybody's.
func (l *Law) of(sites []access.Site, office int64, day civil.Date) *place {
	code := access.DivisionOf(sites, office, day)
	for n := len(code); n > 0; n-- {
		if p := l.places[nation+"-"+code[:n]]; p != nil {
			return p
		}
	}
	return l.places[nation]
}

// nation is the pack that all others extend.
const nation = "cn"

// leaves are the places that have none below them, by code: where people live.
func (l *Law) leaves() []*place {
	var all []*place
	for _, p := range l.places {
		if len(p.Children) == 0 {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, byCode)
	return all
}

// place finds a place by the id of its pack.
func (l *Law) place(id string) (*place, error) {
	if p := l.places[id]; p != nil {
		return p, nil
	}
	return nil, fault.New(fault.NotFound, "没有这个地方的规定；请从首页重新选")
}

// code is the division that a place's pack is named after, 000000 for the
// nation.
func (p *place) code() string {
	if code, ok := strings.CutPrefix(p.ID, "cn-"); ok {
		return code
	}
	return "000000"
}

// begin is the first day that the place's law, or a superior one, answers for.
func (p *place) begin() civil.Date {
	from := civil.Open
	for _, one := range p.program.Pack.Packs {
		from = min(from, one.InForce.From)
	}
	return from
}
