package main

import (
	"errors"
	"io"
	"slices"
	"strings"

	"doudi/casefile"
	"doudi/engine"
	"doudi/fact"
	"doudi/fault"
	"doudi/pack"
)

// caseRun is one case of a pack: the family and, if it could be read, the law
// that it was held against.
type caseRun struct {
	family *casefile.Family
	law    *compiled
}

// options are those of the engine for this case.
func (c *caseRun) options() engine.Options {
	o := engine.Options{}
	for _, f := range c.family.Figures {
		if o.FigureOverrides == nil {
			o.FigureOverrides = map[string]fact.Value{}
		}
		o.FigureOverrides[f.ID] = f.Value
	}
	return o
}

// overrides tells that the case gives a figure a value of its own.
func (c *caseRun) overrides(figure string) bool {
	return slices.ContainsFunc(c.family.Figures, func(f casefile.FigureOverride) bool { return f.ID == figure })
}

// resolve is what casefile asks for the law of a region.
func (l *library) resolve(region string, scope map[string]string) (*pack.Resolved, error) {
	id, ok := l.set.ForRegion(region, scope)
	switch {
	case id == "":
		return nil, fault.Newf(fault.BadInput, "没有管辖 %s 的政策包", region)
	case !ok && scope != nil:
		// What decides the pack is not answered: the lowest pack asks for it.
	}
	c, err := l.good(id)
	if err != nil {
		return nil, err
	}
	return c.resolved, nil
}

// eachCase reads the cases of packs one by one.
func (l *library) eachCase(ids []string, visit func(caseRun) error) error {
	for _, id := range ids {
		p := l.set.Packs[id]
		if p == nil {
			_, err := l.get(id)
			return err
		}
		for _, name := range p.CaseFiles {
			if err := l.caseFile(id+"/"+name, visit); err != nil {
				return err
			}
		}
	}
	return nil
}

// caseFile reads one file of cases.
func (l *library) caseFile(name string, visit func(caseRun) error) error {
	in, err := casefile.Open(name, strings.NewReader(l.set.Source(name)), casefile.Options{AllowExpect: true, Resolve: l.resolve})
	if err != nil {
		return fault.Wrap(err, fault.PackError, name+"："+fault.Sentence(err))
	}
	for {
		family, err := in.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fault.Wrap(err, fault.PackError, name+"："+fault.Sentence(err))
		}
		run := caseRun{family: family}
		if family.Pack != nil {
			run.law = l.compiled[family.Pack.ID]
		}
		if err := visit(run); err != nil {
			return err
		}
	}
}
