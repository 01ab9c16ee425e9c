package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"doudi/access"
	"doudi/casefile"
	"doudi/casework"
	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
	"doudi/gb"
	"doudi/registry"

	"github.com/a-h/templ"
)

// taking is the act of the access matrix by which an application is taken in at
// any window.
const taking = "case.take"

// applicationPath is the page of an application.
func applicationPath(at registry.Ref) string {
	return officePath(at.Office) + "/application/" + itoa(int(at.ID))
}

// offerLine is a programme to tick, with what it is in a sentence.
type offerLine struct{ Value, Label, Says string }

// applyView is the empty form of an application: who comes, who lives with him,
// and what they ask for. Whoever is registered already is found by his number.
type applyView struct {
	slip
	Office, Path string
	Back         link
	People       []slip // the applicant first; none where the household is known
	Programmes   []offerLine
	Ticked       []string
	Wrong        string // with what was ticked
	Drafts       []link
	Kin          []string // whom the rows are of, where a family asks by itself
	Turn         string
}

// applyPage shows the empty form at a window.
func (s *Site) applyPage(w http.ResponseWriter, r *http.Request) error {
	view, err := s.applyView(r)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, applyForm(view))
}

// fewest are the rows of people that the form shows at first: most families have
// no more.
const fewest = 3

// applyView is the form as it was sent.
func (s *Site) applyView(r *http.Request) (view applyView, err error) {
	v := visitOf(r.Context())
	view = applyView{Office: v.site.Name, Path: officePath(v.site.Number) + "/apply", Back: link{"首页", "/home"}, Ticked: r.PostForm["programme"]}
	if view.Programmes, err = s.offered(r, v); err != nil {
		return view, err
	}
	homes := s.townships(v)
	view.slip = filled(r.PostForm, blank("address", "现在住在哪里", "写到门牌").wide(200), listed("home", "户籍所在的乡镇（街道）", "不在本机构的也可以在这里申请，递交后由那里受理；急难救助在急难发生地办，就由这里办", homes).holding(homeOf(v, homes)))
	view.slip.Fields = append(view.slip.Fields, filled(r.PostForm, s.villageField(v, numbersOf(homes)...)...).Fields...)
	n := min(max(int(atoi(first(r.PostForm, "n"))), fewest), maxPeople)
	if first(r.PostForm, doButton) == "more" {
		n = min(n+1, maxPeople)
	}
	for i := range n {
		view.People = append(view.People, filled(r.PostForm, rowOf(s.lawOf(v), i)...))
	}
	drafts, err := s.Cases.Drafts(r.Context(), v.desk())
	for _, d := range drafts {
		view.Drafts = append(view.Drafts, link{d.Applicant + "，申请 " + itoa(int(d.ID)) + "，" + v.officeName(d.Office) + "，" + d.Begun.Date().Chinese(), applicationPath(d.Ref)})
	}
	return view, err
}

// offered are the programmes that one can apply for at an office today.
func (s *Site) offered(r *http.Request, v *visit) (list []offerLine, err error) {
	offers, err := s.Cases.Offers(r.Context(), v.site.Number, s.today())
	for _, o := range offers {
		list = append(list, offerLine{o.Aid.ID, o.Aid.Label, o.Aid.Says})
	}
	return list, err
}

// townships are the offices that accept applications.
func (s *Site) townships(v *visit) []option {
	return officeOptions(slices.DeleteFunc(slices.Clone(v.sites), func(o access.Site) bool { return !casework.Receives(o, s.today()) }), v.sites)
}

// officeOptions are offices by the names that tell them apart.
func officeOptions(list, sites []access.Site) (all []option) {
	v := &visit{sites: sites}
	for _, o := range list {
		all = append(all, option{itoa(int(o.Number)), v.fullName(o)})
	}
	return all
}

