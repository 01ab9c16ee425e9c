package browser

import (
	"fmt"
	"strings"
	"testing"

	"doudi/web"
)

// visits say how a reader comes to the page of each route. A route without a
// visit fails the test: no page goes unseen.
var visits = map[string]func(*tab){
	"GET /{$}": func(b *tab) { b.visit("/") },
}

func TestEveryRouteIsAccessibleAndFits(t *testing.T) {
	for _, route := range web.Routes() {
		name := route.Method + " " + route.Path
		for _, width := range []int64{desk, phone} {
			t.Run(fmt.Sprintf("%s at %d pixels", name, width), func(t *testing.T) {
				reach := visits[name]
				if reach == nil {
					t.Fatal("nobody visits this route; say how in visits")
				}
				b := open(t, width, true)
				reach(b)
				b.shoot(picture(name, width))
				b.accessible()
				b.fits()
				b.chinese()
			})
		}
	}
}

func TestEveryRouteFitsAtTwiceTheSize(t *testing.T) {
	for _, route := range web.Routes() {
		name := route.Method + " " + route.Path
		t.Run(name, func(t *testing.T) {
			b := open(t, desk/2, true)
			visits[name](b)
			b.fits()
		})
	}
}

// failures are addresses that are answered with an error page.
var failures = map[string]string{"not found": "/nothing-here"}

func TestErrorPagesAreAccessible(t *testing.T) {
	for name, path := range failures {
		for _, width := range []int64{desk, phone} {
			t.Run(fmt.Sprintf("%s at %d pixels", name, width), func(t *testing.T) {
				b := open(t, width, true)
				b.visit(path)
				b.shoot(picture(name, width))
				b.accessible()
				b.fits()
				b.chinese()
			})
		}
	}
}

// picture is the name of the screenshot of a route.
func picture(route string, width int64) string {
	name := strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '-'
	}, route), "-")
	return fmt.Sprintf("%s-%d", strings.ReplaceAll(name, "--", "-"), width)
}
