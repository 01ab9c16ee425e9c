package engine

import (
	"doudi/fact"
	"doudi/pack"
	"doudi/policy"
)

// say writes the sentence of an item, with that of the one taken into it,
// if any.
func (e *evaluation) say(it, taken *item) {
	e.turn(it)
	if it.kind > rowItem {
		e.sayOutcome(it)
		return
	}
	n := &e.pl.nodes[it.node]
	switch it.kind {
	case ruleItem:
		e.sayRule(n, it, taken)
	case figureItem:
		e.sayFigure(n, it)
	case leafItem:
		e.sentence(n.pos, n.of, it.inst)
	case exceptionItem:
		e.sayException(n, it)
	case baseItem:
		e.pen.value(e.pl.nodes[n.args[0]].typ, e.arg(n, 0, it.inst), e.pl.p.Schema)
		e.pen.put("，没有例外情形适用")
	case caseItem:
		e.pen.put(pick(it.at%2 == 1, "符合上述情形：", "各种情形都不适用，按其他情形："))
		e.phrase(n.args[it.at], n.of, it.inst, true)
	case tableItem:
		e.sayTable(n, it.inst)
	case bracketItem:
		e.phrase(n.args[0], n.of, it.inst, true)
		e.pen.put(" 分段计算")
		e.pen.put(roundingNote(n.src.Mode))
		e.pen.put(" = ")
		e.quantityOf(n.pos, n, it.inst)
	case gapItem:
		e.pen.put(pick(fact.Completeness(it.at) == fact.NotAsked, "还没有问过", "还没有问全"))
		e.quoted(e.pl.p.Schema.Entities[n.over].Label)
	case noRowItem:
		e.pen.put("没有")
		e.quoted(e.pl.p.Schema.Entities[n.over].Label)
		e.pen.put("的记录")
	case rowItem:
		e.pen.put(e.person(n.over, it.inst))
		e.pen.put("：")
		e.sayRow(n, it.inst)
	}
}

// quoted writes a name in quotation marks.
func (e *evaluation) quoted(name string) {
	e.pen.put("“")
	e.pen.put(name)
	e.pen.put("”")
}

// mark is the mark of an item.
func (e *evaluation) mark(it *item) string {
	e.turn(it)
	if it.kind > rowItem {
		return e.markOutcome(it)
	}
	n := &e.pl.nodes[it.node]
	switch it.kind {
	case ruleItem:
		return markOf(n.typ, e.eval(n.pos, it.inst))
	case figureItem:
		_, stop := e.rowOf(n, it)
		return markOf(n.typ, stop)
	case leafItem:
		v := e.eval(n.pos, it.inst)
		if it.turned && n.typ == fact.Bool {
			v = negate(v)
		}
		return markOf(n.typ, v)
	case exceptionItem:
		return pick(it.at%exceptionStates == openException, markUnknown, markYes)
	case gapItem:
		return markUnknown
	case rowItem:
		return pick(e.row(n, argWhere, it.inst, yes).st == unknown, markUnknown, "")
	}
	return ""
}

// cited is what an item cites: of several documents those that were law on the
// day.
func (e *evaluation) cited(it *item) *cited {
	return e.laws[it.law].now.cites[e.citation(it)]
}

// citation is the list that an item cites: its own, or that around it.
func (e *evaluation) citation(it *item) int32 {
	if it.kind > rowItem {
		return it.cites
	}
	e.turn(it)
	n := &e.pl.nodes[it.node]
	switch it.kind {
	case ruleItem:
		if k := e.ruleVersion(n.imm); k >= 0 {
			return e.pl.ruleCites[n.imm][k]
		}
		return 0
	case figureItem:
		return e.figureCites(n, it)
	case tableItem:
		if row := e.onlyRow(n, it.inst); row >= 0 && e.pl.nodeCites[n.pos][row] != 0 {
			return e.pl.nodeCites[n.pos][row]
		}
	}
	return it.cites
}

// ruleVersion is the position of the version in force, or noOne.
func (e *evaluation) ruleVersion(rule int32) int32 { return e.law.now.versions[rule] }

// sayRule writes a rule's own sentence, and that of its only reason.
func (e *evaluation) sayRule(n *inode, it, taken *item) {
	rule, v := &e.pl.p.Rules[n.imm], e.eval(n.pos, it.inst)
	e.writeOwner(n.of, it.inst)
	e.pen.put(rule.Label)
	e.pen.put("：")
	if taken == nil || n.typ == fact.Bool || v.st != known {
		e.verdictWord(n, v)
	}
	if taken != nil {
		if n.typ == fact.Bool || v.st != known {
			e.pen.put("。")
		}
		e.say(taken, nil)
	}
	if k := e.ruleVersion(n.imm); k >= 0 {
		e.note(rule.Versions[k].Status.Mark())
	}
}

// verdictWord writes a rule's value; yes/no questions have words for open ends.
func (e *evaluation) verdictWord(n *inode, v val) {
	switch {
	case v.st == failed:
		e.pen.put("无法得出，")
		e.pen.put(e.faults[v.ref].text)
	case v.st == unknown:
		e.pen.put("还不能确定")
	default:
		e.counted(n.typ, v, e.pl.units[n.pos])
	}
}

// note writes a remark in brackets.
func (e *evaluation) note(s string) {
	if s != "" {
		e.pen.put("（")
		e.pen.put(s)
		e.pen.put("）")
	}
}

// writeOwner writes 甲的 before what belongs to a member or row.
func (e *evaluation) writeOwner(of fact.EntityID, inst int32) {
	if of > fact.HouseholdEntity {
		e.pen.put(e.person(of, inst))
		e.pen.put("的")
	}
}

