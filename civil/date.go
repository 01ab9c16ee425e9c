// Package civil holds civil dates and months: days of the calendar, never
// instants. It knows no clock and no time zone.
package civil

import (
	"fmt"
	"strconv"

	"doudi/fault"
	"doudi/money"
)

// Date counts days since 1970-01-01 in the Gregorian calendar, which is
// carried back before 1582; years run from 1 to 9999.
type Date int32

// Month is year*12 + month-1.
type Month int32

// Open is the end of a span that has none: 9999-12-31.
const Open Date = 2932896

// firstDate is 0001-01-01.
const firstDate Date = -719162

// MakeDate gives the date of a year, month and day that exist.
func MakeDate(y, m, d int) (Date, bool) {
	if y < 1 || y > 9999 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return 0, false
	}
	return dateOf(y, m, d), true
}

// MakeMonth gives the month of a year; it must exist.
func MakeMonth(y, m int) (Month, bool) {
	if y < 1 || y > 9999 || m < 1 || m > 12 {
		return 0, false
	}
	return Month(y*12 + m - 1), true
}

// dateOf counts days from the civil date. Years begin in March so that the
// leap day is the last one of its year.
func dateOf(y, m, d int) Date {
	if m <= 2 {
		y, m = y-1, m+12
	}
	yearDays := 365*y + y/4 - y/100 + y/400
	monthDays := (153*(m-3) + 2) / 5
	return Date(yearDays + monthDays + d - 1 - 719468)
}

// YMD gives year, month and day.
func (d Date) YMD() (year, month, day int) {
	n := int(d) + 719468 // days since 0000-03-01, never negative for our years
	era, rest := n/146097, n%146097
	yearOfEra := (rest - rest/1460 + rest/36524 - rest/146096) / 365
	dayOfYear := rest - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	m := (5*dayOfYear + 2) / 153
	day = dayOfYear - (153*m+2)/5 + 1
	year, month = era*400+yearOfEra, m+3
	if month > 12 {
		year, month = year+1, month-12
	}
	return year, month, day
}

// Month is the month that the day lies in.
func (d Date) Month() Month {
	y, m, _ := d.YMD()
	return Month(y*12 + m - 1)
}

// String writes 2020-03-15.
func (d Date) String() string {
	y, m, day := d.YMD()
	return fmt.Sprintf("%04d-%02d-%02d", y, m, day)
}

// Chinese writes 2020年3月15日.
func (d Date) Chinese() string {
	y, m, day := d.YMD()
	return fmt.Sprintf("%d年%d月%d日", y, m, day)
}

// YM gives year and month.
func (m Month) YM() (year, month int) { return int(m) / 12, int(m)%12 + 1 }

// String writes 2020-03.
func (m Month) String() string {
	y, month := m.YM()
	return fmt.Sprintf("%04d-%02d", y, month)
}

// Chinese writes 2020年3月.
func (m Month) Chinese() string {
	y, month := m.YM()
	return fmt.Sprintf("%d年%d月", y, month)
}

// FirstDay is the first day of the month.
func (m Month) FirstDay() Date {
	y, month := m.YM()
	return dateOf(y, month, 1)
}

// LastDay is the last day of the month.
func (m Month) LastDay() Date { return m.FirstDay() + Date(m.Days()) - 1 }

// Days is how many days the month has.
func (m Month) Days() int { return daysIn(m.YM()) }

// MonthsBetween is how many months b comes after a; negative if before.
func MonthsBetween(a, b Month) int { return int(b) - int(a) }

// AddMonths moves a date by n months. A day that the target month lacks
// becomes its last day (LastDay) or the first day of the next one (NextDay).
// It is not ok for any other mode or outside the years 1 to 9999.
func AddMonths(d Date, n int64, mode money.Mode) (Date, bool) {
	if mode != money.LastDay && mode != money.NextDay || n < -200000 || n > 200000 {
		return 0, false
	}
	_, _, day := d.YMD()
	target := d.Month() + Month(n)
	if target < firstDate.Month() || target > Open.Month() {
		return 0, false
	}
	if day <= target.Days() {
		return target.FirstDay() + Date(day) - 1, true
	}
	if mode == money.LastDay {
		return target.LastDay(), true
	}
	return target.LastDay() + 1, true // never past Open: December has 31 days
}

// AgeOn is the number of full years from birth to on. Who is born on 29
// February completes a year on 1 March where the year is common. Before birth
// the age is negative.
func AgeOn(birth, on Date) int {
	by, bm, bd := birth.YMD()
	y, m, d := on.YMD()
	if m < bm || m == bm && d < bd {
		return y - by - 1
	}
	return y - by
}

// daysIn is how many days a month of a year has.
func daysIn(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// ParseDate reads 2020-03-15.
func ParseDate(s string) (Date, error) {
	if len(s) == 10 && s[4] == '-' && s[7] == '-' {
		y, okY := digits(s[:4])
		m, okM := digits(s[5:7])
		d, okD := digits(s[8:])
		if okY && okM && okD {
			if date, ok := MakeDate(y, m, d); ok {
				return date, nil
			}
			return 0, fault.Newf(fault.BadInput, "“%s”这一天不存在，请核对年、月、日", s)
		}
	}
	return 0, fault.Newf(fault.BadInput, "“%s”不是日期，应写成“2020-03-15”", s)
}

// ParseMonth reads 2020-03.
func ParseMonth(s string) (Month, error) {
	if len(s) == 7 && s[4] == '-' {
		y, okY := digits(s[:4])
		m, okM := digits(s[5:])
		if month, ok := MakeMonth(y, m); okY && okM && ok {
			return month, nil
		}
	}
	return 0, fault.Newf(fault.BadInput, "“%s”不是月份，应写成“2020-03”", s)
}

// ParseSpan reads 2019-03/2020-02, first and last month inclusive.
func ParseSpan(s string) (from, to Month, err error) {
	if len(s) == 15 && s[7] == '/' {
		from, errFrom := ParseMonth(s[:7])
		to, errTo := ParseMonth(s[8:])
		if errFrom == nil && errTo == nil {
			if from > to {
				return 0, 0, fault.Newf(fault.BadInput, "期间“%s”的起始月晚于终止月，请对调", s)
			}
			return from, to, nil
		}
	}
	return 0, 0, fault.Newf(fault.BadInput, "“%s”不是期间，应写成“2019-03/2020-02”（起始月/终止月）", s)
}

// digits reads a text of ASCII digits only.
func digits(s string) (int, bool) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}
