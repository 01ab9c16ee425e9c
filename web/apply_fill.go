package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"doudi/casework"
	"doudi/engine"
	"doudi/fact"
	"doudi/gb"
	"doudi/pack"
	"doudi/policy"
	"doudi/registry"
)

// applicationView is an application that is being filled in: what is asked for,
// what is still to be asked, who signs, and everything that is missing.
type applicationView struct {
	slip
	Title, Path, Taken    string
	Household             link // to the family's page; none for another office's window
	Turn                  string
	Cases                 []applicationCase
	Advice, Maybe, Others []adviceLine
	Needs                 []option
	Ticked                []string // needs
	Proxy                 slip
	ByProxy               bool
	Parts                 []part
	Persons               []string
	Signers               []signer
	Lacks                 []string
	More                  slip // what else is missing
	Open, Handed          bool
	Misfits               []string // who is asked for and cannot get it
	MayAccept, Printable  bool
	Accepted              bool   // some of it: its slip says so
	Accepters             string // who can, where the reader cannot
	Elsewhere             link   // what others see to, once it was handed in
	Told                  bool   // what is missing was told
	Short                 bool   // and a part of it brought
	Urgent                bool   // some of it waits for no acceptance
}

// applicationCase is one programme of an application.
type applicationCase struct {
	Case            link
	Title, Standing string
}

// adviceLine is a programme that the family may get as well.
type adviceLine struct{ ID, Label, Note string }

// application shows an application.
func (s *Site) application(w http.ResponseWriter, r *http.Request) error {
	in, err := s.intakeOf(r)
	if err != nil {
		return err
	}
	return s.showApplication(w, r, in, in.Content, "", http.StatusOK)
}

// intakeOf reads the application of an address.
func (s *Site) intakeOf(r *http.Request) (*casework.Intake, error) {
	id, err := number(r, "number")
	if err != nil {
		return nil, err
	}
	return s.Cases.Application(r.Context(), visitOf(r.Context()).desk(), id)
}

// showApplication shows it with what is typed, and what was wrong.
func (s *Site) showApplication(w http.ResponseWriter, r *http.Request, in *casework.Intake, c casework.Content, wrong string, status int) error {
	d, err := s.draft(r, in, c)
	if err != nil {
		return err
	}
	view := s.applicationView(r, d, c)
	if in.Handed != 0 {
		if view.Elsewhere, err = s.needsLink(r, in.Ref, visitOf(r.Context())); err != nil {
			return err
		}
	}
	if view.Accepters, err = s.accepters(r, in); err != nil {
		return err
	}
	view.blame(wrong)
	return s.show(w, r, status, applicationPage(view))
}

// accepters names who can take an application on, where the reader cannot; to
// another office's window nobody is named.
func (s *Site) accepters(r *http.Request, in *casework.Intake) (string, error) {
	if in.MayAccept || !in.MayView || !in.Open() {
		return "", nil
	}
	v := visitOf(r.Context())
	colleagues, err := s.colleagues(r, v)
	if err != nil {
		return "", err
	}
	var can []int64
	for _, a := range colleagues {
		if s.Cases.TakesOn(in, registry.Desk{Actor: a, Office: v.desk().Office}) == nil {
			can = append(can, a.Staff)
		}
	}
	names, err := s.Staff.Names(r.Context(), can...)
	return called(can, names), err
}

// applicationView lays an application out.
func (s *Site) applicationView(r *http.Request, d *draft, c casework.Content) applicationView {
	v, in := visitOf(r.Context()), d.in
	view := applicationView{Title: "申请 " + itoa(int(in.ID)), Path: applicationPath(in.Ref), Turn: itoa(int(in.Turn)), Open: in.Open(), Handed: in.Handed != 0,
		MayAccept: in.MayAccept, Accepted: in.Accepted(), Printable: in.Handed != 0, Ticked: c.Needs, Lacks: append(in.Lacks(), d.open...)}
	view.Taken, view.Urgent = casework.Roads[in.Way], in.Urgent()
	if in.Taken != 0 {
		view.Taken += "，" + v.officeName(in.Taken)
	}
	if in.MayView {
		at := registry.Ref{Office: in.Office, ID: in.Household}
		view.Household = link{"家庭 " + itoa(int(in.Household)), householdPath(at)}
	}
	for _, one := range in.Sights {
		line := applicationCase{link{Label: one.Number.String()}, one.Aid.Label, one.Flow.Label(one.State)}
		if in.MayView {
			line.Case.Path = casePath(one.Ref)
		}
		view.Cases = append(view.Cases, line)
		view.Told = view.Told || len(one.Wants) > 0
	}
	view.Short = in.Short()
	view.More = filled(r.PostForm, blank("wants", "另外还缺什么", "上面列的不用再写；几样用顿号隔开").wide(2000))
	view.Signers, view.Misfits = s.signers(in), d.misfits()
	view.asks(d, c)
	return view
}

