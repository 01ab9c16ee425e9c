package demo

import "doudi/casework"

// wants are papers that families forget.
var wants = []string{"户口簿全家页复印件", "近十二个月的工资流水", "住院费票据", "残疾人证复印件", "离婚协议书", "子女的在学证明", "银行卡交易明细", "村委会的居住证明"}

// stories are why families ask, in their own words.
var stories = []string{"妻子常年住院，药费花光了积蓄", "厂里停工以后一直没有找到活", "老人去年摔伤，要人照看，不能外出打工", "两个孩子上学，靠种地的收入不够", "自己身体不好，干不了重活"}

// neighbours are people of the villages who go along or have something to say.
var neighbours = []string{"李建军", "吴秀兰", "曾福根", "叶美珍", "谢长水", "罗桂英"}

// hours are when people go and see families.
var hours = []string{"08:50", "09:30", "10:15", "14:40", "15:20", "16:05"}

// pleas are what families say on their own page, answered what they hear.
var (
	pleas    = []string{"儿子上个月失业了，请重新看一下收入", "想问一下大概什么时候有结果", "登记的存款是给老人办后事的，不是我们的", "对结果不太明白，想请人讲一讲"}
	answered = []string{"已记下，下周入户时一并核实", "已打电话说明，按规定的期限办理", "请带存折和说明到窗口来，核实后重新测算"}
)

// notes are what is written beside an act, by the act.
var notes = map[casework.Act][]string{
	casework.Submit:    {"本人到窗口递交", "村里代为递交，本人已签字", "家属代为递交"},
	casework.AskPapers: {"请在十五日内补来，可以拍照发来"},
	casework.Bring:     {"材料已补来，原件核对后退回"},
	casework.Accept:    {"材料齐全"},
	casework.Do:        {"按程序办理", "情况与申报一致", "已当面核对"},
	casework.PassOver:  {"情况清楚，没有争议，不用评议"},
	casework.Post:      {"已张贴在村公示栏，拍照存档", "村务公开栏，两处张贴"},
	casework.End:       {"公示期满，没有异议", "公示期满，照片存档"},
	casework.Object:    {"有村民说他家儿子在外有固定收入", "有人反映家里买了车", "邻居反映老人另有退休金"},
	casework.Uphold:    {"反映的情况属实，重新调查"},
	casework.Reject:    {"核对银行和车管信息，反映的情况不属实，已答复反映人"},
	casework.Return:    {"收入没有核实清楚，请再查"},
	casework.Approve:   {"符合条件，同意给予"},
	casework.Refuse:    {"家庭收入或者财产超过规定，不符合条件"},
	casework.Cease:     {"约了三次都不在家，电话不接，通知书送到以后也没有联系"},
	casework.Tell:      {"理由告知书已送达本人签收"},
	casework.Withdraw:  {"本人说儿子找到了工作，不申请了", "准备搬到外地，撤回申请"},
	casework.Transfer:  {"户籍不在本镇，转交户籍地办理"},
	casework.Reopen:    {"家里又有变化，重新办理"},
	casework.Aside:     {"六项评估已做，结论在评估表上"},
	casework.Mark:      {"有人打电话反映这家情况不实，已登记"},
}

// patience is how many days a family is given that is asked to cooperate.
const patience = 3

// cause is what a family refuses whose examination is ended.
var cause = map[casework.Act]string{casework.Cease: "visit"}

// steps are what is written where a step is done, by the step.
var steps = map[string][]string{
	"authorise":    {"全家成年人都签了授权书和承诺书"},
	"start_survey": {"已安排两人下周入户", "已约好入户时间"},
	"start_check":  {"已向银行、社保、不动产、车管发出核对"},
	"survey":       {"两人入户，照片和签字已存", "入户看过，和申报一致"},
	"deliberation": {"十五人评议，十三人认为情况属实"},
	"first_review": {"材料和调查一致，建议给予", "同意经办人的意见"},
	"publication":  {"已在村务公开栏公布"},
	"list":         {"已列入名单"},
	"inspection":   {"已查户籍、死亡和服刑信息"},
	"papers":       {"手续已补齐"},
}

// note is what is written beside an act.
func note(act casework.Act, e *errand) string {
	if e.beyond && act == casework.Mark {
		return "房子烧得差不多了，要的钱超过乡镇可以直接给的限额"
	}
	if own := steps[e.step()]; act == casework.Do && len(own) > 0 {
		return nth(own, e.hand)
	}
	if len(notes[act]) == 0 {
		return "照程序办理"
	}
	return nth(notes[act], e.hand+e.n+1)
}

// nth chooses by a number, so that many hands at once draw nothing.
func nth[T any](of []T, n int) T { return of[n%len(of)] }
