package access

import (
	"bytes"
	"encoding/csv"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"doudi/civil"
	"doudi/fault"
	"doudi/gb"
)

// levels with their Chinese names and the length of their division codes.
var levels = []struct {
	level  Level
	name   string
	digits int
}{{Province, "省", 2}, {City, "市", 4}, {County, "县", 6}, {Township, "乡镇", 9}, {Village, "村", 12}}

// rank orders levels; -1 is none.
func (l Level) rank() int {
	for i := range levels {
		if levels[i].level == l {
			return i
		}
	}
	return -1
}

// Site is an office as it is set up. Its number is the first key part of all its
// records and the number of its audit chain, and is never used again; the
// division that it answers for changes its code with time.
type Site struct {
	Number    int64
	Above     int64 // 0 for the highest
	Level     Level
	Name      string
	Divisions []Division // in time; none for a development zone
	Names     []Naming   // in time, once it was called anew; Name is that of today
	Phone     string     // where to ask; "" if it has none
	Closed    civil.Date // the last day; 0 while it is open
}

// Naming is what an office is called from a day on.
type Naming struct {
	Name string
	From civil.Date
}

// Call sets the names of an office: the one it was opened with and what it was
// called later; Name is that of a day.
func (s *Site) Call(first string, later []Naming, on civil.Date) {
	s.Name = first
	if len(later) > 0 {
		s.Names = append([]Naming{{Name: first}}, later...)
	}
	s.Name = s.NameOn(on)
}

// NameOn is what an office was called on a day.
func (s *Site) NameOn(on civil.Date) string {
	name := s.Name
	for _, n := range s.Names {
		if n.From <= on {
			name = n.Name
		}
	}
	return name
}

// Current is the division that an office answers for on a day; none for a
// development zone.
func (s *Site) Current(on civil.Date) (Division, bool) {
	for _, d := range s.Divisions {
		if d.From <= on && on <= d.To {
			return d, true
		}
	}
	return Division{}, false
}

// DivisionOf is the code of an office on a day, or that of the nearest office
// above that has one; "" if none has.
func DivisionOf(sites []Site, office int64, on civil.Date) string {
	for i := len(sites) - 1; i >= 0; i-- { // those above come first
		if sites[i].Number != office {
			continue
		}
		if d, ok := sites[i].Current(on); ok {
			return d.Code
		}
		office = sites[i].Above
	}
	return ""
}

// Answering is the office itself, or the nearest one above it, that has a
// telephone; one without a number if none has.
func Answering(sites []Site, office int64) Site {
	for i := len(sites) - 1; i >= 0; i-- { // those above come first
		if sites[i].Number != office {
			continue
		}
		if sites[i].Phone != "" {
			return sites[i]
		}
		office = sites[i].Above
	}
	return Site{}
}

// Draft is an office as somebody writes it down; From is the first day with
// the division and may be empty, like the telephone.
type Draft struct{ Number, Above, Level, Name, Division, From, Phone string }

// Division is the code of an office for a time.
type Division struct {
	Code     string
	From, To civil.Date
}

// Staff is somebody who works in an office, by number.
type Staff struct {
	ID     int64
	Office int64
	Roles  []string
}

// The first three roles: whoever keeps the system running, whoever gives
// rights and whoever looks at the records are three people.
const (
	SystemAdmin   = "system_administrator"
	SecurityAdmin = "security_administrator"
	AuditAdmin    = "audit_administrator"
)

// officeHead is the header of a file of offices.
const officeHead = "number,above,level,name,division,from"

// most is the largest number of an office.
const most = 32767

