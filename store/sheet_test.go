package store_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"doudi/access"
	"doudi/casefile"
	"doudi/fact"
	"doudi/pack"
	"doudi/registry"
	"doudi/store"

	"github.com/google/go-cmp/cmp"
)

// reading is how sheets of the township are read.
var reading = casefile.Options{Region: "350421", Resolve: func(string, map[string]string) (*pack.Resolved, error) { return mingxi(), nil }}

// always lets a work go on to its end.
func always() bool { return true }

// table is a CSV file of families.
func table(rows ...string) []byte {
	head := "户编号,申请日期,住址,area,财产,姓名,与申请人关系,公民身份号码,联系电话,性别,出生日期,disability_level,income.kind,income.amount,income.received\n"
	return []byte(head + strings.Join(rows, "\n") + "\n")
}

// couple are two families: husband and wife with papers, and an old woman
// without.
func couple() []byte {
	return table(
		"1,2026-08-01,雪峰镇城东村1号,农村,无,王一,申请人,"+number("1970-05-01", 101)+",13859800001,,,2级,工资性收入,12000,2025年",
		",,,,,李二,配偶,"+number("1972-05-01", 102)+",,,,无,,,",
		"2,2026-08-01,雪峰镇城东村2号,农村,无,陈三,申请人,,,女,1940-03-03,无,,,",
	)
}

// took takes a file in and reads it against the register.
func (h *house) took(r *registry.Registry, content []byte) registry.Sheet {
	h.Helper()
	id, err := r.Take(background, clerk, "表.csv", content)
	h.must(err)
	h.must(r.ReadSheet(background, clerk, id, reading))
	s, err := r.Sheet(background, clerk, id)
	h.must(err)
	return s
}

// brought enters a file as well.
func (h *house) brought(r *registry.Registry, content []byte) registry.Sheet {
	h.Helper()
	s := h.took(r, content)
	h.must(r.Confirm(background, clerk, s.ID))
	h.must(r.EnterSheet(background, clerk, s.ID, reading, always))
	s, err := r.Sheet(background, clerk, s.ID)
	h.must(err)
	return s
}

// registered counts people, households, memberships and facts of the township.
func (h *house) registered(s *store.Store) string {
	h.Helper()
	return strings.Join(h.lines("SELECT CAST((SELECT count(*) FROM person) AS TEXT) || ' ' || CAST((SELECT count(*) FROM household) AS TEXT) || ' ' || "+
		"CAST((SELECT count(*) FROM membership) AS TEXT) || ' ' || CAST((SELECT count(*) FROM fact) AS TEXT)"), "")
}

func TestASheetIsHeldAgainstTheRegisterAndThenEntered(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		tried, err := r.Try(background, clerk, "表.csv", couple(), reading)
		if h.must(err); tried.Tally.NewPersons != 3 || h.lines("SELECT CAST(count(*) AS TEXT) FROM paper")[0] != "0" {
			t.Errorf("%+v", tried)
		}
		read := h.took(r, couple())
		want := registry.Report{Total: 2, Note: "按 UTF-8 编码读取", Tally: registry.Tally{Families: 2, NewFamilies: 2, Persons: 3, NewPersons: 3, Facts: 12}}
		if diff := cmp.Diff(want, read.Report); diff != "" || read.State != registry.SheetRead {
			t.Fatalf("%s %s", read.State, diff)
		}
		if got := h.registered(s); got != "0 0 0 0" {
			t.Errorf("the dry run entered %s", got)
		}
		done := h.brought(r, couple())
		if done.ID != read.ID || done.State != registry.SheetEntered || done.Entered != (registry.Tally{NewFamilies: 2, NewPersons: 3, Facts: 12}) {
			t.Errorf("%+v", done)
		}
		h.cameIn(r, s, done)
		if n := h.sound(s); n < 10 {
			t.Errorf("%d entries", n)
		}
	})
}

// cameIn looks at what the sheet of the couple became.
func (h *house) cameIn(r *registry.Registry, s *store.Store, done registry.Sheet) {
	h.Helper()
	found, err := r.Find(background, clerk, registry.ByName, "陈三", []access.Office{township})
	h.must(err)
	if len(found.Cards) != 1 || found.Cards[0].Sex != "female" || found.Cards[0].Paper != "none" {
		h.Fatalf("%+v", found)
	}
	found, err = r.Find(background, clerk, registry.ByPhone, "13859800001", []access.Office{township})
	h.must(err)
	husband, err := r.Dossier(background, clerk, found.Cards[0].ID)
	h.must(err)
	home := husband.Homes[0].Household
	snap, err := r.Snapshot(background, clerk, registry.Question{Law: mingxi(), Household: home, On: mustDay(h.T, "2026-08-01"), Known: registry.Now, Region: "350421", AsOf: mustDay(h.T, "2026-08-01")})
	h.must(err)
	if got := answer(snap, "disability_level"); got != fact.Of(2) || len(snap.Persons) != 2 {
		h.Errorf("%+v %v", got, snap.Persons)
	}
	history, err := r.Timeline(background, clerk, of(registry.OfHousehold, home))
	h.must(err)
	if len(history.Facts) == 0 || history.Facts[0].Source != registry.Imported || history.Facts[0].Evidence != done.ID || history.Facts[0].From != mustDay(h.T, "2026-08-01") {
		h.Errorf("%+v", history)
	}
}