// rowOf is the position of a figure's row, or why there is none. A value that a
// test lays down has no row.
func (e *evaluation) rowOf(n *inode, it *item) (k int, stop val) {
	if n.op == policy.OpBrackets {
		return e.figureRow(n, it.inst, n.args[1:])
	}
	switch v := e.eval(n.pos, it.inst); {
	case v.st == unknown || v.st == failed || v.st == inapplicable && v.ref == 0:
		return noOne, v
	default:
		return int(v.ref) - 1, val{}
	}
}

// figureCites is what a figure cites; what it is used for where it has nothing.
func (e *evaluation) figureCites(n *inode, it *item) int32 {
	list := e.pl.firstCites(n.imm)
	if k, _ := e.rowOf(n, it); k >= 0 {
		list = e.pl.figureCites[n.imm][k]
	}
	if list == 0 {
		return it.cites
	}
	return list
}

// sayFigure states a figure's value, its days and what is to be known of it. The
// sentence of a row is the same for every family, so it is written once per
// Program; what is due to be reviewed says so.
func (e *evaluation) sayFigure(n *inode, it *item) {
	k, stop := e.rowOf(n, it)
	if k < 0 {
		e.sayNoRow(n, stop)
		return
	}
	row, kept := &e.pl.p.Figures[n.imm].Rows[k], &e.pl.figureTexts[n.imm][k]
	text := kept.Load()
	if text == nil {
		start := len(e.pen.buf)
		e.figureSentence(&e.pl.p.Figures[n.imm], row)
		fresh := string(e.pen.buf[start:])
		e.pen.buf = e.pen.buf[:start]
		kept.Store(&fresh)
		text = &fresh
	}
	e.pen.put(*text)
	if e.due(row) {
		e.pen.put("（待复核）")
	}
}

// due tells that a figure ought to have been looked at again.
func (e *evaluation) due(row *policy.FigureRow) bool {
	return row.ReviewBy != 0 && int64(e.snap.AsOf) > row.ReviewBy
}

// sayNoRow states the value that a test lays down, or says why there is none.
func (e *evaluation) sayNoRow(n *inode, stop val) {
	e.pen.put(e.pl.p.Figures[n.imm].Label)
	e.pen.put("：")
	switch {
	case stop.st == unset:
		e.counted(n.typ, load(n.typ, e.fixed[n.imm]), e.pl.units[n.pos])
		e.pen.put("（试验指定的数值）")
	case stop.st == failed:
		e.pen.put(e.faults[stop.ref].text)
	case stop.st == unknown && e.only(stop.ref, atomFigure):
		e.pen.put("尚未公布")
	case stop.st == unknown:
		e.pen.put("还不能确定用哪一个数值")
	default:
		e.pen.put("不适用")
	}
}

// figureSentence writes value, days and status of a row.
func (e *evaluation) figureSentence(f *policy.Figure, row *policy.FigureRow) {
	e.pen.put(f.Label)
	e.pen.put("：")
	if len(row.Steps) > 0 {
		e.steps(f, row)
	} else {
		e.counted(f.Type, load(f.Type, row.Value), f.Unit)
	}
	e.pen.put("，")
	e.inYears(row.Span)
	e.note(row.Status.Mark())
	if row.Status == pack.Reading && row.By != "" {
		e.pen.put("（由" + row.By + "选定）")
	}
}

// steps writes the slices of a marginal figure.
func (e *evaluation) steps(f *policy.Figure, row *policy.FigureRow) {
	for i, s := range row.Steps {
		if i > 0 {
			e.pen.put("；")
		}
		e.pen.put("超过")
		e.pen.known(f.StepType, s.Above, e.pl.p.Schema)
		e.pen.put("的部分按")
		e.pen.known(fact.Rate, s.Rate, e.pl.p.Schema)
	}
}

// sayException says that an exception holds and what it gives, or whether
// another one goes before it.
func (e *evaluation) sayException(n *inode, it *item) {
	i := int(it.at / exceptionStates)
	if label := n.src.Exc[i].Label; label != "" {
		e.pen.put("例外")
		e.quoted(label)
	} else {
		e.pen.put(exceptionName(n.src.Exc, i))
	}
	switch it.at % exceptionStates {
	case openException:
		e.pen.put("是否适用还不能确定")
	case beatenException:
		e.pen.put("的情形也存在，但让位于另一例外")
	default:
		e.pen.put("适用：")
		e.phrase(n.args[2+2*i], n.of, it.inst, true)
	}
}

// sayTable says what the line of the table gives for its keys.
func (e *evaluation) sayTable(n *inode, inst int32) {
	e.pen.put("按对照表，")
	keys := len(n.args) - len(n.src.Rows)
	for k := range keys {
		e.phrase(n.args[k], n.of, inst, true)
		e.pen.put(pick(k+1 < keys, "、", "："))
	}
	e.quantityOf(n.pos, n, inst)
}

// sayRow writes what a row adds.
func (e *evaluation) sayRow(n *inode, i int32) {
	where, value := e.row(n, argWhere, i, yes), rowValue(n)
	switch {
	case where.isFalse():
		e.pen.put("不计入")
	case where.st == inapplicable:
		e.pen.put("不适用")
	case where.st == failed:
		e.pen.put("无法得出，")
		e.pen.put(e.faults[where.ref].text)
	case !where.isTrue():
		e.pen.put("是否计入还不能确定")
	case value == policy.NoNode:
		e.pen.put("计入")
	default:
		e.sentence(value, n.over, i)
	}
}