// asks lays out what is asked of the family, and what it may get as well.
func (view *applicationView) asks(d *draft, c casework.Content) {
	for _, m := range d.in.Members {
		view.Persons = append(view.Persons, itoa(int(m.Person)))
	}
	for _, area := range casework.Areas {
		view.Needs = append(view.Needs, option{area.ID, area.Label})
	}
	view.slip = slip{Fields: append(whom(d.in), blank("story", "申请的原因", "家里出了什么事、哪一天、有什么困难，用自己的话写；急难救助必填").long(1000).holding(c.Story))}
	view.Proxy, view.ByProxy = proxyFields(c.Proxy), c.Proxy != casework.Proxy{}
	d.advise(view)
	if !view.Open {
		return
	}
	view.Parts = d.parts
}

// proxyFields ask who applies in the applicant's place. A number that is right is
// not shown again in full.
func proxyFields(p casework.Proxy) slip {
	number := blank("proxy.number", "代办人证件号码", "").holding(p.Number)
	if _, err := gb.ParseNumber(p.Number); err == nil {
		number = blank("proxy.number", "代办人证件号码", "现在填的是 "+gb.Mask(p.Number)+"；不改就留空")
	}
	return slip{Fields: []field{blank("proxy.name", "代办人姓名", "").wide(60).holding(p.Name), number,
		blank("proxy.relation", "和申请人的关系", "如：儿子、邻居、村委会").wide(60).holding(p.Relation), blank("proxy.why", "为什么代办", "如：行动不便、外出、未成年").wide(200).holding(p.Why)}}
}

// contentOf is what was sent of an application.
func contentOf(r *http.Request) (c casework.Content, shown url.Values) {
	get := func(name string) string { return first(r.PostForm, name) }
	c = casework.Content{Proxy: casework.Proxy{Name: get("proxy.name"), Number: get("proxy.number"), Relation: get("proxy.relation"), Why: get("proxy.why")}, Story: get("story")}
	for _, area := range casework.Areas {
		if slices.Contains(r.PostForm["need"], area.ID) {
			c.Needs = append(c.Needs, area.ID)
		}
	}
	for _, id := range r.PostForm["person"] {
		c.Persons = append(c.Persons, atoi(id))
	}
	shown = url.Values{}
	for name, values := range r.PostForm {
		if strings.HasPrefix(name, "h.") || strings.HasPrefix(name, "m.") {
			shown[name] = values
		}
	}
	for _, paths := range r.PostForm["nobody"] {
		for _, path := range strings.Fields(paths) {
			if strings.HasPrefix(path, "m.") && shown.Get(path) == "" {
				shown.Set(path, wordNone)
			}
		}
	}
	return c, shown
}

// shared is a list that several people have not answered yet: one tick, which names
// it and them, says that none of them has anything of it. What somebody answers at
// his own list goes before.
type shared struct {
	Label        string
	Names, Paths []string
}

// Value and Who are its people, for the server and for the reader.
func (s shared) Value() string { return strings.Join(s.Paths, " ") }
func (s shared) Who() string   { return joined(s.Names) }

// sharedBy are the lists of several people among what is asked, in its order.
func sharedBy(parts []part) (all []shared) {
	for _, p := range parts {
		for _, one := range p.Core {
			if one.Table == nil || one.Table.Word != "" || !strings.HasPrefix(p.Path, "m.") {
				continue
			}
			i := slices.IndexFunc(all, func(s shared) bool { return s.Label == one.Table.Label })
			if i < 0 {
				i, all = len(all), append(all, shared{Label: one.Table.Label})
			}
			all[i].Names, all[i].Paths = append(all[i].Names, p.Title), append(all[i].Paths, one.Table.Path)
		}
	}
	return slices.DeleteFunc(all, func(s shared) bool { return len(s.Paths) < 2 })
}

