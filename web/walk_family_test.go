package web_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"doudi/casefile"
	"doudi/civil"
	"doudi/engine"
	"doudi/fact"
	"doudi/gb"
	"doudi/pack"
	"doudi/packs"
	"doudi/policy"
	"doudi/registry"
)

// archive is the worked cases of the packs as families of a county, with the law
// of the place.
type archive struct {
	law      *pack.Resolved
	engine   *engine.Engine
	families []*casefile.Family
	found    map[wanted]*casting
}

// archived reads the cases of a pack and of those above it, the nearest first, as
// families of a county.
func (g *ground) archived(c *county) *archive {
	g.Helper()
	id := "cn-" + c.code
	if walked().set.Packs[id] == nil {
		id = g.place
	}
	law, problems := walked().set.Resolve(id)
	program, more := policy.Compile(law)
	if problems.HasErrors() || more.HasErrors() {
		g.Fatal(problems, more)
	}
	a := &archive{law: law, engine: engine.New(program), found: map[wanted]*casting{}}
	o := casefile.Options{AllowExpect: true, Region: c.code, Resolve: func(string, map[string]string) (*pack.Resolved, error) {
		return law, nil
	}}
	for _, at := range nearest(g.place) {
		files, _ := fs.Glob(packs.FS, at+"/cases/*.yaml")
		for _, file := range files {
			text, err := fs.ReadFile(packs.FS, file)
			g.must(err)
			a.read(file, text, o)
		}
	}
	slices.SortStableFunc(a.families, func(x, y *casefile.Family) int { return len(x.People) - len(y.People) })
	return a
}

// nearest are the packs with cases: those by which a place lives, from its own up,
// then the others. A family of elsewhere is one of the place as soon as it is
// brought in there: the place's own law says what it gets.
func nearest(place string) (list []string) {
	for at := walked().set.Packs[place]; at != nil; at = walked().set.Packs[at.Extends] {
		list = append(list, at.ID)
	}
	for _, id := range slices.Sorted(maps.Keys(homes)) {
		if !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	return list
}

// read adds the families of a file that stand for themselves: without figures or
// choices of their own.
func (a *archive) read(file string, text []byte, o casefile.Options) {
	in, err := casefile.Open(file, bytes.NewReader(text), o)
	for err == nil {
		var f *casefile.Family
		if f, err = in.Next(); err == nil && f.Snapshot != nil && len(f.Faults) == 0 && len(f.Figures) == 0 && len(f.Snapshot.Chosen) == 0 {
			a.families = append(a.families, settled(f, walked().set.Packs[a.law.ID].Scope))
		}
	}
}

// copied is a snapshot that can be changed.
func copied(s *fact.Snapshot) *fact.Snapshot {
	own := *s
	own.Household = shift{schema: s.Schema}.row(fact.HouseholdEntity, s.Household)
	return &own
}

// moved is a family as it applies on a day: everything that happened to it lies as
// long ago as it did.
func moved(s *fact.Snapshot, on civil.Date) *fact.Snapshot {
	own := *s
	m := shift{s.Schema, on - max(s.AppliedOn, s.AsOf), on.Month() - max(s.AppliedOn, s.AsOf).Month()}
	own.Household = m.row(fact.HouseholdEntity, s.Household)
	own.AppliedOn, own.DecidedOn, own.AsOf, own.Month = on, on, on, on.Month()
	own.Claims, own.ClaimsGiven, own.Chosen = nil, false, nil
	return &own
}

// shift moves days and months.
type shift struct {
	schema *fact.Schema
	days   civil.Date
	months civil.Month
}

// row is a row of an entity, moved, with the tables below it.
func (m shift) row(id fact.EntityID, r fact.Row) fact.Row {
	own := fact.Row{Name: r.Name, Values: slices.Clone(r.Values), Tables: slices.Clone(r.Tables)}
	for i, v := range own.Values {
		by := map[fact.Type]int64{fact.Date: int64(m.days), fact.Month: int64(m.months), fact.Span: int64(m.months)}[m.schema.Entities[id].Facts[i].Type]
		if v.State == fact.Known && by != 0 {
			own.Values[i].N += by
		}
		if v.State == fact.Known && m.schema.Entities[id].Facts[i].Type == fact.Span {
			own.Values[i].M += by
		}
	}
	for i, t := range own.Tables {
		own.Tables[i].Rows = nil
		for _, below := range t.Rows {
			own.Tables[i].Rows = append(own.Tables[i].Rows, m.row(m.schema.Entities[id].Tables[i], below))
		}
	}
	return own
}

// surnames and given make names of which no two are alike.
const (
	surnames = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐"
	given    = "安邦昌达恩方广和吉嘉康立明宁平庆荣尚泰文祥欣兴永裕正志忠"
)

// join makes a family one of an instance: with names of its own.
func (g *ground) join(f *casefile.Family, c *county, on civil.Date) *casefile.Family {
	own := *f
	g.families++
	own.Snapshot = moved(f.Snapshot, on)
	own.Name, own.Region, own.Expect, own.Why = fmt.Sprint(g.families), c.code, nil, ""
	own.Snapshot.Name, own.Address = own.Name, fmt.Sprintf("城东村%d号", g.families)
	own.Contacts = slices.Clone(f.Contacts)
	at := slices.Index(own.Snapshot.Schema.Entities[fact.HouseholdEntity].Tables, fact.MemberEntity)
	rows := own.Snapshot.Household.Tables[at].Rows
	letter := func(of string, n int) string { all := []rune(of); return string(all[n%len(all)]) }
	own.Numbers = make([]gb.Number, len(rows))
	for i := range rows {
		birth, _ := own.Snapshot.Schema.Entities[fact.MemberEntity].Slot("birth_date")
		own.Numbers[i] = g.numberOf(civil.Date(rows[i].Values[birth].N))
		own.Contacts[i].Sex = ""
		rows[i].Name = letter(surnames, g.families/28) + letter(given, g.families) + letter(given, i+g.families/1800)
	}
	return &own
}

// numberOf invents a number for somebody of a birthday.
func (g *ground) numberOf(birth civil.Date) gb.Number {
	g.people++
	text := "350421" + strings.ReplaceAll(birth.String(), "-", "") + fmt.Sprintf("%03d", g.people%1000)
	for _, check := range "0123456789X" {
		if n, err := gb.ParseNumber(text + string(check)); err == nil {
			return n
		}
	}
	panic(text)
}

// memberOf is somebody of a family.
func memberOf(f *casefile.Family, n int) registry.Identity {
	at := slices.Index(f.Snapshot.Schema.Entities[fact.HouseholdEntity].Tables, fact.MemberEntity)
	return registry.Identity{Name: f.Snapshot.Household.Tables[at].Rows[n].Name, Number: f.Numbers[n].Text()}
}
