package store_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"doudi/access"
	"doudi/fault"
	"doudi/paper"
	"doudi/registry"
	"doudi/store"
	"doudi/store/scratch"
)

// files is the service of papers of a house.
func (h *house) files(s *store.Store) *paper.Service {
	fonts, err := paper.OwnFonts()
	h.must(err)
	return &paper.Service{Store: s.Papers(), Registry: h.people(s), Fonts: fonts}
}

// photograph is a picture that is not like another.
func (h *house) photograph(seed uint64) []byte {
	h.Helper()
	m, r := image.NewGray(image.Rect(0, 0, 300, 200)), rand.New(rand.NewPCG(seed, 0))
	for i := range m.Pix {
		m.Pix[i] = byte(r.Uint32())
	}
	var b bytes.Buffer
	h.must(jpeg.Encode(&b, m, nil))
	return b.Bytes()
}

// home is a household of two.
func (h *house) home(s *store.Store) (household, head int64) {
	h.Helper()
	r := h.people(s)
	head = h.entered(r, clerk, registry.Identity{Name: "王建平", Number: number("1970-05-01", 101)})
	wife := h.entered(r, clerk, registry.Identity{Name: "陈秀英", Number: number("1972-03-08", 102)})
	return h.founded(r, "城东村12号", "2020-01-01", head, "head", wife, "spouse"), head
}

func TestAPaperIsKeptAsItCameAndShownForAPurpose(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		p := h.files(s)
		household, head := h.home(s)
		photo := h.photograph(1)
		id, err := p.Add(background, clerk, paper.Upload{Household: household, Person: head, Kind: "identity_card", From: "2026-08-20"}, photo)
		h.must(err)
		list, err := p.List(background, clerk, household)
		h.must(err)
		if len(list) != 1 || list[0].ID != id || list[0].Person != head || list[0].Media != paper.JPEG || list[0].Size != int64(len(photo)) ||
			list[0].From != mustDay(t, "2026-08-20") || list[0].Staff != 10 || !list[0].At.Equal(begin) || list[0].Withdrawn != nil {
			t.Errorf("%+v", list)
		}
		small, err := p.Small(background, reviewer, household, id)
		h.must(err)
		if m, err := jpeg.Decode(bytes.NewReader(small)); err != nil || m.Bounds().Dx() != 160 {
			t.Errorf("the small picture: %v", err)
		}
		one, whole, err := p.Open(background, reviewer, household, id, registry.ForReview)
		h.must(err)
		if one.Kind != "identity_card" || !bytes.Equal(whole, photo) {
			t.Errorf("%+v, %d bytes", one, len(whole))
		}
		if text := h.export(s); !strings.Contains(text, "actor 10\nrole township_clerk\nact paper.add\nobject paper:1\nresult done") ||
			!strings.Contains(text, "actor 12\nrole county_reviewer\nact paper.view\nobject paper:1\nresult viewed\npurpose review") {
			t.Error(text)
		}
		h.sound(s)
	})
}

func TestAPaperIsOpenedByWhomItConcerns(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		p := h.files(s)
		household, _ := h.home(s)
		id, err := p.Add(background, clerk, paper.Upload{Household: household, Kind: "photo"}, h.photograph(1))
		h.must(err)
		coordinator := at(13, "village_coordinator", township, township)
		coordinator.Actor.Posts[0].Office = village
		for name, c := range map[string]struct {
			desk      registry.Desk
			household int64
			why       registry.Purpose
			kind      fault.Class
		}{
			"a clerk without a purpose":               {clerk, household, "", fault.Refused},
			"a clerk for a purpose that is another's": {clerk, household, registry.ForPayment, fault.Refused},
			"the coordinator of the village":          {coordinator, household, registry.ForApplication, fault.Refused},
			"an administrator":                        {at(14, access.SystemAdmin, county, township), household, registry.ForAudit, fault.Refused},
			"a paper of another household":            {clerk, household + 1, registry.ForApplication, fault.NotFound},
		} {
			before := h.sound(s)
			if _, content, err := p.Open(background, c.desk, c.household, id, c.why); fault.Kind(err) != c.kind || err == nil || content != nil {
				t.Errorf("%s: %v", name, err)
			}
			if h.sound(s) != before+1 {
				t.Errorf("%s: not recorded", name)
			}
		}
		if _, err := p.Small(background, coordinator, household, id); fault.Kind(err) != fault.Refused || err == nil {
			t.Errorf("the small picture for who may not see: %v", err)
		}
		if _, err := p.Small(background, clerk, household+1, id); fault.Kind(err) != fault.NotFound || err == nil {
			t.Errorf("the small picture of another household's: %v", err)
		}
	})
}

