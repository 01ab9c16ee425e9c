package paper

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"doudi/fault"
)

// rare are names: 𬭚 is in the list of standard characters, 𠮷 in the Japanese
// standard alone, the third is of a private area, nobody has given the fourth.
var rare = []string{"钟𬭚", "𠮷野", "赵\uE123", "钱\U000E0FFF"}

// example is a document of every kind of part, longer than a page.
func example() *Document {
	d := &Document{Title: "家庭情况表", Heads: []string{"明溪县雪峰镇人民政府　编号 2-17　打印日期 2026年9月15日"}, Notes: []string{"遮住的号码用“*”表示。"},
		Signed: []string{"申请人（或监护人）", "经办人"}, Foot: "编号 2-17"}
	people := Part{Heading: "家庭成员", Columns: []Column{{"姓名", 30}, {"关系", 15}, {"证件号码", 55}}}
	for _, name := range rare {
		people.Rows = append(people.Rows, []string{name, "配偶", "350421********101X"})
	}
	facts := Part{Heading: "登记的情况", Columns: []Column{{"项目", 40}, {"内容", 60}}}
	for i := range 60 {
		facts.Rows = append(facts.Rows, []string{fmt.Sprintf("第%d项", i+1), strings.Repeat("说明，", i%12) + "ABC1234567890"})
	}
	d.Parts = []Part{people, facts, {Heading: "材料", Empty: "没有材料。"}}
	return d
}

// print draws a document into a file.
func print(t *testing.T, d *Document) (path string, pdf []byte) {
	t.Helper()
	pdf, err := d.Draw(own(t))
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(path, pdf, 0o644); err != nil {
		t.Fatal(err)
	}
	return path, pdf
}

// tool runs a program of poppler-utils over a file.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s (make deps installs it): %v\n%s", name, err, out)
	}
	return string(out)
}

func TestAPrintedPaperIsReadBackWhole(t *testing.T) {
	t.Parallel()
	path, pdf := print(t, example())
	text := tool(t, "pdftotext", "-layout", "-enc", "UTF-8", path, "-")
	for _, want := range []string{"家庭情况表", "打印日期 2026年9月15日", "钟𬭚", "𠮷野", "350421********101X", "第60项", "没有材料。", "申请人（或监护人）：", "第 1 页，共 4 页", "第 4 页，共 4 页"} {
		if !strings.Contains(text, want) {
			t.Errorf("the paper does not hold %q", want)
		}
	}
	if n := strings.Count(text, "内容"); n != 4 {
		t.Errorf("the head of the table stands on %d pages", n)
	}
	fonts := tool(t, "pdffonts", path)
	if strings.Count(fonts, "CID TrueType      Identity-H       yes no  yes") != 2 {
		t.Errorf("fonts that are not embedded, or cannot be read back:\n%s", fonts)
	}
	if len(pdf) > 200<<10 {
		t.Errorf("%d bytes", len(pdf))
	}
}

func TestARareNameNeverStopsAPaper(t *testing.T) {
	t.Parallel()
	path, _ := print(t, example())
	text := strings.Join(strings.Fields(tool(t, "pdftotext", "-layout", "-enc", "UTF-8", path, "-")), " ")
	for _, want := range []string{"赵", "钱", "U+E123", "U+E0FFF", "有 2 个字需手工补写；请对照证件", "共 4 页 有 2 个字需手工补写"} {
		if !strings.Contains(text, want) {
			t.Errorf("the paper does not hold %q", want)
		}
	}
	d := &Document{Title: "表", Parts: []Part{{Heading: "家庭成员", Columns: []Column{{"姓名", 100}}, Rows: [][]string{{"𬭚"}}}}}
	path, _ = print(t, d)
	if text := tool(t, "pdftotext", "-enc", "UTF-8", path, "-"); strings.Contains(text, "补写") || !strings.Contains(text, "𬭚") {
		t.Errorf("a paper that lacks nothing: %s", text)
	}
	missing, err := example().Missing(own(t))
	if err != nil || !slices.Equal(missing, []rune{0xE123, 0xE0FFF}) {
		t.Errorf("%q %v", missing, err)
	}
}

