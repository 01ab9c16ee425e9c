package registry

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"doudi/audit"
	"doudi/casefile"
	"doudi/fault"
)

// mostMarks is how many faults of a sheet are kept.
const mostMarks = 5000

// passage is one going through the families of a sheet.
type passage struct {
	r      *Registry
	d      Desk
	act    audit.Act
	sheet  Sheet // of number 0 while nothing is kept
	text   []byte
	report Report
	met    map[string]encounter // people of the sheet so far
}

// encounter is where somebody stands in the sheet.
type encounter struct {
	row    int
	number bool
}

// ReadSheet is the dry run: every family is held against the register and
// nothing is changed but the sheet's own report.
func (r *Registry) ReadSheet(ctx context.Context, d Desk, id int64, o casefile.Options) error {
	p, err := r.passage(ctx, d, id, SheetReading)
	if p == nil {
		return err
	}
	return p.close(ctx, SheetRead, p.compare(ctx, o))
}

// Try is the dry run of a file that is not kept.
func (r *Registry) Try(ctx context.Context, d Desk, name string, content []byte, o casefile.Options) (Report, error) {
	kind, err := casefile.TableKind(name, content)
	if err != nil {
		return Report{}, err
	}
	if _, err := r.may(ctx, d, importing); err != nil {
		return Report{}, err
	}
	p := &passage{r: r, d: d, sheet: Sheet{Kind: kind}, text: content}
	err = p.compare(ctx, o)
	return p.report, err
}

// compare holds every family against the register.
func (p *passage) compare(ctx context.Context, o casefile.Options) error {
	p.met = map[string]encounter{}
	_, err := p.families(ctx, o, func(f *casefile.Family) (n *intake, err error) {
		err = p.r.Store.Read(ctx, func(v View) error { n, err = p.r.receive(v, p.d.office(), p.sheet.ID, f); return err })
		return n, err
	}, func() bool { return true })
	return err
}

// EnterSheet enters the families of a sheet one by one, each with its act in a
// transaction of its own, while more says so. What is entered is not entered
// again, so the work may be broken off anywhere and begun anew.
func (r *Registry) EnterSheet(ctx context.Context, d Desk, id int64, o casefile.Options, more func() bool) error {
	p, err := r.passage(ctx, d, id, SheetEntering)
	if p == nil {
		return err
	}
	done, err := p.families(ctx, o, func(f *casefile.Family) (*intake, error) { return r.enterFamily(ctx, d, importing, id, f) }, more)
	if err == nil && !done {
		return nil // the next round goes on
	}
	return p.close(ctx, SheetEntered, err)
}

// close is end; who was overtaken has nothing more to do and nothing to try again.
func (p *passage) close(ctx context.Context, state SheetState, err error) error {
	if err := p.end(ctx, state, err); !errors.Is(err, overtaken) {
		return err
	}
	return nil
}

// passage begins to go through a sheet; nil if it is not in the state for that.
func (r *Registry) passage(ctx context.Context, d Desk, id int64, state SheetState) (*passage, error) {
	p := &passage{r: r, d: d}
	err := r.Store.Read(ctx, func(v View) (err error) {
		if p.sheet, err = v.Sheet(d.office(), id); err == nil && p.sheet.State == state {
			_, p.text, err = v.Paper(d.office(), id)
		}
		return err
	})
	if err != nil || p.sheet.State != state {
		return nil, err
	}
	if p.act, err = r.may(ctx, d, importing); err != nil {
		return nil, p.end(ctx, SheetRefused, err)
	}
	return p, nil
}

// together is how many families are held against the register at a time: acts
// that wait for the disk share its one sync.
const together = 16

