// Package paper keeps the papers of families: what they bring is looked at,
// kept as it came and shown again; what the office hands out is drawn, alike for
// the same act, and kept as it was issued.
package paper

import (
	"context"
	"fmt"
	"sync"
	"time"

	"doudi/audit"
	"doudi/civil"
	"doudi/fault"
	"doudi/registry"
)

// Service holds the rules about papers.
type Service struct {
	Store    Store
	Registry *registry.Registry
	Fonts    Fonts      // that papers are printed with
	bench    sync.Mutex // one picture is opened at a time: each needs much memory
}

// Store is what papers need of a database; see registry.Store.
type Store interface {
	Do(ctx context.Context, office int64, act audit.Act, change func(Tx) error) error
	Read(ctx context.Context, look func(View) error) error
	Record(ctx context.Context, office int64, act audit.Act) error
}

// View reads one moment. What is not there is a fault of kind NotFound.
type View interface {
	Household(office, id, at int64) (registry.Household, error)
	MembersOf(office, household, at int64) ([]registry.Member, error)
	// Filed lists the papers of a household in the order of their numbers, the
	// withdrawn ones with the others.
	Filed(office, household int64) ([]Paper, error)
	Filing(office, id int64) (Paper, error)
	// Small is the small picture, empty where there is none; Paper the kind and
	// the bytes as they were given.
	Small(office, id int64) ([]byte, error)
	Paper(office, id int64) (kind string, content []byte, err error)
	// Twin finds a paper of the household that stands and has the same bytes.
	Twin(office, household int64, content []byte) (id int64, found bool, err error)
}

// Tx changes the papers of one office.
type Tx interface {
	View
	Now() time.Time
	Number(kind string) (int64, error)
	Witness(kind string, id int64, content string)
	// File keeps a paper with its bytes and its small picture, both sealed.
	File(p Paper, content, small []byte) error
	// Withdraw marks a paper that stands; false if it was withdrawn before.
	Withdraw(id int64, w Withdrawal) (bool, error)
	// CountLook counts a whole paper shown to a member of staff, at the office
	// where he works, and gives how many there were on the day.
	CountLook(home, staff int64, day civil.Date) (int64, error)
}

// Paper is what is known about one paper of a household.
type Paper struct {
	Office, ID int64
	Household  int64
	Person     int64 // the member it speaks of; 0 if of the whole household
	Kind       Kind
	Media      Media
	Size       int64
	From       civil.Date // the day the paper is of
	Staff      int64      // who put it there
	At         time.Time
	Withdrawn  *Withdrawal // nil while it stands
}

// Withdrawal is that a paper was put there wrongly. The paper stays, for others
// may have acted on it.
type Withdrawal struct {
	Because Reason
	Note    string
	Staff   int64
}

// Kind is what a paper is.
type Kind string

// What the office prints, and what comes with a record.
const (
	HouseholdSheet Kind = "household_sheet"
	ReceivedSlip   Kind = "received_slip"
	Signature      Kind = "signature"
	CheckReport    Kind = "check_report"
	AcceptanceSlip Kind = "acceptance_slip"
	ToSign         Kind = "to_sign"
)

// Reason is why a paper is withdrawn.
type Reason string

// Word is a word that is stored, with its name in Chinese.
type Word[T ~string] struct {
	ID    T
	Label string
}

// Brought are the kinds that families bring, printed what the office makes, enclosed
// what comes with a record, and Reasons why a paper is withdrawn, in the order of the lists.
var (
	Brought = []Word[Kind]{{"identity_card", "身份证"}, {"household_book", "户口簿"}, {"marriage", "婚姻证明"}, {"income", "收入证明"}, {"property", "财产证明"},
		{"disability_card", "残疾证"}, {"medical_record", "病历、诊断证明"}, {"medical_bill", "医疗费票据"}, {"study", "在校证明"},
		{"authorisation", "核对授权书"}, {"obligor_authorisation", "义务人核对授权书"}, {"application", "申请书"}, {"commitment", "申请和承诺书"}, {"mandate", "委托书"}, {"withdrawal", "撤回申请书"}, {"photo", "照片"}, {"other", "其他材料"}}
	printed = []Word[Kind]{{HouseholdSheet, "家庭情况表"}, {ReceivedSlip, "材料清单"}, {AcceptanceSlip, "受理通知书"}, {ToSign, "申请承诺和核对授权书"},
		{"survey_sheet", "入户调查表"}, {"visit_sheet", "县级入户调查表"}, {"inquiry_sheet", "邻里访问记录"}, {"appraisal_sheet", "民主评议记录"}, {"check_sheet", "核对报告登记表"}, {"hearing_sheet", "听取意见记录"}, {"exit_sheet", "自愿退出声明"}, {"urging_sheet", "通知配合记录"},
		{"notice_sheet", "公示单"}, {"letter_sheet", "决定的通知书"}, {"referral_sheet", "转办单"}}
	enclosed = []Word[Kind]{{Signature, "签名"}, {CheckReport, "核对报告原件"}}
	Reasons  = []Word[Reason]{{"wrong_family", "传到了别人家里"}, {"wrong_kind", "种类或成员选错了"}, {"unreadable", "看不清，要重拍"},
		{"outdated", "已有新的材料"}, {"other", "其他原因"}}
)

