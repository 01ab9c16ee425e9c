package web

import (
	"net/http"
	"slices"
	"strings"

	"doudi/access"
	"doudi/casework"
)

// blockedLine is what this person cannot do now, and who can.
type blockedLine struct {
	casework.Way
	Who string
}

// fillHelpers says who else can do what this person cannot, and what nobody is
// left to do.
func (s *Site) fillHelpers(r *http.Request, view *caseView, c *casework.Sight) error {
	v := visitOf(r.Context())
	colleagues, err := s.colleagues(r, v)
	if err != nil {
		return err
	}
	helpers := s.Cases.Helpers(c, v.desk().Office, colleagues)
	var staff []int64
	for _, h := range helpers {
		staff = append(append(staff, h.Can...), h.Barred...)
	}
	names, err := s.Staff.Names(r.Context(), staff...)
	if err != nil {
		return err
	}
	for _, h := range helpers {
		if len(h.Can) == 0 {
			view.Nobody = append(view.Nobody, s.nobodyLeft(h, names))
		}
		for i := range view.Blocked {
			if view.Blocked[i].Act == h.Act {
				view.Blocked[i].Who = called(h.Can, names)
			}
		}
	}
	slices.Sort(view.Nobody)
	view.Nobody = slices.Compact(view.Nobody)
	return nil
}

// mostCalled is how many colleagues are named.
const mostCalled = 5

// called names some people.
func called(staff []int64, names map[int64]string) string {
	var list []string
	for _, id := range staff[:min(len(staff), mostCalled)] {
		list = append(list, names[id])
	}
	text := strings.Join(list, "、")
	if len(staff) > mostCalled {
		text += " 等 " + itoa(len(staff)) + " 人"
	}
	return text
}

// nobodyLeft says why nobody can do a thing, and who grants somebody the role.
func (s *Site) nobodyLeft(h casework.Helpers, names map[int64]string) string {
	roles := "“" + strings.Join(s.roleLabels(h.Roles), "”或者“") + "”"
	text := "“" + h.Label + "”现在没有人能办："
	if len(h.Barred) > 0 {
		text += called(h.Barred, names) + "有这个权限，但是登记过这一家的情况或者办过前面的步骤，要由别人办。"
	} else {
		text += levelWords[access.Level(h.By)] + "还没有人担任" + roles + "。"
	}
	return text + "请安全管理员给另一位同事授予" + roles + "；没有合适的人，先由系统管理员增加人员。"
}
