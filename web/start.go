package web

import (
	"net/http"

	"doudi/access"
	"doudi/civil"
)

// startView is the first page: where, when, and families to look at.
type startView struct {
	Levels   []level
	Quick    []*place // places that need no narrowing down
	Day      string
	Wrong    string // what is wrong with the day
	Examples []exampleGroup
}

// level is one list of places to choose from: provinces, cities, counties.
type level struct {
	Label  string
	Whole  *place // what may be left at: the level above as a whole
	Places []*place
	Chosen *place
}

// mostQuick is how many places may stand as buttons.
const mostQuick = 12

// levelNames are the labels of the lists.
var levelNames = []string{"省（自治区、直辖市）", "市（州）", "县（市、区）", "乡镇（街道）", "村（社区）"}

// start shows the first page.
func (s *Site) start(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, r, http.StatusOK, start(s.startView(nil, s.today().String())))
}

// place takes the lists of places that were answered so far: it shows the next
// list, or goes on to the questions.
func (s *Site) place(w http.ResponseWriter, r *http.Request) error {
	day := first(r.PostForm, "day")
	chain, whole := s.Law.chain(r.PostForm["at"])
	v := s.startView(chain, day)
	if _, wrong := readDay(day); wrong != "" && day != "" {
		v.Wrong = "日期：" + wrong
	}
	open := len(chain) == 0 || len(chain[len(chain)-1].Children) > 0 && !whole
	if open || v.Wrong != "" || first(r.PostForm, "do") == "look" {
		return s.show(w, r, http.StatusOK, start(v))
	}
	a, err := s.answers(map[string][]string{"place": {chain[len(chain)-1].ID}, "day": {day}})
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, calculator(s.calculatorView(a, "", false)))
}

// chain follows the answers down from the nation. whole tells that the last
// list was left at the level above.
func (l *Law) chain(answered []string) (chain []*place, whole bool) {
	for _, id := range answered {
		p := l.places[id]
		switch {
		case p == nil:
			return chain, len(chain) > 0
		case len(chain) == 0 && (p.Parent == nil || p.Parent.Parent == nil):
		case len(chain) > 0 && p == chain[len(chain)-1]:
			return chain, true
		case len(chain) > 0 && p.Parent == chain[len(chain)-1]:
		default:
			return chain, false
		}
		chain = append(chain, p)
	}
	return chain, len(chain) == 1 && chain[0].Parent == nil
}

// startView lays out the first page with the lists answered so far.
func (s *Site) startView(chain []*place, day string) startView {
	v := startView{Day: day, Examples: s.examples}
	if quick := s.Law.leaves(); len(quick) <= mostQuick {
		v.Quick = quick
	}
	first := level{Label: levelNames[0]}
	for _, root := range s.Law.roots {
		first.Places = append(append(first.Places, root.Children...), root)
	}
	v.Levels = []level{first}
	for i, p := range chain {
		v.Levels[i].Chosen = p
		if p.Parent != nil && len(p.Children) > 0 && i+1 < len(levelNames) {
			v.Levels = append(v.Levels, level{Label: levelNames[i+1], Whole: p, Places: p.Children})
		}
	}
	return v
}

// today is the day by the clock, in China.
func (s *Site) today() civil.Date { return access.DayOf(s.Now()) }
