package browser

import (
	"maps"
	"regexp"
	"time"

	"doudi/casework"
	"doudi/notify"
)

// messages are what the instance of the tests sends to families.
var messages *notify.Service

// followed comes to where the code of the first case is asked for.
func followed(b *tab) {
	b.Helper()
	c, err := cases.Look(b.ctx, clerk(), 1)
	b.must(err)
	letIn(b, c.Number)
	tick.Add(int64(time.Second)) // so that the code is the last
	b.visit("/f/case")
	b.write("number", c.Number.String())
	b.press("form.card .btn-primary")
}

// letIn lets the family in once, however long ago a code was last sent: codes with
// which nobody comes in are counted, and whoever has come in is free of them.
func letIn(b *tab, n casework.Number) {
	b.Helper()
	tick.Add(int64(time.Second)) // so that the code is the last
	b.must(cases.SendCode(b.ctx, n, "the tests"))
	_, err := cases.Admit(b.ctx, n, sent(b), "the tests")
	b.must(err)
}

// sent is the code that was sent last.
func sent(b *tab) string {
	b.Helper()
	kept, err := messages.Kept(b.ctx)
	b.must(err)
	return regexp.MustCompile(`\d{6}`).FindString(kept[0].Text)
}

// mine comes to the family's own case.
func mine(b *tab) {
	b.Helper()
	followed(b)
	b.write("code", sent(b))
	b.press("form.card .btn-primary")
}

func init() {
	maps.Copy(visits, map[string]func(*tab){
		"GET /f":       func(b *tab) { b.visit("/f") },
		"GET /f/case":  func(b *tab) { b.visit("/f/case") },
		"POST /f/case": followed,
		"POST /f/code": func(b *tab) { followed(b); b.write("code", "1"); b.press("form.card .btn-primary") },
		"GET /f/mine":  mine,
		"POST /f/mine": func(b *tab) {
			mine(b)
			b.write("text", "儿子接我去住了")
			b.press(`button[value="withdraw"]`)
		},
		"POST /f/out": func(b *tab) { mine(b); b.press(`form[action="/f/out"] button`) },
	})
}
