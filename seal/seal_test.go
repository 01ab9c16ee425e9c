package seal_test

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"regexp"
	"strings"
	"testing"

	"doudi/fault"
	"doudi/seal"

	"pgregory.net/rapid"
)

// ring draws a Ring.
func ring(t interface {
	Helper()
	Fatal(...any)
}) *seal.Ring {
	t.Helper()
	r, err := seal.Generate(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var place = seal.Place{Column: "person.number", Owner: 7}

func TestWhatWasSealedOpensInItsPlaceAndNowhereElse(t *testing.T) {
	t.Parallel()
	keys := ring(t)
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		at := seal.Place{Column: rapid.String().Draw(t, "column"), Owner: rapid.Int64().Draw(t, "owner")}
		other := seal.Place{Column: rapid.String().Draw(t, "other column"), Owner: rapid.Int64().Draw(t, "other owner")}
		sealed, err := keys.Seal(rand.Reader, at, plain)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := keys.Open(at, sealed); err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("%x, %v", got, err)
		}
		if _, err := keys.Open(other, sealed); (err == nil) != (other == at) {
			t.Fatalf("opened in %v: %v", other, err)
		}
		if len(plain) > 3 && bytes.Contains(sealed, plain) {
			t.Fatal("the value stands in the open")
		}
	})
}

