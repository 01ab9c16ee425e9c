package casework

import (
	"slices"
	"strings"

	"doudi/civil"
	"doudi/fault"
	"doudi/policy"
)

// Guard is a condition of a move.
type Guard uint8

// The guards.
const (
	Complete      Guard = iota // nothing is missing
	Incomplete                 // something is
	DaysOver                   // the notice hung for its days
	Undisputed                 // no objection is open
	Disputed                   // one is
	ByUsual                    // the decision is where it usually is
	ByTownship                 // the law leaves it to the township
	Visited                    // the county visited a family that it must visit
	Met                        // the meeting on a hardship beyond the rule was held
	WithinLimit                // the sum is one that the township may give
	BeyondLimit                // it is not
	Surveyed                   // the survey of this round was entered
	Appraised                  // the appraisal was
	SurveyedAgain              // one of the two was, after an objection that was right
	NoticeMade                 // the notice of the step was made
	LetterMade                 // the letter about the decision was made
	Measured                   // the law has determined what it comes to
	Fresh                      // … and nothing that it rests on has changed since
	Settled                    // … and nothing is missing
	Proven                     // … and it rests on no invented figure
	Entitling                  // … and it grants what is asked for
	Refusing                   // … and it does not

	// Of a case that may be drawn (43号第十六条).
	Sampled     // a batch that it is in was drawn
	SpotChecked // it was visited if it was picked

	// Of an award in force.
	Examined   // its change was determined
	Lasts      // it goes on
	Ends       // it is to end
	NoLess     // it gives no less than before
	Less       // it gives less
	HeardOfCut // the person was heard about it (社会救助法第四十八条)
	HeardOfEnd // … about its end
	Announced  // its end was made known for its days, and nobody objects
	Released   // it ends whatever is determined
	Bound      // it does not

	Unadvanced // nothing was given in advance
	Limited    // the law has a sum up to which the township gives by itself

	// Of a notice behind the decision.
	Alive  // nobody has died since whom the decision counts
	Bereft // somebody has

	// Of a notice that says what is intended.
	Founded   // the law was asked
	Unchanged // … and nothing that its answer rests on has changed since
	Foreseen  // … and it has one
	Truthful  // … which the notice says

	// Of an end because the family does not cooperate (57号第二十九条).
	Urged   // it was asked to, and the day named is over
	Replied // what it said is answered

	Assessed // the county looked at what somebody can do by himself (43号第二十条)
)

// Situation is what guards look at. The determination, the registry and the
// papers give it; nobody enters it by hand.
type Situation struct {
	Missing    int      // papers or answers still missing
	Objections int      // open ones
	DaysOver   bool     // of the notice that hangs
	Delegated  bool     // the law of the place leaves the decision to the township
	Kin        bool     // a near relative of staff or of the committee is concerned
	Reported   bool     // somebody reported the family
	Beyond     bool     // the hardship or sum is beyond what the rule or the township can give
	Done       []string // ids of the steps beside the line that were done
	Held       []Sort   // what was entered in this round
	Made       bool     // the notice of the step was made
	Untrue     bool     // … and says another thing than the law does by now
	Lettered   bool     // the letter about the decision was made
	Advanced   bool     // a small sum was given at once
	Unlimited  bool     // no sum is laid down up to which the township gives by itself

	NoJudgement bool     // the law has not been asked yet
	Stale       bool     // what its answer rests on has changed
	Outdated    bool     // … of the household or the law, not only the month
	Unsettled   bool     // it cannot tell yet
	Lacks       []string // … for want of these
	Unproven    []string // invented figures that its answer rests on
	Granted     bool     // it grants what is asked for, and who decides agrees
	Denied      bool     // it does not, and who decides agrees

	Asked   civil.Date // by when the family was asked to cooperate, the last time; 0 if it was not
	Urged   bool       // … which is over
	Unheard bool       // it said something that nobody has answered

	Change Outlook // of an award in force

	Bereft bool // somebody has died whom the decision counts, since what it rests on was determined

	Picked   bool // drawn to be looked into at home before it is decided
	InLot    bool // in a batch that was not drawn yet
	Unlotted bool // in no batch, though the law wants cases of its kind drawn
}

