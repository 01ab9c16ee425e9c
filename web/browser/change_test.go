package browser

import (
	"context"
	"maps"
	"strings"

	"doudi/audit"
	"doudi/casework"
	"doudi/registry"
)

// inForce gives the first household an award that lasts.
func inForce() error {
	today := folk.Today()
	award := registry.Ref{Office: 2}
	return cases.Store.Do(context.Background(), 2, audit.Act{Actor: 9, Role: "county_decider", Name: "case.decide"}, func(tx casework.Tx) error {
		unit, err := registry.Freeze(tx, registry.Unit{Ref: registry.Ref{Office: 2}, Household: 1, Programme: "edge", Pack: strings.Repeat("0", 64), Day: today,
			Members: []registry.Counted{{Person: 1, Counted: true, Rule: "counted"}}})
		if err != nil {
			return err
		}
		if award.ID, err = tx.Number("award"); err != nil {
			return err
		}
		return tx.AddAward(casework.Award{Ref: award, Unit: unit, Household: 1, Holder: 1, Programme: "edge", Starts: today.Month(),
			People: []casework.Share{{Person: 1, Starts: today.Month(), Ends: registry.Lasting}}})
	})
}

func init() {
	maps.Copy(visits, map[string]func(*tab){
		"GET /office/{office}/household/{household}/change":  at("tc.1", "/office/2/household/1/change"),
		"POST /office/{office}/household/{household}/change": then("tc.1", "/office/2/household/1/change", "form.card .btn-primary"),
	})
}
