package civil

import "doudi/money"

// Unit is what a period is counted in.
type Unit string

// The units that procedures know.
const (
	WorkingDays Unit = "working_days"
	Days        Unit = "days"
	Months      Unit = "months"
)

// Counting says whether the first day of a period counts. The general rule
// leaves it out (Civil Code, article 201); some places post notices for five
// days with the day of posting among them.
type Counting string

// The two ways to count; the empty word is ExcludeFirst.
const (
	ExcludeFirst Counting = "exclude_first"
	IncludeFirst Counting = "include_first"
)

// Deadline is the last day of a period. It is provisional while it runs into a
// year whose holidays are not published: then it has to be found anew once the
// calendar is loaded.
type Deadline struct {
	Day         Date
	Provisional bool
}

// Deadline finds the last day of a period of n units that begins on a day.
// n is at least 1; other units than those above count as days.
func (c *Calendar) Deadline(start Date, n int, unit Unit, counting Counting) Deadline {
	switch unit {
	case WorkingDays:
		return c.workingDeadline(start, n, counting)
	case Months:
		last, _ := AddMonths(start, int64(n), money.LastDay)
		return Deadline{Day: last - first(counting)}
	}
	return Deadline{Day: start + Date(n) - first(counting)}
}

// first is how many days the first day spares.
func first(counting Counting) Date {
	if counting == IncludeFirst {
		return 1
	}
	return 0
}

// workingDeadline steps from working day to working day.
func (c *Calendar) workingDeadline(start Date, n int, counting Counting) Deadline {
	day := start - first(counting)
	provisional := false
	for left := n; left > 0; {
		day++
		year, _, _ := day.YMD()
		provisional = provisional || !c.Published(year)
		if c.Working(day) {
			left--
		}
	}
	return Deadline{Day: day, Provisional: provisional}
}

// WorkingDaysLeft counts the working days after today up to a deadline: 0 on
// the last day, negative when it is past. A clerk reads it as days left or late.
func (c *Calendar) WorkingDaysLeft(today, deadline Date) int {
	from, to, sign := today, deadline, 1
	if deadline < today {
		from, to, sign = deadline, today, -1
	}
	count := 0
	for d := from + 1; d <= to; d++ {
		if c.Working(d) {
			count++
		}
	}
	return sign * count
}

// Moment counts minutes since 1970-01-01 00:00 of the offices' own clock. Only
// periods of clock hours need one: urgent aid is answered within 24 hours,
// weekends and holidays among them.
type Moment int64

// MakeMoment gives the moment of a day, hour and minute that exist.
func MakeMoment(d Date, hour, minute int) (Moment, bool) {
	if hour < 0 || hour > 23 || minute < 0 || minute > 59 {
		return 0, false
	}
	return (Moment(d)*24+Moment(hour))*60 + Moment(minute), true
}

// AddHours is the last moment of a period of clock hours.
func (m Moment) AddHours(n int) Moment { return m + 60*Moment(n) }

// Date is the day of a moment.
func (m Moment) Date() Date {
	day := m / (24 * 60)
	if m < 0 && m%(24*60) != 0 {
		day--
	}
	return Date(day)
}

// Clock is the time of day of a moment.
func (m Moment) Clock() (hour, minute int) {
	rest := int(m - Moment(m.Date())*24*60)
	return rest / 60, rest % 60
}
