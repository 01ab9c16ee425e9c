package web_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"doudi/casefile"
	"doudi/pack"
	"doudi/registry"
)

// took asks for the file of the family.
func (f *fishers) took(form, why string) string {
	f.Helper()
	a := f.ask("POST", theirs+"/export", f.token, url.Values{"on": {"2026-09-15"}, "form": {form}, "why": {why}})
	if a.Code != http.StatusOK || !strings.Contains(a.Header().Get("Content-Disposition"), "attachment") {
		f.Fatalf("%d %s", a.Code, plain(a.Body.String()))
	}
	return a.Body.String()
}

// reread reads a file of one family by the county's law and writes it as YAML.
func (f *fishers) reread(name, file string) string {
	f.Helper()
	in, err := casefile.Open(name, strings.NewReader(file), casefile.Options{Resolve: func(string, map[string]string) (*pack.Resolved, error) { return f.law, nil }})
	f.must(err)
	family, err := in.Next()
	f.must(err)
	if len(family.Faults) > 0 {
		f.Fatalf("%v", family.Faults)
	}
	if _, err := in.Next(); err != io.EOF {
		f.Error("there is more than one family")
	}
	var out strings.Builder
	f.must(casefile.NewWriter(&out).Write(family))
	return out.String()
}

func TestAFactThatAPackAddsGoesOutInAFileAndIsReadAgainWithoutGo(t *testing.T) {
	t.Parallel()
	f := fish(t)
	f.join(registry.Identity{Name: "林水生", Number: "11010519491231002X", Phone: "13800138000", Account: "6217000010001234567"})
	f.entered(f.fill(theirs+"/facts/usual", map[string]string{"h.area": "rural", "from": "2026-01-01", "source": "declared"}))
	f.entered(f.fill(theirs+"/facts/rare", map[string]string{"h.boats": "3", "from": "2026-01-01", "source": "declared"}))
	f.entered(f.fill(his+"/facts/sealed", map[string]string{"m.0.fish_illness": "eel_fever", "from": "2026-01-01", "source": "declared"}))
	masked, full := f.took("yaml", "none"), f.took("yaml", "application")
	for _, want := range []string{"boats: 3", "name: '林水生2'"} {
		if !strings.Contains(masked, want) || !strings.Contains(full, want) {
			t.Errorf("%q does not go out\n%s", want, masked)
		}
	}
	for _, secret := range []string{"eel_fever", "11010519491231002X", "13800138000", "6217000010001234567"} {
		if strings.Contains(masked, secret) || !strings.Contains(full, secret) {
			t.Errorf("%q, masked %v, in full %v", secret, strings.Contains(masked, secret), strings.Contains(full, secret))
		}
	}
	if got := f.reread("x.xlsx", f.took("xlsx", "application")); got != f.reread("x.yaml", full) {
		t.Errorf("the workbook says otherwise:\n%s", got)
	}
	if got := f.reread("x.xlsx", f.took("xlsx", "none")); got != f.reread("x.yaml", masked) {
		t.Errorf("the masked workbook says otherwise:\n%s", got)
	}
	chain := f.export()
	if n := strings.Count(chain, "act family.export\nobject household:1\nresult viewed\n"); n != 4 {
		t.Errorf("%d files in the chain", n)
	}
	if n := strings.Count(chain, "act family.export\nobject household:1\nresult viewed\npurpose application\n"); n != 2 {
		t.Errorf("%d files in full in the chain", n)
	}
}

func TestWhatIsWrongWithTheFormOfAFamilysFileIsSaidAndKept(t *testing.T) {
	t.Parallel()
	f := fish(t)
	for name, c := range map[string]struct{ on, form, why, want string }{
		"a day that is none":                 {"gestern", "xlsx", "none", "写成 2026-09-15"},
		"a day before anybody was there":     {"2019-01-01", "xlsx", "none", "没有登记任何成员"},
		"a form that is none":                {"2026-09-15", "pdf", "none", ".xlsx"},
		"a purpose that the role has not":    {"2026-09-15", "yaml", "payment", "这个用途"},
		"a purpose that there is not at all": {"2026-09-15", "yaml", "fun", "这个用途"},
	} {
		a := f.ask("POST", theirs+"/export", f.token, url.Values{"on": {c.on}, "form": {c.form}, "why": {c.why}})
		if a.Code < 400 || !strings.Contains(a.Body.String(), c.want) || !strings.Contains(a.Body.String(), `value="`+c.on+`"`) {
			t.Errorf("%s: %d %s", name, a.Code, plain(a.Body.String()))
		}
	}
}
