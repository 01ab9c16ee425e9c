package browser

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"doudi/casework"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// surveyForm is the form of a survey of the family's case.
const surveyForm = "/office/2/case/1/enter/survey"

// found is a survey as the clerk enters it, by a key.
func found(key int) casework.Record {
	r := casework.Record{Sort: casework.Survey, Ident: fmt.Sprintf("key%019d", key), On: folk.Today(), Hour: "09:30", Place: "雪峰镇城东村12号", Met: "王桂兰本人",
		First: "王小燕", Second: casework.Companion{Name: "村委会 李建军"}}
	for _, s := range r.Sort.Sections() {
		r.Said = append(r.Said, casework.Finding{About: s.ID, Label: s.Label, Text: "和申报的一致，没有发现没有申报的收入和财产。"})
	}
	return r
}

// signatures are those of both investigators and of who was met.
func signatures() (list []casework.Attachment) {
	for i, who := range casework.Survey.Signers() {
		list = append(list, casework.Attachment{Picture: casework.Picture{Label: who.Label}, Sort: "signature", Media: "image/png", Content: bytes.Repeat([]byte{byte(i + 1)}, 30), Signature: true})
	}
	return list
}

// survey enters one, and gives its turn.
func survey(key int) (int64, error) {
	return cases.Enter(context.Background(), clerk(), 1, found(key), signatures(), func(r casework.Record, number int64) ([]byte, error) {
		return fmt.Appendf(nil, "%%PDF-1.7 %d", number), nil
	})
}

// surveys are how many the case has.
func surveys(b *tab) (n int) {
	b.Helper()
	c, err := cases.Look(b.ctx, clerk(), 1)
	b.must(err)
	for _, r := range c.Records {
		if r.Sort == casework.Survey {
			n++
		}
	}
	return n
}

// lostSignal is known to older browsers than what took its place.
var lostSignal = cdp.Command[network.OverrideNetworkStateParams, cdp.Empty]{Method: "Network.emulateNetworkConditions"}

// signal takes the connection away, or gives it back.
func (b *tab) signal(there bool) {
	b.Helper()
	_, err := chromedp.Call(b.ctx, lostSignal, network.OverrideNetworkStateParams{Offline: !there, DownloadThroughput: -1, UploadThroughput: -1})
	b.must(err)
}

// types enters a text as a person does, so that the page hears of it.
func (b *tab) types(name, text string) {
	b.Helper()
	ask[bool](b, fmt.Sprintf(`(e => { e.value = %q; e.dispatchEvent(new Event('input', {bubbles: true})); return true })(document.getElementsByName(%q)[0])`, text, name))
}

// photographs puts a picture into a field as a camera does.
func (b *tab) photographs(id string, shade uint8) {
	b.Helper()
	b.choose(id, card(shade))
	ask[bool](b, fmt.Sprintf(`document.getElementById(%q).dispatchEvent(new Event('change', {bubbles: true}))`, id))
}

// drafts is what lies in the browser: how many parts, and their bytes as text.
const drafts = `new Promise(done => { const asked = indexedDB.open('doudi-drafts', 1); asked.onsuccess = () => {
	const all = asked.result.transaction('drafts').objectStore('drafts').getAll()
	all.onsuccess = () => { asked.result.close(); done(all.result.length + ' ' + all.result.map(v => new TextDecoder('utf-8', {fatal: false}).decode(v.data)).join('')) } } })`

// kept waits for a promise of the page.
func (b *tab) kept() string {
	b.Helper()
	text, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](drafts, chromedp.EvalAwaitPromise))
	b.must(err)
	return text
}

