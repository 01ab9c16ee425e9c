package store_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"doudi/casework"
	"doudi/civil"
	"doudi/fact"
	"doudi/money"
	"doudi/pack"
	"doudi/registry"
	"doudi/store"
)

// known enters all that the law asks about a household of people without income
// or property, so that nothing is missing.
func (h *house) known(s *store.Store, household int64, people ...int64) {
	h.Helper()
	r, law := h.people(s), mingxi().Schema
	since := func(key, value string) registry.Answer { return said(h.T, key, value, "2020-01-01", 0) }
	h.must(r.EnterFacts(background, clerk, law, of(registry.OfHousehold, household), []registry.Answer{since("household.area", "urban"), since("asset", "complete")}))
	for _, id := range people {
		h.must(r.EnterFacts(background, clerk, law, of(registry.OfMember, id), []registry.Answer{since("member.disability_level", "none"), since("member.employment", "jobless"),
			since("income", "complete"), since("rigid_expense", "complete"), since("supporter", "complete"), since("award", "complete"), since("job_offer", "complete")}))
	}
}

// decidable takes a case of a family to its decision, with all that the law asks
// about it entered unless something is left out.
func (h *house) decidable(s *store.Store, c *casework.Service) (id, household, head int64) {
	h.Helper()
	household, head = h.home(s)
	h.known(s, household, head, head+1)
	return h.undecided(c, household), household, head
}

// changed enters one answer about somebody.
func (h *house) changed(s *store.Store, person int64, key, value string) {
	h.Helper()
	h.must(h.people(s).EnterFacts(background, clerk, mingxi().Schema, of(registry.OfMember, person), []registry.Answer{said(h.T, key, value, "2020-01-01", 0)}))
}

// decides tries a decision.
func (h *house) decides(c *casework.Service, id int64, act casework.Act, differs bool, sum money.Fen) error {
	h.Helper()
	e := h.entry(c, id, act, "经核实")
	e.Differs, e.Sum = differs, sum
	_, err := c.Act(background, decider, e)
	return err
}

func TestADecisionRestsOnWhatTheLawSays(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		c.Law = trueLaw
		id, household, head := h.decidable(s, c)
		h.does(c, clerk, id, casework.Judge)
		h.proves(c, id)
		now := h.stands(c, id, "decision")
		if j := now.Judged; j == nil || !j.Gives() || j.Stale() || j.Amount.Low != 171000 || j.Starts != mustDay(t, "2026-10-01").Month() || j.Law != mingxi().Hash() || len(j.Examples) == 0 {
			t.Fatalf("%+v", now.Judged)
		}
		h.refused(h.decides(c, id, casework.Refuse, false, 0), "结果是符合条件，不能照此决定不给予")
		h.refused(h.decides(c, id, casework.Approve, true, 0), "和测算的结果相同")
		h.changed(s, head, "member.employment", "retired")
		now = h.stands(c, id, "decision")
		if want := []casework.Touch{{What: "member", Subject: head, Key: "member.employment"}}; !slices.Equal(now.Judged.Changed, want) {
			t.Errorf("%+v", now.Judged.Changed)
		}
		h.refused(h.decides(c, id, casework.Approve, false, 0), "测算以后情况有变动")
		h.must(h.people(s).EnterFacts(background, clerk, mingxi().Schema, of(registry.OfMember, head), []registry.Answer{said(t, "income", "unknown", "2020-01-01", 0)}))
		h.does(c, clerk, id, casework.Judge)
		for _, act := range []casework.Act{casework.Approve, casework.Refuse} {
			h.refused(h.decides(c, id, act, false, 0), "还缺：成员“王建平”的收入")
			h.refused(h.decides(c, id, act, true, 100), "还缺：成员“王建平”的收入")
		}
		h.must(h.people(s).EnterFacts(background, clerk, mingxi().Schema, of(registry.OfMember, head), []registry.Answer{said(t, "income", "complete", "2020-01-01", 0)}))
		h.unproves(c)
		h.does(c, clerk, id, casework.Judge)
		h.refused(h.decides(c, id, casework.Approve, false, 0), "低保标准")
		h.proves(c, id)
		h.must(h.decides(c, id, casework.Approve, false, 0))
		h.stands(c, id, "publication")
		h.read(s, func(v *store.View) error {
			list, err := v.AwardsOf(2, household)
			if len(list) != 1 || list[0].Starts != mustDay(t, "2026-10-01").Month() || list[0].Decisions[0].Sum != 171000 || list[0].Decisions[0].Per != "month" || len(list[0].People) != 2 || list[0].Unit == 0 {
				t.Errorf("%+v", list)
			}
			return err
		})
		r, err := c.Ruling(background, clerk, id)
		h.must(err)
		if !r.Gives || r.Sum != 171000 || r.Starts != mustDay(t, "2026-10-01").Month() || len(r.Reasons) == 0 || len(r.Reasons[0].Clauses) == 0 {
			t.Errorf("%+v", r)
		}
		h.must(c.Issue(background, countyClerk, id, h.stands(c, id, "publication").Turn, order(""), blankSheet))
		_, err = c.Act(background, countyClerk, h.entry(c, id, casework.Do, "照实记录"))
		h.refused(err, "公布要登记张贴")
		if made := h.stands(c, id, "publication").Issued(); made == nil || made.Signs() != "明溪县民政局" {
			t.Errorf("the township hangs what the county decided: %+v", made)
		}
		h.does(c, countyClerk, id, casework.Do)
		if now := h.stands(c, id, casework.Awarded); now.Records[len(now.Records)-1].Sort != casework.Posting {
			t.Errorf("%+v", now.Records)
		}
		h.sound(s)
		h.clean(h.written(s), []string{"成员“王建平”的收入", "家庭月收入0元/月，低于"}, "entitled")
	})
}

