package pack

import (
	"maps"
	"slices"
)

// ForRegion finds the pack that answers for a family handled in a division:
// the nearest ancestor of the code that has a pack, or its parent where the
// family lies outside the pack's scope. facts are the household's enum facts as
// words. Not ok with an id means that ScopeFacts(id) names a fact that is
// needed and missing; not ok without an id means that no pack answers.
func (s *Set) ForRegion(code string, facts map[string]string) (id string, ok bool) {
	p := s.nearest(code)
	for p != nil {
		inside, known := p.inScope(facts)
		if !known {
			return p.ID, false
		}
		if inside {
			return p.ID, true
		}
		p = s.Packs[p.Extends]
	}
	return "", false
}

// nearest tries the code and its ancestors, then the nation.
func (s *Set) nearest(code string) *Pack {
	for _, n := range []int{12, 9, 6, 4, 2} {
		if len(code) < n {
			continue
		}
		if p := s.Packs["cn-"+code[:n]]; p != nil {
			return p
		}
	}
	return s.Packs["cn"]
}

// inScope tells whether the family lies in the pack's scope. One fact outside
// settles it; otherwise every fact of the scope has to be known.
func (p *Pack) inScope(facts map[string]string) (inside, known bool) {
	known = true
	for key, values := range p.Scope {
		value, given := facts[key]
		if given && !slices.Contains(values, value) {
			return false, true
		}
		known = known && given
	}
	return known, known
}

// ScopeFacts names the household facts that decide whether a pack answers.
func (s *Set) ScopeFacts(id string) []string {
	if p := s.Packs[id]; p != nil {
		return slices.Sorted(maps.Keys(p.Scope))
	}
	return nil
}
