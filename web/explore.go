package web

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"doudi/civil"
	"doudi/fact"
	"doudi/gb"
	"doudi/pack"
	"doudi/policy"
)

// books are the laws made ready for reading, each when it is first asked for.
type books struct {
	sync.Map // of *book by place
	search   sync.Once
	entries  []entry
	working  sync.Once
	cases    []workedCase
}

// book is one place's law made ready for reading. It is the same for everybody.
type book struct {
	place   *place
	law     *Law
	program *policy.Program
	sources map[string]*pack.Source // by source id
	clauses map[string]clauseRef    // by citation as written
	begin   civil.Date              // of the oldest pack of the chain
	days    []civil.Date            // on which something changes, ascending, the beginning first
	readBy  map[policy.Ref][]policy.Ref
	pieces  map[policy.Ref]policy.Thing
	card    placeNode // its entry in the tree of places

	citing  sync.Once
	citedBy map[clauseRef][]policy.Ref

	mu       sync.Mutex
	readings map[civil.Date]*policy.Reading // by the change that they follow
}

// keptReadings bounds how many readings of one place are kept.
const keptReadings = 8

// clauseRef is where a citation leads.
type clauseRef struct {
	source *pack.Source
	clause *pack.Clause
}

// book finds the law of a place, or says that there is none.
func (l *Law) book(id string) (*book, error) {
	if b, ok := l.books.Load(id); ok {
		return b.(*book), nil
	}
	p := l.places[id]
	if p == nil {
		return nil, &toldError{http.StatusNotFound, failureView{"没有这个地方的规定", "系统里没有这个地方的政策包，网址可能输错了。",
			[]string{"打开“查规定”，从地方列表里选", "这个地方没有自己的规定时，请看它上级的"}}}
	}
	b, _ := l.books.LoadOrStore(id, l.write(p))
	return b.(*book), nil
}

// write makes a law ready.
func (l *Law) write(p *place) *book {
	b := &book{place: p, law: l, program: p.program, sources: p.program.Pack.Sources, clauses: map[string]clauseRef{},
		readBy: map[policy.Ref][]policy.Ref{}, pieces: map[policy.Ref]policy.Thing{}, readings: map[civil.Date]*policy.Reading{}}
	for _, id := range slices.Sorted(maps.Keys(b.sources)) {
		for clause, c := range b.sources[id].Clauses {
			b.clauses[clause], b.clauses[id+"/"+clause] = clauseRef{b.sources[id], c}, clauseRef{b.sources[id], c}
		}
	}
	for _, t := range p.program.Things() {
		b.pieces[policy.Ref{Section: t.Section, ID: t.ID}] = t
	}
	b.begin = civil.Open
	for _, one := range p.program.Pack.Packs {
		b.begin = min(b.begin, one.InForce.From)
	}
	b.days = daysOfChange(p.program.Pack, b.begin)
	b.join()
	b.card = b.node()
	return b
}

// join notes for each thing who reads it, over all days.
func (b *book) join() {
	note := func(reader policy.Ref, roots ...policy.NodeID) {
		for _, read := range b.program.Uses(roots...) {
			if list := b.readBy[read]; read != reader && !slices.Contains(list, reader) {
				b.readBy[read] = append(list, reader)
			}
		}
	}
	for i := range b.program.Rules {
		for _, v := range b.program.Rules[i].Versions {
			note(policy.Ref{Section: policy.SectionRule, ID: b.program.Rules[i].ID}, v.Body)
		}
	}
	for i := range b.program.Programmes {
		for k := range b.program.Programmes[i].Versions {
			note(policy.Ref{Section: policy.SectionProgramme, ID: b.program.Programmes[i].ID}, nodesOf(&b.program.Programmes[i].Versions[k])...)
		}
	}
	for i := range b.program.Constraints {
		note(policy.Ref{Section: policy.SectionConstraint, ID: b.program.Constraints[i].ID}, b.program.Constraints[i].Keep)
	}
	for i := range b.program.Choices {
		note(policy.Ref{Section: policy.SectionChoice, ID: b.program.Choices[i].ID}, b.program.Choices[i].Offered)
	}
}

// nodesOf are all nodes that a version of a programme names.
func nodesOf(v *policy.ProgrammeVersion) []policy.NodeID {
	nodes := append(slices.Clone(v.Conditions), v.Recheck, v.Leaving)
	for _, p := range v.Parts {
		nodes = append(nodes, p.Node)
	}
	for _, b := range v.BorneBy {
		if !b.Rest {
			nodes = append(nodes, b.Node)
		}
	}
	for _, s := range v.Stops {
		nodes = append(nodes, s.Node)
	}
	return nodes
}

