package store

import (
	"cmp"
	"slices"

	"doudi/casework"
	"doudi/store/query"
)

// AddVoice keeps what somebody says who is no staff, by the code on a notice or on
// the family's own page, as a turn.
func (tx *Tx) AddVoice(id int64, t casework.Turn) error {
	content, err := tx.s.sealed(casePlace("case_voice", tx.office, id, t.Number), t.Note)
	if err != nil {
		return err
	}
	return plain(tx.q.AddCaseVoice(tx.ctx, query.AddCaseVoiceParams{Office: tx.office, File: id, Turn: t.Number, At: stamp(t.At), Became: string(t.Became), Content: content,
		Done: string(t.Act), Step: t.Step}))
}

// withVoices are the turns of a case with those that are nobody's, in order, and
// which of these wait for an answer.
func (v *View) withVoices(office, id int64, turns []casework.Turn) (all []casework.Turn, waiting []int64, err error) {
	rows, err := v.q.CaseVoices(v.ctx, query.CaseVoicesParams{Office: office, File: id})
	for _, r := range rows {
		note, err := v.s.bare(casePlace("case_voice", office, id, r.Turn), r.Content)
		if err != nil {
			return nil, nil, err
		}
		turns = append(turns, casework.Turn{Number: r.Turn, At: moment(r.At), Act: casework.Act(r.Done), Step: r.Step, Became: casework.State(r.Became), Note: note})
		if r.Settled == 0 && casework.Act(r.Done) == casework.Object {
			waiting = append(waiting, r.Turn)
		}
	}
	slices.SortFunc(turns, func(a, b casework.Turn) int { return cmp.Compare(a.Number, b.Number) })
	return turns, waiting, plain(err)
}
