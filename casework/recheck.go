package casework

import (
	"slices"

	"doudi/fault"
)

// checkTold is the step by which a family is told, in good time, that what the
// departments answered speaks against its application (57号第十八条). Whoever does
// not agree says so with his papers, and is looked into again before he is answered
// and before anything is decided.
const checkTold = "check_told"

// telling refuses to tell of a check that nobody has entered.
func (c *Sight) telling() error {
	if slices.Contains(c.Held, Check) {
		return nil
	}
	return fault.New(fault.Refused, "还没有登记核对报告，没有结果可以告知；请先填“核对报告”")
}

// CheckTold is the turn in which the family was told of the check in this round;
// 0 if it was not.
func (c *Sight) CheckTold() int64 {
	for _, t := range slices.Backward(c.Turns) {
		if t.Act == Aside && t.Step == checkTold && t.Number > c.round() {
			return t.Number
		}
	}
	return 0
}

// contested is the first turn in which the family disputed what it was told of the
// check and nobody has answered; 0 if it did not.
func (c *Sight) contested() int64 {
	told := c.CheckTold()
	for _, said := range c.Pleas {
		if told != 0 && said > told {
			return said
		}
	}
	return 0
}

// rechecks are the records by which somebody is looked into again.
var rechecks = []Sort{Check, Survey, Visit, Inquiry}

// Rechecked refuses to answer a family that disputes the check before it was
// looked into again.
func (c *Sight) Rechecked() error {
	since := c.contested()
	if since == 0 || slices.ContainsFunc(c.Records, func(r Record) bool {
		return r.Turn > since && slices.Contains(rechecks, r.Sort) && (r.Corrects == 0 || r.Sort == Check)
	}) {
		return nil
	}
	return fault.New(fault.Refused, "家庭对核对结果有异议，要先复查再答复；请先登记复查的记录（核对报告、入户调查表或者邻里访问记录）")
}

// uncontested refuses to decide while the family waits for that answer.
func (c *Sight) uncontested() error {
	if c.contested() == 0 {
		return nil
	}
	return fault.New(fault.Refused, "家庭对核对结果有异议，还没有复查、答复；请经办人员先复查，答复家庭以后再决定")
}
