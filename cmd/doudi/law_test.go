package main

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"doudi/civil"
	"doudi/pack"
	"doudi/packs"
)

// TestShippedPacksAreClean runs what `doudi packs lint` runs on the day of the
// fixed clock: no error may stand in any pack.
func TestShippedPacksAreClean(t *testing.T) {
	t.Parallel()
	if out, status := runHere("packs", "lint"); status != 0 {
		t.Errorf("status %d\n%s", status, out)
	}
}

// TestShippedCasesHold runs every case of every pack.
func TestShippedCasesHold(t *testing.T) {
	t.Parallel()
	if out, status := runHere("packs", "test"); status != 0 {
		t.Errorf("status %d\n%s", status, out)
	}
}

// TestChineseHasFullWidthBrackets: a label ends with its hint in （…）, and the
// form takes the hint from there; a half-width bracket would leave it in.
func TestChineseHasFullWidthBrackets(t *testing.T) {
	t.Parallel()
	half := regexp.MustCompile(`\([^()]*\p{Han}[^()]*\)`)
	files, err := fs.Glob(packs.FS, "cn*/*.yaml")
	if err != nil || len(files) < 20 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		text, _ := fs.ReadFile(packs.FS, name)
		for i, line := range strings.Split(string(text), "\n") {
			if !strings.HasPrefix(strings.TrimSpace(line), "#") && half.MatchString(line) {
				t.Errorf("%s:%d %s", name, i+1, half.FindString(line))
			}
		}
	}
}

// TestShippedPacksAreCovered wants every clause cited, every rule tried both
// ways, every exception fired and every boundary met from both sides.
func TestShippedPacksAreCovered(t *testing.T) {
	t.Parallel()
	out, status := runHere("packs", "coverage")
	for line := range strings.Lines(out) {
		if strings.Contains(line, "✗") {
			t.Error(strings.TrimSpace(line))
		}
	}
	if status != 0 && !t.Failed() {
		t.Errorf("status %d\n%s", status, out)
	}
}

// procedureOn is a procedure of a shipped pack, superiors included, as it
// stands on a day.
func procedureOn(t *testing.T, packID, id, day string) *pack.Procedure {
	t.Helper()
	set, _ := pack.LoadAll(packs.FS)
	resolved, problems := set.Resolve(packID)
	on, err := civil.ParseDate(day)
	if resolved == nil || err != nil {
		t.Fatalf("%s on %s: %v %v", packID, day, err, problems)
	}
	for _, p := range resolved.Procedures {
		if p.ID == id && p.Contains(on) {
			return p
		}
	}
	t.Fatalf("%s has no procedure %s on %s", packID, id, day)
	return nil
}

// stepAt is the place of a step in its procedure, or -1.
func stepAt(p *pack.Procedure, id string) int {
	return slices.IndexFunc(p.Steps, func(s pack.ProcedureStep) bool { return s.ID == id })
}

// cites tells that a step rests on a clause.
func cites(s *pack.ProcedureStep, clause string) bool {
	return slices.ContainsFunc(s.Cites, func(c pack.Cite) bool { return c.Text == clause })
}

