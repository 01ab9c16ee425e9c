package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
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

// The sorts that belong to notices, beside those that staff enter.
const (
	NoticeSheet Sort = "notice"  // what hangs, as it was issued
	Posting     Sort = "posting" // that it hangs: a photograph, or why there is none
)

// Issue is the act of making a notice.
const Issue Act = "issue"

// How an objection came; the step of its turn.
const (
	ByCode    = "code"
	ByPhone   = "phone"
	AtCounter = "window"
	InWriting = "letter"
)

// ways are the words for how objections come.
var ways = map[string]string{ByCode: "扫码提出", ByPhone: "电话提出", AtCounter: "到窗口提出", InWriting: "书面提出", ByFamily: "家庭在网上提出"}

// Order is what the office says about a notice; what it publishes of the family
// follows from the law.
type Order struct {
	Opinion string // Give or Deny, where the clerk's is another than the law's
	Amount  string // as it is to stand there, where the law names none
	Place   string // where objections are taken
	Phone   string
	Days    int    // where the procedure lays none down
	Token   string // of the address on the code; "" for a notice without one
}

// What a notice says of the first review.
const (
	Give = "give"
	Deny = "deny"
)

// Opinions are the words for them, in the order of lists.
var Opinions = []struct{ ID, Label string }{{Give, "拟给予"}, {Deny, "拟不给予"}}

// NoticeStep is the step of which a notice is to be made where a case stands, or
// hangs; nil if of none.
func (c *Sight) NoticeStep() *pack.ProcedureStep { return c.Flow.noticeAt(c.State) }

// publication makes a decision known in the village (57号第二十四条、社会救助法第四十五条).
const publication = "publication"

// Posts tells whether a notice is posted where a case stands, and hangs.
func (f *Flow) Posts(at State) bool {
	return slices.ContainsFunc(f.From(at), func(m Move) bool { return m.Act == Post })
}

// Hanging says how long a notice hangs, by what the procedure lays down or else
// for some days.
func (f *Flow) Hanging(step *pack.ProcedureStep, days int) string {
	if step.ID == publication {
		return "长期"
	}
	n, unit := step.Within, "天"
	if n == 0 {
		n = days
	}
	if step.Days == "working_days" {
		unit = "个工作日"
	}
	from := "从张贴的第二天算起"
	if step.CountFrom == "include_first" {
		from = "从张贴当天算起"
	}
	return fmt.Sprintf("%d %s，%s", n, unit, from)
}

// Issued is the notice of the step where a case stands or whose notice hangs, as
// it was issued in this round; nil if none was.
func (c *Sight) Issued() *Record {
	at, _ := c.stood()
	step, _, _ := strings.Cut(string(at), ".")
	for i := len(c.Records) - 1; i >= 0; i-- {
		if r := &c.Records[i]; r.Sort == NoticeSheet && r.Step == step && r.Turn > c.round() {
			return r
		}
	}
	return nil
}

// Proposed is what a notice says of the case by what is kept: the decision, or
// before it what the law determines. "" is what neither says.
func (c *Sight) Proposed() (opinion, amount string) {
	if d := c.Decided(); d != nil {
		if !d.Gives {
			return Deny, ""
		}
		if d.Ruling.Sum > 0 {
			amount = pers[d.Ruling.Per] + " " + d.Ruling.Sum.String()
		}
		return Give, amount
	}
	j := c.Judged
	switch {
	case j == nil || !j.Settled():
		return "", ""
	case !j.Gives():
		return Deny, ""
	case j.Amount.Type.IsMoney():
		amount = pers[j.Amount.Type.Per()] + " " + j.Amount.Low.String()
	}
	return Give, amount
}

