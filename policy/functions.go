package policy

import (
	"slices"

	"cel.dev/cel-go/common/ast"

	"doudi/fact"
	"doudi/money"
)

// function is one entry of the closed list of functions.
type function struct {
	form     string // shown when it is used wrongly
	min, max int    // arguments; max 0 for any number
	compile  func(s scope, e ast.Expr, args []ast.Expr) typed
}

// functions is the closed list. It is filled by init because its entries
// compile expressions, which look into it.
var functions map[string]function

func init() {
	functions = map[string]function{
		"not":            {"not(条件)", 1, 1, scope.not},
		"is_none":        {"is_none(x)", 1, 1, scope.isNone},
		"share":          {"share(金额, 比例, 舍入方式)", 3, 3, scope.share},
		"split":          {"split(金额, 个数, 舍入方式, 'head' 或 'month')", 4, 4, scope.split},
		"shortfall":      {"shortfall(a, b)", 2, 2, scope.shortfall},
		"least":          {"least(a, b, …)", 2, 0, scope.least},
		"greatest":       {"greatest(a, b, …)", 2, 0, scope.greatest},
		"monthly":        {"monthly(年金额, 舍入方式)", 2, 2, scope.monthly},
		"yearly":         {"yearly(月金额)", 1, 1, scope.yearly},
		"age_on":         {"age_on(出生日期, 日期)", 2, 2, scope.ageOn},
		"add_months":     {"add_months(日期, 月数, LAST_DAY 或 NEXT_DAY)", 3, 3, scope.addMonths},
		"months_between": {"months_between(起始月, 终止月)", 2, 2, scope.monthsBetween},
		"month_of":       {"month_of(日期)", 1, 1, scope.monthOf},
	}
}

// function compiles a call of a function.
func (s scope) function(e ast.Expr, name string) typed {
	f, known := functions[name]
	args := e.AsCall().Args()
	switch {
	case !known:
		s.c.report(problem(KindFunction, s.x.pos(e), "没有“%s”这个函数", name), functionNames(), "改正名字；其余计算写成规则")
		return broken
	case len(args) < f.min || f.max > 0 && len(args) > f.max:
		s.c.report(problem(KindArguments, s.x.pos(e), "“%s”的参数个数不对，写了 %d 个", name, len(args)), f.form, "按应有的形式写全")
		return broken
	}
	return f.compile(s, e, args)
}

// functionNames lists the functions for a message.
func functionNames() string {
	names := make([]string, 0, len(functions))
	for name := range functions {
		names = append(names, name)
	}
	slices.Sort(names)
	return join(names)
}

// memberCall compiles figure.at(key, …), the only call with a dot.
func (s scope) memberCall(e ast.Expr) typed {
	call := e.AsCall()
	if call.FunctionName() != "at" || call.Target().Kind() != ast.IdentKind {
		s.c.report(problem(KindFunction, s.x.pos(e), "没有“.%s(…)”这种写法", call.FunctionName()), "数值.at(地区, …)", "改成数值的 .at，或另写一条规则")
		return broken
	}
	f := s.c.figures[call.Target().AsIdent()]
	if f == nil || s.c.rules[f.decl.ID] != nil {
		s.c.report(problem(KindFunction, s.x.pos(call.Target()), "“%s”不是数值，不能用 .at", call.Target().AsIdent()), "按键查取的数值", "改成数值的名字")
		return broken
	}
	return s.figureAt(e, f, call.Args())
}

// arg compiles an argument that must have one of the types and not be none.
// An open literal takes the first type that it can.
func (s scope) arg(e ast.Expr, what string, wants ...fact.Type) typed {
	t := s.lower(e)
	if !t.ok() {
		return broken
	}
	want := wants[0]
	for _, w := range wants {
		if s.c.agree(t, w) {
			want = w
			break
		}
	}
	return s.c.present(s.c.fit(t, want, what), s.hints)
}

// amounts are the types of money.
var amounts = []fact.Type{fact.Money, fact.MoneyMonth, fact.MoneyYear, fact.MoneyDay}

