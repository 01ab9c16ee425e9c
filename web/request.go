package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"doudi/access"
	"doudi/casework"
	"doudi/gb"
	"doudi/registry"
)

// arrivedLine is a request in a list of work.
type arrivedLine struct {
	Request  link
	Who, Due string
	Late     bool
	Urgent   bool
}

// inboxView are the requests at the offices that a person serves: those that wait
// for it, and those for which the family has something to add.
type inboxView struct{ Waiting, Back []arrivedLine }

// inboxView lists them.
func (s *Site) inboxView(r *http.Request, v *visit) (view inboxView, err error) {
	var offices []access.Office
	for _, o := range v.sites {
		offices = append(offices, v.tree[o.Number])
	}
	list, back, err := s.Cases.Inbox(r.Context(), v.member.Actor(), offices, workPage)
	for _, a := range slices.Concat(list, back) {
		l := arrivedLine{Request: link{gb.MaskAll(a.People[0].Name) + "一家 " + itoa(len(a.People)) + " 人", submissionPath(a.Desk, a.ID)}, Who: v.officeName(a.Desk) + "，" + dayWord(a.Lodged) + "递交", Urgent: a.Urgent}
		if a.State == casework.Wanting {
			view.Back = append(view.Back, l)
			continue
		}
		l.Due, l.Late = due(a.Due, a.Left, s.minute()), late(a.Due, s.minute())
		view.Waiting = append(view.Waiting, l)
	}
	return view, err
}

// submissionPath is the page of a request at an office.
func submissionPath(desk, id int64) string { return officePath(desk) + "/request/" + itoa(int(id)) }

// submissionView is a request as whoever takes it in looks at it: what the family
// says beside what the register knows.
type submissionView struct {
	requestView
	slip
	Path, Turn, Due string
	Late, Urgent    bool
	Mask            string // of the phone
	People          []metLine
	Home            link     // the household of the applicant; its path only for who may see it
	Others          []string // registered with it, and not named by the family
	Twins           []link
	Waits           bool // for this office
	Back            bool // the family has something to add
	Sent            bool // it was sent back once
	OtherPhone      bool // another is registered
	Strange         bool // the applicant's number is registered under another name
	Applications    link
	Pass            slip
	Village         slip // which village works for a family that is registered now
	Whom            slip // for whom programmes are that are one person's
}

// metLine is one of the family with what the register knows.
type metLine struct {
	kinLine
	ID, Known string
	Wrong     bool // it does not fit
	Fresh     bool // not registered yet
	Left      bool // not to be registered now
}

// submissionPage shows a request.
func (s *Site) submissionPage(w http.ResponseWriter, r *http.Request) error {
	view, _, err := s.submissionView(r)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, submissionSheet(view))
}

// submissionView lays a request out, with what was typed in its forms.
func (s *Site) submissionView(r *http.Request) (view submissionView, a casework.Submission, err error) {
	v := visitOf(r.Context())
	id, err := number(r, "number")
	if err != nil {
		return view, a, err
	}
	if a, err = s.Cases.Submission(r.Context(), v.desk(), id); err != nil {
		return view, a, err
	}
	if view.requestView, err = s.requestView(r, &a.Request); err != nil {
		return view, a, err
	}
	view.Path, view.Turn = submissionPath(a.Desk, a.ID), itoa(int(a.Turn))
	view.Waits, view.Back = a.State == casework.Lodged, a.State == casework.Wanting
	view.Sent, view.Mask = a.Wants != "", registry.Secret(a.Phone).String()
	view.Urgent = a.Urgent
	view.Due, view.Late = due(a.Due, a.Left, s.minute()), late(a.Due, s.minute())
	view.slip = filled(r.PostForm, blank("note", "写给家庭看", "退回补充的，一次写全要补什么；不接收的，写明为什么").long(2000))
	view.Pass = filled(r.PostForm, listed("office", "转给哪个乡镇（街道）", "", s.townships(v)))
	view.Whom = filled(r.PostForm, claimants(&a.Petition, a.Personal, "家庭选的，和材料不符的在这里改")...)
	for _, twin := range a.Twins {
		view.Twins = append(view.Twins, link{"另一份网上申请", submissionPath(a.Desk, twin.ID)})
	}
	view.meet(&a, v)
	if err := s.askVillage(r, &view, &a); err != nil {
		return view, a, err
	}
	if a.Application.ID != 0 && v.can("household.view", a.Application.Office) {
		view.Applications = link{"申请 " + itoa(int(a.Application.ID)), applicationPath(a.Application)}
	}
	left := r.PostForm["left"]
	for i := range view.People {
		view.People[i].Left = slices.Contains(left, view.People[i].ID)
	}
	return view, a, s.compare(r, &view, &a)
}

