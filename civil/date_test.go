package civil_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"doudi/civil"
	"doudi/fault"
	"doudi/money"
)

// day makes a date that the test knows to exist.
func day(t interface{ Fatalf(string, ...any) }, text string) civil.Date {
	d, err := civil.ParseDate(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return d
}

func TestDatesAgreeWithTheStandardLibrary(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(-719162, int(civil.Open)).Draw(t, "n")
		d, want := civil.Date(n), time.Unix(int64(n)*86400, 0).UTC()
		y, m, dd := d.YMD()
		if y != want.Year() || m != int(want.Month()) || dd != want.Day() {
			t.Fatalf("day %d is %d-%d-%d, want %v", n, y, m, dd, want)
		}
		if back, ok := civil.MakeDate(y, m, dd); !ok || back != d {
			t.Fatalf("%v comes back as %v, %v", d, back, ok)
		}
		if parsed, err := civil.ParseDate(d.String()); err != nil || parsed != d {
			t.Fatalf("%v reads as %v, %v", d, parsed, err)
		}
		if d.Month().FirstDay() > d || d.Month().LastDay() < d || d.Month().LastDay().Month() != d.Month() {
			t.Fatalf("%v lies outside its month %v", d, d.Month())
		}
	})
}

func TestMakeDateKnowsWhichDaysExist(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		y, m, d := rapid.IntRange(1, 9999).Draw(t, "y"), rapid.IntRange(0, 13).Draw(t, "m"), rapid.IntRange(0, 32).Draw(t, "d")
		std := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
		want := std.Year() == y && int(std.Month()) == m && std.Day() == d
		if _, ok := civil.MakeDate(y, m, d); ok != want {
			t.Fatalf("MakeDate(%d, %d, %d) ok = %v", y, m, d, ok)
		}
	})
	for _, y := range []int{0, -1, 10000} {
		if _, ok := civil.MakeDate(y, 1, 1); ok {
			t.Errorf("year %d exists", y)
		}
	}
}

func TestAddMonthsAgreesWithTheStandardLibrary(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := civil.Date(rapid.IntRange(-100000, 100000).Draw(t, "d"))
		n := rapid.Int64Range(-1000, 1000).Draw(t, "n")
		y, m, dd := d.YMD()
		first := time.Date(y, time.Month(m)+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		length := first.AddDate(0, 1, -1).Day()
		for _, mode := range []money.Mode{money.LastDay, money.NextDay} {
			want := first.AddDate(0, 0, dd-1)
			if dd > length && mode == money.LastDay {
				want = first.AddDate(0, 0, length-1)
			} else if dd > length {
				want = first.AddDate(0, 1, 0)
			}
			got, ok := civil.AddMonths(d, n, mode)
			if !ok || int64(got) != want.Unix()/86400 {
				t.Fatalf("AddMonths(%v, %d, %v) = %v, want %v", d, n, mode, got, want)
			}
		}
	})
}

func TestAddMonthsRefusesWhatItCannotAnswer(t *testing.T) {
	t.Parallel()
	d := day(t, "2020-01-31")
	for name, try := range map[string]struct {
		n    int64
		mode money.Mode
	}{
		"a rounding mode of money":      {1, money.UpToFen},
		"no mode":                       {1, money.NoRound},
		"past the year 9999":            {12 * 8000, money.LastDay},
		"before the year 1":             {-12 * 2020, money.LastDay},
		"so far that numbers would end": {1 << 40, money.LastDay},
	} {
		if got, ok := civil.AddMonths(d, try.n, try.mode); ok {
			t.Errorf("%s gives %v", name, got)
		}
	}
}

func TestAgeOn(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, birth, on string
		want            int
	}{
		{"the day before the sixteenth birthday is fifteen", "2008-01-20", "2024-01-19", 15},
		{"the sixteenth birthday is sixteen", "2008-01-20", "2024-01-20", 16},
		{"29 February in a common year waits for 1 March", "2004-02-29", "2022-02-28", 17},
		{"29 February in a common year is reached on 1 March", "2004-02-29", "2022-03-01", 18},
		{"29 February in a leap year is its own day", "2004-02-29", "2024-02-29", 20},
		{"a newborn is zero", "2024-05-05", "2024-05-05", 0},
		{"an unborn child is below zero", "2024-05-05", "2024-05-04", -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := civil.AgeOn(day(t, tt.birth), day(t, tt.on)); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}

func TestMonths(t *testing.T) {
	t.Parallel()
	m, err := civil.ParseMonth("2020-02")
	if err != nil || m != 2020*12+1 {
		t.Fatalf("got %d, %v", m, err)
	}
	if m.Days() != 29 || m.FirstDay().String() != "2020-02-01" || m.LastDay().String() != "2020-02-29" || m.Chinese() != "2020年2月" {
		t.Errorf("February 2020: %d days, %v to %v, %s", m.Days(), m.FirstDay(), m.LastDay(), m.Chinese())
	}
	if civil.MonthsBetween(m, m+13) != 13 || civil.MonthsBetween(m, m-2) != -2 {
		t.Error("months between are not the difference")
	}
	if _, ok := civil.MakeMonth(2020, 13); ok {
		t.Error("a thirteenth month exists")
	}
	if civil.Open.String() != "9999-12-31" || day(t, "2020-03-05").Chinese() != "2020年3月5日" {
		t.Errorf("open is %v", civil.Open)
	}
}

func TestWrongTextsAreRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "2020-3-15", "2020-02-30", "20-03-15", "2020/03/15", "2020-03-15 ", "2020-03-1x", "0000-01-01", "+020-03-15"} {
		if d, err := civil.ParseDate(text); err == nil || fault.Kind(err) != fault.BadInput {
			t.Errorf("ParseDate(%q) = %v, %v", text, d, err)
		}
	}
	for _, text := range []string{"", "2020", "2020-13", "2020-00", "2020-3", "202003"} {
		if m, err := civil.ParseMonth(text); err == nil {
			t.Errorf("ParseMonth(%q) = %v", text, m)
		}
	}
	for _, text := range []string{"", "2020-03", "2020-03/2020-02", "2020-03-2020-04", "2020-03/2020-1x"} {
		if from, to, err := civil.ParseSpan(text); err == nil {
			t.Errorf("ParseSpan(%q) = %v, %v", text, from, to)
		}
	}
	if from, to, err := civil.ParseSpan("2019-03/2020-02"); err != nil || civil.MonthsBetween(from, to) != 11 {
		t.Errorf("a good span: %v %v %v", from, to, err)
	}
}
