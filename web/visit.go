package web

import (
	"cmp"
	"encoding/base64"
	"errors"
	"net/http"
	"slices"
	"strings"

	"doudi/access"
	"doudi/casework"
	"doudi/civil"
	"doudi/paper"
	"doudi/registry"
)

// surveyView is the form of a record, made for a phone: of a visit, of what
// neighbours say, of an appraisal, of the check report.
type surveyView struct {
	slip
	Title, Case, Path, Back string
	Key                     string            // so that it is kept once, however often it is sent
	Files                   string            // what the files are; "" if the form takes none
	Signers                 []casework.Signer // whose signatures it takes
	Corrects                string            // the turn of the record that it takes the place of; "" of none
	Draft, Keys             string            // where a phone keeps it, and by what keys
	Whose                   string            // who opened the form: a phone may send it when another has logged in
	Must                    bool              // at least one is needed
	Unsigned                map[string]string // which signatures are missing, by whose
	WrongFile               string            // what is wrong with the files that came
	Check                   *checkView        // of a check report: its sums; else nil
	MayTell                 bool              // of a visit: the place may be noted

	where string // what the phone said
	sort  casework.Sort
	sigh  *casework.Sight
	all   registry.Family
	pair  map[string]string // who may go along, by number
}

// filesOfSort say what the files of a form are.
var filesOfSort = map[casework.Sort]string{casework.Survey: "照片", casework.Visit: "照片", casework.Inquiry: "照片", casework.Appraisal: "会议和签到表的照片", casework.Check: "核对报告的照片或者扫描件",
	casework.Hearing: "记录或者凭据的照片", casework.Exit: "声明的照片", casework.Urging: "通知的凭据"}

// recordForm shows the form of a record.
func (s *Site) recordForm(w http.ResponseWriter, r *http.Request) error {
	view, err := s.surveyView(r)
	if err != nil {
		return err
	}
	return s.showSurvey(w, r, http.StatusOK, view)
}

// showSurvey shows the form. Its page may ask the phone where it is.
func (s *Site) showSurvey(w http.ResponseWriter, r *http.Request, status int, view surveyView) error {
	w.Header().Set("Permissions-Policy", "camera=(), geolocation=(self), microphone=(), payment=(), usb=()")
	return s.show(w, r, status, surveyForm(view))
}

// surveyView is the form as it was sent.
func (s *Site) surveyView(r *http.Request) (view surveyView, err error) {
	v := visitOf(r.Context())
	view.sort = casework.Sort(r.PathValue("what"))
	if view.sort.Label() == "" {
		return view, statusError(http.StatusNotFound)
	}
	if view.sort == casework.Check && v.ofVillage() { // it shows what is kept from the village
		return view, statusError(http.StatusForbidden)
	}
	if view.sigh, err = s.sight(r); err != nil {
		return view, err
	}
	if view.all, err = s.Registry.Family(r.Context(), v.desk(), view.sigh.Household); err != nil {
		return view, err
	}
	keys, err := s.Cases.DraftKeys(r.Context(), v.desk(), view.sigh.ID)
	if err != nil {
		return view, err
	}
	var texts []string
	for _, k := range keys {
		texts = append(texts, base64.StdEncoding.EncodeToString(k))
	}
	view.Back, view.Title, view.Case = casePath(view.sigh.Ref), view.sort.Label(), view.sigh.Title()+"，办件 "+view.sigh.Number.String()
	view.Path = view.Back + "/enter/" + string(view.sort)
	view.Corrects = cmp.Or(first(r.PostForm, "corrects"), r.URL.Query().Get("corrects"))
	view.Whose = itoa(int(v.member.Account.Staff))
	view.Draft, view.Keys = view.Path+"/"+view.Whose, strings.Join(texts, ",")
	if view.Corrects != "" { // what a phone keeps of a new one is another
		view.Draft += "/corrects/" + itoa(int(atoi(view.Corrects)))
	}
	view.Files, view.Must, view.Signers, view.MayTell = filesOfSort[view.sort], view.sort.Proven(), view.sort.Signers(), len(view.sort.Signers()) > 0
	view.where, view.Unsigned = first(r.PostForm, "where"), map[string]string{}
	if view.Key = first(r.PostForm, "key"); view.Key == "" {
		view.Key = s.newToken()
	}
	fields, err := s.surveyFields(r, &view)
	view.slip = filled(r.PostForm, fields...)
	return view, err
}

