package browser

import (
	"context"
	"fmt"
	"maps"

	"doudi/casefile"
	"doudi/pack"
	"doudi/packs"
)

// rows is a table with a good family and one with a wrong phone; each time
// another, for the same bytes are the same file.
func rows() []byte { return fmt.Appendf(nil, twoFamilies, tick.Add(1)) }

const twoFamilies = "户编号,申请日期,area,姓名,与申请人关系,公民身份号码,联系电话,性别,出生日期,disability_level\n" +
	"1-%d,2020-08-01,农村,黄秀英,申请人,,13859800001,女,1949-05-01,2级\n2,2020-08-01,农村,郑来福,申请人,,123,男,1940-03-03,无\n"

// bringIn uploads a table and holds it against the register, as the work in the
// background does.
func bringIn(b *tab) {
	b.Helper()
	at("tc.1", "/office/2/import")(b)
	b.choose("file", rows())
	b.press("form.card .btn-primary")
	set, _ := pack.LoadAll(packs.FS)
	law, _ := set.Resolve("cn-350421")
	o := casefile.Options{Region: "350421100", Resolve: func(string, map[string]string) (*pack.Resolved, error) { return law, nil }}
	sheets, err := folk.Sheets(context.Background(), clerk(), 50)
	b.must(err)
	b.must(folk.ReadSheet(context.Background(), clerk(), sheets[0].ID, o))
	b.visit(ask[string](b, `location.pathname`))
}

func init() {
	maps.Copy(visits, map[string]func(*tab){
		"GET /office/{office}/import": at("tc.1", "/office/2/import"),
		"POST /office/{office}/import": func(b *tab) {
			at("tc.1", "/office/2/import")(b)
			b.choose("file", rows())
			b.press("form.card .btn-primary")
		},
		"GET /office/{office}/import/{number}":  bringIn,
		"POST /office/{office}/import/{number}": func(b *tab) { bringIn(b); b.press(`form[action*="/import/"] .btn-primary`) },
		// Files have no looks: these are the pages with their buttons.
		"GET /office/{office}/import/template":        at("tc.1", "/office/2/import"),
		"GET /office/{office}/import/{number}/marked": bringIn,
	})
}
