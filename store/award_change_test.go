package store_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"doudi/access"
	"doudi/casework"
	"doudi/civil"
	"doudi/money"
	"doudi/registry"
	"doudi/store"
)

// proof is a picture of what somebody signed.
func proof(n byte) []casework.Attachment {
	return []casework.Attachment{{Picture: casework.Picture{Label: "签名的记录 1"}, Sort: "photo", Media: "image/jpeg", Content: bytes.Repeat([]byte{n}, 40)}}
}

// hears is a hearing about a cut down to a sum, or about the end.
func hears(sum money.Fen, key int) casework.Record {
	r := casework.Record{Sort: casework.Hearing, Ident: fmt.Sprintf("hear%018d", key), On: civil.Date(20600), Place: "城东村9号", Met: "王建平本人", First: "林一", Sum: sum, Ends: sum == 0,
		Said: []casework.Finding{{About: "told", Label: "告知的内容", Text: "收入增加，拟减发"}, {About: "said", Label: "本人的意见", Text: "没有意见"}}}
	return r
}

// begun begins a change of the only award of a household in October.
func (h *house) begun(c *casework.Service, household int64, why casework.Ground) (id int64) {
	h.Helper()
	list, err := c.Changeable(background, clerk, household)
	h.must(err)
	if len(list) != 1 {
		h.Fatalf("%+v", list)
	}
	id, err = c.BeginChange(background, clerk, household, list[0].Ref, why)
	h.must(err)
	return id
}

// october is five weeks after the award of a house was decided.
func (h *house) october() { h.clock.Pass(35 * 24 * time.Hour) }

// earns enters a yearly wage of somebody.
func (h *house) earns(s *store.Store, person int64, yuan string) {
	h.Helper()
	h.must(h.people(s).EnterFacts(background, clerk, mingxi().Schema, of(registry.OfMember, person), []registry.Answer{
		said(h.T, "income", "row", "2020-01-01", 1), said(h.T, "income.kind", "wage", "2020-01-01", 1), said(h.T, "income.amount", yuan, "2020-01-01", 1), said(h.T, "income.received", "2025-10/2026-09", "2020-01-01", 1)}))
}

// saves enters what a household has at the bank.
func (h *house) saves(s *store.Store, household int64, yuan string) {
	h.Helper()
	h.must(h.people(s).EnterFacts(background, clerk, mingxi().Schema, of(registry.OfHousehold, household), []registry.Answer{
		said(h.T, "asset", "row", "2020-01-01", 1), said(h.T, "asset.kind", "deposit", "2020-01-01", 1), said(h.T, "asset.amount", yuan, "2020-01-01", 1)}))
}

// chain demands the decisions of an award: month and sum each, a dash where it
// stops, a plus behind what gave way to another.
func (h *house) chain(s *store.Store, award registry.Ref, want string) casework.Award {
	h.Helper()
	var a casework.Award
	h.read(s, func(v *store.View) (err error) { a, err = v.AwardAt(award); return err })
	var got []string
	for _, d := range a.Decisions {
		text := d.Starts.String() + " " + d.Sum.String()
		if d.Superseded != 0 {
			text += "+"
		}
		got = append(got, text)
	}
	if a.End.Month != 0 {
		got = append(got, a.End.Month.String()+" -")
	}
	if strings.Join(got, ", ") != want {
		h.Errorf("the chain is %s, not %s", strings.Join(got, ", "), want)
	}
	return a
}

