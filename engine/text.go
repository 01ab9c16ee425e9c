package engine

import (
	"hash/maphash"
	"math"
	"slices"
	"strings"

	"doudi/fact"
)

// reading is the order in which people read: what there is, what is open, what
// there is not.
var reading = [...]Status{Entitled, Leaving, ChoiceOpen, Waiting, Undetermined, Excluded, Refused}

// AppendText determines a family and writes the answer for people: first in a
// few lines, then per outcome its amounts and what is open, and the reasons as a
// tree, each told once; at the end what nobody asked for, what to beware of, and
// where to read the clauses. Only the sentences that are printed are written:
// the Result that is filled in stays without reasons. Its memory is used again.
func (en *Engine) AppendText(dst []byte, r *Result, s *fact.Snapshot, o Options, t TextOptions) []byte {
	e := en.pool.Get().(*evaluation)
	defer en.pool.Put(e)
	e.start(en, s, o)
	e.judge()
	w := e.writer.begin(e, o, t)
	w.sift()
	e.answer(r, o)
	own := w.buf
	w.buf = dst
	w.write(r)
	dst, w.buf = w.buf, own
	e.finish()
	return dst
}

// writer builds the text and remembers what it has said.
type writer struct {
	*pen
	e     *evaluation
	told  hashes   // sentences of the explanation
	named []uint64 // clauses named so far, a bit each
	full  bool     // all reasons, down to the single fact
	depth int      // how deep the reasons of the outcome in hand go
	whole bool     // all that the outcome in hand rests on is to be noted
	left  bool     // some reasons were left out
	brief bool     // … all of some refusals
	asked bool     // for one programme by name

	status  [len(reading)][]int32 // the outcomes of each status, in the order of reading
	passing []int32               // outcomes that are told in passing
	failing []failing             // the conditions that fail in those of the programme in hand
	labels  []string              // those of a line in the making
}

// begin forgets the text before.
func (w *writer) begin(e *evaluation, o Options, t TextOptions) *writer {
	if w.e == nil {
		*w = writer{e: e, pen: &e.pen, named: make([]uint64, 1+len(e.pl.clauses)/64)}
	}
	w.told.clear()
	clear(w.named)
	w.full, w.left, w.brief, w.asked = t.Full, false, false, len(o.Programmes) > 0
	w.passing = w.passing[:0]
	return w
}

// write writes the whole text.
func (w *writer) write(r *Result) {
	w.e.beginUses()
	w.order(r)
	w.head(r)
	w.summary(r)
	for _, list := range w.status {
		w.tellAll(r, list)
	}
	w.pass(r)
	w.notClaimed(r)
	w.beware()
	w.sources()
	switch {
	case w.brief:
		w.line("（没有点名申请、又不符合的，只列不符合的条件；没有写“如果……就符合条件”的，没有哪一项情况单独改变后就能符合；其余理由列到第三层；加 --full 列出全部）")
	case w.left:
		w.line("（以上理由列到第三层；加 --full 列出全部）")
	}
}

// tellAll writes the outcomes of one status, and leaves for later what is told in
// passing.
func (w *writer) tellAll(r *Result, outcomes []int32) {
	for _, i := range outcomes {
		if w.e.verdicts[w.e.reported[i]].passing {
			w.passing = append(w.passing, i)
		} else {
			w.tell(i, &r.Outcomes[i])
		}
	}
}

// order lists the outcomes by status.
func (w *writer) order(r *Result) {
	for k := range w.status {
		w.status[k] = w.status[k][:0]
	}
	for i := range r.Outcomes {
		if k := slices.Index(reading[:], r.Outcomes[i].Status); k >= 0 {
			w.status[k] = append(w.status[k], int32(i))
		}
	}
}

// line adds one line made of words.
func (w *writer) line(words ...string) {
	w.puts(words...)
	w.put("\n")
}

// head says whose case it is and by which law.
func (w *writer) head(r *Result) {
	name := r.Name
	if name == "" {
		name = "这一家"
	}
	w.line("【", name, "】", r.PackLabel, "（政策包 ", strings.TrimSpace(r.Pack+" "+r.PackVersion), "）")
	if r.PackLabel != "" && !strings.HasSuffix(r.Pack, "-"+r.Region) {
		w.line("没有专为区划 ", r.Region, " 的这一户写的政策包，按“", r.PackLabel, "”的规定判定")
	}
	w.put("申请日")
	w.date(r.AppliedOn)
	w.put("，计算日")
	w.date(r.AsOf)
	w.put("，发放月")
	w.month(r.Month)
	w.line()
	if len(r.Outcomes) == 0 {
		w.line("● 按这些日期的规定，没有要查的待遇")
	}
}

