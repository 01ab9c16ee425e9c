// Package fact holds what is known about a family: typed keys, values in four
// states, and the snapshot of one case that the evaluators read. It knows no
// rule and no law.
package fact

// Type says what kind of quantity a fact, figure or expression holds. Every
// quantity is an exact integer; the unit is given per constant.
type Type uint8

const (
	Invalid    Type = iota
	Money           // fen
	MoneyMonth      // fen per month
	MoneyYear       // fen per year
	MoneyDay        // fen per day
	Rate            // millionths: 42% is 420000
	Count           // whole number
	Months          // whole months
	Date            // civil.Date: days since 1970-01-01
	Month           // civil.Month: year*12 + month-1
	Span            // from month (N) to month (M), both inclusive
	Area            // hundredths of a square metre
	Bool            // 0 or 1
	Enum            // symbol number in Schema.Symbols
	Place           // division code as a number of 12 digits, zero-padded on the right
)

// EntityID numbers an entity of a Schema. PlaceEntity stands above the
// household: figures and global dates live there and nobody types facts in.
type EntityID int16

const (
	PlaceEntity     EntityID = -1
	HouseholdEntity EntityID = 0
	MemberEntity    EntityID = 1
)

// Schema is every entity and fact that one resolved pack knows, in a fixed
// order. Snapshots, evaluators and forms address facts by their position here.
type Schema struct {
	Entities []Entity
	Symbols  []string       // enum values of all facts and figures, each once
	Labels   []string       // Chinese label of each symbol, "" if no fact gives one
	symbols  map[string]int // inverse of Symbols
	entities map[string]EntityID
}

// Entity is the household, the member, or a child table of either.
type Entity struct {
	Name   string // "income"
	Plural string // key in family files: "incomes"; "members" for the member
	Label  string
	Parent EntityID
	Facts  []Fact
	Seldom bool       // a special circumstance of few families: several such may be answered at once
	Tables []EntityID // child tables of this entity, in order; for the household the members come first

	byKey map[string]int
}

// Fact is one typed key of an entity.
type Fact struct {
	Key, Label   string
	Type         Type
	Values       []int64           // symbols allowed for an Enum
	ValueLabels  map[string]string // enum value → Chinese label
	Unit         string            // measure word of a Count: 套, 辆; "" if none
	Low, High    int64             // inclusive bounds in the unit of Type; HasBounds says whether given
	HasBounds    bool
	MayBeNone    bool
	MayBeUnknown bool // "unknown" may be typed in explicitly
	Required     bool
	Changeable   bool   // the family can change it: the nearest change looks here
	DecidedBy    string // an official decides it; before that the result is a range
	VerifiedBy   []string
	Sensitivity  string
	AppliesWhen  string // expression; where it is false the fact is not applicable
	Origin       string // id of the pack that declares it
}
