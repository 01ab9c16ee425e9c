package casework

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"doudi/civil"
	"doudi/fault"
	"doudi/gb"
	"doudi/pack"
	"doudi/registry"
)

// Section is a part of the form of a record.
type Section struct {
	ID, Label, Hint string
	Must            bool
}

// sections of the forms. The check report has one for each member instead.
var sections = map[Sort][]Section{
	Survey: {{"home", "居住和家庭成员", "谁在家里住，房子怎样", false}, {"income", "收入来源", "", false}, {"property", "财产", "房屋、车辆、经营、存款等看到和问到的", false},
		{"expense", "大额支出和困难", "", false}, {"health", "健康、劳动能力和照料", "", false}, {"result", "调查结论", "和申报的是不是一致，哪里不一致", true}},
	Inquiry: {{"said", "邻里反映的情况", "", true}},
	Hearing: {{"told", "告知的内容", "拟怎样变更，从哪个月起，为什么，依据什么", true}, {"said", "本人的意见", "本人怎么说，照原话写；没有意见的也写明", false},
		{"offer", "没有听到意见的", "什么时候、用什么办法请的，为什么没有听到；听到了就不填", false}},
	Urging:    {{"asked", "要家庭做什么", "如：某天上午在家等入户调查；交哪几样材料；签授权书", true}, {"way", "怎样通知的", "当面送通知书、发短信还是打电话，送给了谁、他怎么说", true}},
	Exit:      {{"said", "声明的内容", "从什么时候起不再享受，为什么", true}},
	Appraisal: {{"why", "评议的是什么", "有什么争议、为什么评议", true}, {"said", "评议意见", "", false}},
}

// met is how the forms ask who was there.
var met = map[Sort]string{Survey: "见到的人", Visit: "见到的人", Inquiry: "走访的邻里", Appraisal: "主持人", Hearing: "听取谁的意见", Exit: "声明人", Urging: "通知了谁", NoticeSheet: "提出异议的电话", LetterSheet: "收件人"}

// Met is how the form of a sort asks who was met; "" where nobody is.
func (s Sort) Met() string { return met[s] }

// Sections are the parts of the form of a sort.
func (s Sort) Sections() []Section {
	if s == Visit {
		s = Survey
	}
	return sections[s]
}

// hourForm is an hour of the day.
var hourForm = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)

// whereForm is a place as browsers give it: degrees north and east, and within
// how many metres.
var whereForm = regexp.MustCompile(`^-?[0-9]{1,2}\.[0-9]{1,6},-?[0-9]{1,3}\.[0-9]{1,6}（误差约 [0-9]{1,6} 米）$`)

// known sees that there is such a sort, and that the page gave the key.
func (r *Record) known() error {
	switch {
	case !slices.Contains(Sorts, r.Sort):
		return fault.New(fault.BadInput, "没有这一种记录；请从办件页进入")
	case !identForm.MatchString(r.Ident):
		return fault.New(fault.BadInput, "这张表的标识不对；请从办件页重新打开")
	}
	return nil
}

// Flaws is all that is wrong with what was entered of a case, joined, each fault at
// its field: whoever filled it in on a phone mends it at one go. files are the
// papers, pictures and signatures that come with it.
func (s *Service) Flaws(c *Sight, d registry.Desk, r *Record, files []Attachment) error {
	if err := r.known(); err != nil {
		return err
	}
	list := slices.Concat(r.when(c.Today), r.early(c), r.tidy(), r.people(d), r.said(), r.voted(), r.signed(files), r.urged(c.Today))
	if r.Sort.Proven() && len(files) == 0 {
		list = append(list, fault.New(fault.BadInput, proofWord[r.Sort]).At(0, "file"))
	}
	return errors.Join(list...)
}

// when looks at day, hour and place.
func (r *Record) when(today civil.Date) (list []error) {
	switch {
	case r.On == 0:
		list = append(list, fault.New(fault.BadInput, "日期：没有填；请填实际的日期，如 2026-09-15").At(0, "on"))
	case r.On > today:
		list = append(list, fault.New(fault.BadInput, "日期：晚于今天（"+today.Chinese()+"）；请填实际的日期").At(0, "on"))
	}
	if r.Where != "" && !whereForm.MatchString(r.Where) {
		list = append(list, fault.New(fault.BadInput, "手机记的位置：读不懂；请重新记，或者不记").At(0, "where"))
	}
	if r.Hour != "" && !hourForm.MatchString(r.Hour) {
		list = append(list, fault.New(fault.BadInput, "时间：请写成 09:30 这样的时和分；不记得就不填").At(0, "hour"))
	}
	return list
}

