package store_test

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"doudi/access"
	"doudi/casefile"
	"doudi/civil"
	"doudi/engine"
	"doudi/fact"
	"doudi/fault"
	"doudi/pack"
	"doudi/policy"
	"doudi/registry"
	"doudi/store"

	"github.com/google/go-cmp/cmp"
)

func TestNobodyIsRegisteredTwiceUnderOneNumber(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		n := number("1980-05-05", 11)
		id := h.entered(r, clerk, registry.Identity{Name: "王伟", Number: n})
		_, err := r.EnterPerson(background, clerk, registry.Identity{Name: "王伟", Number: strings.ToLower(n)})
		h.refused(err, fmt.Sprintf("人员编号 %d", id))
		_, err = r.EnterPerson(background, at(13, "village_coordinator", village, village), registry.Identity{Name: "王伟", Number: n})
		h.refused(err, "另一个机构（编号 2）")
		if strings.Contains(err.Error(), n) || strings.Contains(h.export(s), n) {
			t.Error("the refusal tells the number")
		}
		if strings.Count(h.export(s), "act person.enter\nobject \nresult refused") != 2 {
			t.Error("the refusals are not in the chains")
		}
		h.sound(s)
	})
}

func TestWhoHasNoPapersGetsThemLater(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		id := h.entered(r, clerk, registry.Identity{Name: "无名氏20260301", Birth: "1950-01-01", Sex: "male"})
		before := h.seq(s)
		n := number("1951-02-03", 12)
		h.must(r.CorrectPerson(background, clerk, id, registry.Identity{Name: "赵国强", Number: n}))
		then, err := r.Person(background, clerk, id, before)
		h.must(err)
		now, err := r.Person(background, clerk, id, registry.Now)
		h.must(err)
		if then.Name != "无名氏20260301" || then.Paper != "none" || then.Sex != "male" || then.Birth != mustDay(t, "1950-01-01") {
			t.Errorf("before: %+v", then)
		}
		if now.Name != "赵国强" || now.Paper != "resident" || now.Sex != "female" || now.Birth != mustDay(t, "1951-02-03") || strings.Contains(now.Number, "1951") {
			t.Errorf("now: %+v", now)
		}
		h.refused(r.CorrectPerson(background, clerk, id, registry.Identity{Name: "赵国强", Birth: "1951-02-03", Sex: "female"}), "不能改成没有")
		f, err := r.Find(background, clerk, registry.ByName, "无名氏", []access.Office{township})
		if err != nil || len(f.Cards) != 0 {
			t.Errorf("found by the name that no longer stands: %+v %v", f, err)
		}
		h.refused(r.CorrectPerson(background, clerk, 999, registry.Identity{Name: "赵", Number: number("1951-02-03", 13)}), "没有编号为 999")
	})
}

func TestPeopleAreFoundInEveryWay(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		n := number("1962-07-08", 21)
		wei := h.entered(r, clerk, registry.Identity{Name: "单伟", Number: n, Phone: "13800138000"})
		ai := h.entered(r, clerk, registry.Identity{Name: "买买提·艾山", Birth: "1970-01-01", Sex: "male", Phone: "0598-2812345"})
		house := h.founded(r, "雪峰镇城东村12号", "2026-01-01", wei, "head")
		old := n[:6] + n[8:17] // the number as it was before 1999
		for _, c := range []struct {
			by   registry.By
			text string
			want int64
		}{
			{registry.ByName, "单伟", wei}, {registry.ByName, "伟", wei}, {registry.ByName, "shanwei", wei}, {registry.ByName, "SW", wei},
			{registry.ByName, "艾山", ai}, {registry.ByName, "买买提艾", ai}, {registry.ByName, "mmtas", ai},
			{registry.ByNumber, n, wei}, {registry.ByNumber, old, wei}, {registry.ByTail, strings.ToLower(n[14:]), wei},
			{registry.ByPhone, "138 0013 8000", wei}, {registry.ByPhone, "05982812345", ai},
		} {
			f, err := r.Find(background, clerk, c.by, c.text, []access.Office{township})
			h.must(err)
			if len(f.Cards) != 1 || f.Cards[0].ID != c.want || f.More {
				t.Errorf("%s %s: %+v", c.by, c.text, f)
			}
		}
		for by, text := range map[registry.By]string{registry.ByName: "李", registry.ByNumber: number("1962-07-08", 22), registry.ByTail: "0000", registry.ByPhone: "13800138001", registry.ByAddress: "城西"} {
			f, err := r.Find(background, clerk, by, text, []access.Office{township})
			if err != nil || len(f.Cards)+len(f.Households) != 0 || f.Elsewhere != 0 {
				t.Errorf("%s %s: %+v %v", by, text, f, err)
			}
		}
		f, err := r.Find(background, clerk, registry.ByAddress, "城东村12", []access.Office{township})
		if err != nil || len(f.Households) != 1 || f.Households[0].Ref != (registry.Ref{Office: 2, ID: house}) || f.Households[0].Head != "单伟" || f.Households[0].People != 1 {
			t.Errorf("%+v %v", f, err)
		}
		if x := h.export(s); !strings.Contains(x, "act person.find\nobject \nresult viewed\npurpose tail\n") || strings.Contains(x, "13800138000") {
			t.Error("a search is not in the chain, or says too much")
		}
	})
}

