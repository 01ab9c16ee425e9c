package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"doudi/access"
	"doudi/civil"
	"doudi/pack"
	"doudi/packs"
	"doudi/registry"
)

// mingxiLaw is the law of the county, read once, as if all its example figures
// were published: what a case is not about, nobody has to confirm.
var mingxiLaw = sync.OnceValue(func() *pack.Resolved { return resolved(pack.Published) })

// trueLaw is the law of the county as the packs have it.
var trueLaw = sync.OnceValue(func() *pack.Resolved { return resolved(pack.Example) })

// resolved reads the law of the county, its example figures with a status.
func resolved(example pack.Status) *pack.Resolved {
	law, problems := setWith(example).Resolve("cn-350421")
	if problems.HasErrors() {
		panic(problems)
	}
	return law
}

// setWith is all packs, their example figures with a status.
func setWith(example pack.Status) *pack.Set {
	set, _ := pack.LoadAll(packs.FS)
	for _, p := range set.Packs {
		for _, f := range p.Figures {
			for _, row := range f.Rows {
				if row.Status == pack.Example {
					row.Status = example
				}
			}
		}
	}
	return set
}

// lawOfMingxi is the law of every office of the tests.
func lawOfMingxi(string, map[string]string) (*pack.Resolved, error) {
	return mingxiLaw(), nil
}

// trueLawOfMingxi is that with its example figures.
func trueLawOfMingxi(string, map[string]string) (*pack.Resolved, error) {
	return trueLaw(), nil
}

// answered enters all that the law asks about a family of people without income
// or property.
func (w *works) answered(people ...int64) {
	w.Helper()
	from, _ := civil.ParseDate("2020-01-01")
	enter := func(of string, id int64, list ...string) {
		var answers []registry.Answer
		for i := 0; i < len(list); i += 2 {
			answers = append(answers, registry.Answer{Key: list[i], Value: list[i+1], From: from, To: civil.Open, Source: registry.Declared})
		}
		w.must(w.registry.EnterFacts(w.Context(), desk(xuefeng), mingxiLaw().Schema, registry.Subject{Office: 4, Of: of, ID: id}, answers))
	}
	enter(registry.OfHousehold, 1, "household.area", "urban", "asset", "complete")
	for _, id := range people {
		enter(registry.OfMember, id, "member.disability_level", "none", "member.employment", "jobless", "income", "complete", "rigid_expense", "complete",
			"supporter", "complete", "award", "complete", "job_offer", "complete")
	}
}

var turnOf = regexp.MustCompile(`name="turn" value="(\d+)"`)

// does presses buttons of a case's page, one after another, as somebody; those
// that hurt are answered with yes.
func (w *works) does(path, token string, acts ...string) {
	w.Helper()
	for _, act := range acts {
		turn := turnOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", path, token, nil))
		if turn == nil {
			w.Fatalf("%s: nothing can be done", act)
		}
		page := w.wanted(http.StatusOK, "GET", path, token, nil)
		if strings.Contains(page, "制作公示单</a>") && act == "post" && strings.Contains(page, "还没有测算") {
			w.does(path, token, "judge")
		}
		if strings.Contains(page, "制作公示单</a>") && (act == "post" || act == "do") {
			w.notice(path, token, true)
			if act == "do" { // a publication: that it hangs is the end of its step
				continue
			}
			turn = turnOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", path, token, nil))
		}
		if act == "post" {
			continue
		}
		if act == "tell" && strings.Contains(page, "制作通知书</a>") {
			w.wanted(http.StatusSeeOther, "POST", path+"/letter", token, url.Values{"turn": {turn[1]}})
			turn = turnOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", path, token, nil))
		}
		if act == "do" && strings.Contains(page, "还没有调查表") {
			w.survey(path, token)
			turn = turnOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", path, token, nil))
		}
		w.wanted(http.StatusSeeOther, "POST", path, token, url.Values{"act": {act}, "turn": {turn[1]}, "note": {"照实记录"}, "do": {"sure"}})
	}
}

// redAndLate is how a limit in working days that is over stands on a page.
var redAndLate = regexp.MustCompile(`class="stopped">[^<]*到期，已超过 \d+ 个工作日`)

