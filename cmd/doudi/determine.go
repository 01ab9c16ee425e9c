package main

import (
	"doudi/casefile"
	"doudi/engine"
	"doudi/fact"

	"github.com/spf13/cobra"
)

// question is what the options of determine say.
type question struct {
	region, asOf, programme, dir string
	json, full                   bool
}

// determineCommand is the main job: facts in, entitlements and reasons out.
func (a *app) determineCommand() *cobra.Command {
	var q question
	cmd := &cobra.Command{
		Use:   "determine 家庭文件…",
		Short: "判定家庭能得到哪些待遇、多少、为什么",
		Long: "判定家庭能得到哪些待遇、多少、为什么。\n\n" +
			"家庭文件可以是 YAML、JSON、xlsx（每种事实一张表）或 CSV（UTF-8 或 GB18030），一个文件可以有许多家庭；写 - 从标准输入读。\n" +
			"读不懂的家庭说明哪一行哪一项有误，其余家庭照常判定。",
		Example: "  doudi determine 家庭.yaml\n  doudi determine 家庭.xlsx --programme dibao --json\n  cat 家庭.json | doudi determine -",
		Args:    wants(1, -1, "家庭文件"),
		RunE:    func(_ *cobra.Command, args []string) error { return a.determine(q, args) },
	}
	f := cmd.Flags()
	f.StringVar(&q.region, "region", "", "按哪个行政`区划`代码的规定判定，代替文件里写的")
	f.StringVar(&q.asOf, "as-of", "", "按哪一`天`计算，代替文件里写的，如 2026-07-01")
	f.StringVar(&q.programme, "programme", "", "只看这几项`待遇`，写名称或代号，逗号隔开，如 dibao,临时救助")
	f.BoolVar(&q.json, "json", false, "输出 JSON，供其他系统读取")
	f.BoolVar(&q.full, "full", false, "列出全部理由；不写只列到第三层")
	packsFlag(cmd, &q.dir)
	a.colourFlag(cmd, &q.json)
	return cmd
}

// form is how results are written: text for people or JSON for programs. Its
// methods are called by several goroutines at once.
type form interface {
	determined(p *page, c *compiled, s *fact.Snapshot, o engine.Options)
	refused(f *casefile.Family) []byte
	unread(file string, err error) []byte
	// frame is what stands before the first, between two, and after the last.
	frame() (before, between, after string)
}

// page is memory for the answer to one family; it is used again.
type page struct {
	text   []byte
	result engine.Result
}

// determine answers for every family of every file.
func (a *app) determine(q question, files []string) error {
	lib, err := a.library(q.dir)
	if err != nil {
		return err
	}
	only, err := lib.wanted(q.programme)
	if err != nil {
		return err
	}
	o := casefile.Options{Region: q.region, Today: a.today(), Resolve: lib.resolve}
	if q.asOf != "" {
		if o.AsOf, err = a.day(q.asOf); err != nil {
			return err
		}
	}
	d := &determination{app: a, lib: lib, only: only, options: o, form: textForm{full: q.full}, watch: a.progress("户")}
	if q.json {
		d.form = jsonForm{}
	}
	return d.run(files)
}

// worst is the exit status that the faults of a family bring.
func worst(f *casefile.Family) exitStatus {
	s := exitBadInput
	for _, e := range f.Faults {
		if statusOf(e.Kind) == exitPack {
			s = exitPack
		}
	}
	return s
}

// statusOfOutcome is what one outcome adds to the exit status.
func statusOfOutcome(o *engine.Outcome) exitStatus {
	switch {
	case len(o.Faults) > 0:
		return exitPack
	case o.Status == engine.Undetermined, o.Status == engine.Waiting, o.Status == engine.ChoiceOpen:
		return exitUndetermined
	}
	return exitOK
}
