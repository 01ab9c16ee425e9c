package main

import (
	"fmt"

	"doudi/civil"
	"doudi/engine"
	"doudi/fact"
	"doudi/pack"
	"doudi/policy"
)

// pointKind is what a case can show of the law; the list is closed and in the
// order of the summary.
type pointKind string

const (
	pointUsed      pointKind = "used"
	pointTrue      pointKind = "true"
	pointFalse     pointKind = "false"
	pointBelow     pointKind = "below"
	pointLine      pointKind = "line"
	pointAbove     pointKind = "above"
	pointBase      pointKind = "base"
	pointException pointKind = "exception"
	pointCase      pointKind = "case"
	pointOtherwise pointKind = "otherwise"
	pointRow       pointKind = "row"
	pointStep      pointKind = "step"
	pointOption    pointKind = "option"
	pointGranted   pointKind = "granted"
	pointRefused   pointKind = "refused"
	pointLeaving   pointKind = "leaving"
	pointStop      pointKind = "stop"
	pointPair      pointKind = "pair"
	pointDecided   pointKind = "decided"
	pointBoth      pointKind = "both"
	pointBefore    pointKind = "before"
	pointAfter     pointKind = "after"
	pointValue     pointKind = "value"
)

// What clauses need beyond the points: cases that read a figure, ask for a
// programme, are offered a choice or meet a pair at all.
const (
	useFigure    pointKind = "use_figure"
	useProgramme pointKind = "use_programme"
	useChoice    pointKind = "use_choice"
	usePair      pointKind = "use_pair"
)

// pointWords name the kinds in the summary and say what is missing of one
// that no case shows; %s is the detail of the point.
var pointWords = []struct {
	kind          pointKind
	name, missing string
}{
	{pointUsed, "规则用到", "没有案例用到"},
	{pointTrue, "条件成立", "没有成立的案例%s"},
	{pointFalse, "条件不成立", "没有不成立的案例%s"},
	{pointBelow, "界线以下", "线下没有案例%s"},
	{pointLine, "正好在界线上", "正好在线上没有案例%s"},
	{pointAbove, "界线以上", "线上方没有案例%s"},
	{pointBase, "没有例外的一般情形", "没有一个例外都不成立的案例%s"},
	{pointException, "例外触发", "例外 %s 没有触发的案例"},
	{pointCase, "分情形的各种情形", "情形“%s”没有案例"},
	{pointOtherwise, "分情形的其他情形", "其他情形没有案例%s"},
	{pointRow, "决策表的行", "决策表%s没有案例"},
	{pointStep, "分档的档", "分档 %s 没有到达的案例"},
	{pointOption, "选项选过", "选项 %s 没有案例选过"},
	{pointGranted, "待遇给予", "没有给予的案例%s"},
	{pointRefused, "待遇拒绝", "没有因条件不符而拒绝的案例%s"},
	{pointLeaving, "渐退", "没有渐退的案例%s"},
	{pointStop, "停发触发", "停发 %s 没有触发的案例"},
	{pointPair, "叠加关系触发", "没有触发的案例%s"},
	{pointDecided, "条件已经分清的叠加关系，仍触发", "没有触发的案例%s"},
	{pointBoth, "可以同享的一对都给", "没有两项都给的案例%s"},
	{pointBefore, "施行以前一侧", "没有%s以前的案例"},
	{pointAfter, "失效以后一侧", "没有%s以后的案例"},
	{pointValue, "数值的行用到", "%s没有案例查到"},
}

// pointKey is one thing to show, the same in every law that inherits it.
type pointKey struct {
	kind   pointKind
	pos    pack.Pos
	id     string // of the rule, programme, choice …
	detail string
}

// point is a key with what a reader needs.
type point struct {
	pointKey
	origin string // the pack that writes it
	thing  string // 规则 人均收入低于低保标准（below_dibao，2019-12-31 起）
}

// survey is everything that the cases have to show of one law, and by which
// operation, outcome, pair or day it shows.
type survey struct {
	c        *compiled
	ev       *evidence
	points   []point
	nodes    map[policy.NodeID][]nodeProbe
	outcomes map[int32][]outcomeProbe
	pairs    []pointKey
	dated    []dayProbe
}

// nodeProbe tells from an operation whether it shows a point; outcomeProbe and
// dayProbe tell it from an outcome and from the days whose law a case asks for.
type (
	nodeProbe struct {
		key  pointKey
		test func(engine.Seen) bool
	}
	outcomeProbe struct {
		key  pointKey
		test func(engine.Judged) bool
	}
	dayProbe struct {
		key  pointKey
		test func(map[civil.Date]bool) bool
	}
)

// newSurvey lists the points of a law in the order in which they are read.
func newSurvey(c *compiled, ev *evidence) *survey {
	s := &survey{c: c, ev: ev, nodes: map[policy.NodeID][]nodeProbe{}, outcomes: map[int32][]outcomeProbe{}}
	for i := range c.program.Figures {
		s.figure(int32(i))
	}
	for i := range c.program.Choices {
		s.choice(&c.program.Choices[i], c.resolved.Choices[i])
	}
	written := map[pack.Pos]*pack.Rule{}
	for _, r := range c.resolved.Rules {
		written[r.Pos] = r
	}
	for i := range c.program.Rules {
		for k := range c.program.Rules[i].Versions {
			s.rule(&c.program.Rules[i], k, written[c.program.Rules[i].Versions[k].Pos])
		}
	}
	for i := range c.program.Programmes {
		s.programme(&c.program.Programmes[i])
	}
	for i, p := range c.resolved.Stacking {
		s.pair(i, p)
	}
	return s
}

