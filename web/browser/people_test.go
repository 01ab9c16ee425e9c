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
	home := "/office/2/household/1"
	husband := fmt.Sprintf("%s/member/%d", home, chen)
	maps.Copy(visits, map[string]func(*tab){
		"GET /office/{office}/household/new":                                at("tc.1", fmt.Sprintf("/office/2/household/new?head=%d", baby)),
		"POST /office/{office}/household/new":                               fillIn("tc.1", "/office/2/household/new", "head", fmt.Sprint(wang)),
		"GET /office/{office}/household/{household}/member/new":             at("tc.1", home+"/member/new"),
		"POST /office/{office}/household/{household}/member/new":            fillIn("tc.1", home+"/member/new", "text", "无名"),
		"GET /office/{office}/household/{household}/member/{person}":        at("tc.1", husband),
		"POST /office/{office}/household/{household}/member/{person}":       fillIn("tc.1", husband, "relation", "head"),
		"GET /office/{office}/household/{household}/member/{person}/leave":  at("tc.1", husband+"/leave"),
		"POST /office/{office}/household/{household}/member/{person}/leave": fillIn("tc.1", husband+"/leave", "why", "died", "last", "2026-09-01"),
		"GET /office/{office}/household/{household}/head":                   at("tc.1", home+"/head"),
		"POST /office/{office}/household/{household}/head":                  fillIn("tc.1", home+"/head", fmt.Sprintf("relation.%d", wang), "spouse", fmt.Sprintf("relation.%d", chen), "head"),
		"GET /office/{office}/household/{household}/split":                  at("tc.1", home+"/split"),
		"POST /office/{office}/household/{household}/split":                 fillIn("tc.1", home+"/split", fmt.Sprintf("part.%d", chen), "1", fmt.Sprintf("relation.%d", chen), "head", "address.1", "雪峰镇城东村15号"),
		"GET /office/{office}/household/{household}/merge":                  at("tc.1", home+"/merge"),
		"POST /office/{office}/household/{household}/merge":                 fillIn("tc.1", home+"/merge", "with", "2"),
		"GET /office/{office}/household/{household}/move":                   at("tc.1", home+"/move"),
		"POST /office/{office}/household/{household}/move":                  fillIn("tc.1", home+"/move", "to", "盖洋", "address", "盖洋镇村头3号"),
		"GET /office/{office}/household/{household}/address":                at("tc.1", home+"/address"),
		"POST /office/{office}/household/{household}/address":               fillIn("tc.1", home+"/address", "address", "11010519491231002X"),
		"GET /office/{office}/person/new":                                   at("tc.1", "/office/2/person/new"),
		"POST /office/{office}/person/new":                                  fillIn("tc.1", "/office/2/person/new", "name", "陈建国", "birth", "1952-03-08", "sex", "male"),
		"GET /office/{office}/person/{person}/edit":                         at("tc.1", person(wang)+"/edit"),
		"POST /office/{office}/person/{person}/edit":                        fillIn("tc.1", person(chen)+"/edit", "number", "11010519491231002"),
		"GET /office/{office}/person/{person}/merge":                        at("cr.1", person(chen)+"/merge"),
		"POST /office/{office}/person/{person}/merge":                       fillIn("cr.1", person(chen)+"/merge", "other", fmt.Sprint(baby)),
	})
}