func TestASearchStaysInItsOfficesAndShowsOnlySoMany(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		for i := range 51 {
			h.entered(r, clerk, registry.Identity{Name: fmt.Sprintf("王%c", '一'+rune(i)), Birth: "1970-01-01", Sex: "male"})
		}
		n := number("1962-07-08", 21)
		there := at(13, "village_coordinator", village, village)
		h.entered(r, there, registry.Identity{Name: "王五", Number: n})
		f, err := r.Find(background, clerk, registry.ByName, "王", []access.Office{township})
		if err != nil || len(f.Cards) != 50 || !f.More {
			t.Errorf("%d %v %v", len(f.Cards), f.More, err)
		}
		f, err = r.Find(background, clerk, registry.ByNumber, n, []access.Office{township})
		if err != nil || len(f.Cards) != 0 || f.Elsewhere != 3 {
			t.Errorf("%+v %v", f, err)
		}
		f, err = r.Find(background, at(11, "county_clerk", county, county), registry.ByName, "王五", []access.Office{township, village})
		if err != nil || len(f.Cards) != 1 || f.Cards[0].Office != 3 {
			t.Errorf("%+v %v", f, err)
		}
		_, err = r.Find(background, clerk, registry.ByName, "王", []access.Office{village})
		h.refused(err, "没有在这里")
	})
}

func TestFullNumbersAreShownForAPurposeAndSoManyTimes(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		n := number("1962-07-08", 21)
		id := h.entered(r, clerk, registry.Identity{Name: "王伟", Number: n, Phone: "13800138000", Account: "6217000010001234567"})
		card, err := r.Person(background, clerk, id, registry.Now)
		if err != nil || strings.Contains(fmt.Sprintf("%+v", card), "1962070") || card.Phone == "13800138000" {
			t.Errorf("%+v %v", card, err)
		}
		card, err = r.Unmask(background, clerk, id, registry.ForSurvey)
		if err != nil || card.Number != n || card.Phone != "13800138000" || card.Account == "6217000010001234567" {
			t.Errorf("for a survey: %+v %v", card, err)
		}
		card, err = r.Unmask(background, at(14, "finance_officer", county, township), id, registry.ForPayment)
		if err != nil || card.Account != "6217000010001234567" || card.Phone == "13800138000" {
			t.Errorf("for a payment: %+v %v", card, err)
		}
		_, err = r.Unmask(background, clerk, id, registry.ForAudit)
		h.refused(err, "这个用途")
		_, err = r.Unmask(background, at(13, "village_coordinator", village, village), id, registry.ForSurvey)
		h.refused(err, "没有在这里")
		for i := 2; i <= 200; i++ {
			_, err = r.Unmask(background, clerk, id, registry.ForSurvey)
			h.must(err)
		}
		_, err = r.Unmask(background, clerk, id, registry.ForSurvey)
		h.refused(err, "已满200次")
		if x := h.export(s); strings.Count(x, "result viewed\npurpose survey") != 200 || !strings.Contains(x, "act person.unmask\nobject person:1\nresult refused\npurpose audit/purpose") ||
			!strings.Contains(x, "act person.unmask\nobject person:1\nresult refused\npurpose survey/refused") {
			t.Error("views or refusals are missing in the chain")
		}
		r.Today = func() civil.Date { return mustDay(t, "2026-09-02") }
		_, err = r.Unmask(background, clerk, id, registry.ForSurvey)
		h.must(err)
		there := at(13, "village_coordinator", village, village)
		other := h.entered(r, there, registry.Identity{Name: "李娜", Number: number("1962-07-08", 22)})
		for i := range 201 { // in two offices, but one person looks
			d, id := []registry.Desk{at(16, "county_clerk", county, township), at(16, "county_clerk", county, village)}[i%2], []int64{id, other}[i%2]
			if _, err = r.Unmask(background, d, id, registry.ForSurvey); (err != nil) != (i == 200) {
				t.Errorf("view %d: %v", i+1, err)
			}
		}
		h.sound(s)
	})
}

func TestALookThatIsNotRecordedShowsNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		id := h.entered(r, clerk, registry.Identity{Name: "王伟", Number: number("1962-07-08", 21)})
		h.raw("UPDATE audit_head SET seq = seq - 1 WHERE office = 2") // the chain takes no further entry
		card, err := r.Unmask(background, clerk, id, registry.ForSurvey)
		if err == nil || card.Number != "" || card.Name != "" {
			t.Errorf("%+v %v", card, err)
		}
		if f, err := r.Find(background, clerk, registry.ByName, "王伟", []access.Office{township}); err == nil || len(f.Cards) != 0 {
			t.Errorf("%+v %v", f, err)
		}
	})
}