func TestARefusalGivesItsReasonsAndTheRemedies(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id, _, head := h.decidable(s, c)
		h.must(h.people(s).EnterFacts(background, clerk, mingxi().Schema, of(registry.OfMember, head), []registry.Answer{
			said(t, "income", "row", "2020-01-01", 1), said(t, "income.kind", "wage", "2020-01-01", 1), said(t, "income.amount", "90000元", "2020-01-01", 1), said(t, "income.received", "2025-09/2026-08", "2020-01-01", 1)}))
		h.does(c, clerk, id, casework.Judge)
		opine := h.entry(c, id, casework.Opine, "")
		opine.Differs = true
		_, err := c.Act(background, clerk, opine)
		h.refused(err, "写明理由")
		opine.Note = "工资是估的"
		_, err = c.Act(background, clerk, opine)
		h.must(err)
		if now := h.stands(c, id, "decision"); now.Judged.Gives() || !now.Judged.Different || now.Judged.Opinion.Note != "工资是估的" {
			t.Errorf("%+v", now.Judged)
		}
		h.refused(h.decides(c, id, casework.Approve, false, 0), "结果是不符合条件，不能照此决定给予")
		h.refused(h.decides(c, id, casework.Approve, true, 0), "写明给多少")
		h.must(h.decides(c, id, casework.Refuse, false, 0))
		r, err := c.Ruling(background, clerk, id)
		h.must(err)
		if r.Gives || r.Note != "经核实" || len(r.Reasons) != 1 || !strings.Contains(r.Reasons[0].Text, "人均收入低于低保标准：否") || len(r.Reasons[0].Clauses) == 0 {
			t.Errorf("%+v", r.Reasons)
		}
		if len(r.Remedies) != 2 || r.Remedies[0].Within != 60 || r.Remedies[0].Days != "days" || r.Remedies[1].Within != 6 || r.Remedies[1].Days != "months" ||
			r.Remedies[1].Clauses[1] != (casework.Clause{Source: "中华人民共和国行政诉讼法", At: "第四十六条"}) {
			t.Errorf("%+v", r.Remedies)
		}
		now := h.stands(c, id, casework.Refusal)
		if len(now.Deadlines) == 0 || now.Deadlines[0].Step != "refusal_letter" || now.Deadlines[0].N != 3 {
			t.Errorf("%+v", now.Deadlines)
		}
	})
}

