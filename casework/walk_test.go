package casework_test

import (
	"strings"
	"testing"

	"doudi/casework"
	"doudi/fault"
)

// situation reads words into a situation: those with + stay for the whole walk.
func situation(s casework.Situation, word string) casework.Situation {
	switch word {
	case "missing":
		s.Missing = 2
	case "objection":
		s.Objections = 1
	case "over":
		s.DaysOver = true
	case "visited":
		s.Done = append(s.Done, "visit")
	case "assessed":
		s.Done = append(s.Done, casework.CareAssessment)
	case "met":
		s.Done = append(s.Done, "case_meeting")
	case "surveyed":
		s.Held = append(s.Held, casework.Survey)
	case "appraised":
		s.Held = append(s.Held, casework.Appraisal)
	case "lettered":
		s.Lettered = true
	case "made":
		s.Made = true
	case "urged":
		s.Urged = true
	case "unheard":
		s.Unheard = true
	case "advanced":
		s.Advanced = true
	case "bereft":
		s.Bereft = true
	case "+delegated":
		s.Delegated = true
	case "+kin":
		s.Kin = true
	case "+reported":
		s.Reported = true
	case "+beyond":
		s.Beyond = true
	default:
		panic("no such word: " + word)
	}
	return s
}

// walk takes acts one after another, each written as act:by[,word…] state, and
// stops at the first that does not lead to the state written beside it.
func walk(t *testing.T, f *casework.Flow, words, path string) {
	t.Helper()
	var always casework.Situation
	for _, w := range strings.Fields(words) {
		always = situation(always, w)
	}
	at := casework.Draft
	steps := strings.Fields(path)
	for i := 0; i < len(steps); i += 2 {
		parts := strings.Split(steps[i], ",")
		act, by, _ := strings.Cut(parts[0], ":")
		now := always
		for _, w := range parts[1:] {
			now = situation(now, w)
		}
		m, err := f.Take(at, casework.Act(act), by, now)
		if err != nil {
			t.Fatalf("in %q, %s: %s", at, steps[i], fault.Sentence(err))
		}
		if at = m.To; at != casework.State(steps[i+1]) {
			t.Fatalf("%s leads to %q, not to %q", steps[i], at, steps[i+1])
		}
	}
	if !at.Closed() {
		t.Errorf("the walk ends in %q", at)
	}
}

