package casework

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"doudi/access"
	"doudi/civil"
	"doudi/engine"
	"doudi/fault"
	"doudi/pack"
	"doudi/policy"
	"doudi/registry"
)

// Document is what a county reads a figure in.
type Document struct {
	Title, Number, Article string
	Day                    civil.Date // of its issue
}

// Proof is a county's word that rows of a figure, which the packs have without a
// published source, are what a document says. It holds until it is taken back,
// for the office and those under it.
type Proof struct {
	Office, Number int64
	Figure         string
	Rows           []string // see RowID
	Values         string   // how the rows read when they were confirmed
	Document
	At    time.Time
	Staff int64
	Back  time.Time // when it was taken back; zero while it holds
	Taker int64
}

// Holds tells whether nobody has taken it back.
func (p *Proof) Holds() bool { return p.Back.IsZero() }

// figureView and figureTx are what confirmed figures need of a database; see
// View and Tx.
type figureView interface {
	// Proofs are those of an office, in order, those that were taken back too.
	Proofs(office int64) ([]Proof, error)
}

type figureTx interface {
	AddProof(p Proof) error
	// TakeBackProof is a fault of kind Conflict if it does not hold any more.
	TakeBackProof(number, taker int64, at time.Time) error
}

// RowID binds a confirmation to what was confirmed: the figure, its keys, its
// days and its value. A later pack with another value has another row, and that
// must be confirmed anew.
func RowID(p *policy.Program, f *policy.Figure, r *policy.FigureRow) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{f.ID, strings.Join(p.RowKeys(f, r), " "), r.Span.From.String(), r.Span.To.String(), p.RowValue(f, r)}, "\n")))
	return hex.EncodeToString(sum[:])
}

// Doubtful are the statuses of figures that a county confirms. A reading is how
// somebody understood a text that is there.
func Doubtful(s pack.Status) bool {
	return s == pack.Example || s == pack.Assumed || s == pack.Unverified
}

// Figures are the confirmations that hold or held for an office: its own and
// those of the offices above it, the newest first.
func (s *Service) Figures(ctx context.Context, d registry.Desk) (list []Proof, err error) {
	if _, err := s.Registry.May(ctx, d, "figure.list"); err != nil {
		return nil, err
	}
	err = s.Store.Read(ctx, func(v View) error {
		sites, err := v.Offices()
		if err == nil {
			list, err = proofs(v, sites, d.Office.ID)
		}
		return err
	})
	slices.SortStableFunc(list, func(a, b Proof) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.Number, a.Number)) })
	return list, err
}

// proofs are the confirmations of an office and of those above it.
func proofs(v View, sites []access.Site, office int64) (list []Proof, err error) {
	for office != 0 {
		some, err := v.Proofs(office)
		if err != nil {
			return nil, err
		}
		list = append(list, some...)
		at := slices.IndexFunc(sites, func(o access.Site) bool { return o.Number == office })
		if at < 0 {
			break
		}
		office = sites[at].Above
	}
	return list, nil
}

// confirmed are the rows that a confirmation holds for.
func confirmed(list []Proof) map[string]bool {
	rows := map[string]bool{}
	for _, p := range list {
		for _, row := range p.Rows {
			rows[row] = rows[row] || p.Holds()
		}
	}
	return rows
}

// ConfirmFigure keeps that rows of a figure are what a document says. What the
// document says otherwise is no confirmation: then the packs are to be changed.
func (s *Service) ConfirmFigure(ctx context.Context, d registry.Desk, figure string, rows []string, doc Document) error {
	act, err := s.Registry.May(ctx, d, "figure.confirm")
	if err != nil {
		return err
	}
	if err := doc.tidy(s.Registry.Today()); err != nil {
		return err
	}
	return s.Store.Do(ctx, d.Office.ID, act, func(tx Tx) error {
		p := Proof{Office: d.Office.ID, Figure: figure, Document: doc, At: tx.Now(), Staff: d.Actor.Staff}
		if p.Number, err = tx.Number("figure"); err != nil { // whoever confirms another one here waits until this one is there
			return err
		}
		if err := s.match(tx, &p, rows); err != nil {
			return err
		}
		tx.Witness("figure", p.Number, fmt.Sprint(p))
		return tx.AddProof(p)
	})
}

