package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"doudi/fault"
	"doudi/pack"
	"doudi/packs"
)

// clauseState is how a clause stands; the list is closed.
type clauseState string

const (
	clauseCarried  clauseState = "carried"     // who or how much, tried by cases or proved by lint
	clauseData     clauseState = "data"        // a step, a duty, a referral, a fact: data for casework
	clauseLater    clauseState = "later"       // fixes neither who nor how much and awaits a later part
	clauseOutside  clauseState = "not_encoded" // stands in not-encoded.yaml
	clauseUncited  clauseState = "uncited"     // a gap: nothing cites it
	clauseUntried  clauseState = "untried"     // a gap: what cites it no case tries
	clauseUnlisted clauseState = "unlisted"    // a gap: in the register, in no source of a pack
	clauseTwice    clauseState = "twice"       // a gap: carried, and yet in not-encoded.yaml
)

// clauseWords say in the summary how clauses stand.
var clauseWords = []struct {
	state clauseState
	name  string
}{
	{clauseCarried, "有数值、规则、约束或待遇，并有案例"}, {clauseData, "写成办理的步骤、事实或同享的关系"}, {clauseLater, "不规定给谁、给多少，留给后续的办理部分"},
	{clauseOutside, "不编入，写明理由"}, {clauseUncited, "缺口：没有东西引用"}, {clauseUntried, "缺口：没有案例"},
	{clauseUnlisted, "缺口：来源里没有登记"}, {clauseTwice, "缺口：已编入却又写着不编入"},
}

// gap tells the states that make coverage fail.
func (s clauseState) gap() bool {
	return s == clauseUncited || s == clauseUntried || s == clauseUnlisted || s == clauseTwice
}

// clauseLine is one clause with what carries it.
type clauseLine struct {
	Clause   string      `json:"clause"`
	At       string      `json:"at,omitempty"`
	Kinds    string      `json:"kinds,omitempty"` // of the register
	State    clauseState `json:"state"`
	Because  string      `json:"because,omitempty"`
	Carriers []tried     `json:"carriers,omitempty"`
}

// tried is a carrier with the cases that try it.
type tried struct {
	carrier
	Cases []caseRef `json:"cases,omitempty"`
}

// clauseReport knows the register, what cites what, and what cases show.
type clauseReport struct {
	lib      *library
	ev       *evidence
	used     carriers
	register *pack.Register
	outside  map[string]string
}

// newClauseReport reads the register and the list of what stays outside.
func newClauseReport(lib *library, ev *evidence) (*clauseReport, error) {
	r := &clauseReport{lib: lib, ev: ev, used: carriersOf(lib), register: pack.ReadRegister(packs.Register), outside: map[string]string{}}
	list, problems := pack.ReadNotEncoded("not-encoded.yaml", packs.NotEncoded, r.register)
	if problems.HasErrors() {
		return nil, fault.New(fault.PackError, problems.Text(func(string) string { return packs.NotEncoded }))
	}
	for _, one := range list {
		r.outside[one.Clause] = one.Because
	}
	return r, nil
}

// of lists the clauses of a pack's own sources, then those that the register
// has of the same documents and no source lists.
func (r *clauseReport) of(id string) []clauseLine {
	var lines []clauseLine
	p := r.lib.set.Packs[id]
	for _, s := range slices.Sorted(maps.Keys(p.Sources)) {
		for _, k := range slices.Sorted(maps.Keys(p.Sources[s].Clauses)) {
			lines = append(lines, r.line(s, p.Sources[s].Clauses[k]))
		}
	}
	home := r.homes()
	listed := r.listed()
	for _, clause := range r.register.Clauses {
		if home[pack.Document(clause)] == id && !listed[clause] {
			lines = append(lines, r.judge(clauseLine{Clause: clause, Kinds: r.register.Kinds[clause]}, clause, true))
		}
	}
	return lines
}

// line is one clause of a source.
func (r *clauseReport) line(source string, c *pack.Clause) clauseLine {
	l := clauseLine{Clause: source + "/" + c.ID, At: c.At, Kinds: r.register.Kinds[c.ID]}
	for _, u := range append(slices.Clone(r.used[c.ID]), r.used[l.Clause]...) {
		l.Carriers = append(l.Carriers, tried{u, r.ev.refsOf(u.key)})
	}
	return r.judge(l, c.ID, false)
}

