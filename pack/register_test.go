package pack

import (
	"fmt"
	"strings"
	"testing"
)

const registerForTest = "clause,kinds\nMX-01,DET\nMX-07,STAT MON\nMX-34,SUP\nMX-15,PROC AMT\n"

func TestOnlyClausesWithoutWhoOrHowMuchMayStayOutside(t *testing.T) {
	t.Parallel()
	var nine strings.Builder
	nine.WriteString("clause,kinds\n")
	list := "not_encoded:\n"
	for i := range 9 {
		fmt.Fprintf(&nine, "MX-%02d,SUP\n", i)
		list += fmt.Sprintf("  - {clause: MX-%02d, because: 监督}\n", i)
	}
	for name, c := range map[string]struct{ register, text, want string }{
		"an empty list is fine":            {registerForTest, "not_encoded: []\n", ""},
		"a clause of supervision is fine":  {registerForTest, "not_encoded:\n  - {clause: MX-34, because: 监督不是待遇}\n", ""},
		"who may not stay outside":         {registerForTest, "not_encoded:\n  - {clause: MX-01, because: 忘了}\n", "规定了给谁"},
		"how much may not stay outside":    {registerForTest, "not_encoded:\n  - {clause: MX-15, because: 忘了}\n", "规定了给谁"},
		"a clause that nobody registered":  {registerForTest, "not_encoded:\n  - {clause: MX-99, because: 没有}\n", "登记表里没有"},
		"a clause twice":                   {registerForTest, "not_encoded:\n  - {clause: MX-34, because: 甲}\n  - {clause: MX-34, because: 乙}\n", "写了两次"},
		"a reason is demanded":             {registerForTest, "not_encoded:\n  - {clause: MX-34}\n", "because"},
		"a key that nobody knows":          {registerForTest, "not_encoded:\n  - {clause: MX-34, because: 甲, until: 2027}\n", "until"},
		"eight are enough":                 {nine.String(), list, "最多8条"},
		"broken YAML is told, not ignored": {registerForTest, "not_encoded: [\n", "YAML"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, problems := ReadNotEncoded("not-encoded.yaml", c.text, ReadRegister(c.register))
			got := problems.Text(func(string) string { return c.text })
			if c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestTheRegisterTellsWhoAndHowMuchApart(t *testing.T) {
	t.Parallel()
	r := ReadRegister(registerForTest)
	for clause, want := range map[string]bool{"MX-01": true, "MX-15": true, "MX-07": false, "MX-99": false} {
		if got := r.Computed(clause); got != want {
			t.Errorf("%s: got %v", clause, got)
		}
	}
	if len(r.Clauses) != 4 || Document("MX-07") != "MX" {
		t.Errorf("got %v", r.Clauses)
	}
}