// fillApplication keeps what was typed, and does what a button asks for.
func (s *Site) fillApplication(w http.ResponseWriter, r *http.Request) error {
	in, err := s.intakeOf(r)
	if err != nil {
		return err
	}
	c, typed := contentOf(r)
	if c.Proxy.Number == "" && c.Proxy != (casework.Proxy{}) {
		c.Proxy.Number = in.Proxy.Number
	}
	do := first(r.PostForm, doButton)
	again := func(c casework.Content) (*draft, error) { return s.draft(r, in, c) }
	if err := s.edit(s.lawOf(visitOf(r.Context())), &c, typed, do, again); err != nil {
		return err
	}
	d := visitOf(r.Context()).desk()
	if err = s.forWhom(r, in); err == nil {
		in, err = s.Cases.Save(r.Context(), d, in.ID, atoi(first(r.PostForm, "turn")), c)
	}
	where := ""
	if err == nil {
		where, err = s.proceed(r, in, c, do)
	}
	sentence, status, rest := told(err)
	switch {
	case rest != nil || in == nil:
		return err
	case sentence == "" && r.Header.Get("HX-Request") == "":
		return away(w, r, where)
	case r.Header.Get("HX-Request") != "":
		status = http.StatusOK // a script shows no other
	}
	if in, err = s.intakeOf(r); err != nil {
		return err
	}
	return s.showApplication(w, r, in, c, sentence, status)
}

// edit carries out what changes the rows of the form. The answers that are kept
// are those that were typed; again reads the draft with them.
func (s *Site) edit(law *place, c *casework.Content, typed url.Values, do string, again func(casework.Content) (*draft, error)) error {
	verb, paths, _ := strings.Cut(do, ":")
	c.Typed = typed.Encode()
	switch verb {
	case "none":
		d, err := again(*c)
		if err != nil {
			return err
		}
		for _, l := range d.a.unanswered(paths) {
			typed.Set(l.Path, wordNone)
		}
	case "add", "drop":
		typed.Set("m.n", itoa(len(c.Persons)))
		a, err := readAnswers(law, law, typed)
		if err != nil {
			return err
		}
		a.Day = s.today().String()
		a.act(do)
		typed = url.Values{}
		encodeRow(typed, law.program.Schema, fact.HouseholdEntity, &a.Home)
	}
	c.Typed = typed.Encode()
	return nil
}

// proceed does what was asked for beside saving, and says where to go on.
func (s *Site) proceed(r *http.Request, in *casework.Intake, c casework.Content, do string) (where string, err error) {
	desk, ctx := visitOf(r.Context()).desk(), r.Context()
	where = applicationPath(in.Ref)
	verb, what, _ := strings.Cut(do, ":")
	switch verb {
	case "sign":
		return where + "/sign", nil
	case "ask":
		return where, s.Cases.Add(ctx, desk, in.ID, what)
	case "hand", "accept", "tell":
	default:
		return where, nil
	}
	d, err := s.draft(r, in, c)
	if err != nil {
		return "", err
	}
	said, err := d.said(s)
	if err != nil {
		return "", err
	}
	if verb != "hand" {
		if err := s.Cases.TakesOn(in, desk); err != nil {
			return "", err
		}
	}
	if verb == "accept" {
		if err := in.Complete(said); err != nil {
			return "", err
		}
	}
	if err := s.Cases.HandIn(ctx, desk, in.ID, said); err != nil {
		return "", err
	}
	said.More = wantsOf(r)
	switch verb {
	case "accept":
		err = s.Cases.AcceptAll(ctx, desk, in.ID, said)
	case "tell":
		err = s.Cases.TellAll(ctx, desk, in.ID, said)
	}
	return where + "/print/slip", err
}

// advise says what the family may get as well (民发〔2020〕18号二（六）: 主动告知).
// What is not applied for at a window is told with how one gets it.
func (d *draft) advise(view *applicationView) {
	seen := map[string]bool{}
	for i := range d.found.Outcomes {
		o := &d.found.Outcomes[i]
		if d.asks(o.Programme) || seen[o.Programme] || !slices.Contains([]engine.Status{engine.Entitled, engine.ChoiceOpen, engine.Undetermined}, o.Status) {
			continue
		}
		line, applied := d.advice(o)
		switch {
		case line.Label == "":
			continue
		case o.Status == engine.Undetermined && applied:
			line.Note = untold(o)
			view.Maybe = append(view.Maybe, line)
		case o.Status == engine.Undetermined:
			continue
		case applied:
			view.Advice = append(view.Advice, line)
		default:
			view.Others = append(view.Others, line)
		}
		seen[o.Programme] = true
	}
}

