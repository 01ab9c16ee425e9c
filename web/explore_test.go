package web_test

import (
	"html"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"doudi/web"
)

// tags are what the words of a page stand in.
var tags = regexp.MustCompile(`<[^>]*>|\s+`)

// words gives the text of a page without tags and blanks, so that a test can
// name what a reader sees in one line.
func words(t *testing.T, path string, status int) string {
	t.Helper()
	w := send(t, httptest.NewRequest("GET", path, nil))
	if w.Code != status {
		t.Fatalf("%s: %d, want %d", path, w.Code, status)
	}
	return tags.ReplaceAllString(html.UnescapeString(tags.ReplaceAllString(w.Body.String(), " ")), "")
}

func TestTheExplorerSaysWhatTheLawSays(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		path     string
		want     []string
		unwanted string
	}{
		"places are a tree with what each writes itself": {"/law",
			[]string{"明溪县2019年12月31日起施行", "接着三明市的规定", "只管城市家庭，其余由上级的规定管", "示例"}, "cn-350421"},
		"a place on a day has its subjects and programmes": {"/law/cn-350421?on=2026-07-01",
			[]string{"福建省三明市明溪县的规定", "2026年7月1日这一天管用的规定", "城市困难家庭", "待确认的数值和理解"}, ""},
		"a programme that is not yet law is not in the list": {"/law/cn-350421?on=2024-12-31",
			[]string{"最低生活保障"}, "刚性支出困难家庭给身份"},
		"a programme is read aloud with who pays, when it stops and its procedure": {"/law/cn-350421/programme/dibao?on=2026-07-01",
			[]string{"条件人均收入低于低保标准", "出资困难群众救助补助资金其余全部", "停发", "次月起停", "作出确认决定由县级民政部门，10个工作日内全国最低生活保障审核确认办法第二十条"}, "dibao"},
		"a programme before its first day says so": {"/law/cn-350421/programme/service_aid?on=2026-06-30",
			[]string{"2026年6月30日没有这项待遇", "2026年7月1日起"}, ""},
		"a figure has every row, the old and the present": {"/law/cn-350421/figure/dibao_standard?on=2020-06-30",
			[]string{"2019年12月31日至2020年6月30日现行城市538元/月明溪县明政办〔2019〕49号二（三）6", "2020年7月1日至2022年3月31日将来城市640元/月※未核实", "低保标准不低于最低工资的规定比例", "596.40元/月"}, ""},
		"a figure can be narrowed to one key": {"/law/cn-350421/figure/dibao_standard?on=2020-06-30&k1=农村",
			[]string{"办理地：明溪县", "现行农村538元/月"}, "现行城市538元/月"},
		"a subject holds its rules and procedures": {"/law/cn-350421/subject/dibao?on=2026-07-01",
			[]string{"人均收入低于低保标准按家庭", "例外分档定额", "低保审核确认"}, ""},
		"a rule says what it reads, who reads it, and its exceptions": {"/law/cn-350421/rule/single_route?on=2026-07-01",
			[]string{"例外边缘家庭中确有特殊困难的人", "社会救助法第二十一条", "规则成年无业重度残疾人", "待遇参照单人户低保"}, "县里规定的特殊困难人员"},
		"a rule has the families worked by hand that show it": {"/law/cn-350421/rule/below_dibao?on=2026-07-01",
			[]string{"手工算过的例子", "明溪县，20", "最低生活保障：不能得到"}, ""},
		"a day of change shows old and new": {"/law/diff?a=cn-350421&on_a=2020-06-30&b=cn-350421&on_b=2020-07-01",
			[]string{"2020年6月30日明溪县农村538元/月", "明溪县城市538元/月", "明溪县城市640元/月"}, ""},
		"a comparison may be written as on the command line": {"/law/diff?a=cn-350421@2026-06-30&b=cn-350421@2026-07-01",
			[]string{"16周岁，2019-12-31至2026-06-30", "18周岁，2026-07-01起", "新增待遇服务类社会救助", "行话没有变，只换了依据"}, ""},
		"two places are compared": {"/law/diff?a=cn-350421&on_a=2026-07-01&b=cn-12&on_b=2026-07-01",
			[]string{"左边是明溪县，2026年7月1日，右边是天津市，2026年7月1日", "没有了待遇城市困难家庭"}, ""},
		"the same law has no differences": {"/law/diff?a=cn&on_a=2026-07-02&b=cn&on_b=2026-07-03",
			[]string{"共0处不同", "两边的规定一样"}, ""},
		"a document has its clauses, their users and its first day": {"/law/source/law2026?at=cn-350421",
			[]string{"施行那天改了什么", "在明溪县，2026年7月1日与前一天相比", "第十六条", "数值特困未成年人年龄线"}, ""},
		"a document older than what is recorded says so": {"/law/source/reg649", []string{"所以看不出它施行那天改了什么", "第九条"}, "施行那天改了什么在"},
		"documents are listed by place":                  {"/law/source", []string{"中华人民共和国社会救助法", "明溪县城市困难家庭精准帮扶工作实施方案"}, ""},
		"a clause is found by its name":                  {"/law/search?q=mx-28", []string{"明政办〔2019〕49号二（三）6低保标准由最低工资标准的百分之四十提高到百分之四十二"}, ""},
		"labels are found by several words":              {"/law/search?q=边缘+标准", []string{"边缘家庭标准"}, "没有找到"},
		"what is not found says what to do":              {"/law/search?q=xyzzy", []string{"没有找到。请换一个短一些的词"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := words(t, c.path, 200)
			for _, want := range c.want {
				if !strings.Contains(got, want) {
					t.Errorf("%s does not say %q:\n%s", c.path, want, got)
				}
			}
			if c.unwanted != "" && strings.Contains(got, c.unwanted) {
				t.Errorf("%s says %q", c.path, c.unwanted)
			}
		})
	}
}

