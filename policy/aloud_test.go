package policy

import (
	"slices"
	"strings"
	"testing"

	"doudi/civil"
)

// onDay reads a day that the test is sure of.
func onDay(t *testing.T, text string) civil.Date {
	t.Helper()
	d, err := civil.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// aloud reads everything of one name in a shipped pack aloud.
func aloud(t *testing.T, p *Program, section Section, id, on string) string {
	t.Helper()
	var lines []string
	for _, thing := range p.Things() {
		if thing.Section != section || thing.ID != id {
			continue
		}
		for _, l := range thing.Lines(onDay(t, on)) {
			lines = append(lines, l.String())
		}
	}
	return strings.Join(lines, "\n")
}

func TestALawIsReadAloudWithItsSources(t *testing.T) {
	p := shipped(t)["cn-350421"]
	for name, c := range map[string]struct {
		section  Section
		id, on   string
		want     []string
		unwanted string
	}{
		"a figure has the row of the day only": {SectionFigure, "dibao_standard", "2020-06-30",
			[]string{"低保标准（dibao_standard）", "  350421 城市：538元/月，2019-12-31 至 2020-06-30 〔cn-350421 MX-28"}, "640元"},
		"a deviation names what it stands against": {SectionFigure, "dibao_topup_amount", "2020-06-30",
			[]string{"  与“分类施保每人加发”不同（dibao_topup_amount）："}, ""},
		"an exception has the pack that wrote it, and names what it beats": {SectionRule, "dibao_base", "2026-07-01",
			[]string{"  一般情形：与低保标准的差额", "  例外 收入超过标准后续领低保（渐退期），胜过“分档定额”：收入超过标准后还可以续领低保（在渐退期内）时，", "〔cn mz57/33 zb2020/11 reg649/13〕"}, "banded"},
		"an exception that is over is not read": {SectionRule, "single_route", "2026-07-01",
			[]string{"边缘家庭中确有特殊困难的人"}, "县里规定的特殊困难人员"},
		"a programme says who pays, when it stops and how it is applied for": {SectionProgramme, "dibao", "2026-07-01",
			[]string{"  条件：人均收入低于低保标准", "  出资 困难群众救助补助资金：其余全部", "  发放：按月，发给家庭，从决定次月起发", "次月起停 〔", "  程序：低保审核确认"}, "dibao-confirmation"},
		"a step of a procedure has its clock": {SectionProcedure, "dibao-confirmation", "2026-07-01",
			[]string{"  作出确认决定：由县级民政部门，10个工作日内 〔cn mz57/20 law2026/44〕"}, ""},
		"a fact lists what may be answered": {SectionFact, "household.area", "2026-07-01",
			[]string{"家庭的居住地（household.area）：选一项", "、urban 城市"}, ""},
		"a law that is not yet in force says nothing": {SectionProgramme, "service_aid", "2026-06-30", nil, "服务"},
	} {
		t.Run(name, func(t *testing.T) {
			got := aloud(t, p, c.section, c.id, c.on)
			for _, want := range c.want {
				if !strings.Contains(got, want) {
					t.Errorf("no %q in\n%s", want, got)
				}
			}
			if c.unwanted != "" && strings.Contains(got, c.unwanted) {
				t.Errorf("%q stands in\n%s", c.unwanted, got)
			}
		})
	}
}

func TestChangesAreThoseOfTheFirstDay(t *testing.T) {
	p := shipped(t)["cn-350421"]
	changes := Changes(p.Read(onDay(t, "2026-06-30")), p.Read(onDay(t, "2026-07-01")))
	find := func(id string) Change {
		i := slices.IndexFunc(changes, func(c Change) bool { return c.ID == id })
		if i < 0 {
			t.Fatalf("%s has not changed", id)
		}
		return changes[i]
	}
	age := find("tekun_minor_age")
	if old, new := age.Old[1].Words, age.New[1].Words; !strings.HasPrefix(old, "16周岁，") || !strings.HasPrefix(new, "18周岁，") {
		t.Errorf("old %q, new %q", old, new)
	}
	if c := find("service_aid"); c.Old != nil || len(c.New) == 0 {
		t.Errorf("service_aid: %v → %v", c.Old, c.New)
	}
	if c := find("reg_fine_least_multiple"); len(c.Old) == 0 || c.New != nil {
		t.Errorf("reg_fine_least_multiple: %v → %v", c.Old, c.New)
	}
	if more := Changes(p.Read(onDay(t, "2026-07-01")), p.Read(onDay(t, "2026-07-02"))); len(more) != 0 {
		t.Errorf("nothing changes on the second day, but: %v", more)
	}
}
