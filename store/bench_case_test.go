package store_test

import (
	"fmt"
	"testing"
	"time"

	"doudi/access"
	"doudi/admin"
	"doudi/casework"
	"doudi/civil"
	"doudi/gb"
	"doudi/pack"
	"doudi/registry"
	"doudi/store"
)

// newcomers enters a family of three that nobody knows, the nth, and begins its
// application.
func newcomers(s *store.Store, c *casework.Service, r *registry.Registry, n int) (application, head int64, err error) {
	var members []registry.Member
	for i, relation := range []string{"head", "spouse", "child"} {
		k := n*3 + i
		text := number(civil.Date(-15000+k%30000).String(), k/30000*2+1)
		if _, err := gb.ParseNumber(text); err != nil {
			return 0, 0, err
		}
		id, err := r.EnterPerson(background, clerk, registry.Identity{Name: someone(k).Name, Number: text})
		if err != nil {
			return 0, 0, err
		}
		members = append(members, registry.Member{Person: id, Relation: relation, From: 0, To: civil.Open})
	}
	home, err := r.OpenHousehold(background, clerk, mingxi().Schema, registry.Place{Address: fmt.Sprintf("城东村%d号", n+1)}, members)
	if err != nil {
		return 0, 0, err
	}
	id, err := c.Take(background, clerk, casework.Opening{Household: home, Programmes: []string{"dibao", "edge"}, Way: casework.AtWindow, Taken: township.ID})
	return id, members[0].Person, err
}

// BenchmarkHandIn hands in one application for two programmes of a family of three
// through the service, and waits for the disk.
func BenchmarkHandIn(b *testing.B) {
	s := bench(b)
	r := counter(s)
	r.Today = func() civil.Date { return access.DayOf(time.Now()) }
	c := &casework.Service{Store: s.Cases(), Registry: r, Calendar: admin.New(s.Admin(), time.Now).Calendar,
		Law: func(string, map[string]string) (*pack.Resolved, error) { return published(), nil }}
	var took time.Duration
	n := 0
	for b.Loop() {
		id, head, err := newcomers(s, c, r, n)
		if err != nil {
			b.Fatal(err)
		}
		said := casework.Said{Open: []string{"财产"}, Facts: []casework.Saying{{About: registry.Subject{Office: 2, Of: registry.OfMember, ID: head},
			Answers: []registry.Answer{{Key: "member.disability_level", Value: "2", From: today, To: civil.Open, Source: registry.Declared}}}}}
		start := time.Now()
		if err := c.HandIn(background, clerk, id, said); err != nil {
			b.Fatal(err)
		}
		if n++; n > 1 { // the first one compiles the law
			took += time.Since(start)
		}
	}
	b.ReportMetric(took.Seconds()*1000/float64(max(1, n-1)), "submit_case_ms")
}
