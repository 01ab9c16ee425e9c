package web

import (
	"net/http"
	"slices"
	"strings"

	"doudi/casework"
	"doudi/registry"
)

// recordView is the page of a record.
type recordView struct {
	Title, Case, Back string
	Lines             [][2]string
	Papers            []paperCard
	Correct           link   // to where it is corrected; to nowhere where it may not be
	Earlier           link   // to the one that it took the place of
	Sheet             string // where its paper is
	Enter             []link // where what was found is entered as facts
}

// recordPage shows a record, and leads to where what was found is entered.
func (s *Site) recordPage(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	turn, err := number(r, "line")
	if err != nil {
		return err
	}
	c, err := s.sight(r)
	if err != nil {
		return err
	}
	rec, err := c.Recorded(turn)
	if err != nil {
		return err
	}
	all, err := s.Registry.Family(r.Context(), v.desk(), c.Household)
	if err != nil {
		return err
	}
	view := recordView{Title: rec.Sort.Label(), Case: c.Title() + "，办件 " + c.Number.String(), Back: casePath(c.Ref), Lines: rec.Lines()}
	if by := c.Replaced(&rec); by != nil {
		view.Lines = append([][2]string{{"作废", "没有张贴，换成了编号 " + itoa(int(by.Sheet)) + " 的公示单；请看那一份"}}, view.Lines...)
	}
	papers := papersPath(all.Household.Ref)
	if rec.Sheet != 0 {
		view.Sheet = papers + "/" + itoa(int(rec.Sheet))
	}
	for _, p := range append(append([]casework.Picture{}, rec.Picture...), rec.Signed...) {
		view.Papers = append(view.Papers, paperCard{Title: p.Label, Whose: strings.TrimSpace(p.Taken + " " + p.Where), Day: "编号 " + itoa(int(p.Paper)),
			Path: papers + "/" + itoa(int(p.Paper)), Small: v.can("paper.view", c.Office)})
	}
	if s.Cases.MayCorrect(c, v.desk(), &rec) {
		word := map[bool]string{true: "更正这份报告", false: "更正这份记录"}[rec.Sort == casework.Check]
		view.Correct = link{word, view.Back + "/enter/" + string(rec.Sort) + "?corrects=" + itoa(int(rec.Turn))}
	}
	if rec.Corrects != 0 {
		view.Earlier = link{"看更正以前的那一份", view.Back + "/record/" + itoa(int(rec.Corrects))}
	}
	if c.Corrected(rec.Turn) {
		view.Title += "（已更正）"
	}
	if v.can("household.change", c.Office) && !c.State.Closed() && slices.Contains(casework.Sorts, rec.Sort) && !c.Corrected(rec.Turn) {
		view.Enter = entries(all, c, rec)
	}
	return s.show(w, r, http.StatusOK, recordSheet(view))
}

// entries lead to the facts of the family and of each member, with the paper of
// the record as evidence.
func entries(all registry.Family, c *casework.Sight, rec casework.Record) (list []link) {
	source := registry.Surveyed
	if rec.Sort == casework.Check {
		source = registry.Checked
	}
	proof := footing{c.Applied, string(source), itoa(int(rec.Sheet))}.query()
	list = append(list, link{"家庭", householdPath(all.Household.Ref) + "/facts" + proof})
	for _, m := range all.Members {
		list = append(list, link{m.Name, residentPath(m.Ref) + "/facts" + proof})
	}
	return list
}

// leads tells whether there is a page behind a link.
func (l link) leads() bool { return l.Path != "" }

// recordLine is a record in the list of a case.
type recordLine struct {
	Record    link // without a path where the reader may not see it
	Day, What string
}

// recordLines lay the records of a case out, the latest first, and say which may
// be entered now.
func (s *Site) recordLines(c *casework.Sight, v *visit) (lines []recordLine, enter []link) {
	at := casePath(c.Ref)
	for i := len(c.Records) - 1; i >= 0; i-- {
		rec := c.Records[i]
		if rec.Sort.Label() == "" {
			continue
		}
		l := recordLine{Record: link{Label: rec.Sort.Label()}, Day: rec.On.Chinese(), What: strings.Trim(rec.First+"、"+rec.Second.Name, "、")}
		if c.Corrected(rec.Turn) {
			l.Record.Label += "（已更正）"
		} else if n := differing(&rec); n > 0 && v.can("paper.view", c.Office) {
			l.What += "，" + itoa(n) + " 项和登记的不一致"
		}
		if c.Replaced(&c.Records[i]) != nil {
			l.What = "没有张贴，换了新的"
		}
		if v.can("paper.view", c.Office) {
			l.Record.Path = at + "/record/" + itoa(int(rec.Turn))
		}
		lines = append(lines, l)
	}
	for _, sort := range casework.Sorts {
		if s.Cases.MayEnter(c, v.desk(), sort) {
			enter = append(enter, link{sort.Label(), at + "/enter/" + string(sort)})
		}
	}
	return lines, enter
}