// holds tells whether a guard is met.
func (g Guard) holds(s Situation) bool {
	switch g {
	case Complete:
		return s.Missing == 0
	case Incomplete:
		return s.Missing > 0
	case DaysOver:
		return s.DaysOver
	case Undisputed:
		return s.Objections == 0
	case Disputed:
		return s.Objections > 0
	case ByUsual:
		return !s.township()
	case ByTownship:
		return s.township()
	case Visited:
		return !s.Kin && !s.Reported || slices.Contains(s.Done, "visit")
	case Assessed:
		return slices.Contains(s.Done, CareAssessment)
	case Met:
		return !s.Beyond || slices.Contains(s.Done, "case_meeting")
	case WithinLimit:
		return !s.Beyond
	case BeyondLimit:
		return s.Beyond
	case Surveyed:
		return s.holds(Survey, Visit)
	case NoticeMade:
		return s.Made
	case LetterMade:
		return s.Lettered
	case Appraised:
		return s.holds(Appraisal)
	case Unadvanced:
		return !s.Advanced
	case Urged:
		return s.Urged
	case Replied:
		return !s.Unheard
	case Limited:
		return !s.Unlimited
	case Alive, Bereft:
		return s.Bereft == (g == Bereft)
	case SurveyedAgain:
		return s.holds(Survey, Visit, Appraisal)
	}
	return g.judged(s)
}

// judged tells whether a guard about the determination is met.
func (g Guard) judged(s Situation) bool {
	switch g {
	case Measured:
		return !s.NoJudgement
	case Fresh:
		return !s.Stale
	case Settled:
		return !s.Unsettled
	case Proven:
		return len(s.Unproven) == 0
	case Entitling:
		return !s.Denied
	case Refusing:
		return !s.Granted
	case Sampled:
		return !s.InLot && !s.Unlotted
	case SpotChecked:
		return !s.Picked || slices.Contains(s.Done, string(Visit))
	case Founded, Unchanged, Foreseen, Truthful:
		return g.announces(s)
	}
	return g.changes(s)
}

// holds tells whether one of some records was entered in this round.
func (s Situation) holds(any ...Sort) bool {
	return slices.ContainsFunc(any, func(o Sort) bool { return slices.Contains(s.Held, o) })
}

// township tells whether the township decides. Cases of near relatives of staff
// are always the county's.
func (s Situation) township() bool { return s.Delegated && !s.Kin }

// unmet says what is to be done before a move is possible.
var unmet = map[Guard]string{
	Complete:    "材料还没有齐；请一次告知申请人要补的全部材料，补齐后再受理",
	Incomplete:  "材料已经齐了，不需要再补；请受理",
	DaysOver:    "公示还没有满期；请满期后再办",
	Undisputed:  "还有异议没有处理；请先核查并答复",
	Disputed:    "没有待处理的异议；有人提出后再办",
	ByUsual:     "这里的决定已经下放，由乡镇（街道）作出",
	ByTownship:  "这件申请不由乡镇（街道）决定，请报县级民政部门；涉及经办人员近亲属的一律由县里决定",
	Visited:     "涉及经办人员近亲属或者有举报的，要先由县级民政部门入户调查；请先记下调查结果",
	Assessed:    "还没有评估生活自理能力，照料护理给多少要照评估结果定；请县级民政部门先评估，把六项指标登记好，再在办件页记下“评估生活自理能力”",
	Met:         "困难超出规定范围，要先由县里一事一议；请先记下会议结果",
	WithinLimit: "数额超过乡镇（街道）可以直接给的限额；请报县里一事一议",
	BeyondLimit: "数额没有超过限额，由乡镇（街道）直接救助",
	Surveyed:    "还没有调查表；请先填“入户调查表”：两位调查人、见到的人和调查结论",
	Appraised:   "还没有评议记录；请先填“民主评议记录”：到会人数和票数",
	NoticeMade:  "公示单还没有制作；请先在“公示”里制作、打印",
	LetterMade:  "通知书还没有制作；请先在“通知书”里制作、打印，再送达",

	Alive:      "作出决定以后登记了去世的人，不能照原来的决定给予；请作出决定的机构“退回重新决定”，重新测算以后再决定",
	Bereft:     "作出决定以后没有登记过去世的人，不用退回；对公示有异议的，请记异议",
	Limited:    "这里的规定没有写乡镇（街道）可以自己给的限额，乡镇不能自己给，不论多少都报县里决定；请告诉政策人员补上限额",
	Unadvanced: "已经先行救助过，不能再先行救助；其余的请报县里决定",

	SurveyedAgain: "异议成立以后还没有重新调查或者评议；请先填“入户调查表”或者“民主评议记录”",
	Measured:      "还没有按规定测算；请经办人员在“测算”里先算一次",
	Fresh:         "测算以后情况有变动，不能据此决定；请经办人员重新测算",
	Settled:       "按登记的情况还算不出结果，不能作出决定；请先补全情况，再重新测算",
	Proven:        "测算用了示例数值，当地还没有确认，不能据此决定；请县里先在“数值确认”里照文件确认",
	Entitling:     "按规定测算的结果是不符合条件，不能照此决定给予；确有理由的，由有权决定的人按“与测算不同”决定，并写明理由",
	Refusing:      "按规定测算的结果是符合条件，不能照此决定不给予；确有理由的，由有权决定的人按“与测算不同”决定，并写明理由",
	Sampled:       "这件申请编在抽查批次里，还没有抽取；请县里审核人先在“抽查”里抽取",
	SpotChecked:   "这件申请抽中了，要先由县级民政部门入户抽查；请县里经办人员先填“县级入户调查表”",
	Examined:      "还没有按现在的情况测算；请先登记变化的情况，再在“测算”里算一次",
	Lasts:         "按现在的情况要停发，先公示拟终止",
	Ends:          "按现在的情况继续给予，不用公示终止",
	NoLess:        "按现在的情况比原来少，要先听取意见，决定以后书面告知",
	Less:          "按现在的情况不比原来少，不用书面告知减发的理由",
	HeardOfCut:    "减发以前要先听取本人的意见；请先填“听取意见记录”，请不到的写明怎样请的并附凭据",
	HeardOfEnd:    "停发以前要先听取本人的意见；请先填“听取意见记录”，请不到的写明怎样请的并附凭据。去世的、自愿退出的除外：去世的先登记，自愿退出的先录入本人的书面声明",
	Founded:       "公示要写明拟给予还是拟不给予，先要按规定测算；请经办人员在办件页的“测算”里算一次，再制作公示单",
	Unchanged:     "测算以后情况有变动，公示不能照它写；请经办人员在办件页的“测算”里重新测算，再制作公示单",
	Foreseen:      "按登记的情况还算不出结果，公示写不了拟给予还是拟不给予；请经办人员先补全情况，在办件页的“测算”里重新测算",
	Truthful:      "公示单做好以后又测算过，结果和公示单上写的不一样；请在“公示”里重新制作一份再张贴",
	Urged:         "还没有通知家庭配合；请先填“通知配合记录”：要家庭做什么、怎样通知的、最迟哪天，过了那一天仍不配合的再终止",
	Replied:       "家庭说的话还没有答复；请先看清楚是不是有正当理由，答复以后再办",
	Announced:     "停发以前要先公示拟终止，期满没有异议；请退回核实，测算以后再公示",
	Released:      "这项待遇要按测算决定；只有本人书面声明退出，或者这一家（这个人）已经不在这里登记，才能直接停发",
	Bound:         "享受的人已经去世、不在这里登记或者书面声明退出，不能再给予；请决定停发。登记错了的，先更正或者撤回这次复核",
}

