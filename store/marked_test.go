package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
	"doudi/job"
	"doudi/paper"
	"doudi/registry"
	"doudi/store"
	"doudi/store/scratch"
)

// marked is somebody whose every secret is like no other text.
type marked struct {
	registry.Identity
	diagnosis, note string
	photograph      []byte
}

// marks are the five hundred.
const marks = 500

// markedPerson makes the nth.
func (h *house) markedPerson(n int) marked {
	return marked{
		Identity: registry.Identity{Name: "王" + string(rune('一'+n)), Number: number(fmt.Sprintf("19%02d-03-15", 40+n%60), 100+n),
			Phone: fmt.Sprintf("1385%07d", 9801000+n*7919%90000), Account: fmt.Sprintf("62170018300%08d", 40000000+n*7919)},
		diagnosis: ailment(n), note: fmt.Sprintf("%s%04d", scratch.Phrase, n), photograph: h.photograph(uint64(n)),
	}
}

// secrets are what must be nowhere: of a photograph some bytes of its middle.
func (m *marked) secrets() []string {
	middle := len(m.photograph) / 2
	return []string{m.Number, m.Phone, m.Account, m.diagnosis, m.note, string(m.photograph[middle : middle+24])}
}

// diagnoses is a law with a diagnosis for each of the marked, and what it says of
// how sensitive they are.
func diagnoses(sensitivity string) *fact.Schema {
	words, values := []string{"head"}, []int64{}
	for n := range marks {
		words, values = append(words, ailment(n)), append(values, int64(n+1))
	}
	return fact.NewSchema([]fact.Entity{
		{Name: "household", Parent: fact.PlaceEntity},
		{Name: "member", Plural: "members", Parent: fact.HouseholdEntity, Facts: []fact.Fact{
			{Key: "relation", Type: fact.Enum, Values: []int64{0}}, {Key: "birth_date", Type: fact.Date}, {Key: "diagnosis", Label: "病种", Type: fact.Enum, Values: values, Sensitivity: sensitivity},
			{Key: "nets", Type: fact.Count}}},
	}, words)
}

// enter registers one of the marked with all that is known of him, lets what can
// go wrong go wrong, and writes into the log whatever a careless hand would.
func (h *house) enter(s *store.Store, law *fact.Schema, m *marked, log *slog.Logger) {
	h.Helper()
	r, p := h.people(s), h.files(s)
	id := h.entered(r, clerk, m.Identity)
	home, err := r.OpenHousehold(background, clerk, law, registry.Place{Address: "雪峰镇城东村"}, []registry.Member{{Person: id, Relation: "head", From: mustDay(h.T, "2026-01-01"), To: civil.Open}})
	h.must(err)
	h.must(r.EnterFacts(background, clerk, law, of(registry.OfMember, id), []registry.Answer{said(h.T, "member.diagnosis", m.diagnosis, "2026-01-01", 0)}))
	file, err := p.Add(background, clerk, paper.Upload{Household: home, Person: id, Kind: "medical_record", From: "2026-08-20"}, m.photograph)
	h.must(err)
	h.must(p.Withdraw(background, clerk, home, file, "unreadable", m.note))
	h.must(s.Do(background, 2, act("person.print"), func(tx *store.Tx) error {
		return tx.Enqueue(job.Job{Office: 2, Kind: "print", Key: fmt.Sprintf("person:%d", id), RunAt: tx.Now()})
	}))
	_, twice := r.EnterPerson(background, clerk, m.Identity)
	wrong := m.Identity
	wrong.Number, wrong.Phone = "", wrong.Phone+"0"
	_, phone := r.EnterPerson(background, clerk, wrong)
	long := m.Identity
	long.Name = m.Number
	_, name := r.EnterPerson(background, clerk, long)
	facts := r.EnterFacts(background, clerk, law, of(registry.OfMember, id), []registry.Answer{said(h.T, "member.diagnosis", m.diagnosis+"x", "2026-01-01", 0)})
	for _, err := range []error{twice, phone, name, facts} {
		if err == nil {
			h.Error("what is wrong was taken")
			continue
		}
		log.Error("refused", "error", err, "sentence", fault.Sentence(err), "whole", fmt.Sprintf("%+v %#v", err, err))
	}
	h.read(s, func(v *store.View) error {
		person, err := v.Person(2, id, registry.Now)
		log.Info("seen", "person", person, "text", fmt.Sprintf("%v %+v %#v", person, person, person), "act", act("person.view"))
		return err
	})
}

// giveUp lets the jobs fail with an error that says too much.
func (h *house) giveUp(s *store.Store, m *marked) {
	h.Helper()
	w := &job.Worker[*store.Tx]{Store: s, Holder: "w", Now: s.Now, Lease: time.Minute, Effects: map[string]job.Effect[*store.Tx]{
		"print": func(context.Context, *store.Tx, job.Job) error {
			return fault.Wrap(errors.New(strings.Join(m.secrets(), " ")), fault.Internal, "没有打印；请看打印机")
		}}}
	for range 20 {
		_, err := w.Once(background)
		h.must(err)
	}
}

func TestFiveHundredPeopleLeaveNoByteOpen(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		if h.postgres {
			own, err := scratch.Start()
			h.must(err)
			t.Cleanup(func() { own.Stop() })
			h.server = own
			h.address, err = own.Database()
			h.must(err)
		}
		s, law := h.open(), diagnoses("health")
		var logged bytes.Buffer
		var secrets []string
		plain, structured := slog.NewTextHandler(&logged, nil), slog.NewJSONHandler(&logged, nil)
		for n := range marks {
			m := h.markedPerson(n)
			h.enter(s, law, &m, slog.New([]slog.Handler{plain, structured}[n%2]))
			if secrets = append(secrets, m.secrets()...); n == marks/2 {
				h.giveUp(s, &m)
			}
		}
		texts := h.written(s)
		texts["the log"] = logged.Bytes()
		h.clean(texts, secrets, "雪峰镇城东村")
		if n := h.count("job WHERE last_error <> ''"); n == 0 || h.jobs() != marks {
			t.Errorf("%d of %d jobs failed", n, h.jobs())
		}
		h.sound(s)
	})
}
