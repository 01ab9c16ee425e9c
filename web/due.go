package web

import (
	"doudi/access"
	"doudi/casework"
	"doudi/civil"
)

// minute is the time by the clock, in China.
func (s *Site) minute() civil.Moment {
	now := s.Now().In(access.China)
	m, _ := civil.MakeMoment(access.DayOf(now), now.Hour(), now.Minute())
	return m
}

// late tells whether a limit is over: at the end of its day, or to the minute
// where it is counted in hours.
func late(d casework.Deadline, now civil.Moment) bool {
	return d.Day < now.Date() || d.Until != 0 && d.Until < now
}

// until is when a limit ends: a day, or a minute of it.
func until(d casework.Deadline) string {
	if d.Until == 0 {
		return d.Day.Chinese()
	}
	hour, minute := d.Until.Clock()
	return d.Day.Chinese() + " " + itoa(hour) + "时" + itoa(minute) + "分"
}

// due says by when, and how much of the time is left.
func due(d casework.Deadline, left int, now civil.Moment) string {
	text := until(d) + "到期，"
	if d.Until != 0 {
		return text + hoursLeft(int64(d.Until-now))
	}
	text += daysLeft(d.Day, left, now.Date())
	if d.Provisional {
		text += "（暂定，节假日还没有公布）"
	}
	return text
}

// hoursLeft says how many minutes are left, or over.
func hoursLeft(minutes int64) string {
	word := "还剩 "
	if minutes < 0 {
		word, minutes = "已超过 ", -minutes
	}
	if minutes < 60 {
		return word + itoa(int(minutes)) + " 分钟"
	}
	return word + itoa(int(minutes/60)) + " 小时"
}

// daysLeft says how many working days are left, or over: over a weekend behind
// the limit none is over, and it is late all the same.
func daysLeft(day civil.Date, left int, today civil.Date) string {
	switch {
	case left < 0:
		return "已超过 " + itoa(-left) + " 个工作日"
	case day < today:
		return "已过期限"
	case day == today:
		return "今天到期"
	case left == 0:
		return "今天是最后一个工作日"
	}
	return "还剩 " + itoa(left) + " 个工作日"
}
