package seal

import (
	"crypto/hmac"

	"github.com/emmansun/gmsm/sm3"
)

// Blind is a keyed digest (HMAC-SM3) by which a value is found without being
// stored. Equal values of one kind have equal digests under one version.
type Blind struct {
	Version uint16
	Sum     [32]byte
}

// Blind gives the digest under the newest version: what is stored.
func (r *Ring) Blind(kind, value string) Blind {
	return r.versions[len(r.versions)-1].blind(kind, value)
}

// Blinds gives the digests under all live versions, the newest first: what is
// looked for while a rotation runs.
func (r *Ring) Blinds(kind, value string) []Blind {
	all := make([]Blind, 0, len(r.versions))
	for i := range r.versions {
		all = append(all, r.versions[len(r.versions)-1-i].blind(kind, value))
	}
	return all
}

// blind digests a value. The kind stands before it with its length, so that no
// value of one kind equals one of another.
func (v *version) blind(kind, value string) Blind {
	h := hmac.New(sm3.New, v.index)
	h.Write([]byte{byte(len(kind) >> 8), byte(len(kind))})
	h.Write([]byte(kind))
	h.Write([]byte(value))
	b := Blind{Version: v.number}
	h.Sum(b.Sum[:0])
	return b
}
