package browser

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"doudi/casework"
	"doudi/demo"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// readers is a demo as the reader of the README starts it, by the program
// itself.
type readers struct{ password, site string }

// follow builds the program, makes a small demo and opens its pages.
func follow(t *testing.T) readers {
	t.Helper()
	dir := t.TempDir()
	program, db, keys := filepath.Join(dir, "doudi"), filepath.Join(dir, "d.sqlite"), filepath.Join(dir, "keys.txt")
	run := func(name string, args ...string) string {
		text, err := exec.Command(name, args...).Output()
		if err != nil {
			t.Fatal(name, args, err)
		}
		return string(text)
	}
	run("go", "build", "-o", program, "../../cmd/doudi")
	said := run(program, "init", "--demo", "--families", "40", "--db", db, "--keys", keys)
	ctx, stop := context.WithCancel(context.Background())
	serve := exec.CommandContext(ctx, program, "serve", "--db", db, "--keys", keys, "--addr", "127.0.0.1:0")
	serve.Cancel = func() error { return serve.Process.Signal(os.Interrupt) }
	out, err := serve.StdoutPipe()
	if err == nil {
		err = serve.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(); serve.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	address := regexp.MustCompile(`http://[0-9.:]+`).FindString(line)
	if err != nil || address == "" {
		t.Fatal(line, err)
	}
	return readers{regexp.MustCompile(`密码都是 (\S+)，`).FindStringSubmatch(said)[1], address}
}

// arrive logs somebody in with the code that the page shows.
func (r readers) arrive(b *tab, account string) {
	b.Helper()
	_, err := chromedp.Call(b.ctx, network.ClearBrowserCookies, cdp.Empty{})
	b.must(err)
	knock(b, account, r.password)
	b.write("code", ask[string](b, `document.querySelector('code.secret').innerText`))
	b.press("form.card .btn-primary")
}

// shown keeps a picture of the top of the page for the README, with -update.
func shown(b *tab, name string, height int64) {
	b.Helper()
	if !*update {
		return
	}
	b.do(chromedp.EmulateViewport(desk, height))
	picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	b.must(err)
	b.must(os.WriteFile(filepath.Join(pictures, name), picture, 0o644))
	b.do(chromedp.EmulateViewport(desk, 900))
}

// button finds the button of an act, also where it lies folded away.
func button(name string) string {
	return fmt.Sprintf(`[...document.querySelectorAll('button[name="act"]')].find(e => e.value === %q || e.value.startsWith(%[1]q + ':'))`, name)
}

// act presses a button of a case's page, with a note where one is asked for, and
// says that it is meant where that is asked.
func act(b *tab, name, note string) {
	b.Helper()
	b.away(fmt.Sprintf(`(e => { const n = e.form.elements.note; if (n) n.value = %q; e.form.requestSubmit(e) })(%s)`, note, button(name)))
	if ask[bool](b, `!!document.querySelector('button[value="sure"]')`) {
		b.press(`button[value="sure"]`)
	}
}

// stands demands what the page of a case says.
func stands(b *tab, word string) {
	b.Helper()
	if text := ask[string](b, `document.querySelector('main').innerText`); !strings.Contains(text, word) {
		b.Fatalf("the page does not say %s:\n%s", word, text)
	}
}

// TestTheScriptOfTheReadme does what the README tells a newcomer to do, in its
// order, and takes its pictures.
func TestTheScriptOfTheReadme(t *testing.T) {
	r := follow(t)
	defer func(old string) { site = old }(site)
	site = r.site
	b := open(t, desk, true)
	r.arrive(b, "xuefeng.clerk")
	b.accessible()
	b.fits()
	b.chinese()
	shown(b, "script-work.png", 760)
	file := takeIn(b)
	number := numberOf(b)
	act(b, "do", "已安排两人入户")

	r.arrive(b, "county.clerk")
	b.visit(file)
	act(b, "do", "已发出核对")

	r.arrive(b, "xuefeng.clerk")
	b.visit(file)
	visitHome(b)
	b.visit(file)
	act(b, "do", "两人入户，和申报一致")
	act(b, "judge", "")
	issue(b, file, "公　示")
	r.arrive(b, "village.coordinator")
	stands(b, number)
	b.visit(file + "/notice")
	b.write("where", "竹溪村公示栏")
	b.write("why", "演示，没有照片")
	b.press(`button[value="hang"]`)
	stands(b, "公示到")
	b.press(`.demo-note button[value="8"]`)

	r.arrive(b, "xuefeng.clerk")
	b.visit(file)
	act(b, "end", "公示期满，没有异议")
	act(b, "judge", "")
	stands(b, "符合条件：最低生活保障，每月")
	act(b, "opine:agree", "")

	r.arrive(b, "county.decider")
	b.visit(file)
	ask[bool](b, `(e => { e.scrollIntoView({behavior: 'instant'}); return true })(document.getElementById('judged'))`)
	shown(b, "script-decision.png", 900)
	act(b, "approve", "符合条件")

	r.arrive(b, "county.clerk")
	b.visit(file)
	issue(b, file, "公　布")
	b.write("where", "竹溪村公示栏")
	b.write("why", "演示，没有照片")
	b.press(`button[value="hang"]`)
	b.visit(file)
	stands(b, "已给予")
	r.asTheFamily(b, number)
	for _, name := range []string{"script-work.png", "script-application.png", "script-slip.png", "script-decision.png"} {
		if info, err := os.Stat(filepath.Join(pictures, name)); err != nil || info.Size() > 300<<10 {
			t.Error("missing, or too large: ", name, err)
		}
	}
}

// takeIn finds the family of the script, takes its application and gives the
// address of its case.
func takeIn(b *tab) string {
	b.Helper()
	b.visit("/person")
	b.write("text", demo.Guest)
	b.press("form.card .btn-primary")
	b.press(`main a[href*="/person/"]`)
	b.press(`main a[href*="/household/"]`)
	b.press(`main a[href$="/apply"]`)
	ask[bool](b, `(e => { e.checked = true; return true })(document.querySelector('input[name="programme"][value="dibao"]'))`)
	b.press("section .btn-primary")
	application := ask[string](b, `location.pathname`)
	shown(b, "script-application.png", 1000)
	b.press(`button[value="sign"]`)
	for i, field := range ask[[]string](b, `[...document.querySelectorAll('[data-sign] input[type=file]')].map(e => e.id)`) {
		b.choose(field, card(uint8(60*i)))
	}
	b.press("form.stack > .btn-primary")
	b.visit(application)
	b.press(`button[value="accept"]`)
	stands(b, "受理通知书")
	shown(b, "script-slip.png", 1000)
	b.visit(application)
	b.press(`main a.num[href*="/case/"]`)
	return ask[string](b, `location.pathname`)
}

// issue makes the notice of a case: which words it has the law says.
func issue(b *tab, file, heading string) {
	b.Helper()
	b.visit(file + "/notice")
	for field, text := range map[string]string{"place": "雪峰镇社会事务办", "phone": "0598-2812345"} {
		ask[bool](b, fmt.Sprintf(`(e => { if (e) e.value = %q; return true })(document.getElementsByName(%q)[0])`, text, field))
	}
	b.press(`button[value="make"]`)
	stands(b, heading)
}

// visitHome writes down what two people found at home: with a colleague, where one
// is offered, or with somebody of the village.
func visitHome(b *tab) {
	b.Helper()
	b.press(`main a[href$="/enter/survey"]`)
	if colleague := ask[string](b, `[...document.getElementsByName("second")].flatMap(e => [...e.options]).map(o => o.value).find(v => v) || ""`); colleague != "" {
		b.pick("second", colleague)
	} else {
		b.write("second_name", "村委会 李建军")
	}
	for field, text := range map[string]string{"met": "申请人本人", "home": "平房两间，住了多年", "income": "打零工，和申报的一致", "property": "没有车，没有经营",
		"expense": "妻子常年吃药", "health": "妻子肢体二级残疾", "result": "和申报的一致"} {
		b.write(field, text)
	}
	for i, who := range casework.Survey.Signers() {
		b.photographs(who.ID, uint8(80+i))
	}
	b.press(".btn-lg")
	stands(b, "入户调查表")
}
