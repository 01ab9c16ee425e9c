package casefile

import (
	"strings"

	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
	"doudi/gb"
	"doudi/pack"
)

// binder turns one raw family into a snapshot, collecting every fault on the
// way: a clerk mends a file once, not fault by fault.
type binder struct {
	r      *Reader
	v      *vocabulary
	family *Family
	snap   *fact.Snapshot
}

// familyKeys are the keys of a family in order, with the headings that tables
// give them.
var familyKeys = []struct{ key, heading string }{
	{"name", "户编号"}, {"region", "地区"}, {"applied_on", "申请日期"}, {"decided_on", "决定日期"},
	{"as_of", "计算日期"}, {"month", "待遇月份"}, {"claims", "申请项目"}, {"address", "住址"}, {"village", "村（社区）"}, {"chosen", "选择"},
	{"household", "家庭"}, {"members", "成员"}, {"expect", ""}, {"why", ""}, {"figures", ""},
}

// bind reads one raw family.
func (r *Reader) bind(raw rawFamily) *Family {
	b := &binder{r: r, family: &Family{}}
	head := raw.head()
	b.family.Pos = Pos{File: r.name, Sheet: head.sheet, Row: head.row}
	if !b.readable(head) {
		return b.family
	}
	if b.identify(head) && b.adopt(nil) {
		if tree := b.settle(raw); tree != nil {
			b.read(tree)
		}
	}
	if len(b.family.Faults) == 0 {
		b.family.Snapshot = b.snap
	}
	return b.family
}

// readable tells whether there is a family to read. One whose rows are lost is
// not: what the other rows lack would only confuse.
func (b *binder) readable(head *node) bool {
	if head.kind != isMapping {
		b.blame(head, nil, "", "这里应是一户家庭：一行一个“键: 值”，如“name: 张三户”")
		return false
	}
	b.family.Name = masked(b.word(head, "name"))
	b.troubles(head)
	return len(head.problems) == 0
}

// troubles reports what was found while rows were put together.
func (b *binder) troubles(n *node) {
	for _, p := range n.problems {
		b.blame(&node{sheet: p.sheet, row: p.row}, nil, p.field, p.sentence)
	}
}

// identify reads name and region, which every message and the pack need, and
// tells whether there is a region to go on with.
func (b *binder) identify(head *node) bool {
	b.family.Region = b.word(head, "region")
	if b.family.Name == "" {
		b.blame(head, nil, b.field("name", ""), "没有写户名，结果无法对应；请补上")
	}
	if b.r.o.Region != "" {
		b.family.Region = b.r.o.Region
	}
	region := head.get("region")
	if region != nil && region.style == digits {
		b.blame(region, nil, b.field("region", ""), "区划代码要加引号，写成 region: \"350421\"")
	}
	_, ok := gb.PlaceCode(b.family.Region)
	switch {
	case b.family.Region == "":
		b.blame(head, nil, b.field("region", ""), "没有写办理地的区划代码，如“350421”；也可以在命令里用 --region 指定")
	case !ok:
		b.blamef(region, nil, b.field("region", ""), "“%s”不是区划代码，应为2、4、6、9或12位数字，如“350421”", clean(b.family.Region))
	}
	return ok
}

// word is the text of a plain key, "" if it is absent or no scalar.
func (b *binder) word(n *node, key string) string {
	v := n.get(key)
	if v == nil || v.kind != isScalar {
		return ""
	}
	if v.style == cell {
		return narrow(v.text)
	}
	return strings.TrimSpace(v.text)
}

// field is how the clerk knows a key: the heading in tables, key and label in
// files with keys.
func (b *binder) field(key, label string) string {
	if label == "" {
		label = familyHeading(key)
	}
	if label == "" {
		return key
	}
	if b.r.table {
		return label
	}
	return key + "（" + label + "）"
}

// familyHeading is the heading of a key of the family, "" where tables have none.
func familyHeading(key string) string {
	for _, k := range familyKeys {
		if k.key == key {
			return k.heading
		}
	}
	return ""
}

// settle asks for the pack once more with the facts that packs may be scoped
// by, and gives the tree under the final schema; nil if there is no pack.
func (b *binder) settle(raw rawFamily) *node {
	tree, before := raw.tree(b.v), b.v
	scope := b.scope(tree.get("household"))
	if len(scope) > 0 && !b.adopt(scope) {
		return nil
	}
	if b.v != before {
		tree = raw.tree(b.v)
	}
	return tree
}

// adopt takes the resolved pack for a scope as the vocabulary.
func (b *binder) adopt(scope map[string]string) bool {
	p, err := b.r.o.Resolve(b.family.Region, scope)
	if err != nil {
		b.blame(nil, nil, b.field("region", ""), fault.Sentence(err))
		if kind := fault.Kind(err); kind != fault.NotFound && len(b.family.Faults) > 0 {
			b.family.Faults[len(b.family.Faults)-1].Kind = kind
		}
		return false
	}
	b.v = b.r.vocabularyOf(p)
	b.family.Pack = p
	return true
}

