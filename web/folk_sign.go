package web

import (
	"net/http"
	"slices"
	"strings"

	"doudi/casework"
	"doudi/gb"
	"doudi/paper"
)

// ownSignPage is where the family signs and adds what else it has.
func (s *Site) ownSignPage(w http.ResponseWriter, r *http.Request) error {
	unlisted(w)
	return s.showOwnSign(w, r, nil, http.StatusOK)
}

// ownSignView is the page of signatures with the papers that are there.
type ownSignView struct {
	signView
	Papers []enclosedLine
	Kept   string // how many of what was sent were kept; "" where nothing was sent
}

// showOwnSign shows it with what could not be kept.
func (s *Site) showOwnSign(w http.ResponseWriter, r *http.Request, wrong []string, status int) error {
	req, err := s.Cases.OwnRequest(r.Context(), s.requestToken(r))
	if err != nil {
		return s.requestAgain(w, r, err)
	}
	view := ownSignView{signView{Back: requestPath, Path: requestPath + "/sign", Signers: s.signers(req.Intake(s.today())), Commit: paper.CommitmentText, Agree: paper.AuthorisationText,
		Open: req.State.Ours(), Title: "我的申请"}, enclosedLines(&req), keptOf(r)}
	d, err := s.requestDraft(r.Context(), &req, req.Content)
	if err != nil {
		return err
	}
	view.Asked = strings.Join(d.asksFor(&req), "、")
	view.slip = filled(r.PostForm, listed("kind", "材料种类", "", optionsOf(paper.Brought)))
	for _, sentence := range wrong {
		view.blame(sentence)
	}
	return s.show(w, r, status, ownSignSheet(view))
}

// keptOf is how many papers were just kept, as the address says that the form led
// to.
func keptOf(r *http.Request) string {
	if n := atoi(r.URL.Query().Get("kept")); n > 0 && n < 2*maxFiles {
		return itoa(int(n))
	}
	return ""
}

// ownSign keeps what was drawn or photographed, or takes a paper out again. What
// can be kept is kept, of the rest is said what is wrong with it.
func (s *Site) ownSign(w http.ResponseWriter, r *http.Request) error {
	unlisted(w)
	token := s.requestToken(r)
	req, err := s.Cases.OwnRequest(r.Context(), token)
	if err != nil {
		return s.requestAgain(w, r, err)
	}
	if id, out := strings.CutPrefix(first(r.PostForm, doButton), "out:"); out {
		return s.ownTakeOut(w, r, atoi(id))
	}
	scraps := s.ownScraps(r, &req)
	if len(scraps) == 0 {
		if first(r.PostForm, doButton) == "next" {
			return away(w, r, requestPath)
		}
		return s.showOwnSign(w, r, []string{"没有签字，也没有选文件；请在方框里签字，或者选拍好的照片"}, http.StatusBadRequest)
	}
	var wrong []string
	status := http.StatusOK
	for _, one := range scraps {
		sentence, code, rest := told(s.enclose(r, token, one))
		if rest != nil {
			return rest
		}
		if sentence != "" {
			wrong, status = append(wrong, signedBy(&req, one.upload)+"没有保存："+sentence), code
		}
	}
	if len(wrong) > 0 {
		return s.showOwnSign(w, r, wrong, status)
	}
	next := requestPath + "/sign"
	if first(r.PostForm, doButton) == "next" {
		next = requestPath
	}
	return away(w, r, next+"?kept="+itoa(len(scraps)))
}

// signedBy is what somebody signed or brought, with his name.
func signedBy(req *casework.Request, u paper.Upload) string {
	at := slices.IndexFunc(req.People, func(k casework.Kin) bool { return k.ID == u.Person })
	if at < 0 {
		return u.Kind.Label()
	}
	return gb.MaskAll(req.People[at].Name) + "的" + u.Kind.Label()
}

// ownTakeOut takes a paper out again.
func (s *Site) ownTakeOut(w http.ResponseWriter, r *http.Request, id int64) error {
	sentence, status, rest := told(s.Cases.TakeOut(r.Context(), s.requestToken(r), id))
	if rest != nil {
		return rest
	}
	if sentence != "" {
		return s.showOwnSign(w, r, []string{sentence}, status)
	}
	return away(w, r, requestPath+"/sign")
}

// enclose looks at one thing and keeps it.
func (s *Site) enclose(r *http.Request, token string, one scrap) error {
	ready, err := s.Papers.Ready(r.Context(), one.content)
	if err != nil {
		return err
	}
	return s.Cases.Enclose(r.Context(), token, casework.Enclosed{Kin: one.upload.Person, Kind: string(one.upload.Kind), Media: string(ready.Media)}, ready.Content, ready.Small)
}

// ownScraps are what the form holds for the signatures that are needed, and other
// papers.
func (s *Site) ownScraps(r *http.Request, req *casework.Request) (list []scrap) {
	for _, one := range s.signers(req.Intake(s.today())) {
		if content := fileOf(r.Context(), one.Field); content != nil {
			list = append(list, scrap{uploadOf(req.Intake(s.today()), one.Field), content})
		}
	}
	kind := paper.Kind(first(r.PostForm, "kind"))
	if !slices.ContainsFunc(paper.Brought, func(w paper.Word[paper.Kind]) bool { return w.ID == kind }) {
		kind = "other"
	}
	for _, content := range filesOf(r.Context()) {
		list = append(list, scrap{paper.Upload{Kind: kind}, content})
	}
	return list
}
