// Package registry keeps who there is, who lives with whom, and what is known
// about them since when: the floor on which cases, payments and searches stand.
// It holds all rules about these; what it needs of a database it declares as
// Store, View and Tx, and package store fills them.
package registry

import (
	"context"
	"math"
	"time"

	"doudi/access"
	"doudi/audit"
	"doudi/civil"
	"doudi/fault"
	"doudi/gb"
	"doudi/job"
)

// Now is the sequence number that stands for everything known by now.
const Now int64 = math.MaxInt64

// Registry is the service. Today is the day at the office, injected.
type Registry struct {
	Store  Store
	Matrix *access.Matrix
	Today  func() civil.Date
}

// Desk is where somebody acts: who, and in whose office's records.
type Desk struct {
	Actor  access.Actor
	Office access.Office
}

// office is the number of the desk's office.
func (d Desk) office() int64 { return d.Office.ID }

// Store is what the registry needs of a database: acts that commit with their
// audit entry or not at all, looks at one moment, and entries about acts that
// changed nothing.
type Store interface {
	Do(ctx context.Context, office int64, act audit.Act, change func(Tx) error) error
	Read(ctx context.Context, look func(View) error) error
	Record(ctx context.Context, office int64, act audit.Act) error
	// Change is for what is no act of a person: how far a long work has come.
	Change(ctx context.Context, office int64, change func(Tx) error) error
}

// View reads one moment. at is a sequence number of the office's audit chain:
// what was known then. Who or what is not there is a fault of kind NotFound.
type View interface {
	// At is when a number of an office's chain was given.
	At(office, known int64) (time.Time, error)

	Person(office, id, at int64) (Person, error)
	// PersonHistory is all that was ever registered of somebody, the newest first.
	PersonHistory(office, id int64) ([]Person, error)
	Alias(office, id int64) (Ref, bool, error)
	// AliasesOf are the records that go on under a person's number.
	AliasesOf(p Ref) ([]Ref, error)
	ByNumber(n gb.Number) (Ref, bool, error)
	ByTail(office int64, tail string, most int) ([]int64, error)
	ByPhone(office int64, phone string, most int) ([]int64, error)
	ByName(office int64, token string, most int) ([]int64, error)
	ByAddress(office int64, token string, most int) ([]int64, error)
	// CasesUnderWay is how many applications of a household are not closed.
	CasesUnderWay(office, household int64) (int, error)
	// Roll is a page of the open households of an office by number, beginning
	// above one, with who lived in them on a day.
	Roll(office, after int64, most int, day civil.Date) ([]House, error)
	Twins(name string, birth civil.Date) ([]Ref, error)

	Offices() ([]access.Site, error)
	Household(office, id, at int64) (Household, error)
	// ServedBy lists the open households of an office that a village works for, by
	// number, beginning above one.
	ServedBy(office, village, after int64, most int) ([]int64, error)
	Heirs(office, id int64) ([]Ref, error)
	// HouseholdHistory and MemberHistory are all that was ever registered of a
	// household and its people, in the order in which it was.
	HouseholdHistory(office, id int64) ([]Household, error)
	MemberHistory(office, household int64) ([]Member, error)
	// Origins are the households that became one.
	Origins(h Ref) ([]Ref, error)
	MembersOf(office, household, at int64) ([]Member, error)
	MembershipsOf(office, person, at int64) ([]Member, error)

	Facts(s Subject, at int64) ([]Fact, error)
	History(s Subject) ([]Fact, error)
	LastLine(s Subject, table string) (int64, error)
	// Granted are the awards that a person stands for.
	Granted(office, person, at int64) ([]Grant, error)
	// LiveAwards are those of a household that last in the month of a day
	// or beyond; UndecidedChoices what was chosen for awards of an office and not decided yet.
	LiveAwards(household Ref, day civil.Date) ([]Held, error)
	UndecidedChoices(office int64) ([]Chosen, error)
	// Mentions are the facts that stand and say that a row is a person.
	Mentions(who string) ([]Mention, error)
	// PaperOf is the household that a paper was brought for, unless it was withdrawn.
	PaperOf(office, id int64) (household int64, found bool, err error)

	// SheetFamily is the household that the same rows of a sheet became.
	SheetFamily(office int64, key string) (int64, bool, error)
	Sheet(office, id int64) (Sheet, error)
	SheetOf(office int64, content []byte) (int64, bool, error)
	Sheets(office int64, most int) ([]Sheet, error)
	Paper(office, id int64) (kind string, content []byte, err error)

	Unit(office, id int64) (Unit, error)
	// UnitsOf are the numbers of the units frozen of a household.
	UnitsOf(household Ref) ([]int64, error)
	Relatives(office int64) ([]Relative, error)
	RelativesBy(n gb.Number) ([]Relative, error)
}

