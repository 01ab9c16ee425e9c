package policy

import (
	"maps"
	"slices"
	"strings"

	"doudi/fact"
	"doudi/pack"
)

// strange reports a name that no row has: something that cannot stand alone, an
// option without quotes, or a name that nothing declares.
func (s scope) strange(at pack.Pos, name string) {
	_, isEntity := s.c.schema.Entity(name)
	_, isSymbol := s.c.schema.Symbol(name)
	switch {
	case s.c.programmes[name] != nil:
		s.bareName(at, name, "待遇“"+name+"”不能单独写", name+".entitled、"+name+".held 或 "+name+".部分")
	case isEntity:
		s.bareName(at, name, "对象“"+name+"”不能单独写", name+".名字")
	case isMode(name):
		s.bareName(at, name, "“"+name+"”只能作为函数的舍入或日期方式", "share(x, 比例, "+name+") 之类")
	case functions[name].compile != nil:
		s.bareName(at, name, "函数“"+name+"”后面要有括号", functions[name].form)
	case name == "none" || name == "unknown":
		s.bareName(at, name, "表达式里不能直接写“"+name+"”", "is_none(x)")
	case isSymbol:
		s.bareName(at, name, "选项“"+name+"”没有加引号", "'"+name+"'")
	default:
		s.c.report(problem(KindUnknownName, at, "没有“%s”这个名字", name), s.c.nearest(name, s.of), "改正名字，或先在 facts、figures、rules 里声明它")
	}
}

// bareName reports a name that cannot stand alone.
func (s scope) bareName(at pack.Pos, name, message, expected string) {
	s.c.report(problem(KindBareName, at, "%s", message), expected, "写成“"+expected+"”")
}

// nearest suggests the declared name that is most like a mistyped one.
func (c *compiler) nearest(name string, of fact.EntityID) string {
	return suggest(name, c.visible(of), "已经声明的名字")
}

// nearestOwner suggests what may stand before a dot.
func (c *compiler) nearestOwner(name string) string {
	owners := slices.Sorted(maps.Keys(c.programmes))
	for _, e := range c.schema.Entities {
		owners = append(owners, e.Name)
	}
	return suggest(name, owners, "已经声明的待遇，或本行和上级的对象")
}

// suggest adds the most similar candidate to what is expected.
func suggest(name string, candidates []string, expected string) string {
	best, distance := "", 3
	for _, candidate := range candidates {
		if d := editDistance(name, candidate); d < distance {
			best, distance = candidate, d
		}
	}
	if best == "" {
		return expected
	}
	return expected + "；最接近的是“" + best + "”"
}

// visible lists the names that a row of an entity can read, sorted.
func (c *compiler) visible(of fact.EntityID) []string {
	var names []string
	if of != fact.PlaceEntity {
		for _, f := range c.schema.Entities[of].Facts {
			names = append(names, f.Key)
		}
	}
	for id, r := range c.rules {
		if r.of == of || r.of == fact.PlaceEntity {
			names = append(names, id)
		}
	}
	for id := range c.figures {
		names = append(names, id)
	}
	for name := range globals {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// editDistance counts the letters to change, add or leave out between two names.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// join lists names for a message.
func join(names []string) string { return strings.Join(names, "、") }
