package registry

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"doudi/civil"
	"doudi/fault"
	"doudi/gb"
)

// Secret is a text that prints masked: a phone or an account.
type Secret string

// String is the masked text, so that a log or an error line never leaks it.
func (s Secret) String() string { return gb.Mask(string(s)) }

// GoString is masked as well.
func (s Secret) GoString() string { return s.String() }

// MarshalText is masked as well: a log may be written as JSON.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Person is somebody as an office knows him. Birth date and sex are derived
// from the number where there is one: copies of cards have been altered, the
// check digit tells.
type Person struct {
	Ref
	Name    string
	Birth   civil.Date
	Sex     string    // male or female
	Number  gb.Number // the zero Number of who has no papers yet
	Phone   Secret
	Account Secret
	Known   int64
}

// HasNumber tells whether the person has papers.
func (p *Person) HasNumber() bool { return p.Number != gb.Number{} }

// Paper is the kind of number: resident (GB 11643), permit (Hong Kong, Macao
// and Taiwan residents, 81 82 83), foreign (permanent residence of foreigners),
// legacy (15 digits), or none.
func (p *Person) Paper() string {
	text := p.Number.Text()
	switch {
	case text == "":
		return "none"
	case p.Number.Legacy():
		return "legacy"
	case text[0] == '9':
		return "foreign"
	case text[:2] == "81" || text[:2] == "82" || text[:2] == "83":
		return "permit"
	}
	return "resident"
}

// Identity is what a clerk enters about a person. Birth and Sex are needed only
// without a number; with one they may be left out, and must agree if they are
// there.
type Identity struct {
	Name           string
	Number         string // "" while there are no papers
	Birth          string // 2020-03-15, "" with a number
	Sex            string // male or female, "" with a number
	Phone, Account string
	// Rest says that what is empty stays as it is registered: whoever corrects
	// a phone has not seen the number. 无 takes a phone or an account away.
	Rest bool
}

// over is what was entered, with the rest as it is registered. A birth date and
// a sex that were only told do not stand against papers that have come since.
func (i Identity) over(old Person) Identity {
	if !i.Rest {
		return i
	}
	i.Name = cmp.Or(i.Name, old.Name)
	i.Number = cmp.Or(i.Number, old.Number.Text())
	i.Phone, i.Account = cmp.Or(i.Phone, string(old.Phone)), cmp.Or(i.Account, string(old.Account))
	switch told := (i.Birth == "" || i.Birth == old.Birth.String()) && (i.Sex == "" || i.Sex == old.Sex); {
	case i.Number == "":
		i.Birth, i.Sex = cmp.Or(i.Birth, old.Birth.String()), cmp.Or(i.Sex, old.Sex)
	case told:
		i.Birth, i.Sex = "", ""
	}
	return i
}

// without reads the word for what somebody has not.
func without(s string) string {
	if s = strings.TrimSpace(s); s == "无" || s == "没有" {
		return ""
	}
	return s
}

// Check says what is wrong with somebody before anything is asked of the register.
func (i Identity) Check() error {
	_, err := i.person()
	return err
}

// person reads what was entered. Faults name the field and repeat no number.
func (i Identity) person() (p Person, err error) {
	if p.Name, err = properName(i.Name); err != nil {
		return p, err
	}
	if p.Phone, err = phone(i.Phone); err != nil {
		return p, err
	}
	if p.Account, err = account(i.Account); err != nil {
		return p, err
	}
	text := without(i.Number)
	if text == "" {
		return p, i.withoutPapers(&p)
	}
	if p.Number, err = gb.ParseNumber(text); err != nil {
		return p, err
	}
	if p.Number.Legacy() {
		return p, fault.New(fault.BadInput, "公民身份号码：15位旧号只供查找，不能登记；请照现在的证件录入18位号码")
	}
	p.Birth, p.Sex = p.Number.BirthDate(), p.Number.Sex()
	return p, i.agrees(p)
}

