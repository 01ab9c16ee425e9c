package gb

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	"doudi/civil"
	"doudi/fault"
)

// Division is one administrative division as it is called for a time. Codes
// die and merge: Becomes names those that it went into.
type Division struct {
	Code    string // 2, 4, 6, 9 or 12 digits
	Name    string
	From    civil.Date // the first day; 0001-01-01 if nobody wrote it down
	To      civil.Date // the last day; civil.Open while it lasts
	Becomes []string
	Source  string
}

// holds tells whether the division was called so on a day.
func (d *Division) holds(on civil.Date) bool { return d.From <= on && on <= d.To }

// Divisions are all divisions with their history. They are never changed:
// loading gives new ones.
type Divisions struct {
	of    map[string][]Division // by code, in time
	below map[string][]string   // codes by the code above, in order
}

// shippedDivisions holds provinces to townships as the statistics bureau
// listed them on 2023-06-30, and what went before where it is known.
//
//go:embed divisions.csv
var shippedDivisions string

// Shipped are the divisions shipped with the program: provinces to townships.
var Shipped = sync.OnceValue(func() *Divisions {
	d, err := new(Divisions).Load(strings.NewReader(shippedDivisions))
	if err != nil {
		panic("the shipped divisions: " + err.Error())
	}
	return d
})

// divisionHead is the header of a file of divisions.
const divisionHead = "code,name,from,to,becomes,source"

// Load adds divisions: CSV with the columns code, name, from, to, becomes
// (codes with blanks between them) and source; from and to may be empty. A code
// that is loaded again is replaced with all its history. Errors are of kind
// BadInput and name the line.
func (d *Divisions) Load(r io.Reader) (*Divisions, error) {
	rows, lines, err := readDivisions(r)
	if err != nil {
		return nil, err
	}
	next := &Divisions{of: map[string][]Division{}, below: map[string][]string{}}
	maps.Copy(next.of, d.of)
	maps.Copy(next.of, rows)
	for code := range next.of {
		if above := Ancestors(code); len(above) > 0 {
			next.below[above[0]] = append(next.below[above[0]], code)
		}
	}
	for _, codes := range next.below {
		slices.Sort(codes)
	}
	return next, next.consistent(rows, lines)
}

// consistent tells of codes without a division above them and of successors
// that nobody knows.
func (d *Divisions) consistent(rows map[string][]Division, lines map[string]int) error {
	for _, code := range slices.Sorted(maps.Keys(rows)) {
		if above := Ancestors(code); len(above) > 0 && d.of[above[0]] == nil {
			return fault.Newf(fault.BadInput, "区划文件第%d行：区划 %s 的上级 %s 不在已有的区划里；请先加载上级", lines[code], code, above[0])
		}
		for _, v := range d.of[code] {
			for _, next := range v.Becomes {
				if d.of[next] == nil {
					return fault.Newf(fault.BadInput, "区划文件第%d行：区划 %s 并入的 %s 不在已有的区划里；请一起加载", lines[code], code, next)
				}
			}
		}
	}
	return nil
}

// Change is a code whose history is another one after a file was loaded.
type Change struct {
	Code    string
	Was, Is []Division // Was is none for a code that is new
}

// Changes lists what is different in other divisions, by code.
func (d *Divisions) Changes(next *Divisions) []Change {
	same := func(a, b Division) bool {
		return a.Name == b.Name && a.From == b.From && a.To == b.To && slices.Equal(a.Becomes, b.Becomes)
	}
	var list []Change
	for code, is := range next.of {
		if was := d.of[code]; !slices.EqualFunc(was, is, same) {
			list = append(list, Change{code, was, is})
		}
	}
	slices.SortFunc(list, func(a, b Change) int { return strings.Compare(a.Code, b.Code) })
	return list
}

// At gives a division as it was on a day.
func (d *Divisions) At(code string, on civil.Date) (Division, bool) {
	for i := range d.of[code] {
		if v := &d.of[code][i]; v.holds(on) {
			return *v, true
		}
	}
	return Division{}, false
}

// Known tells whether a code was ever a division.
func (d *Divisions) Known(code string) bool { return len(d.of[code]) > 0 }

// FullName is the name with those above it: 福建省三明市明溪县. A level that has
// no name of its own, such as 市辖区, is left out. Nothing if the code was none
// on that day.
func (d *Divisions) FullName(code string, on civil.Date) string {
	own, ok := d.At(code, on)
	if !ok {
		return ""
	}
	name := own.Name
	for _, above := range Ancestors(code) {
		if v, ok := d.At(above, on); ok && !filler(v.Name) {
			name = v.Name + name
		}
	}
	return name
}

