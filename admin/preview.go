package admin

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"doudi/civil"
	"doudi/gb"
)

// lookAtCalendar compares the days of every year that a file touches.
func lookAtCalendar(v View, office int64, text string) (p Preview, err error) {
	was, err := calendar(v, office)
	if err != nil {
		return p, err
	}
	is, err := joined(was, office, text)
	if err != nil {
		return p, err
	}
	p.Lines = yearLines(was, is)
	p.Summary = fmt.Sprintf("有 %d 个年份的安排和现在不一样。", len(p.Lines))
	return p, nil
}

// yearLines say what is different in every year of two calendars.
func yearLines(was, is *civil.Calendar) (lines []string) {
	before, after := byYear(was), byYear(is)
	all := maps.Clone(before)
	maps.Copy(all, after)
	for _, year := range slices.Sorted(maps.Keys(all)) {
		y := after[year]
		y.Year = year
		if line := yearLine(before[year], y); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// byYear are the years of a calendar by their numbers.
func byYear(c *civil.Calendar) map[int]civil.Year {
	of := map[int]civil.Year{}
	for _, y := range c.Years() {
		of[y.Year] = y
	}
	return of
}

// yearLine says what is new about a year; nothing if all of it was known.
func yearLine(was, is civil.Year) string {
	var words []string
	if was.Published && !is.Published {
		words = append(words, fmt.Sprintf("又成为没有公布，不再有放假 %d 天、周末上班 %d 天，期限重新变为暂定", len(was.Off), len(was.Work)))
	} else if is.Published && !was.Published {
		words = append(words, fmt.Sprintf("原来没有公布，现在放假 %d 天、周末上班 %d 天", len(is.Off), len(is.Work)))
	} else {
		words = append(words, daysLine("新放假", was.Off, is.Off)...)
		words = append(words, daysLine("新上班", was.Work, is.Work)...)
		words = append(words, daysLine("不再放假", is.Off, was.Off)...)
		words = append(words, daysLine("不再上班", is.Work, was.Work)...)
	}
	if len(words) == 0 {
		return ""
	}
	return fmt.Sprintf("%d年：%s", is.Year, strings.Join(words, "；"))
}

// daysLine names the days that stand in the second list alone.
func daysLine(word string, without, with []civil.Date) []string {
	var days []string
	for _, d := range with {
		if !slices.Contains(without, d) {
			_, month, day := d.YMD()
			days = append(days, fmt.Sprintf("%d月%d日", month, day))
		}
	}
	if len(days) == 0 {
		return nil
	}
	return []string{word + " " + strings.Join(days, "、")}
}

// lookAtDivisions compares the history of every code of a file.
func (s *Service) lookAtDivisions(v View, text string) (p Preview, err error) {
	was, err := s.known.asOf(v)
	if err != nil {
		return p, err
	}
	is, err := was.Load(strings.NewReader(text))
	if err != nil {
		return p, err
	}
	fresh := 0
	for _, c := range was.Changes(is) {
		line := c.Code + " " + histories(c.Is)
		if len(c.Was) == 0 {
			fresh++
			p.Lines = append(p.Lines, "新增 "+line)
			continue
		}
		p.Lines = append(p.Lines, "改 "+line+"；原来是 "+histories(c.Was))
	}
	p.Summary = fmt.Sprintf("新增 %d 个区划，改动 %d 个。", fresh, len(p.Lines)-fresh)
	p.Warnings, err = s.strays(v, was, is)
	return p, err
}

// histories writes what a code was called when.
func histories(list []gb.Division) string {
	var words []string
	for _, d := range list {
		word := d.Name
		if year, _, _ := d.From.YMD(); year > 1 {
			word += "，" + d.From.String() + " 起"
		}
		if d.To != civil.Open {
			word += "，到 " + d.To.String()
		}
		if len(d.Becomes) > 0 {
			word += "，并入 " + strings.Join(d.Becomes, " ")
		}
		words = append(words, word)
	}
	return strings.Join(words, "；")
}

// strays names the offices whose division would be none any more: they have to
// be given another one.
func (s *Service) strays(v View, was, is *gb.Divisions) (warnings []string, err error) {
	sites, err := v.Offices()
	for _, o := range sites {
		d, has := o.Current(s.today())
		if !has || o.Closed != 0 {
			continue
		}
		before, known := was.At(d.Code, s.today())
		after, still := is.At(d.Code, s.today())
		if known && (!still || after.To < before.To) {
			warnings = append(warnings, fmt.Sprintf("机构“%s”的区划代码 %s 会停用；以后请到“机构和人员”里给它改代码，或者撤销它", o.Name, d.Code))
		}
	}
	return warnings, err
}
