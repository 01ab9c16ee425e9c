package oracle

import "doudi/fact"

// A worked case of one place is a good model for another: the packs of a chain
// share most facts by name. translate rebuilds a snapshot on another schema;
// what that one knows and the case does not is left unknown for the generator
// to fill.
func translate(s *fact.Snapshot, to *fact.Schema) *fact.Snapshot {
	if s.Schema == to {
		return s
	}
	c := *s
	c.Schema = to
	m := &translator{from: s.Schema, to: to}
	c.Household = m.row(fact.HouseholdEntity, fact.HouseholdEntity, &s.Household)
	return &c
}

// translator maps rows between two schemas by the names of things.
type translator struct{ from, to *fact.Schema }

// row rebuilds one row with its child tables.
func (m *translator) row(from, to fact.EntityID, row *fact.Row) fact.Row {
	source, target := &m.from.Entities[from], &m.to.Entities[to]
	out := fact.Row{Name: row.Name, Values: make([]fact.Value, len(target.Facts)), Tables: make([]fact.Table, len(target.Tables))}
	for i := range target.Facts {
		if slot, ok := source.Slot(target.Facts[i].Key); ok && slot < len(row.Values) {
			out.Values[i] = m.value(&source.Facts[slot], &target.Facts[i], row.Values[slot])
		}
	}
	for i, child := range target.Tables {
		for k, old := range source.Tables {
			if m.from.Entities[old].Name == m.to.Entities[child].Name && k < len(row.Tables) {
				out.Tables[i] = m.table(old, child, &row.Tables[k])
			}
		}
	}
	return out
}

// table rebuilds a child table.
func (m *translator) table(from, to fact.EntityID, t *fact.Table) fact.Table {
	out := fact.Table{State: t.State}
	for i := range t.Rows {
		out.Rows = append(out.Rows, m.row(from, to, &t.Rows[i]))
	}
	return out
}

// value takes an enum value over by its name.
func (m *translator) value(from, to *fact.Fact, v fact.Value) fact.Value {
	if from.Type != to.Type {
		return fact.Value{}
	}
	if to.Type != fact.Enum || v.State != fact.Known {
		return v
	}
	n, ok := m.to.Symbol(m.from.SymbolName(v.N))
	if !ok {
		return fact.Value{}
	}
	return fact.Of(n)
}

// settle brings a translated model home: the pack's own place, and answers for
// most of what the case did not know.
func (d *draft) settle(e fact.EntityID, row *fact.Row) {
	entity := &d.schema.Entities[e]
	for i := range entity.Facts {
		f, v := &entity.Facts[i], &row.Values[i]
		switch {
		case f.Type == fact.Place && v.State == fact.Known:
			*v = fact.Of(d.place())
		case v.State == fact.Unknown && d.chance(85):
			*v = d.value(e, f)
		}
	}
	for t := range row.Tables {
		child := entity.Tables[t]
		if row.Tables[t].State == fact.NotAsked && d.chance(85) {
			row.Tables[t] = d.table(child)
			continue
		}
		for i := range row.Tables[t].Rows {
			d.settle(child, &row.Tables[t].Rows[i])
		}
	}
}