// The walks are written from the clauses by hand, not from the tables.
func TestCasesGoAsTheClausesSay(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, place, procedure, day, always, path string }{
		{"明溪347人名单：一申请、两审核、两公示 (MX-08..11)", "cn-350421", "mx-347", "2020-03-15", "",
			`submit:family accept accept:township survey do:township,surveyed first_review do:township first_notice post:township,made first_notice.up
			end:township,over decide approve:county second_notice post:township,made second_notice.up end:township,over list do:county awarded`},
		{"明溪第二次公示有异议，成立的重新调查、公示，再由县里决定 (MX-09、MX-11)", "cn-350421", "mx-347", "2020-03-15", "",
			`submit:family accept accept:township survey do:township,surveyed first_review do:township first_notice post:township,made first_notice.up
			end:township,over decide approve:county second_notice post:township,made second_notice.up uphold:township,objection survey
			do:township,surveyed first_review do:township first_notice post:township,made first_notice.up end:township,over decide
			refuse:county refusal tell:township,lettered refused`},
		{"第二次公示期间有人去世，由县里退回重新决定 (57号第三十条)", "cn-350421", "mx-347", "2020-03-15", "",
			`submit:family accept accept:township survey do:township,surveyed first_review do:township first_notice post:township,made first_notice.up
			end:township,over decide approve:county second_notice post:township,made second_notice.up return:county,bereft decide
			approve:county second_notice return:county,bereft decide refuse:county refusal tell:township,lettered refused`},
		{"57号：授权、受理、调查和核对、公示、确认、公布 (第九条至第二十四条)", "cn", "dibao-confirmation", "2021-08-01", "",
			`submit:family authorise do:family accept ask:township,missing supplement bring:family accept accept:township start_survey
			do:township start_check do:county survey do:township,surveyed notice post:township,made notice.up end:township,over decision
			approve:county publication do:county,made awarded`},
		{"57号：异议成立的重新调查，再公示；不成立的答复后继续 (第十九条)", "cn", "dibao-confirmation", "2021-08-01", "",
			`submit:family authorise do:family accept accept:township start_survey do:township start_check do:county survey do:township,surveyed notice
			post:township,made notice.up uphold:township,objection notice.again do:township,surveyed notice post:township,made notice.up
			reject:township,objection notice.up end:township,over decision refuse:county refusal tell:township,lettered refused`},
		{"县里退回重新调查", "cn", "dibao-confirmation", "2021-08-01", "",
			`submit:family authorise do:family accept accept:township start_survey do:township start_check do:county survey do:township,surveyed notice
			post:township,made notice.up end:township,over decision return:county start_survey withdraw:family withdrawn`},
		{"57号：无正当理由拒不配合的终止；县里可以重新办理 (第二十九条)", "cn", "dibao-confirmation", "2021-08-01", "",
			`submit:family authorise do:family accept accept:township start_survey do:township start_check cease:county,urged ceasing tell:township,lettered ceased
			reopen:county start_survey do:township start_check do:county survey cease:township,urged ceasing tell:township,lettered ceased`},
		{"57号：决定下放的，终止也由乡镇作出 (第二条、第二十九条)", "cn", "dibao-confirmation", "2026-07-01", "+delegated",
			`submit:family authorise do:family accept accept:township start_survey do:township start_check do:county survey do:township,surveyed notice
			post:township,made notice.up uphold:township,objection notice.again do:township,surveyed notice post:township,made notice.up
			end:township,over decision cease:township,urged ceasing tell:township,lettered ceased`},
		{"57号：下放的，从第一天起就由乡镇确认 (第二条)", "cn", "dibao-confirmation", "2021-07-01", "+delegated",
			`submit:family authorise do:family accept accept:township start_survey do:township start_check do:county survey do:township,surveyed notice
			post:township,made notice.up end:township,over decision approve:township publication do:county,made awarded`},
		{"天津：试点的区，低保从第一天起就由乡镇街道确认 (TJ-38)", "cn-12", "dibao-confirmation", "2022-02-09", "+delegated",
			`submit:family authorise do:family accept accept:township needs do:township start_survey do:township start_check do:county survey do:township,surveyed
			notice post:township,made notice.up end:township,over decision approve:township publication do:county,made awarded`},
		{"天津：试点的区，特困到2026年6月30日也由乡镇街道确认 (TJ-38)", "cn-12", "tekun-confirmation", "2026-06-30", "+delegated",
			`submit:family authorise do:family accept accept:township survey do:township,surveyed notice post:township,made notice.up
			end:township,over decision approve:township,assessed publication do:township,made awarded`},
		{"2026年的法：省里定了由乡镇决定的 (第四十四条)", "cn", "dibao-confirmation", "2026-07-01", "+delegated",
			`submit:family authorise do:family accept accept:township start_survey do:township start_check do:county survey do:township,surveyed notice
			post:township,made notice.up end:township,over decision approve:township publication do:county,made awarded`},
		{"经办人员近亲属：下放了也由县里入户以后决定 (57号第十一条、第二十条)", "cn", "dibao-confirmation", "2021-08-01", "+delegated +kin",
			`submit:family authorise do:family accept accept:township start_survey do:township start_check do:county survey do:township,surveyed notice
			post:township,made notice.up end:township,over decision approve:county,visited publication do:county,made awarded`},
		{"天津：受理以后先评估五个方面的需求 (TJ-42)", "cn-12", "dibao-confirmation", "2023-02-09", "",
			`submit:family authorise do:family accept accept:township needs do:township start_survey transfer:township transferred`},
		{"220号：县里提意见后再公示，然后才批 (第二十五条至第二十九条)", "cn", "dibao-confirmation", "2019-03-01", "",
			`submit:family accept accept:township survey do:township,surveyed deliberation do:township,appraised first_notice post:township,made first_notice.up
			end:township,over county_opinion do:county second_notice post:county,made second_notice.up uphold:county,objection second_notice.again
			do:county,surveyed second_notice post:county,made second_notice.up end:county,over decision approve:county awarded`},
		{"特困：视情评议，评估自理能力以后确认 (43号第十四条、第二十条)", "cn", "tekun-confirmation", "2021-08-01", "",
			`submit:family authorise do:family accept accept:township survey do:township,surveyed deliberation pass:township notice post:township,made
			notice.up end:township,over decision approve:county,assessed publication do:township,made awarded`},
		{"事实无人抚养儿童：不公示 (2019年意见二)", "cn", "de-facto-orphan", "2023-01-01", "",
			`submit:family accept accept:township inspection do:township decision approve:county awarded`},
		{"急难：乡镇先行救助，事后补充说明 (社会救助法第五十条)", "cn", "urgent-aid", "2026-07-01", "",
			`submit:family advance approve:township papers do:township awarded`},
		{"急难：超过限额的县里一事一议 (23号二(三))", "cn", "urgent-aid", "2026-07-01", "+beyond",
			`submit:family advance approve:county papers do:township awarded`},
		{"急难：超过限额的先给限额以内的，事后补齐手续，其余的县里一事一议 (社会救助法第五十条、23号二(三))", "cn", "urgent-aid", "2026-07-01", "+beyond",
			`submit:family advance advance:township papers.rest do:township case_meeting approve:county,advanced awarded`},
		{"急难：先行救助以后，其余的不给 (23号二(三))", "cn", "urgent-aid", "2020-07-01", "+beyond",
			`submit:family advance advance:township papers.rest do:township case_meeting refuse:county,advanced refusal tell:township,lettered refused`},
		{"天津急难：答复以后小额先行，其余的由区里一事一议 (TJ-29、TJ-31)", "cn-12", "urgent-aid", "2026-07-01", "+beyond",
			`submit:family reply accept:township advance advance:township papers.rest do:township case_meeting approve:county,advanced awarded`},
		{"十堰急难：先行救助，其余的一事一议 (SY-17)", "cn-4203", "urgent-aid", "2026-07-01", "+beyond",
			`submit:family advance advance:township papers.rest do:township case_meeting return:county,advanced advance approve:county,advanced papers do:township awarded`},
		{"天津急难：先在二十四小时内答复 (TJ-29)", "cn-12", "urgent-aid", "2023-01-01", "",
			`submit:family reply accept:township advance approve:township papers do:township awarded`},
		{"支出型：困难重大的先一事一议 (23号二(三))", "cn", "expenditure-aid", "2020-01-01", "+beyond",
			`submit:family accept accept:township survey do:township,surveyed decision approve:county,met awarded`},
		{"撤回的可以再办", "cn", "de-facto-orphan", "2023-01-01", "",
			`submit:family accept withdraw:family withdrawn reopen:county accept accept:township inspection do:township decision approve:county awarded`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			walk(t, flow(t, shipped(t, tt.place), tt.procedure, tt.day), tt.always, tt.path)
		})
	}
}

