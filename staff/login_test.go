package staff

import (
	"doudi/access"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
)

func TestWaitsRiseAfterFailures(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind     string
		failures int
		want     time.Duration
	}{
		{byAccount, 4, 0}, {byAccount, 5, time.Minute}, {byAccount, 6, 2 * time.Minute}, {byAccount, 10, 32 * time.Minute},
		{byAccount, 11, time.Hour}, {byAccount, 1000, time.Hour}, {byAddress, 29, 0}, {byAddress, 30, time.Minute}, {bySecond, 5, time.Minute},
	} {
		if got := access.Wait(free[c.kind], c.failures); got != c.want {
			t.Errorf("%s after %d failures: %s, want %s", c.kind, c.failures, got, c.want)
		}
	}
}

// The codes are those of the test vectors of RFC 6238, appendix B, for SHA-1,
// cut to six digits.
func TestCodesAreThoseOfTheStandardAndHoldOnce(t *testing.T) {
	t.Parallel()
	secret := []byte("12345678901234567890")
	for at, code := range map[int64]string{59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"} {
		now := time.Unix(at, 0)
		for name, c := range map[string]struct {
			off  time.Duration
			want bool
		}{"now": {0, true}, "a step early": {-30 * time.Second, true}, "a step late": {30 * time.Second, true}, "two steps late": {60 * time.Second, false}, "two steps early": {-60 * time.Second, false}} {
			a := Account{Secret: secret}
			if at+int64(c.off.Seconds()) < 0 {
				continue
			}
			if got := a.accept(code, now.Add(c.off)); got != c.want {
				t.Errorf("%d %s: %v", at, name, got)
			}
			if a.accept(code, now.Add(c.off)) {
				t.Errorf("%d %s: a second time", at, name)
			}
		}
	}
}

func TestAnAuthenticatorIsGivenWhatTheCodesAreMadeFrom(t *testing.T) {
	t.Parallel()
	a := Account{Account: "wang.fang", Secret: []byte("12345678901234567890")}
	key, err := a.Key()
	if err != nil {
		t.Fatal(err)
	}
	at := time.Unix(1234567890, 0)
	code, err := totp.GenerateCode(key.Secret(), at)
	if err != nil || !a.accept(code, at) || key.Period() != 30 || key.AccountName() != "wang.fang" {
		t.Error(key, code, err)
	}
}
