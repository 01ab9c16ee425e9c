package casework

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
	"doudi/money"
	"doudi/policy"
	"doudi/registry"
)

// Report is what a check report says of sums, beside the result of each member.
type Report struct {
	Paper        string      `json:",omitempty"` // the number of the report
	AsOf         civil.Date  `json:",omitempty"` // the day of which its data are
	Since, Until civil.Month `json:",omitempty"` // of income
	Sums         []Sum       `json:",omitempty"`
	Corrects     int64       `json:",omitempty"` // the turn of the report that it takes the place of
}

// What a department answers about an item. Where nobody was asked there is no Sum.
const (
	NoRecord = "none" // it has no record: that is no zero, what was declared stands
	HasSum   = "some"
	Unvalued = "unvalued" // it has one, and says no sum: what it is worth is not known
)

// Sum is one item of a member in a check report.
type Sum struct {
	Person      int64
	Of          string // whose fact it is: member or household
	Table, Kind string
	Name, Label string    // of the person and of the item
	State       string    // NoRecord, HasSum or Unvalued
	Amount      money.Fen `json:",omitempty"`
	Unit        string    `json:",omitempty"` // who answered
	Aside       []int64   `json:",omitempty"` // rows of the register that it takes the place of
	Was         []Was     `json:",omitempty"` // what was registered when it was entered
	Line        int64     `json:",omitempty"` // the row that it became
}

// Was is a row of the register beside which a sum was entered.
type Was struct {
	Line   int64
	Amount money.Fen
	Known  bool // the amount is, and is nothing to be kept from others
	Source registry.Source
}

// Item is what a report may say something of: a kind of income of a member, of
// the household's property, and so on, with what is registered of it.
type Item struct {
	Table, Kind, Label, Unit string
	Subject                  registry.Subject
	People                   []Applicant // whose sums it takes: of the household's, each member's
	Rows                     []Was
	Usual                    bool // 57号第十七条 names it
}

// Key names an item in a form.
func (i *Item) Key() string { return i.Table + "." + i.Kind }

// departments are whom 57号第十七条 has asked about an item; what a place adds has none
// and is asked about all the same.
var departments = map[string]string{"income.wage": "税务、社会保险", "income.business": "税务、市场监管", "income.property": "税务、金融机构", "income.transfer": "社会保险（养老金）", "income.basic_pension": "社会保险",
	"income.insurance_benefit": "社会保险", "income.transfer_out": "税务、社会保险", "asset.deposit": "银行、住房公积金", "asset.securities": "证券登记", "asset.insurance": "保险公司", "asset.online_finance": "非银行支付机构",
	"asset.vehicle": "车船管理", "asset.house": "不动产登记", "rigid_expense.medical": "医疗保障"}

// Items are what a check report of a case may say sums of: the kinds of every
// table with amounts that the programme needs, with what is registered. Of a
// report that is corrected, it is as if that had not been entered.
func (s *Service) Items(ctx context.Context, d registry.Desk, c *Sight, corrects int64) (list []Item, err error) {
	if _, err = s.Registry.May(ctx, d, "household.view"); err != nil {
		return nil, err
	}
	err = s.Store.Read(ctx, func(v View) error { list, err = c.items(v, corrects); return err })
	return list, err
}

// items reads them.
func (c *Sight) items(v View, corrects int64) (list []Item, err error) {
	people, err := applicants(v, c.Office, c.Household, c.Today)
	if err != nil {
		return nil, err
	}
	p := c.law.program
	at := slices.IndexFunc(p.Programmes, func(one policy.Programme) bool { return one.ID == c.Programme })
	if at < 0 {
		return nil, nil
	}
	needs := p.Needs(int32(at), c.Today, c.Today.Month().FirstDay())
	for id := range p.Schema.Entities {
		e := &p.Schema.Entities[id]
		if id <= int(fact.MemberEntity) || !needs.Tables[id] || !summed(e) {
			continue
		}
		if e.Parent == fact.HouseholdEntity {
			list = append(list, c.kinds(p.Schema, e, registry.Subject{Office: c.Office, Of: registry.OfHousehold, ID: c.Household}, people)...)
			continue
		}
		for _, m := range people {
			list = append(list, c.kinds(p.Schema, e, registry.Subject{Office: c.Office, Of: registry.OfMember, ID: m.Person}, []Applicant{m})...)
		}
	}
	return list, c.registered(v, list, corrects)
}

// summed tells whether the rows of a table are of kinds and have amounts.
func summed(e *fact.Entity) bool {
	kind, ok := e.Slot("kind")
	amount, also := e.Slot("amount")
	return ok && also && e.Facts[kind].Type == fact.Enum && e.Facts[amount].Type == fact.Money
}

// kinds are the items of one table of a subject.
func (c *Sight) kinds(schema *fact.Schema, e *fact.Entity, of registry.Subject, people []Applicant) (list []Item) {
	slot, _ := e.Slot("kind")
	for _, n := range e.Facts[slot].Values {
		kind := schema.SymbolName(n)
		label, _, _ := strings.Cut(e.Facts[slot].ValueLabels[kind], "（")
		unit, usual := departments[e.Name+"."+kind]
		list = append(list, Item{Table: e.Name, Kind: kind, Label: label, Unit: unit, Subject: of, People: people, Usual: usual})
	}
	return list
}

