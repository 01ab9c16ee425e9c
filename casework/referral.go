package casework

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"doudi/audit"
	"doudi/civil"
	"doudi/fault"
	"doudi/registry"
)

// Referral is a need of a family that another body sees to: the township assesses
// the needs of five areas together and hands on what is not its own (TJ-42,
// 社会救助法第六十四条 转办). It is kept with the application, in its office. No
// clause says by when: 及时 is all.
type Referral struct {
	registry.Ref
	Application int64
	Area        string // of Areas, or OtherNeed
	State       ReferralState
	Turn        int64      // counts what was done to it
	Named       civil.Date // since when it is to be handed on
	Handed      civil.Date // 0: not yet
	Staff       int64      // who handed it on
	Sheet       int64      // the paper that went out; 0 where it lies in another office
	Ended       civil.Date // 0: not yet
	Outcome     Outcome
	Passed
}

// Passed is what was written of a referral. It is sealed as a whole.
type Passed struct {
	To   string    // the body
	Told []Finding // what it was told, line by line
	Said string    // what came of it, or why it was closed
}

// ReferralState is where a referral stands.
type ReferralState string

// The states.
const (
	ToHandOn   ReferralState = "open"
	HandedOn   ReferralState = "handed" // it waits for an answer
	Answered   ReferralState = "answered"
	ClosedNeed ReferralState = "closed"
)

// Outcome is how a referral ended.
type Outcome string

// What a body answers, and why a referral was closed without an answer.
const (
	Helped    Outcome = "helped"
	NotHelped Outcome = "refused"
	NotNeeded Outcome = "needless"
	Abandoned Outcome = "dropped"   // by somebody, with his reason
	TakenBack Outcome = "withdrawn" // with the application
	MovedOn   Outcome = "elsewhere" // with the family, to another office
)

// Outcomes are what a body answers, with their words in the order of forms.
var Outcomes = []struct {
	ID    Outcome
	Label string
}{{Helped, "已经帮助"}, {NotHelped, "不符合条件，没有帮上"}, {NotNeeded, "家庭不需要了"}}

// endings are the words for the other ends.
var endings = map[Outcome]string{Abandoned: "不再转办", TakenBack: "申请撤回，不再转办", MovedOn: "随家庭转到另一个机构"}

// Label is the Chinese word of an outcome; "" if there is none.
func (o Outcome) Label() string {
	for _, one := range Outcomes {
		if one.ID == o {
			return one.Label
		}
	}
	return endings[o]
}

// OtherNeed is a need that is of none of the five areas: whoever hands it on says
// to whom. livingNeed is civil affairs' own: every case is about it.
const (
	OtherNeed  = "other"
	livingNeed = "living"
)

// Elsewhere are the areas of which others take care, with the one beside the five.
func Elsewhere() []Area {
	list := slices.DeleteFunc(slices.Clone(Areas), func(a Area) bool { return a.ID == livingNeed })
	return append(list, Area{OtherNeed, "其他方面", ""})
}

// AreaOf is the area of need of an id.
func AreaOf(id string) Area {
	for _, a := range append(Elsewhere(), Areas[0]) {
		if a.ID == id {
			return a
		}
	}
	return Area{ID: id}
}

// Under tells whether it has not ended.
func (r *Referral) Under() bool { return r.State == ToHandOn || r.State == HandedOn }

// referralView and referralTx are what referrals need of a database; see View and
// Tx.
type referralView interface {
	Referral(office, id int64) (Referral, error)
	// ReferralsOf are those of an application, in the order in which they came up.
	ReferralsOf(office, application int64) ([]Referral, error)
	// ReferralsFound are those of an office that fit: the oldest first, those that
	// have ended the newest first.
	ReferralsFound(office int64, asked AskedReferrals, most int) ([]Referral, error)
	// ReferralsUnder counts those to hand on and those handed on.
	ReferralsUnder(office int64) (open, handed int, err error)
}

type referralTx interface {
	AddReferral(r Referral) error
	// SaveReferral keeps one after its next turn; a fault of kind Conflict if
	// somebody else took that turn.
	SaveReferral(r Referral) error
}

// referring is the act of the access matrix by which needs are handed on.
const referring = "case.refer"

// Needed is what others see to for a family, with the application.
type Needed struct {
	Intake
	Referrals []Referral
	Unlisted  []string // areas that the family named and that nobody lists
	MayRefer  bool
}

// Needed shows what others see to for the family of an application.
func (s *Service) Needed(ctx context.Context, d registry.Desk, application int64) (n Needed, err error) {
	if _, err = s.Registry.May(ctx, d, "household.view"); err != nil {
		return n, err
	}
	in, err := s.intake(ctx, d, application)
	if err != nil {
		return n, err
	}
	n.Intake = *in
	if n.Referrals, err = s.Referred(ctx, in.Ref); err != nil {
		return n, err
	}
	n.Unlisted = unlisted(in.Needs, n.Referrals)
	_, refused := s.Registry.Matrix.May(d.Actor, referring, s.Registry.Today(), d.Office)
	n.MayRefer = refused == nil && in.Handed != 0
	return n, nil
}

