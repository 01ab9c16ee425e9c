package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"doudi/civil"
	"doudi/fault"
	"doudi/gb"
	"doudi/registry"
	"doudi/seal"
	"doudi/store/query"
)

// Registry gives the Store in the form that the registry declares.
func (s *Store) Registry() registry.Store {
	return served[registry.Tx, registry.View]{s, func(tx *Tx) registry.Tx { return tx }, func(v *View) registry.View { return v }}
}

// At is when a number of an office's chain was given.
func (v *View) At(office, known int64) (time.Time, error) {
	at, err := v.q.EntryAt(v.ctx, query.EntryAtParams{Office: office, Seq: known})
	return moment(at), plain(err)
}

// Alone holds the row of the office's counter until the transaction ends.
func (tx *Tx) Alone() error {
	_, err := tx.Next("registry")
	return err
}

// Number gives the next number of a kind in the office.
func (tx *Tx) Number(kind string) (int64, error) { return tx.Next(kind) }

// Witness puts what was done, as a keyed digest, into the act's entry: from a
// bare one anybody could guess what it was made of.
func (tx *Tx) Witness(kind string, id int64, content string) {
	tx.Act.Object = object(kind, id)
	tx.Act.Digest = tx.s.Ring.Blind("audit", content).Sum
}

// Elsewhere does a part of the act in another office; its entry is made with
// the act's own.
func (tx *Tx) Elsewhere(office int64, change func(registry.Tx) error) error {
	return change(tx.aside(office))
}

// sealed seals a text that may be empty: nothing stays nothing.
func (s *Store) sealed(at seal.Place, text string) ([]byte, error) {
	if text == "" {
		return []byte{}, nil
	}
	return s.Ring.Seal(s.Random, at, []byte(text))
}

// bare opens what sealed made.
func (s *Store) bare(at seal.Place, sealed []byte) (string, error) {
	if len(sealed) == 0 {
		return "", nil
	}
	text, err := s.Ring.Open(at, sealed)
	return string(text), err
}

// SavePerson keeps a person and the keys by which he is found. The keys follow
// what stands now; false if the number is somebody else's.
func (tx *Tx) SavePerson(p registry.Person) (bool, error) {
	if err := tx.dropKeys(p.ID); err != nil {
		return false, err
	}
	if alone, err := tx.addKeys(p); err != nil || !alone {
		return false, err
	}
	row := query.AddPersonParams{Office: tx.office, ID: p.ID, Name: p.Name, Birth: p.Birth.String(), Sex: p.Sex}
	for _, c := range []struct {
		column, text string
		into         *[]byte
	}{{"number", p.Number.Text(), &row.Number}, {"phone", string(p.Phone), &row.Phone}, {"account", string(p.Account), &row.Account}} {
		var err error
		if *c.into, err = tx.s.sealed(personPlace(c.column, p.Ref), c.text); err != nil {
			return false, err
		}
	}
	tx.Late(func(known int64) error {
		if _, err := tx.q.SupersedePerson(tx.ctx, query.SupersedePersonParams{Office: tx.office, ID: p.ID, Known: known}); err != nil {
			return plain(err)
		}
		row.Known = known
		return plain(tx.q.AddPerson(tx.ctx, row))
	})
	return true, nil
}

// personPlace is where a sealed column of a person belongs: one office, one
// person, one column.
func personPlace(column string, p registry.Ref) seal.Place {
	return seal.Place{Column: fmt.Sprintf("person.%d.%s", p.Office, column), Owner: p.ID}
}

// relativePlace is where the number of a near relative belongs.
func relativePlace(r registry.Ref) seal.Place {
	return seal.Place{Column: fmt.Sprintf("relative.%d.number", r.Office), Owner: r.ID}
}

// dropKeys takes a person out of the indexes.
func (tx *Tx) dropKeys(id int64) error {
	return plain(errors.Join(
		tx.q.DropDirectory(tx.ctx, query.DropDirectoryParams{Office: tx.office, Person: id}),
		tx.q.DropBlinds(tx.ctx, query.DropBlindsParams{Office: tx.office, Person: id}),
		tx.q.DropNameKeys(tx.ctx, query.DropNameKeysParams{Office: tx.office, Person: id})))
}

