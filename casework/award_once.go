package casework

import (
	"errors"
	"fmt"
	"slices"

	"doudi/civil"
	"doudi/fault"
	"doudi/gb"
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
	// AliasesOf and ByNumber find the other numbers of a person; see registry.Numbers.
	AliasesOf(person registry.Ref) ([]registry.Ref, error)
	ByNumber(n gb.Number) (registry.Ref, bool, error)
}

// once refuses an award that somebody would get twice for one month, or beside one
// with which the law does not let it stand as it is. What he has under the number of
// this office the database refuses by itself, and the law sees it; who moved here has
// a new one, and what he was given under the old ones runs on until it is decided on.
// What this very decision ends does not count, nor does what is given once.
func (c *Sight) once(tx Tx, d Decision) error {
	r := d.Ruling
	if r.Starts == 0 {
		r.Starts = d.Day.Month()
	}
	u, err := tx.Unit(c.Office, c.Unit)
	if err != nil {
		return err
	}
	list, err := c.elsewhere(tx, counted(u), r.Starts, r.Day)
	if err == nil && len(list) > 0 {
		err = fault.New(fault.Refused, list[0])
	}
	return err
}

// foresee reads what stands against giving it while nothing is decided, so that it
// is seen when the application is accepted and not first at the decision.
func (c *Sight) foresee(v View) error {
	if c.Ground != "" || !c.Flow.undecidedAt(c.State) {
		return nil
	}
	people, err := c.askers(v)
	if err != nil {
		return err
	}
	from := c.begins(c.Aid, c.Today)
	if from == 0 {
		from = c.Today.Month()
	}
	c.Elsewhere, err = c.elsewhere(v, people, from, c.Today)
	return err
}

// askers are for whom it is asked: who is counted, as far as that is frozen, or else
// the one person of the programme, or everybody of the household.
func (c *Sight) askers(v View) (list []int64, err error) {
	if c.Unit != 0 {
		u, err := v.Unit(c.Office, c.Unit)
		return counted(u), err
	}
	if c.Person != 0 {
		return []int64{c.Person}, nil
	}
	members, err := v.MembersOf(c.Office, c.Household, registry.Now)
	for _, m := range registry.MembersOn(members, c.Today) {
		list = append(list, m.Person)
	}
	return list, err
}

// elsewhere says what people of this office have from a month on under other numbers
// of theirs that does not go together with this programme on a day, each in a
// sentence.
func (c *Sight) elsewhere(v View, people []int64, from civil.Month, on civil.Date) (list []string, err error) {
	if c.Aid.Pays == "once" || c.Aid.Pays == "row" {
		return nil, nil
	}
	for _, person := range people {
		own := registry.Ref{Office: c.Office, ID: person}
		numbers, err := registry.Numbers(v, own)
		if err != nil {
			return nil, err
		}
		for _, p := range numbers {
			if p == own {
				continue
			}
			same, wrong := c.free(v, p, person, from)
			other, err := c.alongside(v, p, person, from, on)
			if err = errors.Join(wrong, err); err != nil {
				return nil, err
			}
			list = append(list, slices.DeleteFunc([]string{same, other}, func(s string) bool { return s == "" })...)
		}
	}
	return list, nil
}

// free says what a person has of the programme from a month on under another of his
// numbers; "" if nothing.
func (c *Sight) free(v View, p registry.Ref, person int64, from civil.Month) (string, error) {
	s, err := c.standing(v, p, c.Programme, from)
	if err != nil || s == nil {
		return "", err
	}
	where, err := officeName(v, p.Office)
	return fmt.Sprintf("人员 %d 从%s起在%s享受“%s”，还没有停发，同一个人同一个月不能享受两份；请先在家庭页对那项待遇办理复核，停发或者变更以后再办这一件",
		person, s.Starts.Chinese(), where, c.Aid.Label), err
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

// together is how the packs say that somebody has two programmes, each as if the
// other were not; pairing are the words for what they say of others.
const together = "both"

var pairing = map[string]string{"excludes": "按规定不能和“%s”同时享受", "higher_of": "按规定和“%s”只给高的一项", "tops_up_to": "按规定和“%s”要合在一起算，只补足差额"}

// alongside says that the law has something to say about this programme beside one
// that a person was given in another office (社会救助暂行办法第十五条): the law of here
// has not seen it, since a snapshot is of one office, so neither what is excluded nor
// the higher sum nor what is left to top up would come out right. Neither what it is
// nor where is said: whoever works here may not know it.
func (c *Sight) alongside(v View, p registry.Ref, person int64, from civil.Month, on civil.Date) (string, error) {
	for _, pair := range c.law.Stacking {
		other := pair.First
		if other == c.Programme {
			other = pair.Second
		} else if pair.Second != c.Programme {
			continue
		}
		if pair.Is == together || !pair.Contains(on) {
			continue
		}
		if s, err := c.standing(v, p, other, from); err != nil || s != nil {
			return fmt.Sprintf("人员 %d 以前登记的机构给过他一项待遇，还没有停发，"+pairing[pair.Is]+"；请先请那里停发或者变更，再办这一件", person, c.Aid.Label), err
		}
	}
	return "", nil
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
