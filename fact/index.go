package fact

// NewSchema builds a schema and fills everything that follows from the list of
// entities: tables of each entity in order (the members first), positions by
// name, symbols by text, and a label per symbol. Entity 0 is the household,
// entity 1 the member.
func NewSchema(entities []Entity, symbols []string) *Schema {
	s := &Schema{
		Entities: entities,
		Symbols:  symbols,
		symbols:  make(map[string]int, len(symbols)),
		entities: map[string]EntityID{"place": PlaceEntity},
		Labels:   make([]string, len(symbols)),
	}
	for i, symbol := range symbols {
		s.symbols[symbol] = i
	}
	for i := range s.Entities {
		s.Entities[i].Tables = nil
		s.entities[s.Entities[i].Name] = EntityID(i)
	}
	for i := range s.Entities {
		s.indexEntity(EntityID(i))
	}
	return s
}

// indexEntity fills the positions of one entity and hangs it under its parent.
func (s *Schema) indexEntity(id EntityID) {
	e := &s.Entities[id]
	e.byKey = make(map[string]int, len(e.Facts))
	for slot := range e.Facts {
		e.byKey[e.Facts[slot].Key] = slot
		s.labelSymbols(&e.Facts[slot])
	}
	if id != HouseholdEntity && e.Parent >= 0 {
		parent := &s.Entities[e.Parent]
		parent.Tables = append(parent.Tables, id)
	}
}

// labelSymbols keeps the first Chinese label that a fact gives each symbol.
func (s *Schema) labelSymbols(f *Fact) { s.LabelSymbols(f.ValueLabels) }

// LabelSymbols gives Chinese labels to symbols that have none yet: the answers
// of a reading and the results of a rule are labelled where they are declared.
func (s *Schema) LabelSymbols(labels map[string]string) {
	for value, label := range labels {
		if n, ok := s.symbols[value]; ok && s.Labels[n] == "" {
			s.Labels[n] = label
		}
	}
}

// Entity finds an entity by name; "place" is the PlaceEntity.
func (s *Schema) Entity(name string) (EntityID, bool) {
	id, ok := s.entities[name]
	return id, ok
}

// Symbol gives the number of an enum value.
func (s *Schema) Symbol(text string) (int64, bool) {
	n, ok := s.symbols[text]
	return int64(n), ok
}

// SymbolName is the enum value with a number, "" if there is none.
func (s *Schema) SymbolName(n int64) string {
	if n < 0 || n >= int64(len(s.Symbols)) {
		return ""
	}
	return s.Symbols[n]
}

// IsAncestor tells whether a stands above b: place over household over member
// over the member's child tables. Nothing stands above itself.
func (s *Schema) IsAncestor(a, b EntityID) bool {
	for b > HouseholdEntity && int(b) < len(s.Entities) {
		b = s.Entities[b].Parent
		if a == b {
			return true
		}
	}
	return a == PlaceEntity && b == HouseholdEntity
}

// Slot finds the position of a fact by its key.
func (e *Entity) Slot(key string) (int, bool) {
	slot, ok := e.byKey[key]
	return slot, ok
}