// registered fills in what stands of each item.
func (c *Sight) registered(v View, list []Item, corrects int64) error {
	read := map[registry.Subject][]registry.Fact{}
	for i := range list {
		item := &list[i]
		facts, done := read[item.Subject]
		if !done {
			var err error
			if facts, err = v.Facts(item.Subject, registry.Now); err != nil {
				return err
			}
			again, taken, err := c.undone(v, item.Subject, corrects)
			if err != nil {
				return err
			}
			facts = registry.AsIf(facts, again, taken)
			read[item.Subject] = facts
		}
		item.Rows = item.rows(facts, c.from())
	}
	return nil
}

// from is the day from which what is found counts in the case.
func (c *Sight) from() civil.Date {
	if c.Applied != 0 {
		return c.Applied
	}
	return c.Today
}

// rows are the rows of an item on a day.
func (i *Item) rows(facts []registry.Fact, day civil.Date) (list []Was) {
	at := func(f registry.Fact) bool { return f.From <= day && day <= f.To }
	for _, f := range facts {
		if f.Key != i.Table+".kind" || strings.Trim(f.Value, "'") != i.Kind || !at(f) {
			continue
		}
		w := Was{Line: f.Line, Source: f.Source}
		for _, a := range facts {
			if a.Key == i.Table+".amount" && a.Line == f.Line && at(a) && !a.Secret && !f.Secret {
				var err error
				w.Amount, err = money.ParseFen(a.Value)
				w.Known, w.Source = err == nil, a.Source
			}
		}
		list = append(list, w)
	}
	return list
}

// undone is what takes the report of a turn back in the register of a subject,
// with those that it corrected itself: what the first of them set aside stands
// again.
func (c *Sight) undone(v interface {
	History(registry.Subject) ([]registry.Fact, error)
}, of registry.Subject, turn int64) (again []registry.Fact, taken []registry.Answer, err error) {
	back := map[string]*registry.Undoing{}
	for turn != 0 {
		old, err := c.Recorded(turn)
		if err != nil {
			return nil, nil, err
		}
		for _, sum := range old.Sums {
			if sum.subject(c.Office, c.Household) != of || sum.Line == 0 {
				continue
			}
			if back[sum.Table] == nil {
				back[sum.Table] = &registry.Undoing{Table: sum.Table}
			}
			b := back[sum.Table]
			b.Papers, b.Rows, b.Aside = append(b.Papers, old.Sheet), append(b.Rows, sum.Line), append(b.Aside, sum.Aside...)
		}
		turn = old.Corrects
	}
	if len(back) == 0 {
		return nil, nil, nil
	}
	history, err := v.History(of)
	for _, b := range back {
		a, t := b.Undo(history)
		again, taken = append(again, a...), append(taken, t...)
	}
	return again, taken, err
}

// subject is whose fact a sum becomes.
func (s *Sum) subject(office, household int64) registry.Subject {
	if s.Of == registry.OfHousehold {
		return registry.Subject{Office: office, Of: s.Of, ID: household}
	}
	return registry.Subject{Office: office, Of: registry.OfMember, ID: s.Person}
}

// Corrected tells whether a later report takes the place of one.
func (c *Sight) Corrected(turn int64) bool {
	return slices.ContainsFunc(c.Records, func(r Record) bool { return r.Corrects == turn && turn != 0 })
}

// authorised refuses the sums of whoever did not authorise the check of his means
// (57号第九条（三）; 社会救助法第四十条): a member of age by his own word, a minor by
// that of somebody who lives with him. It lasts as long as the family is helped.
func (c *Sight) authorised(v View, sums []Sum) error {
	papers, err := v.PapersOf(c.Office, c.Household)
	if err != nil {
		return err
	}
	people, err := applicants(v, c.Office, c.Household, c.Today)
	if err != nil {
		return err
	}
	var names []string
	var where string
	for i, sum := range sums {
		if slices.ContainsFunc(sums[:i], func(o Sum) bool { return o.Person == sum.Person }) {
			continue
		}
		at := slices.IndexFunc(people, func(m Applicant) bool { return m.Person == sum.Person })
		if at < 0 {
			return fault.New(fault.BadInput, "核对的人现在不在这一家；请重新打开这张表").At(0, "member")
		}
		own := people[at].Signs(c.Today)
		if !slices.ContainsFunc(papers, func(p Filed) bool { return p.Kind == Authorisation && (p.Person == sum.Person || !own) }) {
			names, where = append(names, people[at].Name), cmp.Or(where, sum.field("s"))
		}
	}
	if len(names) == 0 {
		return nil
	}
	return fault.New(fault.Refused, strings.Join(names, "、")+"没有签核对授权书，不能登记查到的金额；请先在“材料”里上传签了的授权书").At(0, where)
}

// there tells whether a department has something: then it becomes a row.
func (s *Sum) there() bool { return s.State == HasSum || s.State == Unvalued }

// itoa writes a number.
func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// field is the name of a field of a sum in the form.
func (s *Sum) field(what string) string {
	return what + "." + s.Table + "." + s.Kind + "." + itoa(s.Person)
}
