package engine_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"doudi/engine"
	"doudi/fact"
	"doudi/money"
	"doudi/pack"
	"doudi/policy"
)

var update = flag.Bool("update", false, "rewrite the expected texts")

// golden compares a text with testdata/golden/NAME.txt.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name+".txt")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// gallery is one programme for every status and a rule for every body.
func gallery() *kit {
	k := newKit()
	k.standard()
	k.p.Figures[0].Rows[0].Status, k.p.Figures[0].Rows[0].ReviewBy = pack.Example, int64(day("2020-01-31"))
	w := world{k, k.get("member.alive"), k.get("member.lives_in"), k.get("member.level")}
	age := k.op(policy.OpAgeOn, fact.Count, k.get("member.birth_date"), k.global(policy.AsOf, fact.Date))
	line := k.figure("minor_age", "未成年年龄线", fact.Count, row("2019-01-01", 18))
	minor := k.rule("minor", "未成年人", member, k.op(policy.OpLess, fact.Bool, age, line))
	k.p.Rules[k.p.RuleIndex["minor"]].Versions[0].Status = pack.Reading
	tier := k.add(policy.Node{Op: policy.OpTable, Type: fact.MoneyMonth, Of: member, Args: []policy.NodeID{w.level, k.lit(fact.MoneyMonth, yuan(100)), k.lit(fact.MoneyMonth, yuan(50))},
		Rows: []policy.Row{{When: []policy.Match{{Low: 1, High: 2, HasLow: true, HasHigh: true}}, Cites: []string{"T-2"}}, {When: []policy.Match{{In: []fact.Value{noneOf, fact.Of(3), fact.Of(4)}}}}}})
	tiered := k.rule("tiered", "按等级的补贴", member, tier)
	stage := k.rule("stage", "按情形的补贴", member, k.op(policy.OpCases, fact.MoneyMonth, minor, k.lit(fact.MoneyMonth, yuan(30)), w.alive, k.lit(fact.MoneyMonth, yuan(20)), k.lit(fact.MoneyMonth, 0)))
	share := k.rule("share", "按比例的补贴", member, k.rounded(policy.OpShare, fact.MoneyMonth, money.UpToYuan, k.get("member.pay"), k.figure("rate", "补贴比例", fact.Rate, row("2019-01-01", 300000))))
	k.p.Rules[k.p.RuleIndex["share"]].Versions[0].RoundCites = []string{"T-2"}
	care := k.programme("care", "护理补贴", member, []policy.NodeID{minor}, []policy.Part{part("tier", tiered), part("stage", stage), part("share", share)}, func(v *policy.ProgrammeVersion) {
		v.BorneBy = []policy.Bearer{{Payer: "county_fund", Rest: true, Node: policy.NoNode}}
		v.Recheck = k.lit(fact.Months, 12)
	})
	other := k.programme("other", "孤儿补贴", member, []policy.NodeID{minor}, k.monthly(5))
	index := k.keyed(policy.Figure{ID: "cpi", Label: "物价指数", Type: fact.Bool, Waiting: true})
	k.programme("price", "价格补贴", household, []policy.NodeID{index}, k.monthly(5))
	k.programme("range", "分档补助", household, nil, []policy.Part{part("base", k.get("household.grade"))})
	k.programme("hole", "没有标准的补助", household, nil, []policy.Part{part("base", k.figure("gone", "停用标准", fact.MoneyMonth, row("2019-01-01/2019-12-31", 1)))})
	k.programme("exit", "渐退补助", member, []policy.NodeID{k.op(policy.OpNot, fact.Bool, minor)}, k.monthly(5), func(v *policy.ProgrammeVersion) { v.Leaving = w.lives })
	k.programme("asked", "没有申请的补助", household, nil, nil, func(v *policy.ProgrammeVersion) { v.Claim = "by_itself" })
	k.p.Stacking = []policy.Pair{{First: care, Second: other, Is: "excludes", Span: always, Cites: []string{"T-1"}}}
	k.p.Choices = []policy.Choice{{ID: "scheme", Label: "补助方式", Of: household, Offered: policy.NoNode, Span: always, Cites: []string{"T-1"},
		Options: []policy.Option{{ID: "a", Label: "现金", Programmes: []int32{k.programme("cash", "现金补助", household, nil, nil)}}, {ID: "b", Label: "实物"}}}}
	return k
}