// addKeys puts a person into the indexes. While programs with older keys may
// still act the number stands under every live version, so that a change of keys
// never opens a gap for a twin.
func (tx *Tx) addKeys(p registry.Person) (bool, error) {
	if p.HasNumber() {
		if _, found, err := tx.ByNumber(p.Number); err != nil || found {
			return false, err
		}
		blinds := tx.s.Ring.Blinds("number", p.Number.Key())
		if tx.s.sole.Load() {
			blinds = blinds[:1]
		}
		for _, b := range blinds {
			n, err := tx.q.AddDirectory(tx.ctx, query.AddDirectoryParams{Version: int64(b.Version), Blind: b.Sum[:], Office: tx.office, Person: p.ID})
			if err != nil || n == 0 {
				return false, plain(err)
			}
		}
		text := p.Number.Text()
		if err := tx.addBlind("tail", text[len(text)-4:], p.ID); err != nil {
			return false, err
		}
	}
	if p.Phone != "" {
		if err := tx.addBlind("phone", string(p.Phone), p.ID); err != nil {
			return false, err
		}
	}
	for _, token := range registry.NameTokens(p.Name) {
		if err := tx.q.AddNameKey(tx.ctx, query.AddNameKeyParams{Office: tx.office, Token: token, Person: p.ID}); err != nil {
			return false, plain(err)
		}
	}
	return true, nil
}

// addBlind keeps a blind index under the newest key; a search asks for all.
func (tx *Tx) addBlind(kind, text string, person int64) error {
	b := tx.s.Ring.Blind(kind, text)
	return plain(tx.q.AddBlind(tx.ctx, query.AddBlindParams{Office: tx.office, Kind: kind, Version: int64(b.Version), Blind: b.Sum[:], Person: person}))
}

// DropPerson takes a person out of the indexes; unless becomes is nobody, it
// says under which number his records go on.
func (tx *Tx) DropPerson(id int64, becomes registry.Ref, because string) error {
	if err := tx.dropKeys(id); err != nil || becomes.ID == 0 {
		return err
	}
	tx.Late(func(known int64) error {
		return plain(tx.q.AddAlias(tx.ctx, query.AddAliasParams{Office: tx.office, ID: id, ToOffice: becomes.Office, ToPerson: becomes.ID, Because: because, Known: known}))
	})
	return nil
}

// Person is somebody as he was known by a number of the office's chain.
func (v *View) Person(office, id, at int64) (registry.Person, error) {
	row, err := v.q.Person(v.ctx, query.PersonParams{Office: office, ID: id, At: at})
	if errors.Is(err, sql.ErrNoRows) {
		return registry.Person{}, fault.Newf(fault.NotFound, "没有编号为 %d 的人员；请核对后再试", id)
	}
	if err != nil {
		return registry.Person{}, plain(err)
	}
	return v.person(office, id, row)
}

