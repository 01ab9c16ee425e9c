package web_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"doudi/access"
	"doudi/audit"
	"doudi/civil"
	"doudi/registry"
	"doudi/staff"
	"doudi/store"
	"doudi/web"
)

func TestAListIsExportedAsThePageShowsItAndTheExportIsInTheChain(t *testing.T) {
	t.Parallel()
	w := openWindow(t)
	if _, err := w.registry.EnterPerson(context.Background(), w.desk, registry.Identity{Name: "王桂兰", Number: "11010519491231002X", Phone: "13800138000"}); err != nil {
		t.Fatal(err)
	}
	search := url.Values{"by": {"name"}, "text": {"王桂兰"}, "where": {"4"}, "as": {"csv"}}
	a := w.ask("POST", "/person", w.token, search)
	if !strings.Contains(a.Header().Get("Content-Disposition"), "attachment") || !strings.HasPrefix(a.Body.String(), "\uFEFF姓名或地址,") {
		t.Fatalf("%s %s", a.Header(), a.Body)
	}
	if text := a.Body.String(); !strings.Contains(text, "王桂兰,") || strings.Contains(text, "19491231") || strings.Contains(text, "13800138000") {
		t.Errorf("%s", text)
	}
	search.Set("as", "xlsx")
	if text := unzipped(t, w.ask("POST", "/person", w.token, search).Body.Bytes()); !strings.Contains(text, "王桂兰") || strings.Contains(text, "19491231") || strings.Contains(text, "13800138000") {
		t.Errorf("%s", text)
	}
	search.Del("as")
	if page := w.sought(w.token, search).Body.String(); !strings.Contains(page, `name="as" value="xlsx"`) || !strings.Contains(page, `name="text" value="王桂兰"`) {
		t.Errorf("%s", page)
	}
	var chain bytes.Buffer
	w.must(w.store.ExportAudit(context.Background(), &chain))
	if n := strings.Count(chain.String(), "act list.export\nobject list:found/1\nresult viewed"); n != 2 {
		t.Errorf("%d exports in the chain", n)
	}
}

func TestTheHouseholdsOfAnOfficeAreAListOfPagesAndOneFile(t *testing.T) {
	t.Parallel()
	w := openWindow(t)
	law, err := w.read.Resolve("", nil)
	w.must(err)
	for i := range 51 {
		id, err := w.registry.EnterPerson(context.Background(), w.desk, registry.Identity{Name: "王" + string('一'+rune(i)), Birth: "1970-01-01", Sex: "male"})
		w.must(err)
		_, err = w.registry.OpenHousehold(context.Background(), w.desk, law.Schema, registry.Place{Address: "城东村" + strconv.Itoa(i+1) + "号"}, []registry.Member{{Person: id, Relation: "head", From: 0, To: civil.Open}})
		w.must(err)
	}
	path := "/office/" + strconv.FormatInt(w.desk.Office.ID, 10) + "/household"
	page := w.ask("GET", path, w.token, nil).Body.String()
	if strings.Count(page, "row-card") != 50 || !strings.Contains(page, "后面的家庭") || !strings.Contains(page, "城东村1号") {
		t.Errorf("%s", page)
	}
	if next := w.ask("GET", path+"?after=50", w.token, nil).Body.String(); strings.Count(next, "row-card") != 1 || strings.Contains(next, "后面的家庭") {
		t.Errorf("%s", next)
	}
	if file := w.ask("GET", path+"?as=csv", w.token, nil).Body.String(); strings.Count(file, "城东村") != 51 {
		t.Errorf("%s", file)
	}
}

// numberOf adds the check digit to seventeen digits (GB 11643).
func numberOf(digits string) string {
	sum := 0
	for i, d := range digits {
		sum += int(d-'0') << (17 - i) % 11
	}
	return digits + string("10X98765432"[sum%11])
}