func TestASurveySurvivesALostConnectionAndAClosedBrowser(t *testing.T) {
	b := open(t, phone, true)
	at("tc.1", surveyForm)(b)
	before := surveys(b)
	b.waitFor(`document.forms.form.dataset.ready === 'yes'`)
	b.signal(false)
	b.types("met", "王桂兰本人在家")
	b.types("second_name", "村委会 李建军")
	b.types("result", "房屋一层，和申报的一致")
	b.photographs("file", 77)
	b.photographs("sign_family", 78)
	b.photographs("sign_first", 79)
	b.photographs("sign_second", 80)
	b.waitFor(`!document.querySelector('[data-chosen]').hidden`)
	ask[bool](b, `document.querySelector('.btn-lg').click() || true`)
	b.waitFor(`document.querySelector('[data-draft-says]').textContent.includes('没有连上')`)
	b.shoot("survey-offline-390")
	if text := b.kept(); text[0] != '5' || len(text) < 1000 || strings.Contains(text, "王桂兰") || strings.Contains(text, "JFIF") {
		t.Errorf("what lies in the phone can be read, or is not all: %.60q", text)
	}
	if surveys(b) != before {
		t.Fatal("it was sent without a connection")
	}
	b.do(chromedp.Navigate("about:blank")) // the browser is closed
	b.signal(true)
	again := open(t, phone, true)
	at("tc.1", surveyForm)(again)
	again.waitFor(`location.pathname.includes('/record/') && document.readyState === 'complete'`)
	again.shows("王桂兰本人在家", "房屋一层，和申报的一致", "照片 1", "见到的人签名")
	if got := surveys(again); got != before+1 {
		t.Errorf("%d surveys instead of one", got-before)
	}
	if text := again.kept(); text != "0 " {
		t.Errorf("something is left in the phone: %.60q", text)
	}
	third := open(t, phone, true)
	at("tc.1", surveyForm)(third)
	third.waitFor(`document.forms.form.dataset.ready === 'yes'`)
	if text := ask[string](third, `document.getElementsByName('met')[0].value`); text != "" {
		t.Errorf("a new form begins with %q", text)
	}
}

func init() {
	maps.Copy(visits, map[string]func(*tab){
		"GET /office/{office}/case/{number}/enter/{what}": at("tc.1", surveyForm),
		"POST /office/{office}/case/{number}/enter/{what}": func(b *tab) {
			at("tc.1", surveyForm)(b)
			b.away(`document.forms.form.submit()`)
		},
		"GET /office/{office}/case/{number}/record/{line}": func(b *tab) {
			turn, err := survey(1)
			b.must(err)
			at("tc.1", fmt.Sprintf("/office/2/case/1/record/%d", turn))(b)
		},
	})
}

// What is wrong with a survey is seen where it is told, also where the browser
// scrolls smoothly.
func TestWhatIsWrongWithASurveyIsSeen(t *testing.T) {
	b := open(t, phone, true)
	at("tc.1", surveyForm)(b)
	b.waitFor(`document.forms.form.dataset.ready === 'yes'`)
	ask[bool](b, `(document.documentElement.style.scrollBehavior = 'smooth') && (document.querySelector('.btn-lg').click() || true)`)
	b.waitFor(`!!document.getElementById('problems')`)
	time.Sleep(1500 * time.Millisecond) // what still moves comes to rest
	if top := ask[float64](b, `document.getElementById('problems').getBoundingClientRect().top`); top < -1 || top > 450 {
		t.Errorf("what is wrong stands at %.0f", top)
	}
}

// A log-in that ran out while a form waited leads to the first page of logging in,
// and, half logged in, on to the code: neither is the end of the draft.
func TestASurveyWaitsUntilItsOwnerIsWhollyLoggedIn(t *testing.T) {
	b := open(t, phone, true)
	at("tc.1", surveyForm)(b)
	before := surveys(b)
	b.waitFor(`document.forms.form.dataset.ready === 'yes'`)
	b.types("met", "王桂兰本人在家")
	b.types("second_name", "村委会 李建军")
	b.types("result", "和申报的一致")
	for i, id := range []string{"file", "sign_family", "sign_first", "sign_second"} {
		b.photographs(id, byte(87+i))
	}
	b.waitFor(`!document.querySelector('[data-chosen]').hidden`)
	other := open(t, phone, true) // of the same browser
	tick.Add(int64(90 * time.Second))
	other.visit("/home")
	other.press(`form[action="/logout"] button`)
	other.visit("/login")
	other.write("account", "tc.1")
	other.write("password", ownPassword)
	other.press("form.card .btn-primary") // the code is still to come
	ask[bool](b, `document.querySelector('.btn-lg').click() || true`)
	b.waitFor(`document.querySelector('[data-draft-says]').textContent.includes('登录过期了')`)
	if kept := b.kept(); kept[0] != '5' {
		t.Fatalf("what was not sent is gone: %.20q", kept)
	}
	prove(other, ids["tc.1"])
	b.do(chromedp.Navigate(ask[string](b, `location.href`)))
	b.waitFor(`location.pathname.includes('/record/') && document.readyState === 'complete'`)
	b.shows("王桂兰本人在家")
	if got := surveys(b); got != before+1 {
		t.Errorf("%d surveys instead of one", got-before)
	}
}
