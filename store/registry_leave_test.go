package store_test

import (
	"fmt"
	"strings"
	"testing"

	"doudi/access"
	"doudi/civil"
	"doudi/registry"
	"doudi/store"

	"github.com/google/go-cmp/cmp"
)

func TestWhoLeavesDoesSoForAReasonAndWhoDiedStaysOnTheList(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		p := h.three(r)
		law := mingxi().Schema
		id := h.founded(r, "甲村1号", "2026-01-01", p[0], "head", p[1], "spouse", p[2], "child")
		day := mustDay(t, "2026-03-31")
		h.refused(r.Leave(background, clerk, law, id, registry.Departure{Person: p[1], Last: day}), "原因：没有选")
		h.refused(r.Leave(background, clerk, law, id, registry.Departure{Person: p[1], Last: mustDay(t, "2025-03-31"), Why: registry.Died}), "那一天不在这个家庭里")
		h.refused(r.Leave(background, clerk, law, id, registry.Departure{Person: p[1], Last: mustDay(t, "2099-03-31"), Why: registry.Died}), "晚于今天")
		h.refused(r.Leave(background, clerk, law, id, registry.Departure{Person: p[0], Last: day, Why: registry.MovedOut}), "没有申请人")
		h.must(r.Leave(background, clerk, law, id, registry.Departure{Person: p[2], Last: day, Why: registry.Married}))
		h.must(r.Leave(background, clerk, law, id, registry.Departure{Person: p[1], Last: day, Why: registry.Died}))
		all, err := r.Family(background, clerk, id)
		h.must(err)
		got := map[int64]string{}
		for _, m := range append(all.Members, all.Past...) {
			got[m.Person] += m.Relation + " " + m.From.String() + " " + m.To.String() + " " + string(m.Because) + ";"
		}
		for person, want := range map[int64]string{
			p[0]: "head 2026-01-01 " + civil.Open.String() + " ;",
			p[1]: "apart 2026-04-01 " + civil.Open.String() + " ;spouse 2026-01-01 2026-03-31 died;",
			p[2]: "child 2026-01-01 2026-03-31 married;",
		} {
			if got[person] != want {
				t.Errorf("%d: %s", person, got[person])
			}
		}
		facts := ""
		h.read(s, func(v *store.View) error {
			list, err := v.Facts(registry.Subject{Office: 2, Of: registry.OfMember, ID: p[1]}, registry.Now)
			for _, f := range list {
				facts += f.Key + " " + f.Value + " " + f.From.String() + ";"
			}
			return err
		})
		if facts != "member.apart_reason 'dead' 2026-04-01;member.apart_since 2026-03-31 2026-04-01;member.died_on 2026-03-31 2026-03-31;" {
			t.Error(facts)
		}
		acts, err := r.Happened(background, clerk, id)
		if err != nil || len(acts) != 3 || acts[0].State != registry.Open || acts[0].Address != "甲村1号" || len(acts[0].Fresh) != 3 || len(acts[1].Gone) != 0 ||
			len(acts[1].Fresh) != 1 || acts[1].Fresh[0].Because != registry.Married || len(acts[2].Fresh) != 2 || acts[2].At.IsZero() {
			t.Errorf("%+v %v", acts, err)
		}
		// correcting the days of the membership forgets why it would have ended
		h.must(r.ChangeMember(background, clerk, law, registry.Member{Household: id, Person: p[2], From: mustDay(t, "2026-03-01"), To: civil.Open}))
		d, err := r.Dossier(background, clerk, p[2])
		if err != nil || len(d.Homes) != 1 || d.Homes[0].To.String() != "2026-02-28" || d.Homes[0].Because != "" || d.Homes[0].Address != "甲村1号" {
			t.Errorf("%+v %v", d, err)
		}
		h.sound(s)
	})
}

