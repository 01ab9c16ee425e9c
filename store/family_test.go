package store_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"doudi/access"
	"doudi/casework"
	"doudi/fault"
	"doudi/notify"
	"doudi/registry"
	"doudi/store"
)

// ownPhone is that of the family of the tests.
const ownPhone = "13800138000"

// reachable registers the phone of a family's head.
func (h *house) reachable(s *store.Store, head int64) {
	h.Helper()
	h.must(h.people(s).CorrectPerson(background, clerk, head, registry.Identity{Phone: ownPhone, Rest: true}))
}

// codeSent is the code of the last message that went out; "" if none did.
func (h *house) codeSent(s *store.Store) string {
	h.Helper()
	n := &notify.Service{Store: s.Outgoing(), Driver: notify.Outbox{}, Now: h.clock.Now, Keep: true}
	for h.once(h.sender(s, n)) {
	}
	kept, err := n.Kept(background)
	h.must(err)
	if len(kept) == 0 {
		return ""
	}
	if kept[0].To != ownPhone {
		h.Errorf("sent to %s", kept[0].To)
	}
	return regexp.MustCompile(`\d{6}`).FindString(kept[0].Text)
}

// followed is a case in its survey whose family has a phone.
func (h *house) followed(s *store.Store, c *casework.Service) (id int64, n casework.Number) {
	h.Helper()
	id = h.accepted(s, c)
	now := h.stands(c, id, "start_survey")
	members, err := h.people(s).Family(background, clerk, now.Household)
	h.must(err)
	h.reachable(s, members.Members[0].Person)
	return id, now.Number
}

// wrongCode is one that the right one is not.
func wrongCode(code string) string {
	if code == "111111" {
		return "222222"
	}
	return "111111"
}

func TestAFamilyFollowsItsCaseByACode(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id, n := h.followed(s, c)
		h.must(c.SendCode(background, n, "192.0.2.1"))
		code := h.codeSent(s)
		if len(code) != 6 {
			t.Fatalf("no code: %q", code)
		}
		_, err := c.Admit(background, n, wrongCode(code), "192.0.2.1")
		h.refused(err, "编号或者验证码不对")
		token, err := c.Admit(background, n, code, "192.0.2.1")
		h.must(err)
		_, err = c.Admit(background, n, code, "192.0.2.1")
		h.refused(err, "编号或者验证码不对") // it is used up
		now, err := c.Follow(background, token)
		h.must(err)
		if now.ID != id || now.State != "start_survey" {
			t.Errorf("%v in %s", now.Ref, now.State)
		}
		_, err = c.Follow(background, token+"x")
		h.refused(err, "30 分钟")
		h.clock.Pass(casework.FollowTime)
		_, err = c.Follow(background, token)
		h.refused(err, "30 分钟")
		h.sound(s)
		h.clean(h.written(s), []string{"验证码是 " + code, ownPhone, token}, "family.follow")
	})
}

func TestACodeEndsAndIsLimitedInTries(t *testing.T) {
	for name, c := range map[string]struct {
		wrong int
		wait  time.Duration
		right bool
		says  string
	}{
		"at once":                  {0, 0, true, ""},
		"after four wrong tries":   {4, 0, true, ""},
		"after five":               {5, 0, false, "试的次数太多"},
		"after five and the pause": {5, 2 * time.Minute, false, "编号或者验证码不对"},
		"in its last second":       {0, casework.CodeTime - time.Second, true, ""},
		"when it is over":          {0, casework.CodeTime, false, "编号或者验证码不对"},
	} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, h *house) {
				s := h.open()
				cs := h.cases(s)
				_, n := h.followed(s, cs)
				h.must(cs.SendCode(background, n, "192.0.2.1"))
				code := h.codeSent(s)
				for range c.wrong {
					_, err := cs.Admit(background, n, wrongCode(code), "192.0.2.1")
					h.refused(err, "编号或者验证码不对")
				}
				h.clock.Pass(c.wait)
				_, err := cs.Admit(background, n, code, "192.0.2.2")
				if c.right {
					h.must(err)
				} else {
					h.refused(err, c.says)
				}
				if log := h.export(s); c.wrong == 5 && strings.Count(log, "role family\nact family.follow\nobject case:1\nresult refused\npurpose locked/refused") == 0 {
					t.Error("that it is locked is not recorded")
				}
			})
		})
	}
}

func TestNobodyLearnsWhichCasesThereAre(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		silentCase := h.accepted(s, c) // its family has no phone
		known := h.stands(c, silentCase, "start_survey").Number
		none, err := casework.ReadNumber("3504212026999994")
		for d := 0; err != nil && d < 10; d++ {
			none, err = casework.ReadNumber("350421202699999" + string(rune('0'+d)))
		}
		h.must(err)
		for _, n := range []casework.Number{known, none} {
			for i := range 4 {
				err := c.SendCode(background, n, "192.0.2.1")
				if i < 3 {
					h.must(err)
				} else {
					h.refused(err, "试的次数太多")
				}
			}
			for i := range 6 {
				_, err := c.Admit(background, n, "123456", "192.0.2.1")
				if i < 5 {
					h.refused(err, "编号或者验证码不对")
				} else {
					h.refused(err, "试的次数太多")
				}
			}
		}
		if code := h.codeSent(s); code != "" {
			t.Error("something was sent")
		}
		if log := h.export(s); strings.Count(log, "act family.follow\nobject case:1\nresult refused\n") != 8 || strings.Count(log, "chain 0\n") == 0 {
			t.Error("tries are not recorded")
		}
	})
}

