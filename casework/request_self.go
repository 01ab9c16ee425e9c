package casework

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"doudi/access"
	"doudi/audit"
	"doudi/civil"
	"doudi/fault"
	"doudi/gb"
	"doudi/registry"
)

// FillTime is how long a browser may be left alone at a request; draftTime how
// long a request that was never handed in is kept.
const (
	FillTime  = time.Hour
	draftTime = 30 * 24 * time.Hour
)

// mostEnclosed is how many papers a request holds.
const mostEnclosed = 40

// applying is the act of the access matrix by which a family asks by itself.
const applying = "family.apply"

// requestAct is what a family does at its request, for the audit chain.
func requestAct(r *Request, what string) audit.Act {
	act := audit.Act{Name: applying, Role: AsFamily, Purpose: what}
	if r.ID != 0 {
		act.Object = r.object()
	}
	return act
}

// Receiving are the offices at which a family can hand in: the townships that are
// open.
func (s *Service) Receiving(ctx context.Context) (list []access.Site, err error) {
	err = s.Store.Read(ctx, func(v View) error {
		list, err = v.Offices()
		return err
	})
	return slices.DeleteFunc(list, func(o access.Site) bool { return !Receives(o, s.Registry.Today()) }), err
}

// Receives tells whether an office accepts applications on a day.
func Receives(o access.Site, on civil.Date) bool {
	return o.Level == access.Township && (o.Closed == 0 || o.Closed >= on)
}

// BeginRequest begins a request at an office, and sends a code to the phone: it
// is opened by nobody who does not hold that phone.
func (s *Service) BeginRequest(ctx context.Context, office int64, p Petition, from string) (t Ticket, err error) {
	if p.Phone, err = mobile(p.Phone); err != nil {
		return "", err
	}
	open, err := s.Receiving(ctx)
	if err != nil {
		return "", err
	}
	if !slices.ContainsFunc(open, func(o access.Site) bool { return o.Number == office }) {
		return "", fault.New(fault.BadInput, "乡镇（街道）：没有选，或者那里不接收申请；请从列表里选一个").At(0, "office")
	}
	if _, err := s.charge(ctx, attempt("code_from", from, codesFreeFrom), attempt("request_phone", p.Phone, codesFree)); err != nil {
		return "", err
	}
	r := Request{Ref: registry.Ref{Office: office}, Desk: office, State: Filling, Turn: 1, Petition: p}
	err = s.Store.Do(ctx, office, requestAct(&r, "begin"), func(tx Tx) error {
		if err := forgetDrafts(tx); err != nil {
			return err
		}
		random, err := tx.Draw(8)
		if err != nil {
			return err
		}
		digits := fmt.Sprintf("%011d", binary.BigEndian.Uint64(random)%100_000_000_000)
		r.Ticket = Ticket(fmt.Sprintf("%s%d", digits, check(digits)))
		if r.ID, err = tx.Shared("request"); err != nil {
			return err
		}
		tx.Witness("request", r.ID, fmt.Sprint(r.Petition))
		if err := tx.AddRequest(r); err != nil {
			return err
		}
		return requestCode(tx, &r)
	})
	return r.Ticket, err
}

// forgetDrafts forgets what nobody handed in, and enters with each office how many
// of its drafts they were.
func forgetDrafts(tx Tx) error {
	forgotten, err := tx.DropRequestsBefore(tx.Now().Add(-draftTime))
	for _, office := range slices.Sorted(maps.Keys(forgotten)) {
		tx.Aside(office).Witness("forgotten", int64(forgotten[office]), fmt.Sprint(forgotten[office]))
	}
	return err
}

// requestCode sends a code for a request to its phone.
func requestCode(tx Tx, r *Request) error {
	code, until, err := drawCode(tx)
	if err != nil {
		return err
	}
	if err := tx.SetRequestCode(r.Ref, Code{Digest: tx.CodeDigest(-r.ID, code), Until: until}); err != nil {
		return err
	}
	return tx.Send("code", r.Phone, "【社会救助】您在网上申请的验证码是 "+code+"，10 分钟内有效。谁问都不要告诉，工作人员也不会问。", until)
}

// SendTicketCode sends another code to the phone of a request. Whether there is
// such a request shows in no answer.
func (s *Service) SendTicketCode(ctx context.Context, t Ticket, from string) error {
	if _, err := s.charge(ctx, attempt("code_from", from, codesFreeFrom), attempt("request_code", string(t), codesFree)); err != nil {
		return err
	}
	r, found, err := s.ticketed(ctx, t)
	if err != nil {
		return err
	}
	if !found {
		return s.Store.Record(ctx, audit.Instance, requestAct(&r, "code").Stopped(audit.Refused, "code"))
	}
	return s.Store.Do(ctx, r.Office, requestAct(&r, "code"), func(tx Tx) error { return requestCode(tx, &r) })
}

