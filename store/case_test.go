package store_test

import (
	"sync"
	"testing"
	"time"

	"doudi/access"
	"doudi/admin"
	"doudi/audit"
	"doudi/casework"
	"doudi/civil"
	"doudi/fault"
	"doudi/pack"
	"doudi/packs"
	"doudi/registry"
	"doudi/store"
)

// cases is the casework of a house, by its clock.
func (h *house) cases(s *store.Store) *casework.Service {
	r := h.people(s)
	r.Today = func() civil.Date { return access.DayOf(h.clock.Now()) }
	return &casework.Service{Store: s.Cases(), Registry: r, Calendar: h.administration(s).Calendar,
		Law: func(string, map[string]string) (*pack.Resolved, error) { return published(), nil }}
}

// published is the law of Mingxi as if all its example figures were published:
// what this is not about, nobody has to confirm.
var published = sync.OnceValue(func() *pack.Resolved {
	return mingxiWhere(func(_ *pack.Figure, row *pack.FigureRow) { row.Status = pack.Published })
})

// mingxiWhere is the law of Mingxi with a change to rows of figures.
func mingxiWhere(change func(*pack.Figure, *pack.FigureRow)) *pack.Resolved {
	set, _ := pack.LoadAll(packs.FS)
	for _, p := range set.Packs {
		for _, f := range p.Figures {
			for _, row := range f.Rows {
				change(f, row)
			}
		}
	}
	law, problems := set.Resolve("cn-350421")
	if problems.HasErrors() {
		panic(problems)
	}
	return law
}

// The hands of a case.
var (
	townReviewer  = at(13, "township_reviewer", township, township)
	decider       = at(15, "county_decider", county, township)
	everything    = both(16, "county_clerk", "county_decider")
	countyVisitor = at(17, "county_clerk", county, township)
)

// both is somebody at the county with two roles.
func both(staff int64, roles ...string) registry.Desk {
	d := at(staff, roles[0], county, township)
	d.Actor.Posts = append(d.Actor.Posts, access.Post{Role: roles[1], Office: county, To: civil.Open})
	return d
}

// entry is an act on the case as it stands now.
func (h *house) entry(c *casework.Service, id int64, act casework.Act, note string) casework.Entry {
	h.Helper()
	now, err := c.Look(background, clerk, id)
	h.must(err)
	e := casework.Entry{Case: id, Turn: now.Turn, Act: act, Note: note}
	if act == casework.Withdraw {
		e.Wish = casework.Wish{How: casework.AtCounter, Who: "王桂兰（本人）", On: now.Today}
	}
	return e
}

// does carries acts out by one hand.
func (h *house) does(c *casework.Service, d registry.Desk, id int64, acts ...casework.Act) {
	h.Helper()
	for _, act := range acts {
		if h.ready(c, d, id, act) {
			continue
		}
		_, err := c.Act(background, d, h.entry(c, id, act, "照实记录"))
		h.must(err)
	}
}

// stands demands the state of a case.
func (h *house) stands(c *casework.Service, id int64, want casework.State) *casework.Sight {
	h.Helper()
	now, err := c.Look(background, reviewer, id)
	h.must(err)
	if now.State != want {
		h.Errorf("the case stands in %q, not in %q", now.State, want)
	}
	return now
}

// accepted takes a case of a family for dibao up to its acceptance.
func (h *house) accepted(s *store.Store, c *casework.Service) (id int64) {
	h.Helper()
	household, head := h.home(s)
	h.known(s, household, head, head+1)
	id, err := c.Open(background, clerk, household, "dibao")
	h.must(err)
	h.does(c, clerk, id, casework.Submit, casework.Do, casework.Accept)
	return id
}

// asked begins the first case of a house, of whom a paper is still missing.
func (h *house) asked(c *casework.Service, household int64) {
	h.Helper()
	id, err := c.Open(background, clerk, household, "dibao")
	h.must(err)
	h.does(c, clerk, id, casework.Submit, casework.Do)
	e := h.entry(c, id, casework.AskPapers, "请月底前补来")
	e.Wants = []string{"住院费票据"}
	_, err = c.Act(background, clerk, e)
	h.must(err)
	h.enters(c, clerk, id, visited(casework.Inquiry, 1))
	h.must(c.Store.Do(background, 2, audit.Act{Name: "case.notice"}, func(tx casework.Tx) error {
		return tx.AddVoice(id, casework.Turn{Number: 99, At: tx.Now(), Act: casework.Object, Step: casework.ByCode, Became: "notice.up", Note: "他家去年买了小汽车"})
	}))
}

