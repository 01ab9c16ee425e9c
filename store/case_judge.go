package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"doudi/casework"
	"doudi/civil"
	judge "doudi/engine"
	"doudi/fact"
	"doudi/fault"
	"doudi/money"
	"doudi/registry"
	"doudi/store/query"

	"github.com/jackc/pgx/v5/pgconn"
	lite "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Demo tells whether all people of the instance are invented.
func (v *View) Demo() bool { return v.s.instance.Demo }

// AddDetermination keeps a determination as known by the number of the act.
func (tx *Tx) AddDetermination(id int64, d casework.Determination, k casework.Kept) error {
	p := query.AddDeterminationParams{Office: tx.office, File: id, Turn: d.Turn, Law: d.Law, Day: d.Day.String(), Status: string(d.Status),
		Low: int64(d.Amount.Low), High: int64(d.Amount.High), Per: d.Amount.Type.Per(), Pays: d.Pays, Starts: int64(d.Starts), Examples: strings.Join(d.Examples, " ")}
	for _, c := range []struct {
		column, text string
		into         *[]byte
	}{{"snapshot", k.Snapshot, &p.Snapshot}, {"answer", k.Answer, &p.Answer}, {"told", k.Told, &p.Told}} {
		var err error
		if *c.into, err = tx.s.sealed(casePlace("determination."+c.column, tx.office, id, d.Turn), c.text); err != nil {
			return err
		}
	}
	tx.Late(func(known int64) error {
		p.Known = known
		return plain(tx.q.AddDetermination(tx.ctx, p))
	})
	return nil
}

// Determinations are those of a case, in order.
func (v *View) Determinations(office, id int64) (list []casework.Determination, err error) {
	rows, err := v.q.Determinations(v.ctx, query.DeterminationsParams{Office: office, File: id})
	for _, r := range rows {
		day, err := civil.ParseDate(r.Day)
		if err != nil {
			return nil, err
		}
		list = append(list, casework.Determination{Turn: r.Turn, Known: r.Known, Law: r.Law, Day: day, Status: judge.Status(r.Status),
			Amount: judge.Amount{Type: fact.PerType(r.Per), Low: money.Fen(r.Low), High: money.Fen(r.High)}, Pays: r.Pays, Starts: civil.Month(r.Starts),
			Examples: strings.Fields(r.Examples)})
	}
	return list, plain(err)
}

// Kept is what of a determination is sealed.
func (v *View) Kept(office, id, turn int64) (k casework.Kept, err error) {
	row, err := v.q.DeterminationSealed(v.ctx, query.DeterminationSealedParams{Office: office, File: id, Turn: turn})
	if err != nil {
		return k, plain(err)
	}
	for _, c := range []struct {
		column string
		sealed []byte
		into   *string
	}{{"snapshot", row.Snapshot, &k.Snapshot}, {"answer", row.Answer, &k.Answer}, {"told", row.Told, &k.Told}} {
		if *c.into, err = v.s.bare(casePlace("determination."+c.column, office, id, turn), c.sealed); err != nil {
			return k, err
		}
	}
	return k, nil
}

// DeterminationsBehind are those of the whole instance behind one, in order.
func (v *View) DeterminationsBehind(office, file, turn int64, most int) (list []casework.Made, err error) {
	rows, err := v.q.DeterminationsBehind(v.ctx, query.DeterminationsBehindParams{Office: office, File: file, Turn: turn, Most: int64(most)})
	for _, r := range rows {
		list = append(list, casework.Made{Ref: registry.Ref{Office: r.Office, ID: r.File}, Number: casework.Number(r.Number), Turn: r.Turn})
	}
	return list, plain(err)
}

// TouchedSince is what changed of a household and its people after a number of
// the office's chain.
func (v *View) TouchedSince(office, household, known int64) (list []casework.Touch, err error) {
	rows, err := v.q.TouchedSince(v.ctx, query.TouchedSinceParams{Office: office, Household: household, Since: known})
	for _, r := range rows {
		list = append(list, casework.Touch{What: r.What, Subject: r.Subject, Key: r.Key})
	}
	return list, plain(err)
}

// AddDecision keeps a decision as it was issued.
func (tx *Tx) AddDecision(id int64, d casework.Decision) error {
	text, err := json.Marshal(d.Ruling)
	if err != nil {
		return err
	}
	ruling, err := tx.s.sealed(casePlace("decision", tx.office, id, d.Turn), string(text))
	if err != nil {
		return err
	}
	return plain(tx.q.AddDecision(tx.ctx, query.AddDecisionParams{Office: tx.office, File: id, Turn: d.Turn, Determination: d.Determination,
		Gives: flag(d.Gives), Differs: flag(d.Differs), Day: d.Day.String(), Ruling: ruling}))
}

// Decisions are those of a case, in order.
func (v *View) Decisions(office, id int64) (list []casework.Decision, err error) {
	rows, err := v.q.Decisions(v.ctx, query.DecisionsParams{Office: office, File: id})
	return listed(rows, err, func(r query.DecisionsRow) (casework.Decision, error) { return v.decision(office, id, r) })
}

