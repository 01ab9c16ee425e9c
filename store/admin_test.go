package store_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"doudi/access"
	"doudi/admin"
	"doudi/audit"
	"doudi/audit/verify"
	"doudi/civil"
	"doudi/fault"
	"doudi/job"
	"doudi/staff"
	"doudi/store"
)

// administration is what administrators do on an open instance.
func (h *house) administration(s *store.Store) *admin.Service {
	return admin.New(s.Admin(), h.clock.Now)
}

// system is the system administrator.
var system = admin.By{Staff: 1, Role: access.SystemAdmin}

// site finds an office by its number.
func (h *house) site(a *admin.Service, number int64) access.Site {
	h.Helper()
	list, err := a.Offices(background)
	h.must(err)
	for _, o := range list {
		if o.Number == number {
			return o
		}
	}
	h.Fatalf("no office %d", number)
	return access.Site{}
}

// fieldOf is the field that an error is about.
func fieldOf(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Field
	}
	return ""
}

func TestAnOfficeIsAddedLaterCalledAnewAndClosed(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		a := h.administration(s)
		_, err := a.Load(background, system, admin.Divisions, 0, []byte("code,name,from,to,becomes,source\n350421101200,虚构村,2020-01-01,,,民政局\n"))
		h.must(err)
		town, err := a.Open(background, system, access.Draft{Above: "1", Level: "township", Name: " 盖洋镇 ", Division: "350421101"})
		h.must(err)
		village, err := a.Open(background, system, access.Draft{Above: "4", Level: "village", Name: "虚构村", Division: "350421101200"})
		h.must(err)
		if town.Number != 4 || town.Name != "盖洋镇" || village.Number != 5 || village.Above != 4 || village.Divisions[0].From != mustDay(t, "2020-01-01") {
			t.Errorf("%+v %+v", town, village)
		}
		if text := h.export(s); strings.Count(text, "act office.add\nobject office:4\nresult done") != 2 || strings.Count(text, "role system_administrator\nact office.add") != 4 {
			t.Error("not entered in the instance's chain and as the first of its own\n" + text)
		}
		h.must(a.Rename(background, system, 4, admin.Rename{Name: "盖洋镇人民政府", From: "2026-09-01"}))
		h.must(a.Rename(background, system, 4, admin.Rename{Name: "盖洋街道", From: "2027-01-01"}))
		if o := h.site(a, 4); o.Name != "盖洋镇人民政府" || len(o.Names) != 3 || o.Names[0].Name != "盖洋镇" {
			t.Errorf("%+v", o)
		}
		h.must(a.Rename(background, system, 4, admin.Rename{Name: "盖洋镇人民政府", Division: "350421102", From: "2026-09-10"}))
		h.clock.Pass(130 * 24 * time.Hour)
		o := h.site(a, 4)
		if d, _ := o.Current(mustDay(t, "2026-09-09")); o.Name != "盖洋街道" || d.Code != "350421101" {
			t.Errorf("%+v", o)
		}
		if d, _ := o.Current(mustDay(t, "2026-09-10")); d.Code != "350421102" {
			t.Errorf("%+v", o)
		}
		h.must(a.Close(background, system, 5, "2026-12-31"))
		h.must(a.Close(background, system, 4, "2026-12-31"))
		if o := h.site(a, 4); o.Closed != mustDay(t, "2026-12-31") || o.Divisions[1].To != o.Closed {
			t.Errorf("%+v", o)
		}
		again, err := a.Open(background, system, access.Draft{Above: "1", Level: "township", Name: "盖洋镇", Division: "350421102", From: "2027-01-01"})
		if h.must(err); again.Number != 6 {
			t.Errorf("a number was given twice: %d", again.Number)
		}
		h.sound(s)
	})
}