func TestARefusedActSaysWhyAndWhoCan(t *testing.T) {
	t.Parallel()
	f := flow(t, shipped(t, "cn"), "dibao-confirmation", "2026-07-01")
	tests := []struct {
		name, at, act, by, words, want string
	}{
		{"the wrong hand", "decision", "approve", "township", "", "“决定给予”这一步由县级民政部门办"},
		{"the county where the township decides", "decision", "approve", "county", "+delegated", "“决定给予”这一步由乡镇（街道）办"},
		{"a near relative who was not visited", "decision", "approve", "county", "+kin", "涉及经办人员近亲属或者有举报的，要先由县级民政部门入户调查；请先记下调查结果"},
		{"papers are missing", "accept", "accept", "township", "missing", "材料还没有齐；请一次告知申请人要补的全部材料，补齐后再受理"},
		{"nothing is missing", "accept", "ask", "township", "", "材料已经齐了，不需要再补；请受理"},
		{"a refusal without its letter", "refusal", "tell", "township", "", "通知书还没有制作；请先在“通知书”里制作、打印，再送达"},
		{"a notice that was not made", "notice", "post", "township", "", "公示单还没有制作；请先在“公示”里制作、打印"},
		{"a notice before its end", "notice.up", "end", "township", "", "公示还没有满期；请满期后再办"},
		{"a notice with an open objection", "notice.up", "end", "township", "over objection", "还有异议没有处理；请先核查并答复"},
		{"a survey of which nothing was entered", "survey", "do", "township", "appraised", "还没有调查表；请先填“入户调查表”：两位调查人、见到的人和调查结论"},
		{"an objection that was right, and nobody went again", "notice.again", "do", "township", "", "异议成立以后还没有重新调查或者评议；请先填“入户调查表”或者“民主评议记录”"},
		{"a step too early", "survey", "approve", "county", "surveyed", "现在不能“决定给予”：这件申请在“每组至少两人调查核实”；可以办的是办完这一步（乡镇（街道））、撤回申请（申请人）、转交其他机构（乡镇（街道））"},
		{"an end of which the family was not warned", "survey", "cease", "township", "", "还没有通知家庭配合；请先填“通知配合记录”：要家庭做什么、怎样通知的、最迟哪天，过了那一天仍不配合的再终止"},
		{"an end while the family waits for an answer", "survey", "cease", "township", "urged unheard", "家庭说的话还没有答复；请先看清楚是不是有正当理由，答复以后再办"},
		{"an end by who does not have it in hand", "survey", "cease", "county", "urged", "“终止审核（家庭不配合）”这一步由乡镇（街道）办"},
		{"a closed case", "awarded", "withdraw", "family", "", "这件申请已经办结，不能再“撤回申请”"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var s casework.Situation
			for _, w := range strings.Fields(tt.words) {
				s = situation(s, w)
			}
			_, err := f.Take(casework.State(tt.at), casework.Act(tt.act), tt.by, s)
			if fault.Kind(err) != fault.Refused || fault.Sentence(err) != tt.want {
				t.Errorf("%v %q", fault.Kind(err), fault.Sentence(err))
			}
		})
	}
}