func TestAFamilyIsTakenFromTheWindowToTheAwardOnThePages(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.family()
	w.answered(1, 2, 3)
	w.settled(3, "cc.1", "county_clerk")
	w.settled(4, "tr.1", "township_reviewer")
	decider := w.inside(3, w.settled(3, "cd.1", "county_decider"))
	w.has(w.wanted(http.StatusOK, "GET", "/office/4/household/1", clerk, nil), []string{"新申请"})
	w.has(w.wanted(http.StatusBadRequest, "POST", "/office/4/household/1/apply", clerk, url.Values{"programme": {"none"}}), []string{"请从列表里选一个"})
	path := "/office/4/case/1"
	w.begins("tc.1")
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"最低生活保障", "350421-", "草稿", "递交申请", "起草申请"})
	w.does(path, clerk, "submit", "do")
	short := url.Values{"act": {"ask"}, "turn": {"3"}, "wants": {"离婚协议书、住院费票据"}, "note": {"月底前"}}
	w.wanted(http.StatusSeeOther, "POST", path, clerk, short)
	w.wanted(http.StatusSeeOther, "POST", path, clerk, url.Values{"act": {"bring"}, "turn": {"4"}, "item": {"1", "2"}})
	w.has(w.wanted(http.StatusConflict, "POST", path, clerk, short), []string{"别的同事刚刚", `value="月底前"`})
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"：核对机制查得到的不得要求提供"}, "受理；")
	w.does(path, clerk, "accept")
	w.has(w.wanted(http.StatusOK, "GET", path, decider, nil), []string{"您现在不能办的", "办完这一步", "这一步由乡镇", "还剩 3 个工作日", "照实记录"}, "现在可以办")
	called := regexp.MustCompile(`350421-2026-\d{5}-\d`).FindString(w.wanted(http.StatusOK, "GET", path, clerk, nil))
	if to := w.wanted(http.StatusSeeOther, "POST", "/person", clerk, url.Values{"by": {"name"}, "text": {strings.ReplaceAll(called, "-", " ")}}); !strings.HasSuffix(to, path) {
		t.Errorf("by its number: %s", to)
	}
	slipped := called[:len(called)-1] + string('0'+('9'-called[len(called)-1]))
	w.has(w.wanted(http.StatusBadRequest, "POST", "/person", clerk, url.Values{"by": {"name"}, "text": {slipped}}), []string{"像办件编号，但校验位不对", `href="#text"`, `value="` + slipped + `"`})
	stranger := w.inside(7, w.settled(7, "tc.7", "township_clerk"))
	w.has(w.sought(stranger, url.Values{"by": {"name"}, "text": {called}}).Body.String(), []string{"没有找到"}, path)
	w.wanted(http.StatusForbidden, "GET", path, stranger, nil)
	w.has(w.wanted(http.StatusOK, "GET", "/home", clerk, nil), []string{"我的工作", "最低生活保障", "家庭 1", "还剩 3 个工作日"})
	w.clock.Pass(14 * 24 * time.Hour)
	clerk = w.again("tc.1")
	checker, reviewer := w.again("cc.1"), w.again("tr.1")
	for _, page := range []string{"/home", "/work", path} {
		if !redAndLate.MatchString(w.wanted(http.StatusOK, "GET", page, clerk, nil)) {
			t.Errorf("%s does not show in red what is late", page)
		}
	}
	w.does(path, clerk, "do")
	w.does(path, checker, "do")
	w.does(path, clerk, "do")
	w.has(w.wanted(http.StatusOK, "GET", path+"/notice", clerk, nil), []string{"先要按规定测算；请经办人员在办件页的“测算”里算一次"})
	w.does(path, clerk, "post", "object:phone")
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"公示到", "公示还没有满期"})
	w.does(path, reviewer, "reject")
	w.clock.Pass(9 * 24 * time.Hour)
	clerk, checker, decider = w.again("tc.1"), w.again("cc.1"), w.again("cd.1")
	w.does(path, clerk, "end")
	w.does(path, clerk, "judge", "opine:agree")
	w.has(w.wanted(http.StatusOK, "GET", path, decider, nil), []string{"符合条件：最低生活保障", "同意测算的结果", "人均收入低于低保标准"}, "还没有按规定测算")
	turn := turnOf.FindStringSubmatch(w.wanted(http.StatusOK, "GET", path, decider, nil))[1]
	sure := url.Values{"act": {"approve"}, "turn": {turn}, "note": {"符合"}}
	w.has(w.wanted(http.StatusOK, "POST", path, decider, sure), []string{"决定作出后", "理由或者记录：符合", `value="sure"`})
	w.does(path, decider, "approve")
	w.letter(path, clerk)
	made := w.notice(path, checker, false)
	w.has(w.wanted(http.StatusOK, "GET", path, checker, nil), []string{"公布要登记张贴", "打印公示单、登记张贴"})
	w.has(made, []string{"登记张贴</button>", "张贴在哪里"})
	hang := map[string]string{"do": "hang", "where": "城东村公示栏", "why": "手机坏了", "turn": noticeTurn.FindStringSubmatch(made)[1]}
	if answer := w.bring(path+"/notice", checker, csrf, hang); answer.Code != http.StatusSeeOther {
		t.Fatal(answer.Code, plain(answer.Body.String()))
	}
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"张贴记录</a>"})
	w.has(w.wanted(http.StatusOK, "GET", path, clerk, nil), []string{"已给予"}, "现在可以办")
	w.reachable()
	w.has(w.follows(called).send("GET", "/f/mine", nil).Body.String(), []string{"已给予", "钱怎样到手", "按月打到家庭账户", "理由", "人均收入低于低保标准", "第十四条"}, "林一")
	w.has(w.wanted(http.StatusOK, "GET", "/home", clerk, nil), nil, "最先到期", "已给予")
}

// deskOf is where somebody of the township works, for what no page does.
func (w *works) deskOf(account, role string) registry.Desk {
	w.Helper()
	office := access.Office{ID: 4, Level: access.Township, Above: []int64{3, 2, 1}}
	people, err := w.staff.People(w.Context(), 4)
	w.must(err)
	for _, p := range people {
		if p.Account.Account == account {
			return registry.Desk{Office: office, Actor: access.Actor{Staff: p.Staff, Posts: []access.Post{{Role: role, Office: office, To: civil.Open}}}}
		}
	}
	w.Fatalf("nobody is %s", account)
	return registry.Desk{}
}

// begins opens a case of the first family alone, without the application that
// the pages ask for: what is tried comes after its acceptance.
func (w *works) begins(account string) {
	w.Helper()
	_, err := w.site.Cases.Open(w.Context(), w.deskOf(account, "township_clerk"), 1, "dibao")
	w.must(err)
}

// again is a new log-in of somebody, for time has passed.
func (w *works) again(account string) string {
	w.Helper()
	for _, office := range []int64{3, 4} {
		people, err := w.staff.People(w.Context(), office)
		w.must(err)
		for _, p := range people {
			if p.Account.Account == account {
				return w.inside(office, p.Staff)
			}
		}
	}
	w.Fatalf("nobody is %s", account)
	return ""
}
