package casework

import (
	"cmp"
	"context"
	"slices"

	"doudi/access"
)

// AskedReferrals is which referrals somebody wants to see. What is left empty does
// not choose.
type AskedReferrals struct {
	Show   string // OverNeeds, or a state; "" is all that have not ended
	Area   string
	Office int64
}

// OverNeeds asks for what has ended.
const OverNeeds = "over"

// ReferralLine is a referral in a list.
type ReferralLine struct {
	Referral
	Household int64
	Applicant string
}

// ReferralBoard is the referrals that somebody asked for, and how many there are
// to be handed on and waiting for an answer.
type ReferralBoard struct {
	Open, Handed int
	Lines        []ReferralLine
	More         bool
}

// Referrals lists those of offices whose households somebody may see: the oldest
// first, those that have ended the newest first.
func (s *Service) Referrals(ctx context.Context, a access.Actor, offices []access.Office, asked AskedReferrals, skip, most int) (b ReferralBoard, err error) {
	err = s.Store.Read(ctx, func(v View) error {
		var list []Referral
		for _, o := range s.seen(a, offices, asked.Office) {
			some, err := v.ReferralsFound(o.ID, asked, skip+most+1)
			if err != nil {
				return err
			}
			open, handed, err := v.ReferralsUnder(o.ID)
			if err != nil {
				return err
			}
			list, b.Open, b.Handed = append(list, some...), b.Open+open, b.Handed+handed
		}
		slices.SortStableFunc(list, func(a, b Referral) int {
			return cmp.Or(cmp.Compare(b.Ended, a.Ended), cmp.Compare(a.Named, b.Named))
		})
		list, b.More = window(list, skip, most)
		for _, r := range list {
			one := ReferralLine{Referral: r}
			if one.Household, one.Applicant, err = s.whose(v, r); err != nil {
				return err
			}
			b.Lines = append(b.Lines, one)
		}
		return nil
	})
	return b, err
}

// whose is the household of a referral, and who leads it.
func (s *Service) whose(v View, r Referral) (household int64, who string, err error) {
	a, err := v.Application(r.Office, r.Application)
	if err != nil {
		return 0, "", err
	}
	who, err = applicant(v, File{Ref: r.Ref, Household: a.Household}, s.Registry.Today())
	return a.Household, who, err
}

// ReferralsDue counts what somebody may hand on in some offices.
func (s *Service) ReferralsDue(ctx context.Context, a access.Actor, offices []access.Office) (n int, err error) {
	err = s.Store.Read(ctx, func(v View) error {
		for _, o := range offices {
			if _, err := s.Registry.Matrix.May(a, referring, s.Registry.Today(), o); err != nil {
				continue
			}
			open, _, err := v.ReferralsUnder(o.ID)
			if err != nil {
				return err
			}
			n += open
		}
		return nil
	})
	return n, err
}