// withoutPapers reads birth date and sex as they were told.
func (i Identity) withoutPapers(p *Person) (err error) {
	if i.Birth == "" {
		return fault.New(fault.BadInput, "出生日期：没有证件号码时必须填写；不知道确切日子的，填估计的日期")
	}
	if p.Birth, err = civil.ParseDate(i.Birth); err != nil {
		return fault.New(fault.BadInput, "出生日期："+fault.Sentence(err))
	}
	if i.Sex != "male" && i.Sex != "female" {
		return fault.New(fault.BadInput, "性别：没有证件号码时必须填写；请选“男”或“女”")
	}
	p.Sex = i.Sex
	return nil
}

// agrees refuses a birth date or sex that is not the number's.
func (i Identity) agrees(p Person) error {
	if i.Birth != "" && i.Birth != p.Birth.String() {
		return fault.New(fault.BadInput, "出生日期：和公民身份号码里的不一致；请核对证件原件，以号码为准，这一栏可以不填")
	}
	if i.Sex != "" && i.Sex != p.Sex {
		return fault.New(fault.BadInput, "性别：和公民身份号码里的不一致；请核对证件原件，以号码为准，这一栏可以不填")
	}
	return nil
}

// properName brings a name into its one form. Long numbers in the place of a
// name would be printed everywhere.
func properName(s string) (string, error) {
	s = dotted(strings.Join(strings.Fields(s), " "))
	switch {
	case s == "":
		return "", fault.New(fault.BadInput, "姓名：没有填；请照证件填写，没有姓名的填“无名氏”加日期")
	case utf8.RuneCountInString(s) > 60 || !utf8.ValidString(s):
		return "", fault.New(fault.BadInput, "姓名：超过60个字；请照证件填写，不要写别的内容")
	case len(onlyDigits(s)) > 8:
		return "", fault.New(fault.BadInput, "姓名：里面有长串数字，像证件或电话号码；请只写姓名")
	}
	return s, nil
}

// phone reads a mobile or fixed number.
func phone(s string) (Secret, error) {
	plain := strings.NewReplacer(" ", "", "-", "", "(", "", ")", "", "（", "", "）", "", "+86", "").Replace(without(s))
	if plain == "" {
		return "", nil
	}
	if plain != onlyDigits(plain) || len(plain) < 7 || len(plain) > 12 {
		return "", fault.New(fault.BadInput, "电话：应为11位手机号，或带区号的固定电话；请核对后重填")
	}
	return Secret(plain), nil
}

// account reads a bank account.
func account(s string) (Secret, error) {
	plain := strings.NewReplacer(" ", "", "-", "").Replace(without(s))
	if plain == "" {
		return "", nil
	}
	if plain != onlyDigits(plain) || len(plain) < 8 || len(plain) > 30 {
		return "", fault.New(fault.BadInput, "银行账号：应为8至30位数字；请照存折或社会保障卡重填")
	}
	return Secret(plain), nil
}

// onlyDigits keeps the ASCII digits of a text.
func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// EnterPerson registers somebody for the first time. A number that anybody in
// the instance has already is refused: the fault says in which office he is.
func (r *Registry) EnterPerson(ctx context.Context, d Desk, i Identity) (id int64, err error) {
	p, err := i.person()
	if err != nil {
		return 0, err
	}
	err = r.change(ctx, d, "person.enter", func(tx Tx) error {
		if id, err = tx.Number("person"); err != nil {
			return err
		}
		p.Ref = Ref{d.office(), id}
		return r.save(tx, p)
	})
	return id, err
}