// numbersOf are the offices that options stand for.
func numbersOf(options []option) (list []int64) {
	for _, o := range options {
		list = append(list, atoi(o.Value))
	}
	return list
}

// homeOf is the township of the office at whose window one sits; "" if it is none
// and belongs to none.
func homeOf(v *visit, homes []option) string {
	here := v.tree[v.site.Number]
	for _, id := range append([]int64{here.ID}, here.Above...) {
		if slices.ContainsFunc(homes, func(o option) bool { return o.Value == itoa(int(id)) }) {
			return itoa(int(id))
		}
	}
	return ""
}

// rowOf asks for one person.
func rowOf(law *place, i int) []field {
	at := "p." + itoa(i) + "."
	own := blank(at+"phone", "电话", "没有的填“无”") // of who asks; of the others, who they are to him
	if i > 0 {
		own = listed(at+"relation", "与申请人关系", "", withoutHead(relations(law.program.Schema)))
	}
	return []field{blank(at+"name", "姓名", "").wide(60), blank(at+"number", "证件号码", "没带就空着，填生日和性别"), own,
		blank(at+"birth", "出生日期", "有证件号码的不用填"), blank(at+"sex", "性别", "有证件号码的不用填", sexes...)}
}

// apply begins an application: it finds the household by the applicant's number,
// or enters the family where it belongs.
func (s *Site) apply(w http.ResponseWriter, r *http.Request) error {
	view, err := s.applyView(r)
	if err != nil {
		return err
	}
	if first(r.PostForm, doButton) == "more" {
		return s.show(w, r, http.StatusOK, applyForm(view))
	}
	view.choose()
	view.sound(s.today())
	at, id := registry.Ref{}, int64(0)
	if len(view.Problems) == 0 {
		at, err = s.arrive(r, &view)
	}
	if err == nil && len(view.Problems) == 0 {
		v := visitOf(r.Context())
		id, err = s.Cases.Take(r.Context(), v.at(at.Office), casework.Opening{Household: at.ID, Programmes: view.Ticked, Way: v.road(), Taken: v.site.Number})
	}
	sentence, status, rest := told(err)
	switch {
	case rest != nil:
		return rest
	case sentence != "":
		view.accuse(fieldOf(err), sentence)
	case len(view.Problems) > 0:
		status = http.StatusUnprocessableEntity
	default:
		return away(w, r, applicationPath(registry.Ref{Office: at.Office, ID: id}))
	}
	return s.show(w, r, status, applyForm(view))
}

// choose sees that something was chosen of what can be applied for here, before
// anybody is entered.
func (view *applyView) choose() {
	if len(view.Ticked) == 0 {
		view.accuse("programme", "申请的项目：一个也没有选；请至少选一个")
	}
	for _, id := range view.Ticked {
		if !slices.ContainsFunc(view.Programmes, func(o offerLine) bool { return o.Value == id }) {
			view.accuse("programme", "这一天不能在这里申请这个项目；请从列表里选一个")
		}
	}
}

// sound sees that the numbers and birth dates of all are some, before anybody is
// looked for: all that is wrong with them is said at once.
func (view *applyView) sound(today civil.Date) {
	for _, i := range view.filledIn() {
		row, at := &view.People[i], "p."+itoa(i)+"."
		if number := row.text(at + "number"); number != "" {
			if _, err := gb.ParseNumber(number); err != nil {
				view.blameRow(i, "number", sentenceOf(err))
			}
		}
		if birth := row.text(at + "birth"); birth != "" {
			switch day, err := civil.ParseDate(birth); {
			case err != nil:
				view.blameRow(i, "birth", "出生日期："+sentenceOf(err))
			case day > today:
				view.blameRow(i, "birth", "出生日期：还没有到，不能晚于今天；请改成真实的日期")
			}
		}
	}
}

// at is the desk at which the reader works in the records of another office.
func (v *visit) at(office int64) registry.Desk {
	return registry.Desk{Actor: v.desk().Actor, Office: v.tree[office]}
}