// single are the pages that are no lists, with what they are. Every other page
// of staff that is asked for with GET is a list and has its file: whoever adds a
// page has to say here that it is none, or to give it one.
var single = map[string]string{
	"/home":  "the first page: its list is that of /work",
	"/login": "form", "/login/second": "form", "/password": "form",
	"/office/{office}/staff/new":                                   "form",
	"/office/{office}/staff/{staff}":                               "one member of staff",
	"/office/{office}/new":                                         "form",
	"/office/{office}/change":                                      "one office",
	"/audit/checkpoint/{number}":                                   "one checkpoint",
	"/audit/checkpoint/{number}/file":                              "a file",
	"/person":                                                      "form: what is found is asked for with POST, and goes out as a file there",
	"/person/found/{id}":                                           "what was found, which goes out as a file from /person",
	"/office/{office}/person/new":                                  "form",
	"/office/{office}/relative/new":                                "form",
	"/office/{office}/person/{person}":                             "one person",
	"/office/{office}/person/{person}/edit":                        "form",
	"/office/{office}/person/{person}/merge":                       "form",
	"/office/{office}/figure/{id}":                                 "form",
	"/office/{office}/draw/{number}":                               "one batch, which has its file",
	"/office/{office}/paper/{paper}":                               "leads on to one paper",
	"/office/{office}/household/{household}/print/{what}":          "one paper, which goes out as PDF",
	"/office/{office}/person/{person}/reveal":                      "form",
	"/office/{office}/import/template":                             "a file",
	"/office/{office}/import/{number}":                             "one table",
	"/office/{office}/import/{number}/marked":                      "a file",
	"/office/{office}/person/{person}/facts":                       "one person",
	"/office/{office}/person/{person}/facts/{part}":                "form",
	"/office/{office}/person/{person}/facts/{part}/{line}":         "form",
	"/office/{office}/household/{household}":                       "one household",
	"/office/{office}/household/new":                               "form",
	"/office/{office}/household/{household}/member/new":            "form",
	"/office/{office}/household/{household}/member/{person}":       "form",
	"/office/{office}/household/{household}/member/{person}/leave": "form",
	"/office/{office}/household/{household}/head":                  "form",
	"/office/{office}/household/{household}/address":               "form",
	"/office/{office}/household/{household}/split":                 "form",
	"/office/{office}/household/{household}/merge":                 "form",
	"/office/{office}/household/{household}/move":                  "form",
	"/office/{office}/household/{household}/export":                "form, whose answer is a file",
	"/office/{office}/household/{household}/apply":                 "form",
	"/office/{office}/household/{household}/change":                "form",
	"/office/{office}/apply":                                       "form",
	"/office/{office}/application/{number}":                        "one application",
	"/office/{office}/application/{number}/needs":                  "one family, whose needs are in the list of the office",
	"/office/{office}/application/{number}/needs/{line}":           "one paper, which goes out as PDF",
	"/office/{office}/request/{number}":                            "one request",
	"/office/{office}/application/{number}/sign":                   "form",
	"/office/{office}/application/{number}/print/{what}":           "one paper, which goes out as PDF",
	"/office/{office}/case/{number}":                               "one case",
	"/office/{office}/handed/{number}":                             "one case",
	"/office/{office}/case/{number}/enter/{what}":                  "form",
	"/office/{office}/case/{number}/record/{line}":                 "one record",
	"/office/{office}/case/{number}/letter":                        "one letter",
	"/office/{office}/case/{number}/notice":                        "one notice",
	"/office/{office}/household/{household}/paper/{paper}":         "one paper",
	"/office/{office}/household/{household}/paper/{paper}/small":   "a picture",
	"/office/{office}/household/{household}/paper/{paper}/whole":   "a file",
	"/office/{office}/household/{household}/facts":                 "one household",
	"/office/{office}/household/{household}/facts/{part}":          "form",
	"/office/{office}/household/{household}/standing":              "one household",
	"/office/{office}/household/{household}/counted":               "one household",
}

// lists are the pages that are lists, by how they are asked for.
func lists() (paths []string) {
	for _, route := range web.Routes() {
		if route.Method == "GET" && route.Door == web.Inside && single[route.Path] == "" {
			paths = append(paths, route.Path)
		}
	}
	return paths
}

// ownOf gives somebody the act of a list and that of exporting, where he serves:
// at an office of the family, or at the highest for what is of all.
func (w *works) ownOf(path, act string) (token string, office int64) {
	w.Helper()
	m := access.Shipped()
	sites, err := w.staff.Offices(context.Background())
	w.must(err)
	tree := staff.Tree(sites)
	for _, role := range slices.Sorted(maps.Keys(m.Roles)) {
		for _, seat := range seats(m.Roles[role], sites) {
			thing := int64(4)
			if !strings.Contains(path, "{office}") || strings.Contains(path, "/staff") || strings.Contains(path, "/figure") || strings.Contains(path, "/draw") {
				thing = seat
			}
			actor := access.Actor{Staff: 1, Posts: []access.Post{{Role: role, Office: tree[seat], To: 1 << 20}}}
			_, look := m.May(actor, act, 20700, tree[thing])
			_, take := m.May(actor, exporting, 20700, tree[thing])
			if look == nil && take == nil {
				return w.inside(seat, w.settled(seat, "x."+strings.ToLower(rand.Text()[:8]), role)), thing
			}
		}
	}
	w.Fatalf("nobody may look at %s and export it", path)
	return "", 0
}

// exporting is the act of taking a list out.
const exporting = "list.export"

