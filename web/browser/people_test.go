package browser

import (
	"fmt"
	"maps"
)

// fillIn opens a form as somebody, fills fields in (name, value, name, value …)
// and sends it.
func fillIn(account, path string, pairs ...string) func(*tab) {
	return func(b *tab) {
		b.Helper()
		at(account, path)(b)
		for i := 0; i < len(pairs); i += 2 {
			if !ask[bool](b, fmt.Sprintf(`((tap, e) => { if (tap) tap.checked = true; else if (e) e.value = %q; return !!(tap || e) })(document.getElementById(%q), document.getElementsByName(%q)[0])`,
				pairs[i+1], pairs[i]+"."+pairs[i+1], pairs[i])) {
				b.Errorf("%s asks for no %s", path, pairs[i])
			}
		}
		b.press("form.card .btn-primary")
	}
}

func init() {
	person := func(id int) string { return fmt.Sprintf("/office/2/person/%d", id) }
	maps.Copy(visits, map[string]func(*tab){
		"GET /office/{office}/person/new":             at("tc.1", "/office/2/person/new"),
		"POST /office/{office}/person/new":            fillIn("tc.1", "/office/2/person/new", "name", "陈建国", "birth", "1952-03-08", "sex", "male"),
		"GET /office/{office}/person/{person}/edit":   at("tc.1", person(wang)+"/edit"),
		"POST /office/{office}/person/{person}/edit":  fillIn("tc.1", person(chen)+"/edit", "number", "11010519491231002"),
		"GET /office/{office}/person/{person}/merge":  at("cr.1", person(chen)+"/merge"),
		"POST /office/{office}/person/{person}/merge": fillIn("cr.1", person(chen)+"/merge", "other", fmt.Sprint(baby)),
	})
}
