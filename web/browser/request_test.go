package browser

import (
	"context"
	"fmt"
	"maps"
	"testing"
	"time"

	"doudi/access"
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
	list, _, err := cases.Inbox(context.Background(), clerk().Actor, []access.Office{town}, 500)
	b.must(err)
	if len(list) == 0 {
		lodged(b)
		return arrived(b)
	}
	return fmt.Sprintf("/office/2/request/%d", list[0].ID)
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

// The whole way on phones: the family names itself, answers, draws its signatures
// and hands in; the clerk takes it in and prints the slip; the family comes back
// with its number and finds that of its case.
func TestAFamilyAppliesByItselfOnAPhone(t *testing.T) {
	b := open(t, phone, true)
	asking(b)
	ticket := ask[string](b, `document.querySelector('p.quiet strong.num').textContent`)
	b.visit("/f/apply/mine/people")
	b.write("p.0.name", "李春花")
	b.write("p.0.number", "350421197005011012")
	b.write("address", "雪峰镇城东村15号")
	ask[bool](b, `(e => { e.checked = true; return true })(document.querySelector('input[name="programme"][value="dibao"]'))`)
	b.press("form.stack > .btn-primary")
	turn := ask[string](b, `document.querySelector('#kept input').value`)
	b.typed("story", "摔伤了腿，做不了工")
	b.waitFor(`document.querySelector('#kept input').value !== "` + turn + `"`) // kept by itself
	b.press(`button[value="next"]`)
	for ask[bool](b, `document.querySelector('canvas') !== null`) {
		ask[bool](b, scrawl+`(document.querySelector('canvas'))`)
		b.waitFor(`[...document.querySelectorAll('[data-sign] input')].some(e => e.files.length === 1 && e.files[0].size > 500)`)
		b.press(`button[value="keep"]`)
	}
	b.accessible()
	b.fits()
	b.visit("/f/apply/mine")
	b.shows("李春花", "摔伤了腿", "核对授权书", "申请和承诺书")
	b.shoot("family-before-390")
	b.press(`form[action="/f/apply/mine/lodge"] .btn-primary`)
	b.shows("收到了", ticket)
	office := open(t, phone, true)
	at("tc.1", "/home")(office)
	office.press(`a[href="` + ask[string](office, `[...document.querySelectorAll('a')].find(a => a.textContent.startsWith('李春花')).getAttribute('href')`) + `"]`)
	office.shows("没有登记", "摔伤了腿")
	office.accessible()
	office.fits()
	office.press(`button[value="take"]`)
	office.shows("家庭自己", "有了")
	office.visit(ask[string](office, `location.pathname`) + "/print/slip")
	office.shows("李春花")
	tick.Add(int64(time.Second)) // so that the code is the last
	b.visit("/f/apply")
	b.write("ticket", ticket)
	b.press(`form[action="/f/apply/back"] button`)
	b.write("code", sent(b))
	b.press("form.card .btn-primary")
	b.shows("已经接收", "350421-2026-")
	b.shoot("family-taken-390")
}
