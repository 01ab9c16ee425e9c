package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"doudi/civil"
	"doudi/pack"
	"doudi/policy"
)

// placeView is one place on a day.
type placeView struct {
	Way        []crumb
	Place      *place
	Day, Begin string
	DayWords   string
	Node       placeNode
	Subjects   []subjectLink
	Changes    []changeDay
	Statuses   []statusGroup
	Since      string // since when nothing has changed
	DiffHref   string // what that day changed
	Forms      diffForms
}

// subjectLink is one subject with its programmes.
type subjectLink struct {
	Name, Label, Href string
	Programmes        []programmeLink
	Counts            string // 15 个数值，43 条规则
}

// programmeLink is one programme of a subject.
type programmeLink struct {
	Label, Href string
	Grants      string // 发钱
	Origin      string
}

// changeDay is a day on which something changes.
type changeDay struct {
	Words, Href, Diff string
	Current           bool
}

// statusGroup lists what a place has to confirm.
type statusGroup struct {
	Status pack.Status
	Lines  []statusLine
}

// statusLine is one value to confirm.
type statusLine struct {
	Kind, Label, Href string
	Source            sourceView
}

// lawPlace shows one place.
func (s *Site) lawPlace(w http.ResponseWriter, r *http.Request) error {
	b, on, err := s.visit(r)
	if err != nil {
		return err
	}
	v := placeView{Way: b.crumbs(on), Place: b.place, Day: on.String(), Begin: b.begin.String(), DayWords: on.Chinese(), Node: b.card,
		Subjects: b.subjects(on), Changes: b.changes(on), Statuses: b.toConfirm(on)}
	v.Way[len(v.Way)-1].Href = ""
	if since := b.lastChange(on); since > b.begin {
		v.Since, v.DiffHref = sinceWords(since, on), diffPath(b, since-1, b, since)
	}
	v.Forms = diffForms{Places: s.Law.inOrder(), A: b.place.ID, B: b.place.ID, OnA: max(b.lastChange(on)-1, b.begin).String(), OnB: on.String()}
	return s.show(w, r, http.StatusOK, lawPlace(v))
}

// sinceWords say since when the law of a day has been the same.
func sinceWords(since, on civil.Date) string {
	if since == on {
		return "这一天规定有变化"
	}
	return since.Chinese() + "起规定没有变过"
}

// subjects are the subjects that say anything on a day, those with programmes
// first.
func (b *book) subjects(on civil.Date) []subjectLink {
	at, counts := map[string]*subjectLink{}, map[string]int{}
	var all []*subjectLink
	for _, it := range b.reading(on).Items {
		if it.Section == policy.SectionFact {
			continue
		}
		s := at[it.Subject]
		if s == nil {
			s = &subjectLink{Name: it.Subject, Label: b.subjectLabel(it.Subject), Href: b.path(on, "subject", it.Subject)}
			at[it.Subject] = s
			all = append(all, s)
		}
		counts[it.Subject+string(it.Section)]++
		if it.Section == policy.SectionProgramme {
			s.Programmes = append(s.Programmes, programmeLink{it.Label, b.path(on, "programme", it.ID), lastWord(it.Lines[0].Notes), b.law.placeName(it.Lines[0].Origin)})
		}
	}
	slices.SortStableFunc(all, func(x, y *subjectLink) int {
		return cmp.Or(cmp.Compare(subjectRank(x.Name), subjectRank(y.Name)), cmp.Compare(len(y.Programmes), len(x.Programmes)))
	})
	links := make([]subjectLink, len(all))
	for i, s := range all {
		links[i] = *s
		links[i].Counts = countWords(counts, s.Name)
	}
	return links
}

// countWords says how many things of each kind, other than programmes, stand
// under a subject.
func countWords(counts map[string]int, subject string) string {
	var words []string
	for _, k := range []struct {
		section policy.Section
		word    string
	}{{policy.SectionFigure, "个数值"}, {policy.SectionRule, "条规则"}, {policy.SectionPair, "条同享关系"}, {policy.SectionConstraint, "个约束"}, {policy.SectionProcedure, "个办理程序"}} {
		if n := counts[subject+string(k.section)]; n > 0 {
			words = append(words, itoa(n)+" "+k.word)
		}
	}
	return strings.Join(words, "，")
}

