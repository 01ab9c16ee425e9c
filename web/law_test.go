package web

import (
	"strings"
	"testing"

	"doudi/gb"
	"doudi/pack"
	"doudi/packs"
)

// What an administrator loaded names the places of a form, not what the program
// ships.
func TestPlacesAreNamedAsTheLoadedDivisionsAre(t *testing.T) {
	t.Parallel()
	set, _ := pack.LoadAll(packs.FS)
	law, problems := OpenLaw(set)
	if law == nil {
		t.Fatal(problems)
	}
	for _, p := range law.leaves() {
		if len(p.parts) == 0 {
			continue
		}
		code := p.parts[0].Value
		known, err := gb.Shipped().Load(strings.NewReader("code,name,from,to,becomes,source\n" + code + ",新名字,,,,虚构\n"))
		if err != nil {
			t.Fatal(err)
		}
		if law.Know(known); p.parts[0].Label != "新名字" {
			t.Errorf("%s is called %s", code, p.parts[0].Label)
		}
		return
	}
	t.Error("no place has parts")
}
