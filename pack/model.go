// Package pack reads the law as data: directories of YAML and CSV, one per
// jurisdiction, with the position of every scalar kept, and resolves a chain
// of them (nation, province, city, county) into one pack with a timeline per
// id. It checks form and layers; what expressions mean is package policy's.
package pack

import (
	"doudi/civil"
	"doudi/fact"
)

// Pos is a place in a pack file. Line and Col count from 1; Col counts runes.
type Pos struct {
	File      string // "cn-350421/dibao.yaml"
	Line, Col int
}

// Expr is the text of an expression, a literal or a name, as written. A quoted
// YAML value (an enum value or a code) keeps single quotes, 'wage', whichever
// quotes the file has and also if it came from a CSV cell; everything else is
// bare: 538元, share(a, b, UP_TO_FEN), below_dibao. Empty Text means absent.
type Expr struct {
	Text string
	Pos  Pos
}

// Cite is one citation as written: "MX-28" or "mz57/8".
type Cite struct {
	Text string
	Pos  Pos
}

// Span is the days on which something is law, both ends inclusive.
// To is civil.Open where the text says open: true.
type Span struct{ From, To civil.Date }

// Contains tells whether d lies in s.
func (s Span) Contains(d civil.Date) bool { return s.From <= d && d <= s.To }

// Status of a value that is not simply the law as published.
type Status string

const (
	Published  Status = ""           // the published figure
	Example    Status = "example"    // invented; payment on it is refused until a county confirms it
	Unverified Status = "unverified" // believed, source not at hand
	Assumed    Status = "assumed"    // the text is silent, this is our assumption
	Reading    Status = "reading"    // the text leaves it open, this is one answer
)

// Chinese is the word that every output uses for a status; published law needs none.
func (s Status) Chinese() string {
	switch s {
	case Example:
		return "示例"
	case Unverified:
		return "未核实"
	case Assumed:
		return "推定"
	case Reading:
		return "理解"
	}
	return ""
}

// Mark is the word as it stands beside a value: it can be told from all other
// text without any colour. Nothing marks what is simply published.
func (s Status) Mark() string {
	if w := s.Chinese(); w != "" {
		return "※" + w
	}
	return ""
}

// Statuses lists those that are not simply published, in the order in which
// they matter to whoever pays.
var Statuses = []Status{Example, Unverified, Assumed, Reading}

// Pack is one directory as read, before layering.
type Pack struct {
	ID, Label   string
	Extends     string // parent id, "" for the nation
	Version     string
	Scope       map[string][]string // household enum fact → values; outside it the parent answers
	InForce     Span
	Sources     map[string]*Source
	Facts       []*FactDecl
	Figures     []*Figure
	Choices     []*Choice
	Rules       []*Rule
	Programmes  []*Programme
	Amends      []*Amend
	Stacking    []*Pair
	Constraints []*Constraint
	Procedures  []*Procedure
	CaseFiles   []string // paths inside the pack, "cases/dibao.yaml"; package casefile reads them
	Pos         Pos
}

// Source is a document that packs cite; its key is issuer + number + year.
type Source struct {
	ID                         string
	Issuer, Number, Title      string
	Year                       int
	Issued, InForce            civil.Date
	SupersededBy, SupersededOn string // source id and ISO day, "" if still good
	Status                     Status
	Clauses                    map[string]*Clause
	Origin                     string
	Pos                        Pos
}

// Clause is where in the document a clause stands and what it says in our words.
type Clause struct {
	ID, At, Says string
	Pos          Pos
}

// FactDecl declares an entity (Table true) or a fact of an entity.
type FactDecl struct {
	Entity      string // "household", "member" or the table's name
	IsTable     bool   // declares the child table Entity itself
	Of          string // parent of a table
	Plural      string // key of a table in family files
	Seldom      bool   // of a table: a special circumstance of few families
	Label       string
	Key         string
	Type        fact.Type
	Values      []string          // enum values, in order
	ValueLabels map[string]string // enum value → Chinese
	Bounds      []Expr            // none or two literals
	Unit        string            // measure word of a count: 套, 辆; 级 is written 一级
	MayBe       []string          // none, unknown
	Required    bool
	Changeable  bool
	DecidedBy   string
	VerifiedBy  []string
	Sensitivity string
	AppliesWhen Expr
	Cites       []Cite
	Origin      string
	Pos         Pos
}

