package oracle

import (
	"fmt"
	"slices"
	"strings"

	"doudi/civil"
	"doudi/fact"
)

// Explain lists the outcomes of a family and every rule value that was needed
// for them, by law date: what one reads when the oracle and the engine differ.
func (o *Oracle) Explain(s *fact.Snapshot, overrides map[string]fact.Value) string {
	r, results := o.evaluate(s, overrides)
	var text strings.Builder
	for _, res := range results {
		fmt.Fprintf(&text, "%s[%d] %s total %d parts %v by %q %s\n", res.Programme, res.Instance, res.Status, res.Total, res.Parts, res.By, res.Note)
	}
	var dates []civil.Date
	for d := range r.memo {
		dates = append(dates, d)
	}
	slices.Sort(dates)
	for _, d := range dates {
		r.listRules(&text, d)
	}
	return text.String()
}

// listRules writes the values of one law date.
func (r *run) listRules(text *strings.Builder, d civil.Date) {
	y, m, dd := dayOf(int64(d))
	fmt.Fprintf(text, "law of %04d-%02d-%02d\n", y, m+1, dd)
	for i, values := range r.memo[d].rules {
		for inst, c := range values {
			if c != nil {
				fmt.Fprintf(text, "  %s[%d] = %v\n", r.rules[i].id, inst, c)
			}
		}
	}
}
