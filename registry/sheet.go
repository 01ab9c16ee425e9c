package registry

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"doudi/audit"
	"doudi/casefile"
	"doudi/fault"
	"doudi/job"
)

// Sheet is a file of families on its way into the register: taken in, held
// against the register without changing it, confirmed by a person, entered
// family by family. Its number is that of the paper that it lies sealed as,
// which is the evidence of what it brings.
type Sheet struct {
	Ref
	Kind    string // ending of the file: xlsx, csv
	State   SheetState
	By      int64 // staff id of who brought it
	At      time.Time
	Passed  int64 // families gone through in this state
	Entered Tally // NewFamilies, NewPersons and Facts entered so far
	Report  Report
}

// SheetState is how far a sheet has come.
type SheetState string

// The states. Whatever happened, the same file may be read again.
const (
	SheetReading  SheetState = "reading"  // the dry run is under way
	SheetRead     SheetState = "read"     // a person has to confirm
	SheetEntering SheetState = "entering" // families go in
	SheetEntered  SheetState = "entered"
	SheetRefused  SheetState = "refused" // the file as a whole cannot be read
)

// Report is what a sheet came to: what it would bring, what is wrong with it.
type Report struct {
	Total   int64 // families of the file
	Tally   Tally
	Marks   []casefile.Mark
	Omitted int // faults beyond those kept
	Note    string
	Refusal string // why the file as a whole was refused
}

// The kinds of jobs that follow from a sheet; the key of each names the sheet.
const (
	JobReadSheet  = "sheet.read"
	JobEnterSheet = "sheet.enter"
)

// SheetKey is the key of a sheet's jobs.
func SheetKey(id int64) string { return fmt.Sprintf("sheet:%d", id) }

// SheetOfKey is the sheet that a job's key names.
func SheetOfKey(key string) (id int64) {
	fmt.Sscanf(key, "sheet:%d", &id)
	return id
}

// mostBytes is how large a file may be: 50 000 people are some 6 MB.
const mostBytes = 20 << 20

// Take keeps a file and asks for its dry run. The same bytes again are the same
// sheet, read anew.
func (r *Registry) Take(ctx context.Context, d Desk, name string, content []byte) (id int64, err error) {
	if len(content) > mostBytes {
		return 0, fault.Newf(fault.BadInput, "文件：超过%dMB；请分成几个文件导入", mostBytes>>20)
	}
	kind, err := casefile.TableKind(name, content)
	if err != nil {
		return 0, err
	}
	err = r.change(ctx, d, importing, func(tx Tx) error {
		if id, err = taken(tx, d, kind, content); err != nil {
			return err
		}
		tx.Witness("paper", id, string(content))
		return tx.Enqueue(job.Job{Office: d.office(), Kind: JobReadSheet, Key: SheetKey(id), RunAt: tx.Now()})
	})
	return id, err
}

// importing is the act of everything that is done with a sheet.
const importing = "sheet.import"

// taken finds the sheet of a file, or begins one.
func taken(tx Tx, d Desk, kind string, content []byte) (int64, error) {
	id, found, err := tx.SheetOf(d.office(), content)
	if err != nil {
		return 0, err
	}
	if found {
		s, err := tx.Sheet(d.office(), id)
		if err != nil || s.State == SheetEntering {
			return id, err
		}
		s.State, s.Passed, s.By = SheetReading, 0, d.Actor.Staff
		return id, tx.SaveSheet(s)
	}
	if id, err = tx.AddPaper("sheet", content); err != nil {
		return 0, err
	}
	return id, tx.AddSheet(Sheet{Ref: Ref{d.office(), id}, Kind: kind, State: SheetReading, By: d.Actor.Staff, At: tx.Now()}, content)
}

// Confirm has a sheet that was read entered, by who brought it: the copy with
// the full numbers is his alone.
func (r *Registry) Confirm(ctx context.Context, d Desk, id int64) error {
	return r.change(ctx, d, importing, func(tx Tx) error {
		s, err := tx.Sheet(d.office(), id)
		if err != nil {
			return err
		}
		if s.By != d.Actor.Staff {
			return fault.New(fault.Refused, "导入由上传文件的人确认；请由本人确认，或者自己重新上传这个文件")
		}
		if s.State == SheetEntering {
			return nil // confirmed already
		}
		if s.State != SheetRead || s.Report.Tally.Families == 0 {
			return fault.New(fault.Refused, "这个文件现在不能导入：要先核对完，并且至少有一户没有错误")
		}
		s.State, s.Passed = SheetEntering, 0
		tx.Witness("paper", id, "confirmed")
		if err := tx.SaveSheet(s); err != nil {
			return err
		}
		return tx.Enqueue(job.Job{Office: d.office(), Kind: JobEnterSheet, Key: SheetKey(id), RunAt: tx.Now()})
	})
}

// Sheet is one file on its way.
func (r *Registry) Sheet(ctx context.Context, d Desk, id int64) (s Sheet, err error) {
	if _, err = r.may(ctx, d, importing); err != nil {
		return s, err
	}
	err = r.Store.Read(ctx, func(v View) error { s, err = v.Sheet(d.office(), id); return err })
	return s, err
}

// Sheets lists the files of an office, the latest first and at most so many.
func (r *Registry) Sheets(ctx context.Context, d Desk, most int) (list []Sheet, err error) {
	if _, err = r.may(ctx, d, importing); err != nil {
		return nil, err
	}
	err = r.Store.Read(ctx, func(v View) error { list, err = v.Sheets(d.office(), most); return err })
	return list, err
}

// Marked writes a copy of a sheet with what is wrong beside the cells. It shows
// numbers in full, so only who brought the file gets it, and that is recorded.
func (r *Registry) Marked(ctx context.Context, d Desk, id int64, out io.Writer) error {
	act, err := r.may(ctx, d, importing)
	if err != nil {
		return err
	}
	var s Sheet
	var content []byte
	err = r.Store.Read(ctx, func(v View) error {
		if s, err = v.Sheet(d.office(), id); err == nil {
			_, content, err = v.Paper(d.office(), id)
		}
		return err
	})
	act.Object, act.Result, act.Purpose = fmt.Sprintf("paper:%d", id), audit.Viewed, "own_sheet"
	if err == nil && s.By != d.Actor.Staff {
		err = fault.New(fault.Refused, "标了错误的副本里有完整的号码，只有上传的人能下载；请由本人下载")
		act.Result, act.Purpose = audit.Refused, fault.Kind(err).String()
	}
	if e := r.Store.Record(ctx, d.office(), act); e != nil || err != nil {
		return errors.Join(err, e)
	}
	return casefile.WriteMarked(out, "."+s.Kind, content, s.Report.Marks)
}
