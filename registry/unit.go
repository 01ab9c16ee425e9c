package registry

import (
	"doudi/civil"
	"doudi/engine"
	"doudi/fact"
	"doudi/fault"
	"doudi/policy"
)

// Unit is who is reckoned together in one application: a list that is frozen
// when it is made, whatever becomes known later. Awards hang on it.
type Unit struct {
	Ref
	Household int64
	Programme string
	Pack      string // hash of the resolved pack that decided who is counted
	Day       civil.Date
	Members   []Counted
	Known     int64
}

// Counted is one person of the household: counted or excluded, and by which
// rule of the pack.
type Counted struct {
	Person  int64
	Counted bool
	Rule    string
}

// counting is the packs' rule of who belongs to the household (57号第七条).
const counting = "counted"

// UnitOf derives who is counted when a household, or one person of it, asks for
// a programme. A programme of the household counts by the packs' rule counted;
// a programme of a person (参照单人户, 57号第八条) counts the person alone.
// person is the one who asks; 0 where the household does.
func UnitOf(en *engine.Engine, p *policy.Program, s *Standing, programme string, person int64) (Unit, error) {
	u := Unit{Ref: Ref{Office: s.Household.Office}, Household: s.Household.ID, Programme: programme, Pack: p.Hash, Day: s.AppliedOn}
	unit, ok := unitOf(p, programme)
	switch {
	case !ok:
		return u, fault.New(fault.NotFound, "没有这个项目；请从列表里选")
	case unit == fact.HouseholdEntity && person == 0:
		return u, u.byRule(en, s)
	case unit == fact.MemberEntity && person != 0:
		return u, u.alone(s, person)
	}
	return u, fault.New(fault.BadInput, "申请人：按户的项目由家庭申请，按人的项目要选是谁；请重新选择")
}

// unitOf is the entity that a programme is for.
func unitOf(p *policy.Program, programme string) (fact.EntityID, bool) {
	for i := range p.Programmes {
		if one := &p.Programmes[i]; one.ID == programme && len(one.Versions) > 0 {
			return one.Versions[len(one.Versions)-1].Unit, true
		}
	}
	return 0, false
}

// Belongs asks the engine of everybody in a household, in the order of Persons,
// whether he is counted, and says by which rule. Of some it is not known.
func Belongs(en *engine.Engine, s *Standing) (values []fact.Value, rule string, err error) {
	values, ok := en.Rule(s.Snapshot, counting, s.AppliedOn)
	if !ok {
		return nil, counting, fault.Newf(fault.NoValue, "家庭成员：%s的规定没有写明谁算共同生活的家庭成员；请告诉政策人员", s.AppliedOn.Chinese())
	}
	return values, counting, nil
}

// byRule counts everybody by the rule. Somebody of whom it is not known cannot
// be frozen.
func (u *Unit) byRule(en *engine.Engine, s *Standing) error {
	values, _, err := Belongs(en, s)
	if err != nil {
		return err
	}
	for i, v := range values {
		if v.State != fact.Known {
			return fault.Newf(fault.BadInput, "家庭成员：人员 %d 还不能确定算不算共同生活的家庭成员；请先补全不在一起生活的原因和起始时间", s.Persons[i])
		}
		u.Members = append(u.Members, Counted{s.Persons[i], v.N == 1, counting})
	}
	return nil
}

// alone counts one person and excludes the others by the programme itself.
func (u *Unit) alone(s *Standing, person int64) error {
	found := false
	for _, id := range s.Persons {
		u.Members = append(u.Members, Counted{id, id == person, u.Programme})
		found = found || id == person
	}
	if !found {
		return fault.New(fault.BadInput, "申请人：不是这个家庭的成员；请重新选择")
	}
	return nil
}

// Freezer is the transaction in which a unit is kept.
type Freezer interface {
	Number(kind string) (int64, error)
	AddUnit(u Unit) error
}

// Freeze keeps a unit as it was derived, and gives its number.
func Freeze(tx Freezer, u Unit) (id int64, err error) {
	if u.ID, err = tx.Number("unit"); err != nil {
		return 0, err
	}
	return u.ID, tx.AddUnit(u)
}