func TestAnAwardIsCutOnlyAfterThePersonWasHeardAndFromTheNextMonth(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		household, head, award := h.awarded(s)
		c := h.cases(s)
		h.october()
		id := h.begun(c, household, casework.Reviewed)
		_, err := c.BeginChange(background, clerk, household, award, casework.Reviewed)
		h.refused(err, "还没有办结")
		h.refused(h.decides(c, id, casework.Approve, false, 0), "还没有按现在的情况测算")
		_, err = c.Act(background, clerk, h.entry(c, id, casework.Do, ""))
		h.refused(err, "还没有按现在的情况测算")
		h.earns(s, head, "6000元")
		h.does(c, clerk, id, casework.Judge, casework.Do)
		now := h.stands(c, id, "decision")
		if now.Change.Was != 171000 || now.Proposal() != casework.Reduce || now.Judged.Starts != mustDay(t, "2026-11-01").Month() {
			t.Fatalf("%+v %s %+v", now.Change, now.Proposal(), now.Judged)
		}
		cut := now.Change.Next
		h.refused(h.decides(c, id, casework.Approve, false, 0), "减发以前要先听取本人的意见")
		hearing := h.entry(c, id, casework.Aside, "听过了")
		hearing.Step = string(casework.Hearing)
		_, err = c.Act(background, countyVisitor, hearing)
		h.refused(err, "听取意见要填记录")
		_, err = c.Enter(background, countyVisitor, id, hears(cut, 1), nil, blankSheet)
		h.refused(err, "请附本人签名的记录")
		_, err = c.Enter(background, clerk, id, hears(cut, 1), proof(1), blankSheet)
		h.refused(err, "由县")
		mute := hears(cut, 1)
		mute.Said = mute.Said[:1]
		_, err = c.Enter(background, countyVisitor, id, mute, proof(1), blankSheet)
		h.refused(err, "两项正好写一项")
		_, err = c.Enter(background, countyVisitor, id, hears(cut+100, 2), proof(2), blankSheet)
		h.must(err)
		h.refused(h.decides(c, id, casework.Approve, false, 0), "比现在要决定的轻")
		_, err = c.Enter(background, countyVisitor, id, hears(cut, 3), proof(3), blankSheet)
		h.must(err)
		_, err = c.Act(background, countyVisitor, h.entry(c, id, casework.Approve, ""))
		h.refused(err, "由本机构或上级机构的")
		h.chain(s, award, "2026-10 1710元")
		h.does(c, decider, id, casework.Approve)
		h.chain(s, award, "2026-10 1710元, 2026-11 "+cut.String())
		if now = h.stands(c, id, casework.Lowered); now.Told() != nil {
			t.Error("the family is told by the letter")
		}
		_, err = c.Act(background, countyClerk, h.entry(c, id, casework.Tell, ""))
		h.refused(err, "通知书还没有制作")
		h.does(c, countyClerk, id, casework.Tell)
		now = h.stands(c, id, casework.Continued)
		letter := fmt.Sprint(now.Letter().Said)
		for _, want := range []string{"减发", "每月 1710元", "每月 " + cut.String(), "2026年11月", "作出决定的单位 明溪县民政局", "本级人民政府（明溪县人民政府）"} {
			if !strings.Contains(letter, want) {
				t.Errorf("%q is not in the letter: %s", want, letter)
			}
		}
		if d := now.Told(); d == nil || d.Ruling.Change != casework.Reduce {
			t.Errorf("%+v", d)
		}
		h.sound(s)
		h.clean(h.written(s), []string{"收入增加，拟减发", "没有意见"}, "dibao")
	})
}

func TestAnAwardEndsWhenTheLawGivesNothingMore(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		household, head, award := h.awarded(s)
		c := h.cases(s)
		h.october()
		id := h.begun(c, household, casework.Reviewed)
		before := h.seq(s)
		h.saves(s, household, "1000000元")
		h.does(c, clerk, id, casework.Judge, casework.Do)
		h.refused(h.decides(c, id, casework.Approve, false, 0), "结果是不符合条件")
		_, err := c.Enter(background, countyVisitor, id, hears(1, 1), proof(1), blankSheet)
		h.must(err)
		h.refused(h.decides(c, id, casework.Refuse, false, 0), "比现在要决定的轻")
		_, err = c.Enter(background, countyVisitor, id, hears(0, 2), proof(2), blankSheet)
		h.must(err)
		h.does(c, decider, id, casework.Refuse)
		a := h.chain(s, award, "2026-10 1710元, 2026-11 -")
		if now := h.stands(c, id, casework.Ended); now.Decisions[0].Ruling.Change != casework.Finish || len(now.Decisions[0].Ruling.Reasons) == 0 {
			t.Errorf("%+v", now.Decisions)
		}
		if len(a.People) != 2 || a.People[0].Ends != mustDay(t, "2026-10-01").Month() {
			t.Errorf("%+v", a.People)
		}
		h.read(s, func(v *store.View) error {
			now, err := v.Granted(2, head, registry.Now)
			then, wrong := v.Granted(2, head, before)
			if len(now) != 1 || now[0].To != mustDay(t, "2026-10-01").Month() || len(then) != 1 || then[0].To != registry.Lasting {
				t.Errorf("as it is known now %+v, and was known before %+v", now, then)
			}
			if wrong != nil {
				return wrong
			}
			return err
		})
		h.does(c, countyClerk, id, casework.Tell)
		h.stands(c, id, casework.Stopped)
		if list, err := c.Changeable(background, clerk, household); err != nil || len(list) != 0 {
			t.Errorf("%+v %v", list, err)
		}
		h.sound(s)
	})
}

