package casework

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"doudi/access"
	"doudi/audit"
	"doudi/civil"
	"doudi/fault"
	"doudi/pack"
	"doudi/registry"
)

// looking is the act of the access matrix by which an office looks at what
// families hand in by themselves.
const looking = "case.accept"

// Arrived is a request in the list of work of an office.
type Arrived struct {
	Request
	Due    Deadline
	Left   int  // working days
	Urgent bool // urgent aid is asked for
}

// Inbox are the requests at offices, at most so many of each: those that wait for
// the office, what is urgent first and then by when they are to be looked at, and apart from them those to which
// the family has something to add.
func (s *Service) Inbox(ctx context.Context, a access.Actor, offices []access.Office, most int) (list, back []Arrived, err error) {
	for _, o := range offices {
		if _, err := s.Registry.Matrix.May(a, looking, s.Registry.Today(), o); err != nil {
			continue
		}
		var some []Request
		if err := s.Store.Read(ctx, func(v View) error { some, err = v.RequestsAt(o.ID, most); return err }); err != nil {
			return nil, nil, err
		}
		came, err := s.arrived(ctx, o.ID, some...)
		if err != nil {
			return nil, nil, err
		}
		for _, one := range came {
			if one.State == Wanting {
				back = append(back, one)
			} else {
				list = append(list, one)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Arrived) int {
		return cmp.Or(first(a.Urgent, b.Urgent), cmp.Compare(a.Due.Ends(), b.Due.Ends()))
	})
	return list, back, nil
}

// arrived says by when an office is to look at requests.
func (s *Service) arrived(ctx context.Context, office int64, requests ...Request) (list []Arrived, err error) {
	if len(requests) == 0 {
		return nil, nil
	}
	cal, err := s.Calendar(ctx, office)
	if err != nil {
		return nil, err
	}
	offers, err := s.Offers(ctx, office, s.Registry.Today())
	for _, r := range requests {
		due := r.LookBy(cal, offers)
		list = append(list, Arrived{r, due, cal.WorkingDaysLeft(s.Registry.Today(), due.Day), r.urgent(offers)})
	}
	return list, err
}

// LookBy is by when the office where a request lies is to look at it.
func (s *Service) LookBy(ctx context.Context, r *Request) (by Deadline, err error) {
	list, err := s.arrived(ctx, r.Desk, *r)
	if err != nil {
		return by, err
	}
	return list[0].Due, nil
}

// Submission is a request with what the register knows of its people.
type Submission struct {
	Arrived
	Known    []Acquaintance    // as the people
	Personal []*pack.Programme // asked for, and one person's
	// Members are those of the household in which the applicant is registered.
	Members []Applicant
	// OtherPhone tells that another phone is registered of the applicant than the one
	// that he proved: messages go to the registered one.
	OtherPhone bool
	Twins      []registry.Ref // other requests of people with the same numbers that wait here
}

// Acquaintance is what the register knows of somebody.
type Acquaintance struct {
	Person, Household registry.Ref
	Otherwise         bool // he is registered under another name
}

// Submission shows a request to whoever looks at it; each look and each search by a
// number is recorded.
func (s *Service) Submission(ctx context.Context, d registry.Desk, id int64) (a Submission, err error) {
	act, err := s.Registry.May(ctx, d, looking)
	if err != nil {
		return a, err
	}
	var all []Request
	err = s.Store.Read(ctx, func(v View) error {
		if a.Request, err = v.RequestAt(d.Office.ID, id); err != nil {
			return err
		}
		all, err = v.RequestsAt(d.Office.ID, mostDrafts*10)
		return err
	})
	if err != nil {
		return a, err
	}
	act.Result, act.Object = audit.Viewed, a.object()
	if err := s.Store.Record(ctx, a.Office, act); err != nil {
		return a, err
	}
	came, err := s.arrived(ctx, d.Office.ID, a.Request)
	if err != nil {
		return a, err
	}
	a.Arrived = came[0]
	offers, err := s.Offers(ctx, d.Office.ID, s.Registry.Today())
	if err != nil {
		return a, err
	}
	a.Personal = a.Petition.Personal(offers)
	for _, other := range all {
		if other.Ref != a.Ref && other.Shares(&a.Petition) {
			a.Twins = append(a.Twins, other.Ref)
		}
	}
	for _, k := range a.People {
		one, err := s.acquaint(ctx, d, k)
		if err != nil {
			return a, err
		}
		a.Known = append(a.Known, one)
	}
	home := a.Home()
	if home.ID == 0 {
		return a, nil
	}
	return a, s.Store.Read(ctx, func(v View) error {
		p, err := v.Person(a.Known[0].Person.Office, a.Known[0].Person.ID, registry.Now)
		if err != nil {
			return err
		}
		a.OtherPhone = p.Phone != "" && string(p.Phone) != a.Phone
		a.Members, err = applicants(v, home.Office, home.ID, s.Registry.Today())
		return err
	})
}

// Home is the household in which the applicant is registered under his name; zero
// if in none.
func (a *Submission) Home() (home registry.Ref) {
	if len(a.Known) > 0 && !a.Known[0].Otherwise {
		home = a.Known[0].Household
	}
	return home
}

// acquaint looks somebody up by his number; a number that is none is nobody's.
func (s *Service) acquaint(ctx context.Context, d registry.Desk, k Kin) (one Acquaintance, err error) {
	if k.Identity().Check() != nil || k.Number == "" {
		return one, nil
	}
	one.Person, one.Household, err = s.Registry.Lives(ctx, d, taking, k.Number)
	if err == nil && one.Person.ID != 0 {
		err = s.Registry.Named(ctx, one.Person, k.Name)
		if one.Otherwise = fault.Kind(err) == fault.BadInput; one.Otherwise {
			err = nil
		}
	}
	return one, err
}

// settleRequest does something to a request that lies at an office in one of some
// states, as somebody saw it, and lets the family know.
func (s *Service) settleRequest(ctx context.Context, d registry.Desk, id, turn int64, in []RequestState, change func(r *Request) (told string, err error)) error {
	act, err := s.Registry.May(ctx, d, looking)
	if err != nil {
		return err
	}
	r, err := s.requestIn(ctx, d, id, turn, in)
	if err != nil {
		return err
	}
	told, err := change(&r)
	if err != nil {
		return err
	}
	r.Turn++
	return s.Store.Do(ctx, r.Office, act, func(tx Tx) error {
		tx.Witness("request", r.ID, fmt.Sprint(r.State, r.Desk, r.Petition))
		beside(tx, &r, r.Office, d.Office.ID, r.Desk)
		if err := tx.SaveRequest(r); err != nil {
			return err
		}
		return s.tell(tx, &r, told)
	})
}

// beside enters what was done to a request with every office that it touches
// beside the one in whose name it is done, once each.
func beside(tx Tx, r *Request, own int64, offices ...int64) {
	slices.Sort(offices)
	for _, o := range slices.Compact(offices) {
		if o != own {
			tx.Aside(o).Witness("request", r.ID, fmt.Sprint(r.State, r.Desk, r.Petition))
		}
	}
}

// looked and unended are the states in which an office can ask for more or take a
// request in, and in which it can end it or pass it on: a family that never adds
// what is missing does not keep it open for ever.
var (
	looked  = []RequestState{Lodged}
	unended = []RequestState{Lodged, Wanting}
)

// requestIn is a request at an office in one of some states, as somebody saw it.
func (s *Service) requestIn(ctx context.Context, d registry.Desk, id, turn int64, in []RequestState) (r Request, err error) {
	err = s.Store.Read(ctx, func(v View) error { r, err = v.RequestAt(d.Office.ID, id); return err })
	switch {
	case err != nil:
	case r.State == Wanting && !slices.Contains(in, Wanting):
		err = fault.New(fault.Refused, "已经退回请家庭补充；等家庭再次递交后办理")
	case !slices.Contains(in, r.State):
		err = fault.New(fault.Refused, "这份网上申请已经办过（"+r.State.Label()+"）")
	case r.Turn != turn:
		err = fault.New(fault.Conflict, "别的同事刚刚办过这份网上申请；请看过新的情况再办")
	}
	return r, err
}

// proper reads a reason or what is missing, for the family to read.
func proper(text, label, field string) (string, error) {
	text = strings.TrimSpace(text)
	if n := utf8.RuneCountInString(text); n < 2 || n > longest {
		return "", fault.Newf(fault.BadInput, "%s：请写 2 到 %d 个字，家庭会看到", label, longest).At(0, field)
	}
	return text, nil
}

// AskMore tells the family everything that is missing, once.
func (s *Service) AskMore(ctx context.Context, d registry.Desk, id, turn int64, what string) error {
	return s.settleRequest(ctx, d, id, turn, looked, func(r *Request) (told string, err error) {
		if r.Wants != "" {
			return "", fault.New(fault.Refused, "已经退回过一次，要补的只能一次告知；请接收以后在申请里办")
		}
		r.State = Wanting
		r.Wants, err = proper(what, "要补什么", "note")
		return "您的网上申请还差一些，请用申请号打开，看要补什么，补好再递交。不会用的，到乡镇（街道）窗口办。", err
	})
}

// TurnAway refuses what is no application, with the reason.
func (s *Service) TurnAway(ctx context.Context, d registry.Desk, id, turn int64, why string) error {
	return s.settleRequest(ctx, d, id, turn, unended, func(r *Request) (told string, err error) {
		r.State = TurnedAway
		r.Reply, err = proper(why, "为什么不接收", "note")
		return "您的网上申请没有接收，原因请用申请号在网上看。不同意的，可以带身份证到乡镇（街道）窗口当面申请。", err
	})
}

// PassOn hands a request to the office where it belongs.
func (s *Service) PassOn(ctx context.Context, d registry.Desk, id, turn, to int64) error {
	open, err := s.Receiving(ctx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(open, func(o access.Site) bool { return o.Number == to && to != d.Office.ID })
	if at < 0 {
		return fault.New(fault.BadInput, "转给哪里：没有选，或者就是本机构；请选一个乡镇（街道）").At(0, "office")
	}
	return s.settleRequest(ctx, d, id, turn, unended, func(r *Request) (string, error) {
		r.Desk = to
		return "您的网上申请已经转到" + open[at].Name + "，由那里答复您。", nil
	})
}

// TakeIn makes an application of a request, of a household at the desk's office:
// with what the family said, its papers, and the day on which it handed in. The
// request waits at another desk, mostly that of the same office. Whoever takes it
// in counts among those who entered what the case stands on. whom says for whom
// of the request's people programmes are that are one person's, where that is not
// whom the family chose; what the family wrote stays.
func (s *Service) TakeIn(ctx context.Context, d registry.Desk, desk access.Office, id, turn, household int64, whom map[string]int64) (application int64, err error) {
	act, post, err := s.mayTakeIn(ctx, d, desk)
	if err != nil {
		return 0, err
	}
	r, err := s.requestIn(ctx, registry.Desk{Actor: d.Actor, Office: desk}, id, turn, looked)
	if err == nil {
		err = r.wrong()
	}
	if err != nil {
		return 0, err
	}
	offers, err := s.Offers(ctx, d.Office.ID, s.Registry.Today())
	if err != nil {
		return 0, err
	}
	chosen := r.Choosing(whom)
	if err := chosen.Nobody(offers); err != nil {
		return 0, err
	}
	cal, err := s.Calendar(ctx, d.Office.ID)
	if err != nil {
		return 0, err
	}
	err = s.Store.Do(ctx, d.Office.ID, act, func(tx Tx) error {
		t := taker{s, tx, d, act, r, desk.ID, chosen, offers}
		if application, err = t.take(household); err != nil {
			return err
		}
		numbers, err := t.handIn(application, post, cal)
		if err != nil {
			return err
		}
		tx.Witness("application", application, fmt.Sprint(r.object(), r.Petition))
		beside(tx, &t.r, d.Office.ID, r.Office, desk.ID)
		return s.tell(tx, &t.r, "您的网上申请已经接收，办件编号 "+strings.Join(numbers, "、")+"。以后用办件编号在网上查办到哪一步。")
	})
	return application, err
}

// mayTakeIn asks all rights of taking a request in, before anything is read: it is
// looked at where it waits, and the application is taken in where the household
// belongs, by the post that gives it.
func (s *Service) mayTakeIn(ctx context.Context, d registry.Desk, desk access.Office) (act audit.Act, post access.Post, err error) {
	if _, err = s.Registry.May(ctx, registry.Desk{Actor: d.Actor, Office: desk}, looking); err != nil {
		return act, post, err
	}
	if act, err = s.Registry.May(ctx, d, taking); err != nil {
		return act, post, err
	}
	post, err = s.Registry.Matrix.May(d.Actor, taking, s.Registry.Today(), d.Office)
	return act, post, err
}

// taker takes one request in.
type taker struct {
	s   *Service
	tx  Tx
	d   registry.Desk
	act audit.Act
	r   Request

	desk   int64    // where it was sent to
	chosen Petition // with for whom it is, as the clerk chose
	offers []Offer
}

// take begins the application, and ends the request.
func (t *taker) take(household int64) (id int64, err error) {
	if id, err = t.tx.Number("application"); err != nil {
		return 0, err
	}
	persons, err := t.persons(household)
	if err != nil {
		return 0, err
	}
	whom, err := t.whom(persons)
	if err != nil {
		return 0, err
	}
	a := Application{Ref: registry.Ref{Office: t.d.Office.ID, ID: id}, Household: household, Way: ByItself, Staff: t.d.Actor.Staff,
		Begun: onClock(t.tx.Now()), Content: t.r.Content}
	a.Persons, a.Proved = nil, t.r.Phone
	for _, k := range t.r.Persons {
		a.Persons = append(a.Persons, persons[k])
	}
	if err := t.tx.AddApplication(a); err != nil {
		return 0, err
	}
	if err := t.s.begin(t.tx, t.d, t.act, a, t.desk, t.r.Programmes, whom); err != nil {
		return 0, err
	}
	if err := t.tx.CarryPapers(t.r.Ref, household, persons, t.d.Actor.Staff); err != nil {
		return 0, err
	}
	a.Handed, a.Turn = onClock(t.r.Lodged), 2
	if err := t.tx.SaveApplication(a); err != nil {
		return 0, err
	}
	t.r.State, t.r.Turn, t.r.Application = TakenIn, t.r.Turn+1, a.Ref
	return id, t.tx.SaveRequest(t.r)
}

// persons are who the people of the request are in the register: by the number,
// who has none by name and birth date. Who is not of the household is nobody.
func (t *taker) persons(household int64) (map[int64]int64, error) {
	found := map[int64]int64{}
	members, err := applicants(t.tx, t.d.Office.ID, household, t.s.Registry.Today())
	for _, m := range members {
		p, err := t.tx.Person(t.d.Office.ID, m.Person, registry.Now)
		if err != nil {
			return nil, err
		}
		for _, k := range t.r.People {
			if k.Number != "" && k.Number == p.Number.Text() || k.Number == "" && k.Name == p.Name && k.Birthday() == p.Birth {
				found[k.ID] = m.Person
			}
		}
	}
	return found, err
}

// handIn hands the cases in as of the moment at which the family did, and gives
// their numbers.
func (t *taker) handIn(application int64, post access.Post, cal *civil.Calendar) (numbers []string, err error) {
	a, err := t.tx.Application(t.d.Office.ID, application)
	if err != nil {
		return nil, err
	}
	for _, file := range a.Cases {
		n, err := t.s.handInWithin(t.tx, cal, registry.Ref{Office: t.d.Office.ID, ID: file}, post, t.act, t.r.Lodged)
		if err != nil {
			return nil, err
		}
		numbers = append(numbers, n.String())
	}
	return numbers, nil
}
