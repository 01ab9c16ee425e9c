package web_test

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"doudi/casework"
	"doudi/civil"
	"doudi/registry"
)

// walker takes one case through the pages by the people whose work it is.
type walker struct {
	*ground
	*tour
	journey
	at          *county
	household   int64
	head        registry.Identity // who applies
	claimant    string            // for whom, where the programme is one person's
	id          int64
	seat        string // who takes the application in
	application string
	next        int
	objected    int
	lastDay     civil.Date // of the notice that hangs, once it was read
	instead     string     // the sum in yuan that is given against the law
	warned      civil.Date // by when the family is to cooperate; 0 if it was not asked
}

// ago is what a walker says when something fails.
func (k *walker) ago() string {
	return fmt.Sprintf("%s, %s in %s, %s", k.place, k.programme, k.flow.Procedure.ID, k.outcome)
}

// path is the page of the case.
func (k *walker) path() string { return fmt.Sprintf("/office/%d/case/%d", k.at.below, k.id) }

// as is the log-in of somebody of the county.
func (k *walker) as(account string) string { return k.token(k.at, account) }

// hand is whose work a move is: by the level that the procedure names, and by the
// right that the act needs.
func (k *walker) hand(by, right string) string {
	if by == casework.County {
		return k.as(map[string]string{"case.review": "overseer", "case.decide": "judge", "case.reopen": "overseer"}[right] + map[bool]string{true: "checker"}[!slices.Contains([]string{"case.review", "case.decide", "case.reopen"}, right)])
	}
	switch right {
	case "case.review":
		return k.as("reviewer")
	case "case.decide":
		return k.as("decider")
	}
	return k.as("clerk")
}

// file is the case as it is kept.
func (k *walker) file() (f casework.File) {
	k.must(k.store.Cases().Read(k.Context(), func(v casework.View) (err error) {
		f, err = v.Case(k.at.below, k.id)
		return err
	}))
	return f
}

// walk makes moves until the case has to wait, and tells whether it is at its end.
func (k *walker) walk() (done bool) {
	k.Helper()
	if k.id == 0 {
		k.intake()
	}
	for k.next < len(k.moves) {
		m := k.moves[k.next]
		if m.Act == casework.End {
			if k.lastDay == 0 {
				k.lastDay = k.ends()
			}
			if k.today() <= k.lastDay {
				return false
			}
			k.lastDay = 0
		}
		if m.Act == casework.Cease && !k.urged() {
			return false
		}
		k.do(m)
		k.walked[moveName(m)] = true
		k.next++
		if m.Act == casework.Submit {
			k.next = k.settles()
			note(k.walked, k.moves[:k.next])
			m = k.moves[k.next-1]
		}
		if f := k.file(); f.State != m.To && f.State != casework.Draft {
			k.Fatalf("%s: %s leads to %q", k.ago(), moveName(m), f.State)
		}
	}
	k.ended()
	return true
}

var untilDay = regexp.MustCompile(`公示到(\d+)年(\d+)月(\d+)日`)

// ends is the last day of the notice that hangs.
func (k *walker) ends() civil.Date {
	page := k.wanted(http.StatusOK, "GET", k.path(), k.as("clerk"), nil)
	day := untilDay.FindStringSubmatch(page)
	if day == nil {
		k.Fatalf("%s: no notice hangs: %s", k.ago(), plain(page))
	}
	var y, m, d int
	fmt.Sscan(strings.Join(day[1:], " "), &y, &m, &d)
	on, _ := civil.MakeDate(y, m, d)
	return on
}

