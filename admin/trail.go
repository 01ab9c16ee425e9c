package admin

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"doudi/access"
	"doudi/audit"
	"doudi/civil"
	"doudi/fault"
)

// Filter says which entries of a chain somebody wants to see; what is zero asks
// for all.
type Filter struct {
	Chain   int64
	Day     civil.Date
	Act     string // an act, or the first word of several: staff
	Account string // of who acted
	Result  audit.Result
	Bare    bool  // only views of what is masked or sealed for others
	Before  int64 // only entries before this number; 0: from the last one
	Most    int   // so many entries at most; 0: those of a page
}

// Entry is an entry with the name of who acted.
type Entry struct {
	audit.Entry
	Account, Name string
}

// Trail is a page of entries, the newest first.
type Trail struct {
	Head    audit.Head
	Entries []Entry
	// Next goes on before this number; 0 when the begin is reached. What was
	// read may have held nothing that was asked for.
	Next int64
}

// How much a page shows, how much is read at once and how much at most.
const (
	perPage  = 50
	perRead  = 1000
	mostRead = 20_000
)

// Trail looks entries of a chain up.
func (s *Service) Trail(ctx context.Context, f Filter) (t Trail, err error) {
	err = s.Store.Read(ctx, func(v View) error {
		if t.Head, err = head(v, f.Chain); err != nil {
			return err
		}
		actor, err := actorOf(v, f.Account)
		if err != nil {
			return err
		}
		first, before, err := bounds(v, f, t.Head.Seq)
		if err != nil {
			return err
		}
		if err := t.fill(v, f, actor, first, before); err != nil {
			return err
		}
		return t.name(v)
	})
	return t, err
}

// head finds the end of a chain.
func head(v View, chain int64) (audit.Head, error) {
	heads, err := v.Heads()
	for _, h := range heads {
		if h.Chain == chain {
			return h, err
		}
	}
	if err == nil {
		err = fault.New(fault.NotFound, "没有这条审计链；请从审计页面进入")
	}
	return audit.Head{}, err
}

// nobody stands for any actor.
const nobody int64 = -1

// server stands for the program itself and whoever works at its machine.
const server = "系统"

// actorOf is the number behind an account.
func actorOf(v View, account string) (int64, error) {
	switch account = strings.ToLower(strings.TrimSpace(account)); account {
	case "":
		return nobody, nil
	case server:
		return 0, nil
	}
	staff, err := v.Named(account)
	if err != nil && fault.Kind(err) == fault.NotFound {
		err = fault.New(fault.BadInput, "没有这个账号；请核对，账号全是小写字母").At(0, "account")
	}
	return staff, err
}

// bounds are the numbers between which entries are looked for.
func bounds(v View, f Filter, last int64) (first, before int64, err error) {
	first, before = 1, last+1
	if f.Day != 0 {
		if first, last, err = v.Between(f.Chain, access.Begins(f.Day), access.Begins(f.Day+1)); err != nil {
			return 0, 0, err
		}
		if before = last + 1; first == 0 {
			return 1, 1, nil
		}
	}
	if f.Before > 0 {
		before = min(before, f.Before)
	}
	return first, before, nil
}

// fill reads backwards until the page is full, the begin is reached or enough
// was read. A file is long anyway, and is read to its end.
func (t *Trail) fill(v View, f Filter, actor, first, before int64) error {
	full := cmp.Or(f.Most, perPage)
	for read := 0; (read < mostRead || f.Most > 0) && before > first; {
		rows, err := v.Backwards(f.Chain, first, before, perRead)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, row := range rows {
			e, err := audit.Parse(row)
			if err != nil {
				return err
			}
			if read, before = read+1, e.Seq; f.takes(e, actor) {
				t.Entries = append(t.Entries, Entry{Entry: e})
			}
			if len(t.Entries) == full {
				t.Next = further(first, before)
				return nil
			}
		}
	}
	t.Next = further(first, before)
	return nil
}

// further is where to go on; 0 if nothing is left.
func further(first, before int64) int64 {
	if before <= first {
		return 0
	}
	return before
}

// bare are the acts that show full numbers, sealed facts and whole papers.
var bare = []string{"person.unmask", "fact.unmask", "paper.view", "family.export"}

// takes tells whether an entry is asked for.
func (f *Filter) takes(e audit.Entry, actor int64) bool {
	return (f.Act == "" || e.Name == f.Act || strings.HasPrefix(e.Name, f.Act+".")) &&
		(actor == nobody || e.Actor == actor) &&
		(f.Result == "" || e.Result == f.Result) &&
		(!f.Bare || e.Result == audit.Viewed && e.Purpose != "" && slices.Contains(bare, e.Name)) &&
		(f.Day == 0 || access.DayOf(e.At) == f.Day)
}

// name finds out who acted.
func (t *Trail) name(v View) error {
	known := map[int64][2]string{}
	for i := range t.Entries {
		e := &t.Entries[i]
		if _, ok := known[e.Actor]; !ok && e.Actor != 0 {
			account, name, err := v.Label(e.Actor)
			if err != nil && fault.Kind(err) != fault.NotFound {
				return err
			}
			known[e.Actor] = [2]string{account, name}
		}
		e.Account, e.Name = known[e.Actor][0], known[e.Actor][1]
	}
	return nil
}

// Heads are the ends of all chains.
func (s *Service) Heads(ctx context.Context) (heads []audit.Head, err error) {
	err = s.Store.Read(ctx, func(v View) error { heads, err = v.Heads(); return err })
	return heads, err
}

// Export writes all chains, the same bytes that the command gives. That it was
// asked for is in the instance's chain before.
func (s *Service) Export(ctx context.Context, by By, w io.Writer) error {
	act := by.act("audit.export")
	act.Result = audit.Viewed
	if err := s.Store.Record(ctx, audit.Instance, act); err != nil {
		return err
	}
	return s.Store.ExportAudit(ctx, w)
}

// Given is a checkpoint that was signed.
type Given struct {
	Number int64
	At     time.Time
	Text   string
}

// Sign signs a checkpoint and gives its number.
func (s *Service) Sign(ctx context.Context, by By) (int64, error) {
	number, _, err := s.Store.Checkpoint(ctx, by.Staff, by.Role)
	return number, err
}

// Given lists checkpoints before a number, the newest first and at most so
// many; 0 from the last.
func (s *Service) Given(ctx context.Context, before int64, most int) (list []Given, err error) {
	err = s.Store.Read(ctx, func(v View) error { list, err = v.Checkpoints(before, most); return err })
	return list, err
}

// Checkpoint gives one back as it was signed.
func (s *Service) Checkpoint(ctx context.Context, number int64) (g Given, err error) {
	err = s.Store.Read(ctx, func(v View) error { g, err = v.Checkpoint(number); return err })
	if err != nil && fault.Kind(err) == fault.NotFound {
		err = fault.New(fault.NotFound, "没有这个检查点；请从检查点列表进入")
	}
	return g, err
}
