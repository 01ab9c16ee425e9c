package main

import (
	"fmt"
	"slices"

	"doudi/pack"
	"doudi/policy"
)

// statusRemedies says, in the order in which they matter to a county, what
// each status asks for.
var statusRemedies = []struct {
	status pack.Status
	remedy string
}{
	{pack.Example, "示例数值（编出来的；当地拿出文件确认以前，不得据以发放）"},
	{pack.Unverified, "未核实（相信有出处，还没见到原文；请补上文件）"},
	{pack.Assumed, "推定（条文没有说，是我们的假定；请当地认可或改正）"},
	{pack.Reading, "理解（条文可作几种解释，这是其中一种；请当地认可或改正）"},
}

// listStatuses prints every value, rule and pair of the packs that is not
// simply published law, each once in the pack that declares it.
func (a *app) listStatuses(lib *library, ids []string) {
	for _, s := range statusRemedies {
		var lines []string
		for _, id := range ids {
			lines = append(lines, lib.statusLines(id, s.status)...)
		}
		if len(lines) == 0 {
			continue
		}
		fmt.Fprintf(a.out, "\n%s：%d 处\n", s.remedy, len(lines))
		for _, line := range lines {
			fmt.Fprintln(a.out, "  "+line)
		}
	}
}

// statusLines lists the pack's own values of one status, a figure with many
// rows once.
func (l *library) statusLines(id string, status pack.Status) []string {
	c := l.compiled[id]
	if c == nil || c.resolved == nil {
		return nil
	}
	var lines []string
	pairs := map[string]int{} // first programme and relation → its line
	for _, s := range policy.Statuses(c.resolved) {
		if s.Status != status || folderOf(s.Pos) != id {
			continue
		}
		line := fmt.Sprintf("%s（%s %s）", s.Label, id, s.ID)
		if s.Kind == "pair" {
			key := s.ID + " " + s.Is
			if at, ok := pairs[key]; ok {
				lines[at] += "、" + s.With
				continue
			}
			pairs[key] = len(lines)
			line = fmt.Sprintf("叠加（%s）：“%s”与%s：%s", id, s.Label, stackingWords[s.Is], s.With)
		}
		if !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return lines
}

// stackingWords says how two programmes meet.
var stackingWords = map[string]string{
	"both": "下列可以同享", "excludes": "下列不能同享", "higher_of": "下列只享受高的", "tops_up_to": "下列补足差额",
}
