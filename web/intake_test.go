package web_test

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"

	"doudi/access"
	"doudi/casefile"
	"doudi/civil"
	"doudi/pack"
	"doudi/packs"
	"doudi/registry"
)

// window is the clerk of the township 4 who brings tables in.
type window struct {
	*works
	token string
	desk  registry.Desk
	read  casefile.Options
}

// openWindow gives an instance a clerk.
func openWindow(t *testing.T) *window {
	t.Helper()
	w := &window{works: work(t)}
	id := w.settled(4, "tc.4", "township_clerk")
	w.token = w.inside(4, id)
	office := access.Office{ID: 4, Level: access.Township, Above: []int64{3, 2, 1}}
	w.desk = registry.Desk{Office: office, Actor: access.Actor{Staff: id, Posts: []access.Post{{Role: "township_clerk", Office: office, To: civil.Open}}}}
	set, _ := pack.LoadAll(packs.FS)
	law, problems := set.Resolve("cn-350421")
	if problems.HasErrors() {
		t.Fatal(problems.Text(set.Source))
	}
	w.read = casefile.Options{Region: "350421100", Resolve: func(string, map[string]string) (*pack.Resolved, error) { return law, nil }}
	return w
}

// families is a table with a good family and one with a wrong phone.
const families = `户编号,申请日期,area,姓名,与申请人关系,公民身份号码,联系电话,性别,出生日期,disability_level
1,2020-08-01,农村,王一,申请人,11010519491231002X,13859800001,,,2级
2,2020-08-01,农村,陈三,申请人,,123,女,1940-03-03,无
`

const intake4 = "/office/4/import"

func TestATableIsBroughtLookedAtAndEnteredOnPages(t *testing.T) {
	t.Parallel()
	w := openWindow(t)
	if a := w.bring(intake4, w.token, csrf, nil, []byte(families)); a.Code != http.StatusSeeOther || a.Header().Get("Location") != intake4+"/1" {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	if a := w.ask("GET", intake4+"/1", w.token, nil); !strings.Contains(a.Body.String(), `hx-trigger="every 3s"`) || !strings.Contains(a.Body.String(), "正在核对") {
		t.Errorf("%s", a.Body)
	}
	w.must(w.registry.ReadSheet(context.Background(), w.desk, 1, w.read))
	page := w.ask("GET", intake4+"/1", w.token, nil).Body.String()
	for _, want := range []string{"1户、1人可以导入", "1户有错误，不导入", "导入这1户", "第3行，“联系电话”", "11位手机号", "下载标了错误的副本"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in %s", want, page)
		}
	}
	if strings.Contains(page, "19491231") {
		t.Error("a number stands on the page")
	}
	if a := w.ask("POST", intake4+"/1", w.token, nil); a.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	if page := w.ask("GET", intake4+"/1", w.token, nil).Body.String(); !strings.Contains(page, "2 户里已经处理了 0 户") {
		t.Errorf("%s", page)
	}
	w.must(w.registry.EnterSheet(context.Background(), w.desk, 1, w.read, func() bool { return true }))
	if page := w.ask("GET", intake4+"/1", w.token, nil).Body.String(); !strings.Contains(page, "一共新登记了1户、1人") {
		t.Errorf("%s", page)
	}
	if page := w.ask("GET", intake4, w.token, nil).Body.String(); !strings.Contains(page, "表格 1，") || !strings.Contains(page, "已导入") {
		t.Errorf("%s", page)
	}
}

func TestTheMarkedCopyAndTheTemplateAreFilesToKeep(t *testing.T) {
	t.Parallel()
	w := openWindow(t)
	w.bring(intake4, w.token, csrf, nil, []byte(families))
	w.must(w.registry.ReadSheet(context.Background(), w.desk, 1, w.read))
	a := w.ask("GET", intake4+"/1/marked", w.token, nil)
	if !strings.Contains(a.Header().Get("Content-Disposition"), "attachment") || !strings.Contains(a.Body.String(), "123,女,1940-03-03,无,电话：应为11位手机号") {
		t.Errorf("%s %s", a.Header(), a.Body)
	}
	if a := w.ask("GET", intake4+"/template", w.token, nil); !bytes.HasPrefix(a.Body.Bytes(), []byte("PK")) || a.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%s", a.Header())
	}
	other := w.inside(3, w.settled(3, "cc.3", "county_clerk"))
	if page := w.ask("GET", intake4+"/1", other, nil).Body.String(); strings.Contains(page, "标了错误的副本") {
		t.Error("the copy is offered to somebody else")
	}
	if a := w.ask("GET", intake4+"/1/marked", other, nil); a.Code != http.StatusForbidden {
		t.Errorf("%d", a.Code)
	}
}

func TestAFileThatIsNoTableIsSaidAtTheForm(t *testing.T) {
	t.Parallel()
	w := openWindow(t)
	for name, c := range map[string]struct {
		files [][]byte
		want  string
	}{
		"none":           {nil, "没有选文件"},
		"two":            {[][]byte{[]byte(families), []byte(families)}, "选了不止一个"},
		"an old book":    {[][]byte{{0xD0, 0xCF, 0x11, 0xE0}}, "旧版 .xls"},
		"a file of JSON": {[][]byte{[]byte(`{"format": 1}`)}, "只能导入 xlsx 或 CSV"},
	} {
		if a := w.bring(intake4, w.token, csrf, nil, c.files...); a.Code != http.StatusBadRequest || !strings.Contains(a.Body.String(), c.want) {
			t.Errorf("%s: %d %s", name, a.Code, a.Body)
		}
	}
}
