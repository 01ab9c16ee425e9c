package registry

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"doudi/civil"
	"doudi/fault"
	"doudi/gb"
)

// Bond is that a row of a table about people is somebody who is registered: a
// child who must support his parent (赡养) has a record of his own.
type Bond struct {
	Table    string
	Line     int64
	From, To civil.Date
	Own      bool   // the row is one of his own: Other is who it is; else Other has him in a row
	Other    Ref    // where the record goes on
	Name     string // of the other, if he is of the same office
}

// ofPeople are the tables of the packs whose rows are people of whom the
// registry may know more: who owes support, and parents.
var ofPeople = []string{"supporter", "natural_parent"}

// whoKey says behind a table's name who a row is. No key of a pack has such a
// sign, and no law asks for it.
const whoKey = ".@person"

// OfPeople tells that the rows of a table may be bound to persons.
func OfPeople(table string) bool { return slices.Contains(ofPeople, table) }

// Who gives the person that a fact says a row is.
func (f *Fact) Who() (Ref, bool) {
	office, id, _ := strings.Cut(f.Value, "/")
	a, err := strconv.ParseInt(office, 10, 64)
	b, err2 := strconv.ParseInt(id, 10, 64)
	return Ref{a, b}, strings.HasSuffix(f.Key, whoKey) && err == nil && err2 == nil
}

// bond is the fact that a row is somebody.
func bond(table string, line int64, who Ref, from, to civil.Date) Fact {
	return Fact{Key: table + whoKey, Line: line, Value: fmt.Sprint(who.Office, "/", who.ID), From: from, To: to, Source: Checked}
}

// BindRow says who a row of a person's table is, from a day on: by his number
// in the office, or by his resident number wherever he is registered.
func (r *Registry) BindRow(ctx context.Context, d Desk, person int64, table string, line int64, who string, from civil.Date) error {
	return r.changeBond(ctx, d, person, table, line, from, func(v View, row Fact) (Fact, error) {
		other, err := meant(v, d.office(), who)
		if err != nil {
			return Fact{}, err
		}
		if other == (Ref{d.office(), person}) {
			return Fact{}, fault.New(fault.BadInput, "登记的人员：不能是本人；请核对号码").At(0, "who")
		}
		return bond(table, line, other, from, row.To), nil
	})
}

// FreeRow takes back who a row is, from a day on.
func (r *Registry) FreeRow(ctx context.Context, d Desk, person int64, table string, line int64, from civil.Date) error {
	return r.changeBond(ctx, d, person, table, line, from, func(_ View, row Fact) (Fact, error) {
		return Fact{Key: table + whoKey, Line: line, From: from, To: row.To}, nil
	})
}

// changeBond changes who a row is that stands on a day.
func (r *Registry) changeBond(ctx context.Context, d Desk, person int64, table string, line int64, from civil.Date, next func(View, Fact) (Fact, error)) error {
	s := Subject{d.office(), OfMember, person}
	return r.change(ctx, d, "household.change", func(tx Tx) error {
		if err := there(tx, s); err != nil {
			return err
		}
		standing, err := tx.Facts(s, Now)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(standing, func(f Fact) bool { return f.Key == table && f.Line == line && f.Holds(from) })
		if at < 0 || !OfPeople(table) {
			return fault.New(fault.BadInput, "起日：那一天没有登记这一条；请换一天，或先登记这一条").At(0, "from")
		}
		f, err := next(tx, standing[at])
		if err != nil {
			return err
		}
		tx.Witness(s.Of, s.ID, fmt.Sprint(f))
		return put(tx, s, standing, []Fact{f})
	})
}

// meant finds whom a clerk means; the fault repeats no number.
func meant(v View, office int64, who string) (Ref, error) {
	who = strings.TrimSpace(who)
	if n, err := strconv.ParseInt(who, 10, 64); err == nil && len(who) < 10 {
		p := Ref{office, n}
		if _, err := v.Person(office, n, Now); err != nil {
			return p, fault.New(fault.BadInput, "登记的人员：本机构没有这个编号的人员；请核对，或用公民身份号码").At(0, "who")
		}
		return Living(v, p)
	}
	n, err := gb.ParseNumber(who)
	if err != nil {
		return Ref{}, fault.New(fault.BadInput, "登记的人员："+fault.Sentence(err)).At(0, "who")
	}
	p, found, err := v.ByNumber(n)
	if err == nil && !found {
		err = fault.New(fault.BadInput, "登记的人员：没有登记过这个号码的人；请先登记他，或不连接").At(0, "who")
	}
	return p, err
}

// Bonds are who the rows of a person's tables are, and in whose tables he is.
func (r *Registry) Bonds(ctx context.Context, d Desk, person int64) (list []Bond, err error) {
	if _, err = r.may(ctx, d, "household.view"); err != nil {
		return nil, err
	}
	err = r.Store.Read(ctx, func(v View) error {
		list = nil
		own, err := v.Facts(Subject{d.office(), OfMember, person}, Now)
		if err != nil {
			return err
		}
		for _, f := range own {
			if who, ok := f.Who(); ok {
				if list, err = bound(v, list, d.office(), f, who, true); err != nil {
					return err
				}
			}
		}
		list, err = mentions(v, list, d.office(), Ref{d.office(), person}, 0)
		return err
	})
	return list, err
}

// bound adds one bond.
func bound(v View, list []Bond, office int64, f Fact, other Ref, own bool) ([]Bond, error) {
	other, err := Living(v, other)
	if err != nil {
		return nil, err
	}
	b := Bond{Table: strings.TrimSuffix(f.Key, whoKey), Line: f.Line, From: f.From, To: f.To, Own: own, Other: other}
	if other.Office == office {
		p, err := v.Person(other.Office, other.ID, Now)
		if b.Name = p.Name; err != nil {
			return nil, err
		}
	}
	return append(list, b), nil
}

// mentions adds in whose tables a person is, under this number or one that
// became it. Records that are no longer led are left out: what they say goes on
// under another number.
func mentions(v View, list []Bond, office int64, who Ref, depth int) ([]Bond, error) {
	found, err := v.Mentions(bond("", 0, who, 0, 0).Value)
	if err != nil {
		return nil, err
	}
	for _, m := range found {
		if _, gone, err := v.Alias(m.Subject.Office, m.Subject.ID); err != nil || gone {
			if err != nil {
				return nil, err
			}
			continue
		}
		if list, err = bound(v, list, office, m.Fact, Ref{m.Subject.Office, m.Subject.ID}, false); err != nil {
			return nil, err
		}
	}
	before, err := v.AliasesOf(who)
	for _, p := range before {
		if err == nil && depth < 100 {
			list, err = mentions(v, list, office, p, depth+1)
		}
	}
	return list, err
}

// Mention is a fact of somebody about another person.
type Mention struct {
	Subject
	Fact
}
