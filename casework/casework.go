// Package casework takes an application from the window to the award. What may
// happen to a case is one table of moves, made from the procedure that the packs
// write down for its programme, place and day; nothing else changes its state.
// The package holds the rules; where a case is kept is the store's matter.
package casework

// kind says what a step of a procedure is to a case. The packs name steps by
// words of the field (受理 accept, 公示 notice …); a word that is not listed is a
// stage, so that a place can add its own step without Go.
type kind uint8

const (
	stage         kind = iota // done once, in the order of the procedure
	intake                    // the family comes; that is where a draft leads
	acceptance                // papers are looked through; what is missing is told once
	aside                     // done when there is cause, beside the stages
	notice                    // hangs for its days, and ends without objections
	again                     // what an objection that is right leads to
	verdict                   // the decision
	delegated                 // the decision, where the township takes it
	advance                   // urgent aid given first
	meeting                   // a hardship beyond the rule is settled in a meeting
	letter                    // a refusal in writing, with its reasons
	clock                     // a limit over several steps
	uncooperative             // what ends the examination of a family that refuses to help it
	afterwards                // belongs to an award in force, not to this case
)

// kinds are the words with a meaning of their own. 57号 = 民发〔2021〕57号.
var kinds = map[string]kind{
	"apply": intake, "report": intake,
	"accept": acceptance, "reply": acceptance,
	"register_kin": aside, "inspector": aside, obligorConsent: aside, "estimate": aside, checkTold: aside,
	"other_first": aside, "shared_result": aside, "delegated": aside,
	"visit":        aside, // a must for near relatives and reported families, see Visited
	CareAssessment: aside, // a must where it is given, see Assessed
	"notice":       notice, "first_notice": notice, "second_notice": notice,
	"again": again, "objection": again, "survey_again": again,
	"decision": verdict, "decide": verdict, "township_decision": delegated, "small_decision": delegated,
	"advance": advance, "case_meeting": meeting, "refusal_letter": letter,
	"whole": clock, "whole_special": clock, "whole_delegated": clock, "whole_urban": clock,
	"uncooperative": uncooperative,
	"payment":       afterwards, "quarterly": afterwards, "card_custody": afterwards, "death": afterwards, "adjust": afterwards,
	"hearing": afterwards, "reduction": afterwards, "remedy": afterwards, "reconsideration": afterwards, "lawsuit": afterwards, "recovery": afterwards, "stages": afterwards,
	"onward": afterwards, "reassessment": afterwards, "recheck": afterwards,
	"ending": afterwards, "ending_notice": afterwards, "ending_dispute": afterwards, "ending_letter": afterwards,
}

// State is where a case stands: one of the words below, the id of the step that
// is to be done next, or that id with an ending.
type State string

// The states that every case knows.
const (
	Draft       State = "draft"       // not handed in yet
	Supplement  State = "supplement"  // the family brings what was missing
	Refusal     State = "refusal"     // refused; the letter is not out yet
	Awarded     State = "awarded"     // closed: given
	Refused     State = "refused"     // closed: not given, the letter is out
	Withdrawn   State = "withdrawn"   // closed: the family took it back
	Transferred State = "transferred" // closed here: another office has it
)

// Closed tells whether nothing but a reopening moves the case.
func (s State) Closed() bool {
	return s == Awarded || s == Refused || s == Withdrawn || s == Transferred || s == Continued || s == Stopped || s == Ceased
}

// hanging is the state of a notice that is up, disputed that of one whose
// objection was right.
func hanging(step string) State  { return State(step + ".up") }
func disputed(step string) State { return State(step + ".again") }

// isNotice tells whether a step is a notice that hangs for its days.
func isNotice(step string) bool { return kinds[step] == notice || step == stepEndNotice }

// resting is the state of a stage behind an advance whose rest is to be decided.
func resting(step string) State { return State(step + ".rest") }

// Act is what somebody does to a case.
type Act string

// The acts.
const (
	Submit    Act = "submit"   // hand in
	AskPapers Act = "ask"      // tell once what is missing
	Bring     Act = "bring"    // bring what was missing
	Accept    Act = "accept"   // take the application on
	Do        Act = "do"       // have done a step
	PassOver  Act = "pass"     // leave out a step that is done only where it is of use, saying why
	Post      Act = "post"     // hang a notice
	End       Act = "end"      // take a notice down after its days
	Uphold    Act = "uphold"   // an objection is right
	Reject    Act = "reject"   // an objection is not right; answered in writing
	Return    Act = "return"   // send back to be surveyed again
	Approve   Act = "approve"  // decide to give
	Advance   Act = "advance"  // give the small sum at once, the rest to be decided
	Refuse    Act = "refuse"   // decide not to give
	Tell      Act = "tell"     // send the letter with the reasons
	Withdraw  Act = "withdraw" // take the application back
	Transfer  Act = "transfer" // hand over to another office
	Reopen    Act = "reopen"   // take a closed case up again
	Received  Act = "received" // another office has taken it on
	SentBack  Act = "sentback" // another office does not take it on
	Recall    Act = "recall"   // take back what another office has not answered
)

// Who acts, beside the levels of offices and the departments that packs name.
const (
	Family   = "family"
	Township = "township"
	County   = "county"
)
