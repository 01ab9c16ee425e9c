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
