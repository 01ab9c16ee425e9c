package store_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"testing"

	"doudi/access"
	"doudi/casefile"
	"doudi/civil"
	"doudi/examples"
	"doudi/fact"
	"doudi/fault"
	"doudi/gb"
	"doudi/pack"
	"doudi/packs"
	"doudi/registry"
	"doudi/store"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// The offices of the house as access sees them.
var (
	county   = access.Office{ID: 1, Level: access.County}
	township = access.Office{ID: 2, Level: access.Township, Above: []int64{1}}
	village  = access.Office{ID: 3, Level: access.Village, Above: []int64{2, 1}}
)

// at is where somebody of a role acts; his post is in the office from where
// the role works.
func at(staff int64, role string, post, office access.Office) registry.Desk {
	return registry.Desk{Office: office, Actor: access.Actor{Staff: staff, Posts: []access.Post{{Role: role, Office: post, From: 0, To: civil.Open}}}}
}

// The desks of the exams.
var (
	clerk       = at(10, "township_clerk", township, township)
	countyClerk = at(11, "county_clerk", county, township)
	reviewer    = at(12, "county_reviewer", county, township)
)

// people is the registry of a house.
func (h *house) people(s *store.Store) *registry.Registry {
	return &registry.Registry{Store: s.Registry(), Matrix: access.Shipped(), Today: func() civil.Date { return mustDay(h.T, "2026-09-01") }}
}

// mingxi is the law of the county.
var mingxi = sync.OnceValue(func() *pack.Resolved {
	set, problems := pack.LoadAll(packs.FS)
	if problems.HasErrors() {
		panic(problems)
	}
	r, problems := set.Resolve("cn-350421")
	if problems.HasErrors() {
		panic(problems)
	}
	return r
})

// number makes a resident number.
func number(birth string, sequence int) string {
	text := "350421" + strings.ReplaceAll(birth, "-", "") + fmt.Sprintf("%03d", sequence)
	for _, check := range "0123456789X" {
		if n, err := gb.ParseNumber(text + string(check)); err == nil {
			return n.Text()
		}
	}
	panic(text)
}

// entered registers somebody or ends the test.
func (h *house) entered(r *registry.Registry, d registry.Desk, i registry.Identity) int64 {
	h.Helper()
	id, err := r.EnterPerson(background, d, i)
	h.must(err)
	return id
}

// founded opens a household of people by their roles.
func (h *house) founded(r *registry.Registry, address string, from string, roles ...any) int64 {
	h.Helper()
	var members []registry.Member
	for i := 0; i < len(roles); i += 2 {
		members = append(members, registry.Member{Person: roles[i].(int64), Relation: roles[i+1].(string), From: mustDay(h.T, from), To: civil.Open})
	}
	id, err := r.OpenHousehold(background, clerk, mingxi().Schema, registry.Place{Address: address}, members)
	h.must(err)
	return id
}

// said is an answer that holds from a day on.
func said(t *testing.T, key, value, from string, line int64) registry.Answer {
	return registry.Answer{Key: key, Line: line, Value: value, From: mustDay(t, from), To: civil.Open, Source: registry.Declared}
}

// of is a subject of the township.
func of(kind string, id int64) registry.Subject {
	return registry.Subject{Office: 2, Of: kind, ID: id}
}

// seq is the number of the township's last act.
func (h *house) seq(s *store.Store) (n int64) {
	h.Helper()
	h.read(s, func(v *store.View) error {
		heads, err := v.Heads()
		for _, one := range heads {
			if one.Chain == 2 {
				n = one.Seq
			}
		}
		return err
	})
	return n
}

// answer is a fact of the first member of a snapshot.
func answer(s *registry.Standing, key string) fact.Value {
	slot, _ := s.Schema.Entities[fact.MemberEntity].Slot(key)
	return s.Snapshot.Household.Tables[0].Rows[0].Values[slot]
}

