package casefile

import (
	"fmt"
	"strings"

	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
	"doudi/gb"
)

// members binds the people of the family into the first table of the household.
func (b *binder) members(tree *node) {
	n := tree.get("members")
	if n == nil {
		if len(tree.problems) == 0 { // else its rows could not be used
			b.blame(tree, nil, b.field("members", ""), "没有成员；请至少写上申请人")
		}
		return
	}
	table := -1
	for i, id := range b.v.schema.Entities[fact.HouseholdEntity].Tables {
		if id == fact.MemberEntity {
			table = i
		}
	}
	if table < 0 {
		return
	}
	people := b.people(n)
	b.snap.Household.Tables[table] = people
	b.oneHead(n, people.Rows)
	b.noTwins(n, people.Rows)
}

// people binds each member with name, number and the facts that follow from
// the number.
func (b *binder) people(n *node) fact.Table {
	state := fact.Complete
	if n.kind == isMapping {
		n, state = b.partial(n, nil, &b.v.schema.Entities[fact.MemberEntity]), fact.Partial
	}
	if n.kind != isList || len(n.items) == 0 {
		b.blame(n, nil, b.field("members", ""), "这里应是成员清单，每人以“-”开头，至少有申请人")
		return fact.Table{}
	}
	t := fact.Table{State: state}
	for i, item := range n.items {
		t.Rows = append(t.Rows, b.person(item, i))
	}
	return t
}

// person binds one member.
func (b *binder) person(n *node, i int) fact.Row {
	name := b.word(n, "name")
	at := &place{nil, fmt.Sprintf("第%d个成员", i+1)}
	if name != "" {
		at.words = "成员“" + clean(name) + "”"
	}
	row := b.row(n, at, fact.MemberEntity)
	if name == "" && n.kind == isMapping && n.get("name") == nil {
		b.blame(n, at, b.field("name", "姓名"), "没有写姓名；请补上")
	}
	b.family.People = append(b.family.People, Pos{File: b.family.Pos.File, Sheet: n.sheet, Row: n.row})
	b.family.Numbers = append(b.family.Numbers, b.number(n, at, &row))
	b.family.Contacts = append(b.family.Contacts, Contact{b.digits(n, at, "phone", "联系电话"), b.digits(n, at, "account", "银行账号"), b.sexOf(n, at)})
	b.birth(n, at, &row)
	return row
}

// contactKeys are what a member has beside name and facts.
var contactKeys = []string{"number", "phone", "account", sexKey}

// sexWords are how the sex is written where the pack does not ask for it.
var sexWords = map[string]string{"男": "male", "女": "female", "male": "male", "female": "female"}

// sexOf reads the sex of a member, for whoever registers people without papers.
func (b *binder) sexOf(n *node, at *place) string {
	v := n.get(sexKey)
	if v == nil || b.v.sex >= 0 {
		return ""
	}
	if sex, ok := sexWords[b.plainText(v)]; ok && v.kind == isScalar {
		return sex
	}
	b.blame(v, at, b.field(sexKey, "性别"), "应填“男”或“女”（male 或 female）；有公民身份号码的可以不填")
	return ""
}

// digits reads a phone or account, which must have come through unharmed.
// Whether it can be one is for whoever keeps it to say.
func (b *binder) digits(n *node, at *place, key, label string) string {
	v := n.get(key)
	switch {
	case v == nil:
		return ""
	case v.kind != isScalar || v.style == digits:
		b.blame(v, at, b.field(key, label), "这里应只写一个号码，YAML 和 JSON 里加引号")
		return ""
	case v.style == cell && looksScientific(strings.TrimPrefix(b.plainText(v), "+")):
		b.blame(v, at, b.field(key, label), numberLost)
		return ""
	}
	return b.plainText(v)
}

// numberLost is said of a number that a workbook took for a quantity.
const numberLost = "号码被表格软件当成数字，末几位已丢失；请把这一列设为“文本”格式后重新录入"

// number reads the resident number and fills birth date and sex from it, or
// refuses what contradicts it. Messages never repeat the number.
func (b *binder) number(n *node, at *place, row *fact.Row) gb.Number {
	v := n.get("number")
	if v == nil {
		return gb.Number{}
	}
	field := b.field("number", "公民身份号码")
	text := b.plainText(v)
	switch {
	case v.kind != isScalar:
		b.blame(v, at, field, "这里应只写一个号码")
		return gb.Number{}
	case v.style == digits:
		b.blame(v, at, field, "号码要加引号，写成 number: \"…\"，否则会被当成数字")
		return gb.Number{}
	case v.style == cell && looksScientific(text):
		b.blame(v, at, field, numberLost)
		return gb.Number{}
	}
	number, err := gb.ParseNumber(text)
	if err != nil {
		b.blame(v, at, field, fault.Sentence(err))
		return gb.Number{}
	}
	b.fromNumber(v, at, row, number)
	return number
}

