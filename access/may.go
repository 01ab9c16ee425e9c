package access

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"doudi/civil"
	"doudi/fault"
)

// Office is where somebody works or what a thing belongs to: its own id and
// those above it, the nearest first. Served is the office below that works for
// the thing, the village of a township's household; 0 if there is none. Asked is
// where the thing was asked for, with the offices above, where the law has it
// dealt with there (社会救助法第三十七条, TJ-28, TJ-39); nil where it is dealt with at home.
type Office struct {
	ID     int64
	Level  Level
	Above  []int64
	Closed bool // nothing new is done there
	Served int64
	Asked  []int64
}

// within tells whether the office is another one or lies under it.
func (o Office) within(other int64) bool { return o.ID == other || slices.Contains(o.Above, other) }

// Post is a role in an office for a time. A substitute has the post of whom he
// stands in for; For names that person, and everything he does is recorded so.
type Post struct {
	Role   string
	Office Office
	From   civil.Date
	To     civil.Date // civil.Open while it lasts
	For    int64      // staff id of the person stood in for; 0 for an own post
}

// Hand is the role of an act in the audit chain; a substitute names whom he
// stands in for.
func (p *Post) Hand() string {
	if p.For == 0 {
		return p.Role
	}
	return fmt.Sprintf("%s/for:%d", p.Role, p.For)
}

// holds tells whether the post is held on a day.
func (p *Post) holds(on civil.Date) bool { return p.From <= on && on <= p.To }

// Actor is who acts: a member of staff with his posts. The zero Actor is
// somebody who has not logged in.
type Actor struct {
	Staff int64
	Posts []Post
}

// May gives the post by which an actor may do something to a thing of an office
// on a day, or a fault that says who can. An act that everybody may do needs no
// post; an act that the matrix does not know is nobody's.
func (m *Matrix) May(a Actor, act string, on civil.Date, thing Office) (Post, error) {
	rule, known := m.Acts[act]
	if known && rule.Everybody {
		return Post{}, nil
	}
	if thing.Closed && known && !slices.Contains(m.Closed, act) {
		return Post{}, fault.New(fault.Refused, "这个机构已经撤销，只能查看；请到接替它的机构办理“"+rule.Label+"”")
	}
	if !slices.Contains(slices.Collect(maps.Values(rule.Allow)), Asked) {
		thing.Asked = nil // it is no part of dealing with what was asked for
	}
	for _, p := range a.Posts {
		if reach, ok := rule.Allow[p.Role]; known && ok && p.holds(on) && m.fits(p) && reaches(reach, p.Office, thing) {
			return p, nil
		}
	}
	return Post{}, m.refusal(a, rule)
}

// fits tells whether the role exists in an office of that level.
func (m *Matrix) fits(p Post) bool { return slices.Contains(m.Roles[p.Role].At, p.Office.Level) }

// reaches tells whether a post's office reaches the thing's.
func reaches(r Reach, from, thing Office) bool {
	switch r {
	case All:
		return true
	case Below:
		return thing.within(from.ID) || slices.Contains(thing.Asked, from.ID)
	case Asked:
		return thing.ID == from.ID || slices.Contains(thing.Asked, from.ID)
	case Served:
		return thing.ID == from.ID || thing.Served == from.ID && from.within(thing.ID)
	}
	return thing.ID == from.ID
}

// refusal says who can do it, so that the reader knows whom to ask.
func (m *Matrix) refusal(a Actor, rule Act) error {
	var who []string
	for _, id := range slices.Sorted(maps.Keys(rule.Allow)) {
		who = append(who, m.Roles[id].Label)
	}
	switch {
	case len(who) == 0:
		return fault.New(fault.Refused, "这一步不能这样做；请从首页重新进入")
	case a.Staff == 0:
		return fault.New(fault.Refused, "请先登录；“"+rule.Label+"”由"+strings.Join(who, "、")+"办理")
	}
	return fault.New(fault.Refused, "您没有在这里“"+rule.Label+"”的权限；这一步由本机构或上级机构的"+strings.Join(who, "、")+"办理")
}

// Done is one act that somebody did to the thing in hand.
type Done struct {
	Act string
	By  int64 // staff id of who did it with his own hands
}

// Clash tells whether somebody who did one thing may now do another to the same
// thing; the fault says why not. Standing in for somebody changes nothing: it is
// the hand that counts.
func (m *Matrix) Clash(staff int64, act string, before []Done) error {
	for _, pair := range m.Apart {
		for _, d := range before {
			if d.By == staff && pair.between(d.Act, act) {
				return fault.New(fault.Refused, pair.Because+"；前一步是您办的，这一步请另一位同事办理")
			}
		}
	}
	return nil
}

// Holders are the roles of a level that may do an act.
func (m *Matrix) Holders(act string, level Level) (roles []string) {
	for _, id := range slices.Sorted(maps.Keys(m.Acts[act].Allow)) {
		if slices.Contains(m.Roles[id].At, level) {
			roles = append(roles, id)
		}
	}
	return roles
}

// OtherHands are the roles of a level that do what whoever entered a thing may
// not do to it: an office wants two people for each.
func (m *Matrix) OtherHands(level Level) (roles []string) {
	for _, pair := range m.Apart {
		for _, act := range pair.Acts {
			if len(pair.From) > 0 {
				roles = append(roles, m.Holders(act, level)...)
			}
		}
	}
	slices.Sort(roles)
	return slices.Compact(roles)
}

// between tells whether two acts are to be done by two people.
func (p *Apart) between(a, b string) bool {
	if len(p.From) == 0 {
		return a != b && slices.Contains(p.Acts, a) && slices.Contains(p.Acts, b)
	}
	return slices.Contains(p.Acts, a) && slices.Contains(p.From, b) || slices.Contains(p.From, a) && slices.Contains(p.Acts, b)
}

// Together tells whether one person may hold these roles: the administrators of
// system, security and audit are three people, and none of them works on cases.
func (m *Matrix) Together(roles []string) error {
	roles = slices.Compact(slices.Sorted(slices.Values(roles)))
	for _, id := range roles {
		role, ok := m.Roles[id]
		switch {
		case !ok:
			return fault.New(fault.BadInput, "没有这个角色；请从列表里选")
		case role.Alone && len(roles) > 1:
			return fault.New(fault.Refused, "“"+role.Label+"”不能兼任别的角色：系统、安全、审计三员要由三个人担任，也不兼办业务")
		}
	}
	return nil
}
