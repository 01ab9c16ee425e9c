// Package civil holds civil dates and months: days of the calendar, never instants.
package civil

// Date counts days since 1970-01-01.
type Date int32

// Month is year*12 + month-1.
type Month int32
