package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
)

// bundled makes the bundles once for the tests of this package.
func bundled(t *testing.T) map[string][]byte {
	t.Helper()
	files, err := bundle(pages)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// newer lists what style sheets may not hold, each with the version of Chrome
// that learned it. esbuild lowers syntax for its target, but knows nothing of
// selectors, functions and properties that stand for themselves.
var newer = []struct {
	name    string
	pattern *regexp.Regexp
}{
	{":has (105)", regexp.MustCompile(`:has\(`)},
	{":is (88)", regexp.MustCompile(`:is\(`)},
	{":where (88)", regexp.MustCompile(`:where\(`)},
	{":not with a list (88)", regexp.MustCompile(`:not\([^()]*,`)},
	{"::marker (86)", regexp.MustCompile(`::marker`)},
	{"color-mix (111)", regexp.MustCompile(`color-mix\(`)},
	{"oklch and oklab (111)", regexp.MustCompile(`okl(ch|ab)\(`)},
	{"light-dark (123)", regexp.MustCompile(`light-dark\(`)},
	{"rgb with spaces (65, but not with / in every engine)", regexp.MustCompile(`rgba?\([0-9]+ `)},
	{"inset (87)", regexp.MustCompile(`[;{]inset(-(inline|block))?:`)},
	{"aspect-ratio (88)", regexp.MustCompile(`[;{]aspect-ratio:`)},
	{"logical shorthands (87)", regexp.MustCompile(`[;{](margin|padding|border)-(inline|block):`)},
	{"accent-color (93)", regexp.MustCompile(`[;{]accent-color:`)},
	{"nesting (120)", regexp.MustCompile(`[{;]&`)},
	{"@layer (99)", regexp.MustCompile(`@layer`)},
	{"@container (105)", regexp.MustCompile(`@container|container-type`)},
	{"@property (85)", regexp.MustCompile(`@property`)},
	{"dynamic viewport units (108)", regexp.MustCompile(`[0-9](d|s|l)v[hw]\b`)},
	{"overflow: clip (90)", regexp.MustCompile(`overflow(-[xy])?:clip`)},
	{"content-visibility (85)", regexp.MustCompile(`content-visibility`)},
	{"text-wrap (114)", regexp.MustCompile(`text-wrap:`)},
	{"translate, rotate, scale as properties (104)", regexp.MustCompile(`[;{](translate|rotate|scale):`)},
	{"media ranges (104)", regexp.MustCompile(`@media[^{]*[<>]`)},
}

func TestStylesAreKnownToChrome80(t *testing.T) {
	css := string(bundled(t)["app.css"])
	for _, n := range newer {
		for _, at := range n.pattern.FindAllStringIndex(css, -1) {
			t.Errorf("%s: …%s…", n.name, css[max(0, at[0]-80):min(len(css), at[1]+40)])
		}
	}
}

// gap finds a rule with a gap; grids have known it since Chrome 66.
var gap = regexp.MustCompile(`[^{}]+\{([^{}]*[;{]?(?:row-|column-)?gap:[^{}]*)\}`)

func TestNoFlexBoxRestsOnAGap(t *testing.T) {
	for _, rule := range gap.FindAllStringSubmatch(string(bundled(t)["app.css"]), -1) {
		if !strings.Contains(rule[1], "display:grid") {
			t.Errorf("a gap outside of a grid (Chrome 84): %s", rule[0])
		}
	}
}

// TestFocusDoesNotRestOnFocusVisible holds the rules that Chrome 80 drops
// (:focus-visible is of version 86) to those where the browser's own ring, or
// our rule for :focus, remains.
func TestFocusDoesNotRestOnFocusVisible(t *testing.T) {
	css := string(bundled(t)["app.css"])
	if !strings.Contains(css, "summary:focus") {
		t.Error("theme.css has lost its own focus ring")
	}
	for _, rule := range regexp.MustCompile(`([^{}]*:focus-visible[^{}]*)\{([^{}]*)\}`).FindAllStringSubmatch(css, -1) {
		for selector := range strings.SplitSeq(rule[1], ",") {
			if !strings.Contains(selector, ":focus-visible") {
				t.Errorf("Chrome 80 drops the whole rule, also for %s: %s", selector, rule[1])
			}
		}
	}
}

// newerCalls are functions that scripts may not call, with their version.
var newerCalls = regexp.MustCompile(`\.(replaceAll|at|replaceChildren|findLast|hasOwn|structuredClone|randomUUID|toSorted|requestSubmit|any)\(`)

// known are calls of that name on something else, or behind a test.
var known = map[string]string{}

func TestScriptsAreKnownToChrome80(t *testing.T) {
	files := bundled(t)
	for _, name := range []string{"app.js", "chart.js"} {
		js := string(files[name])
		for _, at := range newerCalls.FindAllStringIndex(js, -1) {
			call := js[max(0, at[0]-30):min(len(js), at[1]+20)]
			if known[call] == "" {
				t.Errorf("%s: a call that Chrome 80 does not know: …%s…", name, call)
			}
		}
	}
}

func TestTrimKeepsWhatIsSpelledOut(t *testing.T) {
	words := map[string]bool{"btn": true, "card": true}
	css := `@charset "UTF-8"; :root{--a:1} .btn,.alert{color:red} .btn:focus-visible,.btn:hover{b:c} @media print{.alert{d:e}} @media screen{.card .btn{f:g}} @keyframes k{to{x:y}}`
	want := ":root{--a:1}\n.btn{color:red}\n.btn:hover{b:c}\n.btn:focus-visible{b:c}\n@media screen{.card .btn{f:g}\n}\n@keyframes k{to{x:y}}\n"
	if got := trim(css, words); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestEveryIconIsDrawn(t *testing.T) {
	sprite := bundled(t)["icons.svg"]
	names, err := usedIcons(pages)
	if err != nil || len(names) == 0 {
		t.Fatal("no icons", err)
	}
	for _, name := range names {
		if !bytes.Contains(sprite, []byte(`<symbol id="`+name+`" `)) {
			t.Errorf("no drawing of %s", name)
		}
	}
}

func TestNamesChangeWithTheText(t *testing.T) {
	if a, b := hashed("app.css", []byte("a")), hashed("app.css", []byte("b")); a == b || !strings.HasPrefix(a, "app-") || !strings.HasSuffix(a, ".css") {
		t.Errorf("got %s and %s", a, b)
	}
}
