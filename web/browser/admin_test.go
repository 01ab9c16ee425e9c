package browser

import (
	"context"
	"maps"
	"time"

	"doudi/admin"
	"doudi/audit"
	"doudi/job"
	"doudi/store"
)

// kept is what administrators keep of the instance.
var kept *admin.Service

// trouble gives the instance work that failed.
func trouble(s *store.Store) error {
	kept = admin.New(s.Admin(), clock)
	ctx := context.Background()
	if err := s.Do(ctx, 2, audit.Act{Name: "test.ask"}, func(tx *store.Tx) error {
		for _, key := range []string{"award:17/2026-07", "award:21/2026-07", "award:30/2026-07"} {
			if err := tx.Enqueue(job.Job{Office: 2, Kind: "print", Key: key, RunAt: tx.Now()}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return err
	}
	for range 2 {
		j, _, err := s.Claim(ctx, "w", time.Minute)
		if err != nil {
			return err
		}
		if err := s.Free(ctx, j, job.Given, clock(), "磁盘满了，没有保存；请腾出空间后再试，已保存的内容都在"); err != nil {
			return err
		}
	}
	return nil
}

// The files that the tests load.
const (
	holidays = "date,kind,name,source\n2027-01-01,off,元旦,虚构的通知\n2027-02-06,off,春节,虚构的通知\n"
	villages = "code,name,from,to,becomes,source\n350421100200,虚构村,2020-01-01,,,民政局\n350421100,雪峰镇,,2026-12-31,350421101,民政局\n"
)

// Files that are loaded to be taken back: whichever stands first on the page.
const (
	festival = "date,kind,name,source\n2030-01-01,off,元旦,虚构的通知\n"
	hamlet   = "code,name,from,to,becomes,source\n350421100299,虚构屯,2020-01-01,,,民政局\n"
)

// loadedOne loads a file unless one is loaded, and asks to take one back.
func loadedOne(b *tab, path, text string) {
	b.Helper()
	at("sa.1", path)(b)
	if !ask[bool](b, `!!document.querySelector('form[action$="/back"]')`) {
		if path == "/calendar" {
			b.pick("office", "0")
		}
		b.write("text", text)
		b.press("form.card .btn-primary")
		b.press("#preview .btn-primary")
	}
	b.press(`form[action$="/back"] button`)
}

// signed has a checkpoint signed and comes to its page.
func signed(b *tab) {
	b.Helper()
	at("au.1", "/audit/checkpoint")(b)
	b.press("form.card .btn-primary")
}

// confirmOne confirms a figure by its document.
func confirmOne(b *tab) {
	b.Helper()
	b.visit("/office/1/figure/urgent_months")
	ask[bool](b, `(() => { document.querySelectorAll('[name=row]').forEach(c => c.checked = true); document.querySelector('[name=same][value=same]').checked = true; return true })()`)
	b.write("title", "关于公布临时救助标准的通知")
	b.write("document", "明政办〔2025〕12号")
	b.write("day", "2025-12-01")
	b.press("form.card .btn-primary")
}

func init() {
	maps.Copy(visits, map[string]func(*tab){
		"GET /office/{office}/new": at("sa.1", "/office/1/new"),
		"POST /office/{office}/new": func(b *tab) {
			at("sa.1", "/office/1/new")(b)
			b.write("name", "沙溪乡")
			b.pick("level", "township")
			b.write("division", "350423100")
			b.press("form.card .btn-primary")
		},
		"GET /office/{office}/change": at("sa.1", "/office/3/change"),
		"POST /office/{office}/change": func(b *tab) {
			at("sa.1", "/office/3/change")(b)
			b.write("from", "明天")
			b.write("name", "城东社区")
			b.press(`form[action$="/change"] .btn-primary`)
		},
		"POST /office/{office}/close": func(b *tab) {
			at("sa.1", "/office/2/change")(b)
			ask[bool](b, `document.getElementsByName("sure")[0].click() || true`)
			b.press(`form[action$="/close"] button`)
		},
		"GET /calendar": at("sa.1", "/calendar?place=2&start=2026-12-28&days=5"),
		"POST /calendar": func(b *tab) {
			at("sa.1", "/calendar")(b)
			b.pick("office", "0")
			b.write("text", holidays)
			b.press("form.card .btn-primary")
		},
		// Taking back asks first; a file is loaded before.
		"POST /calendar/back": func(b *tab) { loadedOne(b, "/calendar", festival) },
		"POST /division/back": func(b *tab) { loadedOne(b, "/division", hamlet) },
		"GET /division":       at("sa.1", "/division"),
		"POST /division": func(b *tab) {
			at("sa.1", "/division")(b)
			b.write("text", villages)
			b.press("form.card .btn-primary")
		},
		"GET /office/{office}/figure":      at("cd.1", "/office/1/figure"),
		"GET /office/{office}/figure/{id}": at("cd.1", "/office/1/figure/house_limit"),
		"POST /office/{office}/figure/{id}": func(b *tab) {
			at("cd.1", "/office/1/figure/house_limit")(b)
			b.press("form.card .btn-primary")
		},
		// One is confirmed before; taking back asks first.
		"POST /office/{office}/figure/back": func(b *tab) {
			at("cd.1", "/office/1/figure")(b)
			if !ask[bool](b, `document.querySelector('form[action$="/back"]') !== null`) {
				confirmOne(b)
			}
			b.press(`form[action$="/back"] button`)
		},
		"GET /job":                   at("sa.1", "/job"),
		"POST /job":                  then("sa.1", "/job", ".row-card button"),
		"GET /audit":                 at("au.1", "/audit"),
		"GET /office/{office}/audit": at("au.1", "/office/2/audit"),
		// A file has no looks: these are the pages with its button.
		"POST /office/{office}/audit/export":  at("au.1", "/audit"),
		"GET /audit/checkpoint/{number}/file": signed,
		"GET /audit/checkpoint":               func(b *tab) { signed(b); b.visit("/audit/checkpoint") },
		"POST /audit/checkpoint":              signed,
		"GET /audit/checkpoint/{number}":      signed,
	})
}
