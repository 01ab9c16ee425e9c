package browser

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"doudi/access"
	"doudi/civil"
	"doudi/fact"
	"doudi/pack"
	"doudi/packs"
	"doudi/registry"
	"doudi/store"
)

// folk are the people and households of the tests; town is where they live.
var (
	folk *registry.Registry
	town = access.Office{ID: 2, Level: access.Township, Above: []int64{1}}
)

// The numbers of some of them, for addresses.
const (
	wang = iota + 1 // the head of household 1
	chen            // her husband
	baby            // without papers, in no household
	hill            // alone in household 2
)

// clerk enters them, with the rights of the township's clerk.
func clerk() registry.Desk {
	return registry.Desk{Actor: access.Actor{Staff: ids["tc.1"], Posts: []access.Post{{Role: "township_clerk", Office: town, To: civil.Open}}}, Office: town}
}

// lawOfPlace is the law of the place.
func lawOfPlace() (*pack.Resolved, error) {
	set, _ := pack.LoadAll(packs.FS)
	law, problems := set.Resolve("cn-350421")
	if problems.HasErrors() {
		return nil, fmt.Errorf("%s", problems.Text(set.Source))
	}
	return law, nil
}

// settle gives the instance a family and somebody without papers.
func settle(s *store.Store) error {
	folk = &registry.Registry{Store: s.Registry(), Matrix: people.Matrix, Today: people.Today}
	place, err := lawOfPlace()
	if err != nil {
		return err
	}
	law := place.Schema
	for _, i := range []registry.Identity{
		{Name: "王桂兰", Number: "11010519491231002X", Phone: "13800138000", Account: "6217000010001234567"},
		{Name: "陈建国", Birth: "1952-03-08", Sex: "male", Phone: "0598-2812345"},
		{Name: "无名氏20260901", Birth: "2026-08-01", Sex: "female"},
		{Name: "李小山", Birth: "1960-01-01", Sex: "male"},
	} {
		if _, err := folk.EnterPerson(context.Background(), clerk(), i); err != nil {
			return err
		}
	}
	from, _ := civil.MakeDate(2020, 1, 1)
	if _, err = folk.OpenHousehold(context.Background(), clerk(), law, registry.Place{Address: "雪峰镇城东村12号"},
		[]registry.Member{{Person: wang, Relation: "head", From: from, To: civil.Open}, {Person: chen, Relation: "spouse", From: from, To: civil.Open}}); err != nil {
		return err
	}
	if err := file(s); err != nil {
		return err
	}
	if _, err = folk.RegisterRelative(context.Background(), clerk(), registry.Kinship{Staff: ids["tc.2"], Relation: "parent", Name: "王桂兰", Number: "11010519491231002X"}); err != nil {
		return err
	}
	if _, err = folk.OpenHousehold(context.Background(), clerk(), law, registry.Place{Address: "雪峰镇城东村13号"}, []registry.Member{{Person: hill, Relation: "head", From: from, To: civil.Open}}); err != nil {
		return err
	}
	if err := tell(law); err != nil {
		return err
	}
	return apply(s, place)
}

// tell enters what is known about the family: once, and once better.
func tell(law *fact.Schema) error {
	day := func(text string) civil.Date { d, _ := civil.ParseDate(text); return d }
	home, head := registry.Subject{Office: 2, Of: registry.OfHousehold, ID: 1}, registry.Subject{Office: 2, Of: registry.OfMember, ID: wang}
	say := func(key, value, from string, line int64) registry.Answer {
		return registry.Answer{Key: key, Line: line, Value: value, From: day(from), To: civil.Open, Source: registry.Declared}
	}
	for _, one := range []struct {
		about   registry.Subject
		answers []registry.Answer
	}{
		{home, []registry.Answer{say("household.area", "'urban'", "2020-01-01", 0), say("household.floor_area", "48平方米", "2020-01-01", 0), say("asset", "complete", "2026-01-01", 0),
			say("asset.kind", "'deposit'", "2026-01-01", -1), say("asset.amount", "3200元", "2026-01-01", -1), say("aid_event", "unknown", "2026-01-01", 0)}},
		{head, []registry.Answer{say("member.disability_level", "3", "2024-05-01", 0), say("member.disability_kind", "'mental'", "2024-05-01", 0), say("member.employment", "'jobless'", "2025-01-01", 0),
			say("member.school_stage", "none", "2020-01-01", 0), say("income", "complete", "2026-01-01", 0), say("income.kind", "'wage'", "2026-01-01", -1), say("income.amount", "3600元", "2026-01-01", -1), say("income.received", "2025-09/2026-08", "2026-01-01", -1),
			say("rigid_expense", "partial", "2026-01-01", 0), say("rigid_expense.kind", "'medical'", "2026-01-01", -2), say("rigid_expense.amount", "860.50元", "2026-01-01", -2), say("rigid_expense.serious_illness", "false", "2026-01-01", -2),
			say("supporter", "complete", "2026-01-01", 0), say("supporter.situation", "'ordinary'", "2026-01-01", -3), say("supporter.annual_income", "52000元", "2026-01-01", -3)}},
		{head, []registry.Answer{say("member.disability_level", "2", "2026-06-01", 0), say("income.amount", "2400元", "2026-07-01", 1)}},
	} {
		if err := folk.EnterFacts(context.Background(), clerk(), law, one.about, one.answers); err != nil {
			return err
		}
	}
	return folk.BindRow(context.Background(), clerk(), wang, "supporter", 1, fmt.Sprint(baby), day("2026-01-01"))
}

