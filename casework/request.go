package casework

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"doudi/civil"
	"doudi/fault"
	"doudi/gb"
	"doudi/registry"
)

// A family asks by itself, on a phone, without an account (社会救助法第六十三条). What
// it says lies outside the register until somebody takes it in: nobody learns by
// it who is registered, and nothing is entered by a hand that nobody knows.

// Request is what a family asks for by itself.
type Request struct {
	registry.Ref       // the office that the family chose
	Desk         int64 // the office at which it lies now
	State        RequestState
	Turn         int64
	Begun        time.Time
	Lodged       time.Time    // when it was handed in first; zero before
	Application  registry.Ref // what it became; zero before
	Petition
	Papers []Enclosed
}

// RequestState is how far a request has come.
type RequestState string

// The states of a request.
const (
	Filling    RequestState = "filling" // the family is at it
	Lodged     RequestState = "lodged"  // an office looks at it
	Wanting    RequestState = "back"    // the family was told what is missing
	TakenIn    RequestState = "taken"   // it has become an application
	TurnedAway RequestState = "refused" // it is no application
)

// requestStates are the words for them.
var requestStates = map[RequestState]string{Filling: "正在填", Lodged: "已递交，等工作人员看", Wanting: "退回补充", TakenIn: "已接收", TurnedAway: "没有接收"}

// Label is the Chinese word of a state.
func (s RequestState) Label() string { return requestStates[s] }

// Ours tells whether the family can still change it.
func (s RequestState) Ours() bool { return s == Filling || s == Wanting }

// Petition is what the family says. It is sealed as a whole.
type Petition struct {
	Ticket         Ticket
	Phone, Address string
	Programmes     []string
	Whom           map[string]int64 `json:",omitempty"` // for whom of the people, of each programme that is one person's
	People         []Kin            // the applicant first
	Content                         // its Persons are the numbers of the people here
	Again          civil.Moment
	Wants          string // what was missing when it was sent back; "" if it never was
	Reply          string // why it was turned away, or where it was handed on to
}

// Kin is one of the family as it says. ID stays with the person while rows come
// and go.
type Kin struct {
	ID                                 int64
	Name, Number, Relation, Birth, Sex string
}

// Enclosed is a paper of a request; Kin is 0 where it is of the whole family.
type Enclosed struct {
	ID, Kin     int64
	Kind, Media string
	At          time.Time
}

// Ticket is the number by which a family comes back: twelve digits that nobody
// can count on from another.
type Ticket string

// String sets a ticket in groups.
func (t Ticket) String() string {
	if len(t) != 12 {
		return string(t)
	}
	return string(t[:4] + "-" + t[4:8] + "-" + t[8:])
}

// ReadTicket reads a ticket as somebody types it.
func ReadTicket(text string) (Ticket, error) {
	text = strings.NewReplacer(" ", "", "-", "", "－", "", "　", "").Replace(text)
	if len(text) != 12 || strings.Trim(text, "0123456789") != "" || check(text[:11]) != int(text[11]-'0') {
		return "", fault.New(fault.BadInput, "申请号：应当是 12 位数字，现在输的不对；请照开始时记下的再输一遍").At(0, "ticket")
	}
	return Ticket(text), nil
}

// mobile reads a number to which a code can be sent.
func mobile(text string) (string, error) {
	text = strings.NewReplacer(" ", "", "-", "").Replace(strings.TrimSpace(text))
	if len(text) != 11 || text[0] != '1' || strings.Trim(text, "0123456789") != "" {
		return "", fault.New(fault.BadInput, "手机号：应当是 11 位数字，以 1 开头；没有手机的请到窗口申请，或者请村（社区）协理员代办").At(0, "phone")
	}
	return text, nil
}

// Birthday is when somebody was born, by his number or as he says; 0 if neither
// tells.
func (k Kin) Birthday() civil.Date {
	if n, err := gb.ParseNumber(k.Number); err == nil {
		return n.BirthDate()
	}
	d, _ := civil.ParseDate(k.Birth)
	return d
}

// Identity is somebody as the register reads him.
func (k Kin) Identity() registry.Identity {
	return registry.Identity{Name: k.Name, Number: k.Number, Birth: k.Birth, Sex: k.Sex}
}

// Applicants are the people as an application has them. Who typed a number in the
// place of a name does not see it again outside its field.
func (p *Petition) Applicants() (list []Applicant) {
	for i, k := range p.People {
		relation := k.Relation
		if i == 0 {
			relation = registry.Head
		}
		list = append(list, Applicant{k.ID, gb.MaskAll(k.Name), relation, k.Birthday()})
	}
	return list
}

// Intake is a request as if it were an application that is being filled in: of
// the day on which it is looked at.
func (r *Request) Intake(on civil.Date) *Intake {
	in := &Intake{Application: Application{Content: r.Content}, Members: r.Applicants()}
	for _, id := range r.Programmes {
		in.Sights = append(in.Sights, &Sight{File: File{Programme: id}, Today: on})
	}
	for _, p := range r.Papers {
		in.Papers = append(in.Papers, Filed{p.ID, p.Kin, p.Kind, p.At})
	}
	return in
}

