package admin

import (
	"context"
	"fmt"
	"slices"

	"doudi/access"
	"doudi/audit"
	"doudi/civil"
	"doudi/fault"
	"doudi/gb"
)

// object names an office in an entry.
func object(office int64) string { return fmt.Sprintf("office:%d", office) }

// Offices lists all offices.
func (s *Service) Offices(ctx context.Context) (list []access.Site, err error) {
	err = s.Store.Read(ctx, func(v View) error { list, err = v.Offices(); return err })
	return list, err
}

// Open adds an office under another one. It gets the next number, which is
// never given again, and a chain of its own. Errors about what was written are
// of kind BadInput and name the field.
func (s *Service) Open(ctx context.Context, by By, d access.Draft) (o access.Site, err error) {
	err = s.change(ctx, by, "office.add", func(tx Tx, list []access.Site, known *gb.Divisions) error {
		if o, err = access.Join(list, d, known, s.today()); err != nil {
			return err
		}
		tx.About(object(o.Number), digestOf("open", o.Name, d.Above, d.Level, d.Division, d.Phone))
		return tx.AddOffice(o)
	})
	return o, err
}

// change does something to the offices while nobody else does.
func (s *Service) change(ctx context.Context, by By, name string, do func(Tx, []access.Site, *gb.Divisions) error) error {
	return s.Store.Do(ctx, audit.Instance, by.act(name), func(tx Tx) error {
		if err := tx.Alone(); err != nil {
			return err
		}
		list, err := tx.Offices()
		if err != nil {
			return err
		}
		known, err := s.known.asOf(tx)
		if err != nil {
			return err
		}
		return do(tx, list, known)
	})
}

// standing finds an office that is not closed.
func standing(list []access.Site, number int64) (access.Site, error) {
	i := slices.IndexFunc(list, func(o access.Site) bool { return o.Number == number })
	switch {
	case i < 0:
		return access.Site{}, fault.New(fault.NotFound, "没有这个机构；请从机构列表进入")
	case list[i].Closed != 0:
		return list[i], fault.New(fault.Refused, "这个机构已经撤销，不能再改；它的记录都还在")
	}
	return list[i], nil
}

// Rename is what an office is called from a day on, or the division that it
// answers for; what is empty or as it was stays. The telephone is that of now: an
// empty one says that there is none.
type Rename struct{ Name, Division, From, Phone string }

// Rename calls an office anew or gives it another division, from a day on, or
// another telephone at once. What it was before stays in its history.
func (s *Service) Rename(ctx context.Context, by By, number int64, r Rename) error {
	return s.change(ctx, by, "office.change", func(tx Tx, list []access.Site, known *gb.Divisions) error {
		o, err := standing(list, number)
		if err != nil {
			return err
		}
		tx.About(object(number), digestOf("rename", r.Name, r.Division, r.From, r.Phone))
		named, err := s.called(tx, o, r)
		if err != nil {
			return err
		}
		moved, err := s.moved(tx, o, list, r, known)
		if err != nil {
			return err
		}
		rung, err := rung(tx, o, r.Phone)
		if err == nil && !named && !moved && !rung {
			err = fault.New(fault.BadInput, "名称、电话和区划代码都和现在一样；请改了再保存").At(0, "name")
		}
		return err
	})
}

// called keeps a new name.
func (s *Service) called(tx Tx, o access.Site, r Rename) (bool, error) {
	name, err := access.OfficeName(r.Name)
	if err != nil || name == o.Name {
		return false, err
	}
	day, err := s.day(r.From)
	if err != nil {
		return false, err
	}
	if n := len(o.Names); n > 0 && o.Names[n-1].From >= day {
		return false, fault.New(fault.BadInput, "上一次改名从 "+o.Names[n-1].From.String()+" 起；新的名称要从这以后的一天起").At(0, "from")
	}
	return true, tx.NameOffice(o.Number, access.Naming{Name: name, From: day})
}

// rung keeps another telephone.
func rung(tx Tx, o access.Site, text string) (bool, error) {
	phone, err := access.OfficePhone(text)
	if err != nil || phone == o.Phone {
		return false, err
	}
	return true, tx.SetPhone(o.Number, phone)
}

// moved keeps a new division, and where those before it end now.
func (s *Service) moved(tx Tx, o access.Site, list []access.Site, r Rename, known *gb.Divisions) (bool, error) {
	n := len(o.Divisions)
	if r.Division == "" || n > 0 && o.Divisions[n-1].Code == r.Division {
		return false, nil
	}
	day, err := s.day(r.From)
	if err != nil {
		return false, err
	}
	fresh, err := access.Recode(list, o.Number, r.Division, day, known, s.today())
	if err != nil {
		return false, err
	}
	for i, d := range o.Divisions {
		if fresh.Divisions[i].To == d.To {
			continue
		}
		if err := tx.EndDivision(o.Number, fresh.Divisions[i]); err != nil {
			return false, err
		}
	}
	return true, tx.AddDivision(o.Number, fresh.Divisions[n])
}

// day reads a day; none is today.
func (s *Service) day(text string) (civil.Date, error) {
	if text == "" {
		return s.today(), nil
	}
	day, err := civil.ParseDate(text)
	if err != nil {
		return 0, fault.New(fault.BadInput, "日期应当写成 2026-07-01 的样子").At(0, "from")
	}
	return day, nil
}

// Close ends an office with a last day: nobody works there any more, nobody is
// registered there, and nothing stands under it. Its records and its chain stay.
func (s *Service) Close(ctx context.Context, by By, number int64, last string) error {
	return s.change(ctx, by, "office.close", func(tx Tx, list []access.Site, _ *gb.Divisions) error {
		o, err := standing(list, number)
		if err != nil {
			return err
		}
		tx.About(object(number), digestOf("close", last))
		day, err := s.day(last)
		if err != nil {
			return err
		}
		if err := s.mayClose(tx, o, list, day); err != nil {
			return err
		}
		for _, d := range o.Divisions {
			if d.To > day {
				d.To = day
				if err := tx.EndDivision(number, d); err != nil {
					return err
				}
			}
		}
		return tx.CloseOffice(number, access.Begins(day+1))
	})
}

// mayClose says what is still in the way.
func (s *Service) mayClose(v View, o access.Site, list []access.Site, day civil.Date) error {
	people, households, err := v.Held(o.Number)
	below := slices.ContainsFunc(list, func(b access.Site) bool { return b.Above == o.Number && b.Closed == 0 })
	later := slices.ContainsFunc(o.Divisions, func(d access.Division) bool { return d.From > day })
	switch {
	case err != nil:
		return err
	case o.Above == 0:
		return fault.New(fault.Refused, "最高的机构不能撤销：三名管理员在这里任职")
	case day > s.today():
		return fault.New(fault.BadInput, "最后一天不能晚于今天；请到那一天再办").At(0, "from")
	case later:
		return fault.New(fault.BadInput, "最后一天早于现在这个区划代码的起用日期；请写晚一些的日期").At(0, "from")
	case below:
		return fault.New(fault.Refused, "下面还有没撤销的机构；请先撤销它们")
	case people > 0:
		return fault.Newf(fault.Refused, "这里还有 %d 个人的账号在用；请先停用", people)
	case households > 0:
		return fault.Newf(fault.Refused, "这里还登记着 %d 户家庭；请先办理家庭迁移", households)
	}
	return nil
}
