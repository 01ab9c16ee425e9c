package engine

import "hash/maphash"

// hashes is a set of texts. Two that differ have different hashes, for all that
// will ever be printed.
type hashes struct {
	slots []uint64 // 0 if free, at least half of them
	count int
}

// seed of the hashes.
var seed = maphash.MakeSeed()

// clear forgets all texts.
func (h *hashes) clear() {
	if h.slots == nil {
		h.slots = make([]uint64, 1<<10)
	}
	clear(h.slots)
	h.count = 0
}

// slot is where a hash stands, or could.
func (h *hashes) slot(hash uint64) int {
	at := int(hash) & (len(h.slots) - 1)
	for h.slots[at] != 0 && h.slots[at] != hash {
		at = (at + 1) & (len(h.slots) - 1)
	}
	return at
}

// has tells that a text was noted.
func (h *hashes) has(hash uint64) bool { return h.slots[h.slot(hash)] == hash }

// add notes a text by its hash.
func (h *hashes) add(hash uint64) {
	if h.count++; 2*h.count > len(h.slots) {
		old := h.slots
		h.slots = make([]uint64, 2*len(old))
		for _, o := range old {
			h.slots[h.slot(o)] = o
		}
	}
	h.slots[h.slot(hash)] = hash
}
