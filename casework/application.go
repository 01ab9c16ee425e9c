package casework

import (
	"context"
	"fmt"
	"slices"
	"time"

	"doudi/audit"
	"doudi/civil"
	"doudi/fault"
	"doudi/registry"
)

// Road is how an application came in.
type Road string

// The roads. The first two are taken in by staff.
const (
	AtWindow      Road = "window"
	ByCoordinator Road = "coordinator"
	ByItself      Road = "self"
)

// Roads are the roads with their Chinese words.
var Roads = map[Road]string{AtWindow: "窗口", ByCoordinator: "村（社区）协理员", ByItself: "家庭自己"}

// Application is what a household asks for at one time. It has one case for
// each programme (TJ-39, 民发〔2020〕18号 一门受理); what the family says stays
// as it was typed until the application is accepted: then it is registered.
type Application struct {
	registry.Ref
	Household     int64
	Way           Road
	Taken         int64 // the office where it was taken in; 0 if the family did it itself
	Staff         int64 // who began it, or took in what the family sent
	Begun, Handed civil.Moment
	Turn          int64 // counts what was kept
	Content
	Cases []int64
}

// Content is what the family said. It is sealed as a whole.
type Content struct {
	Proxy   Proxy
	Needs   []string // areas of need, see Areas
	Story   string   // why the family asks
	Typed   string   // answers as a browser sends them, however wrong
	Persons []int64  // whose answers stand at m.0, m.1 …
	Proved  string   `json:",omitempty"` // the phone of who applied by himself, proven by a code
}

// Proxy is who applies in the place of somebody who cannot come (57号第六条).
type Proxy struct{ Name, Number, Relation, Why string }

// Area is an area of need, with the department that helps in it.
type Area struct{ ID, Label, Helps string }

// Areas are the five areas that are assessed together: what is not for civil
// affairs is handed on (TJ-42, 民发〔2020〕18号二（六）; the departments are those of
// 社会救助法第四条).
var Areas = []Area{{"living", "基本生活", "民政部门"}, {"medical", "医疗", "医疗保障部门"}, {"education", "教育", "教育部门"},
	{"housing", "住房", "住房城乡建设部门"}, {"employment", "就业", "人力资源社会保障部门"}}

// Filed is a paper of the household that stands.
type Filed struct {
	ID, Person int64
	Kind       string
	At         time.Time
}

// applicationView reads applications. What is not there is a fault of kind
// NotFound.
type applicationView interface {
	Application(office, id int64) (Application, error)
	// ApplicationsUnderWay are those taken in at an office and not handed in.
	ApplicationsUnderWay(taken int64, most int) ([]Application, error)
	// ApplicationOf is the number of the application that a case is of; 0 if of none.
	ApplicationOf(office, file int64) (int64, error)
	PapersOf(office, household int64) ([]Filed, error)
}

// applicationTx changes the applications of one office.
type applicationTx interface {
	AddApplication(a Application) error
	// SaveApplication keeps an application after its next turn; a fault of kind
	// Conflict if somebody else took that turn.
	SaveApplication(a Application) error
	AddApplicationCase(application, file int64) error
}

// taking is the act of the access matrix by which an application is taken in,
// wherever the household belongs (TJ-39: 就近受理).
const taking = "case.take"

// Opening is what begins an application: a household of the desk's office, and
// the office where somebody sits who takes it in. For says for whom a programme
// is that is one person's; the applicant, where it names nobody.
type Opening struct {
	Household  int64
	Programmes []string
	For        map[string]int64
	Way        Road
	Taken      int64
}

// Take begins an application with a draft for each programme.
func (s *Service) Take(ctx context.Context, d registry.Desk, o Opening) (id int64, err error) {
	if len(o.Programmes) == 0 {
		return 0, fault.New(fault.BadInput, "申请的项目：一个也没有选；请至少选一个").At(0, "programme")
	}
	act, err := s.Registry.May(ctx, d, taking)
	if err != nil {
		return 0, err
	}
	err = s.Store.Do(ctx, d.Office.ID, act, func(tx Tx) error {
		if id, err = tx.Number("application"); err != nil {
			return err
		}
		a := Application{Ref: registry.Ref{Office: d.Office.ID, ID: id}, Household: o.Household, Way: o.Way, Taken: o.Taken, Staff: d.Actor.Staff, Begun: onClock(tx.Now())}
		if err := tx.AddApplication(a); err != nil {
			return err
		}
		if err := s.begin(tx, d, act, a, a.Taken, o.Programmes, o.For); err != nil {
			return err
		}
		tx.Witness("application", id, fmt.Sprint(o))
		return nil
	})
	return id, err
}

// begin opens the cases of an application that was made at the window of an office.
func (s *Service) begin(tx Tx, d registry.Desk, act audit.Act, a Application, window int64, programmes []string, whom map[string]int64) error {
	sites, err := tx.Offices()
	if err != nil {
		return err
	}
	for _, programme := range slices.Compact(slices.Sorted(slices.Values(programmes))) {
		file, err := s.open(tx, sites, d, act, File{Ref: registry.Ref{Office: d.Office.ID}, Household: a.Household, Programme: programme, Person: whom[programme], Window: windowOf(sites, window)})
		if err != nil {
			return err
		}
		if err := tx.AddApplicationCase(a.ID, file); err != nil {
			return err
		}
	}
	return nil
}

// Add applies for one more programme, as long as nothing is accepted.
func (s *Service) Add(ctx context.Context, d registry.Desk, id int64, programme string) error {
	in, act, err := s.filling(ctx, d, id)
	if err != nil {
		return err
	}
	return s.Store.Do(ctx, d.Office.ID, act, func(tx Tx) error {
		if err := s.begin(tx, d, act, in.Application, in.Taken, []string{programme}, nil); err != nil {
			return err
		}
		tx.Witness("application", id, programme)
		return nil
	})
}

// Save keeps what was typed as it was typed, by somebody who saw a turn.
func (s *Service) Save(ctx context.Context, d registry.Desk, id, turn int64, c Content) (*Intake, error) {
	in, act, err := s.filling(ctx, d, id)
	if err != nil {
		return nil, err
	}
	if in.Turn != turn {
		return in, fault.New(fault.Conflict, "别的同事或者另一个窗口刚刚也保存过这份申请；再保存一次，就以您填的为准")
	}
	c.Proved = in.Proved // no form changes it
	if fmt.Sprint(in.Content) == fmt.Sprint(c) {
		return in, nil
	}
	in.Content, in.Application.Turn = c, turn+1
	return in, s.Store.Do(ctx, d.Office.ID, act, func(tx Tx) error {
		tx.Witness("application", id, fmt.Sprint(c))
		return tx.SaveApplication(in.Application)
	})
}