func TestFortyPeopleAndWhatWasKnownBeforeEachChange(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		var secrets []string
		var people, households []int64
		for i := range 40 {
			phone, account := fmt.Sprintf("1385980%04d", 7000+i), fmt.Sprintf("62170018300%08d", 40000000+i*7919)
			n := number(fmt.Sprintf("19%02d-03-15", 40+i), 100+i)
			secrets = append(secrets, n, phone, account)
			people = append(people, h.entered(r, clerk, registry.Identity{Name: string([]rune("王李张刘陈")[i%5]) + string([]rune("伟芳娜敏静强磊军")[i/5]), Number: n, Phone: phone, Account: account}))
		}
		for i, next := 0, 0; i < 15; i++ {
			roles := []any{people[next], "head"}
			size := 3
			if i >= 10 { // 10 of three and 5 of two
				size = 2
			}
			for k := 1; k < size; k++ {
				roles = append(roles, people[next+k], "child")
			}
			next += size
			households = append(households, h.founded(r, fmt.Sprintf("雪峰镇城东村%d号", i+1), "2026-01-01", roles...))
		}
		h.changedTwice(s, r, people[0], households[0])
		h.clean(h.written(s), secrets, "雪峰镇")
		if n := h.sound(s); n < 7+40+15+3 {
			t.Errorf("%d entries", n)
		}
	})
}

// changedTwice enters a fact, changes it twice, and asks what was known before
// each change, for days before and after.
func (h *house) changedTwice(s *store.Store, r *registry.Registry, person, household int64) {
	h.Helper()
	var known []int64
	for _, a := range []registry.Answer{
		said(h.T, "member.disability_level", "none", "2026-01-01", 0),
		said(h.T, "member.disability_level", "2", "2026-06-01", 0),
		said(h.T, "member.disability_level", "1", "2026-03-01", 0), // it turns out that it was worse, and earlier
	} {
		known = append(known, h.seq(s))
		h.must(r.EnterFacts(background, clerk, mingxi().Schema, of(registry.OfMember, person), []registry.Answer{a}))
	}
	known = append(known, registry.Now)
	want := map[string][]fact.Value{ // by day: before anything, before the second, before the third, now
		"2026-02-01": {{}, {State: fact.None}, {State: fact.None}, {State: fact.None}},
		"2026-04-01": {{}, {State: fact.None}, {State: fact.None}, fact.Of(1)},
		"2026-07-01": {{}, {State: fact.None}, fact.Of(2), fact.Of(1)},
	}
	for day, values := range want {
		for i, at := range known {
			q := registry.Question{Law: mingxi(), Household: household, On: mustDay(h.T, day), Known: at, Region: "350421", AsOf: mustDay(h.T, day), AppliedOn: mustDay(h.T, day), DecidedOn: mustDay(h.T, day)}
			snap, err := r.Snapshot(background, clerk, q)
			h.must(err)
			if got := answer(snap, "disability_level"); got != values[i] {
				h.Errorf("on %s, known by %d: %+v, want %+v", day, at, got, values[i])
			}
		}
	}
	all, err := r.Timeline(background, clerk, of(registry.OfMember, person))
	h.must(err)
	list, standing := all.Facts, 0
	for _, f := range list {
		if f.Value != "" || all.At[f.Known].IsZero() {
			h.Errorf("shown, or of no time: %+v", f)
		}
		if f.Superseded == 0 {
			standing++
		}
	}
	if len(list) != 5 || standing != 2 { // none; none until May and 2; none until February and 1
		h.Errorf("%+v", list)
	}
}

func TestEveryExampleFamilyComesBackAsItWasRead(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		count := 0
		for _, f := range mingxiFamilies(t) {
			count++
			if diff := cmp.Diff(f.Snapshot, h.again(r, f), cmpopts.EquateEmpty(), cmp.Comparer(func(a, b *fact.Schema) bool { return a == b })); diff != "" {
				t.Errorf("%s: %s", f.Name, diff)
			}
		}
		if count < 5 {
			t.Errorf("only %d families", count)
		}
	})
}

// mingxiFamilies are the example families that the county's law answers.
func mingxiFamilies(t testing.TB) (list []*casefile.Family) {
	t.Helper()
	names, err := fs.Glob(examples.FS, "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(examples.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		o := casefile.Options{Today: mustDay(t, "2026-09-01"), Resolve: func(region string, _ map[string]string) (*pack.Resolved, error) {
			if region != "350421" {
				return nil, fault.New(fault.NotFound, "elsewhere")
			}
			return mingxi(), nil
		}}
		for f := range families(t, name, text, o) {
			if f.Snapshot != nil {
				list = append(list, f)
			}
		}
	}
	return list
}

