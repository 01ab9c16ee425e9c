package browser

import (
	"regexp"
	"strings"
	"testing"
)

// actor logs somebody in and opens a page.
func (r readers) actor(b *tab, account, path string) {
	b.Helper()
	r.arrive(b, account)
	b.visit(path)
	b.fits()
}

// TestOneFamilyIsHelpedByFiveActorsOnPhonesWithoutScripts goes the whole way of
// one family: the window takes its application, the county checks, the village
// visits and posts, the window determines, the county decides and makes it known,
// and the family follows what was done, all on phones that run no scripts.
func TestOneFamilyIsHelpedByFiveActorsOnPhonesWithoutScripts(t *testing.T) {
	r := follow(t)
	defer func(old string) { site = old }(site)
	site = r.site
	b := open(t, phone, false)
	r.arrive(b, "xuefeng.clerk")
	file := takeIn(b)
	b.fits()
	act(b, "do", "已安排两人入户")
	number := numberOf(b)

	r.actor(b, "county.clerk", file)
	act(b, "do", "已发出核对")

	r.actor(b, "village.coordinator", file)
	visitHome(b)
	b.visit(file)
	act(b, "do", "和村主任一起入户，和申报一致")
	r.actor(b, "xuefeng.clerk", file)
	act(b, "judge", "")
	r.actor(b, "village.coordinator", file)
	issue(b, file, "公　示")
	b.write("where", "竹溪村公示栏")
	b.choose(ask[string](b, `document.querySelector('input[type=file]').id`), card(77))
	b.press(`button[value="hang"]`)
	stands(b, "公示到")
	b.press(`.demo-note button[value="8"]`)

	r.actor(b, "village.coordinator", file)
	act(b, "end", "公示期满，没有异议")
	r.actor(b, "xuefeng.clerk", file)
	act(b, "judge", "")
	stands(b, "符合条件：最低生活保障，每月")
	act(b, "opine:agree", "")

	r.actor(b, "county.decider", file)
	act(b, "approve", "符合条件")

	r.actor(b, "county.clerk", file)
	issue(b, file, "公　布")
	b.write("where", "竹溪村公示栏")
	b.choose(ask[string](b, `document.querySelector('input[type=file]').id`), card(78))
	b.press(`button[value="hang"]`)
	b.visit(file)
	stands(b, "已给予")
	r.asTheFamily(b, number)
}

// numberOf is the number of the case whose page is open.
func numberOf(b *tab) string {
	b.Helper()
	return regexp.MustCompile(`350421-\d{4}-\d{5}-\d`).FindString(b.text())
}

// asTheFamily follows the case with the code that was sent, and reads why.
func (r readers) asTheFamily(b *tab, number string) {
	b.Helper()
	b.visit("/f/case")
	b.write("number", number)
	b.press("form.card .btn-primary")
	phones := open(b.T, phone, false) // another page of the same browser
	phones.visit("/demo/outbox")
	code := regexp.MustCompile(`验证码\D{0,6}(\d{6})`).FindStringSubmatch(strings.Join(strings.Fields(phones.text()), ""))
	if code == nil {
		b.Fatalf("no code in the outbox: %s", phones.text())
	}
	b.write("code", code[1])
	b.press("form.card .btn-primary")
	b.shows("已给予", "每月", "理由")
	b.fits()
}