func TestWhoBringsAFileAgainWhileItIsReadIsTheOneWhoBroughtIt(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		r := h.people(h.open())
		id, err := r.Take(background, clerk, "表.csv", couple())
		h.must(err)
		meanwhile, again := reading, sync.OnceValue(func() error { _, err := r.Take(background, countyClerk, "表.csv", couple()); return err })
		meanwhile.Resolve = func(string, map[string]string) (*pack.Resolved, error) { return mingxi(), again() }
		h.must(r.ReadSheet(background, clerk, id, meanwhile))
		h.refused(r.Confirm(background, clerk, id), "由上传文件的人确认")
		h.must(r.Confirm(background, countyClerk, id))
		// a reading that was overtaken does not put the sheet back
		twice := reading
		twice.Resolve = func(string, map[string]string) (*pack.Resolved, error) {
			return mingxi(), r.EnterSheet(background, countyClerk, id, reading, always)
		}
		h.must(r.EnterSheet(background, clerk, id, twice, always)) // it has nothing left to do
		if s, err := r.Sheet(background, clerk, id); err != nil || s.State != registry.SheetEntered || s.By != 11 {
			t.Errorf("%+v %v", s, err)
		}
	})
}

func TestAFileImportedTwiceEntersNobodyTwice(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		h.brought(r, couple())
		before := h.registered(s)
		saved := append([]byte("\uFEFF"), bytes.ReplaceAll(couple(), []byte("\n"), []byte("\r\n"))...)
		for name, again := range map[string][]byte{"the same bytes": couple(), "saved by another program": saved} {
			if read := h.took(r, again).Report; read.Tally != (registry.Tally{Families: 2, Persons: 3}) {
				t.Errorf("%s: %+v", name, read)
			}
			if done := h.brought(r, again); done.State != registry.SheetEntered || h.registered(s) != before {
				t.Errorf("%s: %+v, %s, want %s", name, done, h.registered(s), before)
			}
		}
	})
}

func TestWhoIsRegisteredIsJoinedAndWhatIsKnownStays(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		husband := h.entered(r, clerk, registry.Identity{Name: "王一", Number: number("1970-05-01", 101)})
		home := h.founded(r, "雪峰镇城东村1号", "2026-01-01", husband, "head")
		h.must(r.EnterFacts(background, clerk, mingxi().Schema, of(registry.OfMember, husband), []registry.Answer{said(t, "member.disability_level", "1", "2026-01-01", 0)}))
		done := h.brought(r, couple())
		if done.Report.Tally.Differ != 1 || done.Entered.NewFamilies != 1 || done.Entered.NewPersons != 2 {
			t.Errorf("%+v %+v", done.Report, done.Entered)
		}
		snap, err := r.Snapshot(background, clerk, registry.Question{Law: mingxi(), Household: home, On: mustDay(t, "2026-08-01"), Known: registry.Now, Region: "350421", AsOf: mustDay(t, "2026-08-01")})
		h.must(err)
		if got := answer(snap, "disability_level"); got != fact.Of(1) || len(snap.Persons) != 2 || snap.Persons[0] != husband {
			t.Errorf("%+v %v", got, snap.Persons)
		}
		c, err := r.Person(background, clerk, husband, registry.Now)
		if h.must(err); c.Phone == "" {
			t.Error("the phone that the register lacked is not there")
		}
	})
}