// again enters a family and gives the snapshot that comes back.
func (h *house) again(r *registry.Registry, f *casefile.Family) *fact.Snapshot {
	h.Helper()
	q, err := settled(r, f.Snapshot)
	h.must(err)
	back, err := r.Snapshot(background, clerk, q)
	h.must(err)
	back.Name = f.Snapshot.Name
	arrange(back.Snapshot, f.Snapshot)
	return back.Snapshot
}

// settled enters a family and gives the question that it answers.
func settled(r *registry.Registry, snap *fact.Snapshot) (q registry.Question, err error) {
	law, rows := mingxi().Schema, snap.Household.Tables[0].Rows
	members := make([]registry.Member, len(rows))
	for i := range rows {
		who := registry.Identity{Name: rows[i].Name, Birth: word(law, &rows[i], "birth_date"), Sex: word(law, &rows[i], "sex")}
		if who.Sex != "male" {
			who.Sex = "female"
		}
		members[i] = registry.Member{Relation: word(law, &rows[i], "relation"), From: -25567, To: civil.Open}
		if members[i].Person, err = r.EnterPerson(background, clerk, who); err != nil {
			return q, err
		}
	}
	household, err := r.OpenHousehold(background, clerk, law, registry.Place{}, members)
	if err == nil {
		err = r.EnterFacts(background, clerk, law, of(registry.OfHousehold, household), answers(law, fact.HouseholdEntity, &snap.Household))
	}
	for i := range rows {
		if err == nil {
			err = r.EnterFacts(background, clerk, law, of(registry.OfMember, members[i].Person), answers(law, fact.MemberEntity, &rows[i]))
		}
	}
	return registry.Question{Law: mingxi(), Household: household, On: snap.AsOf, Known: registry.Now, Region: snap.Region,
		AppliedOn: snap.AppliedOn, DecidedOn: snap.DecidedOn, AsOf: snap.AsOf, Month: snap.Month, Claims: snap.Claims, Chosen: snap.Chosen}, err
}

// arrange takes over what the registry fixes itself: the sex of people without
// a number was made up, and the order of the members is the registry's.
func arrange(back, snap *fact.Snapshot) {
	slot, ok := snap.Schema.Entities[fact.MemberEntity].Slot("sex")
	byName := map[string]fact.Row{}
	for _, row := range back.Household.Tables[0].Rows {
		byName[row.Name] = row
	}
	for i, row := range snap.Household.Tables[0].Rows {
		own := byName[row.Name]
		if ok {
			own.Values[slot] = row.Values[slot]
		}
		back.Household.Tables[0].Rows[i] = own
	}
}

// word is a value of a member as a literal.
func word(law *fact.Schema, row *fact.Row, key string) string {
	e := &law.Entities[fact.MemberEntity]
	slot, ok := e.Slot(key)
	if !ok {
		return ""
	}
	return fact.Literal(e.Facts[slot].Type, row.Values[slot], law)
}

// answers are the answers that make a row, since long ago.
func answers(law *fact.Schema, id fact.EntityID, row *fact.Row) []registry.Answer {
	return registry.AnswersOf(law, id, row, -40000, registry.Imported, 0)
}

// families reads a family file.
func families(t testing.TB, name string, text []byte, o casefile.Options) func(func(*casefile.Family) bool) {
	t.Helper()
	in, err := casefile.Open(name, bytes.NewReader(text), o)
	if err != nil {
		t.Fatal(err)
	}
	return func(yield func(*casefile.Family) bool) {
		for {
			f, err := in.Next()
			if err != nil || !yield(f) {
				return
			}
		}
	}
}

// refused demands a fault with a part of its sentence.
func (h *house) refused(err error, part string) {
	h.Helper()
	if err == nil || !strings.Contains(fault.Sentence(err), part) {
		h.Errorf("%v, want …%s…", err, part)
	}
}
