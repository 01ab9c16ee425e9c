package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A family that is decided in June is paid from July, when Mingxi's standard is
// another: the amount of June must not stand there as if it were July's.
func TestAChangeBeforePaymentStartsIsTold(t *testing.T) {
	t.Parallel()
	family, err := os.ReadFile("../../docs/worked/01-mx-dibao-2020-03.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for day, year := range map[string]string{"2020-05-15": "2019-05/2020-04", "2020-06-15": "2019-06/2020-05"} {
		file := filepath.Join(t.TempDir(), "family.yaml")
		moved := strings.NewReplacer("2020-03-15", day, "2019-03/2020-02", year).Replace(string(family))
		if err := os.WriteFile(file, []byte(moved), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, form := range []string{"--full", "--json"} {
			out, status := runHere("determine", file, "--programme", "dibao", form)
			if status != 0 || strings.Contains(out, "要按那个月重算") != (day == "2020-06-15") {
				t.Errorf("%s %s: status %d\n%s", day, form, status, out)
			}
		}
	}
}
