package casework

import (
	"slices"
	"strings"

	"doudi/access"
	"doudi/gb"
)

// Decider is what a finding is about that names the office that decided: papers
// about the decision are signed by it, whoever prints them.
const Decider = "decider"

// signed is who made a decision, as it was called on that day.
func (r *Ruling) signed(sites []access.Site) []Finding {
	at := slices.IndexFunc(sites, func(o access.Site) bool { return o.Number == r.Office })
	if at < 0 {
		return nil
	}
	return []Finding{{About: Decider, Label: "作出决定的单位", Text: sites[at].NameOn(r.Day)}}
}

// Signs is who signs a paper that says what a record says; "" where it says
// nothing of a decision.
func (r *Record) Signs() string { return r.text(Decider) }

// government names the one to which a family turns that does not agree: that of
// the county, whether its department decided or a township under it
// (行政复议法第二十四条).
func (r *Ruling) government(sites []access.Site) string {
	d, known := gb.Shipped().At(access.DivisionOf(sites, countyOf(sites, r.Office), r.Day), r.Day)
	if !known {
		return ""
	}
	return d.Name + "人民政府"
}

// located puts the name of the government into what a family can do.
func located(list []Remedy, government string) []Remedy {
	const whose = "本级人民政府"
	list = slices.Clone(list)
	for i := range list {
		if government != "" {
			list[i].Label = strings.Replace(list[i].Label, whose, whose+"（"+government+"）", 1)
		}
	}
	return list
}