func TestWhoDecidesOtherwiseSaysWhyAndIsMarked(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id, household, _ := h.decidable(s, c)
		h.does(c, clerk, id, casework.Judge)
		e := h.entry(c, id, casework.Refuse, " ")
		e.Differs = true
		_, err := c.Act(background, decider, e)
		h.refused(err, "写明理由")
		h.must(h.decides(c, id, casework.Refuse, true, 0))
		list, err := c.CasesOf(background, reviewer, household)
		h.must(err)
		if len(list) != 1 || !list[0].Differs {
			t.Errorf("a differing decision is not marked: %+v", list)
		}
		if r, err := c.Ruling(background, clerk, id); err != nil || !r.Differs || len(r.Reasons) != 0 || r.Note != "经核实" {
			t.Errorf("%+v %v", r, err)
		}
	})
}

func TestNobodyHasAProgrammeTwiceInAMonth(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		month := mustDay(t, "2026-10-01").Month()
		r := h.people(s)
		people := h.three(r)
		h.founded(r, "", "2026-01-01", people[0], "head", people[1], "spouse", people[2], "child")
		give := func(programme string, starts, ends civil.Month, who ...int64) error {
			return s.Do(background, 2, act("case.decide"), func(tx *store.Tx) error {
				u, err := registry.Freeze(tx, registry.Unit{Ref: registry.Ref{Office: 2}, Household: 1, Programme: programme, Pack: mingxi().Hash(), Day: mustDay(t, "2026-09-01"),
					Members: []registry.Counted{{Person: who[0], Counted: true, Rule: "counted"}}})
				if err != nil {
					return err
				}
				id, err := tx.Number("award")
				a := casework.Award{Ref: registry.Ref{Office: 2, ID: id}, Unit: u, Household: 1, Holder: who[0], Programme: programme, Starts: starts}
				for _, p := range who {
					a.People = append(a.People, casework.Share{Person: p, Starts: starts, Ends: ends})
				}
				return errors.Join(err, tx.AddAward(a))
			})
		}
		const twice = "同一个人同一个月不能享受两份"
		h.must(give("dibao", month, month+5, people[0], people[1]))
		h.refused(give("dibao", month+5, registry.Lasting, people[1]), twice)
		h.refused(give("dibao", month-9, month, people[2], people[0]), twice)
		h.must(give("edge", month, registry.Lasting, people[1]))
		h.must(give("dibao", month+6, registry.Lasting, people[1]))
		h.refused(give("dibao", month+20, registry.Lasting, people[1]), twice)
		h.must(give("dibao", month+6, registry.Lasting, people[0]))
	})
}

func TestAnAwardIsRememberedByTheNextSnapshot(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id, household, _ := h.decidable(s, c)
		before := h.seq(s)
		h.does(c, clerk, id, casework.Judge)
		h.must(h.decides(c, id, casework.Approve, false, 0))
		held := func(known int64) (list []fact.Row) {
			st, err := c.Registry.Snapshot(background, clerk, registry.Question{Law: mingxi(), Household: household, On: mustDay(t, "2026-12-01"), Known: known,
				Region: "350421", AppliedOn: mustDay(t, "2026-12-01"), DecidedOn: mustDay(t, "2026-12-01"), AsOf: mustDay(t, "2026-12-01"), Month: mustDay(t, "2026-12-01").Month()})
			h.must(err)
			id, _ := mingxi().Schema.Entity("award")
			table := slices.Index(mingxi().Schema.Entities[fact.MemberEntity].Tables, id)
			for _, row := range st.Snapshot.Household.Tables[0].Rows {
				list = append(list, row.Tables[table].Rows...)
			}
			return list
		}
		dibao, _ := mingxi().Schema.Symbol("dibao")
		if rows := held(registry.Now); len(rows) != 1 || rows[0].Values[0] != fact.Of(dibao) ||
			rows[0].Values[1] != fact.OfSpan(int64(mustDay(t, "2026-10-01").Month()), int64(mustDay(t, "2026-12-01").Month())) || rows[0].Values[2] != fact.Of(171000) {
			t.Errorf("%+v", rows)
		}
		if rows := held(before); len(rows) != 0 {
			t.Errorf("known before it was: %+v", rows)
		}
	})
}

