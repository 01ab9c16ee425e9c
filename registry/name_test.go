package registry

import (
	"slices"
	"strings"
	"testing"
)

// found tells whether a search text is the beginning of one of a name's keys,
// which is how the store looks.
func findable(name, text string) bool {
	key, err := searched(ByName, text)
	return err == nil && slices.ContainsFunc(tokens(name), func(t string) bool { return strings.HasPrefix(t, key) })
}

func TestANameIsFoundByAnyPartOfIt(t *testing.T) {
	t.Parallel()
	for name, texts := range map[string][]string{
		"王伟":          {"王", "伟", "王伟", "wangwei", "Wang Wei", "wangw", "ww", "WW", "wei"},
		"单雄信":         {"单", "雄", "雄信", "shanxiongxin", "sxx", "xiongxin", "danxiongxin"},
		"曾国强":         {"zeng", "zgq", "国强"},
		"仇和":          {"qiuhe", "qh", "和"},
		"解放":          {"xiefang", "jiefang"},
		"任我行":         {"renwoxing", "rwx"},
		"吕丽":          {"lvli", "lüli", "luli", "ll"},
		"尉迟恭":         {"yuchigong", "weichigong", "迟恭"},
		"万俟卨":         {"moqi", "万俟"},
		"买买提·艾山":      {"买买提艾山", "买买提·艾山", "买买提•艾山", "艾山", "maimaiti", "mmtas"},
		"Anna Müller": {"anna", "ANNA", "müller", "annam"},
	} {
		for _, text := range texts {
			if text == "müller" { // ü is v in pinyin, and in the key as well
				text = "mvller"
			}
			if !findable(name, text) {
				t.Errorf("%s is not found by %q: %v", name, text, tokens(name))
			}
		}
	}
}

func TestANameIsNotFoundByWhatIsNotInIt(t *testing.T) {
	t.Parallel()
	for _, c := range [][2]string{{"王伟", "李"}, {"王伟", "w w x"}, {"王伟", "伟王"}, {"王伟", "w"}, {"王伟", ""}, {"买买提·艾山", "·"}} {
		if findable(c[0], c[1]) {
			t.Errorf("%s is found by %q", c[0], c[1])
		}
	}
}

func TestALongNameHasAFewKeysOnly(t *testing.T) {
	t.Parallel()
	name := strings.Repeat("和行长重", 15)
	if n := len(tokens(name)); n > 60+3*many {
		t.Errorf("%d keys", n)
	}
}

func TestDotsOfAllKeyboardsAreOne(t *testing.T) {
	t.Parallel()
	want, err := properName("阿依古丽·吐尔逊")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"阿依古丽•吐尔逊", "阿依古丽‧吐尔逊", "阿依古丽・吐尔逊", " 阿依古丽·吐尔逊 "} {
		if got, err := properName(s); err != nil || got != want {
			t.Errorf("%q is %q, %v", s, got, err)
		}
	}
}
