package registry

import (
	"slices"
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
)

// dots are the signs that keyboards put between the parts of a minority name;
// the card has U+00B7.
var dots = strings.NewReplacer("•", "·", "‧", "·", "∙", "·", "⋅", "·", "・", "·", "･", "·", "．", "·", "・", "·", "●", "·")

// dotted writes the sign between the parts of a name as the card does.
func dotted(s string) string { return dots.Replace(s) }

// surnames are read otherwise as a surname than as a word, or may be read in
// several ways; the first reading is the usual one.
var surnames = map[rune][]string{
	'单': {"shan"}, '曾': {"zeng"}, '仇': {"qiu"}, '解': {"xie"}, '区': {"ou"}, '查': {"zha"}, '朴': {"piao"}, '任': {"ren"}, '盖': {"ge", "gai"},
	'乐': {"yue", "le"}, '翟': {"zhai", "di"}, '缪': {"miao"}, '燕': {"yan"}, '召': {"shao", "zhao"}, '繁': {"po"}, '秘': {"bi", "mi"}, '员': {"yun"},
	'黑': {"he", "hei"}, '洗': {"xian"}, '冼': {"xian"}, '句': {"gou"}, '折': {"she"}, '覃': {"qin", "tan"}, '隗': {"wei", "kui"}, '郇': {"xun", "huan"},
	'宓': {"mi", "fu"}, '万': {"wan", "mo"}, '尉': {"wei", "yu"}, '长': {"zhang", "chang"}, '令': {"ling"}, '澹': {"tan"}, '佴': {"nai"}, '种': {"chong"},
	'重': {"chong"}, '牟': {"mu", "mou"}, '葛': {"ge"}, '华': {"hua"}, '纪': {"ji"}, '宁': {"ning"}, '曲': {"qu"}, '车': {"che"}, '石': {"shi"}, '沈': {"shen"},
	'郗': {"xi", "chi"}, '阚': {"kan"}, '谌': {"chen", "shen"}, '甯': {"ning"}, '逄': {"pang"}, '贾': {"jia"}, '褚': {"chu"}, '祭': {"zhai", "ji"}, '薄': {"bo"},
	'晁': {"chao"}, '那': {"na"}, '俟': {"qi", "si"}, '尹': {"yin"}, '洪': {"hong"}, '吕': {"lv", "lu"},
}

// readings is a reader of single characters without tones, all readings.
var readings = func() pinyin.Args {
	a := pinyin.NewArgs()
	a.Heteronym = true
	return a
}()

// many bounds how many ways of reading one name are kept.
const many = 12

// tokens are the keys by which a name is found, each as a prefix: the name and
// its ends from each character on, so that any part of it is found; pinyin of
// the whole name and of the given name; initials.
func tokens(name string) []string {
	letters := []rune(folded(name))
	set := map[string]bool{}
	for i := range letters {
		set[string(letters[i:])] = true
	}
	for _, way := range ways(letters) {
		var initials strings.Builder
		for _, syllable := range way {
			first, _ := firstRune(syllable)
			initials.WriteRune(first)
		}
		set[strings.Join(way, "")] = true
		set[initials.String()] = true
		if len(way) > 1 {
			set[strings.Join(way[1:], "")] = true
		}
	}
	delete(set, "")
	all := make([]string, 0, len(set))
	for t := range set {
		all = append(all, t)
	}
	slices.Sort(all)
	return all
}

// firstRune is the first character of a text.
func firstRune(s string) (rune, bool) {
	for _, r := range s {
		return r, true
	}
	return 0, false
}

// folded is a name or a search text without what may be written in several
// ways: dots, blanks, capitals, full-width letters, the ü of pinyin.
func folded(s string) string {
	var b strings.Builder
	for _, r := range dotted(s) {
		if r >= 0xFF01 && r <= 0xFF5E { // full-width forms of ASCII
			r -= 0xFEE0
		}
		switch {
		case r == '·' || r == '\'' || r == '-' || r == '.' || unicode.IsSpace(r):
		case r == 'ü' || r == 'Ü':
			b.WriteRune('v')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// ways are the ways of reading a name, syllable by syllable: the most usual
// first, the surname's readings before those of the given name.
func ways(letters []rune) [][]string {
	all := [][]string{nil}
	for i, r := range letters {
		choice := sounds(r, i == 0)
		var next [][]string
		for _, sound := range choice {
			for _, way := range all {
				if len(next) < many {
					next = append(next, append(slices.Clone(way), sound))
				}
			}
		}
		all = next
	}
	return all
}

// sounds are the readings of one character; what is no Chinese character reads
// as itself.
func sounds(r rune, surname bool) []string {
	var list []string
	if surname {
		list = append(list, surnames[r]...)
	}
	for _, s := range pinyin.SinglePinyin(r, readings) {
		if s = folded(s); !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	if len(list) == 0 {
		return []string{string(r)}
	}
	return list
}

// places are the keys by which an address is found: its ends from each
// character on.
func places(address string) []string {
	letters := []rune(folded(address))
	var all []string
	for i := range letters {
		all = append(all, string(letters[i:]))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// NameTokens and AddressTokens are the keys under which the store keeps a name
// and an address.
func NameTokens(name string) []string { return tokens(name) }

// AddressTokens see NameTokens.
func AddressTokens(address string) []string { return places(address) }
