package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"doudi/engine"
)

// resultForm is what the tests read of the JSON result.
type resultForm struct {
	Version  int
	Hash     string
	Outcomes []struct {
		Programme, Status string
		Why               []int
	}
	Reasons []struct {
		Text    string
		Cites   []string
		Because []int
	}
	Clauses map[string]struct{ Source, At string }
}

// manual is the output half of docs/determine.md.
func manual(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/determine.md")
	if err != nil {
		t.Fatal(err)
	}
	_, output, ok := strings.Cut(string(text), "\n## 输出")
	if !ok {
		t.Fatal("docs/determine.md has lost its second half")
	}
	return output
}

// TestManualNamesEveryKeyOfTheResult determines every worked family and holds
// docs/determine.md to the keys that come out.
func TestManualNamesEveryKeyOfTheResult(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../docs/worked/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no worked families", err)
	}
	var doc any
	if err := json.Unmarshal([]byte(mustRunAny(t, append([]string{"determine", "--json"}, files...)...)), &doc); err != nil {
		t.Fatal(err)
	}
	page, keys := manual(t), map[string]bool{}
	collectKeys(doc, keys)
	for f := range reflect.TypeFor[jsonRefusal]().Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		keys[name] = true
	}
	for key := range keys {
		if !strings.Contains(page, "`"+key+"`") {
			t.Errorf("docs/determine.md does not name %q", key)
		}
	}
	if len(keys) < 30 {
		t.Errorf("only %d keys came out", len(keys))
	}
}

// collectKeys adds the keys of a document; what is named by clause or in kind
// is no key of the form.
func collectKeys(v any, keys map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for k, below := range v {
			keys[k] = true
			if k != "clauses" && k != "gives" {
				collectKeys(below, keys)
			}
		}
	case []any:
		for _, below := range v {
			collectKeys(below, keys)
		}
	}
}

// TestManualNamesEveryStatus holds the page to the closed list.
func TestManualNamesEveryStatus(t *testing.T) {
	t.Parallel()
	page := manual(t)
	for _, s := range []engine.Status{engine.Entitled, engine.Leaving, engine.ChoiceOpen, engine.Waiting, engine.Undetermined,
		engine.Excluded, engine.Refused, engine.NotClaimed} {
		if !strings.Contains(page, "`"+string(s)+"`") {
			t.Errorf("docs/determine.md does not name %q", s)
		}
	}
}

// TestEveryReasonInJSONHasItsPlace checks that numbers point to reasons, that
// no reason stands twice, and that every clause named can be looked up.
func TestEveryReasonInJSONHasItsPlace(t *testing.T) {
	t.Parallel()
	var doc struct {
		Format  int
		Results []resultForm
	}
	if err := json.Unmarshal([]byte(mustRunAny(t, "determine", benchFamily, "--json")), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Format != formatVersion || len(doc.Results) != 1 || doc.Results[0].Version != engine.JSONVersion || len(doc.Results[0].Hash) != 64 {
		t.Fatalf("format %d, %d results", doc.Format, len(doc.Results))
	}
	r := doc.Results[0]
	for _, o := range r.Outcomes {
		checkNumbers(t, o.Why, len(r.Reasons))
		if len(o.Why) == 0 {
			t.Errorf("%s has no reason", o.Programme)
		}
	}
	for n, reason := range r.Reasons {
		checkNumbers(t, reason.Because, n)
		for _, c := range reason.Cites {
			if r.Clauses[c].Source == "" {
				t.Errorf("clause %s of %q cannot be looked up", c, reason.Text)
			}
		}
	}
}

// checkNumbers wants every number to lie below a limit.
func checkNumbers(t *testing.T, numbers []int, limit int) {
	t.Helper()
	for _, n := range numbers {
		if n < 0 || n >= limit {
			t.Errorf("reason %d of %d", n, limit)
		}
	}
}