// scope collects the enum facts of the household that are readable.
func (b *binder) scope(household *node) map[string]string {
	scope := map[string]string{}
	if household == nil {
		return scope
	}
	for _, e := range household.entries {
		slot := b.v.slot(fact.HouseholdEntity, e.key)
		if slot < 0 || e.value.kind != isScalar || b.v.schema.Entities[fact.HouseholdEntity].Facts[slot].Type != fact.Enum {
			continue
		}
		if n, ok := b.v.symbol(fact.HouseholdEntity, slot, b.plainText(e.value), e.value.style == cell); ok {
			scope[e.key] = b.v.schema.SymbolName(n)
		}
	}
	return scope
}

// plainText is the text of a scalar without what input methods leave in cells.
func (b *binder) plainText(n *node) string {
	if n.style == cell {
		return narrow(n.text)
	}
	return n.text
}

// read binds the whole tree.
func (b *binder) read(tree *node) {
	b.snap = &fact.Snapshot{Schema: b.v.schema, Name: b.family.Name, Region: b.family.Region}
	b.troubles(tree)
	b.strays(tree)
	b.familyWords(tree)
	b.dates(tree)
	b.family.Address, b.family.Hamlet = masked(b.word(tree, "address")), masked(b.word(tree, "village"))
	b.claims(tree.get("claims"))
	b.chosen(tree.get("chosen"))
	household := tree.get("household")
	if household == nil {
		household = &node{kind: isMapping, sheet: tree.sheet, row: tree.row}
	}
	b.snap.Household = b.row(household, &place{words: b.householdWord(household)}, fact.HouseholdEntity)
	b.members(tree)
	b.handlingPlace()
	b.caseOnly(tree)
}

// householdWord names the household where its facts are no mapping; its facts
// themselves need no such word.
func (b *binder) householdWord(n *node) string {
	if n.kind == isMapping {
		return ""
	}
	return b.field("household", "")
}

// familyWords refuses keys that a family does not have.
func (b *binder) familyWords(tree *node) {
	b.once(tree, nil)
	var known []string
	for _, k := range familyKeys {
		known = append(known, k.key)
	}
	for _, e := range tree.entries {
		if !contains(known, e.key) {
			b.unknown(e, nil, fact.PlaceEntity, known)
		}
	}
}

// contains tells whether a word is in a list.
func contains(list []string, word string) bool {
	for _, w := range list {
		if w == word {
			return true
		}
	}
	return false
}

// once refuses a key that is written twice; tables call it two rows that
// disagree.
func (b *binder) once(n *node, at *place) {
	for i, e := range n.entries {
		for j := range i {
			if n.entries[j].key != e.key {
				continue
			}
			if b.r.table {
				b.blamef(e.value, at, clean(b.heading(e.key)), "与前面第%d行填得不一样；同一户、同一人的同一项只能有一个答案，请改成一致或留空。若是两个同名的人，请在姓名后加编号", n.entries[j].row)
			} else {
				b.blamef(&node{row: e.row}, at, clean(e.key), "写了两次（另一处在第%d行）；请删去一处", n.entries[j].row)
			}
			break
		}
	}
}

// heading is the Chinese word for any key of the family or its facts.
func (b *binder) heading(key string) string {
	if word := familyHeading(key); word != "" {
		return word
	}
	for id := range b.v.schema.Entities {
		if slot := b.v.slot(fact.EntityID(id), key); slot >= 0 {
			return b.v.schema.Entities[id].Facts[slot].Label
		}
	}
	return key
}

// dates reads the days of the question. as_of follows from the day of
// application where it is absent, the other days follow from as_of.
func (b *binder) dates(tree *node) {
	s := b.snap
	applied, asOf := b.date(tree, "applied_on"), b.date(tree, "as_of")
	switch {
	case b.r.o.AsOf != 0:
		asOf = b.r.o.AsOf
	case asOf == 0 && tree.get("as_of") != nil:
		return // it is told already, and no other day may stand in for it
	case asOf == 0 && applied != 0:
		asOf = applied
	case asOf == 0:
		asOf = b.r.o.Today
	}
	switch {
	case asOf == 0 && tree.get("applied_on") != nil:
		return // likewise
	case asOf == 0:
		b.blame(tree, nil, b.field("as_of", ""), "没有写计算日期，也没有申请日期；请补上，如“2020-03-15”")
		return
	}
	s.AsOf, s.AppliedOn, s.DecidedOn = asOf, applied, b.date(tree, "decided_on")
	if s.AppliedOn == 0 {
		s.AppliedOn = asOf
	}
	if s.DecidedOn == 0 {
		s.DecidedOn = asOf
	}
	s.Month = asOf.Month()
	if n := tree.get("month"); n != nil {
		if v, ok := b.scalar(n, nil, b.field("month", ""), fact.Month); ok {
			s.Month = civil.Month(v.N)
		}
	}
	b.dateOrder(tree)
}

