package gb_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"doudi/fault"
	"doudi/gb"
)

// The numbers below are made up; 11010519491231002X is the standard's example.
func TestParseNumber(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, birth, sex string }{
		{"the standard's example with X", "11010519491231002X", "1949-12-31", "female"},
		{"a small x and blanks around", " 11010519491231002x ", "1949-12-31", "female"},
		{"an old number of 15 digits", "110105491231002", "1949-12-31", "female"},
		{"an old number of a person born in the 19th century", "110105991231997", "1899-12-31", "male"},
		{"a resident of Hong Kong", "810000199408230021", "1994-08-23", "female"},
		{"a foreigner's permanent residence card", "911124198108030024", "1981-08-03", "female"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n, err := gb.ParseNumber(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			if n.BirthDate().String() != tt.birth || n.Sex() != tt.sex || n.Legacy() != (len(strings.TrimSpace(tt.text)) == 15) {
				t.Errorf("got %v %s legacy=%v", n.BirthDate(), n.Sex(), n.Legacy())
			}
		})
	}
}

func TestWrongNumbersAreRefusedWithoutRepeatingThem(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, word string }{
		{"a wrong check digit", "110105194912310021", "校验位"},
		{"two digits exchanged", "11010519491213002X", "校验位"},
		{"seventeen digits", "11010519491231002", "位数"},
		{"a letter inside", "1101051949123A002X", "只能是数字"},
		{"a letter at the end", "11010519491231002A", "只能是数字"},
		{"an unknown province", "990", "位数"},
		{"a province that does not exist", "160105491231002", "地区代码"},
		{"a day that does not exist", "110105490230002", "出生日期"},
		{"letters in an old number", "1101054912310O2", "15位"},
		{"full-width digits", "\uff11\uff11\uff10\uff11\uff10\uff15", "只能是数字"},
		{"nothing", "", "位数"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := gb.ParseNumber(tt.text)
			if fault.Kind(err) != fault.BadInput || !strings.Contains(fault.Sentence(err), tt.word) {
				t.Fatalf("got %v", err)
			}
			if tt.text != "" && strings.Contains(err.Error(), tt.text) {
				t.Errorf("the error repeats the number: %v", err)
			}
		})
	}
}

func TestNumbersAreMasked(t *testing.T) {
	t.Parallel()
	n, err := gb.ParseNumber("11010519491231002X")
	if err != nil {
		t.Fatal(err)
	}
	held := struct{ Number gb.Number }{n}
	if got := fmt.Sprintf("%v %s %#v", n, n, n); got != "110*************2X 110*************2X 110*************2X" || strings.Contains(fmt.Sprintf("%+v %#v", held, held), "1949") {
		t.Errorf("printed %s", got)
	}
	for text, want := range map[string]string{"": "", "12345": "*****", "张三": "**", "1234567890": "123*****90"} {
		if got := gb.Mask(text); got != want {
			t.Errorf("Mask(%q) = %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"号码11010519491231002X有误":   "号码110*************2X有误",
		"old 110105491231002, new": "old 110**********02, new",
		"电话13800138000":            "电话13800138000",
		"没有数字":                     "没有数字",
	} {
		if got := gb.MaskAll(text); got != want {
			t.Errorf("MaskAll(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestOneDigitWrongIsAlwaysFound(t *testing.T) {
	t.Parallel()
	const good = "11010519491231002X"
	for i := range 17 {
		for d := byte('0'); d <= '9'; d++ {
			if good[i] != d {
				if _, err := gb.ParseNumber(good[:i] + string(d) + good[i+1:]); err == nil {
					t.Errorf("digit %d changed to %c is accepted", i+1, d)
				}
			}
		}
	}
}

func TestOldAndNewNumberOfOnePersonHaveOneKey(t *testing.T) {
	t.Parallel()
	old, err1 := gb.ParseNumber("110105491231002")
	new18, err2 := gb.ParseNumber("11010519491231002X")
	if err1 != nil || err2 != nil || old.Key() != new18.Key() || old.Text() == new18.Text() {
		t.Errorf("keys %q %q, %v %v", old.Key(), new18.Key(), err1, err2)
	}
}

func TestAncestors(t *testing.T) {
	t.Parallel()
	for code, want := range map[string][]string{
		"350421100":    {"350421", "3504", "35"},
		"350421100001": {"350421100", "350421", "3504", "35"},
		"350421":       {"3504", "35"},
		"350400":       {"35"},
		"350000":       nil,
		"35":           nil,
		"3504a1":       nil,
		"35042":        nil,
	} {
		if diff := cmp.Diff(want, gb.Ancestors(code)); diff != "" {
			t.Errorf("%s: %s", code, diff)
		}
	}
}

func TestPlaceCode(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]int64{"350421": 350421000000, "35": 350000000000, "350000": 350000000000, "350421100001": 350421100001} {
		if got, ok := gb.PlaceCode(code); !ok || got != want {
			t.Errorf("PlaceCode(%q) = %d, %v", code, got, ok)
		}
	}
	for _, code := range []string{"", "3", "350", "3504210", "35042x", "050421", "-35042", "3504211000012"} {
		if got, ok := gb.PlaceCode(code); ok {
			t.Errorf("PlaceCode(%q) = %d", code, got)
		}
	}
	if got := gb.PlaceText(350400000000) + " " + gb.PlaceText(350421100001); got != "3504 350421100001" {
		t.Errorf("written %s", got)
	}
}

func TestWithin(t *testing.T) {
	t.Parallel()
	code := func(s string) int64 { n, _ := gb.PlaceCode(s); return n }
	tests := []struct {
		place, other string
		want         bool
	}{
		{"350421100001", "350421", true},
		{"350421", "350421", true},
		{"350421", "35", true},
		{"35", "350421", false},
		{"350422", "350421", false},
		{"3504", "35", true},
		{"350421100", "350421100001", false},
	}
	for _, tt := range tests {
		if got := gb.Within(code(tt.place), code(tt.other)); got != tt.want {
			t.Errorf("Within(%s, %s) = %v", tt.place, tt.other, got)
		}
	}
}
