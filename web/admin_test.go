package web_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"doudi/access"
	"doudi/audit"
	"doudi/job"
	"doudi/store"
)

func TestAnOfficeIsAddedChangedAndClosedOnPages(t *testing.T) {
	t.Parallel()
	w := work(t)
	system := w.inside(1, w.settled(1, "sa.2", access.SystemAdmin))
	wrong := w.ask("POST", "/office/3/new", system, url.Values{"name": {"盖洋镇"}, "level": {"township"}, "division": {"350423101"}})
	w.has(wrong.Body.String(), []string{"区划不在上级机构的区划里", `value="盖洋镇"`, `value="350423101"`, `aria-describedby="division.wrong"`})
	if added := w.ask("POST", "/office/3/new", system, url.Values{"name": {"盖洋镇"}, "level": {"township"}, "division": {"350421101"}}); wrong.Code != 400 || added.Code != 303 {
		t.Fatal(wrong.Code, added.Code, added.Body)
	}
	list := w.ask("GET", "/office", system, nil).Body.String()
	w.has(list, []string{`href="/office/8/staff"`, "盖洋镇", `href="/office/8/change"`})
	again := w.ask("POST", "/office/8/change", system, url.Values{"name": {"盖洋镇"}, "division": {"350421101"}, "from": {"2026-09-20"}})
	w.has(again.Body.String(), []string{"名称、电话和区划代码都和现在一样"})
	if a := w.ask("POST", "/office/8/change", system, url.Values{"name": {"盖洋街道"}, "division": {"350421101"}, "from": {"2026-09-20"}}); a.Code != 303 {
		t.Error(a.Code, a.Body)
	}
	w.has(w.ask("GET", "/office/8/change", system, nil).Body.String(), []string{"原来叫盖洋镇", "2026-09-20 起叫盖洋街道"})
	w.clock.Pass(10 * 24 * time.Hour)
	system = w.inside(1, w.settled(1, "sa.3", access.SystemAdmin))
	w.settled(8, "tc.8", "township_clerk")
	full := w.ask("POST", "/office/8/close", system, url.Values{"last": {"2026-09-20"}, "sure": {"yes"}})
	w.has(full.Body.String(), []string{"还有 1 个人的账号在用"})
	w.has(w.ask("POST", "/office/8/close", system, url.Values{"last": {"2026-09-20"}}).Body.String(), []string{"没有确认"})
	people, err := w.staff.People(context.Background(), 8)
	w.must(err)
	w.has(w.ask("POST", "/office/8/staff/"+fmt.Sprint(people[0].Staff)+"/suspend", system, nil).Body.String(), []string{"现在的登录马上结束", "确认停用"})
	w.has(w.ask("POST", "/office/8/close", system, url.Values{"last": {"2026-09-20"}, "sure": {"yes"}}).Body.String(), []string{"还有 1 个人的账号在用"})
	if a := w.ask("POST", "/office/8/staff/"+fmt.Sprint(people[0].Staff)+"/suspend", system, url.Values{"do": {"sure"}}); a.Code != 303 {
		t.Fatal(a.Code)
	}
	if a := w.ask("POST", "/office/8/close", system, url.Values{"last": {"2026-09-20"}, "sure": {"yes"}}); a.Code != 303 {
		t.Fatal(a.Code, a.Body)
	}
	w.has(w.ask("GET", "/office", system, nil).Body.String(), []string{"盖洋街道", "到2026年9月20日撤销"})
	for path, form := range map[string]url.Values{"/office/8/staff/new": {"name": {"王芳"}, "account": {"wang.fang"}}, "/office/8/change": {"name": {"x"}}, "/office/8/staff/" + fmt.Sprint(people[0].Staff) + "/suspend": {"do": {"resume"}}} {
		if a := w.ask("POST", path, system, form); a.Code != 403 || !strings.Contains(a.Body.String(), "已经撤销") {
			t.Errorf("%s: %d", path, a.Code)
		}
	}
}