// road is how an application comes in by the reader's hand.
func (v *visit) road() casework.Road {
	if v.site.Level == access.Village {
		return casework.ByCoordinator
	}
	return casework.AtWindow
}

// arrive finds the household that the people of the form are, or enters it.
func (s *Site) arrive(r *http.Request, view *applyView) (home registry.Ref, err error) {
	v, people := visitOf(r.Context()), view.filledIn()
	home = registry.Ref{Office: atoi(view.text("home"))}
	if number := view.People[0].text("p.0.number"); number != "" {
		person, household, err := s.Registry.Lives(r.Context(), v.desk(), taking, number)
		if err != nil {
			return home, inField(err, "p.0.number")
		}
		if person.ID != 0 {
			if err := s.Registry.Named(r.Context(), person, view.People[0].text("p.0.name")); err != nil {
				return home, inField(err, "p.0.name")
			}
			home = registry.Ref{Office: person.Office}
		}
		if household.ID != 0 && len(people) == 1 {
			return household, s.serves(r, v, household, &view.slip)
		}
	}
	if home.Office == 0 {
		view.blameAt("home", "户籍所在的乡镇（街道）：没有选；请选一个")
		return home, nil
	}
	family := s.familyOf(v, view, people)
	if len(view.Problems) > 0 {
		return home, nil
	}
	id, wrong, err := s.Registry.Welcome(r.Context(), v.at(home.Office), taking, family)
	for _, m := range wrong {
		view.blamePerson(m)
	}
	return registry.Ref{Office: home.Office, ID: id}, err
}

// inField puts the field of a form into a fault for the clerk; others stay as they are.
func inField(err error, field string) error {
	if fault.Kind(err) != fault.BadInput {
		return err
	}
	return fault.Wrap(err, fault.BadInput, sentenceOf(err)).At(0, field)
}

// filledIn are the rows of people in which anything stands; the applicant's is
// one of them.
func (view *applyView) filledIn() (rows []int) {
	for i := range view.People {
		if i == 0 || slices.ContainsFunc(view.People[i].Fields, func(f field) bool { return f.typed.Text != "" }) {
			rows = append(rows, i)
		}
	}
	return rows
}

// familyOf is the form as a family file has it.
func (s *Site) familyOf(v *visit, view *applyView, people []int) *casefile.Family {
	var kin []casework.Kin
	phones := make([]string, len(people))
	for k, i := range people {
		row := &view.People[i]
		get := func(key string) string { return row.text("p." + itoa(i) + "." + key) }
		kin = append(kin, casework.Kin{ID: int64(i), Name: get("name"), Number: get("number"), Relation: cmp.Or(get("relation"), map[bool]string{true: theHead}[i == 0]), Birth: get("birth"), Sex: get("sex")})
		phones[k] = get("phone")
	}
	f := s.asFile(s.lawOf(v), view.text("address"), phones, kin)
	f.Village = atoi(view.text("village"))
	return f
}

// asFile is a family that comes as a family file has it. Who somebody is, is told
// by the row that his ID counts from zero.
func (s *Site) asFile(law *place, address string, phones []string, kin []casework.Kin) *casefile.Family {
	f := &casefile.Family{Address: address, Pack: law.program.Pack}
	sent := url.Values{"m.n": {itoa(len(kin))}}
	for k, one := range kin {
		n, _ := gb.ParseNumber(one.Number) // what is none was said
		f.Numbers, f.People = append(f.Numbers, n), append(f.People, casefile.Pos{Row: int(one.ID) + 1})
		f.Contacts = append(f.Contacts, casefile.Contact{Phone: phones[k], Sex: one.Sex})
		at := "m." + itoa(k) + "."
		sent.Set(at+keyRelation, one.Relation)
		sent.Set(at+keyBirth, one.Birth)
	}
	a, _ := readAnswers(law, law, sent) // never too many: the form has fewer rows
	a.Day = s.today().String()
	f.Snapshot, _ = a.snapshot(s.today())
	at := slices.Index(law.program.Schema.Entities[fact.HouseholdEntity].Tables, fact.MemberEntity)
	for k, one := range kin {
		f.Snapshot.Household.Tables[at].Rows[k].Name = one.Name
	}
	return f
}