// check reads an order about a case.
func (o *Order) check(c *Sight) error {
	step := c.NoticeStep()
	opinion, amount := c.Intention()
	o.Amount, o.Place, o.Phone = strings.TrimSpace(o.Amount), strings.TrimSpace(o.Place), strings.TrimSpace(o.Phone)
	switch {
	case opinion && o.Opinion != Give && o.Opinion != Deny:
		return fault.New(fault.BadInput, "意见：没有选；请选拟给予还是拟不给予").At(0, "opinion")
	case amount && o.Opinion == Give && o.Amount == "":
		return fault.New(fault.BadInput, "金额：没有填；这里的规定要公示金额，请写如“每月 640 元”").At(0, "amount")
	case o.Place == "":
		return fault.New(fault.BadInput, "提出异议的地点：没有填；请写村民能去的地方").At(0, "place")
	case !access.IsPhone(o.Phone):
		return fault.New(fault.BadInput, "提出异议的电话：没有填，或者不是电话号码；如 0598-2812345").At(0, "phone")
	case isNotice(step.ID) && step.Within == 0 && (o.Days < 1 || o.Days > 90):
		return fault.New(fault.BadInput, "公示几天：规定没有写天数，请填 1 到 90 之间的数").At(0, "days")
	case o.Token != "" && !identForm.MatchString(o.Token):
		return fault.New(fault.BadInput, "二维码没有做成；请再制作一次")
	}
	for _, text := range []string{o.Amount, o.Place} {
		if utf8.RuneCountInString(text) > 100 || holdsNumber(text) {
			return fault.New(fault.BadInput, "提出异议的地点和金额最多各写 100 个字，也不能写公民身份号码")
		}
	}
	return nil
}

// Issue makes the notice of the step where a case stands: what is published is
// worked out here, drawn, kept, and in the audit chain before it is given. Until
// it hangs it can be made again; the first one is kept, and marked as replaced.
func (s *Service) Issue(ctx context.Context, d registry.Desk, id, turn int64, o Order, draw Draw) error {
	c, err := s.look(ctx, d, id)
	if err != nil {
		return err
	}
	step := c.NoticeStep()
	if step == nil || State(step.ID) != c.State {
		return fault.New(fault.Refused, "这件申请在“"+c.Flow.Label(c.State)+"”，现在不用制作公示")
	}
	e := Entry{Case: id, Turn: turn, Act: Issue, Step: step.ID, record: &Record{}}
	m, post, act, err := s.allowed(c, d, e)
	if err != nil {
		return s.refused(ctx, d, id, act, err)
	}
	if err := errorOr(o.follows(c), o.check(c)); err != nil {
		return err
	}
	return s.Store.Do(ctx, d.Office.ID, act, func(tx Tx) error {
		own := Record{Sort: NoticeSheet, Step: step.ID, On: access.DayOf(tx.Now()), Place: o.Place, Met: o.Phone, Token: o.Token, Ident: digestOf(o.Token), Days: o.Days}
		if c.Judged != nil && c.Decided() == nil {
			own.Rests = c.Judged.Turn
		}
		var err error
		if own.Said, err = c.published(tx, step, o); err != nil {
			return err
		}
		if err := own.attach(tx, *c, d.Actor.Staff, nil, draw); err != nil {
			return err
		}
		if err := c.retire(tx, d.Actor.Staff, &own); err != nil {
			return err
		}
		e.record = &own
		return write(tx, *c, post, act, m, e)
	})
}

// digestOf is by what the address on a code is found: who reads the database
// does not learn the address.
func digestOf(token string) string {
	if token == "" {
		return ""
	}
	sum := sha256.Sum256([]byte("notice " + token))
	return hex.EncodeToString(sum[:])
}

// Hang posts the notice that was issued: with photographs of it where it hangs,
// or with the reason why there are none. The days count from here. A publication has
// no days: that it hangs is the end of its step.
func (s *Service) Hang(ctx context.Context, d registry.Desk, id, turn int64, r Record, files []Attachment) error {
	r.Sort, r.On = Posting, s.Registry.Today()
	r.Place = strings.TrimSpace(r.Place)
	switch {
	case r.Place == "":
		return fault.New(fault.BadInput, "张贴在哪里：没有填；如“城东村公示栏”").At(0, "where")
	case len(files) == 0 && r.text("why") == "":
		return fault.New(fault.BadInput, "张贴的照片：没有选；请拍下贴好的公示，拍不了的写明原因").At(0, "file")
	}
	if err := errors.Join(slices.Concat(r.when(r.On), r.tidy())...); err != nil {
		return err
	}
	c, err := s.look(ctx, d, id)
	if err != nil {
		return err
	}
	e := Entry{Case: id, Turn: turn, Act: Post, record: &r}
	if c.Publishes() {
		e.Act = Do
	}
	m, post, act, err := s.allowed(c, d, e)
	if err != nil {
		return s.refused(ctx, d, id, act, err)
	}
	return s.Store.Do(ctx, d.Office.ID, act, func(tx Tx) error {
		own := r
		own.Step = m.Step.ID
		if err := own.attach(tx, *c, d.Actor.Staff, files, nil); err != nil {
			return err
		}
		e.record = &own
		return write(tx, *c, post, act, m, e)
	})
}

