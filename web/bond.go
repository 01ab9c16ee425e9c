package web

import (
	"net/http"
	"slices"

	"doudi/fact"
	"doudi/registry"
)

// bondLine is that one person stands in a table of another, as one who owes him
// support, or as his parent.
type bondLine struct {
	Before, After string // around the other
	Other         link
	Days          string
}

// bonds are who the rows of a person's tables are, and in whose he stands.
func (s *Site) bonds(r *http.Request, at registry.Ref) (list []bondLine, err error) {
	v := visitOf(r.Context())
	found, err := s.Registry.Bonds(r.Context(), v.desk(), at.ID)
	for _, b := range found {
		label := s.tableLabel(v, b.Table)
		line := bondLine{Before: label + "：", Other: other(v, b), Days: days(b.From, b.To)}
		if !b.Own {
			line.Before, line.After = "是", "的"+label
		}
		list = append(list, line)
	}
	return list, err
}

// tableLabel names a table as the law does.
func (s *Site) tableLabel(v *visit, table string) string {
	schema := s.lawOf(v).program.Schema
	if id, ok := schema.Entity(table); ok && id > fact.MemberEntity {
		return short(schema.Entities[id].Label)
	}
	return "亲属"
}

// other names somebody; who is of another office is named by office and number,
// and can be followed by who may look there.
func other(v *visit, b registry.Bond) (l link) {
	l.Label = b.Name
	if l.Label == "" {
		l.Label = v.officeName(b.Other.Office) + "的人员 " + itoa(int(b.Other.ID))
	}
	if v.can("household.view", b.Other.Office) {
		l.Path = residentPath(b.Other)
	}
	return l
}

// bind says of the rows of a person's tables who they are.
func (s *Site) bind(r *http.Request, about *subject, view *factsView) error {
	if about.Of != registry.OfMember {
		return nil
	}
	found, err := s.Registry.Bonds(r.Context(), about.v.desk(), about.ID)
	if err != nil {
		return err
	}
	for i := range view.Groups {
		g := &view.Groups[i]
		for k := range g.Rows {
			row := &g.Rows[k]
			if registry.OfPeople(g.ID) && view.MayChange {
				row.Bind = about.Base + "/facts/" + g.ID + "/" + itoa(int(row.line))
			}
			if at := slices.IndexFunc(found, func(b registry.Bond) bool {
				return b.Own && b.Table == g.ID && b.Line == row.line && b.From <= s.today() && s.today() <= b.To
			}); at >= 0 {
				who := other(about.v, found[at])
				row.Who = &who
			}
		}
	}
	return nil
}

// bondView asks who a row is.
type bondView struct {
	slip
	Title, Label, Base, Path string
	Row                      factRow
}

// bondPage asks who a row is.
func (s *Site) bondPage(w http.ResponseWriter, r *http.Request) error {
	_, view, err := s.bondView(r)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, bondForm(view))
}

// bondView is the form as it was sent, for a row that is there.
func (s *Site) bondView(r *http.Request) (*subject, bondView, error) {
	about, err := s.subject(r)
	if err != nil {
		return nil, bondView{}, err
	}
	line, err := number(r, "line")
	if err != nil {
		return nil, bondView{}, err
	}
	h, err := s.Registry.Timeline(r.Context(), about.v.desk(), about.Subject)
	if err != nil {
		return nil, bondView{}, err
	}
	facts := s.factsView(about, &h)
	if err := s.bind(r, about, &facts); err != nil {
		return nil, bondView{}, err
	}
	for _, g := range facts.Groups {
		for _, row := range g.Rows {
			if g.ID == r.PathValue("part") && row.line == line && registry.OfPeople(g.ID) {
				view := bondView{Title: about.Title, Label: g.Label, Base: about.Base, Path: about.Base + "/facts/" + g.ID + "/" + itoa(int(line)), Row: row}
				view.slip = filled(r.PostForm, blank("who", "登记的人员", "人员编号，或公民身份号码"), blank("from", "起日", "从哪一天起是他").holding(s.today().String()))
				return about, view, nil
			}
		}
	}
	return nil, bondView{}, statusError(http.StatusNotFound)
}

// changeBond says who a row is, or takes it back.
func (s *Site) changeBond(w http.ResponseWriter, r *http.Request) error {
	about, view, err := s.bondView(r)
	if err != nil {
		return err
	}
	from, wrong := readDay(first(r.PostForm, "from"))
	if wrong != "" {
		view.blame("起日：" + wrong)
		return s.show(w, r, http.StatusBadRequest, bondForm(view))
	}
	if first(r.PostForm, "do") == "free" {
		err = s.Registry.FreeRow(r.Context(), about.v.desk(), about.ID, r.PathValue("part"), view.Row.line, from)
	} else {
		err = s.Registry.BindRow(r.Context(), about.v.desk(), about.ID, r.PathValue("part"), view.Row.line, first(r.PostForm, "who"), from)
	}
	sentence, status, rest := told(err)
	if rest != nil {
		return rest
	}
	if view.blame(sentence); sentence != "" {
		return s.show(w, r, status, bondForm(view))
	}
	return away(w, r, about.Base+"/facts#"+r.PathValue("part"))
}
