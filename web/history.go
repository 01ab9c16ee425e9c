package web

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strings"

	"doudi/fact"
	"doudi/registry"
)

// historyView is how what is known came to be known: fact by fact for one
// person or household, act by act for a household with its people.
type historyView struct {
	Office, Title, Base string
	Facts               []factHistory
	Acts                []actView
	Unmask              unmaskView
	Export              string // where it goes out as a file
	Wrong               string
}

// factHistory is one fact with every answer that it ever had.
type factHistory struct {
	ID, Label string
	Answers   []pastAnswer
}

// pastAnswer is one answer: for which days, by which act and from where; what
// took its place, if anything did.
type pastAnswer struct {
	factLine
	Act, Gone string // 第3号（9月15日 20:00）
	By        int64
	Over      bool
}

// actView is one act with what it entered and what it took back.
type actView struct {
	Number  int64
	Label   string
	Changes []change
}

// change is one answer that an act entered, or struck out.
type change struct {
	Who, Label string
	pastAnswer
}

// history shows how what is known about somebody came to be known.
func (s *Site) history(w http.ResponseWriter, r *http.Request) error {
	about, h, err := s.timeline(r)
	if err != nil {
		return err
	}
	return s.showHistory(w, r, about, h, http.StatusOK, func(*historyView) {})
}

// unmaskHistory shows it in full for a purpose.
func (s *Site) unmaskHistory(w http.ResponseWriter, r *http.Request) error {
	about, err := s.subject(r)
	if err != nil {
		return err
	}
	h, sentence, status, err := s.unmasked(r, about)
	if err != nil {
		return err
	}
	return s.showHistory(w, r, about, h, status, func(v *historyView) {
		if v.Wrong = sentence; sentence == "" {
			v.Unmask = unmaskView{Chosen: purposeWords[registry.Purpose(r.PostForm.Get("purpose"))]}
		}
	})
}

// showHistory shows one history by fact, and for a household all of them by
// act.
func (s *Site) showHistory(w http.ResponseWriter, r *http.Request, about *subject, h *registry.History, status int, finish func(*historyView)) error {
	view := historyView{Office: about.v.site.Name, Title: about.Title, Base: about.Base, Facts: factHistories(about.place.program.Schema, h),
		Unmask: s.unmaskView(about, h, about.Base+"/history")}
	if about.Of == registry.OfHousehold {
		c, err := s.Registry.Chronicle(r.Context(), about.v.desk(), about.ID)
		if err != nil {
			return err
		}
		c.Home = *h
		view.Acts = acts(about.place.program.Schema, &c)
	}
	finish(&view)
	if r.Method == http.MethodPost { // what is shown in full for a purpose goes out as no list
		return s.show(w, r, status, historyPage(view))
	}
	view.Export = about.Base + "/history"
	return s.list(w, r, status, historyPage(view), historyListing(&view))
}

// historyListing is every answer that was ever given, as the page shows it.
func historyListing(view *historyView) listing {
	l := listing{name: "history", title: view.Title + "登记的经过", columns: []string{"哪一项", "内容说明", "哪些日子", "来源", "登记", "改掉"}}
	row := func(label string, a pastAnswer) []string {
		return []string{label, a.Value, a.Days, a.Source, a.Act, a.Gone}
	}
	for _, f := range view.Facts {
		l.rows = append(l.rows, rowsOf(f.Answers, func(a pastAnswer) []string { return row(f.Label, a) })...)
	}
	for _, act := range view.Acts {
		for _, c := range act.Changes {
			if !c.Over && c.Who != wholeFamily {
				l.rows = append(l.rows, row(c.Who+"，"+c.Label, c.pastAnswer))
			}
		}
	}
	return l
}

// factHistories lists what was ever said, fact by fact in the order of the law.
func factHistories(schema *fact.Schema, h *registry.History) (list []factHistory) {
	facts := slices.Clone(h.Facts)
	order := factOrder(schema)
	slices.SortStableFunc(facts, func(a, b registry.Fact) int {
		return cmp.Or(cmp.Compare(order(a.Key), order(b.Key)), cmp.Compare(a.Line, b.Line), strings.Compare(a.Key, b.Key), cmp.Compare(a.Known, b.Known), cmp.Compare(a.From, b.From))
	})
	facts = slices.DeleteFunc(facts, mere)
	for i, f := range facts {
		if i == 0 || facts[i-1].Key != f.Key || facts[i-1].Line != f.Line {
			list = append(list, factHistory{ID: f.Key + "-" + itoa(int(f.Line)), Label: labelOf(schema, f)})
		}
		last := &list[len(list)-1]
		last.Answers = append(last.Answers, past(schema, h, f))
	}
	return list
}

