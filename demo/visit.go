package demo

import (
	"context"
	"fmt"
	"slices"
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
}

// sheetOfDemo is the paper of every record of the demo: drawing thousands would
// take longer than looking at it all.
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

// visit enters a record of a case, by the hand of somebody who may.
func (c *county) visit(ctx context.Context, e *errand, sort casework.Sort) error {
	office := c.tree[e.family.office]
	m := casework.Move{Act: casework.Keep, By: casework.Township}
	if sort == casework.Visit {
		m.By = casework.County
	}
	actor, ok := c.whose(office, m, e.file)
	if !ok {
		return errNobody(m.Act)
	}
	r := casework.Record{Sort: sort, Ident: fmt.Sprintf("demo%06d%06d%06d", office.ID, e.id, e.turn), On: access.DayOf(c.Clock.Now()), Hour: "09:30",
		Place: "家里", Met: "申请人本人", First: "经办人", Second: casework.Companion{Name: "村委会干部"}}
	for _, s := range sort.Sections() {
		r.Said = append(r.Said, casework.Finding{About: s.ID, Label: s.Label, Text: nth(found[s.ID], e.hand)})
	}
	if sort == casework.Appraisal {
		r.Votes = &casework.Votes{Present: 15, For: 13, Against: 1, Abstain: 1}
	}
	_, err := c.Cases.Enter(ctx, registry.Desk{Actor: actor, Office: office}, e.id, r, nil,
		func(casework.Record, int64) ([]byte, error) { return sheetOfDemo() })
	return e.doneBy(actor.Staff, m, err)
}

// issue makes the notice that a move hangs or makes known.
func (c *county) issue(ctx context.Context, e *errand, m casework.Move) error {
	office := c.tree[e.family.office]
	own := casework.Move{Act: casework.Issue, By: m.By, Step: m.Step}
	actor, ok := c.whose(office, own, e.file)
	if !ok {
		return errNobody(own.Act)
	}
	o := casework.Order{Opinion: casework.Give, Amount: "按规定", Place: "乡镇社会事务办", Phone: "0598-2812345", Days: 7}
	err := c.Cases.Issue(ctx, registry.Desk{Actor: actor, Office: office}, e.id, e.turn, o, func(casework.Record, int64) ([]byte, error) { return sheetOfDemo() })
	return e.doneBy(actor.Staff, own, err)
}

// letter makes the letter about a decision.
func (c *county) letter(ctx context.Context, e *errand) error {
	office := c.tree[e.family.office]
	own := casework.Move{Act: casework.Write, By: casework.Township}
	actor, ok := c.whose(office, own, e.file)
	if !ok {
		return errNobody(own.Act)
	}
	err := c.Cases.Write(ctx, registry.Desk{Actor: actor, Office: office}, e.id, e.turn, func(casework.Record, int64) ([]byte, error) { return sheetOfDemo() })
	return e.doneBy(actor.Staff, own, err)
}
