package paper

import (
	"context"
	"fmt"

	"doudi/access"
	"doudi/audit"
	"doudi/registry"
)

// Look records that a document was shown to be printed by the browser: nobody
// can tell what becomes of it there. right is the act of the access matrix by
// which it is shown.
func (s *Service) Look(ctx context.Context, d registry.Desk, household int64, kind Kind, right string) error {
	act, err := s.Registry.May(ctx, d, right)
	if err != nil {
		return err
	}
	act.Result, act.Object, act.Purpose = audit.Viewed, fmt.Sprintf("household:%d", household), string(kind)
	return s.Store.Record(ctx, d.Office.ID, act)
}

// Print draws a document about a household, keeps it as it was drawn, and gives
// its number, which stands on it. The bytes hold nothing but the document, the
// number and the day: the same act prints the same bytes, and what was kept is
// what is shown ever after, also by a program that would draw it otherwise.
func (s *Service) Print(ctx context.Context, d registry.Desk, household int64, kind Kind, doc Document) (id int64, err error) {
	act, err := s.Registry.May(ctx, d, "paper.print")
	if err != nil {
		return 0, err
	}
	err = s.Store.Do(ctx, d.Office.ID, act, func(tx Tx) error {
		if _, err := tx.Household(d.Office.ID, household, registry.Now); err != nil {
			return err
		}
		if id, err = tx.Number("paper"); err != nil {
			return err
		}
		p := Paper{Office: d.Office.ID, ID: id, Household: household, Kind: kind, Media: PDF, Staff: d.Actor.Staff, From: access.DayOf(tx.Now())}
		content, err := doc.numbered(p).Draw(s.Fonts)
		if err != nil {
			return err
		}
		p.Size = int64(len(content))
		tx.Witness("paper", id, string(content))
		return tx.File(p, content, nil)
	})
	return id, err
}

// numbered puts number and day on a document.
func (d Document) numbered(p Paper) *Document {
	number := fmt.Sprintf("编号 %d", p.ID)
	d.Heads = append([]string{number + "　打印日期 " + p.From.Chinese()}, d.Heads...)
	d.Foot = number
	return &d
}