// Sites reads a file of offices: CSV with the columns number, above (empty
// for the highest), level (省, 市, 县, 乡镇, 村, or in English), name, division
// (empty if there is none) and from (empty: as long as the division is known).
// An office stands below the one above it. Errors are of kind BadInput and name
// the line.
func Sites(text []byte, known *gb.Divisions, today civil.Date) ([]Site, error) {
	if !utf8.Valid(text) {
		return nil, fault.New(fault.BadInput, "机构文件不是 UTF-8 编码；请在表格软件里另存为“CSV UTF-8”")
	}
	table := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	table.FieldsPerRecord = 6
	head, err := table.Read()
	if err != nil || strings.Join(head, ",") != officeHead {
		return nil, fault.New(fault.BadInput, "机构文件第1行：表头应当是 "+officeHead+"（编号、上级编号、级别、名称、区划代码、起用日期）")
	}
	r := reading{known: known, today: today, at: map[int64]Site{}}
	for {
		row, err := table.Read()
		if err == io.EOF {
			return r.done()
		}
		line, _ := table.FieldPos(0)
		if err != nil {
			return nil, fault.Wrap(err, fault.BadInput, "机构文件第"+strconv.Itoa(line)+"行：应当是六列，中间用逗号隔开")
		}
		if err := r.row(Draft{Number: row[0], Above: row[1], Level: row[2], Name: row[3], Division: row[4], From: row[5]}); err != nil {
			return nil, fault.Newf(fault.BadInput, "机构文件第%d行：%s", line, err)
		}
	}
}

// reading is a file of offices as far as it was read.
type reading struct {
	known *gb.Divisions
	today civil.Date
	list  []Site
	at    map[int64]Site
}

// done gives the offices, if there are any.
func (r *reading) done() ([]Site, error) {
	if len(r.list) == 0 {
		return nil, fault.New(fault.BadInput, "机构文件里没有机构；请至少写一个")
	}
	return r.list, nil
}

// Join reads one more office to stand with those that there are; it gets the
// number after the highest. Errors are of kind BadInput and name the field.
func Join(list []Site, d Draft, known *gb.Divisions, today civil.Date) (Site, error) {
	r := standing(list, known, today)
	d.Number = strconv.FormatInt(1+highest(list), 10)
	if err := r.row(d); err != nil {
		return Site{}, err
	}
	return r.at[1+highest(list)], nil
}

// Recode gives an office another division from a day on; what it answered for
// until then ends the day before.
func Recode(list []Site, number int64, code string, day civil.Date, known *gb.Divisions, today civil.Date) (Site, error) {
	r := standing(list, known, today)
	o := r.at[number]
	o.Divisions = slices.Clone(o.Divisions)
	for i := range o.Divisions {
		if d := &o.Divisions[i]; d.To >= day {
			if d.From >= day {
				return o, wrong("from", "现在的区划代码从 "+d.From.String()+" 起用；新的要从这以后的一天起")
			}
			d.To = day - 1
		}
	}
	r.at[number] = o
	r.list = slices.DeleteFunc(r.list, func(s Site) bool { return s.Number == number })
	earlier := o.Divisions
	err := r.division(&o, code, day.String())
	o.Divisions = append(earlier, o.Divisions...)
	return o, err
}

// standing is a reading that goes on from offices that there are.
func standing(list []Site, known *gb.Divisions, today civil.Date) *reading {
	r := &reading{known: known, today: today, list: slices.Clone(list), at: map[int64]Site{}}
	for _, o := range list {
		r.at[o.Number] = o
	}
	return r
}

// highest is the highest number that was ever given.
func highest(list []Site) (n int64) {
	for _, o := range list {
		n = max(n, o.Number)
	}
	return n
}

// wrong is an error about one field of an office; it is also the rest of a
// sentence about a line.
func wrong(field, sentence string) error { return fault.New(fault.BadInput, sentence).At(0, field) }

// row reads one office.
func (r *reading) row(d Draft) error {
	number, err := strconv.ParseInt(d.Number, 10, 64)
	if err != nil || number < 1 || number > most {
		return wrong("number", "编号应当是 1 到 32767 的整数；编号一经使用就不再改，也不给别的机构")
	}
	if _, twice := r.at[number]; twice {
		return wrong("number", "编号 "+d.Number+" 已经用过；请换一个")
	}
	o := Site{Number: number, Level: level(d.Level)}
	if o.Level == "" {
		return wrong("level", "级别只能写 省、市、县、乡镇、村 之一")
	}
	if o.Name, err = OfficeName(d.Name); err != nil {
		return err
	}
	if o.Phone, err = OfficePhone(d.Phone); err != nil {
		return err
	}
	if err := r.place(&o, d.Above); err != nil {
		return err
	}
	if err := r.division(&o, d.Division, d.From); err != nil {
		return err
	}
	r.list, r.at[number] = append(r.list, o), o
	return nil
}

