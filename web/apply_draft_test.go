package web

import (
	"net/url"
	"slices"
	"testing"

	"doudi/casework"
	"doudi/engine"
)

func TestNeedsThatALawAsksForAreAnswersOfIt(t *testing.T) {
	t.Parallel()
	s := site(t)
	for id, want := range map[string]bool{"cn-12": true, "cn-350421": false} {
		d := &draft{place: s.Law.places[id], known: url.Values{}, typed: url.Values{"m.n": {"1"}, "m.0.relation": {theHead}}}
		d.needs([]string{"medical", "living"})
		a, err := readAnswers(d.place, d.place, d.typed)
		if err != nil {
			t.Fatal(err)
		}
		a.Day = "2026-09-15"
		snapshot, _ := a.snapshot(s.today())
		snapshot.Claims, snapshot.ClaimsGiven = nil, false
		found := d.place.engine.Determine(snapshot, engine.Options{NoExplain: true})
		n := 0
		for _, o := range found.Outcomes {
			if o.Programme == "need_transfer" && o.Status == engine.Entitled {
				n++
			}
		}
		if (n == 1) != want {
			t.Errorf("%s: %d needs are handed on", id, n)
		}
	}
}

func TestAnswersFollowThePeopleWhenTheySitElsewhere(t *testing.T) {
	t.Parallel()
	s := site(t)
	d := &draft{place: s.Law.places["cn-350421"], known: url.Values{"m.0.work_status": {"employed"}, "m.1.incomes": {wordNone}},
		in: &casework.Intake{Members: []casework.Applicant{{Person: 7}, {Person: 9}}}}
	d.overlay(casework.Content{Persons: []int64{9, 8, 7}, Typed: url.Values{"h.area": {"rural"}, "m.0.disability_level": {"2"}, "m.1.disability_level": {"3"},
		"m.2.work_status": {"student"}, "m.0.incomes": {wordAll}, "m.0.incomes.0.amount": {"800"}, "m.n": {"3"}}.Encode()})
	var kept []string
	for name := range d.typed {
		kept = append(kept, name)
	}
	slices.Sort(kept)
	if got := slices.Compare(kept, []string{"h.area", "m.1.disability_level"}); got != 0 || d.typed.Get("m.1.disability_level") != "2" {
		t.Errorf("%v", d.typed)
	}
}

func TestWhatMayBeAskedForSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	refs := func(labels ...string) (list []engine.Ref) {
		for _, l := range labels {
			list = append(list, engine.Ref{Label: l})
		}
		return list
	}
	for name, c := range map[string]struct {
		missing []engine.Ref
		want    string
	}{
		"nothing that can be named":        {nil, ""},
		"the same of two people once":      {refs("工资", "残疾等级", "工资"), "还要知道工资、残疾等级"},
		"of more than three the first and": {refs("工资", "存款", "房屋", "车", "残疾等级"), "还要知道工资、存款、房屋等 5 项"},
	} {
		if got := untold(&engine.Outcome{Missing: c.missing}); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestWhatComesByItselfSaysWhyAndWhatIsNoClaimIsLeftOut(t *testing.T) {
	t.Parallel()
	s := site(t)
	law := s.Law.places["cn-350421"]
	d := &draft{place: law, in: &casework.Intake{}, found: &engine.Result{AsOf: s.today()}}
	for programme, want := range map[string]string{
		"price_supplement":      "不用申请，符合条件的自动给，钱从价格调节基金或财政资金出",
		"application_here":      "",
		"township_confirmation": "",
		"job_support":           "转给公共就业服务机构办理",
	} {
		line, applied := d.advice(&engine.Outcome{Programme: programme})
		if line.Note != want || applied || (line.Label == "") != (want == "") {
			t.Errorf("%s: %+v", programme, line)
		}
	}
}

func TestPapersOfAKindAreNamedOnce(t *testing.T) {
	t.Parallel()
	papers := []casework.Filed{{Person: 1, Kind: "authorisation"}, {Kind: "survey_sheet"}, {Person: 2, Kind: "authorisation"}, {Kind: "survey_sheet"}, {Kind: "survey_sheet"}}
	got := filedLines(papers, map[int64]string{1: "王桂兰", 2: "陈建国"})
	if want := []string{"核对授权书（王桂兰）", "入户调查表 3 份", "核对授权书（陈建国）"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