func TestOneNetworkDoesNotGuessCodesOfManyCases(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		_, n := h.followed(s, c)
		var locked *access.LockedError
		tries := 0
		for i := 0; i < 40 && locked == nil; i++ {
			other := casework.Number(strings.Repeat("0", 14) + string([]byte{byte('0' + i/10), byte('0' + i%10)}))
			_, err := c.Admit(background, other, "123456", "192.0.2.9")
			tries++
			errors.As(err, &locked)
		}
		if tries != 31 {
			t.Errorf("locked at try %d", tries)
		}
		h.must(c.SendCode(background, n, "192.0.2.9"))
		code := h.codeSent(s)
		_, err := c.Admit(background, n, code, "192.0.2.9")
		h.refused(err, "试的次数太多")
		_, err = c.Admit(background, n, code, "192.0.2.10")
		h.must(err)
	})
}

func TestAFamilyObjectsPleadsAndWithdraws(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id, n := h.followed(s, c)
		h.must(c.SendCode(background, n, "192.0.2.1"))
		token, err := c.Admit(background, n, h.codeSent(s), "192.0.2.1")
		h.must(err)
		turn := func() int64 {
			now, err := c.Follow(background, token)
			h.must(err)
			return now.Turn
		}
		for _, wrong := range []struct {
			turn int64
			what casework.Act
			text string
			says string
		}{
			{1, casework.Plea, "我家的地早就没有了", "又有了进展"}, {turn(), casework.Object, "我家的地早就没有了", "现在不能这样办"},
			{turn(), casework.Plea, " ", "2 到 500 个字"}, {turn(), casework.Approve, "给我批了", "现在不能这样办"},
		} {
			h.refused(c.Say(background, token, wrong.turn, wrong.what, wrong.text), wrong.says)
		}
		h.must(c.Say(background, token, turn(), casework.Plea, "我家的地早就没有了"))
		now := h.stands(c, id, "start_survey")
		if last := now.Turns[len(now.Turns)-1]; last.Act != casework.Plea || last.Staff != 0 || last.Step != casework.ByFamily || last.Note != "我家的地早就没有了" || len(now.Waiting) != 0 {
			t.Errorf("%+v", last)
		}
		h.must(c.Say(background, token, turn(), casework.Withdraw, "儿子接我去住了"))
		if now = h.stands(c, id, casework.Withdrawn); len(now.Deadlines) != 0 {
			t.Errorf("limits still run: %v", now.Deadlines)
		}
		h.refused(c.Say(background, token, turn(), casework.Plea, "还是想申请"), "现在不能这样办")
		if err := c.Say(background, "none", 1, casework.Plea, "随便说说"); fault.Kind(err) != fault.Refused {
			t.Error(err)
		}
		h.sound(s)
		h.clean(h.written(s), []string{"我家的地早就没有了", "儿子接我去住了"}, "family.follow")
	})
}

// A family whose case is closed still says something: it waits in the list of work
// of the office until somebody answers, and the answer goes to its phone.
func TestWhatAFamilySaysAfterItsCaseIsClosedWaitsForAnAnswer(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id, head := h.refusedCase(s, c)
		h.reachable(s, head)
		now, err := c.Look(background, clerk, id)
		h.must(err)
		h.must(c.SendCode(background, now.Number, "192.0.2.1"))
		token, err := c.Admit(background, now.Number, h.codeSent(s), "192.0.2.1")
		h.must(err)
		h.clock.Pass(time.Second)
		h.must(c.Say(background, token, now.Turn, casework.Plea, "我家的存款是治病借来的"))
		h.must(c.Say(background, token, now.Turn+1, casework.Plea, "借条在我手里"))
		waiting := func() []casework.Pleading {
			list, err := c.Pleas(background, clerk.Actor, []access.Office{clerk.Office}, 10)
			h.must(err)
			return list
		}
		if list := waiting(); len(list) != 1 || list[0].ID != id || !list[0].State.Closed() || list[0].Since == 0 {
			t.Fatalf("%+v", list)
		}
		e := h.entry(c, id, casework.Answer, "")
		_, err = c.Act(background, clerk, e)
		h.refused(err, "答复：没有写")
		e.Note = "请把借条带来，核实后重新办理"
		_, err = c.Act(background, clerk, e)
		h.must(err)
		if list := waiting(); len(list) != 0 {
			t.Errorf("still waits: %+v", list)
		}
		_, err = c.Act(background, clerk, h.entry(c, id, casework.Answer, "再答复一次"))
		h.refused(err, "都答复过了")
		h.codeSent(s)
		h.sound(s)
		h.clean(h.written(s), []string{"我家的存款是治病借来的", "请把借条带来"}, "case.tell")
		if now := h.stands(c, id, casework.Refused); now.Turns[len(now.Turns)-1].Note != e.Note {
			t.Error("the answer is not in the line")
		}
	})
}

// refusedCase is a case that was refused and told, and the head of its family.
func (h *house) refusedCase(s *store.Store, c *casework.Service) (id, head int64) {
	h.Helper()
	id, _, head = h.decidable(s, c)
	h.does(c, clerk, id, casework.Judge)
	no := h.entry(c, id, casework.Refuse, "入户看到另有住房")
	no.Differs = true
	_, err := c.Act(background, decider, no)
	h.must(err)
	h.must(c.Write(background, clerk, id, h.entry(c, id, casework.Write, "").Turn, blankSheet))
	_, err = c.Act(background, clerk, h.entry(c, id, casework.Tell, "本人签收"))
	h.must(err)
	return id, head
}