// Figure is a dated quantity, a keyed table of them, or a reading (Question set).
type Figure struct {
	ID, Label, Question string
	Type                fact.Type
	Unit                string            // measure word of a count
	Options             []string          // enum values of a reading or enum figure
	ValueLabels         map[string]string // enum value or key → Chinese
	Keys                []Key
	Steps               fact.Type // type of the thresholds if rows hold brackets, else fact.Invalid
	Allowed             []Expr    // none or two literals: the range the clause leaves
	Waiting             bool      // missing: waiting: a month not yet published is awaited, not an error
	Table               string    // CSV file the rows came from, "" if inline
	Rows                []*FigureRow
	Deviates            []Deviation
	Origin              string
	Pos                 Pos
}

// Key is one key column of a figure and the fact or rule that it is looked up by.
type Key struct {
	Column string // column name in the CSV or in the row
	From   string // fact, rule or global date: handling_place, area, index_month
}

// FigureRow is one value for one span (and one combination of keys).
type FigureRow struct {
	Span
	ReviewBy    civil.Date // 0 if none
	Keys        []string   // aligned with Figure.Keys, without quotes: urban, 350421, 2020-03
	Value       Expr       // literal, enum values in quotes; empty if the row holds steps
	Steps       []Step     // brackets, ascending by Above
	Cites       []Cite
	Status      Status
	By          string // who decided a reading
	PublishedOn civil.Date
	Prevails    string // "", at_least, at_most, replace
	Origin      string // pack id
	Pos         Pos
}

// Step is one bracket: the part above Above counts at Value.
type Step struct{ Above, Value Expr }

// Deviation records that a value knowingly stands against a superior one.
type Deviation struct {
	From, Because string
	Pos           Pos
}

// Choice is a question that only the family can answer.
type Choice struct {
	ID, Of, Label string
	Cites         []Cite
	OfferedWhen   Expr
	Options       []Option // in file order
	Lasts         string   // until_recheck | one_year | for_good
	Span
	Origin string
	Pos    Pos
}

// Option is one answer of a choice and the programmes it opens.
type Option struct {
	ID, Label  string
	Programmes []string
}

// BodyKind tells the bodies of a rule apart.
type BodyKind uint8

const (
	BodyNone BodyKind = iota
	BodyValue
	BodyCases
	BodyTable
	BodyBrackets
	BodyBase // base + exceptions
	BodyAddUp
	BodyAny
	BodyAll
	BodyCount
	BodyMinOf
	BodyMaxOf
)

// Rule computes one value per instance of its entity.
type Rule struct {
	ID, Of, Label string
	Cites         []Cite
	Span                            // days on which this version is law
	Status        Status            // reading, assumed … where the clause leaves the rule itself open
	ValueLabels   map[string]string // enum result → Chinese
	Unit          string            // measure word of a BodyCount
	Changeable    bool
	Boundary      string // "", below, at_most, at_least, above
	Duty          string // department whose duty the rule counts; never changes an entitlement
	Round         *Round
	Kind          BodyKind
	Value         Expr // BodyValue, Base of BodyBase, Value of BodyBrackets
	Cases         []Case
	Otherwise     Expr // BodyCases; empty Text if absent
	Table         *Table
	Brackets      string // figure id of BodyBrackets
	Exceptions    []*Exception
	Agg           *Aggregate
	Deviates      []Deviation
	Origin        string
	Pos           Pos
}

// Round is a declared rounding with its own source where the clause rounds.
type Round struct {
	Mode  string // UP_TO_FEN …
	Cites []Cite
	Pos   Pos
}

// Case is one line of a cases body.
type Case struct {
	When, Value Expr
	Cites       []Cite
	Pos         Pos
}

// Exception overrides the base while When holds; Over names exceptions it beats.
type Exception struct {
	ID          string
	When, Value Expr
	Over        []string
	Cites       []Cite
	Label       string
	Span        // within the rule's span; from an amend it is the amend's
	Origin      string
	Pos         Pos
}

