package casework

import (
	"context"
	"slices"

	"doudi/access"
	"doudi/civil"
	"doudi/fault"
	"doudi/registry"
)

// atWindow tells whether a move is made by the township at whose window the family
// asked, wherever the family is led: urgent aid where the need arose (TJ-28,
// 社会救助法第三十七条), acceptance at the nearest window (TJ-39).
func (f *Flow) atWindow(m Move) bool {
	return f.Procedure.AtWindow || m.Step != nil && m.Step.AtWindow
}

// AtWindow tells whether anything of the procedure is done there, or is still when
// the application was accepted.
func (f *Flow) AtWindow(accepted bool) bool {
	return f.Procedure.AtWindow || !accepted && slices.ContainsFunc(f.moves, f.atWindow)
}

// DealtAt is the office that deals with a case: at whose window it was asked for,
// where the procedure is that one's, else which leads the family.
func (c *Sight) DealtAt() int64 {
	if c.Window != 0 && c.Flow.Procedure.AtWindow {
		return c.Window
	}
	return c.Office
}

// windowOf is the township of an office at whose window somebody asks; 0 above
// townships, which reach all that is under them anyway.
func windowOf(sites []access.Site, office int64) int64 {
	for _, o := range sites {
		switch {
		case o.Number == office && o.Level == access.Village:
			return windowOf(sites, o.Above)
		case o.Number == office && o.Level == access.Township:
			return office
		}
	}
	return 0
}

// AskedAt is the township that deals with a case, or with one of an application or
// of a household, because it was asked for at its window; 0 if none does or there is
// no such thing. A draft opens nothing but its own application. Of an application it
// is said only until it is accepted: the township has nothing more to do with it then.
// Of a household, what is open counts.
func (s *Service) AskedAt(ctx context.Context, at registry.Ref, of What) (township int64, err error) {
	err = s.Store.Read(ctx, func(v View) error {
		sites, err := v.Offices()
		if err != nil {
			return err
		}
		cases, err := of.cases(v, at, s.Registry.Today())
		for _, f := range cases {
			if err != nil {
				return err
			}
			if f.Window == 0 || of >= OfHousehold && f.State.Closed() || of != OfApplication && f.State == Draft {
				continue
			}
			var o Offer
			if o, err = s.offerOf(v, sites, f); err == nil && o.Flow.AtWindow(f.Accepted != 0 || f.State.Closed()) {
				township = f.Window
			}
		}
		return err
	})
	if fault.Kind(err) == fault.NotFound {
		return 0, nil
	}
	return township, err
}

// What is what a page is about.
type What int

// What pages are about.
const (
	OfCase What = iota
	OfApplication
	OfHousehold
	OfMember // the household that somebody lives in today
)

// cases are those of the thing.
func (w What) cases(v View, at registry.Ref, today civil.Date) (list []File, err error) {
	switch w {
	case OfMember:
		homes, err := v.MembershipsOf(at.Office, at.ID, registry.Now)
		for _, m := range homes {
			var some []File
			if err == nil && m.From <= today && today <= m.To {
				some, err = v.CasesOf(at.Office, m.Household)
			}
			list = append(list, some...)
		}
		return list, err
	case OfHousehold:
		return v.CasesOf(at.Office, at.ID)
	case OfApplication:
		a, err := v.Application(at.Office, at.ID)
		for _, id := range a.Cases {
			if err != nil {
				break
			}
			var f File
			f, err = v.Case(at.Office, id)
			list = append(list, f)
		}
		return list, err
	}
	f, err := v.Case(at.Office, at.ID)
	return []File{f}, err
}

// elsewhere are the open cases that were asked for at the window of a township,
// which deals with them, and that are led in an office that is not seen.
func (s *Service) elsewhere(v View, sites []access.Site, o access.Office, seen []access.Office) (list []Waiting, err error) {
	if o.Level != access.Township {
		return nil, nil
	}
	cases, err := v.WaitingAsked(o.ID)
	for _, w := range cases {
		if err != nil {
			break
		}
		var offer Offer
		offer, err = s.offerOf(v, sites, w.File)
		if offer.Flow.AtWindow(w.Accepted != 0) && !slices.ContainsFunc(seen, func(one access.Office) bool { return one.ID == w.Office }) {
			list = append(list, w)
		}
	}
	return list, err
}

// ByWindow puts a thing's office to the window that deals with the thing.
func ByWindow(thing, window access.Office) access.Office {
	thing.Asked = append([]int64{window.ID}, window.Above...)
	return thing
}