// match finds the rows that are to be confirmed in the law of the office.
func (s *Service) match(v View, p *Proof, rows []string) error {
	sites, err := v.Offices()
	if err != nil {
		return err
	}
	law, _, err := s.law(sites, p.Office, s.Registry.Today())
	if err != nil {
		return err
	}
	c, err := s.compiled(law, law.Hash())
	if err != nil {
		return err
	}
	list, err := proofs(v, sites, p.Office)
	if err != nil {
		return err
	}
	done, values := confirmed(list), []string{}
	for _, r := range c.doubtful(p.Figure) {
		id := RowID(c.program, r.figure, r.row)
		if slices.Contains(rows, id) && !done[id] {
			p.Rows = append(p.Rows, id)
			values = append(values, strings.TrimSpace(strings.Join(c.program.RowKeys(r.figure, r.row), " ")+" "+c.program.RowValue(r.figure, r.row)))
		}
	}
	p.Values = strings.Join(values, "；")
	if len(rows) == 0 || len(p.Rows) < len(rows) {
		return fault.New(fault.Conflict, "要确认的数值：没有选，或者已经确认过、规定里已经不是这个值；请看过现在的数值，选好再确认").At(0, "row")
	}
	return nil
}

// doubt is a row without a published source.
type doubt struct {
	figure *policy.Figure
	row    *policy.FigureRow
}

// doubtful are the rows of a figure that concern the place and are to be
// confirmed.
func (l *code) doubtful(figure string) (list []doubt) {
	i, ok := l.program.FigureIndex(figure)
	if !ok {
		return nil
	}
	f := &l.program.Figures[i]
	for k := range f.Rows {
		if r := &f.Rows[k]; Doubtful(r.Status) && l.program.Concerns(f, r) {
			list = append(list, doubt{f, r})
		}
	}
	return list
}

// TakeBackFigure ends a confirmation. Decisions that were made on it stay.
func (s *Service) TakeBackFigure(ctx context.Context, d registry.Desk, number int64) error {
	act, err := s.Registry.May(ctx, d, "figure.take_back")
	if err != nil {
		return err
	}
	return s.Store.Do(ctx, d.Office.ID, act, func(tx Tx) error {
		tx.Witness("figure", number, "taken back")
		return tx.TakeBackProof(number, d.Actor.Staff, tx.Now())
	})
}

// tidy reads what was typed.
func (p *Document) tidy(today civil.Date) error {
	for _, one := range []struct {
		label string
		text  *string
		must  bool
	}{{"文件名称", &p.Title, true}, {"文号", &p.Number, true}, {"条款", &p.Article, false}} {
		switch *one.text = strings.TrimSpace(*one.text); {
		case *one.text == "" && one.must:
			return fault.New(fault.BadInput, one.label+"：没有填；请照文件写")
		case utf8.RuneCountInString(*one.text) > 120:
			return fault.New(fault.BadInput, one.label+"：超过了 120 个字；请写短一些")
		}
	}
	if p.Day <= 0 || p.Day > today {
		return fault.New(fault.BadInput, "印发日期：没有填，或者在今天以后；请照文件写")
	}
	return nil
}

// unproven are the invented figures that a determination rests on and that
// nobody over the case has confirmed.
func (c *Sight) unproven(v View, o *engine.Outcome) (list []Example, err error) {
	law, err := c.by.kept(v, c.Judged.Law)
	if err != nil {
		return nil, err
	}
	sites, err := v.Offices()
	if err != nil {
		return nil, err
	}
	known, err := proofs(v, sites, c.Office)
	if err != nil {
		return nil, err
	}
	rows, days := confirmed(known), pack.Span{From: c.Applied, To: max(c.Judged.Day, c.Judged.Starts.LastDay())}
	for _, u := range o.Used {
		if u.Status == pack.Example && !law.proven(u.ID, rows, days) {
			list = append(list, Example{u.ID, u.Label})
		}
	}
	c.vague = law.vague(c.Flow, c.Applied, rows)
	told := slices.ContainsFunc(list, func(x Example) bool { return x.ID == smallLimit })
	if c.vague != "" && !told && c.Judged.Gives() {
		list = append(list, Example{smallLimit, c.vague})
	}
	return list, nil
}

// vague is the label of the limit of townships where whose the decision is rests on
// it and it is invented and not confirmed; else "".
func (l *code) vague(f *Flow, on civil.Date, confirmed map[string]bool) string {
	figure := l.Figure(smallLimit)
	if figure == nil || !f.limited() {
		return ""
	}
	for _, row := range figure.Rows {
		if row.Contains(on) && row.Status == pack.Example && !l.proven(smallLimit, confirmed, pack.Span{From: on, To: on}) {
			return figure.Label
		}
	}
	return ""
}

// proven tells whether all invented rows of a figure are confirmed that were in
// force on some of the days; if none was, all that began before them, for then
// the law has looked back.
func (l *code) proven(figure string, confirmed map[string]bool, days pack.Span) bool {
	all := slices.DeleteFunc(l.doubtful(figure), func(r doubt) bool { return r.row.Status != pack.Example || r.row.Span.From > days.To })
	now := slices.DeleteFunc(slices.Clone(all), func(r doubt) bool { return r.row.Span.To < days.From })
	if len(now) == 0 {
		now = all
	}
	return len(now) > 0 && !slices.ContainsFunc(now, func(r doubt) bool { return !confirmed[RowID(l.program, r.figure, r.row)] })
}
