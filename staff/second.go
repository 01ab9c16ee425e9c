package staff

import (
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"io"
	"slices"
	"strings"
	"time"

	"doudi/fault"
	"doudi/seal"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
)

// The second factor: a code of six digits every thirty seconds (RFC 6238), as
// every authenticator on a phone shows it. A clock may be one step off.
const (
	period     = 30
	drift      = 1
	secretSize = 20 // RFC 4226 section 4: 160 bits
	codes      = 8  // for when the phone is lost
)

// letters write secrets and codes so that they can be copied by hand.
var letters = base32.StdEncoding.WithPadding(base32.NoPadding)

// draw gives random letters from a number of bytes.
func (s *Service) draw(size int) (string, error) {
	b := make([]byte, size)
	if _, err := io.ReadFull(s.Random, b); err != nil {
		return "", noChance(err)
	}
	return letters.EncodeToString(b), nil
}

// Key is what an authenticator is given, as text and as an address for a
// picture.
func (a *Account) Key() (*otp.Key, error) {
	return totp.Generate(totp.GenerateOpts{Issuer: "Doudi", AccountName: a.Account, Secret: a.Secret, Period: period})
}

// step of the time in which a code is shown.
func step(at time.Time) int64 { return at.Unix() / period }

// accept uses a code up: one of the authenticator or one for a lost phone. A
// code that was used is no code any more.
func (a *Account) accept(code string, at time.Time) bool {
	code = strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(code))
	if len(code) == 6 {
		return a.acceptShown(code, at)
	}
	digest := seal.Digest([]byte(code))
	i := slices.IndexFunc(a.Recovery, func(kept [32]byte) bool { return subtle.ConstantTimeCompare(kept[:], digest[:]) == 1 })
	if i < 0 {
		return false
	}
	a.Recovery = slices.Delete(slices.Clone(a.Recovery), i, i+1)
	return true
}

// CodeAt is what the authenticator shows at a moment.
func (a *Account) CodeAt(at time.Time) (string, error) {
	return hotp.GenerateCodeCustom(letters.EncodeToString(a.Secret), uint64(step(at)), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
}

// NextCode is the next code that would be taken: what the authenticator shows,
// or shows next if that was used already.
func (a *Account) NextCode(at time.Time) (string, error) {
	return a.CodeAt(time.Unix(max(step(at), a.Step+1)*period, 0))
}

// acceptShown looks whether the authenticator shows the code now.
func (a *Account) acceptShown(code string, at time.Time) bool {
	for n := step(at) - drift; n <= step(at)+drift; n++ {
		want, err := a.CodeAt(time.Unix(n*period, 0))
		if err == nil && n > a.Step && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			a.Step = n
			return true
		}
	}
	return false
}

// renew draws codes for a lost phone and keeps their digests.
func (s *Service) renew(a *Account) ([]string, error) {
	all := make([]string, codes)
	a.Recovery = nil
	for i := range all {
		code, err := s.draw(10)
		if err != nil {
			return nil, err
		}
		a.Recovery = append(a.Recovery, seal.Digest([]byte(code)))
		all[i] = strings.Join([]string{code[:4], code[4:8], code[8:12], code[12:]}, "-")
	}
	return all, nil
}

// secret gives an account its second factor, to be confirmed by a code.
func (s *Service) secret(a *Account) error {
	a.Secret, a.Step, a.Recovery = make([]byte, secretSize), 0, nil
	if _, err := io.ReadFull(s.Random, a.Secret); err != nil {
		return noChance(err)
	}
	return nil
}

// errCode is the answer to a code that is none.
var errCode = fault.New(fault.Refused, "验证码不对，或者已经用过；请等手机上换了下一个再输，手机的时间要准")

// digestOf is the digest of words, for the audit chain.
func digestOf(words ...string) [32]byte {
	var b []byte
	for _, w := range words {
		b = append(binary.BigEndian.AppendUint32(b, uint32(len(w))), w...)
	}
	return seal.Digest(b)
}