// wrong is the first thing because of which a request cannot be handed in: who
// asks for what must be clear, all else can come later.
func (p *Petition) wrong() error {
	if len(p.People) == 0 {
		return fault.New(fault.BadInput, "申请人：没有填；请填姓名和证件号码").At(0, "people")
	}
	for i, k := range p.People {
		if err := k.Identity().Check(); err != nil {
			return fault.Newf(fault.BadInput, "第 %d 个人：%s", i+1, fault.Sentence(err)).At(0, "people")
		}
		if i > 0 && k.Relation == "" {
			return fault.Newf(fault.BadInput, "第 %d 个人：没有选和申请人的关系", i+1).At(0, "people")
		}
	}
	if p.People[0].Number == "" {
		return fault.New(fault.BadInput, "申请人：没有填证件号码；没有证件的请到窗口申请").At(0, "people")
	}
	if p.Address == "" {
		return fault.New(fault.BadInput, "住址：没有填；请写到门牌").At(0, "people")
	}
	if len(p.Programmes) == 0 {
		return fault.New(fault.BadInput, "申请的项目：一个也没有选；请至少选一个").At(0, "people")
	}
	return nil
}

// Shares tells whether two requests are of people with a number in common.
func (p *Petition) Shares(other *Petition) bool {
	return slices.ContainsFunc(p.People, func(k Kin) bool {
		return k.Number != "" && slices.ContainsFunc(other.People, func(o Kin) bool { return o.Number == k.Number })
	})
}

// lookTime is within how many working days an office looks at a request: no rule
// of social assistance says it; it is the time in which an administration tells
// once what is missing (行政许可法第三十二条).
const lookTime = 5

// LookBy is by when an office is to look at a request: within the hours of what
// it asks for where that is counted in hours (民发〔2018〕23号二(二)), which run from
// when it was handed in and leave no days for looking.
func (r *Request) LookBy(cal *civil.Calendar, offers []Offer) (by Deadline) {
	from := onClock(r.Lodged)
	if r.Again != 0 {
		from = r.Again
	}
	if n := r.hours(offers); n != 0 {
		by.Until = from.AddHours(n)
		by.Day = by.Until.Date()
		return by
	}
	by.Deadline = cal.Deadline(from.Date(), lookTime, civil.WorkingDays, civil.ExcludeFirst)
	return by
}

// hours is the shortest time in hours that a procedure of what is asked for
// leaves; 0 if none is counted in hours and nothing is urgent.
func (p *Petition) hours(offers []Offer) (least int) {
	for _, o := range offers {
		if !slices.Contains(p.Programmes, o.Aid.ID) {
			continue
		}
		for _, step := range o.Flow.Procedure.Steps {
			if step.Days == "clock_hours" && step.Within > 0 && (least == 0 || step.Within < least) {
				least = step.Within
			}
		}
	}
	if least == 0 && p.urgent(offers) {
		least = urgentHours
	}
	return least
}

// Ends is the last minute of a limit.
func (d Deadline) Ends() civil.Moment {
	if d.Until != 0 {
		return d.Until
	}
	return midnight(d.Day+1) - 1
}

// object names a request for the audit chain.
func (r *Request) object() string { return fmt.Sprintf("request:%d", r.ID) }

// requestView reads requests. What is not there is a fault of kind NotFound.
type requestView interface {
	// RequestByTicket finds a request; false if there is none.
	RequestByTicket(t Ticket) (r Request, found bool, err error)
	// RequestByToken is the request that a browser is at, and since when it was
	// last there.
	RequestByToken(token string) (r Request, age time.Duration, found bool, err error)
	// RequestAt is one that lies at an office, or lay there last.
	RequestAt(desk, id int64) (Request, error)
	// RequestsAt are those that wait at an office or for the family, the oldest first.
	RequestsAt(desk int64, most int) ([]Request, error)
	// EnclosedTwin finds a paper of a request that has the same bytes.
	EnclosedTwin(of registry.Ref, content []byte) (twin Enclosed, found bool, err error)
}

// requestTx changes requests.
type requestTx interface {
	AddRequest(r Request) error
	// SaveRequest keeps a request after its next turn; a fault of kind Conflict if
	// somebody else took that turn.
	SaveRequest(r Request) error
	DropRequest(of registry.Ref) error
	// DropRequestsBefore forgets those that were begun and left alone since, and
	// tells how many of which office.
	DropRequestsBefore(t time.Time) (forgotten map[int64]int, err error)
	SetRequestCode(of registry.Ref, c Code) error
	// TryRequestCode counts a try and gives the code with its tries.
	TryRequestCode(of registry.Ref) (c Code, found bool, err error)
	// OpenRequest lets a browser be at a request, and no other; "" lets none.
	OpenRequest(of registry.Ref, token string) error
	// StayAtRequest notes that the family is still at its request.
	StayAtRequest(of registry.Ref) error
	AddEnclosed(of registry.Ref, p Enclosed, content, small []byte) error
	DropEnclosed(of registry.Ref, id int64) error
	// CarryPapers files the papers of a request as those of a household, of whom
	// each of its people has become.
	CarryPapers(of registry.Ref, household int64, persons map[int64]int64, staff int64) error
}
