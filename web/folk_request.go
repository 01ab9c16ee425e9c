package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"doudi/casework"
	"doudi/civil"
	"doudi/gb"
	"doudi/paper"
)

// requestView is a request as its family sees it: all that it says, what is still
// missing, and how it stands.
type requestView struct {
	Ticket, Turn, Office  string
	State                 casework.RequestState
	Lodged, Due           string
	Wants, Reply          string
	People                []kinLine
	Address, Story        string
	Programmes, Needs     []string
	Said                  []saidLine
	Papers                []enclosedLine
	Lacks                 []string
	Problems              []problem
	Became                []string // the numbers of the cases
	Ours, Named, Answered bool
	Proxy                 string
	Kept                  string // how many papers were just kept; mostly ""
}

// kinLine is one of the family with a number that is told by its ends alone.
type kinLine struct{ Name, Relation, Number string }

// saidLine is one answer in words; Otherwise tells that the register has another.
type saidLine struct {
	Whose, Label, Text string
	Otherwise          bool
	name               string // of the answer
}

// enclosedLine is a paper of a request.
type enclosedLine struct{ ID, Label string }

// requestPage shows a family its request.
func (s *Site) requestPage(w http.ResponseWriter, r *http.Request) error {
	unlisted(w)
	req, err := s.Cases.OwnRequest(r.Context(), s.requestToken(r))
	if err != nil {
		return s.requestAgain(w, r, err)
	}
	return s.showRequest(w, r, &req, nil, http.StatusOK)
}

// showRequest shows it with what was wrong.
func (s *Site) showRequest(w http.ResponseWriter, r *http.Request, req *casework.Request, wrong []problem, status int) error {
	view, err := s.requestView(r, req)
	if err != nil {
		return err
	}
	view.Problems = wrong
	return s.show(w, r, status, requestSheet(view))
}

// requestView lays a request out.
func (s *Site) requestView(r *http.Request, req *casework.Request) (view requestView, err error) {
	d, err := s.requestDraft(r.Context(), req, req.Content)
	if err != nil {
		return view, err
	}
	sites, err := s.Staff.Offices(r.Context())
	if err != nil {
		return view, err
	}
	office := (&visit{sites: sites}).officeName(req.Desk)
	view = requestView{Ticket: req.Ticket.String(), Turn: itoa(int(req.Turn)), Office: office, State: req.State, Wants: req.Wants, Reply: req.Reply, Address: gb.MaskAll(req.Address), Story: gb.MaskAll(req.Story),
		Ours: req.State.Ours(), Named: len(req.People) > 0 && req.People[0].Name != "" && len(req.Programmes) > 0, Proxy: gb.MaskAll(req.Proxy.Name), Kept: keptOf(r)}
	view.fill(d, req)
	view.Answered = view.Named && len(d.open) == 0 && req.Nobody(d.offers) == nil
	if !req.Lodged.IsZero() {
		by, err := s.Cases.LookBy(r.Context(), req)
		if err != nil {
			return view, err
		}
		view.Lodged, view.Due = dayWord(req.Lodged), until(by)
	}
	numbers, err := s.Cases.Became(r.Context(), req)
	for _, n := range numbers {
		view.Became = append(view.Became, n.String())
	}
	return view, err
}

// fill says what the family said.
func (view *requestView) fill(d *draft, req *casework.Request) {
	for i, k := range req.People {
		line := kinLine{gb.MaskAll(k.Name), relationWord(d.place.program.Schema, k.Relation), gb.Mask(k.Number)}
		if i == 0 {
			line.Relation = "申请人"
		}
		if k.Number == "" {
			line.Number = k.Birth + "出生，没有填号码"
		}
		view.People = append(view.People, line)
	}
	view.Programmes = d.asksFor(req)
	for _, area := range casework.Areas {
		if slices.Contains(req.Needs, area.ID) {
			view.Needs = append(view.Needs, area.Label)
		}
	}
	view.Said = d.saidLines()
	view.Papers = enclosedLines(req)
	view.Lacks = append(d.in.Lacks(), d.open...)
}

// asksFor names the programmes that a request asks for, and for whom.
func (d *draft) asksFor(req *casework.Request) (list []string) {
	for _, id := range req.Programmes {
		list = append(list, d.place.programmeLabel(id)+forOne(&req.Petition, d.offers, id))
	}
	return list
}