// daysOfChange are the days on which a law says something else than the day
// before, from its beginning on.
func daysOfChange(r *pack.Resolved, begin civil.Date) []civil.Date {
	days := []civil.Date{begin}
	add := func(s pack.Span) {
		days = append(days, max(s.From, begin))
		if s.To != civil.Open && s.To >= begin {
			days = append(days, s.To+1)
		}
	}
	for _, f := range r.Figures {
		for _, row := range f.Rows {
			add(row.Span)
		}
	}
	for _, x := range r.Rules {
		add(x.Span)
		for _, e := range x.Exceptions {
			add(e.Span)
		}
	}
	for _, x := range r.Programmes {
		add(x.Span)
		for _, part := range x.Amount {
			add(part.Span)
		}
	}
	for _, x := range r.Choices {
		add(x.Span)
	}
	for _, x := range r.Stacking {
		add(x.Span)
	}
	for _, x := range r.Constraints {
		add(x.Span)
	}
	for _, x := range r.Procedures {
		add(x.Span)
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// reading is what the law says on a day. Between two changes of the law it is
// the same, and so it is kept.
func (b *book) reading(on civil.Date) *policy.Reading {
	since := b.lastChange(max(on, b.begin))
	b.mu.Lock()
	defer b.mu.Unlock()
	if r := b.readings[since]; r != nil {
		return r
	}
	if len(b.readings) >= keptReadings {
		for old := range b.readings {
			delete(b.readings, old)
			break
		}
	}
	r := b.program.Read(on)
	b.readings[since] = r
	return r
}

// onDay reads the day that a page is asked for, today if none is named.
func (s *Site) onDay(b *book, text string) (civil.Date, error) {
	if text == "" {
		return max(s.today(), b.begin), nil
	}
	day, err := civil.ParseDate(text)
	if err != nil {
		return 0, &toldError{http.StatusBadRequest, failureView{"日期写法有误", "日期要写成“年-月-日”的样子，而且日历上要有这一天，例如 2026-07-01。",
			[]string{"返回上一页，用日期框重新选", "或者去掉网址里的日期，看今天的规定"}}}
	}
	if day < b.begin {
		return 0, &toldError{http.StatusNotFound, failureView{"这一天的规定没有录入", b.place.Label + "最早能查到" + b.begin.Chinese() + "的规定，更早的没有录入。",
			[]string{"改查" + b.begin.Chinese() + "或以后的日子", "更早的规定请向当地民政部门查询"}}}
	}
	return day, nil
}

// visit is what every page of the explorer begins with: the place and the day
// of its address.
func (s *Site) visit(r *http.Request) (*book, civil.Date, error) {
	b, err := s.Law.book(r.PathValue("place"))
	if err != nil {
		return nil, 0, err
	}
	on, err := s.onDay(b, r.URL.Query().Get("on"))
	return b, on, err
}

// noSuchThing is the answer for a name that a place's law does not know.
func noSuchThing(b *book) error {
	return &toldError{http.StatusNotFound, failureView{"这个地方没有这一项规定", b.place.Label + "的规定里没有这个网址所说的内容，可能只有别的地方有，或者已经改名。",
		[]string{"打开“查规定”，选这个地方，从目录里找", "用搜索框按名称或条号查"}}}
}

// placeName is the short name of the pack with an id.
func (l *Law) placeName(id string) string {
	if p := l.places[id]; p != nil {
		return p.Short
	}
	return id
}

// codeName is the short name of a division, its code if it has no pack.
func (l *Law) codeName(code string) string {
	if p := l.places["cn-"+code]; p != nil {
		return p.Short
	}
	return code
}

// keyName is one key of a figure's row in Chinese.
func (b *book) keyName(t fact.Type, key int64) string {
	text := fact.Format(t, fact.Of(key), b.program.Schema)
	if t == fact.Place {
		if _, ok := gb.PlaceCode(text); ok {
			return b.law.codeName(strings.TrimRight(text, " "))
		}
	}
	return text
}

// path is the address of a page below a place on a day.
func (b *book) path(on civil.Date, parts ...string) string {
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return strings.Join(append([]string{"/law/" + b.place.ID}, parts...), "/") + "?on=" + on.String()
}

// pages of things by their section; the rest are shown with their subject.
var pages = map[policy.Section]string{policy.SectionFigure: "figure", policy.SectionRule: "rule", policy.SectionProgramme: "programme"}

// pathOf is where a thing is shown.
func (b *book) pathOf(ref policy.Ref, on civil.Date) string {
	if page := pages[ref.Section]; page != "" {
		return b.path(on, page, ref.ID)
	}
	if t, ok := b.pieces[ref]; ok {
		return b.path(on, "subject", t.Subject) + "#" + anchor(ref)
	}
	return ""
}

// anchor is the id of a thing within a page.
func anchor(ref policy.Ref) string {
	return strings.NewReplacer("+", "-", ".", "-", " ", "-").Replace(ref.ID)
}
