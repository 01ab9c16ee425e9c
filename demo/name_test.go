package demo

import (
	"math/rand/v2"
	"strings"
	"testing"

	"doudi/civil"
	"doudi/gb"
)

func TestInventedNumbersAreNobodys(t *testing.T) {
	t.Parallel()
	if gb.Shipped().Known(Nowhere) || !gb.Shipped().Known(Nowhere[:4]) {
		t.Errorf("%s is a county, or lies in none of ours", Nowhere)
	}
	c := &county{rand: rand.New(rand.NewPCG(1, 1)), sequence: map[civil.Date]int{}}
	seen := map[string]bool{}
	for i := range 2000 {
		birth := civil.Date(8000 + i/400)
		n, err := gb.ParseNumber(c.number(birth, i%2 == 0))
		if err != nil || n.BirthDate() != birth || (n.Sex() == "male") != (i%2 == 0) || seen[n.Text()] || !strings.HasPrefix(n.Text(), Nowhere) {
			t.Fatal(i, n, err)
		}
		seen[n.Text()] = true
	}
	for range 1000 {
		if phone, account := c.phone(), c.account(); len(phone) != 11 || phone[:3] != "100" || len(account) != 19 || account[:4] != "0000" {
			t.Fatal(phone, account)
		}
	}
}
