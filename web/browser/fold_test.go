package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// comparison is a page with many differences under many subjects.
const comparison = "/law/diff?a=cn-350421&b=cn-12"

// TestAComparisonIsFoldedOnAPhone folds every subject where the page would be
// too long to read, and opens the one that is gone to; a desk sees it all.
func TestAComparisonIsFoldedOnAPhone(t *testing.T) {
	const unfolded, height = `document.querySelectorAll('.fold[open]').length`, `document.documentElement.scrollHeight`
	b := open(t, phone, true)
	b.visit(comparison)
	if n, high := ask[int](b, unfolded), ask[int](b, height); n != 0 || high > 4000 {
		t.Errorf("%d subjects are open, %d pixels", n, high)
	}
	b.accessible()
	b.shoot("comparison-folded-390")
	ask[bool](b, `(document.querySelectorAll('.jump a')[2].click(), true)`)
	b.waitFor(unfolded + ` === 1`)
	b.waitFor(`document.querySelector('.fold[open]').getBoundingClientRect().top < 100`)
	for width, scripts := range map[int64]bool{desk: true, phone: false} {
		b := open(t, width, scripts)
		b.visit(comparison)
		b.shows("没有")
		if scripts && ask[int](b, `document.querySelectorAll('.fold:not([open])').length`) != 0 {
			t.Error("a desk has folded subjects")
		}
	}
}

// TestTheBarOfStepsCoversNoFieldWithTheFocus puts every field of a part under
// the bar at the foot of a phone and gives it the focus: it must come up.
func TestTheBarOfStepsCoversNoFieldWithTheFocus(t *testing.T) {
	b := open(t, phone, true)
	questions(b)
	b.do(chromedp.EmulateViewport(phone, 560))
	ask[bool](b, `(document.documentElement.style.scrollBehavior = 'auto', document.querySelectorAll('.step details').forEach(e => e.open = true), true)`)
	covered := ask[[]string](b, `(bar => [...document.querySelectorAll('.step:not([hidden]) input:not([type=hidden]), .step:not([hidden]) select')]
		.filter(e => e.offsetParent && e.getBoundingClientRect().width > 20).filter(e => {
			document.activeElement.blur()
			scrollTo(0, e.getBoundingClientRect().bottom + scrollY - innerHeight + 4)
			e.focus()
			return bar.getBoundingClientRect().bottom >= innerHeight - 1 && e.getBoundingClientRect().bottom > bar.getBoundingClientRect().top
		}).map(e => e.id || e.name))(document.querySelector('.steps'))`)
	if len(covered) > 0 {
		t.Errorf("covered: %q", covered)
	}
}

// TestTheMenuOfTheStaffFoldsOnAPhone opens it without scripts and by the keyboard;
// a desk has no fold.
func TestTheMenuOfTheStaffFoldsOnAPhone(t *testing.T) {
	const menu = `document.querySelector('nav[aria-label="工作"]').offsetHeight`
	b := open(t, phone, true)
	enter(b, "cd.1")
	b.visit("/home")
	if head := ask[int](b, `document.querySelector('.masthead').offsetHeight`); head > 140 || ask[int](b, menu) != 0 {
		t.Errorf("the head takes %d pixels of a phone", head)
	}
	ask[bool](b, `(document.querySelector('.staffbar summary').focus(), true)`)
	_, err := chromedp.Run(b.ctx, chromedp.KeyEvent(" "))
	b.must(err)
	b.waitFor(menu + ` > 40`)
	b.accessible()
	b.shoot("menu-390")
	b = open(t, desk, true)
	enter(b, "cd.1")
	if fold := ask[int](b, `document.querySelector('.staffbar .menu').offsetHeight`); fold != 0 || ask[int](b, menu) == 0 {
		t.Error("a desk has to unfold its menu")
	}
}
