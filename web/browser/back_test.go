package browser

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

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
	_, err := chromedp.Run(b.ctx, chromedp.WaitEvent(page.FrameNavigated, nil, chromedp.Evaluate[any](`history.back()`)))
	b.must(err)
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