// Aggregate is the only way over rows: entity Of (any descendant of the rule's
// entity), rows where Where holds (all if empty), Value of each ("is" for any and all).
type Aggregate struct {
	Of                   string
	Where, Value, IfNone Expr
	Pos                  Pos
}

// Table is a decision table with a unique hit. By names facts or rules; each
// row matches a literal, a list, a range or any per column.
type Table struct {
	By   []Expr
	Rows []TableRow
	Pos  Pos
}

// TableRow is one line of a decision table.
type TableRow struct {
	When  []Match // aligned with Table.By
	Value Expr
	Cites []Cite
	Pos   Pos
}

// Match is one cell: Any, a list of literals (In), or an inclusive range
// Low..High with either end possibly empty.
type Match struct {
	Any       bool
	In        []Expr
	Low, High Expr
}

// Programme is something a family, member or row can get.
type Programme struct {
	ID, Label   string
	Says        string            // in a sentence for families: who gets what
	Unit        string            // household, member or a child table
	Claim       string            // with_application | by_itself | never
	Grants      string            // money | standing | in_kind
	LawAt       map[string]string // conditions|amount|procedure → application|decision|period|as_of
	PeriodTakes string            // first_day | last_day | prorata
	Conditions  []Expr            // names of rules or expressions
	Amount      []*Part
	Pays        string // month | quarter | year | school_year | once | row | ""
	Payee       string
	BorneBy     []Bearer
	Starts      string // month_after_decision | month_of_decision | month_of_application | at_once
	Leaving     Expr
	Stops       []Stop
	Recheck     Expr // a months figure or rule
	Procedure   string
	Referral    string // department that decides, where the programme is a referral
	Cites       []Cite
	Span
	Origin string
	Pos    Pos
}

// Part is one line of an amount.
type Part struct {
	ID, Label string
	Value     Expr
	Each      string // "" or the entity whose instances add up
	Round     *Round
	Less      bool              // a deduction
	Gives     map[string]string // in kind: what, rank_as …
	Cites     []Cite
	Span
	Origin string
	Pos    Pos
}

// Bearer is who pays which part of the amount; Value "rest" takes what is left.
type Bearer struct {
	Payer string
	Value Expr
	Cites []Cite
	Pos   Pos
}

// Stop ends an award: when the rule holds, from the named moment.
type Stop struct {
	When  Expr
	From  string // month_after_event | month_of_event | day_after_event
	Cites []Cite
	Pos   Pos
}

// Amend changes an inherited rule or programme from a day on.
type Amend struct {
	Rule, Programme string
	Span
	Add          *Exception // to a base/exceptions rule
	AddPart      *Part
	AddCondition Expr
	Cites        []Cite
	Origin       string
	Pos          Pos
}

// Pair says how two programmes behave when one person could hold both. In
// excludes and tops_up_to the first stands and the second gives way.
type Pair struct {
	First, Second string
	Is            string // both | excludes | higher_of | tops_up_to
	Goal          string // figure id for tops_up_to; in files: to
	Cites         []Cite
	Span
	Status Status
	Origin string
	Pos    Pos
}

// Constraint is a relation between figures that a superior text demands.
type Constraint struct {
	ID, Label string
	Cites     []Cite
	Strength  string // must | in_principle
	Span
	Keep   Expr
	Origin string
	Pos    Pos
}

// Procedure is the steps of a case with their clocks, as data for casework.
type Procedure struct {
	ID, Label string
	AtWindow  bool // what is the township's part is that of whose window was asked, wherever the family belongs
	Cites     []Cite
	Steps     []ProcedureStep
	Span
	Origin string
	Pos    Pos
}

// ProcedureStep is one act, by whom, and within how long.
type ProcedureStep struct {
	ID, Label, By string
	Note          string // what the law says about how, shown where the step is done
	AtWindow      bool   // the same of one step
	Within        int    // 0 if no limit is given
	Days          string // working_days | days | clock_hours | months | ""
	CountFrom     string // exclude_first | include_first
	Publish       []string
	Cites         []Cite
	Status        Status
	Pos           Pos
}
