// Package gb reads the national standards that people are named by: the
// resident number (GB 11643) and division codes (GB/T 2260), and masks numbers
// wherever they could be shown.
package gb

import (
	"strings"

	"doudi/civil"
	"doudi/fault"
)

// Number is a checked resident number. It prints masked, so that a number in
// a log or an error line never leaks; Text gives the digits.
type Number struct {
	text  string
	birth civil.Date
	male  bool
}

// ParseNumber reads a resident number: 18 characters with check digit (also
// residence permits of Hong Kong, Macao and Taiwan residents, 81 82 83, and
// foreigners' permanent residence cards, 9…), or the old 15 digits, which are
// still read from old files. The error never repeats the number.
func ParseNumber(s string) (Number, error) {
	s = strings.ToUpper(strings.TrimSpace(s))
	switch len(s) {
	case 18:
		return parseNew(s)
	case 15:
		return parseOld(s)
	}
	return Number{}, bad("公民身份号码应为18位（旧号15位），现有位数不对，请照证件重新录入")
}

// parseNew reads 18 characters.
func parseNew(s string) (Number, error) {
	if !allDigits(s[:17]) || s[17] != 'X' && !allDigits(s[17:]) {
		return Number{}, bad("公民身份号码只能是数字，最后一位可以是X，请照证件重新录入")
	}
	if checkDigit(s[:17]) != s[17] {
		return Number{}, bad("公民身份号码校验位不对，多半有一位录错或两位颠倒，请照证件重新录入")
	}
	return assemble(s, s[6:14], s[16])
}

// parseOld reads the 15 digits that were issued before 1999. Sequence numbers
// 996 to 999 were kept for people born in the nineteenth century.
func parseOld(s string) (Number, error) {
	if !allDigits(s) {
		return Number{}, bad("15位旧公民身份号码只能是数字，请照证件重新录入")
	}
	century := "19"
	if s[12:] >= "996" {
		century = "18"
	}
	return assemble(s, century+s[6:12], s[14])
}

// assemble checks place and birth date of a number and puts it together.
func assemble(s, birth string, sequence byte) (Number, error) {
	if !provinces[s[:2]] && s[0] != '9' {
		return Number{}, bad("公民身份号码开头的地区代码不存在，请照证件重新录入")
	}
	date, ok := civil.MakeDate(number(birth[:4]), number(birth[4:6]), number(birth[6:]))
	if !ok || number(birth[:4]) < 1800 {
		return Number{}, bad("公民身份号码中的出生日期不存在，请照证件重新录入")
	}
	return Number{text: s, birth: date, male: (sequence-'0')%2 == 1}, nil
}

// bad makes the error of a wrong number.
func bad(sentence string) error { return fault.New(fault.BadInput, sentence) }

// Text is the number in full; only files that need it may hold it.
func (n Number) Text() string { return n.text }

// String is the masked number.
func (n Number) String() string { return Mask(n.text) }

// GoString is masked as well.
func (n Number) GoString() string { return n.String() }

// BirthDate is the day that the number holds.
func (n Number) BirthDate() civil.Date { return n.birth }

// Sex is "male" or "female".
func (n Number) Sex() string {
	if n.male {
		return "male"
	}
	return "female"
}

// Legacy tells whether the number is an old one of 15 digits, which has no
// check digit.
func (n Number) Legacy() bool { return len(n.text) == 15 }

// Key is the same for the old and the new number of one person: place, birth
// date and sequence without century sign and check digit. It finds a person
// entered twice.
func (n Number) Key() string {
	if n.Legacy() {
		return n.text[:6] + n.birth.String() + n.text[12:]
	}
	return n.text[:6] + n.birth.String() + n.text[14:17]
}

// Mask hides a number: the first three and the last two characters stay. Short
// texts are hidden altogether.
func Mask(s string) string {
	runes := []rune(s)
	if len(runes) < 10 {
		return strings.Repeat("*", len(runes))
	}
	return string(runes[:3]) + strings.Repeat("*", len(runes)-5) + string(runes[len(runes)-2:])
}

// MaskAll hides every run of 15 or more digits (with a final X) in a text that
// comes from outside before it is repeated in an error.
func MaskAll(s string) string {
	var out strings.Builder
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && s[j] >= '0' && s[j] <= '9' {
			j++
		}
		if j-i >= 14 && j < len(s) && (s[j] == 'X' || s[j] == 'x') {
			j++
		}
		if j-i >= 15 {
			out.WriteString(Mask(s[i:j]))
		} else if j > i {
			out.WriteString(s[i:j])
		}
		if j == i {
			out.WriteByte(s[i])
			j++
		}
		i = j
	}
	return out.String()
}

// checkDigit is the last character that GB 11643 demands after 17 digits
// (ISO 7064, MOD 11-2).
func checkDigit(s string) byte {
	sum := 0
	for i := range 17 {
		sum = (sum + int(s[i]-'0')) * 2 % 11
	}
	return "10X98765432"[sum%11]
}

// provinces are the codes that a resident number can begin with.
var provinces = func() map[string]bool {
	known := map[string]bool{}
	for _, code := range strings.Fields("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83") {
		known[code] = true
	}
	return known
}()

// allDigits tells whether s is one or more ASCII digits.
func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// number reads a short text of digits.
func number(s string) int {
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}
