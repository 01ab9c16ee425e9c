package store_test

import (
	"doudi/registry"
	"doudi/store"
)

// known enters all that the law asks about a household of people without income
// or property, so that nothing is missing.
func (h *house) known(s *store.Store, household int64, people ...int64) {
	h.Helper()
	r, law := h.people(s), mingxi().Schema
	since := func(key, value string) registry.Answer { return said(h.T, key, value, "2020-01-01", 0) }
	h.must(r.EnterFacts(background, clerk, law, of(registry.OfHousehold, household), []registry.Answer{since("household.area", "urban"), since("asset", "complete")}))
	for _, id := range people {
		h.must(r.EnterFacts(background, clerk, law, of(registry.OfMember, id), []registry.Answer{since("member.disability_level", "none"), since("member.employment", "jobless"),
			since("income", "complete"), since("rigid_expense", "complete"), since("supporter", "complete"), since("award", "complete"), since("job_offer", "complete")}))
	}
}
