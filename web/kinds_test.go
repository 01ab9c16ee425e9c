package web

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"doudi/access"
	"doudi/admin"
	"doudi/audit"
	"doudi/casework"
	"doudi/fault"
)

// written are the words that product code enters in chains: of what an act was
// done to, and why.
var written = map[string]*regexp.Regexp{
	"object":  regexp.MustCompile(`(?:Witness\(|Object(?: = |: )(?:fmt\.Sprintf\()?)"([a-z_]+)[":]`),
	"purpose": regexp.MustCompile(`(?:Purpose(?: = |: )|requestAct\([^,]*, |Stopped\([^,]*, )"([a-z_]+)"`),
	"paper":   regexp.MustCompile(`Kind += "([a-z_]+)"`),
	"name":    regexp.MustCompile(`audit\.Act\{[^}]*Name: "([a-z_.]+)"`),
}

func TestEveryWordOfTheAuditTrailIsChinese(t *testing.T) {
	t.Parallel()
	found := wordsWritten(t)
	for _, object := range found["object"] {
		if strings.HasPrefix(objectWord(object+":1"), object) {
			t.Errorf("nobody says in Chinese what is done to a %s", object)
		}
	}
	purposes := append(found["purpose"], found["paper"]...)
	for class := range fault.Refused + 1 {
		purposes = append(purposes, class.String())
	}
	for _, sort := range append([]casework.Sort{casework.NoticeSheet, casework.LetterSheet}, casework.Sorts...) {
		purposes = append(purposes, strings.TrimSuffix(string(sort), "_sheet")+"_sheet")
	}
	for _, say := range []casework.Act{casework.Object, casework.Plea, casework.Withdraw} {
		purposes = append(purposes, string(say))
	}
	for _, purpose := range purposes {
		if why := whyWord(admin.Entry{Entry: audit.Entry{Act: audit.Act{Name: "any", Purpose: purpose}}}); why == purpose {
			t.Errorf("nobody says in Chinese why: %s", purpose)
		}
	}
	matrix := access.Shipped()
	for _, name := range found["name"] {
		if _, rest := actName(matrix, name); rest != "" {
			t.Errorf("nobody says in Chinese what is done: %s", name)
		}
	}
	for id, act := range matrix.Acts {
		if act.Label == "" {
			t.Errorf("the matrix has no Chinese word for %s", id)
		}
	}
	if len(found["object"]) < 10 || len(found["purpose"]) < 10 || len(found["name"]) < 3 {
		t.Errorf("hardly a word was found: %v", found)
	}
}

// wordsWritten reads them from the files of the product.
func wordsWritten(t *testing.T) map[string][]string {
	t.Helper()
	files, err := filepath.Glob("../*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for what, form := range written {
			if what == "paper" && filepath.Base(filepath.Dir(file)) != what {
				continue
			}
			for _, m := range form.FindAllStringSubmatch(string(text), -1) {
				found[what] = append(found[what], m[1])
			}
		}
	}
	return found
}
