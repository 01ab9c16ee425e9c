package main

import "time"

// fixedClock is the day of all tests that run in this process.
func fixedClock() time.Time { return time.Date(2026, time.November, 22, 9, 0, 0, 0, time.UTC) }
