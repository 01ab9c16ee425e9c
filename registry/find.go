package registry

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"doudi/access"
	"doudi/audit"
	"doudi/civil"
	"doudi/fault"
	"doudi/gb"
)

// By is what is searched for.
type By string

// The ways of searching.
const (
	ByName    By = "name" // any part of it, pinyin, initials
	ByNumber  By = "number"
	ByTail    By = "tail" // the last four of the number
	ByPhone   By = "phone"
	ByAddress By = "address" // any part of a household's
)

// mostFound is how many a search shows; who finds more has to ask closer.
const mostFound = 50

// Found is what a search came to.
type Found struct {
	Cards      []Card
	Households []House // of a search by address
	More       bool
	// Elsewhere is the office of somebody found by his number in an office
	// that was not searched; who he is is not told.
	Elsewhere int64
}

// House is a household as a list shows it. Head is nobody where nobody lives
// in it on the day.
type House struct {
	Household
	Head   string
	Number string // of the head, masked
	People int
}

// Find searches offices and records it.
func (r *Registry) Find(ctx context.Context, d Desk, by By, text string, offices []access.Office) (f Found, err error) {
	if err := r.Seek(ctx, d, by, text, offices); err != nil {
		return f, err
	}
	return r.FindAgain(ctx, d, by, text, offices)
}

// Seek records a search in the chain of the desk's office, without what is
// searched for, before anything is shown.
func (r *Registry) Seek(ctx context.Context, d Desk, by By, text string, offices []access.Office) error {
	act, _, err := r.maySeek(ctx, d, by, text, offices)
	if err != nil {
		return err
	}
	act.Result, act.Purpose = audit.Viewed, string(by)
	return r.Store.Record(ctx, d.office(), act)
}

// FindAgain shows what a search that was recorded comes to now: to look at its
// page again is no second search, but shows only what the actor may see today.
func (r *Registry) FindAgain(ctx context.Context, d Desk, by By, text string, offices []access.Office) (f Found, err error) {
	_, key, err := r.maySeek(ctx, d, by, text, offices)
	if err != nil {
		return f, err
	}
	err = r.Store.Read(ctx, func(v View) error { return r.search(v, &f, by, key, offices) })
	return f, err
}

// maySeek asks whether the actor may search each of the offices, and for what. A
// search by address finds households, so it is for whoever may see them.
func (r *Registry) maySeek(ctx context.Context, d Desk, by By, text string, offices []access.Office) (act audit.Act, key string, err error) {
	for _, o := range offices {
		if _, err := r.may(ctx, Desk{d.Actor, o}, "person.find"); err != nil {
			return act, "", err
		}
		if by != ByAddress {
			continue
		}
		if _, err := r.may(ctx, Desk{d.Actor, o}, "household.view"); err != nil {
			return act, "", err
		}
	}
	if act, err = r.may(ctx, d, "person.find"); err != nil {
		return act, "", err
	}
	key, err = searched(by, text)
	return act, key, err
}

// searched brings a search text into the form of the keys, and refuses one
// that would find everybody or nobody.
func searched(by By, text string) (string, error) {
	text = strings.TrimSpace(text)
	switch by {
	case ByNumber:
		n, err := gb.ParseNumber(text)
		return n.Text(), err
	case ByTail:
		if tail := strings.ToUpper(text); len(tail) == 4 && onlyDigits(tail[:3]) == tail[:3] && (tail[3] == 'X' || onlyDigits(tail) == tail) {
			return tail, nil
		}
		return "", fault.New(fault.BadInput, "号码后四位：应为四位数字，最后一位可以是X；请核对后再查")
	case ByPhone:
		p, err := phone(text)
		if err == nil && p == "" {
			err = fault.New(fault.BadInput, "电话：没有填；请输入完整的电话号码")
		}
		return string(p), err
	case ByName, ByAddress:
		return prefix(by, text)
	}
	return "", fault.New(fault.BadInput, "查找方式：没有这一种；请从列表里选")
}

