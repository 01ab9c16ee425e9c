package store_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"doudi/casework"
	"doudi/fault"
	"doudi/registry"
)

// coded is the address on a notice.
const coded = "notice-of-the-village1"

// noticed is a case whose notice hangs with a code.
func (h *house) noticed(c *casework.Service, id int64) *casework.Sight {
	h.Helper()
	h.toSurvey(c, id)
	h.does(c, clerk, id, casework.Do)
	h.does(c, clerk, id, casework.Judge)
	now := h.stands(c, id, "notice")
	_, err := c.Act(background, clerk, h.entry(c, id, casework.Post, ""))
	h.refused(err, "公示单还没有制作；请先在“公示”里制作")
	photo := casework.Attachment{Picture: casework.Picture{Label: "张贴照片 1", Taken: "2026-09-01 09:30"}, Sort: "photo", Media: "image/jpeg", Content: bytes.Repeat([]byte("wall"), 9)}
	hangs := casework.Record{Place: "城东村公示栏"}
	h.refused(c.Hang(background, clerk, id, now.Turn, hangs, []casework.Attachment{photo}), "公示单还没有制作")
	h.must(c.Issue(background, clerk, id, now.Turn, order(coded), blankSheet))
	_, err = c.Act(background, clerk, h.entry(c, id, casework.Post, ""))
	h.refused(err, "张贴要有贴好以后的照片")
	_, err = c.Public(background, coded)
	h.refused(err, "已经结束，或者地址不对")
	h.refused(c.Hang(background, clerk, id, now.Turn+1, hangs, nil), "张贴的照片：没有选")
	h.refused(c.Hang(background, clerk, id, now.Turn+1, casework.Record{}, []casework.Attachment{photo}), "张贴在哪里：没有填")
	h.must(c.Hang(background, clerk, id, now.Turn+1, hangs, []casework.Attachment{photo}))
	return h.stands(c, id, "notice.up")
}

func TestANoticeHangsWithItsProofAndTakesObjections(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id := h.accepted(s, c)
		now := h.noticed(c, id)
		p, err := c.Public(background, coded)
		h.must(err)
		if text := fmt.Sprint(p.Said); !strings.Contains(text, "王*平") || strings.Contains(text, "王建平") || strings.Contains(text, "陈秀英") || !strings.Contains(text, "城东村}") || strings.Contains(text, "12号") ||
			strings.Contains(text, "640") || p.Until != mustDay(t, "2026-09-08") || p.Programme != now.Aid.Label {
			t.Errorf("what everybody sees: %s until %s", text, p.Until)
		}
		h.must(c.Raise(background, coded, "邻居 电话 13800138000", "他家去年买了小汽车，公示没有写"))
		after := h.stands(c, id, "notice.up")
		last := after.Turns[len(after.Turns)-1]
		if after.Objections != 1 || last.Staff != 0 || last.Act != casework.Object || after.StepLabel(last) != "扫码提出" || !strings.Contains(last.Note, "小汽车") {
			t.Errorf("%+v", last)
		}
		h.refused(c.Raise(background, coded, "", "短"), "请写 5 到 500 个字")
		_, err = c.Act(background, clerk, casework.Entry{Case: id, Turn: now.Turn, Act: casework.Withdraw, Note: "不办了"})
		h.refused(err, "别的同事刚刚办过")
		byPhone := h.entry(c, id, casework.Object, "李某：他家有退休金")
		byPhone.Step = casework.ByPhone
		_, err = c.Act(background, clerk, byPhone)
		h.must(err)
		byPhone = h.entry(c, id, casework.Object, "听说")
		byPhone.Step = "rumour"
		_, err = c.Act(background, clerk, byPhone)
		h.refused(err, "没有这一种")
		h.clock.Pass(8 * 24 * time.Hour)
		_, err = c.Act(background, clerk, h.entry(c, id, casework.End, ""))
		h.refused(err, "还有异议没有处理")
		h.does(c, townReviewer, id, casework.Reject, casework.Reject)
		h.does(c, clerk, id, casework.End)
		_, err = c.Public(background, coded)
		h.refused(err, "已经结束，或者地址不对")
		h.refused(c.Raise(background, coded, "", "他家去年买了小汽车"), "已经结束")
		h.sound(s)
		h.clean(h.written(s), []string{"他家去年买了小汽车", coded, "13800138000", "城东村公示栏"}, "notice")
	})
}

