package oracle

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"doudi/fact"
	"doudi/pack"
)

// celFunctions are the operators of the rewritten text. CEL dispatches to them
// by name and never looks into a cell.
func celFunctions() []cel.EnvOption {
	options := []cel.EnvOption{cel.ClearMacros()}
	for name, f := range unaryFunctions {
		options = append(options, unary(name, f))
	}
	for name, f := range binaryFunctions {
		options = append(options, binary(name, f))
	}
	for name, f := range shareComparisons {
		options = append(options, several(name, 3, 3, func(c []*cell) *cell { return orderedShare(c[0], c[1], c[2], f) }))
	}
	return append(options,
		several("least_", 2, 8, func(c []*cell) *cell { return extreme(-1, c) }),
		several("greatest_", 2, 8, func(c []*cell) *cell { return extreme(1, c) }))
}

// binaryFunctions take two cells.
var binaryFunctions = map[string]func(a, b *cell) *cell{
	"and_": and, "or_": or, "add_": add, "sub_": subtract, "mul_": multiply,
	"eq_": equal, "ne_": func(a, b *cell) *cell { return not(equal(a, b)) },
	"lt_":        func(a, b *cell) *cell { return ordered(a, b, less) },
	"le_":        func(a, b *cell) *cell { return ordered(a, b, atMost) },
	"gt_":        func(a, b *cell) *cell { return ordered(a, b, above) },
	"ge_":        func(a, b *cell) *cell { return ordered(a, b, atLeast) },
	"shortfall_": shortfall, "age_on_": ageOn,
	"months_between_": func(a, b *cell) *cell { return subtract(b, a) },
}

// unaryFunctions take one cell.
var unaryFunctions = map[string]func(a *cell) *cell{
	"not_": not, "is_none_": isNone, "month_of_": monthOf,
	"yearly_": func(a *cell) *cell { return multiply(a, number(12)) },
}

// shareComparisons compare a with share(b, rate) without rounding.
var shareComparisons = map[string]func(sign int) bool{
	"lt_share_": less, "le_share_": atMost, "gt_share_": above, "ge_share_": atLeast,
}

// roundedFunctions end in a rounding mode, which stands in their name.
var roundedFunctions = map[string]func(a, b *cell, r rounding) *cell{
	"share":      share,
	"split":      split,
	"monthly":    func(a, _ *cell, r rounding) *cell { return split(a, number(12), r) },
	"add_months": func(a, b *cell, r rounding) *cell { return addMonths(a, b, r.name) },
}

// unary makes a CEL function of one cell.
func unary(name string, f func(a *cell) *cell) cel.EnvOption {
	call := func(a ref.Val) ref.Val { return f(a.(*cell)) }
	return cel.Function(name, cel.SingletonUnaryBinding(call), overload(name, 1))
}

// binary makes a CEL function of two cells.
func binary(name string, f func(a, b *cell) *cell) cel.EnvOption {
	call := func(a, b ref.Val) ref.Val { return f(a.(*cell), b.(*cell)) }
	return cel.Function(name, cel.SingletonBinaryBinding(call), overload(name, 2))
}

// several makes a CEL function of a number of cells between low and high.
func several(name string, low, high int, f func([]*cell) *cell) cel.EnvOption {
	call := func(values ...ref.Val) ref.Val {
		cells := make([]*cell, len(values))
		for i, v := range values {
			cells[i] = v.(*cell)
		}
		return f(cells)
	}
	options := []cel.FunctionOpt{cel.SingletonFunctionBinding(call)}
	for n := low; n <= high; n++ {
		options = append(options, overload(name, n))
	}
	return cel.Function(name, options...)
}

// overload declares a function of n cells.
func overload(name string, n int) cel.FunctionOpt {
	return cel.Overload(fmt.Sprintf("%s%d", name, n), slices.Repeat([]*cel.Type{cel.DynType}, n), cel.DynType)
}

// newEnvironment holds every function, the rounded ones once per mode.
func newEnvironment() (*cel.Env, error) {
	options := celFunctions()
	for name, f := range roundedFunctions {
		for _, mode := range allModes() {
			r, _ := parseRounding(mode)
			if name == "monthly" {
				options = append(options, unary(name+"_"+mode, func(a *cell) *cell { return f(a, nil, r) }))
			} else {
				options = append(options, binary(name+"_"+mode, func(a, b *cell) *cell { return f(a, b, r) }))
			}
		}
	}
	return cel.NewCustomEnv(options...)
}

