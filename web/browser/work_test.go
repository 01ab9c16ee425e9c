package browser

import "maps"

// taken opens the case of the tests and takes it into one's own hands.
func taken(b *tab) {
	b.Helper()
	at("tc.1", "/office/2/case/1")(b)
	if ask[bool](b, `!!document.querySelector('button[value="take"]')`) {
		b.press(`button[value="take"]`)
	}
}

func init() {
	maps.Copy(visits, map[string]func(*tab){
		"GET /work":     func(b *tab) { taken(b); b.visit("/work?programme=dibao") },
		"GET /notice":   at("tc.1", "/notice"),
		"GET /chart":    at("cr.1", "/chart?from=2026-01-01"),
		"GET /decision": at("cr.1", "/decision?from=2026-01-01"),
		"POST /work":    func(b *tab) { at("tc.1", "/work?due=week")(b); b.press(`form[action="/work"][method="post"] button`) },
		"POST /work/drop": func(b *tab) {
			at("tc.1", "/work?due=week")(b)
			b.write("name", "本周要定的")
			b.press(`form[action="/work"][method="post"] button`)
			b.press(`form[action="/work/drop"] button`)
		},
		"POST /office/{office}/case/{number}/claim": taken,
		"POST /office/{office}/staff/{staff}/work": func(b *tab) {
			taken(b)
			at("cr.1", "/office/2/staff/{tc.1}")(b)
			b.pick("colleague", numbered("{tr.1}"))
			b.write("reason", "外出学习")
			b.press(`form[action$="/work"] .btn-primary`)
		},
	})
}
