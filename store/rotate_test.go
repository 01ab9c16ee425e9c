package store_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	mathrand "math/rand"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"doudi/access"
	"doudi/audit"
	"doudi/casework"
	"doudi/engine"
	"doudi/fault"
	"doudi/gb"
	"doudi/paper"
	"doudi/registry"
	"doudi/seal"
	"doudi/staff"
	"doudi/store"
)

// bare are the columns of bytes in which nothing is sealed, with why.
var bare = map[string]string{
	"audit_head.hash":        "a digest of entries, which hold no personal data",
	"audit_entry.entry":      "no personal data; auditors read it without keys",
	"session.token":          "the digest of something long and random",
	"family_session.token":   "the digest of something long and random",
	"request.ticket":         "the digest of a random number that opens nothing without a code",
	"request.token":          "the digest of something long and random",
	"request.code":           "a keyed digest that is of no use after ten minutes",
	"family_code.digest":     "a keyed digest that is of no use after ten minutes",
	"staff_account.recovery": "digests of codes that are long and random",
	"attempt.key":            "a keyed digest that is forgotten within a day, and at the end of a change of keys",
	"person_directory.blind": "made anew from the sealed number",
	"person_blind.blind":     "made anew from the sealed number and phone",
	"relative.blind":         "made anew with the number in its row",
	"filing.blind":           "made anew from the sealed paper",
	"sheet.blind":            "made anew from the sealed paper",
	"sheet_family.blind":     "made anew with what is sealed in its row",
}

// byteColumns are all columns of bytes that the migrations make.
func byteColumns(t *testing.T) (list []string) {
	t.Helper()
	_, text := migrationTexts(t)
	for _, table := range regexp.MustCompile(`(?s)CREATE TABLE (\w+) \((.*?)\n\);`).FindAllStringSubmatch(text, -1) {
		for _, column := range regexp.MustCompile(`(?m)^  (\w+) +BYTEA\b`).FindAllStringSubmatch(table[2], -1) {
			list = append(list, table[1]+"."+column[1])
		}
	}
	for _, column := range regexp.MustCompile(`(?m)^ALTER TABLE (\w+) ADD COLUMN (\w+) +BYTEA\b`).FindAllStringSubmatch(text, -1) {
		list = append(list, column[1]+"."+column[2])
	}
	if strings.Count(text, "BYTEA") != len(list) {
		t.Fatalf("%d of %d columns of bytes were found", len(list), strings.Count(text, "BYTEA"))
	}
	return list
}

func TestEverySealedColumnIsSealedAnewWhenKeysChange(t *testing.T) {
	t.Parallel()
	listed := store.SealedColumns()
	for _, column := range byteColumns(t) {
		if sealed := slices.Contains(listed, column); sealed == (bare[column] != "") {
			t.Errorf("%s: a column of bytes is in the list of store/vault.go, or here with the reason why nothing is sealed in it", column)
		}
	}
	for _, column := range listed {
		if !slices.Contains(byteColumns(t), column) {
			t.Errorf("%s is not in the schema", column)
		}
	}
}

// lone is a sheet with a family that nobody knows.
func lone() []byte {
	return table("9,2026-08-01,雪峰镇城东村9号,农村,无,赵六,申请人," + number("1971-05-01", 109) + ",,,,无,,,")
}

