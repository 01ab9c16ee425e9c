package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"doudi/access"
	"doudi/casework"
	"doudi/civil"
	"doudi/fault"
)

// Where a family asks by itself begins, and what it comes back to.
const (
	askPath     = "/f/apply"
	requestPath = "/f/apply/mine"
)

// askingAct is the act of the access matrix by which a family asks by itself.
const askingAct = "family.apply"

// fewOffices is how many offices stand in a list to choose from; of more, one
// types a part of the name.
const fewOffices = 30

// beginView asks where, and for the phone that is to be proven; or for the code.
type beginView struct {
	slip
	Carried []sent   // the answers of the calculator
	Open    []option // the offices that take applications
	Ready   bool
	Demo    bool
	Over    bool // a stay is over
	Back    slip // the ticket of a request that was begun
	Ticket  string
}

// beginPage is where a family begins, or comes back.
func (s *Site) beginPage(w http.ResponseWriter, r *http.Request) error {
	unlisted(w)
	view, err := s.beginView(r)
	if err != nil {
		return err
	}
	view.Over = r.URL.Query().Has("over")
	return s.show(w, r, http.StatusOK, beginForm(view))
}

// beginFrom is the same with the answers of the calculator.
func (s *Site) beginFrom(w http.ResponseWriter, r *http.Request) error {
	unlisted(w)
	view, err := s.beginView(r)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, beginForm(view))
}

// beginView is the form as it was sent.
func (s *Site) beginView(r *http.Request) (view beginView, err error) {
	view = beginView{Ready: s.Messages.Ready(), Demo: s.Demo}
	open, err := s.Cases.Receiving(r.Context())
	if err != nil {
		return view, err
	}
	sites, err := s.Staff.Offices(r.Context())
	if err != nil {
		return view, err
	}
	all := officeOptions(open, sites)
	view.Open = all
	office := listed("office", "在哪个乡镇（街道）申请", "户籍所在地；住在别处、有居住证的，也可以选住的地方，由工作人员转过去；临时救助选急难发生的地方", matching(all, first(r.PostForm, "name")))
	view.slip = filled(r.PostForm, office, phoneField())
	if len(all) > fewOffices {
		name := blank("name", "在哪个乡镇（街道）申请", "写名称，如：雪峰镇").wide(60)
		view.slip = filled(r.PostForm, name, phoneField())
		if found := matching(all, first(r.PostForm, "name")); first(r.PostForm, "name") != "" && len(found) > 0 && len(found) <= fewOffices {
			view.slip = filled(r.PostForm, name, office, phoneField())
		}
	}
	view.Back = filled(r.PostForm, ticketField())
	for _, key := range []string{"answers", "programme"} {
		for _, value := range r.PostForm[key] {
			view.Carried = append(view.Carried, sent{key, value})
		}
	}
	return view, nil
}

// phoneField and ticketField are what is asked for.
func phoneField() field {
	f := blank("phone", "您的手机号", "验证码和结果发到这个手机上").wide(20)
	f.question.Digits = true
	return f
}

func ticketField() field {
	f := blank("ticket", "申请号", "开始时记下的 12 位数").wide(20)
	f.question.Digits = true
	return f
}

// matching are the options whose label holds a text; all for none.
func matching(all []option, text string) []option {
	return slices.DeleteFunc(slices.Clone(all), func(o option) bool { return !strings.Contains(o.Label, text) })
}

// chosenOffice is the one that was chosen, or the only one of a name.
func (view *beginView) chosenOffice(r *http.Request) int64 {
	if id := first(r.PostForm, "office"); slices.ContainsFunc(view.Open, func(o option) bool { return o.Value == id }) {
		return atoi(id)
	}
	at := slices.IndexFunc(view.Fields, func(f field) bool { return f.Name == "office" })
	if at >= 0 && len(view.Fields[at].Options) == 1 {
		return atoi(view.Fields[at].Options[0].Value)
	}
	return 0
}

