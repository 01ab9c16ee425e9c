package staff

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"doudi/access"
	"doudi/audit"
	"doudi/fault"
)

// How long a log-in lasts: unused, and at all. A one-time password that nobody
// used in three days is none any more.
const (
	Idle     = 30 * time.Minute
	Longest  = 12 * time.Hour
	OneTime  = 72 * time.Hour
	glance   = time.Minute // how exactly the time last seen is kept
	tokenLen = 32          // bytes of a session's token
)

// free is how many failures of a kind are free: a township shares one address, so
// it has more.
var free = map[string]int{byAccount: 5, byAddress: 30, bySecond: 5}

// accountName is how an account may be called: no digits that could be those of
// a person.
var accountName = regexp.MustCompile(`^[a-z][a-z0-9._-]{2,31}$`)

var longNumber = regexp.MustCompile(`[0-9]{7}`)

// errWrong is the one answer to a wrong name, a wrong password and an account
// that may not log in.
var errWrong = fault.New(fault.Refused, "账号或密码不对，或者账号已停用；请核对后再输。忘了密码请系统管理员另发一次性密码")

// charge counts an attempt as failed before it is looked at; uncharge takes it
// back. It tells whether one more failure locks.
func (s *Service) charge(ctx context.Context, keys ...[2]string) (last bool, err error) {
	var all []access.Attempt
	for _, k := range keys {
		all = append(all, access.Attempt{Kind: k[0], Key: k[1], Free: free[k[0]]})
	}
	err = s.Store.Change(ctx, func(tx Tx) error {
		until, locks, err := access.Charge(tx, all...)
		if last = locks; err == nil && !until.IsZero() {
			err = access.Locked(until, "不是您本人输错的，请告诉安全管理员")
		}
		return err
	})
	return last, err
}

// Login looks at a password and gives the token of a new session, which can do
// nothing before the second factor. Whether the name or the password was wrong
// shows neither in the answer nor in its time: every attempt costs one hash.
func (s *Service) Login(ctx context.Context, account, password, address, device string) (token string, err error) {
	account = strings.ToLower(strings.TrimSpace(account))
	if len(account) > 64 || len(password) > 4*longest {
		account, password = "-", "-"
	}
	last, err := s.charge(ctx, [2]string{byAddress, address}, [2]string{byAccount, account})
	if err != nil {
		return "", err
	}
	a, known, err := s.named(ctx, account)
	if err != nil {
		return "", err
	}
	right, err := s.matches(ctx, a.Password, password)
	if err != nil {
		return "", err
	}
	if !right || !known {
		return "", s.refuseLogin(ctx, a, last)
	}
	return s.begin(ctx, a, address, device)
}

// named finds who may log in by a name; who may not has the decoy's hash.
func (s *Service) named(ctx context.Context, account string) (a Account, known bool, err error) {
	err = s.Store.Read(ctx, func(v View) error {
		a, err = v.AccountNamed(account)
		return err
	})
	if fault.Kind(err) == fault.NotFound && err != nil {
		return Account{Password: s.decoy}, false, nil
	}
	late := !a.ChangeUntil.IsZero() && s.Now().After(a.ChangeUntil)
	return a, !a.Suspended && !late, err
}

// refuseLogin records a failure: in the chain of the office whose account was
// tried, in the instance's if there is none.
func (s *Service) refuseLogin(ctx context.Context, a Account, last bool) error {
	act := audit.Act{Name: "session.open", Result: audit.Refused, Purpose: "password", Object: objectOf(a.Staff)}
	if last {
		act.Purpose = "locked"
	}
	if err := s.Store.Record(ctx, a.Office, act); err != nil {
		return err
	}
	return errWrong
}

// objectOf names a member of staff in the audit chain.
func objectOf(staff int64) string {
	if staff == 0 {
		return ""
	}
	return fmt.Sprintf("staff:%d", staff)
}

// begin opens a session for who gave the password.
func (s *Service) begin(ctx context.Context, a Account, address, device string) (string, error) {
	token, err := s.draw(tokenLen)
	if err != nil {
		return "", err
	}
	act := audit.Act{Actor: a.Staff, Name: "session.open", Object: objectOf(a.Staff), Purpose: "password"}
	return token, s.Store.Do(ctx, a.Office, act, func(tx Tx) error {
		if err := s.ready(tx, a.Staff); err != nil {
			return err
		}
		if err := access.Uncharge(tx, byAddress, address); err != nil {
			return err
		}
		if err := tx.ClearAttempts(byAccount, a.Account); err != nil {
			return err
		}
		if err := tx.EndSessionsBefore(tx.Now().Add(-Idle), tx.Now().Add(-Longest)); err != nil {
			return err
		}
		return tx.AddSession(Session{Office: a.Office, Staff: a.Staff, Begun: tx.Now(), Device: device}, token)
	})
}

// ready gives who has not set the second factor up a secret of his own for
// this log-in, never one that somebody may have seen before.
func (s *Service) ready(tx Tx, staff int64) error {
	a, err := tx.Lock(staff)
	if err != nil || a.Step > 0 {
		return err
	}
	if err := s.secret(&a); err != nil {
		return err
	}
	return tx.Save(a)
}

// Step is what a session has to do before it may work.
type Step int

// The steps, in their order.
const (
	Second Step = iota // give the code of the second factor
	Change             // replace the one-time password
	Enrol              // set the second factor up
	In                 // nothing more: work
)

