package main

import (
	"strings"
	"testing"

	"doudi/fact"
	"doudi/pack"
	"doudi/packs"
)

// legalTerms are words of the documents that whoever is asked does not know from
// his own life: none says by itself what is to be answered. Words that are hard
// but stand on a paper in the family's hands (低保, 残疾等级, 居住证) are not among
// them.
var legalTerms = []string{
	"渐退期", "法定义务人", "建档立卡户", "无民事行为能力", "合规自付", "政策范围内", "起付线", "转移性收入", "转移性支出", "刚性支出", "债权",
	"政策性住房", "实物配租", "经营实体", "一事一议", "核对机制",
}

// TestQuestionsAreAskedInPlainWords: a legal term in a question, or in an answer
// to pick, has its explanation: it stands in brackets behind plain words, or plain
// words stand in brackets behind it.
func TestQuestionsAreAskedInPlainWords(t *testing.T) {
	t.Parallel()
	set, problems := pack.LoadAll(packs.FS)
	if problems.HasErrors() {
		t.Fatal(problems.Text(set.Source))
	}
	for id, p := range set.Packs {
		for _, d := range p.Facts {
			asked := []string{d.Label}
			for _, label := range d.ValueLabels {
				asked = append(asked, label)
			}
			for _, text := range asked {
				if term := unexplained(text); term != "" {
					t.Errorf("%s: %s.%s asks “%s”: who knows what “%s” is?", id, d.Entity, d.Key, text, term)
				}
			}
		}
	}
}

// TestWhatIsCountedHasItsMeasureWord: 住房套数0套 and not 0项. People are 人 by
// themselves; what a fact counts in words of its own label is left to it.
func TestWhatIsCountedHasItsMeasureWord(t *testing.T) {
	t.Parallel()
	set, _ := pack.LoadAll(packs.FS)
	for id := range set.Packs {
		resolved, problems := set.Resolve(id)
		if resolved == nil {
			t.Fatal(id, problems)
		}
		for _, r := range resolved.Rules {
			if r.Kind == pack.BodyCount && r.Agg.Of != "member" && r.Unit == "" {
				t.Errorf("%s: the rule %s counts without a measure word", id, r.ID)
			}
		}
		for _, f := range resolved.Figures {
			if f.Type == fact.Count && f.Unit == "" {
				t.Errorf("%s: the figure %s has no measure word", id, f.ID)
			}
		}
		for _, e := range resolved.Schema.Entities {
			for _, f := range e.Facts {
				if f.Type == fact.Count && f.Unit == "" && !strings.Contains(f.Label, "（") {
					t.Errorf("%s: %s.%s has no measure word", id, e.Name, f.Key)
				}
			}
		}
	}
}

// unexplained is a legal term of a text that has no explanation beside it.
func unexplained(text string) string {
	for _, term := range legalTerms {
		before, after, found := strings.Cut(text, term)
		if !found || strings.HasPrefix(after, "（") {
			continue
		}
		if i := strings.LastIndex(before, "（"); i <= 0 || strings.Contains(before[i:], "）") {
			return term
		}
	}
	return ""
}

func TestUnexplainedTerms(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"续领低保的第一个月（渐退期）":    "",
		"渐退期（有了工作以后续领的几个月）": "",
		"渐退期的第一个月":          "渐退期",
		"（渐退期）":             "渐退期",
		"续领（有了工作）的渐退期":      "渐退期",
		"报销门槛（起付线）以上":       "",
	} {
		if got := unexplained(text); got != want {
			t.Errorf("%s: %q, not %q", text, got, want)
		}
	}
}
