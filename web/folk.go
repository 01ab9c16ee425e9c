package web

import (
	"errors"
	"net/http"

	"doudi/casework"
	"doudi/fault"
)

// What a family does itself, without an account: a few pages in plain words, for
// a phone. No search engine keeps them.

// folkPath is where they begin, minePath the family's own case.
const (
	folkPath = "/f"
	minePath = "/f/mine"
)

// unlisted tells everybody between that a page is the reader's alone.
func unlisted(w http.ResponseWriter) {
	w.Header().Set("X-Robots-Tag", "noindex, nofollow, noarchive")
	w.Header().Set("Referrer-Policy", "same-origin")
}

// folkCookie is the name of the cookie with which a family follows its case.
func (s *Site) folkCookie(r *http.Request) string { return s.cookieName(r) + "-family" }

// setFolk gives the browser a family's token, or takes it back.
func (s *Site) setFolk(w http.ResponseWriter, r *http.Request, token string) {
	s.setToken(w, r, s.folkCookie(r), token, casework.FollowTime)
}

// folkToken is the token that a family's browser sends; "" if none.
func (s *Site) folkToken(r *http.Request) string { return tokenIn(r, s.folkCookie(r)) }

// folkStart is the first page of a family.
func (s *Site) folkStart(w http.ResponseWriter, r *http.Request) error {
	unlisted(w)
	return s.show(w, r, http.StatusOK, folkDoor(s.Messages.Ready()))
}

// followView asks for the number of a case, then for its code.
type followView struct {
	slip
	Number string // asked for already; then the code is asked for
	Over   bool   // the half hour is over
	Demo   bool
	Ready  bool
}

// followPage asks which case.
func (s *Site) followPage(w http.ResponseWriter, r *http.Request) error {
	unlisted(w)
	view := followView{slip: filled(nil, numberField()), Over: r.URL.Query().Has("over"), Ready: s.Messages.Ready()}
	return s.show(w, r, http.StatusOK, followForm(view))
}

// numberField and codeField are what is asked for.
func numberField() field {
	f := blank("number", "办件编号", "受理通知书上 16 位的数").wide(24)
	f.question.Digits = true
	return f
}

func codeField() field {
	f := blank("code", "短信里的验证码", "6 位数").wide(10)
	f.question.Digits = true
	return f
}

// sendCode sends a code for a case, and asks for it. The answer is the same
// whether there is such a case or not.
func (s *Site) sendCode(w http.ResponseWriter, r *http.Request) error {
	unlisted(w)
	view := followView{slip: filled(r.PostForm, numberField()), Demo: s.Demo, Ready: s.Messages.Ready()}
	n, err := casework.ReadNumber(first(r.PostForm, "number"))
	if err == nil && !view.Ready {
		err = fault.New(fault.Refused, "这里还不能发验证码；请带身份证到乡镇（街道）窗口查，或者打电话问")
	}
	if err == nil {
		err = s.Cases.SendCode(r.Context(), n, s.remote(r))
	}
	sentence, status, rest := told(err)
	if rest != nil {
		return rest
	}
	if sentence != "" {
		view.blameAt("number", sentence)
		return s.show(w, r, status, followForm(view))
	}
	view.Number, view.slip = n.String(), filled(nil, codeField())
	return s.show(w, r, http.StatusOK, followForm(view))
}

// followCase takes the code.
func (s *Site) followCase(w http.ResponseWriter, r *http.Request) error {
	unlisted(w)
	n, err := casework.ReadNumber(first(r.PostForm, "number"))
	if err != nil {
		return s.sendCode(w, r) // which says what is wrong with it, at its field
	}
	view := followView{slip: filled(nil, codeField()), Number: n.String(), Demo: s.Demo, Ready: true}
	token, err := s.Cases.Admit(r.Context(), n, digitsOf(first(r.PostForm, "code")), s.remote(r))
	sentence, status, rest := told(err)
	if rest != nil {
		return rest
	}
	if sentence != "" {
		view.blameAt("code", sentence)
		return s.show(w, r, status, followForm(view))
	}
	s.setFolk(w, r, token)
	return away(w, r, minePath)
}

// digitsOf is what somebody typed without the spaces of a text message.
func digitsOf(text string) string {
	var b []rune
	for _, c := range text {
		if c >= '0' && c <= '9' {
			b = append(b, c)
		}
	}
	return string(b)
}

// leaveCase ends a family's log-in.
func (s *Site) leaveCase(w http.ResponseWriter, r *http.Request) error {
	unlisted(w)
	if err := s.Cases.Leave(r.Context(), s.folkToken(r)); err != nil && !errors.Is(err, casework.ErrNotFollowing) {
		return err
	}
	s.setFolk(w, r, "")
	return away(w, r, folkPath)
}
