package main

import (
	"io/fs"
	"maps"
	"os"
	"slices"
	"sync"

	"doudi/engine"
	"doudi/fault"
	"doudi/pack"
	"doudi/packs"
	"doudi/policy"
)

// library is every pack at hand, the embedded ones under those of --packs, and
// what was compiled of them so far.
type library struct {
	set      *pack.Set
	problems pack.Problems // of reading, over all packs
	compiled map[string]*compiled
	at       sync.Mutex // over compiled: the pages of a server ask all at once
}

// compiled is one resolved pack made ready. With errors among the problems
// program and engine are nil.
type compiled struct {
	resolved *pack.Resolved
	program  *policy.Program
	engine   *engine.Engine
	problems pack.Problems
	told     bool // the problems have been listed; other families need not hear them again
}

// library reads the embedded packs and those below dir, if one is given.
func (a *app) library(dir string) (*library, error) {
	layers := []fs.FS{packs.FS}
	if dir != "" {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return nil, fault.Newf(fault.NotFound, "找不到政策包目录 %s", dir)
		}
		layers = append(layers, os.DirFS(dir))
	}
	set, problems := pack.LoadAll(layers...)
	return &library{set: set, problems: problems, compiled: map[string]*compiled{}}, nil
}

// ids are all packs, superiors before subordinates.
func (l *library) ids() []string {
	ids := slices.Collect(maps.Keys(l.set.Packs))
	slices.SortFunc(ids, func(a, b string) int {
		if d := len(l.set.Chain(a)) - len(l.set.Chain(b)); d != 0 {
			return d
		}
		return compareText(a, b)
	})
	return ids
}

// get resolves and compiles a pack, once.
func (l *library) get(id string) (*compiled, error) {
	l.at.Lock()
	defer l.at.Unlock()
	if c := l.compiled[id]; c != nil {
		return c, nil
	}
	if l.set.Packs[id] == nil {
		return nil, fault.Newf(fault.NotFound, "没有名为“%s”的政策包；现有：%s", id, joined(l.ids()))
	}
	c := &compiled{}
	c.resolved, c.problems = l.set.Resolve(id)
	if !c.problems.HasErrors() {
		program, more := policy.Compile(c.resolved)
		c.problems = append(c.problems, more...)
		if !more.HasErrors() {
			c.program, c.engine = program, engine.New(program)
		}
	}
	l.compiled[id] = c
	return c, nil
}

// good is get, and an error of the pack if it cannot be used.
func (l *library) good(id string) (*compiled, error) {
	c, err := l.get(id)
	if err != nil {
		return nil, err
	}
	switch {
	case c.program != nil:
		return c, nil
	case c.told:
		return nil, fault.New(fault.PackError, "政策包 "+id+" 有错误，不能使用（错误已在前面列出）")
	}
	c.told = true
	return nil, fault.New(fault.PackError, "政策包 "+id+" 有错误，不能使用：\n"+c.problems.Errors().Text(l.set.Source))
}
