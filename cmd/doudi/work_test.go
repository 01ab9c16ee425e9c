package main

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	"doudi/access"
	"doudi/admin"
	"doudi/gb"
	"doudi/registry"
	"doudi/seal"
	"doudi/staff"
	"doudi/store"
)

// twoOffices are a county with a township.
const twoOffices = "number,above,level,name,division,from\n1,,县,明溪县民政局,350421,\n2,1,乡镇,雪峰镇,350421100,\n"

// TestTheServerCarriesOutWhatAPageAskedFor takes a sheet in and confirms it as a
// page does, and lets the server's worker do the rest, with the rights that the
// clerk has then.
func TestTheServerCarriesOutWhatAPageAskedFor(t *testing.T) {
	a, ctx := &app{terminal: terminal{now: time.Now}}, context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ring, err := seal.Generate(rand.Reader)
	must(err)
	sites, err := access.Sites([]byte(twoOffices), gb.Shipped(), a.today())
	must(err)
	address := filepath.Join(t.TempDir(), "our.sqlite")
	must(store.Create(ctx, address, store.Founding{Name: "mingxi", Offices: sites, Admins: []string{access.SystemAdmin, access.SecurityAdmin, access.AuditAdmin}}, a.options(ring)))
	db, err := store.Open(ctx, address, a.options(ring))
	must(err)
	defer db.Close()
	must(hired(ctx, db, 2, "lin.yi", "township_clerk"))
	people, err := staff.New(db.Accounts(), a.now, rand.Reader)
	must(err)
	lib, err := a.library("")
	must(err)
	b := newBringing(db, people, lib)
	who, err := people.Named(ctx, "lin.yi")
	must(err)
	d, _, err := b.desk(ctx, 2, who.Staff)
	must(err)
	kept := admin.New(db.Admin(), a.now)
	worker := a.worker(db, b, b.cases(db, kept))
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