// decision reads one row.
func (v *View) decision(office, id int64, r query.DecisionsRow) (casework.Decision, error) {
	d := casework.Decision{Turn: r.Turn, Determination: r.Determination, Gives: r.Gives == 1, Differs: r.Differs == 1}
	text, err := v.s.bare(casePlace("decision", office, id, r.Turn), r.Ruling)
	if err == nil {
		err = json.Unmarshal([]byte(text), &d.Ruling)
	}
	if err == nil {
		d.Day, err = civil.ParseDate(r.Day)
	}
	return d, err
}

// Differing are the cases of an office in which a decision differs from its
// determination.
func (v *View) Differing(office int64) ([]int64, error) {
	list, err := v.q.Differing(v.ctx, office)
	return list, plain(err)
}

// AddAward keeps an award as known by the number of the act.
func (tx *Tx) AddAward(a casework.Award) error {
	tx.Late(func(known int64) error {
		err := tx.q.AddAward(tx.ctx, query.AddAwardParams{Office: tx.office, ID: a.ID, Unit: a.Unit, Household: a.Household, Holder: a.Holder,
			Programme: a.Programme, Starts: int64(a.Starts), Known: known})
		if err != nil {
			return plain(err)
		}
		for _, d := range a.Decisions {
			if err := tx.link(a.ID, d, known); err != nil {
				return err
			}
		}
		for _, p := range a.People {
			if err := tx.share(a, p); err != nil {
				return err
			}
		}
		return nil
	})
	return nil
}

// share enters that somebody stands for an award, behind those that he stood for
// before. The database refuses two of one programme in one month.
func (tx *Tx) share(a casework.Award, p casework.Share) error {
	earlier, err := tx.q.AwardsOfPerson(tx.ctx, query.AwardsOfPersonParams{Office: tx.office, Person: p.Person, Programme: a.Programme})
	if err != nil {
		return plain(err)
	}
	var before sql.NullInt64
	if n := len(earlier); n > 0 {
		before = sql.NullInt64{Int64: earlier[n-1].Ends, Valid: true}
	}
	err = tx.q.AddAwardPerson(tx.ctx, query.AddAwardPersonParams{Office: tx.office, Person: p.Person, Programme: a.Programme,
		Starts: int64(p.Starts), Ends: int64(p.Ends), Before: before, Award: a.ID})
	if constrained(err) {
		return fault.Newf(fault.Refused, "人员 %d 已经在享受这个项目，同一个人同一个月不能享受两份；请先核对他现在的待遇，停发或变更以后再办", p.Person)
	}
	return plain(err)
}

// constrained tells that a row is not one that the schema allows.
func constrained(err error) bool {
	var local *lite.Error
	var server *pgconn.PgError
	return errors.As(err, &local) && local.Code()&0xff == sqlite3.SQLITE_CONSTRAINT || errors.As(err, &server) && strings.HasPrefix(server.Code, "23")
}

// AwardsOf are those of a household, the oldest first.
func (v *View) AwardsOf(office, household int64) (list []casework.Award, err error) {
	rows, err := v.q.AwardsOf(v.ctx, query.AwardsOfParams{Office: office, Household: household})
	for _, r := range rows {
		a := casework.Award{Ref: registry.Ref{Office: office, ID: r.ID}, Unit: r.Unit, Household: household, Holder: r.Holder, Programme: r.Programme, Starts: civil.Month(r.Starts)}
		if err := v.chain(&a); err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, plain(err)
}

// chain reads the decisions of an award, and who stands for it.
func (v *View) chain(a *casework.Award) error {
	rows, err := v.q.AwardDecisions(v.ctx, query.AwardDecisionsParams{Office: a.Office, Award: a.ID})
	for _, r := range rows {
		a.Decisions = append(a.Decisions, casework.AwardDecision{Number: r.Number, Starts: civil.Month(r.Starts), Sum: money.Fen(r.Fen), Per: r.Per, Pays: r.Pays,
			Case: r.File, Turn: r.Turn, Known: r.Known, Superseded: r.Superseded})
	}
	if err != nil {
		return plain(err)
	}
	people, err := v.q.AwardPeople(v.ctx, query.AwardPeopleParams{Office: a.Office, Award: a.ID})
	for _, r := range people {
		a.People = append(a.People, casework.Share{Person: r.Person, Starts: civil.Month(r.Starts), Ends: civil.Month(r.Ends)})
	}
	return plain(err)
}

// Granted are the awards that a person stands for in the name of his unit, as
// known by an act: what each decision fixed, up to the next or to the end.
func (v *View) Granted(office, person, at int64) (list []registry.Grant, err error) {
	rows, err := v.q.Granted(v.ctx, query.GrantedParams{Office: office, Person: person, At: at})
	for i, r := range rows {
		g := registry.Grant{Programme: r.Programme, From: civil.Month(r.Starts), To: registry.Lasting, Amount: money.Fen(r.Fen)}
		switch {
		case r.Pays == "once" || r.Pays == "row":
			g.To = g.From
		case i+1 < len(rows) && rows[i+1].ID == r.ID:
			g.To = civil.Month(rows[i+1].Starts) - 1
		case r.Ended != 0:
			g.To = civil.Month(r.Ended) - 1
		}
		list = append(list, g)
	}
	return slices.DeleteFunc(list, func(g registry.Grant) bool { return g.To < g.From }), plain(err)
}
