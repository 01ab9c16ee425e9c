package oracle

import "doudi/civil"

// The oracle counts days on its own: a year is searched, not computed.

// daysBefore counts the days from 1970-01-01 to the first of January of y.
func daysBefore(y int64) int64 {
	past := y - 1
	return past*365 + past/4 - past/100 + past/400 - 719162
}

var lengths = [12]int64{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// leap tells whether y has a 29 February.
func leap(y int64) bool { return y%4 == 0 && y%100 != 0 || y%400 == 0 }

// length is the number of days of a month (0 is January).
func length(y, m int64) int64 {
	if m == 1 && leap(y) {
		return 29
	}
	return lengths[m]
}

// dayOf takes a day number apart: year, month from 0, day from 1.
func dayOf(n int64) (y, m, d int64) {
	y = 1970 + n/366
	for daysBefore(y+1) <= n {
		y++
	}
	for daysBefore(y) > n {
		y--
	}
	n -= daysBefore(y)
	for n >= length(y, m) {
		n -= length(y, m)
		m++
	}
	return y, m, n + 1
}

// numberOf puts a day together.
func numberOf(y, m, d int64) int64 {
	n := daysBefore(y)
	for i := range m {
		n += length(y, i)
	}
	return n + d - 1
}

// ageOn counts full years; who is born on 29 February completes a year on
// 1 March of a common year.
func ageOn(birth, on *cell) *cell {
	if stop := first(birth, on); stop != nil {
		return stop
	}
	by, bm, bd := dayOf(birth.n)
	y, m, d := dayOf(on.n)
	years := y - by
	if m < bm || m == bm && d < bd {
		years--
	}
	return number(years)
}

// addMonths moves a date by months; a day that the month lacks becomes its
// last day or the first of the next month.
func addMonths(date, months *cell, name string) *cell {
	if stop := first(date, months); stop != nil {
		return stop
	}
	y, m, d := dayOf(date.n)
	total := y*12 + m + months.n
	if total < 12 || total > 9999*12+11 {
		return fail("date out of range")
	}
	y, m = total/12, total%12
	if d > length(y, m) {
		return number(overflowDay(y, m, name))
	}
	return number(numberOf(y, m, d))
}

// overflowDay is where a missing day of the month goes.
func overflowDay(y, m int64, name string) int64 {
	last := numberOf(y, m, length(y, m))
	if name == "NEXT_DAY" {
		return last + 1
	}
	return last
}

// monthOf is the month of a date, as a number.
func monthOf(date *cell) *cell {
	if stop := first(date); stop != nil {
		return stop
	}
	y, m, _ := dayOf(date.n)
	return number(y*12 + m)
}

// monthDays lists the first and the last day of a month.
func monthDays(month civil.Month) (firstDay, lastDay civil.Date) {
	y, m := int64(month)/12, int64(month)%12
	start := numberOf(y, m, 1)
	return civil.Date(start), civil.Date(start + length(y, m) - 1)
}
