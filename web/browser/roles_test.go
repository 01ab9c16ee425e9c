package browser

import (
	"fmt"
	"strings"
	"testing"

	"doudi/demo"
)

// deeds are what the work of each role begins with, on the pages of the demo;
// the word is what the page says when it is done.
var deeds = []struct {
	account string
	do      func(*tab)
	word    string
}{
	{"xuefeng.clerk", func(b *tab) {
		seek(b, demo.Guest)
		b.press(`main a[href*="/person/"]`)
		b.press(`main a[href*="/household/"]`)
		b.press(`main a[href$="/apply"]`)
	}, "最低生活保障"},
	{"xuefeng.reviewer", func(b *tab) { b.visit("/office/2/household"); b.press(`main a[href*="/household/"]`) }, "成员"},
	{"village.coordinator", func(b *tab) { b.visit("/office/11/household"); b.press(`main a[href*="/household/"]`) }, "竹溪村"},
	{"county.clerk", func(b *tab) { seek(b, demo.Guest); b.press(`main a[href*="/person/"]`) }, demo.Guest},
	{"county.reviewer", first, "办理经过"},
	{"county.decider", first, "办理经过"},
	{"county.finance", func(b *tab) { seek(b, demo.Guest) }, "雪峰镇"},
	{"county.policy", func(b *tab) {
		b.visit("/office/1/figure")
		b.press(`main a[href^="/office/1/figure/"]`)
		ask[bool](b, `(() => { document.querySelectorAll('[name=row]').forEach(c => c.checked = true); document.querySelector('[name=same][value=same]').checked = true; return true })()`)
		b.write("title", "关于公布标准的通知")
		b.write("document", "明政办〔2025〕12号")
		b.write("day", "2025-12-01")
		b.press("form.card .btn-primary")
	}, "明政办〔2025〕12号"},
	{"county.auditor", func(b *tab) { b.visit("/audit"); b.press(`main strong a[href*="/audit"]`) }, "登记"},
	{"system", func(b *tab) {
		b.visit("/office/2/staff/new")
		b.write("name", "林小雨")
		b.write("account", "xuefeng.new")
		b.press("form.card .btn-primary")
	}, "一次性密码"},
	{"security", func(b *tab) {
		b.visit("/office/2/staff")
		b.away(`[...document.querySelectorAll('main a[href*="/staff/"]')].find(a => a.innerText.includes('林小雨')).click()`)
		b.pick("role", "township_clerk")
		b.press(`form[action$="/grant"] .btn-primary`)
	}, "乡镇（街道）经办人"},
	{"audit", func(b *tab) { b.visit("/audit/checkpoint"); b.press("form.card .btn-primary") }, "检查点"},
}

// seek looks for somebody by name.
func seek(b *tab, name string) {
	b.Helper()
	b.visit("/person")
	b.write("text", name)
	b.press("form.card .btn-primary")
}

// first opens the first case of somebody's work.
func first(b *tab) {
	b.Helper()
	b.visit("/home")
	b.press(`main a[href*="/case/"]`)
}

// TestTheMainPathOfEveryRole logs every role of the demo in on a phone, opens
// every page of its menu, and does what its work begins with.
func TestTheMainPathOfEveryRole(t *testing.T) {
	r := follow(t)
	defer func(old string) { site = old }(site)
	site = r.site
	for _, role := range deeds {
		b := open(t, phone, true)
		r.arrive(b, role.account)
		for _, page := range ask[[]string](b, `[...document.querySelectorAll('.staffbar a')].map(a => a.getAttribute('href'))`) {
			b.visit(page)
			if text := b.text(); strings.Contains(text, "您不能这样做") || strings.Contains(text, "没有这一页") || strings.Contains(text, "出错") {
				t.Errorf("%s cannot open %s of the menu: %s", role.account, page, text)
			}
			b.fits()
		}
		role.do(b)
		if !strings.Contains(b.text(), role.word) {
			t.Error(fmt.Sprintf("%s: the page does not say %s:\n", role.account, role.word), b.text())
		}
		b.fits()
		b.accessible()
	}
}