func TestTheTelephoneOfAnOfficeIsCheckedAndKept(t *testing.T) {
	t.Parallel()
	w := work(t)
	system := w.inside(1, w.settled(1, "sa.2", access.SystemAdmin))
	form := url.Values{"name": {"雪峰镇"}, "division": {"350421100"}, "phone": {"没有"}}
	wrong := w.ask("POST", "/office/4/change", system, form)
	w.has(wrong.Body.String(), []string{"电话：不是电话号码", `value="没有"`, `phone.wrong"`})
	form.Set("phone", "0598-2812304")
	if kept := w.ask("POST", "/office/4/change", system, form); wrong.Code != 400 || kept.Code != 303 {
		t.Fatal(wrong.Code, kept.Code)
	}
	w.has(w.ask("GET", "/office/4/change", system, nil).Body.String(), []string{`value="0598-2812304"`})
}

func TestAFileIsLookedAtBeforeItIsLoaded(t *testing.T) {
	t.Parallel()
	w := work(t)
	officer := w.inside(3, w.settled(3, "po.1", "policy_officer"))
	const days = "date,kind,name,source\r\n2027-01-01,off,元旦,虚构的通知\r\n"
	wrong := w.ask("POST", "/calendar", officer, url.Values{"office": {"0"}, "text": {"date,kind,name,source\r\n2027-13-01,off,元旦,x\r\n"}})
	w.has(wrong.Body.String(), []string{"日历文件第2行", "2027-13-01", "有 1 处要改一下"})
	look := w.ask("POST", "/calendar", officer, url.Values{"office": {"0"}, "text": {days}})
	w.has(look.Body.String(), []string{"2027年：原来没有公布，现在放假 1 天、周末上班 0 天", "确认加载", "还没有加载过"})
	before := w.ask("GET", "/calendar?place=4&start=2026-12-31&days=1", officer, nil)
	w.has(before.Body.String(), []string{"到 2027年1月1日（暂定"})
	load := w.ask("POST", "/calendar", officer, url.Values{"office": {"0"}, "text": {days}, "sure": {"yes"}})
	w.has(load.Body.String(), []string{"已加载", "全系统，1 行"})
	after := w.ask("GET", "/calendar?place=4&start=2026-12-31&days=1", officer, nil)
	w.has(after.Body.String(), []string{"到 2027年1月4日<", "2027年：放假 1 天"})
	w.has(w.ask("GET", "/calendar?place=4&start=2026-12-31&days=x", officer, nil).Body.String(), []string{"写 1 到 250 的整数"})
	w.has(w.ask("POST", "/calendar", officer, url.Values{"office": {"0"}, "text": {days}, "sure": {"yes"}}).Body.String(), []string{"没有要加载的"})
	w.has(w.ask("POST", "/calendar", officer, url.Values{"office": {"3"}, "text": {"date,kind,name,source\n2026-09-22,off,县庆,虚构\n"}, "sure": {"yes"}}).Body.String(), []string{"明溪县民政局和下级，1 行"})
	file := w.bring("/division", officer, csrf, nil, []byte("code,name,from,to,becomes,source\n350421100200,虚构村,2020-01-01,,,民政局\n35042110,另一村,,,,\n"))
	w.has(file.Body.String(), []string{"区划文件第3行", "35042110,另一村"})
	w.has(w.ask("POST", "/division", officer, nil).Body.String(), []string{"请选文件，或者把内容贴进来"})
	w.has(w.bring("/division", officer, csrf, nil, bytes.Repeat([]byte("x"), 500<<10)).Body.String(), []string{"文件太大"})
	village := w.ask("POST", "/division", officer, url.Values{"text": {"code,name,from,to,becomes,source\n350421100200,虚构村,2020-01-01,,,民政局\n"}})
	w.has(village.Body.String(), []string{"新增 1 个区划", "新增 350421100200 虚构村，2020-01-01 起"})
	if wrong.Code != 400 || look.Code != 200 || load.Code != 200 {
		t.Error(wrong.Code, look.Code, load.Code)
	}
}