func TestANoticeIsMadeAgainBeforeItHangsAndTheFirstIsKept(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id := h.accepted(s, c)
		h.toSurvey(c, id)
		h.does(c, clerk, id, casework.Do, casework.Judge)
		now := h.stands(c, id, "notice")
		const wrong = "notice-with-a-mistake1"
		h.must(c.Issue(background, clerk, id, now.Turn, order(wrong), blankSheet))
		first := *h.stands(c, id, "notice").Issued()
		right := order(coded)
		right.Place = "雪峰镇便民服务中心"
		h.refused(c.Issue(background, clerk, id, now.Turn, right, blankSheet), "别的同事刚刚办过")
		h.must(c.Issue(background, clerk, id, now.Turn+1, right, blankSheet))
		after := h.stands(c, id, "notice")
		second := after.Issued()
		if len(after.Records) != 3 || second.Place != right.Place || after.Replaced(&first) == nil || after.Replaced(&first).Turn != second.Turn || after.Replaced(second) != nil {
			t.Fatalf("%+v", after.Records)
		}
		_, err := c.Public(background, wrong)
		h.refused(err, "没有张贴就作废了；请看公示栏里张贴的那一份")
		h.refused(c.Raise(background, wrong, "", "他家去年买了小汽车"), "没有张贴就作废了")
		old, err := h.files(s).One(background, clerk, after.Household, first.Sheet)
		h.must(err)
		if old.Withdrawn == nil || !strings.Contains(old.Withdrawn.Note, fmt.Sprintf("编号 %d 的公示单", second.Sheet)) {
			t.Errorf("the paper of the first: %+v", old.Withdrawn)
		}
		if kind, content := h.paperOf(s, first.Sheet); kind != "notice_sheet" || len(content) == 0 {
			t.Errorf("the first is lost: %s", kind)
		}
		h.must(c.Hang(background, clerk, id, after.Turn, casework.Record{Place: "城东村公示栏", Said: []casework.Finding{{About: "why", Label: "没有照片的原因", Text: "手机坏了"}}}, nil))
		up := h.stands(c, id, "notice.up")
		h.refused(c.Issue(background, clerk, id, up.Turn, order("notice-that-is-too-la1"), blankSheet), "现在不用制作公示")
		if _, err = c.Public(background, coded); err != nil {
			t.Error(err)
		}
		h.sound(s)
	})
}

func TestWhatIsIntendedIsPublishedOnlyAfterTheLawWasAsked(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id := h.accepted(s, c)
		h.toSurvey(c, id)
		h.does(c, clerk, id, casework.Do)
		now := h.stands(c, id, "notice")
		h.refused(c.Issue(background, clerk, id, now.Turn, order(""), blankSheet), "先要按规定测算；请经办人员在办件页的“测算”里算一次")
		h.does(c, clerk, id, casework.Judge)
		now = h.stands(c, id, "notice")
		other := order("")
		other.Opinion = casework.Deny
		h.refused(c.Issue(background, clerk, id, now.Turn, other, blankSheet), "公示要照测算或者决定写“拟给予”")
		h.must(c.Issue(background, clerk, id, now.Turn, order(""), blankSheet))
		members, err := h.people(s).Family(background, clerk, now.Household)
		h.must(err)
		h.changed(s, members.Members[0].ID, "member.employment", "employed")
		now = h.stands(c, id, "notice")
		why := casework.Record{Place: "城东村公示栏", Said: []casework.Finding{{About: "why", Label: "没有照片的原因", Text: "手机坏了"}}}
		h.refused(c.Hang(background, clerk, id, now.Turn, why, nil), "测算以后情况有变动")
		h.refused(c.Issue(background, clerk, id, now.Turn, order(""), blankSheet), "测算以后情况有变动")
		h.changed(s, members.Members[0].ID, "member.employment", "jobless")
		h.does(c, clerk, id, casework.Judge)
		now = h.stands(c, id, "notice")
		h.must(c.Hang(background, clerk, id, now.Turn, why, nil)) // the law says what the notice says
	})
}

