package seal

import (
	"crypto/ecdsa"
	"encoding/hex"
	"io"

	"doudi/fault"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/sm3"
)

// Signer signs the checkpoints of the audit chain (SM2 with SM3 and the
// default user id of GB/T 35276).
type Signer struct{ key *sm2.PrivateKey }

// NewSigner draws a signing key.
func NewSigner(random io.Reader) (*Signer, error) {
	key, err := sm2.GenerateKey(random)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "没有生成签名密钥；请稍后再试")
	}
	return &Signer{key}, nil
}

// SignerFrom reads the secret that Secret gave.
func SignerFrom(secret []byte) (*Signer, error) {
	key, err := sm2.NewPrivateKey(secret)
	if err != nil {
		return nil, fault.Wrap(err, fault.BadInput, "签名密钥不能使用；请核对密钥文件")
	}
	return &Signer{key}, nil
}

// Secret is the key itself, to be sealed and kept.
func (s *Signer) Secret() []byte { return s.key.D.FillBytes(make([]byte, 32)) }

// Public is the key by which others verify, as hexadecimal text: it is printed
// on rosters and checkpoints.
func (s *Signer) Public() string {
	point := append([]byte{4}, s.key.X.FillBytes(make([]byte, 32))...)
	return hex.EncodeToString(append(point, s.key.Y.FillBytes(make([]byte, 32))...))
}

// Sign signs a text.
func (s *Signer) Sign(random io.Reader, text []byte) ([]byte, error) {
	signature, err := s.key.SignWithSM2(random, nil, text)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "签名没有成功；请稍后再试")
	}
	return signature, nil
}

// Verify tells whether a signature over a text is by a public key.
func Verify(public string, text, signature []byte) bool {
	point, err := hex.DecodeString(public)
	if err != nil {
		return false
	}
	var key *ecdsa.PublicKey
	if key, err = sm2.NewPublicKey(point); err != nil {
		return false
	}
	return sm2.VerifyASN1WithSM2(key, nil, text, signature)
}

// Digest is the SM3 hash of a text.
func Digest(text []byte) [32]byte { return sm3.Sum(text) }

// DigestOf is the SM3 hash of all that a reader gives, with its length.
func DigestOf(r io.Reader) (digest [32]byte, size int64, err error) {
	h := sm3.New()
	size, err = io.Copy(h, r)
	h.Sum(digest[:0])
	return digest, size, err
}
