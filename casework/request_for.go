package casework

import (
	"maps"
	"slices"

	"doudi/fault"
	"doudi/pack"
)

// personal tells whether a programme is one person's, who need not be the
// applicant (孤儿、残疾人, 民法典第二十三条).
func personal(aid *pack.Programme) bool { return aid.Unit != "household" }

// Personal are those of what a family asks for that are one person's.
func (p *Petition) Personal(offers []Offer) (list []*pack.Programme) {
	for _, o := range offers {
		if slices.Contains(p.Programmes, o.Aid.ID) && personal(o.Aid) {
			list = append(list, o.Aid)
		}
	}
	return list
}

// For is for whom of its people a family asks for a programme: whom it chose, or
// the only one it named; 0 while that is open. What was handed in before it was
// asked for whom has chosen nobody.
func (p *Petition) For(programme string) int64 {
	chosen := p.Whom[programme]
	if len(p.People) == 1 {
		chosen = p.People[0].ID
	}
	if !slices.ContainsFunc(p.People, func(k Kin) bool { return k.ID == chosen }) {
		return 0
	}
	return chosen
}

// Nobody refuses a programme of one person of which is not said for whom it is.
func (p *Petition) Nobody(offers []Offer) error {
	for _, aid := range p.Personal(offers) {
		if p.For(aid.ID) == 0 {
			return fault.New(fault.BadInput, aid.Label+"：没有选替谁申请；请从家里的人里选一个").At(0, "for."+aid.ID)
		}
	}
	return nil
}

// Choosing is what a family says, with other people for whom it asks.
func (p *Petition) Choosing(whom map[string]int64) Petition {
	own := *p
	own.Whom = map[string]int64{}
	maps.Copy(own.Whom, p.Whom)
	maps.Copy(own.Whom, whom)
	return own
}

// whom are the people of the register for whom the programmes of a request are.
func (t *taker) whom(persons map[int64]int64) (map[string]int64, error) {
	found := map[string]int64{}
	for _, aid := range t.chosen.Personal(t.offers) {
		if found[aid.ID] = persons[t.chosen.For(aid.ID)]; found[aid.ID] == 0 {
			return nil, fault.New(fault.BadInput, aid.Label+"：选的人不是这个家庭登记的成员；请另选一个，或者先把他登记到这个家庭").At(0, "for."+aid.ID)
		}
	}
	return found, nil
}
