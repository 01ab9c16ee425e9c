package casefile_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"doudi/casefile"
	"doudi/fault"
)

// good is one good family in YAML.
const good = `  - name: 好户
    region: "350421"
    as_of: 2020-03-15
    household: {area: 'urban'}
    members: [{name: 甲, relation: 'head', birth_date: 1970-05-01}]
`

func TestOneBadFamilyNeverStopsTheNext(t *testing.T) {
	t.Parallel()
	for name, bad := range map[string]string{
		"a family that never ends":             "  - name: 长户\n" + strings.Repeat("    # 一行又一行\n", 100_000),
		"one line of two megabytes":            "  - name: " + strings.Repeat("长", 700_000) + "\n",
		"brackets a million deep":              "  - name: 深户\n    household: " + strings.Repeat("[", 1_000_000) + "\n",
		"braces a hundred deep":                "  - name: 深户\n    household: " + strings.Repeat("{a: ", 100) + strings.Repeat("}", 100) + "\n",
		"dashes a hundred thousand deep":       "  - name: 深户\n    household:\n      " + strings.Repeat("- ", 100_000) + "\n",
		"questions a thousand deep":            "  - name: 深户\n    household:\n      " + strings.Repeat("? ", 1000) + "\n",
		"a quote that never closes":            "  - name: \"没有收尾\n    region: '350421'\n",
		"a tab for indent":                     "  - name: 甲\n\tregion: '350421'\n",
		"an alias bomb":                        "  - name: &a [x, x]\n    household: [*a, *a]\n",
		"bytes that are nothing":               "  - name: \xff\xfe\x00\x80\n",
		"a document mark in the middle":        "  - name: 甲\n    region: x\n  - ---\n",
		"a key without family":                 "  - \n",
		"a list in place of a family":          "  - - 甲\n    - 乙\n",
		"a merge key":                          "  - name: 甲\n    <<: {region: x}\n",
		"a key that is a list":                 "  - name: 甲\n    ? [a]\n    : b\n",
		"a family that forgot its indentation": "  - name: 甲\nregion: '350421'\nmembers:\n  x: y\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all, err := readAll("a.yaml", "format: 1\nfamilies:\n"+good+bad+good, options())
			if err != nil || len(all) < 3 {
				t.Fatalf("%d families, %v", len(all), err)
			}
			if all[0].Snapshot == nil || all[len(all)-1].Snapshot == nil {
				t.Errorf("a good neighbour is lost: %s", report(all, err))
			}
			for _, f := range all[1 : len(all)-1] {
				if f.Snapshot != nil || len(f.Faults) == 0 {
					t.Errorf("the bad family is read: %+v", f)
				}
			}
		})
	}
}

func TestFaultsBeyondFiftyAreCounted(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	text.WriteString("format: 1\nfamilies:\n" + good + "    claims: [")
	for i := range 10_000 {
		fmt.Fprintf(&text, "p%d, ", i)
	}
	text.WriteString("]\n")
	all, err := readAll("a.yaml", text.String(), options())
	if err != nil || len(all) != 1 || len(all[0].Faults) != 50 || all[0].Omitted != 9950 {
		t.Fatalf("%d faults and %d more, %v", len(all[0].Faults), all[0].Omitted, err)
	}
}

func TestTenThousandBadFamiliesCostNoMemory(t *testing.T) {
	t.Parallel()
	s := &stream{begin: "format: 1\nfamilies:\n", size: 3 << 20, family: func(n int) string {
		return fmt.Sprintf("  - name: 户%d\n    region: '350421'\n    members: [{name: 甲, relation: 'x', number: '110105194912310021', a: 1, b: 2, c: 3}]\n", n) +
			strings.Repeat("    # 补白\n", 10)
	}}
	families, faults, _ := drain(t, "a.yaml", s)
	if families < 10_000 || faults < 7*families {
		t.Errorf("%d families, %d faults", families, faults)
	}
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	if m.HeapAlloc > 200<<20 {
		t.Errorf("%d MB stay", m.HeapAlloc>>20)
	}
}

