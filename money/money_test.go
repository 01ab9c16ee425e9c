package money_test

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"doudi/fault"
	"doudi/money"
)

func TestParseFen(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       money.Fen
		bad        bool
	}{
		{"whole yuan", "538元", 53800, false},
		{"yuan and fen", "1.01元", 101, false},
		{"one decimal is jiao", "1.5元", 150, false},
		{"a negative amount", "-5元", -500, false},
		{"less than one yuan below zero", "-0.50元", -50, false},
		{"the largest amount", "92233720368547758.07元", math.MaxInt64, false},
		{"one fen more does not fit", "92233720368547758.08元", 0, true},
		{"the unit is missing", "538", 0, true},
		{"a thousands separator", "1,000元", 0, true},
		{"three decimals", "1.005元", 0, true},
		{"a point without decimals", "1.元", 0, true},
		{"no whole part", ".5元", 0, true},
		{"two signs", "--5元", 0, true},
		{"a plus sign", "+5元", 0, true},
		{"nothing", "", 0, true},
		{"only the unit", "元", 0, true},
		{"a space before the unit", "5 元", 0, true},
		{"full-width digits", "\uff15\uff13\uff18元", 0, true},
		{"an exponent", "1e3元", 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := money.ParseFen(tt.text)
			if got != tt.want || (err != nil) != tt.bad {
				t.Errorf("ParseFen(%q) = %d, %v", tt.text, int64(got), err)
			}
			if err != nil && fault.Kind(err) != fault.BadInput {
				t.Errorf("kind %v", fault.Kind(err))
			}
		})
	}
}

func TestFenString(t *testing.T) {
	t.Parallel()
	for n, want := range map[money.Fen]string{53800: "538元", 101: "1.01元", 50: "0.50元", -50: "-0.50元", 0: "0元", -500: "-5元",
		math.MinInt64: "-92233720368547758.08元"} {
		if n.String() != want {
			t.Errorf("%d is written %q, want %q", int64(n), n, want)
		}
	}
}

func TestRate(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]money.Rate{"42%": 420000, "12.5%": 125000, "0.0001%": 1, "150%": 1500000, "0%": 0, "-3%": -30000} {
		got, err := money.ParseRate(text)
		if err != nil || got != want || got.String() != text {
			t.Errorf("ParseRate(%q) = %d, %v, written %q", text, int64(got), err, got)
		}
	}
	for _, text := range []string{"42", "0.00001%", "1.%", "%", "\uff14\uff12%", "4 2%"} {
		if got, err := money.ParseRate(text); err == nil {
			t.Errorf("ParseRate(%q) = %d, want an error", text, int64(got))
		}
	}
}

func TestModes(t *testing.T) {
	t.Parallel()
	for m := money.Exact; m <= money.NextDay; m++ {
		if got, ok := money.ParseMode(m.String()); !ok || got != m {
			t.Errorf("mode %d does not survive its name %q", m, m)
		}
	}
	for _, name := range []string{"", "UP", "up_to_fen", "HALF_EVEN_TO_FEN"} {
		if m, ok := money.ParseMode(name); ok {
			t.Errorf("ParseMode(%q) = %v", name, m)
		}
	}
	if got := money.UpToYuan.Chinese() + money.DownToJiao.Chinese() + money.HalfUpToFen.Chinese() + money.Exact.Chinese(); got != "不足一元的进为一元角以下舍去分以下四舍五入" {
		t.Errorf("words: %s", got)
	}
	if money.Mode(99).String() != "" {
		t.Error("a mode out of range has a name")
	}
}

