package store_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"doudi/access"
	"doudi/civil"
	"doudi/fault"
	"doudi/staff"
	"doudi/store"
)

// desk is an instance whose first three may log in.
type desk struct {
	*house
	s     *store.Store
	staff *staff.Service
	once  [3]string // their one-time passwords
}

// desk makes one.
func (h *house) desk() *desk {
	h.Helper()
	service, err := staff.New(nil, h.clock.Now, rand.Reader)
	h.must(err)
	f, d := founding(h.T), &desk{house: h}
	for i, name := range []string{"system", "security", "audit"} {
		a, once, err := service.First(name, "三员")
		h.must(err)
		f.Accounts, d.once[i] = append(f.Accounts, a), once
	}
	h.must(store.Create(background, h.address, f, h.options()))
	d.s = h.reopen(h.address)
	service.Store = d.s.Accounts()
	d.staff = service
	return d
}

const own = "tulip-9-mole"

// member logs in with a password.
func (d *desk) member(account, password string) (*staff.Member, string) {
	d.Helper()
	token, err := d.staff.Login(background, account, password, "192.0.2.1", "浏览器")
	d.must(err)
	return d.who(token), token
}

// who is the member of a token.
func (d *desk) who(token string) *staff.Member {
	d.Helper()
	m, err := d.staff.Who(background, token)
	d.must(err)
	return m
}

// code is what the member's authenticator shows.
func (d *desk) code(m *staff.Member) string {
	d.Helper()
	code, err := m.Account.CodeAt(d.clock.Now())
	d.must(err)
	return code
}

// settled goes through the first log-in and gives the working session.
func (d *desk) settled(account, once string) (*staff.Member, string, []string) {
	d.Helper()
	m, token := d.member(account, once)
	d.must(d.staff.SetPassword(background, m, once, own))
	m = d.who(token)
	if m.Step() != staff.Enrol {
		d.Fatalf("step %d", m.Step())
	}
	token, lost, err := d.staff.Prove(background, m, d.code(m))
	d.must(err)
	return d.who(token), token, lost
}

// is tells that an error is a fault with words.
func is(err error, class fault.Class, words string) bool {
	return err != nil && fault.Kind(err) == class && strings.Contains(fault.Sentence(err), words)
}

func TestTheFirstLogInChangesThePasswordAndSetsTheSecondFactorUp(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.desk()
		m, first := d.member(" System ", d.once[0])
		if m.Step() != staff.Change || len(m.Posts) != 1 || m.Posts[0].Role != access.SystemAdmin {
			t.Errorf("%+v", m)
		}
		m, token, lost := d.settled("system", d.once[0])
		if m.Step() != staff.In || len(lost) != 8 {
			t.Errorf("step %d, %d codes", m.Step(), len(lost))
		}
		if _, err := d.staff.Who(background, first); !errors.Is(err, staff.ErrOut) {
			t.Error("the log-in before the new password still lasts", err)
		}
		_, err := d.staff.Login(background, "system", d.once[0], "192.0.2.1", "")
		if !is(err, fault.Refused, "账号或密码不对") {
			t.Error("the one-time password holds twice", err)
		}
		// The next log-in needs a code, one that was not used.
		m, second := d.member("system", own)
		if m.Step() != staff.Second {
			t.Errorf("step %d", m.Step())
		}
		if _, _, err := d.staff.Prove(background, m, d.code(m)); !is(err, fault.Refused, "已经用过") {
			t.Error("a code holds twice", err)
		}
		d.clock.Pass(30 * time.Second)
		third, more, err := d.staff.Prove(background, m, d.code(m))
		if err != nil || more != nil || third == second {
			t.Error(err, more, "or the session kept its token")
		}
		// A code for a lost phone holds once.
		for i, want := range []bool{true, false} {
			m, _ := d.member("system", own)
			_, _, err := d.staff.Prove(background, m, strings.ToLower(lost[3]))
			if (err == nil) != want {
				t.Error(i, err)
			}
		}
		h.must(d.staff.Logout(background, d.who(token)))
		if _, err := d.staff.Who(background, token); !errors.Is(err, staff.ErrOut) {
			t.Error("logged out", err)
		}
		h.sound(d.s)
	})
}

