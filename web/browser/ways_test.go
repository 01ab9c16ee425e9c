package browser

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// keys sends keys to whatever has the focus.
func (b *tab) keys(keys ...string) {
	b.Helper()
	for _, k := range keys {
		b.do(chromedp.KeyEvent(k))
	}
}

// tabTo presses the tabulator until a field has the focus.
func (b *tab) tabTo(id string) {
	b.Helper()
	for range 80 {
		if ask[string](b, `document.activeElement.id || document.activeElement.name || ''`) == id {
			return
		}
		b.keys(kb.Tab)
	}
	b.Fatalf("the tabulator does not come to %s", id)
}

// named finds a field by its id; ids hold dots.
func named(id string) chromedp.CSS { return chromedp.CSS(fmt.Sprintf("[id=%q]", id)) }

// waitFor waits until an expression of the page holds, however slow the machine is.
func (b *tab) waitFor(expression string) {
	b.Helper()
	for limit := time.Now().Add(30 * time.Second); time.Now().Before(limit); time.Sleep(50 * time.Millisecond) {
		if ask[bool](b, expression) {
			return
		}
	}
	b.Fatalf("never came true: %s", expression)
}

// text is what the page shows.
func (b *tab) text() string {
	b.Helper()
	return ask[string](b, `document.body.innerText`)
}

// shows wants words on the page.
func (b *tab) shows(words ...string) {
	b.Helper()
	text := strings.Join(strings.Fields(b.text()), "")
	for _, w := range words {
		if !strings.Contains(text, strings.Join(strings.Fields(w), "")) {
			b.Errorf("the page does not show %q", w)
		}
	}
}

// TestAPersonWithAKeyboardComesThrough asks the whole question without a
// mouse: place, answers, result, and back to what is missing.
func TestAPersonWithAKeyboardComesThrough(t *testing.T) {
	b := open(t, desk, true)
	b.visit("/")
	b.keys(kb.Tab)
	if got := ask[string](b, `document.activeElement.textContent`); got != "跳到正文" {
		t.Errorf("the first stop is %q", got)
	}
	b.keys(kb.Enter)
	for range 20 {
		b.keys(kb.Tab)
		if strings.Contains(ask[string](b, `document.activeElement.textContent`), "明溪县") {
			break
		}
	}
	b.away(`document.activeElement.click()`)
	b.tabTo("h.area")
	b.keys("城")
	b.tabTo("m.0.birth_date")
	b.keys("1970-05-01")
	b.tabTo("m.0.disability_level")
	b.keys("没")
	b.tabTo("m.0.incomes.none")
	b.keys(kb.ArrowRight)
	b.waitFor(`document.getElementById('m.0.incomes.all').checked`)
	b.tabTo("m.0.incomes.0.amount")
	b.keys("1000")
	if ring := ask[string](b, `getComputedStyle(document.activeElement).outlineStyle`); ring != "solid" {
		t.Errorf("the focus is not seen: %s", ring)
	}
	_, err := chromedp.Run(b.ctx, waitLoad(chromedp.KeyEvent(kb.Enter)))
	b.must(err)
	b.shows("查询结果", "补上下面的情况就能知道")
	b.away(`document.querySelector('button[name=focus]').click()`)
	if focus := ask[string](b, `document.activeElement.id || document.activeElement.name`); focus == "" {
		t.Error("the missing question does not get the focus")
	}
	if got := ask[string](b, `document.getElementsByName('m.0.incomes.0.amount')[0].value`); got != "1000" {
		t.Errorf("what was typed is lost: %q", got)
	}
}

// TestEverythingWorksWithoutScripts adds people and lines by buttons, is told
// what is wrong, and gets the result.
func TestEverythingWorksWithoutScripts(t *testing.T) {
	b := open(t, phone, false)
	b.visit("/")
	b.press(`input[value="cn-350421"] + button`)
	b.shows("填写家庭情况", "一家的情况", "本人", "看结果")
	b.press(`button[value="add:m"]`)
	b.do(chromedp.SetValue(named("h.area"), "urban"), chromedp.SetValue(named("m.1.relation"), "spouse"))
	b.do(chromedp.SendKeys(named("m.0.birth_date"), "1970-05-01"), chromedp.SendKeys(named("m.1.birth_date"), "gestern"))
	b.do(chromedp.Click(chromedp.CSS(`[id="m.0.incomes"] label.tap-for`)))
	b.press(`button[value="add:m.0.incomes"]`)
	b.shows("删去")
	b.press(".go button")
	b.shows("有", "处要改一下", "请写成 2026-09-15 这样的年月日", "请至少填一条")
	b.do(chromedp.Click(chromedp.CSS(`[id="m.0.incomes"] label.tap`)))
	b.do(chromedp.Clear(named("m.1.birth_date")), chromedp.SendKeys(named("m.1.birth_date"), "1972-08-09"))
	b.press(".go button")
	b.shows("查询结果", "本人、配偶")
	b.press(`button[formaction="/share"]`)
	b.shows("分享链接", "保留到")
}