// families reads the file from its beginning and meets each family; done tells
// that it came to its end.
func (p *passage) families(ctx context.Context, o casefile.Options, meet func(*casefile.Family) (*intake, error), more func() bool) (done bool, err error) {
	o.Today = p.r.Today()
	in, err := casefile.Open("."+p.sheet.Kind, bytes.NewReader(p.text), o)
	if err != nil {
		return false, err
	}
	for !done && more() {
		var list []*casefile.Family
		for len(list) < together && (len(list) == 0 || more()) {
			f, err := in.Next()
			if done = errors.Is(err, io.EOF); done {
				p.report.Note = in.Note()
				break
			}
			if err != nil {
				return false, err
			}
			list = append(list, f)
		}
		if err := cmp.Or(ctx.Err(), p.batch(ctx, list, meet)); err != nil {
			return false, err
		}
	}
	return done, nil
}

// batch meets some families at once and counts them in their order.
func (p *passage) batch(ctx context.Context, list []*casefile.Family, meet func(*casefile.Family) (*intake, error)) error {
	came, wrong := make([]*intake, len(list)), make([]error, len(list))
	var all sync.WaitGroup
	for i, f := range list {
		if f.Snapshot != nil {
			all.Go(func() { came[i], wrong[i] = meet(f) })
		}
	}
	all.Wait()
	for i, f := range list {
		switch n := came[i]; {
		case wrong[i] != nil:
			return wrong[i]
		case n == nil:
			p.report.Omitted += f.Omitted
			p.count(Tally{}, f.Marks())
		default:
			p.twice(n)
			p.count(n.brings, n.marks)
		}
	}
	return p.note(ctx, len(list))
}

// pulse is after how many families progress is written down.
const pulse = 200

// note writes down how far the work has come, now and then.
func (p *passage) note(ctx context.Context, n int) error {
	before := p.report.Total
	p.report.Total += int64(n)
	if p.sheet.ID == 0 || before/pulse == p.report.Total/pulse {
		return nil
	}
	return p.r.Store.Change(ctx, p.d.office(), func(tx Tx) error {
		return p.keep(tx, func(s *Sheet) { s.Passed = p.report.Total })
	})
}

// overtaken ends a work that another has brought to its end meanwhile.
var overtaken = fault.New(fault.Conflict, "这个文件已经由别人接着办了；请刷新页面")

// keep writes into the sheet as it stands now: somebody may have brought the
// file again since the work began. In another state it is another's work.
func (p *passage) keep(tx Tx, change func(*Sheet)) error {
	if err := tx.Alone(); err != nil {
		return err
	}
	now, err := tx.Sheet(p.d.office(), p.sheet.ID)
	if err != nil {
		return err
	}
	if now.State != p.sheet.State {
		return overtaken
	}
	change(&now)
	return tx.SaveSheet(now)
}

// count adds what a family came to.
func (p *passage) count(t Tally, marks []casefile.Mark) {
	if len(marks) > 0 {
		t = Tally{Wrong: 1}
	}
	p.report.Tally.add(t)
	room := min(len(marks), mostMarks-len(p.report.Marks))
	p.report.Marks = append(p.report.Marks, marks[:room]...)
	p.report.Omitted += len(marks) - room
}

// twice finds people who stand in the sheet more than once, which the register
// tells only when the first is entered.
func (p *passage) twice(n *intake) {
	if p.met == nil {
		return // they are entered, and the register tells
	}
	for i, one := range n.people {
		if one.relation == apart {
			continue // who lives elsewhere may have a household of his own
		}
		keys := []string{fmt.Sprint(one.Name, "|", one.Birth)}
		if one.HasNumber() {
			keys = append(keys, one.Number.Key())
		}
		for _, key := range keys {
			before, met := p.met[key]
			if met && !(one.HasNumber() && before.number && key == keys[0]) {
				n.blame(i, fault.Newf(fault.BadInput, "姓名：和第%d行是同一个人；一个人只写在一户里，请删去一处（同名同日生的，把证件号码填上）", before.row))
				return
			}
			p.met[key] = encounter{n.family.People[i].Row, one.HasNumber()}
		}
	}
}

