package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"doudi/access"
	"doudi/casework"
	"doudi/fault"
	"doudi/paper"
	"doudi/registry"
	"doudi/seal"
	"doudi/store/query"
)

// petitionPlace is where belongs what a family says in a request.
func petitionPlace(at registry.Ref) seal.Place {
	return seal.Place{Column: fmt.Sprintf("request.%d.content", at.Office), Owner: at.ID}
}

// enclosedPlace is where a column of a paper of a request belongs.
func enclosedPlace(column string, office, request, id int64) seal.Place {
	return seal.Place{Column: fmt.Sprintf("request_paper.%d.%d.%s", office, request, column), Owner: id}
}

// sealedPetition seals what a family says.
func (s *Store) sealedPetition(r casework.Request) ([]byte, error) {
	text, err := json.Marshal(r.Petition)
	if err != nil {
		return nil, err
	}
	return s.sealed(petitionPlace(r.Ref), string(text))
}

// AddRequest begins a request.
func (tx *Tx) AddRequest(r casework.Request) error {
	content, err := tx.s.sealedPetition(r)
	if err != nil {
		return err
	}
	return plain(tx.q.AddRequest(tx.ctx, query.AddRequestParams{Office: r.Office, ID: r.ID, Ticket: tokenOf(string(r.Ticket)), Begun: stamp(tx.now), Content: content, None: []byte{}}))
}

// SaveRequest keeps a request after its next turn, unless another has taken it.
func (tx *Tx) SaveRequest(r casework.Request) error {
	content, err := tx.s.sealedPetition(r)
	if err != nil {
		return err
	}
	lodged := int64(0)
	if !r.Lodged.IsZero() {
		lodged = stamp(r.Lodged)
	}
	return overtaken(tx.q.SaveRequest(tx.ctx, query.SaveRequestParams{Office: r.Office, ID: r.ID, Desk: r.Desk, State: string(r.State), Turn: r.Turn, Lodged: lodged,
		Home: r.Application.Office, Application: r.Application.ID, Content: content}))
}

// StayAtRequest notes that the family is still at its request.
func (tx *Tx) StayAtRequest(of registry.Ref) error {
	return plain(tx.q.SeeRequest(tx.ctx, query.SeeRequestParams{Office: of.Office, ID: of.ID, Seen: stamp(tx.now)}))
}

// DropRequest forgets a request that was never handed in, with its papers.
func (tx *Tx) DropRequest(of registry.Ref) error {
	if err := tx.q.DropRequestPapers(tx.ctx, query.DropRequestPapersParams{Office: of.Office, Request: of.ID}); err != nil {
		return plain(err)
	}
	return overtaken(tx.q.DropRequest(tx.ctx, query.DropRequestParams{Office: of.Office, ID: of.ID}))
}

// DropRequestsBefore forgets those that were begun and left alone since, and
// tells how many of which office.
func (tx *Tx) DropRequestsBefore(t time.Time) (forgotten map[int64]int, err error) {
	if err := tx.q.DropRequestPapersBefore(tx.ctx, stamp(t)); err != nil {
		return nil, plain(err)
	}
	offices, err := tx.q.DropRequestsBefore(tx.ctx, stamp(t))
	forgotten = map[int64]int{}
	for _, o := range offices {
		forgotten[o]++
	}
	return forgotten, plain(err)
}

// SetRequestCode keeps the code of a request in the place of an earlier one; the
// zero Code is none.
func (tx *Tx) SetRequestCode(of registry.Ref, c casework.Code) error {
	p := query.SetRequestCodeParams{Office: of.Office, ID: of.ID, Code: []byte{}}
	if !c.Until.IsZero() {
		p.Code, p.Until = c.Digest[:], stamp(c.Until)
	}
	return plain(tx.q.SetRequestCode(tx.ctx, p))
}

// TryRequestCode counts a try at the code of a request, and gives it with its
// tries; false if there is none.
func (tx *Tx) TryRequestCode(of registry.Ref) (c casework.Code, found bool, err error) {
	row, err := tx.q.TryRequestCode(tx.ctx, query.TryRequestCodeParams{Office: of.Office, ID: of.ID})
	if errors.Is(err, sql.ErrNoRows) {
		return c, false, nil
	}
	if err != nil {
		return c, false, plain(err)
	}
	return casework.Code{Digest: [32]byte(row.Code), Until: moment(row.Until), Tries: int(row.Tries)}, true, nil
}

// OpenRequest lets the browser of a token be at a request, and no other.
func (tx *Tx) OpenRequest(of registry.Ref, token string) error {
	p := query.OpenRequestParams{Office: of.Office, ID: of.ID, Seen: stamp(tx.now), Token: []byte{}}
	if token != "" {
		p.Token = tokenOf(token)
	}
	return plain(tx.q.OpenRequest(tx.ctx, p))
}

// AddEnclosed adds a paper to a request.
func (tx *Tx) AddEnclosed(of registry.Ref, p casework.Enclosed, content, small []byte) error {
	sealed, err := tx.s.Ring.Seal(tx.s.Random, enclosedPlace("content", of.Office, of.ID, p.ID), content)
	if err != nil {
		return err
	}
	picture, err := tx.s.sealed(enclosedPlace("small", of.Office, of.ID, p.ID), string(small))
	if err != nil {
		return err
	}
	return plain(tx.q.AddRequestPaper(tx.ctx, query.AddRequestPaperParams{Office: of.Office, Request: of.ID, ID: p.ID, Kind: p.Kind, Kin: p.Kin, Media: p.Media,
		At: stamp(p.At), Content: sealed, Small: picture}))
}

