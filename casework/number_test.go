package casework

import (
	"strings"
	"testing"

	"doudi/fault"
)

func TestASlipOfOneDigitMakesNoCaseNumber(t *testing.T) {
	t.Parallel()
	n := numberOf("350421", 2026, 123)
	if check("0794") != 5 { // the example of ISO/IEC 7064
		t.Error("another check digit than that of the standard")
	}
	if got, err := ReadNumber(" " + n.String() + " "); err != nil || got != n {
		t.Errorf("%s: %v", got, err)
	}
	wide := strings.Map(func(r rune) rune { return r + 0xFEE0 }, n.String())
	if got, err := ReadNumber(wide); err != nil || got != n {
		t.Errorf("full-width %s: %q, %v", wide, got, err)
	}
	for i := range n {
		for _, digit := range "0123456789" {
			slip := string(n[:i]) + string(digit) + string(n[i+1:])
			if _, err := ReadNumber(slip); (err == nil) != (slip == string(n)) {
				t.Errorf("%s: %v", slip, err)
			}
		}
	}
	for _, text := range []string{"", "35042120260012", "3504212026O01234"} {
		if _, err := ReadNumber(text); !strings.Contains(fault.Sentence(err), "16 位数字") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
