package browser

import (
	"context"
	"fmt"
	"maps"

	"doudi/access"
	"doudi/casework"
	"doudi/civil"
	"doudi/registry"
)

// hung is the address of the notice that hangs.
const hung = "notice-of-the-village1"

// notices take two more cases to their notice: one hangs, of one it is to be made.
func notices() error {
	if err := noticed(2, "dibao"); err != nil {
		return err
	}
	if err := noticed(3, "tekun"); err != nil {
		return err
	}
	if err := refused(4, "expenditure_aid"); err != nil {
		return err
	}
	for _, id := range []int64{2, 3} { // what their notices say the law is asked for
		now, err := cases.Look(context.Background(), clerk(), id)
		if err == nil {
			_, err = cases.Act(context.Background(), clerk(), casework.Entry{Case: id, Turn: now.Turn, Act: casework.Judge})
		}
		if err != nil {
			return err
		}
	}
	o := casework.Order{Place: "雪峰镇社会事务办", Phone: "0598-2812345", Token: hung}
	now, err := cases.Look(context.Background(), clerk(), 2)
	if err == nil {
		err = cases.Issue(context.Background(), clerk(), 2, now.Turn, o, func(r casework.Record, number int64) ([]byte, error) {
			return fmt.Appendf(nil, "%%PDF-1.7 %d", number), nil
		})
	}
	if err != nil {
		return err
	}
	return cases.Hang(context.Background(), clerk(), 2, now.Turn+1, casework.Record{Place: "城东村公示栏", Said: []casework.Finding{{About: "why", Label: "没有照片的原因", Text: "手机坏了"}}}, nil)
}

// refused takes a case of the second household to where its letter is made: of so
// small a sum the township decides.
func refused(id int64, programme string) error {
	if err := known(); err != nil {
		return err
	}
	if err := noticed(id, programme); err != nil {
		return err
	}
	now, err := cases.Look(context.Background(), clerk(), id)
	if err == nil {
		_, err = cases.Act(context.Background(), clerk(), casework.Entry{Case: id, Turn: now.Turn, Act: casework.Judge})
	}
	if err != nil {
		return err
	}
	decider := registry.Desk{Actor: access.Actor{Staff: ids["tr.1"], Posts: []access.Post{{Role: "township_reviewer", Office: town, To: civil.Open}}}, Office: town}
	_, err = cases.Act(context.Background(), decider, casework.Entry{Case: id, Turn: now.Turn + 1, Act: casework.Refuse, Note: "支出没有超过规定"})
	return err
}

// known enters what the law asks about the second household, so that it can tell.
func known() error {
	law, err := lawOfPlace()
	if err != nil {
		return err
	}
	from, _ := civil.MakeDate(2020, 1, 1)
	enter := func(of string, id int64, answers [][2]string) error {
		var list []registry.Answer
		for _, a := range answers {
			list = append(list, registry.Answer{Key: a[0], Value: a[1], From: from, To: civil.Open, Source: registry.Declared})
		}
		return folk.EnterFacts(context.Background(), clerk(), law.Schema, registry.Subject{Office: 2, Of: of, ID: id}, list)
	}
	if err := enter(registry.OfHousehold, 2, [][2]string{{"household.area", "'urban'"}, {"asset", "complete"}, {"aid_event", "complete"}}); err != nil {
		return err
	}
	return enter(registry.OfMember, hill, [][2]string{{"member.disability_level", "none"}, {"member.employment", "'jobless'"}, {"income", "complete"},
		{"rigid_expense", "complete"}, {"supporter", "complete"}, {"award", "complete"}, {"job_offer", "complete"},
		{"care_check", "complete"}, {"member.care_conclusion", "'self'"}, {"member.support", "'dispersed'"}})
}

// checker is the county's clerk.
func checker() registry.Desk {
	county := access.Office{ID: 1, Level: access.County}
	return registry.Desk{Actor: access.Actor{Staff: ids["cr.1"], Posts: []access.Post{{Role: "county_clerk", Office: county, To: civil.Open}}}, Office: town}
}

// noticed takes a case of the second household to where its notice is made.
func noticed(id int64, programme string) error {
	if _, err := cases.Open(context.Background(), clerk(), 2, programme); err != nil {
		return err
	}
	for range 12 {
		now, err := cases.Look(context.Background(), clerk(), id)
		if err != nil || now.State == "notice" || now.State == "decision" {
			return err
		}
		if now.State == "survey" {
			r := found(int(id) + 900)
			if _, err := cases.Enter(context.Background(), clerk(), id, r, signatures(), func(casework.Record, int64) ([]byte, error) { return []byte("%PDF-1.7"), nil }); err != nil {
				return err
			}
			now.Turn++
		}
		e, by := casework.Entry{Case: id, Turn: now.Turn, Act: casework.Do, Note: "没有争议"}, clerk()
		switch now.State {
		case casework.Draft:
			e.Act = casework.Submit
		case "accept":
			e.Act = casework.Accept
		case "deliberation":
			e.Act = casework.PassOver
		case "start_check":
			by = checker()
		}
		if _, err := cases.Act(context.Background(), by, e); err != nil {
			return err
		}
	}
	return fmt.Errorf("case %d does not come to its notice", id)
}

func init() {
	maps.Copy(visits, map[string]func(*tab){
		"GET /office/{office}/case/{number}/notice":  at("tc.1", "/office/2/case/2/notice"),
		"POST /office/{office}/case/{number}/notice": then("tc.1", "/office/2/case/3/notice", "#form .btn-primary"),
		"GET /office/{office}/case/{number}/letter":  at("tc.1", "/office/2/case/4/letter"),
		"POST /office/{office}/case/{number}/letter": then("tc.1", "/office/2/case/4/letter", "form.card button"),
		"GET /notice/{id}":                           func(b *tab) { b.visit("/notice/" + hung) },
		"POST /notice/{id}":                          func(b *tab) { b.visit("/notice/" + hung); b.press("form.card .btn-primary") },
	})
}
