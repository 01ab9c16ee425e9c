package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"doudi/examples"
)

var (
	tags    = regexp.MustCompile(`<[^>]*>`)
	english = regexp.MustCompile(`[A-Za-z]{3,}`)
)

// TestEveryFamilyGetsAPageWithoutEnglish shows each worked family its result
// and its form.
func TestEveryFamilyGetsAPageWithoutEnglish(t *testing.T) {
	t.Parallel()
	s := site(t)
	for _, f := range families(t) {
		t.Run(f.Name, func(t *testing.T) {
			sent, _ := url.ParseQuery(shipped().fromSnapshot(f).encode())
			for name, show := range map[string]func(http.ResponseWriter, *http.Request, *answers) error{
				"result": func(w http.ResponseWriter, r *http.Request, a *answers) error {
					return s.result(w, r, a, resultOrigin{})
				},
				"form": func(w http.ResponseWriter, r *http.Request, a *answers) error {
					return s.show(w, r, 200, calculator(s.calculatorView(a, "", false)))
				},
			} {
				a, err := s.answers(sent)
				if err != nil {
					t.Fatal(err)
				}
				w := httptest.NewRecorder()
				if err := show(w, httptest.NewRequest("POST", "/", nil), a); err != nil || w.Code != 200 {
					t.Fatal(name, w.Code, err)
				}
				text := tags.ReplaceAllString(w.Body.String(), " ")
				if words := english.FindAllString(text, -1); len(words) > 0 {
					t.Errorf("%s: not Chinese: %q", name, words)
				}
				if strings.Contains(text, "{") || strings.Contains(text, "%!") {
					t.Errorf("%s: something is not filled in", name)
				}
			}
		})
	}
}

func TestWordsOfCautionAreColoured(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"标准：100元（※示例）":       `标准：100元（<mark class="example">※示例</mark>）`,
		"标准（※未核实）（待复核）":      `标准（<mark class="unverified">※未核实</mark>）（<mark class="due">待复核</mark>）`,
		"算法（※理解）和“推定”":       `算法（<mark class="reading">※理解</mark>）和“推定”`,
		"低于 <b>（分以下舍去）& '\"": `低于 &lt;b&gt;（分以下舍去）&amp; &#39;&#34;`,
		"（推定的收入）":            `（推定的收入）`,
	} {
		say := teller{}
		say.say(text)
		if got := string(say.out); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", text, got, want)
		}
	}
}

func TestQuestionsComeCheapestFirst(t *testing.T) {
	t.Parallel()
	a := member(t, "cn-350421", "m.0.incomes", "unknown")
	s, _ := a.snapshot(today)
	v := site(t).resultView(a, s)
	if len(v.Missing) < 3 {
		t.Fatal("too little is missing to compare")
	}
	last := 0
	for _, m := range v.Missing {
		if m.effort < last {
			t.Errorf("%s is cheaper than what stands before it", m.Label)
		}
		last = m.effort
		if len(m.Programmes) == 0 || m.Path == "" {
			t.Errorf("%+v leads nowhere or to nothing", m)
		}
	}
	if last != effortTable {
		t.Error("a table is missing and does not come last")
	}
}

func TestHowHardAQuestionIs(t *testing.T) {
	t.Parallel()
	e := shipped().places["cn-350421"].program.Schema.Entities
	effort := func(entity int, key string) int {
		slot, ok := e[entity].Slot(key)
		if !ok {
			t.Fatal("no fact", key)
		}
		return effortOf(&e[entity].Facts[slot])
	}
	for i, order := range [][2]int{
		{effort(0, "income_stable"), effort(0, "area")},                   // a tap, a pick
		{effort(0, "income_stable"), effort(0, "local_hukou")},            // known, certified
		{effort(1, "school_stage") - effortPaper, effort(0, "exit_from")}, // a pick, a month
		{effort(0, "exit_from"), effort(0, "case_by_case_sum")},           // a month, an amount
	} {
		if order[0] >= order[1] {
			t.Errorf("pair %d: %d is not less than %d", i, order[0], order[1])
		}
	}
}

func TestEveryPlaceHasAnExample(t *testing.T) {
	t.Parallel()
	groups, err := readExamples(shipped(), examples.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range shipped().leaves() {
		if !slices.ContainsFunc(groups, func(g exampleGroup) bool { return g.Place == p.Label }) {
			t.Errorf("%s: no family to look at", p.Label)
		}
	}
}

func TestSharedAnswersAreBounded(t *testing.T) {
	t.Parallel()
	s := shelf{span: sharedFor}
	now := time.Date(2026, 9, 15, 0, 0, 0, 0, time.UTC)
	for i := range mostShelved + 3 {
		s.put(itoa(i), "x", now)
	}
	if _, ok := s.get("2", now); ok || len(s.kept) != mostShelved || len(s.line) != mostShelved {
		t.Errorf("%d answers are kept", len(s.kept))
	}
	if _, ok := s.get("3", now); !ok {
		t.Error("a younger one had to go")
	}
	s.put("last", "x", now.Add(sharedFor))
	if len(s.kept) != 1 || len(s.line) != 1 {
		t.Errorf("%d answers are kept though their time is over", len(s.kept)-1)
	}
}
