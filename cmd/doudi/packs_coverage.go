package main

import (
	"encoding/json"
	"fmt"
	"slices"

	"doudi/fault"

	"github.com/spf13/cobra"
)

// coverageForm is how coverage is written.
type coverageForm struct{ all, gaps, json bool }

// coverageCommand joins clauses, rules and cases, and fails on a gap.
func (a *app) coverageCommand(dir *string) *cobra.Command {
	var form coverageForm
	cmd := &cobra.Command{
		Use:   "coverage [政策包…]",
		Short: "列出条款、引用它的规则和用到的案例；有缺口就失败",
		Long: "列出每一条款、引用它的数值、规则、约束、待遇、步骤，和用到它们的案例；再看案例走到了规定的哪些地方：\n" +
			"条件成立和不成立，例外和停发触发，界线的线上和两侧，每种情形、每行决策表、每个选项，待遇给和不给，\n" +
			"叠加关系，施行日期的两侧。只算政策包里手算的案例。缺口以 ✗ 开头，有缺口时退出码是 4。",
		Args: wants(0, -1, ""),
		RunE: func(_ *cobra.Command, args []string) error {
			lib, err := a.library(*dir)
			if err != nil {
				return err
			}
			r, err := a.coverage(lib, args)
			if err != nil {
				return err
			}
			if r.Gaps > 0 {
				a.status(statusOf(fault.PackError))
			}
			if form.json {
				return a.coverageJSON(r)
			}
			a.coverageText(r, form)
			return nil
		},
	}
	cmd.Flags().BoolVar(&form.all, "all", false, "也逐项列出没有缺口的")
	cmd.Flags().BoolVar(&form.gaps, "gaps", false, "只列缺口和总数")
	cmd.Flags().BoolVar(&form.json, "json", false, "输出 JSON，供其他系统读取")
	a.colourFlag(cmd, &form.json)
	return cmd
}

// coverageReport is what the cases cover, pack by pack and in total.
type coverageReport struct {
	Version   int                 `json:"version"`
	Packs     []packCoverage      `json:"packs"`
	Documents []documentLine      `json:"documents"` // the founding documents; one without a pack is not shipped
	Cases     int                 `json:"cases"`
	Clauses   map[clauseState]int `json:"clauses"`
	Counts    map[pointKind]count `json:"counts"`
	Gaps      int                 `json:"gaps"`
}

// packCoverage is one pack's own clauses and points.
type packCoverage struct {
	ID      string              `json:"id"`
	Label   string              `json:"label"`
	Clauses []clauseLine        `json:"clauses"`
	Points  []pointLineOf       `json:"points"`
	States  map[clauseState]int `json:"clause_states"`
	Counts  map[pointKind]count `json:"counts"`
	Gaps    int                 `json:"gaps"`
}

// pointLineOf is one point with its cases.
type pointLineOf struct {
	Kind   pointKind `json:"kind"`
	Thing  string    `json:"thing"`
	ID     string    `json:"id"`
	Detail string    `json:"detail,omitempty"`
	At     string    `json:"at"`
	Cases  int       `json:"cases"`
	First  *caseRef  `json:"first,omitempty"`
	Gap    bool      `json:"gap,omitempty"`
}

// count is how many points of a kind are shown, of how many.
type count struct {
	Shown int `json:"shown"`
	Of    int `json:"of"`
}

// coverage runs all cases and reports on the packs asked for, all by default.
// Subordinates' cases count for what they inherit.
func (a *app) coverage(lib *library, ids []string) (*coverageReport, error) {
	if len(ids) == 0 {
		ids = lib.ids()
	}
	for _, id := range ids {
		if _, err := lib.good(id); err != nil {
			return nil, err
		}
	}
	ev, err := lib.gather(lib.ids(), a.progress("个案例"))
	if err != nil {
		return nil, err
	}
	clauses, err := newClauseReport(lib, ev)
	if err != nil {
		return nil, err
	}
	r := &coverageReport{Version: 1, Documents: clauses.documents(), Cases: len(ev.refs), Clauses: map[clauseState]int{}, Counts: map[pointKind]count{}}
	for _, id := range ids {
		r.add(ev.pack(lib.compiled[id], clauses.of(id)))
	}
	return r, nil
}

// add counts a pack in.
func (r *coverageReport) add(p packCoverage) {
	r.Packs = append(r.Packs, p)
	r.Gaps += p.Gaps
	for state, n := range p.States {
		r.Clauses[state] += n
	}
	for kind, n := range p.Counts {
		t := r.Counts[kind]
		r.Counts[kind] = count{t.Shown + n.Shown, t.Of + n.Of}
	}
}

// pack is the coverage of one pack: what it writes itself.
func (ev *evidence) pack(c *compiled, clauses []clauseLine) packCoverage {
	id := c.resolved.ID
	p := packCoverage{ID: id, Label: c.resolved.Labels[id], Clauses: clauses, States: map[clauseState]int{}, Counts: map[pointKind]count{}}
	for i := range clauses {
		p.States[clauses[i].State]++
		if clauses[i].State.gap() {
			p.Gaps++
		}
	}
	for _, pt := range ev.survey(c).own(id) {
		l := ev.line(pt)
		n := p.Counts[l.Kind]
		n.Of++
		if l.Cases > 0 {
			n.Shown++
		}
		p.Counts[l.Kind] = n
		p.Points = append(p.Points, l)
		if l.Gap {
			p.Gaps++
		}
	}
	return p
}