// ticketed finds the request of a ticket.
func (s *Service) ticketed(ctx context.Context, t Ticket) (r Request, found bool, err error) {
	err = s.Store.Read(ctx, func(v View) error { r, found, err = v.RequestByTicket(t); return err })
	return r, found, err
}

// errTicket is the one answer to a wrong ticket, a wrong code and one that is over.
var errTicket = fault.New(fault.Refused, "申请号或者验证码不对，或者验证码已经过期；请核对后再输，也可以重新要一个验证码").At(0, "code")

// EnterRequest takes a code and gives the token of a browser that is at one
// request. Whoever was at it before is so no more.
func (s *Service) EnterRequest(ctx context.Context, t Ticket, code, from string) (token string, err error) {
	number := attempt("request", string(t), triesFree)
	if _, err := s.charge(ctx, attempt("follow_from", from, triesFreeFrom), number); err != nil {
		return "", err
	}
	r, _, err := s.ticketed(ctx, t)
	if err != nil {
		return "", err
	}
	right, err := s.tried(ctx, r.Office, -r.ID, code, func(tx Tx) (Code, bool, error) { return tx.TryRequestCode(r.Ref) },
		func(tx Tx) error { return tx.SetRequestCode(r.Ref, Code{}) })
	if err != nil {
		return "", err
	}
	act := requestAct(&r, "enter")
	if !right {
		return "", errorOr(s.Store.Record(ctx, r.Office, act.Stopped(audit.Refused, "refused")), errTicket)
	}
	err = s.Store.Do(ctx, r.Office, act, func(tx Tx) error {
		if token, err = drawToken(tx); err != nil {
			return err
		}
		for _, kind := range []string{"code_from", "follow_from"} {
			if a := attempt(kind, from, 0); err == nil {
				err = access.Uncharge(tx, a.Kind, a.Key)
			}
		}
		if err != nil {
			return err
		}
		if err := tx.ClearAttempts(number.Kind, number.Key); err != nil {
			return err
		}
		return tx.OpenRequest(r.Ref, token)
	})
	return token, err
}

// drawToken draws the token of a browser.
func drawToken(tx Tx) (string, error) {
	random, err := tx.Draw(32)
	return base64.RawURLEncoding.EncodeToString(random), err
}

// ErrNotAtRequest is the error of a token that is none, or none any more.
var ErrNotAtRequest = fault.New(fault.Refused, "您还没有输入验证码，或者停了一个小时；填过的都在，请用申请号接着填")

// OwnRequest is the request that a browser is at.
func (s *Service) OwnRequest(ctx context.Context, token string) (r Request, err error) {
	err = s.Store.Read(ctx, func(v View) error {
		own, age, found, err := v.RequestByToken(token)
		if err == nil && (!found || age >= FillTime) {
			err = ErrNotAtRequest
		}
		r = own
		return err
	})
	return r, err
}

// ours is the request of a browser, if the family can still change it as it saw
// it.
func (s *Service) ours(ctx context.Context, token string, turn int64) (r Request, err error) {
	r, err = s.OwnRequest(ctx, token)
	switch {
	case err != nil:
	case !r.State.Ours():
		err = fault.New(fault.Refused, "这份申请已经递交，不能再改；要补充的，等工作人员联系，或者到窗口说")
	case turn != r.Turn:
		err = fault.New(fault.Conflict, "另一个窗口或者另一部手机刚刚也保存过这份申请；再保存一次，就以您填的为准")
	}
	return r, err
}

// SaveRequest keeps what the family typed as it was typed, however wrong.
func (s *Service) SaveRequest(ctx context.Context, token string, turn int64, change func(p *Petition)) (Request, error) {
	r, err := s.ours(ctx, token, turn)
	if err != nil {
		return r, err
	}
	before := fmt.Sprint(r.Petition)
	change(&r.Petition)
	if before == fmt.Sprint(r.Petition) {
		return r, nil
	}
	r.Turn++
	return r, s.Store.Do(ctx, r.Office, requestAct(&r, "save"), func(tx Tx) error {
		tx.Witness("request", r.ID, fmt.Sprint(r.Petition))
		if err := tx.SaveRequest(r); err != nil {
			return err
		}
		return tx.StayAtRequest(r.Ref)
	})
}