// date reads one day of the family, 0 if it is absent or wrong.
func (b *binder) date(tree *node, key string) civil.Date {
	n := tree.get(key)
	if n == nil {
		return 0
	}
	v, _ := b.scalar(n, nil, b.field(key, ""), fact.Date)
	return civil.Date(v.N)
}

// scalar reads a value that is no fact.
func (b *binder) scalar(n *node, at *place, field string, t fact.Type) (fact.Value, bool) {
	if n.kind != isScalar {
		b.blame(n, at, field, "这里应只写一个值")
		return fact.Value{}, false
	}
	v, err := fact.ParseLiteral(t, fromStyle(t, n), nil)
	if err != nil || v.State != fact.Known {
		b.blame(n, at, field, b.complaint(n, t, err))
		return fact.Value{}, false
	}
	return v, true
}

// dateOrder refuses days before the law as data begins and days in the wrong
// order.
func (b *binder) dateOrder(tree *node) {
	s := b.snap
	if s.AppliedOn > s.AsOf {
		b.blamef(tree.get("applied_on"), nil, b.field("applied_on", ""), "申请日期%s晚于计算日期%s；请改正其中一个（命令里的 --as-of 也算计算日期）", s.AppliedOn.Chinese(), s.AsOf.Chinese())
	}
	if s.DecidedOn < s.AppliedOn {
		b.blamef(tree.get("decided_on"), nil, b.field("decided_on", ""), "决定日期%s早于申请日期%s；请改正其中一个", s.DecidedOn.Chinese(), s.AppliedOn.Chinese())
	}
	begin, label := beginning(b.v.pack)
	for _, d := range []struct {
		key string
		on  civil.Date
	}{{"applied_on", s.AppliedOn}, {"as_of", s.AsOf}, {"month", s.Month.LastDay()}} {
		if d.on < begin && (d.key == "as_of" || tree.get(d.key) != nil) {
			b.blamef(tree.get(d.key), nil, b.field(d.key, ""), "早于“%s”政策包的起始日%s，那时的政策没有录入，算不出来；请核对日期", label, begin.Chinese())
		}
	}
}

// beginning is the earliest day of a chain of packs, with the label of the
// pack that begins then.
func beginning(p *pack.Resolved) (civil.Date, string) {
	from, label := civil.Open, ""
	for _, one := range p.Packs {
		if one.InForce.From < from {
			from, label = one.InForce.From, one.Label
		}
	}
	if len(p.Packs) == 0 {
		return -1 << 31, ""
	}
	return from, label
}

// claims reads which programmes the family asks for.
func (b *binder) claims(n *node) {
	if n == nil {
		return
	}
	field := b.field("claims", "")
	b.snap.ClaimsGiven = true
	for _, word := range b.words(n, field) {
		id, ok := b.v.programme(word.text)
		if !ok {
			b.blamef(word, nil, field, "没有“%s”这个项目%s", clean(word.text), perhaps(word.text, b.v.programmes()))
			continue
		}
		b.snap.Claims = append(b.snap.Claims, id)
	}
}

// words reads a list of words, in a cell divided by commas.
func (b *binder) words(n *node, field string) []*node {
	switch {
	case n.kind == isScalar && n.style == cell:
		var list []*node
		for _, word := range splitWords(narrow(n.text)) {
			list = append(list, &node{kind: isScalar, style: cell, text: word, sheet: n.sheet, row: n.row})
		}
		return list
	case n.kind != isList:
		b.blame(n, nil, field, "这里应是方括号里的清单，如 [dibao]；什么都不问写 []，全部都问就删掉这一行")
		return nil
	}
	for _, item := range n.items {
		if item.kind != isScalar {
			b.blame(item, nil, field, "清单里应只写名称")
			return nil
		}
	}
	return n.items
}

// splitWords divides the words of a cell.
func splitWords(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("、,;|/ \t\n", r) })
}

// chosen reads which option the family took in each choice.
func (b *binder) chosen(n *node) {
	if n == nil {
		return
	}
	if n.kind != isMapping {
		b.blame(n, nil, b.field("chosen", ""), "这里应是“选择项: 选中的做法”")
		return
	}
	b.once(n, nil)
	b.snap.Chosen = map[string]string{}
	for _, e := range n.entries {
		choice := b.v.choice(e.key)
		if choice == nil {
			b.blamef(e.value, nil, b.field("chosen", ""), "没有“%s”这个选择项", clean(e.key))
			continue
		}
		b.option(choice, e.value)
	}
}

// option reads the option taken.
func (b *binder) option(choice *pack.Choice, n *node) {
	word := b.plainText(n)
	var known []string
	for _, o := range choice.Options {
		if n.kind == isScalar && (word == o.ID || n.style == cell && word == narrow(o.Label)) {
			b.snap.Chosen[choice.ID] = o.ID
			return
		}
		known = append(known, o.ID)
	}
	b.blamef(n, nil, choice.Label, "没有“%s”这个做法，可选：%s", clean(word), strings.Join(known, "、"))
}
