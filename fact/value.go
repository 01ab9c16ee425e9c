package fact

// State is one of the answers a question can have. The zero State is Unknown:
// what nobody asked is never zero.
type State uint8

const (
	Unknown State = iota // not asked, or asked and not known
	Known
	None          // asked, and there is none
	NotApplicable // derived from AppliesWhen, never typed in
)

// Value is one answer. N is the quantity in the unit of its Type, a Span keeps
// its last month in M. N and M mean nothing unless the State is Known.
type Value struct {
	State State
	N, M  int64
}

// Of wraps a known quantity.
func Of(n int64) Value { return Value{State: Known, N: n} }

// OfSpan wraps a known span of months.
func OfSpan(from, to int64) Value { return Value{State: Known, N: from, M: to} }
