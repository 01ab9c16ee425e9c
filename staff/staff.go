// Package staff is who works here: accounts and the way in (password, second
// factor, lock-out, sessions), the roles that people hold and who stands in for
// whom. It holds the rules and no SQL; what it needs kept it asks of a Store.
// Passwords, secrets, codes and tokens leave it only to the person whom they
// belong to: no error, log or audit entry carries them.
package staff

import (
	"context"
	"io"
	"time"

	"doudi/access"
	"doudi/audit"
	"doudi/civil"
)

// Account is somebody who may log in.
type Account struct {
	Office, Staff int64
	Account, Name string
	AddedBy       int64 // staff id; 0 for the first three
	Suspended     bool

	Password    string    // as Hash wrote it, never the password
	ChangeUntil time.Time // until when a one-time password holds; zero for one's own
	Secret      []byte    // of the second factor
	Step        int64     // last time step whose code was used; 0 before the first
	Recovery    [][32]byte
}

// StandIn is somebody who does another's work for a time.
type StandIn struct {
	Number, Staff, For int64
	From, To           civil.Date
}

// Session is one log-in that lasts.
type Session struct {
	Office, Number, Staff int64
	Begun, Seen           time.Time
	Proved                bool   // the second factor was given
	Device                string // what it was made with, in a few words
}

// The kinds of attempts that are counted.
const (
	byAccount = "account"
	byAddress = "address"
	bySecond  = "second"
)

// View is what is read. Errors are of kind NotFound where there is nothing.
type View interface {
	Offices() ([]access.Site, error)
	AccountNamed(account string) (Account, error)
	Account(staff int64) (Account, error)
	// Accounts are those of an office, without what is secret.
	Accounts(office int64) ([]Account, error)
	Roles(office, staff int64) ([]string, error)
	// RolesAt are those of everybody who works in an office.
	RolesAt(office int64) (map[int64][]string, error)
	StandIns(office int64) ([]StandIn, error)
	Session(token string) (Session, error)
	Sessions(staff int64) ([]Session, error)
}

// Tx is what is changed, all of it or nothing.
type Tx interface {
	View
	Now() time.Time
	// About names what the act was done to and the digest of what it did.
	About(object string, digest [32]byte)
	// Lock gives an account that nobody else changes before the end.
	Lock(staff int64) (Account, error)
	Save(a Account) error
	// Add takes somebody on and gives the number.
	Add(a Account) (int64, error)
	AddRole(office, staff int64, role string) error
	RemoveRole(office, staff int64, role string) error
	AddStandIn(office int64, s StandIn) error
	EndStandIn(office, number int64) error
	AddSession(s Session, token string) error
	Touch(s Session) error
	Prove(s Session, token string) error
	EndSession(s Session) error
	// EndSessions ends all of somebody's log-ins but the one with a number.
	EndSessions(staff, but int64) error
	EndSessionsBefore(seen, begun time.Time) error
	// Attempts counts failures by a key of which only a keyed digest is kept.
	Attempts(kind, key string) (failures int, last time.Time, err error)
	SetAttempts(kind, key string, failures int) error
	ClearAttempts(kind, key string) error
	ForgetAttempts(before time.Time) error
}

// Store keeps it. Do commits a change with its entry in an office's chain;
// Change is for what is no act of a person: counters and the time last seen.
type Store interface {
	Do(ctx context.Context, office int64, act audit.Act, change func(Tx) error) error
	Change(ctx context.Context, change func(Tx) error) error
	Record(ctx context.Context, office int64, act audit.Act) error
	Read(ctx context.Context, look func(View) error) error
}

// Service is the rules. It may be used by many goroutines at once.
type Service struct {
	Store  Store
	Now    func() time.Time
	Random io.Reader // safe for many goroutines
	Matrix *access.Matrix

	hashing chan struct{} // one for each password being hashed
	decoy   string        // is hashed against for names that nobody has
}

// New makes the service.
func New(s Store, now func() time.Time, random io.Reader) (*Service, error) {
	decoy, err := Hash(random, "nobody's password")
	return &Service{Store: s, Now: now, Random: random, Matrix: access.Shipped(), hashing: make(chan struct{}, mostHashing), decoy: decoy}, err
}

// Today is the day by the clock, in China, wherever the server stands.
func (s *Service) Today() civil.Date { return access.DayOf(s.Now()) }
