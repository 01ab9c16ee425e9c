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

// TestManualIsShort keeps the reference at what people will read.
func TestManualIsShort(t *testing.T) {
	t.Parallel()
	if lines := len(manual(t)); lines > 125 {
		t.Errorf("the reference half of packs/README.md has %d lines", lines)
	}
}
