package casework

import (
	"time"

	"doudi/civil"
)

// A family is told of what matters at its case by a message, so that it need not
// ask: that it was accepted, that something is missing, that there is a decision,
// and how it ended. A message lies open on a phone that others may see: it names
// the number of the case, and neither programme nor person, sum or outcome.

// newsTime is how long such a message may wait to go out.
const newsTime = 72 * time.Hour

// send asks for a message out, unless nothing goes out here or there is no phone.
// It is kept in the transaction of what it tells, with the job that sends it.
func (s *Service) send(tx Tx, kind, phone, text string) error {
	if s.Mute || phone == "" {
		return nil
	}
	return tx.Send(kind, phone, "【社会救助】"+text, tx.Now().Add(newsTime))
}

// phoneFor is the phone at which the family of a case is reached: the one that is
// registered of it, or else the one that it proved when it applied by itself; ""
// if there is none.
func phoneFor(v View, f File, on civil.Date) (string, error) {
	registered, err := phoneOf(v, f.Office, f.Household, on)
	if err != nil || registered != "" {
		return string(registered), err
	}
	id, err := v.ApplicationOf(f.Office, f.ID)
	if err != nil || id == 0 {
		return "", err
	}
	a, err := v.Application(f.Office, id)
	return a.Proved, err
}

// announce tells the family what a turn has brought, if that matters to it. What is
// done to all cases of an application it is told once.
func (c *Sight) announce(tx Tx, f File, t Turn, e Entry) error {
	text := c.news(f, t, e.several)
	if text == "" || c.by.Mute || e.echo {
		return nil
	}
	phone, err := phoneFor(tx, f, c.Today)
	if err != nil {
		return err
	}
	return c.by.send(tx, "case", phone, text)
}

// news is what a family is told of a turn; "" of most. A decision that waits for
// its letter is told when that is out. several says that the other cases of the
// application come along.
func (c *Sight) news(f File, t Turn, several bool) string {
	about := "您家的申请（编号 " + f.Number.String() + "）"
	if several {
		about = "您家的申请（编号 " + f.Number.String() + "，同一份申请里的其他项目各有编号，写在受理单上）"
	}
	if c.Ground != "" {
		about = "您家的救助复核（编号 " + f.Number.String() + "）"
	}
	switch {
	case t.Act == Accept:
		return about + "已经受理。办到哪一步，用这个编号在网上查，或者到窗口问。"
	case t.Act == AskPapers:
		return about + "还差材料。要补什么，用这个编号在网上看，或者到窗口问。"
	case t.Act == Advance:
		return about + "有进展了。用这个编号在网上看，或者到窗口问。"
	case c.known(f.State) && !c.known(c.State):
		return about + "有决定了。内容和不同意怎么办，用这个编号在网上看，或者到窗口问。"
	case t.Act == Aside && t.Step == checkTold:
		return about + "核对有了结果。内容和不同意怎么办，用这个编号在网上看，或者到窗口问；不同意的请带上材料。"
	case t.Act == Keep && t.Step == string(Urging):
		return about + "需要您家配合。要做什么、最迟哪天，用这个编号在网上看，或者到窗口问。一直不配合又没有正当理由的，可以终止办理。"
	case f.State == c.State:
		return ""
	case f.State == Withdrawn && c.Ground != "":
		return about + "不再进行，照原来的办。"
	case f.State == Withdrawn:
		return about + "已经撤回，不再办理。不是您家要撤回的，请马上到窗口说；又有困难的，可以再申请。"
	case f.State == Transferred:
		return about + "转到别处接着办。转到哪里，到原来的窗口问。"
	case f.State.Closed():
		return about + "已经办结，照已经告诉您的决定办。"
	}
	return ""
}