func TestOneChangedBitIsNoticed(t *testing.T) {
	t.Parallel()
	keys := ring(t)
	sealed, err := keys.Seal(rand.Reader, place, []byte("6217000010001234567"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range sealed {
		for bit := range 8 {
			changed := bytes.Clone(sealed)
			changed[i] ^= 1 << bit
			if plain, err := keys.Open(place, changed); err == nil {
				t.Fatalf("byte %d bit %d: %q", i, bit, plain)
			}
		}
	}
	for n := range sealed {
		if _, err := keys.Open(place, sealed[:n]); err == nil {
			t.Fatalf("opened with %d bytes", n)
		}
	}
}

func TestARotationReadsTheOldAndWritesTheNew(t *testing.T) {
	t.Parallel()
	old := ring(t)
	before, err := old.Seal(rand.Reader, place, []byte("旧"))
	if err != nil {
		t.Fatal(err)
	}
	both, err := old.Rotate(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	after, err := both.Seal(rand.Reader, place, []byte("新"))
	if err != nil {
		t.Fatal(err)
	}
	for want, sealed := range map[string][]byte{"旧": before, "新": after} {
		if got, err := both.Open(place, sealed); err != nil || string(got) != want {
			t.Errorf("%s: %s %v", want, got, err)
		}
	}
	if v, _ := seal.Version(after); v != 2 || both.Current() != 2 {
		t.Errorf("sealed with version %d", v)
	}
	if _, err := both.Retire().Open(place, before); err == nil || !strings.Contains(fault.Sentence(err), "那一版密钥不在") {
		t.Errorf("a retired key: %v", err)
	}
	if got := both.Live(); len(got) != 2 || got[0] != 2 || len(old.Live()) != 1 {
		t.Errorf("live %v", got)
	}
}

func TestABlindIndexFindsEqualValuesUnderEveryLiveVersion(t *testing.T) {
	t.Parallel()
	old := ring(t)
	both, err := old.Rotate(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	stored := old.Blind("number", "11010519491231002X")
	all := both.Blinds("number", "11010519491231002X")
	if len(all) != 2 || all[1] != stored || all[0] != both.Blind("number", "11010519491231002X") || all[0].Sum == all[1].Sum {
		t.Errorf("%v", all)
	}
	for _, other := range [][2]string{{"number", "110105194912310021"}, {"phone", "11010519491231002X"}, {"numbe", "r11010519491231002X"}} {
		if both.Blind(other[0], other[1]) == all[0] {
			t.Errorf("%v has the same digest", other)
		}
	}
	if ring(t).Blind("number", "11010519491231002X").Sum == stored.Sum {
		t.Error("another key gives the same digest")
	}
}

func TestAKeyFileIsReadBack(t *testing.T) {
	t.Parallel()
	keys, err := ring(t).Rotate(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := keys.Seal(rand.Reader, place, []byte("值"))
	if err != nil {
		t.Fatal(err)
	}
	text := string(keys.Format())
	for name, written := range map[string]string{"as it is": text, "copied in small letters": strings.ToLower(text), "with other line ends": strings.ReplaceAll(text, "\n", "\r\n")} {
		again, err := seal.Parse([]byte(written))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, err := again.Open(place, sealed); err != nil || string(got) != "值" || !bytes.Equal(again.Format(), keys.Format()) {
			t.Errorf("%s: %s %v", name, got, err)
		}
	}
}

func TestASlipOfThePenIsFoundInItsLineAndNotRepeated(t *testing.T) {
	t.Parallel()
	text := string(ring(t).Format())
	line := regexp.MustCompile(`(?m)^1 .*$`).FindString(text)
	at := strings.Count(text[:strings.Index(text, line)], "\n") + 1
	for i := 2; i < len(line); i++ {
		if line[i] == '-' {
			continue
		}
		other := byte('A')
		if line[i] == 'A' {
			other = 'B'
		}
		wrong := line[:i] + string(other) + line[i+1:]
		_, err := seal.Parse([]byte(strings.Replace(text, line, wrong, 1)))
		if err == nil || !strings.Contains(err.Error(), "第"+string(rune('0'+at))+"行") || strings.Contains(err.Error(), wrong[2:6]) {
			t.Fatalf("letter %d: %v", i, err)
		}
	}
	for name, c := range map[string]struct{ text, want string }{
		"nothing":            {"", "没有密钥"},
		"another file":       {"hello\n", "请核对是不是密钥文件"},
		"no key in it":       {"doudi-keys 1\n", "没有密钥"},
		"the same key twice": {text + line + "\n", "一行比一行大"},
	} {
		if _, err := seal.Parse([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnInstanceKnowsItsKeys(t *testing.T) {
	t.Parallel()
	keys := ring(t)
	proof, err := keys.Proof(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	later, err := keys.Rotate(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if err := later.Fits(proof); err != nil {
		t.Error(err)
	}
	newer, err := later.Proof(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if err := keys.Fits(newer); err == nil || !strings.Contains(err.Error(), "要第2版密钥，密钥文件里没有这一版") {
		t.Errorf("the key file of before a change: %v", err)
	}
	if err := ring(t).Fits(proof); err == nil || !strings.Contains(err.Error(), "密钥不对") {
		t.Errorf("another key: %v", err)
	}
}

// broken gives no randomness.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("dry") }

func TestWithoutRandomnessNothingIsSealed(t *testing.T) {
	t.Parallel()
	if _, err := seal.Generate(broken{}); err == nil {
		t.Error("a key without randomness")
	}
	if _, err := ring(t).Seal(broken{}, place, nil); err == nil {
		t.Error("a nonce without randomness")
	}
}

func TestSignaturesHoldForOneTextAndOneKey(t *testing.T) {
	t.Parallel()
	signer, err := seal.NewSigner(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	again, err := seal.SignerFrom(signer.Secret())
	if err != nil || again.Public() != signer.Public() {
		t.Fatalf("%v", err)
	}
	other, err := seal.NewSigner(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	text := []byte("检查点")
	signature, err := again.Sign(rand.Reader, text)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		public    string
		text      []byte
		signature []byte
		want      bool
	}{
		"the text and the key":  {signer.Public(), text, signature, true},
		"another text":          {signer.Public(), []byte("检查点。"), signature, false},
		"another key":           {other.Public(), text, signature, false},
		"half a signature":      {signer.Public(), text, signature[:20], false},
		"no key":                {"", text, signature, false},
		"a point off the curve": {hex.EncodeToString(append([]byte{4}, make([]byte, 64)...)), text, signature, false},
	} {
		if got := seal.Verify(c.public, c.text, c.signature); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// The example of GB/T 32905-2016, appendix A.1.
func TestDigestIsTheStandardOne(t *testing.T) {
	t.Parallel()
	got := seal.Digest([]byte("abc"))
	if hex.EncodeToString(got[:]) != "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0" {
		t.Errorf("%x", got)
	}
}
