package store_test

import (
	"strings"
	"testing"
)

// ofVillage is a file of one family that names its village.
func ofVillage(name string) []byte {
	head, row, _ := strings.Cut(string(table("2,2026-08-01,雪峰镇城东村2号,农村,无,陈三,申请人,,,女,1940-03-03,无,,,")), "\n")
	return []byte(strings.Replace(head, "住址,", "住址,村（社区）,", 1) + "\n" + strings.Replace(row, "2号,", "2号,"+name+",", 1))
}

func TestASheetSaysWhichVillageWorksForAFamily(t *testing.T) {
	for _, c := range []struct {
		name   string
		before []byte // imported first, if any
		sheet  []byte
		serves bool
		want   string // told at the cell, if it is wrong
	}{
		{"a new family is its village's at once", nil, ofVillage("城东村"), true, ""},
		{"spaces that an input method left do not matter", nil, ofVillage(" 城东村　"), true, ""},
		{"who leaves it empty is served by no village", nil, ofVillage(""), false, ""},
		{"a name that the office has not is told with those that it has", nil, ofVillage("城西村"), false, "没有这个名称的；请照机构的名称写（城东村）"},
		{"an office below another is none of its villages", nil, ofVillage("雪峰镇"), false, "没有这个名称的"},
		{"a family that has none gets it", ofVillage(""), ofVillage("城东村"), true, ""},
		{"an empty cell takes nothing away", ofVillage("城东村"), ofVillage(""), true, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, h *house) {
				s := h.open()
				r := h.people(s)
				if c.before != nil {
					h.brought(r, c.before)
				}
				read := h.took(r, c.sheet)
				if c.want != "" {
					if len(read.Report.Marks) != 1 || read.Report.Marks[0].Heading != "村（社区）" || !strings.Contains(read.Report.Marks[0].Sentence, c.want) || h.registered(s) != "0 0 0 0" {
						t.Errorf("%+v", read.Report)
					}
					return
				}
				h.brought(r, c.sheet)
				list, err := r.Serves(background, atVillage)
				h.must(err)
				if (len(list) == 1) != c.serves || h.count("(SELECT DISTINCT id FROM household) AS h") != 1 {
					t.Errorf("the village serves %+v", list)
				}
				h.sound(s)
			})
		})
	}
}
