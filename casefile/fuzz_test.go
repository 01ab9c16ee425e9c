package casefile_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"doudi/casefile"
	"doudi/fault"
)

var longNumber = regexp.MustCompile(`\d{15}`)

// examine reads anything: it must end, never panic, give each family either a
// snapshot or faults, never repeat a resident number, and read back what it
// writes.
func examine(t *testing.T, name, text string) {
	t.Helper()
	o := options()
	o.AllowExpect = strings.Contains(text, "expect")
	all, err := readAll(name, text, o)
	if err != nil && fault.Kind(err) != fault.BadInput {
		t.Fatalf("a file in memory cannot fail but by its content: %v", err)
	}
	for _, f := range all {
		if (f.Snapshot == nil) == (len(f.Faults) == 0) {
			t.Fatalf("neither read nor refused: %+v", f)
		}
		if leak := longNumber.FindString(f.Name + sentences(f)); leak != "" {
			t.Fatalf("a number is repeated: %s", f.Name+sentences(f))
		}
		if f.Snapshot != nil {
			survives(t, f, o)
		}
	}
	if err != nil && longNumber.MatchString(fault.Sentence(err)) {
		t.Fatalf("a number is repeated: %s", fault.Sentence(err))
	}
}

// survives writes a family and reads it back.
func survives(t *testing.T, f *casefile.Family, o casefile.Options) {
	t.Helper()
	written := show(t, f)
	all, err := readAll("again.yaml", written, o)
	if err != nil || len(all) != 1 || all[0].Snapshot == nil {
		t.Fatalf("what was written cannot be read: %s\n%s", report(all, err), written)
	}
	if again := show(t, all[0]); again != written {
		t.Fatalf("written\n%sreads as\n%s", written, again)
	}
}

// seeds adds the bad files of one ending.
func seeds(f *testing.F, ending string, more ...string) {
	files, _ := filepath.Glob("testdata/bad/*." + ending)
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	for _, text := range more {
		f.Add(text)
	}
}

func FuzzYAML(f *testing.F) {
	seeds(f, "yaml", threeYAML, caseYAML)
	f.Fuzz(func(t *testing.T, text string) { examine(t, "a.yaml", text) })
}

func FuzzJSON(f *testing.F) {
	seeds(f, "json", threeJSON)
	f.Fuzz(func(t *testing.T, text string) { examine(t, "a.json", text) })
}

func FuzzCSV(f *testing.F) {
	seeds(f, "csv", threeCSV)
	f.Fuzz(func(t *testing.T, text string) { examine(t, "a.csv", text) })
}

// FuzzXLSX changes the cells of a workbook, not its bytes: what the workbook
// module makes of broken archives is its own matter, and Open refuses them.
func FuzzXLSX(f *testing.F) {
	f.Add("一", "甲", "申请人", "12000", "2019年")
	f.Add("11010519491231002X", "甲", "申请人", "1E+5", "43905")
	f.Add("", "", "head", "无", "\x00\xff")
	f.Fuzz(func(t *testing.T, id, name, relation, amount, span string) {
		if len(id)+len(name)+len(relation)+len(amount)+len(span) > 1000 {
			return
		}
		sheets := map[string][][]any{
			"家庭": {{"户编号", "地区", "计算日期", "城乡属性"}, {id, "350421", "2020-03-15", "城市"}},
			"成员": {{"户编号", "姓名", "与申请人关系", "出生日期"}, {id, name, relation, "1970-05-01"}},
			"收入": {{"户编号", "姓名", "金额", "所属期间"}, {id, name, amount, span}},
		}
		examine(t, "a.xlsx", workbook(t, sheets, "家庭", "成员", "收入"))
	})
}

func FuzzOpen(f *testing.F) {
	seeds(f, "*", threeYAML, threeJSON, threeCSV)
	f.Fuzz(func(t *testing.T, text string) { examine(t, "-", text) })
}