// fromNumber fills what the number says.
func (b *binder) fromNumber(n *node, at *place, row *fact.Row, number gb.Number) {
	if slot := b.v.birth; slot >= 0 {
		b.agree(n, at, row, slot, int64(number.BirthDate()))
	}
	if slot := b.v.sex; slot >= 0 {
		if symbol, ok := b.v.symbol(fact.MemberEntity, slot, number.Sex(), false); ok {
			b.agree(n, at, row, slot, symbol)
		}
	}
}

// agree fills a fact from the number, or refuses a different answer.
func (b *binder) agree(n *node, at *place, row *fact.Row, slot int, want int64) {
	f := &b.v.schema.Entities[fact.MemberEntity].Facts[slot]
	switch got := row.Values[slot]; {
	case got.State == fact.Known && got.N != want:
		b.blamef(n, at, b.factField(f), "填的是%s，与公民身份号码里的不一致；请照证件改正其中一个", f.Format(got, b.v.schema))
	default:
		row.Values[slot] = fact.Of(want)
	}
}

// birth checks the birth date: it is needed, and nobody is born after the day
// asked for or after dying.
func (b *binder) birth(n *node, at *place, row *fact.Row) {
	if b.v.birth < 0 || n.kind != isMapping {
		return
	}
	f := &b.v.schema.Entities[fact.MemberEntity].Facts[b.v.birth]
	born := row.Values[b.v.birth]
	given := n.get(f.Key)
	if f.Required && born.State != fact.Known && given == nil && n.get("number") == nil {
		b.blame(n, at, b.factField(f), "这一项必填，现在没有；请补上，或填公民身份号码")
	}
	if b.snap.AsOf != 0 && birthAfter(born, b.snap.AsOf) {
		b.blamef(orElse(given, n), at, b.factField(f), "出生日期%s晚于计算日期%s；请核对", civil.Date(born.N).Chinese(), b.snap.AsOf.Chinese())
	}
	if b.v.died >= 0 && row.Values[b.v.died].State == fact.Known && birthAfter(born, civil.Date(row.Values[b.v.died].N)) {
		died := &b.v.schema.Entities[fact.MemberEntity].Facts[b.v.died]
		b.blame(n.get(died.Key), at, b.factField(died), "死亡日期早于出生日期；请核对")
	}
}

// oneHead demands exactly one applicant.
func (b *binder) oneHead(n *node, people []fact.Row) {
	if b.v.relation < 0 {
		return
	}
	head, ok := b.v.symbol(fact.MemberEntity, b.v.relation, "head", false)
	if !ok {
		return
	}
	f := &b.v.schema.Entities[fact.MemberEntity].Facts[b.v.relation]
	var heads []string
	known := true
	for _, p := range people {
		v := p.Values[b.v.relation]
		known = known && v.State == fact.Known
		if v == fact.Of(head) {
			heads = append(heads, "“"+clean(p.Name)+"”")
		}
	}
	switch {
	case len(heads) > 1:
		b.blamef(n, nil, b.factField(f), "%s和%s都填成了申请人，一户只能有一个；请把其余的改成与申请人的关系", heads[0], heads[1])
	case len(heads) == 0 && known && len(people) > 0:
		b.blame(n, nil, b.factField(f), "没有申请人；请把其中一人的关系填成 head（申请人）")
	}
}

// noTwins refuses one person written twice, by number or by name.
func (b *binder) noTwins(n *node, people []fact.Row) {
	byNumber, byName := map[string]int{}, map[string]int{}
	for i, p := range people {
		row := n
		if n.kind == isList {
			row = n.items[i]
		}
		if number := b.family.Numbers[i]; number != (gb.Number{}) {
			if j, twice := byNumber[number.Key()]; twice {
				b.blamef(row, nil, b.field("number", "公民身份号码"), "成员“%s”和“%s”的号码是同一个；同一个人只写一次", clean(people[j].Name), clean(p.Name))
			}
			byNumber[number.Key()] = i
		}
		if _, twice := byName[p.Name]; twice && p.Name != "" {
			b.blamef(row, nil, b.field("name", "姓名"), "成员“%s”出现了两次；同一个人只写一次，若是两个同名的人，请在姓名后加编号", clean(p.Name))
		}
		byName[p.Name] = i
	}
}

// orElse is the first node that is there.
func orElse(n, otherwise *node) *node {
	if n != nil {
		return n
	}
	return otherwise
}
