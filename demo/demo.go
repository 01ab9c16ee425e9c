// Package demo fills an instance with a county of invented people: the offices
// of Mingxi with their staff, two thousand families, and cases in every state of
// every programme that is applied for there. Everything is done through the
// services, by the hands whose work it is, on a clock that goes through the
// months before today. The same seed gives the same county.
package demo

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"doudi/access"
	"doudi/casefile"
	"doudi/casework"
	"doudi/civil"
	"doudi/fault"
	"doudi/notify"
	"doudi/pack"
	"doudi/paper"
	"doudi/policy"
	"doudi/registry"
	"doudi/staff"
)

// Instance is what is filled: its services, which must all read Clock.
type Instance struct {
	Clock    *Clock
	Staff    *staff.Service
	Registry *registry.Registry
	Cases    *casework.Service
	Papers   *paper.Service
	Messages *notify.Service
	// Resolve gives the law of a region, as sheets of families are read by it.
	Resolve func(region string, scope map[string]string) (*pack.Resolved, error)
	// Told hears how far the work has come; nil if nobody listens.
	Told func(done, all int)
}

// Plan says what is made.
type Plan struct {
	Families int
	Now      time.Time // the last moment; nothing is done behind it
	Seed     uint64
	Password string // of all accounts
}

// Months is how many months the county has been at work.
const Months = 9

// county is one making.
type county struct {
	Instance
	Plan
	today    civil.Date
	months   []civil.Month // in which work was done, the last is that of today
	rand     *rand.Rand
	sequence map[civil.Date]int // of the numbers that were given, by birth date
	offices  []access.Site
	tree     map[int64]access.Office
	crew     map[int64][]access.Actor // by office, those who work on cases
	seats    []Seat
	calendar *civil.Calendar
	people   map[int64]access.Actor
	called   map[int64]string // their names
	families []*family
	wishes   []*wish
	offered  map[civil.Date][]casework.Offer
	judges   map[string]*policy.Program // the law by where a family lives
	days     map[civil.Date]*day
	errands  int
	spots    []string // the programmes among whose cases the county draws
	lock     sync.Mutex
	voices   []*file         // who has something to say today
	sent     map[int64]int64 // the last message of an office that went out
}

// Begins is the moment at which the instance of a plan is founded.
func (p Plan) Begins() time.Time {
	return access.Begins(p.first().FirstDay()).Add(8 * time.Hour)
}

// first is the month in which the work begins.
func (p Plan) first() civil.Month { return access.DayOf(p.Now).Month() - Months + 1 }

// Make fills an instance and gives the accounts that work in it. The first three
// are the administrators, with the one-time passwords of the founding.
func Make(ctx context.Context, in Instance, p Plan, admins []Seat) ([]Seat, error) {
	c := &county{Instance: in, Plan: p, today: access.DayOf(p.Now), rand: rand.New(rand.NewPCG(p.Seed, 350421)), sequence: map[civil.Date]int{},
		crew: map[int64][]access.Actor{}, people: map[int64]access.Actor{}, called: map[int64]string{}, offered: map[civil.Date][]casework.Offer{}, judges: map[string]*policy.Program{}, days: map[civil.Date]*day{}, sent: map[int64]int64{}}
	for m := p.first(); m <= c.today.Month(); m++ {
		c.months = append(c.months, m)
	}
	for _, step := range []func(context.Context) error{
		func(ctx context.Context) error { return c.employ(ctx, admins) },
		c.ground, c.settle, c.schedule, c.work,
	} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return c.seats, nil
}

// ground reads what the whole making goes by.
func (c *county) ground(ctx context.Context) (err error) {
	for _, area := range []string{"urban", "rural"} {
		law, err := c.Cases.Law(place, map[string]string{"area": area})
		if err != nil {
			return err
		}
		judge, problems := policy.Compile(law)
		if problems.HasErrors() {
			return fault.New(fault.PackError, "明溪的规定有错误，不能生成演示；请运行 doudi packs lint")
		}
		c.judges[area] = judge
	}
	list, err := c.Cases.Spots(ctx, c.reviewer())
	for _, one := range list {
		c.spots = append(c.spots, one.Programme)
	}
	if err == nil {
		c.calendar, err = c.Cases.Calendar(ctx, c.offices[0].Number)
	}
	return err
}

// now is the day by the clock.
func (c *county) now() civil.Date { return access.DayOf(c.Clock.Now()) }

// options are how sheets of an office are read.
func (c *county) options(office int64) casefile.Options {
	return casefile.Options{Region: access.DivisionOf(c.offices, office, c.today), Resolve: c.Resolve}
}
