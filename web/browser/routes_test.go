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
	"GET /{$}":           func(b *tab) { b.visit("/") },
	"POST /place":        func(b *tab) { b.visit("/"); b.pick("at0", "cn-35"); b.press("#where .btn-primary") },
	"POST /form":         questions,
	"POST /result":       func(b *tab) { questions(b); fill(b); b.submit() },
	"GET /examples/{id}": func(b *tab) { b.visit("/examples/4-tianjin-2023-choice-1") },
	"POST /share":        shareOne,
	"GET /shared/{id}":   shareOne,
}

// files are the addresses of routes that answer with a file, which is no page.
var files = map[string]string{}

// pages are the routes that answer with a page.
func pages() (list []web.Route) {
	for _, r := range web.Routes() {
		if files[r.Method+" "+r.Path] == "" {
			list = append(list, r)
		}
	}
	return list
}

// questions comes to the form of a county as a reader does.
func questions(b *tab) {
	b.visit("/")
	b.press(`form:has(input[value="cn-350421"]) button`)
}

// fill answers what one person without anything answers first.
func fill(b *tab) {
	b.pick("h.area", "urban")
	b.write("m.0.birth_date", "1970-05-01")
	b.pick("m.0.disability_level", "none")
}

// shareOne shares the result of an example.
func shareOne(b *tab) {
	b.visit("/examples/1-mingxi-2020-standard-1")
	b.press(`button[formaction="/share"]`)
}

func TestEveryRouteIsAccessibleAndFits(t *testing.T) {
	for _, route := range pages() {
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
	for _, route := range pages() {
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