func TestWhoMayNotIsRefusedAndTheRefusalIsKept(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		n := h.seq(s)
		nobody := registry.Desk{Office: township}
		_, err := r.EnterPerson(background, nobody, registry.Identity{Name: "王伟", Birth: "1970-01-01", Sex: "male"})
		h.refused(err, "请先登录")
		_, err = r.Alikes(background, nobody, registry.Identity{Name: "王伟", Birth: "1970-01-01", Sex: "male"})
		h.refused(err, "请先登录")
		_, err = r.Timeline(background, at(12, "finance_officer", county, township), of(registry.OfMember, 1))
		h.refused(err, "权限")
		_, err = r.Timeline(background, clerk, registry.Subject{Office: 3, Of: registry.OfMember, ID: 1})
		h.refused(err, "另一个机构")
		err = r.EnterFacts(background, clerk, mingxi().Schema, registry.Subject{Office: 3, Of: registry.OfMember, ID: 1}, nil)
		h.refused(err, "另一个机构")
		if h.seq(s) != n+3 {
			t.Errorf("%d refusals", h.seq(s)-n)
		}
	})
}

// three registers three people.
func (h *house) three(r *registry.Registry) (ids []int64) {
	h.Helper()
	for i, name := range []string{"王伟", "李娜", "王小明"} {
		ids = append(ids, h.entered(r, clerk, registry.Identity{Name: name, Number: number(fmt.Sprintf("19%d0-05-05", 6+i), 30+i), Phone: fmt.Sprintf("1380013800%d", i)}))
	}
	return ids
}

// persons are who is in a household on a day.
func (h *house) persons(r *registry.Registry, d registry.Desk, household int64, day string, known int64) []int64 {
	h.Helper()
	s, err := r.Snapshot(background, d, registry.Question{Law: mingxi(), Household: household, On: mustDay(h.T, day), Known: known})
	h.must(err)
	return s.Persons
}

func TestPeopleComeAndGoAndTheHeadIsARole(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		p := h.three(r)
		law := mingxi().Schema
		first := h.founded(r, "甲村1号", "2026-01-01", p[0], "head", p[1], "spouse")
		_, err := r.OpenHousehold(background, clerk, law, registry.Place{}, []registry.Member{{Person: p[1], Relation: "head", From: mustDay(t, "2026-03-01"), To: civil.Open}})
		h.refused(err, fmt.Sprintf("家庭 %d 的成员", first))
		_, err = r.OpenHousehold(background, clerk, law, registry.Place{}, nil)
		h.refused(err, "一个人也没有")
		_, err = r.OpenHousehold(background, clerk, law, registry.Place{}, []registry.Member{{Person: p[2], Relation: "head", To: civil.Open}, {Person: p[2], Relation: "apart", To: civil.Open}})
		h.refused(err, "写了两次")
		before := h.seq(s)
		day := mustDay(t, "2026-05-01")
		h.refused(r.ChangeMember(background, clerk, law, registry.Member{Household: first, Person: p[0], From: day, To: civil.Open}), "没有申请人")
		h.refused(r.ChangeMember(background, clerk, law, registry.Member{Household: first, Person: p[2], Relation: "cousin", From: day, To: civil.Open}), "没有这个选项")
		h.must(r.ChangeMembers(background, clerk, law, first, []registry.Member{
			{Person: p[0], From: day, To: civil.Open}, {Person: p[1], Relation: "head", From: day, To: civil.Open}, {Person: p[2], Relation: "child", From: day, To: civil.Open}}))
		for day, want := range map[string][]int64{"2025-12-31": nil, "2026-04-30": {p[0], p[1]}, "2026-05-01": {p[1], p[2]}} {
			if got := h.persons(r, clerk, first, day, registry.Now); !slices.Equal(got, want) {
				t.Errorf("on %s: %v", day, got)
			}
		}
		if got := h.persons(r, clerk, first, "2026-05-01", before+1); !slices.Equal(got, []int64{p[0], p[1]}) { // a refusal was entered meanwhile
			t.Errorf("as it was known: %v", got)
		}
		// who lives apart may have a household of his own
		_, err = r.OpenHousehold(background, clerk, law, registry.Place{}, []registry.Member{{Person: p[0], Relation: "head", From: day, To: civil.Open}, {Person: p[1], Relation: "apart", From: day, To: civil.Open}})
		h.must(err)
	})
}