func TestNameAndPasswordAreAnsweredAlikeAndFailuresLock(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.desk()
		for _, account := range []string{"system", "nobody"} {
			for i := range 5 {
				if _, err := d.staff.Login(background, account, "wrong", "192.0.2.1", ""); !is(err, fault.Refused, "账号或密码不对") {
					t.Error(account, i, err)
				}
			}
			var until *access.LockedError
			if _, err := d.staff.Login(background, account, d.once[0], "198.51.100.1", ""); !errors.As(err, &until) || !until.Until.Equal(d.clock.Now().Add(time.Minute)) {
				t.Error(account, "not locked, from another address too:", err)
			}
		}
		d.clock.Pass(time.Minute)
		if _, err := d.staff.Login(background, "system", "wrong", "192.0.2.1", ""); !is(err, fault.Refused, "账号或密码不对") {
			t.Error("after the wait", err)
		}
		d.clock.Pass(time.Minute)
		if _, err := d.staff.Login(background, "system", d.once[0], "192.0.2.1", ""); !is(err, fault.Refused, "次数太多") {
			t.Error("the second wait is no longer than the first", err)
		}
		d.clock.Pass(time.Minute)
		d.member("system", d.once[0])
		export := d.export(d.s)
		if n := strings.Count(export, "act session.open\nobject staff:1\nresult refused"); n != 6 {
			t.Errorf("%d failures recorded", n)
		}
		if !strings.Contains(export, "result refused\npurpose locked") {
			t.Error("that it was locked is not recorded")
		}
	})
}

// The quickest of some tries is compared, which a busy machine delays least; on one
// that is busy all the time, days later again.
func TestAWrongNameTakesAsLongAsAWrongPassword(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.desk()
		quickest := map[string]time.Duration{}
		for day := range 5 {
			for range 4 {
				for _, account := range []string{"system", "nobody"} {
					begun := time.Now()
					d.staff.Login(background, account, "wrong", "192.0.2.1", "")
					if took := time.Since(begun); quickest[account] == 0 || took < quickest[account] {
						quickest[account] = took
					}
				}
			}
			known, nobody := quickest["system"], quickest["nobody"]
			if known < nobody*6 && nobody < known*6 {
				return
			}
			t.Logf("day %d: a known name takes %s, one that is none %s", day, known, nobody)
			h.clock.Pass(48 * time.Hour) // no account stays locked
		}
		t.Error("the time tells which names there are")
	})
}

func TestAnAddressThatTriesManyNamesIsLocked(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d, refused := h.desk(), 0
		for i := range 31 {
			_, err := d.staff.Login(background, "name"+string(rune('a'+i%26))+string(rune('a'+i/26)), "wrong", "192.0.2.1", "")
			if is(err, fault.Refused, "次数太多") {
				refused++
			}
		}
		if refused != 1 {
			t.Errorf("%d of 31 were refused", refused)
		}
		if _, err := d.staff.Login(background, "system", d.once[0], "198.51.100.1", ""); err != nil {
			t.Error("another address", err)
		}
	})
}

func TestManyAtOnceGetNoMoreTries(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.desk()
		var all sync.WaitGroup
		var lock sync.Mutex
		tried := 0
		for range 12 {
			all.Go(func() {
				_, err := d.staff.Login(background, "system", "wrong", "192.0.2.1", "")
				lock.Lock()
				defer lock.Unlock()
				if is(err, fault.Refused, "账号或密码不对") {
					tried++
				}
			})
		}
		all.Wait()
		if tried != 5 {
			t.Errorf("%d tries", tried)
		}
	})
}

func TestASessionEndsUnusedAndInAnyCase(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.desk()
		_, token, _ := d.settled("system", d.once[0])
		begun := d.clock.Now()
		for d.clock.Now().Before(begun.Add(staff.Longest - staff.Idle + time.Minute)) {
			d.clock.Pass(staff.Idle - time.Minute)
			d.who(token)
		}
		d.clock.Pass(begun.Add(staff.Longest).Sub(d.clock.Now()))
		if _, err := d.staff.Who(background, token); !errors.Is(err, staff.ErrOut) {
			t.Error("after twelve hours", err)
		}
		_, token = d.member("system", own)
		d.clock.Pass(staff.Idle)
		if _, err := d.staff.Who(background, token); !errors.Is(err, staff.ErrOut) {
			t.Error("after half an hour unused", err)
		}
	})
}

func TestAOneTimePasswordHoldsThreeDays(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.desk()
		d.clock.Pass(staff.OneTime)
		d.member("audit", d.once[2])
		d.clock.Pass(time.Second)
		if _, err := d.staff.Login(background, "audit", d.once[2], "192.0.2.1", ""); !is(err, fault.Refused, "账号或密码不对") {
			t.Error(err)
		}
	})
}

