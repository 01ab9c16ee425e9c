package demo

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
	"testing"

	"doudi/access"
	"doudi/casefile"
	"doudi/civil"
	"doudi/engine"
	"doudi/fact"
	"doudi/pack"
	"doudi/packs"
	"doudi/policy"
)

// mingxi is the law of the place, with its engine.
var mingxi = sync.OnceValues(func() (*pack.Resolved, *engine.Engine) {
	set, problems := pack.LoadAll(packs.FS)
	law, more := set.Resolve("cn-" + place)
	program, worse := policy.Compile(law)
	if problems.HasErrors() || more.HasErrors() || worse.HasErrors() {
		panic("the packs do not compile")
	}
	return law, engine.New(program)
})

// said reads families as the register will, from the sheet that is made of them.
func said(t *testing.T, families []*family, on civil.Date) (list []*fact.Snapshot) {
	t.Helper()
	law, _ := mingxi()
	o := casefile.Options{Region: place + "100", Today: on, Resolve: func(string, map[string]string) (*pack.Resolved, error) { return law, nil }}
	in, err := casefile.Open("a.csv", bytes.NewReader(sheet(families, on)), o)
	for err == nil {
		var f *casefile.Family
		if f, err = in.Next(); err == nil {
			if f.Snapshot == nil {
				t.Fatal(f.Marks())
			}
			list = append(list, f.Snapshot)
		}
	}
	if !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	return list
}

func TestKindsAreWhatTheLawSaysOfThem(t *testing.T) {
	t.Parallel()
	on, _ := civil.MakeDate(2026, 11, 2)
	seen := map[claim]bool{}
	for _, k := range kinds {
		c := &county{rand: rand.New(rand.NewPCG(1, 1)), sequence: map[civil.Date]int{}, offices: []access.Site{{Number: 2, Level: access.Township, Name: "雪峰镇"}}}
		var families []*family
		for range 6 {
			f := &family{id: fmt.Sprint(len(families)), kind: k, office: 2, came: on.Month()}
			c.invent(f)
			families = append(families, f)
		}
		for i, s := range said(t, families, on) {
			for _, one := range k.claims {
				seen[one] = true
				if got, why := outcome(s, one.programme); got != one.outcome {
					t.Errorf("%s %d, %s: %s, not %s %v", k.name, i, one.programme, got, one.outcome, why)
				}
			}
		}
	}
	c := &county{rand: rand.New(rand.NewPCG(1, 1)), sequence: map[civil.Date]int{}, offices: []access.Site{{Number: 2, Level: access.Township, Name: "雪峰镇"}}}
	guest := &family{id: "1", kind: guests, office: 2, came: on.Month()}
	c.invent(guest)
	if got, why := outcome(said(t, []*family{guest}, on)[0], "dibao"); got != award {
		t.Errorf("the family of the script: %s %v", got, why)
	}
	for one := range seen {
		for _, word := range []string{award, refusal, undetermined} {
			if !seen[claim{one.programme, word}] {
				t.Errorf("no kind of family has %s of %s", word, one.programme)
			}
		}
	}
}

// outcome is what the law says of a household and a programme: an award if one of
// its people gets it.
func outcome(s *fact.Snapshot, programme string) (word string, why any) {
	_, judge := mingxi()
	s.Claims, s.ClaimsGiven = []string{programme}, true
	word = refusal
	for _, o := range judge.Determine(s, engine.Options{}).Outcomes {
		switch {
		case o.Programme != programme:
		case o.Status == engine.Entitled:
			return award, nil
		case o.Status == engine.Undetermined:
			word, why = undetermined, o.Missing
		case o.Status == engine.ChoiceOpen, o.Status == engine.Waiting:
			word, why = string(o.Status), o.Choice
		case why == nil:
			why = o.Because
		}
	}
	return word, why
}
