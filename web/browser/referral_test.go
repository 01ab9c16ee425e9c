package browser

import (
	"context"
	"maps"

	"doudi/casework"
)

// needful has the family of the application that was handed in need more: two
// things are to be handed on, one waits for an answer.
func needful() error {
	ctx, d := context.Background(), clerk()
	err := cases.NameNeeds(ctx, d, 2, []string{"medical", "housing", "other"})
	if err == nil {
		err = cases.Refer(ctx, d, 2, []casework.Handing{{ID: 1, Turn: 1, To: "县医疗保障局", Note: "妻子常年住院，药费自付两万多元"}}, func(casework.Referral, int64) ([]byte, error) {
			return []byte("%PDF-1.7"), nil
		})
	}
	return err
}

func init() {
	const needs = "/office/2/application/2/needs"
	maps.Copy(visits, map[string]func(*tab){
		"GET /referral": at("cr.1", "/referral"),
		"GET /office/{office}/application/{number}/needs":        at("tc.1", needs),
		"POST /office/{office}/application/{number}/needs":       then("tc.1", needs, "#waiting .btn-primary"), // without an answer
		"GET /office/{office}/application/{number}/needs/{line}": at("tc.1", needs+"/1"),
	})
}
