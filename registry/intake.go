package registry

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"doudi/casefile"
	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
)

// Tally counts what a sheet brings.
type Tally struct {
	Families, NewFamilies int // that can be entered, and those of which the register knows nothing
	Persons, NewPersons   int
	Facts                 int // answers that are new
	Differ                int // topics that the register knows otherwise; what it knows stays
	Wrong                 int // families that are not entered
}

// add adds what one family brings.
func (t *Tally) add(o Tally) {
	t.Families, t.NewFamilies, t.Persons, t.NewPersons = t.Families+o.Families, t.NewFamilies+o.NewFamilies, t.Persons+o.Persons, t.NewPersons+o.NewPersons
	t.Facts, t.Differ, t.Wrong = t.Facts+o.Facts, t.Differ+o.Differ, t.Wrong+o.Wrong
}

// Words say in a sentence what a sheet brings.
func (t Tally) Words() string {
	text := fmt.Sprintf("%d户、%d人可以导入，其中没有登记过的%d户、%d人，新的内容%d项", t.Families, t.Persons, t.NewFamilies, t.NewPersons, t.Facts)
	if t.Differ > 0 {
		text += fmt.Sprintf("；有%d项和登记的不一样，以登记的为准，没有改动", t.Differ)
	}
	if t.Wrong > 0 {
		text += fmt.Sprintf("；%d户有错误，不导入", t.Wrong)
	}
	return text
}

// intake is one family of a sheet as it meets the register.
type intake struct {
	office    int64
	family    *casefile.Family
	law       *fact.Schema
	evidence  int64
	from      civil.Date // from when on all of it holds
	people    []arrival
	key       string    // by what the same rows of another sheet are known again
	household Household // of which the register knows; its ID is 0 if it is new
	settles   bool      // the file names the village of a household that has none
	standing  []Member  // of that household
	facts     []Fact    // about the household
	differ    int
	marks     []casefile.Mark
	brings    Tally
}

// arrival is one member: somebody new, or somebody known.
type arrival struct {
	Person
	relation string
	fills    bool // a phone or account that the register has not
	facts    []Fact
}

// blame notes what is wrong with member i, -1 for the family as a whole. The
// column is the one that the sentence begins with.
func (n *intake) blame(i int, err error) {
	at := n.family.Pos
	if i >= 0 && i < len(n.family.People) {
		at = n.family.People[i]
	}
	m := casefile.Mark{Sheet: at.Sheet, Row: at.Row, Sentence: fault.Sentence(err)}
	if field, _, ok := strings.Cut(m.Sentence, "："); ok {
		m.Heading = cmp.Or(columns[field], field)
	}
	n.marks = append(n.marks, m)
}

// columns are the columns of a sheet whose heading is not the field's name.
var columns = map[string]string{"电话": "联系电话", "地址": "住址", "家庭成员": "姓名"}

// receive holds a family against the register: who of it is known, which
// household it is, and what is new. It changes nothing, so that a dry run and
// the entry itself are told the same. An error is one of the storage.
func (r *Registry) receive(v View, office, evidence int64, f *casefile.Family) (*intake, error) {
	n := &intake{office: office, family: f, law: f.Snapshot.Schema, evidence: evidence, from: f.Snapshot.AppliedOn}
	if n.from > r.Today() {
		n.blame(-1, fault.New(fault.BadInput, "申请日期：晚于今天；请核对"))
	}
	for _, step := range []func(View) error{n.readPeople, n.readVillage, n.recognise, n.findHousehold, n.fit, n.readFacts} {
		if len(n.marks) > 0 {
			break
		}
		if err := step(v); err != nil {
			return nil, err
		}
	}
	n.brings = n.tally()
	return n, nil
}

// tell turns a fault for the clerk into a mark and lets the others through.
func (n *intake) tell(i int, err error) error {
	kind := fault.Kind(err)
	if err == nil || kind != fault.BadInput && kind != fault.Refused && kind != fault.NotFound {
		return err
	}
	n.blame(i, err)
	return nil
}

// members are the rows of the people.
func (n *intake) members() []fact.Row {
	table := slices.Index(n.law.Entities[fact.HouseholdEntity].Tables, fact.MemberEntity)
	return n.family.Snapshot.Household.Tables[table].Rows
}

// readPeople reads who is named.
func (n *intake) readPeople(View) error {
	if _, err := properAddress(n.family.Address); err != nil {
		n.blame(-1, err)
	}
	for i, row := range n.members() {
		who := Identity{Name: row.Name, Number: n.family.Numbers[i].Text(), Birth: n.word(&row, "birth_date"), Sex: cmp.Or(n.word(&row, "sex"), n.family.Contacts[i].Sex),
			Phone: n.family.Contacts[i].Phone, Account: n.family.Contacts[i].Account}
		p, err := who.person()
		if err != nil {
			n.blame(i, err)
		}
		n.people = append(n.people, arrival{Person: p, relation: n.word(&row, "relation")})
	}
	n.key = n.family.Name + "\n" + strings.Join(n.names(), "\n")
	return nil
}