// surveyFields are what the form asks.
func (s *Site) surveyFields(r *http.Request, view *surveyView) (fields []field, err error) {
	fields = []field{blank("on", "日期", "").holding(s.today().String())}
	if view.sort == casework.Check {
		fields = slices.Concat(fields, reportFields(view.sigh), checkFields(view.all, s.today()))
		if err := s.checkView(r, view); err != nil {
			return nil, err
		}
		if old, err := view.sigh.Recorded(atoi(view.Corrects)); err == nil {
			holdReport(fields, old)
		}
		return fields, nil
	}
	if view.sort == casework.Hearing {
		fields = append(fields, s.proposalFields(view)...)
	}
	fields = append(fields, blank("hour", "时间", "如 09:30；不记得就不填"))
	if view.sort != casework.Urging {
		fields = append(fields, blank("place", "地点", "").wide(100).holding(placeOf(view)))
	}
	fields = append(fields, blank("met", view.sort.Met(), "写姓名和关系；没有人在也写明").wide(200))
	switch view.sort {
	case casework.Urging:
		fields = append(fields, blank("by", "最迟哪天配合", "通知里写的最后一天，要在今天以后；过了这一天仍不配合的，才可以终止"))
	case casework.Hearing, casework.Exit:
	case casework.Appraisal:
		for _, f := range [][2]string{{"present", "到会人数"}, {"for", "同意票"}, {"against", "不同意票"}, {"abstain", "弃权票"}} {
			field := blank(f[0], f[1], "")
			field.Digits = true
			fields = append(fields, field)
		}
	default:
		pair, err := s.pair(r)
		if err != nil {
			return nil, err
		}
		view.pair = map[string]string{}
		for _, o := range pair {
			view.pair[o.Value] = o.Label
		}
		fields = append(fields, listed("second", "另一位调查人", "调查每组至少两个人", pair), blank("second_name", "不在列表里的", "写姓名和身份，如村委会的、社工").wide(60))
	}
	for _, section := range view.sort.Sections() {
		fields = append(fields, blank(section.ID, section.Label, section.Hint).long(2000))
	}
	if view.sort.Witnessed() {
		fields = append(fields, unsignedField())
	}
	return fields, view.holdOld(fields)
}

// holdOld fills the fields in as they stand in the record that is corrected.
func (view *surveyView) holdOld(fields []field) error {
	if view.Corrects == "" {
		return nil
	}
	old, err := view.sigh.Recorded(atoi(view.Corrects))
	if err != nil || old.Sort != view.sort {
		return statusError(http.StatusNotFound)
	}
	texts := map[string]string{"on": old.On.String(), "hour": old.Hour, "place": old.Place, "met": old.Met, "unsigned": old.Unsigned}
	if old.Second.Staff != 0 {
		texts["second"] = itoa(int(old.Second.Staff))
	} else {
		texts["second_name"] = old.Second.Name
	}
	for _, f := range old.Said {
		texts[f.About] = f.Text
	}
	hold(fields, texts)
	return nil
}

// hold fills fields in by their names.
func hold(fields []field, texts map[string]string) {
	for i := range fields {
		if text := texts[fields[i].Name]; text != "" {
			fields[i].typed.Text = text
		}
	}
}

// unsignedField asks why whoever was met did not sign.
func unsignedField() field {
	return listed("unsigned", "没有签名的原因", "见到的人在下面签了名的，不用选", wordOptions(casework.Silences))
}

// proposals are what somebody is heard about.
var proposals = []option{{"cut", "减发"}, {"end", "停发"}}

// proposalFields ask what is to be decided: what the law comes to stands there.
func (s *Site) proposalFields(view *surveyView) []field {
	way, sum := blank("proposal", "拟作出的变更", "", proposals...), blank("sum", "减为多少元", "拟减发的，写减了以后的金额；拟停发的不填")
	switch c := view.sigh; c.Proposal() {
	case casework.Reduce:
		way, sum = way.holding("cut"), sum.holding(c.Change.Next.String())
	case casework.Finish:
		way = way.holding("end")
	}
	return []field{way, sum}
}

// placeOf is where a visit usually is.
func placeOf(view *surveyView) string {
	if view.sort == casework.Survey || view.sort == casework.Visit {
		return view.all.Address
	}
	return ""
}

// The results of a check for one member.
var checkResults = []option{{"same", "一致"}, {"differs", "不一致"}, {"none", "没有结果"}}

// checkFields ask for the result of each member.
func checkFields(all registry.Family, today civil.Date) (fields []field) {
	for _, m := range all.Members {
		if m.From <= today && today <= m.To {
			id := itoa(int(m.Person))
			fields = append(fields, blank("member."+id, m.Name+"的核对结果", "", checkResults...), blank("diff."+id, m.Name+"的差异", "不一致的写明哪里不一致").long(1000))
		}
	}
	return fields
}

