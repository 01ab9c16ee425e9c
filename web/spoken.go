package web

import (
	"net/http"

	"doudi/casework"

	"github.com/a-h/templ"
)

// spokenView asks how a family said something that is written down for it.
type spokenView struct {
	slip
	Lead, Path, Papers, Turn string
	Withdraws                bool // else it has something to say
}

// spoken tells whether an act is done in words of the family, which somebody heard.
func (c *caseView) spoken(act casework.Act) bool {
	return act == casework.Plea || act == casework.Withdraw && c.Wishes
}

// speaking asks how the family said it, and then does what it said.
func (s *Site) speaking(w http.ResponseWriter, r *http.Request, c *caseView, e casework.Entry) error {
	view := spokenView{Lead: c.Title + "，办件 " + c.Number + "，" + c.Applicant, Path: c.Path, Papers: c.Household + "/paper", Turn: c.Turn, Withdraws: e.Act == casework.Withdraw}
	ways, dead, ask := wordOptions(casework.Wishes), "；申请人去世的不填", blank("note", "为什么不申请了", "照家庭说的写").long(500)
	if !view.Withdraws {
		ways, dead, ask = wordOptions(casework.Tellings), "", blank("note", "家庭说了什么", "照家庭说的写：不同意哪一项、为什么，或者有什么要补充").long(500)
	}
	view.slip = filled(r.PostForm, listed("how", "家庭怎样说的", "不能替家庭说", ways), blank("who", "谁说的", "姓名和与申请人的关系，如 王桂兰（本人）"+dead).wide(60),
		blank("said_on", "哪天说的", "实际说的那一天"+dead).holding(s.today().String()), ask)
	if first(r.PostForm, doButton) == "" {
		return s.show(w, r, http.StatusOK, spokenSheet(view))
	}
	if e.Wish.How = view.text("how"); e.Wish.How != casework.WhoDied {
		e.Wish.Who, e.Wish.On = view.text("who"), view.day("said_on")
	}
	if len(view.Problems) > 0 {
		return s.show(w, r, http.StatusBadRequest, spokenSheet(view))
	}
	_, err := s.Cases.Act(r.Context(), visitOf(r.Context()).desk(), e)
	return s.answered(w, r, err, view.Path, func(sentence string) templ.Component {
		view.blameAt(fieldOf(err), sentence)
		return spokenSheet(view)
	})
}