// askVillage asks which village works for the family: for one that is registered now,
// or that none works for yet.
func (s *Site) askVillage(r *http.Request, view *submissionView, a *casework.Submission) error {
	v, home := visitOf(r.Context()), a.Home()
	if !view.Waits {
		return nil
	}
	fields, err := s.villageField(v, newHome(a)), error(nil)
	if home.ID != 0 {
		fields, err = s.unserved(r, v, home)
	}
	view.Village = filled(r.PostForm, fields...)
	return err
}

// meet says of each of the family what the register knows, and who else is
// registered with it.
func (view *submissionView) meet(a *casework.Submission, v *visit) {
	home := a.Home()
	view.OtherPhone = a.OtherPhone
	view.Strange = len(a.Known) > 0 && a.Known[0].Otherwise
	for i, k := range view.requestView.People {
		known := a.Known[i]
		line := metLine{kinLine: k, ID: itoa(int(a.Request.People[i].ID))}
		switch {
		case known.Otherwise:
			line.Known, line.Wrong = "这个号码登记的是别的姓名，请核对证件", true
		case known.Person.ID == 0:
			line.Known, line.Fresh = "没有登记", true
		case known.Household.ID == 0:
			line.Known = "登记过，" + v.officeName(known.Person.Office) + "，不在哪个家庭里"
		case known.Household == home:
			line.Known = "登记在" + v.officeName(home.Office) + "，家庭 " + itoa(int(home.ID))
		default:
			line.Known, line.Wrong = "登记在"+v.officeName(known.Household.Office)+"，另一个家庭 "+itoa(int(known.Household.ID)), i > 0
		}
		view.People = append(view.People, line)
	}
	if home.ID == 0 {
		return
	}
	view.Home = link{Label: "家庭 " + itoa(int(home.ID)) + "（" + v.officeName(home.Office) + "）"}
	if !v.can("household.view", home.Office) {
		return
	}
	view.Home.Path = householdPath(home)
	for _, m := range a.Members {
		if !slices.ContainsFunc(a.Known, func(k casework.Acquaintance) bool { return k.Person.ID == m.Person }) {
			view.Others = append(view.Others, m.Name)
		}
	}
}

// compare marks the answers of which the register has another, for whoever may
// see them there.
func (s *Site) compare(r *http.Request, view *submissionView, a *casework.Submission) error {
	home, v := a.Home(), visitOf(r.Context())
	if home.ID == 0 || !v.can("household.view", home.Office) {
		return nil
	}
	c := a.Content
	c.Persons = nil
	for _, id := range a.Content.Persons {
		at := slices.IndexFunc(a.Request.People, func(k casework.Kin) bool { return k.ID == id })
		person := int64(0)
		if at >= 0 {
			person = a.Known[at].Person.ID
		}
		c.Persons = append(c.Persons, person)
	}
	d := &draft{in: a.Request.Intake(s.today())}
	d.in.Office, d.in.Household, d.in.Members = home.Office, home.ID, a.Members
	law := s.Law.of(v.sites, home.Office, s.today())
	if err := s.readKnown(r, d, v, law); err != nil {
		return err
	}
	mine, err := s.requestDraft(r.Context(), &a.Request, a.Content)
	if err != nil {
		return err
	}
	other := d.otherwise(c)
	view.Said = nil
	for _, l := range mine.saidLines() {
		l.Otherwise = other[l.name]
		view.Said = append(view.Said, l)
	}
	return nil
}

// otherwise are the answers, by their names as the family's people sit, that the
// register has another of.
func (d *draft) otherwise(c casework.Content) map[string]bool {
	found := map[string]bool{}
	typed, _ := url.ParseQuery(c.Typed)
	for name, values := range typed {
		at := d.moved(name, c.Persons)
		if known := d.known.Get(at); at != "" && known != "" && known != values[len(values)-1] {
			found[name] = true
		}
	}
	return found
}

// settleSubmission does what was asked for.
func (s *Site) settleSubmission(w http.ResponseWriter, r *http.Request) error {
	view, a, err := s.submissionView(r)
	if err != nil {
		return err
	}
	ctx, d, turn, next := r.Context(), visitOf(r.Context()).desk(), atoi(first(r.PostForm, "turn")), "/home"
	switch first(r.PostForm, doButton) {
	case "take":
		next, err = s.takeRequest(r, &view, &a, turn)
	case "back":
		err = s.Cases.AskMore(ctx, d, a.ID, turn, view.text("note"))
	case "away":
		err = s.Cases.TurnAway(ctx, d, a.ID, turn, view.text("note"))
	case "pass":
		err = s.Cases.PassOn(ctx, d, a.ID, turn, atoi(view.Pass.text("office")))
	default:
		next = view.Path
	}
	sentence, status, rest := told(err)
	switch {
	case rest != nil:
		return rest
	case sentence != "" && fieldOf(err) == "office":
		view.Pass.blameAt("office", sentence)
		view.slip.Problems = view.Pass.Problems
	case sentence != "":
		view.accuse(fieldOf(err), sentence)
	case len(view.slip.Problems) > 0:
		status = http.StatusUnprocessableEntity
	default:
		return away(w, r, next)
	}
	return s.show(w, r, status, submissionSheet(view))
}

