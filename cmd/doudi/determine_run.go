package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"

	"doudi/casefile"
	"doudi/engine"
	"doudi/fault"
)

// determination is one run over many families: one goroutine reads, several
// determine and write, and this one prints in the order of the input.
type determination struct {
	app     *app
	lib     *library // only the reading goroutine touches it
	q       question
	options casefile.Options
	form    form
	watch   *progress
}

// job is one thing to print: a family, a note about a file, or its error.
type job struct {
	family *casefile.Family
	law    *compiled
	note   string
	err    error

	done           chan struct{} // closed when the fields below are set
	out, complaint []byte
	exit           exits
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

// read hands on the families of one file.
func (d *determination) read(name string, order, work chan<- *job) {
	tell := func(j *job) {
		j.done = make(chan struct{})
		order <- j
		work <- j
	}
	in, shut, err := d.open(name)
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
	case j.family == nil:
	case j.law == nil || contradicts(j.law, j.family):
		j.exit.note(worst(j.family))
		j.out, j.complaint = d.form.refused(j.family)
	default:
		r := j.law.engine.Determine(j.family.Snapshot, engine.Options{})
		keep(r, d.q.programme)
		for i := range r.Outcomes {
			j.exit.note(statusOfOutcome(&r.Outcomes[i]))
		}
		j.out = d.form.determined(r, j.law)
	}
}

// print prints what is done, in order, and remembers how it went.
func (d *determination) print(order <-chan *job) error {
	before, between, after := d.form.frame()
	d.app.out.WriteString(before)
	done, some := 0, false
	judged, known := false, d.q.programme == ""
	for j := range order {
		<-j.done
		if len(j.out) > 0 {
			if some {
				d.app.out.WriteString(between)
			}
			some = true
			d.app.out.Write(j.out)
		}
		d.tell(j)
		if j.law != nil {
			judged, known = true, known || j.law.knows(d.q.programme)
		}
		done++
		d.watch.at(done)
	}
	d.app.out.WriteString(after)
	if judged && !known {
		return fault.Newf(fault.NotFound, "没有名为“%s”的待遇；用 doudi packs show 查看有哪些待遇", d.q.programme)
	}
	return nil
}

// tell prints what belongs on standard error.
func (d *determination) tell(j *job) {
	d.app.err.Write(j.complaint)
	if j.note != "" {
		fmt.Fprintln(d.app.err, j.note)
	}
	if j.err != nil {
		d.app.fail(j.err)
	}
	d.app.exit.merge(j.exit)
}
