package web_test

import (
	"doudi/casework"
)

// urged asks the family to cooperate, and tells whether the day that it was given
// is over (57号第二十九条).
func (k *walker) urged() bool {
	k.Helper()
	if k.warned == 0 {
		k.enter(k.path(), k.as("clerk"), string(casework.Urging), map[string]string{"on": k.today().String(), "by": (k.today() + 1).String(),
			"met": "申请人本人", "asked": "后天上午在家等入户调查", "way": "当面送通知书"}, noise(k.T, byte(k.id), 40, 30))
		k.warned = k.today() + 1
	}
	if k.today() <= k.warned {
		return false
	}
	k.warned = 0
	return true
}
