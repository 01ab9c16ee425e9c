package paper

// Forms are what a family signs when it applies, made for one household.
type Forms struct {
	Office, Household, Applicant string
	Programmes                   []string
	Adults                       []string // who authorise the check of their means
	Proxy                        string   // who applies in the applicant's place; "" if nobody
}

// The words that are signed (57号第六条、第九条; 社会救助法第四十条; TJ-40).
const (
	CommitmentText = "我申请上面列出的项目。我承诺：填报的家庭人口、收入、财产和支出真实、完整；系统查得到的不再另交证明，查不到的以这份承诺代替证明；" +
		"以后有变化，及时报告。如有隐瞒或者虚报，退回领取的款物，并承担相应的责任。"
	AuthorisationText = "我同意民政部门和核对机构为办理这次申请和以后的复核，向有关部门和银行、证券、保险、非银行支付等机构查询、核对我的户籍、收入、财产和支出；" +
		"查到的情况只用于社会救助。"
	mandateText = "本人不便亲自办理，委托上面写的代办人递交申请、补交材料、签收文书；代办人说的和填的，视同本人说的和填的。"
)

// Document lays the forms out to be signed by hand.
func (f Forms) Document() Document {
	one := []Column{{Label: "内容", Share: 100}}
	doc := Document{Title: ToSign.Label(), Heads: []string{f.Office + "　" + f.Household + "　申请人：" + f.Applicant},
		Parts: []Part{{Heading: "申请的项目", Columns: one, Rows: rows(f.Programmes), Empty: "没有选项目。"}, {Heading: "申请和承诺书", Columns: one, Rows: rows([]string{CommitmentText})}}}
	doc.Signed = []string{"申请人（申请和承诺书）"}
	doc.Parts = append(doc.Parts, Part{Heading: "核对授权书", Columns: one, Rows: rows([]string{AuthorisationText})})
	for _, name := range f.Adults {
		doc.Signed = append(doc.Signed, name+"（核对授权书）")
	}
	if f.Proxy != "" {
		doc.Parts = append(doc.Parts, Part{Heading: "委托书", Columns: one, Rows: rows([]string{"代办人：" + f.Proxy, mandateText})})
		doc.Signed = append(doc.Signed, "申请人（委托书）", "代办人")
	}
	return doc
}

// rows are texts, one a row.
func rows(texts []string) (list [][]string) {
	for _, text := range texts {
		list = append(list, []string{text})
	}
	return list
}

// Acceptance is what a family takes home from the window: what was taken on
// under which number, by when it is decided, and what it can do itself.
type Acceptance struct {
	Office, Household, Applicant string
	Accepted                     bool // else the application was only handed in
	Day                          string
	Taker                        string // who took it in
	Cases                        []AcceptedCase
	Papers                       []string   // that were brought
	Missing                      []string   // what was told to be missing
	Needs                        [][]string // areas of need with who helps
	Ask                          string     // which office to ask, by which telephone; "" if none has one
	Follow                       string     // where the family follows it on a phone; "" if it cannot
}

// AcceptedCase is one programme of it.
type AcceptedCase struct{ Number, Programme, Standing, Due string }

// Document lays the slip out. No number of a person stands on it.
func (a Acceptance) Document() Document {
	doc := Document{Title: AcceptanceSlip.Label(), Heads: []string{a.Office, a.Household + "　申请人：" + a.Applicant, "受理日期 " + a.Day + "　经办人 " + a.Taker}}
	if !a.Accepted {
		doc.Title, doc.Heads[2] = "申请回执", "收到日期 "+a.Day+"　接收人 "+a.Taker
	}
	doc.Parts = append(doc.Parts, Part{Heading: "申请的项目", Empty: "没有项目。", Rows: a.lines(),
		Columns: []Column{{Label: "办件编号", Share: 30}, {Label: "项目", Share: 24}, {Label: "现在到哪一步", Share: 20}, {Label: "期限", Share: 26}}})
	if len(a.Missing) > 0 {
		doc.Parts = append(doc.Parts, Part{Heading: "还要补的（一次告知，补齐后受理）", Columns: []Column{{Label: "内容", Share: 100}}, Rows: rows(a.Missing)})
	}
	if len(a.Needs) > 0 {
		doc.Parts = append(doc.Parts, Part{Heading: "还需要的帮助", Rows: a.Needs, Columns: []Column{{Label: "方面", Share: 30}, {Label: "由谁办", Share: 70}}})
	}
	doc.Parts = append(doc.Parts, Part{Heading: "收到的材料", Columns: []Column{{Label: "材料", Share: 100}}, Rows: rows(a.Papers), Empty: "没有收到纸质材料。"})
	follow := "怎样查进度：带上这张单子到窗口，或者打电话，说出办件编号。"
	if a.Follow != "" {
		follow = "怎样查进度：用手机打开 " + a.Follow + "，输办件编号，再输发到登记的手机上的验证码。也可以带上这张单子到窗口，或者打电话，说出办件编号。"
	}
	if a.Ask != "" {
		doc.Notes = append(doc.Notes, "有事问："+a.Ask+"。")
	}
	doc.Notes = append(doc.Notes,
		follow,
		"调查和公示时请配合；家庭人口、收入、财产有变化，请及时告诉乡镇（街道）。",
		"到期没有答复，或者对决定不服的，可以向上一级民政部门反映，可以在六十日内申请行政复议，也可以在六个月内提起行政诉讼。",
	)
	doc.Signed = []string{"申请人（或代办人）"}
	return doc
}

// lines are the cases as rows.
func (a Acceptance) lines() (list [][]string) {
	for _, c := range a.Cases {
		list = append(list, []string{c.Number, c.Programme, c.Standing, c.Due})
	}
	return list
}
