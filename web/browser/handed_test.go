package browser

import (
	"context"
	"maps"

	"doudi/casework"
)

// handedOver hands an application of the second household to the other township.
func handedOver() error {
	id, err := cases.Open(context.Background(), clerk(), 2, "edge")
	if err == nil {
		_, err = cases.Act(context.Background(), clerk(), casework.Entry{Case: id, Turn: 1, Act: casework.Submit})
	}
	if err == nil {
		_, err = cases.Act(context.Background(), clerk(), casework.Entry{Case: id, Turn: 2, Act: casework.Transfer, Note: "户口在盖洋镇", To: 4})
	}
	return err
}

func init() {
	maps.Copy(visits, map[string]func(*tab){
		"GET /office/{office}/handed/{number}":  at("cr.1", "/office/4/handed/1"),
		"POST /office/{office}/handed/{number}": then("cr.1", "/office/4/handed/1", `button[value="back"]`), // without a reason
	})
}
