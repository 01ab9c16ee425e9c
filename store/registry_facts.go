package store

import (
	"database/sql"
	"errors"

	"doudi/civil"
	"doudi/fault"
	"doudi/registry"
	"doudi/store/query"
)

// Household is a household as it was known by a number of the office's chain.
func (v *View) Household(office, id, at int64) (registry.Household, error) {
	row, err := v.q.Household(v.ctx, query.HouseholdParams{Office: office, ID: id, At: at})
	if errors.Is(err, sql.ErrNoRows) {
		return registry.Household{}, fault.Newf(fault.NotFound, "没有编号为 %d 的家庭；请核对后再试", id)
	}
	return registry.Household{Ref: registry.Ref{Office: office, ID: id}, State: registry.State(row.State), Place: registry.Place{Address: row.Address, Village: row.Village}, Known: row.Known}, plain(err)
}

// SaveHousehold keeps a household in the place of what stood. Only an open one
// is found by its address.
func (tx *Tx) SaveHousehold(h registry.Household) error {
	if err := tx.q.DropAddressKeys(tx.ctx, query.DropAddressKeysParams{Office: tx.office, Household: h.ID}); err != nil {
		return plain(err)
	}
	if h.State == registry.Open {
		for _, token := range registry.AddressTokens(h.Address) {
			if err := tx.q.AddAddressKey(tx.ctx, query.AddAddressKeyParams{Office: tx.office, Token: token, Household: h.ID}); err != nil {
				return plain(err)
			}
		}
	}
	tx.Late(func(known int64) error {
		if _, err := tx.q.SupersedeHousehold(tx.ctx, query.SupersedeHouseholdParams{Office: tx.office, ID: h.ID, Known: known}); err != nil {
			return plain(err)
		}
		return plain(tx.q.AddHousehold(tx.ctx, query.AddHouseholdParams{Office: tx.office, ID: h.ID, Known: known, State: string(h.State), Address: h.Address, Village: h.Village}))
	})
	return nil
}

// AddHeir says what a household became.
func (tx *Tx) AddHeir(id int64, heir registry.Ref) error {
	tx.Late(func(known int64) error {
		return plain(tx.q.AddHeir(tx.ctx, query.AddHeirParams{Office: tx.office, ID: id, ToOffice: heir.Office, ToHousehold: heir.ID, Known: known}))
	})
	return nil
}

// Heirs are what a household became.
func (v *View) Heirs(office, id int64) ([]registry.Ref, error) {
	rows, err := v.q.Heirs(v.ctx, query.HeirsParams{Office: office, ID: id})
	return refs(rows, err, func(r query.HeirsRow) registry.Ref { return registry.Ref{Office: r.ToOffice, ID: r.ToHousehold} })
}

// Origins are the households that became one.
func (v *View) Origins(h registry.Ref) ([]registry.Ref, error) {
	rows, err := v.q.Origins(v.ctx, query.OriginsParams{ToOffice: h.Office, ToHousehold: h.ID})
	return refs(rows, err, func(r query.OriginsRow) registry.Ref { return registry.Ref{Office: r.Office, ID: r.ID} })
}

// overtaken tells that somebody else was faster: what was read no longer
// stands.
func overtaken(n int64, err error) error {
	if err == nil && n != 1 {
		return fault.New(fault.Conflict, "别人刚刚改过这里；请刷新，看过新的内容再改")
	}
	return plain(err)
}

// SaveMembers ends memberships and begins others.
func (tx *Tx) SaveMembers(gone, fresh []registry.Member) error {
	tx.Late(func(known int64) error {
		for _, m := range gone {
			p := query.SupersedeMembershipParams{Now: known, Office: tx.office, Household: m.Household, Person: m.Person, Known: m.Known, ValidFrom: m.From.String()}
			if err := overtaken(tx.q.SupersedeMembership(tx.ctx, p)); err != nil {
				return err
			}
		}
		for _, m := range fresh {
			p := query.AddMembershipParams{Office: tx.office, Household: m.Household, Person: m.Person, Known: known, ValidFrom: m.From.String(), ValidTo: m.To.String(), Relation: m.Relation, Because: string(m.Because)}
			if err := tx.q.AddMembership(tx.ctx, p); err != nil {
				return plain(err)
			}
		}
		return nil
	})
	return nil
}

