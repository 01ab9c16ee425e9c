package staff_test

import (
	"crypto/rand"
	"strings"
	"testing"

	"doudi/fault"
	"doudi/staff"
)

func TestWhichPasswordsWillDo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ password, want string }{
		"ten characters":                       {"tulip-9-mo", ""},
		"nine characters":                      {"tulip-9-m", "太短"},
		"ten Chinese characters":               {"春眠不觉晓处处闻啼鸟", ""},
		"a hundred and twenty-eight":           {strings.Repeat("tulip-9m", 16), ""},
		"a hundred and twenty-nine":            {strings.Repeat("tulip-9m", 16) + "x", "太长"},
		"the account's name in capitals":       {"tulip-WANG.fang", "账号名"},
		"the person's name":                    {"tulip-tulip-王芳", "姓名"},
		"a common word with four letters":      {"passwordabcd", "太常见"},
		"a common word with five letters":      {"passwordvwxyz", ""},
		"five different characters":            {"1234512345", "太常见"},
		"six different characters":             {"a1b2c3a1b2c3", ""},
		"a common number with the year behind": {"1234567892026", "太常见"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := staff.CheckPassword(c.password, "wang.fang", "王芳")
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(fault.Sentence(err), c.want)) {
				t.Errorf("%v", err)
			}
			if err != nil && strings.Contains(err.Error(), c.password) {
				t.Error("the sentence repeats the password")
			}
		})
	}
}

func TestTwoHashesOfOnePasswordDiffer(t *testing.T) {
	t.Parallel()
	one, err := staff.Hash(rand.Reader, "tulip-9-mole")
	two, _ := staff.Hash(rand.Reader, "tulip-9-mole")
	if err != nil || one == two || !strings.HasPrefix(one, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Error(one, two, err)
	}
}

func BenchmarkHash(b *testing.B) {
	for b.Loop() {
		if _, err := staff.Hash(rand.Reader, "tulip-9-mole"); err != nil {
			b.Fatal(err)
		}
	}
}