func TestSplittingAndMergingMakeNewHouseholds(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		p := h.three(r)
		law := mingxi().Schema
		old := h.founded(r, "甲村1号", "2026-01-01", p[0], "head", p[1], "spouse", p[2], "child")
		parts := []registry.Part{{Address: "甲村1号", Members: []registry.Member{{Person: p[0], Relation: "head"}}},
			{Address: "乙村2号", Members: []registry.Member{{Person: p[1], Relation: "head"}, {Person: p[2], Relation: "child"}}}}
		how := registry.Ending{On: mustDay(t, "2026-06-01")}
		_, err := r.Split(background, clerk, law, old, []registry.Part{parts[0], {Members: parts[1].Members[:1]}}, how)
		h.refused(err, fmt.Sprintf("人员 %d 应当正好", p[2]))
		heirs, err := r.Split(background, clerk, law, old, parts, how)
		h.must(err)
		for i, want := range [][]int64{{p[0]}, {p[1], p[2]}} {
			if got := h.persons(r, clerk, heirs[i].ID, "2026-06-01", registry.Now); !slices.Equal(got, want) {
				t.Errorf("heir %d: %v", i, got)
			}
		}
		if a, b := h.persons(r, clerk, old, "2026-05-31", registry.Now), h.persons(r, clerk, old, "2026-06-01", registry.Now); len(a) != 3 || len(b) != 0 {
			t.Errorf("the old one: %v, then %v", a, b)
		}
		h.refused(r.EnterFacts(background, clerk, law, of(registry.OfHousehold, old), []registry.Answer{said(t, "household.area", "rural", "2026-06-01", 0)}), "已经分户")
		whole := registry.Part{Address: "丙村3号", Members: []registry.Member{{Person: p[1], Relation: "head"}, {Person: p[0], Relation: "spouse"}, {Person: p[2], Relation: "child"}}}
		again, err := r.Merge(background, clerk, law, []int64{heirs[0].ID, heirs[1].ID}, whole, registry.Ending{On: mustDay(t, "2026-08-01")})
		h.must(err)
		if got := h.persons(r, clerk, again.ID, "2026-08-01", registry.Now); !slices.Equal(got, []int64{p[1], p[0], p[2]}) {
			t.Errorf("%v", got)
		}
		h.read(s, func(v *store.View) error {
			got, err := v.Heirs(2, heirs[0].ID)
			if !slices.Equal(got, []registry.Ref{again}) {
				t.Errorf("%v", got)
			}
			return err
		})
		h.sound(s)
	})
}

func TestAFamilyMovesToAnotherOfficeWithWhatIsKnown(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		p := h.three(r)
		law := mingxi().Schema
		old := h.founded(r, "甲村1号", "2026-01-01", p[0], "head", p[1], "spouse")
		h.must(r.EnterFacts(background, clerk, law, of(registry.OfHousehold, old), []registry.Answer{said(t, "household.area", "rural", "2026-01-01", 0)}))
		h.must(r.EnterFacts(background, clerk, law, of(registry.OfMember, p[0]), []registry.Answer{said(t, "member.disability_level", "2", "2026-01-01", 0)}))
		before := h.seq(s)
		heir, err := r.Move(background, clerk, law, old, village, "城东村9号", registry.Ending{On: mustDay(t, "2026-07-01")})
		h.must(err)
		there := at(15, "county_clerk", county, village)
		snap, err := r.Snapshot(background, there, registry.Question{Law: mingxi(), Household: heir.ID, On: mustDay(t, "2026-07-01"), Known: registry.Now})
		h.must(err)
		if heir.Office != 3 || len(snap.Persons) != 2 || answer(snap, "disability_level") != fact.Of(2) || snap.Numbers[0].Text() != number("1960-05-05", 30) {
			t.Errorf("%v %+v", heir, snap.Persons)
		}
		if slot, _ := law.Entities[fact.HouseholdEntity].Slot("area"); snap.Snapshot.Household.Values[slot].State != fact.Known {
			t.Error("what was known of the household stayed behind")
		}
		h.read(s, func(v *store.View) error {
			now, err := registry.Living(v, registry.Ref{Office: 2, ID: p[0]})
			if now != (registry.Ref{Office: 3, ID: snap.Persons[0]}) {
				t.Errorf("%v", now)
			}
			return err
		})
		if got := h.persons(r, clerk, old, "2026-06-30", registry.Now); !slices.Equal(got, p[:2]) {
			t.Errorf("the old records: %v", got)
		}
		if got := h.persons(r, clerk, old, "2026-08-01", before); !slices.Equal(got, p[:2]) {
			t.Errorf("the old records as they were known: %v", got)
		}
		_, err = r.EnterPerson(background, clerk, registry.Identity{Name: "王伟", Number: number("1960-05-05", 30)})
		h.refused(err, "另一个机构（编号 3）")
		f, err := r.Find(background, clerk, registry.ByName, "王伟", []access.Office{township})
		if err != nil || len(f.Cards) != 0 {
			t.Errorf("still found: %+v %v", f, err)
		}
		h.refused(r.CorrectPerson(background, clerk, p[0], registry.Identity{Name: "王伟", Number: number("1960-05-05", 30)}), "已经合并或迁出")
		if strings.Count(h.export(s), "act household.move\n") != 2 {
			t.Error("not both chains have an entry")
		}
		h.sound(s)
	})
}