// do makes one move.
func (k *walker) do(m casework.Move) {
	k.Helper()
	token := k.hand(m.By, m.Right())
	switch m.Act {
	case casework.Submit:
		k.apply()
	case casework.AskPapers:
		h := k.sits(k.as("clerk"), k.application)
		h.form.Set("wants", "离婚协议书")
		h.presses("tell")
	case casework.Accept:
		k.accept(m)
	case casework.Bring:
		var items []string
		for _, item := range wantedItem.FindAllStringSubmatch(k.wanted(http.StatusOK, "GET", k.path(), token, nil), -1) {
			items = append(items, item[1])
		}
		k.presses(token, m.Act, url.Values{"item": items})
	case casework.Do:
		k.works(m, token)
	case casework.Post:
		k.hangs(token, true)
	case casework.Uphold, casework.Reject:
		k.objects()
		k.presses(token, m.Act, nil)
	case casework.Approve, casework.Refuse, casework.Advance, casework.Return:
		if bereft(m) {
			k.buries()
			k.presses(token, m.Act, nil)
			return
		}
		k.decides(m, token)
	case casework.Tell:
		k.letters(token)
		k.presses(token, m.Act, nil)
	case casework.Withdraw:
		k.presses(token, m.Act, url.Values{"how": {"window"}, "who": {k.head.Name + "（本人）"}, "said_on": {k.today().String()}})
	case casework.Cease:
		k.presses(token, m.Act, url.Values{"cause": {"visit"}})
		k.has(k.wanted(http.StatusOK, "GET", "/decision?outcome=end&from="+k.today().String(), token, nil), []string{"终止审核", k.path()})
	case casework.Transfer:
		k.presses(token, m.Act, url.Values{"to": {fmt.Sprint(k.other().below)}})
		k.takenOn()
	default:
		k.presses(token, m.Act, nil)
	}
}

// presses presses a button of the case's page; what hurts is answered with yes.
func (k *walker) presses(token string, act casework.Act, more url.Values) {
	k.Helper()
	form := url.Values{"act": {string(act)}, "note": {"照实记录"}, "do": {"sure"}, "turn": {fmt.Sprint(k.file().Turn)}}
	maps.Copy(form, more)
	answer := k.ask("POST", k.path(), token, form)
	if answer.Code != http.StatusSeeOther {
		k.Fatalf("%s: %s in %q: %d %s", k.ago(), act, k.file().State, answer.Code, plain(answer.Body.String()))
	}
}

// intake begins the application of the family and fills it in: at the window of
// its own township, or at another (TJ-39) where it is handed in before it is
// accepted.
func (k *walker) intake() {
	k.Helper()
	k.seat = k.as("clerk")
	if k.moves[0].Act == casework.Submit && k.moves[k.settles()].Act != casework.Accept && k.moves[k.settles()].Act != casework.AskPapers {
		k.seat = k.token(k.other(), "clerk")
		h := k.sits(k.seat, fmt.Sprintf("/office/%d/apply", k.other().below))
		h.types("p.0.name", k.head.Name)
		h.types("p.0.number", k.head.Number)
		h.picks("programme", k.programme)
		h.presses("")
		k.application = h.path
	} else {
		k.application = k.wanted(http.StatusSeeOther, "POST", fmt.Sprintf("/office/%d/household/%d/apply", k.at.below, k.household), k.seat, url.Values{"programme": {k.programme}})
	}
	k.must(k.store.Cases().Read(k.Context(), func(v casework.View) error {
		list, err := v.CasesOf(k.at.below, k.household)
		k.id = list[0].ID
		return err
	}))
	h := k.sits(k.seat, k.application)
	if whom := fmt.Sprintf("for.%d", k.id); h.form.Has(whom) {
		who := regexp.MustCompile(`<option value="(\d+)"[^>]*>` + k.claimant + `</option>`).FindStringSubmatch(h.page)
		h.picks(whom, who[1])
		h.presses("keep")
	}
	h.types("story", "家里失火，住院没有钱")
	h.says()
	h.presses("keep")
}

// optionsOf are the answers of lists and of rows of buttons.
var (
	oneOption = regexp.MustCompile(`<option value="([^"]*)"`)
	oneRadio  = regexp.MustCompile(`<input[^>]*type="radio"[^>]*>`)
	noneBox   = regexp.MustCompile(`name="([hm]\.[^"]*)\.is" value="none"`)
)

