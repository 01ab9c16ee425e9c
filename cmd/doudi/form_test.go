package main

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"doudi/engine"
)

// TestManualNamesEveryKeyOfTheResult holds docs/determine.md to the form.
func TestManualNamesEveryKeyOfTheResult(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/determine.md")
	if err != nil {
		t.Fatal(err)
	}
	_, output, _ := strings.Cut(string(text), "\n## 输出")
	for _, form := range []any{jsonResult{}, jsonRefusal{}} {
		for _, key := range keysOf(reflect.TypeOf(form), map[reflect.Type]bool{}) {
			if !strings.Contains(output, "`"+key+"`") {
				t.Errorf("docs/determine.md does not name %q", key)
			}
		}
	}
}

// keysOf are the JSON keys of a form and everything below it.
func keysOf(t reflect.Type, seen map[reflect.Type]bool) []string {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || seen[t] {
		return nil
	}
	seen[t] = true
	var keys []string
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		keys = append(append(keys, name), keysOf(t.Field(i).Type, seen)...)
	}
	return keys
}

// TestManualNamesEveryStatus holds the page and the words to the closed list.
func TestManualNamesEveryStatus(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/determine.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range append(outcomeOrder, engine.NotClaimed) {
		if !strings.Contains(string(text), "`"+string(s)+"`") || !strings.Contains(string(text), outcomeWords[s]) {
			t.Errorf("docs/determine.md does not name %q %q", s, outcomeWords[s])
		}
	}
}

// TestEveryReasonInJSONHasItsPlace checks that numbers point to reasons, that
// no reason stands twice, and that every clause named can be looked up.
func TestEveryReasonInJSONHasItsPlace(t *testing.T) {
	t.Parallel()
	var doc struct {
		Format  int
		Results []jsonResult
	}
	if err := json.Unmarshal([]byte(mustRunAny(t, "determine", "testdata/bench/family.yaml", "--json")), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Format != formatVersion || len(doc.Results) != 1 || len(doc.Results[0].Hash) != 64 {
		t.Fatalf("format %d, %d results", doc.Format, len(doc.Results))
	}
	r := doc.Results[0]
	for _, o := range r.Outcomes {
		checkNumbers(t, r, o.Why)
		if len(o.Why) == 0 {
			t.Errorf("%s has no reason", o.Programme)
		}
	}
	for _, reason := range r.Reasons {
		checkNumbers(t, r, reason.Because)
		for _, c := range reason.Cites {
			if r.Clauses[c].Source == "" {
				t.Errorf("clause %s of %q cannot be looked up", c, reason.Text)
			}
		}
	}
}

// checkNumbers wants every number to be a position in the list of reasons.
func checkNumbers(t *testing.T, r jsonResult, numbers []int) {
	t.Helper()
	for _, n := range numbers {
		if n < 0 || n >= len(r.Reasons) {
			t.Errorf("reason %d of %d", n, len(r.Reasons))
		}
	}
}