// Tx changes the records of one office. What is written becomes known by the
// number of the act.
type Tx interface {
	View
	Now() time.Time
	// Alone keeps all other changes of the office's registry waiting until this
	// one ends, so that what was read still stands when it is replaced.
	Alone() error
	// Number gives the next number of a kind in the office.
	Number(kind string) (int64, error)
	// Witness names what the act was done to, and keeps a keyed digest of what
	// it did in the entry.
	Witness(kind string, id int64, content string)
	// Elsewhere does a part of the act in another office, with an entry in its
	// chain, in the same transaction.
	Elsewhere(office int64, change func(Tx) error) error

	// SavePerson keeps a person, in the place of what stood; false if another
	// person has the number.
	SavePerson(p Person) (bool, error)
	DropPerson(id int64, becomes Ref, because string) error
	SaveHousehold(h Household) error
	AddHeir(id int64, heir Ref) error
	SaveMembers(gone, fresh []Member) error
	SaveFacts(s Subject, gone, fresh []Fact) error
	AddUnit(u Unit) error
	// AddChoice keeps what was chosen for an award, as known by the number of the act.
	AddChoice(c Chosen) error
	AddPaper(kind string, content []byte) (int64, error)
	AddSheet(s Sheet, content []byte) error
	// SaveSheet keeps state and report; what was entered is counted by
	// AddSheetFamily, in the transaction that enters it.
	SaveSheet(s Sheet) error
	AddSheetFamily(sheet int64, key string, household int64, t Tally) error
	Enqueue(j job.Job) error
	SaveRelative(r Relative) error
	DropRelative(id int64) error
	// CountView counts an unmasked view of a member of staff at the office where
	// he works, and gives how many there were on the day.
	CountView(home, staff int64, day civil.Date) (int64, error)
}

// Ref is a person or household of an office.
type Ref struct{ Office, ID int64 }

// may gives the act to be recorded, or a refusal, which is recorded at once.
func (r *Registry) may(ctx context.Context, d Desk, name string) (audit.Act, error) {
	post, err := r.Matrix.May(d.Actor, name, r.Today(), d.Office)
	act := audit.Act{Actor: d.Actor.Staff, Role: post.Hand(), Name: name}
	if err == nil {
		return act, nil
	}
	act.Result, act.Purpose = audit.Refused, fault.Kind(err).String()
	if e := r.Store.Record(ctx, d.office(), act); e != nil {
		return act, e
	}
	return act, err
}

// May is asked by the other services that work on these records.
func (r *Registry) May(ctx context.Context, d Desk, name string) (audit.Act, error) {
	return r.may(ctx, d, name)
}

// change carries out one act that changes the registry of the desk's office.
func (r *Registry) change(ctx context.Context, d Desk, name string, change func(Tx) error) error {
	act, err := r.may(ctx, d, name)
	if err != nil {
		return err
	}
	return r.Store.Do(ctx, d.office(), act, func(tx Tx) error {
		if err := tx.Alone(); err != nil {
			return err
		}
		return change(tx)
	})
}