// TestClocksOfProcedures holds the clocks of the documents: who has how long
// for a step, by which clause, before and after each change of the law.
func TestClocksOfProcedures(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		sentence, pack, procedure, day, step, clause, days string
		within                                             int
	}{
		{"an urban application of 2019 is done within thirty days", "cn", "dibao-confirmation", "2019-12-31", "whole_urban", "reg1999/8", "days", 30},
		{"the first opinion is posted for seven days", "cn", "dibao-confirmation", "2021-07-01", "notice", "mz57/19", "days", 7},
		{"a decision is due within thirty working days", "cn", "dibao-confirmation", "2022-10-19", "whole", "mz57/22", "working_days", 30},
		{"a township decides within twenty working days from 2022-10-20", "cn", "dibao-confirmation", "2022-10-20", "whole_delegated", "mz2022/4-1", "working_days", 20},
		{"a death is followed up within three months", "cn", "dibao-confirmation", "2026-07-01", "death", "mz2022/1-3", "months", 3},
		{"the county checks three in ten before it confirms 特困", "cn", "tekun-confirmation", "2021-07-01", "decision", "mz43/16", "working_days", 15},
		{"rural 低保 by the quarter is paid in its first month", "cn", "dibao-confirmation", "2022-10-20", "quarterly", "MCA-08", "months", 1},
		{"Mingxi's first notice lasts five days", "cn-350421", "mx-347", "2019-12-31", "first_notice", "MX-10", "days", 5},
		{"Mingxi's second notice lasts five days", "cn-350421", "mx-347", "2021-06-30", "second_notice", "MX-11", "days", 5},
		{"Mingxi's first notice still lasts five days under the rules of 2021", "cn-350421", "mx-347", "2021-07-01", "first_notice", "MX-10", "days", 5},
		{"Mingxi's second notice still lasts five days under the rules of 2021", "cn-350421", "mx-347", "2026-07-01", "second_notice", "MX-11", "days", 5},
		{"Tianjin answers an urgent case within 24 hours", "cn-12", "urgent-aid", "2022-02-09", "reply", "TJ-29", "clock_hours", 24},
		{"Tianjin answers within 24 hours under the law of 2026", "cn-12", "urgent-aid", "2026-07-01", "reply", "TJ-29", "clock_hours", 24},
		{"Tianjin's expenditure aid is handled where the family is registered", "cn-12", "expenditure-aid", "2026-06-30", "survey", "TJ-30", "", 0},
		{"Tianjin's expenditure aid is handled where the need arises from 2026-07-01", "cn-12", "expenditure-aid", "2026-07-01", "survey", "law2026/37", "", 0},
		{"Qinghai's county decides within three days of the second notice", "cn-63", "dibao-confirmation", "2020-07-01", "decision", "QH-03", "working_days", 3},
		{"Qinghai's county decides within ten days under the rules of 2021", "cn-63", "dibao-confirmation", "2021-07-01", "decision", "QH-03", "working_days", 10},
		{"Qinghai's whole confirmation takes thirty days under the rules of 2021", "cn-63", "dibao-confirmation", "2021-07-01", "whole", "mz57/22", "working_days", 30},
		{"Qinghai's township surveys income and property within three days", "cn-63", "dibao-confirmation", "2021-07-01", "start_survey", "QH-03", "working_days", 3},
		{"Qinghai's township surveys 特困 within fifteen days", "cn-63", "tekun-confirmation", "2021-07-01", "survey", "QH-03", "working_days", 15},
		{"Qinghai looks after twelve months whether work is stable", "cn-63", "qh-work", "2020-07-01", "stable", "QH-10", "months", 12},
		{"Qinghai takes every application into the one-window system", "cn-63", "dibao-confirmation", "2026-07-01", "accept", "QH-34", "", 0},
		{"Qinghai's townships take 特困 into the one-window system too", "cn-63", "tekun-confirmation", "2021-07-01", "accept", "QH-34", "", 0},
		{"Qinghai aids first and asks for papers afterwards", "cn-63", "urgent-aid", "2020-07-01", "advance", "QH-12", "", 0},
		{"Qinghai's county meets on a major hardship", "cn-63", "urgent-aid", "2026-07-01", "case_meeting", "QH-13", "", 0},
		{"Qinghai re-checks rental subsidies", "cn-63", "rental-subsidy", "2020-07-01", "recheck", "QH-26", "months", 12},
		{"Shiyan's data comparison belongs to the county", "cn-4203", "dibao-confirmation", "2017-03-15", "compare", "SY-21", "", 0},
		{"Shiyan estimates what cannot be verified", "cn-4203", "dibao-confirmation", "2021-06-30", "estimate", "SY-22", "", 0},
		{"Shiyan's village inspectors help under every rule", "cn-4203", "dibao-confirmation", "2026-07-01", "inspector", "SY-20", "", 0},
		{"Shiyan adjusts the allowance when the family changes", "cn-4203", "dibao-confirmation", "2026-07-01", "adjust", "SY-21", "", 0},
		{"Shiyan's townships take every urgent case, urban or rural", "cn-4203", "urgent-aid", "2017-03-15", "report", "SY-17", "", 0},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			t.Parallel()
			p := procedureOn(t, c.pack, c.procedure, c.day)
			i := stepAt(p, c.step)
			if i < 0 {
				t.Fatalf("no step %s", c.step)
			}
			if s := &p.Steps[i]; s.Within != c.within || s.Days != c.days || !cites(s, c.clause) {
				t.Errorf("within %d %s by %v, want %d %s by %s", s.Within, s.Days, s.Cites, c.within, c.days, c.clause)
			}
		})
	}
}

// TestHearingBeforeCutOrStop: from 2026-07-01 nothing is cut or stopped before
// the person was heard; before that day the places' own rules stand.
func TestHearingBeforeCutOrStop(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ pack, procedure, ending string }{
		{"cn-12", "dibao-confirmation", "reduction"},
		{"cn-12", "dibao-confirmation", "recovery"},
		{"cn-12", "tekun-confirmation", "ending_notice"},
		{"cn-12", "tekun-confirmation", "ending_letter"},
		{"cn-350421", "dibao-confirmation", "reduction"},
		{"cn-63", "dibao-confirmation", "reduction"},
		{"cn-63", "tekun-confirmation", "ending_notice"},
		{"cn-63", "two-subsidies", "reduction"},
		{"cn-4203", "dibao-confirmation", "reduction"},
		{"cn-350421", "tekun-confirmation", "ending_notice"},
		{"cn-350421", "tekun-confirmation", "reduction"},
		{"cn", "aid-reduction", "letter"},
		{"cn", "fraud-penalty", "stop"},
	} {
		t.Run(c.pack+" "+c.procedure+" "+c.ending, func(t *testing.T) {
			t.Parallel()
			if before := procedureOn(t, c.pack, c.procedure, "2026-06-30"); stepAt(before, "hearing") >= 0 {
				t.Error("a hearing before the law began")
			}
			p := procedureOn(t, c.pack, c.procedure, "2026-07-01")
			heard, ended := stepAt(p, "hearing"), stepAt(p, c.ending)
			if heard < 0 || ended < heard || !cites(&p.Steps[heard], "law2026/48") {
				t.Errorf("hearing is step %d, %s is step %d", heard, c.ending, ended)
			}
		})
	}
}