// add notes a point.
func (s *survey) add(p point) pointKey {
	s.points = append(s.points, p)
	return p.pointKey
}

// on notes a point that an operation shows.
func (s *survey) on(node policy.NodeID, p point, test func(engine.Seen) bool) {
	s.nodes[node] = append(s.nodes[node], nodeProbe{s.add(p), test})
}

// uses notes what is no point of its own.
func (s *survey) uses(node policy.NodeID, key pointKey, test func(engine.Seen) bool) {
	s.nodes[node] = append(s.nodes[node], nodeProbe{key, test})
}

// of makes a point of a thing.
func (p point) of(kind pointKind, detail string) point {
	p.kind, p.detail = kind, detail
	return p
}

// edges notes that a case has to stand on the other side of the first and last
// day of something that its pack begins or ends on the way.
func (s *survey) edges(thing point, span pack.Span) {
	home := s.c.life(thing.origin)
	if span.From > home.From {
		s.dated = append(s.dated, dayProbe{s.add(thing.of(pointBefore, span.From.String())), func(days map[civil.Date]bool) bool {
			return anyDay(days, func(d civil.Date) bool { return d < span.From })
		}})
	}
	if span.To < home.To {
		s.dated = append(s.dated, dayProbe{s.add(thing.of(pointAfter, span.To.String())), func(days map[civil.Date]bool) bool {
			return anyDay(days, func(d civil.Date) bool { return d > span.To })
		}})
	}
}

// anyDay tells that some day is meant.
func anyDay(days map[civil.Date]bool, meant func(civil.Date) bool) bool {
	for d := range days {
		if meant(d) {
			return true
		}
	}
	return false
}

// life is when a pack of the chain is in force.
func (c *compiled) life(id string) pack.Span {
	for _, p := range c.resolved.Packs {
		if p.ID == id {
			return p.InForce
		}
	}
	return pack.Span{From: 0, To: civil.Open}
}

// figure notes that each row is looked up; a value that a case sets for itself
// is not looked up.
func (s *survey) figure(index int32) {
	f := &s.c.program.Figures[index]
	var keys []pointKey
	for i := range f.Rows {
		r := &f.Rows[i]
		thing := point{pointKey: pointKey{pos: r.Pos, id: f.ID}, origin: r.Origin, thing: "数值 " + f.Label + f.Question + "（" + f.ID + "）"}
		keys = append(keys, s.add(thing.of(pointValue, figureKeyText(s.c, f, r)+policy.SpanText(r.Span))))
	}
	for id := range s.c.program.Nodes {
		n := &s.c.program.Nodes[id]
		if n.Imm != index || n.Op != policy.OpFigure && n.Op != policy.OpBrackets {
			continue
		}
		first := len(n.Args) - len(f.Keys)
		for i := range f.Rows {
			s.nodes[policy.NodeID(id)] = append(s.nodes[policy.NodeID(id)], nodeProbe{keys[i], func(seen engine.Seen) bool {
				return !s.ev.now.overrides(f.ID) && rowOf(f, seen.Args[first:], seen.Day) == i
			}})
		}
		s.uses(policy.NodeID(id), pointKey{kind: useFigure, id: f.ID}, func(seen engine.Seen) bool { return seen.Value.State == fact.Known })
		if n.Op == policy.OpBrackets {
			s.steps(policy.NodeID(id), f)
		}
	}
}

// steps notes that each bracket is reached.
func (s *survey) steps(node policy.NodeID, f *policy.Figure) {
	for i := range f.Rows {
		r := &f.Rows[i]
		thing := point{pointKey: pointKey{pos: r.Pos, id: f.ID}, origin: r.Origin, thing: "分档 " + f.Label + "（" + f.ID + "）"}
		for _, step := range r.Steps {
			above := fact.Format(f.StepType, fact.Of(step.Above), nil) + "以上"
			s.on(node, thing.of(pointStep, above), func(seen engine.Seen) bool {
				return r.Span.Contains(seen.Day) && seen.Args[0].State == fact.Known && seen.Args[0].N > step.Above
			})
		}
	}
}

// figureKeyText reads the keys of a row aloud.
func figureKeyText(c *compiled, f *policy.Figure, r *policy.FigureRow) string {
	text := ""
	for i, k := range r.Keys {
		text += fact.Format(f.KeyTypes[i], fact.Of(k), c.program.Schema) + " "
	}
	return text
}

// choice notes that each option is taken while it is offered.
func (s *survey) choice(ch *policy.Choice, decl *pack.Choice) {
	thing := point{pointKey: pointKey{pos: decl.Pos, id: ch.ID}, origin: decl.Origin, thing: fmt.Sprintf("选择 %s（%s）", ch.Label, ch.ID)}
	s.uses(ch.Offered, pointKey{kind: useChoice, id: ch.ID}, func(seen engine.Seen) bool { return seen.Value == fact.Of(1) })
	for _, o := range ch.Options {
		s.on(ch.Offered, thing.of(pointOption, o.ID), func(seen engine.Seen) bool {
			return seen.Value == fact.Of(1) && s.ev.now.family.Snapshot.Chosen[ch.ID] == o.ID
		})
	}
	s.edges(thing, decl.Span)
}
