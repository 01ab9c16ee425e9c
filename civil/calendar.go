package civil

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	"doudi/fault"
)

// shipped holds the State Council's yearly arrangements, each row with the
// address of its notice.
//
//go:embed workdays.csv
var shipped string

// Calendar knows the days that are not what their weekday says: holidays, and
// weekends that are worked to make up for them. A year whose arrangement has
// not been published counts by weekdays alone, and every deadline that runs
// into it is provisional. A Calendar is never changed: loading gives a new one.
type Calendar struct {
	works     map[Date]bool // whether an exceptional day is worked
	published map[int]bool
}

// Workdays is the calendar shipped with the program: 2014 to 2026.
// It is read once; a Calendar never changes.
func Workdays() *Calendar { return workdays() }

var workdays = sync.OnceValue(func() *Calendar {
	c, err := new(Calendar).Load(strings.NewReader(shipped))
	if err != nil {
		panic("the shipped calendar: " + err.Error())
	}
	return c
})

// Load adds arrangements of the State Council: CSV with the columns date,
// kind (off | work), name and source. Every year that occurs counts as
// published; a year that was there already is replaced whole, for an amended
// notice says everything anew. Errors are of kind BadInput and name the line.
func (c *Calendar) Load(r io.Reader) (*Calendar, error) {
	rows, err := readDays(r)
	if err != nil {
		return nil, err
	}
	next, fresh := c.copy(), map[int]bool{}
	for d := range rows {
		year, _, _ := d.YMD()
		fresh[year], next.published[year] = true, true
	}
	maps.DeleteFunc(next.works, func(d Date, _ bool) bool { year, _, _ := d.YMD(); return fresh[year] })
	maps.Copy(next.works, rows)
	return next, nil
}

// LoadLocal adds days of one place, such as the holidays of an autonomous
// prefecture, over the arrangements of the State Council. It publishes no year.
func (c *Calendar) LoadLocal(r io.Reader) (*Calendar, error) {
	rows, err := readDays(r)
	if err != nil {
		return nil, err
	}
	next := c.copy()
	maps.Copy(next.works, rows)
	return next, nil
}

// copy gives a Calendar that may be changed.
func (c *Calendar) copy() *Calendar {
	next := &Calendar{works: map[Date]bool{}, published: map[int]bool{}}
	maps.Copy(next.works, c.works)
	maps.Copy(next.published, c.published)
	return next
}

// Published tells whether the arrangement of a year is known.
func (c *Calendar) Published(year int) bool { return c.published[year] }

// Year is what a calendar says about one year: the days that are not what
// their weekday says, in order.
type Year struct {
	Year      int
	Published bool
	Off, Work []Date
}

// Years lists the years about which something is known, in order.
func (c *Calendar) Years() []Year {
	of := map[int]*Year{}
	for year := range c.published {
		of[year] = &Year{Year: year, Published: true}
	}
	for _, d := range slices.Sorted(maps.Keys(c.works)) {
		year, _, _ := d.YMD()
		if of[year] == nil {
			of[year] = &Year{Year: year}
		}
		if c.works[d] {
			of[year].Work = append(of[year].Work, d)
		} else {
			of[year].Off = append(of[year].Off, d)
		}
	}
	var list []Year
	for _, year := range slices.Sorted(maps.Keys(of)) {
		list = append(list, *of[year])
	}
	return list
}

// Working tells whether offices are open on a day.
func (c *Calendar) Working(d Date) bool {
	if works, exceptional := c.works[d]; exceptional {
		return works
	}
	return d.Weekday() < Saturday
}

// NextWorking is the day itself if it is worked, else the next one that is: a
// period whose last day is a holiday ends with the day after the holiday (Civil
// Code, article 203).
func (c *Calendar) NextWorking(d Date) Date {
	for !c.Working(d) {
		d++
	}
	return d
}

// Weekday counts from Monday.
type Weekday uint8

// Saturday begins the weekend.
const Saturday Weekday = 5

// Weekday gives the day of the week; 1970-01-01 was a Thursday.
func (d Date) Weekday() Weekday { return Weekday(((int(d)+3)%7 + 7) % 7) }

// readDays reads rows of exceptional days.
func readDays(r io.Reader) (map[Date]bool, error) {
	table := csv.NewReader(r)
	table.FieldsPerRecord = 4
	head, err := table.Read()
	if err != nil || strings.Join(head, ",") != "date,kind,name,source" {
		return nil, fault.New(fault.BadInput, "日历文件第1行：表头应当是 date,kind,name,source（日期、off 或 work、节日、通知的网址）")
	}
	days := map[Date]bool{}
	for {
		row, err := table.Read()
		if err == io.EOF {
			return days, nil
		}
		line, _ := table.FieldPos(0)
		if err != nil {
			return nil, fault.Wrap(err, fault.BadInput, fmt.Sprintf("日历文件第%d行：应当是四列，中间用逗号隔开", line))
		}
		if err := addDay(days, row, line); err != nil {
			return nil, err
		}
	}
}

// addDay adds one row.
func addDay(days map[Date]bool, row []string, line int) error {
	d, err := ParseDate(row[0])
	switch {
	case err != nil:
		return fault.Wrap(err, fault.BadInput, fmt.Sprintf("日历文件第%d行：日期应当写成 2026-10-01 的样子", line))
	case row[1] != "off" && row[1] != "work":
		return fault.New(fault.BadInput, fmt.Sprintf("日历文件第%d行：第二列只能写 off（放假）或 work（上班）", line))
	case row[3] == "":
		return fault.New(fault.BadInput, fmt.Sprintf("日历文件第%d行：要写明是哪份通知规定的", line))
	}
	if works, twice := days[d]; twice && works != (row[1] == "work") {
		return fault.New(fault.BadInput, fmt.Sprintf("日历文件第%d行：%s既放假又上班，请只留一行", line, d.Chinese()))
	}
	days[d] = row[1] == "work"
	return nil
}
