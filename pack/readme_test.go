package pack

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// manual is the reference half of packs/README.md, line by line; the county
// after it is only an example and explains nothing.
func manual(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("../packs/README.md")
	if err != nil {
		t.Fatal(err)
	}
	reference, county, ok := strings.Cut(string(text), "\n## 七、")
	if !ok || !strings.Contains(county, "```yaml") {
		t.Fatal("packs/README.md has lost its last section, the county")
	}
	return strings.Split(reference, "\n")
}

var codeSpan = regexp.MustCompile("`([^`]+)`(＊?)")

// spansOf are the words in code of a line; one that is followed by ＊, the
// mark of a required key, carries it.
func spansOf(line string) []string {
	var spans []string
	for _, m := range codeSpan.FindAllStringSubmatch(line, -1) {
		spans = append(spans, m[1]+m[2])
	}
	return spans
}

// TestManualHasEveryKey wants every object of the loader's key tables on one
// line of the manual with all its keys, the required ones marked, and every
// closed list of words on one line likewise.
func TestManualHasEveryKey(t *testing.T) {
	t.Parallel()
	var lines [][]string
	for _, line := range manual(t) {
		lines = append(lines, spansOf(line))
	}
	for _, want := range documented() {
		best := want
		for _, spans := range lines {
			lost := slices.DeleteFunc(slices.Clone(want), func(w string) bool { return slices.Contains(spans, w) })
			if len(lost) < len(best) {
				best = lost
			}
		}
		if len(best) > 0 {
			t.Errorf("packs/README.md: no line has %s together; the nearest lacks %s", strings.Join(want, " "), strings.Join(best, " "))
		}
	}
}

// documented lists what has to stand together: the keys of each object, each
// closed list of words, and the columns of a table.
func documented() [][]string {
	s := &survey{seen: map[*shape]bool{}}
	for _, kind := range SchemaKinds {
		if root := shapeOfFile(kind); root != nil && kind != "input" {
			s.walk(root)
		}
	}
	return append(s.found, csvColumns)
}

// survey walks the key tables.
type survey struct {
	seen  map[*shape]bool
	found [][]string
}

func (s *survey) walk(x *shape) {
	if x == nil || s.seen[x] {
		return
	}
	s.seen[x] = true
	var keys []string
	for _, f := range x.keys {
		mark := ""
		if f.required {
			mark = "＊"
		}
		keys = append(keys, f.name+mark)
		s.walk(f.shape)
	}
	for _, list := range [][]string{keys, x.words} {
		if len(list) > 0 {
			s.found = append(s.found, list)
		}
	}
	s.walk(x.of)
	for _, option := range x.either {
		s.walk(option)
	}
}

// TestManualNamesNoOtherKey finds words in code at the head of a row of the key
// table that the loader does not know: what was renamed must not linger.
func TestManualNamesNoOtherKey(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, list := range documented() {
		for _, w := range list {
			known[strings.TrimSuffix(w, "＊")] = true
		}
	}
	for _, line := range manual(t) {
		for _, span := range spansOf(line) {
			if word, marked := strings.CutSuffix(span, "＊"); marked && !known[word] {
				t.Errorf("packs/README.md demands the key “%s”, which the loader does not know", word)
			}
		}
	}
}

// The two pages of the manual: A4 with margins of 10 mm, two columns of 92.5 mm
// with 5 mm between them, 8 pt on 9.5 pt. A column holds 82 lines of 65
// half-width cells, of which a Chinese character takes two. What prints as no
// character is not counted: back quotes, stars of emphasis, the bars and rulers
// of tables, fences, and empty lines but the one above each heading.
const (
	pageLines   = 2 * 82
	columnCells = 65
)

// TestManualIsTwoPages measures the whole of packs/README.md, the county with it.
func TestManualIsTwoPages(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../packs/README.md")
	if err != nil {
		t.Fatal(err)
	}
	if lines := printedLines(string(text)); lines > 2*pageLines {
		t.Errorf("packs/README.md prints on %d lines, two pages hold %d", lines, 2*pageLines)
	}
}

// printedLines is how many lines of a column a page of Markdown takes.
func printedLines(text string) int {
	lines, fenced := 0, false
	for _, line := range strings.Split(text, "\n") {
		switch {
		case strings.HasPrefix(line, "```"):
			fenced = !fenced
			continue
		case !fenced && strings.HasPrefix(line, "|--"):
			continue
		case !fenced:
			line = plainText(line)
		}
		if strings.HasPrefix(line, "#") && !fenced {
			lines++
		}
		lines += wrapped(line)
	}
	return lines
}

// plainText is a line as it prints.
func plainText(line string) string {
	if strings.HasPrefix(line, "|") {
		line = strings.ReplaceAll(line, "|", "")
	}
	return strings.TrimSpace(strings.NewReplacer("`", "", "**", "").Replace(line))
}

// wrapped is how many lines of a column a text fills.
func wrapped(text string) int {
	lines, cells := 0, columnCells
	for _, r := range text {
		width := 1
		if r > '~' {
			width = 2
		}
		if cells+width > columnCells {
			lines, cells = lines+1, 0
		}
		cells += width
	}
	return lines
}

func TestPrintedLinesAreCountedAsTheyPrint(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text string
		want int
	}{
		"nothing":                              {"", 0},
		"65 letters fill a line":               {strings.Repeat("a", 65), 1},
		"66 letters need two":                  {strings.Repeat("a", 66), 2},
		"32 characters fill a line":            {strings.Repeat("字", 32), 1},
		"33 characters need two":               {strings.Repeat("字", 33), 2},
		"a heading stands below a gap":         {"## 一", 2},
		"a comment in a fence is no heading":   {"```yaml\n# 一\n```", 1},
		"marks of Markdown do not print":       {"| `" + strings.Repeat("a", 62) + "` | b |\n|---|---|", 1},
		"an empty line between paragraphs":     {"一\n\n二", 2},
		"an empty line in a fence prints none": {"```\na\n\nb\n```", 2},
	} {
		if got := printedLines(test.text); got != test.want {
			t.Errorf("%s: got %d lines, want %d", name, got, test.want)
		}
	}
}