// begin begins a request and asks for the code.
func (s *Site) begin(w http.ResponseWriter, r *http.Request) error {
	unlisted(w)
	view, err := s.beginView(r)
	if err != nil {
		return err
	}
	var ticket casework.Ticket
	if view.Ready {
		var p casework.Petition
		office := view.chosenOffice(r)
		if p, err = s.petition(r, office); err != nil {
			return err
		}
		ticket, err = s.Cases.BeginRequest(r.Context(), office, p, s.remote(r))
	} else {
		err = errNoCodes
	}
	sentence, status, rest := told(err)
	if rest != nil {
		return rest
	}
	if sentence != "" {
		view.blameBegin(fieldOf(err), sentence)
		return s.show(w, r, status, beginForm(view))
	}
	return s.askCode(w, r, ticket, "", http.StatusOK)
}

// errNoCodes refuses where no messages go out.
var errNoCodes = fault.New(fault.Refused, "这里还不能发验证码，不能在网上申请；请带身份证到乡镇（街道）窗口，或者请村（社区）协理员代办")

// blameBegin says what is wrong at its field, by whichever name it stands.
func (view *beginView) blameBegin(at, sentence string) {
	if at == "office" && !slices.ContainsFunc(view.Fields, func(f field) bool { return f.Name == at }) {
		at = "name"
	}
	view.blameAt(at, sentence)
}

// petition is what a request begins with: nothing but the phone, or the answers
// of the calculator with what was found to be worth asking for.
func (s *Site) petition(r *http.Request, office int64) (p casework.Petition, err error) {
	p.Phone = first(r.PostForm, "phone")
	carried := first(r.PostForm, "answers")
	if carried == "" {
		return p, nil
	}
	sent, err := url.ParseQuery(carried)
	if err != nil {
		return p, statusError(http.StatusBadRequest)
	}
	if office != 0 {
		if p.Programmes, err = s.applicable(r, office, r.PostForm["programme"]); err != nil {
			return p, err
		}
	}
	typed := url.Values{}
	for name, values := range sent {
		if strings.HasPrefix(name, "h.") || strings.HasPrefix(name, "m.") {
			typed[name] = values
		}
	}
	n := min(int(atoi(first(sent, "m.n"))), maxPeople)
	for i := range n {
		at := "m." + itoa(i) + "."
		birth, _ := readDay(first(sent, at+keyBirth))
		k := casework.Kin{ID: int64(i + 1), Relation: first(sent, at+keyRelation)}
		if birth != 0 {
			k.Birth = birth.String()
		}
		p.People, p.Persons = append(p.People, k), append(p.Persons, k.ID)
	}
	p.Typed = typed.Encode()
	return p, nil
}

// askCode asks for the code that was sent, with what is wrong.
func (s *Site) askCode(w http.ResponseWriter, r *http.Request, t casework.Ticket, wrong string, status int) error {
	view := beginView{slip: filled(nil, codeField()), Ticket: t.String(), Demo: s.Demo}
	if wrong != "" {
		view.blameAt("code", wrong)
	}
	return s.show(w, r, status, requestCode(view))
}

// comeBack sends a code for a request that was begun; the answer is the same
// whether there is such a request or not.
func (s *Site) comeBack(w http.ResponseWriter, r *http.Request) error {
	unlisted(w)
	t, err := casework.ReadTicket(first(r.PostForm, "ticket"))
	if err == nil && !s.Messages.Ready() {
		err = errNoCodes
	}
	if err == nil {
		err = s.Cases.SendTicketCode(r.Context(), t, s.remote(r))
	}
	sentence, status, rest := told(err)
	if rest != nil {
		return rest
	}
	if sentence == "" {
		return s.askCode(w, r, t, "", http.StatusOK)
	}
	view, err := s.beginView(r)
	if err != nil {
		return err
	}
	view.Back.blameAt("ticket", sentence)
	view.Problems = view.Back.Problems
	return s.show(w, r, status, beginForm(view))
}

// enterRequest takes the code.
func (s *Site) enterRequest(w http.ResponseWriter, r *http.Request) error {
	unlisted(w)
	t, err := casework.ReadTicket(first(r.PostForm, "ticket"))
	token := ""
	if err == nil {
		token, err = s.Cases.EnterRequest(r.Context(), t, digitsOf(first(r.PostForm, "code")), s.remote(r))
	}
	sentence, status, rest := told(err)
	if rest != nil {
		return rest
	}
	if sentence != "" {
		return s.askCode(w, r, t, sentence, status)
	}
	s.setRequest(w, r, token)
	return away(w, r, requestPath)
}