// firstLacking is how many of the things that are missing are named at a programme.
const firstLacking = 3

// untold names what must be known before the law can tell; "" where it cannot say.
func untold(o *engine.Outcome) string {
	var names []string
	for _, m := range o.Missing {
		if !slices.Contains(names, m.Label) {
			names = append(names, m.Label)
		}
	}
	switch n := len(names); {
	case n == 0:
		return ""
	case n > firstLacking:
		return "还要知道" + joined(names[:firstLacking]) + "等 " + itoa(n) + " 项"
	}
	return "还要知道" + joined(names)
}

// advice is how one gets a programme; without a label if it is nothing that a
// family gets.
func (d *draft) advice(o *engine.Outcome) (line adviceLine, applied bool) {
	for i := range d.place.program.Pack.Programmes {
		p := d.place.program.Pack.Programmes[i]
		switch {
		case p.ID != o.Programme || p.Unit == entityFraud || !p.Span.Contains(d.found.AsOf):
			continue
		case slices.ContainsFunc(d.in.More, func(m casework.Offer) bool { return m.Aid.ID == p.ID }):
			return adviceLine{p.ID, p.Label, ""}, true
		case p.Referral != "":
			return adviceLine{p.ID, p.Label, "转给" + policy.Office(p.Referral) + "办理"}, false
		}
		if why := byItself(p); why != "" {
			line = adviceLine{p.ID, p.Label, why}
		}
		return line, false
	}
	return line, false
}

// byItself is why nobody asks for something that a family gets; "" of what is no
// claim at all, like that an application can be made here.
func byItself(p *pack.Programme) string {
	if p.Claim != "never" || p.Grants == "standing" {
		return ""
	}
	var payers []string
	for _, b := range p.BorneBy {
		payers = append(payers, policy.Office(b.Payer))
	}
	why := "不用申请，符合条件的自动给"
	if len(payers) > 0 {
		why += "，钱从" + joined(payers) + "出"
	}
	return why
}

// partsOf are the questions: of the household, then of each member. What the
// register knows is not asked; of the rest, what the programmes need or what was
// answered already.
func (s *Site) partsOf(d *draft) (parts []part) {
	var ticked []string
	for _, c := range d.in.Sights {
		ticked = append(ticked, c.Programme)
	}
	snapshot, _ := d.a.snapshot(s.today())
	l := &laying{a: d.a, form: s.forms.get(d.place, s.today(), ticked), schema: d.place.program.Schema, applying: applying(d.place.engine, snapshot), matters: d.asked,
		instance: make([]int, len(d.place.program.Schema.Entities))}
	parts = append(parts, l.unasked(d, fact.HouseholdEntity, &d.a.Home, &d.base.Home, "一家的情况"))
	people, base := d.a.people(), d.base.people()
	for i := range people {
		parts = append(parts, l.unasked(d, fact.MemberEntity, &people[i], &base[i], d.a.called[i]))
	}
	return slices.DeleteFunc(parts, func(p part) bool { return len(p.Core) == 0 })
}

// unasked lays out the questions about the household or one person that are to
// be asked. Every table is gone through, for the rows are counted as the engine
// counts them.
func (l *laying) unasked(d *draft, id fact.EntityID, r, base *row, title string) part {
	p := part{Path: r.Path, Title: title}
	instance := l.instance[id]
	for _, f := range l.fields(id, r, true) {
		needed := l.matters[position{id, instance, f.Slot}] && d.answerable(f.Name) || f.Required
		if base.Texts[f.Slot].empty() && (needed || !f.typed.empty()) {
			q := *f.question
			q.Steers = false // the page is not made anew at every answer
			f.question = &q
			p.Core = append(p.Core, asked{field: f})
		}
	}
	for i := range l.form.Entities[id].Tables {
		q := &l.form.Entities[id].Tables[i]
		needed := l.matters[position{id, instance, tableSlot(q.ID)}]
		if q.ID == fact.MemberEntity || l.schema.Entities[q.ID].Name == entityNeed || !needed && r.Tables[i].Word == "" {
			continue
		}
		t := l.table(q, &r.Tables[i])
		if t.Anew = d.anew; base.Tables[i].Word == "" {
			p.Core = append(p.Core, asked{Table: t})
		}
	}
	return p
}
