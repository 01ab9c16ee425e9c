package store_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"doudi/casework"
	"doudi/civil"
	"doudi/fault"
	"doudi/registry"
	"doudi/store"
)

// firstOfSeptember is the day on which the houses' clock begins: 2026-09-01.
const firstOfSeptember = civil.Date(20697)

// visited is a record of a sort as somebody enters it, with a key of its own.
func visited(sort casework.Sort, key int) casework.Record {
	r := casework.Record{Sort: sort, Ident: fmt.Sprintf("key%019d", key), On: firstOfSeptember, Hour: "09:30", Place: "城东村9号", Met: "王桂兰本人",
		First: "林一", Second: casework.Companion{Name: "村委会 李建军"}}
	for _, s := range sort.Sections() {
		r.Said = append(r.Said, casework.Finding{About: s.ID, Label: s.Label, Text: "和申报的一致"})
	}
	if sort == casework.Appraisal {
		r.Votes = &casework.Votes{Present: 9, For: 7, Against: 1, Abstain: 1}
	}
	return r
}

// blankSheet draws a record as its number alone.
func blankSheet(r casework.Record, paper int64) ([]byte, error) {
	return fmt.Appendf(nil, "%%PDF-1.7 %s %d %d", r.Sort, paper, len(r.Picture)), nil
}

// signed are the signatures that a record needs.
func signed(sort casework.Sort) (list []casework.Attachment) {
	for i, who := range sort.Signers() {
		list = append(list, casework.Attachment{Picture: casework.Picture{Label: who.Label}, Sort: "signature", Media: "image/png", Content: bytes.Repeat([]byte{byte(i + 1)}, 30), Signature: true})
	}
	if !sort.Witnessed() {
		return nil
	}
	return list
}

// enters has somebody enter a record, of the day of the application at the earliest.
func (h *house) enters(c *casework.Service, d registry.Desk, id int64, r casework.Record) int64 {
	h.Helper()
	now, err := c.Look(background, d, id)
	h.must(err)
	r.On = max(r.On, now.Applied)
	turn, err := c.Enter(background, d, id, r, signed(r.Sort), blankSheet)
	h.must(err)
	return turn
}

// ready enters what an act stands on, and tells whether that was the act.
func (h *house) ready(c *casework.Service, d registry.Desk, id int64, act casework.Act) (done bool) {
	h.Helper()
	now, err := c.Look(background, d, id)
	h.must(err)
	sort := map[string]casework.Sort{"survey": casework.Survey, "again": casework.Survey, "deliberation": casework.Appraisal}[string(now.State[strings.LastIndex(string(now.State), ".")+1:])]
	switch {
	case act == casework.Do && sort != "" && !slices.Contains(now.Held, sort):
		r := visited(sort, 100*int(id)+int(now.Turn))
		if d.Actor.Staff == inVillage.Actor.Staff {
			r.Second = casework.Companion{Staff: clerk.Actor.Staff, Name: "林一"}
		}
		h.enters(c, d, id, r)
	case act == casework.Post, act == casework.Do && now.State == "publication":
		if now.Unfounded() != "" {
			_, err := c.Act(background, d, casework.Entry{Case: id, Turn: now.Turn, Act: casework.Judge})
			h.must(err)
			now.Turn++
		}
		o := order("")
		o.Opinion = "" // what the law says
		h.must(c.Issue(background, d, id, now.Turn, o, blankSheet))
	}
	if act == casework.Tell {
		h.must(c.Write(background, d, id, now.Turn, blankSheet))
	}
	if act != casework.Post && now.State != "publication" {
		return false
	}
	h.must(c.Hang(background, d, id, now.Turn+1, casework.Record{Place: "城东村公示栏", Said: []casework.Finding{{About: "why", Label: "没有照片的原因", Text: "手机坏了"}}}, nil))
	return true
}

// order is what an office says about a notice, with the address of its code.
func order(token string) casework.Order {
	return casework.Order{Opinion: casework.Give, Amount: "每月 640 元", Place: "雪峰镇社会事务办", Phone: "0598-2812345", Token: token}
}

// toSurvey takes a case to the step of the survey.
func (h *house) toSurvey(c *casework.Service, id int64) {
	h.Helper()
	h.does(c, clerk, id, casework.Do)
	h.does(c, countyClerk, id, casework.Do)
	h.stands(c, id, "survey")
}