func TestTheTelephoneOfAnOfficeIsKeptChangedAndTakenAway(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		a := h.administration(s)
		town, err := a.Open(background, system, access.Draft{Above: "1", Level: "township", Name: "盖洋镇", Division: "350421101", Phone: " 0598-2812304 "})
		h.must(err)
		list, err := a.Offices(background)
		h.must(err)
		if o := access.Answering(list, town.Number); o.Phone != "0598-2812304" || o.Number != town.Number || access.Answering(list, 2).Phone != "" {
			t.Errorf("%+v", o)
		}
		before := strings.Count(h.export(s), "act office.change\nobject office:4\nresult done")
		for _, phone := range []string{"0598-2812305", "", "0598-2812304"} {
			h.must(a.Rename(background, system, town.Number, admin.Rename{Name: "盖洋镇", Phone: phone}))
			if o := h.site(a, town.Number); o.Phone != phone || len(o.Names) != 0 {
				t.Errorf("%q: %+v", phone, o)
			}
		}
		if n := strings.Count(h.export(s), "act office.change\nobject office:4\nresult done"); n != before+3 {
			t.Errorf("%d changes in the chain", n-before)
		}
		err = a.Rename(background, system, town.Number, admin.Rename{Name: "盖洋镇", Phone: "问村里"})
		if o := h.site(a, town.Number); o.Phone != "0598-2812304" || fieldOf(err) != "phone" || !strings.Contains(fault.Sentence(err), "不是电话号码") {
			t.Errorf("%+v %v", o, err)
		}
	})
}

func TestAnOfficeIsNotAddedOrClosedWrongly(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		a := h.administration(s)
		people, err := staff.New(s.Accounts(), h.clock.Now, strings.NewReader(strings.Repeat("chance!", 99)))
		h.must(err)
		_, _, err = people.Add(background, staff.By{Staff: 1}, 3, staff.Newcomer{Account: "lin.yi", Name: "林一"})
		h.must(err)
		add := func(d access.Draft) error { _, err := a.Open(background, system, d); return err }
		for name, c := range map[string]struct {
			err         error
			want, field string
		}{
			"no name":                         {add(access.Draft{Above: "1", Level: "township"}), "名称不能空", "name"},
			"nowhere":                         {add(access.Draft{Level: "township", Name: "盖洋镇"}), "上级编号", "above"},
			"a level above its office":        {add(access.Draft{Above: "2", Level: "county", Name: "盖洋镇"}), "级别应当低于", "level"},
			"a code of nobody":                {add(access.Draft{Above: "1", Level: "township", Name: "盖洋镇", Division: "350421999"}), "没有这个区划代码", "division"},
			"a code of another office":        {add(access.Draft{Above: "1", Level: "township", Name: "盖洋镇", Division: "350421100"}), "已经给了“雪峰镇”", "division"},
			"a day that is none":              {add(access.Draft{Above: "1", Level: "township", Name: "盖洋镇", Division: "350421101", From: "明天"}), "起用日期", "from"},
			"called as it is":                 {a.Rename(background, system, 2, admin.Rename{Name: "雪峰镇", Division: "350421100"}), "和现在一样", "name"},
			"called nothing":                  {a.Rename(background, system, 2, admin.Rename{}), "名称不能空", "name"},
			"another code on no day":          {a.Rename(background, system, 2, admin.Rename{Name: "雪峰镇", Division: "350421101", From: "x"}), "日期应当写成", "from"},
			"the highest closed":              {a.Close(background, system, 1, "2026-09-01"), "最高的机构不能撤销", ""},
			"closed with offices under it":    {a.Close(background, system, 2, "2026-09-01"), "下面还有", ""},
			"closed with people":              {a.Close(background, system, 3, "2026-09-01"), "还有 1 个人", ""},
			"closed tomorrow":                 {a.Close(background, system, 3, "2026-09-02"), "不能晚于今天", "from"},
			"an office that never was":        {a.Close(background, system, 9, ""), "没有这个机构", ""},
			"a division before the first day": {a.Rename(background, system, 2, admin.Rename{Name: "雪峰镇", Division: "350421101", From: "0001-01-01"}), "要从这以后的一天起", "from"},
		} {
			if field := fieldOf(c.err); !strings.Contains(fault.Sentence(c.err), c.want) || field != c.field || fault.Kind(c.err) == fault.Internal {
				t.Errorf("%s: %v at %q", name, c.err, field)
			}
		}
		h.sound(s)
	})
}