// Member is somebody with a session.
type Member struct {
	Account Account
	Session Session
	Posts   []access.Post
}

// Actor is who acts.
func (m *Member) Actor() access.Actor { return access.Actor{Staff: m.Account.Staff, Posts: m.Posts} }

// Step tells what is to be done first.
func (m *Member) Step() Step {
	switch a := &m.Account; {
	case a.Step > 0 && !m.Session.Proved:
		return Second
	case !a.ChangeUntil.IsZero():
		return Change
	case a.Step == 0:
		return Enrol
	}
	return In
}

// ErrOut is the error of a token that no session has, or has no more.
var ErrOut = fault.New(fault.Refused, "您还没有登录，或者登录已经超时；请重新登录")

// Who gives the member of a token. A session that was not used for Idle, or was
// begun before Longest, is none.
func (s *Service) Who(ctx context.Context, token string) (*Member, error) {
	m := new(Member)
	err := s.Store.Read(ctx, func(v View) (err error) {
		if m.Session, err = v.Session(token); err != nil {
			return err
		}
		if m.Account, err = v.Account(m.Session.Staff); err != nil {
			return err
		}
		m.Posts, err = s.posts(v, m.Account)
		return err
	})
	now := s.Now()
	switch {
	case err != nil && fault.Kind(err) == fault.NotFound:
		return nil, ErrOut
	case err != nil:
		return nil, err
	case m.Account.Suspended, now.Sub(m.Session.Seen) >= Idle, now.Sub(m.Session.Begun) >= Longest:
		return nil, ErrOut
	}
	if now.Sub(m.Session.Seen) >= glance {
		err = s.Store.Change(ctx, func(tx Tx) error { return tx.Touch(m.Session) })
	}
	return m, err
}

// Prove takes the code of the second factor and gives the session a new token.
// Who sets the factor up gets the codes for a lost phone as well, once.
func (s *Service) Prove(ctx context.Context, m *Member, code string) (token string, lost []string, err error) {
	key := fmt.Sprint(m.Account.Staff)
	last, err := s.charge(ctx, [2]string{bySecond, key})
	if err != nil {
		return "", nil, err
	}
	if token, err = s.draw(tokenLen); err != nil {
		return "", nil, err
	}
	act := audit.Act{Actor: m.Account.Staff, Name: "session.open", Object: objectOf(m.Account.Staff), Purpose: "second"}
	err = s.Store.Do(ctx, m.Account.Office, act, func(tx Tx) (err error) {
		if lost, err = s.use(tx, m.Account.Staff, code); err != nil {
			return err
		}
		if err := tx.ClearAttempts(bySecond, key); err != nil {
			return err
		}
		return tx.Prove(m.Session, token)
	})
	if last && errors.Is(err, errCode) {
		act.Result, act.Purpose = audit.Refused, "locked"
		err = errors.Join(err, s.Store.Record(ctx, m.Account.Office, act))
	}
	return token, lost, err
}

// use uses a code up. The first one confirms the second factor, and gives the
// codes for a lost phone.
func (s *Service) use(tx Tx, staff int64, code string) (lost []string, err error) {
	a, err := tx.Lock(staff)
	if err != nil {
		return nil, err
	}
	first := a.Step == 0
	if !a.accept(code, tx.Now()) {
		return nil, errCode
	}
	if first {
		if lost, err = s.renew(&a); err != nil {
			return nil, err
		}
	}
	return lost, tx.Save(a)
}

// Logout ends a session.
func (s *Service) Logout(ctx context.Context, m *Member) error {
	act := audit.Act{Actor: m.Account.Staff, Name: "session.close", Object: objectOf(m.Account.Staff)}
	return s.Store.Do(ctx, m.Account.Office, act, func(tx Tx) error { return tx.EndSession(m.Session) })
}

// SetPassword replaces one's password by one of one's own. All other log-ins
// end.
func (s *Service) SetPassword(ctx context.Context, m *Member, old, password string) error {
	if err := CheckPassword(password, m.Account.Account, m.Account.Name); err != nil {
		return err
	}
	if old == password {
		return fault.New(fault.BadInput, "新密码和原来的一样；请另想一个")
	}
	key := fmt.Sprint("password ", m.Account.Staff)
	if _, err := s.charge(ctx, [2]string{bySecond, key}); err != nil {
		return err
	}
	act := audit.Act{Actor: m.Account.Staff, Name: "session.password", Object: objectOf(m.Account.Staff)}
	if err := s.knows(ctx, m.Account, old, act); err != nil {
		return err
	}
	hash, err := s.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.Store.Do(ctx, m.Account.Office, act, func(tx Tx) error {
		a, err := tx.Lock(m.Account.Staff)
		if err != nil {
			return err
		}
		a.Password, a.ChangeUntil = hash, time.Time{}
		if err := tx.Save(a); err != nil {
			return err
		}
		if err := tx.ClearAttempts(bySecond, key); err != nil {
			return err
		}
		return tx.EndSessions(a.Staff, m.Session.Number)
	})
}

// knows demands the old password, and records that it was wrong.
func (s *Service) knows(ctx context.Context, a Account, old string, act audit.Act) error {
	right, err := s.matches(ctx, a.Password, old)
	if err != nil || right {
		return err
	}
	act.Result, act.Purpose = audit.Refused, "password"
	if err := s.Store.Record(ctx, a.Office, act); err != nil {
		return err
	}
	return fault.New(fault.BadInput, "原来的密码不对；请重新输入")
}