// accuse says what is wrong at the field where it stands.
func (view *submissionView) accuse(field, sentence string) {
	if strings.HasPrefix(field, claimField("")) {
		view.Whom.blameAt(field, sentence)
		view.slip.Problems = append(view.slip.Problems, problem{field, sentence})
		return
	}
	view.blameAt(field, sentence)
}

// nobody sees, before anybody is registered, that programmes of one person are
// for somebody who will be.
func (view *submissionView) nobody() {
	for _, f := range view.Whom.Fields {
		chosen := view.Whom.text(f.Name)
		left := slices.ContainsFunc(view.People, func(k metLine) bool { return k.ID == chosen && k.Left })
		switch {
		case chosen == "":
			view.accuse(f.Name, f.Label+"：没有选；请选一个")
		case left:
			view.accuse(f.Name, f.Label+"：选的人这次先不登记；请另选一个，或者把他也登记进来")
		}
	}
}

// takeRequest finds the household of a request, or enters it, and makes the
// application.
func (s *Site) takeRequest(r *http.Request, view *submissionView, a *casework.Submission, turn int64) (next string, err error) {
	v := visitOf(r.Context())
	if view.nobody(); len(view.slip.Problems) > 0 {
		return "", nil
	}
	home := a.Home()
	if home.ID == 0 {
		if home, err = s.welcome(r, view, a); err != nil || len(view.slip.Problems) > 0 {
			return "", err
		}
	} else if err = s.serves(r, v, home, &view.Village); err != nil {
		return "", err
	}
	id, err := s.Cases.TakeIn(r.Context(), v.at(home.Office), v.desk().Office, a.ID, turn, home.ID, claims(r))
	if err != nil {
		return "", err
	}
	application := registry.Ref{Office: home.Office, ID: id}
	if seen, err := s.reaches(r, v, application, casework.OfApplication); err != nil || !seen {
		return view.Path, err
	}
	return applicationPath(application), s.registerUrgent(r, v.at(home.Office), id)
}

// newHome is the office where a family is registered that no household is known of.
func newHome(a *casework.Submission) int64 {
	if a.Known[0].Person.ID != 0 {
		return a.Known[0].Person.Office
	}
	return a.Desk
}

// welcome enters the family where the applicant is registered, or else here; who
// is not to be registered now is left out.
func (s *Site) welcome(r *http.Request, view *submissionView, a *casework.Submission) (home registry.Ref, err error) {
	v := visitOf(r.Context())
	home.Office = newHome(a)
	if a.Known[0].Otherwise {
		view.blameAt("content", "申请人的号码登记的是别的姓名；请退回请家庭核对，或者请本人带证件到窗口")
		return home, nil
	}
	var kin []casework.Kin
	var phones []string
	for i, k := range a.Request.People {
		if view.People[i].Left {
			continue
		}
		k.ID = int64(i)
		phone := ""
		if i == 0 {
			k.Relation, phone = registry.Head, a.Phone
		}
		kin, phones = append(kin, k), append(phones, phone)
	}
	family := s.asFile(s.Law.of(v.sites, home.Office, s.today()), a.Address, phones, kin)
	family.Village = atoi(view.Village.text("village"))
	id, wrong, err := s.Registry.Welcome(r.Context(), v.at(home.Office), taking, family)
	for _, m := range wrong {
		name := ""
		if m.Row > 0 && m.Row <= len(a.Request.People) {
			name = a.Request.People[m.Row-1].Name + "："
		}
		view.blameAt("content", name+m.Sentence)
	}
	home.ID = id
	return home, err
}

// registerUrgent enters what the family said where nothing is accepted any more:
// urgent aid is decided at once.
func (s *Site) registerUrgent(r *http.Request, d registry.Desk, id int64) error {
	in, err := s.Cases.Application(r.Context(), d, id)
	if err != nil || !in.Urgent() {
		return err
	}
	one, err := s.draft(r, in, in.Content)
	if err != nil {
		return err
	}
	said, err := one.said(s)
	if err != nil {
		return err
	}
	return s.Cases.HandIn(r.Context(), d, id, said)
}
