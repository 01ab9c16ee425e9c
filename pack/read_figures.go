package pack

import (
	"fmt"
	"slices"
	"strings"

	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
)

// figures reads the figures section. A figure that a superior pack declares
// inherits whatever it does not say again.
func (r *reader) figures(n *node) {
	if n == nil {
		return
	}
	for _, e := range n.entries {
		r.checkID(e.key)
		r.pack.Figures = append(r.pack.Figures, r.figure(e))
	}
}

func (r *reader) figure(e entry) *Figure {
	v := e.value
	f := &Figure{ID: e.key.text, Label: v.get("label").scalar(), Question: v.get("question").scalar(), Type: v.get("type").typ(), Unit: v.get("unit").scalar(),
		Options: v.get("options").words(), ValueLabels: v.get("value_labels").textMap(), Steps: v.get("steps").typ(), Allowed: v.get("allowed").exprs(),
		Waiting: v.get("missing").scalar() == "waiting", Table: v.get("table").scalar(), Deviates: r.deviates(v.get("deviates")),
		Origin: r.pack.ID, Pos: e.key.pos}
	f.Keys = r.figureKeys(v)
	if superior := r.superiorFigure(f.ID); superior != nil {
		r.inheritFigure(f, superior, v)
	}
	r.checkFigure(f, v)
	r.checkUnit(v, f.Type == fact.Count)
	for _, row := range v.get("values").rows() {
		r.inlineRow(f, row)
	}
	if f.Table != "" {
		r.csvRows(f, v.get("table"))
	}
	r.checkRows(f)
	return f
}

// figureKeys reads keys: {column: name}, or by: name for one key.
func (r *reader) figureKeys(v *node) []Key {
	by, keys := v.get("by"), v.get("keys")
	if by != nil && keys != nil {
		r.add(by.pos, KindBody, "by 和 keys 不能都写", "by 或 keys", "只按一个枚举时用 by，其余用 keys")
	}
	if by.scalar() != "" {
		return []Key{{Column: by.text, From: by.text}}
	}
	var out []Key
	if keys != nil {
		for _, e := range keys.entries {
			out = append(out, Key{Column: e.key.text, From: e.value.scalar()})
		}
	}
	return out
}

// inheritFigure fills what a lower figure leaves unsaid and refuses what would
// make it another thing.
func (r *reader) inheritFigure(f, superior *Figure, v *node) {
	if f.Type == fact.Invalid {
		f.Type = superior.Type
	} else if f.Type != superior.Type {
		r.override(v.get("type").position(), f.ID, superior.Pos, fmt.Sprintf("类型%s与上级的%s不同", f.Type, superior.Type))
	}
	if len(f.Keys) == 0 {
		f.Keys = superior.Keys
	} else if len(superior.Keys) > 0 && !slices.Equal(f.Keys, superior.Keys) {
		r.override(f.Pos, f.ID, superior.Pos, "查找的列与上级不同")
	}
	if f.Steps == fact.Invalid {
		f.Steps = superior.Steps
	}
	f.Label = firstNonEmpty(f.Label, superior.Label)
	f.Question = firstNonEmpty(f.Question, superior.Question)
	if f.Options == nil {
		f.Options = superior.Options
	}
	if f.Allowed == nil {
		f.Allowed = superior.Allowed
	}
	f.Waiting = f.Waiting || superior.Waiting
	f.Unit = firstNonEmpty(f.Unit, superior.Unit)
}

func (r *reader) override(pos Pos, id string, superior Pos, what string) {
	r.add(pos, KindOverride, fmt.Sprintf("“%s”：%s（上级写在 %s）", id, what, superior), "与上级一致", "改成与上级一致；确是另一样东西就换一个名字")
}