func TestWhatAnAdministratorLoadsIsKept(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		a := h.administration(s)
		const days = "\ufeffdate,kind,name,source\n2027-01-01,off,元旦,虚构的通知\n2027-01-02,off,元旦,虚构的通知\n2027-01-09,work,元旦,虚构的通知\n"
		p, err := a.Look(background, admin.Calendar, 0, []byte(days))
		if h.must(err); len(p.Lines) != 1 || p.Lines[0] != "2027年：原来没有公布，现在放假 2 天、周末上班 1 天" {
			t.Errorf("%+v", p)
		}
		if c, err := a.Calendar(background, 2); err != nil || c.Published(2027) {
			t.Error("looking has loaded it", err)
		}
		for _, f := range []struct {
			kind   admin.Kind
			office int64
			text   string
		}{
			{admin.Calendar, 0, days}, {admin.Calendar, 2, "date,kind,name,source\n2026-09-08,off,乡庆,虚构的通知\n"},
			{admin.Divisions, 0, "code,name,from,to,becomes,source\n350421100,雪峰镇,,2026-09-30,350421199,民政局\n350421199,雪峰街道,2026-10-01,,,民政局\n"},
		} {
			_, err := a.Load(background, admin.By{Staff: 1, Role: access.SystemAdmin}, f.kind, f.office, []byte(f.text))
			h.must(err)
		}
		again := h.administration(h.reopen(h.address)) // a later run
		for office, want := range map[int64]struct{ local, open bool }{0: {true, false}, 1: {true, false}, 2: {false, false}, 3: {false, false}} {
			c, err := again.Calendar(background, office)
			h.must(err)
			d := c.Deadline(mustDay(t, "2026-12-31"), 5, civil.WorkingDays, "")
			if c.Working(mustDay(t, "2026-09-08")) != want.local || d.Provisional != want.open || d.Day != mustDay(t, "2027-01-08") {
				t.Errorf("office %d: %v %v", office, c.Working(mustDay(t, "2026-09-08")), d)
			}
		}
		known, err := again.Divisions(background)
		if h.must(err); known.FullName("350421199", mustDay(t, "2026-10-01")) != "福建省三明市明溪县雪峰街道" || known.Heirs("350421100", mustDay(t, "2026-10-01"))[0].Code != "350421199" {
			t.Error("the divisions are those shipped")
		}
		if d, err := a.Divisions(background); err != nil || !d.Known("350421199") {
			t.Error("the run that was there does not see them", err)
		}
		if text := h.export(s); strings.Count(text, "act calendar.load\n") != 2 || strings.Count(text, "act division.load\nobject divisions:3\n") != 1 {
			t.Error(text)
		}
		files, err := again.Loads(background, admin.Calendar)
		if h.must(err); len(files) != 2 || files[1].Office != 2 || files[0].Staff != 1 || !files[0].At.Equal(begin) {
			t.Errorf("%+v", files)
		}
	})
}

func TestOfTwoWhoLoadTheSameAtOnceTheSecondIsTold(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.administration(h.open())
		var all sync.WaitGroup
		errs := make([]error, 6)
		for i := range errs {
			all.Go(func() {
				text := "code,name,from,to,becomes,source\n350421100200,虚构村,2020-01-01,,,民政局\n"
				kind := admin.Divisions
				if i%2 == 0 {
					kind, text = admin.Calendar, "date,kind,name,source\n2027-01-01,off,元旦,虚构的通知\n"
				}
				_, errs[i] = a.Load(background, system, kind, 0, []byte(text))
			})
		}
		all.Wait()
		loaded := 0
		for _, err := range errs {
			if err == nil {
				loaded++
			} else {
				h.refused(err, "系统里都有了")
			}
		}
		if loaded != 2 {
			t.Errorf("%d were loaded", loaded)
		}
	})
}

func TestALoadIsTakenBackAndStaysInTheRecords(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		a := h.administration(s)
		load := func(kind admin.Kind, text string) {
			_, err := a.Load(background, system, kind, 0, []byte(text))
			h.must(err)
		}
		load(admin.Calendar, "date,kind,name,source\n2027-01-01,off,元旦,虚构的通知\n")
		load(admin.Divisions, "code,name,from,to,becomes,source\n350421100,写错镇,,,,民政局\n")
		load(admin.Divisions, "code,name,from,to,becomes,source\n350421100200,虚构村,2020-01-01,,,民政局\n")
		known, err := a.Divisions(background)
		if h.must(err); known.FullName("350421100", mustDay(t, "2026-09-01")) != "福建省三明市明溪县写错镇" {
			t.Fatal("it was not loaded")
		}
		h.must(a.TakeBack(background, system, admin.Divisions, 2))
		h.must(a.TakeBack(background, system, admin.Calendar, 1))
		h.refused(a.TakeBack(background, system, admin.Calendar, 1), "收回了")
		h.refused(a.TakeBack(background, system, admin.Calendar, 3), "收回了")
		for name, run := range map[string]*admin.Service{"the run that was there": a, "a later run": h.administration(h.reopen(h.address))} {
			known, err := run.Divisions(background)
			h.must(err)
			c, err := run.Calendar(background, 2)
			h.must(err)
			if full := known.FullName("350421100", mustDay(t, "2026-09-01")); full != "福建省三明市明溪县雪峰镇" || !known.Known("350421100200") || c.Published(2027) {
				t.Errorf("%s: %s %v", name, full, c.Published(2027))
			}
		}
		files, err := a.Loads(background, admin.Divisions)
		if h.must(err); len(files) != 2 || files[0].Number != 2 || !files[0].Back.Equal(begin) || files[0].Taker != system.Staff || !files[1].Back.IsZero() {
			t.Errorf("%+v", files)
		}
		if text := h.export(s); !strings.Contains(text, "act division.take_back\nobject divisions:2\nresult done") || !strings.Contains(text, "act calendar.take_back\nobject calendar:1\nresult done") {
			t.Error(text)
		}
	})
}