// enclosedLines are the papers of a request by whom they are of.
func enclosedLines(req *casework.Request) (lines []enclosedLine) {
	for _, p := range req.Papers {
		label := paper.Kind(p.Kind).Label()
		if at := slices.IndexFunc(req.People, func(k casework.Kin) bool { return k.ID == p.Kin }); at >= 0 {
			label = gb.MaskAll(req.People[at].Name) + "：" + label
		}
		lines = append(lines, enclosedLine{itoa(int(p.ID)), label})
	}
	return lines
}

// saidLines are the answers of a draft in words.
func (d *draft) saidLines() (lines []saidLine) {
	for _, p := range d.parts {
		for _, one := range p.Core {
			line := saidLine{Whose: p.Title}
			if one.Table != nil {
				line.Label, line.Text, line.name = one.Table.Label, gb.MaskAll(one.Table.words()), one.Table.Path
			} else {
				line.Label, line.Text, line.name = one.Label, gb.MaskAll(one.field.words()), one.Name
			}
			if line.Text != "" {
				lines = append(lines, line)
			}
		}
	}
	return lines
}

// words is an answer as one would say it; "" for none.
func (f *field) words() string {
	switch {
	case f.typed.Word == wordNone:
		return "没有"
	case f.typed.Word == wordUnknown:
		return "不知道"
	case f.typed.To != "":
		return f.typed.Text + " 到 " + f.typed.To
	case f.typed.Text == "":
		return ""
	}
	for _, o := range f.Options {
		if o.Value == f.typed.Text {
			return o.Label
		}
	}
	return f.typed.Text + f.Unit
}

// words is a table as one would say it; "" for none.
func (t *tableView) words() string {
	switch t.Word {
	case wordNone:
		return "没有"
	case wordUnknown:
		return "不知道"
	case "":
		return ""
	}
	var list []string
	for _, line := range t.Lines {
		var one []string
		for _, f := range line.Fields {
			if text := f.words(); text != "" {
				one = append(one, f.Label+" "+text)
			}
		}
		list = append(list, strings.Join(one, "，"))
	}
	text := strings.Join(list, "；")
	if t.Word == wordSome {
		text += "（可能没有写全）"
	}
	return text
}

// lodge hands the request in.
func (s *Site) lodge(w http.ResponseWriter, r *http.Request) error {
	unlisted(w)
	token := s.requestToken(r)
	_, err := s.Cases.Lodge(r.Context(), token, atoi(first(r.PostForm, "turn")))
	sentence, status, rest := told(err)
	if rest != nil {
		return rest
	}
	if sentence == "" {
		return away(w, r, requestPath)
	}
	req, again := s.Cases.OwnRequest(r.Context(), token)
	if again != nil {
		return s.requestAgain(w, r, again)
	}
	return s.showRequest(w, r, &req, []problem{{"content", sentence}}, status)
}

// kinPage asks who applies for what, and who belongs to the family.
func (s *Site) kinPage(w http.ResponseWriter, r *http.Request) error {
	unlisted(w)
	req, err := s.Cases.OwnRequest(r.Context(), s.requestToken(r))
	if err != nil {
		return s.requestAgain(w, r, err)
	}
	view, err := s.kinView(r, &req, req.Petition)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, kinForm(view))
}

// kinView is the form with what is said of a family.
func (s *Site) kinView(r *http.Request, req *casework.Request, p casework.Petition) (view applyView, err error) {
	sites, err := s.Staff.Offices(r.Context())
	if err != nil {
		return view, err
	}
	law := s.Law.of(sites, req.Desk, s.today())
	view = applyView{Office: (&visit{sites: sites}).officeName(req.Desk), Path: requestPath + "/people", Back: link{"我的申请", requestPath}, Ticked: p.Programmes, Turn: itoa(int(req.Turn))}
	view.slip = slip{Fields: []field{blank("address", "现在住在哪里", "写到门牌").wide(200).holding(p.Address)}}
	n := max(len(p.People), fewest)
	if first(r.PostForm, doButton) == "more" {
		n = min(n+1, maxPeople)
	}
	for i := range n {
		k := casework.Kin{}
		if i < len(p.People) {
			k = p.People[i]
		}
		view.People = append(view.People, kinRow(law, i, k))
		view.Kin = append(view.Kin, itoa(int(k.ID)))
	}
	offers, err := s.Cases.Offers(r.Context(), req.Desk, s.today())
	for _, o := range offers {
		view.Programmes = append(view.Programmes, offerLine{o.Aid.ID, o.Aid.Label, o.Aid.Says})
	}
	return view, err
}