// peopled is an instance in which every sealed column holds something, and what
// can be asked of it.
func (h *house) peopled() *store.Store {
	h.Helper()
	f := founding(h.T)
	for _, account := range []string{"system", "security", "audit"} {
		f.Accounts = append(f.Accounts, staff.Account{Account: account, Name: "某某", Password: "argon", Secret: []byte("factor of " + account)})
	}
	h.must(store.Create(background, h.address, f, h.options()))
	s := h.reopen(h.address)
	household, head := h.home(s)
	r, p := h.people(s), h.files(s)
	h.must(r.CorrectPerson(background, clerk, head, registry.Identity{Name: "王建平", Number: number("1970-05-01", 101), Phone: "13800138000", Account: "6217000010001234567"}))
	h.entered(r, clerk, registry.Identity{Name: "无名氏", Birth: "1950-01-01", Sex: "male", Phone: "13900139000"})
	h.must(r.EnterFacts(background, clerk, mingxi().Schema, of(registry.OfMember, head), []registry.Answer{said(h.T, "member.disability_level", "2", "2026-01-01", 0)}))
	_, err := r.RegisterRelative(background, clerk, registry.Kinship{Staff: 10, Relation: "child", Name: "李强", Number: number("1980-01-01", 103)})
	h.must(err)
	for seed := range uint64(2) {
		_, err := p.Add(background, clerk, paper.Upload{Household: household, Person: head, Kind: "identity_card", From: "2026-08-20"}, h.photograph(seed))
		h.must(err)
	}
	h.must(p.Withdraw(background, clerk, household, 2, "unreadable", "反光"))
	h.brought(r, lone())
	h.asked(h.cases(s), household)
	h.judgedUnseen(h.cases(s), 1)
	h.chosenUnseen(s, household, head)
	h.sends(s, "验证码 407185", nil)
	h.applies(h.cases(s), household, casework.Content{Story: "房子漏雨", Typed: "h.area=rural"}, "edge")
	h.must(h.cases(s).Store.Do(background, 2, audit.Act{Name: "case.refer"}, func(tx casework.Tx) error {
		return tx.AddReferral(casework.Referral{Ref: registry.Ref{Office: 2, ID: 1}, Application: 1, Area: "housing", State: casework.ToHandOn, Turn: 1, Named: mustDay(h.T, "2026-09-01")})
	}))
	h.lodges(s, h.cases(s), petition())
	h.must(h.cases(s).Store.Do(background, 1, audit.Act{Name: "case.draw"}, func(tx casework.Tx) error {
		return tx.AddLot(casework.Lot{Number: 1, Programme: "tekun", Staff: 11, Share: 300000, Day: mustDay(h.T, "2026-09-01"), Digest: strings.Repeat("0", 64)}, strings.Repeat("1", 64))
	}))
	return s
}

// judgedUnseen keeps a determination and a decision for turns that a case has
// already: what is sealed is in question here, not how it comes about.
func (h *house) judgedUnseen(c *casework.Service, id int64) {
	h.Helper()
	now, err := c.Look(background, clerk, id)
	h.must(err)
	keep := func(change func(casework.Tx) error) {
		h.Helper()
		h.must(c.Store.Do(background, 2, audit.Act{Name: "case.work"}, change))
	}
	keep(func(tx casework.Tx) error {
		return tx.AddDetermination(id, casework.Determination{Turn: 2, Law: now.Law, Day: now.Applied, Status: engine.Entitled}, casework.Kept{Snapshot: "{}", Answer: "{}", Told: "可享受"})
	})
	keep(func(tx casework.Tx) error {
		return tx.AddDecision(id, casework.Decision{Turn: 3, Determination: 2, Gives: true, Day: now.Applied, Ruling: casework.Ruling{Note: "家里有病人"}})
	})
}

// chosenUnseen keeps what was chosen for an award that no case came to.
func (h *house) chosenUnseen(s *store.Store, household, head int64) {
	h.Helper()
	at, month := registry.Ref{Office: 2}, mustDay(h.T, "2026-10-01").Month()
	h.must(s.Do(background, 2, act("household.change"), func(tx *store.Tx) (err error) {
		u := registry.Unit{Ref: at, Household: household, Programme: "dibao", Pack: strings.Repeat("0", 64), Day: mustDay(h.T, "2026-09-01"), Members: []registry.Counted{{Person: head, Counted: true, Rule: "counted"}}}
		if u.ID, err = registry.Freeze(tx, u); err != nil {
			return err
		}
		at.ID, err = tx.Number("award")
		return errors.Join(err, tx.AddAward(casework.Award{Ref: at, Unit: u.ID, Household: household, Holder: head, Programme: "dibao", Starts: month}),
			tx.AddChoice(registry.Chosen{Award: at, Household: registry.Ref{Office: 2, ID: household}, Choice: registry.Choice{Way: registry.Stop, Month: month, Reason: "家里人都走了"}}))
	}))
}

