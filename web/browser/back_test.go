package browser

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// TestBackFromAPersonLeadsToWhatWasFound searches, opens somebody, and goes back
// as every browser does: the results are there, and nothing that the browser or
// the log keeps names who was searched for.
func TestBackFromAPersonLeadsToWhatWasFound(t *testing.T) {
	b := open(t, desk, true)
	at("tc.1", "/person")(b)
	b.write("text", "王桂兰")
	b.press("form.card .btn-primary")
	b.shows("找到 1 个", "王桂兰")
	b.press(fmt.Sprintf(`main a[href$="/person/%d"]`, wang))
	b.goes(-1)
	b.waitFor(`location.pathname.startsWith('/person/found/') && document.readyState === 'complete'`)
	b.shows("找到 1 个", "王桂兰")
	b.away(`location.reload()`) // where the browser kept the page itself
	b.shows("找到 1 个", "王桂兰")
	b.press(fmt.Sprintf(`main a[href$="/person/%d"]`, wang))
	history, err := chromedp.Run(b.ctx, chromedp.NavigationEntries())
	b.must(err)
	kept := logged.String()
	for _, entry := range history.Entries {
		address, err := url.QueryUnescape(entry.URL)
		b.must(err)
		kept += "\n" + address + " " + entry.Title
	}
	if strings.Contains(kept, "桂兰") || !strings.Contains(kept, "/person/found/") {
		t.Errorf("the history and the log: %s", kept)
	}
}

// goes goes through what the browser remembers, by so many pages.
func (b *tab) goes(by int) {
	b.Helper()
	history, err := chromedp.Run(b.ctx, chromedp.NavigationEntries())
	b.must(err)
	to := page.NavigateToHistoryEntryParams{EntryID: history.Entries[int(history.CurrentIndex)+by].ID}
	_, err = chromedp.Run(b.ctx, chromedp.WaitEvent(page.FrameNavigated, nil, func(ctx context.Context, t *chromedp.Target) (cdp.Empty, error) {
		return cdp.Call(ctx, t, page.NavigateToHistoryEntry, to) // a page that the browser kept is not loaded
	}))
	b.must(err)
	b.waitFor(`document.readyState === 'complete'`)
}

// Back and Forward lead to every kind of page that answers a form: a question that
// is asked before something is done, a code that is asked for, a form with what is
// wrong in it, what a calculation comes to.
func TestBackAndForwardLeadToTheAnswersOfForms(t *testing.T) {
	for name, route := range map[string]string{"a question before an act": "POST /office/{office}/case/{number}", "a code that is asked for": "POST /f/case", "a code of a new request": "POST /f/apply",
		"a wrong code": "POST /f/apply/code", "a form with an error": "POST /office/{office}/household/new", "the calculator": "POST /form", "its result": "POST /result", "a wrong password": "POST /login"} {
		t.Run(name, func(t *testing.T) {
			b := open(t, desk, true)
			visits[route](b)
			shown := b.text()
			b.visit("/law")
			b.goes(-1)
			if again := b.text(); again != shown || strings.Contains(ask[string](b, `location.href`), "chrome-error") {
				t.Errorf("Back shows %q, and not %q", again, shown)
			}
			b.goes(-1)
			b.goes(1)
			if again := b.text(); again != shown {
				t.Errorf("Forward shows %q, and not %q", again, shown)
			}
			b.away(`location.reload()`)
			if again := b.text(); again != shown {
				t.Errorf("loading it anew shows %q, and not %q", again, shown)
			}
		})
	}
}

// Behind a log-out Back leads to the door, whatever was shown.
func TestBackAfterLoggingOutShowsNothing(t *testing.T) {
	b := open(t, desk, true)
	visits["POST /office/{office}/case/{number}"](b)
	b.press(".staffbar button")
	b.goes(-1)
	if at := ask[string](b, `location.pathname`); at != "/login" {
		t.Errorf("Back leads to %s", at)
	}
}

// What was typed into a form that was refused stands in it when one comes back.
func TestWhatWasTypedIsThereAfterBack(t *testing.T) {
	b := open(t, desk, false)
	at("tc.1", "/office/2/person/new")(b)
	b.write("name", "张三丰")
	b.press("form.card .btn-primary")
	b.visit("/law")
	b.goes(-1)
	if got := ask[string](b, `document.getElementsByName('name')[0].value`); got != "张三丰" {
		t.Errorf("%q is left", got)
	}
}