// sentence says what is to be done before a move is possible, and names what is
// missing.
func (g Guard) sentence(s Situation) string {
	switch {
	case g == Sampled && s.Unlotted:
		return "作出决定以前，县里要按规定的比例随机抽查，这件申请还没有编进抽查批次；请县里审核人先在“抽查”里编成一批，再抽取"
	case (g == WithinLimit || g == ByTownship) && s.Unlimited:
		return unmet[Limited]
	case (g == Settled || g == Foreseen) && len(s.Lacks) > 0:
		return unmet[g] + "。还缺：" + labels(s.Lacks)
	case g == Urged && s.Asked != 0:
		return "通知里定的最后一天是" + s.Asked.Chinese() + "，还没有过；过了那一天仍不配合的再终止"
	case g == Proven:
		return unmet[g] + "：" + labels(s.Unproven)
	case (g == HeardOfCut || g == HeardOfEnd) && s.Change.Heard:
		return "听取意见的时候告知的，比现在要决定的轻；请照现在的测算再听取一次意见"
	}
	return unmet[g]
}

// acts are the words for what is done.
var acts = map[Act]string{
	Submit: "递交申请", AskPapers: "一次告知补正", Bring: "补交材料", Accept: "受理", Do: "办完这一步", PassOver: "不办这一步", Post: "登记张贴", End: "结束公示",
	Uphold: "认定异议成立", Reject: "答复异议不成立", Return: "退回重新调查", Approve: "决定给予", Advance: "先行救助（限额以内）", Refuse: "决定不给予", Tell: "书面告知理由",
	Withdraw: "撤回申请", Transfer: "转交其他机构", Reopen: "重新办理",
	Received: "转到的机构接收", SentBack: "转到的机构退回", Recall: "收回转交", Begin: "起草申请", Claim: "写明替谁申请", Judge: "按规定测算", Opine: "写下意见", Aside: "记下办理情况", Mark: "记下特别情况", Object: "记下异议", Plea: "家庭申诉", Answer: "答复家庭", Cease: "终止审核（家庭不配合）", Keep: "登记", Issue: "制作公示单", Write: "制作通知书",
}

// Label is the Chinese word of an act.
func (a Act) Label() string { return acts[a] }

// From lists the moves out of a state.
func (f *Flow) From(at State) (list []Move) {
	for i := range f.moves {
		if f.moves[i].From == at {
			list = append(list, f.moves[i])
		}
	}
	return list
}