// How much is given for somebody's care rests on what he can do by himself, which the
// county looks at before (43号第二十条); who is refused waits for no such look.
func TestNobodyIsGivenCareWhoWasNotAssessed(t *testing.T) {
	t.Parallel()
	for _, place := range []string{"cn", "cn-12", "cn-63"} {
		for _, on := range []string{"2023-03-01", "2026-07-01"} {
			f := flow(t, shipped(t, place), "tekun-confirmation", on)
			if _, err := f.Take("decision", casework.Approve, casework.County, casework.Situation{}); fault.Kind(err) != fault.Refused || !strings.Contains(fault.Sentence(err), "先评估，把六项指标登记好") {
				t.Errorf("%s on %s: %v", place, on, err)
			}
			if _, err := f.Take("decision", casework.Approve, casework.County, situation(casework.Situation{}, "assessed")); err != nil {
				t.Errorf("%s on %s, assessed: %v", place, on, err)
			}
			if _, err := f.Take("decision", casework.Refuse, casework.County, casework.Situation{}); err != nil {
				t.Errorf("%s on %s, refused: %v", place, on, err)
			}
		}
	}
}

// Where no sum is laid down up to which a township gives by itself, it gives nothing
// at once either, however small.
func TestWithoutALimitNothingIsGivenInAdvance(t *testing.T) {
	t.Parallel()
	tables := 0
	for _, p := range applications(shipped(t, "cn")) {
		f, err := casework.NewFlow(p)
		if p.ID != "urgent-aid" || p.From < day(t, "2018-01-23") || err != nil {
			continue
		}
		tables++
		now := casework.Situation{Beyond: true, Unlimited: true}
		for _, act := range []casework.Act{casework.Approve, casework.Advance} {
			if _, err := f.Take("advance", act, casework.Township, now); err == nil || !strings.Contains(fault.Sentence(err), "没有写乡镇（街道）可以自己给的限额") {
				t.Errorf("%s of %v: %v", act, p.From, err)
			}
		}
		if _, err := f.Take("advance", casework.Approve, casework.County, now); err != nil {
			t.Errorf("the county does not decide: %v", err)
		}
	}
	if tables != 2 {
		t.Errorf("%d procedures", tables)
	}
}
