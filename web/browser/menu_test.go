package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// Whoever has most to do has his menu on one line of an office PC, and the rest of
// it one press away; on a phone all of it folds out.
func TestTheMenuStandsOnOneLine(t *testing.T) {
	b := open(t, desk, true)
	at("cr.1", "/home")(b)
	if lines := ask[int](b, `new Set([...document.querySelectorAll('.staffbar a, .staffbar .menu-rest summary')].filter(e => e.offsetParent).map(e => e.offsetTop + (e.offsetParent.className === 'rest' ? e.offsetParent.offsetTop : 0))).size`); lines != 1 {
		t.Errorf("the menu stands on %d lines", lines)
	}
	if tall := ask[float64](b, `document.querySelector('.staffbar').getBoundingClientRect().height`); tall > 80 {
		t.Errorf("the bar is %v pixels tall", tall)
	}
	own := `document.querySelector('.staffbar a[href="/password"]')`
	if ask[bool](b, own+`.offsetParent !== null`) {
		t.Error("what is behind 更多 shows")
	}
	ask[bool](b, `(document.querySelector('.menu-rest summary').click(), true)`)
	b.accessible()
	b.fits()
	b.shoot("menu-more-1280")
	b.away(own + `.click()`)
	b.shows("新密码")
	b.do(chromedp.EmulateViewport(phone, 900))
	b.visit("/home")
	ask[bool](b, `(document.querySelector('.staffbar .menu summary').click(), true)`)
	if !ask[bool](b, own+`.offsetParent !== null`) {
		t.Error("on a phone the rest is not there")
	}
	b.fits()
	b.shoot("menu-open-390")
}

// Whoever prints without saying what for reads that at the field, on the page that
// he is on, also where his browser checks nothing.
func TestPrintingWithoutAPurposeIsSaidAtTheField(t *testing.T) {
	b := open(t, desk, true)
	at("tc.1", "/office/2/household/1/print/sheet")(b)
	b.away(`(f => { f.noValidate = true; f.querySelector('.btn-primary').click() })(document.querySelector('form.card.stack'))`)
	b.shows("用途：没有选")
	if n := ask[int](b, `document.querySelectorAll('.is-wrong').length`); n != 1 {
		t.Errorf("%d fields are marked", n)
	}
}
