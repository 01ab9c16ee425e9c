package engine_test

import (
	"testing"

	"doudi/engine"
	"doudi/pack"
	"doudi/policy"
)

// What is stored of a law is all that decides: read back from its text, it says
// of every family of the packs' cases the same, word for word.
func TestALawThatWasStoredDecidesTheSame(t *testing.T) {
	t.Parallel()
	restored := map[*pack.Resolved]*engine.Engine{}
	for _, c := range cases(t) {
		if restored[c.pack] == nil {
			back, err := pack.Restore(c.pack.Canonical())
			if err != nil {
				t.Fatal(err)
			}
			p, problems := policy.Compile(back)
			if problems.HasErrors() {
				t.Fatal(problems.Text(nil))
			}
			restored[c.pack] = engine.New(p)
		}
		want := c.engine.Determine(c.family.Snapshot, engine.Options{}).AppendJSON(nil, c.pack.Schema)
		got := restored[c.pack].Determine(c.family.Snapshot, engine.Options{}).AppendJSON(nil, c.pack.Schema)
		if string(got) != string(want) {
			t.Fatalf("%s:\n%s\nnot\n%s", c.name, got, want)
		}
	}
}

func TestAResultComesBackFromItsJSON(t *testing.T) {
	t.Parallel()
	for _, c := range cases(t) {
		want := c.engine.Determine(c.family.Snapshot, engine.Options{}).AppendJSON(nil, c.program.Schema)
		back, err := engine.ReadJSON(want, c.program.Schema)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if got := back.AppendJSON(nil, c.program.Schema); string(got) != string(want) {
			t.Fatalf("%s:\n%s\nnot\n%s", c.name, got, want)
		}
	}
	for _, wrong := range []string{"", "{}", `{"version":1}`, `{"version":99}`, `{"version":1,"applied_on":"2026-09-01","decided_on":"2026-09-01","as_of":"2026-09-01","month":"13"}`} {
		if _, err := engine.ReadJSON([]byte(wrong), cases(t)[0].program.Schema); err == nil {
			t.Errorf("%q was read", wrong)
		}
	}
}