// rounding reads a rounding mode.
func (s scope) rounding(e ast.Expr) (money.Mode, bool) {
	m, ok := s.mode(e)
	switch {
	case !ok:
		return 0, false
	case m == money.Exact:
		s.c.report(problem(KindExact, s.x.pos(e), "EXACT 只能紧挨着比较"), "a < share(b, 比例, EXACT)", "改用 UP_TO_FEN 之类的舍入方式，或写在比较的一边")
		return 0, false
	case m >= money.LastDay:
		s.badMode(e, "“"+m.String()+"”是日期方式，不能用来舍入")
		return 0, false
	}
	return m, true
}

// mode reads the name of a mode.
func (s scope) mode(e ast.Expr) (money.Mode, bool) {
	if e.Kind() != ast.IdentKind {
		s.badMode(e, "这里要写舍入或日期方式的名字")
		return 0, false
	}
	m, ok := money.ParseMode(e.AsIdent())
	if !ok {
		s.badMode(e, "没有“"+e.AsIdent()+"”这种舍入或日期方式")
	}
	return m, ok
}

// badMode reports a mode that does not exist or does not fit.
func (s scope) badMode(e ast.Expr, message string) {
	s.c.report(problem(KindMode, s.x.start(e), "%s", message), "EXACT；UP、DOWN、HALF_UP 加 _TO_FEN、_TO_JIAO、_TO_YUAN；日期用 LAST_DAY、NEXT_DAY", "改成应有的方式之一")
}

func (s scope) not(e ast.Expr, args []ast.Expr) typed {
	t := s.yesNo(args[0], "not 的内容")
	if !t.ok() {
		return broken
	}
	return s.make(e, Node{Op: OpNot, Type: fact.Bool, Args: []NodeID{t.node}})
}

func (s scope) isNone(e ast.Expr, args []ast.Expr) typed {
	t := s.lower(args[0])
	switch {
	case !t.ok():
		return broken
	case t.choice != nil:
		return s.notOffered(e, t.choice)
	case t.open() || !t.mayNone:
		s.c.report(problem(KindType, s.x.start(args[0]), "%s不会是“无”", t.word()), "可以是“无”的事实或规则", "删去这个判断，或在事实上写明 may_be: none")
		return broken
	}
	return s.make(e, Node{Op: OpIsNone, Type: fact.Bool, Args: []NodeID{t.node}})
}

func (s scope) share(e ast.Expr, args []ast.Expr) typed {
	x := s.arg(args[0], "share 的第 1 项", amounts...)
	rate := s.arg(args[1], "share 的第 2 项", fact.Rate)
	m, ok := s.rounding(args[2])
	if !x.ok() || !rate.ok() || !ok {
		return broken
	}
	return s.make(e, Node{Op: OpShare, Type: x.typ, Mode: m, Args: []NodeID{x.node, rate.node}})
}

func (s scope) split(e ast.Expr, args []ast.Expr) typed {
	x := s.arg(args[0], "split 的第 1 项", amounts...)
	n := s.arg(args[1], "split 的第 2 项", fact.Count, fact.Months)
	m, ok := s.rounding(args[2])
	unit := s.lower(args[3])
	if !x.ok() || !n.ok() || !ok {
		return broken
	}
	typ := x.typ
	switch {
	case unit.kind != litText || unit.text != "head" && unit.text != "month":
		s.c.report(problem(KindArguments, s.x.start(args[3]), "split 的第 4 项要说明按什么分"), "'head'（按人）或 'month'（按月）", "改成 'head' 或 'month'")
		return broken
	case unit.text == "month" && x.typ != fact.Money:
		s.c.report(problem(KindType, x.pos, "按月分的应是不分期间的金额，这里是%s", x.word()), typeWord(fact.Money), "年金额换成月金额用 monthly")
		return broken
	case unit.text == "month":
		typ = fact.MoneyMonth
	}
	return s.make(e, Node{Op: OpSplit, Type: typ, Mode: m, Unit: unit.text, Args: []NodeID{x.node, n.node}})
}

