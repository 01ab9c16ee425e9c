package registry

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"doudi/access"
	"doudi/civil"
	"doudi/fault"
	"doudi/money"
)

// Held is an award that lasts, as it hangs on a household: an award ends only by
// a decision, whatever becomes of the household.
type Held struct {
	Ref
	Programme string
	Starts    civil.Month
	Sum       money.Fen // as decided last; Per is once, month, year, day or ""
	Per       string
	People    []int64 // who stand for it
}

// Way is what is to become of an award whose household changes.
type Way string

// The ways.
const (
	Keep   Way = "keep"   // a household goes on with it
	Follow Way = "follow" // it goes with who leaves
	Stop   Way = "stop"   // it is to end
)

// Choice is what is chosen for one award. Part is which of the new households
// goes on with it, from 0, where there are several.
type Choice struct {
	Way    Way
	Part   int
	Month  civil.Month // from which on
	Reason string
}

// Choices are those for the awards of the households that change.
type Choices map[Ref]Choice

// Chosen is a choice as it stands in the list of work until the award is decided
// on anew.
type Chosen struct {
	Award     Ref
	Programme string
	Household Ref // which ended, or was left
	Heir      Ref // that goes on with it, with Keep
	Person    int64
	Choice
	Known int64
}

// change is what happens to a household: which households there are then, and
// who has left.
type change struct {
	household Ref
	heirs     []Ref
	gone      int64 // who leaves; 0 where the household ends
	dead      bool
}

// Live are the awards of a household that last when it ends or somebody leaves it
// on a day; of one person those that he stands for.
func (r *Registry) Live(ctx context.Context, d Desk, household, person int64, day civil.Date) (list []Held, err error) {
	if _, err := r.may(ctx, d, "household.view"); err != nil {
		return nil, err
	}
	err = r.Store.Read(ctx, func(v View) (err error) {
		list, err = live(v, Ref{d.office(), household}, person, day)
		return err
	})
	return list, err
}

// live are the awards that last, of one person those that he stands for.
func live(v View, household Ref, person int64, day civil.Date) ([]Held, error) {
	list, err := v.LiveAwards(household, day)
	return slices.DeleteFunc(list, func(h Held) bool { return person != 0 && !slices.Contains(h.People, person) }), err
}

// Undecided are the choices of offices that a decision is waited for, of those
// where somebody may decide.
func (r *Registry) Undecided(ctx context.Context, a access.Actor, offices []access.Office) (list []Chosen, err error) {
	for _, o := range offices {
		if _, err := r.Matrix.May(a, "case.decide", r.Today(), o); err != nil {
			continue
		}
		if err := r.Store.Read(ctx, func(v View) error {
			some, err := v.UndecidedChoices(o.ID)
			list = append(list, some...)
			return err
		}); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// UndecidedOf are those of one household, with their reasons.
func (r *Registry) UndecidedOf(ctx context.Context, d Desk, household int64) (list []Chosen, err error) {
	if _, err := r.may(ctx, d, "household.view"); err != nil {
		return nil, err
	}
	at := Ref{d.office(), household}
	err = r.Store.Read(ctx, func(v View) error {
		all, err := v.UndecidedChoices(at.Office)
		for _, c := range all {
			if c.Household == at || c.Heir == at {
				list = append(list, c)
			}
		}
		return err
	})
	return list, err
}

// settle demands a choice for every award that lasts, and keeps it. It changes no
// award and books nothing: that is for a decision.
func settle(tx Tx, what change, day civil.Date, choices Choices) error {
	list, err := live(tx, what.household, what.gone, day)
	if err != nil {
		return err
	}
	for _, h := range list {
		one, ok := choices[h.Ref]
		if !ok {
			return fault.Newf(fault.BadInput, "待遇：家庭 %d 还有正在享受的待遇（第 %d 号）没有选择去向；请逐项选择由哪个家庭接续，或停止", what.household.ID, h.ID)
		}
		c, err := what.chosen(h, one)
		if err != nil {
			return err
		}
		if err := note(tx, c); err != nil {
			return err
		}
	}
	return nil
}

// note keeps a choice with the award, which may lie in another office.
func note(tx Tx, c Chosen) error {
	if c.Award.Office == c.Household.Office {
		return tx.AddChoice(c)
	}
	return tx.Elsewhere(c.Award.Office, func(other Tx) error {
		other.Witness("award", c.Award.ID, fmt.Sprint(c))
		return other.AddChoice(c)
	})
}

// chosen is a choice that can be kept.
func (w *change) chosen(h Held, one Choice) (Chosen, error) {
	c := Chosen{Award: h.Ref, Programme: h.Programme, Household: w.household, Person: w.gone, Choice: one}
	c.Reason = strings.TrimSpace(one.Reason)
	switch {
	case one.Way == Keep && one.Part >= 0 && one.Part < len(w.heirs):
		c.Heir = w.heirs[one.Part]
	case one.Way == Follow && w.gone != 0 && !w.dead, one.Way == Stop:
	default:
		return c, fault.Newf(fault.BadInput, "待遇：第 %d 号待遇选的去向不在列表里；请重新选择", h.ID)
	}
	switch {
	case one.Month < h.Starts:
		return c, fault.Newf(fault.BadInput, "待遇：第 %d 号待遇从%s才开始，不能从更早的月份起变动；请改月份", h.ID, h.Starts.Chinese())
	case c.Reason == "":
		return c, fault.Newf(fault.BadInput, "待遇：第 %d 号待遇没有写理由；请写明为什么这样选", h.ID)
	case utf8.RuneCountInString(c.Reason) > 500:
		return c, fault.Newf(fault.BadInput, "待遇：第 %d 号待遇的理由超过500个字；请只写要点", h.ID)
	}
	return c, nil
}