// by is somebody with a role of the instance.
func by(id int64, role string) staff.By {
	return staff.By{Staff: id, Post: access.Post{Role: role}}
}

func TestPeopleAreTakenOnByOneAndGivenRolesByAnother(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.desk()
		system, security := by(1, access.SystemAdmin), by(2, access.SecurityAdmin)
		id, once, err := d.staff.Add(background, system, 2, staff.Newcomer{Account: "Wang.Fang", Name: "王芳"})
		h.must(err)
		if _, _, err := d.staff.Add(background, system, 1, staff.Newcomer{Account: "wang.fang", Name: "王方"}); !is(err, fault.BadInput, "已经有人用了") {
			t.Error("a second of that name", err)
		}
		for name, account := range map[string]string{"a phone": "13800138000", "a phone behind a letter": "a13800138000", "too short": "ab", "Chinese": "王芳"} {
			if _, _, err := d.staff.Add(background, system, 1, staff.Newcomer{Account: account, Name: "王方"}); !is(err, fault.BadInput, "账号不能用") {
				t.Error(name, err)
			}
		}
		if err := d.staff.Grant(background, system, 2, id, "township_clerk"); !is(err, fault.Refused, "两个人办") {
			t.Error("the same hand", err)
		}
		if err := d.staff.Grant(background, security, 2, id, "county_decider"); !is(err, fault.BadInput, "没有这个角色") {
			t.Error("a role of another level", err)
		}
		if err := d.staff.Grant(background, security, 1, id, "township_clerk"); !is(err, fault.NotFound, "没有这个人") {
			t.Error("of another office", err)
		}
		h.must(d.staff.Grant(background, security, 2, id, "township_clerk"))
		h.must(d.staff.Grant(background, security, 2, id, "township_reviewer"))
		if err := d.staff.Grant(background, security, 1, 2, "county_clerk"); !is(err, fault.Refused, "自己的账号") {
			t.Error("to himself", err)
		}
		if err := d.staff.Grant(background, by(3, access.SecurityAdmin), 1, 1, "county_clerk"); !is(err, fault.Refused, "不能兼任") {
			t.Error("an administrator with a case", err)
		}
		m, token := d.member("wang.fang", once)
		if len(m.Posts) != 2 {
			t.Errorf("%+v", m.Posts)
		}
		h.must(d.staff.Withdraw(background, security, 2, id, "township_clerk"))
		if m := d.who(token); len(m.Posts) != 1 || m.Posts[0].Role != "township_reviewer" || m.Posts[0].Office.Level != access.Township {
			t.Errorf("%+v", m.Posts)
		}
		h.must(d.staff.Suspend(background, system, 2, id, true))
		if _, err := d.staff.Who(background, token); !errors.Is(err, staff.ErrOut) {
			t.Error("suspended and still in", err)
		}
		if _, err := d.staff.Login(background, "wang.fang", once, "192.0.2.1", ""); !is(err, fault.Refused, "账号或密码不对") {
			t.Error("suspended and in again", err)
		}
		h.must(d.staff.Suspend(background, system, 2, id, false))
		d.member("wang.fang", once)
		h.sound(d.s)
	})
}

func TestASubstituteHoldsThePostForItsTime(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.desk()
		var ids [2]int64
		var once [2]string
		for i, account := range []string{"li.na", "zhao.lei"} {
			var err error
			ids[i], once[i], err = d.staff.Add(background, by(1, access.SystemAdmin), 1, staff.Newcomer{Account: account, Name: "李娜"})
			h.must(err)
		}
		security, decider := by(2, access.SecurityAdmin), by(9, "county_decider")
		h.must(d.staff.Grant(background, security, 1, ids[0], "county_decider"))
		today := mustDay(t, "2026-09-01")
		hand := func(from, to civil.Date) error {
			return d.staff.HandOver(background, decider, 1, staff.StandIn{Staff: ids[1], For: ids[0], From: from, To: to})
		}
		for name, span := range map[string][2]civil.Date{"since yesterday": {today - 1, today}, "backwards": {today + 2, today + 1}, "for more than a year": {today, today + 367}} {
			if err := hand(span[0], span[1]); fault.Kind(err) != fault.BadInput || err == nil {
				t.Error(name, err)
			}
		}
		if err := d.staff.HandOver(background, decider, 1, staff.StandIn{Staff: 1, For: ids[0], From: today, To: today}); !is(err, fault.Refused, "不能兼任") {
			t.Error("an administrator stands in", err)
		}
		h.must(hand(today+1, today+1))
		if err := hand(today, today+3); !is(err, fault.BadInput, "已经由这位同事代办") {
			t.Error("the same days twice", err)
		}
		m, _ := d.member("zhao.lei", once[1])
		for day, want := range map[civil.Date]bool{today: false, today + 1: true, today + 2: false} {
			post, err := access.Shipped().May(m.Actor(), "household.view", day, m.Posts[0].Office)
			if (err == nil) != want || want && post.For != ids[0] {
				t.Errorf("day %d: %+v %v", day-today, post, err)
			}
		}
		if err := d.staff.Grant(background, by(3, access.SecurityAdmin), 1, ids[1], access.AuditAdmin); !is(err, fault.Refused, "不能兼任") {
			t.Error("a substitute becomes administrator", err)
		}
		if role := (staff.By{Post: access.Post{Role: "county_decider", For: ids[0]}}).Role(); role != "county_decider/for:4" {
			t.Error(role)
		}
		h.must(d.staff.TakeBack(background, decider, 1, ids[0], 1))
		if m, _ := d.member("zhao.lei", once[1]); len(m.Posts) != 0 {
			t.Errorf("%+v", m.Posts)
		}
	})
}

