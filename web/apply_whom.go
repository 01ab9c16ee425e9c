package web

import (
	"net/http"
	"strings"

	"doudi/casework"
	"doudi/engine"
	"doudi/fact"
)

// whomField is the field that says for whom a case asks.
func whomField(c *casework.Sight) string { return "for." + itoa(int(c.ID)) }

// whom asks of each case whose programme is one person's for whom it is: who
// comes need not be the orphan or the disabled member himself.
func whom(in *casework.Intake) (fields []field) {
	var people []option
	for _, m := range in.Members {
		people = append(people, option{itoa(int(m.Person)), m.Name})
	}
	for _, c := range in.Sights {
		if c.Personal() && len(people) > 1 {
			fields = append(fields, listed(whomField(c), c.Aid.Label+"：替谁申请", "这个项目按人申请；别的家人也要的，另起一份申请", people).holding(itoa(int(c.Person))))
		}
	}
	return fields
}

// misfit is why whoever a programme is asked for cannot get it, by the programme's
// own conditions and what is known of him (a mother, what is for children); "" as
// long as he can.
func (d *draft) misfit(programme string, person int64) string {
	for i := range d.found.Outcomes {
		o := &d.found.Outcomes[i]
		if o.Programme != programme || o.Unit != fact.MemberEntity || o.Status != engine.Refused || d.in.Members[o.Instance].Person != person {
			continue
		}
		var failed []string
		for _, id := range o.Because {
			failed = append(failed, "“"+d.place.ruleLabel(id)+"”")
		}
		if len(failed) > 0 {
			return o.Label + "：现在是替" + d.in.Members[o.Instance].Name + "申请，照知道的情况不满足" + strings.Join(failed, "") + "；选错了的，请改选替谁申请"
		}
	}
	return ""
}

// misfits are those of the cases that are asked for.
func (d *draft) misfits() (list []string) {
	for _, c := range d.in.Sights {
		if why := d.misfit(c.Programme, c.Person); c.Personal() && why != "" {
			list = append(list, why)
		}
	}
	return list
}

// forWhom keeps for whom the cases ask.
func (s *Site) forWhom(r *http.Request, in *casework.Intake) error {
	for _, c := range in.Sights {
		if person := atoi(first(r.PostForm, whomField(c))); person != 0 && person != c.Person {
			if err := s.Cases.For(r.Context(), visitOf(r.Context()).desk(), in.ID, c.ID, person); err != nil {
				return err
			}
		}
	}
	return nil
}
