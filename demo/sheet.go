package demo

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"maps"
	"slices"

	"doudi/civil"
	"doudi/fault"
	"doudi/gb"
	"doudi/registry"
)

// singular is what a child table calls one of its rows.
var singular = map[string]string{"assets": "asset", "aid_events": "aid_event", "incomes": "income", "rigid_expenses": "rigid_expense",
	"supporters": "supporter", "awards": "award", "care_checks": "care_check", "parents": "natural_parent"}

// sheet writes families as the table that a township brings in: one row a
// person, more where a child table has more rows.
func sheet(families []*family, applied civil.Date) []byte {
	var rows []row
	for _, f := range families {
		rows = append(rows, f.rows(applied)...)
	}
	seen := map[string]bool{}
	for _, r := range rows {
		for key := range r {
			seen[key] = true
		}
	}
	heads := slices.Sorted(maps.Keys(seen))
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Write(heads)
	for _, r := range rows {
		cells := make([]string, len(heads))
		for i, h := range heads {
			cells[i] = r[h]
		}
		w.Write(cells)
	}
	w.Flush()
	return out.Bytes()
}

// rows are the rows of a family.
func (f *family) rows(applied civil.Date) (list []row) {
	first := row{"family": f.id, "applied_on": applied.String(), "address": f.address}
	answers(first, "household", f.facts)
	list = tables([]row{first}, "household", f.tables)
	for i, p := range f.people {
		own := row{"family": f.id, "number": p.number, "phone": p.phone, "account": p.account, "member.relation": p.relation}
		answers(own, "member", p.facts)
		mine := tables([]row{own}, "member", p.tables)
		for _, r := range mine {
			r["member"] = p.name
		}
		if i == 0 { // the household's rows are those of its head
			for j := range max(len(list), len(mine)) {
				switch {
				case j >= len(list):
					list = append(list, mine[j])
				case j < len(mine):
					maps.Copy(list[j], mine[j])
				}
			}
			continue
		}
		list = append(list, mine...)
	}
	for _, r := range list {
		r["family"] = f.id
	}
	return list
}

// answers puts facts into a row.
func answers(r row, of string, facts row) {
	for key, value := range facts {
		r[of+"."+key] = cmp.Or(map[string]string{"none": "无", "unknown": "不知道"}[value], value)
	}
}

// tables puts child tables below each other, beginning with the first row. One
// that is empty says so.
func tables(list []row, of string, all map[string][]row) []row {
	for table, rows := range all {
		if len(rows) == 0 {
			list[0][of+"."+table] = "无"
		}
		for i, r := range rows {
			if i == len(list) {
				list = append(list, row{})
			}
			answers(list[i], singular[table], r)
		}
	}
	return list
}

// bring has the clerk of a township bring families in, as the page does: the file is
// kept, held against the register, confirmed and entered.
func (c *county) bring(ctx context.Context, office int64, families []*family) error {
	d := registry.Desk{Actor: c.role(office, "township_clerk"), Office: c.tree[office]}
	id, err := c.Registry.Take(ctx, d, "家庭.csv", sheet(families, c.now()))
	if err != nil {
		return err
	}
	o := c.options(office)
	if err := c.Registry.ReadSheet(ctx, d, id, o); err != nil {
		return err
	}
	if err := c.Registry.Confirm(ctx, d, id); err != nil {
		return err
	}
	if err := c.Registry.EnterSheet(ctx, d, id, o, func() bool { return true }); err != nil {
		return err
	}
	s, err := c.Registry.Sheet(ctx, d, id)
	if err == nil && (s.Entered.NewFamilies != len(families) || len(s.Report.Marks) > 0) {
		err = fault.New(fault.Internal, fmt.Sprintf("演示的家庭有 %d 户没有登记上：%v %s", len(families)-s.Entered.NewFamilies, s.Report.Marks, s.Report.Refusal))
	}
	if err != nil {
		return err
	}
	if err := c.find(ctx, d, families); err != nil {
		return err
	}
	if err := c.villages(ctx, d, families); err != nil {
		return err
	}
	return c.relatives(ctx, d, families)
}

// villages says of newcomers which village works for them, where theirs has an
// office.
func (c *county) villages(ctx context.Context, d registry.Desk, families []*family) error {
	for _, f := range families {
		if f.village == 0 {
			continue
		}
		if err := c.Registry.ChangePlace(ctx, d, f.household, registry.Place{Address: f.address, Village: f.village}); err != nil {
			return err
		}
	}
	return nil
}

// relatives enters the near relatives of staff among newcomers, whose cases the
// county looks at itself.
func (c *county) relatives(ctx context.Context, d registry.Desk, families []*family) error {
	for _, f := range families {
		if !f.kin {
			continue
		}
		f.cousin = d.Actor.Staff
		k := registry.Kinship{Staff: d.Actor.Staff, Relation: "sibling", Name: f.people[0].name, Number: f.people[0].number}
		if _, err := c.Registry.RegisterRelative(ctx, d, k); err != nil {
			return err
		}
	}
	return nil
}

// find learns the numbers that the register gave the families.
func (c *county) find(ctx context.Context, d registry.Desk, families []*family) error {
	return c.Registry.Store.Read(ctx, func(v registry.View) error {
		for _, f := range families {
			n, err := gb.ParseNumber(f.people[0].number)
			if err != nil {
				return err
			}
			at, found, err := v.ByNumber(n)
			if err != nil || !found {
				return fault.Wrap(err, fault.Internal, "演示的家庭登记以后找不到："+f.kind.name)
			}
			homes, err := v.MembershipsOf(d.Office.ID, at.ID, registry.Now)
			if err != nil {
				return err
			}
			f.household = homes[0].Household
		}
		return nil
	})
}