// galleryFamily is a child and a grown-up of whom less is known.
func galleryFamily(k *kit) *fact.Snapshot {
	child := k.person("小明", 100, fact.Of(2))
	child.Values[0] = fact.Of(int64(day("2010-05-01")))
	grown := k.person("大王", 2000, noneOf)
	grown.Values[0] = fact.Of(int64(day("1980-05-01")))
	nobody := k.person("老李", 0, noAnswer)
	for _, m := range []*fact.Row{&child, &grown, &nobody} {
		k.withTable(m, member, award, fact.Complete)
	}
	s := k.snapshot(map[string]fact.Value{"assets": fact.Of(yuan(20000))}, child, grown, nobody)
	s.ClaimsGiven, s.Claims = true, []string{"aid"}
	return s
}

// told is the text for people with every reason.
func told(p *policy.Program, s *fact.Snapshot) string {
	text := engine.New(p).AppendText(nil, new(engine.Result), s, engine.Options{}, engine.TextOptions{Full: true})
	return string(text)
}

func TestGoldenText(t *testing.T) {
	k := gallery()
	golden(t, "gallery", told(k.p, galleryFamily(k)))
	k = newKit()
	k.standard()
	golden(t, "standard", told(k.p, family(k)))
}

func TestGoldenJSON(t *testing.T) {
	k := gallery()
	var tidy any
	if err := json.Unmarshal(engine.Determine(k.p, galleryFamily(k), engine.Options{}).AppendJSON(nil, k.p.Schema), &tidy); err != nil {
		t.Fatal(err)
	}
	text, err := json.MarshalIndent(tidy, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "gallery_json", string(text)+"\n")
}

func TestJSONIsJSONWhateverAFileSays(t *testing.T) {
	t.Parallel()
	k := gallery()
	s := galleryFamily(k)
	s.Name = "坏\xff\"\\\x01\u2028名"
	text := engine.Determine(k.p, s, engine.Options{}).AppendJSON([]byte("x"), k.p.Schema)
	var back struct {
		Version int
		Name    string
	}
	if err := json.Unmarshal(text[1:], &back); err != nil || back.Version != engine.JSONVersion || back.Name != "坏\ufffd\"\\\x01\u2028名" {
		t.Errorf("%v %+v", err, back)
	}
}

// walk visits every line of an explanation, shared ones once.
func walk(lines []engine.Line, seen map[*engine.Line]bool, f func(*engine.Line)) {
	if len(lines) == 0 || seen[&lines[0]] {
		return
	}
	seen[&lines[0]] = true
	for i := range lines {
		f(&lines[i])
		walk(lines[i].Lines, seen, f)
	}
}

// uncited tells that a line needs no clause: it names a gap or a change, no
// rule and no figure.
func uncited(text string) bool {
	for _, lead := range []string{"还缺：", "还不清楚的情况", "如果", "没有哪一项情况", "规定有缺陷："} {
		if strings.HasPrefix(text, lead) {
			return true
		}
	}
	return false
}

// english finds words that no resident can read; a few abbreviations are used
// in the documents themselves.
var english = regexp.MustCompile(`[A-Za-z_]{3,}`)

// judgeLines holds every line to its citation and its language.
func judgeLines(t *testing.T, name string, r *engine.Result) {
	t.Helper()
	seen := map[*engine.Line]bool{}
	for i := range r.Outcomes {
		o := &r.Outcomes[i]
		if len(o.Why) == 0 || o.Why[0].ID != o.Programme {
			t.Errorf("%s: %s has no conclusion", name, o.Programme)
		}
		walk(o.Why, seen, func(l *engine.Line) {
			if len(l.Cites) == 0 && !uncited(l.Text) && o.Status != engine.NotClaimed {
				t.Errorf("%s: %s: %q has no citation", name, o.Programme, l.Text)
			}
			if l.Text == "" || strings.HasSuffix(l.Text, "：") {
				t.Errorf("%s: %s: an empty sentence %q", name, o.Programme, l.Text)
			}
			if word := english.FindString(strings.ReplaceAll(l.Text, "CPI", "")); word != "" {
				t.Errorf("%s: %s: %q is no Chinese: %s", name, o.Programme, word, l.Text)
			}
		})
	}
}