// says answers what is still asked of the family: no, or that there is none.
func (h *hand) says() {
	h.Helper()
	offered := map[string][]string{}
	for _, list := range selectLists.FindAllStringSubmatch(h.page, -1) {
		for _, o := range oneOption.FindAllStringSubmatch(list[0], -1) {
			offered[list[1]] = append(offered[list[1]], o[1])
		}
	}
	for _, tag := range oneRadio.FindAllString(h.page, -1) {
		name := naming.FindStringSubmatch(tag)[1]
		offered[name] = append(offered[name], holding.FindStringSubmatch(tag)[1])
	}
	for _, box := range noneBox.FindAllStringSubmatch(h.page, -1) {
		if h.form.Get(box[1]) == "" {
			h.picks(box[1]+".is", "none")
		}
	}
	for name, values := range offered {
		if !strings.HasPrefix(name, "h.") && !strings.HasPrefix(name, "m.") || h.form.Get(name) != "" {
			continue
		}
		at := max(slices.Index(values, "false"), slices.Index(values, "none"))
		if at < 0 { // of a list whose words are all something, the first behind the empty line
			at = slices.IndexFunc(values, func(v string) bool { return v != "" })
		}
		h.picks(name, values[at])
	}
}

// settles is the first move behind handing in and what the family does with it.
func (k *walker) settles() int {
	n := 1
	for n < len(k.moves)-1 && k.moves[n].Act == casework.Do && k.moves[n].By == casework.Family {
		n++
	}
	return n
}

// other is the other county of the place.
func (k *walker) other() *county {
	if k.at == k.counties[0] {
		return k.counties[1]
	}
	return k.counties[0]
}

// apply hands the application in, unless the same press of a button takes it on
// or tells what is missing.
func (k *walker) apply() {
	k.Helper()
	next := k.moves[k.settles()].Act
	if k.seat == k.as("clerk") && next != casework.Approve && next != casework.Advance {
		return
	}
	k.sits(k.seat, k.application).presses("hand")
}

// wantedItem is something that the family was asked for, on the case's page.
var wantedItem = regexp.MustCompile(`name="item" value="(\d+)"`)

var toSign = regexp.MustCompile(` name="((?:commitment|authorisation|mandate)\.\d+)"`)

// accept has the family sign what is not signed, and takes the application on.
func (k *walker) accept(m casework.Move) {
	k.Helper()
	page := k.wanted(http.StatusOK, "GET", k.application+"/sign", k.as("clerk"), nil)
	var sent []namedFile
	for i, field := range toSign.FindAllStringSubmatch(page, -1) {
		sent = append(sent, namedFile{field[1], noise(k.T, byte(k.id)+byte(i*7), 40, 30)})
	}
	if len(sent) > 0 {
		k.sent(k.parcelOf(k.application+"/sign", k.as("clerk"), csrf, nil, sent))
	}
	k.sits(k.as("clerk"), k.application).presses("accept")
}

// sent demands that a form with files was taken.
func (k *walker) sent(r *http.Request) {
	k.Helper()
	answer := httptest.NewRecorder()
	k.site.ServeHTTP(answer, r)
	if answer.Code != http.StatusSeeOther {
		k.Fatalf("%s: %s %d %s", k.ago(), r.URL.Path, answer.Code, plain(answer.Body.String()))
	}
}

// works does a step, after what the step needs.
func (k *walker) works(m casework.Move, token string) {
	k.Helper()
	for _, g := range m.Guards {
		switch g {
		case casework.Surveyed, casework.SurveyedAgain:
			k.records("survey", k.as("clerk"))
		case casework.Appraised:
			k.records("appraisal", k.as("clerk"))
		case casework.NoticeMade: // that it hangs is the end of the step
			k.hangs(token, true)
			return
		}
	}
	k.presses(token, m.Act, nil)
}