// filler tells names of levels that are there for the code alone.
func filler(name string) bool {
	return name == "市辖区" || name == "县" || strings.Contains(name, "直辖县级")
}

// Below lists the divisions one level below a code on a day, in the order of
// their codes; "" gives the provinces.
func (d *Divisions) Below(code string, on civil.Date) []Division {
	codes := d.below[code]
	if code == "" {
		codes = d.provinces()
	}
	var list []Division
	for _, c := range codes {
		if v, ok := d.At(c, on); ok {
			list = append(list, v)
		}
	}
	return list
}

// provinces are the codes of two digits.
func (d *Divisions) provinces() []string {
	var codes []string
	for code := range d.of {
		if len(code) == 2 {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	return codes
}

// Heirs are the divisions that a code is on a day: itself while it lasts, else
// what it went into, and so on. An old record of 梅列区 belongs to 三元区 today.
func (d *Divisions) Heirs(code string, on civil.Date) []Division {
	var list []Division
	d.follow(code, on, map[string]bool{}, &list)
	return list
}

// follow goes from heir to heir.
func (d *Divisions) follow(code string, on civil.Date, seen map[string]bool, list *[]Division) {
	if seen[code] {
		return
	}
	seen[code] = true
	if v, ok := d.At(code, on); ok {
		*list = append(*list, v)
		return
	}
	for i := range d.of[code] {
		for _, next := range d.of[code][i].Becomes {
			d.follow(next, on, seen, list)
		}
	}
}

// readDivisions reads rows by code, and on which line each code stands last.
func readDivisions(r io.Reader) (rows map[string][]Division, lines map[string]int, err error) {
	table := csv.NewReader(r)
	table.FieldsPerRecord, table.ReuseRecord = strings.Count(divisionHead, ",")+1, true
	head, err := table.Read()
	if err != nil || strings.Join(head, ",") != divisionHead {
		return nil, nil, fault.New(fault.BadInput, "区划文件第1行：表头应当是 "+divisionHead+"（代码、名称、起、止、并入的代码、出处）")
	}
	rows, lines = map[string][]Division{}, map[string]int{}
	for {
		row, err := table.Read()
		if err == io.EOF {
			return rows, lines, nil
		}
		line, _ := table.FieldPos(0)
		if err != nil {
			return nil, nil, fault.Wrap(err, fault.BadInput, fmt.Sprintf("区划文件第%d行：应当是六列，中间用逗号隔开", line))
		}
		v, err := division(row, line)
		if err != nil {
			return nil, nil, err
		}
		if last := rows[v.Code]; len(last) > 0 && last[len(last)-1].To >= v.From {
			return nil, nil, fault.Newf(fault.BadInput, "区划文件第%d行：%s 的两段时间重叠或次序不对；请按时间先后写，前一段写明止于哪天", line, v.Code)
		}
		rows[v.Code], lines[v.Code] = append(rows[v.Code], v), line
	}
}

// division reads one row.
func division(row []string, line int) (Division, error) {
	v := Division{Code: strings.Clone(row[0]), Name: strings.Clone(row[1]), To: civil.Open, Becomes: strings.Fields(row[4]), Source: strings.Clone(row[5])}
	if _, ok := PlaceCode(v.Code); !ok || v.Name == "" {
		return v, fault.Newf(fault.BadInput, "区划文件第%d行：代码应当是 2、4、6、9 或 12 位数字，名称不能空", line)
	}
	for i, into := range []*civil.Date{&v.From, &v.To} {
		if text := row[2+i]; text != "" {
			d, err := civil.ParseDate(text)
			if err != nil {
				return v, fault.Wrap(err, fault.BadInput, fmt.Sprintf("区划文件第%d行：起止日期应当写成 2021-02-01 的样子，不知道就空着", line))
			}
			*into = d
		}
	}
	if v.From == 0 {
		v.From = beginning
	}
	if v.To < v.From || v.To == civil.Open && len(v.Becomes) > 0 {
		return v, fault.Newf(fault.BadInput, "区划文件第%d行：止日不能早于起日；写了并入哪里，就要写明止于哪天", line)
	}
	return v, nil
}

// beginning is when a division began of which nobody wrote down when.
const beginning = civil.Date(-719162)
