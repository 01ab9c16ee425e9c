// Package engine determines what a family is entitled to: a Program applied to
// a Snapshot gives a Result with every reason. It is pure: no clock, no file,
// no randomness.
package engine

import (
	"doudi/civil"
	"doudi/fact"
	"doudi/money"
	"doudi/pack"
)

// Status of one outcome; the list is closed.
type Status string

const (
	Entitled     Status = "entitled"
	Leaving      Status = "leaving"      // over the line, within the gradual exit
	Refused      Status = "refused"      // a condition is false
	Excluded     Status = "excluded"     // another programme or an answered choice stands against it
	ChoiceOpen   Status = "choice"       // the family has to choose first
	Waiting      Status = "waiting"      // an index is not published yet
	Undetermined Status = "undetermined" // facts are missing, or a rule is in error (Faults)
	NotClaimed   Status = "not_claimed"
)

// Result is everything determined for one family.
type Result struct {
	Name        string
	Region      string
	Pack        string // id of the lowest pack
	PackLabel   string // what the place is called
	PackVersion string // as the pack says
	Hash        string // of the resolved pack
	AppliedOn   civil.Date
	DecidedOn   civil.Date
	AsOf        civil.Date
	Month       civil.Month
	Outcomes    []Outcome // in the order of Program.Programmes, then of instances
}

// Ref names one fact of one instance, or a child table that was not asked.
type Ref struct {
	Entity   fact.EntityID
	Instance int           // position among all instances of the entity
	Slot     int           // position in Entity.Facts; -1 for a child table as a whole
	Table    fact.EntityID // the child table if Slot is -1
	Figure   string        // id of an awaited index figure; then the rest is unset
	Choice   string        // id of a choice that the family has not made; then the rest is unset
	Label    string        // 成员“乙”的残疾等级: ready to read
}

// Amount is exact fen with a period, or a range while an official has not decided.
type Amount struct {
	Type      fact.Type // Money, MoneyMonth, MoneyYear, MoneyDay
	Low, High money.Fen // equal when determined
}

// Per is how often it is paid, as a word before the sum; "" if once.
func (a Amount) Per() string {
	switch a.Type {
	case fact.MoneyMonth:
		return "每月"
	case fact.MoneyYear:
		return "每年"
	case fact.MoneyDay:
		return "每天"
	}
	return ""
}

// PartAmount is one line of the amount; Each lists the instances it adds up.
type PartAmount struct {
	ID, Label string
	Amount    Amount
	Less      bool
	Gives     map[string]string
	Each      []InstanceAmount
	Cites     []string
}

// InstanceAmount is the share of one member or row.
type InstanceAmount struct {
	Name   string
	Amount Amount
}

// Bearer is who pays how much of it.
type Bearer struct {
	Payer  string
	Amount Amount
	Cites  []string
}

// Change is a single change of one fact or changeable rule that turns a refusal.
type Change struct {
	Ref  Ref // the fact; Rule is set instead for a rule
	Rule string
	// Instance is the position among all instances of the rule's entity.
	Instance int
	To       fact.Value
	Type     fact.Type
	Text     string // Chinese sentence
}

// Used is a figure row or rule that is not simply published law.
type Used struct {
	ID     string
	Label  string
	Status pack.Status
	Due    bool // review_by has passed: 待复核
}

// Outcome is one programme for one instance of its unit.
type Outcome struct {
	Programme string
	Label     string
	Unit      fact.EntityID
	Instance  int
	Person    string // name of the member or row, "" for the household
	Status    Status
	Grants    string
	Parts     []PartAmount
	Total     Amount
	Pays      string
	Bearers   []Bearer
	Starts    civil.Month // 0 if it does not start
	Recheck   int64       // months until the next check, 0 if none
	Because   []string    // ids of the rules that decided: failed conditions, or all conditions
	Choice    string      // id of the open choice
	By        string      // id of the programme or choice that excludes it
	Missing   []Ref       // facts that can still change the outcome
	Anyway    Status      // set if nothing can: what it comes to whatever the answers are
	Changes   []Change    // nearest single changes that turn a refusal; empty with NoChange set says none can
	NoChange  bool
	Faults    []string // Chinese sentences: conflicts, figures without a value
	Used      []Used
	Why       []Line // the explanation
}

// Line is one sentence of the explanation with its source and its reasons.
type Line struct {
	ID    string // rule, figure, fact or programme id; "" for a connecting sentence
	Text  string
	Cites []CiteRef
	Mark  string // yes | no | unknown | error | ""
	Lines []Line
}

// CiteRef is a clause: id as cited, document and place to read it.
type CiteRef struct {
	ID, Source, At string
}