// onSpot are the sorts that look into what an application says: none of them can be
// older than it. A change has no application: what was seen may be why it began.
var onSpot = []Sort{Survey, Visit, Inquiry, Appraisal}

// early refuses what was looked into before anybody applied.
func (r *Record) early(c *Sight) []error {
	if c.Ground != "" || r.On == 0 || r.On >= c.Applied || !slices.Contains(onSpot, r.Sort) {
		return nil
	}
	return []error{fault.New(fault.BadInput, "日期：早于申请的日子（"+c.Applied.Chinese()+"）；"+r.Sort.Label()+"记的是申请以后的事，请填实际的日期").At(0, "on")}
}

// AsDeclared is the result of a check that is as the family said.
const AsDeclared = "一致"

// Differs begins the result of a check that is not as the family said.
const Differs = "不一致："

// numberForm is what looks like a number of a person: nobody writes it into a
// text that others read.
var numberForm = regexp.MustCompile(`[0-9]{17}[0-9Xx]`)

// tidy trims what was typed and sees how long it is.
func (r *Record) tidy() (list []error) {
	type entry struct {
		field, label string
		text         *string
	}
	texts := []entry{{"place", "地点", &r.Place}, {"met", r.Sort.Met(), &r.Met}, {"second_name", "另一位调查人", &r.Second.Name}, {"where", "位置", &r.Where}, {"paper", "报告编号", &r.Paper}}
	for i := range r.Said {
		f := &r.Said[i]
		texts = append(texts, entry{differenceField(f.About), f.Label, &f.Text})
	}
	r.Sums = slices.Clone(r.Sums)
	for i := range r.Sums {
		s := &r.Sums[i]
		texts = append(texts, entry{s.field("s"), "查询单位", &s.Unit})
	}
	for _, e := range texts {
		*e.text = strings.TrimSpace(*e.text)
		switch {
		case utf8.RuneCountInString(*e.text) > longest:
			list = append(list, fault.Newf(fault.BadInput, "%s：最多 %d 个字；请写短一些", e.label, longest).At(0, e.field))
		case holdsNumber(*e.text):
			list = append(list, fault.New(fault.BadInput, e.label+"：不能写公民身份号码；号码在人员登记里，请删去再交").At(0, e.field))
		}
	}
	return list
}

// differenceField is where a text about something is typed: that about a member
// beside his result.
func differenceField(about string) string {
	if id, member := strings.CutPrefix(about, "member."); member {
		return "diff." + id
	}
	return about
}

// holdsNumber tells whether a text has a resident number in it.
func holdsNumber(text string) bool {
	for _, found := range numberForm.FindAllString(text, -1) {
		if _, err := gb.ParseNumber(strings.ToUpper(found)); err == nil {
			return true
		}
	}
	return false
}

// people sees that two went, and that somebody was met or asked.
func (r *Record) people(d registry.Desk) (list []error) {
	if r.Sort == Check {
		return nil
	}
	if r.Place == "" && r.Sort != Urging {
		list = append(list, fault.New(fault.BadInput, "地点：没有填；请写在哪里").At(0, "place"))
	}
	if r.Met == "" {
		list = append(list, fault.New(fault.BadInput, r.Sort.Met()+"：没有填；请写是谁，没有人在也写明").At(0, "met"))
	}
	if r.Sort == Appraisal || r.Sort.Proven() {
		return list
	}
	if r.Second == (Companion{}) {
		return append(list, fault.New(fault.BadInput, "另一位调查人：没有选；调查每组至少两个人").At(0, "second"))
	}
	if r.Second.Staff == d.Actor.Staff && r.Second.Staff != 0 || r.Second.Staff == 0 && r.Second.Name == r.First {
		list = append(list, fault.New(fault.BadInput, "另一位调查人：不能是填表的本人；调查每组至少两个人，请选一起去的同事").At(0, "second"))
	}
	return list
}

// said sees that the sections that must be filled in are.
func (r *Record) said() (list []error) {
	for _, s := range r.Sort.Sections() {
		if s.Must && r.text(s.ID) == "" {
			list = append(list, fault.New(fault.BadInput, s.Label+"：没有填").At(0, s.ID))
		}
	}
	switch r.Sort {
	case Hearing:
		return append(list, r.heard()...)
	case Check:
		return append(list, r.reported()...)
	}
	return list
}

