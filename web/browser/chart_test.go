package browser

import (
	"strings"
	"testing"
)

// The charts of cases are drawn from the tables beside them: what stands in a row
// stands in the drawing.
func TestChartsOfCasesAreDrawn(t *testing.T) {
	b := open(t, desk, true)
	at("cr.1", "/chart?from=2026-01-01")(b)
	for _, name := range []string{"standing", "steps"} {
		if !ask[bool](b, `!!document.querySelector('table[data-table="`+name+`"] tbody tr')`) {
			t.Fatalf("there is nothing to draw of %s", name)
		}
		box := `document.querySelector('figure[data-cases="` + name + `"]')`
		b.waitFor(`!` + box + `.hidden && ` + box + `.querySelectorAll('svg path').length > 3`)
		row := ask[string](b, `document.querySelector('table[data-table="`+name+`"] tbody tr th').firstChild.textContent.trim()`)
		words := strings.Join(strings.Fields(ask[string](b, box+`.querySelector('svg').textContent`)), "")
		if head := []rune(row); !strings.Contains(words, string(head[:min(4, len(head))])) {
			t.Errorf("%s: no %q in the drawing: %s", name, row, words)
		}
	}
}