// allModes lists the names of modes that a function may carry.
func allModes() []string {
	modes := []string{"LAST_DAY", "NEXT_DAY"}
	for _, way := range []string{"UP", "DOWN", "HALF_UP"} {
		for unit := range units {
			modes = append(modes, way+"_TO_"+unit)
		}
	}
	return modes
}

// reader gives the value of something at a point of one run.
type reader func(r *run, at point) *cell

// text compiles an expression or a literal of the given entity. Programs are
// made once; a run only evaluates them.
func (b *builder) text(e pack.Expr, of fact.EntityID) reader {
	if c := b.symbols.literal(e.Text); c != nil {
		return constant(c)
	}
	parsed, issues := b.env.Parse(e.Text)
	if issues.Err() != nil {
		return b.broken(e, issues.Err())
	}
	read, err := b.rewritten(parsed.NativeRep().Expr(), of)
	if err != nil {
		return b.broken(e, err)
	}
	return read
}

// rewritten prints an expression over our own operators and compiles that.
func (b *builder) rewritten(e ast.Expr, of fact.EntityID) (reader, error) {
	w := &writer{b: b, of: of}
	text, err := w.print(e)
	if err != nil {
		return nil, err
	}
	parsed, issues := b.env.Parse(text)
	if issues.Err() != nil {
		return nil, issues.Err()
	}
	program, err := b.env.Program(parsed)
	if err != nil {
		return nil, err
	}
	return evaluate(program, w.names), nil
}

// broken collects an error and stands in for the expression.
func (b *builder) broken(e pack.Expr, err error) reader {
	b.errs = append(b.errs, fmt.Errorf("%s:%d: %q: %w", e.Pos.File, e.Pos.Line, e.Text, err))
	return constant(fail("not compiled"))
}

// constant always gives c.
func constant(c *cell) reader { return func(*run, point) *cell { return c } }

// evaluate runs a compiled program with its names bound to the point.
func evaluate(program cel.Program, names []reader) reader {
	return func(r *run, at point) *cell {
		value, _, err := program.Eval(&scope{run: r, at: at, names: names})
		if err != nil {
			panic("oracle: " + err.Error())
		}
		return value.(*cell)
	}
}

// scope is the activation of one evaluation: the name "v7" is the seventh
// name of the expression, read when CEL asks for it.
type scope struct {
	run   *run
	at    point
	names []reader
}

// ResolveName implements cel's Activation.
func (s *scope) ResolveName(name string) (any, bool) {
	if len(name) < 2 || name[0] != 'v' {
		return nil, false
	}
	i, err := strconv.Atoi(name[1:])
	if err != nil || i >= len(s.names) {
		return nil, false
	}
	return s.names[i](s.run, s.at), true
}

// Parent implements cel's Activation.
func (s *scope) Parent() cel.Activation { return nil }

// writer rewrites one expression; names collects what its v0, v1 … stand for.
type writer struct {
	b     *builder
	of    fact.EntityID
	names []reader
}

// name adds a reader and gives the name that stands for it.
func (w *writer) name(read reader) string {
	w.names = append(w.names, read)
	return "v" + strconv.Itoa(len(w.names)-1)
}

// print gives the text of one node.
func (w *writer) print(e ast.Expr) (string, error) {
	switch e.Kind() {
	case ast.LiteralKind:
		return w.printLiteral(e.AsLiteral())
	case ast.IdentKind, ast.SelectKind:
		return w.printPath(e)
	case ast.CallKind:
		return w.printCall(e.AsCall())
	}
	return "", fmt.Errorf("expressions have no such construct")
}

// printLiteral turns numbers, strings and truth values into cells.
func (w *writer) printLiteral(v ref.Val) (string, error) {
	switch x := v.(type) {
	case types.Int:
		return w.name(constant(number(int64(x)))), nil
	case types.String:
		return w.name(constant(number(w.b.symbols.number(string(x))))), nil
	case types.Bool:
		return w.name(constant(truth(bool(x)))), nil
	}
	return "", fmt.Errorf("expressions have no such literal")
}

// path flattens a.b.c into its parts.
func path(e ast.Expr) ([]string, error) {
	if e.Kind() == ast.IdentKind {
		return []string{e.AsIdent()}, nil
	}
	if e.Kind() != ast.SelectKind || e.AsSelect().IsTestOnly() {
		return nil, fmt.Errorf("only a name can stand before a dot")
	}
	head, err := path(e.AsSelect().Operand())
	return append(head, e.AsSelect().FieldName()), err
}

// printPath binds a name, bare or with its entity.
func (w *writer) printPath(e ast.Expr) (string, error) {
	parts, err := path(e)
	if err != nil {
		return "", err
	}
	read, err := w.b.lookUp(parts, w.of)
	if err != nil {
		return "", err
	}
	return w.name(read), nil
}

