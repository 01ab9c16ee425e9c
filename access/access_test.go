package access_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"doudi/access"
	"doudi/civil"
)

// A province with one city, two counties, a township in each and a village.
var (
	province = access.Office{ID: 1, Level: access.Province}
	city     = access.Office{ID: 2, Level: access.City, Above: []int64{1}}
	county   = access.Office{ID: 3, Level: access.County, Above: []int64{2, 1}}
	town     = access.Office{ID: 4, Level: access.Township, Above: []int64{3, 2, 1}}
	village  = access.Office{ID: 5, Level: access.Village, Above: []int64{4, 3, 2, 1}}
	county2  = access.Office{ID: 6, Level: access.County, Above: []int64{2, 1}}
	town2    = access.Office{ID: 7, Level: access.Township, Above: []int64{6, 2, 1}}
	served   = access.Office{ID: 4, Level: access.Township, Above: []int64{3, 2, 1}, Served: 5}                  // a household of the township in the village
	served2  = access.Office{ID: 7, Level: access.Township, Above: []int64{6, 2, 1}, Served: 5}                  // a slip: the village is none of that township
	asked    = access.Office{ID: 4, Level: access.Township, Above: []int64{3, 2, 1}, Asked: []int64{7, 6, 2, 1}} // what was asked for at the other township's window
	offices  = []access.Office{province, city, county, town, village, county2, town2, served, served2, asked}
)

const today = civil.Date(20000)

// holder is somebody with one post.
func holder(role string, o access.Office) access.Actor {
	return access.Actor{Staff: 9, Posts: []access.Post{{Role: role, Office: o, From: today, To: today}}}
}

// Every cell: each act × each role × each office that the role may sit in × each
// office that the thing may belong to. What must hold is said here a second
// time, from the offices' tree alone.
func TestEveryCellOfTheMatrix(t *testing.T) {
	t.Parallel()
	m, cells := access.Shipped(), 0
	for act, rule := range m.Acts {
		for role, r := range m.Roles {
			for _, seat := range offices {
				for _, thing := range offices {
					_, err := m.May(holder(role, seat), act, today, thing)
					if want := expected(rule, role, r, seat, thing); (err == nil) != want {
						t.Errorf("%s as %s in office %d to a thing of office %d: %v, want %v", act, role, seat.ID, thing.ID, err, want)
					}
					cells++
				}
			}
		}
	}
	if want := len(m.Acts) * len(m.Roles) * len(offices) * len(offices); cells != want || cells == 0 {
		t.Errorf("%d cells of %d", cells, want)
	}
}

// expected reads a cell off the tree.
func expected(rule access.Act, role string, r access.Role, seat, thing access.Office) bool {
	under := map[int64][]int64{1: {1, 2, 3, 4, 5, 6, 7}, 2: {2, 3, 4, 5, 6, 7}, 3: {3, 4, 5}, 4: {4, 5}, 5: {5}, 6: {6, 7}, 7: {7}}
	if rule.Everybody {
		return true
	}
	if !slices.Contains(r.At, seat.Level) {
		return false
	}
	switch rule.Allow[role] {
	case "all":
		return true
	case "below":
		there := thing.Asked != nil && seat.ID == 6 && slices.Contains(slices.Collect(maps.Values(rule.Allow)), "asked")
		return slices.Contains(under[seat.ID], thing.ID) || there
	case "asked":
		return seat.ID == thing.ID || thing.Asked != nil && seat.ID == 7
	case "own":
		return seat.ID == thing.ID
	case "served":
		return seat.ID == thing.ID || seat.ID == 5 && thing.ID == 4 && thing.Served == 5
	}
	return false
}

