package browser

import (
	"context"
	"maps"

	"doudi/casework"
)

// begun gives the instance an application that somebody fills in, and one that
// was handed in.
func begun() error {
	for i, programme := range []string{"edge", "tekun"} {
		id, err := cases.Take(context.Background(), clerk(), casework.Opening{Household: 1, Programmes: []string{programme}, Way: casework.AtWindow, Taken: 2})
		if err == nil {
			_, err = cases.Save(context.Background(), clerk(), id, 1, casework.Content{Story: "妻子常年住院，药费花光了积蓄", Needs: []string{"medical"}})
		}
		if err == nil && i == 1 {
			err = cases.HandIn(context.Background(), clerk(), id)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func init() {
	maps.Copy(visits, map[string]func(*tab){
		"GET /office/{office}/apply":                             at("tc.1", "/office/2/apply"),
		"POST /office/{office}/apply":                            then("tc.1", "/office/2/apply", "section:last-of-type .btn-primary"),
		"GET /office/{office}/household/{household}/apply":       at("tc.1", "/office/2/household/1/apply"),
		"POST /office/{office}/household/{household}/apply":      then("tc.1", "/office/2/household/1/apply", "section .btn-primary"),
		"GET /office/{office}/application/{number}":              at("tc.1", "/office/2/application/1"),
		"POST /office/{office}/application/{number}":             then("tc.1", "/office/2/application/1", `button.btn-primary[value="keep"]`),
		"GET /office/{office}/application/{number}/sign":         at("tc.1", "/office/2/application/1/sign"),
		"POST /office/{office}/application/{number}/sign":        then("tc.1", "/office/2/application/1/sign", "form.stack > .btn-primary"),
		"GET /office/{office}/application/{number}/print/{what}": at("tc.1", "/office/2/application/2/print/slip"),
		"POST /office/{office}/application/{number}/print/{what}": func(b *tab) {
			at("tc.1", "/office/2/application/2/print/forms")(b)
			ask[bool](b, `(f => { f.target = ''; return true })(document.querySelector('form.card'))`)
			b.press("form.card .btn-primary")
		},
	})
}
