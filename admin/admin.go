// Package admin is what administrators keep of an instance: its offices, the
// calendar and the divisions that were loaded over what the program ships, the
// audit chains as people read them, and the work that failed. It holds the
// rules and no SQL; what it needs kept it asks of a Store. Who may do what is
// asked of the access matrix before anybody comes here.
package admin

import (
	"context"
	"io"
	"strings"
	"time"

	"doudi/access"
	"doudi/audit"
	"doudi/civil"
	"doudi/job"
	"doudi/seal"
)

// By is who does something, and in which role.
type By struct {
	Staff int64
	Role  string
}

// act begins the entry of an act.
func (b By) act(name string) audit.Act { return audit.Act{Actor: b.Staff, Role: b.Role, Name: name} }

// View is what is read. Errors are of kind NotFound where there is nothing.
type View interface {
	Offices() ([]access.Site, error)
	// Held is how many people work at an office and how many households it has.
	Held(office int64) (people, households int64, err error)
	// Loaded are the files of a kind that hold and were loaded after a number, in
	// order; TakenBack those that hold no more, without their texts.
	Loaded(kind Kind, after int64) ([]Load, error)
	TakenBack(kind Kind) ([]Load, error)

	Heads() ([]audit.Head, error)
	// Backwards are entries of a chain from first up to but not before, the
	// newest first; Between are the first and the last number of a time, 0 if
	// there is none.
	Backwards(chain, first, before int64, most int) ([][]byte, error)
	Between(chain int64, since, until time.Time) (first, last int64, err error)
	Checkpoints(before int64, most int) ([]Given, error)
	Checkpoint(number int64) (Given, error)
	// Label is the account and the name of a member of staff; Named finds one.
	Label(staff int64) (account, name string, err error)
	Named(account string) (staff int64, err error)

	JobCounts() (map[job.State]int64, error)
	AllDeadJobs(most int) ([]job.Dead, error)
}

// Tx is what is changed, all of it or nothing.
type Tx interface {
	View
	Now() time.Time
	// About names what the act was done to and the digest of what it did.
	About(object string, digest [32]byte)
	// Alone keeps other changes of the same kind waiting until this one ends.
	Alone() error
	// Next gives the next number of a kind.
	Next(kind string) (int64, error)
	AddOffice(o access.Site) error
	NameOffice(office int64, n access.Naming) error
	SetPhone(office int64, phone string) error
	EndDivision(office int64, d access.Division) error
	AddDivision(office int64, d access.Division) error
	CloseOffice(office int64, from time.Time) error
	AddLoaded(l Load) error
	TakeBack(l Load) error
	Revive(kind, key string) error
	Enqueue(j job.Job) error
}

// Store keeps it. Do commits a change with its entry in an office's chain.
type Store interface {
	Do(ctx context.Context, office int64, act audit.Act, change func(Tx) error) error
	Record(ctx context.Context, office int64, act audit.Act) error
	Read(ctx context.Context, look func(View) error) error
	ExportAudit(ctx context.Context, w io.Writer) error
	Checkpoint(ctx context.Context, actor int64, role string) (number int64, text []byte, err error)
}

// Service is the rules. It may be used by many goroutines at once.
type Service struct {
	Store Store
	Now   func() time.Time

	known divisions
}

// New makes the service.
func New(s Store, now func() time.Time) *Service { return &Service{Store: s, Now: now} }

// today is the day by the clock.
func (s *Service) today() civil.Date { return access.DayOf(s.Now()) }

// digestOf is the digest of the words of a change.
func digestOf(words ...string) [32]byte { return seal.Digest([]byte(strings.Join(words, "\n"))) }