// blameRow says what is wrong with one person.
func (view *applyView) blameRow(i int, key, sentence string) {
	row := &view.People[i]
	row.blameAt("p."+itoa(i)+"."+key, sentence)
	view.Problems = append(view.Problems, problem{"p." + itoa(i) + "." + key, "第" + itoa(i+1) + "个人：" + sentence})
}

// rowKeys are the fields that the register's sentences begin with.
var rowKeys = map[string]string{"公民身份号码": "number", "15位旧公民身份号码": "number", "电话": "phone", "出生日期": "birth", "性别": "sex", "与申请人关系": "relation"}

// rowKey is the field of a person that a sentence of the register is about: what
// is wrong with a number is said at the number, not at the name.
func rowKey(sentence string) string {
	for label, key := range rowKeys {
		if strings.HasPrefix(sentence, label) {
			return key
		}
	}
	return "name"
}

// accuse says what is wrong, at its field.
func (view *applyView) accuse(field, sentence string) {
	if key, ok := strings.CutPrefix(field, "p.0."); ok {
		view.blameRow(0, key, sentence)
		return
	}
	if field == "programme" {
		view.Wrong = sentence
		view.Problems = append(view.Problems, problem{field, sentence})
		return
	}
	view.blameAt(cmp.Or(field, "content"), sentence)
}

// blamePerson says what the register finds wrong with somebody.
func (view *applyView) blamePerson(m casefile.Mark) {
	if m.Row < 1 || m.Row > len(view.People) {
		view.blameAt("content", m.Sentence)
		return
	}
	view.blameRow(m.Row-1, rowKey(m.Sentence), m.Sentence)
}

// reapplyPage asks what a household applies for that is registered here.
func (s *Site) reapplyPage(w http.ResponseWriter, r *http.Request) error {
	view, err := s.reapplyView(r)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, applyForm(view))
}

// reapplyView is that form as it was sent.
func (s *Site) reapplyView(r *http.Request) (view applyView, err error) {
	v := visitOf(r.Context())
	id, err := number(r, "household")
	if err != nil {
		return view, err
	}
	all, err := s.Registry.Family(r.Context(), v.desk(), id)
	if err != nil {
		return view, err
	}
	base := householdPath(all.Household.Ref)
	view = applyView{Office: v.site.Name, Path: base + "/apply", Back: link{"家庭 " + itoa(int(id)), base}, Ticked: r.PostForm["programme"]}
	if view.Programmes, err = s.offered(r, v); err != nil {
		return view, err
	}
	fields, err := s.unserved(r, v, all.Household.Ref)
	view.slip = filled(r.PostForm, fields...)
	return view, err
}

// reapply begins an application of a household.
func (s *Site) reapply(w http.ResponseWriter, r *http.Request) error {
	view, err := s.reapplyView(r)
	if err != nil {
		return err
	}
	v := visitOf(r.Context())
	household, _ := number(r, "household")
	err = s.serves(r, v, registry.Ref{Office: v.site.Number, ID: household}, &view.slip)
	id := int64(0)
	if err == nil {
		id, err = s.Cases.Take(r.Context(), v.desk(), casework.Opening{Household: household, Programmes: view.Ticked, Way: v.road(), Taken: v.site.Number})
	}
	return s.answered(w, r, err, applicationPath(registry.Ref{Office: v.site.Number, ID: id}), func(sentence string) templ.Component {
		view.accuse(fieldOf(err), sentence)
		return applyForm(view)
	})
}