// subjectWords name the subjects that the shipped packs use, in the order in
// which an office looks for them.
var subjectWords = []struct{ name, label string }{
	{"dibao", "最低生活保障"}, {"tekun", "特困人员供养"}, {"edge", "低保边缘家庭"}, {"rigid", "刚性支出困难家庭"}, {"low_income", "低收入家庭"},
	{"hardship", "城市困难家庭"}, {"children", "孤儿和事实无人抚养儿童"}, {"disability", "残疾人两项补贴"}, {"temporary", "临时救助"}, {"medical", "医疗救助"},
	{"education", "教育救助"}, {"housing", "住房救助"}, {"employment", "就业救助"}, {"rehabilitation", "残疾人康复和扶助"}, {"relief", "受灾、流浪和各类专项救助"},
	{"referrals", "转介到别的部门"}, {"pension", "养老保险代缴"}, {"price", "价格临时补贴"}, {"reduction", "调减或终止救助"}, {"penalty", "骗取救助的处理"}, {"review", "复核和抽查"}, {"management", "台账和动态管理"}, {"service", "服务和监督"},
	{"common", "家庭、人口、收入的算法"}, {"income_estimate", "农村收入的评估"}, {"income", "收入"}, {"standards", "当地公布的标准"}, {"stacking", "几项待遇能不能同享"}, {"others", "其他程序"}, {"facts", "要问的情况"},
}

// subjectRank is where a subject stands in the list; others come last.
func subjectRank(name string) int {
	i := slices.IndexFunc(subjectWords, func(w struct{ name, label string }) bool { return w.name == name })
	if i < 0 {
		return len(subjectWords)
	}
	return i
}

// subjectLabel names a subject in Chinese; a file that we do not know by name
// is called by the first programme, or the first thing, that stands in it.
func (b *book) subjectLabel(name string) string {
	if i := subjectRank(name); i < len(subjectWords) {
		return subjectWords[i].label
	}
	first := ""
	for _, t := range b.program.Things() {
		if t.Subject != name {
			continue
		}
		if t.Section == policy.SectionProgramme {
			return t.Label
		}
		if first == "" {
			first = t.Label
		}
	}
	return first + "等"
}

// changes are the days on which something changes, the newest first.
func (b *book) changes(on civil.Date) []changeDay {
	var all []changeDay
	for i, d := range slices.Backward(b.days) {
		c := changeDay{Words: d.Chinese(), Href: b.path(d), Current: d <= on && (i+1 == len(b.days) || on < b.days[i+1])}
		if i > 0 {
			c.Diff = diffPath(b, d-1, b, d)
		}
		all = append(all, c)
	}
	return all
}

// toConfirm lists everything on a day that is not simply published, each thing
// once for each status.
func (b *book) toConfirm(on civil.Date) []statusGroup {
	groups := map[pack.Status][]statusLine{}
	for _, it := range b.reading(on).Items {
		told := map[pack.Status]bool{}
		for _, l := range it.Lines {
			if l.Status == pack.Published || told[l.Status] {
				continue
			}
			told[l.Status] = true
			groups[l.Status] = append(groups[l.Status], statusLine{Kind: string(it.Section), Label: it.Label,
				Href: b.pathOf(policy.Ref{Section: it.Section, ID: it.ID}, on), Source: b.source(l.Origin, "", l.Cites)})
		}
	}
	var all []statusGroup
	for _, s := range pack.Statuses {
		if len(groups[s]) > 0 {
			all = append(all, statusGroup{s, groups[s]})
		}
	}
	return all
}

// lastWord is the last of some notes: of a programme, what it gives.
func lastWord(notes []string) string {
	if len(notes) == 0 {
		return ""
	}
	return notes[len(notes)-1]
}

// notesWords joins the notes of a head.
func notesWords(notes []string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(notes), func(n string) bool { return n == "" }), "，")
}
