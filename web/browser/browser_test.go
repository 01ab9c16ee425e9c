// Package browser holds the tests of the pages in a real browser. They have a
// room of their own, so that make check can leave them to make test.
package browser

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"doudi/examples"
	"doudi/pack"
	"doudi/packs"
	"doudi/web"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// The widths that every page is seen at: a desk and a phone.
const (
	desk  = 1280
	phone = 390
)

// screenshots are kept beside the binary, out of git.
const screenshots = "../../dist/screenshots"

// site is the address of the pages; browser is the one Chromium of all tests.
var (
	site    string
	browser context.Context
)

// TestMain starts the pages and one browser.
func TestMain(m *testing.M) { os.Exit(run(m)) }

// run is TestMain with its ends tied up.
func run(m *testing.M) int {
	if err := web.CheckAssets(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	set, _ := pack.LoadAll(packs.FS)
	law, problems := web.OpenLaw(set)
	if law == nil {
		fmt.Fprintln(os.Stderr, problems)
		return 1
	}
	end, err := workplace()
	if end != nil {
		defer end()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	works, err := web.New(web.Options{Law: law, Examples: examples.FS, Now: clock, Random: &chance{}, Staff: people, Registry: folk, Papers: bags, Admin: kept, Cases: cases, Messages: messages, Log: slog.New(slog.NewTextHandler(io.MultiWriter(os.Stderr, &logged), nil))})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	server := httptest.NewServer(works)
	defer server.Close()
	site = server.URL
	home, err := os.MkdirTemp("", "chromium")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(home)
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), flags(home)...)
	defer cancel()
	browser, cancel = chromedp.NewContext(allocator)
	defer cancel()
	if err := chromedp.Do(browser); err != nil {
		fmt.Fprintln(os.Stderr, "the browser does not start; make deps installs it:", err)
		return 1
	}
	return m.Run()
}

// logged is what the site put in its log.
var logged bytes.Buffer

// noon is the day of the tests, under the law of 2026.
func noon() time.Time { return time.Date(2026, 9, 15, 12, 0, 0, 0, time.FixedZone("CST", 8*60*60)) }

// chance gives the same ids in every run.
type chance struct{ n int }

// Read fills p from a counter.
func (c *chance) Read(p []byte) (int, error) {
	c.n++
	sum := sha256.Sum256(fmt.Append(nil, c.n))
	return copy(p, sum[:]), nil
}

// flags start Debian's Chromium without calling anybody. Bootstrap scrolls
// smoothly unless a reader wants no motion: a click would be aimed at where a
// button was while the page still moved.
func flags(home string) []chromedp.ExecAllocatorOption {
	options := []chromedp.ExecAllocatorOption{chromedp.UserDataDir(home), chromedp.Env("LANG=zh_CN.UTF-8", "TZ=Asia/Shanghai")}
	for _, flag := range []string{"headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking",
		"disable-component-update", "disable-sync", "disable-dev-shm-usage", "hide-scrollbars", "force-prefers-reduced-motion"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	return append(options, chromedp.Flag("lang", "zh-CN"), chromedp.Flag("force-color-profile", "srgb"))
}

// tab is one page of the browser with its test.
type tab struct {
	*testing.T
	ctx context.Context
}

// open gives a new tab of a width. Scripts can be switched off.
func open(t *testing.T, width int64, scripts bool) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	b := &tab{t, ctx}
	b.do(chromedp.EmulateViewport(width, 900))
	if !scripts {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		b.must(err)
	}
	return b
}

// must ends the test on an error.
func (b *tab) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// do runs steps.
func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	b.must(chromedp.Do(b.ctx, steps...))
}

// visit opens an address of the site.
func (b *tab) visit(path string) {
	b.Helper()
	b.do(chromedp.Navigate(site + path))
}

// waitLoad does something and waits until the next page is there.
func waitLoad[T any](do chromedp.Action[T]) chromedp.Action[page.EventLoadEventFired] {
	return chromedp.WaitEvent(page.LoadEventFired, nil, do)
}

// press clicks what a selector finds and waits for the next page.
func (b *tab) press(selector string) {
	b.Helper()
	_, err := chromedp.Run(b.ctx, waitLoad(chromedp.Click(chromedp.CSS(selector))))
	b.must(err)
}

// ask evaluates an expression of the page.
func ask[T any](b *tab, expression string) T {
	b.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	b.must(err)
	return v
}

// pick chooses in the list with an id.
func (b *tab) pick(name, value string) {
	b.Helper()
	ask[bool](b, fmt.Sprintf(`(e => { e.value = %q; return e.value === %[1]q })(document.getElementById(%q))`, value, name))
}

// write types into the field with a name.
func (b *tab) write(name, text string) {
	b.Helper()
	ask[bool](b, fmt.Sprintf(`(e => { e.value = %q; return true })(document.getElementsByName(%q)[0])`, text, name))
}

// submit hands the form in and waits for the answer.
func (b *tab) submit() {
	b.Helper()
	b.away(`document.getElementById('form').submit()`)
}

// away runs a script that leaves the page, and waits for the next one.
func (b *tab) away(script string) {
	b.Helper()
	_, err := chromedp.Run(b.ctx, waitLoad(chromedp.Evaluate[any](script)))
	b.must(err)
}

// shoot keeps a picture of the whole page.
func (b *tab) shoot(name string) {
	b.Helper()
	picture, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	b.must(err)
	b.must(os.MkdirAll(screenshots, 0o755))
	b.must(os.WriteFile(filepath.Join(screenshots, name+".png"), picture, 0o644))
}

// finding is one violation that axe reports.
type finding struct {
	ID, Impact, Help string
	Nodes            []string
}

// accessible lets axe look at the page; serious and critical findings fail.
func (b *tab) accessible() {
	b.Helper()
	axe, err := os.ReadFile("../assets/node_modules/axe-core/axe.min.js")
	b.must(err)
	ask[bool](b, string(axe)+";true")
	text, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`axe.run(document).then(r => JSON.stringify(r.violations.map(
		v => ({ID: v.id, Impact: v.impact, Help: v.help, Nodes: v.nodes.map(n => n.html.slice(0, 200))}))))`, chromedp.EvalAwaitPromise))
	b.must(err)
	var found []finding
	b.must(json.Unmarshal([]byte(text), &found))
	for _, f := range found {
		if f.Impact == "serious" || f.Impact == "critical" {
			b.Errorf("axe: %s: %s (%s)\n  %s", f.Impact, f.Help, f.ID, strings.Join(f.Nodes, "\n  "))
		}
	}
}

// fits checks that nothing is wider than the window.
func (b *tab) fits() {
	b.Helper()
	if over := ask[float64](b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
		wide := ask[string](b, `[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map(e => e.outerHTML.slice(0, 160)).join('\n')`)
		b.Errorf("%v pixels wider than the window:\n%s", over, wide)
	}
}

// chinese checks that no English word is shown; codes and names of accounts,
// which are no words, stand in code elements, and an address is none.
func (b *tab) chinese() {
	b.Helper()
	if words := ask[[]string](b, `(codes => {
		codes.forEach(e => e.style.display = 'none')
		const words = document.body.innerText.replace(/https?:\S+/g, '').match(/[A-Za-z]{3,}/g) || []
		codes.forEach(e => e.style.display = '')
		return words
	})([...document.querySelectorAll('code')])`); len(words) > 0 {
		b.Errorf("not Chinese: %q", words)
	}
}
