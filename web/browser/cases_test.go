package browser

import (
	"context"
	"maps"

	"doudi/casework"
	"doudi/notify"
	"doudi/pack"
	"doudi/store"
)

// cases are the applications of the instance.
var cases *casework.Service

// apply gives the instance a case that somebody has begun.
func apply(s *store.Store, law *pack.Resolved) error {
	cases = &casework.Service{Store: s.Cases(), Registry: folk, Law: func(string, map[string]string) (*pack.Resolved, error) { return law, nil }, Calendar: kept.Calendar}
	messages = &notify.Service{Store: s.Outgoing(), Driver: notify.Outbox{}, Now: clock, Keep: true}
	id, err := cases.Open(context.Background(), clerk(), 1, "dibao")
	for turn, act := range []casework.Act{casework.Submit, casework.Do, casework.Accept} {
		if err == nil {
			_, err = cases.Act(context.Background(), clerk(), casework.Entry{Case: id, Turn: int64(turn) + 1, Act: act})
		}
	}
	if err == nil {
		err = notices()
	}
	if err == nil {
		err = begun()
	}
	if err == nil {
		err = needful()
	}
	if err == nil {
		err = handedOver()
	}
	if err == nil {
		err = inForce()
	}
	return err
}

func init() {
	maps.Copy(visits, map[string]func(*tab){
		// the instance of these tests is no demo: it says that there is no such page
		"POST /demo/later": func(b *tab) {
			at("tc.1", "/home")(b)
			b.away(`(f => { f.action = '/demo/later'; f.submit() })(document.querySelector('form[action="/logout"]'))`)
		},
		"GET /demo/outbox":                    func(b *tab) { b.visit("/demo/outbox") },
		"GET /office/{office}/case/{number}":  at("tc.1", "/office/2/case/1"),
		"POST /office/{office}/case/{number}": then("tc.1", "/office/2/case/1", `button[value="withdraw"]`),
	})
}