// prefix is the beginning of a key: one Chinese character of a name is enough,
// one letter is not, nor is one character of an address.
func prefix(by By, text string) (string, error) {
	key := folded(text)
	least := 1
	if by == ByAddress || len(key) == utf8.RuneCountInString(key) { // plain letters
		least = 2
	}
	if utf8.RuneCountInString(key) < least || utf8.RuneCountInString(key) > 60 {
		return "", fault.New(fault.BadInput, "查找内容：太短或太长；姓名至少一个汉字或两个字母，地址至少两个字")
	}
	return key, nil
}

// search asks office by office until there is enough. At a village it asks the
// office above as well, for what the village works for.
func (r *Registry) search(v View, f *Found, by By, key string, offices []access.Office) error {
	if by == ByNumber {
		return r.number(v, f, key, offices)
	}
	for _, o := range offices {
		ids, err := ask(v, by, o.ID, key, mostFound+1-len(f.Cards)-len(f.Households))
		if err == nil {
			err = f.take(v, by, o.ID, ids, r.Today())
		}
		if err == nil && !f.More {
			err = r.searchServed(v, f, by, key, o, offices)
		}
		if err != nil || f.More {
			return err
		}
	}
	return nil
}

// searchServed asks the office above a village for what the village works for,
// unless that office is searched as a whole.
func (r *Registry) searchServed(v View, f *Found, by By, key string, o access.Office, offices []access.Office) error {
	above, ok := Desk{Office: o}.served()
	if !ok || among(offices, above) {
		return nil
	}
	houses, people, err := folk(v, above, o.ID, r.Today())
	if err != nil {
		return err
	}
	known := people
	if by == ByAddress {
		known = houses
	}
	ids, err := ask(v, by, above, key, 1<<20) // no township has more people
	if err != nil {
		return err
	}
	return f.take(v, by, above, slices.DeleteFunc(ids, func(id int64) bool { return !known[id] }), r.Today())
}

// among tells whether an office is one of some.
func among(offices []access.Office, id int64) bool {
	return slices.ContainsFunc(offices, func(o access.Office) bool { return o.ID == id })
}

// take puts what one office has on the list until there is enough.
func (f *Found) take(v View, by By, office int64, ids []int64, day civil.Date) error {
	for _, id := range ids {
		if len(f.Cards)+len(f.Households) == mostFound {
			f.More = true
			return nil
		}
		if err := f.add(v, by, Ref{office, id}, day); err != nil {
			return err
		}
	}
	return nil
}

// ask looks into one office.
func ask(v View, by By, office int64, key string, most int) ([]int64, error) {
	switch by {
	case ByTail:
		return v.ByTail(office, key, most)
	case ByPhone:
		return v.ByPhone(office, key, most)
	case ByAddress:
		return v.ByAddress(office, key, most)
	}
	return v.ByName(office, key, most)
}

// add puts what was found on the list.
func (f *Found) add(v View, by By, at Ref, day civil.Date) error {
	if by == ByAddress {
		h, err := house(v, at, day)
		f.Households = append(f.Households, h)
		return err
	}
	p, err := v.Person(at.Office, at.ID, Now)
	f.Cards = append(f.Cards, masked(p))
	return err
}

// house reads a household for a list.
func house(v View, at Ref, day civil.Date) (h House, err error) {
	if h.Household, err = v.Household(at.Office, at.ID, Now); err != nil {
		return h, err
	}
	members, err := v.MembersOf(at.Office, at.ID, Now)
	if err != nil {
		return h, err
	}
	people := MembersOn(members, day)
	h.People = len(people)
	if len(people) > 0 {
		p, err := v.Person(at.Office, people[0].Person, Now)
		card := masked(p)
		h.Head, h.Number = card.Name, card.Number
		return h, err
	}
	return h, nil
}

// number finds the one person with a number, whichever form of it is asked for.
func (r *Registry) number(v View, f *Found, text string, offices []access.Office) error {
	n, err := gb.ParseNumber(text)
	if err != nil {
		return err
	}
	at, found, err := v.ByNumber(n)
	if err != nil || !found {
		return err
	}
	for _, o := range offices {
		here := o.ID == at.Office
		if above, ok := (Desk{Office: o}).served(); !here && ok && above == at.Office {
			_, people, err := folk(v, above, o.ID, r.Today())
			if err != nil {
				return err
			}
			here = people[at.ID]
		}
		if here {
			return f.add(v, ByNumber, at, 0)
		}
	}
	f.Elsewhere = at.Office
	return nil
}