func TestOnePersonEnteredTwiceBecomesOne(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		law := mingxi().Schema
		n := number("1975-04-04", 40)
		stays := h.entered(r, clerk, registry.Identity{Name: "张珊", Birth: "1975-04-04", Sex: "male"})
		h.entered(r, clerk, registry.Identity{Name: "张珊珊", Birth: "1975-04-04", Sex: "male"}) // begins alike, and is another
		like, err := r.Alikes(background, clerk, registry.Identity{Name: "章杉", Birth: "1975-04-04", Sex: "male"})
		h.must(err)
		if diff := cmp.Diff([]registry.Alike{{Ref: registry.Ref{Office: 2, ID: stays}, Because: "sound_and_birth"}}, like); diff != "" {
			t.Error(diff)
		}
		goes := h.entered(r, clerk, registry.Identity{Name: "张珊", Number: n})
		like, err = r.Alikes(background, clerk, registry.Identity{Name: "张珊", Birth: "1975-04-04", Sex: "male"})
		if err != nil || len(like) != 2 || like[0].Because != "name_and_birth" {
			t.Errorf("%+v %v", like, err)
		}
		like, err = r.Alikes(background, clerk, registry.Identity{Name: "张三", Number: n})
		if err != nil || len(like) != 1 || like[0] != (registry.Alike{Ref: registry.Ref{Office: 2, ID: goes}, Because: "number"}) {
			t.Errorf("%+v %v", like, err)
		}
		like, err = r.Alikes(background, clerk, registry.Identity{Name: "章杉", Birth: "1975-04-05", Sex: "male"})
		if err != nil || len(like) != 0 {
			t.Errorf("born on another day: %+v %v", like, err)
		}
		like, err = r.Alikes(background, clerk, registry.Identity{Name: "张珊", Number: number("1975-04-04", 43)})
		if err != nil || len(like) != 1 || like[0].ID != stays {
			t.Errorf("two numbers are two people: %+v %v", like, err)
		}
		home := h.founded(r, "", "2026-01-01", goes, "head")
		h.must(r.EnterFacts(background, clerk, law, of(registry.OfMember, stays), []registry.Answer{said(t, "member.disability_level", "2", "2026-01-01", 0)}))
		h.must(r.EnterFacts(background, clerk, law, of(registry.OfMember, goes), []registry.Answer{said(t, "member.disability_level", "none", "2026-01-01", 0), said(t, "member.needs_long_term_care", "true", "2026-01-01", 0)}))
		h.refused(r.MergePersons(background, clerk, stays, goes), "没有在这里")
		h.must(r.MergePersons(background, countyClerk, stays, goes))
		snap, err := r.Snapshot(background, clerk, registry.Question{Law: mingxi(), Household: home, On: mustDay(t, "2026-02-01"), Known: registry.Now})
		h.must(err)
		if !slices.Equal(snap.Persons, []int64{stays}) || snap.Numbers[0].Text() != n || answer(snap, "disability_level") != fact.Of(2) || answer(snap, "needs_long_term_care") != fact.Of(1) {
			t.Errorf("%+v", snap)
		}
		h.refused(r.MergePersons(background, countyClerk, stays, goes), "已经合并")
		other := h.entered(r, clerk, registry.Identity{Name: "张珊", Number: number("1975-04-04", 41)})
		h.refused(r.MergePersons(background, countyClerk, stays, other), "是两个人")
		h.sound(s)
	})
}

// frozen keeps a unit.
func (h *house) frozen(s *store.Store, u registry.Unit) (id int64) {
	h.Helper()
	h.must(s.Do(background, u.Office, act("case.submit"), func(tx *store.Tx) (err error) {
		id, err = registry.Freeze(tx, u)
		return err
	}))
	return id
}

func TestWhoIsCountedIsFrozen(t *testing.T) {
	program, problems := policy.Compile(mingxi())
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	en := engine.New(program)
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		law := mingxi().Schema
		p := append(h.three(r), h.entered(r, clerk, registry.Identity{Name: "王芳", Birth: "1990-01-01", Sex: "female"}))
		home := h.founded(r, "", "2026-01-01", p[0], "head", p[1], "apart", p[2], "apart", p[3], "apart")
		q := registry.Question{Law: mingxi(), Household: home, On: mustDay(t, "2026-09-01"), Known: registry.Now, Region: "350421", AsOf: mustDay(t, "2026-09-01"), AppliedOn: mustDay(t, "2026-09-01"), DecidedOn: mustDay(t, "2026-09-01")}
		snap, err := r.Snapshot(background, clerk, q)
		h.must(err)
		_, err = registry.UnitOf(en, program, snap, "dibao", 0)
		h.refused(err, fmt.Sprintf("人员 %d 还不能确定", p[1]))
		for id, why := range map[int64][2]string{p[1]: {"prison", "2025-01-01"}, p[2]: {"study", "2025-09-01"}, p[3]: {"clergy", "2023-09-01"}} { // three years to the day
			h.must(r.EnterFacts(background, clerk, law, of(registry.OfMember, id), []registry.Answer{said(t, "member.apart_reason", why[0], why[1], 0), said(t, "member.apart_since", why[1], why[1], 0)}))
		}
		snap, err = r.Snapshot(background, clerk, q)
		h.must(err)
		whole, err := registry.UnitOf(en, program, snap, "dibao", 0)
		h.must(err)
		id := h.frozen(s, whole)
		alone, err := registry.UnitOf(en, program, snap, "single_dibao", p[3])
		h.must(err)
		second := h.frozen(s, alone)
		_, err = registry.UnitOf(en, program, snap, "single_dibao", 0)
		h.refused(err, "要选是谁")
		_, err = registry.UnitOf(en, program, snap, "dibao", p[0])
		h.refused(err, "由家庭申请")
		h.must(r.EnterFacts(background, clerk, law, of(registry.OfMember, p[1]), []registry.Answer{said(t, "member.apart_reason", "work", "2025-01-01", 0)})) // known too late
		// 57号第七条: the student away counts; the prisoner and who has been clergy for three years do not.
		want := []registry.Counted{{Person: p[0], Counted: true, Rule: "counted"}, {Person: p[1], Rule: "counted"}, {Person: p[2], Counted: true, Rule: "counted"}, {Person: p[3], Rule: "counted"}}
		// 第八条: who has been clergy for three years may apply alone.
		one := []registry.Counted{{Person: p[0], Rule: "single_dibao"}, {Person: p[1], Rule: "single_dibao"}, {Person: p[2], Rule: "single_dibao"}, {Person: p[3], Counted: true, Rule: "single_dibao"}}
		h.read(s, func(v *store.View) error {
			for id, want := range map[int64][]registry.Counted{id: want, second: one} {
				u, err := v.Unit(2, id)
				if err != nil {
					return err
				}
				if diff := cmp.Diff(want, u.Members); diff != "" || u.Household != home || u.Pack != mingxi().Hash() {
					t.Errorf("%s", diff)
				}
			}
			return nil
		})
	})
}

