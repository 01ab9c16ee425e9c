package oracle

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"doudi/engine"
	"doudi/fact"
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
	return partsDifference(got, want)
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

// report is everything one needs to see about a difference.
func (w *world) report(q question) string {
	result := w.engine.Determine(q.snap, engine.Options{FigureOverrides: q.overrides})
	var text strings.Builder
	fmt.Fprintf(&text, "%s\n\n%s\n--- engine\n", difference(result, w.oracle.Determine(q.snap, q.overrides)), familyText(q.snap))
	for i := range result.Outcomes {
		o := &result.Outcomes[i]
		fmt.Fprintf(&text, "%s[%d] %s total %v by %q %v\n", o.Programme, o.Instance, o.Status, o.Total, o.By, o.Faults)
		writeLines(&text, o.Why, 1)
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

// familyText writes a snapshot as a family file, as near as a test needs it.
func familyText(s *fact.Snapshot) string {
	var text strings.Builder
	fmt.Fprintf(&text, "- name: %s\n  region: '%s'\n  applied_on: %s\n  decided_on: %s\n  as_of: %s\n  month: %s\n",
		s.Name, s.Region, s.AppliedOn, s.DecidedOn, s.AsOf, s.Month)
	if s.ClaimsGiven {
		fmt.Fprintf(&text, "  claims: [%s]\n", strings.Join(s.Claims, ", "))
	}
	for _, id := range slices.Sorted(maps.Keys(s.Chosen)) {
		fmt.Fprintf(&text, "  # chosen %s: %s\n", id, s.Chosen[id])
	}
	fmt.Fprintf(&text, "  household: %s\n", rowText(s.Schema, fact.HouseholdEntity, &s.Household))
	return text.String()
}

// rowText writes a row in flow style, members each on a line.
func rowText(schema *fact.Schema, e fact.EntityID, row *fact.Row) string {
	entity := &schema.Entities[e]
	var fields []string
	for i, v := range row.Values {
		fields = append(fields, entity.Facts[i].Key+": "+fact.Literal(entity.Facts[i].Type, v, schema))
	}
	for i, t := range row.Tables {
		fields = append(fields, tableText(schema, entity.Tables[i], &t)...)
	}
	return "{" + strings.Join(fields, ", ") + "}"
}

// tableText writes a child table; one that nobody asked about is left out.
func tableText(schema *fact.Schema, e fact.EntityID, t *fact.Table) []string {
	if t.State == fact.NotAsked {
		return nil
	}
	rows := make([]string, len(t.Rows))
	for i := range t.Rows {
		rows[i] = rowText(schema, e, &t.Rows[i])
	}
	separator := ", "
	if e == fact.MemberEntity {
		separator = ",\n    "
	}
	list := "[" + strings.Join(rows, separator) + "]"
	if t.State == fact.Partial {
		list = "{complete: false, rows: " + list + "}"
	}
	return []string{schema.Entities[e].Plural + ": " + list}
}
