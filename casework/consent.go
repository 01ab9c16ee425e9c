package casework

import (
	"slices"

	"doudi/access"
	"doudi/fault"
)

// Consent is the paper by which somebody who must support one of the family, and
// does not live with it, agrees that his means are checked.
const Consent = "obligor_authorisation"

// obligorConsent is the step that records it. The law has supporters checked with
// their consent only (社会救助法第四十一条; 43号第十条 had them sign as the applicant
// does), so the step stands on the paper and not on a word.
const obligorConsent = "obligor_consent"

// consented refuses the step without a paper that came since the application.
func (c *Sight) consented(v View, e Entry) error {
	if e.Act != Aside || e.Step != obligorConsent {
		return nil
	}
	has, err := c.filed(v, Consent)
	if err == nil && !has {
		err = fault.New(fault.Refused, "材料里还没有这次申请的义务人核对授权书；要核对不共同生活的赡养、抚养、扶养义务人，先要他本人同意，请上传他签了字的授权书再记")
	}
	return err
}

// filed tells whether the family has brought a paper of a kind since it applied.
func (c *Sight) filed(v View, kind string) (bool, error) {
	papers, err := v.PapersOf(c.Office, c.Household)
	return slices.ContainsFunc(papers, func(p Filed) bool { return p.Kind == kind && access.DayOf(p.At) >= c.Applied }), err
}
