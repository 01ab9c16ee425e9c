package main

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"doudi/access"
	"doudi/casefile"
	"doudi/civil"
	"doudi/gb"
	"doudi/registry"
	"doudi/seal"
	"doudi/staff"
	"doudi/store"
)

// sheetPeople is how many people the sheet of the benchmark names, three to a
// family.
const sheetPeople = 50_000

// BenchmarkImportSheet brings a workbook into an empty register on SQLite, and
// reads the same workbook without doing anything with it.
func BenchmarkImportSheet(b *testing.B) {
	tune()
	sheet := sheetOf(b, sheetPeople)
	var whole, bare time.Duration
	var n int
	for b.Loop() {
		r, d, o := emptyRegister(b)
		start := time.Now()
		id, err := r.Take(context.Background(), d, "表.xlsx", sheet)
		if err == nil {
			err = r.ReadSheet(context.Background(), d, id, o)
		}
		if err == nil {
			err = r.Confirm(context.Background(), d, id)
		}
		middle := time.Now()
		if err == nil {
			err = r.EnterSheet(context.Background(), d, id, o, func() bool { return true })
		}
		if err != nil {
			b.Fatal(err)
		}
		end := time.Now()
		if s, err := r.Sheet(context.Background(), d, id); err != nil || s.Entered.NewPersons != sheetPeople {
			b.Fatalf("%+v %v", s.Entered, err)
		}
		readAlone(b, sheet, o)
		b.Logf("dry run %v, entering %v", middle.Sub(start), end.Sub(middle))
		whole, bare, n = whole+end.Sub(start), bare+time.Since(end), n+1
	}
	b.ReportMetric(float64(n)*sheetPeople/whole.Seconds(), "import_rows_per_s")
	b.ReportMetric(float64(n)*sheetPeople/bare.Seconds(), "read_sheet_rows_per_s")
}

// readAlone reads a workbook to its end.
func readAlone(b *testing.B, sheet []byte, o casefile.Options) {
	b.Helper()
	o.Today = 20700
	in, err := casefile.Open("a.xlsx", bytes.NewReader(sheet), o)
	for err == nil {
		_, err = in.Next()
	}
	if !errors.Is(err, io.EOF) {
		b.Fatal(err)
	}
}

// emptyRegister is a fresh instance on SQLite with a clerk of its township.
func emptyRegister(b *testing.B) (*registry.Registry, registry.Desk, casefile.Options) {
	b.Helper()
	ring, err := seal.Generate(rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	sites, err := access.Sites([]byte(twoOffices), gb.Shipped(), 20700)
	if err != nil {
		b.Fatal(err)
	}
	address, o := filepath.Join(b.TempDir(), strconv.FormatInt(time.Now().UnixNano(), 36)+".sqlite"), store.Options{Now: time.Now, Random: rand.Reader, Ring: ring}
	if err := store.Create(context.Background(), address, store.Founding{Name: "bench", Offices: sites, Admins: []string{access.SystemAdmin, access.SecurityAdmin, access.AuditAdmin}}, o); err != nil {
		b.Fatal(err)
	}
	s, err := store.Open(context.Background(), address, o)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	r := &registry.Registry{Store: s.Registry(), Matrix: access.Shipped(), Today: func() civil.Date { return 20700 }}
	township := staff.Tree(sites)[2]
	lib, err := (&app{}).library("")
	if err != nil {
		b.Fatal(err)
	}
	return r, registry.Desk{Office: township, Actor: access.Actor{Staff: 10, Posts: []access.Post{{Role: "township_clerk", Office: township, To: civil.Open}}}},
		casefile.Options{Region: "350421100", Resolve: lib.resolve}
}

// sheetOf writes a workbook of people of 明溪, three to a family, each with an
// answer of his own.
func sheetOf(b *testing.B, people int) []byte {
	b.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	part := func(name string, write func(w io.Writer)) {
		w, err := z.Create(name)
		if err != nil {
			b.Fatal(err)
		}
		write(w)
	}
	for name, text := range workbookParts {
		part(name, func(w io.Writer) { io.WriteString(w, text) })
	}
	part("xl/worksheets/sheet1.xml", func(w io.Writer) {
		writeRows(w, (people+2)/3+1, func(i int) []string {
			if i == 0 {
				return []string{"户编号", "申请日期", "住址", "area", "财产"}
			}
			return []string{strconv.Itoa(i - 1), "2026-01-15", fmt.Sprintf("雪峰镇城东村%d号", i), "农村", "无"}
		})
	})
	part("xl/worksheets/sheet2.xml", func(w io.Writer) {
		writeRows(w, people+1, func(i int) []string {
			if i == 0 {
				return []string{"户编号", "姓名", "公民身份号码", "联系电话", "与申请人关系", "disability_level"}
			}
			i--
			return []string{strconv.Itoa(i / 3), benchName(i), benchNumber(i), fmt.Sprintf("138%08d", i), []string{"申请人", "配偶", "子女"}[i%3], "无"}
		})
	})
	if err := z.Close(); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}

// writeRows writes the rows of one sheet, every cell as text.
func writeRows(w io.Writer, n int, row func(i int) []string) {
	io.WriteString(w, `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	for i := range n {
		fmt.Fprintf(w, `<row r="%d">`, i+1)
		for k, text := range row(i) {
			fmt.Fprintf(w, `<c r="%c%d" t="inlineStr"><is><t>%s</t></is></c>`, 'A'+k, i+1, text)
		}
		io.WriteString(w, `</row>`)
	}
	io.WriteString(w, `</sheetData></worksheet>`)
}

// workbookParts are what a workbook of two sheets has beside them.
var workbookParts = map[string]string{
	"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet2.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
	"_rels/.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
	"xl/workbook.xml": `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>` +
		`<sheet name="家庭" sheetId="1" r:id="rId1"/><sheet name="成员" sheetId="2" r:id="rId2"/></sheets></workbook>`,
	"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/></Relationships>`,
}

// benchName is one of many names.
func benchName(i int) string {
	given := []rune("伟芳娜敏静强磊军洋勇艳杰娟涛明超秀霞平刚")
	return string([]rune("王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗")[i%20]) + string(given[i/20%20]) + string(given[i/400%20])
}

// benchNumber is a resident number that nobody else has.
func benchNumber(i int) string {
	day := civil.Date(-10000 + i/100)
	text := "350421" + day.String()[:4] + day.String()[5:7] + day.String()[8:] + fmt.Sprintf("%03d", i%100)
	for _, check := range "0123456789X" {
		if n, err := gb.ParseNumber(text + string(check)); err == nil {
			return n.Text()
		}
	}
	panic("no check digit fits " + text)
}