func TestSoManyWholePapersAreShownInADay(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		p := h.files(s)
		household, _ := h.home(s)
		id, err := p.Add(background, clerk, paper.Upload{Household: household, Kind: "photo"}, h.photograph(1))
		h.must(err)
		_, _, err = p.Open(background, clerk, household, id, registry.ForSurvey)
		h.must(err)
		h.raw("UPDATE looked SET looks = 499 WHERE staff = 10")
		_, _, err = p.Open(background, clerk, household, id, registry.ForSurvey)
		h.must(err)
		_, content, err := p.Open(background, clerk, household, id, registry.ForSurvey)
		if fault.Kind(err) != fault.Refused || err == nil || content != nil || !strings.Contains(fault.Sentence(err), "已满500份") {
			t.Errorf("%v", err)
		}
	})
}

func TestAPaperIsRefusedWithWhatToDo(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		p := h.files(s)
		household, head := h.home(s)
		photo := h.photograph(1)
		_, err := p.Add(background, clerk, paper.Upload{Household: household, Kind: "photo"}, photo)
		h.must(err)
		for name, c := range map[string]struct {
			upload  paper.Upload
			content []byte
			wrong   string
		}{
			"the same once more":         {paper.Upload{Household: household, Person: head, Kind: "identity_card"}, photo, "已经传过了（编号 1）"},
			"somebody of another family": {paper.Upload{Household: household, Person: 99, Kind: "identity_card"}, h.photograph(2), "不是家庭成员"},
			"no kind":                    {paper.Upload{Household: household}, h.photograph(2), "材料种类"},
			"what only the office makes": {paper.Upload{Household: household, Kind: paper.HouseholdSheet}, h.photograph(2), "材料种类"},
			"a day to come":              {paper.Upload{Household: household, Kind: "photo", From: "2026-09-02"}, h.photograph(2), "晚于今天"},
			"a day that is none":         {paper.Upload{Household: household, Kind: "photo", From: "2026-02-30"}, h.photograph(2), "材料日期"},
			"no such household":          {paper.Upload{Household: 99, Kind: "photo"}, h.photograph(2), "没有编号为 99 的家庭"},
			"no picture":                 {paper.Upload{Household: household, Kind: "photo"}, []byte("MZ"), "不能上传"},
		} {
			if _, err := p.Add(background, clerk, c.upload, c.content); err == nil || !strings.Contains(fault.Sentence(err), c.wrong) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if list, err := p.List(background, clerk, household); err != nil || len(list) != 1 {
			t.Errorf("%+v %v", list, err)
		}
	})
}

func TestAWrongPaperIsWithdrawnAndStays(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		p := h.files(s)
		household, _ := h.home(s)
		photo := h.photograph(1)
		id, err := p.Add(background, clerk, paper.Upload{Household: household, Kind: "photo"}, photo)
		h.must(err)
		for name, c := range map[string]struct {
			desk    registry.Desk
			because paper.Reason
			note    string
			kind    fault.Class
		}{
			"no reason":             {clerk, "", "", fault.BadInput},
			"another, but which":    {clerk, "other", " ", fault.BadInput},
			"a reviewer":            {reviewer, "unreadable", "", fault.Refused},
			"a note without an end": {clerk, "other", strings.Repeat("字", 101), fault.BadInput},
		} {
			if err := p.Withdraw(background, c.desk, household, id, c.because, c.note); fault.Kind(err) != c.kind || err == nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.must(p.Withdraw(background, countyClerk, household, id, "other", "是邻居王二的"))
		one, err := p.One(background, clerk, household, id)
		h.must(err)
		if w := one.Withdrawn; w == nil || w.Because != "other" || w.Note != "是邻居王二的" || w.Staff != 11 {
			t.Errorf("%+v", w)
		}
		if err := p.Withdraw(background, clerk, household, id, "unreadable", ""); fault.Kind(err) != fault.Conflict || err == nil {
			t.Errorf("withdrawn twice: %v", err)
		}
		if _, whole, err := p.Open(background, clerk, household, id, registry.ForApplication); err != nil || !bytes.Equal(whole, photo) {
			t.Errorf("it is not there any more: %v", err)
		}
		if _, err := p.Add(background, clerk, paper.Upload{Household: household, Kind: "photo"}, photo); err != nil {
			t.Errorf("the same paper, filed rightly: %v", err)
		}
	})
}

