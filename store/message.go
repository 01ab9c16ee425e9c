package store

import (
	"context"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"time"

	"doudi/job"
	"doudi/notify"
	"doudi/registry"
	"doudi/seal"
	"doudi/store/query"
)

// Outgoing is the store as package notify asks for it.
type Outgoing struct{ s *Store }

// Outgoing gives the messages out.
func (s *Store) Outgoing() Outgoing { return Outgoing{s} }

// messagePlace is where a message's phone and text belong.
func messagePlace(m registry.Ref) seal.Place {
	return seal.Place{Column: fmt.Sprintf("message.%d", m.Office), Owner: m.ID}
}

// Send asks for a message: it is kept sealed, and goes out when the transaction
// has committed. kind is a word; after until it does not go any more.
func (tx *Tx) Send(kind, to, text string, until time.Time) error {
	id, err := tx.Next("message")
	if err != nil {
		return err
	}
	ident, err := tx.Draw(16)
	if err != nil {
		return err
	}
	letter, err := json.Marshal(notify.Letter{To: to, Text: text})
	if err != nil {
		return err
	}
	sealed, err := tx.s.sealed(messagePlace(registry.Ref{Office: tx.office, ID: id}), string(letter))
	if err != nil {
		return err
	}
	err = tx.q.AddMessage(tx.ctx, query.AddMessageParams{Office: tx.office, ID: id, Ident: base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(ident), Kind: kind,
		Asked: stamp(tx.now), Until: stamp(until), Sealed: sealed})
	if err != nil {
		return plain(err)
	}
	return tx.Enqueue(job.Job{Office: tx.office, Kind: notify.JobSend, Key: notify.KeyOf(id), RunAt: tx.now})
}

// Message reads one.
func (o Outgoing) Message(ctx context.Context, office, number int64) (m notify.Message, err error) {
	err = o.s.Read(ctx, func(v *View) error {
		row, err := v.q.Message(ctx, query.MessageParams{Office: office, ID: number})
		if err != nil {
			return err
		}
		m, err = v.message(row)
		return err
	})
	return m, err
}

// message opens a row.
func (v *View) message(r query.Message) (m notify.Message, err error) {
	m = notify.Message{Office: r.Office, Number: r.ID, Ident: r.Ident, Kind: r.Kind, Asked: moment(r.Asked), Until: moment(r.Until), State: notify.State(r.State)}
	if r.Settled != 0 {
		m.Settled = moment(r.Settled)
	}
	text, err := v.s.bare(messagePlace(registry.Ref{Office: r.Office, ID: r.ID}), r.Sealed)
	if err != nil || text == "" {
		return m, err
	}
	return m, json.Unmarshal([]byte(text), &m.Letter)
}

// Settle notes what became of a message.
func (o Outgoing) Settle(ctx context.Context, office, number int64, became notify.State, keep bool) error {
	return o.s.write(ctx, func(tx *Tx) error {
		sealed := []byte{}
		if keep {
			row, err := tx.q.Message(ctx, query.MessageParams{Office: office, ID: number})
			if err != nil {
				return plain(err)
			}
			sealed = row.Sealed
		}
		return plain(tx.q.SettleMessage(ctx, query.SettleMessageParams{Office: office, ID: number, State: string(became), Settled: stamp(tx.now), Sealed: sealed}))
	})
}

// Kept are the latest messages that can still be read.
func (o Outgoing) Kept(ctx context.Context, most int) (list []notify.Message, err error) {
	err = o.s.Read(ctx, func(v *View) error {
		rows, err := v.q.KeptMessages(ctx, int64(most))
		list, err = listed(rows, err, v.message)
		return err
	})
	return list, err
}
