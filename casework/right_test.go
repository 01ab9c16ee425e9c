package casework_test

import (
	"slices"
	"testing"

	"doudi/access"
	"doudi/casework"
	"doudi/fault"
)

func TestEveryMoveOfAnOfficeHasAHandInThatOffice(t *testing.T) {
	t.Parallel()
	m := access.Shipped()
	for _, place := range []string{"cn", "cn-12", "cn-63", "cn-4203", "cn-350421"} {
		for _, p := range applications(shipped(t, place)) {
			f, err := casework.NewFlow(p)
			if err != nil {
				continue
			}
			for _, move := range f.Moves() {
				act, known := m.Acts[move.Right()]
				if !known {
					t.Errorf("%s %s: no right %q", place, p.ID, move.Right())
				}
				if level := access.Level(move.By); (level == access.Township || level == access.County) && !hasHand(m, act, level) {
					t.Errorf("%s %s: nobody of a %s may %s", place, p.ID, level, name(move))
				}
			}
		}
	}
}

// hasHand tells whether a role of a level may do an act.
func hasHand(m *access.Matrix, act access.Act, level access.Level) bool {
	for role := range act.Allow {
		if slices.Contains(m.Roles[role].At, level) {
			return true
		}
	}
	return false
}

func TestWhoDidOneThingDoesNotDoAnother(t *testing.T) {
	t.Parallel()
	m := access.Shipped()
	for _, tt := range []struct{ before, act, want string }{
		{"case.submit", "case.decide", "递交申请和作出决定要由两个人办；前一步是您办的，这一步请另一位同事办理"},
		{"case.accept", "case.decide", "受理和作出决定要由两个人办；前一步是您办的，这一步请另一位同事办理"},
		{"case.work", "case.review", "调查和审核要由两个人办；前一步是您办的，这一步请另一位同事办理"},
		{"case.review", "case.decide", "审核和作出决定要由两个人办；前一步是您办的，这一步请另一位同事办理"},
		{"case.submit", "case.accept", ""},
		{"case.decide", "case.decide", ""},
	} {
		err := m.Clash(7, tt.act, []access.Done{{Act: tt.before, By: 7}})
		if got := fault.Sentence(err); (err == nil) != (tt.want == "") || err != nil && got != tt.want {
			t.Errorf("%s after %s: %q", tt.act, tt.before, got)
		}
		if err := m.Clash(8, tt.act, []access.Done{{Act: tt.before, By: 7}}); err != nil {
			t.Errorf("%s after another's %s: %v", tt.act, tt.before, err)
		}
	}
}
