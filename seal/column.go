package seal

import (
	"encoding/binary"
	"errors"
	"io"

	"doudi/fault"
)

// Place is where a sealed value belongs: it opens nowhere else, so that nobody
// can move one person's account into another person's row.
type Place struct {
	Column string // table.column, or the kind of paper
	Owner  int64  // the person or paper
}

// The layout of a sealed value: format, version of the key, nonce, ciphertext
// with its tag.
const (
	format    = 1
	headSize  = 3
	nonceSize = 12
	tagSize   = 16
)

// Length is how long something of a length is when it is sealed: what is not as
// long is not the same, and need not be opened to tell.
func Length(plain int) int { return headSize + nonceSize + plain + tagSize }

// Seal encrypts a value for its place with the newest key (SM4-GCM). The nonce
// is drawn from random; a key may seal some four thousand million values.
func (r *Ring) Seal(random io.Reader, at Place, plain []byte) ([]byte, error) {
	v := &r.versions[len(r.versions)-1]
	sealed := make([]byte, headSize+nonceSize, Length(len(plain)))
	sealed[0] = format
	binary.BigEndian.PutUint16(sealed[1:], v.number)
	if _, err := io.ReadFull(random, sealed[headSize:]); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "取不到随机数，没有保存；请稍后再试")
	}
	return v.data.Seal(sealed, sealed[headSize:], plain, at.bound(sealed[:headSize])), nil
}

// Open decrypts a value that was sealed for the place. It fails if one bit of
// it was changed, if it belongs elsewhere, or if its key is not in the Ring.
func (r *Ring) Open(at Place, sealed []byte) ([]byte, error) {
	number, err := Version(sealed)
	if err != nil {
		return nil, err
	}
	v := r.of(number)
	if v == nil {
		return nil, fault.Wrap(errNoKey, fault.Internal, "打不开封存的内容：封存它的那一版密钥不在密钥文件里；请用完整的密钥文件启动")
	}
	plain, err := v.data.Open(nil, sealed[headSize:headSize+nonceSize], sealed[headSize+nonceSize:], at.bound(sealed[:headSize]))
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "打不开封存的内容：它被改动过，或者不是这一处的；请停止操作，告诉系统管理员和审计管理员")
	}
	return plain, nil
}

// errNoKey tells the log that a key is missing.
var errNoKey = errors.New("seal: no key of that version")

// Version is the key version that a value was sealed with. A rotation seals
// anew whatever is not of the current one.
func Version(sealed []byte) (uint16, error) {
	if len(sealed) < headSize+nonceSize || sealed[0] != format {
		return 0, fault.New(fault.Internal, "封存的内容不完整，打不开；请告诉系统管理员")
	}
	return binary.BigEndian.Uint16(sealed[1:]), nil
}

// Head is how everything begins that the newest key sealed.
func (r *Ring) Head() []byte { return binary.BigEndian.AppendUint16([]byte{format}, r.Current()) }

// bound is what the tag vouches for besides the value: head, owner, column.
func (at Place) bound(head []byte) []byte {
	b := append(make([]byte, 0, headSize+8+len(at.Column)), head...)
	b = binary.BigEndian.AppendUint64(b, uint64(at.Owner))
	return append(b, at.Column...)
}
