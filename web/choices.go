package web

import (
	"maps"
	"slices"

	"doudi/engine"
	"doudi/fact"
)

// choiceView is a question that only the family can answer, with what comes
// out of each answer side by side.
type choiceView struct {
	ID, Label string
	Options   []optionView
}

// optionView is one answer of a choice.
type optionView struct {
	ID, Label string
	Chosen    bool
	Outcomes  []*engine.Outcome // of the programmes that the choice is about
}

// choices lays out the choices that are open, and those that were made, by
// determining the family once per option.
func (a *answers) choices(s *fact.Snapshot, found *engine.Result) []choiceView {
	var views []choiceView
	for i := range a.place.program.Choices {
		c := &a.place.program.Choices[i]
		open := slices.ContainsFunc(found.Outcomes, func(o engine.Outcome) bool { return o.Choice == c.ID })
		if !open && a.Chosen[c.ID] == "" || slices.ContainsFunc(views, func(v choiceView) bool { return v.ID == c.ID }) {
			continue
		}
		about := map[string]bool{}
		for _, o := range c.Options {
			for _, p := range o.Programmes {
				about[a.place.program.Programmes[p].ID] = true
			}
		}
		view := choiceView{ID: c.ID, Label: c.Label}
		for _, o := range c.Options {
			view.Options = append(view.Options, optionView{o.ID, o.Label, a.Chosen[c.ID] == o.ID, a.tryOption(s, c.ID, o.ID, about)})
		}
		views = append(views, view)
	}
	return views
}

// tryOption determines the family as if it had chosen an option, and keeps
// what it would get of the programmes that the choice is about.
func (a *answers) tryOption(s *fact.Snapshot, choice, option string, about map[string]bool) []*engine.Outcome {
	other := *s
	other.Chosen = maps.Clone(s.Chosen)
	if other.Chosen == nil {
		other.Chosen = map[string]string{}
	}
	other.Chosen[choice] = option
	r := a.place.engine.Determine(&other, engine.Options{NoExplain: true})
	var kept []*engine.Outcome
	for i := range r.Outcomes {
		if o := &r.Outcomes[i]; about[o.Programme] && o.Status != engine.Excluded && o.Status != engine.Refused && o.Status != engine.NotClaimed {
			kept = append(kept, o)
		}
	}
	return kept
}
