package web_test

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"doudi/registry"
)

func TestNearRelativesAreRegisteredOnPagesAndTheirHouseholdsSaySo(t *testing.T) {
	t.Parallel()
	f := fish(t)
	const number = "11010519491231002X"
	ctx := context.Background()
	father, err := f.registry.EnterPerson(ctx, f.desk, registry.Identity{Name: "林老大", Number: number})
	f.must(err)
	home, err := f.registry.OpenHousehold(ctx, f.desk, f.schema, registry.Place{}, []registry.Member{{Person: father, Relation: "head", From: f.desk.Actor.Posts[0].From, To: f.desk.Actor.Posts[0].To}})
	f.must(err)
	clerk, path := f.token, "/office/7/relative/new"
	boss := f.inside(7, f.settled(7, "tr.7", "township_reviewer"))
	good := url.Values{"staff": {"0"}, "of": {"城东村 李建军"}, "relation": {"parent"}, "name": {"林老大"}, "number": {number}}
	for name, c := range map[string]struct{ field, value, want string }{
		"nobody chosen":            {"staff", "", "谁的近亲属：没有选"},
		"somebody of elsewhere":    {"staff", "1", "谁的近亲属：没有选"},
		"no name of the committee": {"of", "", "委员姓名"},
		"a cousin":                 {"relation", "cousin", "近亲属是配偶"},
		"a wrong number":           {"number", "110105194912310021", "公民身份号码"},
	} {
		form := url.Values{}
		for key := range good {
			form.Set(key, good.Get(key))
		}
		form.Set(c.field, c.value)
		w := f.ask("POST", path, clerk, form)
		if w.Code != http.StatusBadRequest || !strings.Contains(text(w), c.want) || !strings.Contains(w.Body.String(), `value="林老大"`) {
			t.Errorf("%s: %d %s", name, w.Code, text(w))
		}
	}
	if strings.Contains(text(f.ask("GET", householdOf(home), clerk, nil)), "单独登记备案") {
		t.Error("a household is marked that is near nobody")
	}
	f.says(text(f.ask("POST", path, clerk, good)), "林老大登记好了", "!"+number)
	f.says(text(f.ask("POST", path, clerk, good)), "已经登记过（第1条）")
	f.says(text(f.ask("GET", householdOf(home), clerk, nil)), "林老大登记为经办人员或村（居）委会成员的近亲属", "由县级民政部门入户调查")
	f.says(text(f.ask("GET", householdOf(home)+"/standing", clerk, nil)), "林老大登记为经办人员或村（居）委会成员的近亲属")
	list := "/office/7/relative"
	f.says(text(f.ask("GET", list, boss, nil)), "林老大村（居）委会成员城东村李建军的父母", "!"+number, "!1949123")
	if w := f.ask("GET", list, clerk, nil); w.Code != http.StatusForbidden {
		t.Error(w.Code)
	}
	f.says(text(f.ask("POST", list+"/1/end", boss, nil)), "停用近亲属登记", "不再由县里先入户调查", "确认停用")
	f.entered(f.ask("POST", list+"/1/end", boss, url.Values{"do": {"edit"}}))
	f.says(text(f.ask("GET", list, boss, nil)), "林老大")
	sure := url.Values{"do": {"sure"}}
	f.entered(f.ask("POST", list+"/1/end", boss, sure))
	f.says(text(f.ask("GET", list, boss, nil)), "还没有登记", "!林老大")
	f.says(text(f.ask("GET", householdOf(home), clerk, nil)), "!单独登记备案")
	if w := f.ask("POST", list+"/1/end", boss, sure); w.Code != http.StatusNotFound {
		t.Error(w.Code)
	}
}

// householdOf is the page of a household of office 7.
func householdOf(id int64) string { return "/office/7/household/" + strconv.FormatInt(id, 10) }
