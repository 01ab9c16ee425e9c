package access

import (
	"time"

	"doudi/civil"
)

// China is the time that all offices keep.
var China = time.FixedZone("CST", 8*60*60)

// DayOf is the day at the offices at a moment.
func DayOf(at time.Time) civil.Date {
	at = at.In(China)
	day, _ := civil.MakeDate(at.Year(), int(at.Month()), at.Day())
	return day
}

// Begins is the moment at which a day begins at the offices.
func Begins(day civil.Date) time.Time {
	year, month, d := day.YMD()
	return time.Date(year, time.Month(month), d, 0, 0, 0, 0, China)
}
