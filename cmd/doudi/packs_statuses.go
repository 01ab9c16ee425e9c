package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"doudi/casefile"
	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
	"doudi/pack"
	"doudi/policy"
)

// statusList is how what is still to be confirmed is written.
type statusList struct {
	wanted, json bool
	file         string
}

// openItem is one value, rule, pair or step that is not simply published law,
// with what a real county must bring. Amounts are as people write them.
type openItem struct {
	Place    string      `json:"place"`
	Pack     string      `json:"pack"`
	Kind     string      `json:"kind"` // figure, reading, rule, pair or step
	ID       string      `json:"id"`
	Label    string      `json:"label"`
	Status   pack.Status `json:"status"`
	Keys     []string    `json:"keys,omitempty"` // for which place, area …
	Value    string      `json:"value,omitempty"`
	Unit     string      `json:"unit,omitempty"`
	From     string      `json:"from"`
	To       string      `json:"to,omitempty"`
	Clauses  []string    `json:"clauses,omitempty"` // that leave it open
	Bring    string      `json:"bring"`             // the document that would settle it
	ReviewBy string      `json:"review_by,omitempty"`
	At       string      `json:"at"`

	by    string // what the rows differ by: 办理地、城乡
	group string // what is told on one line
	with  string // of a pair, the second programme
}

// statusRemedies says what each status asks for.
var statusRemedies = map[pack.Status]string{
	pack.Example:    "编出来的；当地拿出文件确认以前，不得据以发放",
	pack.Unverified: "相信有出处，还没见到原文",
	pack.Assumed:    "条文没有说，是我们的假定",
	pack.Reading:    "条文可作几种解释，这是其中一种",
}

// bringWords say which document settles a status.
var bringWords = map[pack.Status]string{
	pack.Example:    "本级或上级公布这个数的文件（文号、条款、起止日期）",
	pack.Unverified: "所引文件的原文，核对这一条",
	pack.Assumed:    "主管部门认可或改正这一假定的书面意见",
	pack.Reading:    "主管部门采用哪一种理解的书面意见",
}

// countStatuses ends lint: how much is still open, and how to see it.
func (a *app) countStatuses(lib *library, ids []string) {
	counts := map[pack.Status]int{}
	for _, g := range grouped(lib.openItems(ids)) {
		counts[g[0].Status]++
	}
	var words []string
	for _, s := range pack.Statuses {
		if counts[s] > 0 {
			words = append(words, fmt.Sprintf("%s %d 处", s.Mark(), counts[s]))
		}
	}
	if len(words) > 0 {
		command := "doudi packs lint --statuses"
		if len(ids) < len(lib.ids()) {
			command += " " + strings.Join(ids, " ")
		}
		fmt.Fprintf(a.out, "尚待当地确认：%s；逐项查看：%s\n", joined(words), command)
	}
}

// listStatuses writes everything that is still to be confirmed.
func (a *app) listStatuses(lib *library, ids []string, list statusList) error {
	for _, id := range ids {
		if _, err := lib.good(id); err != nil {
			return err
		}
	}
	items := lib.openItems(ids)
	if list.file != "" {
		if err := writeStatusBook(list.file, items); err != nil {
			return err
		}
		if !list.json {
			fmt.Fprintf(a.out, "写了 %d 行到 %s\n", len(items), list.file)
			return nil
		}
	}
	if list.json {
		return a.statusJSON(items)
	}
	a.statusText(items)
	return nil
}

// statusJSON writes the items for machines.
func (a *app) statusJSON(items []openItem) error {
	enc := json.NewEncoder(a.out)
	enc.SetIndent("", " ")
	enc.SetEscapeHTML(false)
	return enc.Encode(struct {
		Version int        `json:"version"`
		Items   []openItem `json:"items"`
	}{1, items})
}

