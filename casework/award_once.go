package casework

import (
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

// once refuses an award that somebody would get twice for one month. What he has
// under the number of this office the database refuses by itself; who moved here
// has a new one, and what he was given under the old ones runs on until it is
// decided on. What this very decision ends does not count, nor does what is given
// once.
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
				err = c.free(tx, p, person, r.Starts)
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
	list, err := v.Standings(p, c.Programme)
	if err != nil {
		return err
	}
	for _, s := range list {
		if s.Ends < from || slices.ContainsFunc(c.Awards, func(h registry.Held) bool { return h.Ref == s.Award }) {
			continue
		}
		where, err := officeName(v, p.Office)
		if err != nil {
			return err
		}
		return fault.Newf(fault.Refused, "人员 %d 从%s起在%s享受“%s”，还没有停发，同一个人同一个月不能享受两份；请先在家庭页对那项待遇办理复核，停发或者变更以后再办这一件",
			person, s.Starts.Chinese(), where, c.Aid.Label)
	}
	return nil
}

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
