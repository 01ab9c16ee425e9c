package web_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"doudi/access"
	"doudi/civil"
	"doudi/registry"
)

func TestWhoOwesSupportIsShownOnThePagesOfBoth(t *testing.T) {
	t.Parallel()
	f := fish(t)
	ctx := context.Background()
	const number = "11010519491231002X"
	son, err := f.registry.EnterPerson(ctx, f.desk, registry.Identity{Name: "林小海", Birth: "1995-01-01", Sex: "male"})
	f.must(err)
	elsewhere := registry.Desk{Actor: f.desk.Actor, Office: access.Office{ID: 5, Level: access.Village, Above: []int64{4, 3, 2, 1}}}
	elsewhere.Actor.Posts = []access.Post{{Role: "village_coordinator", Office: elsewhere.Office, To: civil.Open}}
	_, err = f.registry.EnterPerson(ctx, elsewhere, registry.Identity{Name: "林阿妹", Number: number})
	f.must(err)
	f.entered(f.fill(his+"/facts/supporter", map[string]string{"m.0.supporters": "all", "m.0.supporters.0.situation": "ordinary", "from": "2026-01-01", "source": "declared"}))
	row := his + "/facts/supporter/1"
	f.says(f.page(his+"/facts"), "状况一般2026年1月1日起", "是登记过的人？")
	for who, want := range map[string]string{"999": "本机构没有这个编号的人员", "1": "不能是本人", "35042319900202": "公民身份号码", "": "公民身份号码"} {
		w := f.ask("POST", row, f.token, url.Values{"who": {who}, "from": {"2026-01-01"}})
		if w.Code != http.StatusBadRequest {
			t.Errorf("%q: %d", who, w.Code)
		}
		f.says(text(w), want)
	}
	f.says(f.ask("POST", row, f.token, url.Values{"who": {"2"}, "from": {"元旦"}}).Body.String(), "起日：请写成", `value="2"`, `value="元旦"`)
	f.entered(f.ask("POST", row, f.token, url.Values{"who": {"2"}, "from": {"2026-01-01"}}))
	if son != 2 {
		t.Fatal(son)
	}
	f.says(f.page(his+"/facts"), "登记的人员：林小海")
	f.says(f.page(his), "：林小海2026年1月1日起")
	f.says(f.page("/office/7/person/2"), "赡养、抚养、扶养是林水生的")
	f.entered(f.ask("POST", row, f.token, url.Values{"who": {number}, "from": {"2026-06-01"}}))
	f.says(f.page(his+"/facts"), "登记的人员：城东村的人员1", "!林阿妹", "!"+number)
	f.says(f.page(his+"/history"), "是人员2", "是另一个机构（编号5）的人员1")
	f.entered(f.ask("POST", row, f.token, url.Values{"do": {"free"}, "from": {"2026-07-01"}}))
	f.says(f.page(his+"/facts"), "!登记的人员：", "是登记过的人？")
	for _, path := range []string{his + "/facts/supporter/2", his + "/facts/income/1", his + "/facts/supporter/x"} {
		if w := f.ask("GET", path, f.token, nil); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}
