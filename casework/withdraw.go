package casework

import (
	"slices"
	"strings"
	"unicode/utf8"

	"doudi/civil"
	"doudi/fault"
)

// WithdrawalPaper is the paper by which a family takes back what it asked for.
const WithdrawalPaper = "withdrawal"

// WhoDied is how an application ends whose applicant has died: nobody speaks.
const WhoDied = "died"

// Wish is how it became known at the window what a family says: that it asks no
// more, or that it does not agree. Nobody speaks in its name without saying who
// spoke, when and how.
type Wish struct {
	How string // one of Wishes or Tellings
	Who string // of the family
	On  civil.Date
}

// Voicing is a way in which a family speaks.
type Voicing struct{ ID, Label string }

// Wishes are the ways in which it takes its application back.
var Wishes = []Voicing{{AtCounter, "到窗口当面说的"}, {ByPhone, "打电话说的"}, {InWriting, "交来签了字的撤回申请书"}, {WhoDied, "申请人已经去世，没有人再申请"}}

// Tellings are those in which it says that it does not agree, or something else.
var Tellings = []Voicing{{AtCounter, "到窗口当面说的"}, {ByPhone, "打电话说的"}, {InWriting, "交来书面材料"}}

// sayings are the ways that an act knows.
func (e *Entry) sayings() []Voicing {
	if e.Act == Plea {
		return Tellings
	}
	return Wishes
}

// Wishes tells whether a withdrawal of the case at the window says so: of what was
// handed in, not of a draft, nor of a change that the office began by mistake.
func (c *Sight) Wishes() bool { return c.Ground == "" && c.State != Draft }

// wished looks at how the family said it, and puts it before what it said.
func (c *Sight) wished(e *Entry) error {
	if e.Act != Plea && (e.Act != Withdraw || !c.Wishes()) {
		return nil
	}
	w, ways := &e.Wish, e.sayings()
	w.Who = strings.TrimSpace(w.Who)
	i := slices.IndexFunc(ways, func(o Voicing) bool { return o.ID == w.How })
	switch n := utf8.RuneCountInString(w.Who); {
	case i < 0:
		return fault.New(fault.BadInput, "家庭怎样说的：没有选；不能替家庭说，请选家庭是怎样说的").At(0, "how")
	case w.How == WhoDied:
		return nil
	case n < 2 || n > 60 || holdsNumber(w.Who):
		return fault.New(fault.BadInput, "谁说的：没有写，或者超过 60 个字，或者写了号码；请写姓名和与申请人的关系，如 王桂兰（本人）").At(0, "who")
	case w.On < c.Applied || w.On > c.Today:
		return fault.New(fault.BadInput, "哪天说的：没有填，或者早于申请的那天、晚于今天；请填实际的日期，如 2026-09-15").At(0, "said_on")
	}
	e.Note = w.Who + w.On.Chinese() + strings.TrimSuffix(ways[i].Label, "的") + "：" + e.Note
	return nil
}

// heard sees that what was said to prove a withdrawal is there: the paper, or the
// death in the register.
func (c *Sight) heard(v View, e Entry) error {
	if e.Act != Withdraw || !c.Wishes() {
		return nil
	}
	switch e.Wish.How {
	case WhoDied:
		dead, err := buried(v, c.File, c.Today)
		if err == nil && !dead {
			err = fault.New(fault.BadInput, "家庭怎样说的：申请人没有登记去世；去世的先在家庭页登记，别的请选家庭怎样说的").At(0, "how")
		}
		return err
	case InWriting:
		has, err := c.filed(v, WithdrawalPaper)
		if err == nil && !has {
			err = fault.New(fault.BadInput, "家庭怎样说的：材料里还没有这次的撤回申请书；请先在家庭的“材料”里上传签了字的，或者选别的").At(0, "how")
		}
		return err
	}
	return nil
}
