package staff

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"doudi/access"
	"doudi/audit"
	"doudi/civil"
	"doudi/fault"
	"doudi/seal"
)

// Person is a member of staff as the list shows it.
type Person struct {
	Account
	Roles    []string
	StandIns []StandIn // what others do for this person
}

// By is who does something, and by which post.
type By struct {
	Staff int64
	Post  access.Post
}

// Role is the role of an act in the audit chain; a substitute names whom he
// stands in for.
func (b By) Role() string {
	return b.Post.Hand()
}

// act begins the entry of an act on somebody.
func (b By) act(name string, on int64) audit.Act {
	return audit.Act{Actor: b.Staff, Role: b.Role(), Name: name, Object: objectOf(on)}
}

// Tree gives offices as the access matrix sees them.
func Tree(sites []access.Site) map[int64]access.Office {
	tree := map[int64]access.Office{}
	for _, s := range sites { // those above come first
		o := access.Office{ID: s.Number, Level: s.Level, Closed: s.Closed != 0}
		if upper, ok := tree[s.Above]; ok {
			o.Above = append([]int64{upper.ID}, upper.Above...)
		}
		tree[s.Number] = o
	}
	return tree
}

// posts are the roles somebody holds, of his own and for others.
func (s *Service) posts(v View, a Account) ([]access.Post, error) {
	sites, err := v.Offices()
	if err != nil {
		return nil, err
	}
	stands, err := v.StandIns(a.Office)
	if err != nil {
		return nil, err
	}
	return postsOf(Tree(sites)[a.Office], a.Staff, stands, func(staff int64) ([]string, error) { return v.Roles(a.Office, staff) })
}

// postsOf are somebody's own roles in an office, and those of whom he stands in
// for.
func postsOf(office access.Office, staff int64, stands []StandIn, rolesOf func(staff int64) ([]string, error)) (posts []access.Post, err error) {
	own := StandIn{Staff: staff, For: staff, To: civil.Open}
	for _, in := range append([]StandIn{own}, stands...) {
		if in.Staff != staff {
			continue
		}
		roles, err := rolesOf(in.For)
		if err != nil {
			return nil, err
		}
		post := access.Post{Office: office, From: in.From, To: in.To, For: in.For}
		if in == own {
			post.For = 0
		}
		for _, post.Role = range roles {
			posts = append(posts, post)
		}
	}
	return posts, nil
}

// Offices lists all offices.
func (s *Service) Offices(ctx context.Context) (sites []access.Site, err error) {
	err = s.Store.Read(ctx, func(v View) error { sites, err = v.Offices(); return err })
	return sites, err
}

// People lists who works in an office.
func (s *Service) People(ctx context.Context, office int64) (list []Person, err error) {
	err = s.Store.Read(ctx, func(v View) error {
		accounts, err := v.Accounts(office)
		if err != nil {
			return err
		}
		stands, err := v.StandIns(office)
		if err != nil {
			return err
		}
		roles, err := v.RolesAt(office)
		if err != nil {
			return err
		}
		for _, a := range accounts {
			p := Person{Account: a, Roles: roles[a.Staff]}
			for _, in := range stands {
				if in.For == a.Staff && in.To >= s.Today() {
					p.StandIns = append(p.StandIns, in)
				}
			}
			list = append(list, p)
		}
		return nil
	})
	return list, err
}

// Names are those of some members of staff, whichever their offices. Number 0 is
// the system itself.
func (s *Service) Names(ctx context.Context, staff ...int64) (names map[int64]string, err error) {
	names = map[int64]string{0: "系统"}
	err = s.Store.Read(ctx, func(v View) error {
		for _, id := range staff {
			if names[id] != "" {
				continue
			}
			a, err := v.Account(id)
			if err != nil {
				return err
			}
			names[id] = a.Name
		}
		return nil
	})
	return names, err
}

// Person gives a member of an office's staff.
func (s *Service) Person(ctx context.Context, office, staff int64) (Person, []Person, error) {
	list, err := s.People(ctx, office)
	if err != nil {
		return Person{}, nil, err
	}
	for _, p := range list {
		if p.Staff == staff {
			return p, list, nil
		}
	}
	return Person{}, nil, errNobody
}

