package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"doudi/access"
	"doudi/civil"
	"doudi/fault"
	"doudi/money"
	"doudi/registry"
)

// Lot is a batch of cases from which a county draws those that it looks into at
// home before it decides (43号第十六条: 至少抽查三成). The batch is frozen with the
// digest of its seed; the seed is opened when it is drawn, so that nobody chooses
// and everybody can draw again.
type Lot struct {
	Office, Number int64
	Programme      string
	Share          money.Rate
	Day, Drawn     civil.Date // Drawn is 0 until it is
	Staff          int64
	Digest, Seed   string // in hex; Seed is "" until it is drawn
	Items          []LotItem
}

// LotItem is a case of a batch. Found is what the visit found of one that was
// picked: right, differs, or nothing yet. State is where the case stands.
type LotItem struct {
	registry.Ref
	Number Number
	Picked bool
	Found  string
	State  State
}

// ToVisit tells whether it was picked and nobody has said yet what was found: of a
// family that withdrew there is nothing left to decide.
func (i *LotItem) ToVisit() bool {
	return i.Picked && i.Found == "" && i.State != Withdrawn && i.State != Ceased
}

// What a visit found.
const (
	FoundRight   = "right"
	FoundDiffers = "differs"
)

// drawView and drawTx are what draws need of a database; see View and Tx.
type drawView interface {
	Lots(office int64) ([]Lot, error)
	Lot(office, number int64) (Lot, error)
	// LotOf is the batch of a case; found is false while it is in none.
	LotOf(office, id int64) (lot Lot, item LotItem, found bool, err error)
	// Drawable are the open cases of a programme in an office that no batch has.
	Drawable(office int64, programme string) ([]int64, error)
}

type drawTx interface {
	// AddLot keeps a batch with its seed sealed; OpenSeed gives the seed and leaves
	// it open, with what it picks. Conflict if somebody else has done it.
	AddLot(l Lot, seed string) error
	OpenSeed(number int64, on civil.Date, pick func(seed string) []registry.Ref) error
	SaveFound(number int64, at registry.Ref, found string) error
}

// Score is by what a case is drawn: the SHA-256 of the seed, a blank and its
// number, in hex. `printf '%s %s' SEED NUMBER | sha256sum` gives the same.
func Score(seed string, n Number) string {
	sum := sha256.Sum256([]byte(seed + " " + n.String()))
	return hex.EncodeToString(sum[:])
}

// Pick are the cases that a seed picks: those of the lowest scores, as many as the
// share comes to, rounded up.
func (l *Lot) Pick(seed string) []LotItem {
	list := slices.Clone(l.Items)
	slices.SortFunc(list, func(a, b LotItem) int { return strings.Compare(Score(seed, a.Number), Score(seed, b.Number)) })
	return list[:picks(len(list), l.Share)]
}

// picks is how many of some cases a share comes to, rounded up.
func picks(cases int, share money.Rate) int {
	const whole = 1_000_000
	return min(cases, int((int64(cases)*int64(share)+whole-1)/whole))
}

// digestOfSeed is what is known of a seed before it is opened.
func digestOfSeed(seed string) string {
	sum := sha256.Sum256([]byte(seed))
	return hex.EncodeToString(sum[:])
}

// Sound tells whether a batch that was drawn comes out the same again: the seed is
// that of the digest, and picks what was picked.
func (l *Lot) Sound() bool {
	again := map[registry.Ref]bool{}
	for _, i := range l.Pick(l.Seed) {
		again[i.Ref] = true
	}
	return digestOfSeed(l.Seed) == l.Digest && !slices.ContainsFunc(l.Items, func(i LotItem) bool { return i.Picked != again[i.Ref] })
}

