package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"doudi/paper"
	"doudi/registry"
)

// printView is a paper to be printed: as it will look, and the form that makes
// a PDF of it.
type printView struct {
	slip
	Doc     paper.Document
	Missing map[rune]bool // no font of ours has them
	Back    link
	Path    string
	Office  string
}

// The words for numbers that are masked and that are not.
const (
	inStars = "masked"
	inFull  = "full"
)

// printables are the papers that the office prints, by their words in paths.
var printables = map[string]struct {
	kind paper.Kind
	make func(s *Site, r *http.Request, st *standing, full bool) (paper.Document, error)
}{
	"sheet": {paper.HouseholdSheet, (*Site).householdSheet},
	"slip":  {paper.ReceivedSlip, (*Site).receivedSlip},
}

// printPage shows a paper as a page that the browser can print.
func (s *Site) printPage(w http.ResponseWriter, r *http.Request) error {
	return s.showPrint(w, r, "", http.StatusOK)
}

// showPrint shows it, with what was wrong in the form.
func (s *Site) showPrint(w http.ResponseWriter, r *http.Request, wrong string, status int) error {
	what, ok := printables[r.PathValue("what")]
	if !ok {
		return statusError(http.StatusNotFound)
	}
	st, doc, err := s.drawn(r, false)
	if err != nil {
		return err
	}
	if err := s.Papers.Look(r.Context(), st.v.desk(), st.ID, what.kind, "paper.print"); err != nil {
		return err
	}
	doc.Heads = append([]string{"在网页上打印，没有留底　" + s.today().Chinese()}, doc.Heads...)
	view := printView{Doc: doc, Back: link{st.Title, st.Base}, Path: st.Base + "/print/" + r.PathValue("what"), Office: st.v.site.Name}
	view.slip = filled(r.PostForm, s.printFields(st, what.kind)...)
	view.blame(wrong)
	if view.Missing, err = s.boxes(doc); err != nil {
		return err
	}
	return s.show(w, r, status, printSheet(view))
}

// boxes are the characters of a paper that no font of ours has.
func (s *Site) boxes(doc paper.Document) (map[rune]bool, error) {
	missing, err := doc.Missing(s.Papers.Fonts)
	boxes := map[rune]bool{}
	for _, r := range missing {
		boxes[r] = true
	}
	return boxes, err
}

// printFields ask what the PDF is for, and whether numbers stand in it in full.
func (s *Site) printFields(st *standing, kind paper.Kind) []field {
	fields := []field{s.why(st.v, "paper.view", st.Office)}
	if kind == paper.HouseholdSheet && len(s.purposes(st.v, "person.unmask", st.Office)) > 0 {
		fields = append(fields, blank("numbers", "证件号码和电话", "完整的号码，只打印您的岗位为这个用途能看的", option{inStars, "遮住"}, option{inFull, "完整"}).holding(inStars))
	}
	return fields
}

// drawn lays the paper of a path out as it is today.
func (s *Site) drawn(r *http.Request, full bool) (*standing, paper.Document, error) {
	st, _, err := s.standing(r, url.Values{})
	if err != nil {
		return nil, paper.Document{}, err
	}
	doc, err := printables[r.PathValue("what")].make(s, r, st, full)
	return st, doc, err
}

// printPaper makes the PDF, keeps it, and shows it.
func (s *Site) printPaper(w http.ResponseWriter, r *http.Request) error {
	what, ok := printables[r.PathValue("what")]
	if !ok {
		return statusError(http.StatusNotFound)
	}
	if wrong := s.unreasoned(r); wrong != "" {
		return s.showPrint(w, r, wrong, http.StatusBadRequest)
	}
	st, doc, err := s.drawn(r, first(r.PostForm, "numbers") == inFull)
	var id int64
	if err == nil {
		id, err = s.Papers.Print(r.Context(), st.v.desk(), st.ID, what.kind, doc)
	}
	sentence, status, rest := told(err)
	switch {
	case rest != nil:
		return rest
	case status == http.StatusNotFound:
		return err
	case sentence != "":
		return s.showPrint(w, r, sentence, status)
	}
	return away(w, r, printedPath(registry.Ref{Office: st.Office, ID: st.ID}, id, r))
}

// unreasoned says that a PDF is asked for without a purpose that the reader may
// see papers for.
func (s *Site) unreasoned(r *http.Request) string {
	v, why := visitOf(r.Context()), first(r.PostForm, "why")
	if slices.ContainsFunc(s.purposes(v, "paper.view", v.site.Number), func(o option) bool { return o.Value == why }) {
		return ""
	}
	return "用途：没有选；请选实际的用途"
}

// printedPath is where a PDF is shown that was made just now.
func printedPath(household registry.Ref, id int64, r *http.Request) string {
	return papersPath(household) + "/" + itoa(int(id)) + "/whole?why=" + url.QueryEscape(first(r.PostForm, "why"))
}