// heard sees that a hearing says about what, and what came of it.
func (r *Record) heard() (list []error) {
	if (r.text("said") == "") == (r.text("offer") == "") {
		list = append(list, fault.New(fault.BadInput, "本人的意见：听到了的写在这里，没有听到的写在“没有听到意见的”里；两项正好写一项").At(0, "said"))
	}
	if !r.Ends && r.Sum <= 0 {
		list = append(list, fault.New(fault.BadInput, "减为多少元：没有填；拟减发的写明减为多少，拟停发的选“停发”").At(0, "sum"))
	}
	return list
}

// reported sees that a check says something of a member, and in what it differs.
func (r *Record) reported() (list []error) {
	for _, f := range r.Said {
		if f.Text == Differs {
			list = append(list, fault.New(fault.BadInput, f.Label+"的差异：没有填；核对不一致的要写明哪里不一致").At(0, differenceField(f.About)))
		}
	}
	list = append(list, r.flaws(r.On)...)
	if len(r.Said)+len(r.Sums) == 0 {
		list = append(list, fault.New(fault.BadInput, "核对结果：一个成员也没有选；请照报告逐人选，还没有结果的选“没有结果”").At(0, "member"))
	}
	return list
}

// text is what was found about a thing.
func (r *Record) text(about string) string {
	for _, f := range r.Said {
		if f.About == about {
			return f.Text
		}
	}
	return ""
}

// Proposed is what the person was heard about.
func (r *Record) Proposed() string {
	if r.Ends {
		return "停发"
	}
	return "减为 " + r.Sum.String()
}

// voted sees that the votes are those of who was there.
func (r *Record) voted() []error {
	if r.Sort != Appraisal {
		r.Votes = nil
		return nil
	}
	v := r.Votes
	switch {
	case v == nil || v.Present < 1 || v.Present > 1000 || v.For < 0 || v.Against < 0 || v.Abstain < 0:
		return []error{fault.New(fault.BadInput, "到会人数：没有填，或者不是数；请照记录填到会的人数和各得几票").At(0, "present")}
	case v.For+v.Against+v.Abstain != v.Present:
		return []error{fault.Newf(fault.BadInput, "到会人数：到会 %d 人，票数合起来是 %d；请照记录再核对一遍", v.Present, v.For+v.Against+v.Abstain).At(0, "present")}
	}
	return nil
}

// Lines are a record as it is read: what, and what is said about it.
func (r *Record) Lines() (list [][2]string) {
	add := func(label, text string) {
		if text != "" {
			list = append(list, [2]string{label, text})
		}
	}
	if r.Corrects != 0 {
		add("更正", "代替以前登记的一份，以这一份为准；以前的那一份仍可以看")
	}
	add("日期", strings.TrimSpace(r.On.Chinese()+" "+r.Hour))
	add(map[bool]string{true: "提出异议的地点", false: "地点"}[r.Sort == NoticeSheet], r.Place)
	add(r.Sort.Met(), r.Met)
	add("调查人", strings.Trim(r.First+"、"+r.Second.Name, "、"))
	if r.Sort == Hearing {
		add("拟作出的变更", r.Proposed())
	}
	add("报告编号", r.Paper)
	if r.AsOf != 0 {
		add("数据截止日", r.AsOf.Chinese())
	}
	if len(r.Sums) > 0 {
		add("核对的收入", "从"+r.Since.Chinese()+"到"+r.Until.Chinese())
	}
	for _, f := range r.Said {
		add(f.Label, f.Text)
	}
	if r.By != 0 {
		add("最迟哪天配合", r.By.Chinese())
	}
	list = append(list, r.Report.lines()...)
	if v := r.Votes; v != nil {
		add("表决", fmt.Sprintf("到会 %d 人，同意 %d 票，不同意 %d 票，弃权 %d 票", v.Present, v.For, v.Against, v.Abstain))
	}
	add("没有签名的原因", r.unsigned())
	add("手机记的位置", r.Where)
	return list
}

// checks are the steps by which a procedure has the means of a family checked
// with the departments.
var checks = []string{"start_check", "check", "compare"}

// Unchecked tells whether the means are to be checked and no report of this round
// is there. The law leaves to the office how it looks into a family (57号第十五条),
// so nothing waits for the report; but whoever decides is told.
func (c *Sight) Unchecked() bool {
	has := slices.ContainsFunc(c.Flow.Procedure.Steps, func(s pack.ProcedureStep) bool { return slices.Contains(checks, s.ID) })
	return has && !c.State.Closed() && !c.State.mute() && !slices.Contains(c.Held, Check)
}
