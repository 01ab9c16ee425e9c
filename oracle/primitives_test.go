package oracle

import (
	"testing"
	"time"

	"doudi/pack"
)

func TestLogic(t *testing.T) {
	t.Parallel()
	open, broken := unasked, fail("x")
	tests := []struct {
		name      string
		a, b      *cell
		and, or   state
		andN, orN int64
	}{
		{"false settles and, true settles or", no, yes, known, known, 0, 1},
		{"false beats an error in and", no, broken, known, failed, 0, 0},
		{"false beats an unknown in and", no, open, known, unknown, 0, 0},
		{"true beats an error in or", yes, broken, failed, known, 0, 1},
		{"true beats an unknown in or", yes, open, unknown, known, 0, 1},
		{"an error beats an unknown", open, broken, failed, failed, 0, 0},
		{"two truths", yes, yes, known, known, 1, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, swap := range []bool{false, true} {
				a, b := tt.a, tt.b
				if swap {
					a, b = b, a
				}
				if c := and(a, b); c.state != tt.and || c.n != tt.andN {
					t.Errorf("and(%v, %v) = %v", a, b, c)
				}
				if c := or(a, b); c.state != tt.or || c.n != tt.orN {
					t.Errorf("or(%v, %v) = %v", a, b, c)
				}
			}
		})
	}
}

func TestRounding(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		x, rate int64
		mode    string
		want    int64
	}{
		{"42 per cent of 1280 yuan is 537.60", 128000, 420000, "UP_TO_FEN", 53760},
		{"up to the yuan", 128000, 420000, "UP_TO_YUAN", 53800},
		{"down to the jiao", 12345, 1_000_000, "DOWN_TO_JIAO", 12340},
		{"half a fen goes up", 1, 500000, "HALF_UP_TO_FEN", 1},
		{"half a fen below nothing goes away from zero", -1, 500000, "HALF_UP_TO_FEN", -1},
		{"less than half goes down", 1, 499999, "HALF_UP_TO_FEN", 0},
		{"up is away from zero", -1, 1, "UP_TO_FEN", -1},
		{"down is toward zero", -199, 1_000_000, "DOWN_TO_YUAN", -100},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, ok := parseRounding(tt.mode)
			if c := share(number(tt.x), number(tt.rate), r); !ok || c.n != tt.want {
				t.Errorf("got %v, want %d", c, tt.want)
			}
		})
	}
}

func TestCalendarAgainstTheStandardOne(t *testing.T) {
	t.Parallel()
	start := time.Date(1890, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 366 * 260 {
		want := start.AddDate(0, 0, i)
		n := want.Unix() / 86400
		y, m, d := dayOf(n)
		if y != int64(want.Year()) || m != int64(want.Month())-1 || d != int64(want.Day()) {
			t.Fatalf("day %d is %v, got %d-%d-%d", n, want, y, m+1, d)
		}
		if numberOf(y, m, d) != n {
			t.Fatalf("%v is day %d, got %d", want, n, numberOf(y, m, d))
		}
	}
}

func TestAges(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, birth, on string
		want            int64
	}{
		{"on the birthday the year is full", "2008-01-20", "2026-01-20", 18},
		{"the day before it is not", "2008-01-20", "2026-01-19", 17},
		{"29 February is reached on 1 March", "2008-02-29", "2026-02-28", 17},
		{"and not later", "2008-02-29", "2026-03-01", 18},
		{"in a leap year on the day", "2008-02-29", "2024-02-29", 16},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if c := ageOn(parseTime(tt.birth), parseTime(tt.on)); c.n != tt.want {
				t.Errorf("got %v, want %d", c, tt.want)
			}
		})
	}
}

func TestAddMonths(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, date, mode, want string
		months                 int64
	}{
		{"a day that exists stays", "2024-01-15", "LAST_DAY", "2024-02-15", 1},
		{"31 January becomes the last day", "2023-01-31", "LAST_DAY", "2023-02-28", 1},
		{"or the next one", "2023-01-31", "NEXT_DAY", "2023-03-01", 1},
		{"backwards over a year", "2024-03-31", "LAST_DAY", "2023-11-30", -4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if c := addMonths(parseTime(tt.date), number(tt.months), tt.mode); c.n != parseTime(tt.want).n {
				t.Errorf("got %v, want %s", c, tt.want)
			}
		})
	}
}

func TestLiterals(t *testing.T) {
	t.Parallel()
	symbols := newSymbols([]string{"urban", "rural"})
	tests := []struct {
		text string
		n, m int64
		is   state
	}{
		{"538元", 53800, 0, known}, {"1.01元", 101, 0, known}, {"-0.50元", -50, 0, known},
		{"42%", 420000, 0, known}, {"0.0001%", 1, 0, known}, {"6 months", 6, 0, known},
		{"13平方米", 1300, 0, known}, {"16", 16, 0, known}, {"'rural'", 1, 0, known},
		{"none", 0, 0, none}, {"true", 1, 0, known}, {"2020-02", 2020*12 + 1, 0, known},
		{"2019-03/2020-02", 2019*12 + 2, 2020*12 + 1, known}, {"1970-01-02", 1, 0, known},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			if c := symbols.literal(tt.text); c == nil || c.state != tt.is || c.n != tt.n || c.m != tt.m {
				t.Errorf("got %v", c)
			}
		})
	}
	if c := symbols.literal("a < b"); c != nil {
		t.Errorf("an expression is no literal: %v", c)
	}
}

func TestMarginal(t *testing.T) {
	t.Parallel()
	down, _ := parseRounding("DOWN_TO_FEN")
	steps := []step{{0, 100_000}, {2_000_000, 200_000}}
	tests := []struct {
		name    string
		x, want int64
	}{
		{"nothing", 0, 0}, {"below the line", 1_999_999, 199_999}, {"on the line", 2_000_000, 200_000},
		{"above it the rest counts at its own rate", 2_000_011, 200_002},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if c := marginal(tt.x, steps, down); c.n != tt.want {
				t.Errorf("got %v, want %d", c, tt.want)
			}
		})
	}
}

func TestSignificantDigitsOfPlaces(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"350421000000": "350421", "350400000000": "3504", "350000000000": "35",
		"350421100000": "350421100", "350421100201": "350421100201",
	} {
		if got := significant(code); got != want {
			t.Errorf("%s: got %s, want %s", code, got, want)
		}
	}
}

func TestEverySpanOfUnsetMeansAlways(t *testing.T) {
	t.Parallel()
	if !inSpan(pack.Span{}, 1) || inSpan(pack.Span{From: 5, To: 9}, 10) || !inSpan(pack.Span{From: 5, To: 9}, 9) {
		t.Error("spans are inclusive, and an unset one always holds")
	}
}