// Named finds somebody by the name of the account.
func (s *Service) Named(ctx context.Context, account string) (a Account, err error) {
	err = s.Store.Read(ctx, func(v View) error { a, err = v.AccountNamed(account); return err })
	if fault.Kind(err) == fault.NotFound && err != nil {
		return a, fault.New(fault.BadInput, "没有这个账号；请核对，账号全是小写字母")
	}
	return a, err
}

// Exported records that a list of an office was handed out as a file: which, of
// how many rows, and the digest of the file.
func (s *Service) Exported(ctx context.Context, by By, office int64, list string, rows int, file []byte) error {
	return s.Store.Record(ctx, office, audit.Act{Actor: by.Staff, Role: by.Role(), Name: "list.export", Object: fmt.Sprintf("list:%s/%d", list, rows),
		Result: audit.Viewed, Digest: seal.Digest(file)})
}

// Actor is somebody with the posts that he holds now, for work that goes on
// after he asked for it. Who is suspended asks for nothing.
func (s *Service) Actor(ctx context.Context, staff int64) (actor access.Actor, err error) {
	err = s.Store.Read(ctx, func(v View) error {
		a, err := v.Account(staff)
		if err != nil {
			return err
		}
		if a.Suspended {
			return fault.New(fault.Refused, "这个账号已经停用；请由别的同事办理")
		}
		actor.Staff = staff
		actor.Posts, err = s.posts(v, a)
		return err
	})
	return actor, err
}

var errNobody = fault.New(fault.NotFound, "这个机构里没有这个人；请从人员列表进入")

// Sessions lists somebody's log-ins that still last.
func (s *Service) Sessions(ctx context.Context, staff int64) (list []Session, err error) {
	err = s.Store.Read(ctx, func(v View) error { list, err = v.Sessions(staff); return err })
	now := s.Now()
	return slices.DeleteFunc(list, func(x Session) bool { return now.Sub(x.Seen) >= Idle || now.Sub(x.Begun) >= Longest }), err
}

// EndSession ends a log-in: one's own, or that of somebody else.
func (s *Service) EndSession(ctx context.Context, by By, office, staff, number int64) error {
	name := "session.close"
	if by.Staff != staff {
		name = "session.revoke"
	}
	return s.Store.Do(ctx, office, by.act(name, staff), func(tx Tx) error {
		return tx.EndSession(Session{Office: office, Number: number, Staff: staff})
	})
}

// Newcomer is what is said about somebody who is taken on.
type Newcomer struct{ Account, Name string }

// check says what is wrong with a newcomer.
func (n *Newcomer) check() error {
	n.Account, n.Name = strings.ToLower(strings.TrimSpace(n.Account)), strings.TrimSpace(n.Name)
	switch {
	case !accountName.MatchString(n.Account) || longNumber.MatchString(n.Account):
		return fault.New(fault.BadInput, "账号不能用；请写 3 到 32 个小写字母、数字、点、横线，字母开头，不要用手机号和证件号码").At(0, "account")
	case utf8.RuneCountInString(n.Name) < 2 || utf8.RuneCountInString(n.Name) > 40 || longNumber.MatchString(n.Name):
		return fault.New(fault.BadInput, "姓名应当是 2 到 40 个字").At(0, "name")
	}
	return nil
}

// First makes the account of one of the first three, with a one-time password
// that is shown once.
func (s *Service) First(account, name string) (Account, string, error) {
	n := Newcomer{account, name}
	if err := n.check(); err != nil {
		return Account{}, "", err
	}
	return s.fresh(context.Background(), Account{Account: n.Account, Name: n.Name})
}

// fresh gives an account a one-time password.
func (s *Service) fresh(ctx context.Context, a Account) (Account, string, error) {
	password, err := s.draw(10)
	if err != nil {
		return a, "", err
	}
	password = strings.ToLower(strings.Join([]string{password[:4], password[4:8], password[8:12], password[12:]}, "-"))
	a.Password, err = s.hash(ctx, password)
	a.ChangeUntil = s.Now().Add(OneTime)
	return a, password, err
}