// openItems collects the packs' own open items, by place and then by status.
func (l *library) openItems(ids []string) []openItem {
	var items []openItem
	for _, id := range ids {
		c, err := l.get(id)
		if err != nil || c.program == nil {
			continue
		}
		own := c.openItems(id)
		slices.SortStableFunc(own, func(a, b openItem) int {
			return cmp.Compare(slices.Index(pack.Statuses, a.Status), slices.Index(pack.Statuses, b.Status))
		})
		items = append(items, own...)
	}
	return items
}

// openItems are those that a pack of the chain writes itself.
func (c *compiled) openItems(id string) []openItem {
	list := &openList{c: c, id: id}
	for i := range c.program.Figures {
		f := &c.program.Figures[i]
		for k := range f.Rows {
			r := &f.Rows[k]
			list.add(c.figureItem(f, r), r.Origin, r.Status, r.Span, r.Cites, r.Pos)
		}
	}
	for i := range c.program.Rules {
		r := &c.program.Rules[i]
		for _, v := range r.Versions {
			list.add(openItem{Kind: "rule", ID: r.ID, Label: r.Label}, v.Origin, v.Status, v.Span, v.Cites, v.Pos)
		}
	}
	for _, p := range c.resolved.Stacking {
		list.add(c.pairItem(p), p.Origin, p.Status, p.Span, texts(p.Cites), p.Pos)
	}
	for _, p := range c.resolved.Procedures {
		for _, s := range p.Steps {
			list.add(stepItem(p, &s), p.Origin, s.Status, p.Span, texts(s.Cites), s.Pos)
		}
	}
	return list.items
}

// openList collects what one pack of a chain leaves open.
type openList struct {
	c     *compiled
	id    string
	items []openItem
}

// add takes an item that the pack itself writes and that is not published law.
func (l *openList) add(item openItem, origin string, status pack.Status, span pack.Span, cites []string, pos pack.Pos) {
	if origin != l.id || status == pack.Published {
		return
	}
	item.Place, item.Pack, item.Status, item.From = l.c.resolved.Labels[l.id], l.id, status, span.From.String()
	if span.To != civil.Open {
		item.To = span.To.String()
	}
	item.Clauses, item.At, item.Bring = l.c.clauseTexts(cites), placeOf(pos.File, pos.Line), bringWords[status]
	l.items = append(l.items, item)
}

// figureItem is one row of a figure.
func (c *compiled) figureItem(f *policy.Figure, r *policy.FigureRow) openItem {
	item := openItem{Kind: "figure", ID: f.ID, Label: cmp.Or(f.Label, f.Question), Unit: unitWords[f.Type], by: joined(c.keyLabels(f.Keys))}
	item.Value, item.Keys = c.program.RowValue(f, r), c.program.RowKeys(f, r)
	if decl := c.resolved.Figure(f.ID); f.IsReading && decl != nil {
		item.Kind, item.Label = "reading", cmp.Or(f.Question, f.Label)
		if len(decl.Options) > 0 {
			item.Unit = "选一项：" + optionTexts(decl)
		}
	}
	if r.ReviewBy != 0 {
		item.ReviewBy = civil.Date(r.ReviewBy).String()
	}
	return item
}

// optionTexts are the answers of a reading, with their Chinese names if given.
func optionTexts(f *pack.Figure) string {
	var words []string
	for _, o := range f.Options {
		words = append(words, strings.TrimSpace(o+" "+f.ValueLabels[o]))
	}
	return joined(words)
}

// keyLabels say in Chinese what a figure is looked up by.
func (c *compiled) keyLabels(keys []string) []string {
	var words []string
	for _, k := range keys {
		words = append(words, c.keyLabel(k))
	}
	return words
}

// keyLabel is the label of a fact or rule; the months of a question have none.
func (c *compiled) keyLabel(key string) string {
	for _, e := range c.program.Schema.Entities {
		for i := range e.Facts {
			if e.Facts[i].Key == key {
				return e.Facts[i].Label
			}
		}
	}
	if r := c.program.Rule(key); r != nil {
		return r.Label
	}
	return map[string]string{"month": "待遇月", "index_month": "指数月"}[key]
}