func TestNearRelativesOfStaffAreFound(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		p := h.three(r)
		home := h.founded(r, "", "2026-01-01", p[0], "head")
		id, err := r.RegisterRelative(background, clerk, registry.Kinship{Staff: 10, Relation: "parent", Name: "王伟", Number: number("1960-05-05", 30)})
		h.must(err)
		_, err = r.RegisterRelative(background, clerk, registry.Kinship{Staff: 10, Relation: "spouse", Name: "某", Number: "350421"})
		h.refused(err, "位数不对")
		_, err = r.RegisterRelative(background, clerk, registry.Kinship{Staff: 10, Relation: "cousin", Name: "某", Number: number("1960-05-05", 31)})
		h.refused(err, "近亲属是")
		_, err = r.RegisterRelative(background, clerk, registry.Kinship{Relation: "spouse", Name: "某", Number: number("1960-05-05", 31)})
		h.refused(err, "委员姓名")
		_, err = r.RegisterRelative(background, clerk, registry.Kinship{Staff: 10, Relation: "parent", Name: "王伟", Number: number("1960-05-05", 30)})
		h.refused(err, "已经登记过")
		_, err = r.RegisterRelative(background, clerk, registry.Kinship{Of: "李四", Relation: "spouse", Name: "某", Number: number("1960-05-05", 31)})
		h.must(err)
		look := func() (list []registry.Relative) {
			snap, err := r.Snapshot(background, clerk, registry.Question{Law: mingxi(), Household: home, On: mustDay(t, "2026-02-01"), Known: registry.Now})
			h.must(err)
			h.read(s, func(v *store.View) (err error) {
				list, err = registry.StaffRelatives(v, snap)
				return err
			})
			return list
		}
		if list := look(); len(list) != 1 || list[0].Staff != 10 || list[0].ID != id {
			t.Errorf("%+v", list)
		}
		list, err := r.Relatives(background, reviewer)
		if err != nil || len(list) != 2 || list[1].Of != "李四" || list[0].Since.IsZero() || strings.Contains(fmt.Sprintf("%+v", list), "1960") {
			t.Errorf("%+v %v", list, err)
		}
		h.refused(r.EndRelative(background, clerk, id), "您自己的近亲属")
		other := at(14, "township_clerk", township, township)
		h.must(r.EndRelative(background, other, id))
		h.refused(r.EndRelative(background, other, id), "没有这条近亲属登记")
		if list := look(); len(list) != 0 {
			t.Errorf("%+v", list)
		}
		h.clean(h.written(s), []string{number("1960-05-05", 30)}, "王伟")
	})
}

func TestWhileKeysRotateEverybodyIsFoundAndNobodyTwice(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		first := h.entered(r, clerk, registry.Identity{Name: "王伟", Number: number("1960-05-05", 30), Phone: "13800138000"})
		both, err := h.options().Ring.Rotate(rand.Reader)
		h.must(err)
		h.ring = both
		s = h.reopen(h.address)
		r = h.people(s)
		_, err = r.EnterPerson(background, clerk, registry.Identity{Name: "王伟", Number: number("1960-05-05", 30)})
		h.refused(err, fmt.Sprintf("人员编号 %d", first))
		second := h.entered(r, clerk, registry.Identity{Name: "李娜", Number: number("1961-05-05", 30), Phone: "13800138000"})
		f, err := r.Find(background, clerk, registry.ByPhone, "13800138000", []access.Office{township})
		if err != nil || len(f.Cards) != 2 {
			t.Errorf("%+v %v", f, err)
		}
		for id, birth := range map[int64]string{first: "1960-05-05", second: "1961-05-05"} {
			f, err := r.Find(background, clerk, registry.ByNumber, number(birth, 30), []access.Office{township})
			if err != nil || len(f.Cards) != 1 || f.Cards[0].ID != id {
				t.Errorf("%+v %v", f, err)
			}
		}
	})
}

