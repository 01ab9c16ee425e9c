package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"doudi/casefile"
	"doudi/engine"
	"doudi/fault"

	"github.com/spf13/cobra"
)

// question is what the options of determine say.
type question struct {
	region, asOf, programme, dir string
	json                         bool
}

// determineCommand is the main job: facts in, entitlements and reasons out.
func (a *app) determineCommand() *cobra.Command {
	var q question
	cmd := &cobra.Command{
		Use:   "determine 家庭文件…",
		Short: "判定家庭能得到哪些待遇、多少、为什么",
		Long: "判定家庭能得到哪些待遇、多少、为什么。\n\n" +
			"家庭文件可以是 YAML、JSON、xlsx(每种事实一张表)或 CSV(UTF-8 或 GB18030),一个文件可以有许多家庭;写 - 从标准输入读。\n" +
			"读不懂的家庭说明哪一行哪一项有误,其余家庭照常判定。",
		Example: "  doudi determine 家庭.yaml\n  doudi determine 家庭.xlsx --programme dibao --json\n  cat 家庭.json | doudi determine -",
		Args:    wants(1, -1, "家庭文件"),
		RunE:    func(_ *cobra.Command, args []string) error { return a.determine(q, args) },
	}
	f := cmd.Flags()
	f.StringVar(&q.region, "region", "", "按哪个行政`区划`代码的规定判定,代替文件里写的")
	f.StringVar(&q.asOf, "as-of", "", "按哪一`天`计算,代替文件里写的,如 2026-07-01")
	f.StringVar(&q.programme, "programme", "", "只看一项`待遇`,如 dibao")
	f.BoolVar(&q.json, "json", false, "输出 JSON,供其他系统读取")
	packsFlag(cmd, &q.dir)
	return cmd
}

// output is where results go: text for people or JSON for programs.
type output interface {
	determined(r *engine.Result, c *compiled)
	refused(f *casefile.Family)
	close() error
}

// determine answers for every family of every file.
func (a *app) determine(q question, files []string) error {
	lib, err := a.library(q.dir)
	if err != nil {
		return err
	}
	o := casefile.Options{Region: q.region, Today: a.today(), Resolve: lib.resolve}
	if q.asOf != "" {
		if o.AsOf, err = a.day(q.asOf); err != nil {
			return err
		}
	}
	run := &determination{app: a, lib: lib, q: q, options: o, out: a.output(q), watch: a.progress("户")}
	for _, name := range files {
		if err := run.file(name); err != nil {
			a.fail(err)
		}
	}
	if run.judged > 0 && q.programme != "" && !run.met {
		a.fail(fault.Newf(fault.NotFound, "没有名为“%s”的待遇;用 doudi packs show 查看有哪些待遇", q.programme))
	}
	return run.out.close()
}

// output chooses the form.
func (a *app) output(q question) output {
	if q.json {
		return &jsonWriter{to: a.out}
	}
	return &textWriter{to: a.out, complaints: a.err}
}

// determination is one run over many families.
type determination struct {
	app     *app
	lib     *library
	q       question
	options casefile.Options
	out     output
	watch   *progress
	done    int  // families read
	judged  int  // families that could be determined
	met     bool // the programme asked for exists somewhere
}

// file answers for the families of one file.
func (d *determination) file(name string) error {
	in, shut, err := d.open(name)
	if err != nil {
		return err
	}
	defer shut()
	reader, err := casefile.Open(name, in, d.options)
	if err != nil {
		return named(name, err)
	}
	said := false
	for {
		family, err := reader.Next()
		if note := reader.Note(); note != "" && !said {
			said = true
			fmt.Fprintln(d.app.err, name+":"+note)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return named(name, err)
		}
		d.family(family)
	}
}

// named puts the file before the sentence of an error.
func named(name string, err error) error {
	return fault.Wrap(err, fault.Kind(err), name+":"+fault.Sentence(err))
}

// open opens a file, or standard input for a single dash.
func (d *determination) open(name string) (io.Reader, func() error, error) {
	if name == "-" {
		return d.app.in, func() error { return nil }, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, fault.Wrap(err, fault.NotFound, "找不到文件 "+name+",或没有权限读取")
	}
	return f, f.Close, nil
}

// family answers for one family.
func (d *determination) family(f *casefile.Family) {
	d.done++
	d.watch.at(d.done)
	if f.Snapshot == nil {
		d.app.status(worst(f))
		d.out.refused(f)
		return
	}
	d.judged++
	c := d.lib.compiled[f.Pack.ID]
	r := c.engine.Determine(f.Snapshot, engine.Options{})
	d.keep(r, c)
	for i := range r.Outcomes {
		d.app.status(statusOfOutcome(&r.Outcomes[i]))
	}
	d.out.determined(r, c)
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

// keep leaves only the programme that was asked for.
func (d *determination) keep(r *engine.Result, c *compiled) {
	if d.q.programme == "" {
		return
	}
	for i := range c.program.Programmes {
		d.met = d.met || c.program.Programmes[i].ID == d.q.programme
	}
	var kept []engine.Outcome
	for _, o := range r.Outcomes {
		if o.Programme == d.q.programme {
			kept = append(kept, o)
		}
	}
	r.Outcomes = kept
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
