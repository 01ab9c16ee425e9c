package web

import (
	"net/http"
	"slices"
	"strconv"

	"doudi/civil"
	"doudi/registry"
)

// heldAward is an award that a form asks a choice for.
type heldAward struct {
	registry.Held
	Label string // 低保（第 3 号待遇，每月640元）
}

// proposal is said wherever a choice is made.
const proposal = "待遇的去向只是建议：县里作出决定以前照旧，不会自动停发或者改发。"

// held are the awards that last when a household ends, or that somebody of it
// stands for who leaves.
func (s *Site) held(r *http.Request, d *dwelling, person int64, day civil.Date) (list []heldAward, err error) {
	awards, err := s.Registry.Live(r.Context(), d.v.desk(), d.Household.ID, person, day)
	return s.heldOf(d.v, awards), err
}

// heldOf are awards with what they are called.
func (s *Site) heldOf(v *visit, awards []registry.Held) (list []heldAward) {
	law := s.lawOf(v)
	for _, h := range awards {
		list = append(list, heldAward{h, law.programmeLabel(h.Programme) + "（第 " + itoa(int(h.ID)) + " 号待遇" + sumWords(h) + "）"})
	}
	return list
}

// sumWords is what an award pays.
func sumWords(h registry.Held) string {
	if text := sumOf(h.Per, h.Sum); text != "" {
		return "，" + text
	}
	return ""
}

// name is that of a field about the award.
func (h *heldAward) name(what string) string {
	return "award." + itoa(int(h.Office)) + "." + itoa(int(h.ID)) + "." + what
}

// awardFields ask for every award who goes on with it, or that it is to end, from
// which month, and why.
func awardFields(list []heldAward, ways []option, day civil.Date) (fields []field) {
	ways = append(slices.Clone(ways), option{string(registry.Stop), "停止"})
	for _, h := range list {
		fields = append(fields, listed(h.name("way"), h.Label+"的去向", "从"+h.Starts.Chinese()+"起享受；"+proposal, ways),
			blank(h.name("month"), h.Label+"从哪个月起变动", "写成 2026-10 的样子").holding(max(day.Month()+1, h.Starts).String()),
			blank(h.name("reason"), h.Label+"为什么这样选", "不写病情和证件号码").wide(500))
	}
	return fields
}

// choices reads them; keepers are the households that go on, in their order.
func choices(view *formView, list []heldAward, keepers []option) (registry.Choices, []string) {
	made, lines := registry.Choices{}, []string{}
	for _, h := range list {
		way, reason := view.text(h.name("way")), view.text(h.name("reason"))
		month, err := civil.ParseMonth(view.text(h.name("month")))
		part := slices.IndexFunc(keepers, func(o option) bool { return o.Value == way })
		c := registry.Choice{Way: registry.Way(way), Part: part, Month: month, Reason: reason}
		if part >= 0 {
			c.Way = registry.Keep
		}
		switch _, numbered := strconv.Atoi(way); {
		case way == "":
			view.blameAt(h.name("way"), h.Label+"的去向：没有选；请选由谁接续，或停止")
		case part < 0 && numbered == nil:
			view.blameAt(h.name("way"), h.Label+"的去向：选的这一户里没有人；请另选一户，或停止")
		case err != nil:
			view.blameAt(h.name("month"), h.Label+"从哪个月起变动：读不懂；请写成 2026-10 的样子")
		case month < h.Starts:
			view.blameAt(h.name("month"), h.Label+"从哪个月起变动：早于开始享受的"+h.Starts.Chinese()+"；请改月份")
		case reason == "":
			view.blameAt(h.name("reason"), h.Label+"为什么这样选：没有写；请写明理由")
		}
		made[h.Ref] = c
		lines = append(lines, h.Label+"：从"+month.Chinese()+"起"+wayWords(c, keepers)+"，理由："+reason)
	}
	if len(list) > 0 {
		lines = append(lines, proposal)
	}
	return made, lines
}

// wayWords say what is to become of an award.
func wayWords(c registry.Choice, keepers []option) string {
	switch {
	case c.Way == registry.Keep && c.Part < len(keepers):
		return keepers[c.Part].Label
	case c.Way == registry.Follow:
		return "跟着离开的人"
	}
	return "停止"
}

// awardLine is an award of a household, or what was chosen for one.
type awardLine struct {
	Title, Told, Reason string
	Household           link
	Change              link // where it is carried out
}

// awardLines are what a household gets, and what was chosen for it and waits for
// a decision.
func (s *Site) awardLines(r *http.Request, v *visit, all registry.Family) (list, open []awardLine, err error) {
	d := &dwelling{Family: all, v: v}
	awards, err := s.held(r, d, 0, s.today())
	if err != nil {
		return nil, nil, err
	}
	for _, h := range awards {
		list = append(list, awardLine{Title: h.Label, Told: "从" + h.Starts.Chinese() + "起"})
	}
	chosen, err := s.Registry.UndecidedOf(r.Context(), v.desk(), all.Household.ID)
	return list, s.chosenLines(v, chosen), err
}

// chosenLines lay choices out that wait for a decision.
func (s *Site) chosenLines(v *visit, chosen []registry.Chosen) (list []awardLine) {
	for _, c := range chosen {
		told := "建议从" + c.Month.Chinese() + "起"
		switch c.Way {
		case registry.Keep:
			told += "由家庭 " + itoa(int(c.Heir.ID)) + "（" + v.officeName(c.Heir.Office) + "）接续"
		case registry.Follow:
			told += "跟着离开的人员 " + itoa(int(c.Person))
		default:
			told += "停止"
		}
		law := s.Law.of(v.sites, c.Award.Office, s.today())
		list = append(list, awardLine{Title: law.programmeLabel(c.Programme) + "（第 " + itoa(int(c.Award.ID)) + " 号待遇）", Told: told + "，等决定", Reason: c.Reason, Household: householdLink(v, c.Household), Change: changeLink(v, c)})
	}
	return list
}

// undecided are the choices that whoever decides has before him.
func (s *Site) undecided(r *http.Request, v *visit) ([]awardLine, error) {
	chosen, err := s.Registry.Undecided(r.Context(), v.member.Actor(), v.offices())
	return s.chosenLines(v, chosen), err
}