func TestASurveyIsKeptOnceHoweverOftenItIsSent(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id := h.accepted(s, c)
		h.toSurvey(c, id)
		_, err := c.Act(background, clerk, h.entry(c, id, casework.Do, ""))
		h.refused(err, "还没有调查表")
		r := visited(casework.Survey, 7)
		photo := casework.Attachment{Picture: casework.Picture{Label: "照片 1", Taken: "2026-09-01 09:30"}, Sort: "photo", Media: "image/jpeg", Content: bytes.Repeat([]byte("photo"), 9)}
		var turns [6]int64
		var all sync.WaitGroup
		for i := range turns {
			all.Go(func() {
				turn, err := c.Enter(background, clerk, id, r, append(signed(r.Sort), photo), blankSheet)
				if turns[i] = turn; err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		now := h.stands(c, id, "survey")
		if len(now.Records) != 1 || slices.Min(turns[:]) != slices.Max(turns[:]) || len(now.Records[0].Picture) != 1 {
			t.Fatalf("%v %+v", turns, now.Records)
		}
		kept := now.Records[0]
		if kind, content := h.paperOf(s, kept.Sheet); kind != "survey_sheet" || string(content) != fmt.Sprintf("%%PDF-1.7 survey %d 1", kept.Sheet) {
			t.Errorf("the sheet: %s %q", kind, content)
		}
		other := h.second(s, c)
		_, err = c.Enter(background, clerk, other, r, signed(r.Sort), blankSheet)
		h.refused(err, "已经用在别的办件上")
		h.does(c, clerk, id, casework.Do)
		h.sound(s)
		h.clean(h.written(s), []string{"王桂兰本人", "和申报的一致", "村委会 李建军"}, "survey")
	})
}

// paperOf opens a paper of the township.
func (h *house) paperOf(s *store.Store, id int64) (kind string, content []byte) {
	h.Helper()
	h.read(s, func(v *store.View) (err error) {
		kind, content, err = v.Paper(2, id)
		return err
	})
	return kind, content
}

// second is an accepted case of a second family.
func (h *house) second(s *store.Store, c *casework.Service) (id int64) {
	h.Helper()
	head := h.entered(h.people(s), clerk, registry.Identity{Name: "李小山", Number: number("1960-01-01", 107)})
	household := h.founded(h.people(s), "城东村13号", "2020-01-01", head, "head")
	id, err := c.Open(background, clerk, household, "dibao")
	h.must(err)
	h.does(c, clerk, id, casework.Submit, casework.Do, casework.Accept)
	return id
}

func TestARecordIsOfTwoPeopleAndHoldsTogether(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id := h.accepted(s, c)
		for name, wrong := range map[string]struct {
			sort   casework.Sort
			change func(*casework.Record)
			say    string
		}{
			"nobody went along":               {casework.Survey, func(r *casework.Record) { r.Second = casework.Companion{} }, "每组至少两个人"},
			"one went twice":                  {casework.Survey, func(r *casework.Record) { r.Second.Staff = clerk.Actor.Staff }, "不能是填表的本人"},
			"tomorrow":                        {casework.Inquiry, func(r *casework.Record) { r.On = mustDay(t, "2026-09-02") }, "晚于今天"},
			"a day before the family applied": {casework.Survey, func(r *casework.Record) { r.On-- }, "日期：早于申请的日子（2026年9月1日）"},
			"neighbours before that":          {casework.Inquiry, func(r *casework.Record) { r.On-- }, "邻里访问记录记的是申请以后的事"},
			"an appraisal before that":        {casework.Appraisal, func(r *casework.Record) { r.On-- }, "早于申请的日子"},
			"no day":                          {casework.Survey, func(r *casework.Record) { r.On = 0 }, "日期：没有填"},
			"no conclusion":                   {casework.Survey, func(r *casework.Record) { r.Said[5].Text = " " }, "调查结论：没有填"},
			"a number in a text":              {casework.Survey, func(r *casework.Record) { r.Said[0].Text = "身份证11010519491231002x" }, "不能写公民身份号码"},
			"votes that do not add up":        {casework.Appraisal, func(r *casework.Record) { r.Votes.For = 9 }, "票数合起来是 11"},
			"a difference that is not told": {casework.Check, func(r *casework.Record) {
				r.Said = []casework.Finding{{About: "member.1", Label: "王建平", Text: casework.Differs}}
			}, "王建平的差异：没有填"},
			"an empty report":      {casework.Check, func(r *casework.Record) {}, "一个成员也没有选"},
			"a made-up key":        {casework.Survey, func(r *casework.Record) { r.Ident = "1" }, "标识不对"},
			"a place that is none": {casework.Survey, func(r *casework.Record) { r.Where = "家里" }, "手机记的位置"},
			"no such sort":         {"gossip", func(r *casework.Record) {}, "没有这一种记录"},
		} {
			r := visited(wrong.sort, 1)
			wrong.change(&r)
			_, err := c.Enter(background, clerk, id, r, signed(r.Sort), blankSheet)
			if err == nil || !strings.Contains(fault.Sentence(err), wrong.say) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if now := h.stands(c, id, "start_survey"); len(now.Records) > 0 {
			t.Errorf("%+v", now.Records)
		}
	})
}

