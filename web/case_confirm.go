package web

import (
	"net/http"

	"doudi/casework"
)

// hurts are the acts that are asked about once more, with what they mean.
var hurts = map[casework.Act]string{
	casework.Approve: "决定作出后，家庭按规定得到救助。", casework.Advance: "限额以内的马上给；手续事后补齐，其余的由县里决定，已经给的从里面扣除。", casework.Refuse: "决定不给予，接着要书面告知理由。", casework.Withdraw: "撤回以后这件申请就不再办了。家庭还想要救助的，可以重新申请；撤错了的，只有县（区）能恢复办理。",
	casework.Transfer: "转交后本机构不再办理，等那里接收；没有接收以前可以收回；收回的、那里退回的，从现在这一步接着办。", casework.Return: "退回后从调查重新办起。",
	casework.Cease: "终止后这次申请不再往下办，接着要书面告知：为什么、不同意怎么办、可以重新申请。有正当理由的（住院、外出、没有收到通知等），不能终止。",
}

// changeHurts are the same of an award in force, where they mean something else.
var changeHurts = map[casework.Act]string{
	casework.Approve: "从下一个发放期起按这个决定发；比原来少的，接着要书面告知理由。", casework.Refuse: "从下一个发放期起停发，接着要书面告知理由。",
	casework.Withdraw: "这次复核作废，不作决定；待遇不变，照原来的发。情况真有变化的，可以再开始一次复核。", casework.Return: "退回后从核实变化的情况重新办起；待遇在作出决定以前照旧。",
}

// confirming asks whether an act that hurts is to be done: what is decided, how
// much is given, and what follows.
func (s *Site) confirming(r *http.Request, view *caseView, e casework.Entry) confirmView {
	called := e.Act.Label()
	for _, way := range view.Ways {
		if way.Act == e.Act {
			called = way.Label
		}
	}
	lines := append(s.handingLines(r, e), view.deciding(e)...)
	meaning := hurts[e.Act]
	if other := changeHurts[e.Act]; view.Changing != nil && other != "" {
		meaning = other
	}
	lines = append(append(lines, causeLine(e)...), meaning)
	if note := first(r.PostForm, "note"); note != "" {
		lines = append(lines, "理由或者记录："+note)
	}
	return confirmView{Title: called, Lead: view.Title + "，办件 " + view.Number + "，" + view.Applicant, Action: view.Path, Yes: called, Lines: lines, Carried: carried(r)}
}

// deciding says what a decision is and how it stands to the determination.
func (view *caseView) deciding(e casework.Entry) (lines []string) {
	if e.Act != casework.Approve && e.Act != casework.Refuse && e.Act != casework.Advance {
		return nil
	}
	if e.Differs {
		lines = append(lines, "这个决定和测算的结果不同，要写明理由。")
	}
	if e.Sum > 0 {
		lines = append(lines, "给予的金额："+e.Sum.String())
	}
	if view.Judge.Word != "" {
		lines = append(lines, "测算的结果："+view.Judge.Word)
	}
	if c := view.Changing; c != nil && c.Was != "" {
		next := c.Next
		if e.Act == casework.Refuse {
			next = "停发"
		}
		lines = append(lines, "原来"+c.Was+"，决定以后："+next)
	}
	return lines
}