// What was brought, its small picture and why it was withdrawn lie sealed, each
// in its own place.
func TestNothingOfAPaperLiesOpen(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		p := h.files(s)
		household, _ := h.home(s)
		for seed := range uint64(2) {
			_, err := p.Add(background, clerk, paper.Upload{Household: household, Kind: "photo"}, h.photograph(seed))
			h.must(err)
		}
		h.must(p.Withdraw(background, clerk, household, 1, "other", "是邻居王二的"))
		for column, clear := range map[string][]byte{"small": {0xFF, 0xD8, 0xFF}, "note": []byte("邻居")} {
			var sealed []byte
			h.raw("SELECT "+column+" FROM filing WHERE paper = 1", &sealed)
			if len(sealed) < 20 || bytes.Contains(sealed, clear) {
				t.Errorf("%s: %.40q", column, sealed)
			}
		}
		h.raw("UPDATE filing SET small = (SELECT small FROM filing WHERE paper = 1) WHERE paper = 2")
		if small, err := p.Small(background, clerk, household, 2); err == nil || !strings.Contains(fault.Sentence(err), "被改动过") {
			t.Errorf("a small picture in another's place: %d bytes, %v", len(small), err)
		}
	})
}

// The same act in two instances, on two databases, with other keys, at another
// time of the day, prints the same bytes; and they are shown for ever.
func TestTheSameActPrintsTheSameBytes(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		other := &house{T: t, address: h.another(), another: h.another, clock: scratch.ClockAt(begin.Add(7 * time.Hour)), postgres: h.postgres}
		doc := paper.Document{Title: "家庭情况表", Parts: []paper.Part{{Heading: "家庭成员", Columns: []paper.Column{{Label: "姓名", Share: 100}}, Rows: [][]string{{"钟𬭚"}, {"𠮷野"}, {"赵\uE123"}}}}}
		var printed [][]byte
		for _, one := range []*house{h, other} {
			s := one.open()
			p := one.files(s)
			household, _ := one.home(s)
			id, err := p.Print(background, clerk, household, paper.HouseholdSheet, doc)
			h.must(err)
			for range 2 {
				_, content, err := p.Open(background, clerk, household, id, registry.ForApplication)
				h.must(err)
				printed = append(printed, content)
			}
		}
		for i, content := range printed {
			if len(content) < 1000 || !bytes.Equal(content, printed[0]) {
				t.Errorf("print %d: %d bytes, not the same as the first", i, len(content))
			}
		}
	})
}

func TestAPaperIsPrintedByWhomTheMatrixNames(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		p := h.files(s)
		household, _ := h.home(s)
		auditor := at(15, "auditor", county, township)
		if _, err := p.Print(background, auditor, household, paper.ReceivedSlip, paper.Document{Title: "材料清单"}); fault.Kind(err) != fault.Refused || err == nil {
			t.Errorf("an auditor prints: %v", err)
		}
		if err := p.Look(background, auditor, household, paper.ReceivedSlip, "paper.print"); fault.Kind(err) != fault.Refused || err == nil {
			t.Errorf("an auditor prints a page: %v", err)
		}
		if _, err := p.Print(background, clerk, 99, paper.ReceivedSlip, paper.Document{Title: "材料清单"}); fault.Kind(err) != fault.NotFound || err == nil {
			t.Errorf("of a household that there is not: %v", err)
		}
		if list, err := p.List(background, clerk, household); err != nil || len(list) != 0 {
			t.Errorf("%+v %v", list, err)
		}
	})
}
