package registry

import (
	"context"
	"fmt"
	"slices"

	"doudi/fault"
	"doudi/gb"
)

// Relative is a near relative of a member of staff or of the village committee:
// the case of his family is registered apart (57号第十一条), and the county looks
// at it itself.
type Relative struct {
	Ref
	Staff    int64  // 0 for somebody of the committee who has no account
	Relation string // of kin
	Name     string
	Number   gb.Number
}

// kin are the near relatives (220号第十四条): spouse, parents, children, brothers
// and sisters, grandparents and grandchildren of both sides.
var kin = []string{"spouse", "parent", "child", "sibling", "grandparent", "grandchild"}

// RegisterRelative enters a near relative of a member of staff.
func (r *Registry) RegisterRelative(ctx context.Context, d Desk, staff int64, relation, name, number string) (id int64, err error) {
	one := Relative{Staff: staff, Relation: relation}
	if one.Name, err = properName(name); err != nil {
		return 0, err
	}
	if one.Number, err = gb.ParseNumber(number); err != nil {
		return 0, err
	}
	if !slices.Contains(kin, relation) {
		return 0, fault.New(fault.BadInput, "关系：近亲属是配偶、父母、子女、兄弟姐妹、祖父母和外祖父母、孙子女和外孙子女；请选其中一种")
	}
	err = r.change(ctx, d, "relative.register", func(tx Tx) error {
		if id, err = tx.Number("relative"); err != nil {
			return err
		}
		one.Ref = Ref{d.office(), id}
		tx.Witness("relative", id, fmt.Sprint(staff, one.Relation, one.Name, one.Number.Text()))
		return tx.SaveRelative(one)
	})
	return id, err
}

// EndRelative takes an entry out of the register; it stays in the records.
func (r *Registry) EndRelative(ctx context.Context, d Desk, id int64) error {
	return r.change(ctx, d, "relative.register", func(tx Tx) error {
		tx.Witness("relative", id, "end")
		return tx.DropRelative(id)
	})
}

// Relatives lists the register of the desk's office; numbers print masked.
func (r *Registry) Relatives(ctx context.Context, d Desk) (list []Relative, err error) {
	if _, err = r.may(ctx, d, "relative.list"); err != nil {
		return nil, err
	}
	err = r.Store.Read(ctx, func(v View) error {
		list, err = v.Relatives(d.office())
		return err
	})
	return list, err
}

// StaffRelatives tells which members of a household stand in the register of
// any office, as near relatives of which staff: their case goes to the county.
func StaffRelatives(v View, s *Standing) (list []Relative, err error) {
	for _, n := range s.Numbers {
		if n == (gb.Number{}) {
			continue
		}
		found, err := v.RelativesBy(n)
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	return list, nil
}
