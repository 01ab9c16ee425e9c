package registry

import (
	"context"
	"fmt"

	"doudi/audit"
	"doudi/casefile"
	"doudi/civil"
	"doudi/fault"
	"doudi/gb"
)

// Lives finds where somebody with a number is registered, and in which household
// he lives on the day; 0 if nobody has the number, or he lives in none. Like
// every search it is recorded, in the chain of the desk's office. right is the
// act of the access matrix by which it is asked.
func (r *Registry) Lives(ctx context.Context, d Desk, right, number string) (person, household Ref, err error) {
	act, err := r.may(ctx, d, right)
	if err != nil {
		return person, household, err
	}
	n, err := gb.ParseNumber(number)
	if err != nil {
		return person, household, err
	}
	act.Result, act.Purpose = audit.Viewed, string(ByNumber)
	if err := r.Store.Record(ctx, d.office(), act); err != nil {
		return person, household, err
	}
	err = r.Store.Read(ctx, func(v View) error {
		at, found, err := v.ByNumber(n)
		if err != nil || !found {
			return err
		}
		person = at
		list, err := v.MembershipsOf(at.Office, at.ID, Now)
		if home := homeOn(list, r.Today()); home != 0 {
			household = Ref{at.Office, home}
		}
		return err
	})
	return person, household, err
}

// homeOn is the household in which somebody lives on a day, of all to which he
// belongs; 0 if in none.
func homeOn(list []Member, day civil.Date) (household int64) {
	for _, m := range MembersOn(list, day) {
		if m.Relation != apart {
			household = m.Household
		}
	}
	return household
}

// Welcome enters what the register of an office does not know yet of a family
// that comes to a window, and gives its household: the one in which those live
// who are known, or a new one. What is wrong comes as marks, nothing of it is
// entered then. right is the act of the access matrix by which it is done.
func (r *Registry) Welcome(ctx context.Context, d Desk, right string, f *casefile.Family) (household int64, wrong []casefile.Mark, err error) {
	n, err := r.enterFamily(ctx, d, right, 0, f)
	if err != nil {
		return 0, nil, err
	}
	return n.household.ID, n.marks, nil
}

// Named refuses a number under which somebody else is registered than the name
// that was said: a slip would open the household of a stranger.
func (r *Registry) Named(ctx context.Context, p Ref, name string) error {
	return r.Store.Read(ctx, func(v View) error {
		known, err := v.Person(p.Office, p.ID, Now)
		if err == nil && known.Name != name {
			return fault.New(fault.BadInput, fmt.Sprintf("姓名：和这个号码登记的（人员编号 %d）不一样；请照证件核对姓名和号码", p.ID)).At(0, "name")
		}
		return err
	})
}
