package web_test

import (
	"slices"

	"doudi/casefile"
	"doudi/civil"
	"doudi/engine"
	"doudi/fact"
	"doudi/money"
)

// casting is a family with the member for whom a case asks, where its programme is
// one person's.
type casting struct {
	*casefile.Family
	claimant int
}

// wanted is what the law is to say of a family; limited where the sum decides who
// may give it, and then whether it is large.
type wanted struct {
	programme      string
	on             civil.Date
	said           engine.Status
	limited, large bool
}

// family finds one for a walker: of which the law says what is planned, and whose
// sum is on the right side of what the township may give; nil if there is none.
func (a *archive) family(k *walker, on civil.Date) *casting {
	w := wanted{programme: k.programme, on: on, said: k.said}
	if ways := charts(k.flow); len(ways) > 1 && k.county == 0 && ways[1].county == 0 && k.said == engine.Entitled {
		w.limited, w.large = true, k.large
	}
	if found, known := a.found[w]; known {
		return found
	}
	a.found[w] = a.cast(w)
	return a.found[w]
}

// cast finds a family, a small one if it can: who asks for it first, then all who
// are asked what the law still lacks of them, then those who are refused for one
// thing that they can change, then those who own or spend something else.
func (a *archive) cast(w wanted) *casting {
	as := func(f *casefile.Family) *casefile.Family { return f }
	no := func(f *casefile.Family) *casefile.Family { return a.answered(f, w, 0) }
	yes := func(f *casefile.Family) *casefile.Family { return a.answered(f, w, 1) }
	turned := func(f *casefile.Family) *casefile.Family { return a.turned(no(f), w) }
	poor := func(f *casefile.Family) *casefile.Family { return bare(no(f)) }
	cheap := func(f *casefile.Family) *casefile.Family { return spending(no(f), 3, 4) }
	dear := func(f *casefile.Family) *casefile.Family { return spending(no(f), 4, 1) }
	for _, firm := range []bool{true, false} {
		for _, made := range []func(*casefile.Family) *casefile.Family{as, no, yes, turned, poor, cheap, dear} {
			if found := a.first(made, w, firm); found != nil {
				return found
			}
		}
	}
	return nil
}

// first is the first family that fits.
func (a *archive) first(made func(*casefile.Family) *casefile.Family, w wanted, firm bool) *casting {
	for _, claims := range []bool{true, false} {
		for _, f := range a.families {
			if claims != slices.Contains(f.Snapshot.Claims, w.programme) {
				continue
			}
			if found := a.fits(made(f), w, firm); found != nil {
				return found
			}
		}
	}
	return nil
}

// fits casts a family if the law says of it what is wanted, for as long as a case
// takes, whatever else the window asks of it, which is answered with no; a firm one
// whatever it has had before.
func (a *archive) fits(f *casefile.Family, w wanted, firm bool) *casting {
	for _, now := range a.says(f.Snapshot, w.programme, w.on, w.on) {
		if now.Status != w.said || w.limited && now.Total.High > a.limit(w.on) != w.large {
			continue
		}
		same := func(o engine.Outcome) bool { return o.Instance == now.Instance && o.Status == w.said }
		if slices.ContainsFunc(a.says(f.Snapshot, w.programme, w.on, w.on+70), same) && slices.ContainsFunc(a.says(closed(f.Snapshot, firm), w.programme, w.on, w.on+10), same) {
			return &casting{f, now.Instance}
		}
	}
	return nil
}

// closed is a family that was asked everything: what it had not said is no, or that
// there is none; a firm one has had no aid before.
func closed(s *fact.Snapshot, firm bool) *fact.Snapshot {
	own := copied(s)
	if award, _ := own.Schema.Entity("award"); firm {
		for _, row := range rowsBelow(own, own.Schema.Entities[award].Parent) {
			row.Tables[slices.Index(own.Schema.Entities[own.Schema.Entities[award].Parent].Tables, award)] = fact.Table{State: fact.Complete}
		}
	}
	for id := range own.Schema.Entities {
		e := &own.Schema.Entities[id]
		for n, row := range rowsBelow(own, fact.EntityID(id)) {
			for slot := range e.Facts {
				if row.Values[slot].State == fact.Unknown {
					settle(own, engine.Ref{Entity: fact.EntityID(id), Instance: n, Slot: slot}, 0)
				}
			}
			for i, t := range e.Tables {
				if row.Tables[i].State == fact.NotAsked {
					settle(own, engine.Ref{Entity: fact.EntityID(id), Instance: n, Slot: -1, Table: t}, 0)
				}
			}
		}
	}
	return own
}

// limit is what a township may give by itself.
func (a *archive) limit(on civil.Date) money.Fen {
	for _, row := range a.law.Figure("small_limit").Rows {
		if sum, err := money.ParseFen(row.Value.Text); err == nil && row.Contains(on) {
			return sum
		}
	}
	return 0
}

// determined is what the law makes of a family that applies on a day and is
// decided on another.
func (a *archive) determined(f *fact.Snapshot, programme string, applied, decided civil.Date, o engine.Options) []engine.Outcome {
	s := moved(f, applied)
	s.DecidedOn, s.AsOf, s.Month, s.Claims, s.ClaimsGiven = decided, decided, decided.Month()+1, []string{programme}, true
	o.Programmes = []string{programme}
	return a.engine.Determine(s, o).Outcomes
}

