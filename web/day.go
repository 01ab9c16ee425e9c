package web

import (
	"regexp"
	"strings"

	"doudi/casefile"
	"doudi/civil"
	"doudi/fact"
)

// howDay says how a day is written.
const howDay = "请写成 2026-09-15 这样的年月日"

// dayShape is a text that has the form of a day.
var dayShape = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)

// readDay reads a day as people write it, for every form; wrong is "" or says
// what is not right: that the calendar has no such day is told apart from how a
// day is written. Nothing else that was typed is repeated. Five digits are what a
// workbook makes of a day, never what a person types.
func readDay(text string) (day civil.Date, wrong string) {
	text = strings.TrimSpace(text)
	if len(text) == 5 {
		return 0, howDay
	}
	text = casefile.CellLiteral(fact.Date, text)
	day, err := civil.ParseDate(text)
	switch {
	case err == nil:
		return day, ""
	case dayShape.MatchString(text):
		return 0, "日历上没有 " + text + " 这一天；请核对年、月、日"
	}
	return 0, howDay
}
