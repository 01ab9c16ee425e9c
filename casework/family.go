package casework

import (
	"context"
	"crypto/subtle"
	"encoding/binary"
	"fmt"
	"time"

	"doudi/access"
	"doudi/audit"
	"doudi/civil"
	"doudi/fault"
	"doudi/registry"
)

// A family follows its own case without an account: by the number of the case
// and a code sent to the phone that the family registered.

// What a code and a family's log-in are good for.
const (
	CodeTime   = 10 * time.Minute
	codeTries  = 5
	FollowTime = 30 * time.Minute // long enough to read and to answer, on a phone that others use too
)

// How much is free before somebody has to wait: codes for one number and from one
// network, tries at them. A village shares one network.
const (
	codesFree     = 3
	codesFreeFrom = 20
	triesFree     = 5
	triesFreeFrom = 30
)

// following is the act of the access matrix by which all of this is known.
const following = "family.follow"

// AsFamily is the role of who acts as the family.
const AsFamily = "family"

// Code is what is kept of a code.
type Code struct {
	Digest [32]byte
	Until  time.Time
	Tries  int
}

// familyView reads log-ins of families.
type familyView interface {
	// FamilySession is the case that a token lets follow, and for how long it has.
	FamilySession(token string) (of registry.Ref, age time.Duration, found bool, err error)
}

// familyTx keeps codes and log-ins of families, and sends messages.
type familyTx interface {
	access.Attempts
	ClearAttempts(kind, key string) error
	// Draw gives random bytes.
	Draw(size int) ([]byte, error)
	// Send asks for a message out; see package notify.
	Send(kind, to, text string, until time.Time) error
	CodeDigest(file int64, code string) [32]byte
	SetCode(file int64, c Code) error
	// TryCode counts a try and gives the code with its tries.
	TryCode(file int64) (c Code, found bool, err error)
	DropCode(file int64) error
	AddFamilySession(file int64, token string, over time.Time) error
	EndFamilySession(token string) error
}

// attempt is something that is counted. The codes of families are counted where
// those of staff are, whose keys nobody types.
func attempt(what, key string, free int) access.Attempt {
	return access.Attempt{Kind: "second", Key: what + "/" + key, Free: free}
}

// charge counts an attempt of a family.
func (s *Service) charge(ctx context.Context, all ...access.Attempt) (last bool, err error) {
	err = s.Store.Change(ctx, audit.Instance, func(tx Tx) error {
		until, locks, err := access.Charge(tx, all...)
		if last = locks; err == nil && !until.IsZero() {
			err = access.Locked(until, "着急的，请打受理您申请的乡镇（街道）的电话")
		}
		return err
	})
	return last, err
}

// SendCode sends a code to the phone of the family of a case. Whether there is
// such a case and such a phone shows in no answer: it is nil either way.
func (s *Service) SendCode(ctx context.Context, n Number, from string) error {
	if _, err := s.charge(ctx, attempt("code_from", from, codesFreeFrom), attempt("code", string(n), codesFree)); err != nil {
		return err
	}
	at, phone, err := s.reached(ctx, n)
	if err != nil {
		return err
	}
	act := familyAct(at)
	if phone == "" {
		return s.Store.Record(ctx, at.Office, act.Stopped(audit.Refused, "code"))
	}
	act.Purpose = "code"
	return s.Store.Do(ctx, at.Office, act, func(tx Tx) error {
		code, until, err := drawCode(tx)
		if err != nil {
			return err
		}
		if err := tx.SetCode(at.ID, Code{Digest: tx.CodeDigest(at.ID, code), Until: until}); err != nil {
			return err
		}
		return tx.Send("code", phone, "【社会救助】您查询办件进度的验证码是 "+code+"，10 分钟内有效。谁问都不要告诉，工作人员也不会问。", until)
	})
}

// drawCode draws a code, good for its time.
func drawCode(tx Tx) (code string, until time.Time, err error) {
	random, err := tx.Draw(8)
	if err != nil {
		return "", until, err
	}
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(random)%1_000_000), tx.Now().Add(CodeTime), nil
}

// familyAct is what a family does at a case, for the audit chain; of the instance
// if the case is none.
func familyAct(at registry.Ref) audit.Act {
	act := audit.Act{Name: following, Role: AsFamily}
	if at.ID != 0 {
		act.Object = fmt.Sprintf("case:%d", at.ID)
	}
	return act
}

// reached finds the case of a number and the phone of its family.
func (s *Service) reached(ctx context.Context, n Number) (at registry.Ref, phone string, err error) {
	on := s.Registry.Today()
	err = s.Store.Read(ctx, func(v View) error {
		found := false
		if at, found, err = v.CaseByNumber(n); err != nil || !found {
			return err
		}
		if at, err = goesOn(v, at); err != nil {
			return err
		}
		f, err := v.Case(at.Office, at.ID)
		if err != nil {
			return err
		}
		phone, err = phoneFor(v, f, on)
		return err
	})
	return at, phone, err
}

