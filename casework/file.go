package casework

import (
	"context"
	"time"

	"doudi/access"
	"doudi/audit"
	"doudi/civil"
	"doudi/gb"
	"doudi/job"
	"doudi/registry"
)

// File is a case as it is kept: one household's application for one programme.
// Turn counts what was done; whoever acts says which turn he saw, so that of two
// people racing the second is told.
type File struct {
	registry.Ref
	Number            Number
	Household         int64
	Programme         string
	State             State
	Turn              int64
	Entered           civil.Moment // the present state
	Applied, Accepted civil.Date   // 0: not yet
	Person            int64        // for whom, where the programme is a person's; else 0
	Unit              int64        // who is counted, frozen when it was handed in; 0 before
	Law               string       // hash of the law that the procedure is taken from; "" before
	Delegated         bool         // that law leaves the decision to the township
	Urban             bool         // an urban family's limit runs
	Beyond            bool         // the sum is beyond what the township may give
	Ground            Ground       // why an award in force is looked at again; "" of an application
	Window            int64        // the township at whose window it was asked for, where that deals with it; 0 where home does
}

// Beside the moves of the table these are kept in the same line of what was done.
const (
	Begin  Act = "begin"  // a draft is opened
	Aside  Act = "aside"  // a step beside the line was done
	Mark   Act = "mark"   // the case is marked, with a reason
	Object Act = "object" // somebody objects to a notice
)

// The marks of a case: a circumstance that somebody found, with his reason.
const (
	Reported = "reported" // somebody reported the family
	Beyond   = "beyond"   // the hardship or sum is beyond the rule or the township
	Special  = "special"  // 人户分离 or a survey that is hard (57号第二十二条)
)

// Marks are the marks with their Chinese words, in the order of lists.
var Marks = []struct{ ID, Label string }{{Reported, "有人举报"}, {Beyond, "困难超出规定范围或限额"}, {Special, "人户分离或者情况特殊，延长期限"}}

// Turn is one thing that was done: by whose hand, in whose stead, to what end.
// Turns are added and never changed.
type Turn struct {
	Number         int64
	At             time.Time
	Staff, Instead int64 // Instead is the person stood in for, or 0
	Act            Act
	Step           string // of the procedure, or a mark
	Right          string // of the access matrix: what separation of hands looks at
	Became         State
	Note           string
}

// Want is one thing that the family was asked for.
type Want struct {
	ID             int64
	What           string
	Asked, Brought int64 // turns; Brought is 0 until it is
}

// Deadline is a limit of a case as rule and start, so that it can be counted
// again when a calendar is loaded.
type Deadline struct {
	Case     int64
	Step     string
	Start    civil.Moment
	N        int
	Unit     civil.Unit
	Counting civil.Counting
	civil.Deadline
	Until civil.Moment // of limits in clock hours, else 0
}

// Store is what cases need of a database; see registry.Store.
type Store interface {
	Do(ctx context.Context, office int64, act audit.Act, change func(Tx) error) error
	Read(ctx context.Context, look func(View) error) error
	Record(ctx context.Context, office int64, act audit.Act) error
	Change(ctx context.Context, office int64, change func(Tx) error) error
}

// View reads one moment. What is not there is a fault of kind NotFound.
type View interface {
	applicationView
	judgedView
	changeView
	onceView
	drawView
	Household(office, id, at int64) (registry.Household, error)
	MembersOf(office, household, at int64) ([]registry.Member, error)
	Person(office, id, at int64) (registry.Person, error)
	// RelativesSince finds entries of the register of any office that stand, or were
	// ended after a time.
	RelativesSince(n gb.Number, since time.Time) ([]registry.Relative, error)
	Offices() ([]access.Site, error)
	// Origins are the households that became one.
	Origins(h registry.Ref) ([]registry.Ref, error)
	handedView
	recordView
	familyView
	pleaView
	requestView
	referralView
	figureView
	deskView
	listView
	chartView

	Case(office, id int64) (File, error)
	CaseByNumber(n Number) (registry.Ref, bool, error)
	// CasesOf are those of a household, the newest first.
	CasesOf(office, household int64) ([]File, error)
	Turns(office, id int64) ([]Turn, error)
	Wants(office, id int64) ([]Want, error)
	// Objections are the turns of those that are open.
	Objections(office, id int64) ([]int64, error)
	Deadlines(office, id int64) ([]Deadline, error)
	// DeadlinesBehind are those of an office behind one, in the order of cases
	// and steps.
	DeadlinesBehind(office, id int64, step string, most int) ([]Deadline, error)
	// Entered is who entered what stands of a household from a day on (0: what ever
	// stood to its end), and who changed any of it since a time.
	Entered(office, household int64, since time.Time, day civil.Date) ([]access.Done, error)
}

// Tx changes the cases of one office.
type Tx interface {
	View
	handedTx
	recordTx
	familyTx
	requestTx
	referralTx
	figureTx
	deskTx
	applicationTx
	judgedTx
	changeTx
	drawTx
	Now() time.Time
	Number(kind string) (int64, error)
	// Alone keeps all changes of the office's registry waiting until this ends.
	Alone() error
	// Shared gives the next number of a kind for the whole instance.
	Shared(kind string) (int64, error)
	Witness(kind string, id int64, content string)
	Enqueue(j job.Job) error

	AddCase(f File) error
	// SaveCase keeps a case after its next turn; a fault of kind Conflict if
	// somebody else took that turn.
	SaveCase(f File) error
	AddTurn(id int64, t Turn) error
	AddWant(id int64, w Want) error
	BringWant(id, want, turn int64) error
	AddObjection(id, turn int64) error
	// AddVoice keeps an objection that is nobody's of the staff, as a turn.
	AddVoice(id int64, t Turn) error
	SettleObjection(id, objection, turn int64) error
	SaveDeadlines(id int64, list []Deadline) error
	// Recount keeps another day for a limit that still runs from its start.
	Recount(d Deadline) error
}
