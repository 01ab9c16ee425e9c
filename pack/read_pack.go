package pack

import (
	"fmt"
	"strings"
)

// head reads pack.yaml.
func (r *reader) head(root *node) {
	r.check(root, packShape, "包的说明")
	p := r.pack
	p.Pos = root.pos
	p.Label = root.get("label").scalar()
	p.Extends = root.get("extends").scalar()
	p.Version = root.get("version").scalar()
	p.InForce = r.span(root.get("in_force"), Span{})
	if id := root.get("id"); id != nil && id.scalar() != p.ID {
		r.add(id.pos, KindFile, fmt.Sprintf("包的名字“%s”与目录“%s”不同", id.scalar(), p.ID), p.ID, "改名字或改目录，使两者相同")
	}
	p.Scope = readScope(root.get("scope"))
	r.sources(root.get("sources"))
}

func readScope(n *node) map[string][]string {
	if n == nil {
		return nil
	}
	scope := make(map[string][]string)
	for _, e := range n.entries {
		scope[e.key.text] = e.value.words()
	}
	return scope
}

// sources reads the documents a pack cites, from pack.yaml or sources.yaml.
func (r *reader) sources(n *node) {
	if n == nil {
		return
	}
	for _, e := range n.entries {
		if old := r.pack.Sources[e.key.text]; old != nil {
			r.sameID(e.key, "来源", old.Pos)
			continue
		}
		r.pack.Sources[e.key.text] = r.source(e)
	}
}

func (r *reader) source(e entry) *Source {
	v := e.value
	s := &Source{ID: e.key.text, Issuer: v.get("issuer").scalar(), Number: v.get("number").scalar(), Title: v.get("title").scalar(),
		Year: v.get("year").number(), Issued: v.get("issued").day(), InForce: v.get("in_force").day(),
		SupersededBy: v.get("superseded_by").scalar(), SupersededOn: v.get("superseded_on").scalar(), Status: r.status(v),
		Clauses: make(map[string]*Clause), Origin: r.pack.ID, Pos: e.key.pos}
	if v.kind == nodeMapping && s.Number == "" && s.Title == "" {
		r.add(e.key.pos, KindMissing, fmt.Sprintf("来源“%s”没有文号也没有标题", s.ID), "number 或 title", "加上“number: …”或“title: …”")
	}
	if clauses := v.get("clauses"); clauses != nil {
		for _, c := range clauses.entries {
			r.checkPattern(c.key, labelIDPattern, "条号", "只用字母、数字、“-”、“_”和“.”")
			s.Clauses[c.key.text] = &Clause{ID: c.key.text, At: c.value.get("at").scalar(), Says: c.value.get("says").scalar(), Pos: c.key.pos}
		}
	}
	return s
}

func (r *reader) sameID(key *node, what string, old Pos) {
	r.add(key.pos, KindSameID, fmt.Sprintf("%s“%s”在 %s 已经写过", what, key.text, old), "一个名字只指一样东西", "换一个名字，或把两处合并")
}

// facts reads facts.yaml.
func (r *reader) facts(root *node) {
	r.check(root, factsFileShape, "事实")
	sections := root.get("facts")
	if sections == nil {
		return
	}
	for _, e := range sections.entries {
		r.checkID(e.key)
		r.entity(e)
	}
}

func (r *reader) entity(e entry) {
	builtin := e.key.text == "household" || e.key.text == "member"
	of := e.value.get("of")
	if builtin && of != nil {
		r.add(of.pos, KindShape, "household 和 member 不写 of", "只写事实", "删去这一行")
	}
	if of != nil || e.value.get("plural") != nil {
		r.pack.Facts = append(r.pack.Facts, r.tableDecl(e))
	}
	for _, f := range e.value.entries {
		if _, head := entityShape.field(f.key.text); head {
			continue
		}
		r.checkID(f.key)
		r.pack.Facts = append(r.pack.Facts, r.factDecl(e.key.text, f))
	}
}

func (r *reader) tableDecl(e entry) *FactDecl {
	d := &FactDecl{Entity: e.key.text, IsTable: true, Of: e.value.get("of").scalar(), Plural: e.value.get("plural").scalar(),
		Label: e.value.get("label").scalar(), Seldom: e.value.get("seldom").flag(), Origin: r.pack.ID, Pos: e.key.pos}
	for _, key := range []string{"of", "plural", "label"} {
		if e.value.get(key) == nil {
			f, _ := entityShape.field(key)
			r.add(e.key.pos, KindMissing, fmt.Sprintf("子表“%s”缺少“%s”", e.key.text, key), f.doc, fmt.Sprintf("加上“%s: …”", key))
		}
	}
	return d
}

func (r *reader) factDecl(entity string, e entry) *FactDecl {
	v := e.value
	d := &FactDecl{Entity: entity, Key: e.key.text, Label: v.get("label").scalar(), Type: v.get("type").typ(), Values: v.get("values").words(),
		ValueLabels: v.get("value_labels").textMap(), Bounds: v.get("bounds").exprs(), Unit: v.get("unit").scalar(), MayBe: v.get("may_be").words(),
		Required: v.get("required").flag(), Changeable: v.get("changeable").flag(), DecidedBy: v.get("decided_by").scalar(),
		VerifiedBy: v.get("verified_by").words(), Sensitivity: v.get("sensitivity").scalar(), AppliesWhen: v.get("applies_when").expr(),
		Cites: v.get("cite").cites(), Origin: r.pack.ID, Pos: e.key.pos}
	r.checkFact(d, v)
	return d
}

// window says that something is dealt with where it was asked for.
const window = "window"

// procedures reads one file of procedures/.
func (r *reader) procedures(root *node) {
	r.check(root, proceduresFileShape, "办理程序")
	for _, n := range root.get("procedures").rows() {
		p := &Procedure{ID: n.get("id").scalar(), Label: n.get("label").scalar(), Cites: n.get("cite").cites(),
			AtWindow: n.get("at").scalar() == window, Span: r.inForce(n, r.pack.InForce), Origin: r.pack.ID, Pos: n.get("id").position()}
		for _, s := range n.get("steps").rows() {
			p.Steps = append(p.Steps, r.step(s))
		}
		r.pack.Procedures = append(r.pack.Procedures, p)
	}
}

// step reads one step. A limit that does not say whether its first day counts
// leaves it out, as civil law does (docs/interpretation.md 1.6-9).
func (r *reader) step(s *node) ProcedureStep {
	step := ProcedureStep{ID: s.get("id").scalar(), Label: s.get("label").scalar(), By: s.get("by").scalar(), Note: s.get("note").scalar(), AtWindow: s.get("at").scalar() == window,
		Within: s.get("within").number(), Days: s.get("days").scalar(), CountFrom: s.get("count_from").scalar(),
		Publish: s.get("publish").words(), Cites: s.get("cite").cites(), Status: r.status(s), Pos: s.pos}
	if strings.Contains(step.Label, "；") {
		r.add(s.get("label").position(), KindShape, "这一步的名称里又写了怎样办", "名称只说办什么", "“；”后面的写进 note")
	}
	if step.Within > 0 && step.CountFrom == "" {
		step.CountFrom = "exclude_first"
	}
	return step
}