// membership is a row with why it ends and its days.
func membership(m registry.Member, because, from, to string) (registry.Member, error) {
	var err error
	m.Because = registry.Leaving(because)
	m.From, m.To, err = days(from, to)
	return m, err
}

// MembersOf are the people of a household on all days, as known by a number.
func (v *View) MembersOf(office, household, at int64) ([]registry.Member, error) {
	rows, err := v.q.MembersOf(v.ctx, query.MembersOfParams{Office: office, Household: household, At: at})
	if err != nil {
		return nil, plain(err)
	}
	list := make([]registry.Member, len(rows))
	for i, r := range rows {
		if list[i], err = membership(registry.Member{Household: household, Person: r.Person, Relation: r.Relation, Known: r.Known}, r.Because, r.ValidFrom, r.ValidTo); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// MemberHistory is all that was ever registered of the people of a household.
func (v *View) MemberHistory(office, household int64) ([]registry.Member, error) {
	rows, err := v.q.MemberHistory(v.ctx, query.MemberHistoryParams{Office: office, Household: household})
	if err != nil {
		return nil, plain(err)
	}
	list := make([]registry.Member, len(rows))
	for i, r := range rows {
		if list[i], err = membership(registry.Member{Household: household, Person: r.Person, Relation: r.Relation, Known: r.Known, Superseded: r.Superseded}, r.Because, r.ValidFrom, r.ValidTo); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// HouseholdHistory is all that was ever registered of a household.
func (v *View) HouseholdHistory(office, id int64) (list []registry.Household, err error) {
	rows, err := v.q.HouseholdHistory(v.ctx, query.HouseholdHistoryParams{Office: office, ID: id})
	for _, r := range rows {
		list = append(list, registry.Household{Ref: registry.Ref{Office: office, ID: id}, State: registry.State(r.State), Place: registry.Place{Address: r.Address, Village: r.Village}, Known: r.Known})
	}
	return list, plain(err)
}

// MembershipsOf are the households of a person on all days.
func (v *View) MembershipsOf(office, person, at int64) ([]registry.Member, error) {
	rows, err := v.q.MembershipsOf(v.ctx, query.MembershipsOfParams{Office: office, Person: person, At: at})
	if err != nil {
		return nil, plain(err)
	}
	list := make([]registry.Member, len(rows))
	for i, r := range rows {
		if list[i], err = membership(registry.Member{Household: r.Household, Person: person, Relation: r.Relation, Known: r.Known}, r.Because, r.ValidFrom, r.ValidTo); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// SaveFacts supersedes facts and writes others, sealing what is sensitive.
func (tx *Tx) SaveFacts(s registry.Subject, gone, fresh []registry.Fact) error {
	tx.Late(func(known int64) error {
		for _, f := range gone {
			p := query.SupersedeFactParams{Now: known, Office: s.Office, Of: s.Of, Subject: s.ID, Key: f.Key, Line: f.Line, Known: f.Known, ValidFrom: f.From.String()}
			if err := overtaken(tx.q.SupersedeFact(tx.ctx, p)); err != nil {
				return err
			}
		}
		for _, f := range fresh {
			if err := tx.addFact(s, f, known); err != nil {
				return err
			}
		}
		return nil
	})
	return nil
}

// addFact writes one fact.
func (tx *Tx) addFact(s registry.Subject, f registry.Fact, known int64) (err error) {
	row := query.AddFactParams{Office: s.Office, Of: s.Of, Subject: s.ID, Key: f.Key, Line: f.Line, Known: known,
		ValidFrom: f.From.String(), ValidTo: f.To.String(), Value: f.Value, Sealed: []byte{}, Source: string(f.Source), Evidence: f.Evidence}
	if f.Secret || tx.s.sensitive(f.Key) && f.Value != "" {
		row.Value = ""
		if row.Sealed, err = tx.s.sealed(factPlace(s, f, known), f.Value); err != nil {
			return err
		}
	}
	return plain(tx.q.AddFact(tx.ctx, row))
}

// Facts are the facts of a subject on all days, as known by a number.
func (v *View) Facts(s registry.Subject, at int64) ([]registry.Fact, error) {
	rows, err := v.q.FactsOf(v.ctx, query.FactsOfParams{Office: s.Office, Of: s.Of, Subject: s.ID, At: at})
	if err != nil {
		return nil, plain(err)
	}
	list := make([]registry.Fact, len(rows))
	for i, r := range rows {
		if list[i], err = v.fact(s, query.FactHistoryRow(r)); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// History is all that was ever known about a subject.
func (v *View) History(s registry.Subject) ([]registry.Fact, error) {
	rows, err := v.q.FactHistory(v.ctx, query.FactHistoryParams{Office: s.Office, Of: s.Of, Subject: s.ID})
	if err != nil {
		return nil, plain(err)
	}
	list := make([]registry.Fact, len(rows))
	for i, r := range rows {
		if list[i], err = v.fact(s, r); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// fact reads one row, opening what is sealed.
func (v *View) fact(s registry.Subject, r query.FactHistoryRow) (registry.Fact, error) {
	f := registry.Fact{Key: r.Key, Line: r.Line, Value: r.Value, Secret: v.s.sensitive(r.Key), Source: registry.Source(r.Source), Evidence: r.Evidence, Known: r.Known, Superseded: r.Superseded}
	var err error
	if f.From, f.To, err = days(r.ValidFrom, r.ValidTo); err != nil || len(r.Sealed) == 0 {
		return f, err
	}
	f.Secret = true
	f.Value, err = v.s.bare(factPlace(s, f, f.Known), r.Sealed)
	return f, err
}

// Mentions are the facts that stand and say that a row is a person.
func (v *View) Mentions(who string) ([]registry.Mention, error) {
	rows, err := v.q.Mentions(v.ctx, who)
	if err != nil {
		return nil, plain(err)
	}
	list := make([]registry.Mention, len(rows))
	for i, r := range rows {
		list[i] = registry.Mention{Subject: registry.Subject{Office: r.Office, Of: r.Of, ID: r.Subject},
			Fact: registry.Fact{Key: r.Key, Line: r.Line, Value: r.Value, Source: registry.Source(r.Source), Evidence: r.Evidence, Known: r.Known}}
		if list[i].From, list[i].To, err = days(r.ValidFrom, r.ValidTo); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// LastLine is the highest row that a table of a subject ever had.
func (v *View) LastLine(s registry.Subject, table string) (int64, error) {
	n, err := v.q.LastLine(v.ctx, query.LastLineParams{Office: s.Office, Of: s.Of, Subject: s.ID, Key: table})
	return n, plain(err)
}

// AddUnit keeps a frozen unit.
func (tx *Tx) AddUnit(u registry.Unit) error {
	tx.Late(func(known int64) error {
		p := query.AddUnitParams{Office: tx.office, ID: u.ID, Household: u.Household, Programme: u.Programme, Pack: u.Pack, Day: u.Day.String(), Known: known}
		if err := tx.q.AddUnit(tx.ctx, p); err != nil {
			return plain(err)
		}
		for _, m := range u.Members {
			counted := int64(0)
			if m.Counted {
				counted = 1
			}
			if err := tx.q.AddUnitMember(tx.ctx, query.AddUnitMemberParams{Office: tx.office, Unit: u.ID, Person: m.Person, Counted: counted, Rule: m.Rule}); err != nil {
				return plain(err)
			}
		}
		return nil
	})
	return nil
}

// UnitsOf are the numbers of the units frozen of a household.
func (v *View) UnitsOf(h registry.Ref) ([]int64, error) {
	ids, err := v.q.UnitsOf(v.ctx, query.UnitsOfParams{Office: h.Office, Household: h.ID})
	return ids, plain(err)
}

// Unit reads a frozen unit.
func (v *View) Unit(office, id int64) (registry.Unit, error) {
	row, err := v.q.Unit(v.ctx, query.UnitParams{Office: office, ID: id})
	u := registry.Unit{Ref: registry.Ref{Office: office, ID: id}, Household: row.Household, Programme: row.Programme, Pack: row.Pack, Known: row.Known}
	if err != nil {
		return u, plain(err)
	}
	if u.Day, err = civil.ParseDate(row.Day); err != nil {
		return u, err
	}
	members, err := v.q.UnitMembers(v.ctx, query.UnitMembersParams{Office: office, Unit: id})
	for _, m := range members {
		u.Members = append(u.Members, registry.Counted{Person: m.Person, Counted: m.Counted == 1, Rule: m.Rule})
	}
	return u, plain(err)
}
