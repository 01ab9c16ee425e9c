package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"doudi/access"
	"doudi/fault"
	"doudi/pack"
	"doudi/registry"
)

// LetterSheet is the letter about a decision, as it was issued; Write the act of
// making it.
const (
	LetterSheet Sort = "letter"
	Write       Act  = "write"
)

// Decided is the decision that stands in this round; nil if there is none.
func (c *Sight) Decided() *Decision {
	if n := len(c.Decisions); n > 0 && c.Decisions[n-1].Turn > c.round() {
		return &c.Decisions[n-1]
	}
	return nil
}

// Letter is the letter about the decision that stands, as it was issued; nil if
// none was.
func (c *Sight) Letter() *Record {
	of := c.tells()
	for i := len(c.Records) - 1; of != 0 && i >= 0; i-- {
		if r := &c.Records[i]; r.Sort == LetterSheet && r.Turn > of {
			return r
		}
	}
	return nil
}

// tells is the turn that a letter of this round is about: the decision, or the end
// of the examination; 0 while there is none.
func (c *Sight) tells() int64 {
	if d := c.Decided(); d != nil {
		return d.Turn
	}
	if e := c.Cessation(); e != nil {
		return e.Turn
	}
	return 0
}

// MayWrite tells whether somebody may make the letter now.
func (s *Service) MayWrite(c *Sight, d registry.Desk) bool {
	_, _, _, err := s.allowed(c, d, Entry{Case: c.ID, Turn: c.Turn, Act: Write, record: &Record{}})
	return err == nil
}

// writing is the move of a letter: the case stays where it stands.
func (s *Service) writing(c *Sight, d registry.Desk) (Move, access.Post, error) {
	m := Move{From: c.State, To: c.State, Act: Write, By: Family}
	if c.tells() == 0 {
		return m, access.Post{}, fault.New(fault.Refused, "这件申请在“"+c.Flow.Label(c.State)+"”，还没有作出决定，不能制作通知书")
	}
	post, err := s.hand(d, c.Flow, m, c.Today)
	return m, post, err
}

// Write makes the letter about the decision that stands: who asked for what, what
// was decided, why and by which clauses, and what the family can do that does not
// agree (57号第二十一条、社会救助法第四十五条). It is drawn, kept, and in the audit
// chain before it is given.
func (s *Service) Write(ctx context.Context, d registry.Desk, id, turn int64, draw Draw) error {
	c, err := s.look(ctx, d, id)
	if err != nil {
		return err
	}
	e := Entry{Case: id, Turn: turn, Act: Write, Step: string(LetterSheet), record: &Record{}}
	m, post, act, err := s.allowed(c, d, e)
	if err != nil {
		return s.refused(ctx, d, id, act, err)
	}
	return s.Store.Do(ctx, d.Office.ID, act, func(tx Tx) error {
		own := Record{Sort: LetterSheet, On: access.DayOf(tx.Now())}
		var err error
		if own.Met, err = c.applicant(tx); err != nil {
			return err
		}
		if own.Said, err = c.told(tx); err != nil {
			return err
		}
		if err := own.attach(tx, *c, d.Actor.Staff, nil, draw); err != nil {
			return err
		}
		e.record = &own
		return write(tx, *c, post, act, m, e)
	})
}

// applicant is to whom the letter goes.
func (c *Sight) applicant(v View) (string, error) {
	members, err := v.MembersOf(c.Office, c.Household, registry.Now)
	for _, m := range members {
		if m.Relation == "head" && m.From <= c.Today && c.Today <= m.To {
			p, err := v.Person(c.Office, m.Person, registry.Now)
			return p.Name, err
		}
	}
	return "申请人", err
}