func TestAFactThatAPackAddsNeedsNoGo(t *testing.T) {
	schema := fact.NewSchema([]fact.Entity{
		{Name: "household", Parent: fact.PlaceEntity, Facts: []fact.Fact{{Key: "boats", Label: "船", Type: fact.Count}}},
		{Name: "member", Plural: "members", Parent: fact.HouseholdEntity, Facts: []fact.Fact{
			{Key: "relation", Type: fact.Enum, Values: []int64{0}}, {Key: "birth_date", Type: fact.Date}, {Key: "diagnosis", Label: "病种", Type: fact.Enum, Values: []int64{1, 2}, Sensitivity: "health"}}},
		{Name: "net", Plural: "nets", Label: "渔网", Parent: fact.HouseholdEntity, Facts: []fact.Fact{{Key: "length", Label: "长", Type: fact.Count}}},
	}, []string{"head", "kashin_beck_marker", "other_marker"})
	fishing := &pack.Resolved{Schema: schema}
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		p := h.three(r)
		home, err := r.OpenHousehold(background, clerk, schema, registry.Place{}, []registry.Member{{Person: p[0], Relation: "head", From: mustDay(t, "2026-01-01"), To: civil.Open}})
		h.must(err)
		h.must(r.EnterFacts(background, clerk, schema, of(registry.OfHousehold, home), []registry.Answer{
			said(t, "household.boats", "2", "2026-01-01", 0), said(t, "net", "row 大网", "2026-01-01", -1), said(t, "net.length", "30", "2026-01-01", -1), said(t, "net.length", "20", "2026-01-01", -2), said(t, "net", "complete", "2026-01-01", 0)}))
		h.must(r.EnterFacts(background, clerk, schema, of(registry.OfMember, p[0]), []registry.Answer{said(t, "member.diagnosis", "kashin_beck_marker", "2026-01-01", 0)}))
		snap, err := r.Snapshot(background, clerk, registry.Question{Law: fishing, Household: home, On: mustDay(t, "2026-02-01"), Known: registry.Now, Region: "350421"})
		h.must(err)
		var out bytes.Buffer
		h.must(casefile.NewWriter(&out).Write(&casefile.Family{Name: "户1", Snapshot: snap.Snapshot}))
		for _, want := range []string{"boats: 2", "nets: [{name: '大网', length: 30}, {length: 20}]", "diagnosis: 'kashin_beck_marker'"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("the export lacks %s:\n%s", want, out.String())
			}
		}
		h.clean(h.written(s), []string{"kashin_beck_marker"}, "大网")
		// a row that is taken back is gone with its answers, and its number is never used again
		h.must(r.EnterFacts(background, clerk, schema, of(registry.OfHousehold, home), []registry.Answer{said(t, "net", "", "2026-03-01", 2)}))
		h.must(r.EnterFacts(background, clerk, schema, of(registry.OfHousehold, home), []registry.Answer{said(t, "net.length", "7", "2026-04-01", -1)}))
		for day, want := range map[string]int{"2026-02-01": 2, "2026-03-01": 1, "2026-04-01": 2} {
			snap, err := r.Snapshot(background, clerk, registry.Question{Law: fishing, Household: home, On: mustDay(t, day), Known: registry.Now})
			h.must(err)
			if rows := snap.Snapshot.Household.Tables[1].Rows; len(rows) != want {
				t.Errorf("on %s: %+v", day, rows)
			}
		}
		if n := h.count("fact WHERE line = 3"); n != 2 {
			t.Errorf("the new row is not number 3 (%d)", n)
		}
	})
}