// Enclose adds a paper to a request; its bytes were looked at.
func (s *Service) Enclose(ctx context.Context, token string, p Enclosed, content, small []byte) error {
	r, err := s.OwnRequest(ctx, token)
	switch {
	case err != nil:
		return err
	case !r.State.Ours():
		return fault.New(fault.Refused, "这份申请已经递交，不能再交材料；要补充的，等工作人员联系，或者到窗口交")
	case len(r.Papers) >= mostEnclosed:
		return fault.Newf(fault.Refused, "一份申请最多交 %d 份材料；请先删去不要的", mostEnclosed)
	}
	return s.Store.Do(ctx, r.Office, requestAct(&r, "paper"), func(tx Tx) error {
		if err := unlike(tx, &r, p, content); err != nil {
			return err
		}
		if p.ID, err = tx.Number("request_paper"); err != nil {
			return err
		}
		p.At = tx.Now()
		tx.Witness("request", r.ID, string(content))
		if err := tx.AddEnclosed(r.Ref, p, content, small); err != nil {
			return err
		}
		return tx.StayAtRequest(r.Ref)
	})
}

// unlike refuses a paper that is there already: of one picture nobody can tell
// who of two has signed, and a household keeps it once.
func unlike(v View, r *Request, p Enclosed, content []byte) error {
	twin, found, err := v.EnclosedTwin(r.Ref, content)
	if err != nil || !found {
		return err
	}
	at := slices.IndexFunc(r.People, func(k Kin) bool { return k.ID == twin.Kin })
	if at < 0 || twin.Kin == p.Kin {
		return fault.New(fault.BadInput, "这张照片（文件）已经交过了，没有再存一份")
	}
	return fault.New(fault.BadInput, "和"+gb.MaskAll(r.People[at].Name)+"的是同一张照片；各人签各人的：请本人在方框里签字，签在一张纸上的给每个人各拍一张")
}

// TakeOut drops a paper again.
func (s *Service) TakeOut(ctx context.Context, token string, id int64) error {
	r, err := s.OwnRequest(ctx, token)
	if err == nil && !r.State.Ours() {
		err = fault.New(fault.Refused, "这份申请已经递交，材料不能再删")
	}
	if err != nil {
		return err
	}
	return s.Store.Do(ctx, r.Office, requestAct(&r, "paper"), func(tx Tx) error { return tx.DropEnclosed(r.Ref, id) })
}

// Lodge hands a request in. The day of the application is the day on which it was
// handed in first.
func (s *Service) Lodge(ctx context.Context, token string, turn int64) (Request, error) {
	r, err := s.ours(ctx, token, turn)
	if err == nil {
		err = r.wrong()
	}
	if err != nil {
		return r, err
	}
	offers, err := s.Offers(ctx, r.Desk, s.Registry.Today())
	if err == nil {
		err = r.Nobody(offers)
	}
	if err == nil {
		err = explain(r.urgent(offers) && strings.TrimSpace(r.Story) == "")
	}
	if err != nil {
		return r, err
	}
	within := fmt.Sprintf("%d 个工作日", lookTime)
	if n := r.hours(offers); n != 0 {
		within = fmt.Sprintf("%d 小时", n)
	}
	return r, s.Store.Do(ctx, r.Office, requestAct(&r, "lodge"), func(tx Tx) error {
		r := r
		if r.State == Wanting {
			r.Again = onClock(tx.Now())
		} else {
			r.Lodged = tx.Now()
		}
		r.State, r.Turn = Lodged, r.Turn+1
		tx.Witness("request", r.ID, fmt.Sprint(r.Petition))
		if err := tx.SaveRequest(r); err != nil {
			return err
		}
		return s.tell(tx, &r, "您的申请收到了，申请号 "+r.Ticket.String()+"。工作人员 "+within+"内看完并答复您；用申请号可以在网上看办到哪一步。")
	})
}

// tell lets a family know by a message.
func (s *Service) tell(tx Tx, r *Request, text string) error {
	return s.send(tx, "request", r.Phone, text)
}

// Became are the numbers of the cases that a request has become.
func (s *Service) Became(ctx context.Context, r *Request) (numbers []Number, err error) {
	if r.Application.ID == 0 {
		return nil, nil
	}
	err = s.Store.Read(ctx, func(v View) error {
		a, err := v.Application(r.Application.Office, r.Application.ID)
		for _, file := range a.Cases {
			f, err := v.Case(a.Office, file)
			if err != nil {
				return err
			}
			numbers = append(numbers, f.Number)
		}
		return err
	})
	return numbers, err
}

// LeaveRequest ends a browser's stay; a request that was never handed in is
// forgotten if the family wants that.
func (s *Service) LeaveRequest(ctx context.Context, token string, forget bool) error {
	r, err := s.OwnRequest(ctx, token)
	if err != nil {
		return err
	}
	return s.Store.Do(ctx, r.Office, requestAct(&r, "leave"), func(tx Tx) error {
		if forget && r.State == Filling {
			return tx.DropRequest(r.Ref)
		}
		return tx.OpenRequest(r.Ref, "")
	})
}
