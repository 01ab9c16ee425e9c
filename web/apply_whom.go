package web

import (
	"net/http"

	"doudi/casework"
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