func TestRoundingEdges(t *testing.T) {
	t.Parallel()
	type result struct {
		n  int64
		ok bool
	}
	share := func(f int64, r money.Rate, m money.Mode) result { n, ok := money.Share(f, r, m); return result{n, ok} }
	split := func(f, n int64, m money.Mode) result { q, ok := money.Split(f, n, m); return result{q, ok} }
	round := func(f int64, m money.Mode) result { q, ok := money.Round(f, m); return result{q, ok} }
	tests := []struct {
		name      string
		got, want result
	}{
		{"632×3−1894 is 2 yuan and stays 2 yuan", round(63200*3-189400, money.UpToYuan), result{200, true}},
		{"42% of 1281 yuan to the jiao upward", share(128100, 420000, money.UpToJiao), result{53810, true}},
		{"a half is rounded away from zero", split(-5, 2, money.HalfUpToFen), result{-3, true}},
		{"less than a half goes to zero", split(7, 5, money.HalfUpToFen), result{1, true}},
		{"up is away from zero below zero too", split(-1, 3, money.UpToFen), result{-1, true}},
		{"down is toward zero below zero too", split(-199, 1, money.DownToYuan), result{-100, true}},
		{"exact is no rounding beside a share", share(1, 1, money.Exact), result{0, false}},
		{"a share needs a mode", share(1, 1, money.NoRound), result{0, false}},
		{"a date mode rounds no money", split(10, 2, money.LastDay), result{0, false}},
		{"a date mode rounds no amount", round(10, money.NextDay), result{0, false}},
		{"no mode leaves an amount alone", round(17, money.NoRound), result{17, true}},
		{"nothing is split among nobody", split(10, 0, money.UpToFen), result{0, false}},
		{"nothing is split among fewer than nobody", split(10, -1, money.UpToFen), result{0, false}},
		{"a share that does not fit", share(math.MaxInt64, 2_000_000, money.UpToFen), result{0, false}},
		{"a share far beyond 128 bits of room", share(math.MaxInt64, math.MaxInt64, money.UpToFen), result{0, false}},
		{"rounding up past the end", round(math.MaxInt64, money.UpToYuan), result{0, false}},
		{"the smallest amount keeps its place", round(math.MinInt64, money.UpToFen), result{math.MinInt64, true}},
		{"a huge number of heads still leaves a unit upward", split(1, math.MaxInt64, money.UpToYuan), result{100, true}},
		{"a huge number of heads leaves nothing half up", split(math.MinInt64, math.MaxInt64, money.HalfUpToYuan), result{0, true}},
		{"zero among a huge number of heads is zero", split(0, math.MaxInt64, money.UpToYuan), result{0, true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.got != tt.want {
				t.Errorf("got %+v, want %+v", tt.got, tt.want)
			}
		})
	}
}

// reference rounds num/den to units by big integers.
func reference(num, den *big.Int, unit int64, direction string) (int64, bool) {
	den = new(big.Int).Mul(den, big.NewInt(unit))
	q, rest := new(big.Int).QuoRem(new(big.Int).Abs(num), den, new(big.Int))
	twice := new(big.Int).Lsh(rest, 1)
	if direction == "UP" && rest.Sign() > 0 || direction == "HALF_UP" && twice.Cmp(den) >= 0 {
		q.Add(q, big.NewInt(1))
	}
	q.Mul(q, big.NewInt(unit))
	if num.Sign() < 0 {
		q.Neg(q)
	}
	return q.Int64(), q.IsInt64()
}

// modes are all that round, with their meaning for the reference.
var modes = []struct {
	mode      money.Mode
	unit      int64
	direction string
}{
	{money.UpToFen, 1, "UP"}, {money.DownToFen, 1, "DOWN"}, {money.HalfUpToFen, 1, "HALF_UP"},
	{money.UpToJiao, 10, "UP"}, {money.DownToJiao, 10, "DOWN"}, {money.HalfUpToJiao, 10, "HALF_UP"},
	{money.UpToYuan, 100, "UP"}, {money.DownToYuan, 100, "DOWN"}, {money.HalfUpToYuan, 100, "HALF_UP"},
}

// amounts draws small and huge numbers alike.
func amounts(t *rapid.T, name string) int64 {
	return rapid.OneOf(rapid.Int64Range(-1_000_000, 1_000_000), rapid.Int64()).Draw(t, name)
}

