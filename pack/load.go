package pack

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Set is every pack of one or more file systems.
type Set struct {
	Packs map[string]*Pack
	texts map[string]string // text of every file by "cn/dibao.yaml"

	problems Problems
}

// Source returns the text of a pack file, "" if there is none. It is what
// Problems.Text asks for.
func (s *Set) Source(file string) string { return s.texts[file] }

// locate finds the first place of a word at or after a position: names in
// lists carry no position of their own, and the caret should stand under them.
func (s *Set) locate(pos Pos, word string) Pos {
	lines := strings.Split(s.texts[pos.File], "\n")
	pattern, err := regexp.Compile(`(^|[^A-Za-z0-9_.-])(` + regexp.QuoteMeta(word) + `)($|[^A-Za-z0-9_-])`)
	for i := pos.Line - 1; err == nil && i >= 0 && i < min(len(lines), pos.Line+39); i++ {
		line := []rune(lines[i])
		start := 0
		if i == pos.Line-1 {
			start = min(max(pos.Col-1, 0), len(line))
		}
		rest := string(line[start:])
		if m := pattern.FindStringSubmatchIndex(rest); m != nil {
			return Pos{pos.File, i + 1, start + utf8.RuneCountInString(rest[:m[4]]) + 1}
		}
	}
	return pos
}

// folder is one pack directory as bytes.
type folder struct {
	id    string
	files map[string]string // path inside the pack → text
}

// LoadAll reads every directory that has a pack.yaml at the root of the
// layers. A later layer adds packs or replaces a pack of the same id wholly.
// All problems of form are returned; the set holds what could be read.
func LoadAll(layers ...fs.FS) (*Set, Problems) {
	folders, problems := readFolders(layers)
	set := &Set{Packs: make(map[string]*Pack), texts: make(map[string]string)}
	for _, f := range folders {
		for name, text := range f.files {
			set.texts[f.id+"/"+name] = text
		}
	}
	heads, more := readHeads(set, folders)
	problems = append(problems, more...)
	for _, r := range parentsFirst(heads, &problems) {
		set.Packs[r.pack.ID] = r.pack
		r.parent = set.Packs[r.pack.Extends]
		r.subjects()
		problems = append(problems, r.problems...)
	}
	set.problems = append(problems, set.check()...).Sorted()
	return set, set.problems
}

func readFolders(layers []fs.FS) (map[string]*folder, Problems) {
	folders := make(map[string]*folder)
	var problems Problems
	for _, layer := range layers {
		entries, err := fs.ReadDir(layer, ".")
		if err != nil {
			problems = append(problems, unreadable("."))
		}
		if _, err := fs.Stat(layer, "pack.yaml"); err == nil {
			problems = append(problems, Problem{Pos: Pos{File: "pack.yaml"}, Kind: KindFile, Message: "pack.yaml 直接放在了最上层，没有人读它",
				Expected: "每个包一个目录，目录名就是包的名字", Remedy: "把这个包的文件移到以包命名的目录里，或指向上一层目录"})
		}
		for _, e := range entries {
			if !e.IsDir() {
				continue
			}
			if _, err := fs.Stat(layer, path.Join(e.Name(), "pack.yaml")); err == nil {
				f, bad := readFolder(layer, e.Name())
				folders[e.Name()] = f
				problems = append(problems, bad...)
			}
		}
	}
	return folders, problems
}

func unreadable(file string) Problem {
	return Problem{Pos: Pos{File: file}, Kind: KindFile, Message: "文件读不出来", Expected: "可以读取的文件", Remedy: "检查文件是否存在、是否有读取权限"}
}

func readFolder(layer fs.FS, id string) (*folder, Problems) {
	f := &folder{id: id, files: make(map[string]string)}
	var problems Problems
	err := fs.WalkDir(layer, id, func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		inner := strings.TrimPrefix(file, id+"/")
		if strings.HasPrefix(path.Base(inner), ".") || path.Ext(inner) == ".md" {
			return nil
		}
		data, err := fs.ReadFile(layer, file)
		if err != nil {
			problems = append(problems, unreadable(file))
			return nil
		}
		f.files[inner] = string(data)
		return nil
	})
	if err != nil {
		problems = append(problems, unreadable(id))
	}
	return f, problems
}

// readHeads reads every pack.yaml, so that parents can be read before children.
func readHeads(set *Set, folders map[string]*folder) (map[string]*reader, Problems) {
	heads := make(map[string]*reader)
	var problems Problems
	for _, id := range slices.Sorted(maps.Keys(folders)) {
		r := &reader{set: set, files: folders[id].files, used: map[string]bool{"pack.yaml": true}}
		r.pack = &Pack{ID: id, Sources: make(map[string]*Source), Pos: Pos{id + "/pack.yaml", 1, 1}}
		root := r.open("pack.yaml")
		if root == nil {
			problems = append(problems, r.problems...)
			continue
		}
		r.head(root)
		heads[id] = r
	}
	return heads, problems
}