// householdSheet is who lives in a household and what is registered about it.
// Sealed facts are not printed; numbers are masked unless they were asked for.
func (s *Site) householdSheet(r *http.Request, st *standing, full bool) (paper.Document, error) {
	people, err := s.peopleOf(r, st, full)
	if err != nil {
		return paper.Document{}, err
	}
	doc := paper.Document{Title: paper.HouseholdSheet.Label(), Heads: []string{st.v.site.Name + "　" + st.Title + address(st.c.Household.Address)},
		Parts:  []paper.Part{people, factsPart("家庭的情况", st.view.Home)},
		Notes:  []string{"照" + st.day.Chinese() + "的登记打印；健康等要保密的情况不打印。登记有误的，请当场指出。"},
		Signed: []string{"申请人（或监护人）", "经办人"}}
	for _, p := range st.view.People {
		doc.Parts = append(doc.Parts, factsPart(p.Name+"的情况", p.Groups))
	}
	return doc, nil
}

// peopleOf are the members of the day. Full numbers are looked at one by one,
// for the purpose, each look recorded.
func (s *Site) peopleOf(r *http.Request, st *standing, full bool) (paper.Part, error) {
	part := paper.Part{Heading: "家庭成员", Empty: "没有登记任何成员。",
		Columns: []paper.Column{{Label: "姓名", Share: 18}, {Label: "与申请人关系", Share: 15}, {Label: "性别", Share: 8}, {Label: "出生日期", Share: 18}, {Label: "证件号码", Share: 24}, {Label: "电话", Share: 17}}}
	for _, p := range st.c.People {
		card := p.Card
		if full {
			var err error
			if card, err = s.Registry.Unmask(r.Context(), st.v.desk(), p.Card.ID, registry.Purpose(first(r.PostForm, "why"))); err != nil {
				return part, err
			}
		}
		number := card.Number
		if number == "" {
			number = paperWords[card.Paper]
		}
		part.Rows = append(part.Rows, []string{card.Name, relationWord(st.place.program.Schema, p.Relation), sexWords[card.Sex], card.Birth.Chinese(), number, card.Phone})
	}
	return part, nil
}

// factsPart is what is registered about somebody, as a table.
func factsPart(heading string, groups []factGroup) paper.Part {
	part := paper.Part{Heading: heading, Empty: "没有登记。", Columns: []paper.Column{{Label: "项目", Share: 40}, {Label: "内容", Share: 42}, {Label: "来源", Share: 18}}}
	add := func(label string, l factLine) {
		part.Rows = append(part.Rows, []string{label, strings.Replace(l.Value, sealedWord, "已登记，不打印", 1), l.Source})
	}
	for _, g := range groups {
		if g.State != nil {
			add(g.Label, *g.State)
		}
		for _, l := range g.Facts {
			add(l.Label, l)
		}
		for _, row := range g.Rows {
			add(g.Label+"："+row.Title, factLine{Source: row.Line.Source})
			for _, l := range row.Facts {
				add("　"+l.Label, l)
			}
		}
	}
	return part
}

// receivedSlip is the list of papers that a family brought, to take home.
func (s *Site) receivedSlip(r *http.Request, st *standing, _ bool) (paper.Document, error) {
	doc := paper.Document{Title: paper.ReceivedSlip.Label(), Heads: []string{st.v.site.Name + "　" + st.Title + address(st.c.Household.Address)},
		Notes:  []string{"以上材料已经收到并扫描或拍照保存；原件当面退还。撤下的材料不在内。"},
		Signed: []string{"交材料的人", "经办人"}}
	all, err := s.Registry.Family(r.Context(), st.v.desk(), st.ID)
	if err != nil {
		return doc, err
	}
	list, err := s.Papers.List(r.Context(), st.v.desk(), st.ID)
	part := paper.Part{Heading: "收到的材料", Empty: "没有收到材料。",
		Columns: []paper.Column{{Label: "编号", Share: 12}, {Label: "材料", Share: 28}, {Label: "是谁的", Share: 22}, {Label: "材料日期", Share: 19}, {Label: "收到日期", Share: 19}}}
	for _, p := range list {
		if p.Withdrawn == nil && !p.Kind.Printed() {
			part.Rows = append(part.Rows, []string{itoa(int(p.ID)), p.Kind.Label(), whose(all, p.Person), p.From.Chinese(), dayWord(p.At)})
		}
	}
	doc.Parts = []paper.Part{part}
	return doc, err
}

// piece is some text, or the code point of a character to be written by hand.
type piece struct{ Text, Box string }

// pieces cuts a text at the characters that no font has.
func pieces(text string, missing map[rune]bool) (list []piece) {
	plain := ""
	for _, r := range text {
		if !missing[r] {
			plain += string(r)
			continue
		}
		list, plain = append(list, piece{Text: plain}, piece{Box: paper.CodePoint(r)}), ""
	}
	return append(list, piece{Text: plain})
}
