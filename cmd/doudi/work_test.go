package main

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	"doudi/access"
	"doudi/admin"
	"doudi/civil"
	"doudi/fact"
	"doudi/gb"
	"doudi/registry"
	"doudi/seal"
	"doudi/staff"
	"doudi/store"
)

// twoOffices are a county with a township.
const twoOffices = "number,above,level,name,division,from\n1,,县,明溪县民政局,350421,\n2,1,乡镇,雪峰镇,350421100,\n"

// counter is an instance with a clerk at the township, and what the server works
// with.
type counter struct {
	*testing.T
	app    *app
	db     *store.Store
	people *staff.Service
}

// openCounter makes one.
func openCounter(t *testing.T) *counter {
	t.Helper()
	c := &counter{T: t, app: &app{terminal: terminal{now: time.Now}}}
	ctx := context.Background()
	ring, err := seal.Generate(rand.Reader)
	c.must(err)
	sites, err := access.Sites([]byte(twoOffices), gb.Shipped(), c.app.today())
	c.must(err)
	address := filepath.Join(t.TempDir(), "our.sqlite")
	c.must(store.Create(ctx, address, store.Founding{Name: "mingxi", Offices: sites, Admins: []string{access.SystemAdmin, access.SecurityAdmin, access.AuditAdmin}}, c.app.options(ring)))
	c.db, err = store.Open(ctx, address, c.app.options(ring))
	c.must(err)
	t.Cleanup(func() { c.db.Close() })
	c.must(hired(ctx, c.db, 2, "lin.yi", "township_clerk"))
	c.people, err = staff.New(c.db.Accounts(), c.app.now, rand.Reader)
	c.must(err)
	return c
}

// must stops the test on an error.
func (c *counter) must(err error) {
	c.Helper()
	if err != nil {
		c.Fatal(err)
	}
}

// bringing is what the jobs stand on, and the desk of the clerk.
func (c *counter) bringing() (*bringing, registry.Desk) {
	c.Helper()
	lib, err := c.app.library("")
	c.must(err)
	b := newBringing(c.db, c.people, lib)
	who, err := c.people.Named(context.Background(), "lin.yi")
	c.must(err)
	d, _, err := b.desk(context.Background(), 2, who.Staff)
	c.must(err)
	return b, d
}

// TestTheServerCarriesOutWhatAPageAskedFor takes a sheet in and confirms it as a
// page does, and lets the server's worker do the rest, with the rights that the
// clerk has then.
func TestTheServerCarriesOutWhatAPageAskedFor(t *testing.T) {
	c, ctx := openCounter(t), context.Background()
	a, db, must := c.app, c.db, c.must
	b, d := c.bringing()
	kept := admin.New(db.Admin(), a.now)
	worker := a.worker(db, b, b.cases(db, kept), nil)
	once := func(want bool) {
		t.Helper()
		if worked, err := worker.Once(ctx); err != nil || worked != want {
			t.Fatalf("worked %v, %v", worked, err)
		}
	}
	id, err := b.registry.Take(ctx, d, ".csv", []byte("户编号,申请日期,area,姓名,与申请人关系,性别,出生日期\n1,2020-08-01,农村,王一,申请人,男,1970-05-01\n"))
	must(err)
	once(true)
	must(b.registry.Confirm(ctx, d, id))
	once(true)
	once(false)
	if s, err := b.registry.Sheet(ctx, d, id); err != nil || s.State != registry.SheetEntered || s.Entered.NewPersons != 1 {
		t.Errorf("%+v %v", s, err)
	}
	_, err = kept.Load(ctx, admin.By{Staff: 1, Role: access.SystemAdmin}, admin.Calendar, 0, []byte("date,kind,name,source\n2049-01-01,off,元旦,虚构的通知\n"))
	must(err)
	once(true) // each office counts its deadlines again
	once(true)
	once(false)
}

func TestWhatWasStoredOpenIsSealedInTheBackgroundOnceAPackCallsItSensitive(t *testing.T) {
	c, ctx := openCounter(t), context.Background()
	earlier := fact.NewSchema([]fact.Entity{{Name: "household", Parent: fact.PlaceEntity},
		{Name: "member", Plural: "members", Parent: fact.HouseholdEntity, Facts: []fact.Fact{{Key: "disability_level", Type: fact.Count}}}}, nil)
	b, d := c.bringing()
	c.db.Sensitive = nil // as a program of before
	who, err := b.registry.EnterPerson(ctx, d, registry.Identity{Name: "林水生", Birth: "1970-05-01", Sex: "male"})
	c.must(err)
	c.must(b.registry.EnterFacts(ctx, d, earlier, registry.Subject{Office: 2, Of: registry.OfMember, ID: who},
		[]registry.Answer{{Key: "member.disability_level", Value: "2", From: c.app.today(), To: civil.Open, Source: registry.Declared}}))
	b, _ = c.bringing()
	left := func() int64 { n, err := c.db.Open(ctx); c.must(err); return n }
	if n := left(); n != 1 {
		t.Fatalf("%d stand open", n)
	}
	c.must(sealLater(ctx, c.db))
	worker := c.app.worker(c.db, b, b.cases(c.db, admin.New(c.db.Admin(), c.app.now)), nil)
	if worked, err := worker.Once(ctx); err != nil || !worked || left() != 0 {
		t.Errorf("worked %v, %v: %d stand open", worked, err, left())
	}
	c.must(sealLater(ctx, c.db)) // nothing is left, and nothing is asked for
	if worked, err := worker.Once(ctx); err != nil || worked {
		t.Errorf("worked %v, %v", worked, err)
	}
}