func (s scope) shortfall(e ast.Expr, args []ast.Expr) typed {
	a, b, ok := s.sides(e, args[0], args[1])
	if !ok {
		return broken
	}
	if !quantity(a.typ) {
		s.c.report(problem(KindType, s.x.pos(e), "%s没有差额", typeWord(a.typ)), "金额、整数、月数、面积或比例", "换成金额的名字")
		return broken
	}
	return s.two(e, OpShortfall, a.typ, a, b)
}

func (s scope) least(e ast.Expr, args []ast.Expr) typed { return s.extreme(e, OpLeast, args) }

func (s scope) greatest(e ast.Expr, args []ast.Expr) typed { return s.extreme(e, OpGreatest, args) }

// extreme compiles least and greatest.
func (s scope) extreme(e ast.Expr, op Op, args []ast.Expr) typed {
	list := make([]typed, len(args))
	for i, a := range args {
		if list[i] = s.lower(a); !list[i].ok() {
			return broken
		}
	}
	n := Node{Op: op, Type: commonType(list)}
	if !ordered(n.Type) {
		s.c.report(problem(KindType, s.x.pos(e), "%s没有大小之分", typeWord(n.Type)), "金额、整数、月数、日期、月份、面积或比例", "换成可比大小的名字")
		return broken
	}
	for _, t := range list {
		if t = s.c.present(s.c.fit(t, n.Type, "其中一项"), s.hints); !t.ok() {
			return broken
		}
		n.Args = append(n.Args, t.node)
	}
	return s.make(e, n)
}

func (s scope) monthly(e ast.Expr, args []ast.Expr) typed {
	x := s.arg(args[0], "monthly 的第 1 项", fact.MoneyYear)
	m, ok := s.rounding(args[1])
	if !x.ok() || !ok {
		return broken
	}
	twelve := s.c.constant(fact.Months, fact.Of(12))
	return s.make(e, Node{Op: OpSplit, Type: fact.MoneyMonth, Mode: m, Unit: "month", Args: []NodeID{x.node, twelve}})
}

func (s scope) yearly(e ast.Expr, args []ast.Expr) typed {
	x := s.arg(args[0], "yearly 的内容", fact.MoneyMonth)
	if !x.ok() {
		return broken
	}
	twelve := s.c.constant(fact.Months, fact.Of(12))
	return s.make(e, Node{Op: OpTimes, Type: fact.MoneyYear, Args: []NodeID{twelve, x.node}})
}

func (s scope) ageOn(e ast.Expr, args []ast.Expr) typed {
	a, b := s.arg(args[0], "age_on 的第 1 项", fact.Date), s.arg(args[1], "age_on 的第 2 项", fact.Date)
	if !a.ok() || !b.ok() {
		return broken
	}
	return s.make(e, Node{Op: OpAgeOn, Type: fact.Count, Args: []NodeID{a.node, b.node}})
}

func (s scope) addMonths(e ast.Expr, args []ast.Expr) typed {
	a, b := s.arg(args[0], "add_months 的第 1 项", fact.Date), s.arg(args[1], "add_months 的第 2 项", fact.Months)
	m, ok := s.mode(args[2])
	if ok && m < money.LastDay {
		s.badMode(args[2], "“"+m.String()+"”不是日期方式")
		ok = false
	}
	if !a.ok() || !b.ok() || !ok {
		return broken
	}
	return s.make(e, Node{Op: OpAddMonths, Type: fact.Date, Mode: m, Args: []NodeID{a.node, b.node}})
}

func (s scope) monthsBetween(e ast.Expr, args []ast.Expr) typed {
	a, b := s.arg(args[0], "months_between 的第 1 项", fact.Month), s.arg(args[1], "months_between 的第 2 项", fact.Month)
	if !a.ok() || !b.ok() {
		return broken
	}
	return s.make(e, Node{Op: OpMonthsBetween, Type: fact.Months, Args: []NodeID{a.node, b.node}})
}

func (s scope) monthOf(e ast.Expr, args []ast.Expr) typed {
	x := s.arg(args[0], "month_of 的内容", fact.Date)
	if !x.ok() {
		return broken
	}
	return s.make(e, Node{Op: OpMonthOf, Type: fact.Month, Args: []NodeID{x.node}})
}