// parentsFirst orders packs so that a parent comes before its children, and
// reports chains that lead nowhere or round in a circle.
func parentsFirst(heads map[string]*reader, problems *Problems) []*reader {
	var out []*reader
	state := make(map[string]int) // 1 on the way, 2 done
	var visit func(id string)
	visit = func(id string) {
		if state[id] == 2 {
			return
		}
		state[id] = 1
		p := heads[id].pack
		if p.Extends != "" && (heads[p.Extends] == nil || state[p.Extends] == 1) {
			*problems = append(*problems, chainProblem(heads[id].set, p, heads[p.Extends] == nil))
			p.Extends = ""
		} else if p.Extends != "" {
			visit(p.Extends)
		}
		state[id] = 2
		out = append(out, heads[id])
	}
	for _, id := range slices.Sorted(maps.Keys(heads)) {
		visit(id)
	}
	return out
}

func chainProblem(s *Set, p *Pack, absent bool) Problem {
	message := fmt.Sprintf("上级“%s”绕了一圈又回到“%s”", p.Extends, p.ID)
	if absent {
		message = fmt.Sprintf("没有名叫“%s”的上级包", p.Extends)
	}
	return Problem{Pos: s.locate(s.locate(p.Pos, "extends"), p.Extends), Kind: KindChain, Message: message, Expected: "extends 指向一个存在的上级，最后到全国", Remedy: "改正 extends"}
}

// open parses one file of the pack; nil if it is empty or unreadable.
func (r *reader) open(name string) *node {
	r.used[name] = true
	file := r.pack.ID + "/" + name
	root, problems := parseYAML(file, r.files[name])
	r.problems = append(r.problems, problems...)
	if root == nil && len(problems) == 0 {
		r.add(Pos{file, 1, 1}, KindEmpty, "文件是空的", "键和值", "写上内容，或删去文件")
	}
	if root != nil && root.kind != nodeMapping {
		r.add(root.pos, KindShape, "文件应当是一组键和值，却写成了"+kindWord(root.kind), "键: 值", "在最前面写上段名，例如“rules:”")
		return nil
	}
	return root
}

// subjects reads everything of a pack but its head, in the order of names.
func (r *reader) subjects() {
	if _, ok := r.files["facts.yaml"]; ok {
		if root := r.open("facts.yaml"); root != nil {
			r.facts(root)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.files)) {
		r.file(name)
	}
	for _, name := range slices.Sorted(maps.Keys(r.files)) {
		if !r.used[name] {
			r.strayFile(name)
		}
	}
}

// file reads one file according to where it lies.
func (r *reader) file(name string) {
	folder, isYAML := path.Dir(name), path.Ext(name) == ".yaml"
	switch {
	case r.used[name] || !isYAML:
	case folder == "cases":
		r.used[name] = true
		r.pack.CaseFiles = append(r.pack.CaseFiles, name)
	case folder == "procedures":
		if root := r.open(name); root != nil {
			r.procedures(root)
		}
	case name == "sources.yaml":
		if root := r.open(name); root != nil {
			r.check(root, sourcesFileShape, "引用的文件")
			r.sources(root.get("sources"))
		}
	case folder == ".":
		if root := r.open(name); root != nil {
			r.subject(root)
		}
	}
}

func (r *reader) strayFile(name string) {
	pos := Pos{File: r.pack.ID + "/" + name}
	if path.Ext(name) == ".csv" {
		r.add(pos, KindFile, "没有数值用到这个表", "figures 里某个数值的 table", "在数值上写 table，或删去文件")
		return
	}
	r.add(pos, KindFile, "这个文件放错了地方，没有人读它", "*.yaml、tables/*.csv、procedures/*.yaml、cases/*.yaml", "移到该放的地方，或删去")
}

// subject reads one subject file; its sections stand in a fixed order.
func (r *reader) subject(root *node) {
	r.check(root, subjectShape, "一个主题的规定")
	r.checkSections(root)
	r.figures(root.get("figures"))
	r.choices(root.get("choices"))
	r.rules(root.get("rules"))
	r.programmes(root.get("programmes"))
	r.amends(root.get("amends"))
	r.stacking(root.get("stacking"))
	r.constraints(root.get("constraints"))
}

func (r *reader) checkSections(root *node) {
	order := keyList(subjectShape)
	last := -1
	for _, e := range root.entries {
		i := slices.Index(order, e.key.text)
		if i >= 0 && i < last {
			r.add(e.key.pos, KindOrder, fmt.Sprintf("“%s”应当写在“%s”前面", e.key.text, order[last]), strings.Join(order, "、"), "按这个次序重排各段")
		}
		last = max(last, i)
	}
}