// tell writes one programme for one household, person or row. A conclusion that
// says no more than the heading gives its citation to this.
func (w *writer) tell(i int32, o *Outcome) {
	mark := len(w.e.items)
	w.e.outline(i)
	w.puts("● ", o.Label)
	if o.Person != "" {
		w.puts("（", o.Person, "）")
	}
	w.puts("：", outcomeWord(o.Grants, o.Status))
	w.paid("，", o.Total)
	if w.repeats(&w.e.items[mark], o) {
		w.cite(w.e.cited(&w.e.items[mark]))
	}
	w.line()
	v := &w.e.verdicts[w.e.reported[i]]
	w.limit(v, o)
	w.parts(v, o)
	w.terms(v, o)
	w.outlook(v, o)
	w.tree(mark, 1, o)
}

// limit says how deep the reasons of an outcome go. Of a refusal that nobody
// asked about by name only the conditions that fail are told.
func (w *writer) limit(v *verdict, o *Outcome) {
	w.depth, w.whole = briefDepth, w.full || o.Status != Refused
	switch {
	case w.full:
		w.depth = math.MaxInt
	case w.unnamed(v):
		w.depth, w.brief = 1, true
	}
}

// repeats tells that a line says no more than what stands above the reasons.
func (w *writer) repeats(it *item, o *Outcome) bool {
	switch it.kind {
	case faultItem, missingItem, changeItem, noChangeItem:
		return true
	case conclusionItem:
		return !w.full && (o.Status == Entitled || o.Status == Refused)
	case bearerItem, startItem:
		return !w.full
	}
	return false
}

// parts writes the lines of the amount.
func (w *writer) parts(v *verdict, o *Outcome) {
	for i := range o.Parts {
		p := &o.Parts[i]
		if p.Less && p.Amount.High == 0 {
			continue
		}
		w.puts("  · ", pick(p.Less, "减 ", ""), p.Label)
		w.paid(" ", p.Amount)
		for _, k := range orderedKeys(p.Gives) {
			w.puts(pick(p.Gives[k] == "", "", " "), p.Gives[k])
		}
		w.shares(p.Each)
		if k := partIndex(v, w.e.parts[int(v.first)+i].part); k >= 0 {
			w.cite(w.e.cite(w.e.paid(v).amounts[k], v))
		}
		w.line()
	}
}

// shares lists what each member or row gets of a part, if anything.
func (w *writer) shares(each []InstanceAmount) {
	sep := "（"
	for i := range each {
		if each[i].Amount.High != 0 {
			w.puts(sep, each[i].Name)
			w.paid(" ", each[i].Amount)
			sep = "、"
		}
	}
	if sep == "、" {
		w.put("）")
	}
}

// payWords say how often an amount is paid.
var payWords = map[string]string{"month": "按月", "quarter": "按季", "year": "按年", "school_year": "按学年", "once": "一次性", "row": "逐笔"}

// terms writes who bears it, how it is paid and when it is looked at again.
func (w *writer) terms(v *verdict, o *Outcome) {
	for i := range o.Bearers {
		b := &o.Bearers[i]
		w.puts("  · 出资 ", b.Payer)
		w.paid(" ", b.Amount)
		cites := w.e.paid(v).bearers[i]
		if cites == 0 {
			cites = w.e.own(v).own
		}
		w.cite(w.e.cite(cites, v))
		w.line()
	}
	paid := payWords[o.Pays]
	if o.Total.Type == fact.Invalid {
		paid = ""
	}
	if paid == "" && o.Starts == 0 && o.Recheck <= 0 {
		return
	}
	w.put("  · ")
	sep := ""
	if paid != "" {
		w.puts(paid, "发放")
		sep = "，"
	}
	if o.Starts != 0 {
		w.puts(sep, "自")
		w.month(o.Starts)
		w.put("起")
		w.e.sayChangeBefore(v, o)
		sep = "，"
	}
	if o.Recheck > 0 {
		w.puts(sep, "每")
		w.number(o.Recheck)
		w.put("个月复核")
	}
	w.cite(w.e.cite(w.e.own(v).own, v))
	w.line()
}