// OfficeName is a name as an office may have it.
func OfficeName(text string) (string, error) {
	text = strings.TrimSpace(text)
	if n := utf8.RuneCountInString(text); n == 0 || n > 80 {
		return "", wrong("name", "名称不能空，最多 80 个字")
	}
	return text, nil
}

// phoneForm is a telephone number as it is printed.
var phoneForm = regexp.MustCompile(`^[0-9][0-9 -]{4,19}$`)

// IsPhone tells whether a text is a telephone number as it is printed.
func IsPhone(text string) bool { return phoneForm.MatchString(text) }

// OfficePhone is a telephone as an office may have it; it may have none.
func OfficePhone(text string) (string, error) {
	text = strings.TrimSpace(text)
	if text != "" && !IsPhone(text) {
		return "", wrong("phone", "电话：不是电话号码；请写如 0598-2812345，没有就空着")
	}
	return text, nil
}

// level reads a level in either language.
func level(word string) Level {
	for _, l := range levels {
		if word == l.name || word == string(l.level) {
			return l.level
		}
	}
	return ""
}

// place puts an office below another; the first one is the highest.
func (r *reading) place(o *Site, above string) error {
	if len(r.list) == 0 {
		if above != "" {
			return wrong("above", "第一个机构是最高的，上级编号应当空着")
		}
		if o.Level.rank() > County.rank() {
			return wrong("level", "最高的机构应当是县级以上：三名管理员在那里任职")
		}
		return nil
	}
	number, err := strconv.ParseInt(above, 10, 64)
	upper, found := r.at[number]
	switch {
	case err != nil || !found:
		return wrong("above", "上级编号应当是前面已经写了的一个机构；只有第一个机构没有上级")
	case number > o.Number:
		return wrong("number", "编号应当比上级的编号大")
	case upper.Closed != 0:
		return wrong("above", "上级机构已经撤销；请选一个还在的")
	case upper.Level.rank() >= o.Level.rank():
		return wrong("level", "级别应当低于上级机构的级别")
	}
	o.Above = number
	return nil
}

// division gives an office the code that it answers for.
func (r *reading) division(o *Site, code, from string) error {
	o.Divisions = nil
	if code == "" {
		return nil
	}
	place, ok := gb.PlaceCode(code)
	if !ok || len(code) != levels[o.Level.rank()].digits {
		return wrong("division", "区划代码的位数和级别不符：省 2 位、市 4 位、县 6 位、乡镇 9 位、村 12 位")
	}
	first, err := r.since(code, from)
	if err != nil {
		return err
	}
	if !r.within(o, place, max(first, r.today)) {
		return wrong("division", "区划不在上级机构的区划里；请核对代码和上级编号")
	}
	for _, other := range r.list {
		for _, d := range other.Divisions {
			switch {
			case d.Code != code || d.To < first:
			case d.To == civil.Open:
				return wrong("division", "这个区划代码已经给了“"+other.Name+"”；一个区划只归一个机构")
			default:
				return wrong("from", "这个区划代码到 "+d.To.String()+" 归“"+other.Name+"”；请写从那以后的哪一天起")
			}
		}
	}
	o.Divisions = []Division{{Code: code, From: first, To: civil.Open}}
	return nil
}

// within sees that the division lies in that of the office above, if that one
// has any.
func (r *reading) within(o *Site, place int64, on civil.Date) bool {
	above := r.at[o.Above]
	d, has := above.Current(on)
	upper, _ := gb.PlaceCode(d.Code)
	return !has || gb.Within(place, upper)
}

// since is the day from which an office answers for a division: as written, or
// as long as the division has its code. Of a village that nobody loaded the
// township is looked for.
func (r *reading) since(code, from string) (civil.Date, error) {
	known := code
	if len(code) == 12 && !r.known.Known(code) {
		known = code[:9]
	}
	day := r.today
	if from != "" {
		d, err := civil.ParseDate(from)
		if err != nil {
			return 0, wrong("from", "起用日期应当写成 2026-07-01 的样子，不知道就空着")
		}
		day = d
	}
	division, ok := r.known.At(known, day)
	if !ok {
		return 0, wrong("division", "那一天没有这个区划代码；请核对代码和起用日期，或先加载新的区划")
	}
	if from == "" {
		return division.From, nil
	}
	return day, nil
}