func TestAFamilyOfMingxiGoesFromTheDraftToTheAward(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		household, head := h.home(s)
		h.known(s, household, head, head+1)
		id, err := c.Open(background, clerk, household, "dibao")
		h.must(err)
		_, err = c.Open(background, clerk, household, "dibao")
		h.refused(err, "还没有办结")
		_, err = h.people(s).Move(background, clerk, mingxi().Schema, household, village, "城东村9号", registry.Ending{On: mustDay(t, "2026-07-01")})
		h.refused(err, "申请还没有办结")
		h.does(c, clerk, id, casework.Submit, casework.Do)
		ask := h.entry(c, id, casework.AskPapers, "")
		_, err = c.Act(background, clerk, ask)
		h.refused(err, "材料已经齐了")
		ask.Wants = []string{"离婚协议书", " ", "住院费票据"}
		_, err = c.Act(background, clerk, ask)
		h.must(err)
		bring := h.entry(c, id, casework.Bring, "")
		bring.Items = []int64{1}
		_, err = c.Act(background, clerk, bring)
		h.must(err)
		_, err = c.Act(background, clerk, h.entry(c, id, casework.Accept, ""))
		h.refused(err, "材料还没有齐")
		ask.Turn = h.entry(c, id, casework.AskPapers, "").Turn
		_, err = c.Act(background, clerk, ask)
		h.refused(err, "只能一次告知")
		h.does(c, clerk, id, casework.AskPapers)
		bring = h.entry(c, id, casework.Bring, "")
		bring.Items = []int64{2}
		_, err = c.Act(background, clerk, bring)
		h.must(err)
		h.does(c, clerk, id, casework.Accept)
		now := h.stands(c, id, "start_survey")
		if len(now.Deadlines) == 0 || now.Deadlines[0].Day != mustDay(t, "2026-09-04") || now.Deadlines[0].Step != "start_survey" {
			t.Errorf("the survey begins within three working days of 1 September: %+v", now.Deadlines)
		}
		h.does(c, clerk, id, casework.Do)
		h.does(c, countyClerk, id, casework.Do)
		h.does(c, clerk, id, casework.Do, casework.Post)
		_, err = c.Act(background, clerk, h.entry(c, id, casework.End, ""))
		h.refused(err, "公示还没有满期")
		h.does(c, clerk, id, casework.Object)
		h.does(c, townReviewer, id, casework.Reject)
		h.clock.Pass(8 * 24 * time.Hour)
		h.does(c, clerk, id, casework.End, casework.Judge)
		h.does(c, decider, id, casework.Approve)
		h.does(c, countyClerk, id, casework.Do)
		now = h.stands(c, id, casework.Awarded)
		if len(now.Deadlines) != 0 || now.Turns[len(now.Turns)-1].Staff != 11 || now.Turns[len(now.Turns)-3].Right != "case.decide" {
			t.Errorf("%+v", now)
		}
		at, found, err := c.Find(background, clerk, now.Number)
		if err != nil || !found || at != now.Ref {
			t.Errorf("by its number: %v %v %v", at, found, err)
		}
		h.sound(s)
		h.clean(h.written(s), []string{"离婚协议书", "照实记录"}, "dibao")
	})
}

func TestAWrongHandIsRefusedAndTheRefusalIsKept(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id := h.accepted(s, c)
		for _, wrong := range []struct {
			who registry.Desk
			act casework.Act
			say string
		}{
			{countyClerk, casework.Do, "这一步由乡镇"},
			{townReviewer, casework.Do, "由本机构或上级机构的"},
			{clerk, casework.Approve, "可以办的是办完这一步"},
			{clerk, casework.Return, "现在不能"},
			{clerk, casework.Object, "没有正在公示的内容"},
		} {
			_, err := c.Act(background, wrong.who, h.entry(c, id, wrong.act, "因为"))
			h.refused(err, wrong.say)
		}
		_, err := c.Act(background, clerk, h.entry(c, id, casework.Withdraw, " "))
		h.refused(err, "写明理由")
		before := h.seq(s)
		_, err = c.Act(background, countyClerk, h.entry(c, id, casework.Do, ""))
		if err == nil || h.seq(s) != before+1 {
			t.Errorf("a refusal leaves one entry: %d, %v", h.seq(s)-before, err)
		}
		h.stands(c, id, "start_survey")
	})
}

