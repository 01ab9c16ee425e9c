package web

import (
	"net/http"
	"slices"
	"strings"

	"doudi/access"
	"doudi/registry"
)

// coordinates tells whether somebody works in a village: then it is asked of
// every page of a township's family whether his village works for it.
func (v *visit) coordinates() bool {
	for _, p := range v.member.Posts {
		if p.Office.Level == access.Village {
			return true
		}
	}
	return false
}

// sees tells whether the reader may open a family of an office that was found for
// him: of the office above a village only what the village works for is found.
func (v *visit) sees(office int64) bool {
	for _, p := range v.member.Posts {
		if p.Office.Level == access.Village && slices.Contains(p.Office.Above, office) {
			return true
		}
	}
	return v.can("household.view", office)
}

// serve puts a visit at the village that works for the family whose page is asked
// for. Of a family of another village, as of one that there is not, it says
// nothing: the matrix refuses both alike.
func (s *Site) serve(route Route, v *visit, r *http.Request) (err error) {
	if v.site.Number == 0 || !v.coordinates() {
		return nil
	}
	o := v.tree[v.site.Number]
	if o.Served, err = s.villageOf(route, v, r); err == nil {
		v.tree[o.ID] = o
	}
	return err
}

// villageOf is the village of the thing that a path names.
func (s *Site) villageOf(route Route, v *visit, r *http.Request) (int64, error) {
	of := registry.Subject{Office: v.site.Number, Of: registry.OfHousehold, ID: atoi(r.PathValue("household"))}
	file := registry.Ref{Office: v.site.Number, ID: atoi(r.PathValue("number"))}
	switch {
	case of.ID != 0:
	case r.PathValue("person") != "":
		of.Of, of.ID = registry.OfMember, atoi(r.PathValue("person"))
	case strings.HasPrefix(route.Path, "/office/{office}/case/{number}"):
		return s.Cases.VillageOf(r.Context(), file, false)
	case strings.HasPrefix(route.Path, "/office/{office}/application/{number}"):
		return s.Cases.VillageOf(r.Context(), file, true)
	}
	if of.ID == 0 {
		return 0, nil
	}
	return s.Registry.VillageOf(r.Context(), of)
}

// villageField asks which village works for a household; nothing is asked where
// no village below the office has one. homes are the offices that it may be of.
func (s *Site) villageField(v *visit, homes ...int64) []field {
	options := []option{{"0", "不由村（社区）办"}}
	for _, o := range v.sites {
		for _, home := range homes {
			if o.Level == access.Village && o.Above == home && (o.Closed == 0 || o.Closed >= s.today()) {
				options = append(options, option{itoa(int(o.Number)), v.fullName(o)})
			}
		}
	}
	if len(options) == 1 {
		return nil
	}
	f := listed("village", "村（社区）", "有协理员的村（社区）选上，协理员就能办这一家的走访、拍照和张贴公示", options).holding("0")
	if v.site.Level == access.Village {
		f = f.holding(itoa(int(v.site.Number)))
	}
	return []field{f}
}

// unserved asks which village works for a registered household, where none does yet
// and the reader may say it.
func (s *Site) unserved(r *http.Request, v *visit, home registry.Ref) ([]field, error) {
	if !v.can("household.change", home.Office) {
		return nil, nil
	}
	village, err := s.Registry.VillageOf(r.Context(), registry.Subject{Office: home.Office, Of: registry.OfHousehold, ID: home.ID})
	if err != nil || village != 0 {
		return nil, err
	}
	return s.villageField(v, home.Office), nil
}

// serves keeps which village works for a registered household that has none, as the
// form says, where the reader may say it.
func (s *Site) serves(r *http.Request, v *visit, home registry.Ref, form *slip) error {
	village := atoi(form.text("village"))
	if village == 0 || !v.can("household.change", home.Office) {
		return nil
	}
	return s.Registry.Serve(r.Context(), v.at(home.Office), home.ID, village)
}

// livesAt is where a form says that a household lives.
func livesAt(e *slip) registry.Place {
	return registry.Place{Address: e.text("address"), Village: atoi(e.text("village"))}
}
