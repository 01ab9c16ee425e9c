package casework

import (
	"encoding/json"

	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
)

// keptFamily is a snapshot as it is kept: facts by their keys in the literals of
// the pack language, so that the text can be read without the program.
type keptFamily struct {
	Name, Region               string
	AppliedOn, DecidedOn, AsOf string
	Month                      string
	Claims                     []string
	Chosen                     map[string]string `json:",omitempty"`
	Persons                    []int64           // the numbers of the members, in the order of their rows
	Household                  keptRow
}

// keptRow is one row; what is not in it is not known.
type keptRow struct {
	Name   string               `json:",omitempty"`
	Facts  map[string]string    `json:",omitempty"`
	Tables map[string]keptTable `json:",omitempty"`
}

// keptTable is a child table of which something is known.
type keptTable struct {
	Complete bool
	Rows     []keptRow `json:",omitempty"`
}

// keepSnapshot writes a snapshot down.
func keepSnapshot(s *fact.Snapshot, persons []int64) string {
	k := keptFamily{s.Name, s.Region, s.AppliedOn.String(), s.DecidedOn.String(), s.AsOf.String(), s.Month.String(), s.Claims, s.Chosen, persons,
		keepRow(s.Schema, fact.HouseholdEntity, &s.Household)}
	text, err := json.Marshal(k)
	if err != nil {
		panic(err) // texts alone
	}
	return string(text)
}

// keepRow writes a row down.
func keepRow(s *fact.Schema, id fact.EntityID, r *fact.Row) keptRow {
	e, k := &s.Entities[id], keptRow{Name: r.Name, Facts: map[string]string{}, Tables: map[string]keptTable{}}
	for slot, v := range r.Values {
		if v.State != fact.Unknown {
			k.Facts[e.Facts[slot].Key] = fact.Literal(e.Facts[slot].Type, v, s)
		}
	}
	for i, t := range r.Tables {
		if t.State == fact.NotAsked {
			continue
		}
		kept := keptTable{Complete: t.State == fact.Complete}
		for j := range t.Rows {
			kept.Rows = append(kept.Rows, keepRow(s, e.Tables[i], &t.Rows[j]))
		}
		k.Tables[s.Entities[e.Tables[i]].Name] = kept
	}
	return k
}

// readSnapshot reads what keepSnapshot wrote, by the schema of the same law.
func readSnapshot(text string, s *fact.Schema) (*fact.Snapshot, []int64, error) {
	var k keptFamily
	if err := json.Unmarshal([]byte(text), &k); err != nil {
		return nil, nil, unreadable(err)
	}
	out := &fact.Snapshot{Schema: s, Name: k.Name, Region: k.Region, Claims: k.Claims, ClaimsGiven: k.Claims != nil, Chosen: k.Chosen}
	var err error
	for _, d := range []struct {
		text string
		into *civil.Date
	}{{k.AppliedOn, &out.AppliedOn}, {k.DecidedOn, &out.DecidedOn}, {k.AsOf, &out.AsOf}} {
		if *d.into, err = civil.ParseDate(d.text); err != nil {
			return nil, nil, unreadable(err)
		}
	}
	if out.Month, err = civil.ParseMonth(k.Month); err != nil {
		return nil, nil, unreadable(err)
	}
	out.Household, err = k.Household.read(s, fact.HouseholdEntity)
	return out, k.Persons, err
}

// unreadable tells that a stored household cannot be read by the law that it is
// kept with.
func unreadable(err error) error {
	return fault.Wrap(err, fault.Internal, "存下的家庭情况读不出来；请告诉系统管理员")
}

// read gives the row again.
func (k *keptRow) read(s *fact.Schema, id fact.EntityID) (fact.Row, error) {
	e := &s.Entities[id]
	r := fact.Row{Name: k.Name, Values: make([]fact.Value, len(e.Facts)), Tables: make([]fact.Table, len(e.Tables))}
	for key, text := range k.Facts {
		slot, ok := e.Slot(key)
		if !ok {
			return r, unreadable(nil)
		}
		v, err := fact.ParseLiteral(e.Facts[slot].Type, text, s.Symbol)
		if err != nil {
			return r, unreadable(err)
		}
		r.Values[slot] = v
	}
	for i, table := range e.Tables {
		t, ok := k.Tables[s.Entities[table].Name]
		if !ok {
			continue
		}
		r.Tables[i].State = fact.Partial
		if t.Complete {
			r.Tables[i].State = fact.Complete
		}
		for j := range t.Rows {
			row, err := t.Rows[j].read(s, table)
			if err != nil {
				return r, err
			}
			r.Tables[i].Rows = append(r.Tables[i].Rows, row)
		}
	}
	return r, nil
}