// EnclosedTwin finds a paper of a request that has the same bytes. Only those that
// are as long are opened.
func (v *View) EnclosedTwin(of registry.Ref, content []byte) (twin casework.Enclosed, found bool, err error) {
	rows, err := v.q.RequestPapersAsLong(v.ctx, query.RequestPapersAsLongParams{Office: of.Office, Request: of.ID, Sealed: int64(seal.Length(len(content)))})
	for _, r := range rows {
		if err != nil {
			break
		}
		var same []byte
		same, err = v.s.Ring.Open(enclosedPlace("content", of.Office, of.ID, r.ID), r.Content)
		if err == nil && string(same) == string(content) {
			return casework.Enclosed{ID: r.ID, Kin: r.Kin, Kind: r.Kind, Media: r.Media, At: moment(r.At)}, true, nil
		}
	}
	return twin, false, plain(err)
}

// DropEnclosed drops a paper of a request.
func (tx *Tx) DropEnclosed(of registry.Ref, id int64) error {
	return overtaken(tx.q.DropRequestPaper(tx.ctx, query.DropRequestPaperParams{Office: of.Office, Request: of.ID, ID: id}))
}

// CarryPapers files the papers of a request as those of a household of the tx's
// office, and takes them out of the request.
func (tx *Tx) CarryPapers(of registry.Ref, household int64, persons map[int64]int64, staff int64) error {
	rows, err := tx.q.RequestPapers(tx.ctx, query.RequestPapersParams{Office: of.Office, Request: of.ID})
	if err != nil {
		return plain(err)
	}
	for _, r := range rows {
		if err := tx.carry(of, r.ID, paper.Paper{Office: tx.office, Household: household, Person: persons[r.Kin], Staff: staff, From: access.DayOf(moment(r.At))}); err != nil {
			return err
		}
	}
	return plain(tx.q.DropRequestPapers(tx.ctx, query.DropRequestPapersParams{Office: of.Office, Request: of.ID}))
}

// carry files one paper, unless the household has it already.
func (tx *Tx) carry(of registry.Ref, id int64, p paper.Paper) error {
	row, err := tx.q.RequestPaper(tx.ctx, query.RequestPaperParams{Office: of.Office, Request: of.ID, ID: id})
	if err != nil {
		return plain(err)
	}
	content, err := tx.s.Ring.Open(enclosedPlace("content", of.Office, of.ID, id), row.Content)
	if err != nil {
		return err
	}
	small, err := tx.s.bare(enclosedPlace("small", of.Office, of.ID, id), row.Small)
	if err != nil {
		return err
	}
	if _, twin, err := tx.Twin(tx.office, p.Household, content); err != nil || twin {
		return err
	}
	p.Kind, p.Media, p.Size = paper.Kind(row.Kind), paper.Media(row.Media), int64(len(content))
	if p.ID, err = tx.Next("paper"); err != nil {
		return err
	}
	return tx.File(p, content, []byte(small))
}

// request opens a row, with what lies in it.
func (v *View) request(row query.RequestAtRow) (r casework.Request, err error) {
	r = casework.Request{Ref: registry.Ref{Office: row.Office, ID: row.ID}, Desk: row.Desk, State: casework.RequestState(row.State), Turn: row.Turn, Begun: moment(row.Begun),
		Application: registry.Ref{Office: row.Home, ID: row.Application}}
	if row.Lodged != 0 {
		r.Lodged = moment(row.Lodged)
	}
	text, err := v.s.bare(petitionPlace(r.Ref), row.Content)
	if err == nil {
		err = json.Unmarshal([]byte(text), &r.Petition)
	}
	if err != nil {
		return r, err
	}
	papers, err := v.q.RequestPapers(v.ctx, query.RequestPapersParams{Office: r.Office, Request: r.ID})
	for _, p := range papers {
		r.Papers = append(r.Papers, casework.Enclosed{ID: p.ID, Kin: p.Kin, Kind: p.Kind, Media: p.Media, At: moment(p.At)})
	}
	return r, plain(err)
}

// RequestByTicket finds a request; false if there is none.
func (v *View) RequestByTicket(t casework.Ticket) (r casework.Request, found bool, err error) {
	row, err := v.q.RequestByTicket(v.ctx, tokenOf(string(t)))
	if errors.Is(err, sql.ErrNoRows) {
		return r, false, nil
	}
	if err == nil {
		r, err = v.request(query.RequestAtRow(row))
	}
	return r, err == nil, plain(err)
}

// RequestByToken is the request that the browser of a token is at, and for how
// long it has been left alone.
func (v *View) RequestByToken(token string) (r casework.Request, age time.Duration, found bool, err error) {
	row, err := v.q.RequestByToken(v.ctx, tokenOf(token))
	if errors.Is(err, sql.ErrNoRows) {
		return r, 0, false, nil
	}
	if err == nil {
		r, err = v.request(query.RequestAtRow(row))
	}
	return r, v.s.Now().Sub(moment(row.Seen)), err == nil, plain(err)
}

// RequestAt is one that lies at an office.
func (v *View) RequestAt(desk, id int64) (r casework.Request, err error) {
	row, err := v.q.RequestAt(v.ctx, query.RequestAtParams{Desk: desk, ID: id})
	if errors.Is(err, sql.ErrNoRows) {
		return r, fault.Newf(fault.NotFound, "没有第 %d 份网上申请，或者已经转到别处；请从首页进入", id)
	}
	if err != nil {
		return r, plain(err)
	}
	return v.request(row)
}

// RequestsAt are those that wait at an office, the oldest first.
func (v *View) RequestsAt(desk int64, most int) ([]casework.Request, error) {
	rows, err := v.q.RequestsAt(v.ctx, query.RequestsAtParams{Desk: desk, Most: int64(most)})
	return listed(rows, err, func(r query.RequestsAtRow) (casework.Request, error) { return v.request(query.RequestAtRow(r)) })
}
