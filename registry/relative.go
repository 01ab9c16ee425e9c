package registry

import (
	"context"
	"fmt"
	"slices"
	"time"

	"doudi/fault"
	"doudi/gb"
)

// Relative is a near relative of a member of staff or of the village committee:
// the case of his family is registered apart (57号第十一条), and the county looks
// at it itself.
type Relative struct {
	Ref
	Staff    int64  // 0 for somebody of the committee who has no account
	Of       string // his name then
	Relation string // of kin
	Name     string
	Number   gb.Number
	Known    int64
}

// kin are the near relatives (220号第十四条): spouse, parents, children, brothers
// and sisters, grandparents and grandchildren of both sides.
var kin = []string{"spouse", "parent", "child", "sibling", "grandparent", "grandchild"}

// Kinship is what a clerk enters: whose near relative somebody is.
type Kinship struct {
	Staff        int64  // 0 for somebody of the committee
	Of           string // his name then
	Relation     string
	Name, Number string // of the relative
}

// relative reads what was entered. Faults name the field and repeat no number.
func (k Kinship) relative() (one Relative, err error) {
	one = Relative{Staff: k.Staff, Relation: k.Relation}
	if k.Staff == 0 {
		if one.Of, err = properName(k.Of); err != nil {
			return one, fault.New(fault.BadInput, "委员姓名：登记村（居）委会成员的近亲属时要写是哪一位，只写姓名").At(0, "of")
		}
	}
	if !slices.Contains(kin, k.Relation) {
		return one, fault.New(fault.BadInput, "关系：近亲属是配偶、父母、子女、兄弟姐妹、祖父母和外祖父母、孙子女和外孙子女；请选其中一种")
	}
	if one.Name, err = properName(k.Name); err != nil {
		return one, err
	}
	one.Number, err = gb.ParseNumber(k.Number)
	return one, err
}

// Kin are the relations that make somebody a near relative.
func Kin() []string { return slices.Clone(kin) }

// RegisterRelative enters a near relative of a member of staff or committee.
func (r *Registry) RegisterRelative(ctx context.Context, d Desk, k Kinship) (id int64, err error) {
	one, err := k.relative()
	if err != nil {
		return 0, err
	}
	err = r.change(ctx, d, "relative.register", func(tx Tx) error {
		if err := onceRelated(tx, d, one); err != nil {
			return err
		}
		if id, err = tx.Number("relative"); err != nil {
			return err
		}
		one.Ref = Ref{d.office(), id}
		tx.Witness("relative", id, fmt.Sprint(one.Staff, one.Of, one.Relation, one.Name, one.Number.Text()))
		return tx.SaveRelative(one)
	})
	return id, err
}

// onceRelated refuses what stands in the register already.
func onceRelated(v View, d Desk, one Relative) error {
	list, err := v.RelativesBy(one.Number)
	for _, other := range list {
		if other.Office == d.office() && other.Staff == one.Staff && other.Of == one.Of {
			return fault.Newf(fault.BadInput, "公民身份号码：这个人已经登记过（第 %d 条）；要改的，请先停用原来的一条", other.ID)
		}
	}
	return err
}

// EndRelative takes an entry out of the register; it stays in the records. Nobody
// ends one that names himself: on it hangs that others look into that family.
func (r *Registry) EndRelative(ctx context.Context, d Desk, id int64) error {
	return r.change(ctx, d, "relative.register", func(tx Tx) error {
		if err := endable(tx, d, id); err != nil {
			return err
		}
		tx.Witness("relative", id, "end")
		return tx.DropRelative(id)
	})
}

// CanEndRelative tells before it is asked about whether there is such an entry.
func (r *Registry) CanEndRelative(ctx context.Context, d Desk, id int64) error {
	if _, err := r.may(ctx, d, "relative.register"); err != nil {
		return err
	}
	return r.Store.Read(ctx, func(v View) error {
		return endable(v, d, id)
	})
}

// endable finds an entry that this person may end.
func endable(v View, d Desk, id int64) error {
	all, err := v.Relatives(d.office())
	at := slices.IndexFunc(all, func(one Relative) bool { return one.ID == id })
	switch {
	case err != nil:
		return err
	case at < 0:
		return fault.New(fault.NotFound, "没有这条近亲属登记，或者已经停用；请回到名单再看")
	case all[at].Staff != 0 && all[at].Staff == d.Actor.Staff:
		return fault.New(fault.Refused, "这一条登记的是您自己的近亲属，您不能停用；登记错了的，请另一位同事停用")
	}
	return nil
}

// Registered is one entry of the register with when it was made.
type Registered struct {
	Relative
	Since time.Time
}

// Relatives lists the register of the desk's office; numbers print masked.
func (r *Registry) Relatives(ctx context.Context, d Desk) (list []Registered, err error) {
	if _, err = r.may(ctx, d, "relative.list"); err != nil {
		return nil, err
	}
	err = r.Store.Read(ctx, func(v View) error {
		all, err := v.Relatives(d.office())
		list = nil
		for _, one := range all {
			since, err := v.At(d.office(), one.Known)
			if err != nil {
				return err
			}
			list = append(list, Registered{one, since})
		}
		return err
	})
	return list, err
}

// StaffRelatives tells which members of a household stand in the register of
// any office, as near relatives of which staff: their case goes to the county.
func StaffRelatives(v View, s *Standing) (list []Relative, err error) {
	for _, n := range s.Numbers {
		found, err := nearStaff(v, n)
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	return list, nil
}

// nearStaff tells whose near relative the owner of a number is.
func nearStaff(v View, n gb.Number) ([]Relative, error) {
	if n == (gb.Number{}) {
		return nil, nil
	}
	return v.RelativesBy(n)
}