// readVillage finds the village that a file names among those below the household's
// office: its coordinators work for the family from the first day.
func (n *intake) readVillage(v View) error {
	if n.family.Hamlet == "" {
		return nil
	}
	list, err := villages(v, n.office)
	if err != nil {
		return err
	}
	var names []string
	var found []int64
	for _, o := range list {
		if names = append(names, o.Name); o.Name == n.family.Hamlet {
			found = append(found, o.Number)
		}
	}
	switch {
	case len(list) == 0:
		n.blame(-1, fault.New(fault.BadInput, "村（社区）：这个机构下面没有设村（社区）；请留空，或者请系统管理员先增加"))
	case len(found) == 0:
		n.blame(-1, fault.New(fault.BadInput, "村（社区）：没有这个名称的；请照机构的名称写（"+strings.Join(names[:min(len(names), mostNamed)], "、")+"），没有协理员的留空"))
	case len(found) > 1:
		n.blame(-1, fault.New(fault.BadInput, "村（社区）：有几个都叫这个名称；请留空，导入以后在家庭的页面上选"))
	default:
		n.family.Village = found[0]
	}
	return nil
}

// mostNamed is how many villages a sentence names.
const mostNamed = 30

// names are the people as the sheet names them, in an order of their own.
func (n *intake) names() (list []string) {
	for _, p := range n.people {
		list = append(list, fmt.Sprint(p.Name, "|", p.Birth, "|", p.Sex, "|", p.Number.Text()))
	}
	slices.Sort(list)
	return list
}

// word is an answer of a member as a word, "" where it is unknown.
func (n *intake) word(row *fact.Row, key string) string {
	e := &n.law.Entities[fact.MemberEntity]
	slot, ok := e.Slot(key)
	if !ok || row.Values[slot].State != fact.Known {
		return ""
	}
	return fact.Literal(e.Facts[slot].Type, row.Values[slot], n.law)
}

// recognise finds those whom the register knows by their number.
func (n *intake) recognise(v View) error {
	for i := range n.people {
		p := &n.people[i]
		if !p.HasNumber() {
			continue
		}
		at, found, err := v.ByNumber(p.Number)
		if err != nil {
			return err
		}
		if !found {
			continue
		}
		if at.Office != n.office {
			n.blame(i, fault.Newf(fault.BadInput, "公民身份号码：这个人已在另一个机构（编号 %d）登记；请由原机构办理迁移，再从表里删去这一户", at.Office))
			continue
		}
		if err := n.join(v, i, at); err != nil {
			return err
		}
	}
	return nil
}

// join takes the record of somebody known in the place of what the sheet says
// of him. A different name under the number is a slip that only a person mends.
func (n *intake) join(v View, i int, at Ref) error {
	known, err := v.Person(at.Office, at.ID, Now)
	if err != nil {
		return err
	}
	p := &n.people[i]
	if known.Name != p.Name {
		n.blame(i, fault.Newf(fault.BadInput, "姓名：和这个号码登记的（人员编号 %d）不一样；请照证件核对姓名和号码", at.ID))
	}
	p.meet(known)
	return nil
}

// meet puts the record of somebody known in the place of what the sheet says of
// him, with the phone and account that only the sheet has.
func (p *arrival) meet(known Person) {
	filled := completed(known, p.Person)
	p.fills = filled.Phone != known.Phone || filled.Account != known.Account
	p.Person = filled
}

// findHousehold finds the household that the family is: the one in which those
// live who are known, or the one that the same rows of an earlier sheet became.
func (n *intake) findHousehold(v View) error {
	homes := map[int64]int{}
	for i, p := range n.people {
		if p.ID == 0 {
			continue
		}
		members, err := v.MembershipsOf(n.office, p.ID, Now)
		if err != nil {
			return err
		}
		for _, m := range members {
			if m.To >= n.from && m.Relation != apart && p.relation != apart {
				homes[m.Household] = i
			}
		}
	}
	before, found, err := v.SheetFamily(n.office, n.key)
	if err != nil {
		return err
	}
	if found {
		homes[before] = -1
	}
	if len(homes) > 1 {
		n.blame(-1, fault.New(fault.BadInput, "家庭成员：这一户的人登记在几个不同的家庭里；请先办理并户，或改成一户一户地填"))
		return nil
	}
	for id := range homes {
		if err := n.meet(v, id); err != nil {
			return err
		}
	}
	return n.doubtful(v)
}

// meet reads the household that the family is.
func (n *intake) meet(v View, id int64) (err error) {
	if n.household, err = v.Household(n.office, id, Now); err != nil {
		return err
	}
	if n.household.State != Open {
		n.blame(-1, fault.Newf(fault.BadInput, "户编号：这一户以前导入过（家庭 %d），后来分户、并户或迁出了；请从表里删去这一户，在网页上办理", id))
		return nil
	}
	n.settles = n.family.Hamlet != "" && n.household.Village == 0
	if n.family.Hamlet != "" && n.household.Village != 0 && n.household.Village != n.family.Village {
		n.differ++
	}
	if n.standing, err = v.MembersOf(n.office, id, Now); err != nil {
		return err
	}
	for i := range n.people {
		if err := n.amongThem(v, &n.people[i]); err != nil {
			return err
		}
	}
	return nil
}