// withNewKey opens the house with one more key, and gives what it was opened with.
func (h *house) withNewKey() (*store.Store, *seal.Ring) {
	h.Helper()
	old := h.options().Ring
	both, err := old.Rotate(rand.Reader)
	h.must(err)
	h.ring = both
	return h.reopen(h.address), old
}

// left counts what is sealed or indexed under other keys than one.
func (h *house) left(version int) (n int) {
	h.Helper()
	for _, column := range byteColumns(h.T) {
		table, name, _ := strings.Cut(column, ".")
		head := fmt.Sprintf("01%04x", version)
		switch {
		case bare[column] == "" && h.postgres:
			n += h.count(fmt.Sprintf(`%s WHERE length(%s) > 0 AND substr(%s, 1, 3) <> '\x%s'`, table, name, name, head))
		case bare[column] == "":
			n += h.count(fmt.Sprintf("%s WHERE length(%s) > 0 AND substr(%s, 1, 3) <> x'%s'", table, name, name, head))
		case name == "blind":
			n += h.count(fmt.Sprintf("%s WHERE version <> %d", table, version))
		}
	}
	return n
}

// answersAll demands that everything of peopled is found and opens.
func (h *house) answersAll(s *store.Store) {
	h.Helper()
	r, p := h.people(s), h.files(s)
	for by, text := range map[registry.By]string{registry.ByNumber: number("1970-05-01", 101), registry.ByTail: number("1970-05-01", 101)[14:], registry.ByPhone: "13800138000", registry.ByName: "王建平"} {
		f, err := r.Find(background, clerk, by, text, []access.Office{township})
		if err != nil || len(f.Cards) != 1 || f.Cards[0].ID != 1 {
			h.Errorf("%s: %+v %v", by, f, err)
		}
	}
	card, err := r.Unmask(background, at(14, "finance_officer", county, township), 1, registry.ForPayment)
	if err != nil || card.Account != "6217000010001234567" {
		h.Errorf("%+v %v", card, err)
	}
	h.read(s, func(v *store.View) error {
		n, _ := gb.ParseNumber(number("1980-01-01", 103))
		relatives, err := v.RelativesBy(n)
		if len(relatives) != 1 || relatives[0].Number != n {
			h.Errorf("%+v", relatives)
		}
		facts, _ := v.Facts(of(registry.OfMember, 1), registry.Now)
		if len(facts) != 1 || facts[0].Value != "2" {
			h.Errorf("%+v", facts)
		}
		if id, found, _ := v.SheetOf(2, lone()); !found || id != 3 {
			h.Errorf("sheet %d", id)
		}
		return err
	})
	_, content, err := p.Open(background, reviewer, 1, 1, registry.ForReview)
	if err != nil || !bytes.Equal(content, h.photograph(0)) {
		h.Errorf("%d bytes %v", len(content), err)
	}
	_, err = p.Small(background, reviewer, 1, 1)
	h.must(err)
	_, err = p.Add(background, clerk, paper.Upload{Household: 1, Person: 1, Kind: "identity_card", From: "2026-08-20"}, h.photograph(0))
	h.refused(err, "已经传过了（编号 1）")
	papers, err := p.List(background, clerk, 1)
	if err != nil || len(papers) != 3 || papers[1].Withdrawn == nil || papers[1].Withdrawn.Note != "反光" {
		h.Errorf("%+v %v", papers, err)
	}
	look, err := h.cases(s).Look(background, clerk, 1)
	if err != nil || look.Wants[0].What != "住院费票据" || look.Turns[3].Note != "请月底前补来" || look.Records[0].Met != "王桂兰本人" {
		h.Errorf("%+v %v", look, err)
	}
	if in, err := h.cases(s).Application(background, clerk, 1); err != nil || in.Story != "房子漏雨" {
		h.Errorf("%+v %v", in, err)
	}
	h.must(s.Accounts().Read(background, func(v staff.View) error {
		a, err := v.Account(1)
		if err != nil || string(a.Secret) != "factor of system" {
			h.Errorf("%q %v", a.Secret, err)
		}
		return err
	}))
	h.sound(s)
}