// TestStepsOfTheLawOf2026: what the law of 2026 asks of an office stands from
// 2026-07-01 and not a day before.
func TestStepsOfTheLawOf2026(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ sentence, pack, procedure, step, clause string }{
		{"one may apply where one lives", "cn", "dibao-confirmation", "apply", "law2026/37"},
		{"obligors outside the household consent before they are checked", "cn", "dibao-confirmation", "obligor_consent", "law2026/41"},
		{"payment institutions that are no banks are asked", "cn", "dibao-confirmation", "start_check", "law2026/41"},
		{"a confirmed standing is shared", "cn", "dibao-confirmation", "shared_result", "law2026/42"},
		{"the township may decide", "cn", "dibao-confirmation", "township_decision", "law2026/44"},
		{"the decision is published in village and community", "cn", "dibao-confirmation", "publication", "law2026/45"},
		{"a refusal is in writing", "cn", "tekun-confirmation", "refusal_letter", "law2026/45"},
		{"what can be checked is not asked for", "cn", "dibao-confirmation", "accept", "law2026/62"},
		{"what can be checked is not asked for in Tianjin", "cn-12", "dibao-confirmation", "accept", "law2026/62"},
		{"temporary aid is asked where the need arose", "cn", "expenditure-aid", "survey", "law2026/37"},
		{"urgent and small aid comes first", "cn", "urgent-aid", "advance", "law2026/50"},
		{"who refuses a cut returns what was paid", "cn", "aid-reduction", "return_order", "law2026/74"},
		{"a fine has the law's ceiling", "cn", "fraud-penalty", "fine", "law2026/73"},
		{"every county has a hotline", "cn", "public-service", "hotline", "law2026/60"},
		{"one may apply and ask online", "cn", "public-service", "online", "law2026/63"},
		{"queries unrelated to an application are illegal", "cn", "public-service", "queries", "law2026/70"},
		{"a province may add objects", "cn", "public-service", "other_objects", "law2026/33"},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			t.Parallel()
			for day, want := range map[string]bool{"2026-06-30": false, "2026-07-01": true} {
				p := procedureOn(t, c.pack, c.procedure, day)
				i := stepAt(p, c.step)
				if got := i >= 0 && cites(&p.Steps[i], c.clause); got != want {
					t.Errorf("on %s step %s by %s: %v, want %v", day, c.step, c.clause, got, want)
				}
			}
		})
	}
}

// TestEveryClockSaysHowItCounts: a step with a limit says of which days, and
// whether the first one counts.
func TestEveryClockSaysHowItCounts(t *testing.T) {
	t.Parallel()
	set, _ := pack.LoadAll(packs.FS)
	for id, p := range set.Packs {
		for _, procedure := range p.Procedures {
			for _, s := range procedure.Steps {
				if s.Within > 0 && (s.Days == "" || s.CountFrom == "") {
					t.Errorf("%s %s %s: within %d %s, counted from %q", id, procedure.ID, s.ID, s.Within, s.Days, s.CountFrom)
				}
			}
		}
	}
}

// TestShiyanInheritsNationalClocks: the notice of Shiyan sets no clock, so each
// national step stands in its procedure with the same clock, in every period,
// but for the one of 1999 that is about cities.
func TestShiyanInheritsNationalClocks(t *testing.T) {
	t.Parallel()
	for _, day := range []string{"2017-03-15", "2021-06-30", "2021-07-01", "2026-06-30", "2026-07-01"} {
		t.Run(day, func(t *testing.T) {
			t.Parallel()
			national, local := procedureOn(t, "cn", "dibao-confirmation", day), procedureOn(t, "cn-4203", "dibao-confirmation", day)
			for _, s := range national.Steps {
				i := stepAt(local, s.ID)
				switch {
				case i < 0 && s.ID != "whole_urban":
					t.Errorf("no step %s", s.ID)
				case i >= 0 && (local.Steps[i].Within != s.Within || local.Steps[i].Days != s.Days):
					t.Errorf("%s: within %d %s, want %d %s", s.ID, local.Steps[i].Within, local.Steps[i].Days, s.Within, s.Days)
				}
			}
		})
	}
}
