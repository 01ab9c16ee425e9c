package pack

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"doudi/civil"
	"github.com/google/go-cmp/cmp"
)

// files is a file system of packs: "cn/a.yaml" → text. Every pack that has no
// pack.yaml of its own gets a plain one; the first word of its text may name
// the parent.
func packsOf(t *testing.T, files map[string]string) *Set {
	t.Helper()
	set, problems := LoadAll(fileSystem(files))
	if problems.HasErrors() {
		t.Fatal(problems.Text(set.Source))
	}
	return set
}

func fileSystem(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

const sourceOfAll = "sources: {src: {issuer: 某机关, title: 某文件, year: 2017, clauses: {'1': {at: 第一条}}}}\n"

func head(id, parent, from string) string {
	text := fmt.Sprintf("id: %s\nlabel: %s\nversion: '1'\nin_force: {from: %s, open: true}\n", id, id, from)
	if parent == "" {
		return text + sourceOfAll
	}
	return text + "extends: " + parent + "\n"
}

func day(t *testing.T, text string) civil.Date {
	t.Helper()
	d, err := civil.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func resolve(t *testing.T, set *Set, id string) *Resolved {
	t.Helper()
	r, problems := set.Resolve(id)
	if problems.HasErrors() {
		t.Fatal(problems.Text(set.Source))
	}
	return r
}

// timeline writes rows as "from..to keys value (origin)".
func timeline(f *Figure) []string {
	var out []string
	for _, row := range f.Rows {
		to := row.To.String()
		if row.To == civil.Open {
			to = "open"
		}
		keys := ""
		if len(row.Keys) > 0 {
			keys = strings.Join(row.Keys, ",") + " "
		}
		out = append(out, fmt.Sprintf("%s..%s %s%s (%s)", row.From, to, keys, row.Value.Text, row.Origin))
	}
	return out
}

func figure(typ, more string, rows ...string) string {
	text := "figures:\n  x:\n    type: " + typ + "\n    label: 某数\n" + more + "    values:\n"
	for _, row := range rows {
		text += "      - {" + row + ", cite: src/1}\n"
	}
	return text
}

func TestLayersOfFigures(t *testing.T) {
	t.Parallel()
	const place = "    keys: {place: handling_place}\n"
	for _, test := range []struct {
		name, nation, province string
		want                   []string
	}{
		{"Qinghai's twelve months of exit stand against the ministry's six",
			figure("months", "", "from: 2017-01-01, to: 2022-10-19, value: 12 months", "from: 2022-10-20, open: true, review_by: 2028-01-01, value: 6 months"),
			figure("months", "", "from: 2020-01-01, open: true, review_by: 2028-01-01, value: 12 months"),
			[]string{"2017-01-01..2019-12-31 12 months (cn)", "2020-01-01..open 12 months (cn-63)"}},
		{"Mingxi's under sixteen is clipped by the law of 2026 from its first day",
			figure("count", "", "from: 2017-01-01, to: 2026-06-30, value: 16", "from: 2026-07-01, open: true, review_by: 2028-01-01, value: 18, prevails: at_least"),
			figure("count", "", "from: 2019-12-31, open: true, review_by: 2028-01-01, value: 16"),
			[]string{"2017-01-01..2019-12-30 16 (cn)", "2019-12-31..2026-06-30 16 (cn-63)", "2026-07-01..open 18 (cn)"}},
		{"a lower value above the floor is left alone",
			figure("count", "", "from: 2026-07-01, open: true, review_by: 2028-01-01, value: 18, prevails: at_least"),
			figure("count", "", "from: 2026-07-01, open: true, review_by: 2028-01-01, value: 20"),
			[]string{"2026-07-01..open 20 (cn-63)"}},
		{"at_most takes the smaller of both on the days they share",
			figure("rate", "", "from: 2020-01-01, to: 2020-12-31, value: 10%, prevails: at_most"),
			figure("rate", "", "from: 2019-01-01, to: 2021-12-31, value: 12.5%"),
			[]string{"2019-01-01..2019-12-31 12.5% (cn-63)", "2020-01-01..2020-12-31 10% (cn)", "2021-01-01..2021-12-31 12.5% (cn-63)"}},
		{"replace also fills what the lower pack leaves open",
			figure("money", "", "from: 2020-01-01, to: 2021-12-31, value: 9元, prevails: replace"),
			figure("money", "", "from: 2019-01-01, to: 2020-06-30, value: 5元"),
			[]string{"2019-01-01..2019-12-31 5元 (cn-63)", "2020-01-01..2021-12-31 9元 (cn)"}},
		{"a hole in the lower pack is not filled by its parent",
			figure("count", "", "from: 2017-01-01, to: 2025-12-31, value: 1"),
			figure("count", "", "from: 2019-01-01, to: 2019-12-31, value: 2", "from: 2021-01-01, to: 2021-12-31, value: 3"),
			[]string{"2017-01-01..2018-12-31 1 (cn)", "2019-01-01..2019-12-31 2 (cn-63)", "2021-01-01..2021-12-31 3 (cn-63)"}},
		{"the parent answers for combinations of keys that the lower pack does not list",
			figure("count", place, "place: '12', from: 2017-01-01, to: 2025-12-31, value: 1", "place: '63', from: 2017-01-01, to: 2025-12-31, value: 2"),
			figure("count", place, "place: '63', from: 2019-01-01, to: 2025-12-31, value: 3"),
			[]string{"2017-01-01..2025-12-31 12 1 (cn)", "2017-01-01..2018-12-31 63 2 (cn)", "2019-01-01..2025-12-31 63 3 (cn-63)"}},
		{"a prevailing row of a province covers the places in it",
			figure("count", place, "place: '63', from: 2020-01-01, to: 2025-12-31, value: 5, prevails: at_least"),
			figure("count", place, "place: '6301', from: 2019-01-01, to: 2025-12-31, value: 3"),
			[]string{"2019-01-01..2019-12-31 6301 3 (cn-63)", "2020-01-01..2025-12-31 63 5 (cn)", "2020-01-01..2025-12-31 6301 5 (cn)"}},
		{"an override may leave out what it does not change",
			figure("money/month", "", "from: 2017-01-01, to: 2025-12-31, value: 1元"),
			"figures:\n  x:\n    values:\n      - {from: 2019-01-01, to: 2019-12-31, value: 2元, cite: src/1}\n",
			[]string{"2017-01-01..2018-12-31 1元 (cn)", "2019-01-01..2019-12-31 2元 (cn-63)"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			set := packsOf(t, map[string]string{"cn/pack.yaml": head("cn", "", "2017-01-01"), "cn/a.yaml": test.nation,
				"cn-63/pack.yaml": head("cn-63", "cn", "2019-01-01"), "cn-63/a.yaml": test.province})
			if diff := cmp.Diff(test.want, timeline(resolve(t, set, "cn-63").Figure("x"))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestThreeLayersOfFigures(t *testing.T) {
	t.Parallel()
	set := packsOf(t, map[string]string{
		"cn/pack.yaml":      head("cn", "", "2017-01-01"),
		"cn/a.yaml":         figure("count", "", "from: 2017-01-01, open: true, review_by: 2028-01-01, value: 1", "from: 2016-01-01, to: 2016-12-31, value: 9, prevails: at_least"),
		"cn-35/pack.yaml":   head("cn-35", "cn", "2018-01-01"),
		"cn-35/a.yaml":      figure("count", "", "from: 2018-01-01, to: 2019-12-31, value: 2", "from: 2020-01-01, to: 2020-12-31, value: 4, prevails: at_least"),
		"cn-3504/pack.yaml": head("cn-3504", "cn-35", "2019-01-01"),
		"cn-3504/a.yaml":    figure("count", "", "from: 2019-01-01, to: 2021-12-31, value: 3"),
	})
	want := []string{"2016-01-01..2016-12-31 9 (cn)", "2017-01-01..2017-12-31 1 (cn)", "2018-01-01..2018-12-31 2 (cn-35)",
		"2019-01-01..2019-12-31 3 (cn-3504)", "2020-01-01..2020-12-31 4 (cn-35)", "2021-01-01..2021-12-31 3 (cn-3504)"}
	if diff := cmp.Diff(want, timeline(resolve(t, set, "cn-3504").Figure("x"))); diff != "" {
		t.Error(diff)
	}
}

// versions writes the spans of a rule with what its value or exceptions are.
func versions(r *Resolved, id string) []string {
	var out []string
	for _, v := range r.Rules {
		if v.ID != id {
			continue
		}
		text := fmt.Sprintf("%s..%s %s", v.From, v.To, v.Value.Text)
		for _, e := range v.Exceptions {
			text += fmt.Sprintf(" | %s %s..%s", e.ID, e.From, e.To)
		}
		out = append(out, text)
	}
	return out
}

func TestLayersOfRules(t *testing.T) {
	t.Parallel()
	rule := func(value, more string) string {
		return "rules:\n  - id: r\n    of: household\n    label: 某规则\n    cite: src/1\n" + more + "    " + value + "\n"
	}
	const amend = "amends:\n  - {rule: r, from: 2022-02-09, add: {id: alone, when: single, value: 0元}, cite: src/1}\n"
	for _, test := range []struct {
		name, nation, city string
		want               []string
	}{
		{"a lower version replaces the superior one on its days only",
			rule("value: 1元", ""), rule("value: 2元", "    in_force: {from: 2020-01-01, to: 2020-12-31}\n"),
			[]string{"2017-01-01..2019-12-31 1元", "2020-01-01..2020-12-31 2元", "2021-01-01..9999-12-31 1元"}},
		{"an amend adds an exception from its day on",
			rule("base: 1元", ""), amend,
			[]string{"2017-01-01..9999-12-31 1元 | alone 2022-02-09..9999-12-31"}},
		{"a plain value becomes the base of an amended exception",
			rule("value: 1元", "    in_force: {from: 2017-01-01, to: 2023-12-31}\n"), amend,
			[]string{"2017-01-01..2023-12-31 1元 | alone 2022-02-09..2023-12-31"}},
		{"a version that is cut keeps only the exceptions of its days",
			rule("base: 1元\n    exceptions:\n      - {id: early, when: a, value: 3元, in_force: {from: 2017-01-01, to: 2018-12-31}}\n      - {id: late, when: b, value: 4元, over: early}", ""),
			rule("value: 2元", "    in_force: {from: 2020-01-01, to: 2020-12-31}\n"),
			[]string{"2017-01-01..2019-12-31 1元 | early 2017-01-01..2018-12-31 | late 2017-01-01..2019-12-31",
				"2020-01-01..2020-12-31 2元", "2021-01-01..9999-12-31 1元 | late 2021-01-01..9999-12-31"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			set := packsOf(t, map[string]string{"cn/pack.yaml": head("cn", "", "2017-01-01"), "cn/a.yaml": test.nation,
				"cn-12/pack.yaml": head("cn-12", "cn", "2019-01-01"), "cn-12/a.yaml": test.city})
			r := resolve(t, set, "cn-12")
			if diff := cmp.Diff(test.want, versions(r, "r")); diff != "" {
				t.Error(diff)
			}
			for _, v := range r.Rules {
				for _, e := range v.Exceptions {
					if len(e.Over) > 0 && e.Over[0] == "early" && v.From > day(t, "2019-01-01") {
						t.Error("an exception still names one that has no day left")
					}
				}
			}
		})
	}
}

func TestAmendsOfProgrammes(t *testing.T) {
	t.Parallel()
	const nation = `rules:
  - {id: ok, of: household, label: 符合, cite: src/1, value: true}
programmes:
  dibao:
    label: 低保
    unit: household
    claim: with_application
    grants: money
    conditions: [ok]
    amount: [{part: base, value: 1元}]
    pays: month
`
	const city = `rules:
  - {id: also, of: household, label: 还要, cite: src/1, value: true}
amends:
  - {programme: dibao, from: 2020-01-01, add_part: {part: special, value: 2元}, cite: src/1}
  - {programme: dibao, from: 2021-01-01, to: 2021-12-31, add_condition: also, cite: src/1}
`
	set := packsOf(t, map[string]string{"cn/pack.yaml": head("cn", "", "2017-01-01"), "cn/a.yaml": nation,
		"cn-12/pack.yaml": head("cn-12", "cn", "2019-01-01"), "cn-12/a.yaml": city})
	r := resolve(t, set, "cn-12")
	for _, test := range []struct {
		name, on          string
		conditions, parts int
	}{
		{"before the amends nothing changes", "2019-12-31", 1, 2},
		{"the condition holds on its days", "2021-06-01", 2, 2},
		{"after its last day the condition is gone", "2022-01-01", 1, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := r.ProgrammeAt("dibao", day(t, test.on))
			if p == nil || len(p.Conditions) != test.conditions {
				t.Fatalf("conditions of %v", p)
			}
		})
	}
	special := r.ProgrammeAt("dibao", day(t, "2021-06-01")).Amount[1]
	if special.From != day(t, "2021-01-01") || special.To != day(t, "2021-12-31") || special.Cites[0].Text != "src/1" {
		t.Errorf("special part %v..%v %v", special.From, special.To, special.Cites)
	}
	if got := resolve(t, set, "cn").ProgrammeAt("dibao", day(t, "2021-06-01")); len(got.Amount) != 1 || len(got.Conditions) != 1 {
		t.Error("the amend of the city reached the nation's own pack")
	}
}

func TestAPairTurnedRoundBelowReplacesTheSuperiorPair(t *testing.T) {
	t.Parallel()
	programme := func(id string) string {
		return "  " + id + ": {label: 某项, unit: household, claim: never, grants: standing, conditions: [ok]}\n"
	}
	nation := "rules:\n  - {id: ok, of: household, label: 符合, cite: src/1, value: true}\nprogrammes:\n" + programme("a") + programme("b") +
		"stacking:\n  - {pair: [a, b], is: excludes, cite: src/1}\n"
	set := packsOf(t, map[string]string{"cn/pack.yaml": head("cn", "", "2017-01-01"), "cn/a.yaml": nation,
		"cn-12/pack.yaml": head("cn-12", "cn", "2019-01-01"),
		"cn-12/a.yaml":    "stacking:\n  - {pair: [b, a], is: both, cite: src/1, in_force: {from: 2020-01-01, open: true}}\n"})
	var got []string
	for _, p := range resolve(t, set, "cn-12").Stacking {
		got = append(got, fmt.Sprintf("%s %s %s %s..%s", p.First, p.Is, p.Second, p.Span.From, p.Span.To))
	}
	want := []string{"a excludes b 2017-01-01..2019-12-31", "b both a 2020-01-01..9999-12-31"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRegionFindsItsPack(t *testing.T) {
	t.Parallel()
	const facts = "facts:\n  household:\n    area: {type: enum, values: ['urban', 'rural'], label: 城乡}\n"
	set := packsOf(t, map[string]string{
		"cn/pack.yaml": head("cn", "", "2017-01-01"), "cn/facts.yaml": facts,
		"cn-63/pack.yaml":     head("cn-63", "cn", "2020-01-01") + "scope: {area: ['urban']}\n",
		"cn-350421/pack.yaml": head("cn-350421", "cn", "2019-12-31")})
	for _, test := range []struct {
		name, code string
		facts      map[string]string
		want       string
		ok         bool
	}{
		{"a township is answered by its county", "350421100", nil, "cn-350421", true},
		{"a county without a pack is answered by the nation", "110101", nil, "cn", true},
		{"a family in scope is answered by the province", "630102", map[string]string{"area": "urban"}, "cn-63", true},
		{"a family outside the scope is answered by the parent", "630102", map[string]string{"area": "rural"}, "cn", true},
		{"a missing scope fact is reported", "630102", nil, "cn-63", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			id, ok := set.ForRegion(test.code, test.facts)
			if id != test.want || ok != test.ok {
				t.Errorf("got %q %v", id, ok)
			}
		})
	}
	if diff := cmp.Diff([]string{"area"}, set.ScopeFacts("cn-63")); diff != "" {
		t.Error(diff)
	}
}

func TestALaterLayerReplacesAPackWholly(t *testing.T) {
	t.Parallel()
	embedded := fileSystem(map[string]string{"cn/pack.yaml": head("cn", "", "2017-01-01"), "cn/a.yaml": figure("count", "", "from: 2017-01-01, to: 2017-12-31, value: 1")})
	own := fileSystem(map[string]string{"cn/pack.yaml": head("cn", "", "2018-01-01"), "cn-35/pack.yaml": head("cn-35", "cn", "2018-01-01")})
	set, problems := LoadAll(embedded, own)
	if len(problems) > 0 || len(set.Packs) != 2 || len(set.Packs["cn"].Figures) != 0 {
		t.Errorf("%d packs\n%s", len(set.Packs), problems.Text(set.Source))
	}
}

// A clause that gives only a formula: the county's rule of the place takes the
// id of the superior figure, and nothing else may.
func TestARuleOfThePlaceMayStandForASuperiorFigure(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, of, want string }{
		{"a rule of the place is accepted", "place", ""},
		{"a rule of the household is not", "household", KindSameID},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			row := "\n    type: months\n    label: 期\n    values:\n      - {from: 2017-01-01, open: true, review_by: 2030-12-31, value: 6 months, cite: src/1}\n"
			_, problems := LoadAll(fileSystem(map[string]string{
				"cn/pack.yaml":    head("cn", "", "2017-01-01"),
				"cn/exit.yaml":    "figures:\n  exit_months:" + row + "  other_months:" + row,
				"cn-63/pack.yaml": head("cn-63", "cn", "2017-01-01"),
				"cn-63/exit.yaml": "rules:\n  - {id: exit_months, of: " + tt.of + ", label: 渐退期, cite: src/1, value: other_months}\n",
			}))
			got := ""
			if errs := problems.Errors(); len(errs) > 0 {
				got = errs[0].Kind
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