// A box is drawn, with its frame: the page has ink where nothing else is.
func TestWhatNoFontHasIsABoxWithItsCodePoint(t *testing.T) {
	t.Parallel()
	ink := func(name string) []byte {
		path, _ := print(t, &Document{Title: name})
		return []byte(tool(t, "pdftoppm", "-r", "100", "-gray", "-f", "1", "-l", "1", "-y", "60", "-H", "70", path))
	}
	dark := func(picture []byte) (n int) {
		for _, b := range picture[bytes.IndexByte(picture, '\n')+1:] {
			if b < 128 {
				n++
			}
		}
		return n
	}
	blank, box, letter := dark(ink("　")), dark(ink("\uE123")), dark(ink("赵"))
	if box < blank+100 || letter < blank+50 {
		t.Errorf("dark points: blank %d, box %d, character %d", blank, box, letter)
	}
}

// TestTheSameDocumentIsTheSameBytes draws in this process, and in another one
// on another day in another place of the world.
func TestTheSameDocumentIsTheSameBytes(t *testing.T) {
	t.Parallel()
	_, first := print(t, example())
	if os.Getenv("DOUDI_PRINT") != "" {
		fmt.Printf("digest %x\n", sha256.Sum256(first))
		return
	}
	_, again := print(t, example())
	if !bytes.Equal(first, again) {
		t.Error("drawn twice, it differs")
	}
	for _, zone := range []string{"UTC", "Asia/Shanghai"} {
		other := exec.Command(os.Args[0], "-test.run", "^TestTheSameDocumentIsTheSameBytes$", "-test.v")
		other.Env = append(os.Environ(), "DOUDI_PRINT=1", "TZ="+zone)
		out, err := other.CombinedOutput()
		if want := fmt.Sprintf("digest %x", sha256.Sum256(first)); err != nil || !strings.Contains(string(out), want) {
			t.Errorf("another process draws %s (%v), not %s", out, err, want)
		}
	}
	for _, stamp := range []string{"CreationDate", "ModDate", "/ID"} {
		if bytes.Contains(first, []byte(stamp)) {
			t.Errorf("it holds %s", stamp)
		}
	}
}

func TestLinesAreBrokenWhereAReaderExpects(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"一二三四五六":                 {"一二三四", "五六"},
		"一二三四，五":                 {"一二三", "四，五"},
		"编号ABCD12":               {"编号", "ABCD12"},
		"1234567890123":          {"12345678", "90123"},
		"":                       {""},
		"葛\U000E0100城\u200b镇\n村": {"葛城镇 村"},
	} {
		got := linesOf(t, text, 4.5)
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}

// linesOf breaks a text for a width in ems.
func linesOf(t *testing.T, text string, room float64) []string {
	t.Helper()
	p, err := newPen(nil, own(t))
	if err != nil {
		t.Fatal(err)
	}
	lines, err := p.lines(text, room)
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// own are the fonts of the program.
func own(t *testing.T) Fonts {
	t.Helper()
	chain, err := OwnFonts()
	if err != nil {
		t.Fatal(err)
	}
	return chain
}

// What an office puts into its folder is tried behind what came before.
func TestAnOfficeAddsItsOwnFonts(t *testing.T) {
	t.Parallel()
	chain := own(t)
	sc, jp := chain[0], chain[1]
	d := &Document{Title: "𬭚𠮷"}
	for name, c := range map[string]struct {
		chain   Fonts
		folder  fstest.MapFS
		missing string
	}{
		"the first alone":          {Fonts{sc}, nil, "𠮷"},
		"the second alone":         {Fonts{jp}, nil, "𬭚"},
		"the second of the folder": {Fonts{sc}, fstest.MapFS{"县里的.ttf": {Data: jp.text}, "readme.txt": {}}, ""},
		"the first of the folder":  {Fonts{jp}, fstest.MapFS{"A.TTF": {Data: sc.text}}, ""},
	} {
		all, err := c.chain.With(c.folder)
		if err != nil {
			t.Fatal(name, err)
		}
		if missing, err := d.Missing(all); err != nil || string(missing) != c.missing {
			t.Errorf("%s: %q %v", name, string(missing), err)
		}
		if _, err := d.Draw(all); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, text := range map[string]string{"msyh.ttc": "ttcf\x00\x02\x00\x00", "a.ttf": "OTTO\x00", "b.ttf": "", "c.ttf": "\x00\x01\x00\x00broken"} {
		if _, err := chain.With(fstest.MapFS{name: {Data: []byte(text)}}); fault.Kind(err) != fault.BadInput || err == nil || !strings.Contains(fault.Sentence(err), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