func TestEveryListGoesOutAsAFileAndEachIsInTheChain(t *testing.T) {
	t.Parallel()
	w := openWindow(t)
	w.known(xuefeng, resident)
	law, err := w.read.Resolve("", nil)
	w.must(err)
	_, err = w.registry.OpenHousehold(context.Background(), w.desk, law.Schema, registry.Place{Address: "城东村"}, []registry.Member{{Person: 1, Relation: "head", From: 0, To: civil.Open}})
	w.must(err)
	sent := 0
	for _, route := range web.Routes() {
		if !slices.Contains(lists(), route.Path) || route.Method != "GET" {
			continue
		}
		token, office := w.ownOf(route.Path, route.Act)
		path := strings.NewReplacer("{office}", strconv.FormatInt(office, 10), "{staff}", "1", "{household}", "1", "{person}", "1").Replace(route.Path)
		for as, begin := range map[string]string{"csv": "\uFEFF", "xlsx": "PK"} {
			a := w.ask("GET", path+"?as="+as, token, nil)
			if a.Code != http.StatusOK || !strings.Contains(a.Header().Get("Content-Disposition"), "attachment") || !strings.HasPrefix(a.Body.String(), begin) {
				t.Errorf("%s as %s is no file: %d %.80s", path, as, a.Code, plain(a.Body.String()))
			}
			sent++
		}
	}
	var chain bytes.Buffer
	w.must(w.store.ExportAudit(context.Background(), &chain))
	if n := strings.Count(chain.String(), "\nact list.export\n"); n != sent || sent < 20 {
		t.Errorf("%d files were sent, %d are in the chain", sent, n)
	}
	auditor := w.inside(1, w.settled(1, "au.9", "auditor"))
	said := 0
	for _, office := range []string{"1", "2", "3", "4"} {
		page := w.ask("GET", "/office/"+office+"/audit?act=list.export", auditor, nil).Body.String()
		if bare := regexp.MustCompile(`(名单|list:)[^，]{0,30}/\d`).FindString(page); bare != "" {
			t.Errorf("a list has no word in the trail of %s: %s", office, bare)
		}
		said += strings.Count(page, "名单：")
	}
	if said < sent/2 {
		t.Errorf("%d of %d files are in the trails in words", said, sent)
	}
}

func TestEveryPageThatIsNoListIsStillThere(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, route := range web.Routes() {
		known[route.Path] = known[route.Path] || route.Method == "GET"
	}
	for path := range single {
		if !known[path] {
			t.Errorf("%s is no page any more", path)
		}
	}
}

func TestAListIsOfferedAsAFileToWhomTheMatrixLets(t *testing.T) {
	t.Parallel()
	w := work(t)
	may := w.inside(3, w.settled(3, "cr.3", "county_reviewer"))
	mayNot := w.inside(3, w.settled(3, "po.3", "policy_officer"))
	auditor := w.inside(3, w.settled(3, "au.3", "auditor"))
	w.must(w.store.Do(context.Background(), 3, audit.Act{Name: "test.act"}, func(*store.Tx) error { return nil }))
	for path, token := range map[string]string{"/office": may, "/office/3/staff": may, "/session": may, "/audit": auditor, "/office/3/audit": auditor} {
		if page := w.ask("GET", path, token, nil).Body.String(); !strings.Contains(page, `href="`+path+`?as=xlsx"`) {
			t.Errorf("%s is not offered: %s", path, page)
		}
	}
	a := w.ask("GET", "/session?as=csv", mayNot, nil)
	if a.Code != http.StatusForbidden || !strings.Contains(a.Body.String(), "导出名单") {
		t.Errorf("%d %s", a.Code, a.Body)
	}
	if page := w.ask("GET", "/session", mayNot, nil).Body.String(); strings.Contains(page, "?as=") {
		t.Error("it is offered to whom may not")
	}
	if _, known := access.Shipped().Acts[exporting]; !known {
		t.Error("the matrix knows no such act")
	}
}

func TestTheFileOfATrailHoldsWhatWasAskedForAndNotOnlyAPage(t *testing.T) {
	t.Parallel()
	w := work(t)
	for range 60 {
		w.must(w.store.Do(context.Background(), 3, audit.Act{Name: "test.act"}, func(*store.Tx) error { return nil }))
	}
	w.must(w.store.Do(context.Background(), 3, audit.Act{Name: "test.other"}, func(*store.Tx) error { return nil }))
	auditor := w.inside(3, w.settled(3, "au.3", "auditor"))
	page := w.ask("GET", "/office/3/audit?act=test.act", auditor, nil).Body.String()
	if !strings.Contains(page, "act=test.act&amp;as=csv") {
		t.Errorf("what was asked for does not go along: %s", page)
	}
	file := w.ask("GET", "/office/3/audit?act=test.act&as=csv", auditor, nil).Body.String()
	if n := strings.Count(file, "test.act"); n != 60 || strings.Contains(file, "test.other") {
		t.Errorf("%d entries\n%s", n, file)
	}
}

// unzipped is everything that a workbook holds.
func unzipped(t *testing.T, book []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, part := range z.File {
		r, err := part.Open()
		if err == nil {
			_, err = io.Copy(&all, r)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}
