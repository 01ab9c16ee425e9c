package web

import (
	"strconv"
	"strings"

	"doudi/engine"
	"doudi/fact"
)

// teller remembers what a page has told, so that a reason is given once and
// every document has one number.
type teller struct {
	told map[string]bool
	docs []string
	at   map[string]int
}

// newTeller begins a page.
func newTeller() *teller { return &teller{told: map[string]bool{}, at: map[string]int{}} }

// again tells whether a sentence was told before, and remembers it.
func (t *teller) again(l *engine.Line) bool {
	if t.told[l.Text] {
		return true
	}
	t.told[l.Text] = true
	return false
}

// doc is the number of a document on this page.
func (t *teller) doc(source string) string {
	n, known := t.at[source]
	if !known {
		t.docs = append(t.docs, source)
		n = len(t.docs)
		t.at[source] = n
	}
	return strconv.Itoa(n)
}

// piece is a stretch of a sentence; Class colours a word of caution.
type piece struct{ Text, Class string }

// cautions are the words in brackets by which the engine names what is not
// simply published law.
var cautions = []struct{ word, class string }{
	{"示例值", "example"}, {"未核实", "unverified"}, {"推定", "assumed"}, {"一种读法", "reading"}, {"待复核", "unverified"},
}

// pieces cuts a sentence at its words of caution.
func pieces(text string) []piece {
	var all []piece
	for text != "" {
		at, length, class := len(text), 0, ""
		for _, c := range cautions {
			if i := strings.Index(text, c.word); i >= 0 && i < at && inBrackets(text, i, len(c.word)) {
				at, length, class = i, len(c.word), c.class
			}
		}
		if at > 0 {
			all = append(all, piece{Text: text[:at]})
		}
		if length == 0 {
			break
		}
		all = append(all, piece{text[at : at+length], class})
		text = text[at+length:]
	}
	return all
}

// inBrackets tells whether a word stands alone within Chinese brackets or
// between commas there, as the engine writes it.
func inBrackets(text string, at, length int) bool {
	before, after := text[:at], text[at+length:]
	opened := strings.HasSuffix(before, "（") || strings.HasSuffix(before, "，") || strings.HasSuffix(before, "、")
	closed := strings.HasPrefix(after, "）") || strings.HasPrefix(after, "，") || strings.HasPrefix(after, "、")
	return opened && closed
}

// cautious tells whether a sentence holds a word of caution at all; nearly
// none does.
func cautious(text string) bool {
	for _, c := range cautions {
		if strings.Contains(text, c.word) {
			return true
		}
	}
	return false
}

// per is how often an amount comes.
func per(a engine.Amount) string {
	switch a.Type {
	case fact.MoneyMonth:
		return "每月"
	case fact.MoneyYear:
		return "每年"
	case fact.MoneyDay:
		return "每天"
	}
	return "一次"
}

// figure is the number of an amount without its unit: 960 or 10至30.
func figure(a engine.Amount) string {
	low, high := strings.TrimSuffix(a.Low.String(), "元"), strings.TrimSuffix(a.High.String(), "元")
	if a.Low == a.High {
		return low
	}
	return low + "至" + high
}

// isMoney tells whether an outcome is paid.
func isMoney(o *engine.Outcome) bool { return o.Total.Type != fact.Invalid }

// payments say how often it is paid out.
var payments = map[string]string{"month": "按月发", "quarter": "按季发", "year": "按年发", "school_year": "按学年发", "once": "一次发", "row": "逐笔发"}

// conditions are the sentences at the top of an explanation that decided it.
func failed(o *engine.Outcome) []*engine.Line {
	var lines []*engine.Line
	for i := range o.Why {
		if l := &o.Why[i]; l.Mark == "no" && l.ID != "" && l.ID != o.Programme {
			lines = append(lines, l)
		}
	}
	return lines
}