// pairItem is one pair; those of one programme and relation stand on one line.
func (c *compiled) pairItem(p *pack.Pair) openItem {
	first, second := c.program.ProgrammeLabel(p.First), c.program.ProgrammeLabel(p.Second)
	return openItem{Kind: "pair", ID: p.First + "+" + p.Second, Label: fmt.Sprintf("“%s”与“%s”：%s", first, second, stackingShort[p.Is]),
		group: fmt.Sprintf("“%s”%s：", first, stackingWords[p.Is]), with: second}
}

// stackingWords say how a programme meets those that follow.
var stackingWords = map[string]string{
	"both": "与下列可以同享", "excludes": "排斥下列各项", "higher_of": "与下列只享受高的", "tops_up_to": "先给，下列补足差额",
}

// stepItem is one step of a procedure.
func stepItem(p *pack.Procedure, s *pack.ProcedureStep) openItem {
	item := openItem{Kind: "step", ID: p.ID + "." + s.ID, Label: p.Label + "：" + s.Label}
	if s.Within > 0 {
		item.Unit = policy.LimitWord(s.Days)
		item.Value = fmt.Sprintf("%d%s", s.Within, item.Unit)
	}
	return item
}

// unitWords say in which unit a value is given.
var unitWords = map[fact.Type]string{
	fact.Money: "元", fact.MoneyMonth: "元/月", fact.MoneyYear: "元/年", fact.MoneyDay: "元/天", fact.Rate: "%", fact.Count: "个数",
	fact.Months: "个月", fact.Date: "日期", fact.Month: "月份", fact.Area: "平方米", fact.Bool: "是或否", fact.Enum: "选一项",
}

// texts are citations as plain words.
func texts(cites []pack.Cite) []string {
	var out []string
	for _, c := range cites {
		out = append(out, c.Text)
	}
	return out
}

// clauseTexts name clauses with the document and the place in it.
func (c *compiled) clauseTexts(cites []string) []string {
	var out []string
	for _, cite := range cites {
		text := cite
		if s := c.resolved.SourceOf(cite); s != nil {
			text += "（" + cmp.Or(s.Number, s.Title)
			if clause := s.Clauses[clauseName(cite)]; clause != nil {
				text += " " + clause.At
			}
			text += "）"
		}
		out = append(out, text)
	}
	return out
}

// clauseName is a citation without its source.
func clauseName(cite string) string {
	if _, clause, split := strings.Cut(cite, "/"); split {
		return clause
	}
	return cite
}

// statusText writes the items for people: by place and status, the rows of a
// figure together.
func (a *app) statusText(items []openItem) {
	for i := 0; i < len(items); {
		j := i
		for j < len(items) && items[j].Pack == items[i].Pack && items[j].Status == items[i].Status {
			j++
		}
		s := items[i].Status
		groups := grouped(items[i:j])
		fmt.Fprintf(a.out, "%s（%s）%s：%d 处，%s\n", items[i].Place, items[i].Pack, s.Mark(), len(groups), statusRemedies[s])
		for _, g := range groups {
			fmt.Fprintln(a.out, "  "+g.text())
		}
		fmt.Fprintf(a.out, "  要带来：%s\n\n", bringWords[s])
		i = j
	}
	fmt.Fprintf(a.out, "共 %d 处、%d 行；写成可以填写的表：doudi packs lint --statuses --xlsx 待确认.xlsx\n", len(grouped(items)), len(items))
}

// statusGroup is the rows of one thing.
type statusGroup []openItem

// grouped joins the rows of the same thing and status, wherever they stand.
func grouped(items []openItem) []statusGroup {
	var groups []statusGroup
	at := map[string]int{}
	for _, item := range items {
		key := item.Pack + " " + item.Kind + " " + cmp.Or(item.group, item.ID) + " " + string(item.Status)
		if i, ok := at[key]; ok {
			groups[i] = append(groups[i], item)
			continue
		}
		at[key] = len(groups)
		groups = append(groups, statusGroup{item})
	}
	return groups
}