func TestAWrongFileIsNotLoaded(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.administration(h.open())
		for name, c := range map[string]struct {
			kind       admin.Kind
			text, want string
		}{
			"another header":              {admin.Calendar, "a,b\n", "第1行"},
			"a day that is none":          {admin.Calendar, "date,kind,name,source\n2027-02-30,off,春节,通知\n", "第2行：日期"},
			"another encoding":            {admin.Calendar, "date,kind,name,source\n2027-01-01,off,\xd4\xaa\xb5\xa9,x\n", "CSV UTF-8"},
			"what is known":               {admin.Calendar, "date,kind,name,source\n", "没有要加载的"},
			"a township without a county": {admin.Divisions, "code,name,from,to,becomes,source\n350421101200,甲,,,,x\n359921101,乙,,,,x\n", "第3行：区划 359921101 的上级"},
			"an heir that is none":        {admin.Divisions, "code,name,from,to,becomes,source\n350421100,雪峰镇,,2026-09-30,350421199,x\n", "第2行：区划 350421100 并入的"},
		} {
			if _, err := a.Load(background, system, c.kind, 0, []byte(c.text)); fault.Kind(err) != fault.BadInput || !strings.Contains(fault.Sentence(err), c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		files, err := a.Loads(background, admin.Calendar)
		if h.must(err); len(files) > 0 {
			t.Errorf("%+v", files)
		}
	})
}

func TestAFileThatTakesADivisionAwayWarns(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.administration(h.open())
		p, err := a.Look(background, admin.Divisions, 0, []byte("code,name,from,to,becomes,source\n350421100,雪峰镇,,2026-09-30,350421101,民政局\n"))
		if h.must(err); len(p.Warnings) != 1 || !strings.Contains(p.Warnings[0], "雪峰镇") || p.Lines[0] != "改 350421100 雪峰镇，到 2026-09-30，并入 350421101；原来是 雪峰镇" {
			t.Errorf("%+v", p)
		}
	})
}

