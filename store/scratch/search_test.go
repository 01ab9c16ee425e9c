package scratch

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestTheSearchFindsASecretInEveryEncoding(t *testing.T) {
	t.Parallel()
	secrets := []string{"13859801234", "35042119800101001X", "6217001830040007919", Phrase + "0001"}
	s, r := Wanted(secrets), rand.New(rand.NewPCG(1, 2))
	for _, secret := range secrets {
		for _, n := range encoded(secret) {
			hay := make([]byte, 4096)
			for i := range hay {
				hay[i] = byte(r.Uint32())
			}
			if s.In(hay) != nil {
				t.Fatal("found where there is nothing")
			}
			copy(hay[1000+r.IntN(100):], " "+n.text+" ")
			if !slices.Contains(s.In(hay), n.encoding) {
				t.Errorf("%s as %s is not found", secret, n.encoding)
			}
		}
	}
	if got := s.In([]byte("0a13859801234b0")); got != nil {
		t.Errorf("digits within hexadecimal: %v", got)
	}
}
