package web

import (
	"net/http"

	"doudi/casework"
	"doudi/registry"
)

// pleaLine is a case at which the family waits for an answer, in a list of work.
type pleaLine struct {
	Case                        link
	Title, Standing, Who, Since string
}

// pleaView is what the family said at a case, and the answer to it.
type pleaView struct {
	slip
	Said []turnLine
	May  bool
	Why  string // what is to be done before it is answered
}

// mostPleas is how many of an office the first page looks at.
const mostPleas = 500

// pleaLines are what waits at the offices that a person serves.
func (s *Site) pleaLines(r *http.Request, v *visit) (lines []pleaLine, err error) {
	list, err := s.Cases.Pleas(r.Context(), v.member.Actor(), v.offices(), mostPleas)
	for _, p := range list {
		lines = append(lines, pleaLine{link{p.Number.String(), casePath(p.Ref)}, p.Title, p.Standing, v.officeName(p.Office) + "，家庭 " + itoa(int(p.Household)), p.Since.Chinese()})
	}
	return lines, err
}

// pleaView lays out what was said at a case and is not answered.
func (s *Site) pleaView(r *http.Request, c *casework.Sight, d registry.Desk) (view pleaView) {
	for _, t := range c.Unanswered() {
		view.Said = append(view.Said, turnLine{When: recorded(t.At), Note: t.Note})
	}
	view.May = len(view.Said) > 0 && s.Cases.May(c, d, casework.Answer)
	if err := c.Rechecked(); err != nil {
		view.Why = sentenceOf(err)
	}
	view.slip = filled(r.PostForm, blank("answer", "答复", "写给这个家庭看：核实了什么、依据哪一条、接着怎么办").long(2000))
	return view
}

// accuse says what is wrong with an entry, at the form that it came from.
func (view *caseView) accuse(act casework.Act, sentence string) {
	if act != casework.Answer {
		view.blame(sentence)
		return
	}
	view.Plea.blame(sentence)
	view.Problems = append(view.Problems, view.Plea.Problems...)
}