func TestTheTrailIsReadByDayActActorAndResult(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		a := h.administration(s)
		people, err := staff.New(s.Accounts(), h.clock.Now, strings.NewReader(strings.Repeat("chance!", 99)))
		h.must(err)
		lin, _, err := people.Add(background, staff.By{Staff: 1}, 2, staff.Newcomer{Account: "lin.yi", Name: "林一"})
		h.must(err)
		h.clock.Pass(24 * time.Hour)
		for i := range 60 {
			result := []audit.Result{audit.Done, audit.Viewed, audit.Refused}[i%3]
			h.must(s.Record(background, 2, audit.Act{Actor: lin, Role: "township_clerk", Name: []string{"person.find", "person.unmask"}[i%2], Purpose: []string{"", "survey"}[i%2], Result: result}))
		}
		h.clock.Pass(-48 * time.Hour) // the clock was set back
		h.must(s.Record(background, 2, audit.Act{Name: "job.rotate", Role: "system", Result: audit.Failed}))
		for name, c := range map[string]struct {
			f    admin.Filter
			want int
			next bool
		}{
			"everything, newest first":  {admin.Filter{}, 50, true},
			"the rest":                  {admin.Filter{Before: 14}, 13, false},
			"one act":                   {admin.Filter{Act: "person.unmask"}, 30, false},
			"acts of a kind":            {admin.Filter{Act: "person"}, 50, true},
			"refusals":                  {admin.Filter{Result: audit.Refused}, 20, false},
			"failures":                  {admin.Filter{Result: audit.Failed}, 1, false},
			"views":                     {admin.Filter{Result: audit.Viewed, Act: "person.unmask"}, 10, false},
			"views of unmasked data":    {admin.Filter{Bare: true}, 10, false},
			"one actor":                 {admin.Filter{Account: " Lin.Yi "}, 50, true},
			"the program itself":        {admin.Filter{Account: "系统"}, 2, false},
			"the day of all this":       {admin.Filter{Day: mustDay(t, "2026-09-02"), Result: audit.Done}, 20, false},
			"the day before":            {admin.Filter{Day: mustDay(t, "2026-09-01")}, 2, false},
			"the day the clock fell to": {admin.Filter{Day: mustDay(t, "2026-08-31")}, 1, false},
			"a day without entries":     {admin.Filter{Day: mustDay(t, "2026-10-01")}, 0, false},
		} {
			c.f.Chain = 2
			got, err := a.Trail(background, c.f)
			if err != nil || len(got.Entries) != c.want || (got.Next != 0) != c.next || got.Head.Seq != 63 {
				t.Errorf("%s: %d entries, next %d, %v", name, len(got.Entries), got.Next, err)
			}
			for i := 1; i < len(got.Entries); i++ {
				if got.Entries[i].Seq >= got.Entries[i-1].Seq {
					t.Errorf("%s: not newest first", name)
				}
			}
		}
		all, err := a.Trail(background, admin.Filter{Chain: 2})
		if h.must(err); all.Entries[1].Name != "林一" || all.Entries[1].Account != "lin.yi" || all.Entries[0].Name != "" {
			t.Errorf("%+v", all.Entries[:2])
		}
		for name, f := range map[string]admin.Filter{"no such account": {Chain: 2, Account: "nobody"}, "no such chain": {Chain: 9}} {
			if _, err := a.Trail(background, f); err == nil || fault.Kind(err) == fault.Internal {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestTheExportOfAPageIsThatOfTheCommand(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		a := h.administration(s)
		auditor := admin.By{Staff: 3, Role: access.AuditAdmin}
		number, err := a.Sign(background, auditor)
		h.must(err)
		var b strings.Builder
		h.must(a.Export(background, auditor, &b))
		if text := h.export(s); b.String() != text || !strings.Contains(text, "actor 3\nrole audit_administrator\nact audit.export\n") {
			t.Error("other bytes, or not entered")
		}
		given, err := a.Given(background, 0, 50)
		h.must(err)
		one, err := a.Checkpoint(background, number)
		if h.must(err); len(given) != 1 || given[0] != one {
			t.Errorf("%+v %+v", given, one)
		}
		if r, err := verify.Export(strings.NewReader(b.String()), s.Instance().Public, []byte(one.Text)); err != nil || r.Checkpoints != 1 || len(r.Findings) > 0 {
			t.Errorf("%+v %v", r, err)
		}
		if _, err := a.Checkpoint(background, number+1); fault.Kind(err) != fault.NotFound {
			t.Error(err)
		}
	})
}

func TestFailedJobsAreCountedListedAndTriedAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		a := h.administration(s)
		h.must(s.Do(background, 2, act("test.add"), func(tx *store.Tx) error {
			for _, key := range []string{"a", "b", "c", "d"} {
				if err := tx.Enqueue(job.Job{Office: 2, Kind: "print", Key: key, RunAt: tx.Now()}); err != nil {
					return err
				}
			}
			return nil
		}))
		for range 3 {
			j, _, err := s.Claim(background, "w", time.Minute)
			h.must(err)
			if j.Key != "c" {
				h.must(s.Free(background, j, job.Given, h.clock.Now(), "打印机没有纸"))
			}
		}
		w, err := a.Jobs(background)
		if h.must(err); w.Waiting != 1 || w.Running != 1 || w.Failed != 2 || len(w.List) != 2 || w.List[0].Error != "打印机没有纸" || w.List[0].Office != 2 {
			t.Errorf("%+v", w)
		}
		h.must(a.Retry(background, system, 2, "print", "a"))
		if err := a.Retry(background, system, 2, "print", "a"); fault.Kind(err) != fault.NotFound || !strings.Contains(fault.Sentence(err), "不在失败的里面") {
			t.Error(err)
		}
		if n, err := a.RetryAll(background, system); n != 1 || err != nil {
			t.Error(n, err)
		}
		if w, err = a.Jobs(background); err != nil || w.Waiting != 3 || w.Failed != 0 {
			t.Errorf("%+v %v", w, err)
		}
		if text := h.export(s); strings.Count(text, "act job.retry\nobject job:print\nresult done") != 2 {
			t.Error(text)
		}
	})
}
