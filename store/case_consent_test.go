package store_test

import (
	"testing"

	"doudi/casework"
	"doudi/paper"
)

func TestSupportersAreCheckedOnlyWithTheirConsentOnPaper(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id := h.accepted(s, c)
		household := h.stands(c, id, "start_survey").Household
		notes := func() error {
			e := h.entry(c, id, casework.Aside, "大儿子同意核对")
			e.Step = "obligor_consent"
			_, err := c.Act(background, countyVisitor, e)
			return err
		}
		h.refused(notes(), "还没有这次申请的义务人核对授权书")
		_, err := h.files(s).Add(background, clerk, paper.Upload{Household: household, Kind: casework.Consent}, h.photograph(1))
		h.must(err)
		h.must(notes())
		h.sound(s)
	})
}