func TestSomeCellsByHand(t *testing.T) {
	t.Parallel()
	m := access.Shipped()
	for name, c := range map[string]struct {
		actor access.Actor
		act   string
		thing access.Office
		want  string // part of the refusal; "" if allowed
	}{
		"a township clerk sees a household of his township": {holder("township_clerk", town), "household.view", town, ""},
		"… not of the township beside":                      {holder("township_clerk", town), "household.view", town2, "您没有在这里"},
		"… and not what belongs to the county":              {holder("township_clerk", town), "household.view", county, "县（区）审核人"},
		"a county reviewer sees into his townships":         {holder("county_reviewer", county), "household.view", village, ""},
		"… not into those of the next county":               {holder("county_reviewer", county), "household.view", town2, "您没有在这里"},
		"a coordinator sees a household of his village":     {holder("village_coordinator", village), "household.view", served, ""},
		"… and surveys it":                                  {holder("village_coordinator", village), "case.work", served, ""},
		"… and posts its notice":                            {holder("village_coordinator", village), "case.notice", served, ""},
		"… and does not determine what the law makes of it": {holder("village_coordinator", village), "case.judge", served, "乡镇（街道）经办人"},
		"… and does not accept it":                          {holder("village_coordinator", village), "case.accept", served, "乡镇（街道）经办人"},
		"… and changes nothing of the household":            {holder("village_coordinator", village), "household.change", served, "您没有在这里"},
		"… and no other household of the township":          {holder("village_coordinator", village), "household.view", town, "您没有在这里"},
		"a window decides what is dealt with there":         {holder("township_reviewer", town2), "case.decide", asked, ""},
		"… and so does its county":                          {holder("county_decider", county2), "case.decide", asked, ""},
		"… and it moves no household of another":            {holder("township_clerk", town2), "household.move", asked, "您没有在这里"},
		"… nor does its county":                             {holder("county_clerk", county2), "household.move", asked, "您没有在这里"},
		"a finance officer does not see a household":        {holder("finance_officer", county), "household.view", town, "您没有在这里"},
		"the system administrator sees no person":           {holder("system_administrator", county), "person.find", county, "您没有在这里"},
		"the system administrator grants no role":           {holder("system_administrator", county), "staff.grant", county, "安全管理员"},
		"the audit administrator reads every chain":         {holder("audit_administrator", county), "audit.view", town2, ""},
		"somebody who has not logged in asks the law":       {access.Actor{}, "law.ask", province, ""},
		"somebody who has not logged in sees no household":  {access.Actor{}, "household.view", town, "请先登录"},
		"an act that nobody wrote down is nobody's":         {holder("county_decider", county), "household.burn", county, "不能这样做"},
		"a role in an office where there is no such role":   {holder("county_decider", town), "household.view", town, "您没有在这里"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := m.May(c.actor, c.act, today, c.thing)
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestInAClosedOfficeThingsAreLookedAtAndNothingIsDone(t *testing.T) {
	t.Parallel()
	m, closed := access.Shipped(), town
	closed.Closed = true
	for act, want := range map[string]bool{"household.view": true, "paper.view": true, "household.change": false, "paper.add": false, "household.move": false} {
		_, err := m.May(holder("county_clerk", county), act, today, closed)
		if _, before := m.May(holder("county_clerk", county), act, today, town); before != nil || (err == nil) != want {
			t.Errorf("%s: %v, before %v", act, err, before)
		}
		if err != nil && !strings.Contains(err.Error(), "已经撤销") {
			t.Error(err)
		}
	}
}

func TestAPostIsHeldForItsTime(t *testing.T) {
	t.Parallel()
	m, a := access.Shipped(), holder("township_clerk", town)
	a.Posts[0].From, a.Posts[0].To, a.Posts[0].For = today, today+6, 12
	for day, want := range map[civil.Date]bool{today - 1: false, today: true, today + 6: true, today + 7: false} {
		post, err := m.May(a, "household.view", day, town)
		if (err == nil) != want || want && post.For != 12 {
			t.Errorf("day %d: %+v %v", day-today, post, err)
		}
	}
}

func TestWhoAddsStaffGrantsThemNoRole(t *testing.T) {
	t.Parallel()
	m := access.Shipped()
	before := []access.Done{{Act: "staff.add", By: 9}}
	if err := m.Clash(9, "staff.grant", before); err == nil || !strings.Contains(err.Error(), "另一位同事") {
		t.Errorf("the same hand: %v", err)
	}
	if err := m.Clash(8, "staff.grant", before); err != nil {
		t.Errorf("another hand: %v", err)
	}
	if err := m.Clash(9, "staff.suspend", before); err != nil {
		t.Errorf("another act: %v", err)
	}
	if err := m.Clash(9, "staff.add", before); err != nil {
		t.Errorf("the same act again: %v", err)
	}
}

// Every pair of acts: what one person may not both do to one thing is said here
// a second time, pair by pair.
func TestEveryPairOfActsThatTwoPeopleDo(t *testing.T) {
	t.Parallel()
	entering := []string{"person.enter", "person.merge", "household.change", "household.move", "sheet.import", "paper.add", "paper.withdraw", "case.take", "case.receive"}
	apart := [][2]string{{"case.submit", "case.decide"}, {"case.accept", "case.decide"}, {"case.work", "case.decide"}, {"case.work", "case.review"}, {"case.judge", "case.decide"}, {"case.judge", "case.review"},
		{"case.review", "case.decide"}, {"staff.add", "staff.grant"}}
	for _, act := range entering {
		apart = append(apart, [2]string{act, "case.review"}, [2]string{act, "case.decide"})
	}
	m, found := access.Shipped(), 0
	for before := range m.Acts {
		for act := range m.Acts {
			err := m.Clash(9, act, []access.Done{{Act: before, By: 9}})
			want := slices.Contains(apart, [2]string{before, act}) || slices.Contains(apart, [2]string{act, before})
			if (err != nil) != want {
				t.Errorf("%s after %s: %v, want a clash: %v", act, before, err, want)
			}
			if other := m.Clash(8, act, []access.Done{{Act: before, By: 9}}); other != nil {
				t.Errorf("%s by another after %s: %v", act, before, other)
			}
			if err != nil {
				found++
			}
		}
	}
	if found != 2*len(apart) {
		t.Errorf("%d cells, want %d", found, 2*len(apart))
	}
}

func TestTheThreeAdministratorsAreThreePeople(t *testing.T) {
	t.Parallel()
	m := access.Shipped()
	alone := []string{"system_administrator", "security_administrator", "audit_administrator"}
	for _, id := range alone {
		for other := range m.Roles {
			if err := m.Together([]string{id, other}); (err == nil) != (id == other) {
				t.Errorf("%s and %s: %v", id, other, err)
			}
		}
	}
	if err := m.Together([]string{"township_clerk", "township_reviewer"}); err != nil {
		t.Errorf("a small township: %v", err)
	}
	if err := m.Together([]string{"king"}); err == nil {
		t.Error("a role that is none")
	}
}

func TestASlipOfThePenGivesNobodyARight(t *testing.T) {
	t.Parallel()
	const roles = "roles: {clerk: {label: 经办, at: [township]}}\n"
	for name, c := range map[string]struct{ text, want string }{
		"a key that is none":      {roles + "acts: {a: {label: 甲, alow: {clerk: own}}}\n", "读不懂"},
		"a role that is none":     {roles + "acts: {a: {label: 甲, allow: {clark: own}}}\n", "没有的角色 clark"},
		"a reach that is none":    {roles + "acts: {a: {label: 甲, allow: {clerk: everywhere}}}\n", "范围 everywhere"},
		"a level that is none":    {"roles: {clerk: {label: 经办, at: [town]}}\nacts: {}\n", "层级 town"},
		"an act that is nobody's": {roles + "acts: {a: {label: 甲}}\n", "要么人人可做"},
		"an act with both":        {roles + "acts: {a: {label: 甲, everybody: true, allow: {clerk: own}}}\n", "要么人人可做"},
		"a pair with an act less": {roles + "acts: {a: {label: 甲, allow: {clerk: own}}}\napart: [{acts: [a, b], because: 理由}]\n", "没有的操作 b"},
		"a pair from nowhere":     {roles + "acts: {a: {label: 甲, allow: {clerk: own}}}\napart: [{acts: [a], from: [c], because: 理由}]\n", "没有的操作 c"},
		"no matrix":               {"[]", "读不懂"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := access.Parse([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestEveryRoleAndActHasItsChineseName(t *testing.T) {
	t.Parallel()
	m := access.Shipped()
	for _, id := range slices.Sorted(maps.Keys(m.Roles)) {
		if m.Roles[id].Label == "" || len(m.Roles[id].At) == 0 {
			t.Errorf("role %s", id)
		}
	}
	for id, a := range m.Acts {
		if a.Label == "" {
			t.Errorf("act %s", id)
		}
	}
}
