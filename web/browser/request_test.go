package browser

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"doudi/access"
	"doudi/casework"
)

// stranger is a phone that no other request of the tests was begun with, so that
// none waits for another.
func stranger() string {
	strangers++
	return fmt.Sprintf("1380013%04d", strangers)
}

// strangers counts the phones.
var strangers int

// began comes to where the code of a new request is asked for.
func began(b *tab) {
	b.Helper()
	tick.Add(int64(time.Second)) // so that the code is the last
	b.visit("/f/apply")
	b.pick("office", "2")
	b.write("phone", stranger())
	b.press(`form[action="/f/apply"] .btn-primary`)
}

// asking comes to the family's own new request.
func asking(b *tab) {
	b.Helper()
	began(b)
	b.write("code", sent(b))
	b.press("form.card .btn-primary")
}

// saysWho comes to it with somebody who asks for something.
func saysWho(b *tab) {
	b.Helper()
	asking(b)
	b.visit("/f/apply/mine/people")
	b.write("p.0.name", "张秀兰")
	b.write("p.0.number", "11010519491231002X")
	b.write("address", "雪峰镇城东村12号")
	ask[bool](b, `(e => { e.checked = true; return true })(document.querySelector('input[name="programme"][value="dibao"]'))`)
	b.press("form.stack > .btn-primary")
}

// lodged hands one in.
func lodged(b *tab) {
	b.Helper()
	saysWho(b)
	b.visit("/f/apply/mine")
	b.press(`form[action="/f/apply/mine/lodge"] .btn-primary`)
}

// arrived is the address of a request that waits.
func arrived(b *tab) string {
	b.Helper()
	town := access.Office{ID: 2, Level: access.Township, Above: []int64{1}}
	list, err := cases.Inbox(context.Background(), clerk().Actor, []access.Office{town}, 500)
	b.must(err)
	first := slices.IndexFunc(list, func(a casework.Arrived) bool { return a.State == casework.Lodged })
	if first < 0 {
		lodged(b)
		return arrived(b)
	}
	return fmt.Sprintf("/office/2/request/%d", list[first].ID)
}

func init() {
	maps.Copy(visits, map[string]func(*tab){
		"GET /f/apply":  func(b *tab) { b.visit("/f/apply") },
		"POST /f/apply": began,
		"POST /f/apply/from": func(b *tab) {
			b.visit("/examples/1-mingxi-2020-standard-1")
			b.press(`form[action="/f/apply/from"] button`)
		},
		"POST /f/apply/back": func(b *tab) {
			b.visit("/f/apply")
			b.write("ticket", "1234")
			b.press(`form[action="/f/apply/back"] button`)
		},
		"POST /f/apply/code":                    func(b *tab) { began(b); b.write("code", "1"); b.press("form.card .btn-primary") },
		"GET /f/apply/mine":                     asking,
		"GET /f/apply/mine/people":              func(b *tab) { asking(b); b.visit("/f/apply/mine/people") },
		"POST /f/apply/mine/people":             func(b *tab) { asking(b); b.visit("/f/apply/mine/people"); b.press("form.stack > .btn-primary") },
		"GET /f/apply/mine/questions":           saysWho,
		"POST /f/apply/mine/questions":          func(b *tab) { saysWho(b); b.press(`button[value="keep"]:not(.first-submit)`) },
		"GET /f/apply/mine/sign":                func(b *tab) { saysWho(b); b.visit("/f/apply/mine/sign") },
		"POST /f/apply/mine/sign":               func(b *tab) { saysWho(b); b.visit("/f/apply/mine/sign"); b.press(`button[value="keep"]`) },
		"POST /f/apply/mine/lodge":              lodged,
		"POST /f/apply/mine/out":                func(b *tab) { asking(b); b.press(`button[value="forget"]`) },
		"GET /office/{office}/request/{number}": func(b *tab) { at("tc.1", arrived(b))(b) },
		"POST /office/{office}/request/{number}": func(b *tab) {
			at("tc.1", arrived(b))(b)
			b.press(`button[value="back"]`)
		},
	})
}

func TestAFamilyAppliesByItselfOnAPhone(t *testing.T) {
	b := open(t, phone, true)
	lodged(b)
	b.shoot("family-lodged")
	b.accessible()
	b.fits()
	at("tc.1", arrived(b))(b)
	b.shoot("family-arrived")
	b.accessible()
	b.fits()
}