func TestShareAgreesWithBigIntegers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f, m := amounts(t, "f"), rapid.SampledFrom(modes).Draw(t, "mode")
		r := rapid.OneOf(rapid.Int64Range(-3_000_000, 3_000_000), rapid.Int64()).Draw(t, "r")
		num := new(big.Int).Mul(big.NewInt(f), big.NewInt(r))
		want, wantOK := reference(num, big.NewInt(1_000_000), m.unit, m.direction)
		got, ok := money.Share(f, money.Rate(r), m.mode)
		if ok != wantOK || ok && got != want {
			t.Fatalf("Share(%d, %d, %v) = %d, %v; want %d, %v", f, r, m.mode, got, ok, want, wantOK)
		}
	})
}

func TestSplitAgreesWithBigIntegers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f, m := amounts(t, "f"), rapid.SampledFrom(modes).Draw(t, "mode")
		n := rapid.OneOf(rapid.Int64Range(1, 20), rapid.Int64Range(1, math.MaxInt64)).Draw(t, "n")
		want, wantOK := reference(big.NewInt(f), big.NewInt(n), m.unit, m.direction)
		got, ok := money.Split(f, n, m.mode)
		if ok != wantOK || ok && got != want {
			t.Fatalf("Split(%d, %d, %v) = %d, %v; want %d, %v", f, n, m.mode, got, ok, want, wantOK)
		}
		want, wantOK = reference(big.NewInt(f), big.NewInt(1), m.unit, m.direction)
		got, ok = money.Round(f, m.mode)
		if ok != wantOK || ok && got != want {
			t.Fatalf("Round(%d, %v) = %d, %v; want %d, %v", f, m.mode, got, ok, want, wantOK)
		}
	})
}

func TestCompareShareAgreesWithBigIntegers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := amounts(t, "a"), amounts(t, "b")
		r := rapid.OneOf(rapid.Int64Range(-3_000_000, 3_000_000), rapid.Int64()).Draw(t, "r")
		if rapid.Bool().Draw(t, "on the line") { // force equality and its neighbours
			b = int64(int32(b)) * 1_000_000
			r %= 2_000_000
			a = b/1_000_000*r + rapid.Int64Range(-1, 1).Draw(t, "off")
		}
		left := new(big.Int).Mul(big.NewInt(a), big.NewInt(1_000_000))
		want := left.Cmp(new(big.Int).Mul(big.NewInt(b), big.NewInt(r)))
		if got := money.CompareShare(a, b, money.Rate(r)); got != want {
			t.Fatalf("CompareShare(%d, %d, %d) = %d, want %d", a, b, r, got, want)
		}
	})
}

func TestAddSubMulSayWhenTheyOverflow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		edge := rapid.SampledFrom([]int64{math.MinInt64, -1, 0, 1, math.MaxInt64, 1 << 32, -(1 << 31)})
		number := rapid.OneOf(edge, rapid.Int64(), rapid.Int64Range(-1<<32, 1<<32))
		a, b := number.Draw(t, "a"), number.Draw(t, "b")
		x, y := big.NewInt(a), big.NewInt(b)
		check := func(name string, want *big.Int, got int64, ok bool) {
			if ok != want.IsInt64() || ok && got != want.Int64() {
				t.Fatalf("%s(%d, %d) = %d, %v; want %v", name, a, b, got, ok, want)
			}
		}
		sum, ok := money.Add(a, b)
		check("Add", new(big.Int).Add(x, y), sum, ok)
		difference, ok := money.Sub(a, b)
		check("Sub", new(big.Int).Sub(x, y), difference, ok)
		product, ok := money.Mul(a, b)
		check("Mul", new(big.Int).Mul(x, y), product, ok)
	})
}

func TestFenSurvivesItsText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := money.Fen(amounts(t, "f"))
		if got, err := money.ParseFen(f.String()); err != nil || got != f {
			t.Fatalf("%q reads as %d, %v", f, int64(got), err)
		}
	})
}
