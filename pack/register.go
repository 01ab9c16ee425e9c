package pack

import (
	"fmt"
	"slices"
	"strings"
)

// Register is what kind of duty each clause of the founding documents is, in
// the order of the documents.
type Register struct {
	Clauses []string
	Kinds   map[string]string // clause → kinds, words with a blank between
}

// ReadRegister reads the register's CSV: clause,kinds under one line of headings.
func ReadRegister(text string) *Register {
	r := &Register{Kinds: map[string]string{}}
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		if clause, kinds, ok := strings.Cut(strings.TrimSpace(line), ","); ok && i > 0 {
			r.Clauses = append(r.Clauses, clause)
			r.Kinds[clause] = kinds
		}
	}
	return r
}

// Computed tells that a clause says who gets something or how much: packs must
// carry it out.
func (r *Register) Computed(clause string) bool {
	kinds := strings.Fields(r.Kinds[clause])
	return slices.Contains(kinds, "DET") || slices.Contains(kinds, "AMT")
}

// Document is the first part of a clause's name: MX of MX-28.
func Document(clause string) string {
	document, _, _ := strings.Cut(clause, "-")
	return document
}

// mostNotEncoded is how many clauses may stay outside the packs for good.
const mostNotEncoded = 8

// NotEncoded is a clause that no pack carries, and why.
type NotEncoded struct {
	Clause, Because string
	Pos             Pos
}

var notEncodedShape = object(must("not_encoded", "不编入政策包的条款", list(object(
	must("clause", "条号", aLabelID),
	must("because", "为什么不编入", aText),
))))

// ReadNotEncoded reads the list of clauses that stay outside. Only clauses
// that say neither who nor how much may stand there, and few.
func ReadNotEncoded(file, text string, register *Register) ([]NotEncoded, Problems) {
	root, problems := parseYAML(file, text)
	c := checker{problems: problems}
	if root == nil {
		return nil, problems
	}
	c.check(root, notEncodedShape, "不编入的条款")
	var out []NotEncoded
	seen := map[string]bool{}
	for _, item := range root.get("not_encoded").rows() {
		one := NotEncoded{item.get("clause").scalar(), item.get("because").scalar(), item.get("clause").position()}
		c.notEncoded(one, register, seen)
		out = append(out, one)
	}
	if len(out) > mostNotEncoded {
		c.add(out[mostNotEncoded].Pos, KindCite, fmt.Sprintf("不编入的条款有%d条", len(out)), fmt.Sprintf("最多%d条", mostNotEncoded), "把多出来的编入政策包")
	}
	return out, c.problems
}

// notEncoded checks one entry.
func (c *checker) notEncoded(one NotEncoded, register *Register, seen map[string]bool) {
	switch {
	case one.Clause == "":
	case seen[one.Clause]:
		c.add(one.Pos, KindSameID, "条款 "+one.Clause+" 写了两次", "一次", "删去一个")
	case register.Kinds[one.Clause] == "":
		c.add(one.Pos, KindCite, "条款登记表里没有 "+one.Clause, "登记表里的条号", "改正条号")
	case register.Computed(one.Clause):
		c.add(one.Pos, KindCite, "条款 "+one.Clause+" 规定了给谁或给多少，不能不编入", "只写办理、服务、监督一类的条款", "在政策包里写出它的数值、规则、约束或待遇")
	}
	seen[one.Clause] = true
}