// mere tells that a fact says only that a row is there, as its columns do too.
func mere(f registry.Fact) bool { return f.Value == "row" && f.Superseded == 0 }

// factOrder gives the place of a fact in the law; a table stands before its
// columns, and what the law no longer knows comes last.
func factOrder(schema *fact.Schema) func(key string) int {
	return func(key string) int {
		entity, name, _ := strings.Cut(key, ".")
		id, ok := schema.Entity(entity)
		if !ok || id < 0 {
			return 1 << 20
		}
		if slot, ok := schema.Entities[id].Slot(name); ok {
			return int(id)<<10 + slot + 1
		}
		return int(id) << 10
	}
}

// factOf finds the fact of a key; nil for a table and for what the law does not
// know.
func factOf(schema *fact.Schema, key string) (*fact.Entity, *fact.Fact) {
	entity, name, _ := strings.Cut(key, ".")
	id, ok := schema.Entity(entity)
	if !ok || id < 0 {
		return nil, nil
	}
	e := &schema.Entities[id]
	if slot, ok := e.Slot(name); ok {
		return e, &e.Facts[slot]
	}
	return e, nil
}

// labelOf names a fact, with table and row where it stands in one.
func labelOf(schema *fact.Schema, f registry.Fact) string {
	e, about := factOf(schema, f.Key)
	switch {
	case e == nil:
		return "现在的规定不用的一项"
	case f.Line > 0 && about != nil:
		return short(e.Label) + "（编号 " + itoa(int(f.Line)) + "）：" + short(about.Label)
	case f.Line > 0:
		return short(e.Label) + "（编号 " + itoa(int(f.Line)) + "）"
	case about == nil:
		return short(e.Label)
	}
	return short(about.Label)
}

// past lays one answer out.
func past(schema *fact.Schema, h *registry.History, f registry.Fact) pastAnswer {
	value := ""
	who, bound := f.Who()
	_, about := factOf(schema, f.Key)
	switch {
	case bound && who.Office == h.Office:
		value = "是人员 " + itoa(int(who.ID))
	case bound:
		value = "是另一个机构（编号 " + itoa(int(who.Office)) + "）的人员 " + itoa(int(who.ID))
	case strings.Contains(f.Key, "."):
		value = said(about, f, schema)
	default:
		value = saidOfTable(f)
	}
	p := pastAnswer{factLine: lineOf("", f, value), Act: actWord(h, f.Known), By: f.Known, Over: f.Superseded != 0}
	if p.Over {
		p.Gone = actWord(h, f.Superseded)
	}
	return p
}

// actWord names an act by its number and time.
func actWord(h *registry.History, act int64) string {
	return "第 " + itoa(int(act)) + " 号（" + recorded(h.At[act]) + "）"
}

// wholeFamily is whom the facts of a household are about.
const wholeFamily = "全家"

// acts lists what was entered about a household and its people, act by act.
func acts(schema *fact.Schema, c *registry.Chronicle) (list []actView) {
	by := map[int64]*actView{}
	add := func(who string, h *registry.History) {
		for _, f := range h.Facts {
			if mere(f) {
				continue
			}
			p := past(schema, h, f)
			one := change{Who: who, Label: labelOf(schema, f), pastAnswer: p}
			for _, act := range []int64{f.Known, f.Superseded} {
				if act == 0 {
					continue
				}
				if by[act] == nil {
					by[act] = &actView{Number: act, Label: actWord(h, act)}
				}
				one.Over = act == f.Superseded
				by[act].Changes = append(by[act].Changes, one)
			}
		}
	}
	add(wholeFamily, &c.Home)
	for i := range c.People {
		add(c.People[i].Name, &c.People[i].History)
	}
	for _, act := range slices.Backward(slices.Sorted(maps.Keys(by))) {
		slices.SortStableFunc(by[act].Changes, func(a, b change) int {
			return cmp.Or(cmp.Compare(a.Who, b.Who), cmp.Compare(a.Label, b.Label), b2i(b.Over)-b2i(a.Over))
		})
		list = append(list, *by[act])
	}
	return list
}

// b2i orders what is so behind what is not.
func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
