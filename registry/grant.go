package registry

import (
	"slices"

	"doudi/civil"
	"doudi/fact"
	"doudi/money"
)

// Grant is an award as the next snapshot remembers it: history enters as facts
// and nowhere else. An award of a household stands with one of its people, as
// the packs want it.
type Grant struct {
	Programme string
	From, To  civil.Month // To is Lasting while nothing ends it
	Amount    money.Fen
}

// Lasting is the last month of what nothing ends.
var Lasting = civil.Open.Month()

// grants adds to a person's row what the register of awards knows. Who was asked
// about aid elsewhere, and who was not, stays as it was said.
func (b *builder) grants(row *fact.Row, office, person int64) error {
	id, ok := b.schema.Entity("award")
	table := slices.Index(b.schema.Entities[fact.MemberEntity].Tables, id)
	if !ok || table < 0 {
		return nil
	}
	list, err := b.v.Granted(office, person, b.at)
	if err != nil {
		return err
	}
	for _, g := range list {
		if line, ok := b.grant(id, g); ok {
			t := &row.Tables[table]
			if t.State == fact.NotAsked {
				t.State = fact.Partial
			}
			t.Rows = append(t.Rows, line)
		}
	}
	return nil
}

// grant is one award as a row. What lasts is told up to the month that is asked
// about.
func (b *builder) grant(id fact.EntityID, g Grant) (fact.Row, bool) {
	e, row := &b.schema.Entities[id], b.blank(id)
	symbol, known := b.schema.Symbol(g.Programme)
	programme, a := e.Slot("programme")
	period, c := e.Slot("period")
	if !known || !a || !c {
		return row, false
	}
	row.Values[programme] = fact.Of(symbol)
	row.Values[period] = fact.OfSpan(int64(g.From), int64(min(g.To, max(g.From, b.month))))
	if amount, ok := e.Slot("amount"); ok {
		row.Values[amount] = fact.Of(int64(g.Amount))
	}
	return row, true
}
