package store_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"doudi/casework"
	"doudi/fault"
	"doudi/pack"
	"doudi/policy"
	"doudi/store"
)

// paperOf is a document that says what the packs say.
func paperOf(t *testing.T) casework.Document {
	return casework.Document{Title: "关于公布救助标准的通知", Number: "明政办〔2025〕12号", Article: "第二条", Day: mustDay(t, "2025-12-01")}
}

// rowsOf are the rows of a figure of a law that a county confirms, by their ids.
func rowsOf(t *testing.T, law *pack.Resolved, figure string) (rows []string) {
	t.Helper()
	p, problems := policy.Compile(law)
	i, ok := p.FigureIndex(figure)
	if problems.HasErrors() || !ok {
		t.Fatalf("no figure %s", figure)
	}
	f := &p.Figures[i]
	for k := range f.Rows {
		if casework.Doubtful(f.Rows[k].Status) && p.Concerns(f, &f.Rows[k]) {
			rows = append(rows, casework.RowID(p, f, &f.Rows[k]))
		}
	}
	return rows
}

// trueLaw is the law of Mingxi as the packs have it, with its example figures.
func trueLaw(string, map[string]string) (*pack.Resolved, error) { return mingxi(), nil }

// policyOfficer is somebody of the county who confirms figures.
var policyOfficer = at(30, "policy_officer", county, county)

// proves confirms every figure that a case waits for.
func (h *house) proves(c *casework.Service, id int64) {
	h.Helper()
	now, err := c.Look(background, decider, id)
	h.must(err)
	for _, x := range now.Judged.Unproven {
		h.must(c.ConfirmFigure(background, policyOfficer, x.ID, rowsOf(h.T, mingxi(), x.ID), paperOf(h.T)))
	}
}

// unproves takes all that was confirmed back.
func (h *house) unproves(c *casework.Service) {
	h.Helper()
	list, err := c.Figures(background, policyOfficer)
	h.must(err)
	for _, p := range list {
		h.must(c.TakeBackFigure(background, policyOfficer, p.Number))
	}
}

// measured takes a case under the law as the packs have it to its decision.
func (h *house) measured(s *store.Store, c *casework.Service) (id int64) {
	h.Helper()
	id = h.accepted(s, c)
	h.does(c, clerk, id, casework.Do)
	h.does(c, countyClerk, id, casework.Do)
	h.does(c, clerk, id, casework.Do, casework.Post)
	h.clock.Pass(8 * 24 * time.Hour)
	h.does(c, clerk, id, casework.End, casework.Judge)
	return id
}

func TestNoDecisionRestsOnAnExampleFigureUntilTheCountyConfirmsIt(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		c.Law = trueLaw
		decides := at(15, "county_decider", county, county)
		id := h.measured(s, c)
		now, err := c.Look(background, decider, id)
		h.must(err)
		if len(now.Judged.Unproven) == 0 {
			t.Fatal("the determination rests on no example figure")
		}
		first := now.Judged.Unproven[0]
		_, err = c.Act(background, decider, h.entry(c, id, casework.Approve, ""))
		for _, part := range []string{"示例数值", "数值确认", first.Label} {
			h.refused(err, part)
		}
		h.refused(c.ConfirmFigure(background, at(10, "township_clerk", township, township), first.ID, rowsOf(t, mingxi(), first.ID), paperOf(t)), "您没有")
		h.proves(c, id)
		h.refused(c.ConfirmFigure(background, policyOfficer, first.ID, rowsOf(t, mingxi(), first.ID), paperOf(t)), "已经确认过")
		list, err := c.Figures(background, decides)
		h.must(err)
		h.must(c.TakeBackFigure(background, decides, list[len(list)-1].Number))
		h.refused(c.TakeBackFigure(background, decides, list[len(list)-1].Number), "别人刚刚改过")
		_, err = c.Act(background, decider, h.entry(c, id, casework.Approve, ""))
		h.refused(err, first.Label)
		h.must(c.ConfirmFigure(background, decides, first.ID, rowsOf(t, mingxi(), first.ID), paperOf(t)))
		h.does(c, decider, id, casework.Approve)
		list, err = c.Figures(background, decides)
		h.must(err)
		if last := list[len(list)-1]; last.Holds() || last.Taker != 15 || last.Staff != 30 || last.Document != paperOf(t) || last.Values == "" {
			t.Errorf("what was taken back: %+v", last)
		}
		h.must(c.TakeBackFigure(background, decides, list[0].Number))
		h.stands(c, id, "publication")
		h.sound(s)
		if chain := h.export(s); strings.Count(chain, "act figure.confirm\nobject figure:") < 2 || strings.Count(chain, "act figure.take_back\nobject figure:") < 2 {
			t.Error("the chain does not hold what was confirmed and taken back")
		}
	})
}