// kinRow asks for one of the family; the phone is known.
func kinRow(law *place, i int, k casework.Kin) slip {
	at := "p." + itoa(i) + "."
	has := url.Values{at + "name": {k.Name}, at + "number": {k.Number}, at + "relation": {k.Relation}, at + "birth": {k.Birth}, at + "sex": {k.Sex}}
	fields := slices.DeleteFunc(rowOf(law, i), func(f field) bool { return f.Name == at+"phone" })
	return filled(has, fields...)
}

// kinSent is what was sent of who the family is. Rows in which nothing stands are
// none, save the applicant's.
func kinSent(r *http.Request, p *casework.Petition) {
	most := int64(0)
	for _, k := range p.People {
		most = max(most, k.ID)
	}
	known := p.People
	p.People, p.Address = nil, first(r.PostForm, "address")
	p.Programmes = r.PostForm["programme"]
	for i := range min(int(atoi(first(r.PostForm, "n"))), maxPeople) {
		get := func(key string) string { return first(r.PostForm, "p."+itoa(i)+"."+key) }
		k := casework.Kin{ID: atoi(get("id")), Name: get("name"), Number: get("number"), Relation: get("relation"), Birth: get("birth"), Sex: get("sex")}
		if n, err := gb.ParseNumber(k.Number); err == nil {
			k.Number = n.Text()
		}
		if i > 0 && k.Name == "" && k.Number == "" {
			continue
		}
		if !slices.ContainsFunc(known, func(o casework.Kin) bool { return o.ID == k.ID }) || slices.ContainsFunc(p.People, func(o casework.Kin) bool { return o.ID == k.ID }) {
			most++
			k.ID = most
		}
		p.People = append(p.People, k)
	}
}

// applicable are those of some programmes that one can apply for at an office.
func (s *Site) applicable(r *http.Request, office int64, ids []string) ([]string, error) {
	offers, err := s.Cases.Offers(r.Context(), office, s.today())
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		return !slices.ContainsFunc(offers, func(o casework.Offer) bool { return o.Aid.ID == id })
	}), err
}

// saveKin keeps who the family is as it was typed, and says what is wrong.
func (s *Site) saveKin(w http.ResponseWriter, r *http.Request) error {
	unlisted(w)
	own, err := s.Cases.OwnRequest(r.Context(), s.requestToken(r))
	if err != nil {
		return s.requestAgain(w, r, err)
	}
	if r.PostForm["programme"], err = s.applicable(r, own.Desk, r.PostForm["programme"]); err != nil {
		return err
	}
	req, err := s.Cases.SaveRequest(r.Context(), s.requestToken(r), atoi(first(r.PostForm, "turn")), func(p *casework.Petition) { kinSent(r, p) })
	sentence, status, rest := told(err)
	if rest != nil || req.ID == 0 {
		return s.requestAgain(w, r, err)
	}
	typed := req.Petition
	kinSent(r, &typed)
	view, err := s.kinView(r, &req, typed)
	if err != nil {
		return err
	}
	if sentence != "" {
		view.blameAt("content", sentence)
		return s.show(w, r, status, kinForm(view))
	}
	if first(r.PostForm, doButton) == "more" {
		return s.show(w, r, http.StatusOK, kinForm(view))
	}
	view.check(typed.People, s.today())
	if len(view.Problems) > 0 {
		return s.show(w, r, http.StatusUnprocessableEntity, kinForm(view))
	}
	return away(w, r, requestPath+"/questions")
}

// check says what is wrong with who the family is.
func (view *applyView) check(people []casework.Kin, today civil.Date) {
	view.choose()
	if view.text("address") == "" {
		view.blameAt("address", "现在住在哪里：没有填；请写到门牌")
	}
	for i, k := range people {
		if err := k.Identity().Check(); err != nil {
			view.blameRow(i, rowKey(sentenceOf(err)), sentenceOf(err))
		} else if k.Birthday() > today {
			view.blameRow(i, "birth", "出生日期：晚于今天；请照证件核对")
		}
		if i > 0 && k.Relation == "" {
			view.blameRow(i, "relation", "与申请人关系：没有选；请选一个")
		}
	}
	if len(people) > 0 && people[0].Name != "" && people[0].Number == "" {
		view.blameRow(0, "number", "证件号码：没有填；没有证件的请到窗口申请")
	}
}