// Batch freezes all cases of a programme that wait for their decision, with the
// digest of a seed that nobody knows yet.
func (s *Service) Batch(ctx context.Context, d registry.Desk, programme string) (number int64, err error) {
	act, err := s.Registry.May(ctx, d, drawing)
	if err != nil {
		return 0, err
	}
	return number, s.Store.Do(ctx, d.Office.ID, act, func(tx Tx) error {
		if number, err = tx.Number("draw"); err != nil { // whoever makes another batch waits until this one is there
			return err
		}
		sites, err := tx.Offices()
		if err != nil {
			return err
		}
		spots, err := s.spots(tx, sites, d.Office.ID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(spots, func(one Spot) bool { return one.Programme == programme })
		if i < 0 {
			return fault.New(fault.BadInput, "项目：这里的规定没有要求抽查这个项目；请从列表里选").At(0, "programme")
		}
		l := Lot{Office: d.Office.ID, Number: number, Programme: programme, Share: spots[i].Share, Day: access.DayOf(tx.Now()), Staff: d.Actor.Staff, Items: spots[i].Cases}
		if len(l.Items) == 0 {
			return fault.New(fault.Refused, "现在没有等决定、还没有编进批次的申请；有了再编")
		}
		random, err := tx.Draw(32)
		if err != nil {
			return err
		}
		seed := hex.EncodeToString(random)
		l.Digest = digestOfSeed(seed)
		tx.Witness("draw", number, fmt.Sprint(l))
		return tx.AddLot(l, seed)
	})
}

// DrawLot opens the seed of a batch and picks.
func (s *Service) DrawLot(ctx context.Context, d registry.Desk, number int64) error {
	act, err := s.Registry.May(ctx, d, drawing)
	if err != nil {
		return err
	}
	l, err := s.lot(ctx, d, number)
	if err != nil {
		return err
	}
	return s.Store.Do(ctx, d.Office.ID, act, func(tx Tx) error {
		return tx.OpenSeed(number, access.DayOf(tx.Now()), func(seed string) (picked []registry.Ref) {
			for _, i := range l.Pick(seed) {
				picked = append(picked, i.Ref)
			}
			tx.Witness("draw", number, fmt.Sprint(seed, picked))
			return picked
		})
	})
}

// FindLot keeps what the visit of a picked case found, which was entered with the
// case before.
func (s *Service) FindLot(ctx context.Context, d registry.Desk, number int64, at registry.Ref, found string) error {
	act, err := s.Registry.May(ctx, d, drawing)
	if err != nil {
		return err
	}
	if found != FoundRight && found != FoundDiffers {
		return fault.New(fault.BadInput, "抽查结果：没有选；请选“属实”或者“不一致”").At(0, "found")
	}
	return s.Store.Do(ctx, d.Office.ID, act, func(tx Tx) error {
		now, err := goesOn(tx, at) // the visit is made where it was handed over to
		if err != nil {
			return err
		}
		turns, err := tx.Turns(now.Office, now.ID)
		if err == nil && !marked(turns, Aside, string(Visit)) {
			err = fault.New(fault.Refused, "这件申请还没有县级入户调查表；请先在办件页填“县级入户调查表”")
		}
		if err != nil {
			return err
		}
		tx.Witness("draw", number, fmt.Sprint(at, found))
		return tx.SaveFound(number, at, found)
	})
}

// Lots are the batches of a county, the newest first.
func (s *Service) Lots(ctx context.Context, d registry.Desk) (list []Lot, err error) {
	if _, err := s.Registry.May(ctx, d, drawing); err != nil {
		return nil, err
	}
	err = s.Store.Read(ctx, func(v View) error { list, err = v.Lots(d.Office.ID); return err })
	return list, err
}

// Lot is one of them.
func (s *Service) Lot(ctx context.Context, d registry.Desk, number int64) (*Lot, error) {
	if _, err := s.Registry.May(ctx, d, drawing); err != nil {
		return nil, err
	}
	return s.lot(ctx, d, number)
}

// lot finds it.
func (s *Service) lot(ctx context.Context, d registry.Desk, number int64) (l *Lot, err error) {
	err = s.Store.Read(ctx, func(v View) error {
		one, err := v.Lot(d.Office.ID, number)
		if fault.Kind(err) == fault.NotFound {
			err = fault.New(fault.NotFound, "没有这个抽查批次；请从列表里选")
		}
		l = &one
		return err
	})
	return l, err
}
