package web

import (
	"net/http"
	"slices"
	"strings"

	"doudi/casework"
	"doudi/gb"
	"doudi/pack"
)

// claimField is the field that says for whom a family asks for a programme.
func claimField(programme string) string { return "for." + programme }

// claimants asks of each programme that is one person's for whom it is, where
// there is a choice.
func claimants(p *casework.Petition, personal []*pack.Programme, hint string) (fields []field) {
	var people []option
	for i, k := range p.People {
		name := "第 " + itoa(i+1) + " 个人"
		if k.Name != "" {
			name = gb.MaskAll(k.Name)
		}
		people = append(people, option{itoa(int(k.ID)), name})
	}
	for _, aid := range personal {
		if len(people) < 2 {
			break
		}
		chosen := ""
		if k := p.For(aid.ID); k != 0 {
			chosen = itoa(int(k))
		}
		fields = append(fields, listed(claimField(aid.ID), aid.Label+"：替谁申请", hint, people).holding(chosen))
	}
	return fields
}

// claims are for whom a form says that programmes are.
func claims(r *http.Request) map[string]int64 {
	chosen := map[string]int64{}
	for name := range r.PostForm {
		if programme, ok := strings.CutPrefix(name, claimField("")); ok && atoi(first(r.PostForm, name)) != 0 {
			chosen[programme] = atoi(first(r.PostForm, name))
		}
	}
	return chosen
}

// forOne is the name of whom a programme is asked for, as one says it behind the
// programme's; "" where it is the whole family's.
func forOne(p *casework.Petition, offers []casework.Offer, programme string) string {
	at := slices.IndexFunc(p.Personal(offers), func(aid *pack.Programme) bool { return aid.ID == programme })
	if at < 0 || len(p.People) < 2 {
		return ""
	}
	whom := slices.IndexFunc(p.People, func(k casework.Kin) bool { return k.ID == p.For(programme) })
	if whom < 0 {
		return "（还没有选替谁申请）"
	}
	return "（替" + gb.MaskAll(p.People[whom].Name) + "申请）"
}