// findings are what is entered of the sorts of records.
var findings = map[string]map[string]string{
	"survey":    {"hour": "09:30", "place": "城东村", "met": "申请人本人", "second_name": "村委会 李建军", "result": "和申报的一致"},
	"visit":     {"hour": "09:30", "place": "城东村", "met": "申请人本人", "second_name": "村委会 李建军", "result": "和申报的一致"},
	"appraisal": {"place": "村委会", "met": "村民代表", "why": "收入有争议", "present": "9", "for": "7", "against": "1", "abstain": "1"},
}

// records enters a record with a photograph.
func (k *walker) records(sort, token string) {
	k.Helper()
	fields := maps.Clone(findings[sort])
	fields["on"] = k.today().String()
	k.enter(k.path(), token, sort, fields, noise(k.T, byte(k.id), 40, 30))
}

// hangs makes a notice, and hangs it with a photograph where it is posted. What it
// says of the answer the law is asked for first.
func (k *walker) hangs(token string, up bool) {
	k.Helper()
	if strings.Contains(k.wanted(http.StatusOK, "GET", k.path()+"/notice", token, nil), `#judged">`) {
		k.presses(k.as("clerk"), casework.Judge, nil)
	}
	make := maps.Clone(order)
	make["days"], make["turn"] = "7", fmt.Sprint(k.file().Turn)
	k.sent(k.parcel(k.path()+"/notice", token, csrf, make))
	if up {
		k.sent(k.parcel(k.path()+"/notice", token, csrf, map[string]string{"do": "hang", "where": "公示栏", "turn": fmt.Sprint(k.file().Turn)}, noise(k.T, byte(k.id), 50, 40)))
	}
}

// objects has somebody object: by the code on the notice, and at the window, in
// turns.
func (k *walker) objects() {
	k.Helper()
	if k.objected++; k.objected%2 == 0 {
		k.presses(k.as(map[bool]string{true: "checker", false: "clerk"}[strings.HasPrefix(string(k.file().State), "second_notice") && k.byCounty()]), "object:window", nil)
		return
	}
	k.wanted(http.StatusSeeOther, "POST", "/notice/"+k.codeOf(k.at.below, k.id), "", url.Values{"text": {"他家去年买了小汽车"}})
}

// buries registers the death of everybody of the family, who applies last.
func (k *walker) buries() {
	k.Helper()
	var people []int64
	k.must(k.store.Cases().Read(k.Context(), func(v casework.View) error {
		members, err := v.MembersOf(k.at.below, k.household, registry.Now)
		for _, m := range registry.MembersOn(members, k.today()) {
			people = append(people, m.Person)
		}
		return err
	}))
	for _, person := range slices.Backward(people) {
		k.wanted(http.StatusSeeOther, "POST", fmt.Sprintf("/office/%d/household/%d/member/%d/leave", k.at.below, k.household, person), k.as("clerk"),
			url.Values{"why": {"died"}, "last": {k.today().String()}, "do": {"sure"}})
	}
}

// byCounty tells whether the county hangs the notice that is up.
func (k *walker) byCounty() bool { return k.moves[k.next].By == casework.County }

// decides makes a decision, or sends the case back, after the law was asked and
// what it asks for was done.
func (k *walker) decides(m casework.Move, token string) {
	k.Helper()
	k.presses(k.as("clerk"), casework.Judge, nil)
	k.presses(k.as("clerk"), "opine:agree", nil)
	k.beside(m)
	k.drawn(m)
	act := m.Act
	more := url.Values{}
	page := k.wanted(http.StatusOK, "GET", k.path(), token, nil)
	if strings.Contains(page, `value="`+string(act)+`:differ"`) {
		if !k.differs || !k.against(m) {
			k.Fatalf("%s: the law does not say %s: %s", k.ago(), act, plain(page))
		}
		act += ":differ"
		more.Set("sum", cmp.Or(k.instead, "100"))
	} else if k.against(m) {
		k.Errorf("%s: the law says %s as well", k.ago(), act)
	}
	k.presses(token, act, more)
}

