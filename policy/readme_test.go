package policy

import (
	"os"
	"slices"
	"strings"
	"testing"

	"doudi/fact"
	"doudi/money"
	"doudi/pack"
)

// manual is the reference half of packs/README.md.
func manual(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../packs/README.md")
	if err != nil {
		t.Fatal(err)
	}
	reference, _, _ := strings.Cut(string(text), "\n## 七、")
	return reference
}

// TestManualHasEveryFunction wants every function in the form that its error
// message shows, and every mode, type and date of the question.
func TestManualHasEveryFunction(t *testing.T) {
	t.Parallel()
	text := manual(t)
	for name, f := range functions {
		if !strings.Contains(text, "`"+f.form+"`") {
			t.Errorf("packs/README.md lacks the function %s as `%s`", name, f.form)
		}
	}
	for mode := money.Exact; mode.String() != ""; mode++ {
		if !strings.Contains(text, mode.String()) {
			t.Errorf("packs/README.md lacks the mode %s", mode)
		}
	}
	for typ := fact.Money; typ.String() != ""; typ++ {
		if !strings.Contains(text, "`"+typ.String()+"`") {
			t.Errorf("packs/README.md lacks the type %s", typ)
		}
	}
	for name := range globals {
		if !strings.Contains(text, "`"+name+"`") {
			t.Errorf("packs/README.md lacks the date %s", name)
		}
	}
}

// TestManualExplainsEveryKindOfLint wants one row cell with an explanation per
// kind, and names as reminders exactly those that do not make lint fail.
func TestManualExplainsEveryKindOfLint(t *testing.T) {
	t.Parallel()
	reminders := []string{KindUnusedFact, KindUnproved, KindSilentPair, KindReviewDue}
	text := manual(t)
	for _, kind := range LintKinds {
		_, rest, found := strings.Cut(text, "`"+kind+"` | ")
		words, _, _ := strings.Cut(rest, " |")
		if !found || words == "" {
			t.Errorf("packs/README.md does not explain %s", kind)
			continue
		}
		if reminder := strings.HasPrefix(words, "提醒："); reminder != slices.Contains(reminders, kind) {
			t.Errorf("packs/README.md says of %s that it is a reminder: %v", kind, reminder)
		}
	}
}

// TestManualSaysHowAStatusShows wants every status that a value can have.
func TestManualSaysHowAStatusShows(t *testing.T) {
	t.Parallel()
	for _, s := range []pack.Status{pack.Example, pack.Unverified, pack.Assumed, pack.Reading} {
		if !strings.Contains(manual(t), "`"+string(s)+"` ") {
			t.Errorf("packs/README.md does not say what %s means", s)
		}
	}
}
