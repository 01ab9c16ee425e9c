package casework

import (
	"slices"

	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
	"doudi/money"
	"doudi/registry"
)

// mostChecked is the highest sum that a report says of one item, as the packs bound it.
const mostChecked = money.Fen(100_000_000_00)

// flaws is what is wrong with the sums of a report.
func (p *Report) flaws(on civil.Date) (list []error) {
	for i := range p.Sums {
		s := &p.Sums[i]
		if s.State == HasSum && (s.Amount <= 0 || s.Amount > mostChecked) {
			list = append(list, fault.New(fault.BadInput, s.whose()+"核对的金额：没有填，或者不是金额；请填数字，单位是元，如 1000 或 1000.50。查了没有的选“无记录”").At(0, s.field("a")))
		}
	}
	if p.AsOf > on {
		list = append(list, fault.New(fault.BadInput, "数据截止日：晚于报告的日期；请照报告填").At(0, "as_of"))
	}
	if len(p.Sums) > 0 && (p.Since == 0 || p.Until < p.Since) {
		list = append(list, fault.New(fault.BadInput, "收入从哪个月到哪个月：没有填，或者后一个早于前一个；请写成 2025-09 这样的年月").At(0, "until"))
	}
	return list
}

// keepReport keeps the papers of a record, and makes facts of the sums of a
// report: what it is held against is read before its sheet is drawn, and the sheet
// is the evidence of the facts.
func (c *Sight) keepReport(tx Tx, r *Record, attach func() error) error {
	if r.Sort != Check || len(r.Sums) == 0 && r.Corrects == 0 {
		return attach()
	}
	if err := tx.Alone(); err != nil {
		return err
	}
	if err := c.compare(tx, r); err != nil {
		return err
	}
	if err := attach(); err != nil {
		return err
	}
	return c.register(tx, r)
}

// compare completes the sums of a report by what is registered, and gives each
// member whose result nobody wrote the one that follows from them.
func (c *Sight) compare(v View, r *Record) error {
	if err := c.authorised(v, r.Sums); err != nil {
		return err
	}
	items, err := c.items(v, r.Corrects)
	if err != nil {
		return err
	}
	r.Sums = slices.Clone(r.Sums) // the change may be tried again
	r.Said = slices.Clone(r.Said)
	for i := range r.Sums {
		s := &r.Sums[i]
		at := slices.IndexFunc(items, func(o Item) bool {
			return o.Table == s.Table && o.Kind == s.Kind && slices.ContainsFunc(o.People, func(m Applicant) bool { return m.Person == s.Person })
		})
		if at < 0 {
			return fault.New(fault.BadInput, "核对的项目：这里没有这一项；请重新打开这张表").At(0, "member")
		}
		s.complete(&items[at])
	}
	if err := r.contradicts(); err != nil {
		return err
	}
	r.conclude()
	return nil
}

// whose says before a flaw of a sum what it is of; "" where that is not known.
func (s *Sum) whose() string {
	if s.Name == "" {
		return ""
	}
	return s.Name + "的" + s.Label + "，"
}

// contradicts refuses the word that all is as declared of a member of whom a sum
// is not. Of the household's property no sum of one member says that alone.
func (r *Record) contradicts() error {
	for i := range r.Sums {
		s := &r.Sums[i]
		if s.Of == registry.OfMember && !s.Agrees() && r.text("member."+itoa(s.Person)) == AsDeclared {
			return fault.New(fault.BadInput, s.whose()+"查到的和登记的不一致，核对结果却选了“一致”；请改选“不一致”并写明哪里不一致，或者改金额").At(0, "member."+itoa(s.Person))
		}
	}
	return nil
}

// complete says of a sum what it is and beside what it was entered.
func (s *Sum) complete(o *Item) {
	s.Of, s.Label, s.Was = o.Subject.Of, o.Label, o.Rows
	for _, m := range o.People {
		if m.Person == s.Person {
			s.Name = m.Name
		}
	}
	s.Aside = slices.DeleteFunc(slices.Clone(s.Aside), func(line int64) bool {
		return !s.there() || !slices.ContainsFunc(o.Rows, func(w Was) bool { return w.Line == line })
	})
}

// Agrees tells whether a sum is what was registered. Of the household's property
// that of one member is held against all of its kind.
func (s *Sum) Agrees() bool {
	var was money.Fen
	for _, w := range s.Was {
		if !w.Known {
			return false
		}
		was += w.Amount
	}
	return s.State == HasSum && was == s.Amount || s.State == NoRecord && was == 0 || s.State == Unvalued && len(s.Was) > 0
}

