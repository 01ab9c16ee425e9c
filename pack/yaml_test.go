package pack

import (
	"strings"
	"testing"
)

// Carets stand under the right character, Chinese or not: every scalar of the
// shipped packs lies where its position says.
func TestEveryScalarLiesAtItsPosition(t *testing.T) {
	t.Parallel()
	yamlFiles(t, func(file string, text []byte) {
		root, problems := parseYAML(file, string(text))
		if root == nil || problems.HasErrors() {
			return // reported by TestShippedPacksLoad
		}
		lines := strings.Split(string(text), "\n")
		walkScalars(root, func(n *node) {
			line := []rune(lines[n.pos.Line-1])
			if n.pos.Col > len(line) {
				t.Errorf("%s lies behind the end of its line", n.pos)
				return
			}
			rest := strings.TrimLeft(string(line[n.pos.Col-1:]), `'"`)
			first, _, _ := strings.Cut(n.text, "\n")
			word, _, _ := strings.Cut(first, " ")
			if !strings.HasPrefix(rest, word) && !strings.HasPrefix(rest, "|") && !strings.HasPrefix(rest, ">") {
				t.Errorf("%s: %q is not at %q", n.pos, n.text, rest)
			}
		})
	}, "../packs", "testdata/good")
}

func walkScalars(n *node, visit func(*node)) {
	if n.kind == nodeScalar {
		visit(n)
	}
	for _, item := range n.items {
		walkScalars(item, visit)
	}
	for _, e := range n.entries {
		visit(e.key)
		walkScalars(e.value, visit)
	}
}

func TestNearestWord(t *testing.T) {
	t.Parallel()
	known := []string{"label", "table", "value", "cases", "count"}
	for _, test := range []struct{ name, word, want string }{
		{"swapped letters", "lable", "label"},
		{"a letter too many", "valuee", "value"},
		{"another word altogether", "programme", ""},
		{"two letters of a short word are too many", "vale", "value"},
		{"nothing near", "x", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := Nearest(test.word, known); got != test.want {
				t.Errorf("nearest to %q is %q", test.word, got)
			}
		})
	}
}

func TestCaretStandsUnderWideCharacters(t *testing.T) {
	t.Parallel()
	problems := Problems{{Pos: Pos{"a.yaml", 1, 5}, Message: "某处不对"}}
	want := "a.yaml:1:5 错误：某处不对\n    1 | 标准: x\n      | 　　  ^\n"
	if got := problems.Text(func(string) string { return "标准: x\n" }); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