// TestOneStepAtATimeOnAPhone walks through the parts with scripts.
func TestOneStepAtATimeOnAPhone(t *testing.T) {
	b := open(t, phone, true)
	questions(b)
	visible := `[...document.querySelectorAll('#form .step')].filter(e => e.offsetParent !== null).length`
	if n := ask[int](b, visible); n != 1 {
		t.Fatalf("%d parts are shown at once", n)
	}
	b.shows("第 1 步，共 2 步：一家的情况")
	fill(b)
	ask[bool](b, `(document.querySelector('.steps .btn-primary').click(), true)`)
	b.shows("第 2 步，共 2 步：本人", "再加一个家里人")
	ask[bool](b, `(document.querySelector('button[value="add:m"]').click(), true)`)
	b.waitFor(`!!document.getElementById('m.1.relation')`)
	b.waitFor(`document.activeElement.id === 'm.1.relation'`)
	b.waitFor(`(document.getElementById('progress') || document.body).textContent.includes('第 3 步，共 3 步')`)
	b.shoot("steps-390")
	if got := ask[string](b, `document.getElementById('m.0.birth_date').value`); got != "1970-05-01" {
		t.Errorf("what was typed is lost: %q", got)
	}
	ask[bool](b, `(document.querySelector('button[value="drop:m.1"]').click(), true)`)
	b.waitFor(`!document.getElementById('m.1.relation')`)
	b.waitFor(`(document.getElementById('progress') || document.body).textContent.includes('共 2 步')`)
}

// TestQuestionsComeAndGoWithTheAnswers shows a question only where it applies.
func TestQuestionsComeAndGoWithTheAnswers(t *testing.T) {
	b := open(t, desk, true)
	questions(b)
	choose := func(value string) {
		ask[bool](b, fmt.Sprintf(`(e => { e.value = %q; e.dispatchEvent(new Event('change', {bubbles: true})); return true })(document.getElementById('m.0.disability_level'))`, value))
	}
	if ask[bool](b, `!!document.getElementById('m.0.disability_kind')`) {
		t.Fatal("the kind is asked before the level")
	}
	choose("2")
	b.waitFor(`!!document.getElementById('m.0.disability_kind')`)
	b.waitFor(`!document.querySelector('.htmx-settling, .htmx-added')`)
	choose("none")
	b.waitFor(`!document.getElementById('m.0.disability_kind')`)
}

// TestWhatIsTypedMeanwhileIsKept types on while the page is fetched anew.
func TestWhatIsTypedMeanwhileIsKept(t *testing.T) {
	b := open(t, desk, true)
	questions(b)
	ask[bool](b, `(e => { e.value = '2'; e.dispatchEvent(new Event('change', {bubbles: true}));
		document.getElementById('m.0.birth_date').value = '1970-05-01';
		document.getElementById('m.0.incomes.none').click(); return true })(document.getElementById('m.0.disability_level'))`)
	b.waitFor(`!!document.getElementById('m.0.disability_kind')`)
	if ask[string](b, `document.getElementById('m.0.birth_date').value`) != "1970-05-01" || !ask[bool](b, `document.getElementById('m.0.incomes.none').checked`) {
		t.Error("what was typed meanwhile is lost")
	}
}

// TestPaperShowsTheReasons opens the reasons of every programme before printing.
func TestPaperShowsTheReasons(t *testing.T) {
	b := open(t, desk, true)
	questions(b)
	fill(b)
	b.submit()
	folded := `document.querySelectorAll('main .programme:not([open])').length`
	if ask[int](b, folded) == 0 {
		t.Fatal("nothing is folded: the test shows nothing")
	}
	ask[bool](b, `(window.dispatchEvent(new Event('beforeprint')), true)`)
	if n := ask[int](b, folded); n != 0 {
		t.Errorf("%d programmes stay folded on paper", n)
	}
	ask[bool](b, `(window.dispatchEvent(new Event('afterprint')), true)`)
	if ask[int](b, folded) == 0 {
		t.Error("the folds stay open after printing")
	}
}

// TestWhatIsTypedBetweenTwoAnswersIsKept answers two questions that fetch the
// page anew, and types between them.
func TestWhatIsTypedBetweenTwoAnswersIsKept(t *testing.T) {
	b := open(t, desk, true)
	questions(b)
	ask[bool](b, `(pick => { pick('h.area', 'urban'); document.getElementById('m.0.birth_date').value = '1970-05-01'; pick('m.0.disability_level', '2'); return true })(
		(id, value) => (e => { e.value = value; e.dispatchEvent(new Event('change', {bubbles: true})) })(document.getElementById(id)))`)
	time.Sleep(time.Second)
	b.waitFor(`!document.querySelector('.htmx-request, .htmx-settling, .htmx-added')`)
	if got := ask[[]string](b, `['h.area', 'm.0.birth_date', 'm.0.disability_level'].map(id => document.getElementById(id).value)`); strings.Join(got, " ") != "urban 1970-05-01 2" {
		t.Errorf("what was typed is lost: %q", got)
	}
}