// CorrectPerson puts what was entered anew in the place of what stood: another
// phone, a corrected name, the papers of somebody who had none. What was known
// before stays as it was known.
func (r *Registry) CorrectPerson(ctx context.Context, d Desk, id int64, i Identity) error {
	return r.change(ctx, d, "person.enter", func(tx Tx) error {
		if err := there(tx, Subject{d.office(), OfMember, id}); err != nil {
			return err
		}
		old, err := tx.Person(d.office(), id, Now)
		if err != nil {
			return err
		}
		p, err := i.over(old).person()
		if err != nil {
			return err
		}
		if old.HasNumber() && !p.HasNumber() {
			return fault.New(fault.BadInput, "公民身份号码：已经登记过，不能改成没有；请照证件填写")
		}
		p.Ref = old.Ref
		return r.save(tx, p)
	})
}

// save keeps a person unless his birth is to come or another has his number.
func (r *Registry) save(tx Tx, p Person) error {
	if p.Birth > r.Today() {
		return fault.New(fault.BadInput, "出生日期：晚于今天；请照证件核对")
	}
	alone, err := tx.SavePerson(p)
	if err != nil {
		return err
	}
	if !alone {
		return r.registered(tx, p)
	}
	tx.Witness("person", p.ID, fmt.Sprint(p.Name, "|", p.Birth, "|", p.Sex, "|", p.Number.Text(), "|", string(p.Phone), "|", string(p.Account)))
	return nil
}

// registered says where the owner of a number is, and nothing else about him.
func (r *Registry) registered(v View, p Person) error {
	there, found, err := v.ByNumber(p.Number)
	switch {
	case err != nil:
		return err
	case found && there != p.Ref && there.Office == p.Office:
		return fault.Newf(fault.BadInput, "公民身份号码：本机构已经登记过这个人（人员编号 %d）；请直接使用，不要重复登记", there.ID)
	case found && there != p.Ref:
		return fault.Newf(fault.BadInput, "公民身份号码：这个人已在另一个机构（编号 %d）登记；请由原机构办理迁移，不要重复登记", there.Office)
	}
	return fault.New(fault.Conflict, "公民身份号码：正有别人登记同一个人；请刷新后再试")
}

// Person is somebody as he was known by a number of the office's chain, with
// everything masked that the desk did not ask to see. It is what a search by
// his number would show, and so for whoever may search.
func (r *Registry) Person(ctx context.Context, d Desk, id, at int64) (c Card, err error) {
	if _, err = r.may(ctx, d, "person.find"); err != nil {
		return c, err
	}
	err = r.Store.Read(ctx, func(v View) error {
		p, err := v.Person(d.office(), id, at)
		c = masked(p)
		return err
	})
	return c, err
}

// Living follows the aliases of a person to the number under which his records
// go on.
func Living(v interface {
	Alias(office, id int64) (Ref, bool, error)
}, p Ref) (Ref, error) {
	for range 100 {
		next, moved, err := v.Alias(p.Office, p.ID)
		if err != nil || !moved {
			return p, err
		}
		p = next
	}
	return p, fault.New(fault.Internal, "人员合并的记录绕成了圈；请告诉系统管理员")
}

// Numbers are all under which a person is led or ever was: that under which his
// records go on, that which the directory has for his identity, and every earlier
// one, in whatever office.
func Numbers(v interface {
	Person(office, id, at int64) (Person, error)
	Alias(office, id int64) (Ref, bool, error)
	AliasesOf(p Ref) ([]Ref, error)
	ByNumber(n gb.Number) (Ref, bool, error)
}, p Ref) (list []Ref, err error) {
	now, err := Living(v, p)
	if err != nil {
		return nil, err
	}
	who, err := v.Person(now.Office, now.ID, Now)
	if err != nil {
		return nil, err
	}
	list = []Ref{now}
	if who.HasNumber() {
		same, found, wrong := v.ByNumber(who.Number)
		if err = wrong; err == nil && found && same != now {
			list = append(list, same)
		}
	}
	for i := 0; err == nil && i < len(list); i++ {
		var before []Ref
		before, err = v.AliasesOf(list[i])
		for _, b := range before {
			if !slices.Contains(list, b) {
				list = append(list, b)
			}
		}
	}
	return list, err
}
