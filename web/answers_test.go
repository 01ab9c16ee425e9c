package web

import (
	"bytes"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"doudi/casefile"
	"doudi/civil"
	"doudi/fact"
	"doudi/pack"
	"doudi/packs"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// shipped compiles the embedded packs once.
var shipped = sync.OnceValue(func() *Law {
	set, _ := pack.LoadAll(packs.FS)
	l, problems := OpenLaw(set)
	if l == nil {
		panic(problems.Text(set.Source))
	}
	return l
})

// site gives the pages inside out.
func site(t *testing.T) *Site {
	t.Helper()
	s, err := New(Options{Law: shipped(), Now: func() time.Time { return time.Date(2026, 9, 15, 4, 0, 0, 0, time.UTC) },
		Random: strings.NewReader(strings.Repeat("chance", 10000)), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// today is the day of the tests.
const today = civil.Date(20711) // 2026-09-15

// families reads every worked family.
func families(t *testing.T) []*casefile.Family {
	t.Helper()
	files, err := filepath.Glob("../docs/worked/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no worked families", err)
	}
	var all []*casefile.Family
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		in, err := casefile.Open(name, bytes.NewReader(text), casefile.Options{Resolve: shipped().resolve})
		for err == nil {
			var f *casefile.Family
			if f, err = in.Next(); err == nil && f.Snapshot != nil {
				all = append(all, f)
			}
		}
		if err != io.EOF {
			t.Fatal(name, err)
		}
	}
	return all
}

// TestEveryWorkedFamilyCanBeTyped turns each worked family into the fields of
// the form and back: what the engine reads is the same, but for the names.
func TestEveryWorkedFamilyCanBeTyped(t *testing.T) {
	t.Parallel()
	s := site(t)
	for _, f := range families(t) {
		t.Run(f.Name, func(t *testing.T) {
			sent, err := url.ParseQuery(shipped().fromSnapshot(f).encode())
			if err != nil {
				t.Fatal(err)
			}
			a, err := s.answers(sent)
			if err != nil {
				t.Fatal(err)
			}
			got, wrong := a.snapshot(today)
			if wrong > 0 {
				t.Errorf("%d answers cannot be read", wrong)
			}
			want := *f.Snapshot
			want.DecidedOn, want.Month, want.Claims, want.ClaimsGiven = want.AsOf, want.AsOf.Month(), got.Claims, true
			ignored := cmp.Options{cmpopts.IgnoreFields(fact.Snapshot{}, "Schema", "Name"), cmpopts.IgnoreFields(fact.Row{}, "Name"), cmpopts.EquateEmpty()}
			if diff := cmp.Diff(&want, got, ignored); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// member gives answers of a place with one person.
func member(t *testing.T, place string, more ...string) *answers {
	t.Helper()
	sent := url.Values{"place": {place}, "day": {"2026-09-15"}, "m.n": {"1"}, "h.area": {"urban"}, "m.0.relation": {"head"}, "m.0.birth_date": {"1970-05-01"}}
	for i := 0; i < len(more); i += 2 {
		sent.Set(more[i], more[i+1])
	}
	a, err := site(t).answers(sent)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestWhatIsTypedIsReadAsPeopleWriteIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		sent []string // names and texts
		path string
		want string // of the answer; "" is not known, "none" is none
	}{
		"a date with dots":                 {[]string{"m.0.birth_date", "1970.5.1"}, "m.0.birth_date", "1970-05-01"},
		"a date in Chinese":                {[]string{"m.0.birth_date", "1970年5月1日"}, "m.0.birth_date", "1970-05-01"},
		"a date of eight digits":           {[]string{"m.0.birth_date", "19700501"}, "m.0.birth_date", "1970-05-01"},
		"wide digits of an input method":   {[]string{"m.0.birth_date", "１９７０－０５－０１"}, "m.0.birth_date", "1970-05-01"},
		"an area without unit":             {[]string{"h.floor_area", "13.5"}, "h.floor_area", "13.5平方米"},
		"nothing of what may be none":      {[]string{"h.floor_area.is", "none"}, "h.floor_area", "none"},
		"not known and not filled in":      {[]string{"h.floor_area", ""}, "h.floor_area", "unknown"},
		"said to be not known":             {[]string{"h.floor_area.is", "unknown"}, "h.floor_area", "unknown"},
		"none, picked from a list":         {[]string{"m.0.disability_level", "none"}, "m.0.disability_level", "none"},
		"not known, picked from a list":    {[]string{"m.0.disability_level", "unknown"}, "m.0.disability_level", "unknown"},
		"a level, picked from a list":      {[]string{"m.0.disability_level", "2"}, "m.0.disability_level", "2"},
		"yes":                              {[]string{"h.registered_poor", "true"}, "h.registered_poor", "true"},
		"an amount with fen":               {[]string{"m.0.incomes", "all", "m.0.incomes.n", "1", "m.0.incomes.0.amount", "1000.50"}, "m.0.incomes.0.amount", "1000.50元"},
		"an amount with thousands divided": {[]string{"m.0.incomes", "all", "m.0.incomes.n", "1", "m.0.incomes.0.amount", "12,000"}, "m.0.incomes.0.amount", "12000元"},
		"an amount with its unit":          {[]string{"m.0.incomes", "all", "m.0.incomes.n", "1", "m.0.incomes.0.amount", "1000元"}, "m.0.incomes.0.amount", "1000元"},
		"a period":                         {[]string{"m.0.incomes", "all", "m.0.incomes.n", "1", "m.0.incomes.0.amount", "1", "m.0.incomes.0.received", "2025年9月", "m.0.incomes.0.received.to", "202608"}, "m.0.incomes.0.received", "2025-09/2026-08"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := member(t, "cn-350421", c.sent...)
			s, wrong := a.snapshot(today)
			if wrong > 0 {
				t.Fatalf("%d answers cannot be read", wrong)
			}
			f, v := at(t, s, c.path)
			if got := fact.Literal(f.Type, v, s.Schema); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// at finds a value of a snapshot by the path of its field.
func at(t *testing.T, s *fact.Snapshot, path string) (*fact.Fact, fact.Value) {
	t.Helper()
	of, r := fact.HouseholdEntity, &s.Household
	parts := strings.Split(path, ".")
	if parts[0] == "m" {
		of, r = fact.MemberEntity, &s.Household.Tables[memberTable(t, s)].Rows[0]
		parts = parts[1:]
	}
	for parts = parts[1:]; len(parts) > 1; parts = parts[2:] {
		for i, id := range s.Schema.Entities[of].Tables {
			if s.Schema.Entities[id].Plural == parts[0] {
				of, r = id, &r.Tables[i].Rows[0]
				break
			}
		}
	}
	slot, ok := s.Schema.Entities[of].Slot(parts[0])
	if !ok {
		t.Fatal("no field ", path)
	}
	return &s.Schema.Entities[of].Facts[slot], r.Values[slot]
}

// memberTable is the position of the members among the household's tables.
func memberTable(t *testing.T, s *fact.Snapshot) int {
	t.Helper()
	for i, id := range s.Schema.Entities[fact.HouseholdEntity].Tables {
		if id == fact.MemberEntity {
			return i
		}
	}
	t.Fatal("no members")
	return 0
}

func TestWhatCannotBeReadIsToldBesideTheField(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		sent []string
		path string
		want string
	}{
		"a word for an amount":            {[]string{"m.0.incomes", "all", "m.0.incomes.n", "1", "m.0.incomes.0.amount", "很多"}, "m.0.incomes.0.amount", "请填数字，单位是元"},
		"less than nothing":               {[]string{"m.0.incomes", "all", "m.0.incomes.n", "1", "m.0.incomes.0.amount", "-5"}, "m.0.incomes.0.amount", "之间的数"},
		"a day that is none":              {[]string{"m.0.birth_date", "1970-13-01"}, "m.0.birth_date", "没有 1970-13-01 这一天"},
		"five digits are no day":          {[]string{"m.0.birth_date", "25689"}, "m.0.birth_date", "请写成 2026-09-15"},
		"older than anybody":              {[]string{"m.0.birth_date", "1896-08-31"}, "m.0.birth_date", "超过130岁"},
		"born after the day":              {[]string{"m.0.birth_date", "2026-09-16"}, "m.0.birth_date", "晚于查询日期"},
		"nothing where all must answer":   {[]string{"h.area", ""}, "h.area", "这一项要填"},
		"not known where all must answer": {[]string{"m.0.birth_date.is", "unknown", "m.0.birth_date", ""}, "m.0.birth_date", "这一项要填"},
		"a value that is not in the list": {[]string{"h.area", "moon"}, "h.area", "请从列出的里面选"},
		"a value and none":                {[]string{"h.floor_area", "13", "h.floor_area.is", "none"}, "h.floor_area", "请只留一样"},
		"none of what cannot be none":     {[]string{"h.registered_poor", "none"}, "h.registered_poor", "不能选“没有”"},
		"a period that ends before":       {[]string{"m.0.incomes", "all", "m.0.incomes.n", "1", "m.0.incomes.0.amount", "1", "m.0.incomes.0.received", "2026-09", "m.0.incomes.0.received.to", "2026-08"}, "m.0.incomes.0.received", "后一个不早于前一个"},
		"half a period":                   {[]string{"m.0.incomes", "all", "m.0.incomes.n", "1", "m.0.incomes.0.amount", "1", "m.0.incomes.0.received", "2026-09"}, "m.0.incomes.0.received", "后一个不早于前一个"},
		"some, and none written down":     {[]string{"m.0.incomes", "all", "m.0.incomes.n", "1"}, "m.0.incomes", "请至少填一条"},
		"a second applicant":              {[]string{"m.n", "2", "m.1.relation", "head", "m.1.birth_date", "1970-05-01"}, "m.1.relation", "只有第一个人是申请人"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := member(t, "cn-350421", c.sent...)
			if _, wrong := a.snapshot(today); wrong != 1 {
				t.Errorf("%d answers cannot be read, want 1", wrong)
			}
			v := site(t).calculatorView(a, "", true)
			if len(v.Problems) != 1 || v.Problems[0].ID != c.path || !strings.Contains(v.Problems[0].Text, c.want) {
				t.Errorf("got %+v, want %s at %s", v.Problems, c.want, c.path)
			}
			back, _ := url.ParseQuery(a.encode())
			for i := 0; i < len(c.sent); i += 2 {
				if c.sent[i+1] != "" && back.Get(c.sent[i]) != c.sent[i+1] {
					t.Errorf("what was typed into %s is lost", c.sent[i])
				}
			}
		})
	}
}

func TestDaysOfTheQuestionAreChecked(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ day, applied, want string }{
		"no day":                        {"gestern", "", "请写成"},
		"before the law begins":         {"1949-10-01", "", "最早只能查"},
		"applied after the question":    {"2026-09-15", "2026-09-16", "不能晚于"},
		"applied before the law begins": {"2026-09-15", "1949-10-01", "申请日期最早"},
		"no day of application":         {"2026-09-15", "x", "申请日期：请写成"},
		"all is well":                   {"2026-09-15", "2026-06-30", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := member(t, "cn-350421", "day", c.day, "applied", c.applied)
			a.snapshot(today)
			if (a.Wrong == "") != (c.want == "") || !strings.Contains(a.Wrong, c.want) {
				t.Errorf("got %q", a.Wrong)
			}
		})
	}
}

func TestRowsCanBeAddedAndDropped(t *testing.T) {
	t.Parallel()
	three := []string{"m.n", "3", "m.1.relation", "spouse", "m.2.relation", "child", "m.2.birth_date", "2010-01-01",
		"m.2.incomes", "all", "m.2.incomes.n", "2", "m.2.incomes.0.amount", "1", "m.2.incomes.1.amount", "2", "h.assets", "none"}
	for name, c := range map[string]struct{ do, focus, path, want string }{
		"a person is added at the end":              {"add:m", "m.3", "m.n", "4"},
		"a person is dropped, the next moves up":    {"drop:m.1", "m", "m.1.birth_date", "2010-01-01"},
		"with what belongs to it":                   {"drop:m.1", "m", "m.1.incomes.1.amount", "2"},
		"the applicant stays":                       {"drop:m.0", "", "m.n", "3"},
		"a line is dropped":                         {"drop:m.2.incomes.0", "m.2.incomes", "m.2.incomes.0.amount", "2"},
		"a line is added to the right person":       {"add:m.2.incomes", "m.2.incomes.2", "m.2.incomes.n", "3"},
		"a line brings its usual period":            {"add:m.1.incomes", "m.1.incomes.0", "m.1.incomes.0.received", "2025-09"},
		"a line to what was none makes it some":     {"add:h.assets", "h.assets.0", "h.assets", "all"},
		"a person's special circumstances are none": {"none:m.2.awards m.2.job_offers", "", "m.2.awards", "none"},
		"and not only the first":                    {"none:m.2.awards m.2.job_offers", "", "m.2.job_offers", "none"},
		"what the button does not name stays open":  {"none:m.2.awards", "", "m.2.job_offers", ""},
		"what was answered stays":                   {"none:h.assets m.2.incomes", "", "m.2.incomes", "all"},
		"an income is none only by its own answer":  {"none:m.1.incomes", "", "m.1.incomes", ""},
		"nor is a supporter, together with others":  {"none:m.1.awards m.1.supporters", "", "m.1.supporters", ""},
		"a path that is not there changes nobody":   {"drop:m.9", "", "m.n", "3"},
		"a word that is no deed":                    {"burn:m.1", "", "m.n", "3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := member(t, "cn-350421", three...)
			if focus := a.act(c.do); focus != c.focus {
				t.Errorf("looks at %q, want %q", focus, c.focus)
			}
			back, _ := url.ParseQuery(a.encode())
			if got := back.Get(c.path); got != c.want {
				t.Errorf("%s is %q, want %q", c.path, got, c.want)
			}
		})
	}
}

func TestAFamilyHasAnEnd(t *testing.T) {
	t.Parallel()
	for _, sent := range []string{"m.n=21", "m.n=1&m.0.incomes.n=61", "m.n=99999999", crowded()} {
		v, _ := url.ParseQuery("place=cn-350421&" + sent)
		if _, err := site(t).answers(v); statusOf(err) != 413 {
			t.Errorf("%s: %v", sent, err)
		}
	}
	a := member(t, "cn-350421", "m.n", "20")
	if a.act("add:m"); len(a.people()) != maxPeople {
		t.Errorf("%d people", len(a.people()))
	}
}

// crowded is a family whose lists are long, though none is too long.
func crowded() string {
	sent := "m.n=15"
	for i := range 15 {
		sent += "&m." + itoa(i) + ".incomes=all&m." + itoa(i) + ".incomes.n=20"
	}
	return sent
}

func TestPeopleAreCalledByWhatTheyAre(t *testing.T) {
	t.Parallel()
	a := member(t, "cn-350421", "m.n", "4", "m.1.relation", "child", "m.2.relation", "spouse", "m.3.relation", "child")
	if got := strings.Join(a.names(), " "); got != "本人 子女1 配偶 子女2" {
		t.Error(got)
	}
}
