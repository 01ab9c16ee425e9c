package store

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"doudi/fault"
	"doudi/pack"
	"doudi/seal"
	"doudi/store/query"
)

// object names what an act was done to, for the audit chain: paper:7.
func object(kind string, id int64) string { return fmt.Sprintf("%s:%d", kind, id) }

// witness puts the digest of what was made into the act's entry.
func (tx *Tx) witness(text []byte) { tx.Act.Digest = seal.Digest(text) }

// paperPlace is where a paper's bytes belong: one office, one paper.
func paperPlace(office, id int64) seal.Place {
	return seal.Place{Column: fmt.Sprintf("paper.%d", office), Owner: id}
}

// AddPaper keeps a paper or photograph of the office, sealed, and gives its
// number. kind is a word: letter, photo.
func (tx *Tx) AddPaper(kind string, content []byte) (int64, error) {
	id, err := tx.Next("paper")
	if err != nil {
		return 0, err
	}
	return id, tx.keepPaper(id, kind, content)
}

// keepPaper writes the sealed bytes of a paper.
func (tx *Tx) keepPaper(id int64, kind string, content []byte) error {
	sealed, err := tx.s.Ring.Seal(tx.s.Random, paperPlace(tx.office, id), content)
	if err != nil {
		return err
	}
	return plain(tx.q.AddPaper(tx.ctx, query.AddPaperParams{Office: tx.office, ID: id, Kind: kind, At: stamp(tx.now), Sealed: sealed}))
}

// Paper opens a paper. The error is NotFound if the office has none of that
// number, Internal if it was tampered with.
func (v *View) Paper(office, id int64) (kind string, content []byte, err error) {
	row, err := v.q.Paper(v.ctx, query.PaperParams{Office: office, ID: id})
	if err != nil {
		return "", nil, plain(err)
	}
	content, err = v.s.Ring.Open(paperPlace(office, id), row.Sealed)
	return row.Kind, content, err
}

// PaperOf is the household that a paper of the office was brought for, unless it
// was withdrawn.
func (v *View) PaperOf(office, id int64) (household int64, found bool, err error) {
	household, err = v.q.PaperHousehold(v.ctx, query.PaperHouseholdParams{Office: office, Paper: id})
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return household, err == nil, plain(err)
}

// AddPack keeps the law that a decision stands on, by its hash, so that the
// decision can be run again after any upgrade.
func (tx *Tx) AddPack(r *pack.Resolved) error {
	return plain(tx.q.AddPack(tx.ctx, query.AddPackParams{Hash: r.Hash(), Evaluator: pack.EvaluatorVersion, Canonical: r.Canonical(), At: stamp(tx.now)}))
}

// Pack gives the canonical text of a law kept before and the version of the
// evaluator it belongs to, and sees that they are still what the hash names.
func (v *View) Pack(hash string) (canonical, evaluator string, err error) {
	row, err := v.q.Pack(v.ctx, hash)
	if err != nil {
		return "", "", plain(err)
	}
	sum := sha256.Sum256([]byte("evaluator " + row.Evaluator + "\n" + row.Canonical))
	if hex.EncodeToString(sum[:]) != hash {
		return "", "", fault.New(fault.Internal, "保存的规定和它的校验值不符，可能被改动过；请停止操作，告诉系统管理员和审计管理员")
	}
	return row.Canonical, row.Evaluator, nil
}