// beside does what a decision needs beside the line: figures that it rests on are
// confirmed by the county, what somebody can do by himself is assessed, and once in a
// procedure all is recorded for which there may be cause.
func (k *walker) beside(m casework.Move) {
	k.Helper()
	for _, step := range k.flow.Asides() {
		if k.walked[step.ID] && (step.ID != casework.CareAssessment || !slices.Contains(m.Guards, casework.Assessed)) {
			continue
		}
		if k.walked[step.ID] = true; step.ID == string(casework.Visit) {
			k.records(step.ID, k.as("checker"))
			continue
		}
		switch step.ID {
		case "check_told":
			k.checks()
		case "obligor_consent":
			k.sent(k.parcel(fmt.Sprintf("/office/%d/household/%d/paper", k.at.below, k.household), k.as("clerk"), csrf, map[string]string{"kind": casework.Consent}, noise(k.T, byte(k.id)+100, 40, 30)))
		}
		k.presses(k.hand(step.By, "case.work"), casework.Act("aside:"+step.ID), nil)
	}
	judge := k.as("judge")
	page := k.wanted(http.StatusOK, "GET", k.path(), judge, nil)
	if strings.Contains(page, "还没有确认的示例数值") {
		for _, on := range []civil.Date{k.today(), (k.today().Month() + 1).FirstDay()} { // of today, and of the first month paid
			k.confirms(fmt.Sprintf("/office/%d/figure?on=%s", k.at.number, on), judge)
		}
	}
	k.clocks(page)
}

// clocks notes which limits over several steps a page shows. Once in a procedure
// the longer limit of a hard survey is asked for (57号第二十二条).
func (k *walker) clocks(page string) {
	k.Helper()
	for _, step := range k.flow.Procedure.Steps {
		if step.ID == "whole_special" && !k.walked[step.ID] {
			k.presses(k.as("clerk"), "mark:special", nil)
			page += k.wanted(http.StatusOK, "GET", k.path(), k.as("clerk"), nil)
		}
		if strings.HasPrefix(step.ID, "whole") && strings.Contains(page, step.Label+"<") {
			k.walked[step.ID] = true
		}
	}
}

var handedLink = regexp.MustCompile(`/office/\d+/handed/\d+`)

// takenOn has the other township take on what it was handed over.
func (k *walker) takenOn() {
	k.Helper()
	other := k.token(k.other(), "clerk")
	at := handedLink.FindString(k.wanted(http.StatusOK, "GET", "/home", other, nil))
	there := k.wanted(http.StatusSeeOther, "POST", at, other, url.Values{"do": {"take"}})
	k.has(k.wanted(http.StatusOK, "GET", there, other, nil), []string{"转来"})
}

// letters makes the letter.
func (k *walker) letters(token string) {
	k.Helper()
	k.wanted(http.StatusSeeOther, "POST", k.path()+"/letter", token, url.Values{"turn": {fmt.Sprint(k.file().Turn)}})
}

// awards are those of the family, of the programme.
func (k *walker) awards() (list []casework.Award) {
	k.must(k.store.Cases().Read(k.Context(), func(v casework.View) (err error) {
		list, err = v.AwardsOf(k.at.below, k.household)
		return err
	}))
	return slices.DeleteFunc(list, func(a casework.Award) bool { return a.Programme != k.programme })
}

// ended looks at what became of the case: on its page, and in what is kept.
func (k *walker) ended() {
	k.Helper()
	end := k.moves[len(k.moves)-1].To
	page := k.wanted(http.StatusOK, "GET", k.path(), k.as("clerk"), nil)
	k.has(page, []string{k.flow.Label(end)})
	wanted := 0
	advanced := slices.ContainsFunc(k.moves, func(m casework.Move) bool { return m.Act == casework.Advance })
	if end == casework.Awarded || advanced { // an advance stays, and the rest goes on in its award
		wanted = 1
	}
	if got := len(k.awards()); got != wanted {
		k.Errorf("%s: %d awards", k.ago(), got)
	}
}
