package staff

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"doudi/fault"

	"golang.org/x/crypto/argon2"
)

// The cost of a password: argon2id with the first parameters that the OWASP
// Password Storage Cheat Sheet names (19 MiB, two passes, one lane), which an
// old office PC can pay: some 25 ms on the machine of the tests, as
// BenchmarkHash measures. RFC 9106 asks for a salt of 16 bytes.
const (
	memory = 19 << 10 // KiB
	passes = 2
	lanes  = 1
	sum    = 32
	salted = 16
	// mostHashing is how many are computed at one time: more would take the
	// memory of the pages.
	mostHashing = 2
)

// plain64 writes salt and sum.
var plain64 = base64.RawStdEncoding

// Hash writes a password as it may be kept: parameters, salt and sum, so that
// the cost can rise later.
func Hash(random io.Reader, password string) (string, error) {
	salt := make([]byte, salted)
	if _, err := io.ReadFull(random, salt); err != nil {
		return "", noChance(err)
	}
	key := argon2.IDKey([]byte(password), salt, passes, memory, lanes, sum)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes, lanes, plain64.EncodeToString(salt), plain64.EncodeToString(key)), nil
}

// noChance is the error of a machine without randomness.
func noChance(err error) error {
	return fault.Wrap(err, fault.Internal, "取不到随机数，没有保存；请稍后再试")
}

// matches tells whether a password is the one that was hashed.
func matches(hash, password string) bool {
	var version, m, t, p int
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &m, &t, &p); err != nil || version != argon2.Version {
		return false
	}
	salt, err := plain64.DecodeString(parts[4])
	want, wrong := plain64.DecodeString(parts[5])
	if err != nil || wrong != nil || len(want) == 0 {
		return false
	}
	got := argon2.IDKey([]byte(password), salt, uint32(t), uint32(m), uint8(p), uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1
}

// matches waits for its turn and compares.
func (s *Service) matches(ctx context.Context, hash, password string) (bool, error) {
	done, err := s.turn(ctx)
	if err != nil {
		return false, err
	}
	defer done()
	return matches(hash, password), nil
}

// hash waits for its turn and hashes.
func (s *Service) hash(ctx context.Context, password string) (string, error) {
	done, err := s.turn(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	return Hash(s.Random, password)
}

// turn waits until a password may be computed.
func (s *Service) turn(ctx context.Context) (func(), error) {
	select {
	case s.hashing <- struct{}{}:
		return func() { <-s.hashing }, nil
	case <-ctx.Done():
		return nil, fault.Wrap(ctx.Err(), fault.Internal, "登录的人太多；请过一会儿再试")
	}
}

// The length of a password. Longer ones are a way to keep the server busy.
const (
	shortest = 10
	longest  = 128
)

// common are words that guessers try first; a password made of one of them and
// a few more letters is as good as the word.
var common = []string{"password", "passw0rd", "qwerty", "qwertyuiop", "asdfgh", "zxcvbn", "1q2w3e4r", "1qaz2wsx", "admin", "administrator", "root",
	"letmein", "welcome", "iloveyou", "woaini", "5201314", "1314520", "123123", "abc123", "abcd1234", "123456", "12345678", "123456789",
	"1234567890", "0123456789", "9876543210", "987654321", "87654321", "111111", "000000", "666666", "888888", "doudi", "minzheng", "mima"}

// CheckPassword says why a password will not do. The sentence repeats nothing
// of it.
func CheckPassword(password, account, name string) error {
	small := strings.ToLower(password)
	switch n := utf8.RuneCountInString(password); {
	case n < shortest:
		return fault.Newf(fault.BadInput, "密码太短；至少 %d 个字符，可以用几个不相干的词连起来", shortest)
	case n > longest || len(password) > 4*longest:
		return fault.Newf(fault.BadInput, "密码太长；最多 %d 个字符", longest)
	case strings.Contains(small, strings.ToLower(account)), name != "" && strings.Contains(small, name):
		return fault.New(fault.BadInput, "密码里不能有账号名或姓名；请另想一个")
	case isCommon(small):
		return fault.New(fault.BadInput, "这个密码太常见，容易被猜到；请另想一个，如几个不相干的词")
	}
	return nil
}

// isCommon tells a common word with less than five letters of its own, or fewer
// than six different letters.
func isCommon(small string) bool {
	different := map[rune]bool{}
	for _, r := range small {
		different[r] = true
	}
	if len(different) < 6 {
		return true
	}
	for _, word := range common {
		if rest := strings.ReplaceAll(small, word, ""); rest != small && utf8.RuneCountInString(rest) < 5 {
			return true
		}
	}
	return false
}
