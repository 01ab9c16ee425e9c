package casework

import (
	"errors"
	"slices"

	"doudi/civil"
	"doudi/fault"
	"doudi/registry"
)

// Standing is for which months somebody stands for which award of a programme.
type Standing struct {
	Award        registry.Ref
	Starts, Ends civil.Month
}

// onceView is what the rule that nobody gets the same twice needs of a database.
type onceView interface {
	// Standings are those of a person under one number, the earliest end first.
	Standings(person registry.Ref, programme string) ([]Standing, error)
}

// once refuses an award that somebody would get twice for one month, or beside one
// that the law excludes. What he has under the number of this office the database
// refuses by itself, and the law sees it; who moved here has a new one, and what he
// was given under the old ones runs on until it is decided on. What this very
// decision ends does not count, nor does what is given once.
func (c *Sight) once(tx Tx, d Decision) error {
	r := d.Ruling
	if r.Pays == "once" || r.Pays == "row" {
		return nil
	}
	if r.Starts == 0 {
		r.Starts = d.Day.Month()
	}
	u, err := tx.Unit(c.Office, c.Unit)
	if err != nil {
		return err
	}
	for _, person := range counted(u) {
		own := registry.Ref{Office: c.Office, ID: person}
		numbers, err := registry.Numbers(tx.Registry(), own)
		for _, p := range numbers {
			if err == nil && p != own {
				err = errors.Join(c.free(tx, p, person, r.Starts), c.alongside(tx, p, person, r))
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// free refuses what a person has from a month on under another of his numbers.
func (c *Sight) free(v View, p registry.Ref, person int64, from civil.Month) error {
	s, err := c.standing(v, p, c.Programme, from)
	if err != nil || s == nil {
		return err
	}
	where, err := officeName(v, p.Office)
	if err != nil {
		return err
	}
	return fault.Newf(fault.Refused, "人员 %d 从%s起在%s享受“%s”，还没有停发，同一个人同一个月不能享受两份；请先在家庭页对那项待遇办理复核，停发或者变更以后再办这一件",
		person, s.Starts.Chinese(), where, c.Aid.Label)
}

// standing is what a person has of a programme from a month on under another of
// his numbers; nil if that is nothing, or what this decision ends.
func (c *Sight) standing(v View, p registry.Ref, programme string, from civil.Month) (*Standing, error) {
	list, err := v.Standings(p, programme)
	for _, s := range list {
		if s.Ends >= from && !slices.ContainsFunc(c.Awards, func(h registry.Held) bool { return h.Ref == s.Award }) {
			return &s, err
		}
	}
	return nil, err
}

// alongside refuses what the law does not let stand beside something that a person
// was given in another office (社会救助暂行办法第十五条): the law of here has not seen
// it, since a snapshot is of one office. Neither what it is nor where is said:
// whoever works here may not know it.
func (c *Sight) alongside(v View, p registry.Ref, person int64, r Ruling) error {
	for _, pair := range c.law.Stacking {
		other := pair.First
		if other == c.Programme {
			other = pair.Second
		} else if pair.Second != c.Programme {
			continue
		}
		if pair.Is != excludes || !pair.Contains(r.Day) {
			continue
		}
		if s, err := c.standing(v, p, other, r.Starts); err != nil || s != nil {
			return errors.Join(err, fault.Newf(fault.Refused, "人员 %d 以前登记的机构给过他一项待遇，还没有停发，按规定不能和“%s”同时享受；请先请那里停发或者变更，再办这一件", person, c.Aid.Label))
		}
	}
	return nil
}

// excludes is how the packs say that one has not both of two programmes.
const excludes = "excludes"

// officeName is what an office is called.
func officeName(v View, office int64) (string, error) {
	sites, err := v.Offices()
	for _, o := range sites {
		if o.Number == office {
			return o.Name, nil
		}
	}
	return "", err
}