// requestCookie is the name of the cookie with which a family is at its request.
func (s *Site) requestCookie(r *http.Request) string { return s.cookieName(r) + "-request" }

// setRequest gives the browser the token of a request, or takes it back.
func (s *Site) setRequest(w http.ResponseWriter, r *http.Request, token string) {
	s.setToken(w, r, s.requestCookie(r), token, 0)
}

// requestToken is the token that a browser sends; "" if none.
func (s *Site) requestToken(r *http.Request) string { return tokenIn(r, s.requestCookie(r)) }

// requestAgain leads whoever is at no request, or no more, to where one begins.
func (s *Site) requestAgain(w http.ResponseWriter, r *http.Request, err error) error {
	if !errors.Is(err, casework.ErrNotAtRequest) {
		return err
	}
	s.setRequest(w, r, "")
	return away(w, r, askPath+"?over=1")
}

// requested opens a page with files to whoever is at a request alone: nothing is
// read of what others send.
func requested(serve page) page {
	return func(s *Site, w http.ResponseWriter, r *http.Request) error {
		if !isUpload(r) {
			return serve(s, w, r)
		}
		if _, err := s.Cases.OwnRequest(r.Context(), s.requestToken(r)); err != nil {
			return s.requestAgain(w, r, err)
		}
		return serve(s, w, r)
	}
}

// leaveRequest ends the stay, or forgets a request that was never handed in.
func (s *Site) leaveRequest(w http.ResponseWriter, r *http.Request) error {
	unlisted(w)
	if first(r.PostForm, doButton) == "forget" {
		return s.show(w, r, http.StatusOK, confirmPage(confirmView{Title: "真的不申请了吗？", Action: requestPath + "/out", Yes: "不申请了，全部删掉",
			Lines: []string{"填的内容和照片都会删掉，找不回来。以后还可以重新申请。"}}))
	}
	if first(r.PostForm, doButton) == doEdit {
		return away(w, r, requestPath)
	}
	err := s.Cases.LeaveRequest(r.Context(), s.requestToken(r), first(r.PostForm, doButton) == doSure)
	if err != nil && !errors.Is(err, casework.ErrNotAtRequest) {
		return err
	}
	s.setRequest(w, r, "")
	return away(w, r, folkPath)
}

// requestDraft is a request with the questions that are still open, by the law of
// the office at which it lies: over nothing but who the people are.
func (s *Site) requestDraft(ctx context.Context, req *casework.Request, c casework.Content) (*draft, error) {
	sites, err := s.Staff.Offices(ctx)
	if err != nil {
		return nil, err
	}
	today := s.today()
	at := s.Law.of(sites, req.Desk, today)
	d := &draft{in: req.Intake(today), anew: requestPath + "/questions"}
	if d.offers, err = s.Cases.Offers(ctx, req.Desk, today); err != nil {
		return nil, err
	}
	d.in.More = slices.DeleteFunc(slices.Clone(d.offers), func(o casework.Offer) bool { return slices.Contains(req.Programmes, o.Aid.ID) })
	sent := url.Values{"region": {access.DivisionOf(sites, req.Desk, today)}, "day": {today.String()}, "want": req.Programmes, "m.n": {itoa(len(d.in.Members))}}
	for i, m := range d.in.Members {
		set(sent, "m."+itoa(i)+"."+keyRelation, m.Relation)
		set(sent, "m."+itoa(i)+"."+keyBirth, dayText(m.Birth))
	}
	all, _ := url.ParseQuery(c.Typed)
	for name, values := range sent {
		all[name] = values
	}
	a, err := readAnswers(at, at, all)
	if err != nil {
		return nil, err
	}
	d.place = s.Law.governing(at, a)
	if d.base, err = readAnswers(at, d.place, sent); err != nil {
		return nil, err
	}
	for _, m := range d.in.Members {
		d.base.called = append(d.base.called, m.Name)
	}
	d.known, err = url.ParseQuery(d.base.encode())
	if err != nil {
		return nil, err
	}
	return s.weigh(d, c)
}

// dayText is a day as it is typed; "" for none.
func dayText(d civil.Date) string {
	if d == 0 {
		return ""
	}
	return d.String()
}
