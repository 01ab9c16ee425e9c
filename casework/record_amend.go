package casework

import (
	"slices"

	"doudi/fault"
	"doudi/registry"
)

// amendable are the sorts of which a mistaken record is corrected by another of its
// sort: the earlier one stays as it was written and signed, the later one counts.
var amendable = []Sort{Check, Survey, Inquiry}

// amends refuses a record that takes the place of none that it can take the place of.
func (c *Sight) amends(r *Record) error {
	if r.Corrects == 0 {
		return nil
	}
	old, err := c.Recorded(r.Corrects)
	switch {
	case err != nil || old.Sort != r.Sort || !slices.Contains(amendable, r.Sort):
		return fault.New(fault.BadInput, "要更正的不是一份"+r.Sort.Label()+"；请从办件页打开要更正的那一份")
	case c.Corrected(r.Corrects):
		return fault.New(fault.Conflict, "这份"+r.Sort.Label()+"已经更正过；请打开更正以后的那一份")
	case r.Sort != Check && r.Corrects < c.round():
		// What is looked into anew is a record of its own.
		return fault.New(fault.Refused, "这份"+r.Sort.Label()+"是重新调查以前的，不再更正；请另填一份新的")
	}
	return nil
}

// MayCorrect tells whether somebody may enter a record that takes the place of another.
func (s *Service) MayCorrect(c *Sight, d registry.Desk, old *Record) bool {
	r := Record{Sort: old.Sort}
	r.Corrects = old.Turn
	return c.amends(&r) == nil && s.MayEnter(c, d, old.Sort)
}