func TestAConfirmationIsOfTheValueThatWasConfirmed(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		c := h.cases(h.open())
		law := mingxi()
		c.Law = func(string, map[string]string) (*pack.Resolved, error) { return law, nil }
		d := at(15, "county_decider", county, county)
		for name, one := range map[string]struct {
			rows []string
			doc  casework.Document
			want string
		}{
			"nothing was chosen":               {nil, paperOf(t), "没有选"},
			"a row that is nowhere":            {[]string{strings.Repeat("0", 64)}, paperOf(t), "已经不是这个值"},
			"a document without a title":       {[]string{"x"}, casework.Document{Number: "1号", Day: 1}, "文件名称：没有填"},
			"a document without a number":      {[]string{"x"}, casework.Document{Title: "通知", Day: 1}, "文号：没有填"},
			"a document of tomorrow":           {[]string{"x"}, casework.Document{Title: "通知", Number: "1号", Day: c.Registry.Today() + 1}, "在今天以后"},
			"a document with an endless title": {[]string{"x"}, casework.Document{Title: strings.Repeat("通", 121), Number: "1号", Day: 1}, "120 个字"},
		} {
			if err := c.ConfirmFigure(background, d, "small_limit", one.rows, one.doc); err == nil || !strings.Contains(fault.Sentence(err), one.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		before := rowsOf(t, law, "small_limit")
		h.must(c.ConfirmFigure(background, d, "small_limit", before, paperOf(t)))
		law = withAnotherLimit()
		if after := rowsOf(t, law, "small_limit"); len(after) == 0 || slices.ContainsFunc(after, func(row string) bool { return slices.Contains(before, row) }) {
			t.Errorf("another value is another row: %v %v", before, after)
		}
		h.refused(c.ConfirmFigure(background, d, "small_limit", before, paperOf(t)), "已经不是这个值")
		h.must(c.ConfirmFigure(background, d, "small_limit", rowsOf(t, law, "small_limit"), paperOf(t)))
	})
}

// withAnotherLimit is the law of Mingxi with another limit of small aid.
func withAnotherLimit() *pack.Resolved {
	return mingxiWhere(func(f *pack.Figure, row *pack.FigureRow) {
		if f.ID == "small_limit" {
			row.Value.Text = "4321元"
		}
	})
}

// Whose decision a sum is rests on the limit of townships: an invented one is
// confirmed before anybody decides by it, though no amount is reckoned from it.
func TestNoTownshipGivesUpToAnInventedLimit(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		c.Law = trueLaw
		household := h.unaided(s)
		id, err := c.Open(background, clerk, household, "expenditure_aid")
		h.must(err)
		h.does(c, clerk, id, casework.Submit, casework.Accept, casework.Do, casework.Judge)
		now, err := c.Look(background, townReviewer, id)
		h.must(err)
		if slices.ContainsFunc(now.Judged.Unproven, func(x casework.Example) bool { return x.ID == "small_limit" }) {
			t.Errorf("what gives nothing rests on no limit: %+v", now.Judged.Unproven)
		}
		h.proves(c, id)
		h.refused(h.gives(c, townReviewer, id, 100), "小额限额")
		h.must(c.ConfirmFigure(background, policyOfficer, "small_limit", rowsOf(t, mingxi(), "small_limit"), paperOf(t)))
		h.must(h.gives(c, townReviewer, id, 100))
	})
}