func TestOnePersonDoesNotCheckAndDecide(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id := h.accepted(s, c)
		h.does(c, clerk, id, casework.Do)
		h.does(c, everything, id, casework.Do)
		h.does(c, clerk, id, casework.Do, casework.Post)
		h.clock.Pass(8 * 24 * time.Hour)
		h.does(c, clerk, id, casework.End, casework.Judge)
		stand := everything
		stand.Actor.Posts = []access.Post{{Role: "county_decider", Office: county, To: civil.Open, For: 15}}
		for _, who := range []registry.Desk{everything, stand} {
			_, err := c.Act(background, who, h.entry(c, id, casework.Approve, ""))
			h.refused(err, "调查和作出决定要由两个人办")
		}
		h.does(c, decider, id, casework.Approve)
	})
}

func TestOfTwoWhoRaceTheSecondIsTold(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id := h.accepted(s, c)
		e := h.entry(c, id, casework.Do, "")
		var all sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			all.Go(func() { _, errs[i] = c.Act(background, clerk, e) })
		}
		all.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if fault.Kind(err) != fault.Conflict {
				t.Errorf("%v", err)
			}
		}
		if now := h.stands(c, id, "start_check"); won != 1 || now.Turn != e.Turn+1 || len(now.Turns) != int(now.Turn) {
			t.Errorf("%d won, turn %d", won, now.Turn)
		}
		_, err := c.Act(background, clerk, e)
		h.refused(err, "别的同事刚刚")
	})
}

func TestAHouseholdAppliesOnceHoweverManyPressTheButton(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		household, _ := h.home(s)
		var all sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			all.Go(func() { _, errs[i] = c.Open(background, clerk, household, "dibao") })
		}
		all.Wait()
		opened := 0
		for _, err := range errs {
			if err == nil {
				opened++
			} else {
				h.refused(err, "还没有办结")
			}
		}
		if list, err := c.CasesOf(background, clerk, household); err != nil || opened != 1 || len(list) != 1 {
			t.Errorf("%d opened, %d there, %v", opened, len(list), err)
		}
	})
}

func TestANearRelativesCaseIsVisitedByTheCountyFirst(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id := h.accepted(s, c)
		_, err := c.Registry.RegisterRelative(background, clerk, registry.Kinship{Staff: 40, Relation: "parent", Name: "王建国", Number: number("1970-05-01", 101)})
		h.must(err)
		h.does(c, clerk, id, casework.Do)
		h.does(c, countyClerk, id, casework.Do)
		h.does(c, clerk, id, casework.Do, casework.Post)
		h.clock.Pass(8 * 24 * time.Hour)
		h.does(c, clerk, id, casework.End, casework.Judge)
		_, err = c.Act(background, decider, h.entry(c, id, casework.Approve, ""))
		h.refused(err, "要先由县级民政部门入户调查")
		visit := h.entry(c, id, casework.Aside, "两人入户，情况属实")
		visit.Step = "visit"
		_, err = c.Act(background, countyVisitor, visit)
		h.refused(err, "要填调查表")
		_, err = c.Enter(background, clerk, id, visited(casework.Visit, 1), signed(casework.Visit), blankSheet)
		h.refused(err, "由县")
		h.enters(c, countyVisitor, id, visited(casework.Visit, 1))
		h.does(c, decider, id, casework.Approve)
	})
}

func TestAProvisionalDeadlineSettlesWhenTheCalendarIsLoaded(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		h.clock.Pass(121 * 24 * time.Hour) // 31 December 2026
		id := h.accepted(s, c)
		before := h.stands(c, id, "start_survey").Deadlines
		if len(before) == 0 || !before[0].Provisional || before[0].Day != mustDay(t, "2027-01-05") {
			t.Errorf("%+v", before)
		}
		const year = "date,kind,name,source\n2027-01-01,off,元旦,虚构的通知\n2027-01-04,off,元旦,虚构的通知\n"
		_, err := h.administration(s).Load(background, system, admin.Calendar, 0, []byte(year))
		h.must(err)
		asked := map[int64]bool{}
		for range 3 {
			j, found, err := s.Claim(background, "w", time.Minute)
			if err != nil || !found || j.Kind != admin.JobRecount {
				t.Fatalf("%+v %v %v", j, found, err)
			}
			asked[j.Office] = true
			h.must(c.Recount(background, j.Office))
		}
		after := h.stands(c, id, "start_survey").Deadlines
		if len(asked) != 3 || after[0].Provisional || after[0].Day != mustDay(t, "2027-01-07") {
			t.Errorf("%v %+v", asked, after)
		}
		h.must(h.administration(s).TakeBack(background, system, admin.Calendar, 1))
		h.must(c.Recount(background, 2))
		if back := h.stands(c, id, "start_survey").Deadlines; back[0] != before[0] {
			t.Errorf("taken back: %+v", back)
		}
	})
}
