package casefile

// kind tells what a node is.
type kind uint8

const (
	isNull kind = iota // a key without value, or null
	isScalar
	isList
	isMapping
)

// style tells how a scalar was written: what may be left away in a cell of a
// table must be said in YAML and JSON.
type style uint8

const (
	plain  style = iota // unquoted YAML, or true and false of JSON
	quoted              // a string
	digits              // an unquoted number
	cell                // a cell of CSV or xlsx
)

// node is a value of a family file with its place, whatever the format.
type node struct {
	kind     kind
	style    style
	text     string
	sheet    string // of a workbook
	row      int    // line, or row of a table
	entries  []entry
	items    []*node
	partial  bool      // a list that is not complete
	problems []problem // of a whole family: what its rows make impossible
	strays   []stray   // of a whole family: columns and sheets that nobody knows
}

// stray is a column or sheet that the packs do not know. It is a fault of the
// file: every family that filled it is told the same.
type stray struct {
	sheet   string
	row     int    // of the headings
	heading string // "" for the whole sheet
}

// problem is a fault found while rows were put together.
type problem struct {
	sheet    string
	row      int
	field    string
	sentence string
}

// entry is one key of a mapping.
type entry struct {
	key   string
	row   int
	value *node
}

// get returns the value of a key, or nil.
func (n *node) get(key string) *node {
	if n == nil {
		return nil
	}
	for i := range n.entries {
		if n.entries[i].key == key {
			return n.entries[i].value
		}
	}
	return nil
}

// put adds a key.
func (n *node) put(key string, value *node) {
	n.entries = append(n.entries, entry{key, value.row, value})
}

// rawFamily is one family before it is bound to a schema.
type rawFamily interface {
	// head holds the family's own keys (name, region …), known without schema.
	head() *node
	// tree is the whole family; tables need the schema to know their headings.
	tree(v *vocabulary) *node
}

// head of a tree is the tree itself.
func (n *node) head() *node { return n }

// tree of a tree is the tree itself.
func (n *node) tree(*vocabulary) *node { return n }

// source yields raw families one by one, then io.EOF. A *familyError stands
// for one unreadable family; any other error ends the file.
type source interface {
	next() (rawFamily, error)
	note() string
}

// familyError is a family, or something beside the families, that cannot be
// read; what follows it can.
type familyError struct {
	row      int // where the family begins
	at       int // where the fault is, if not there
	sheet    string
	name     string // as far as known
	sentence string
}

// Error is for the log only; the reader turns it into a Family with a fault.
func (e *familyError) Error() string { return e.sentence }
