package web

import (
	"cmp"
	"strings"

	"doudi/engine"
	"doudi/fact"
)

// teller remembers what a page has told, so that a reason is given once and
// every document has one number.
type teller struct {
	told map[string]bool
	docs []string
	at   map[string]int

	out []byte // what reasons writes
}

// newTeller begins a page.
func newTeller() *teller { return &teller{told: map[string]bool{}, at: map[string]int{}} }

// doc is the number of a document on this page.
func (t *teller) doc(source string) int {
	n, known := t.at[source]
	if !known {
		t.docs = append(t.docs, source)
		n = len(t.docs)
		t.at[source] = n
	}
	return n
}

// per is how often an amount comes.
func per(a engine.Amount) string { return cmp.Or(a.Per(), "一次") }

// figure is the number of an amount without its unit: 960 or 10至30.
func figure(a engine.Amount) string {
	low, high := strings.TrimSuffix(a.Low.String(), "元"), strings.TrimSuffix(a.High.String(), "元")
	if a.Low == a.High {
		return low
	}
	return low + "至" + high
}

// isMoney tells whether an outcome is paid.
func isMoney(o *engine.Outcome) bool { return o.Total.Type != fact.Invalid }

// payments say how often it is paid out.
var payments = map[string]string{"month": "按月发", "quarter": "按季发", "year": "按年发", "school_year": "按学年发", "once": "一次发", "row": "逐笔发"}

// failed are the lines at the top of an explanation that decided a refusal:
// every condition that is not met, or what stopped the award.
func failed(o *engine.Outcome) []engine.Line {
	var lines []engine.Line
	for i := range o.Why {
		if l := &o.Why[i]; l.Mark == "no" && l.ID != o.Programme {
			lines = append(lines, *l)
		}
	}
	if lines == nil {
		return o.Why
	}
	return lines
}
