package admin

import (
	"context"
	"fmt"
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
	before := map[int]civil.Year{}
	for _, y := range was.Years() {
		before[y.Year] = y
	}
	for _, y := range is.Years() {
		if line := yearLine(before[y.Year], y); line != "" {
			p.Lines = append(p.Lines, line)
		}
	}
	p.Summary = fmt.Sprintf("有 %d 个年份的安排和现在不一样。", len(p.Lines))
	return p, nil
}

// yearLine says what is new about a year; nothing if all of it was known.
func yearLine(was, is civil.Year) string {
	var words []string
	if is.Published && !was.Published {
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
func (s *Service) lookAtDivisions(ctx context.Context, text string) (p Preview, err error) {
	was, err := s.Divisions(ctx)
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
	p.Warnings, err = s.strays(ctx, was, is)
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
func (s *Service) strays(ctx context.Context, was, is *gb.Divisions) (warnings []string, err error) {
	sites, err := s.Offices(ctx)
	for _, o := range sites {
		d, has := o.Current(s.today())
		if !has || o.Closed != 0 {
			continue
		}
		before, known := was.At(d.Code, s.today())
		after, still := is.At(d.Code, s.today())
		if known && (!still || after.To < before.To) {
			warnings = append(warnings, fmt.Sprintf("机构“%s”的区划代码 %s 会停用；加载以后请到“机构和人员”里给它改代码，或者撤销它", o.Name, d.Code))
		}
	}
	return warnings, err
}
