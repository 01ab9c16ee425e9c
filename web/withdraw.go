package web

import (
	"net/http"

	"doudi/casework"

	"github.com/a-h/templ"
)

// withdrawView asks how a family said that it asks no more.
type withdrawView struct {
	slip
	Lead, Path, Papers, Turn string
}

// withdrawing asks it, and then takes the application back.
func (s *Site) withdrawing(w http.ResponseWriter, r *http.Request, c *caseView, e casework.Entry) error {
	var hows []option
	for _, one := range casework.Wishes {
		hows = append(hows, option{one.ID, one.Label})
	}
	view := withdrawView{Lead: c.Title + "，办件 " + c.Number + "，" + c.Applicant, Path: c.Path, Papers: c.Household + "/paper", Turn: c.Turn, slip: filled(r.PostForm,
		listed("how", "家庭怎样说的", "不能替家庭撤回", hows), blank("who", "谁说的", "姓名和与申请人的关系，如 王桂兰（本人）；申请人去世的不填").wide(60),
		blank("said_on", "哪天说的", "申请人去世的不填").holding(s.today().String()), blank("note", "为什么不申请了", "照家庭说的写").long(500))}
	if first(r.PostForm, doButton) == "" {
		return s.show(w, r, http.StatusOK, withdrawSheet(view))
	}
	if e.Wish.How = view.text("how"); e.Wish.How != casework.WhoDied {
		e.Wish.Who, e.Wish.On = view.text("who"), view.day("said_on")
	}
	if len(view.Problems) > 0 {
		return s.show(w, r, http.StatusBadRequest, withdrawSheet(view))
	}
	_, err := s.Cases.Act(r.Context(), visitOf(r.Context()).desk(), e)
	return s.answered(w, r, err, view.Path, func(sentence string) templ.Component {
		view.blameAt(fieldOf(err), sentence)
		return withdrawSheet(view)
	})
}