// conclude gives each member whose result nobody wrote the one of his sums.
func (r *Record) conclude() {
	for _, s := range r.Sums {
		about := "member." + itoa(s.Person)
		if r.text(about) != "" {
			continue
		}
		text := ""
		for _, own := range r.Sums {
			if own.Person == s.Person && !own.Agrees() {
				text += own.Label + "、"
			}
		}
		if text == "" {
			text = AsDeclared
		} else {
			text = Differs + text[:len(text)-len("、")] + "（见下面的金额）"
		}
		r.Said = append(r.Said, Finding{About: about, Label: s.Name, Text: text})
	}
}

// register makes the sums of a report facts of a checked source, with the sheet
// of the report as evidence: each takes the place of the rows that were ticked,
// and what it corrects is taken back first.
func (c *Sight) register(tx Tx, r *Record) error {
	subjects := []registry.Subject{{Office: c.Office, Of: registry.OfHousehold, ID: c.Household}}
	if r.Corrects != 0 { // also of those of whom the new one says nothing
		old, err := c.Recorded(r.Corrects)
		if err != nil {
			return err
		}
		for _, s := range old.Sums {
			subjects = append(subjects, s.subject(c.Office, c.Household))
		}
	}
	for _, s := range r.Sums {
		subjects = append(subjects, s.subject(c.Office, c.Household))
	}
	for i, of := range subjects {
		if slices.Contains(subjects[:i], of) {
			continue
		}
		if err := c.registerOf(tx, r, of); err != nil {
			return err
		}
	}
	return nil
}

// registerOf does it for one subject.
func (c *Sight) registerOf(tx Tx, r *Record, of registry.Subject) error {
	again, answers, err := c.undone(tx, of, r.Corrects)
	if err != nil {
		return err
	}
	for i := range r.Sums {
		if s := &r.Sums[i]; s.subject(c.Office, c.Household) == of && s.there() {
			answers = append(answers, c.answersOf(s, r, -int64(i)-1)...)
		}
	}
	if len(again)+len(answers) == 0 {
		return nil
	}
	lines, err := registry.Put(tx, c.law.program.Schema, of, again, answers)
	for i := range r.Sums {
		if line := lines[-int64(i)-1]; line != 0 {
			r.Sums[i].Line = line
		}
	}
	return err
}

// answersOf are the row of a sum, and the rows that it sets aside.
func (c *Sight) answersOf(s *Sum, r *Record, line int64) (list []registry.Answer) {
	add := func(key, value string, line int64) {
		list = append(list, registry.Answer{Key: key, Line: line, Value: value, From: c.from(), To: civil.Open, Source: registry.Checked, Evidence: r.Sheet})
	}
	for _, old := range s.Aside {
		add(s.Table, "", old)
	}
	add(s.Table, "row 信息核对", line)
	add(s.Table+".kind", s.Kind, line)
	if s.State == HasSum { // else it stays unknown, and the law says that it is missing
		add(s.Table+".amount", s.Amount.String(), line)
	}
	id, _ := c.law.program.Schema.Entity(s.Table)
	for _, f := range c.law.program.Schema.Entities[id].Facts {
		if f.Type == fact.Span {
			add(s.Table+"."+f.Key, r.Since.String()+"/"+r.Until.String(), line)
		}
	}
	return list
}

// lines are the sums as they are read: what was registered, what was found, and
// what it takes the place of.
func (p *Report) lines() (list [][2]string) {
	for _, s := range p.Sums {
		text := s.WasWords() + "；核对：" + s.Found()
		if !s.Agrees() {
			text = "【不一致】" + text
		}
		if len(s.Aside) > 0 {
			text += "；核对的代替登记的，登记的不再用"
		}
		list = append(list, [2]string{s.Name + "　" + s.Label, text})
	}
	return list
}

// Found is what the report says.
func (s *Sum) Found() string {
	text := "无记录"
	switch s.State {
	case HasSum:
		text = s.Amount.String()
	case Unvalued:
		text = "有，没有写明金额"
	}
	if s.Unit != "" {
		text += "（" + s.Unit + "）"
	}
	return text
}

// WasWords is what was registered.
func (s *Sum) WasWords() string {
	text := "登记："
	for i, w := range s.Was {
		if i > 0 {
			text += "、"
		}
		text += w.Words()
	}
	if len(s.Was) == 0 {
		text += "没有"
	}
	return text
}

// Words is a row of the register with where it comes from.
func (w Was) Words() string {
	text := "金额没有登记或者要保密"
	if w.Known {
		text = w.Amount.String()
	}
	return text + "（" + w.Source.Label() + "）"
}
