package casework

import (
	"doudi/access"
	"doudi/civil"
	"doudi/fault"
)

// Earlier is aid given once that a household had within a year before: whoever asks
// again does so for another need, and who gives says which.
type Earlier struct {
	Number Number
	Day    civil.Date
	Ruling Ruling
}

// earlier reads what a household was given once in the twelve months before a day,
// where that is asked for again. The sources have no rule on one need that is asked
// for twice; temporary aid is for the need at hand (民发〔2018〕23号二(一)).
func (c *Sight) earlier(v View) error {
	if c.Ground != "" || c.Aid.Pays != "once" {
		return nil
	}
	list, err := v.AwardsOf(c.Office, c.Household)
	if err != nil {
		return err
	}
	for _, a := range list {
		last := a.Decisions[len(a.Decisions)-1]
		if last.Pays != "once" || last.Case == c.ID || a.Starts < c.Today.Month()-12 {
			continue
		}
		if err := c.hadEarlier(v, last); err != nil {
			return err
		}
	}
	return nil
}

// hadEarlier adds the decision of one.
func (c *Sight) hadEarlier(v View, had AwardDecision) error {
	f, err := v.Case(c.Office, had.Case)
	if err != nil {
		return err
	}
	decisions, err := v.Decisions(c.Office, had.Case)
	for _, d := range decisions {
		if d.Turn == had.Turn {
			one := Earlier{f.Number, d.Day, d.Ruling}
			one.Ruling.Sum = had.Sum
			c.Earlier = append(c.Earlier, one)
		}
	}
	return err
}

// another refuses to give once more without a word on why it is another need.
func (c *Sight) another(v View, t Turn) error {
	now := *c
	now.Earlier, now.Today = nil, access.DayOf(t.At)
	if err := now.earlier(v); err != nil || len(now.Earlier) == 0 || t.Note != "" {
		return err
	}
	last := now.Earlier[len(now.Earlier)-1]
	return fault.New(fault.BadInput, "理由：这一家"+last.Day.Chinese()+"得过“"+last.Ruling.Programme+"”"+last.Ruling.Sum.String()+"（办件 "+last.Number.String()+"）；请写明这一次为什么是另外的困难").At(0, "note")
}
