package web

import (
	"sync"
	"time"
)

// mostShelved is how many forms a shelf keeps.
const mostShelved = 5000

// shelf keeps forms that were sent, by random ids that say nothing, so that their
// answers have an address that holds nothing of them. Nothing is written down; a
// restart ends it all.
type shelf struct {
	span time.Duration // how long each is kept
	mu   sync.Mutex
	kept map[string]shelved
	line []string // ids in the order of their coming
}

// shelved is an encoded form and when it is forgotten.
type shelved struct {
	form  string
	until time.Time
}

// put keeps a form under a new id. The oldest give way when there are too many.
func (s *shelf) put(id, form string, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		s.kept = map[string]shelved{}
	}
	s.kept[id] = shelved{form, now.Add(s.span)}
	s.line = append(s.line, id)
	for len(s.line) > mostShelved || !now.Before(s.kept[s.line[0]].until) {
		delete(s.kept, s.line[0])
		s.line = s.line[1:]
	}
}

// get gives a form that is still kept.
func (s *shelf) get(id string, now time.Time) (shelved, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.kept[id]
	return found, ok && now.Before(found.until)
}