func TestNobodyFloodsACaseByItsCode(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		h.noticed(c, h.accepted(s, c))
		var err error
		for i := range 21 {
			err = c.Raise(background, coded, "", fmt.Sprintf("第 %d 次提出同样的意见", i))
		}
		h.refused(err, "收到的异议已经很多")
	})
}

func TestWhatANoticeSaysIsAskedFor(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id := h.accepted(s, c)
		h.refused(c.Issue(background, clerk, id, 1, order(""), blankSheet), "现在不用制作公示")
		h.toSurvey(c, id)
		h.does(c, clerk, id, casework.Do, casework.Judge)
		e := h.entry(c, id, casework.Opine, "家里的情况和登记的不一样")
		e.Differs = true
		_, err := c.Act(background, clerk, e)
		h.must(err)
		now := h.stands(c, id, "notice")
		for say, change := range map[string]func(*casework.Order){
			"意见：没有选":      func(o *casework.Order) { o.Opinion = "" },
			"提出异议的地点：没有填": func(o *casework.Order) { o.Place = "" },
			"不是电话号码":      func(o *casework.Order) { o.Phone = "打给我" },
			"不能写公民身份号码":   func(o *casework.Order) { o.Place = "找 11010519491231002X" },
			"二维码没有做成":     func(o *casework.Order) { o.Token = "1" },
		} {
			o := order("")
			change(&o)
			if err := c.Issue(background, clerk, id, now.Turn, o, blankSheet); err == nil || !strings.Contains(fault.Sentence(err), say) {
				t.Errorf("%s: %v", say, err)
			}
		}
		h.refused(c.Issue(background, townReviewer, id, now.Turn, order(""), blankSheet), "由本机构或上级机构的")
	})
}

// The page of a notice says nothing after its last day, whoever forgot to end it,
// and takes no objection any more.
func TestTheCodeOfANoticeIsDeadAfterItsDays(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id := h.accepted(s, c)
		h.noticed(c, id)
		_, err := c.Public(background, coded)
		h.must(err)
		h.clock.Pass(60 * 24 * time.Hour)
		if _, err := c.Public(background, coded); fault.Kind(err) != fault.NotFound {
			t.Errorf("the page: %v", err)
		}
		if err := c.Raise(background, coded, "", "他家去年买了小汽车"); fault.Kind(err) != fault.NotFound {
			t.Errorf("an objection: %v", err)
		}
	})
}

// Who objects or reports is promised that it is kept secret: those who look into
// it read it, the village's coordinator does not.
func TestOnlyThoseWhoLookIntoItReadWhoObjectsOrReports(t *testing.T) {
	const said = "他家去年买了小汽车，公示没有写"
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		household, head := h.home(s)
		h.known(s, household, head, head+1)
		h.must(h.people(s).ChangePlace(background, clerk, household, registry.Place{Address: "城东村12号", Village: village.ID}))
		id, err := c.Open(background, clerk, household, "dibao")
		h.must(err)
		h.does(c, clerk, id, casework.Submit, casework.Do, casework.Accept)
		mark := h.entry(c, id, casework.Mark, "王五来电反映")
		mark.Step = casework.Reported
		_, err = c.Act(background, clerk, mark)
		h.must(err)
		h.noticed(c, id)
		h.must(c.Raise(background, coded, "邻居李四", said))
		for _, one := range []struct {
			who  registry.Desk
			sees bool
		}{{inVillage, false}, {clerk, true}, {decider, true}} {
			now, err := c.Look(background, one.who, id)
			h.must(err)
			text := fmt.Sprint(now.Turns)
			if strings.Contains(text, said) != one.sees || strings.Contains(text, "李四") != one.sees || strings.Contains(text, "王五") != one.sees {
				t.Errorf("%v: %s", one.who.Actor.Posts, text)
			}
		}
	})
}