// endOne takes a near relative, entered before, out of the register.
func endOne(b *tab) {
	b.Helper()
	if _, err := folk.RegisterRelative(b.ctx, clerk(), registry.Kinship{Of: "城东村 李建军", Relation: "sibling", Name: "李建民", Number: "440524188001010014"}); err != nil && !strings.Contains(err.Error(), "已经登记过") {
		b.Fatal(err)
	}
	then("tc.1", "/office/2/relative", `form[action$="/end"] button`)(b)
}

// unmasked opens a page as the clerk and says what it is wanted for; where
// nothing is masked it stays as it is.
func unmasked(path string) func(*tab) {
	return func(b *tab) {
		b.Helper()
		at("tc.1", path)(b)
		if ask[bool](b, `!!document.getElementById('purpose')`) {
			b.pick("purpose", "survey")
			b.press(".purpose .btn")
		}
	}
}

func init() {
	his, theirs := fmt.Sprintf("/office/2/person/%d", wang), "/office/2/household/1"
	maps.Copy(visits, map[string]func(*tab){
		"GET /office/{office}/relative":               at("tc.1", "/office/2/relative"),
		"GET /office/{office}/household":              at("tc.1", "/office/2/household"),
		"GET /office/{office}/relative/new":           at("tc.1", "/office/2/relative/new"),
		"POST /office/{office}/relative/new":          then("tc.1", "/office/2/relative/new", "form.card .btn-primary"),
		"POST /office/{office}/relative/{number}/end": endOne,
		"GET /person":            at("tc.1", "/person"),
		"POST /person":           func(b *tab) { at("tc.1", "/person")(b); b.press("form.card .btn-primary") },
		"GET /person/found/{id}": func(b *tab) { at("tc.1", "/person")(b); b.write("text", "王"); b.press("form.card .btn-primary") },
		"GET /office/{office}/person/{person}/reveal": at("tc.1", fmt.Sprintf("/office/2/person/%d/reveal", wang)),
		"POST /office/{office}/person/{person}/reveal": func(b *tab) {
			at("tc.1", fmt.Sprintf("/office/2/person/%d/reveal", wang))(b)
			b.pick("why", "survey")
			b.press("form.card .btn-primary")
		},
		"GET /office/{office}/person/{person}":                     at("tc.1", fmt.Sprintf("/office/2/person/%d", wang)),
		"GET /office/{office}/household/{household}":               at("tc.1", "/office/2/household/1"),
		"GET /office/{office}/household/{household}/facts":         at("tc.1", theirs+"/facts"),
		"POST /office/{office}/household/{household}/facts":        unmasked(theirs + "/facts"),
		"GET /office/{office}/household/{household}/facts/{part}":  at("tc.1", theirs+"/facts/asset"),
		"POST /office/{office}/household/{household}/facts/{part}": then("tc.1", theirs+"/facts/asset", "#form .btn-lg"),
		"GET /office/{office}/household/{household}/history":       at("tc.1", theirs+"/history"),
		"POST /office/{office}/household/{household}/history":      unmasked(theirs + "/history"),
		"GET /office/{office}/household/{household}/counted":       at("tc.1", theirs+"/counted?programme=dibao&on=2026-09-01"),
		"GET /office/{office}/household/{household}/standing":      at("tc.1", theirs+"/standing?on=2026-08-01&known=9"),
		"POST /office/{office}/household/{household}/standing": func(b *tab) {
			at("tc.1", theirs+"/standing?on=2026-09-01")(b)
			b.pick("purpose", "survey")
			b.press(".purpose .btn-primary")
		},
		"GET /office/{office}/person/{person}/facts":                at("tc.1", his+"/facts"),
		"POST /office/{office}/person/{person}/facts":               unmasked(his + "/facts"),
		"GET /office/{office}/person/{person}/facts/{part}":         at("tc.1", his+"/facts/sealed"),
		"POST /office/{office}/person/{person}/facts/{part}":        then("tc.1", his+"/facts/usual", "#form .btn-lg"),
		"GET /office/{office}/person/{person}/facts/{part}/{line}":  at("tc.1", his+"/facts/supporter/1"),
		"POST /office/{office}/person/{person}/facts/{part}/{line}": then("tc.1", his+"/facts/supporter/1", "form.card .btn-primary"),
		"GET /office/{office}/person/{person}/history":              at("tc.1", his+"/history"),
		"POST /office/{office}/person/{person}/history":             unmasked(his + "/history"),
	})
}