// judge says how a clause stands.
func (r *clauseReport) judge(l clauseLine, clause string, unlisted bool) clauseLine {
	because, outside := r.outside[clause]
	due := l.Kinds == "" || r.register.Computed(clause)
	switch {
	case outside && len(l.Carriers) > 0:
		l.State = clauseTwice
	case outside:
		l.State, l.Because = clauseOutside, because
	case unlisted:
		l.State = clauseUnlisted
	case slices.ContainsFunc(l.Carriers, func(t tried) bool { return t.Kind == "constraint" || len(t.Cases) > 0 }):
		l.State = clauseCarried
	case len(l.Carriers) == 0 && !due:
		l.State = clauseLater
	case len(l.Carriers) == 0:
		l.State = clauseUncited
	case due && (l.Kinds != "" || slices.ContainsFunc(l.Carriers, func(t tried) bool { return t.decides() })):
		l.State = clauseUntried
	default:
		l.State = clauseData
	}
	return l
}

// homes says for each document of the register which pack lists its clauses.
// A document that no pack lists is not shipped.
func (r *clauseReport) homes() map[string]string {
	home := map[string]string{}
	for _, id := range r.lib.ids() {
		for _, s := range r.lib.set.Packs[id].Sources {
			for clause := range s.Clauses {
				if d := pack.Document(clause); r.register.Kinds[clause] != "" && home[d] == "" {
					home[d] = id
				}
			}
		}
	}
	return home
}

// listed is every clause that some source lists.
func (r *clauseReport) listed() map[string]bool {
	listed := map[string]bool{}
	for _, p := range r.lib.set.Packs {
		for _, s := range p.Sources {
			for clause := range s.Clauses {
				listed[clause] = true
			}
		}
	}
	return listed
}

// documentNames are the five documents of the register.
var documentNames = map[string]string{
	"QH": "青海省城市困难群众救助", "TJ": "天津市二十六条", "MX": "明溪县三四七", "SY": "十堰市农村低保与扶贫衔接", "MCA": "民函〔2019〕95号",
}

// documentLine is how one document of the register stands.
type documentLine struct {
	Document string `json:"document"`
	Name     string `json:"name"`
	Pack     string `json:"pack,omitempty"` // that lists its clauses, if any does
	Clauses  int    `json:"clauses"`
	Computed int    `json:"computed"` // of them, who and how much
}

// documents are the documents of the register in its order.
func (r *clauseReport) documents() []documentLine {
	var lines []documentLine
	home := r.homes()
	for _, clause := range r.register.Clauses {
		d := pack.Document(clause)
		if len(lines) == 0 || lines[len(lines)-1].Document != d {
			lines = append(lines, documentLine{Document: d, Name: documentNames[d], Pack: home[d]})
		}
		last := &lines[len(lines)-1]
		last.Clauses++
		if r.register.Computed(clause) {
			last.Computed++
		}
	}
	return lines
}

// text reads a clause aloud, a line per carrier.
func (l *clauseLine) text() []string {
	head := strings.TrimSpace(l.Clause + " " + l.At)
	if l.Kinds != "" {
		head += "（" + l.Kinds + "）"
	}
	if l.State.gap() {
		return []string{"✗ " + head + "：" + clauseGap(l)}
	}
	lines := []string{head + clauseNote(l)}
	for i := range l.Carriers {
		lines = append(lines, "  → "+l.Carriers[i].text())
	}
	return lines
}

// clauseGap says what a clause lacks.
func clauseGap(l *clauseLine) string {
	switch l.State {
	case clauseUnlisted:
		return "登记表里有，政策包的来源里没有登记"
	case clauseTwice:
		return "已有" + l.Carriers[0].text() + "，请从 not-encoded.yaml 删去"
	case clauseUntried:
		var words []string
		for i := range l.Carriers {
			words = append(words, carrierWords[l.Carriers[i].Kind]+" "+l.Carriers[i].ID)
		}
		return "引用它的" + joined(words) + "没有案例，或都只是办理的数据"
	}
	return "没有数值、规则或待遇引用它"
}

// clauseNote says why nothing carries a clause that is no gap.
func clauseNote(l *clauseLine) string {
	switch l.State {
	case clauseLater:
		return "：不规定给谁、给多少，留给后续的办理部分"
	case clauseOutside:
		return "：不编入，" + l.Because
	}
	return ""
}

// text is a carrier with its cases.
func (t *tried) text() string {
	name := carrierWords[t.Kind] + " " + t.ID + t.Status.Mark()
	switch {
	case t.Kind == "constraint":
		return name + "：由检查证明"
	case t.Kind == "pair" && len(t.Cases) == 0 && !t.carrier.cases:
		return name + "：可以同享"
	case !t.carrier.cases && t.Kind != "pair":
		return name + "：办理的数据"
	case len(t.Cases) == 0:
		return name + "：没有案例"
	}
	return fmt.Sprintf("%s：%d 个案例，如 %s“%s”", name, len(t.Cases), t.Cases[0].File, t.Cases[0].Name)
}