// own are the points that a pack itself writes, each once.
func (s *survey) own(id string) []point {
	var own []point
	seen := map[pointKey]bool{}
	for _, p := range s.points {
		if p.origin == id && !seen[p.pointKey] {
			seen[p.pointKey] = true
			own = append(own, p)
		}
	}
	return own
}

// line is a point with the cases that show it.
func (ev *evidence) line(p point) pointLineOf {
	l := pointLineOf{Kind: p.kind, Thing: p.thing, ID: p.id, Detail: p.detail, At: placeOf(p.pos.File, p.pos.Line)}
	if refs := ev.refsOf(p.pointKey); len(refs) > 0 {
		l.Cases, l.First = len(refs), &refs[0]
	}
	l.Gap = l.Cases == 0 && !slices.Contains(countedOnly, p.kind)
	return l
}

// countedOnly are the kinds that are counted without being asked of the cases:
// two programmes that may stand side by side do nothing to each other, a pair
// that conditions decide need not fire, the rows of a published table differ
// only in the number, and what stands where nothing else applies may be there
// for safety alone.
var countedOnly = []pointKind{pointDecided, pointBoth, pointValue, pointBase, pointOtherwise}

// coverageJSON writes the report for machines.
func (a *app) coverageJSON(r *coverageReport) error {
	enc := json.NewEncoder(a.out)
	enc.SetIndent("", " ")
	enc.SetEscapeHTML(false)
	return enc.Encode(r)
}

// coverageText writes the report for people.
func (a *app) coverageText(r *coverageReport, form coverageForm) {
	for i := range r.Packs {
		a.packText(&r.Packs[i], form)
	}
	fmt.Fprintln(a.out, "五份文件")
	for _, d := range r.Documents {
		where := "由 " + d.Pack + " 登记"
		if d.Pack == "" {
			where = "还没有政策包，条款都没有编入"
		}
		fmt.Fprintf(a.out, "  %s（%s）：%d 条，其中规定给谁、给多少的 %d 条；%s\n", d.Name, d.Document, d.Clauses, d.Computed, where)
	}
	if len(r.Packs) > 1 {
		fmt.Fprintln(a.out, "总计")
		a.countText(r.Clauses, r.Counts)
	}
	fmt.Fprintf(a.out, "共 %d 个案例，%d 个缺口\n", r.Cases, r.Gaps)
}

// packText writes one pack: clauses, gaps, counts.
func (a *app) packText(p *packCoverage, form coverageForm) {
	fmt.Fprintf(a.out, "%s %s\n", p.ID, p.Label)
	for i := range p.Clauses {
		if form.gaps && !p.Clauses[i].State.gap() {
			continue
		}
		for _, line := range p.Clauses[i].text() {
			fmt.Fprintln(a.out, "  "+line)
		}
	}
	for _, line := range pointTexts(p.Points, form.all && !form.gaps) {
		fmt.Fprintln(a.out, "  "+line)
	}
	a.countText(p.States, p.Counts)
}

// countText writes how much is covered, by kind.
func (a *app) countText(states map[clauseState]int, counts map[pointKind]count) {
	for _, w := range clauseWords {
		if n := states[w.state]; n > 0 {
			fmt.Fprintf(a.out, "  · 条款 %s %d\n", padded(w.name, 44), n)
		}
	}
	for _, w := range pointWords {
		if n := counts[w.kind]; n.Of > 0 {
			fmt.Fprintf(a.out, "  · %s %d/%d\n", padded(w.name, 44), n.Shown, n.Of)
		}
	}
}

// pointTexts joins what a thing lacks into one line; with all it also lists
// what is shown.
func pointTexts(points []pointLineOf, all bool) []string {
	var lines []string
	for i := 0; i < len(points); {
		j := i
		var missing []string
		unused := false
		for ; j < len(points) && points[j].Thing == points[i].Thing && points[j].At == points[i].At; j++ {
			if points[j].Gap && !unused {
				missing = append(missing, missingText(points[j]))
				unused = points[j].Kind == pointUsed
			}
		}
		head := points[i].Thing + " " + points[i].At
		switch {
		case len(missing) > 0:
			lines = append(lines, "✗ "+head+"："+joined(missing))
		case all:
			lines = append(lines, fmt.Sprintf("%s：%d 个案例", head, points[i].Cases))
		}
		i = j
	}
	return lines
}

// missingText says what no case shows.
func missingText(p pointLineOf) string {
	for _, w := range pointWords {
		if w.kind == p.Kind {
			if p.Kind == pointUsed {
				return w.missing
			}
			return fmt.Sprintf(w.missing, p.Detail)
		}
	}
	return string(p.Kind)
}

// placeOf is a file with a line.
func placeOf(file string, line int) string { return fmt.Sprintf("%s:%d", file, line) }