// says is the same as far as one can decide by it.
func (a *archive) says(f *fact.Snapshot, programme string, applied, decided civil.Date) []engine.Outcome {
	return slices.DeleteFunc(a.determined(f, programme, applied, decided, engine.Options{NoExplain: true}), func(o engine.Outcome) bool {
		return o.Total.Low != o.Total.High || o.Status == engine.Entitled && o.Grants == "money" && o.Total.Low == 0
	})
}

// settled is a family that lives as those do for whom a pack holds: in town, or
// in the country.
func settled(f *casefile.Family, scope map[string][]string) *casefile.Family {
	own, s := *f, copied(f.Snapshot)
	for key, words := range scope {
		slot, _ := s.Schema.Entities[fact.HouseholdEntity].Slot(key)
		if n, _ := s.Schema.Symbol(words[0]); s.Household.Values[slot].State != fact.Known || !slices.Contains(words, s.Schema.SymbolName(s.Household.Values[slot].N)) {
			s.Household.Values[slot] = fact.Of(n)
		}
	}
	own.Snapshot = s
	return &own
}

// answered is a family of which the law lacks nothing about a programme any more:
// whatever it still asks is answered with no (0) or yes (1), and that there is
// none.
func (a *archive) answered(f *casefile.Family, w wanted, answer int64) *casefile.Family {
	own := *f
	own.Snapshot = copied(f.Snapshot)
	for range 12 {
		open := 0
		for _, o := range a.determined(own.Snapshot, w.programme, w.on, w.on, engine.Options{Explain: undetermined}) {
			for _, ref := range o.Missing {
				if settle(own.Snapshot, ref, answer) {
					open++
				}
			}
		}
		if open == 0 {
			break
		}
	}
	return &own
}

// undetermined tells of what something is missing.
func undetermined(o *engine.Outcome) bool { return o.Status == engine.Undetermined }

// turned is a refused family of which the one thing is otherwise that the law
// says would turn its refusal.
func (a *archive) turned(f *casefile.Family, w wanted) *casefile.Family {
	refused := func(o *engine.Outcome) bool { return o.Status == engine.Refused }
	for _, o := range a.determined(f.Snapshot, w.programme, w.on, w.on, engine.Options{Explain: refused}) {
		for _, c := range o.Changes {
			if c.Rule == "" && c.Ref.Slot >= 0 {
				own := *f
				own.Snapshot = copied(f.Snapshot)
				rowsBelow(own.Snapshot, c.Ref.Entity)[c.Ref.Instance].Values[c.Ref.Slot] = c.To
				return &own
			}
		}
	}
	return f
}

// bare is a family that owns nothing.
func bare(f *casefile.Family) *casefile.Family {
	own := *f
	own.Snapshot = copied(f.Snapshot)
	assets, _ := own.Snapshot.Schema.Entity("asset")
	at := slices.Index(own.Snapshot.Schema.Entities[fact.HouseholdEntity].Tables, assets)
	own.Snapshot.Household.Tables[at] = fact.Table{State: fact.Complete}
	return &own
}

// spending is a family that spends so many times as much on what it cannot do
// without.
func spending(f *casefile.Family, times, of int64) *casefile.Family {
	own := *f
	own.Snapshot = copied(f.Snapshot)
	expense, _ := own.Snapshot.Schema.Entity("rigid_expense")
	amount, _ := own.Snapshot.Schema.Entities[expense].Slot("amount")
	for _, row := range rowsBelow(own.Snapshot, expense) {
		row.Values[amount].N = row.Values[amount].N * times / of
	}
	return &own
}

// settle answers one question; false if that is no answer to it.
func settle(s *fact.Snapshot, ref engine.Ref, answer int64) bool {
	if ref.Figure != "" || ref.Choice != "" {
		return false
	}
	row := rowsBelow(s, ref.Entity)[ref.Instance]
	e := &s.Schema.Entities[ref.Entity]
	if ref.Slot < 0 {
		row.Tables[slices.Index(e.Tables, ref.Table)].State = fact.Complete
		return true
	}
	q := &e.Facts[ref.Slot]
	none, _ := s.Schema.Symbol("none")
	switch {
	case q.MayBeNone:
		row.Values[ref.Slot] = fact.Value{State: fact.None}
	case q.Type == fact.Bool:
		row.Values[ref.Slot] = fact.Of(answer)
	case q.Type == fact.Enum && slices.Contains(q.Values, none):
		row.Values[ref.Slot] = fact.Of(none)
	default:
		return false
	}
	return true
}

// rowsBelow are all rows of an entity, in the order in which the law counts them.
func rowsBelow(s *fact.Snapshot, id fact.EntityID) (list []*fact.Row) {
	if id == fact.HouseholdEntity {
		return []*fact.Row{&s.Household}
	}
	above := s.Schema.Entities[id].Parent
	for _, row := range rowsBelow(s, above) {
		t := &row.Tables[slices.Index(s.Schema.Entities[above].Tables, id)]
		for i := range t.Rows {
			list = append(list, &t.Rows[i])
		}
	}
	return list
}