// pair are the colleagues who may go along: of the office, of those under it and
// of its county, whose work it is. Who reviews or decides is not offered: going
// along would take that from him. With a coordinator goes somebody of the township
// (57号第十六条).
func (s *Site) pair(r *http.Request) (list []option, err error) {
	v := visitOf(r.Context())
	for _, o := range v.sites {
		if o.Level == access.Village && v.ofVillage() {
			continue
		}
		near := o.Number == v.site.Number || o.Above == v.site.Number || slices.Contains(v.tree[v.site.Number].Asked, o.Number) && o.Level == access.Township || o.Number == v.site.Above && o.Level == access.County
		if !near {
			continue
		}
		people, err := s.Staff.People(r.Context(), o.Number)
		if err != nil {
			return nil, err
		}
		for _, p := range people {
			if p.Staff != v.member.Account.Staff && slices.ContainsFunc(p.Roles, s.surveys) {
				list = append(list, option{itoa(int(p.Staff)), p.Name + "（" + o.Name + "）"})
			}
		}
	}
	return list, nil
}

// ofVillage tells whether somebody works for a village alone.
func (v *visit) ofVillage() bool {
	return !slices.ContainsFunc(v.desk().Actor.Posts, func(p access.Post) bool { return p.Office.Level != access.Village })
}

// surveys tells whether it is the work of a role.
func (s *Site) surveys(role string) bool { return s.allows("case.work", role) }

// allows tells whether an act is a role's, somewhere.
func (s *Site) allows(act, role string) bool {
	_, does := s.Staff.Matrix.Acts[act].Allow[role]
	return does
}

// enterRecord keeps what was entered.
func (s *Site) enterRecord(w http.ResponseWriter, r *http.Request) error {
	view, err := s.surveyView(r)
	if err != nil {
		return err
	}
	v := visitOf(r.Context())
	if whose := first(r.PostForm, "whose"); whose != "" && whose != view.Whose {
		view.blame("这份内容是用别的账号填的，没有保存；请用填的那个账号登录再交，它还在填的手机里")
		return s.showSurvey(w, r, http.StatusConflict, view)
	}
	rec := view.record(v.member.Account.Name)
	if view.Check != nil {
		rec.Report = view.report(r)
	}
	rec.Corrects = atoi(view.Corrects)
	files, wrong, err := s.enclosed(r, &view)
	if err != nil {
		return err
	}
	view.blameAll(s.Cases.Flaws(view.sigh, v.desk(), &rec, files))
	for _, sentence := range wrong {
		view.blameFile(sentence)
	}
	if len(view.Problems) > 0 {
		return s.showSurvey(w, r, http.StatusBadRequest, view)
	}
	turn, err := s.Cases.Enter(r.Context(), v.desk(), view.sigh.ID, rec, files, func(rec casework.Record, number int64) ([]byte, error) {
		return s.Papers.Sheet(view.sheet(v.site.Name, rec), number, s.today())
	})
	sentence, status, rest := told(err)
	switch {
	case rest != nil:
		return rest
	case sentence != "":
		view.blameAll(err)
		return s.showSurvey(w, r, status, view)
	case !v.can("paper.view", v.site.Number):
		return away(w, r, view.Back)
	}
	return away(w, r, view.Back+"/record/"+itoa(int(turn)))
}

// blameAll says all that is wrong with what was entered, each at its field. A
// field of which it is said already what is wrong, as of a day that cannot be read,
// is left at that.
func (view *surveyView) blameAll(err error) {
	for _, flaw := range flaws(err) {
		at := fieldOf(flaw)
		if first := slices.IndexFunc(view.Fields, func(f field) bool { return strings.HasPrefix(f.Name, at+".") }); first >= 0 {
			at = view.Fields[first].Name // of all members
		}
		switch {
		case at == "file":
			view.blameFile(sentenceOf(flaw))
		case slices.ContainsFunc(view.Signers, func(who casework.Signer) bool { return who.ID == at }):
			view.Unsigned[at] = sentenceOf(flaw)
			view.Problems = append(view.Problems, problem{at, sentenceOf(flaw)})
		case view.Check != nil && (strings.HasPrefix(at, "s.") || strings.HasPrefix(at, "a.")):
			view.Check.Wrong[at] = sentenceOf(flaw)
			view.Problems = append(view.Problems, problem{at, sentenceOf(flaw)})
		case view.complaint(at) == "":
			view.blameAt(at, sentenceOf(flaw))
		}
	}
}

// blameFile says what is wrong with the files.
func (view *surveyView) blameFile(sentence string) {
	view.WrongFile = strings.Trim(view.WrongFile+"；"+sentence, "；")
	view.Problems = append(view.Problems, problem{"file", sentence})
}

// flaws are the faults that were joined.
func flaws(err error) []error {
	var many interface{ Unwrap() []error }
	if errors.As(err, &many) {
		return many.Unwrap()
	}
	if err == nil {
		return nil
	}
	return []error{err}
}