func TestABadLoadIsTakenBackAfterItWasSaidWhatChanges(t *testing.T) {
	t.Parallel()
	w := work(t)
	officer := w.inside(3, w.settled(3, "po.1", "policy_officer"))
	load := func(path, office, text string) {
		w.wanted(http.StatusOK, "POST", path, officer, url.Values{"office": {office}, "text": {text}, "sure": {"yes"}})
	}
	load("/calendar", "0", "date,kind,name,source\n2027-01-01,off,元旦,虚构的通知\n")
	load("/calendar", "0", "date,kind,name,source\n2026-09-22,off,写错了,虚构\n")
	load("/division", "0", "code,name,from,to,becomes,source\n350421199,虚构镇,2020-01-01,,,民政局\n")
	load("/division", "0", "code,name,from,to,becomes,source\n350421199200,虚构村,2020-01-01,,,民政局\n")
	w.has(w.wanted(http.StatusOK, "GET", "/calendar", officer, nil), []string{"第 1 次：", "第 2 次：", "收回第 2 次加载"})
	w.has(w.wanted(http.StatusOK, "POST", "/calendar/back", officer, url.Values{"number": {"1"}}), []string{"2027年：又成为没有公布", "期限会按剩下的安排重新推算", `value="sure"`})
	w.has(w.wanted(http.StatusOK, "POST", "/calendar/back", officer, url.Values{"number": {"2"}}), []string{"2026年：新放假", "不再放假 9月22日"})
	w.sure("/calendar/back", officer, url.Values{"number": {"2"}}, "/calendar")
	w.has(w.wanted(http.StatusOK, "GET", "/calendar", officer, nil), []string{"2026年9月15日 20:00 收回", "收回第 1 次加载"}, "收回第 2 次加载")
	w.has(w.wanted(http.StatusConflict, "POST", "/calendar/back", officer, url.Values{"number": {"2"}, "do": {"sure"}}), []string{"别人刚刚收回了"})
	w.has(w.wanted(http.StatusForbidden, "POST", "/division/back", officer, url.Values{"number": {"3"}}), []string{"第 4 次加载的文件要用到这一次的内容"})
	w.has(w.wanted(http.StatusOK, "POST", "/division/back", officer, url.Values{"number": {"4"}}), []string{"去掉 350421199200 虚构村"})
	w.sure("/division/back", officer, url.Values{"number": {"4"}}, "/division")
	w.sure("/division/back", officer, url.Values{"number": {"3"}}, "/division")
	clerk := w.inside(4, w.settled(4, "tc.1", "township_clerk"))
	w.wanted(http.StatusForbidden, "POST", "/calendar/back", clerk, url.Values{"number": {"1"}, "do": {"sure"}})
}

