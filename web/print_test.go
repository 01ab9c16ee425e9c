package web_test

import (
	"bytes"
	"context"
	"net/http"
	"os/exec"
	"strings"
	"testing"

	"doudi/civil"
	"doudi/registry"
)

// read gives the words of a PDF.
func read(t *testing.T, pdf []byte) string {
	t.Helper()
	tool := exec.Command("pdftotext", "-layout", "-enc", "UTF-8", "-", "-")
	tool.Stdin = bytes.NewReader(pdf)
	out, err := tool.CombinedOutput()
	if err != nil {
		t.Fatalf("pdftotext (make deps installs it): %v\n%s", err, out)
	}
	return string(out)
}

// join adds people to the family.
func (f *fishers) join(people ...registry.Identity) {
	f.Helper()
	for _, i := range people {
		id, err := f.registry.EnterPerson(context.Background(), f.desk, i)
		f.must(err)
		f.must(f.registry.ChangeMember(context.Background(), f.desk, f.schema, registry.Member{Household: f.household, Person: id, Relation: "child", From: 18300, To: civil.Open}))
	}
}

// export is the audit export.
func (f *fishers) export() string {
	f.Helper()
	var b strings.Builder
	f.must(f.store.ExportAudit(context.Background(), &b))
	return b.String()
}

func TestAPaperIsPrintedKeptAndShownAgain(t *testing.T) {
	t.Parallel()
	f := fish(t)
	f.join(registry.Identity{Name: "林𬭚", Number: "11010519491231002X", Phone: "13800138000"}, registry.Identity{Name: "林𠮷", Birth: "2001-01-01", Sex: "male"},
		registry.Identity{Name: "林\uE123", Birth: "2002-01-01", Sex: "male"})
	page := f.page(theirs + "/print/sheet")
	for _, want := range []string{"林𬭚", "林𠮷", "U+E123", "有1个字需手工补写", "110*************2X", "没有留底"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not show %q", want)
		}
	}
	printed := f.ask("POST", theirs+"/print/sheet", f.token, map[string][]string{"why": {"application"}})
	where := printed.Header().Get("Location")
	if printed.Code != http.StatusSeeOther || where != theirs+"/paper/1/whole?why=application" {
		t.Fatalf("%d %s", printed.Code, printed.Body)
	}
	whole := f.ask("GET", where, f.token, nil)
	if whole.Header().Get("Content-Type") != "application/pdf" {
		t.Fatalf("%d %s", whole.Code, whole.Header())
	}
	words := read(t, whole.Body.Bytes())
	for _, want := range []string{"编号 1", "2026年9月15日", "林𬭚", "林𠮷", "U+E123", "有 1 个字需手工补写", "110*************2X"} {
		if !strings.Contains(words, want) {
			t.Errorf("the paper does not hold %q", want)
		}
	}
	f.join(registry.Identity{Name: "林小小", Birth: "2026-01-01", Sex: "female"})
	if again := f.ask("GET", where, f.token, nil); !bytes.Equal(again.Body.Bytes(), whole.Body.Bytes()) {
		t.Error("the paper of the act has changed")
	}
	for _, want := range []string{"act paper.print\nobject household:1\nresult viewed\npurpose household_sheet\n", "act paper.print\nobject paper:1\nresult done\n", "act paper.view\nobject paper:1\nresult viewed\npurpose application\n"} {
		if !strings.Contains(f.export(), want) {
			t.Errorf("the audit holds no %q", want)
		}
	}
	if list := f.page(theirs + "/paper"); !strings.Contains(list, "本机构打印的") || !strings.Contains(list, "家庭情况表") {
		t.Error(list)
	}
	if a := f.ask("POST", theirs+"/paper/1/withdraw", f.token, map[string][]string{"because": {"outdated"}}); a.Code != http.StatusForbidden {
		t.Errorf("what was handed out is withdrawn: %d", a.Code)
	}
}

func TestFullNumbersArePrintedForAPurposeAndEachIsRecorded(t *testing.T) {
	t.Parallel()
	f := fish(t)
	f.join(registry.Identity{Name: "林水英", Number: "11010519491231002X", Phone: "13800138000"})
	sent := map[string][]string{"why": {"survey"}, "numbers": {"full"}}
	where := f.ask("POST", theirs+"/print/sheet", f.token, sent).Header().Get("Location")
	if words := read(t, f.ask("GET", where, f.token, nil).Body.Bytes()); !strings.Contains(words, "11010519491231002X") || !strings.Contains(words, "13800138000") {
		t.Error(words)
	}
	if !strings.Contains(f.export(), "act person.unmask\nobject person:2\nresult viewed\npurpose survey\n") {
		t.Error("the look at the number is not recorded")
	}
	reviewer := f.inside(6, f.settled(6, "cr.1", "county_reviewer"))
	for name, c := range map[string]struct {
		path, token, why, numbers string
		status                    int
	}{
		"no purpose":                      {theirs + "/print/sheet", f.token, "", "full", 400},
		"a purpose that the role has not": {theirs + "/print/sheet", reviewer, "payment", "full", 400},
		"a paper that there is not":       {theirs + "/print/map", f.token, "survey", "masked", 404},
		"a household that is not":         {"/office/7/household/99/print/slip", f.token, "survey", "masked", 404},
	} {
		a := f.ask("POST", c.path, c.token, map[string][]string{"why": {c.why}, "numbers": {c.numbers}})
		if a.Code != c.status || strings.Contains(a.Body.String(), "11010519491231002X") {
			t.Errorf("%s: %d", name, a.Code)
		}
	}
}

func TestTheSlipListsWhatWasBroughtAndStands(t *testing.T) {
	t.Parallel()
	f := fish(t)
	kind := map[string]string{"kind": "identity_card", "person": "1", "from": "2026-08-20"}
	f.bring(theirs+"/paper", f.token, csrf, kind, noise(t, 1, 40, 30), noise(t, 2, 40, 30))
	f.ask("POST", theirs+"/paper/2/withdraw", f.token, map[string][]string{"because": {"unreadable"}})
	where := f.ask("POST", theirs+"/print/slip", f.token, map[string][]string{"why": {"application"}}).Header().Get("Location")
	words := read(t, f.ask("GET", where, f.token, nil).Body.Bytes())
	if strings.Count(words, "身份证") != 1 || !strings.Contains(words, "林水生") || !strings.Contains(words, "2026年8月20日") {
		t.Error(words)
	}
}