// Add takes somebody on in an office and gives the number and the one-time
// password, which is kept nowhere. He holds no role yet.
func (s *Service) Add(ctx context.Context, by By, office int64, n Newcomer) (staff int64, password string, err error) {
	if err := n.check(); err != nil {
		return 0, "", err
	}
	a, password, err := s.fresh(ctx, Account{Office: office, Account: n.Account, Name: n.Name, AddedBy: by.Staff})
	if err != nil {
		return 0, "", err
	}
	err = s.Store.Do(ctx, office, by.act("staff.add", 0), func(tx Tx) error {
		if _, err := tx.AccountNamed(n.Account); err == nil {
			return fault.New(fault.BadInput, "这个账号已经有人用了；请换一个").At(0, "account")
		} else if fault.Kind(err) != fault.NotFound {
			return err
		}
		if staff, err = tx.Add(a); err != nil {
			return err
		}
		tx.About(objectOf(staff), digestOf(a.Account))
		return nil
	})
	return staff, password, err
}

// of locks an account and sees that it is one of the office's.
func of(tx Tx, office, staff int64) (Account, error) {
	a, err := tx.Lock(staff)
	if err == nil && a.Office != office {
		err = errNobody
	}
	return a, err
}

// others refuses what nobody may do to himself.
func others(by By, staff int64) error {
	if by.Staff == staff {
		return fault.New(fault.Refused, "不能对自己的账号这样做；请另一位同事办理")
	}
	return nil
}

// Grant gives somebody a role, unless the roles may not be one person's or the
// same hand took that person on.
func (s *Service) Grant(ctx context.Context, by By, office, staff int64, role string) error {
	if err := others(by, staff); err != nil {
		return err
	}
	return s.Store.Do(ctx, office, by.act("staff.grant", staff), func(tx Tx) error {
		a, err := of(tx, office, staff)
		if err != nil {
			return err
		}
		if err := s.Matrix.Clash(by.Staff, "staff.grant", []access.Done{{Act: "staff.add", By: a.AddedBy}}); err != nil {
			return err
		}
		roles, err := s.wouldHold(tx, a, role)
		if err != nil || slices.Contains(roles, role) {
			return err
		}
		tx.About(objectOf(staff), digestOf("grant", role))
		return tx.AddRole(office, staff, role)
	})
}

// wouldHold gives the roles that somebody has, if one more may join them: those
// of his own and those he stands in for, and the same for who stands in for him.
func (s *Service) wouldHold(tx Tx, a Account, role string) ([]string, error) {
	sites, err := tx.Offices()
	if err != nil {
		return nil, err
	}
	if r, ok := s.Matrix.Roles[role]; !ok || !slices.Contains(r.At, Tree(sites)[a.Office].Level) {
		return nil, fault.New(fault.BadInput, "这一级机构没有这个角色；请从列表里选").At(0, "role")
	}
	roles, err := tx.Roles(a.Office, a.Staff)
	if err != nil {
		return nil, err
	}
	if err := s.Matrix.Together(append(slices.Clone(roles), role)); err != nil {
		return nil, err
	}
	stands, err := tx.StandIns(a.Office)
	if err != nil {
		return nil, err
	}
	for _, in := range stands {
		if in.To < s.Today() || in.Staff != a.Staff && in.For != a.Staff {
			continue
		}
		other, err := tx.Roles(a.Office, in.Staff+in.For-a.Staff)
		if err != nil {
			return nil, err
		}
		if err := s.Matrix.Together(append(other, append(slices.Clone(roles), role)...)); err != nil {
			return nil, err
		}
	}
	return roles, nil
}

// Withdraw takes a role away.
func (s *Service) Withdraw(ctx context.Context, by By, office, staff int64, role string) error {
	if err := others(by, staff); err != nil {
		return err
	}
	return s.Store.Do(ctx, office, by.act("staff.grant", staff), func(tx Tx) error {
		if _, err := of(tx, office, staff); err != nil {
			return err
		}
		tx.About(objectOf(staff), digestOf("withdraw", role))
		return tx.RemoveRole(office, staff, role)
	})
}

// Suspend keeps somebody out, or lets him in again. All his log-ins end.
func (s *Service) Suspend(ctx context.Context, by By, office, staff int64, out bool) error {
	if err := others(by, staff); err != nil {
		return err
	}
	return s.Store.Do(ctx, office, by.act("staff.suspend", staff), func(tx Tx) error {
		a, err := of(tx, office, staff)
		if err != nil {
			return err
		}
		a.Suspended = out
		tx.About(objectOf(staff), digestOf(fmt.Sprint("out ", out)))
		if err := tx.Save(a); err != nil {
			return err
		}
		return tx.EndSessions(staff, 0)
	})
}

