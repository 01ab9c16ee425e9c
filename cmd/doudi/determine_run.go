package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"doudi/casefile"
	"doudi/engine"
	"doudi/fault"
	"doudi/gb"
)

// determination is one run over many families: one goroutine reads, several
// determine and write, and this one prints in the order of the input.
type determination struct {
	app     *app
	lib     *library // only the reading goroutine touches it
	only    wanted
	options casefile.Options
	form    form
	watch   *progress
	pages   sync.Pool // *page: those that are printed
}

// job is one thing to print: a family, a note about a file, or its error.
type job struct {
	file   string // as a person knows it
	family *casefile.Family
	law    *compiled
	note   string
	err    error

	done    chan struct{} // closed when the fields below are set
	out     []byte
	page    *page // that out stands on, if any
	refused bool
	exit    exits
}

// run reads, determines and prints.
func (d *determination) run(files []string) error {
	workers := runtime.GOMAXPROCS(0)
	order, work := make(chan *job, 4*workers), make(chan *job, 4*workers)
	go func() {
		for _, name := range files {
			d.read(name, order, work)
		}
		close(order)
		close(work)
	}()
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			for j := range work {
				d.answer(j)
			}
		})
	}
	err := d.print(order)
	wait.Wait()
	return err
}

// standardInput is the file that a single dash means, as messages call it.
const standardInput = "标准输入"

// read hands on the families of one file.
func (d *determination) read(name string, order, work chan<- *job) {
	in, shut, err := d.open(name)
	if name == "-" {
		name = standardInput
	}
	tell := func(j *job) {
		j.file, j.done = name, make(chan struct{})
		order <- j
		work <- j
	}
	if err != nil {
		tell(&job{err: err})
		return
	}
	defer shut()
	reader, err := casefile.Open(name, in, d.options)
	said := false
	for err == nil {
		var family *casefile.Family
		family, err = reader.Next()
		if note := reader.Note(); note != "" && !said {
			said = true
			tell(&job{note: name + "：" + note})
		}
		if err == nil {
			tell(&job{family: family, law: d.lawOf(family)})
		}
	}
	if !errors.Is(err, io.EOF) {
		tell(&job{err: fault.Wrap(err, fault.Kind(err), name+"："+fault.Sentence(err))})
	}
}

// lawOf is the compiled law of a family that could be read.
func (d *determination) lawOf(f *casefile.Family) *compiled {
	if f.Snapshot == nil {
		return nil
	}
	return d.lib.compiled[f.Pack.ID]
}

// open opens a file, or standard input for a single dash.
func (d *determination) open(name string) (io.Reader, func() error, error) {
	if name == "-" {
		return d.app.in, func() error { return nil }, nil
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return nil, nil, fault.Newf(fault.NotFound, "%s 是目录，不是文件；请写出里面的文件，如 %s", name, filepath.Join(name, "*.yaml"))
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, fault.Wrap(err, fault.NotFound, "找不到文件 "+name+"，或没有权限读取")
	}
	return f, f.Close, nil
}

// answer determines one family and writes the result down.
func (d *determination) answer(j *job) {
	defer close(j.done)
	switch {
	case j.err != nil:
		j.out = d.form.unread(j.file, j.err)
	case j.family == nil:
	case j.law == nil || contradicts(j.law, j.family):
		j.exit.note(worst(j.family))
		j.out, j.refused = d.form.refused(j.family), true
	default:
		p, again := d.pages.Get().(*page)
		if !again {
			p = new(page)
		}
		d.form.determined(p, j.law, j.family.Snapshot, engine.Options{Programmes: d.only.ids()})
		for i := range p.result.Outcomes {
			j.exit.note(statusOfOutcome(&p.result.Outcomes[i]))
		}
		j.page, j.out = p, p.text
	}
}

// print prints what is done, in order, and remembers how it went.
func (d *determination) print(order <-chan *job) error {
	before, between, after := d.form.frame()
	d.app.out.WriteString(before)
	wrong := &complaints{out: d.app.err}
	done, some := 0, false
	laws := map[*compiled]bool{}
	for j := range order {
		<-j.done
		if len(j.out) > 0 {
			if some {
				d.app.out.WriteString(between)
			}
			some = true
			d.app.out.Write(j.out)
		}
		if j.page != nil {
			d.pages.Put(j.page)
		}
		d.tell(j, wrong)
		if j.law != nil {
			laws[j.law] = true
		}
		done++
		d.watch.at(done)
	}
	wrong.close()
	d.app.out.WriteString(after)
	return d.only.unknownTo(laws)
}

// tell prints what belongs on standard error.
func (d *determination) tell(j *job, wrong *complaints) {
	wrong.begin(j.file)
	if j.refused {
		wrong.refused(j.family)
	}
	if j.note != "" {
		fmt.Fprintln(d.app.err, gb.MaskAll(j.note))
	}
	if j.err != nil {
		d.app.fail(j.err)
	}
	d.app.exit.merge(j.exit)
}