func firstNonEmpty(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func (r *reader) checkFigure(f *Figure, v *node) {
	if v.kind != nodeMapping {
		return
	}
	if f.Type == fact.Invalid && v.get("type") == nil {
		r.missing(f.Pos, f.ID, "type", "类型")
	}
	if f.Label == "" && f.Question == "" {
		r.missing(f.Pos, f.ID, "label", "中文名称")
	}
	if f.Type == fact.Enum && len(f.Options) == 0 {
		r.missing(f.Pos, f.ID, "options", "枚举数值可以取的值")
	}
	if (v.get("values") == nil) == (v.get("table") == nil) {
		r.add(f.Pos, KindMissing, fmt.Sprintf("数值“%s”要有 values 或 table，而且只有一个", f.ID), "values 或 table", "少的写 values，多的写进 CSV")
	}
	r.checkRange(f.Allowed, f.Type, f.Options, "allowed")
}

func (r *reader) missing(pos Pos, id, key, doc string) {
	r.add(pos, KindMissing, fmt.Sprintf("“%s”缺少“%s”", id, key), doc, fmt.Sprintf("加上“%s: …”", key))
}

// inlineRow reads one item of values; with by it makes one row per value.
func (r *reader) inlineRow(f *Figure, n *node) {
	if n.kind != nodeMapping {
		return
	}
	row := &FigureRow{Span: r.span(n, Span{}), ReviewBy: n.get("review_by").day(), Cites: n.get("cite").cites(), Status: r.status(n),
		By: n.get("by").scalar(), PublishedOn: n.get("published_on").day(), Prevails: n.get("prevails").scalar(), Origin: r.pack.ID, Pos: n.pos}
	value := n.get("value")
	byMap := value != nil && value.kind == nodeMapping && f.Steps == fact.Invalid
	r.rowKeys(f, row, n, byMap)
	switch {
	case value == nil:
	case byMap && len(f.Keys) == 1:
		r.expandBy(f, row, value)
		return
	case byMap:
		r.add(value.pos, KindShape, "只有用 by 或 steps 的数值才能写成一组", "一个值", "改成一个值，或在数值上写 by")
	case value.kind == nodeMapping:
		r.steps(f, row, value)
	case f.Steps != fact.Invalid:
		r.add(value.pos, KindShape, "分档的数值要写各档", "{'0元': 10%, '20000元': 20%}", "写成一组“档线: 比例”")
	default:
		row.Value = value.expr()
	}
	f.Rows = append(f.Rows, row)
}

// rowKeys reads the key columns of an inline row and finds unknown keys.
func (r *reader) rowKeys(f *Figure, row *FigureRow, n *node, byMap bool) {
	known := keyList(&shape{keys: rowKeys})
	for _, k := range f.Keys {
		known = append(known, k.Column)
		if byMap {
			continue
		}
		cell := n.get(k.Column)
		if cell == nil {
			r.add(n.pos, KindMissing, fmt.Sprintf("这一行没有写“%s”", k.Column), "每一行都要写查找的列", fmt.Sprintf("加上“%s: …”", k.Column))
		}
		row.Keys = append(row.Keys, cell.scalar())
	}
	for _, e := range n.entries {
		if !slices.Contains(known, e.key.text) {
			r.unknownKey(e.key, known)
		}
	}
}

func (r *reader) expandBy(f *Figure, row *FigureRow, value *node) {
	for _, e := range value.entries {
		one := *row
		one.Keys = []string{e.key.text}
		one.Value = e.value.expr()
		one.Pos = e.key.pos
		f.Rows = append(f.Rows, &one)
	}
}

// steps reads brackets and demands that the thresholds ascend.
func (r *reader) steps(f *Figure, row *FigureRow, value *node) {
	last := int64(-1)
	for _, e := range value.entries {
		above := Expr{Text: e.key.text, Pos: e.key.pos}
		v, ok := r.typed(above, f.Steps, nil)
		if ok && v.N <= last {
			r.add(e.key.pos, KindTable, "档线没有从小到大排", "从小到大", "按档线从小到大重排")
		}
		last = v.N
		row.Steps = append(row.Steps, Step{Above: above, Value: e.value.expr()})
	}
}

// typed parses a literal of a known type and reports what does not fit.
func (r *reader) typed(e Expr, t fact.Type, options []string) (fact.Value, bool) {
	if e.Text == "" || t == fact.Invalid {
		return fact.Value{}, false
	}
	if t == fact.Place && !strings.HasPrefix(e.Text, "'") && e.Text != "none" {
		r.add(e.Pos, KindQuote, fmt.Sprintf("区划代码“%s”没有加引号", e.Text), "加引号的代码", fmt.Sprintf("写成 '%s'", e.Text))
		return fact.Value{}, false
	}
	v, err := fact.ParseLiteral(t, e.Text, optionNumber(options))
	if err != nil && r.reported(e.Pos) {
		return fact.Value{}, false
	}
	if err != nil {
		r.add(e.Pos, KindLiteral, fault.Sentence(err), typeWords(t, options), "改成这一类型的字面值")
		return fact.Value{}, false
	}
	return v, true
}

// reported tells whether something is already wrong at a place, so that one
// slip is not told twice.
func (r *reader) reported(pos Pos) bool {
	return slices.ContainsFunc(r.problems, func(p Problem) bool { return p.Pos == pos })
}

// optionNumber numbers enum values by their place in the list, for checks only.
func optionNumber(options []string) func(string) (int64, bool) {
	return func(s string) (int64, bool) {
		i := slices.Index(options, s)
		return int64(i), i >= 0
	}
}

// typeWords tells the clerk how a literal of a type looks.
func typeWords(t fact.Type, options []string) string {
	if t == fact.Enum {
		return strings.Join(options, "、")
	}
	return map[fact.Type]string{fact.Money: "金额，如 538元", fact.MoneyMonth: "每月金额，如 538元", fact.MoneyYear: "每年金额，如 2000元",
		fact.MoneyDay: "每天金额，如 50元", fact.Rate: "比例，如 42%", fact.Count: "整数，如 16", fact.Months: "月数，如 6 months",
		fact.Date: "日期，如 2020-03-15", fact.Month: "月份，如 2020-03", fact.Span: "起止月，如 2019-03/2020-02",
		fact.Area: "面积，如 13平方米", fact.Bool: "true 或 false", fact.Place: "区划代码，如 '350421'"}[t]
}

// checkRange holds a pair of bounds: two literals of the type, low first.
func (r *reader) checkRange(bounds []Expr, t fact.Type, options []string, key string) {
	if len(bounds) == 0 || t == fact.Invalid {
		return
	}
	if len(bounds) != 2 {
		r.add(bounds[0].Pos, KindShape, fmt.Sprintf("“%s”要写两个值", key), "[最小值, 最大值]", "写成两个值")
		return
	}
	low, ok1 := r.typed(bounds[0], t, options)
	high, ok2 := r.typed(bounds[1], t, options)
	if ok1 && ok2 && low.N > high.N {
		r.add(bounds[0].Pos, KindLiteral, "最小值大于最大值", "[最小值, 最大值]", "把两个值对调")
	}
}

// checkRows holds every row against the type, the allowed range and the other rows.
func (r *reader) checkRows(f *Figure) {
	for _, row := range f.Rows {
		if row.To == civil.Open && row.ReviewBy == 0 {
			r.add(row.Pos, KindSpan, "没有截止日的数值要写复核日", "review_by: 最迟哪天复核", "加上“review_by: …”，或写明 to")
		}
		v, ok := r.typed(row.Value, f.Type, f.Options)
		if ok {
			r.checkAllowed(f, row, v)
		}
		for _, s := range row.Steps {
			r.typed(s.Value, f.Type, f.Options)
		}
		if row.Prevails != "" && row.Prevails != "replace" && (f.Type == fact.Enum || f.Type == fact.Bool || f.Type == fact.Place || len(row.Steps) > 0) {
			r.add(row.Pos, KindWord, "这种数值分不出高低", "prevails: replace", "改成 replace")
		}
	}
	r.checkRowOverlap(f)
}

func (r *reader) checkAllowed(f *Figure, row *FigureRow, v fact.Value) {
	if len(f.Allowed) != 2 || v.State != fact.Known {
		return
	}
	low, err1 := fact.ParseLiteral(f.Type, f.Allowed[0].Text, optionNumber(f.Options))
	high, err2 := fact.ParseLiteral(f.Type, f.Allowed[1].Text, optionNumber(f.Options))
	if err1 == nil && err2 == nil && (v.N < low.N || v.N > high.N) {
		r.add(row.Value.Pos, KindLiteral, fmt.Sprintf("%s不在条文允许的范围里", row.Value.Text),
			fmt.Sprintf("%s 到 %s", f.Allowed[0].Text, f.Allowed[1].Text), "改正数值；条文变了就改 allowed")
	}
}

// checkRowOverlap refuses two values for one day and one combination of keys.
func (r *reader) checkRowOverlap(f *Figure) {
	byKeys := make(map[string][]*FigureRow)
	for _, row := range f.Rows {
		key := strings.Join(row.Keys, "\x00")
		for _, other := range byKeys[key] {
			if row.From <= other.To && other.From <= row.To {
				r.add(row.Pos, KindOverlap, fmt.Sprintf("“%s”这一行与 %s 的期间重叠", f.ID, other.Pos), "同一天只有一个数值", "改正起止日，使前一行止于后一行的前一天")
				break
			}
		}
		byKeys[key] = append(byKeys[key], row)
	}
}