func TestWhatIsWrongWithAFamilyIsSaidAtItsCellAndTheOthersGoOn(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		h.entered(r, clerk, registry.Identity{Name: "张四", Number: number("1980-05-01", 103)})
		h.entered(r, at(20, "county_clerk", county, county), registry.Identity{Name: "赵五", Number: number("1981-05-01", 104)})
		h.entered(r, clerk, registry.Identity{Name: "孙六", Birth: "1950-01-01", Sex: "male"})
		one := h.entered(r, clerk, registry.Identity{Name: "周七", Number: number("1982-05-01", 105)})
		two := h.entered(r, clerk, registry.Identity{Name: "吴八", Number: number("1983-05-01", 106)})
		h.founded(r, "", "2026-01-01", one, "head")
		h.founded(r, "", "2026-01-01", two, "head")
		for name, c := range map[string]struct{ rows, heading, want string }{
			"a name that is not the number's":      {"1,2026-08-01,,农村,无,张四四,申请人," + number("1980-05-01", 103) + ",,,,,,,", "姓名", "登记的（人员编号 1）不一样"},
			"somebody of another office":           {"1,2026-08-01,,农村,无,赵五,申请人," + number("1981-05-01", 104) + ",,,,,,,", "公民身份号码", "另一个机构（编号 1）"},
			"who may be registered without papers": {"1,2026-08-01,,农村,无,孙六,申请人," + number("1950-01-01", 107) + ",,,,,,,", "姓名", "可能是同一个人"},
			"people of two households":             {"1,2026-08-01,,农村,无,周七,申请人," + number("1982-05-01", 105) + ",,,,,,,\n,,,,,吴八,配偶," + number("1983-05-01", 106) + ",,,,,,,", "姓名", "几个不同的家庭"},
			"a phone that is none":                 {"1,2026-08-01,,农村,无,郑九,申请人,,12,男,1960-01-01,,,,", "联系电话", "11位手机号"},
			"no papers and no sex":                 {"1,2026-08-01,,农村,无,郑九,申请人,,,,1960-01-01,,,,", "性别", "没有证件号码时必须填写"},
			"a day to come":                        {"1,2030-08-01,,农村,无,郑九,申请人,,,男,1960-01-01,,,,", "申请日期", "晚于今天"},
			"the same man in two families":         {"1,2026-08-01,,农村,无,钱十,申请人," + number("1961-01-01", 108) + ",,,,,,,\n3,2026-08-01,,农村,无,钱十,申请人," + number("1961-01-01", 108) + ",,,,,,,", "姓名", "和第2行是同一个人"},
		} {
			s := h.took(r, table(c.rows, "9,2026-08-01,,农村,无,好人,申请人,,,男,1961-02-02,,,,"))
			if len(s.Report.Marks) != 1 || s.Report.Marks[0].Heading != c.heading || !strings.Contains(s.Report.Marks[0].Sentence, c.want) || s.Report.Tally.Wrong != 1 || s.Report.Tally.Families < 1 {
				t.Errorf("%s: %+v", name, s.Report)
			}
			if text := fmt.Sprint(s.Report); strings.Contains(text, "350421") {
				t.Errorf("%s: a number is repeated: %s", name, text)
			}
		}
	})
}

func TestAFileThatIsNoTableIsRefusedAsAWhole(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		r := h.people(h.open())
		for _, wrong := range []string{"PK\x03\x04 nothing", "a,b\n1,2\n"} {
			if s := h.took(r, []byte(wrong)); s.State != registry.SheetRefused || s.Report.Refusal == "" {
				t.Errorf("%+v", s)
			}
		}
		_, err := r.Take(background, clerk, "家庭.yaml", []byte("format: 1\nfamilies: []\n"))
		h.refused(err, "只能导入 xlsx 或 CSV")
		_, err = r.Take(background, reviewer, "表.csv", couple())
		h.refused(err, "没有在这里“从表格导入家庭”的权限")
	})
}

func TestAWorkBrokenOffIsTakenUpAndEntersNobodyTwice(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		var rows []string
		for i := range 30 {
			rows = append(rows, fmt.Sprintf("%d,2026-08-01,,农村,无,民%d,申请人,%s,,,,,,,\n,,,,,妻%d,配偶,,,女,1970-01-%02d,,,,", i, i, number("1970-05-01", 100+i), i, i%28+1))
		}
		sheet := h.took(r, table(rows...))
		h.must(r.Confirm(background, clerk, sheet.ID))
		left := 7
		h.must(r.EnterSheet(background, clerk, sheet.ID, reading, func() bool { left--; return left >= 0 }))
		if half, err := r.Sheet(background, clerk, sheet.ID); err != nil || half.State != registry.SheetEntering || half.Entered.NewFamilies != 7 {
			t.Fatalf("%+v %v", half, err)
		}
		broken, stop := context.WithCancel(background)
		left = 5
		_ = r.EnterSheet(broken, clerk, sheet.ID, reading, func() bool {
			if left--; left < 0 {
				stop()
			}
			return true
		})
		var both sync.WaitGroup
		for range 2 { // a worker that was thought dead goes on beside another
			both.Go(func() {
				if err := r.EnterSheet(background, clerk, sheet.ID, reading, always); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
		done, err := r.Sheet(background, clerk, sheet.ID)
		h.must(err)
		if done.State != registry.SheetEntered || done.Entered.NewFamilies != 30 || done.Entered.NewPersons != 60 || !strings.HasPrefix(h.registered(s), "60 30 60 ") {
			t.Errorf("%+v %s", done, h.registered(s))
		}
		h.sound(s)
	})
}

func TestTheMarkedCopyIsForWhoBroughtTheFile(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		r := h.people(s)
		sheet := h.took(r, table("1,2026-08-01,,农村,无,郑九,申请人,,12,男,1960-01-01,,,,"))
		var out bytes.Buffer
		h.must(r.Marked(background, clerk, sheet.ID, &out))
		if !strings.Contains(out.String(), ",错误\r\n") || !strings.Contains(out.String(), "电话：应为11位手机号") {
			t.Errorf("%s", out.String())
		}
		h.refused(r.Marked(background, countyClerk, sheet.ID, &out), "只有上传的人能下载")
		h.refused(r.Confirm(background, countyClerk, sheet.ID), "由上传文件的人确认")
		h.refused(r.Marked(background, countyClerk, sheet.ID, &out), "只有上传的人能下载")
		if text := h.export(s); strings.Count(text, "purpose own_sheet") != 1 {
			t.Error("the view is not in the chain")
		}
	})
}
