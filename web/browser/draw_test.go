package browser

import "maps"

// The instance of these tests has no case that waits for its decision: its pages
// say so, and that there is no such batch.
func init() {
	sent := func(path string) func(*tab) {
		return func(b *tab) {
			at("cr.1", "/office/1/draw")(b)
			b.away(`(f => { f.action = '` + path + `'; f.submit() })(document.querySelector('form[action="/logout"]'))`)
		}
	}
	maps.Copy(visits, map[string]func(*tab){
		"GET /office/{office}/draw":           at("cr.1", "/office/1/draw"),
		"POST /office/{office}/draw":          sent("/office/1/draw"),
		"GET /office/{office}/draw/{number}":  at("cr.1", "/office/1/draw/1"),
		"POST /office/{office}/draw/{number}": sent("/office/1/draw/1"),
	})
}