// operatorNames are cel's names of operators and ours.
var operatorNames = map[string]string{
	"_&&_": "and_", "_||_": "or_", "_+_": "add_", "_-_": "sub_", "_*_": "mul_",
	"_==_": "eq_", "_!=_": "ne_", "_<_": "lt_", "_<=_": "le_", "_>_": "gt_", "_>=_": "ge_",
	"not": "not_", "is_none": "is_none_", "shortfall": "shortfall_", "least": "least_",
	"greatest": "greatest_", "yearly": "yearly_", "age_on": "age_on_",
	"months_between": "months_between_", "month_of": "month_of_",
}

// printCall rewrites one operator or function.
func (w *writer) printCall(c ast.CallExpr) (string, error) {
	name := c.FunctionName()
	switch {
	case c.IsMemberFunction():
		return w.printAt(c)
	case name == "@in":
		return w.printIn(c)
	case roundedFunctions[name] != nil:
		return w.printRounded(name, c.Args())
	case len(c.Args()) == 2 && (exactShare(c.Args()[0]) || exactShare(c.Args()[1])):
		return w.printExact(operatorNames[name], c.Args())
	case operatorNames[name] == "":
		return "", fmt.Errorf("unknown function %s", name)
	}
	if mirrored[operatorNames[name]] != "" {
		w.b.noteLine(w.of, c.Args()[0], c.Args()[1])
	}
	return w.call(operatorNames[name], c.Args())
}

// call prints name(args…).
func (w *writer) call(name string, args []ast.Expr) (string, error) {
	texts := make([]string, len(args))
	for i, a := range args {
		text, err := w.print(a)
		if err != nil {
			return "", err
		}
		texts[i] = text
	}
	return name + "(" + strings.Join(texts, ", ") + ")", nil
}

// printRounded puts the mode into the function's name and drops the words of
// split that only the type checker needs.
func (w *writer) printRounded(name string, args []ast.Expr) (string, error) {
	for i, a := range args {
		if a.Kind() != ast.IdentKind {
			continue
		}
		if _, ok := parseRounding(a.AsIdent()); ok {
			return w.call(name+"_"+a.AsIdent(), args[:i])
		}
	}
	return "", fmt.Errorf("%s without a mode", name)
}

// printIn is a chain of equalities.
func (w *writer) printIn(c ast.CallExpr) (string, error) {
	left, list := c.Args()[0], c.Args()[1]
	text := w.name(constant(no))
	if list.Kind() != ast.ListKind {
		return "", fmt.Errorf("in needs a list")
	}
	for _, element := range list.AsList().Elements() {
		one, err := w.call("eq_", []ast.Expr{left, element})
		if err != nil {
			return "", err
		}
		text = "or_(" + text + ", " + one + ")"
	}
	return text, nil
}

// exactShare recognises share(b, rate, EXACT).
func exactShare(e ast.Expr) bool {
	if e.Kind() != ast.CallKind || e.AsCall().FunctionName() != "share" {
		return false
	}
	args := e.AsCall().Args()
	return len(args) == 3 && args[2].Kind() == ast.IdentKind && args[2].AsIdent() == "EXACT"
}

// mirrored is the comparison with its sides exchanged.
var mirrored = map[string]string{"lt_": "gt_", "le_": "ge_", "gt_": "lt_", "ge_": "le_"}

// printExact compares with a share that is never rounded.
func (w *writer) printExact(name string, args []ast.Expr) (string, error) {
	left, right := args[0], args[1]
	if exactShare(left) {
		left, right, name = right, left, mirrored[name]
	}
	if mirrored[name] == "" || exactShare(left) {
		return "", fmt.Errorf("EXACT stands on one side of a comparison")
	}
	inner := right.AsCall().Args()
	w.b.noteLine(w.of, left, inner[0], inner[1])
	return w.call(strings.TrimSuffix(name, "_")+"_share_", []ast.Expr{left, inner[0], inner[1]})
}

// printAt is figure.at(place, area): a figure looked up by given keys.
func (w *writer) printAt(c ast.CallExpr) (string, error) {
	id, err := path(c.Target())
	f := w.b.figures[id[0]]
	if err != nil || c.FunctionName() != "at" || len(id) != 1 || f == nil {
		return "", fmt.Errorf("only a figure has .at")
	}
	keys := make([]reader, len(c.Args()))
	for i, a := range c.Args() {
		if keys[i], err = w.b.rewritten(a, w.of); err != nil {
			return "", err
		}
	}
	return w.name(f.reader(keys)), nil
}
