package registry

import (
	"fmt"
	"strings"
	"testing"

	"doudi/fault"
)

func TestAnIdentityIsReadFromTheNumber(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		i    Identity
		want string // birth, sex and paper, or a part of the sentence behind !
	}{
		"a resident":                          {Identity{Name: "甲", Number: "11010519491231002X"}, "1949-12-31 female resident"},
		"a resident in small letters":         {Identity{Name: "甲", Number: "11010519491231002x"}, "1949-12-31 female resident"},
		"somebody of Hong Kong":               {Identity{Name: "甲", Number: "810000199408230021"}, "1994-08-23 female permit"},
		"a foreigner":                         {Identity{Name: "甲", Number: "91112419810128104X"}, "1981-01-28 female foreign"},
		"an old number":                       {Identity{Name: "甲", Number: "110105491231002"}, "!只供查找"},
		"one digit wrong":                     {Identity{Name: "甲", Number: "11010519491231003X"}, "!校验位"},
		"a birth date that is not the card's": {Identity{Name: "甲", Number: "11010519491231002X", Birth: "1948-12-31"}, "!不一致"},
		"a sex that is not the card's":        {Identity{Name: "甲", Number: "11010519491231002X", Sex: "male"}, "!不一致"},
		"no papers":                           {Identity{Name: "甲", Birth: "2020-01-01", Sex: "male"}, "2020-01-01 male none"},
		"no papers and no birth date":         {Identity{Name: "甲", Sex: "male"}, "!出生日期"},
		"no papers and no sex":                {Identity{Name: "甲", Birth: "2020-01-01"}, "!性别"},
		"no name":                             {Identity{Number: "11010519491231002X"}, "!姓名"},
		"a number for a name":                 {Identity{Name: "11010519491231002X", Number: "11010519491231002X"}, "!长串数字"},
		"a phone that is none":                {Identity{Name: "甲", Number: "11010519491231002X", Phone: "call me"}, "!电话"},
		"an account that is none":             {Identity{Name: "甲", Number: "11010519491231002X", Account: "12"}, "!银行账号"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := c.i.person()
			part, refused := strings.CutPrefix(c.want, "!")
			switch {
			case refused && (err == nil || !strings.Contains(fault.Sentence(err), part) || strings.Contains(err.Error(), "1949")):
				t.Errorf("%v", err)
			case !refused && (err != nil || fmt.Sprint(p.Birth, " ", p.Sex, " ", p.Paper()) != c.want):
				t.Errorf("%s %s %s, %v", p.Birth, p.Sex, p.Paper(), err)
			}
		})
	}
}

func TestWhatIsPrintedIsMasked(t *testing.T) {
	t.Parallel()
	p, err := Identity{Name: "甲", Number: "11010519491231002X", Phone: "138-0013-8000", Account: "6217 0000 1000 1234 567"}.person()
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"%v", "%+v", "%s", "%#v"} {
		text := fmt.Sprintf(format, p.Phone) + fmt.Sprintf(format, p.Account) + fmt.Sprintf(format, masked(p))
		for _, secret := range []string{"13800138000", "6217000010001234567", "11010519491231002X", "19491231"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s prints %s: %s", format, secret, text)
			}
		}
	}
}

func TestAHouseholdHasOneHeadOnEveryDay(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		members []Member
		good    bool
	}{
		"one head and a child":                {[]Member{{Person: 1, Relation: head, To: 99}, {Person: 2, Relation: "child", To: 99}}, true},
		"two heads":                           {[]Member{{Person: 1, Relation: head, To: 99}, {Person: 2, Relation: head, From: 50, To: 99}}, false},
		"a child alone":                       {[]Member{{Person: 2, Relation: "child", To: 99}}, false},
		"a new head when the old one is gone": {[]Member{{Person: 1, Relation: head, To: 49}, {Person: 2, Relation: "child", To: 49}, {Person: 2, Relation: head, From: 50, To: 99}}, true},
		"a day without a head":                {[]Member{{Person: 1, Relation: head, To: 48}, {Person: 2, Relation: "child", To: 49}, {Person: 2, Relation: head, From: 50, To: 99}}, false},
		"everybody leaves with the head":      {[]Member{{Person: 1, Relation: head, To: 49}, {Person: 2, Relation: "child", To: 49}}, true},
		"a child that stays behind":           {[]Member{{Person: 1, Relation: head, To: 49}, {Person: 2, Relation: "child", To: 99}}, false},
		"a child that was there before":       {[]Member{{Person: 1, Relation: head, From: 10, To: 99}, {Person: 2, Relation: "child", To: 99}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := oneHead(c.members); (err == nil) != c.good {
				t.Errorf("%v", err)
			}
		})
	}
}