// end keeps what the sheet came to. A fault that the clerk can mend is the
// sheet's; others are the caller's, who tries again.
func (p *passage) end(ctx context.Context, state SheetState, err error) error {
	switch {
	case err != nil && (fault.Kind(err) == fault.Internal || fault.Kind(err) == fault.Conflict):
		return err
	case err != nil:
		state, p.report.Refusal = SheetRefused, fault.Sentence(err)
	}
	p.act.Object = fmt.Sprintf("paper:%d", p.sheet.ID)
	return p.r.Store.Do(ctx, p.d.office(), p.act, func(tx Tx) error {
		return p.keep(tx, func(s *Sheet) { s.State, s.Report, s.Passed = state, p.report, p.report.Total })
	})
}

// enterFamily enters what the register does not know of a family yet. What is
// wrong or known is told without an act. sheet is 0 for a family that came to a
// window; right is the act of the access matrix.
func (r *Registry) enterFamily(ctx context.Context, d Desk, right string, sheet int64, f *casefile.Family) (n *intake, err error) {
	err = r.Store.Read(ctx, func(v View) error { n, err = r.receive(v, d.office(), sheet, f); return err })
	if err != nil || len(n.marks) > 0 || n.idle() {
		return n, err
	}
	err = r.change(ctx, d, right, func(tx Tx) error {
		if n, err = r.receive(tx, d.office(), sheet, f); err != nil {
			return err
		}
		if len(n.marks) > 0 {
			return fault.New(fault.BadInput, n.marks[0].Sentence)
		}
		return n.enter(tx, r, sheet)
	})
	if err != nil && len(n.marks) > 0 {
		err = nil
	}
	return n, err
}

// enter writes the family.
func (n *intake) enter(tx Tx, r *Registry, sheet int64) (err error) {
	fresh := n.newHere()
	for i := range n.people {
		if err := n.enterPerson(tx, r, &n.people[i]); err != nil {
			return err
		}
	}
	if n.household.ID == 0 {
		if n.household.ID, err = tx.Number("household"); err != nil {
			return err
		}
		n.household.Office, n.household.State = n.office, Open
		if n.household.Place, err = (Place{n.family.Address, n.family.Village}).proper(tx, n.office); err != nil {
			return err
		}
		if err := tx.SaveHousehold(n.household); err != nil {
			return err
		}
	}
	if n.settles {
		n.household.Village = n.family.Village
		if err := tx.SaveHousehold(n.household); err != nil {
			return err
		}
	}
	for i := range fresh {
		if fresh[i].Household = n.household.ID; fresh[i].Person < 0 {
			fresh[i].Person = n.people[-fresh[i].Person-1].ID
		}
	}
	if err := tx.SaveMembers(nil, fresh); err != nil {
		return err
	}
	if err := n.enterFacts(tx, Subject{n.office, OfHousehold, n.household.ID}, n.facts); err != nil {
		return err
	}
	tx.Witness("household", n.household.ID, fmt.Sprint(n.key, n.household.Place, fresh, n.facts))
	if sheet == 0 {
		return nil
	}
	return tx.AddSheetFamily(sheet, n.key, n.household.ID, n.brings)
}

// enterPerson writes one member with what is known of him.
func (n *intake) enterPerson(tx Tx, r *Registry, p *arrival) (err error) {
	if p.ID == 0 {
		p.Office, p.fills = n.office, true
		if p.ID, err = tx.Number("person"); err != nil {
			return err
		}
	}
	if p.fills {
		if err := r.save(tx, p.Person); err != nil {
			return err
		}
	}
	return n.enterFacts(tx, Subject{n.office, OfMember, p.ID}, p.facts)
}

// enterFacts writes answers about a subject.
func (n *intake) enterFacts(tx Tx, s Subject, list []Fact) error {
	if err := numbered(tx, s, list); err != nil {
		return err
	}
	return tx.SaveFacts(s, nil, list)
}