func TestADossierTellsWhatWasRegisteredBeforeAndWhatItCameFrom(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		first := h.entered(r, clerk, registry.Identity{Name: "无名氏20260301", Birth: "1951-01-01", Sex: "female", Phone: "13800138000", Account: "6217000010001234567"})
		twice := h.entered(r, clerk, registry.Identity{Name: "赵国芳", Birth: "1951-02-03", Sex: "female"})
		n := number("1951-02-03", 12)
		// papers come later; what was not asked stays, what was only told gives way
		h.must(r.CorrectPerson(background, clerk, first, registry.Identity{Rest: true, Name: "赵国芳", Number: n, Birth: "1951-01-01", Sex: "female", Phone: "无"}))
		h.refused(r.CorrectPerson(background, clerk, first, registry.Identity{Rest: true, Birth: "1951-01-09"}), "和公民身份号码里的不一致")
		h.must(r.CorrectPerson(background, clerk, first, registry.Identity{Rest: true, Phone: "0598-2812345"}))
		boss := at(11, "county_clerk", county, township)
		alike, err := r.AlikesOf(background, boss, first)
		if err != nil || len(alike) != 1 || alike[0].ID != twice {
			t.Fatalf("%+v %v", alike, err)
		}
		h.must(r.MergePersons(background, boss, first, twice))
		d, err := r.Dossier(background, clerk, first)
		h.must(err)
		if d.Number == "" || d.Account == "" || !strings.HasSuffix(d.Phone, "45") || len(d.Earlier) < 3 || d.Earlier[len(d.Earlier)-1].Name != "无名氏20260301" || d.Earlier[len(d.Earlier)-1].Paper != "none" {
			t.Errorf("%+v", d)
		}
		if len(d.Aliases) != 1 || d.Aliases[0] != (registry.Ref{Office: 2, ID: twice}) {
			t.Errorf("%+v", d.Aliases)
		}
		gone, err := r.Dossier(background, clerk, twice)
		if err != nil || gone.Next != (registry.Ref{Office: 2, ID: first}) {
			t.Errorf("%+v %v", gone, err)
		}
		house := h.founded(r, "甲村1号", "2026-01-01", first, "head")
		h.must(r.ChangePlace(background, clerk, house, registry.Place{Address: "甲村2号"}))
		h.refused(r.ChangePlace(background, clerk, house, registry.Place{Address: number("1951-02-03", 12)}), "像证件号码")
		f, err := r.Find(background, clerk, registry.ByAddress, "甲村2", []access.Office{township})
		if err != nil || len(f.Households) != 1 || f.Households[0].ID != house {
			t.Errorf("%+v %v", f, err)
		}
		all, err := r.Family(background, clerk, house)
		if err != nil || all.Address != "甲村2号" || len(all.Members) != 1 {
			t.Errorf("%+v %v", all, err)
		}
		h.sound(s)
	})
}

func TestWhoCameBackStaysThoughHeIsSaidToHaveLeftBefore(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		p := h.three(r)
		law := mingxi().Schema
		day := func(text string) civil.Date { return mustDay(t, text) }
		id := h.founded(r, "甲村1号", "2020-01-01", p[0], "head", p[1], "spouse", p[2], "child")
		h.must(r.ChangeMember(background, clerk, law, registry.Member{Household: id, Person: p[1], From: day("2022-01-01"), To: day("2023-12-31")}))
		h.must(r.ChangeMember(background, clerk, law, registry.Member{Household: id, Person: p[2], Relation: "apart", From: day("2022-01-01"), To: civil.Open}))
		h.refused(r.Leave(background, clerk, law, id, registry.Departure{Person: p[1], Last: day("2021-06-30"), Why: registry.Died}), "后来又登记为这个家庭的成员")
		h.must(r.Leave(background, clerk, law, id, registry.Departure{Person: p[1], Last: day("2021-06-30"), Why: registry.MovedOut}))
		h.must(r.Leave(background, clerk, law, id, registry.Departure{Person: p[2], Last: day("2021-08-31"), Why: registry.Independent}))
		all, err := r.Family(background, clerk, id)
		h.must(err)
		got := map[int64]string{}
		for _, m := range append(all.Members, all.Past...) {
			got[m.Person] += m.Relation + " " + m.From.String() + " " + m.To.String() + " " + string(m.Because) + ";"
		}
		for person, want := range map[int64]string{
			p[1]: "spouse 2024-01-01 " + civil.Open.String() + " ;spouse 2020-01-01 2021-06-30 moved;",
			p[2]: "child 2020-01-01 2021-08-31 independent;", // what he was in one stretch ends with it
		} {
			if got[person] != want {
				t.Errorf("%d: %s", person, got[person])
			}
		}
		h.sound(s)
	})
}

func TestTwoRecordsOfOneHouseholdBecomeOneMember(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		p := h.three(r)
		boss := at(11, "county_clerk", county, township)
		husband := h.entered(r, clerk, registry.Identity{Name: "王伟", Birth: "1960-05-05", Sex: "male"})
		wife := h.entered(r, clerk, registry.Identity{Name: "李娜", Birth: "1970-05-05", Sex: "female"})
		id := h.founded(r, "甲村1号", "2020-01-01", p[0], "head", husband, "parent", p[1], "spouse", wife, "child")
		h.must(r.ChangeMember(background, clerk, mingxi().Schema, registry.Member{Household: id, Person: p[1], From: mustDay(t, "2024-01-01"), To: civil.Open}))
		h.must(r.MergePersons(background, boss, husband, p[0])) // the applicant's record goes, he stays the applicant
		h.must(r.MergePersons(background, boss, p[1], wife))    // days that only the other record had are added
		all, err := r.Family(background, clerk, id)
		h.must(err)
		got := map[string]bool{}
		for _, m := range append(all.Members, all.Past...) {
			got[fmt.Sprint(m.Person, " ", m.Relation, " ", m.From, " ", m.To)] = true
		}
		want := map[string]bool{fmt.Sprint(husband, " head 2020-01-01 ", civil.Open): true,
			fmt.Sprint(p[1], " spouse 2020-01-01 2023-12-31"): true, fmt.Sprint(p[1], " child 2024-01-01 ", civil.Open): true}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		h.sound(s)
	})
}