// outlook writes what is missing, what would turn a refusal, and what went
// wrong: above the reasons, and so not once more below them.
func (w *writer) outlook(v *verdict, o *Outcome) {
	for i := range o.Missing {
		w.line("  · 还缺：", o.Missing[i].Label)
	}
	for i := range o.Changes {
		w.line("  · ", o.Changes[i].Text)
	}
	if o.NoChange && !(w.unnamed(v) && !w.e.openBeside(v)) {
		w.line("  · ", w.e.noChange(v))
	}
	for _, f := range o.Faults {
		w.line("  · 规定有缺陷：", f)
	}
}

// tree writes the items from a mark on as an indented tree.
func (w *writer) tree(mark, depth int, o *Outcome) {
	for i, end := mark, len(w.e.items); i < end; i++ {
		if it := &w.e.items[i]; !w.repeats(it, o) {
			w.reason(it, depth, o)
		}
	}
	w.e.items = w.e.items[:mark]
}

// reason writes one item and what is below it. What was told already is not told
// again: a sentence with reasons points back, a bare one is left out.
func (w *writer) reason(it *item, depth int, o *Outcome) {
	mark, start := len(w.e.items), len(w.buf)
	taken, from := w.e.expand(it)
	rests := len(w.e.items) > from
	w.indent(depth)
	w.buf = append(w.buf, bullet(w.e.mark(it))...)
	text := len(w.buf)
	w.e.say(it, taken)
	hash := maphash.Bytes(seed, w.buf[text:]) | 1
	again := w.told.has(hash)
	if again && !rests && depth > 1 {
		w.buf, w.e.items = w.buf[:start], w.e.items[:mark]
		return
	}
	w.cite(w.e.cited(it))
	w.note(it)
	switch {
	case again && rests:
		w.line("（理由同上）")
		w.leave(from)
	case rests && depth >= w.depth:
		w.line()
		w.left = true
		w.leave(from)
	default:
		w.line()
		w.told.add(hash)
		w.tree(from, depth+1, o)
	}
	w.e.items = w.e.items[:mark]
}

// spaces are as deep as most reasons go.
const spaces = "                "

// indent writes two spaces for every level.
func (w *writer) indent(depth int) {
	for ; 2*depth > len(spaces); depth -= len(spaces) / 2 {
		w.put(spaces)
	}
	w.put(spaces[:2*depth])
}

// note notes what a line by itself rests on.
func (w *writer) note(it *item) {
	if it.kind.named() {
		w.e.turn(it)
		w.e.use(it)
		if w.whole {
			w.e.before(it)
		}
	}
}

// leave drops the items from a mark on unwritten.
func (w *writer) leave(mark int) {
	if w.whole {
		w.e.search(mark)
	}
	w.e.items = w.e.items[:mark]
}

// cite adds clauses in brackets and remembers them for the end.
func (w *writer) cite(c *cited) {
	w.put(c.text)
	for _, k := range c.clauses {
		w.named[k/64] |= 1 << (k % 64)
	}
}

// bullet is the sign of a mark.
func bullet(mark string) string {
	switch mark {
	case markYes:
		return "✓ "
	case markNo:
		return "✗ "
	case markUnknown:
		return "? "
	case markError:
		return "! "
	}
	return ""
}

// grantsStanding is what a programme grants that only recognises what a family is.
const grantsStanding = "standing"

// outcomeWord is a status in Chinese for a programme. What is only recognised
// is not enjoyed: other programmes give because of it.
func outcomeWord(grants string, s Status) string {
	if s == Entitled && grants == grantsStanding {
		return "符合"
	}
	return statusWord(s)
}

// statusWord is a status in Chinese.
func statusWord(s Status) string {
	switch s {
	case Entitled:
		return "可享受"
	case Leaving:
		return "渐退期内继续享受"
	case Refused:
		return "不符合"
	case Excluded:
		return "不能同时享受"
	case ChoiceOpen:
		return "待家庭选择"
	case Waiting:
		return "待指数公布"
	case NotClaimed:
		return "未申请"
	}
	return "还不能确定"
}

// String writes an amount with its period, or the range while an official has
// not decided; nothing if it is no money.
func (a Amount) String() string {
	var p pen
	p.paid("", a)
	return string(p.buf)
}

// paid writes an amount behind a word, if there is one.
func (p *pen) paid(before string, a Amount) {
	if a.Type == fact.Invalid {
		return
	}
	p.puts(before, a.Per(), pick(a.Per() == "", "", " "))
	p.fen(int64(a.Low))
	if a.High != a.Low {
		p.put("至")
		p.fen(int64(a.High))
		p.put("（由经办人员在范围内确定）")
	}
}