// told is what the letter says of the decision, line by line: its ruling as it
// was kept with the decision.
func (c *Sight) told(v View) (lines []Finding, err error) {
	add := func(label, text string) {
		if text != "" {
			lines = append(lines, Finding{Label: label, Text: text})
		}
	}
	sites, err := v.Offices()
	if err != nil {
		return nil, err
	}
	if e := c.Cessation(); e != nil {
		return c.toldEnd(sites, e), nil
	}
	r := c.Decided().Ruling
	add("决定", r.decided())
	if c.Person != 0 {
		p, err := v.Person(c.Office, c.Person, registry.Now)
		if err != nil {
			return nil, err
		}
		add("对象", p.Name)
	}
	lines = append(lines, r.signed(sites)...)
	add("作出日期", r.Day.Chinese())
	if r.Before > 0 {
		add("已经先行救助", r.Before.String()+"，照给，不收回")
	}
	if r.Was > 0 {
		add("原来的金额", pers[r.Per]+" "+r.Was.String())
	}
	if r.Gives && r.Sum > 0 {
		add("金额", pers[r.Per]+" "+r.Sum.String())
	}
	if r.Starts != 0 {
		add("从哪个月起", r.Starts.Chinese())
	}
	if paid := c.Paid(r); paid.Text != "" {
		add("怎样发放", paid.Text+bracketed(paid.Clauses))
	}
	add("去世以后多发的", r.Overpaid.Told())
	for i, reason := range r.Reasons {
		add(fmt.Sprintf("理由 %d", i+1), reason.Text+bracketed(reason.Clauses))
	}
	add("补充说明", r.Note)
	resist(located(c.remedies(r), r.government(sites)), add)
	return lines, nil
}

// Paid says how what was decided is paid, as the procedure has it (57号第二十五条);
// empty where it pays nothing or the procedure does not say.
func (c *Sight) Paid(r Ruling) (how Reason) {
	i := slices.IndexFunc(c.Flow.Procedure.Steps, func(s pack.ProcedureStep) bool { return s.ID == "payment" })
	if i < 0 || !r.Gives || r.Sum <= 0 {
		return how
	}
	step := c.Flow.Procedure.Steps[i]
	how.Text = step.Label
	for _, cite := range step.Cites {
		how.Clauses = append(how.Clauses, c.law.clause(cite.Text))
	}
	return how
}

// resist says what can be done by whoever does not agree.
func resist(list []Remedy, add func(label, text string)) {
	for i, remedy := range list {
		add(fmt.Sprintf("不同意怎么办 %d", i+1), remedy.Label+within(remedy)+bracketed(remedy.Clauses))
	}
}

// decided says in a word what was decided.
func (r *Ruling) decided() string {
	if word := changeWords[r.Change]; word != "" {
		return r.Programme + word
	}
	return map[bool]string{true: "给予", false: "不给予"}[r.Gives] + r.Programme
}

// remedies are what a family may do that does not agree: as the decision has
// them, or else as the procedure of the case writes them down, or any other of
// the place on that day.
func (c *Sight) remedies(r Ruling) []Remedy {
	if len(r.Remedies) > 0 {
		return r.Remedies
	}
	for _, p := range append([]*pack.Procedure{c.Flow.Procedure}, c.law.Procedures...) {
		for _, step := range p.Steps {
			if step.ID != "remedy" || p != c.Flow.Procedure && !p.Span.Contains(r.Day) {
				continue
			}
			own := Remedy{Label: step.Label, Within: step.Within, Days: step.Days}
			for _, cite := range step.Cites {
				own.Clauses = append(own.Clauses, c.law.clause(cite.Text))
			}
			return []Remedy{own}
		}
	}
	return nil
}

// pers are the words for how often a sum is meant.
var pers = map[string]string{"once": "一次", "month": "每月", "year": "每年", "day": "每天"}

// units are the words for the days of a limit.
var units = map[string]string{"days": "天", "working_days": "个工作日", "months": "个月"}

// within says by when a remedy is to be taken.
func within(r Remedy) string {
	if r.Within == 0 {
		return ""
	}
	return fmt.Sprintf("，%d %s内", r.Within, units[r.Days])
}

// bracketed are clauses as a family reads them: the document and the place in it.
func bracketed(list []Clause) string {
	var texts []string
	for _, c := range list {
		if !strings.HasPrefix(c.Source, "《") {
			c.Source = "《" + c.Source + "》"
		}
		texts = append(texts, c.Source+c.At)
	}
	if len(texts) == 0 {
		return ""
	}
	return "（" + strings.Join(texts, "、") + "）"
}