// named is the Chinese name of a word; "" if the list has none.
func named[T ~string](list []Word[T], id T) string {
	for _, w := range list {
		if w.ID == id {
			return w.Label
		}
	}
	return ""
}

// Label is the Chinese name of a kind.
func (k Kind) Label() string { return named(Brought, k) + named(printed, k) + named(enclosed, k) }

// Printed tells that the office made it.
func (k Kind) Printed() bool { return named(printed, k) != "" }

// Label is the Chinese name of a reason.
func (r Reason) Label() string { return named(Reasons, r) }

// List gives the papers of a household, the withdrawn ones with the others.
func (s *Service) List(ctx context.Context, d registry.Desk, household int64) (list []Paper, err error) {
	if _, err = s.Registry.May(ctx, d, "household.view"); err != nil {
		return nil, err
	}
	err = s.Store.Read(ctx, func(v View) error {
		if _, err := v.Household(d.Office.ID, household, registry.Now); err != nil {
			return err
		}
		list, err = v.Filed(d.Office.ID, household)
		return err
	})
	return list, err
}

// One gives what is known about a paper of a household.
func (s *Service) One(ctx context.Context, d registry.Desk, household, id int64) (p Paper, err error) {
	if _, err = s.Registry.May(ctx, d, "household.view"); err != nil {
		return p, err
	}
	err = s.Store.Read(ctx, func(v View) error {
		p, err = of(v, d, household, id)
		return err
	})
	return p, err
}

// Home is the household of a paper of which only the number is known, as facts
// name what proves them.
func (s *Service) Home(ctx context.Context, d registry.Desk, id int64) (household int64, err error) {
	if _, err = s.Registry.May(ctx, d, "household.view"); err != nil {
		return 0, err
	}
	err = s.Store.Read(ctx, func(v View) error {
		p, err := v.Filing(d.Office.ID, id)
		household = p.Household
		return err
	})
	return household, err
}

// of gives a paper if it is the household's.
func of(v View, d registry.Desk, household, id int64) (Paper, error) {
	p, err := v.Filing(d.Office.ID, id)
	if err == nil && p.Household != household {
		return p, errNone
	}
	return p, err
}

var errNone = fault.New(fault.NotFound, "这个家庭没有这份材料；请从材料列表进入")

// Small shows the small picture of a paper, empty where there is none. Numbers
// cannot be read in it.
func (s *Service) Small(ctx context.Context, d registry.Desk, household, id int64) (small []byte, err error) {
	if _, err = s.Registry.May(ctx, d, "paper.view"); err != nil {
		return nil, err
	}
	err = s.Store.Read(ctx, func(v View) error {
		if _, err := of(v, d, household, id); err != nil {
			return err
		}
		small, err = v.Small(d.Office.ID, id)
		return err
	})
	return small, err
}

// daily is how many whole papers a member of staff sees in a day. The text
// leaves it open; a reviewer looks through some forty families of ten papers.
const daily = 500

// Open shows a whole paper for a purpose. The view is in the audit chain before
// anything is shown, and counts against the day's number.
func (s *Service) Open(ctx context.Context, d registry.Desk, household, id int64, why registry.Purpose) (p Paper, content []byte, err error) {
	act, err := s.Registry.MayFor(ctx, d, "paper.view", why, fmt.Sprintf("paper:%d", id))
	if err != nil {
		return p, nil, err
	}
	err = s.Store.Do(ctx, d.Office.ID, act, func(tx Tx) error {
		n, err := tx.CountLook(d.Home(), d.Actor.Staff, s.Registry.Today())
		if err != nil {
			return err
		}
		if n > daily {
			return fault.Newf(fault.Refused, "今天看材料原件已满%d份，不能再看；确有需要请告诉安全管理员，或明天再办", daily)
		}
		if p, err = of(tx, d, household, id); err != nil {
			return err
		}
		_, content, err = tx.Paper(d.Office.ID, id)
		return err
	})
	if err != nil {
		return p, nil, err
	}
	return p, content, nil
}

// Withdraw marks a paper that was put there wrongly.
func (s *Service) Withdraw(ctx context.Context, d registry.Desk, household, id int64, because Reason, note string) error {
	if err := sayable(because, note); err != nil {
		return err
	}
	act, err := s.Registry.May(ctx, d, "paper.withdraw")
	if err != nil {
		return err
	}
	return s.Store.Do(ctx, d.Office.ID, act, func(tx Tx) error {
		p, err := of(tx, d, household, id)
		if err != nil {
			return err
		}
		if p.Kind.Printed() {
			return fault.New(fault.Refused, "这是本机构打印的，交出去的收不回来，不能撤下；内容变了就重新打印一份")
		}
		tx.Witness("paper", id, string(because)+"|"+note)
		stood, err := tx.Withdraw(id, Withdrawal{because, note, d.Actor.Staff})
		if err == nil && !stood {
			return fault.New(fault.Conflict, "这份材料已经撤下了；请刷新后再看")
		}
		return err
	})
}
