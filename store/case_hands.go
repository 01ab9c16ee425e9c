package store

import (
	"time"

	"doudi/access"
	"doudi/audit"
	"doudi/civil"
	"doudi/store/query"
)

// Entered is by whose hands what stands of a household and of its people from a
// day on was entered, and who changed any of it since a time, as the audit chain
// has it. Without a day all count who ever belonged to it.
func (v *View) Entered(office, household int64, since time.Time, day civil.Date) (list []access.Done, err error) {
	rows, err := v.q.EntriesBehind(v.ctx, query.EntriesBehindParams{Office: office, Household: household, Since: stamp(since), Day: dayText(day)})
	if err != nil {
		return nil, plain(err)
	}
	for _, r := range rows {
		e, err := audit.Parse(r.Entry)
		if err != nil {
			return nil, err
		}
		list = append(list, access.Done{Act: e.Name, By: e.Actor})
	}
	return list, nil
}
