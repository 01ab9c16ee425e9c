package store

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"time"

	"doudi/casework"
	"doudi/fault"
	"doudi/registry"
	"doudi/store/query"
)

// Draw gives random bytes.
func (tx *Tx) Draw(size int) ([]byte, error) {
	b := make([]byte, size)
	if _, err := io.ReadFull(tx.s.Random, b); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "取不到随机数，没有办理；请稍后再试")
	}
	return b, nil
}

// CodeDigest is what is kept of a code for a case: six digits alone could be
// guessed from a bare digest.
func (tx *Tx) CodeDigest(file int64, code string) [32]byte {
	return tx.s.Ring.Blind("family_code", fmt.Sprintf("%d/%d/%s", tx.office, file, code)).Sum
}

// SetCode keeps the code of a case in the place of an earlier one.
func (tx *Tx) SetCode(file int64, c casework.Code) error {
	return plain(tx.q.SetFamilyCode(tx.ctx, query.SetFamilyCodeParams{Office: tx.office, File: file, Digest: c.Digest[:], Until: stamp(c.Until)}))
}

// TryCode counts a try at the code of a case, and gives it with its tries; false
// if there is none.
func (tx *Tx) TryCode(file int64) (c casework.Code, found bool, err error) {
	row, err := tx.q.TryFamilyCode(tx.ctx, query.TryFamilyCodeParams{Office: tx.office, File: file})
	if errors.Is(err, sql.ErrNoRows) {
		return c, false, nil
	}
	if err != nil {
		return c, false, plain(err)
	}
	return casework.Code{Digest: [32]byte(row.Digest), Until: moment(row.Until), Tries: int(row.Tries)}, true, nil
}

// DropCode uses the code of a case up.
func (tx *Tx) DropCode(file int64) error {
	return plain(tx.q.DropFamilyCode(tx.ctx, query.DropFamilyCodeParams{Office: tx.office, File: file}))
}

// AddFamilySession lets whoever has a token follow one case, and forgets the
// log-ins that began before a time.
func (tx *Tx) AddFamilySession(file int64, token string, over time.Time) error {
	if err := tx.q.EndFamilySessionsBefore(tx.ctx, stamp(over)); err != nil {
		return plain(err)
	}
	number, err := tx.Next("family_session")
	if err != nil {
		return err
	}
	return plain(tx.q.AddFamilySession(tx.ctx, query.AddFamilySessionParams{Office: tx.office, Number: number, File: file, Token: tokenOf(token), Begun: stamp(tx.now)}))
}

// EndFamilySession ends a log-in.
func (tx *Tx) EndFamilySession(token string) error {
	return plain(tx.q.EndFamilySession(tx.ctx, tokenOf(token)))
}

// OpenPleas are what families of an office said and nobody has answered.
func (v *View) OpenPleas(office int64, most int) ([]casework.Heard, error) {
	rows, err := v.q.OpenPleas(v.ctx, query.OpenPleasParams{Office: office, Most: int64(most)})
	return listed(rows, err, func(r query.OpenPleasRow) (casework.Heard, error) {
		return casework.Heard{File: r.File, Turn: r.Turn, At: moment(r.At)}, nil
	})
}

// OpenPleasOf are the turns of those at one case.
func (v *View) OpenPleasOf(office, file int64) ([]int64, error) {
	list, err := v.q.OpenPleasOf(v.ctx, query.OpenPleasOfParams{Office: office, File: file})
	return list, plain(err)
}

// FamilySession is the case that a token lets follow, and for how long it has;
// false if there is none.
func (v *View) FamilySession(token string) (of registry.Ref, age time.Duration, found bool, err error) {
	row, err := v.q.FamilySession(v.ctx, tokenOf(token))
	if errors.Is(err, sql.ErrNoRows) {
		return of, 0, false, nil
	}
	return registry.Ref{Office: row.Office, ID: row.File}, v.s.Now().Sub(moment(row.Begun)), err == nil, plain(err)
}
