package pack

import (
	"fmt"
	"slices"

	"doudi/fact"
)

// programmeKeyName is the one enum fact that lists no values: what it can be is
// every programme of the chain, so that history can name programmes added below.
const programmeKeyName = "programme"

// checkFact holds a fact's attributes against its type.
func (r *reader) checkFact(d *FactDecl, v *node) {
	if v.kind != nodeMapping {
		return
	}
	if values := v.get("values"); values != nil && d.Type != fact.Enum && d.Type != fact.Invalid {
		r.add(values.pos, KindShape, "只有枚举才写 values", "type: enum", "删去 values，或把类型改成 enum")
	}
	if d.Type == fact.Enum && len(d.Values) == 0 && d.Key != programmeKeyName {
		r.missing(d.Pos, d.Key, "values", "枚举的各个值，加引号")
	}
	r.checkRange(d.Bounds, d.Type, nil, "bounds")
	r.checkUnit(v, d.Type == fact.Count)
	if labels := v.get("value_labels"); labels != nil && len(d.Values) > 0 {
		for _, e := range labels.entries {
			if !slices.Contains(d.Values, e.key.text) {
				r.unknownKey(e.key, d.Values)
			}
		}
	}
	if d.Label == "" && r.superiorFact(d.Entity, d.Key) == nil {
		r.missing(d.Pos, d.Key, "label", "中文名称")
	}
	r.checkWidening(d)
}

// checkUnit refuses a measure word for what is not counted: other quantities have
// their units.
func (r *reader) checkUnit(n *node, counted bool) {
	if unit := n.get("unit"); unit != nil && !counted {
		r.add(unit.pos, KindShape, "只有个数才写 unit", "type: count，规则是 count", "删去 unit；金额、月数、面积的单位由类型决定")
	}
}

// checkWidening allows a lower pack to say an inherited fact again for one
// purpose only: to add values to an enum.
func (r *reader) checkWidening(d *FactDecl) {
	superior := r.superiorFact(d.Entity, d.Key)
	if superior == nil {
		return
	}
	if d.Type != fact.Enum || superior.Type != fact.Enum {
		r.add(d.Pos, KindSameID, fmt.Sprintf("事实“%s”上级已经有了（%s）", d.Key, superior.Pos), "下级只写自己新增的事实", "删去这一条；确是另一样东西就换一个名字")
		return
	}
	for _, value := range superior.Values {
		if !slices.Contains(d.Values, value) {
			r.override(d.Pos, d.Key, superior.Pos, fmt.Sprintf("少了上级的枚举值“%s”", value))
		}
	}
}

func (r *reader) superiorFact(entity, key string) *FactDecl {
	for p := r.parent; p != nil; p = r.set.Packs[p.Extends] {
		for _, d := range p.Facts {
			if d.Entity == entity && d.Key == key && !d.IsTable {
				return d
			}
		}
	}
	return nil
}

func (r *reader) superiorFigure(id string) *Figure {
	for p := r.parent; p != nil; p = r.set.Packs[p.Extends] {
		for _, f := range p.Figures {
			if f.ID == id {
				return f
			}
		}
	}
	return nil
}