func TestTheRecordsAreReadInPlainWords(t *testing.T) {
	t.Parallel()
	w := work(t)
	clerk := w.settled(4, "tc.4", "township_clerk")
	for _, a := range []audit.Act{
		{Actor: clerk, Role: "township_clerk/for:9", Name: "person.unmask", Object: "person:7", Result: audit.Viewed, Purpose: "survey"},
		{Actor: clerk, Role: "township_clerk", Name: "household.change", Object: "household:3", Result: audit.Refused, Purpose: "conflict"},
		{Actor: clerk, Role: "township_clerk", Name: "fact.unmask", Object: "household:4", Result: audit.Refused, Purpose: "review/refused"},
		{Role: "system", Name: "job.rotate", Result: audit.Failed, Purpose: "internal"},
	} {
		w.must(w.store.Record(context.Background(), 4, a))
	}
	w.clock.Pass(24 * time.Hour)
	auditor := w.inside(3, w.settled(3, "au.4", "auditor"))
	page := w.ask("GET", "/office/4/audit", auditor, nil).Body.String()
	w.has(page, []string{"查看完整证件号码和账号", "居民 7", "入户调查", "林一（tc.4）", "乡镇（街道）经办人，代人员 9", "和别人的操作冲突", "审核确认；没有权限或不允许", "被拒绝", "后台事务</strong> <code>rotate", "系统出错", "增加机构", "2026-09-15 20:00:00"})
	for query, c := range map[string]struct{ with, without string }{
		"result=refused": {"家庭 3", "居民 7"},
		"result=bare":    {"居民 7", "家庭 3"},
		"account=tc.4":   {"居民 7", "rotate"},
		"day=2026-09-15": {"居民 7", "没有符合的记录"},
		"day=2026-09-14": {"没有符合的记录", "居民 7"},
	} {
		page := w.ask("GET", "/office/4/audit?"+query, auditor, nil).Body.String()
		w.has(page[strings.LastIndex(page, "</form>"):], []string{c.with}, c.without)
	}
	w.has(w.ask("GET", "/office/4/audit?day=yesterday", auditor, nil).Body.String(), []string{"写成 2026-09-15 这样的年月日", `value="yesterday"`})
	w.has(w.ask("GET", "/office/4/audit?account=nobody", auditor, nil).Body.String(), []string{"没有这个账号", `value="nobody"`})
	chains := w.ask("GET", "/audit", auditor, nil).Body.String()
	w.has(chains, []string{"雪峰镇", "城东村", "怎样证明没有人改过"})
	w.has(chains, nil, "清流县民政局", "chain=instance", "导出全部")
	if a := w.ask("POST", "/office/3/audit/export", auditor, nil); a.Code != 403 || !strings.Contains(a.Body.String(), "最高一级机构") {
		t.Error(a.Code)
	}
	if a := w.ask("GET", "/office/3/audit?chain=instance", auditor, nil); strings.Contains(a.Body.String(), "系统自己的审计记录") {
		t.Error("the instance's chain is read from below")
	}
}

func TestTheExportAndACheckpointOfPagesProveTheRecords(t *testing.T) {
	t.Parallel()
	w := work(t)
	keeper := w.inside(1, w.settled(1, "au.2", access.AuditAdmin))
	w.has(w.ask("GET", "/audit", keeper, nil).Body.String(), []string{"系统自己", "清流县民政局", "导出全部审计记录"})
	w.has(w.ask("GET", "/office/1/audit?chain=instance", keeper, nil).Body.String(), []string{"系统自己的审计记录", "建立系统"})
	w.has(w.ask("GET", "/audit/checkpoint", keeper, nil).Body.String(), []string{"还没有签发过"})
	signed := w.ask("POST", "/audit/checkpoint", keeper, nil)
	path := signed.Header().Get("Location")
	if signed.Code != 303 || path != "/audit/checkpoint/1" {
		t.Fatal(signed.Code, path)
	}
	w.has(w.ask("GET", "/audit/checkpoint", keeper, nil).Body.String(), []string{`href="/audit/checkpoint/1"`})
	text := w.ask("GET", path+"/file", keeper, nil).Body.String()
	if !strings.HasPrefix(text, "doudi-checkpoint 1\n") || !strings.Contains(text, "key "+w.store.Instance().Public) {
		t.Error(text)
	}
	w.has(w.ask("GET", path, keeper, nil).Body.String(), []string{"doudi-checkpoint 1", "signature "})
	export := w.ask("POST", "/office/1/audit/export", keeper, nil)
	var command strings.Builder
	w.must(w.store.ExportAudit(context.Background(), &command))
	if export.Body.String() != command.String() || !strings.Contains(export.Header().Get("Content-Disposition"), "attachment") {
		t.Error("other bytes than those of the command")
	}
	w.has(w.ask("GET", "/office/1/audit?chain=instance&act=audit.export", keeper, nil).Body.String(), []string{"林一（au.2）", "查看"})
}