// kindWords name what is open.
var kindWords = map[string]string{"figure": "数值", "reading": "理解", "rule": "规则", "pair": "叠加", "step": "步骤"}

// text is one thing on a line.
func (g statusGroup) text() string {
	first := &g[0]
	words := []string{kindWords[first.Kind] + " " + first.Label + "（" + first.ID + "）"}
	if first.group != "" {
		words[0] = kindWords[first.Kind] + " " + first.group + joined(g.withs())
	}
	if first.Unit != "" {
		words = append(words, "单位 "+first.Unit)
	}
	if first.by != "" {
		words = append(words, "按 "+first.by+" 分别取值")
	}
	switch {
	case len(g) > 1 && first.group == "":
		words = append(words, fmt.Sprintf("共 %d 行，如 %s", len(g), strings.TrimSpace(strings.Join(first.Keys, " ")+" "+first.Value)))
	case first.Value != "":
		words = append(words, "现在 "+strings.TrimSpace(strings.Join(first.Keys, " ")+" "+first.Value))
	}
	if clauses := g.clauses(); len(clauses) > 0 {
		words = append(words, "条款 "+joined(clauses))
	}
	if first.ReviewBy != "" {
		words = append(words, first.ReviewBy+" 前复核")
	}
	return strings.Join(append(words, first.At), "；") + " " + first.Status.Mark()
}

// clauses are those of all rows, each once.
func (g statusGroup) clauses() []string {
	var out []string
	for i := range g {
		for _, c := range g[i].Clauses {
			if !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	return out
}

// withs are the second programmes of pairs.
func (g statusGroup) withs() []string {
	var out []string
	for i := range g {
		out = append(out, g[i].with)
	}
	return out
}

// writeStatusBook writes the items as a workbook with columns to fill in.
func writeStatusBook(file string, items []openItem) error {
	out, err := os.Create(file)
	if err != nil {
		return fault.Wrap(err, fault.NotFound, "不能写文件 "+file+"，请检查目录是否存在、有没有权限")
	}
	rows := make([][]string, len(items))
	for i, it := range items {
		rows[i] = []string{it.Place, it.Pack, it.Status.Mark(), kindWords[it.Kind], it.Label, it.ID, strings.Join(it.Keys, " "), it.Value, it.Unit,
			it.From, it.To, strings.Join(it.Clauses, "、"), it.Bring, it.ReviewBy, it.At}
	}
	err = casefile.WriteList(out, "待确认", statusColumns, rows)
	if shut := out.Close(); err == nil && shut != nil {
		err = fault.Wrap(shut, fault.Internal, "文件 "+file+" 没有写完，请检查磁盘是否已满")
	}
	return err
}

// statusColumns are the headings of the workbook; what is starred the clerk
// fills in.
var statusColumns = []casefile.ListColumn{
	{Heading: "地方"}, {Heading: "政策包"}, {Heading: "现状"}, {Heading: "种类"}, {Heading: "名称", Wide: true},
	{Heading: "编号", Wide: true}, {Heading: "适用于"}, {Heading: "现在的值"}, {Heading: "单位"}, {Heading: "从"},
	{Heading: "到"}, {Heading: "条款", Wide: true}, {Heading: "要带来", Wide: true}, {Heading: "复核日"}, {Heading: "在文件里", Wide: true},
	{Heading: "当地的值 *", Fill: true}, {Heading: "文件名称 *", Wide: true, Fill: true}, {Heading: "文号 *", Fill: true},
	{Heading: "条款 *", Fill: true}, {Heading: "从哪天起 *", Fill: true}, {Heading: "到哪天", Fill: true}, {Heading: "填表人 *", Fill: true},
}