func TestManyAtOnceEnterOnePersonOnceAndChangeHisFactsOneByOne(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r, again := h.people(s), h.people(h.reopen(h.address))
		p := h.three(r)
		n := number("1999-09-09", 99)
		var entered atomic.Int64
		var all sync.WaitGroup
		for i := range 8 {
			from := []*registry.Registry{r, again}[i%2]
			all.Go(func() {
				where := []registry.Desk{clerk, at(13, "village_coordinator", village, village)}[i/2%2]
				if _, err := from.EnterPerson(background, where, registry.Identity{Name: "赵一", Number: n}); err == nil {
					entered.Add(1)
				} else if fault.Kind(err) != fault.BadInput && fault.Kind(err) != fault.Conflict {
					t.Error(err)
				}
			})
			all.Go(func() {
				day := fmt.Sprintf("2026-0%d-01", 1+i)
				if err := from.EnterFacts(background, clerk, mingxi().Schema, of(registry.OfMember, p[0]), []registry.Answer{said(t, "member.disability_level", fmt.Sprint(1+i%4), day, 0)}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if entered.Load() != 1 || h.count("person WHERE name = '赵一'") != 1 {
			t.Errorf("entered %d times", entered.Load())
		}
		list, err := r.Timeline(background, clerk, of(registry.OfMember, p[0]))
		h.must(err)
		for at := h.seq(s); at > 0; at-- { // whenever it is asked as of, no day has two answers
			for day := mustDay(t, "2025-12-31"); day < mustDay(t, "2026-12-31"); day += 15 {
				holds := 0
				for _, f := range list.Facts {
					if f.Stood(at) && f.Holds(day) {
						holds++
					}
				}
				if holds > 1 {
					t.Fatalf("%d answers for one day", holds)
				}
			}
		}
		h.sound(s)
	})
}

func TestFamiliesThatMoveAgainstEachOtherAllArrive(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		law := mingxi().Schema
		there := at(15, "county_clerk", county, village)
		var moves []func() error
		for i := range 6 {
			d, to := countyClerk, village
			if i%2 == 1 {
				d, to = there, township
			}
			id := h.entered(r, d, registry.Identity{Name: "王伟", Number: number("1960-05-05", 50+i)})
			home, err := r.OpenHousehold(background, d, law, registry.Place{}, []registry.Member{{Person: id, Relation: "head", From: mustDay(t, "2026-01-01"), To: civil.Open}})
			h.must(err)
			moves = append(moves, func() error {
				_, err := r.Move(background, d, law, home, to, "", registry.Ending{On: mustDay(t, "2026-07-01")})
				return err
			})
		}
		var all sync.WaitGroup
		for _, move := range moves {
			all.Go(func() {
				if err := move(); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if a, b := h.count("household WHERE office = 2 AND state = 'open' AND superseded = 0"), h.count("household WHERE office = 3 AND state = 'open' AND superseded = 0"); a != 3 || b != 3 {
			t.Errorf("%d here, %d there", a, b)
		}
		h.sound(s)
	})
}

func TestASealedFactDoesNotOpenInAnotherPlace(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		p := h.three(r)
		for i, level := range []string{"1", "2"} {
			h.must(r.EnterFacts(background, clerk, mingxi().Schema, of(registry.OfMember, p[i]), []registry.Answer{said(t, "member.disability_level", level, "2026-01-01", 0)}))
		}
		h.raw(fmt.Sprintf("UPDATE fact SET sealed = (SELECT f.sealed FROM fact AS f WHERE f.subject = %d) WHERE subject = %d", p[1], p[0]))
		_, err := r.Timeline(background, clerk, of(registry.OfMember, p[0]))
		h.refused(err, "被改动过")
	})
}

func TestWhatASubstituteDoesToFamiliesNamesWhomHeStandsInFor(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		substitute := at(14, "township_clerk", township, township)
		substitute.Actor.Posts[0].For = 10
		h.entered(r, substitute, registry.Identity{Name: "王伟", Birth: "1970-01-01", Sex: "male"})
		if !strings.Contains(h.export(s), "township_clerk/for:10") {
			t.Error("the chain does not say for whom")
		}
		if card, err := r.Unmask(background, substitute, 1, registry.ForSurvey); err != nil || card.Name != "王伟" {
			t.Errorf("the substitute looks: %+v %v", card, err)
		}
	})
}

func TestTheHouseholdsOfAnOfficeAreListedInParts(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		p := h.three(r)
		for i, one := range p {
			h.founded(r, fmt.Sprintf("甲村%d号", i+1), "2026-01-01", one, "head")
		}
		h.must(r.Leave(background, clerk, mingxi().Schema, 2, registry.Departure{Person: p[1], Last: mustDay(t, "2026-08-31"), Why: registry.MovedOut}))
		var all []string
		for after, more := int64(0), true; more; {
			var list []registry.House
			var err error
			list, more, err = r.Roll(background, clerk, after, 2)
			h.must(err)
			for _, one := range list {
				all = append(all, fmt.Sprintf("%d %s %d", one.ID, one.Head, one.People))
				after = one.ID
			}
		}
		if got := strings.Join(all, ", "); got != "1 王伟 1, 2  0, 3 王小明 1" {
			t.Error(got)
		}
		_, _, err := r.Roll(background, at(12, "finance_officer", county, township), 0, 2)
		h.refused(err, "没有在这里")
	})
}

func TestWhoHasTwoPostsLooksForThePurposesOfBoth(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		id := h.entered(r, clerk, registry.Identity{Name: "王伟", Number: number("1962-07-08", 21), Account: "6217000010001234567"})
		both := at(14, "township_reviewer", township, township)
		both.Actor.Posts = append(both.Actor.Posts, access.Post{Role: "township_clerk", Office: township, To: civil.Open, For: 10})
		card, err := r.Unmask(background, both, id, registry.ForApplication)
		if err != nil || card.Account == "6217000010001234567" {
			t.Errorf("as a reviewer first: %+v %v", card, err)
		}
		if _, err = r.Unmask(background, both, id, registry.ForMeansTest); err != nil {
			t.Errorf("what only the clerk may: %v", err)
		}
		if got := fmt.Sprint(r.Purposes(both, "person.unmask")); got != "[application survey review means_test]" {
			t.Error(got)
		}
		if x := h.export(s); !strings.Contains(x, "role township_clerk/for:10\nact person.unmask") {
			t.Error("the chain does not say by which post")
		}
	})
}

func TestAFamilyMovesOnlyToWhereItIsLed(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		p := h.three(r)
		old := h.founded(r, "甲村1号", "2026-01-01", p[0], "head")
		shut := village
		shut.Closed = true
		for _, to := range []access.Office{shut, {ID: 1, Level: access.City}} {
			_, err := r.Move(background, clerk, mingxi().Schema, old, to, "城东村9号", registry.Ending{On: mustDay(t, "2026-07-01")})
			h.refused(err, "还在办公")
		}
	})
}