// Open lists the moves out of a state whose guards all hold now.
func (f *Flow) Open(at State, s Situation) []Move {
	return slices.DeleteFunc(f.From(at), func(m Move) bool { return m.closed(s) != nil })
}

// closed gives the first guard that does not hold.
func (m Move) closed(s Situation) *Guard {
	for i := range m.Guards {
		if !m.Guards[i].holds(s) {
			return &m.Guards[i]
		}
	}
	return nil
}

// Take gives the move that an act by somebody makes, or a fault of kind Refused
// that says why it cannot be made and who can. by is a level of offices, a
// department or Family.
func (f *Flow) Take(at State, act Act, by string, s Situation) (Move, error) {
	var why *Guard
	var hands []string
	for _, m := range f.From(at) {
		switch {
		case m.Act != act:
		case m.closed(s) != nil:
			why = m.closed(s)
		case m.By != by:
			hands = append(hands, policy.Office(m.By))
		default:
			return m, nil
		}
	}
	return Move{}, f.refusal(at, act, why, hands, s)
}

// refusal says why an act is not possible: a wrong hand first, because another
// can do it now.
func (f *Flow) refusal(at State, act Act, why *Guard, hands []string, s Situation) error {
	switch {
	case len(hands) > 0 && why != nil && s.Unlimited:
		return fault.New(fault.Refused, "“"+f.Called(act)+"”这一步由"+strings.Join(hands, "、")+"办："+why.sentence(s))
	case len(hands) > 0:
		return fault.New(fault.Refused, "“"+f.Called(act)+"”这一步由"+strings.Join(hands, "、")+"办")
	case why != nil:
		return fault.New(fault.Refused, why.sentence(s))
	}
	var can []string
	for _, m := range f.Open(at, s) {
		if f.change && !moving(m) {
			continue // to take it back is no answer to what is missing
		}
		if word := f.named(m) + "（" + policy.Office(m.By) + "）"; !slices.Contains(can, word) {
			can = append(can, word)
		}
	}
	if why := f.waits(at, s); len(can) == 0 && why != "" {
		return fault.New(fault.Refused, "现在不能“"+f.Called(act)+"”：这件申请在“"+f.Label(at)+"”；"+why)
	}
	if len(can) == 0 {
		return fault.New(fault.Refused, "这件申请已经办结，不能再“"+f.Called(act)+"”")
	}
	return fault.New(fault.Refused, "现在不能“"+f.Called(act)+"”：这件申请在“"+f.Label(at)+"”；可以办的是"+strings.Join(can, "、"))
}

// waits is what a state waits for of which no move is open; "" if of nothing.
func (f *Flow) waits(at State, s Situation) string {
	for _, m := range f.From(at) {
		if g := m.closed(s); g != nil {
			return g.sentence(s)
		}
	}
	return ""
}

// changeActs are the words for what is done about an award in force, where they
// differ.
var changeActs = map[Act]string{Begin: "开始复核变更", Do: "办完这一步", Approve: "决定继续给予", Refuse: "决定停发", Return: "退回重新核实", Withdraw: "撤回这次复核"}

// Called is the Chinese word of an act in this table.
func (f *Flow) Called(a Act) string {
	if word := changeActs[a]; f.change && word != "" {
		return word
	}
	return a.Label()
}

// named is the same of one move: what is sent back from a notice behind the
// decision is decided again, and not surveyed.
func (f *Flow) named(m Move) string {
	if m.Act == Return && m.Step != nil && isNotice(m.Step.ID) {
		return "退回重新决定"
	}
	return f.Called(m.Act)
}

// states are the words for the states that every case knows.
var states = map[State]string{
	Draft: "草稿", Supplement: "等申请人补材料", Refusal: "等书面告知理由", Awarded: "已给予", Refused: "不给予，已告知",
	Ceasing: "已决定终止审核，等书面告知", Ceased: "已终止审核，已告知",
	Withdrawn: "已撤回", Transferred: "已转交", "accept": "受理",
	Lowered: "已决定减发，等书面告知", Ended: "已决定停发，等书面告知", Continued: "复核办结，继续给予", Stopped: "已停发",
}

// Label says in Chinese where a case stands.
func (f *Flow) Label(at State) string {
	if word, ok := states[at]; ok && f.step(string(at)) == "" {
		return word
	}
	id, ending, _ := strings.Cut(string(at), ".")
	switch ending {
	case "up":
		return f.step(id) + "（公示中）"
	case "again":
		return f.step(id) + "（异议成立，重新调查）"
	case "rest":
		return f.step(id) + "（已先行救助，其余待定）"
	}
	return f.step(id)
}

// step is the label of a step.
func (f *Flow) step(id string) string {
	for i := range f.Procedure.Steps {
		if f.Procedure.Steps[i].ID == id {
			return f.Procedure.Steps[i].Label
		}
	}
	return ""
}