func TestWhoGetsAsMuchIsNotKeptWaitingForALetter(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		household, _, award := h.awarded(s)
		c := h.cases(s)
		h.october()
		id := h.begun(c, household, casework.Reviewed)
		h.does(c, clerk, id, casework.Judge, casework.Do)
		if now := h.stands(c, id, "decision"); now.Proposal() != casework.Same {
			t.Errorf("%s %+v", now.Proposal(), now.Change)
		}
		h.does(c, decider, id, casework.Return)
		h.stands(c, id, "facts")
		h.does(c, clerk, id, casework.Do)
		h.does(c, decider, id, casework.Approve)
		h.stands(c, id, casework.Continued)
		h.chain(s, award, "2026-10 1710元, 2026-11 1710元")
	})
}

func TestADeathIsRegisteredAndWhoIsLeftIsHeard(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		household, head, award := h.awarded(s)
		c := h.cases(s)
		h.october()
		_, err := c.BeginChange(background, clerk, household, award, casework.Died)
		h.refused(err, "没有登记去世")
		choices := registry.Choices{award: {Way: registry.Keep, Month: mustDay(t, "2026-11-01").Month(), Reason: "丈夫还在"}}
		h.must(c.Registry.Leave(background, clerk, mingxi().Schema, household, registry.Departure{Person: head + 1, Last: mustDay(t, "2026-10-02"), Why: registry.Died, Choices: choices}))
		if got := h.waiting(c.Registry); len(got) != 1 {
			t.Fatalf("%+v", got)
		}
		id := h.begun(c, household, casework.Died)
		now := h.stands(c, id, "death")
		if len(now.Deadlines) != 1 || now.Deadlines[0].Step != "death" {
			t.Errorf("%+v", now.Deadlines)
		}
		h.does(c, clerk, id, casework.Judge, casework.Do)
		h.refused(h.decides(c, id, casework.Approve, false, 0), "减发以前要先听取本人的意见")
		_, err = c.Enter(background, countyVisitor, id, hears(85500, 1), proof(1), blankSheet)
		h.must(err)
		h.does(c, decider, id, casework.Approve)
		h.stands(c, id, casework.Lowered)
		h.chain(s, award, "2026-10 1710元, 2026-11 -")
		list, err := c.Changeable(background, clerk, household)
		h.must(err)
		if len(list) != 1 || list[0].Ref == award || !slices.Equal(list[0].People, []int64{head}) {
			t.Errorf("%+v", list)
		}
		h.chain(s, list[0].Ref, "2026-11 855元")
		if got := h.waiting(c.Registry); len(got) != 0 {
			t.Errorf("what was decided is not waited for: %+v", got)
		}
	})
}

func TestWhoIsLeftBehindADeathLosesNothingUnheard(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		household, head, award := h.awarded(s)
		c := h.cases(s)
		h.october()
		choices := registry.Choices{award: {Way: registry.Keep, Month: mustDay(t, "2026-11-01").Month(), Reason: "丈夫还在"}}
		h.must(c.Registry.Leave(background, clerk, mingxi().Schema, household, registry.Departure{Person: head + 1, Last: mustDay(t, "2026-10-02"), Why: registry.Died, Choices: choices}))
		h.saves(s, household, "1000000元")
		id := h.begun(c, household, casework.Died)
		h.does(c, clerk, id, casework.Judge, casework.Do)
		h.refused(h.decides(c, id, casework.Refuse, false, 0), "停发以前要先听取本人的意见")
		h.chain(s, award, "2026-10 1710元")
		_, err := c.Enter(background, countyVisitor, id, hears(0, 1), proof(1), blankSheet)
		h.must(err)
		h.does(c, decider, id, casework.Refuse)
		h.stands(c, id, casework.Ended)
		h.chain(s, award, "2026-10 1710元, 2026-11 -")
	})
}