// Referred is what others see to for the family of an application, for whoever has
// opened that or a case of it.
func (s *Service) Referred(ctx context.Context, application registry.Ref) (list []Referral, err error) {
	if application.ID == 0 {
		return nil, nil
	}
	err = s.Store.Read(ctx, func(v View) error {
		list, err = v.ReferralsOf(application.Office, application.ID)
		return err
	})
	return list, err
}

// unlisted are the areas of others among the named ones that no referral is
// about, or only such as ended with the application.
func unlisted(named []string, list []Referral) (areas []string) {
	for _, a := range Elsewhere() {
		if slices.Contains(named, a.ID) && !slices.ContainsFunc(list, func(r Referral) bool { return r.Area == a.ID && r.Outcome != TakenBack }) {
			areas = append(areas, a.ID)
		}
	}
	return areas
}

// Handing is one need that is handed on: to whom, and what that body is told of it.
type Handing struct {
	ID, Turn int64
	To, Note string
}

// DrawReferral lays a referral out as a paper that has a number.
type DrawReferral func(r Referral, paper int64) ([]byte, error)

// The longest name of a body and the longest sentence, in characters.
const (
	longestBody     = 40
	longestSentence = 500
)

// longNumber is what may be somebody's number: none goes out.
var longNumber = regexp.MustCompile(`(\d[ -]?){15}`)

// tidy reads what was typed; the sentences begin with the area, for several stand
// on one page.
func (one *Handing) tidy(area string) error {
	one.To, one.Note = strings.TrimSpace(one.To), strings.TrimSpace(one.Note)
	switch {
	case one.To == "":
		return fault.New(fault.BadInput, area+"：转给哪个部门没有填；请写上部门或者单位的名称")
	case utf8.RuneCountInString(one.To) > longestBody:
		return fault.Newf(fault.BadInput, "%s：转给哪个部门最多 %d 个字；请只写名称", area, longestBody)
	case longNumber.MatchString(one.Note):
		return fault.New(fault.BadInput, area+"：困难的情况里有长串数字，像证件号码；请不要写号码，那里要的时候再告诉")
	case utf8.RuneCountInString(one.Note) > longestSentence:
		return fault.Newf(fault.BadInput, "%s：困难的情况最多 %d 个字；请写短一些", area, longestSentence)
	}
	return nil
}

// Refer hands several needs of an application on at once. The paper of each is
// drawn, kept, and in the audit chain before it goes out.
func (s *Service) Refer(ctx context.Context, d registry.Desk, application int64, list []Handing, draw DrawReferral) error {
	if len(list) == 0 {
		return fault.New(fault.BadInput, "要转办的需求：一项也没有选；请勾选要转办的")
	}
	return s.refers(ctx, d, application, func(tx Tx, a Application) error {
		told, err := a.told(tx, s.Registry.Today())
		for _, one := range list {
			if err == nil {
				err = a.handOn(tx, one, d.Actor.Staff, told, draw)
			}
		}
		return err
	})
}

// refers does something to referrals of an application, by whoever may.
func (s *Service) refers(ctx context.Context, d registry.Desk, application int64, change func(tx Tx, a Application) error) error {
	act, err := s.Registry.May(ctx, d, referring)
	if err != nil {
		return err
	}
	act.Object = fmt.Sprintf("application:%d", application)
	err = s.Store.Do(ctx, d.Office.ID, act, func(tx Tx) error {
		a, err := tx.Application(d.Office.ID, application)
		if err != nil {
			return err
		}
		return change(tx, a)
	})
	if kind := fault.Kind(err); kind == fault.Refused || kind == fault.BadInput {
		return errorOr(s.Store.Record(ctx, d.Office.ID, act.Stopped(audit.Refused, kind.String())), err)
	}
	return err
}

// handOn hands one need on.
func (a *Application) handOn(tx Tx, one Handing, staff int64, told []Finding, draw DrawReferral) error {
	r, err := a.referral(tx, one.ID, one.Turn, ToHandOn)
	if err != nil {
		return err
	}
	area := AreaOf(r.Area).Label
	if err := one.tidy(area); err != nil {
		return err
	}
	r.State, r.To, r.Handed, r.Staff = HandedOn, one.To, r.on(tx), staff
	r.Told = append(slices.Clone(told), Finding{Label: "需要帮助的方面", Text: area})
	if one.Note != "" {
		r.Told = append(r.Told, Finding{Label: "困难的情况", Text: one.Note})
	}
	r.Sheet, err = tx.Drawn(a.Household, staff, "referral_sheet", func(paper int64) ([]byte, error) { return draw(r, paper) })
	if err != nil {
		return err
	}
	return r.save(tx)
}

