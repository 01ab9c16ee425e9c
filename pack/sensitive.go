package pack

// Sensitive are the facts that any pack of the set calls sensitive, by entity and
// key as the registry stores them. An instance keeps them sealed wherever they
// were entered: a county that says nothing of a fact loses nothing by that.
func (s *Set) Sensitive() map[string]bool {
	keys := map[string]bool{}
	for _, p := range s.Packs {
		for _, d := range p.Facts {
			if d.Sensitivity != "" {
				keys[d.Entity+"."+d.Key] = true
			}
		}
	}
	return keys
}
