package browser

import (
	"context"
	"fmt"
	"maps"

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
)

// clerk enters them, with the rights of the township's clerk.
func clerk() registry.Desk {
	return registry.Desk{Actor: access.Actor{Staff: ids["tc.1"], Posts: []access.Post{{Role: "township_clerk", Office: town, To: civil.Open}}}, Office: town}
}

// schema is the law of the place.
func schema() (*fact.Schema, error) {
	set, _ := pack.LoadAll(packs.FS)
	law, problems := set.Resolve("cn-350421")
	if problems.HasErrors() {
		return nil, fmt.Errorf("%s", problems.Text(set.Source))
	}
	return law.Schema, nil
}

// settle gives the instance a family and somebody without papers.
func settle(s *store.Store) error {
	folk = &registry.Registry{Store: s.Registry(), Matrix: people.Matrix, Today: people.Today}
	law, err := schema()
	if err != nil {
		return err
	}
	for _, i := range []registry.Identity{
		{Name: "王桂兰", Number: "11010519491231002X", Phone: "13800138000", Account: "6217000010001234567"},
		{Name: "陈建国", Birth: "1952-03-08", Sex: "male", Phone: "0598-2812345"},
		{Name: "无名氏20260901", Birth: "2026-08-01", Sex: "female"},
	} {
		if _, err := folk.EnterPerson(context.Background(), clerk(), i); err != nil {
			return err
		}
	}
	from, _ := civil.MakeDate(2020, 1, 1)
	_, err = folk.OpenHousehold(context.Background(), clerk(), law, "雪峰镇城东村12号",
		[]registry.Member{{Person: wang, Relation: "head", From: from, To: civil.Open}, {Person: chen, Relation: "spouse", From: from, To: civil.Open}})
	return err
}

func init() {
	maps.Copy(visits, map[string]func(*tab){
		"GET /person":  at("tc.1", "/person"),
		"POST /person": func(b *tab) { at("tc.1", "/person")(b); b.write("text", "王"); b.press("form.card .btn-primary") },
		"GET /office/{office}/person/{person}/reveal": at("tc.1", fmt.Sprintf("/office/2/person/%d/reveal", wang)),
		"POST /office/{office}/person/{person}/reveal": func(b *tab) {
			at("tc.1", fmt.Sprintf("/office/2/person/%d/reveal", wang))(b)
			b.pick("why", "survey")
			b.press("form.card .btn-primary")
		},
		"GET /office/{office}/person/{person}":       at("tc.1", fmt.Sprintf("/office/2/person/%d", wang)),
		"GET /office/{office}/household/{household}": at("tc.1", "/office/2/household/1"),
	})
}
