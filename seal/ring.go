// Package seal keeps what must not be read outside: sealed columns and papers,
// blind indexes to find a number without storing it, and the signatures of the
// audit chain. The algorithms are the national ones: SM4, SM3, SM2
// (GB/T 32907, 32905, 32918).
package seal

import (
	"crypto/cipher"
	"crypto/hmac"
	"io"
	"slices"

	"doudi/fault"

	"github.com/emmansun/gmsm/sm3"
	"github.com/emmansun/gmsm/sm4"
)

// Ring is the keys of one instance, the newest last. It seals with the newest
// and opens with any: while a rotation runs two versions are live. A Ring is
// never changed; Rotate and Retire give new ones.
type Ring struct{ versions []version }

// version is one secret and the keys derived from it.
type version struct {
	number uint16
	secret [secretSize]byte
	data   cipher.AEAD
	index  []byte
}

// secretSize is that of a version's secret in bytes.
const secretSize = 32

// Generate draws a Ring with its first version.
func Generate(random io.Reader) (*Ring, error) { return new(Ring).Rotate(random) }

// Rotate adds a version, with which everything is sealed from now on.
func (r *Ring) Rotate(random io.Reader) (*Ring, error) {
	var secret [secretSize]byte
	if _, err := io.ReadFull(random, secret[:]); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "取不到随机数，没有生成密钥；请稍后再试")
	}
	number := uint16(1)
	if len(r.versions) > 0 {
		number = r.Current() + 1
	}
	return r.with(number, secret)
}

// with adds a version to a copy.
func (r *Ring) with(number uint16, secret [secretSize]byte) (*Ring, error) {
	block, err := sm4.NewCipher(derive(secret[:], "data")[:16])
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "密钥不能使用")
	}
	data, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "密钥不能使用")
	}
	v := version{number: number, secret: secret, data: data, index: derive(secret[:], "index")}
	return &Ring{versions: append(slices.Clip(r.versions), v)}, nil
}

// derive gives the key for one purpose.
func derive(secret []byte, purpose string) []byte {
	h := hmac.New(sm3.New, secret)
	h.Write([]byte("doudi " + purpose))
	return h.Sum(nil)
}

// Retire forgets all versions but the newest: everything must have been sealed
// anew before.
func (r *Ring) Retire() *Ring { return &Ring{versions: r.versions[len(r.versions)-1:]} }

// Current is the version that seals.
func (r *Ring) Current() uint16 { return r.versions[len(r.versions)-1].number }

// Live lists the versions, the newest first.
func (r *Ring) Live() []uint16 {
	var numbers []uint16
	for _, v := range slices.Backward(r.versions) {
		numbers = append(numbers, v.number)
	}
	return numbers
}

// of finds a version.
func (r *Ring) of(number uint16) *version {
	for i := range r.versions {
		if r.versions[i].number == number {
			return &r.versions[i]
		}
	}
	return nil
}