// torn is a line that breaks after so many bytes.
type torn struct {
	*httptest.ResponseRecorder
	left int
}

func (t *torn) Write(part []byte) (int, error) {
	if t.left -= len(part); t.left < 0 {
		return 0, io.ErrClosedPipe
	}
	return t.ResponseRecorder.Write(part)
}

// A file that is not whole must not look whole, nor end in a page.
func TestAnExportThatStopsIsCutOrIsAPage(t *testing.T) {
	t.Parallel()
	w := work(t)
	keeper := w.inside(1, w.settled(1, "au.2", access.AuditAdmin))
	ask := func(ctx context.Context, answer http.ResponseWriter) (cut any) {
		defer func() { cut = recover() }()
		r := httptest.NewRequestWithContext(ctx, "POST", "/office/1/audit/export", strings.NewReader("token="+csrf))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.AddCookie(&http.Cookie{Name: "doudi", Value: csrf})
		r.AddCookie(&http.Cookie{Name: "doudi-session", Value: keeper})
		w.site.ServeHTTP(answer, r)
		return nil
	}
	for range 20 {
		w.must(w.store.Record(context.Background(), 4, audit.Act{Name: "person.find", Result: audit.Viewed}))
	}
	half := &torn{httptest.NewRecorder(), 5000}
	if cut := ask(context.Background(), half); cut != http.ErrAbortHandler || strings.Contains(half.Body.String(), "<html") || !strings.HasPrefix(half.Body.String(), "doudi-audit-export 1\n") {
		t.Errorf("%v\n%s", cut, half.Body)
	}
	w.must(w.store.Close())
	if none := httptest.NewRecorder(); ask(context.Background(), none) != nil || none.Code != 500 || none.Header().Get("Content-Disposition") != "" {
		t.Errorf("%d %v", none.Code, none.Header())
	}
}

func TestFailedWorkIsTriedAgainAfterAQuestion(t *testing.T) {
	t.Parallel()
	w := work(t)
	system := w.inside(1, w.settled(1, "sa.2", access.SystemAdmin))
	w.has(w.ask("GET", "/job", system, nil).Body.String(), []string{"没有失败的后台事务"})
	w.must(w.store.Do(context.Background(), 4, audit.Act{Name: "test.add"}, func(tx *store.Tx) error {
		for _, key := range []string{"a:1", "b:2"} {
			if err := tx.Enqueue(job.Job{Office: 4, Kind: "print", Key: key, RunAt: tx.Now()}); err != nil {
				return err
			}
		}
		return nil
	}))
	for range 2 {
		j, _, err := w.store.Claim(context.Background(), "w", time.Minute)
		w.must(err)
		w.must(w.store.Free(context.Background(), j, job.Given, w.clock.Now(), "打印机没有纸"))
	}
	w.has(w.ask("GET", "/job", system, nil).Body.String(), []string{"b:2", "雪峰镇", "打印机没有纸", "试了 1 次", "全部重试"})
	one := url.Values{"office": {"4"}, "kind": {"print"}, "key": {"a:1"}}
	w.has(w.ask("POST", "/job", system, one).Body.String(), []string{"原因没有消除", `name="sure"`})
	one.Set("sure", "yes")
	w.has(w.ask("POST", "/job", system, one).Body.String(), []string{"1 件已重新排队", "b:2"})
	if a := w.ask("POST", "/job", system, one); a.Code != 404 {
		t.Error(a.Code)
	}
	w.has(w.ask("POST", "/job", system, url.Values{"do": {"all"}}).Body.String(), []string{"全部重试？"})
	w.has(w.ask("POST", "/job", system, url.Values{"do": {"all"}, "sure": {"yes"}}).Body.String(), []string{"1 件已重新排队", "没有失败的后台事务"})
}