func TestResettingIsTwoHandsAndEndsEveryLogIn(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.desk()
		_, token, _ := d.settled("audit", d.once[2])
		once, err := d.staff.ResetPassword(background, by(1, access.SystemAdmin), 1, 3)
		h.must(err)
		if _, err := d.staff.Who(background, token); !errors.Is(err, staff.ErrOut) {
			t.Error("still in", err)
		}
		if m, _ := d.member("audit", once); m.Step() != staff.Second {
			t.Error("who resets the password gets round the second factor:", m.Step())
		}
		h.must(d.staff.ResetSecond(background, by(2, access.SecurityAdmin), 1, 3))
		if m, _ := d.member("audit", once); m.Step() != staff.Change {
			t.Error(m.Step())
		}
	})
}

func TestLogInsAreListedAndRevoked(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.desk()
		d.settled("audit", d.once[2])
		_, token := d.member("audit", own)
		list, err := d.staff.Sessions(background, 3)
		if err != nil || len(list) != 2 || list[1].Device != "浏览器" {
			t.Fatalf("%+v %v", list, err)
		}
		if err := d.staff.EndSession(background, by(2, access.SecurityAdmin), 1, 1, list[1].Number); !is(err, fault.NotFound, "已经结束") {
			t.Error("of somebody else", err)
		}
		h.must(d.staff.EndSession(background, by(2, access.SecurityAdmin), 1, 3, list[1].Number))
		if _, err := d.staff.Who(background, token); !errors.Is(err, staff.ErrOut) {
			t.Error("still in", err)
		}
		if !strings.Contains(d.export(d.s), "role security_administrator\nact session.revoke\nobject staff:3\nresult done") {
			t.Error("not recorded")
		}
	})
}

// Nothing by which somebody could log in stands in the database, its log or
// the audit export; nor do the names and addresses that were tried.
func TestNothingToLogInWithIsKept(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.desk()
		m, token, lost := d.settled("system", d.once[0])
		d.staff.Login(background, "secretly-tried", "wrong-password-7", "203.0.113.77", "")
		key, err := m.Account.Key()
		h.must(err)
		marked := append([]string{own, d.once[0], d.once[1], token, key.Secret(), string(m.Account.Secret), "wrong-password-7", "secretly-tried", "203.0.113.77"}, lost...)
		for _, code := range lost {
			marked = append(marked, strings.ReplaceAll(code, "-", ""))
		}
		dir := filepath.Join(t.TempDir(), "b")
		h.must(d.s.Backup(context.Background(), dir))
		texts := map[string][]byte{"the audit export": []byte(d.export(d.s))}
		files, _ := filepath.Glob(filepath.Join(dir, "*"))
		if !h.postgres {
			more, _ := filepath.Glob(filepath.Join(filepath.Dir(h.address), "d b*"))
			files = append(files, more...)
		}
		for _, name := range files {
			if text, err := os.ReadFile(name); err == nil {
				texts[name] = text
			}
		}
		if len(texts) < 3 {
			t.Fatal("nothing to search")
		}
		for name, text := range texts {
			for i, secret := range marked {
				if bytes.Contains(text, []byte(secret)) {
					t.Errorf("%s holds secret %d", name, i)
				}
			}
		}
	})
}
