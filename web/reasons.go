package web

import (
	"context"
	"io"
	"strconv"
	"strings"

	"doudi/engine"
	"doudi/pack"

	"github.com/a-h/templ"
)

// reasons writes an explanation as a tree. What was told above is not told
// again; from the third level on the reasons are folded. It is Go and no
// template because most of a page is reasons, and this is written at once.
func reasons(lines []engine.Line, t *teller, depth int) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		t.out = t.out[:0]
		t.tree(lines, depth)
		_, err := w.Write(t.out)
		return err
	})
}

// sentence writes one sentence with its words of caution coloured.
func sentence(text string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		t := teller{}
		t.say(text)
		_, err := w.Write(t.out)
		return err
	})
}

// put writes markup.
func (t *teller) put(markup string) { t.out = append(t.out, markup...) }

// tree writes lines and what is below them.
func (t *teller) tree(lines []engine.Line, depth int) {
	t.put(`<ul class="reasons">`)
	for i := range lines {
		l := &lines[i]
		again := t.told[l.Text]
		if again && len(l.Lines) == 0 && depth > 1 {
			continue
		}
		t.told[l.Text] = true
		if l.Mark == "" && len(l.Lines) > 0 && !again && depth > 1 {
			t.put(`<li class="fold">`)
		} else {
			t.put(marks[l.Mark])
		}
		t.line(l, again, depth)
		t.put("</li>")
	}
	t.put("</ul>")
}

// marks begin a line by its mark.
var marks = map[string]string{"yes": `<li class="yes">`, "no": `<li class="no">`, "unknown": `<li class="open">`, "error": `<li class="error">`, "": "<li>"}

// line writes one line: by itself, with its reasons below, or folded.
func (t *teller) line(l *engine.Line, again bool, depth int) {
	switch {
	case len(l.Lines) == 0:
		t.clause(l)
	case again:
		t.clause(l)
		t.put(`<span class="quiet">（理由同上）</span>`)
	case depth < 2:
		t.clause(l)
		t.tree(l.Lines, depth+1)
	default:
		t.put("<details><summary>")
		t.clause(l)
		t.put("</summary>")
		t.tree(l.Lines, depth+1)
		t.put("</details>")
	}
}

// clause writes the sentence of a line and its clauses by the number of their
// document on this page: 〔文件2 第五条；文件3 第一条〕. The documents stand at
// the end of the page.
func (t *teller) clause(l *engine.Line) {
	t.say(l.Text)
	if len(l.Cites) == 0 {
		return
	}
	t.put(`<span class="cites">〔`)
	for i := range l.Cites {
		if i > 0 {
			t.put("；")
		}
		t.put("文件")
		t.out = strconv.AppendInt(t.out, int64(t.doc(l.Cites[i].Source)), 10)
		if l.Cites[i].At != "" {
			t.put(" ")
			t.escape(l.Cites[i].At)
		}
	}
	t.put("〕</span>")
}

// cautionWord is a word in brackets by which the engine names what is not simply
// published law, with the class of its colour.
type cautionWord struct{ word, class string }

// cautions are all of them.
var cautions = func() []cautionWord {
	words := []cautionWord{{"待复核", "due"}}
	for _, s := range pack.Statuses {
		words = append(words, cautionWord{s.Mark(), string(s)})
	}
	return words
}()

// say writes a sentence with its words of caution coloured: those that stand
// in brackets of their own.
func (t *teller) say(text string) {
	from := 0
	for i := 0; i < len(text); {
		next := strings.Index(text[i:], "（")
		if next < 0 {
			break
		}
		i += next + len("（")
		word, class := caution(text[i:])
		if word == "" {
			continue
		}
		t.escape(text[from:i])
		t.put(`<mark class="` + class + `">`)
		t.put(word)
		t.put("</mark>")
		i += len(word)
		from = i
	}
	t.escape(text[from:])
}

// caution finds the word of caution that a bracket holds.
func caution(text string) (word, class string) {
	for _, c := range cautions {
		if rest, ok := strings.CutPrefix(text, c.word); ok && strings.HasPrefix(rest, "）") {
			return c.word, c.class
		}
	}
	return "", ""
}

// escape writes text, never markup.
func (t *teller) escape(text string) {
	from := 0
	for i := range len(text) {
		code := ""
		switch text[i] {
		case '<':
			code = "&lt;"
		case '>':
			code = "&gt;"
		case '&':
			code = "&amp;"
		case '"':
			code = "&#34;"
		case '\'':
			code = "&#39;"
		default:
			continue
		}
		t.put(text[from:i])
		t.put(code)
		from = i + 1
	}
	t.put(text[from:])
}
