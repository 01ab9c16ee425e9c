package pack_test

import (
	"strings"
	"testing"

	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
	"doudi/pack"
	"doudi/packs"
)

func TestAResolvedPackComesBackFromItsText(t *testing.T) {
	t.Parallel()
	set, problems := pack.LoadAll(packs.FS)
	if problems.HasErrors() {
		t.Fatal(problems.Text(set.Source))
	}
	for id := range set.Packs {
		r, _ := set.Resolve(id)
		back, err := pack.Restore(r.Canonical())
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		if back.Hash() != r.Hash() || back.ID != r.ID || len(back.Packs) != len(r.Packs) || back.Packs[0].InForce != r.Packs[0].InForce {
			t.Errorf("%s is another", id)
		}
		if slot, ok := back.Schema.Entities[0].Slot("area"); !ok || back.Schema.Entities[0].Facts[slot].Label != "居住地" {
			t.Errorf("%s: its schema is not indexed", id)
		}
	}
}

func TestATextThatWasTouchedIsNoLaw(t *testing.T) {
	t.Parallel()
	r := &pack.Resolved{ID: "cn-99", Chain: []string{"cn-99"}, Labels: map[string]string{"cn-99": "某县: \"新\""}, Schema: schemaOfNothing(),
		Procedures: []*pack.Procedure{{ID: "way", Label: "程序", Span: pack.Span{From: 18000, To: civil.Open}, Steps: []pack.ProcedureStep{{ID: "decide", By: "county", Within: 3}, {}}}}}
	whole := r.Canonical()
	if back, err := pack.Restore(whole); err != nil || back.Labels["cn-99"] != "某县: \"新\"" || len(back.Procedures[0].Steps) != 2 {
		t.Errorf("%v %+v", err, back)
	}
	for name, text := range map[string]string{
		"nothing":                "",
		"another form":           strings.Replace(whole, "pack 2", "pack 9", 1),
		"an unknown field":       strings.Replace(whole, "Within", "Without", 1),
		"a number gone wrong":    strings.Replace(whole, "Within: 3", "Within: three", 1),
		"a line cut off":         whole[:len(whole)-4],
		"a line out of place":    strings.Replace(whole, " ID: ", "   ID: ", 1),
		"another day's spelling": strings.Replace(whole, "2019-04-14", "2019-4-14", 1),
	} {
		if _, err := pack.Restore(text); fault.Kind(err) != fault.PackError {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// schemaOfNothing is a schema without facts.
func schemaOfNothing() *fact.Schema {
	return fact.NewSchema([]fact.Entity{{Name: "household"}, {Name: "member"}}, []string{"one"})
}
