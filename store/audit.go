package store

import (
	"context"
	"io"
	"iter"

	"doudi/audit"
	"doudi/store/query"
)

// Heads are the last entries of all chains, the instance's first.
func (v *View) Heads() ([]audit.Head, error) {
	rows, err := v.q.Heads(v.ctx)
	if err != nil {
		return nil, plain(err)
	}
	heads := make([]audit.Head, len(rows))
	for i, r := range rows {
		heads[i] = audit.Head{Chain: r.Office, Seq: r.Seq, Hash: [32]byte(r.Hash)}
	}
	return heads, nil
}

// chunk is how many entries are read at a time.
const chunk = 1000

// Entries are the exact bytes of a chain's entries, in order.
func (v *View) Entries(chain int64) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		after := int64(0)
		for {
			rows, err := v.q.Entries(v.ctx, query.EntriesParams{Office: chain, After: after, Most: chunk})
			if err != nil {
				yield(nil, plain(err))
				return
			}
			for _, r := range rows {
				if after = r.Seq; !yield(r.Entry, nil) {
					return
				}
			}
			if len(rows) < chunk {
				return
			}
		}
	}
}

// ExportAudit writes all chains of one moment for an auditor.
func (s *Store) ExportAudit(ctx context.Context, w io.Writer) error {
	return s.Read(ctx, func(v *View) error {
		heads, err := v.Heads()
		if err != nil {
			return err
		}
		x := audit.NewExport(w, s.instance.Name)
		for _, h := range heads {
			if err := x.Chain(h, v.Entries(h.Chain)); err != nil {
				return err
			}
		}
		return x.Close()
	})
}

// Checkpoint signs the heads of all chains, keeps the text and gives it to be
// handed out. That it was made is an entry of the instance's chain.
func (s *Store) Checkpoint(ctx context.Context, actor int64, role string) (number int64, text []byte, err error) {
	err = s.Do(ctx, audit.Instance, audit.Act{Actor: actor, Role: role, Name: "audit.checkpoint"}, func(tx *Tx) error {
		heads, err := tx.Heads()
		if err != nil {
			return err
		}
		if text, err = audit.Checkpoint(s.Random, s.signer, s.instance.Name, tx.now, heads); err != nil {
			return err
		}
		tx.witness(text)
		if number, err = tx.next(0, "checkpoint"); err != nil {
			return err
		}
		return plain(tx.q.AddCheckpoint(tx.ctx, query.AddCheckpointParams{Number: number, At: stamp(tx.now), Text: string(text)}))
	})
	return number, text, err
}