// referral is one of the application in one of some states, at the turn that
// somebody saw.
func (a *Application) referral(tx Tx, id, turn int64, states ...ReferralState) (Referral, error) {
	r, err := tx.Referral(a.Office, id)
	if err == nil && (r.Application != a.ID || r.Turn != turn || !slices.Contains(states, r.State)) {
		err = fault.New(fault.Conflict, "这项需求刚刚有人办过，或者已经了结；请看现在的情况再办")
	}
	return r, err
}

// told is what the body that helps is told of the family, and no more: no number,
// no phone, and not what it asks for here (个人信息保护法第六条).
func (a *Application) told(v View, on civil.Date) (lines []Finding, err error) {
	people, err := applicants(v, a.Office, a.Household, on)
	if err != nil {
		return nil, err
	}
	h, err := v.Household(a.Office, a.Household, registry.Now)
	if err != nil {
		return nil, err
	}
	count := 0
	for _, p := range people {
		if p.Relation != "apart" {
			count++
		}
	}
	if len(people) > 0 {
		lines = append(lines, Finding{Label: "申请人", Text: people[0].Name})
	}
	if village := villageIn(h.Address); village != "" {
		lines = append(lines, Finding{Label: "所在村（社区）", Text: village})
	}
	return append(lines, Finding{Label: "家庭人数", Text: fmt.Sprintf("%d 人", count)}), nil
}

// Settling is how somebody ends a referral: with the answer of the body, or, as
// Abandoned, with his reason.
type Settling struct {
	ID, Turn int64
	Outcome  Outcome
	Said     string
}

// SettleReferral keeps what came of a need.
func (s *Service) SettleReferral(ctx context.Context, d registry.Desk, application int64, e Settling) error {
	if e.Said = strings.TrimSpace(e.Said); e.ID == 0 {
		return fault.New(fault.BadInput, "哪一项：没有选；请选不再转办的那一项")
	}
	return s.refers(ctx, d, application, func(tx Tx, a Application) error {
		states := []ReferralState{HandedOn}
		if e.Outcome == Abandoned {
			states = append(states, ToHandOn)
		}
		r, err := a.referral(tx, e.ID, e.Turn, states...)
		if err != nil {
			return err
		}
		if err := e.check(AreaOf(r.Area).Label); err != nil {
			return err
		}
		return r.end(tx, e.Outcome, e.Said)
	})
}

// check reads what was typed.
func (e *Settling) check(area string) error {
	known := e.Outcome == Abandoned || slices.ContainsFunc(Outcomes, func(o struct {
		ID    Outcome
		Label string
	}) bool {
		return o.ID == e.Outcome
	})
	switch {
	case !known:
		return fault.New(fault.BadInput, area+"：办得怎样没有选；请选一项")
	case e.Said == "":
		return fault.New(fault.BadInput, area+"：写给家庭的话没有填；请写明部门怎样答复，或者为什么不再转办")
	case utf8.RuneCountInString(e.Said) > longestSentence:
		return fault.Newf(fault.BadInput, "%s：写给家庭的话最多 %d 个字；请写短一些", area, longestSentence)
	}
	return nil
}

// on is the day of the act.
func (r *Referral) on(tx Tx) civil.Date { return onClock(tx.Now()).Date() }

// end ends a referral.
func (r *Referral) end(tx Tx, how Outcome, said string) error {
	r.State, r.Outcome, r.Said, r.Ended = Answered, how, said, r.on(tx)
	if endings[how] != "" {
		r.State = ClosedNeed
	}
	return r.save(tx)
}

// save keeps the next turn.
func (r *Referral) save(tx Tx) error {
	r.Turn++
	tx.Witness("referral", r.ID, fmt.Sprint(*r))
	return tx.SaveReferral(*r)
}

// NameNeeds lists more needs of the family of an application that others see to:
// what came up later, and what stood in applications before referrals were kept.
func (s *Service) NameNeeds(ctx context.Context, d registry.Desk, application int64, areas []string) error {
	known := slices.DeleteFunc(Elsewhere(), func(a Area) bool { return !slices.Contains(areas, a.ID) })
	if len(known) == 0 {
		return fault.New(fault.BadInput, "还有哪些方面：一项也没有选；请至少选一项")
	}
	return s.refers(ctx, d, application, func(tx Tx, a Application) error {
		if gone, err := a.gone(tx); err != nil || gone || a.Handed == 0 {
			return errorOr(err, fault.New(fault.Refused, "这份申请还没有递交，或者已经撤回、转走，不能再加需求"))
		}
		return a.name(tx, func(list []Referral) (areas []string) {
			for _, one := range known {
				if one.ID == OtherNeed || !slices.ContainsFunc(list, func(r Referral) bool { return r.Area == one.ID && r.Under() }) {
					areas = append(areas, one.ID)
				}
			}
			return areas
		})
	})
}
