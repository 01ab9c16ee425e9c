package browser

import (
	"fmt"
	"testing"
)

// TestRowsAreAddedAndDroppedInTheFormOfFacts adds a row in place where scripts
// run and on a new page where they do not, takes one out, and saves: what was
// typed stays all the way.
func TestRowsAreAddedAndDroppedInTheFormOfFacts(t *testing.T) {
	for part, c := range map[string]struct {
		scripts          bool
		plural, question string
	}{"plot": {true, "plots", "tenths"}, "herd": {false, "herds", "heads"}} {
		t.Run(fmt.Sprintf("scripts %v", c.scripts), func(t *testing.T) {
			b := open(t, phone, c.scripts)
			enter(b, "tc.1")
			table := "m.0." + c.plural
			row := func(i int) string { return fmt.Sprintf("%s.%d.%s", table, i, c.question) }
			push := func(do string) {
				b.Helper()
				if button := `button[value="` + do + `"]`; c.scripts {
					ask[bool](b, `(document.querySelector('`+button+`').click(), true)`)
				} else {
					b.press(button)
				}
			}
			b.visit("/office/2/person/2/facts/" + part)
			ask[bool](b, `(document.getElementById("`+table+`.all").checked = true)`)
			b.write(row(0), "12")
			push("add:" + table)
			b.waitFor(`document.getElementsByName("` + row(1) + `").length === 1`)
			b.write(row(1), "7")
			b.pick("source", "surveyed")
			b.press("#form .btn-lg")
			b.shows("第1条", "12", "第2条", "入户调查")
			b.visit("/office/2/person/2/facts/" + part)
			push("drop:" + table + ".0")
			b.waitFor(`document.getElementsByName("` + row(0) + `")[0].value === "7" && document.getElementsByName("` + row(1) + `").length === 0`)
			b.pick("source", "surveyed")
			b.press("#form .btn-lg")
			if text := ask[string](b, `document.getElementById("`+part+`").innerText`); text == "" || ask[bool](b, `document.getElementById("`+part+`").innerText.includes("第2条")`) {
				t.Errorf("%q", text)
			}
		})
	}
}
