package web

import (
	"net/http"
	"slices"

	"doudi/casefile"
	"doudi/civil"
	"doudi/policy"
)

// ruleView is one rule on a day.
type ruleView struct {
	Way         []crumb
	Place       *place
	Label       string
	Day, Begin  string
	DayWords    string
	Thing       *thingView // nil where the rule is not law on the day
	Boundary    string
	Versions    []versionView
	Reads, Read []refView
	Cases       []workedCase
}

// boundaryWords say how a rule draws its line.
var boundaryWords = map[string]string{"below": "低于这条线才算，正好在线上的不算", "at_most": "正好在线上的也算", "at_least": "达到这条线就算，正好在线上的也算", "above": "超过这条线才算，正好在线上的不算"}

// lawRule shows one rule of a place.
func (s *Site) lawRule(w http.ResponseWriter, r *http.Request) error {
	b, on, err := s.visit(r)
	if err != nil {
		return err
	}
	i, ok := b.program.RuleIndex[r.PathValue("id")]
	if !ok {
		return noSuchThing(b)
	}
	rule := &b.program.Rules[i]
	ref := policy.Ref{Section: policy.SectionRule, ID: rule.ID}
	subject := b.pieces[ref].Subject
	v := ruleView{Way: b.crumbs(on, crumb{b.subjectLabel(subject), b.path(on, "subject", subject)}, crumb{rule.Label, ""}), Place: b.place, Label: rule.Label,
		Day: on.String(), Begin: b.begin.String(), DayWords: on.Chinese(), Read: b.refs(b.readBy[ref], on)}
	v.Cases = b.casesFor(func(e casefile.Expectation) bool { return slices.Contains(e.Because, rule.ID) })
	if it := b.reading(on).Find(policy.SectionRule, rule.ID); it != nil {
		thing := b.thing(it.Section, it.ID, it.Label, it.Lines, on)
		v.Thing = &thing
	}
	for k := range rule.Versions {
		b.ruleVersion(&v, rule, &rule.Versions[k], on)
	}
	return s.show(w, r, http.StatusOK, lawRule(v))
}

// ruleVersion adds one version; the one of the day brings what it reads.
func (b *book) ruleVersion(v *ruleView, rule *policy.Rule, x *policy.RuleVersion, on civil.Date) {
	current := x.Span.Contains(on)
	v.Versions = append(v.Versions, versionView{spanWords(x.Span), b.path(max(x.Span.From, b.begin), "rule", rule.ID), current, b.source(x.Origin, x.Status, x.Cites)})
	if current {
		v.Reads, v.Boundary = b.refs(b.program.Uses(x.Body), on), boundaryWords[x.Boundary]
	}
}