func TestJSONWithoutEndIsGivenUp(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"a text without end":  `{"format": 1, "families": [{"name": "` + strings.Repeat("长", 2_000_000),
		"brackets within":     `{"format": 1, "families": [` + strings.Repeat("[", 3_000_000),
		"blanks without end":  `{"format": 1, "families": [` + strings.Repeat(" ", 5_000_000),
		"a key without end":   `{"` + strings.Repeat("k", 5_000_000),
		"text after the end":  `{"format": 1, "families": [], "more": 1}`,
		"families that stop":  `{"format": 1, "families": [{}`,
		"not even an object":  `{"format": `,
		"a format in a list":  `{"format": [1], "families": []}`,
		"twice the same list": `{"format": 1, "families": [], "families": [5`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := readAll("a.json", text, options())
			if fault.Kind(err) != fault.BadInput || err == nil {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestJSONNestedTooDeepIsOneBadFamily(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("[", 100) + strings.Repeat("]", 100)
	all, err := readAll("a.json", `{"families": [{"name": "深", "x": `+deep+`}, 5], "format": 1}`, options())
	if err != nil || len(all) != 2 || len(all[0].Faults) != 1 || len(all[1].Faults) != 1 {
		t.Errorf("%s", report(all, err))
	}
}

// failing breaks after its text.
type failing struct{ text io.Reader }

// Read gives the text, then an error of the disk.
func (f failing) Read(p []byte) (int, error) {
	n, err := f.text.Read(p)
	if errors.Is(err, io.EOF) {
		return n, errors.New("input/output error")
	}
	return n, err
}

func TestADiskThatFailsIsNotABadFile(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"a.yaml": threeYAML, "a.json": threeJSON[:400], "a.csv": threeCSV} {
		r, err := casefile.Open(name, failing{strings.NewReader(text + strings.Repeat(" ", 9000))}, options())
		for err == nil {
			_, err = r.Next()
		}
		if errors.Is(err, io.EOF) || strings.Contains(fault.Sentence(err), "input/output") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// townWorkbook writes families of two with an income each.
func townWorkbook(t testing.TB, families int) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	write := func(name string, rows func(add func(cells ...any))) {
		if _, err := book.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		w, err := book.NewStreamWriter(name)
		if err != nil {
			t.Fatal(err)
		}
		row := 0
		rows(func(cells ...any) {
			row++
			at, _ := excelize.CoordinatesToCellName(1, row)
			if err := w.SetRow(at, cells); err != nil {
				t.Fatal(err)
			}
		})
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	write("家庭", func(add func(...any)) {
		add("户编号", "地区", "计算日期", "城乡属性", "财产")
		for i := range families {
			add(fmt.Sprint("户", i), "350421", "2020-03-15", "城市", "无")
		}
	})
	write("成员", func(add func(...any)) {
		add("户编号", "姓名", "与申请人关系", "出生日期", "残疾等级")
		for i := range families {
			add(fmt.Sprint("户", i), "甲", "申请人", "1970-05-01", "无")
			add(fmt.Sprint("户", i), "乙", "配偶", 26520, 1)
		}
	})
	write("收入", func(add func(...any)) {
		add("户编号", "姓名", "收入种类", "金额", "所属期间")
		for i := range families {
			add(fmt.Sprint("户", i), "甲", "工资性收入", 12000+i, "2019年")
		}
	})
	book.DeleteSheet("Sheet1")
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAWorkbookOfATown(t *testing.T) {
	t.Parallel()
	town := 25_000 // two people each: the promise of docs/determine.md
	if testing.Short() {
		town = 1000
	}
	families, faults, _ := drain(t, "a.xlsx", bytes.NewReader(townWorkbook(t, town)))
	if families != town || faults != 0 {
		t.Errorf("%d families, %d faults", families, faults)
	}
}

// BenchmarkWorkbook is the promise of docs/determine.md: 50 000 people.
func BenchmarkWorkbook(b *testing.B) {
	book := townWorkbook(b, 25_000)
	b.ResetTimer()
	for range b.N {
		families, faults, peak := drain(b, "a.xlsx", bytes.NewReader(book))
		if families != 25_000 || faults != 0 {
			b.Fatalf("%d families, %d faults", families, faults)
		}
		b.ReportMetric(float64(peak>>20), "MB")
	}
}
