package registry

import (
	"context"
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
	People int
}

// Find searches offices. Each must be one that the actor may search; the search
// is recorded in the chain of the desk's office, without what was searched for.
// A search by address finds households, so it is for whoever may see them.
func (r *Registry) Find(ctx context.Context, d Desk, by By, text string, offices []access.Office) (f Found, err error) {
	for _, o := range offices {
		if _, err := r.may(ctx, Desk{d.Actor, o}, "person.find"); err != nil {
			return f, err
		}
		if by != ByAddress {
			continue
		}
		if _, err := r.may(ctx, Desk{d.Actor, o}, "household.view"); err != nil {
			return f, err
		}
	}
	act, err := r.may(ctx, d, "person.find")
	if err != nil {
		return f, err
	}
	key, err := searched(by, text)
	if err != nil {
		return f, err
	}
	act.Result, act.Purpose = audit.Viewed, string(by)
	if err := r.Store.Record(ctx, d.office(), act); err != nil {
		return f, err
	}
	err = r.Store.Read(ctx, func(v View) error { return f.search(v, by, key, offices, r.Today()) })
	return f, err
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

// search asks office by office until there is enough.
func (f *Found) search(v View, by By, key string, offices []access.Office, day civil.Date) error {
	if by == ByNumber {
		return f.number(v, key, offices)
	}
	for _, o := range offices {
		ids, err := ask(v, by, o.ID, key, mostFound+1-len(f.Cards)-len(f.Households))
		if err != nil {
			return err
		}
		for _, id := range ids {
			if len(f.Cards)+len(f.Households) == mostFound {
				f.More = true
				return nil
			}
			if err := f.add(v, by, Ref{o.ID, id}, day); err != nil {
				return err
			}
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
		h.Head = p.Name
		return h, err
	}
	return h, nil
}

// number finds the one person with a number, whichever form of it is asked for.
func (f *Found) number(v View, text string, offices []access.Office) error {
	n, err := gb.ParseNumber(text)
	if err != nil {
		return err
	}
	at, found, err := v.ByNumber(n)
	if err != nil || !found {
		return err
	}
	for _, o := range offices {
		if o.ID == at.Office {
			return f.add(v, ByNumber, at, 0)
		}
	}
	f.Elsewhere = at.Office
	return nil
}
