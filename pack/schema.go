package pack

import (
	"maps"
	"slices"
	"strings"

	"doudi/fact"
)

// schema builds the entities that the whole chain knows: the household first,
// the member second, then the child tables by name; facts in the order of
// declaration, the nation's first.
func (l *layering) schema() *fact.Schema {
	symbols := l.symbols()
	number := optionNumber(symbols)
	entities := []fact.Entity{
		{Name: "household", Label: "家庭", Parent: fact.PlaceEntity},
		{Name: "member", Plural: "members", Label: "成员", Parent: fact.HouseholdEntity},
	}
	entities = append(entities, l.tables()...)
	for i := range entities {
		entities[i].Facts = l.facts(entities[i].Name, number)
	}
	schema := fact.NewSchema(entities, symbols)
	for _, p := range l.packs {
		for _, f := range p.Figures {
			schema.LabelSymbols(f.ValueLabels)
		}
		for _, r := range p.Rules {
			schema.LabelSymbols(r.ValueLabels)
		}
	}
	return schema
}

// tables lists the child tables by name. Every table hangs on the household
// or on the member.
func (l *layering) tables() []fact.Entity {
	byName := make(map[string]fact.Entity)
	for _, p := range l.packs {
		for _, d := range p.Facts {
			if !d.IsTable {
				continue
			}
			parent := fact.HouseholdEntity
			if d.Of == "member" {
				parent = fact.MemberEntity
			}
			byName[d.Entity] = fact.Entity{Name: d.Entity, Plural: d.Plural, Label: d.Label, Parent: parent, Seldom: d.Seldom}
		}
	}
	var out []fact.Entity
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		out = append(out, byName[name])
	}
	return out
}

// handlingPlace is the one fact that no pack declares: the division where the
// family is handled.
const handlingPlace = "handling_place"

func (l *layering) facts(entity string, number func(string) (int64, bool)) []fact.Fact {
	var out []fact.Fact
	for _, p := range l.packs {
		for _, d := range p.Facts {
			if d.Entity != entity || d.IsTable {
				continue
			}
			if i := slices.IndexFunc(out, func(f fact.Fact) bool { return f.Key == d.Key }); i >= 0 {
				widen(&out[i], d, number)
				continue
			}
			out = append(out, l.fact(d, number))
		}
	}
	if entity == "household" && !slices.ContainsFunc(out, func(f fact.Fact) bool { return f.Key == handlingPlace }) {
		out = append(out, fact.Fact{Key: handlingPlace, Label: "办理地", Type: fact.Place, Origin: l.packs[0].ID})
	}
	return out
}

func (l *layering) fact(d *FactDecl, number func(string) (int64, bool)) fact.Fact {
	f := fact.Fact{Key: d.Key, Label: d.Label, Type: d.Type, Unit: d.Unit, ValueLabels: maps.Clone(d.ValueLabels), Required: d.Required,
		Changeable: d.Changeable, DecidedBy: d.DecidedBy, VerifiedBy: d.VerifiedBy, Sensitivity: d.Sensitivity,
		AppliesWhen: d.AppliesWhen.Text, Origin: d.Origin,
		MayBeNone: slices.Contains(d.MayBe, "none"), MayBeUnknown: slices.Contains(d.MayBe, "unknown")}
	for _, value := range d.Values {
		n, _ := number(value)
		f.Values = append(f.Values, n)
	}
	if d.Type == fact.Enum && len(d.Values) == 0 {
		l.programmeValues(&f, number)
	}
	if len(d.Bounds) == 2 {
		low, err1 := fact.ParseLiteral(d.Type, d.Bounds[0].Text, number)
		high, err2 := fact.ParseLiteral(d.Type, d.Bounds[1].Text, number)
		f.HasBounds = err1 == nil && err2 == nil
		f.Low, f.High = low.N, high.N
	}
	return f
}

// programmeValues fills the enum that lists no values, see programmeKeyName.
func (l *layering) programmeValues(f *fact.Fact, number func(string) (int64, bool)) {
	f.ValueLabels = make(map[string]string)
	for _, p := range l.resolved.Programmes {
		if _, again := f.ValueLabels[p.ID]; !again {
			n, _ := number(p.ID)
			f.Values = append(f.Values, n)
		}
		f.ValueLabels[p.ID] = p.Label
	}
}

// widen adds the enum values that a lower pack brings to an inherited fact.
func widen(f *fact.Fact, d *FactDecl, number func(string) (int64, bool)) {
	for _, value := range d.Values {
		if n, _ := number(value); !slices.Contains(f.Values, n) {
			f.Values = append(f.Values, n)
		}
	}
	if f.ValueLabels == nil {
		f.ValueLabels = make(map[string]string)
	}
	maps.Copy(f.ValueLabels, d.ValueLabels)
}

// symbols are all enum values, sorted: of facts, figure options and key
// columns, choice options, programmes, and string values of rules.
func (l *layering) symbols() []string {
	seen := make(map[string]bool)
	for _, p := range l.packs {
		for _, d := range p.Facts {
			for _, value := range d.Values {
				seen[value] = true
			}
		}
		for _, f := range p.Figures {
			figureSymbols(f, seen)
		}
		for _, c := range p.Choices {
			for _, o := range c.Options {
				seen[o.ID] = true
			}
		}
		for _, programme := range p.Programmes {
			seen[programme.ID] = true
		}
		for _, rule := range p.Rules {
			ruleSymbols(rule, seen)
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

func figureSymbols(f *Figure, seen map[string]bool) {
	for _, o := range f.Options {
		seen[o] = true
	}
	for _, row := range f.Rows {
		for _, key := range row.Keys {
			if idPattern.MatchString(key) && key != "none" {
				seen[key] = true
			}
		}
	}
}

// ruleSymbols finds values of rules that are strings: cases that give 'full'.
func ruleSymbols(r *Rule, seen map[string]bool) {
	values := []Expr{r.Value, r.Otherwise}
	for _, c := range r.Cases {
		values = append(values, c.Value)
	}
	for _, x := range r.Exceptions {
		values = append(values, x.Value)
	}
	if r.Table != nil {
		for _, row := range r.Table.Rows {
			values = append(values, row.Value)
		}
	}
	for _, v := range values {
		if n := len(v.Text); n > 2 && strings.HasPrefix(v.Text, "'") && codePattern.MatchString(v.Text[1:n-1]) {
			seen[v.Text[1:n-1]] = true
		}
	}
}
