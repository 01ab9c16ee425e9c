package casework_test

import (
	"fmt"
	"testing"

	"doudi/casework"
	"doudi/money"
	"doudi/registry"
)

func TestTheShareOfABatchIsRoundedUp(t *testing.T) {
	t.Parallel()
	var l casework.Lot
	for n := range 7 {
		l.Items = append(l.Items, casework.LotItem{Ref: registry.Ref{Office: 2, ID: int64(n) + 1}, Number: casework.Number(fmt.Sprintf("350421%010d", n))})
	}
	for share, want := range map[money.Rate]int{0: 0, 1: 1, 142_857: 1, 142_858: 2, 300_000: 3, 1_000_000: 7} {
		l.Share = share
		if got := len(l.Pick("00")); got != want {
			t.Errorf("%s of seven are %d, not %d", share, got, want)
		}
	}
}

// The expected value was made with sha256sum.
func TestACaseIsDrawnByWhatEverybodyCanReckon(t *testing.T) {
	t.Parallel()
	if got := casework.Score("00ff", "3504212026000014"); got != "824e98c49a85e108e16a6c0a38d8f7694f4d635d0f5cbe31fa94d03e1d8a5f7c" {
		t.Error(got)
	}
}
