package demo

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"sync"

	"doudi/access"
	"doudi/casework"
	"doudi/paper"
	"doudi/registry"
)

// found is what the visits of the demo found, by the sections of the forms.
var found = map[string][]string{
	"home":     {"平房两间，住了多年", "楼房一套，六十多平方米", "和老人同住，房屋旧"},
	"income":   {"打零工，每月收入不固定", "种田，没有工资", "靠子女给一点"},
	"property": {"没有车，没有经营", "有一辆电动车", "没有发现没有申报的财产"},
	"expense":  {"常年吃药", "孩子上学开支大", ""},
	"health":   {"能干轻活", "腿脚不便，要人照看", ""},
	"result":   {"和申报的一致", "基本一致，收入按实际登记"},
	"said":     {"邻居都说他家困难", "反映的情况和申报一致", "同意"},
	"why":      {"收入有人提出疑问，请大家评议"},
	"asked":    {"后天上午请在家，两位调查人去入户；不在家的请先打电话", "请带近半年的银行流水到窗口来", "请家里的成年人都来签授权书"},
	"way":      {"当面送通知书，本人签收", "发短信，又打了电话，本人接的"},
	"differs":  {"社保记录里有三个月的工资，没有申报", "名下另有一个银行账户，余额很少", "车管所有一辆报废的摩托车"},
}

// sheetOfDemo is the paper of the records of earlier months.
var sheetOfDemo = sync.OnceValues(func() ([]byte, error) {
	fonts, err := paper.OwnFonts()
	if err != nil {
		return nil, err
	}
	doc := paper.Document{Title: "调查记录（演示）", Heads: []string{"演示系统里的人都是虚构的；正式的系统里，这里是照填写的内容打印的调查表。"}}
	return doc.Draw(fonts)
})

// sortBefore is the record that a move stands on; "" if on none.
func sortBefore(m casework.Move) casework.Sort {
	switch {
	case slices.Contains(m.Guards, casework.Surveyed), slices.Contains(m.Guards, casework.SurveyedAgain):
		return casework.Survey
	case slices.Contains(m.Guards, casework.Appraised):
		return casework.Appraisal
	}
	return ""
}

// visit enters a record of a case, by the hand of somebody who may. Two went, as
// the forms want it, took photographs and signed.
func (c *county) visit(ctx context.Context, e *errand, sort casework.Sort) error {
	m := casework.Move{Act: casework.Keep, By: casework.Township}
	if sort == casework.Visit || sort == casework.Check {
		m.By = casework.County
	}
	actor, ok := c.whose(m, e.file)
	if !ok {
		return errNobody(m.Act)
	}
	r := casework.Record{Sort: sort, Ident: fmt.Sprintf("demo%06d%06d%06d", e.family.office, e.id, e.turn), On: c.now(), Hour: nth(hours, e.hand), First: c.called[actor.Staff]}
	var files []casework.Attachment
	var err error
	switch sort {
	case casework.Check:
		r.Said, files, err = e.wish.checked(), nil, nil
	case casework.Appraisal:
		r.Place, r.Met, r.Votes = "村委会会议室", "村委会主任", &casework.Votes{Present: 15, For: 13, Against: 1, Abstain: 1}
		files, err = c.enclose(ctx, e, sort, "会议和签到表的照片 1")
	case casework.Urging:
		r.Met, r.By = e.family.people[0].name+"（申请人本人）", c.now()+patience
		files, err = c.enclose(ctx, e, sort, "通知的凭据 1", "通知人签名")
	default:
		r.Place, r.Met, r.Second = e.family.address, e.family.people[0].name+"（申请人本人）", c.companion(e, actor)
		files, err = c.enclose(ctx, e, sort, "照片 1", "见到的人签名", "调查人签名", "另一位调查人签名")
	}
	if err != nil {
		return err
	}
	for _, s := range sort.Sections() {
		r.Said = append(r.Said, casework.Finding{About: s.ID, Label: s.Label, Text: nth(found[s.ID], e.hand)})
	}
	_, err = c.Cases.Enter(ctx, c.desk(e.family, actor.Staff), e.id, r, files, c.drawn(e))
	return e.doneBy(actor.Staff, m, err)
}

// companion is the other of two who go: a colleague, or somebody of the committee.
func (c *county) companion(e *errand, first access.Actor) casework.Companion {
	office, role, along := first.Posts[0].Office.ID, first.Posts[0].Role, e.hand%2 == 0
	if first.Posts[0].Office.Level == access.Village { // the township surveys, the village helps
		office, role, along = e.family.office, "township_clerk", true
	}
	for _, a := range c.crew[office] {
		if a.Staff != first.Staff && a.Staff != e.family.cousin && a.Posts[0].Role == role && along {
			e.done = append(e.done, access.Done{Act: "case.work", By: a.Staff})
			return casework.Companion{Staff: a.Staff, Name: c.called[a.Staff]}
		}
	}
	return casework.Companion{Name: nth(neighbours, e.hand) + "（村委会）"}
}

