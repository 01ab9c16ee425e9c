package web_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"doudi/access"
	"doudi/civil"
	"doudi/registry"
	"doudi/store/scratch"
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
	if page := w.ask("POST", "/person", w.token, search).Body.String(); !strings.Contains(page, `name="as" value="xlsx"`) || !strings.Contains(page, `name="text" value="王桂兰"`) {
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
		_, err = w.registry.OpenHousehold(context.Background(), w.desk, law.Schema, "城东村"+strconv.Itoa(i+1)+"号", []registry.Member{{Person: id, Relation: "head", From: 0, To: civil.Open}})
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

// Numbers, phones and accounts of five hundred people are in no list that goes
// out, whatever the encoding.
func TestNoListOfFiveHundredPeopleHoldsASecret(t *testing.T) {
	t.Parallel()
	w := openWindow(t)
	law, err := w.read.Resolve("", nil)
	w.must(err)
	var secrets []string
	for n := range 500 {
		one := registry.Identity{Name: "王" + string('一'+rune(n)), Number: numberOf(fmt.Sprintf("350421%d0315%03d", 1940+n%60, 100+n)),
			Phone: fmt.Sprintf("1385%07d", 9801000+n*7919%90000), Account: fmt.Sprintf("62170018300%08d", 40000000+n*7919)}
		id, err := w.registry.EnterPerson(context.Background(), w.desk, one)
		w.must(err)
		_, err = w.registry.OpenHousehold(context.Background(), w.desk, law.Schema, "城东村", []registry.Member{{Person: id, Relation: "head", From: 0, To: civil.Open}})
		w.must(err)
		secrets = append(secrets, one.Number, one.Phone, one.Account)
	}
	search := scratch.Wanted(secrets)
	for _, as := range []string{"csv", "xlsx"} {
		found := w.ask("POST", "/person", w.token, url.Values{"by": {"name"}, "text": {"王"}, "where": {"4"}, "as": {as}}).Body.Bytes()
		roll := w.ask("GET", "/office/4/household?as="+as, w.token, nil).Body.Bytes()
		for name, file := range map[string][]byte{"found": found, "households": roll} {
			if as == "xlsx" {
				file = []byte(unzipped(t, file))
			}
			if in := search.In(file); in != nil || !bytes.Contains(file, []byte("王")) {
				t.Errorf("%s as %s: a secret in %v", name, as, in)
			}
		}
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

func TestEveryListIsOfferedAsAFileToWhomTheMatrixLets(t *testing.T) {
	t.Parallel()
	w := work(t)
	may := w.inside(3, w.settled(3, "cr.3", "county_reviewer"))
	mayNot := w.inside(3, w.settled(3, "po.3", "policy_officer"))
	for _, path := range []string{"/office", "/office/3/staff", "/session"} {
		if page := w.ask("GET", path, may, nil).Body.String(); !strings.Contains(page, `href="`+path+`?as=xlsx"`) {
			t.Errorf("%s is not offered: %s", path, page)
		}
		for _, as := range []string{"xlsx", "csv"} {
			if a := w.ask("GET", path+"?as="+as, may, nil); a.Code != http.StatusOK || !strings.Contains(a.Header().Get("Content-Disposition"), "attachment") {
				t.Errorf("%s as %s: %d", path, as, a.Code)
			}
		}
	}
	a := w.ask("GET", "/session?as=csv", mayNot, nil)
	if a.Code != http.StatusForbidden || !strings.Contains(a.Body.String(), "导出名单") {
		t.Errorf("%d %s", a.Code, a.Body)
	}
	if page := w.ask("GET", "/session", mayNot, nil).Body.String(); strings.Contains(page, "?as=") {
		t.Error("it is offered to whom may not")
	}
	if _, known := access.Shipped().Acts["list.export"]; !known {
		t.Error("the matrix knows no such act")
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