// amongThem finds somebody without papers among the people of the household.
func (n *intake) amongThem(v View, p *arrival) error {
	for _, m := range n.standing {
		if p.ID != 0 || p.HasNumber() {
			return nil
		}
		other, err := v.Person(n.office, m.Person, Now)
		if err != nil {
			return err
		}
		if other.Name == p.Name && other.Birth == p.Birth && other.Sex == p.Sex {
			p.meet(other)
		}
	}
	return nil
}

// doubtful refuses newcomers who may be registered already: of the same name
// and birth date, and not with another number. Only a person can tell.
func (n *intake) doubtful(v View) error {
	for i, p := range n.people {
		if p.ID != 0 {
			continue
		}
		twins, err := v.Twins(p.Name, p.Birth)
		if err != nil {
			return err
		}
		for _, at := range twins {
			other, err := v.Person(at.Office, at.ID, Now)
			if err != nil {
				return err
			}
			_, moved, err := v.Alias(at.Office, at.ID)
			if err != nil {
				return err
			}
			if !moved && !(p.HasNumber() && other.HasNumber()) {
				n.blame(i, likeness(n.office, at))
			}
		}
	}
	return nil
}

// likeness says where somebody stands who may be the same.
func likeness(office int64, at Ref) error {
	if at.Office == office {
		return fault.Newf(fault.BadInput, "姓名：本机构的人员 %d 姓名和出生日期与他相同，可能是同一个人；请先在那里补上证件号码，或把这里的号码填上", at.ID)
	}
	return fault.Newf(fault.BadInput, "姓名：另一个机构（编号 %d）有姓名和出生日期相同的人，可能是同一个人；请把证件号码填上，或先和那里核对", at.Office)
}

// newHere are the memberships that the family adds, with numbers below 0 for
// people who have none yet.
func (n *intake) newHere() (list []Member) {
	from := n.from
	for i, m := range n.standing {
		if i == 0 || m.From < from {
			from = max(n.from, m.From)
		}
	}
	for i, p := range n.people {
		id := p.ID
		if id == 0 {
			id = -int64(i) - 1
		}
		if !slices.ContainsFunc(n.standing, func(m Member) bool { return m.Person == id && m.To >= from }) {
			list = append(list, Member{Household: n.household.ID, Person: id, Relation: p.relation, From: from, To: civil.Open})
		}
	}
	return list
}

// fit sees that the household would have one applicant on every day.
func (n *intake) fit(View) error {
	next := slices.Clone(n.standing)
	for _, m := range n.newHere() {
		if !known(n.law, m.Relation) {
			n.blame(int(-m.Person)-1, fault.New(fault.BadInput, "与申请人关系：没有填，或没有这个选项；请从列表里选"))
			return nil
		}
		next = append(next, m)
	}
	return n.tell(-1, errors.Join(once(next), oneHead(next)))
}

// readFacts keeps the answers that are new.
func (n *intake) readFacts(v View) (err error) {
	own := Subject{n.office, OfHousehold, n.household.ID}
	if n.facts, err = n.fresh(v, own, fact.HouseholdEntity, &n.family.Snapshot.Household); err != nil {
		return n.tell(-1, err)
	}
	rows := n.members()
	for i := range n.people {
		p := &n.people[i]
		if p.facts, err = n.fresh(v, Subject{n.office, OfMember, p.ID}, fact.MemberEntity, &rows[i]); err != nil {
			if err := n.tell(i, err); err != nil {
				return err
			}
		}
	}
	return nil
}

// fresh are the answers about a subject of which the register knows nothing.
func (n *intake) fresh(v View, s Subject, id fact.EntityID, row *fact.Row) (list []Fact, err error) {
	for _, a := range AnswersOf(n.law, id, row, n.from, Imported, n.evidence) {
		if a.Key == handlingPlace {
			continue // it follows from the office
		}
		f, err := a.fact(n.law, s.Of)
		if err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	if s.ID == 0 {
		return list, nil
	}
	standing, err := v.Facts(s, Now)
	if err != nil {
		return nil, err
	}
	list, differ := missing(standing, list)
	n.differ += differ
	return list, nil
}

// handlingPlace is the fact that is not asked: where the family is handled.
const handlingPlace = "household.handling_place"

// tally is what the family brings.
func (n *intake) tally() (t Tally) {
	if len(n.marks) > 0 {
		return Tally{Wrong: 1}
	}
	t = Tally{Families: 1, Persons: len(n.people), Facts: len(n.facts), Differ: n.differ}
	if n.household.ID == 0 {
		t.NewFamilies = 1
	}
	if n.settles {
		t.Facts++
	}
	for _, p := range n.people {
		if t.Facts += len(p.facts); p.ID == 0 {
			t.NewPersons++
		}
	}
	return t
}

// idle tells that there is nothing to enter.
func (n *intake) idle() bool {
	t := n.brings
	return t.NewFamilies == 0 && t.NewPersons == 0 && t.Facts == 0 && len(n.newHere()) == 0 && !slices.ContainsFunc(n.people, func(p arrival) bool { return p.fills })
}
