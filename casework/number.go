package casework

import (
	"errors"
	"fmt"
	"strings"

	"doudi/fault"
)

// Number is what a case is called on the telephone: the code of the county, the
// year, a running number and a check digit, sixteen digits in all. A slip of one
// digit, and nearly every exchange of two, makes no number.
type Number string

// numberOf makes a number. The running number is that of the county's year.
func numberOf(county string, year int, running int64) Number {
	text := fmt.Sprintf("%s%04d%05d", county, year, running)
	return Number(fmt.Sprintf("%s%d", text, check(text)))
}

// check is the check digit of ISO/IEC 7064 MOD 11,10, which needs digits only.
func check(text string) int {
	p := 10
	for _, c := range text {
		if p = (p + int(c-'0')) % 10; p == 0 {
			p = 10
		}
		p = 2 * p % 11
	}
	return (11 - p) % 10
}

// shapeless is what a text is that has not the form of a number.
var shapeless = fault.New(fault.BadInput, "办件编号：应当是 16 位数字；请照受理单再输一遍").At(0, "number")

// typed takes blanks and dashes out of what was typed and makes the digits
// ASCII: a Chinese input method writes them full-width, and nobody sees it.
var typed = strings.NewReplacer(" ", "", "-", "", "－", "", "　", "",
	"０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9")

// ReadNumber reads a number as somebody says or types it, with spaces or dashes.
func ReadNumber(text string) (Number, error) {
	text = typed.Replace(text)
	if len(text) != 16 || strings.Trim(text, "0123456789") != "" {
		return "", shapeless
	}
	if check(text[:15]) != int(text[15]-'0') {
		return "", fault.New(fault.BadInput, "办件编号：校验位不对，有一位听错或者输错了；请再核对一遍").At(0, "number")
	}
	return Number(text), nil
}

// Slipped tells whether a text has the form of a case number and is none: one
// digit of it is wrong. Nothing else that people search for has sixteen digits.
func Slipped(text string) bool {
	_, err := ReadNumber(text)
	return err != nil && !errors.Is(err, shapeless)
}

// String sets a number in groups that can be said one after another.
func (n Number) String() string {
	if len(n) != 16 {
		return string(n)
	}
	return string(n[:6] + "-" + n[6:10] + "-" + n[10:15] + "-" + n[15:])
}
