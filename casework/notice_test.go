package casework

import (
	"fmt"
	"testing"

	"doudi/access"
	"doudi/civil"
	"doudi/gb"
	"doudi/pack"
	"doudi/registry"
)

// village is a household as a notice looks at it.
type village struct {
	View
	address string
	people  []registry.Person
	how     []string // relations
	counted []bool   // in the unit
}

// Household, MembersOf, Unit, Offices and Person answer from the household.
func (v village) Household(int64, int64, int64) (registry.Household, error) {
	return registry.Household{Place: registry.Place{Address: v.address}}, nil
}
func (v village) MembersOf(int64, int64, int64) (list []registry.Member, err error) {
	for i := range v.people {
		list = append(list, registry.Member{Person: int64(i) + 1, Relation: v.how[i], To: civil.Open})
	}
	return list, nil
}
func (v village) Unit(_, id int64) (u registry.Unit, err error) {
	for i, counted := range v.counted {
		u.Members = append(u.Members, registry.Counted{Person: int64(i) + 1, Counted: counted})
	}
	return u, nil
}
func (v village) Offices() ([]access.Site, error) {
	return []access.Site{{Number: 1, Level: access.County, Name: "明溪县民政局"}}, nil
}
func (v village) Person(_, id, _ int64) (registry.Person, error) { return v.people[id-1], nil }

func TestANoticeSaysWhatTheLawNamesAndNoMore(t *testing.T) {
	t.Parallel()
	born := func(year int) civil.Date { d, _ := civil.MakeDate(year, 9, 2); return d }
	person := func(name string, year int) registry.Person {
		return registry.Person{Name: name, Birth: born(year), Number: gb.Number{}}
	}
	today, _ := civil.MakeDate(2026, 9, 1)
	for _, tt := range []struct {
		name, address, label string
		publish              []string
		head                 registry.Person
		opinion, want        string
		decided              *Ruling
		of                   File
	}{
		{"57号: name, size, amount; the name is masked", "雪峰镇城东村12号", "公示拟保障家庭", []string{"申请人姓名", "家庭成员数量", "保障金额"}, person("王桂兰", 1950), Give,
			"所在村（社区） 雪峰镇城东村; 申请人 王*兰; 项目 低保; 家庭人数 3 人; 金额 每月 640 元; ", nil, File{}},
		{"社会救助法第四十五条: what was decided stands there, and nothing of an intention", "城东村", "在村和社区公布确认决定", []string{"申请人姓名", "初审意见", "保障金额"}, person("王桂兰", 1950), Give,
			"所在村（社区） 城东村; 申请人 王*兰; 项目 低保; 作出决定的单位 明溪县民政局; 决定 给予低保; 金额 每月 640 元; ", &Ruling{Office: 1, Programme: "低保", Gives: true}, File{}},
		{"a place that publishes no sum publishes none of what was decided", "城东村", "公布确认结果", []string{"申请人姓名"}, person("王桂兰", 1950), Give,
			"所在村（社区） 城东村; 申请人 王*兰; 项目 低保; 作出决定的单位 明溪县民政局; 决定 给予低保; ", &Ruling{Office: 1, Programme: "低保", Gives: true}, File{}},
		{"a refusal publishes no amount", "城关社区5幢", "公示审核结果", []string{"申请人姓名", "家庭成员人数", "审核结果", "拟保障金额"}, person("李四", 1950), Deny,
			"所在村（社区） 城关社区; 申请人 李*; 项目 低保; 家庭人数 3 人; 审核结果 拟不给予; ", nil, File{}},
		{"what 57号第二十四条 forbids is left out, whatever a pack names", "解放路12号3单元", "公示", []string{"家庭基本情况", "经济状况调查结果", "家庭收入", "户主姓名"}, person("阿依古丽", 1950), Give,
			"所在村（社区） 见张贴的地方; 申请人 阿**丽; 项目 低保; ", nil, File{}},
		{"a child's name is never shown, also the day before eighteen", "城东村", "公示", []string{"申请人全名"}, person("王小明", 2008), Give,
			"所在村（社区） 城东村; 申请人 未成年人，不公示姓名; 项目 低保; ", nil, File{}},
		{"a place that cites it may show the name", "城东村", "公示", []string{"申请人全名"}, person("王桂兰", 2007), Give,
			"所在村（社区） 城东村; 申请人 王桂兰; 项目 低保; ", nil, File{}},
		{"57号第七条、第八条: who is not counted is not among them", "城东村", "公示拟保障家庭", []string{"申请人姓名", "家庭成员数量"}, person("王桂兰", 1950), Give,
			"所在村（社区） 城东村; 申请人 王*兰; 项目 低保; 家庭人数 1 人; ", nil, File{Unit: 7}},
		{"43号第十五条: a programme of one person names him and not the head, and counts nobody else", "城东村", "公示初审意见", []string{"申请人姓名", "家庭成员数量"}, person("王桂兰", 1950), Give,
			"所在村（社区） 城东村; 申请人 李*英; 项目 低保; 家庭人数 1 人; ", nil, File{Person: 4, Unit: 7}},
		{"a child who asks for himself is not named either", "城东村", "公示", []string{"申请人全名", "家庭成员数量"}, person("王桂兰", 1950), Give,
			"所在村（社区） 城东村; 申请人 未成年人，不公示姓名; 项目 低保; 家庭人数 1 人; ", nil, File{Person: 2}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := &Sight{File: tt.of, Offer: Offer{Aid: &pack.Programme{Label: "低保"}}, Today: today}
			if tt.decided != nil {
				c.Decisions = []Decision{{Turn: 1, Gives: true, Ruling: *tt.decided}}
			}
			v := village{address: tt.address, people: []registry.Person{tt.head, person("王小红", 2015), person("王大山", 1980), person("李桂英", 1952)},
				how: []string{"head", "child", "apart", "spouse"}, counted: []bool{true, false, false, false}}
			lines, err := c.published(v, &pack.ProcedureStep{Label: tt.label, Publish: tt.publish}, Order{Opinion: tt.opinion, Amount: "每月 640 元"})
			got := ""
			for _, l := range lines {
				got += fmt.Sprintf("%s %s; ", l.Label, l.Text)
			}
			if err != nil || got != tt.want {
				t.Errorf("%v\n%s\n%s", err, got, tt.want)
			}
		})
	}
}

// Villages are named as addresses of the country and of towns have them; a house
// is never.
func TestANoticeNamesTheVillageAndNoHouse(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"福建省三明市明溪县雪峰镇城东村12号":    "福建省三明市明溪县雪峰镇城东村",
		"雪峰街道雪峰社区民主路12号":        "雪峰街道雪峰社区",
		"雪峰镇民主路12号3栋502室（雪峰社区）": "见张贴的地方",
		"雪峰镇解放路88号新村花园3栋501室":   "见张贴的地方",
		"雪峰镇３幢新村":               "见张贴的地方",
		"雪峰镇":                   "见张贴的地方",
	} {
		if got := villageOf(address); got != want {
			t.Errorf("%s: %s", address, got)
		}
	}
}