// record reads the form.
func (view *surveyView) record(by string) casework.Record {
	rec := casework.Record{Where: view.where, Sort: view.sort, Ident: view.Key, On: view.day("on"), Hour: view.text("hour"), Place: view.text("place"), Met: view.text("met"), First: by, Unsigned: view.text("unsigned")}
	if id := view.text("second"); view.pair[id] != "" {
		rec.Second = casework.Companion{Staff: atoi(id), Name: view.pair[id]}
	} else {
		rec.Second.Name = view.text("second_name")
	}
	if view.sort == casework.Urging {
		rec.By = view.day("by")
	}
	for _, section := range view.sort.Sections() {
		rec.Said = append(rec.Said, casework.Finding{About: section.ID, Label: section.Label, Text: view.text(section.ID)})
	}
	if view.sort == casework.Hearing {
		rec.Ends = view.text("proposal") == "end"
		rec.Sum = yuan(view.text("sum"))
	}
	if view.sort == casework.Appraisal {
		rec.Votes = &casework.Votes{Present: count(view.text("present")), For: count(view.text("for")), Against: count(view.text("against")), Abstain: count(view.text("abstain"))}
	}
	for _, m := range view.all.Members {
		id := itoa(int(m.Person))
		if text := checkResult(view.text("member."+id), view.text("diff."+id)); text != "" {
			rec.Said = append(rec.Said, casework.Finding{About: "member." + id, Label: m.Name, Text: text})
		}
	}
	return rec
}

// count reads a number of votes; what is none is -1.
func count(text string) int {
	if text == "" {
		return 0
	}
	if n := atoi(text); n > 0 || text == "0" {
		return int(min(n, 1<<20))
	}
	return -1
}

// checkResult is the result of a check for one member.
func checkResult(result, differs string) string {
	switch result {
	case "same":
		return casework.AsDeclared
	case "differs":
		return casework.Differs + differs
	case "none":
		return "没有结果"
	}
	return ""
}

// enclosed looks at the files of a form, and says which cannot be kept.
func (s *Site) enclosed(r *http.Request, view *surveyView) (list []casework.Attachment, wrong []string, err error) {
	keep := func(label string, sort paper.Kind, content []byte, sign bool) error {
		ready, err := s.Papers.Ready(r.Context(), content)
		sentence, _, rest := told(err)
		switch {
		case rest != nil:
			return rest
		case sentence != "":
			wrong = append(wrong, label+"没有保存："+sentence)
		default:
			list = append(list, casework.Attachment{Picture: casework.Picture{Label: label, Taken: ready.Taken, Where: ready.Where},
				Sort: string(sort), Media: string(ready.Media), Content: ready.Content, Small: ready.Small, Signature: sign})
		}
		return nil
	}
	sort := paper.Kind("photo")
	if view.sort == casework.Check {
		sort = paper.CheckReport
	}
	for i, content := range filesOf(r.Context()) {
		if err := keep(view.Files+" "+itoa(i+1), sort, content, false); err != nil {
			return nil, nil, err
		}
	}
	for _, who := range view.Signers {
		if content := fileOf(r.Context(), who.ID); len(content) > 0 {
			if err := keep(who.Label, paper.Signature, content, true); err != nil {
				return nil, nil, err
			}
		}
	}
	return list, wrong, nil
}

// sheet is the paper of a record: evidence of the facts that were found.
func (view *surveyView) sheet(office string, rec casework.Record) paper.Document {
	doc := paper.Document{Title: view.Title, Heads: []string{office + "　" + view.Case}}
	part := paper.Part{Heading: "内容", Columns: []paper.Column{{Label: "项目", Share: 24}, {Label: "记录", Share: 76}}}
	for _, l := range rec.Lines() {
		part.Rows = append(part.Rows, []string{l[0], l[1]})
	}
	doc.Parts = append(doc.Parts, part)
	if len(rec.Picture)+len(rec.Signed) > 0 {
		pictures := paper.Part{Heading: "照片和签名（另存）", Columns: []paper.Column{{Label: "材料编号", Share: 16}, {Label: "是什么", Share: 30}, {Label: "拍摄时间", Share: 27}, {Label: "拍摄位置", Share: 27}}}
		for _, p := range append(append([]casework.Picture{}, rec.Picture...), rec.Signed...) {
			pictures.Rows = append(pictures.Rows, []string{itoa(int(p.Paper)), p.Label, p.Taken, p.Where})
		}
		doc.Parts = append(doc.Parts, pictures)
	}
	for _, who := range view.Signers {
		doc.Signed = append(doc.Signed, strings.TrimSuffix(who.Label, "签名"))
	}
	return doc
}
