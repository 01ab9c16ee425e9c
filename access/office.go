package access

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
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
}

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
		if err := r.row(row); err != nil {
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

// row reads one office; its errors are the rest of a sentence.
func (r *reading) row(row []string) error {
	number, err := strconv.ParseInt(row[0], 10, 64)
	if err != nil || number < 1 || number > most {
		return errors.New("编号应当是 1 到 32767 的整数；编号一经使用就不再改，也不给别的机构")
	}
	if _, twice := r.at[number]; twice {
		return errors.New("编号 " + row[0] + " 已经用过；请换一个")
	}
	o := Site{Number: number, Level: level(row[2]), Name: strings.TrimSpace(row[3])}
	if o.Level == "" {
		return errors.New("级别只能写 省、市、县、乡镇、村 之一")
	}
	if n := utf8.RuneCountInString(o.Name); n == 0 || n > 80 {
		return errors.New("名称不能空，最多 80 个字")
	}
	if err := r.place(&o, row[1]); err != nil {
		return err
	}
	if err := r.division(&o, row[4], row[5]); err != nil {
		return err
	}
	r.list, r.at[number] = append(r.list, o), o
	return nil
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
			return errors.New("第一个机构是最高的，上级编号应当空着")
		}
		if o.Level.rank() > County.rank() {
			return errors.New("最高的机构应当是县级以上：三名管理员在那里任职")
		}
		return nil
	}
	number, err := strconv.ParseInt(above, 10, 64)
	upper, found := r.at[number]
	switch {
	case err != nil || !found:
		return errors.New("上级编号应当是前面已经写了的一个机构；只有第一个机构没有上级")
	case number > o.Number:
		return errors.New("编号应当比上级的编号大")
	case upper.Level.rank() >= o.Level.rank():
		return errors.New("级别应当低于上级机构的级别")
	}
	o.Above = number
	return nil
}

// division gives an office the code that it answers for.
func (r *reading) division(o *Site, code, from string) error {
	if code == "" {
		return nil
	}
	place, ok := gb.PlaceCode(code)
	if !ok || len(code) != levels[o.Level.rank()].digits {
		return errors.New("区划代码的位数和级别不符：省 2 位、市 4 位、县 6 位、乡镇 9 位、村 12 位")
	}
	if err := r.within(o, place); err != nil {
		return err
	}
	first, err := r.since(code, from)
	if err != nil {
		return err
	}
	for _, other := range r.list {
		if slices.ContainsFunc(other.Divisions, func(d Division) bool { return d.Code == code }) {
			return errors.New("这个区划代码已经给了上面的机构；一个区划只归一个机构")
		}
	}
	o.Divisions = []Division{{Code: code, From: first, To: civil.Open}}
	return nil
}

// within sees that the division lies in that of the office above.
func (r *reading) within(o *Site, place int64) error {
	for _, d := range r.at[o.Above].Divisions {
		if upper, _ := gb.PlaceCode(d.Code); !gb.Within(place, upper) {
			return errors.New("区划不在上级机构的区划里；请核对代码和上级编号")
		}
	}
	return nil
}

// since is the day from which an office answers for a division: as written, or
// as long as the division has its code. Villages come from a file of their own,
// so their township is looked for.
func (r *reading) since(code, from string) (civil.Date, error) {
	known := code
	if len(code) == 12 {
		known = code[:9]
	}
	day := r.today
	if from != "" {
		d, err := civil.ParseDate(from)
		if err != nil {
			return 0, errors.New("起用日期应当写成 2026-07-01 的样子，不知道就空着")
		}
		day = d
	}
	division, ok := r.known.At(known, day)
	if !ok {
		return 0, errors.New("那一天没有这个区划代码；请核对代码和起用日期，或先加载新的区划")
	}
	if from == "" {
		return division.From, nil
	}
	return day, nil
}
