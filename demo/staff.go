package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"doudi/access"
	"doudi/civil"
	"doudi/fault"
	"doudi/gb"
	"doudi/staff"
)

// place is the county whose offices and law the demo has.
const place = "350421"

// townships are the nine of Mingxi as their accounts are called.
var townships = map[string]string{"雪峰镇": "xuefeng", "盖洋镇": "gaiyang", "胡坊镇": "hufang", "瀚仙镇": "hanxian", "城关乡": "chengguan",
	"沙溪乡": "shaxi", "夏阳乡": "xiayang", "枫溪乡": "fengxi", "夏坊乡": "xiafang"}

// Offices is the file of the county's offices as they are on a day: the county,
// its townships as the divisions name them, and one village with an office.
func Offices(on civil.Date) []byte {
	known := gb.Shipped()
	var b strings.Builder
	b.WriteString("number,above,level,name,division,from\n")
	upper, _ := known.At(place, on)
	fmt.Fprintf(&b, "1,,县,%s民政局,%s,\n", upper.Name, place)
	below := known.Below(place, on)
	for i, d := range below {
		fmt.Fprintf(&b, "%d,1,乡镇,%s,%s,\n", i+2, d.Name, d.Code)
	}
	fmt.Fprintf(&b, "%d,2,村,%s,,\n", len(below)+2, villages[0])
	return []byte(b.String())
}

// Phone is the invented telephone of an office; the village has none, it is asked
// for at its township.
func Phone(o access.Site) string {
	if o.Level == access.Village {
		return ""
	}
	return fmt.Sprintf("0598-2812%03d", 300+o.Number)
}

// Seat is somebody who works in the county and how he logs in.
type Seat struct {
	Office        string
	Account, Name string
	Roles         []string
	Password      string // that of the founding for the first three, else the plan's
	office        int64
}

// posts are who works in an office of a level beside the administrators: what
// follows the office's name in the account, and the role.
var posts = map[access.Level][][2]string{
	access.County: {{"clerk", "county_clerk"}, {"clerk2", "county_clerk"}, {"reviewer", "county_reviewer"}, {"decider", "county_decider"},
		{"finance", "finance_officer"}, {"policy", "policy_officer"}, {"auditor", "auditor"}},
	access.Township: {{"clerk", "township_clerk"}, {"clerk2", "township_clerk"}, {"reviewer", "township_reviewer"}},
	access.Village:  {{"coordinator", "village_coordinator"}},
}

// employ has the administrators log in, and takes everybody on by their hands:
// one adds the accounts, another gives the roles.
func (c *county) employ(ctx context.Context, admins []Seat) (err error) {
	if c.offices, err = c.Staff.Offices(ctx); err != nil {
		return err
	}
	c.tree = staff.Tree(c.offices)
	c.Clock.Set(c.Begins())
	hands := make([]staff.By, len(admins))
	for i, seat := range admins {
		m, err := c.arrive(ctx, seat, seat.Password)
		if err != nil {
			return err
		}
		hands[i] = staff.By{Staff: m.Account.Staff, Post: m.Posts[0]}
		seat.office = c.offices[0].Number
		c.seat(seat)
	}
	for _, o := range c.offices {
		for _, post := range posts[o.Level] {
			if err := c.take(ctx, hands, o, post[0], post[1]); err != nil {
				return err
			}
		}
	}
	return nil
}

// take takes somebody on, who then logs in for the first time.
func (c *county) take(ctx context.Context, hands []staff.By, o access.Site, word, role string) error {
	name := townships[o.Name]
	switch o.Level {
	case access.County:
		name = "county"
	case access.Village:
		name = "village"
	}
	seat := Seat{Account: name + "." + word, Name: c.staffName(), Roles: []string{role}, office: o.Number}
	c.Clock.pass(time.Minute)
	id, once, err := c.Staff.Add(ctx, hands[0], o.Number, staff.Newcomer{Account: seat.Account, Name: seat.Name})
	if err != nil {
		return err
	}
	if err := c.Staff.Grant(ctx, hands[1], o.Number, id, role); err != nil {
		return err
	}
	if _, err := c.arrive(ctx, seat, once); err != nil {
		return err
	}
	actor, err := c.Staff.Actor(ctx, id)
	c.crew[o.Number] = append(c.crew[o.Number], actor)
	c.people[id], c.called[id] = actor, seat.Name
	c.seat(seat)
	return err
}

// seat writes an account down with the password that it has now.
func (c *county) seat(s Seat) {
	s.Password = c.Password
	for _, o := range c.offices {
		if o.Number == s.office {
			s.Office = o.Name
		}
	}
	c.seats = append(c.seats, s)
}

// arrive logs somebody in for the first time: the one-time password gives way to
// that of the plan, and the second factor is set up. Then he leaves.
func (c *county) arrive(ctx context.Context, s Seat, once string) (*staff.Member, error) {
	token, err := c.Staff.Login(ctx, s.Account, once, "demo", "演示")
	if err != nil {
		return nil, err
	}
	m, err := c.Staff.Who(ctx, token)
	if err != nil {
		return nil, err
	}
	if err := c.Staff.SetPassword(ctx, m, once, c.Password); err != nil {
		return nil, err
	}
	code, err := m.Account.CodeAt(c.Clock.Now())
	if err != nil {
		return nil, err
	}
	if token, _, err = c.Staff.Prove(ctx, m, code); err != nil {
		return nil, err
	}
	if m, err = c.Staff.Who(ctx, token); err != nil {
		return nil, err
	}
	if m.Step() != staff.In {
		return nil, fault.New(fault.Internal, "演示账号没有登录成功；请重新生成")
	}
	return m, c.Staff.Logout(ctx, m)
}