func TestEveryLineIsCitedAndChinese(t *testing.T) {
	t.Parallel()
	k := gallery()
	for i := range k.p.Programmes {
		for v := range k.p.Programmes[i].Versions {
			for p := range k.p.Programmes[i].Versions[v].Parts {
				k.p.Programmes[i].Versions[v].Parts[p].Label = "补助"
			}
		}
	}
	judgeLines(t, "gallery", engine.Determine(k.p, galleryFamily(k), engine.Options{}))
	for _, c := range cases(t) {
		judgeLines(t, c.name, c.engine.Determine(c.family.Snapshot, engine.Options{}))
	}
}

func TestComparisonWordsFollowTheOperator(t *testing.T) {
	t.Parallel()
	k := newKit()
	tests := []struct {
		op        policy.Op
		pay       int64
		want, not string
	}{
		{policy.OpLess, 4, "月收入4元/月，低于 5元/月", "不低于"},
		{policy.OpLess, 5, "月收入5元/月，不低于 5元/月", ""},
		{policy.OpAtMost, 5, "月收入5元/月，不高于 5元/月", ""},
		{policy.OpAtMost, 6, "月收入6元/月，高于 5元/月", "不高于"},
		{policy.OpAbove, 6, "月收入6元/月，高于 5元/月", "不高于"},
		{policy.OpAbove, 5, "月收入5元/月，不高于 5元/月", ""},
		{policy.OpAtLeast, 5, "月收入5元/月，不低于 5元/月", ""},
		{policy.OpAtLeast, 4, "月收入4元/月，低于 5元/月", "不低于"},
		{policy.OpNotEqual, 4, "月收入4元/月，不等于 5元/月", ""},
	}
	for _, tt := range tests {
		k := *k
		k.p, k.seen = clone(k.p), map[string]policy.NodeID{}
		k.p.Programmes = nil
		pay := k.get("member.pay")
		k.programme("aid", "补助", member, []policy.NodeID{(&k).op(tt.op, fact.Bool, pay, (&k).lit(fact.MoneyMonth, yuan(5)))}, nil)
		s := k.snapshot(nil, k.person("甲", tt.pay, noneOf))
		text := all(one(t, engine.Determine(k.p, s, engine.Options{}), "aid").Why)
		if !strings.Contains(text, tt.want) || tt.not != "" && strings.Contains(text, tt.not) {
			t.Errorf("want %q in\n%s", tt.want, text)
		}
	}
}

func TestNoResidentNumberIsEverShown(t *testing.T) {
	t.Parallel()
	k := gallery()
	s := galleryFamily(k)
	s.Name = "户主350421197005011234"
	s.Household.Tables[0].Rows[0].Name = "35042119700501123X"
	r := engine.Determine(k.p, s, engine.Options{})
	for what, text := range map[string]string{"text": told(k.p, s), "JSON": string(r.AppendJSON(nil, k.p.Schema))} {
		for _, secret := range []string{"350421197005011234", "35042119700501123X", "19700501"} {
			if strings.Contains(text, secret) {
				t.Errorf("the %s shows %s", what, secret)
			}
		}
	}
}

func TestUsedFiguresAreListedWithTheirStatus(t *testing.T) {
	t.Parallel()
	k := gallery()
	o := one(t, engine.Determine(k.p, galleryFamily(k), engine.Options{}), "aid")
	if diff := cmp.Diff([]engine.Used{{ID: "standard", Label: "低保标准", Status: pack.Example, Due: true}}, o.Used); diff != "" {
		t.Error(diff)
	}
}

func TestShippedCasesAreDeterminedAlikeWithAndWithoutExplanation(t *testing.T) {
	t.Parallel()
	for _, c := range cases(t) {
		full, bare := c.engine.Determine(c.family.Snapshot, engine.Options{}), c.engine.Determine(c.family.Snapshot, plain)
		if a, b := statuses(full), statuses(bare); a != b {
			t.Errorf("%s:\n%s\n%s", c.name, a, b)
		}
	}
}

func TestOneEngineServesManyGoroutines(t *testing.T) {
	t.Parallel()
	k := gallery()
	s := galleryFamily(k)
	want := told(k.p, s)
	done := make(chan string)
	for range 8 {
		go func() {
			text := ""
			for range 20 {
				text = told(k.p, s)
			}
			done <- text
		}()
	}
	for range 8 {
		if got := <-done; got != want {
			t.Error("two goroutines disagree")
		}
	}
}