func TestAChangeOfKeysLeavesNothingUnderTheOldOne(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		before := h.peopled()
		h.refused(before.Rotate(background, nil), "只有一版密钥")
		all := h.left(9)
		s, old := h.withNewKey()
		h.answersAll(s) // both keys are live; from the first act on the old one alone opens nothing
		_, err := h.people(before).EnterPerson(background, clerk, registry.Identity{Name: "李娜", Birth: "1970-01-01", Sex: "male"})
		h.refused(err, "请系统管理员用新的密钥文件重新启动")
		_, _, err = before.Claim(background, "w", time.Minute)
		h.refused(err, "请系统管理员用新的密钥文件重新启动")
		_, err = store.Open(background, h.address, store.Options{Now: h.clock.Now, Random: rand.Reader, Ring: old})
		h.refused(err, "用的还是旧的密钥文件")
		told := map[string]int{}
		h.must(s.Rotate(background, func(label string, rows int) { told[label] += rows }))
		if n := h.left(2); n != 0 || all < 20 || told["人员的证件号码、电话、账号"] != 5 {
			t.Errorf("%d of %d are left, %v", n, all, told)
		}
		h.answersAll(s)
		h.must(s.Rotate(background, func(label string, rows int) { t.Errorf("%s: %d were left", label, rows) }))
		h.ring = h.ring.Retire()
		last := h.reopen(h.address)
		h.answersAll(last)
		dir := filepath.Join(t.TempDir(), "backup")
		h.must(s.Backup(background, dir)) // by a program that was open all the time
		_, _, err = store.CheckBackup(background, dir, h.options())
		h.must(err)
		list, err := last.Sealing(background)
		h.must(err)
		for _, one := range list {
			if one.Old != 0 || one.All == 0 {
				t.Errorf("%+v", one)
			}
		}
	})
}

func TestWhatWasTamperedWithStopsAChangeOfKeysAndIsNamed(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.peopled()
		s, _ := h.withNewKey()
		h.raw("UPDATE person SET phone = (SELECT p.phone FROM person AS p WHERE p.id = 3) WHERE id = 1 AND superseded = 0")
		err := s.Rotate(background, func(string, int) {})
		h.refused(err, "人员的证件号码、电话、账号 [2 1 ")
		if !strings.Contains(fault.Sentence(err), "被改动过") || h.left(1) != 0 {
			t.Errorf("%v, %d were sealed anew with it", err, h.left(1))
		}
	})
}

// beside acts as people do while keys are changed.
func (h *house) beside(s *store.Store, n int) {
	h.Helper()
	r := h.people(s)
	id := h.entered(r, clerk, registry.Identity{Name: "李娜", Number: number("1990-01-01", n), Phone: fmt.Sprintf("139%08d", n)})
	h.must(r.CorrectPerson(background, clerk, id, registry.Identity{Name: "李娜", Number: number("1991-01-01", n), Phone: fmt.Sprintf("138%08d", n)}))
}

func TestAChangeOfKeysCutShortGoesOn(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.peopled()
		for n := range 60 {
			h.beside(s, 300+n)
			h.must(s.Do(background, 2, act("paper.add"), addNote))
		}
		s, _ = h.withNewKey()
		before, half := h.left(2), 0
		for i := range max(killsWanted()/10, 4) {
			task := "rotate"
			if i == 0 {
				task = "half" // the others are killed at any moment, on a slow machine before they begin
			}
			c, said := h.start(task, "")
			if i > 0 {
				h.beside(s, 500+i)
				time.Sleep(time.Duration(mathrand.Intn(80)) * time.Millisecond)
				c.Process.Kill() // it may have ended
			}
			if c.Wait(); said.Len() > 0 {
				t.Fatal(said)
			}
			if n := h.left(2); n > 0 && n < before {
				half++
			}
		}
		h.must(s.Rotate(background, func(string, int) {}))
		h.ring = h.ring.Retire()
		s = h.reopen(h.address)
		if n := h.left(2); n != 0 || half == 0 {
			t.Errorf("%d of %d are left, %d were cut short half way", n, before, half)
		}
		for n := range 60 {
			f, err := h.people(s).Find(background, clerk, registry.ByNumber, number("1991-01-01", 300+n), []access.Office{township})
			if err != nil || len(f.Cards) != 1 {
				t.Errorf("%d: %+v %v", n, f, err)
			}
		}
		h.answersAll(s)
	})
}
