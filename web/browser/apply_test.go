package browser

import (
	"context"
	"maps"
	"testing"

	"doudi/casework"
)

// application is the address of one that is being filled in.
const application = "/office/2/application/1"

// begun gives the instance an application that somebody fills in, and one that
// was handed in.
func begun() error {
	for i, programme := range []string{"edge", "tekun"} {
		id, err := cases.Take(context.Background(), clerk(), casework.Opening{Household: 1, Programmes: []string{programme}, Way: casework.AtWindow, Taken: 2})
		if err == nil {
			_, err = cases.Save(context.Background(), clerk(), id, 1, casework.Content{Story: "妻子常年住院，药费花光了积蓄", Needs: []string{"medical"}})
		}
		if err == nil && i == 1 {
			err = cases.HandIn(context.Background(), clerk(), id, casework.Said{})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func init() {
	maps.Copy(visits, map[string]func(*tab){
		"GET /office/{office}/apply":                             at("tc.1", "/office/2/apply"),
		"POST /office/{office}/apply":                            then("tc.1", "/office/2/apply", "section:last-of-type .btn-primary"),
		"GET /office/{office}/household/{household}/apply":       at("tc.1", "/office/2/household/1/apply"),
		"POST /office/{office}/household/{household}/apply":      then("tc.1", "/office/2/household/1/apply", "section .btn-primary"),
		"GET /office/{office}/application/{number}":              at("tc.1", "/office/2/application/1"),
		"POST /office/{office}/application/{number}":             then("tc.1", "/office/2/application/1", `button.btn-primary[value="keep"]`),
		"GET /office/{office}/application/{number}/sign":         at("tc.1", "/office/2/application/1/sign"),
		"POST /office/{office}/application/{number}/sign":        then("tc.1", "/office/2/application/1/sign", "form.stack > .btn-primary"),
		"GET /office/{office}/application/{number}/print/{what}": at("tc.1", "/office/2/application/2/print/slip"),
		"POST /office/{office}/application/{number}/print/{what}": func(b *tab) {
			at("tc.1", "/office/2/application/2/print/forms")(b)
			ask[bool](b, `(f => { f.target = ''; return true })(document.querySelector('form.card'))`)
			b.press("form.card .btn-primary")
		},
	})
}

// typed writes into a field as somebody does who then goes on to the next.
func (b *tab) typed(name, text string) {
	b.Helper()
	b.write(name, text)
	ask[bool](b, `(e => { e.dispatchEvent(new Event('change', {bubbles: true})); return true })(document.getElementsByName("`+name+`")[0])`)
}

func TestWhatIsTypedInAnApplicationIsKeptByItself(t *testing.T) {
	b := open(t, desk, true)
	at("tc.1", application)(b)
	turn := ask[string](b, `document.querySelector('#kept input').value`)
	b.typed("story", "屋顶漏雨，没有钱修")
	b.waitFor(`document.querySelector('#kept input').value !== "` + turn + `"`)
	b.visit(application)
	other := open(t, phone, false)
	at("tc.1", application)(other)
	for where, page := range map[string]*tab{"after coming back": b, "on another machine without scripts": other} {
		if got := ask[string](page, `document.getElementsByName("story")[0].value`); got != "屋顶漏雨，没有钱修" {
			t.Errorf("%s there stands %q", where, got)
		}
	}
}

// scrawl draws a line over a place to sign, a little otherwise each time as a hand
// does: the same picture twice is refused.
const scrawl = `(c => {
	const box = c.getBoundingClientRect(), slope = 2 + 2 * Math.random()
	const at = (kind, x) => c.dispatchEvent(new PointerEvent(kind, {bubbles: true, pointerId: 1, clientX: box.left + x, clientY: box.top + 30 + x / slope}))
	c.setPointerCapture = () => {}
	at('pointerdown', 10); for (let x = 10; x < 120; x += 10) at('pointermove', x); at('pointerup', 120)
	return true
})`

func TestSignaturesAreDrawnOnThePage(t *testing.T) {
	b := open(t, phone, true)
	at("tc.1", application+"/sign")(b)
	before := ask[float64](b, `document.querySelectorAll('canvas').length`)
	ask[bool](b, scrawl+`(document.querySelector('canvas'))`)
	b.waitFor(`[...document.querySelectorAll('[data-sign] input')].some(e => e.files.length === 1 && e.files[0].size > 500)`)
	b.shoot("signature-390")
	b.press("form.stack > .btn-primary")
	b.shows("有了")
	at("tc.1", application+"/sign")(b)
	if after := ask[float64](b, `document.querySelectorAll('canvas').length`); after != before-1 {
		t.Errorf("%v places to sign, then %v", before, after)
	}
}
