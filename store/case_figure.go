package store

import (
	"strings"
	"time"

	"doudi/casework"
	"doudi/civil"
	"doudi/store/query"
)

// AddProof keeps a county's word for rows of a figure.
func (tx *Tx) AddProof(p casework.Proof) error {
	return plain(tx.q.AddFigureProof(tx.ctx, query.AddFigureProofParams{Office: tx.office, Number: p.Number, Figure: p.Figure, Digests: strings.Join(p.Rows, " "), Vals: p.Values,
		Title: p.Title, Reference: p.Document.Number, Article: p.Article, Day: p.Day.String(), At: stamp(p.At), Staff: p.Staff}))
}

// Proofs are those of an office, in order, those that were taken back too.
func (v *View) Proofs(office int64) (list []casework.Proof, err error) {
	rows, err := v.q.FigureProofs(v.ctx, office)
	for _, r := range rows {
		day, err := civil.ParseDate(r.Day)
		if err != nil {
			return nil, err
		}
		p := casework.Proof{Office: office, Number: r.Number, Figure: r.Figure, Rows: strings.Fields(r.Digests), Values: r.Vals,
			Document: casework.Document{Title: r.Title, Number: r.Reference, Article: r.Article, Day: day}, At: moment(r.At), Staff: r.Staff, Taker: r.Taker}
		if r.TakenBack != 0 {
			p.Back = moment(r.TakenBack)
		}
		list = append(list, p)
	}
	return list, plain(err)
}

// TakeBackProof marks one that holds as taken back.
func (tx *Tx) TakeBackProof(number, taker int64, at time.Time) error {
	return overtaken(tx.q.TakeBackFigureProof(tx.ctx, query.TakeBackFigureProofParams{Office: tx.office, Number: number, TakenBack: stamp(at), Taker: taker}))
}
