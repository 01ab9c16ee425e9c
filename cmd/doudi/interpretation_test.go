package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"doudi/pack"
	"doudi/packs"
)

// The page of readings is prose about packs; a reading whose figure was renamed
// or whose case was dropped would lead an officer nowhere.
const interpretationPage = "../../docs/interpretation.md"

var (
	inCode  = regexp.MustCompile("`([a-z0-9-]+)/([A-Za-z0-9_.#-]+)`(?:「([^」]+)」)?")
	anyCase = regexp.MustCompile(`(?m)^  - name: (.+)$`)
)

// readings are the items that must stand on the page: the contradictions and
// readings of the field facts, the decisions of the pack language, and each row
// of what the law of 2026 changed.
func readings() []string {
	var out []string
	for _, group := range []struct {
		head string
		n    int
	}{{"1.6", 18}, {"1.9", 5}, {"10", 6}, {"2.1", 18}} {
		for i := range group.n {
			out = append(out, fmt.Sprintf("%s-%d", group.head, i+1))
		}
	}
	return out
}

// interpretations are the sections of the page by the first word of their head.
func interpretations(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile(interpretationPage)
	if err != nil {
		t.Fatal(err)
	}
	items := map[string]string{}
	for _, section := range strings.Split(string(text), "\n### ")[1:] {
		section, _, _ = strings.Cut(section, "\n## ")
		key, body, _ := strings.Cut(section, " ")
		items[key] = body
	}
	return items
}

// TestEveryReadingIsDecided wants every item with what, why, where to change it
// and what shows both sides.
func TestEveryReadingIsDecided(t *testing.T) {
	t.Parallel()
	items := interpretations(t)
	for _, key := range readings() {
		t.Run(key, func(t *testing.T) {
			t.Parallel()
			for _, part := range []string{"\n- 怎么定：", "\n- 为什么：", "\n- 改哪里：`", "\n- "} {
				if !strings.Contains(items[key], part) {
					t.Errorf("lacks %q", part)
				}
			}
			_, shown, _ := strings.Cut(items[key], "\n- 改哪里：")
			_, shown, _ = strings.Cut(shown, "\n- ")
			if !inCode.MatchString(shown) {
				t.Error("shows no case, step or source")
			}
			if strings.HasPrefix(shown, "案例") && strings.Count(shown, "「") < 2 {
				t.Error("shows one side only")
			}
		})
	}
}

// TestReadingsNameWhatExists wants every figure, rule, step, source and case
// that the page names.
func TestReadingsNameWhatExists(t *testing.T) {
	t.Parallel()
	set, _ := pack.LoadAll(packs.FS)
	for key, body := range interpretations(t) {
		for _, m := range inCode.FindAllStringSubmatch(body, -1) {
			p := set.Packs[m[1]]
			switch {
			case p == nil:
				t.Errorf("%s: no pack %s", key, m[1])
			case m[3] != "" && !slices.Contains(casesOf(t, m[1]+"/cases/"+m[2]), m[3]):
				t.Errorf("%s: %s has no case 「%s」", key, m[2], m[3])
			case m[3] == "" && !slices.Contains(namesOf(p), m[2]):
				t.Errorf("%s: %s has no %s", key, m[1], m[2])
			}
		}
	}
}

// casesOf are the names of the cases in one file.
func casesOf(t *testing.T, file string) []string {
	t.Helper()
	text, err := packs.FS.ReadFile(file)
	if err != nil {
		t.Error(err)
	}
	var names []string
	for _, m := range anyCase.FindAllStringSubmatch(string(text), -1) {
		names = append(names, strings.Trim(m[1], `"'`))
	}
	return names
}

// namesOf is everything that a pack itself writes and an officer could change.
func namesOf(p *pack.Pack) []string {
	var names []string
	add := func(s string) { names = append(names, s) }
	for _, x := range p.Figures {
		add(x.ID)
	}
	for _, x := range p.Rules {
		add(x.ID)
	}
	for _, x := range p.Programmes {
		add(x.ID)
	}
	for _, x := range p.Choices {
		add(x.ID)
	}
	for _, x := range p.Constraints {
		add(x.ID)
	}
	for id := range p.Sources {
		add(id)
	}
	for _, x := range p.Procedures {
		for _, s := range x.Steps {
			add(x.ID + "#" + s.ID)
		}
	}
	return names
}