// Public is a notice as everybody with its code sees it while it hangs.
type Public struct {
	Record
	Programme string
	Until     civil.Date
}

// gone is what becomes of a notice's page: it says nothing of what it was.
var gone = fault.New(fault.NotFound, "这份公示已经结束，或者地址不对")

// replaced is what becomes of the code of a notice that never hung.
var replaced = fault.New(fault.NotFound, "印这个二维码的公示单没有张贴就作废了；请看公示栏里张贴的那一份，扫那上面的二维码，或者问制作公示的机构")

// Public gives the notice of a code while it hangs.
func (s *Service) Public(ctx context.Context, token string) (p Public, err error) {
	c, err := s.behind(ctx, token)
	if err != nil {
		return p, err
	}
	return Public{Record: *c.Issued(), Programme: c.Title(), Until: c.NoticeEnds}, nil
}

// behind is the case whose notice hangs with a code.
func (s *Service) behind(ctx context.Context, token string) (c *Sight, err error) {
	if !identForm.MatchString(token) {
		return nil, gone
	}
	var at registry.Ref
	var turn int64
	var found bool
	err = s.Store.Read(ctx, func(v View) error {
		at, turn, found, err = v.RecordByIdent(digestOf(token))
		return err
	})
	if err != nil || !found {
		return nil, errorOr(err, gone)
	}
	if c, err = s.look(ctx, registry.Desk{Office: access.Office{ID: at.Office}}, at.ID); err != nil {
		return nil, err
	}
	if r, err := c.Recorded(turn); err == nil && c.Replaced(&r) != nil {
		return nil, replaced
	}
	if issued := c.Issued(); c.NoticeEnds == 0 || c.DaysOver || issued == nil || issued.Turn != turn {
		return nil, gone
	}
	return c, nil
}

// errorOr is an error, or another where there is none.
func errorOr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// loudest is how many objections may wait that came by one notice's code: more
// than that is nobody of the village.
const loudest = 20

// Raise keeps an objection that came by the code on a notice. Nobody has logged
// in: the act is the system's.
func (s *Service) Raise(ctx context.Context, token, name, text string) error {
	name, text = strings.TrimSpace(name), strings.TrimSpace(text)
	switch {
	case utf8.RuneCountInString(text) < 5 || utf8.RuneCountInString(text) > 500:
		return fault.New(fault.BadInput, "异议的内容：请写 5 到 500 个字，说清哪里和实际不一样").At(0, "text")
	case utf8.RuneCountInString(name) > 40:
		return fault.New(fault.BadInput, "您的姓名和电话：最多 40 个字；也可以不写").At(0, "name")
	}
	if name != "" {
		text += "（" + name + "）"
	}
	for range 3 {
		c, err := s.behind(ctx, token)
		if err != nil {
			return err
		}
		if err = s.raise(ctx, c, text); fault.Kind(err) != fault.Conflict {
			return err
		}
	}
	return overtaken
}

// raise is one try.
func (s *Service) raise(ctx context.Context, c *Sight, text string) error {
	coded := 0
	for _, t := range c.Turns {
		if t.Step == ByCode && slices.Contains(c.Waiting, t.Number) {
			coded++
		}
	}
	if coded >= loudest {
		return fault.New(fault.Refused, "这份公示收到的异议已经很多，正在核查；还有情况请打公示上的电话")
	}
	t := Turn{Act: Object, Step: ByCode, Note: text}
	return s.voice(ctx, c, audit.Act{Name: rights[Object]}, Move{To: c.State}, t)
}
