package web

import (
	"net/http"
	"slices"
	"strings"

	"doudi/civil"
	"doudi/pack"
	"doudi/policy"
)

// placesView is the tree of places.
type placesView struct {
	Roots []placeNode
	Forms diffForms
}

// placeNode is one place of the tree.
type placeNode struct {
	Place                      *place
	Href, Version, Since       string
	Parent, Scope              string
	Figures, Rules, Programmes tally
	Statuses                   []statusCount
	Children                   []placeNode
}

// tally is how many things a place writes itself, and how many hold there.
type tally struct{ Own, All int }

// lawPlaces shows all places.
func (s *Site) lawPlaces(w http.ResponseWriter, r *http.Request) error {
	var v placesView
	last := s.Law.leaves()[len(s.Law.leaves())-1]
	b, err := s.Law.book(last.ID)
	if err != nil {
		return err
	}
	on := b.lastChange(s.today())
	v.Forms = diffForms{Places: s.Law.inOrder(), A: last.ID, B: last.ID, OnA: max(on-1, b.begin).String(), OnB: on.String()}
	for _, p := range s.Law.roots {
		node, err := s.Law.node(p)
		if err != nil {
			return err
		}
		v.Roots = append(v.Roots, node)
	}
	return s.show(w, r, http.StatusOK, lawPlaces(v))
}

// lastChange is the last day up to a day on which something changed.
func (b *book) lastChange(on civil.Date) civil.Date {
	i, found := slices.BinarySearch(b.days, on)
	if !found {
		i--
	}
	return b.days[max(i, 0)]
}

// inOrder are all places, superiors before their subordinates.
func (l *Law) inOrder() []*place {
	var all []*place
	var walk func([]*place)
	walk = func(list []*place) {
		for _, p := range list {
			all = append(all, p)
			walk(p.Children)
		}
	}
	walk(l.roots)
	return all
}

// node is a place with those below it. What it says is kept with its book.
func (l *Law) node(p *place) (placeNode, error) {
	b, err := l.book(p.ID)
	if err != nil {
		return placeNode{}, err
	}
	n := b.card
	for _, c := range p.Children {
		below, err := l.node(c)
		if err != nil {
			return placeNode{}, err
		}
		n.Children = append(n.Children, below)
	}
	return n, nil
}

// node makes the entry of one place in the tree.
func (b *book) node() placeNode {
	r := b.program.Pack
	own := r.Packs[0]
	n := placeNode{Place: b.place, Href: "/law/" + b.place.ID, Version: own.Version, Since: spanWords(own.InForce), Scope: scopeWords(b, own),
		Figures: tally{len(own.Figures), len(r.Figures)}, Rules: tally{unique(own.Rules, ruleID), unique(r.Rules, ruleID)},
		Programmes: tally{unique(own.Programmes, programmeID), unique(r.Programmes, programmeID)}}
	if b.place.Parent != nil {
		n.Parent = b.place.Parent.Short
	}
	n.Statuses = b.statusCounts(own.ID)
	return n
}

func ruleID(r *pack.Rule) string           { return r.ID }
func programmeID(p *pack.Programme) string { return p.ID }

// unique counts ids, of which each may have several versions.
func unique[T any](list []T, id func(T) string) int {
	seen := map[string]bool{}
	for _, x := range list {
		seen[id(x)] = true
	}
	return len(seen)
}

// statusCounts counts what a pack itself leaves to be confirmed, over all
// days; a figure with many such rows counts once.
func (b *book) statusCounts(origin string) []statusCount {
	seen := map[pack.Status]map[policy.Ref]bool{}
	note := func(from string, status pack.Status, section policy.Section, id string) {
		if from == origin && status != pack.Published {
			if seen[status] == nil {
				seen[status] = map[policy.Ref]bool{}
			}
			seen[status][policy.Ref{Section: section, ID: id}] = true
		}
	}
	for _, f := range b.program.Pack.Figures {
		for _, row := range f.Rows {
			note(row.Origin, row.Status, policy.SectionFigure, f.ID)
		}
	}
	for _, x := range b.program.Pack.Rules {
		note(x.Origin, x.Status, policy.SectionRule, x.ID)
	}
	for _, x := range b.program.Pack.Stacking {
		note(x.Origin, x.Status, policy.SectionPair, x.First+"+"+x.Second)
	}
	for _, x := range b.program.Pack.Procedures {
		for _, step := range x.Steps {
			note(x.Origin, step.Status, policy.SectionProcedure, x.ID+" "+step.ID)
		}
	}
	var counts []statusCount
	for _, s := range pack.Statuses {
		if n := len(seen[s]); n > 0 {
			counts = append(counts, statusCount{s, n})
		}
	}
	return counts
}

// scopeWords says for which families only a pack is.
func scopeWords(b *book, p *pack.Pack) string {
	var words []string
	for fact, values := range p.Scope {
		for _, d := range slices.Concat(factsOf(b.program.Pack)...) {
			if d.Entity == "household" && d.Key == fact {
				for _, v := range values {
					words = append(words, d.ValueLabels[v])
				}
			}
		}
	}
	slices.Sort(words)
	if len(words) == 0 {
		return ""
	}
	return "只管" + strings.Join(words, "、") + "家庭，其余由上级的规定管"
}

// factsOf are the facts of each pack of a chain, the nation first: the first
// declaration has the labels.
func factsOf(r *pack.Resolved) [][]*pack.FactDecl {
	var all [][]*pack.FactDecl
	for _, p := range slices.Backward(r.Packs) {
		all = append(all, p.Facts)
	}
	return all
}

// spanWords says in Chinese on which days something is law.
func spanWords(s pack.Span) string {
	if s.To == civil.Open {
		return s.From.Chinese() + "起"
	}
	return s.From.Chinese() + "至" + s.To.Chinese()
}
