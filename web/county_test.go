package web

import (
	"bytes"
	"io"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"doudi/casefile"
	"doudi/engine"
	"doudi/pack"
	"doudi/packs"
	"doudi/packs/sample"
)

// countyOfTheManual is the county that packs/README.md shows, as files.
func countyOfTheManual(t *testing.T) fstest.MapFS {
	t.Helper()
	text, err := os.ReadFile("../packs/README.md")
	if err != nil {
		t.Fatal(err)
	}
	county := fstest.MapFS{}
	for name, file := range sample.County(string(text)) {
		county[name] = &fstest.MapFile{Data: []byte(file)}
	}
	return county
}

// TestTheCountyOfTheManualWorksInTheCalculator adds that county, with its new
// facts, table column and programme, and types in each of its cases: the page
// shows the sum worked by hand, without a line of Go.
func TestTheCountyOfTheManualWorksInTheCalculator(t *testing.T) {
	t.Parallel()
	county := countyOfTheManual(t)
	set, problems := pack.LoadAll(packs.FS, county)
	law, more := OpenLaw(set)
	if law == nil || problems.HasErrors() {
		t.Fatal(append(problems, more...).Text(set.Source))
	}
	s := site(t)
	s.Law = law
	shown := 0
	for name, file := range county {
		if path.Base(path.Dir(name)) != "cases" {
			continue
		}
		in, err := casefile.Open(name, bytes.NewReader(file.Data), casefile.Options{Resolve: law.resolve, AllowExpect: true})
		for err == nil {
			var f *casefile.Family
			if f, err = in.Next(); err == nil {
				shown += typeCase(t, s, f)
			}
		}
		if err != io.EOF {
			t.Fatal(err)
		}
	}
	if shown < 3 {
		t.Errorf("only %d sums were compared", shown)
	}
}

// typeCase types a case into the form and compares the sums that it expects with
// those of the page.
func typeCase(t *testing.T, s *Site, f *casefile.Family) (compared int) {
	t.Helper()
	sent, _ := url.ParseQuery(s.Law.fromSnapshot(f).encode())
	w := httptest.NewRecorder()
	a, err := s.answers(sent)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.result(w, httptest.NewRequest("POST", "/result", nil), a, resultOrigin{}); err != nil || w.Code != 200 {
		t.Fatal(f.Name, w.Code, err)
	}
	for _, want := range f.Expect {
		for _, part := range want.Parts {
			if want.Status == string(engine.Entitled) && part.Amount.High > 0 {
				compared++
				if figure := strings.TrimSuffix(part.Amount.High.String(), "元"); !strings.Contains(w.Body.String(), figure) {
					t.Errorf("%s: the page does not show %s元", f.Name, figure)
				}
			}
		}
	}
	return compared
}