// checked is what the departments answered about each member.
func (w *wish) checked() (list []casework.Finding) {
	for i, m := range w.members {
		text := casework.AsDeclared
		if i == 0 && w.hand%5 == 0 {
			text = casework.Differs + nth(found["differs"], w.hand)
		}
		list = append(list, casework.Finding{About: fmt.Sprintf("member.%d", m.Person), Label: m.Name, Text: text})
	}
	return list
}

// enclose draws what a form takes: photographs, with when and where they were
// taken, and signatures.
func (c *county) enclose(ctx context.Context, e *errand, sort casework.Sort, labels ...string) (list []casework.Attachment, err error) {
	for _, label := range labels {
		signed, drawn := strings.HasSuffix(label, "签名"), dwelling
		switch {
		case signed:
			drawn = signature
		case sort == casework.Appraisal || sort == casework.Posting:
			drawn = board
		}
		content, err := drawn(seedOf(e.family.office, e.id, e.turn, label))
		if err != nil {
			return nil, err
		}
		ready, err := c.Papers.Ready(ctx, content)
		if err != nil {
			return nil, err
		}
		a := casework.Attachment{Picture: casework.Picture{Label: label}, Sort: "photo", Media: string(ready.Media), Content: content, Small: ready.Small, Signature: signed}
		if signed {
			a.Sort = string(paper.Signature)
		} else {
			a.Taken, a.Where = c.now().String()+" "+nth(hours, e.hand), fmt.Sprintf("26.3%04d,117.1%04d", e.hand*37%10000, e.hand*53%10000)
		}
		list = append(list, a)
	}
	return list, nil
}

// newest is how many days before today the papers of records are drawn: drawing the
// thousands of all months would take longer than looking at everything.
const newest = 10

// drawn lays a record out as a paper.
func (c *county) drawn(e *errand) casework.Draw {
	if e.target.Closed() || c.now() < c.today-newest {
		return func(casework.Record, int64) ([]byte, error) { return sheetOfDemo() }
	}
	return func(r casework.Record, number int64) ([]byte, error) {
		part := paper.Part{Heading: "内容", Columns: []paper.Column{{Label: "项目", Share: 24}, {Label: "记录", Share: 76}}}
		for _, l := range r.Lines() {
			part.Rows = append(part.Rows, []string{l[0], l[1]})
		}
		return c.Papers.Sheet(paper.Document{Title: r.Sort.Label(), Parts: []paper.Part{part}}, number, c.now())
	}
}

// issue makes the notice that a move hangs or makes known; some have a code.
func (c *county) issue(ctx context.Context, e *errand, m casework.Move) error {
	own := casework.Move{Act: casework.Issue, By: m.By, Step: m.Step}
	actor, ok := c.whose(own, e.file)
	if !ok {
		return errNobody(own.Act)
	}
	o := casework.Order{Place: c.townshipOf(e.family.office) + "社会事务办", Phone: access.Answering(c.offices, e.family.office).Phone, Days: 7}
	if e.code = ""; m.Act == casework.Post && e.hand%3 == 0 {
		o.Token = base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%016x", seedOf("code", e.family.office, e.id, e.turn)))
		e.code = o.Token
	}
	err := c.Cases.Issue(ctx, c.desk(e.family, actor.Staff), e.id, e.turn, o, c.drawn(e))
	return e.doneBy(actor.Staff, own, err)
}

// hang proves that a notice hangs: by a photograph, or why there is none.
func (c *county) hang(ctx context.Context, d registry.Desk, e *errand) error {
	r := casework.Record{Place: nth(villages, e.hand) + "公示栏", Hour: nth(hours, e.hand)}
	if e.family.village != 0 {
		r.Place = villages[0] + "公示栏"
	}
	if e.hand%8 == 5 {
		r.Said = []casework.Finding{{About: "why", Label: "没有照片的原因", Text: "手机坏了，村委会干部在场"}}
		return c.Cases.Hang(ctx, d, e.id, e.turn, r, nil)
	}
	files, err := c.enclose(ctx, e, casework.Posting, "张贴的照片 1")
	if err != nil {
		return err
	}
	return c.Cases.Hang(ctx, d, e.id, e.turn, r, files)
}

// letter makes the letter about a decision.
func (c *county) letter(ctx context.Context, e *errand) error {
	own := casework.Move{Act: casework.Write, By: casework.Township}
	actor, ok := c.whose(own, e.file)
	if !ok {
		return errNobody(own.Act)
	}
	return e.doneBy(actor.Staff, own, c.Cases.Write(ctx, c.desk(e.family, actor.Staff), e.id, e.turn, c.drawn(e)))
}