// PersonHistory is all that was ever registered of somebody, the newest first.
func (v *View) PersonHistory(office, id int64) (list []registry.Person, err error) {
	rows, err := v.q.PersonHistory(v.ctx, query.PersonHistoryParams{Office: office, ID: id})
	if err != nil {
		return nil, plain(err)
	}
	for _, row := range rows {
		p, err := v.person(office, id, query.PersonRow(row))
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

// person reads one row.
func (v *View) person(office, id int64, row query.PersonRow) (registry.Person, error) {
	p := registry.Person{Ref: registry.Ref{Office: office, ID: id}, Name: row.Name, Sex: row.Sex, Known: row.Known}
	var err error
	if p.Birth, err = civil.ParseDate(row.Birth); err != nil {
		return p, err
	}
	return p, v.openPerson(&p, row)
}

// openPerson opens the sealed columns.
func (v *View) openPerson(p *registry.Person, row query.PersonRow) error {
	text, err := v.s.bare(personPlace("number", p.Ref), row.Number)
	if err != nil {
		return err
	}
	if text != "" {
		if p.Number, err = gb.ParseNumber(text); err != nil {
			return err
		}
	}
	phone, err := v.s.bare(personPlace("phone", p.Ref), row.Phone)
	if err != nil {
		return err
	}
	account, err := v.s.bare(personPlace("account", p.Ref), row.Account)
	p.Phone, p.Account = registry.Secret(phone), registry.Secret(account)
	return err
}

// Alias tells under which number a person's records go on.
func (v *View) Alias(office, id int64) (registry.Ref, bool, error) {
	row, err := v.q.Alias(v.ctx, query.AliasParams{Office: office, ID: id})
	if errors.Is(err, sql.ErrNoRows) {
		return registry.Ref{}, false, nil
	}
	return registry.Ref{Office: row.ToOffice, ID: row.ToPerson}, err == nil, plain(err)
}

// AliasesOf are the records that go on under a person's number.
func (v *View) AliasesOf(p registry.Ref) ([]registry.Ref, error) {
	rows, err := v.q.AliasesOf(v.ctx, query.AliasesOfParams{ToOffice: p.Office, ToPerson: p.ID})
	return refs(rows, err, func(r query.AliasesOfRow) registry.Ref { return registry.Ref{Office: r.Office, ID: r.ID} })
}

// ByNumber finds the person with a number under any live key version.
func (v *View) ByNumber(n gb.Number) (registry.Ref, bool, error) {
	return anyVersion(v.s.Ring.Blinds("number", n.Key()), func(b seal.Blind) (registry.Ref, error) {
		row, err := v.q.Directory(v.ctx, query.DirectoryParams{Version: int64(b.Version), Blind: b.Sum[:]})
		return registry.Ref{Office: row.Office, ID: row.Person}, err
	})
}

// ByTail finds people by the last four of their number.
func (v *View) ByTail(office int64, tail string, most int) ([]int64, error) {
	return v.byBlind("tail", office, tail, most)
}

// ByPhone finds people by their phone.
func (v *View) ByPhone(office int64, phone string, most int) ([]int64, error) {
	return v.byBlind("phone", office, phone, most)
}

// byBlind asks under every live key version.
func (v *View) byBlind(kind string, office int64, text string, most int) (ids []int64, err error) {
	for _, b := range v.s.Ring.Blinds(kind, text) {
		some, err := v.q.ByBlind(v.ctx, query.ByBlindParams{Office: office, Kind: kind, Version: int64(b.Version), Blind: b.Sum[:], Most: int64(most - len(ids))})
		if err != nil {
			return nil, plain(err)
		}
		ids = append(ids, some...)
	}
	return ids, nil
}

// beyond is behind every text that begins with a token, in bytes: both
// databases compare so.
func beyond(token string) string { return token + "\U0010FFFF" }

// ByName finds people by the beginning of a key of their name.
func (v *View) ByName(office int64, token string, most int) ([]int64, error) {
	ids, err := v.q.ByName(v.ctx, query.ByNameParams{Office: office, First: token, Beyond: beyond(token), Most: int64(most)})
	return ids, plain(err)
}

// ByAddress finds households by the beginning of a key of their address.
func (v *View) ByAddress(office int64, token string, most int) ([]int64, error) {
	ids, err := v.q.ByAddress(v.ctx, query.ByAddressParams{Office: office, First: token, Beyond: beyond(token), Most: int64(most)})
	return ids, plain(err)
}

// Roll is a page of the open households of an office with numbers above one.
func (v *View) Roll(office, after int64, most int, day civil.Date) ([]registry.House, error) {
	rows, err := v.q.HouseholdRoll(v.ctx, query.HouseholdRollParams{Office: office, After: after, Most: int64(most), Day: day.String()})
	return listed(rows, err, func(r query.HouseholdRollRow) (registry.House, error) {
		h := registry.House{Household: registry.Household{Ref: registry.Ref{Office: office, ID: r.ID}, State: registry.Open,
			Place: registry.Place{Address: r.Address, Village: r.Village}, Known: r.Known}, Head: r.Name, People: int(r.People)}
		number, err := v.s.bare(personPlace("number", registry.Ref{Office: office, ID: r.Head}), r.Number)
		h.Number = gb.Mask(number)
		return h, err
	})
}

// ServedBy lists the open households of an office that a village works for.
func (v *View) ServedBy(office, village, after int64, most int) ([]int64, error) {
	ids, err := v.q.ServedBy(v.ctx, query.ServedByParams{Office: office, Village: village, After: after, Most: int64(most)})
	return ids, plain(err)
}

// Twins finds people of one name and birth date in the whole instance.
func (v *View) Twins(name string, birth civil.Date) ([]registry.Ref, error) {
	rows, err := v.q.Twins(v.ctx, query.TwinsParams{Name: name, Birth: birth.String()})
	return refs(rows, err, func(r query.TwinsRow) registry.Ref { return registry.Ref{Office: r.Office, ID: r.ID} })
}

// SaveRelative enters a near relative of staff.
func (tx *Tx) SaveRelative(r registry.Relative) error {
	sealed, err := tx.s.sealed(relativePlace(r.Ref), r.Number.Text())
	if err != nil {
		return err
	}
	b := tx.s.Ring.Blind("relative", r.Number.Key())
	tx.Late(func(known int64) error {
		return plain(tx.q.AddRelative(tx.ctx, query.AddRelativeParams{Office: tx.office, ID: r.ID, Known: known, Staff: r.Staff, OfName: r.Of,
			Relation: r.Relation, Name: r.Name, Number: sealed, Version: int64(b.Version), Blind: b.Sum[:]}))
	})
	return nil
}

// DropRelative ends an entry of the register.
func (tx *Tx) DropRelative(id int64) error {
	tx.Late(func(known int64) error {
		n, err := tx.q.SupersedeRelative(tx.ctx, query.SupersedeRelativeParams{Office: tx.office, ID: id, Known: known})
		if err == nil && n == 0 {
			return fault.New(fault.NotFound, "近亲属登记里没有这一条；请刷新后再试")
		}
		return plain(err)
	})
	return nil
}

// Relatives lists the register of an office.
func (v *View) Relatives(office int64) ([]registry.Relative, error) {
	rows, err := v.q.Relatives(v.ctx, office)
	if err != nil {
		return nil, plain(err)
	}
	var list []registry.Relative
	for _, r := range rows {
		if list, err = v.relative(list, query.RelativesByNumberRow(r)); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// RelativesBy finds entries of any office by the number.
func (v *View) RelativesBy(n gb.Number) (list []registry.Relative, err error) {
	for _, b := range v.s.Ring.Blinds("relative", n.Key()) {
		rows, err := v.q.RelativesByNumber(v.ctx, query.RelativesByNumberParams{Version: int64(b.Version), Blind: b.Sum[:]})
		if err != nil {
			return nil, plain(err)
		}
		for _, r := range rows {
			if list, err = v.relative(list, r); err != nil {
				return nil, err
			}
		}
	}
	return list, nil
}

// RelativesSince finds entries of any office by the number that stand, or were
// ended after a time.
func (v *View) RelativesSince(n gb.Number, since time.Time) (list []registry.Relative, err error) {
	for _, b := range v.s.Ring.Blinds("relative", n.Key()) {
		rows, err := v.q.RelativesEver(v.ctx, query.RelativesEverParams{Version: int64(b.Version), Blind: b.Sum[:]})
		if err != nil {
			return nil, plain(err)
		}
		for _, r := range rows {
			ended := since
			if r.Superseded != 0 {
				if ended, err = v.At(r.Office, r.Superseded); err != nil {
					return nil, err
				}
			}
			if ended.Before(since) {
				continue
			}
			if list, err = v.relative(list, query.RelativesByNumberRow{Office: r.Office, ID: r.ID, Known: r.Known, Staff: r.Staff, OfName: r.OfName, Relation: r.Relation, Name: r.Name, Number: r.Number}); err != nil {
				return nil, err
			}
		}
	}
	return list, nil
}

// relative opens one entry.
func (v *View) relative(list []registry.Relative, r query.RelativesByNumberRow) ([]registry.Relative, error) {
	text, err := v.s.bare(relativePlace(registry.Ref{Office: r.Office, ID: r.ID}), r.Number)
	if err != nil {
		return nil, err
	}
	n, err := gb.ParseNumber(text)
	return append(list, registry.Relative{Ref: registry.Ref{Office: r.Office, ID: r.ID}, Staff: r.Staff, Of: r.OfName, Relation: r.Relation, Name: r.Name, Number: n, Known: r.Known}), err
}

// CountView counts an unmasked view.
func (tx *Tx) CountView(home, staff int64, day civil.Date) (int64, error) {
	n, err := tx.q.CountView(tx.ctx, query.CountViewParams{Office: home, Staff: staff, Day: day.String()})
	return n, plain(err)
}

// factPlace is where a sealed fact belongs: nobody can put one answer in the
// place of another.
func factPlace(s registry.Subject, f registry.Fact, known int64) seal.Place {
	return seal.Place{Column: fmt.Sprintf("fact.%d.%s.%s.%d.%s.%d", s.Office, s.Of, f.Key, f.Line, f.From, known), Owner: s.ID}
}