// ResetPassword gives somebody a one-time password, which is kept nowhere. The
// second factor stays, so that who resets cannot log in as that person.
func (s *Service) ResetPassword(ctx context.Context, by By, office, staff int64) (password string, err error) {
	if err := others(by, staff); err != nil {
		return "", err
	}
	made, password, err := s.fresh(ctx, Account{})
	if err != nil {
		return "", err
	}
	return password, s.Store.Do(ctx, office, by.act("staff.reset_password", staff), func(tx Tx) error {
		a, err := of(tx, office, staff)
		if err != nil {
			return err
		}
		a.Password, a.ChangeUntil = made.Password, made.ChangeUntil
		if err := tx.Save(a); err != nil {
			return err
		}
		return tx.EndSessions(staff, 0)
	})
}

// ResetSecond lets somebody who lost the phone set it up anew at the next
// log-in. It is not the hand that resets passwords.
func (s *Service) ResetSecond(ctx context.Context, by By, office, staff int64) error {
	if err := others(by, staff); err != nil {
		return err
	}
	return s.Store.Do(ctx, office, by.act("staff.reset_second", staff), func(tx Tx) error {
		a, err := of(tx, office, staff)
		if err != nil {
			return err
		}
		if err := s.secret(&a); err != nil {
			return err
		}
		if err := tx.Save(a); err != nil {
			return err
		}
		return tx.EndSessions(staff, 0)
	})
}

// longestStand is how long somebody can be stood in for without asking again.
const longestStand = 366

// HandOver lets a colleague of the same office do somebody's work for a time.
func (s *Service) HandOver(ctx context.Context, by By, office int64, in StandIn) error {
	switch {
	case in.From < s.Today() || in.To < in.From:
		return fault.New(fault.BadInput, "日期不对；从今天或以后开始，结束不能早于开始").At(0, "to")
	case in.To-in.From > longestStand:
		return fault.New(fault.BadInput, "代办最多一年；请把结束日期改早，到期可以再办").At(0, "to")
	case in.Staff == in.For:
		return fault.New(fault.BadInput, "不能由本人代办；请选另一位同事").At(0, "staff")
	}
	return s.Store.Do(ctx, office, by.act("staff.hand_over", in.For), func(tx Tx) error {
		whole := []string{}
		for _, staff := range []int64{min(in.For, in.Staff), max(in.For, in.Staff)} {
			a, err := of(tx, office, staff)
			if err != nil {
				return err
			}
			if a.Suspended && staff == in.Staff {
				return fault.New(fault.BadInput, "这位同事的账号已停用；请选另一位").At(0, "staff")
			}
			roles, err := tx.Roles(office, staff)
			if err != nil {
				return err
			}
			whole = append(whole, roles...)
		}
		if err := s.Matrix.Together(whole); err != nil {
			return err
		}
		if err := standsAlready(tx, office, in); err != nil {
			return err
		}
		tx.About(objectOf(in.For), digestOf(objectOf(in.Staff), in.From.String(), in.To.String()))
		return tx.AddStandIn(office, in)
	})
}

// standsAlready refuses what is arranged already for some of the days.
func standsAlready(tx Tx, office int64, in StandIn) error {
	list, err := tx.StandIns(office)
	for _, other := range list {
		if other.Staff == in.Staff && other.For == in.For && other.From <= in.To && in.From <= other.To {
			return fault.New(fault.BadInput, "这段时间里已经由这位同事代办；要改日期，请先结束原来的").At(0, "from")
		}
	}
	return err
}

// TakeBack ends a standing in.
func (s *Service) TakeBack(ctx context.Context, by By, office, staff, number int64) error {
	return s.Store.Do(ctx, office, by.act("staff.hand_over", staff), func(tx Tx) error {
		tx.About(objectOf(staff), digestOf("back", fmt.Sprint(number)))
		return tx.EndStandIn(office, number)
	})
}

// Refused records that somebody was not let do something.
func (s *Service) Refused(ctx context.Context, m *Member, act string) error {
	return s.Store.Record(ctx, m.Account.Office, audit.Act{Actor: m.Account.Staff, Name: act, Result: audit.Refused, Purpose: "refused"})
}
