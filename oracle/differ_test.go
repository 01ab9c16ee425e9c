package oracle

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"doudi/engine"
)

// ask puts a question to an engine without its explanations.
func (q question) ask(en *engine.Engine) *engine.Result {
	return en.Determine(q.snap, engine.Options{FigureOverrides: q.overrides, NoExplain: true})
}

// difference tells in one line where an engine and the oracle part, "" if
// nowhere: in what is listed, in a status, in what excludes, in an error, in an
// amount of one fen.
func difference(got *engine.Result, want []Outcome) string {
	if len(got.Outcomes) != len(want) {
		return fmt.Sprintf("the engine lists %d outcomes, the oracle %d", len(got.Outcomes), len(want))
	}
	index := make(map[string]*engine.Outcome, len(want))
	for i := range got.Outcomes {
		o := &got.Outcomes[i]
		index[fmt.Sprintf("%s[%d]", o.Programme, o.Instance)] = o
	}
	for i := range want {
		key := fmt.Sprintf("%s[%d]", want[i].Programme, want[i].Instance)
		if index[key] == nil {
			return key + " is not listed by the engine"
		}
		if text := outcomeDifference(index[key], &want[i]); text != "" {
			return key + ": " + text
		}
	}
	return ""
}

// outcomeDifference compares one outcome.
func outcomeDifference(got *engine.Outcome, want *Outcome) string {
	switch {
	case string(got.Status) != want.Status:
		return fmt.Sprintf("status %s, oracle %s", got.Status, want.Status)
	case want.Status == "excluded" && got.By != want.By:
		return fmt.Sprintf("excluded by %s, oracle %s", got.By, want.By)
	case (len(got.Faults) > 0) != want.Fault:
		return fmt.Sprintf("faults %q, oracle %v (%s)", got.Faults, want.Fault, want.Note)
	case want.Parts == nil:
		return ""
	case int64(got.Total.Low) != want.Total:
		return fmt.Sprintf("total %d, oracle %d", got.Total.Low, want.Total)
	case (got.Total.Low != got.Total.High) && !want.Ranged:
		return fmt.Sprintf("a range to %d, oracle none", got.Total.High)
	}
	if text := partsDifference(got, want); text != "" {
		return text
	}
	return bearersDifference(got, want)
}

// bearersDifference compares who pays how much.
func bearersDifference(got *engine.Outcome, want *Outcome) string {
	if want.Borne == nil || want.Ranged || want.Fault {
		return ""
	}
	var borne []int64
	for _, b := range got.Bearers {
		borne = append(borne, int64(b.Amount.Low))
	}
	if !slices.Equal(borne, want.Borne) {
		return fmt.Sprintf("bearers %v, oracle %v", borne, want.Borne)
	}
	return ""
}

// partsDifference compares the lines of an amount by their ids.
func partsDifference(got *engine.Outcome, want *Outcome) string {
	parts := map[string]int64{}
	for _, p := range got.Parts {
		if _, money := want.Parts[p.ID]; money || p.Amount.Type.IsMoney() {
			parts[p.ID] = int64(p.Amount.Low)
		}
	}
	if !maps.Equal(parts, want.Parts) {
		return fmt.Sprintf("parts %v, oracle %v", parts, want.Parts)
	}
	return ""
}

// asOutcomes puts an engine's answer into the oracle's form.
func asOutcomes(r *engine.Result) []Outcome {
	list := make([]Outcome, len(r.Outcomes))
	for i := range r.Outcomes {
		o := &r.Outcomes[i]
		list[i] = Outcome{Programme: o.Programme, Instance: o.Instance, Status: string(o.Status), By: o.By,
			Fault: len(o.Faults) > 0, Total: int64(o.Total.Low), Ranged: o.Total.Low != o.Total.High}
		if o.Parts != nil && o.Grants == "money" {
			list[i].Parts = map[string]int64{}
		}
		for _, p := range o.Parts {
			if list[i].Parts != nil && p.Amount.Type.IsMoney() {
				list[i].Parts[p.ID] = int64(p.Amount.Low)
			}
		}
	}
	return list
}

// report is everything one needs to see about a difference: the family, and
// how either side explains the outcomes that differ.
func (w *world) report(q question) string {
	got := w.engine.Determine(q.snap, engine.Options{FigureOverrides: q.overrides})
	want := w.oracle.Determine(q.snap, q.overrides)
	var text strings.Builder
	fmt.Fprintf(&text, "%s\n\n%s\n--- engine\n", difference(got, want), familyText(q))
	for i := range got.Outcomes {
		if o := &got.Outcomes[i]; i >= len(want) || outcomeDifference(o, &want[i]) != "" {
			fmt.Fprintf(&text, "%s[%d] %s total %v by %q %v\n", o.Programme, o.Instance, o.Status, o.Total, o.By, o.Faults)
			writeLines(&text, o.Why, 1)
		}
	}
	fmt.Fprintf(&text, "--- oracle\n%s", w.oracle.Explain(q.snap, q.overrides))
	return text.String()
}

// writeLines writes an explanation with its depth as indent.
func writeLines(text *strings.Builder, lines []engine.Line, depth int) {
	for _, l := range lines {
		fmt.Fprintf(text, "%s%s [%s] %s\n", strings.Repeat("  ", depth), l.Text, l.ID, l.Mark)
		writeLines(text, l.Lines, depth+1)
	}
}