func TestAChangeBegunByMistakeIsTakenBackAndBlocksNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		household, _, award := h.awarded(s)
		c := h.cases(s)
		h.october()
		id := h.begun(c, household, casework.Quitting)
		_, err := c.Act(background, clerk, h.entry(c, id, casework.Withdraw, ""))
		h.refused(err, "理由")
		_, err = c.Act(background, countyClerk, h.entry(c, id, casework.Withdraw, "按错了"))
		h.refused(err, "由")
		h.does(c, clerk, id, casework.Withdraw)
		h.stands(c, id, casework.Withdrawn)
		h.chain(s, award, "2026-10 1710元")
		second := h.begun(c, household, casework.Reviewed)
		h.does(c, clerk, second, casework.Judge, casework.Do)
		h.does(c, clerk, second, casework.Withdraw)
		_, err = c.Registry.Move(background, clerk, mingxi().Schema, household, village, "城东村9号", registry.Ending{On: mustDay(t, "2026-10-06"),
			Choices: registry.Choices{award: {Way: registry.Keep, Month: mustDay(t, "2026-11-01").Month(), Reason: "迁过去了"}}})
		h.must(err)
		h.sound(s)
	})
}

func TestAFamilyThatWantsNoMoreIsNotReckoned(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		household, _, award := h.awarded(s)
		c := h.cases(s)
		h.october()
		id := h.begun(c, household, casework.Quitting)
		_, err := c.Act(background, clerk, h.entry(c, id, casework.Do, ""))
		h.refused(err, "还没有按现在的情况测算")
		word := casework.Record{Sort: casework.Exit, Ident: "exit000000000000000001", On: civil.Date(20600), Place: "雪峰镇", Met: "王建平", First: "林一",
			Said: []casework.Finding{{About: "said", Label: "声明的内容", Text: "儿子工作了，从下个月起不要了"}}}
		_, err = c.Enter(background, clerk, id, word, nil, blankSheet)
		h.refused(err, "请附本人签名的书面声明")
		_, err = c.Enter(background, clerk, id, word, proof(1), blankSheet)
		h.must(err)
		h.does(c, clerk, id, casework.Judge, casework.Do)
		h.does(c, decider, id, casework.Refuse)
		h.does(c, countyClerk, id, casework.Tell)
		now := h.stands(c, id, casework.Stopped)
		if r := now.Decisions[0].Ruling; r.Change != casework.Finish || len(r.Reasons) != 1 || !strings.Contains(r.Reasons[0].Text, "自愿退出") || len(r.Reasons[0].Clauses) == 0 {
			t.Errorf("%+v", r)
		}
		h.chain(s, award, "2026-10 1710元, 2026-11 -")
	})
}