func TestASurveyIsSignedOrSaysWhyNot(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id := h.accepted(s, c)
		h.toSurvey(c, id)
		all := signed(casework.Survey)
		for name, one := range map[string]struct {
			files []casework.Attachment
			why   string
			say   string
		}{
			"nobody signed":                    {nil, "refused", "调查人签名：没有"},
			"the other investigator did not":   {all[:2], "", "另一位调查人签名：没有"},
			"a photograph is no signature":     {append(proof(1), all[1:]...), "", "没有签名的原因：见到的人没有签名，也没有选原因"},
			"who was met did not, unexplained": {all[1:], "", "没有签名的原因：见到的人没有签名，也没有选原因"},
			"a reason that there is not":       {all[1:], "busy", "没有签名的原因：见到的人没有签名，也没有选原因"},
			"signed, and a reason why not":     {all, "refused", "见到的人已经签了"},
		} {
			r := visited(casework.Survey, 1)
			r.Unsigned = one.why
			_, err := c.Enter(background, clerk, id, r, one.files, blankSheet)
			if fault.Kind(err) != fault.BadInput || !strings.Contains(fault.Sentence(err), one.say) {
				t.Errorf("%s: %v", name, err)
			}
		}
		r := visited(casework.Survey, 2)
		r.Unsigned = "refused"
		turn, err := c.Enter(background, clerk, id, r, all[1:], blankSheet)
		h.must(err)
		rec, err := h.stands(c, id, "survey").Recorded(turn)
		h.must(err)
		if len(rec.Signed) != 2 || !slices.Contains(rec.Lines(), [2]string{"没有签名的原因", "不肯签"}) {
			t.Errorf("%+v", rec.Lines())
		}
		h.does(c, clerk, id, casework.Do)
	})
}

func TestWhoWentAlongDoesNotDecide(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id := h.accepted(s, c)
		h.toSurvey(c, id)
		r := visited(casework.Survey, 1)
		r.Second = casework.Companion{Staff: decider.Actor.Staff, Name: "县里的同事"}
		h.enters(c, clerk, id, r)
		h.does(c, clerk, id, casework.Do, casework.Post)
		h.clock.Pass(8 * 24 * time.Hour)
		h.does(c, clerk, id, casework.End)
		_, err := c.Act(background, decider, h.entry(c, id, casework.Approve, ""))
		h.refused(err, "调查和作出决定要由两个人办")
	})
}

func TestAnObjectionThatIsRightAsksForASurveyAnew(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id := h.accepted(s, c)
		h.toSurvey(c, id)
		h.does(c, clerk, id, casework.Do, casework.Post, casework.Object)
		h.does(c, townReviewer, id, casework.Uphold)
		_, err := c.Act(background, clerk, h.entry(c, id, casework.Do, ""))
		h.refused(err, "异议成立以后还没有重新调查")
		h.enters(c, clerk, id, visited(casework.Appraisal, 2))
		h.does(c, clerk, id, casework.Do)
	})
}

// What keeps a paper is not done without it: the history says nothing that is not
// there.
func TestNothingIsEnteredWithoutItsRecord(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id := h.accepted(s, c)
		h.toSurvey(c, id)
		before := h.stands(c, id, "survey").Turn
		for _, act := range []casework.Act{casework.Keep, casework.Issue, casework.Write} {
			e := h.entry(c, id, act, "照实")
			e.Step = string(casework.Survey)
			_, err := c.Act(background, clerk, e)
			h.refused(err, "要连同填好的内容一起办")
		}
		if now := h.stands(c, id, "survey"); now.Turn != before {
			t.Errorf("%d turns instead of %d", now.Turn, before)
		}
	})
}

// A case that is taken up again is visited again: what the county saw in the
// round before says nothing of today.
func TestTheCountysVisitIsOfItsRound(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		household, head := h.home(s)
		h.known(s, household, head, head+1)
		id := h.undecided(c, household)
		_, err := c.Registry.RegisterRelative(background, clerk, registry.Kinship{Staff: 40, Relation: "parent", Name: "王建国", Number: number("1970-05-01", 101)})
		h.must(err)
		h.enters(c, countyVisitor, id, visited(casework.Visit, 77))
		if now, _ := c.Look(background, decider, id); !slices.Contains(now.Done, string(casework.Visit)) {
			t.Error("the visit of this round does not count")
		}
		h.does(c, clerk, id, casework.Judge)
		h.saves(s, household, "1000000元")
		h.does(c, clerk, id, casework.Judge)
		h.does(c, decider, id, casework.Refuse)
		h.does(c, clerk, id, casework.Tell)
		h.clock.Pass(100 * 24 * time.Hour)
		h.does(c, reviewer, id, casework.Reopen)
		if now, _ := c.Look(background, decider, id); slices.Contains(now.Done, string(casework.Visit)) {
			t.Errorf("the visit of the round before counts in %s", now.State)
		}
	})
}
