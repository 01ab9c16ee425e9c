package web

import (
	"net/http"

	"doudi/admin"
)

// takeActs are the rights to take a loaded file back.
var takeActs = map[admin.Kind]string{admin.Calendar: "calendar.take_back", admin.Divisions: "division.take_back"}

// takeBackCalendar and takeBackDivisions let a file hold no more, after it was
// said what will be different.
func (s *Site) takeBackCalendar(w http.ResponseWriter, r *http.Request) error {
	return s.takeLoadBack(w, r, admin.Calendar, "办件的期限会按剩下的安排重新推算；没有公布的年份，期限重新变为暂定")
}

func (s *Site) takeBackDivisions(w http.ResponseWriter, r *http.Request) error {
	return s.takeLoadBack(w, r, admin.Divisions, "登记过的家庭、办件里已经写下的内容不会改动；名称以后按剩下的区划显示")
}

// takeLoadBack asks first, then does it.
func (s *Site) takeLoadBack(w http.ResponseWriter, r *http.Request, kind admin.Kind, meaning string) error {
	number, about := atoi(first(r.PostForm, "number")), loadKinds[kind]
	switch first(r.PostForm, doButton) {
	case doEdit:
		return away(w, r, about.Path)
	case doSure:
		if err := s.Admin.TakeBack(r.Context(), visitOf(r.Context()).adminBy(), kind, number); err != nil {
			return s.notTaken(w, r, kind, err)
		}
		return away(w, r, about.Path)
	}
	p, err := s.Admin.LookBack(r.Context(), kind, number)
	if err != nil {
		return s.notTaken(w, r, kind, err)
	}
	lines := p.Lines[:min(len(p.Lines), mostPreview)]
	if len(p.Lines) > mostPreview {
		lines = append(lines, "只列出前 "+itoa(mostPreview)+" 条，共 "+itoa(len(p.Lines))+" 条")
	}
	return s.show(w, r, http.StatusOK, confirmPage(confirmView{Title: "收回第 " + itoa(int(number)) + " 次加载的" + about.Title, Lead: "收回以后这个文件不再起作用，文件和这次收回都留在记录里；要再用就重新加载。",
		Action: about.Path + "/back", Yes: "确认收回", Carried: carried(r), Lines: append(append(lines, meaning), p.Warnings...)}))
}

// notTaken says on the page of the kind why a file was not taken back.
func (s *Site) notTaken(w http.ResponseWriter, r *http.Request, kind admin.Kind, wrong error) error {
	sentence, status, rest := told(wrong)
	if rest != nil {
		return rest
	}
	view, err := s.loadsView(r, kind)
	if err != nil {
		return err
	}
	view.Stuck = sentence
	return s.show(w, r, status, loadsPage(view))
}