// What was chosen when a household changed is carried out by the same case: by
// what the law says of the household that goes on with the award, or by its end.
func TestEveryChoiceForAnAwardIsCarriedOutByADecision(t *testing.T) {
	november := mustDay(t, "2026-11-01").Month()
	type scene struct {
		*house
		s               *store.Store
		c               *casework.Service
		household, head int64
		award           registry.Ref
	}
	for name, one := range map[string]struct {
		choose func(x scene) (heir registry.Ref)
		gives  bool
		chain  string
	}{
		"a part of a split household keeps it": {func(x scene) registry.Ref {
			return x.splits(x.s, x.household, x.head, registry.Choices{x.award: {Way: registry.Keep, Part: 1, Month: november, Reason: "归妻子"}})[1]
		}, true, "2026-11 855元"},
		"a split household is to have it no more": {func(x scene) registry.Ref {
			x.splits(x.s, x.household, x.head, registry.Choices{x.award: {Way: registry.Stop, Month: november, Reason: "分户以后各自申请"}})
			return registry.Ref{Office: 2, ID: x.household}
		}, false, ""},
		"who left takes it along": {func(x scene) registry.Ref {
			x.must(x.c.Registry.Leave(background, clerk, mingxi().Schema, x.household, registry.Departure{Person: x.head + 1, Last: mustDay(x.T, "2026-10-05"), Why: registry.Independent,
				Choices: registry.Choices{x.award: {Way: registry.Follow, Month: november, Reason: "跟着妻子"}}}))
			own := x.founded(x.c.Registry, "乙村2号", "2026-10-06", x.head+1, "head")
			x.known(x.s, own, x.head+1)
			return registry.Ref{Office: 2, ID: own}
		}, true, "2026-11 855元"},
		"who left leaves it behind": {func(x scene) registry.Ref {
			x.must(x.c.Registry.Leave(background, clerk, mingxi().Schema, x.household, registry.Departure{Person: x.head + 1, Last: mustDay(x.T, "2026-10-05"), Why: registry.Independent,
				Choices: registry.Choices{x.award: {Way: registry.Keep, Month: november, Reason: "丈夫接着享受"}}}))
			return registry.Ref{Office: 2, ID: x.household}
		}, true, "2026-11 855元"},
		"a household that moved keeps it at the other office": {func(x scene) registry.Ref {
			heir, err := x.c.Registry.Move(background, clerk, mingxi().Schema, x.household, village, "城东村9号", registry.Ending{On: mustDay(x.T, "2026-10-06"),
				Choices: registry.Choices{x.award: {Way: registry.Keep, Month: november, Reason: "迁过去了"}}})
			x.must(err)
			return heir
		}, true, "2026-11 1710元"},
	} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, h *house) {
				x := scene{house: h, s: h.open()}
				x.household, x.head, x.award = h.awarded(x.s)
				x.c = h.cases(x.s)
				h.october()
				heir := one.choose(x)
				office, decide, hear := clerk, decider, countyVisitor
				if heir.Office == village.ID { // to this a village is as good as another township
					there := access.Office{ID: village.ID, Level: access.Township, Above: []int64{1}}
					office, decide, hear = at(20, "township_clerk", there, there), at(15, "county_decider", county, there), at(17, "county_clerk", county, there)
				}
				id, err := x.c.BeginChange(background, office, heir.ID, x.award, casework.Moved)
				h.must(err)
				act := func(d registry.Desk, a casework.Act) {
					t.Helper()
					now, err := x.c.Look(background, d, id)
					h.must(err)
					_, err = x.c.Act(background, d, casework.Entry{Case: id, Turn: now.Turn, Act: a, Note: "照实"})
					h.must(err)
				}
				act(office, casework.Judge)
				act(office, casework.Do)
				end := casework.Approve
				if !one.gives {
					end = casework.Refuse
				}
				_, err = x.c.Enter(background, hear, id, hears(0, 1), proof(1), blankSheet)
				h.must(err)
				act(decide, end)
				h.chain(x.s, x.award, "2026-10 1710元, 2026-11 -")
				list, err := x.c.Changeable(background, office, heir.ID)
				h.must(err)
				switch {
				case one.chain == "" && len(list) == 0:
				case one.chain == "" || len(list) != 1:
					t.Fatalf("%+v", list)
				default:
					h.chain(x.s, list[0].Ref, one.chain)
				}
				if got := h.waiting(x.c.Registry); len(got) != 0 {
					t.Errorf("it is waited for still: %+v", got)
				}
				h.sound(x.s)
			})
		})
	}
}

// splits makes two households of a couple, of whom everything is known.
func (h *house) splits(s *store.Store, household, head int64, choices registry.Choices) []registry.Ref {
	h.Helper()
	parts := []registry.Part{{Members: []registry.Member{{Person: head, Relation: "head"}}}, {Address: "乙村2号", Members: []registry.Member{{Person: head + 1, Relation: "head"}}}}
	heirs, err := h.cases(s).Registry.Split(background, clerk, mingxi().Schema, household, parts, registry.Ending{On: mustDay(h.T, "2026-10-06"), Choices: choices})
	h.must(err)
	for i, heir := range heirs {
		h.known(s, heir.ID, head+int64(i))
	}
	return heirs
}