// TestTheExplorerOnlyReads finds no page of the law that takes anything.
func TestTheExplorerOnlyReads(t *testing.T) {
	t.Parallel()
	pages := 0
	for _, route := range web.Routes() {
		if !strings.HasPrefix(route.Path, "/law") {
			continue
		}
		pages++
		if route.Method != http.MethodGet || route.Door != web.Open {
			t.Errorf("%s %s does more than show, or not to everybody", route.Method, route.Path)
		}
	}
	if pages < 10 {
		t.Errorf("only %d pages of the law are looked at", pages)
	}
	if w := send(t, httptest.NewRequest("POST", "/law/cn-350421", strings.NewReader("x=1"))); w.Code < 400 {
		t.Errorf("a page of the law takes a form: %d", w.Code)
	}
}

func TestTheExplorerExplainsWhatItCannotShow(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		path   string
		status int
		want   string
	}{
		"a place without a pack":            {"/law/cn-999999", 404, "没有这个地方的规定"},
		"a day that the calendar lacks":     {"/law/cn-350421?on=2026-02-30", 400, "日期写法有误"},
		"a day before the law begins":       {"/law/cn-350421?on=1999-01-01", 404, "最早能查到2017年2月25日的规定"},
		"a figure that nobody wrote":        {"/law/cn-350421/figure/qwertz", 404, "这个地方没有这一项规定"},
		"a rule that nobody wrote":          {"/law/cn-350421/rule/qwertz", 404, "这个地方没有这一项规定"},
		"a programme that nobody wrote":     {"/law/cn-350421/programme/qwertz", 404, "这个地方没有这一项规定"},
		"a subject that nobody wrote":       {"/law/cn-350421/subject/qwertz", 404, "这个地方没有这一项规定"},
		"a document that nobody knows":      {"/law/source/qwertz", 404, "没有登记这份文件"},
		"a comparison without a place":      {"/law/diff?a=cn", 400, "还没有选要比较的地方"},
		"a comparison with a day too early": {"/law/diff?a=cn@1999-01-01&b=cn", 404, "这一天的规定没有录入"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := words(t, c.path, c.status)
			if !strings.Contains(got, c.want) || strings.Contains(got, "qwertz") {
				t.Errorf("%s says\n%s", c.path, got)
			}
		})
	}
}

var (
	// lawLinks are the addresses of the explorer that a page leads to.
	lawLinks = regexp.MustCompile(`href="(/law[^"#]*)`)
	// english are words that a Chinese page does not hold; the register's own
	// names of clauses (MCA-08) and CPI are not among them.
	english = regexp.MustCompile(`[a-z]{3,}|[A-Z][a-z]{2,}`)
	onDays  = regexp.MustCompile(`\?on=[0-9-]+$`)
)

// TestEveryPageThatALinkLeadsToIsThereAndChinese follows the links of the
// explorer, all of them on one day: of all places, or of one in short mode.
func TestEveryPageThatALinkLeadsToIsThereAndChinese(t *testing.T) {
	t.Parallel()
	within := "/law"
	if testing.Short() {
		within = "/law/cn-350421"
	}
	site := open(t, t.Output())
	todo, seen := []string{"/law/cn-350421?on=2026-09-15", "/law"}, map[string]bool{"/law": true}
	for len(todo) > 0 {
		path := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		w := httptest.NewRecorder()
		site.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		body := w.Body.String()
		if w.Code != 200 {
			t.Errorf("%s: %d", path, w.Code)
		}
		_, main, _ := strings.Cut(body, `<main id="content"`)
		if word := english.FindString(html.UnescapeString(tags.ReplaceAllString("<"+main, " "))); word != "" {
			t.Errorf("%s says %q", path, word)
		}
		for _, link := range lawLinks.FindAllStringSubmatch(body, -1) {
			next := onDays.ReplaceAllString(html.UnescapeString(link[1]), "?on=2026-09-15")
			if !seen[next] && strings.HasPrefix(next, within) && !strings.HasPrefix(next, "/law/diff") {
				seen[next] = true
				todo = append(todo, next)
			}
		}
	}
	if len(seen) < 400 {
		t.Errorf("only %d pages were found", len(seen))
	}
}