func TestALaterPackStrandsNoRunningCase(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id := h.accepted(s, c)
		later := h.cases(s)
		newer := altered(func(p *pack.Procedure) {
			for i := range p.Steps {
				if p.Steps[i].ID == "start_survey" {
					p.Steps[i].ID, p.Steps[i].Label = "begin", "另一种开始"
				}
			}
		})
		later.Law = func(string, map[string]string) (*pack.Resolved, error) { return newer, nil }
		now, err := later.Look(background, clerk, id)
		h.must(err)
		if now.State != "start_survey" || now.Flow.Label(now.State) != "启动家庭经济状况调查" || now.File.Law != published().Hash() {
			t.Errorf("%s %s", now.State, now.Flow.Label(now.State))
		}
		h.does(later, clerk, id, casework.Do)
		h.stands(later, id, "start_check")
		h.does(later, clerk, id, casework.Judge)
		if j := h.stands(later, id, "start_check").Judged; j.Law != newer.Hash() || j.Stale() {
			t.Errorf("it is determined by the law of today: %+v", j)
		}
		if j := h.stands(c, id, "start_check").Judged; !j.Newer || !j.Stale() {
			t.Errorf("of another law it is stale: %+v", j)
		}
	})
}

func TestWhatWasDeterminedComesOutTheSameAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id, _, head := h.decidable(s, c)
		h.does(c, clerk, id, casework.Judge)
		h.changed(s, head, "member.employment", "retired")
		h.does(c, clerk, id, casework.Judge)
		rerun := func(only casework.Number) (list []casework.Rerun) {
			alone := casework.Service{Store: s.Cases()} // it needs no pack of today
			h.must(alone.Rerun(background, only, func(r casework.Rerun) error { list = append(list, r); return nil }))
			return list
		}
		number := h.stands(c, id, "decision").Number
		if list := rerun(number); len(list) != 3 || len(list[0].Differences)+len(list[1].Differences)+len(list[2].Differences) != 0 || list[0].Number != number {
			t.Errorf("%+v", list)
		}
		if list := rerun("1"); len(list) != 0 {
			t.Errorf("another case: %+v", list)
		}
	})
}

// leftToTownships is Mingxi's law with all decisions left to its townships.
var leftToTownships = sync.OnceValue(func() *pack.Resolved {
	return mingxiWhere(func(f *pack.Figure, row *pack.FigureRow) {
		row.Status = pack.Published
		if f.ID == "township_decides" {
			row.Value.Text = "true"
		}
	})
})

func delegating(string, map[string]string) (*pack.Resolved, error) { return leftToTownships(), nil }

func TestTheTownshipDecidesWhereTheLawLeavesItToIt(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		c.Law = delegating
		id, _, _ := h.decidable(s, c)
		h.does(c, clerk, id, casework.Judge)
		now := h.stands(c, id, "decision")
		if !now.File.Delegated || !slices.ContainsFunc(now.Deadlines, func(d casework.Deadline) bool { return d.Step == "whole_delegated" && d.N == 20 }) {
			t.Errorf("%+v %+v", now.File, now.Deadlines)
		}
		h.refused(h.decides(c, id, casework.Approve, false, 0), "由乡镇")
		h.does(c, at(21, "township_reviewer", township, township), id, casework.Approve)
	})
}

// Whose turn it is, the list says as the case does: a near relative's is the county's
// where others are the township's (57号第十一条).
func TestTheTurnOfANearRelativesCaseIsTheCountys(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		c.Law = delegating
		id, _, _ := h.decidable(s, c)
		h.does(c, clerk, id, casework.Judge)
		turns := func(of registry.Desk) int { return h.desked(c, of, casework.Asked{}).Turn }
		if here, above := turns(townReviewer), turns(decider); here != 1 || above != 0 {
			t.Errorf("it is the turn of %d at the township and of %d at the county", here, above)
		}
		_, err := c.Registry.RegisterRelative(background, at(14, "township_clerk", township, township), registry.Kinship{Staff: 40, Relation: "parent", Name: "王建国", Number: number("1970-05-01", 101)})
		h.must(err) // a near relative's case is the county's
		if here, above := turns(townReviewer), turns(decider); here != 0 || above != 1 {
			t.Errorf("of a near relative it is the turn of %d at the township and of %d at the county", here, above)
		}
	})
}
