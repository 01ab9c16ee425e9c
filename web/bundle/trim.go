package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// trimmed is an esbuild plugin that leaves out of Bootstrap what no page uses:
// most of it, which a phone in a village need not load, and which old browsers
// would not understand. Any class that a template, a page or a script spells
// out is kept, so a page may use any class of Bootstrap at once.
func trimmed(dir string) (api.Plugin, error) {
	words, err := spelled(dir)
	load := func(args api.OnLoadArgs) (api.OnLoadResult, error) {
		text, err := os.ReadFile(args.Path)
		if err != nil {
			return api.OnLoadResult{}, err
		}
		css := trim(comment.ReplaceAllString(string(text), ""), words)
		return api.OnLoadResult{Contents: &css, Loader: api.LoaderCSS}, nil
	}
	return api.Plugin{Name: "trim", Setup: func(b api.PluginBuild) {
		b.OnLoad(api.OnLoadOptions{Filter: `bootstrap\.css$`}, load)
	}}, err
}

var (
	comment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	word    = regexp.MustCompile(`[A-Za-z][\w-]*`)
	class   = regexp.MustCompile(`\.([A-Za-z][\w-]*)`)
)

// spelled is every word of the templates, pages and scripts.
func spelled(dir string) (map[string]bool, error) {
	words := map[string]bool{}
	for _, pattern := range []string{"*.templ", "*.go", "assets/*.js"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			for _, w := range word.FindAllString(string(text), -1) {
				words[w] = true
			}
		}
	}
	return words, nil
}

// trim keeps the rules whose classes are all among the words.
func trim(css string, words map[string]bool) string {
	var kept strings.Builder
	for css != "" {
		at := strings.IndexAny(css, "{;")
		if at < 0 {
			break
		}
		head := strings.TrimSpace(css[:at])
		if css[at] == ';' { // @charset
			css = css[at+1:]
			continue
		}
		body, rest := block(css[at+1:])
		kept.WriteString(rule(head, body, words))
		css = rest
	}
	return kept.String()
}

// block cuts a text at the brace that closes it.
func block(css string) (body, rest string) {
	depth := 1
	for i := range len(css) {
		switch css[i] {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth == 0 {
			return css[:i], css[i+1:]
		}
	}
	return css, ""
}

// rule writes what is left of one rule, perhaps nothing. A selector that old
// browsers do not know gets a rule of its own: they drop the whole list.
func rule(head, body string, words map[string]bool) string {
	if strings.HasPrefix(head, "@media") || strings.HasPrefix(head, "@supports") {
		if body = trim(body, words); body == "" {
			return ""
		}
		return head + "{" + body + "}\n"
	}
	if strings.HasPrefix(head, "@") {
		return head + "{" + body + "}\n"
	}
	var plain, newer []string
	for selector := range strings.SplitSeq(head, ",") {
		switch {
		case !spelledOut(selector, words):
		case strings.Contains(selector, ":focus-visible"):
			newer = append(newer, selector)
		default:
			plain = append(plain, selector)
		}
	}
	text := ""
	for _, list := range [][]string{plain, newer} {
		if len(list) > 0 {
			text += strings.Join(list, ",") + "{" + body + "}\n"
		}
	}
	return text
}

// spelledOut tells whether all classes of a selector are among the words.
func spelledOut(selector string, words map[string]bool) bool {
	for _, found := range class.FindAllStringSubmatch(selector, -1) {
		if !words[found[1]] {
			return false
		}
	}
	return true
}
