package casefile

import (
	"testing"

	"doudi/fact"
	"doudi/pack"
	"doudi/packs"
)

// TestEveryLabelOfThePacksIsAHeading keeps packs and tables together: a label
// that another word hides could never be filled in.
func TestEveryLabelOfThePacksIsAHeading(t *testing.T) {
	t.Parallel()
	set, problems := pack.LoadAll(packs.FS)
	if problems.HasErrors() {
		t.Fatal(problems.Text(set.Source))
	}
	for id := range set.Packs {
		resolved, _ := set.Resolve(id)
		v := newVocabulary(resolved)
		for e := range resolved.Schema.Entities {
			checkHeadings(t, id, v, fact.EntityID(e))
		}
	}
}

// checkHeadings reads each label of an entity as a heading of its sheet and of
// a CSV file.
func checkHeadings(t *testing.T, pack string, v *vocabulary, id fact.EntityID) {
	for slot := range v.schema.Entities[id].Facts {
		f := &v.schema.Entities[id].Facts[slot]
		want := column{kind: colFact, key: f.Key, entity: id}
		if f.Label == "" {
			t.Errorf("%s: %s.%s has no label", pack, v.schema.Entities[id].Name, f.Key)
			continue
		}
		if got := v.sheetColumn(id, heading(f.Label)); got != want {
			t.Errorf("%s: on the sheet %s the heading %s is %+v, not %s", pack, v.label(id), f.Label, got, f.Key)
		}
		if got := v.flatColumn(heading(v.label(id) + "." + f.Label)); got != want {
			t.Errorf("%s: the heading %s.%s is %+v, not %s", pack, v.label(id), f.Label, got, f.Key)
		}
		if got := v.flatColumn(heading(f.Label)); id <= fact.MemberEntity && got != want {
			t.Errorf("%s: the heading %s is %+v, not %s", pack, f.Label, got, f.Key)
		}
	}
}