// questionsPage asks what the programmes need to know.
func (s *Site) questionsPage(w http.ResponseWriter, r *http.Request) error {
	unlisted(w)
	req, err := s.Cases.OwnRequest(r.Context(), s.requestToken(r))
	if err != nil {
		return s.requestAgain(w, r, err)
	}
	return s.showQuestions(w, r, &req, req.Content, nil, http.StatusOK)
}

// showQuestions shows them with what is typed, and what was wrong.
func (s *Site) showQuestions(w http.ResponseWriter, r *http.Request, req *casework.Request, c casework.Content, wrong error, status int) error {
	if len(req.People) == 0 {
		return away(w, r, requestPath+"/people")
	}
	d, err := s.requestDraft(r.Context(), req, c)
	if err != nil {
		return err
	}
	view := applicationView{Path: requestPath + "/questions", Turn: itoa(int(req.Turn)), Open: req.State.Ours(), Ticked: c.Needs}
	view.asks(d, c)
	view.Fields = append(claimants(&req.Petition, req.Personal(d.offers), "按人给的，要说清是给家里的哪一个；两个人都要的，再申请一份"), view.Fields...)
	for _, aid := range req.Personal(d.offers) {
		if why := d.misfit(aid.ID, req.For(aid.ID)); why != "" {
			view.Misfits = append(view.Misfits, why)
		}
	}
	if wrong != nil {
		view.blameAt(fieldOf(wrong), sentenceOf(wrong))
	}
	return s.show(w, r, status, questionSheet(view))
}

// saveQuestions keeps what was typed as it was typed, and does what a button asks
// for.
func (s *Site) saveQuestions(w http.ResponseWriter, r *http.Request) error {
	unlisted(w)
	token := s.requestToken(r)
	req, err := s.Cases.OwnRequest(r.Context(), token)
	if err != nil {
		return s.requestAgain(w, r, err)
	}
	c, typed := contentOf(r)
	if c.Proxy.Number == "" && c.Proxy != (casework.Proxy{}) {
		c.Proxy.Number = req.Proxy.Number
	}
	sites, err := s.Staff.Offices(r.Context())
	if err != nil {
		return err
	}
	do := first(r.PostForm, doButton)
	again := func(c casework.Content) (*draft, error) { return s.requestDraft(r.Context(), &req, c) }
	if err := s.edit(s.Law.of(sites, req.Desk, s.today()), &c, typed, do, again); err != nil {
		return err
	}
	verb, what, _ := strings.Cut(do, ":")
	also, err := s.applicable(r, req.Desk, []string{what})
	if err != nil {
		return err
	}
	req, err = s.Cases.SaveRequest(r.Context(), token, atoi(first(r.PostForm, "turn")), func(p *casework.Petition) {
		p.Content, p.Whom = c, claims(r)
		if verb == "ask" && len(also) > 0 && !slices.Contains(p.Programmes, what) {
			p.Programmes = append(slices.Clone(p.Programmes), what)
		}
	})
	if err == nil && verb == "next" {
		err = s.forSomebody(r, &req)
	}
	_, status, rest := told(err)
	switch {
	case rest != nil || req.ID == 0:
		return s.requestAgain(w, r, err)
	case err == nil && verb == "next":
		return away(w, r, requestPath+"/sign")
	case err == nil && r.Header.Get("HX-Request") == "":
		return away(w, r, requestPath+"/questions")
	case r.Header.Get("HX-Request") != "":
		status = http.StatusOK // a script shows no other
	}
	req.Whom = claims(r)
	return s.showQuestions(w, r, &req, c, err, status)
}

// forSomebody sees that it is said for whom everything is asked for.
func (s *Site) forSomebody(r *http.Request, req *casework.Request) error {
	offers, err := s.Cases.Offers(r.Context(), req.Desk, s.today())
	if err != nil {
		return err
	}
	return req.Nobody(offers)
}

// orBlank is a text, or that there is none yet.
func orBlank(text string) string {
	if text == "" {
		return "还没有填"
	}
	return text
}
