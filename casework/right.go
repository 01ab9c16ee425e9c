package casework

// rights are the words by which the access matrix knows the acts of a case.
var rights = map[Act]string{
	Submit: "case.submit", Bring: "case.submit", Withdraw: "case.submit",
	AskPapers: "case.accept", Accept: "case.accept",
	Do: "case.work", PassOver: "case.work", Post: "case.notice", End: "case.notice",
	Uphold: "case.review", Reject: "case.review",
	Return: "case.decide", Approve: "case.decide", Advance: "case.decide", Refuse: "case.decide", Cease: "case.decide",
	Judge: "case.judge", Opine: "case.judge",
	Begin: "case.submit", Plea: "case.submit", Aside: "case.work", Mark: "case.work", Keep: "case.work", Object: "case.notice", Issue: "case.notice", Write: "case.tell",
	Tell: "case.tell", Answer: "case.tell", Transfer: "case.transfer", Recall: "case.transfer", Received: "case.receive", SentBack: "case.receive", Reopen: "case.reopen",
}

// opinions are steps in which somebody gives an opinion on the work of others:
// MX-09 and 民发〔2012〕220号第二十六条 want two reviews by two levels.
var opinions = map[string]bool{"first_review": true, "county_opinion": true}

// Right is the act of the access matrix that a move needs. Which level of office
// moves stands in By; which role of that level may, in the matrix.
func (m Move) Right() string {
	if m.Act == Do && m.Step != nil && opinions[m.Step.ID] {
		return "case.review"
	}
	return rights[m.Act]
}