// phoneOf is the phone of a household: that of the applicant, or of the first of
// age who has one; "" if nobody has.
func phoneOf(v View, office, household int64, on civil.Date) (registry.Secret, error) {
	members, err := v.MembersOf(office, household, registry.Now)
	for _, m := range registry.MembersOn(members, on) {
		p, err := v.Person(office, m.Person, registry.Now)
		if err != nil {
			return "", err
		}
		if p.Phone != "" && (Applicant{Birth: p.Birth, Relation: m.Relation}).Signs(on) {
			return p.Phone, nil
		}
	}
	return "", err
}

// errCode is the one answer to a wrong number, a wrong code and one that is over.
var errCode = fault.New(fault.Refused, "编号或者验证码不对，或者验证码已经过期；请核对后再输，也可以重新要一个验证码").At(0, "code")

// Admit takes a code and gives the token of a log-in that is for one case.
func (s *Service) Admit(ctx context.Context, n Number, code, from string) (token string, err error) {
	last, err := s.charge(ctx, attempt("follow_from", from, triesFreeFrom), attempt("follow", string(n), triesFree))
	if err != nil {
		return "", err
	}
	at, _, err := s.reached(ctx, n)
	if err != nil {
		return "", err
	}
	right, err := s.tried(ctx, at.Office, at.ID, code, func(tx Tx) (Code, bool, error) { return tx.TryCode(at.ID) }, func(tx Tx) error { return tx.DropCode(at.ID) })
	if err != nil {
		return "", err
	}
	act := familyAct(at)
	if !right {
		act.Purpose = "code"
		if last {
			act.Purpose = "locked"
		}
		return "", errorOr(s.Store.Record(ctx, at.Office, act.Stopped(audit.Refused, "refused")), errCode)
	}
	err = s.Store.Do(ctx, at.Office, act, func(tx Tx) error {
		if token, err = drawToken(tx); err != nil {
			return err
		}
		if err := acquit(tx, n, from); err != nil {
			return err
		}
		return tx.AddFamilySession(at.ID, token, tx.Now().Add(-FollowTime))
	})
	return token, err
}

// acquit forgets the attempts of whoever has shown to be the family.
func acquit(tx Tx, n Number, from string) error {
	for _, kind := range []string{"code", "follow"} {
		network, number := attempt(kind+"_from", from, 0), attempt(kind, string(n), 0)
		if err := access.Uncharge(tx, network.Kind, network.Key); err != nil {
			return err
		}
		if err := tx.ClearAttempts(number.Kind, number.Key); err != nil {
			return err
		}
	}
	return nil
}

// tried looks at a code, counts the try, and uses the right one up. It takes as
// long for a case that is none. try and drop are of where the code of an owner is
// kept.
func (s *Service) tried(ctx context.Context, office, owner int64, code string, try func(Tx) (Code, bool, error), drop func(Tx) error) (right bool, err error) {
	err = s.Store.Change(ctx, office, func(tx Tx) error {
		right = false
		c, found, err := try(tx)
		if err != nil {
			return err
		}
		given := tx.CodeDigest(owner, code)
		same := subtle.ConstantTimeCompare(given[:], c.Digest[:]) == 1
		if right = same && found && c.Tries <= codeTries && tx.Now().Before(c.Until); right {
			return drop(tx)
		}
		return nil
	})
	return right, err
}

// ErrNotFollowing is the error of a token that is none, or none any more.
var ErrNotFollowing = fault.New(fault.Refused, "您还没有输入验证码，或者已经过了 30 分钟；请再查一次")

// Follow shows the family its case. That it was looked at is recorded.
func (s *Service) Follow(ctx context.Context, token string) (*Sight, error) {
	c, err := s.followed(ctx, token)
	if err != nil {
		return nil, err
	}
	act := familyAct(c.Ref)
	act.Result = audit.Viewed
	return c, s.Store.Record(ctx, c.Office, act)
}

// followed is the case of a token.
func (s *Service) followed(ctx context.Context, token string) (*Sight, error) {
	var at registry.Ref
	err := s.Store.Read(ctx, func(v View) error {
		of, age, found, err := v.FamilySession(token)
		if err == nil && (!found || age >= FollowTime) {
			err = ErrNotFollowing
		}
		if err == nil {
			at, err = goesOn(v, of)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.look(ctx, registry.Desk{Office: access.Office{ID: at.Office}}, at.ID)
}

// Leave ends a family's log-in.
func (s *Service) Leave(ctx context.Context, token string) error {
	c, err := s.followed(ctx, token)
	if err != nil {
		return err
	}
	return s.Store.Do(ctx, c.Office, familyAct(c.Ref), func(tx Tx) error { return tx.EndFamilySession(token) })
}
