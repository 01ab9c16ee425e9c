package browser

import (
	"maps"
	"strings"
	"testing"
)

// The pages of the explorer, as a reader comes to them.
func init() {
	maps.Copy(visits, map[string]func(*tab){
		"GET /law":                           func(b *tab) { b.visit("/law") },
		"GET /law/search":                    func(b *tab) { b.visit("/law/search?q=MX-28") },
		"GET /law/source":                    func(b *tab) { b.visit("/law/source") },
		"GET /law/source/{id}":               func(b *tab) { b.visit("/law/source/law2026?at=cn-350421") },
		"GET /law/diff":                      func(b *tab) { b.visit("/law/diff?a=cn-350421&on_a=2026-06-30&b=cn-350421&on_b=2026-07-01") },
		"GET /law/{place}":                   func(b *tab) { b.visit("/law/cn-350421?on=2026-07-01") },
		"GET /law/{place}/subject/{subject}": func(b *tab) { b.visit("/law/cn-350421/subject/dibao?on=2026-07-01") },
		"GET /law/{place}/programme/{id}":    func(b *tab) { b.visit("/law/cn-350421/programme/dibao?on=2026-07-01") },
		"GET /law/{place}/figure/{id}":       func(b *tab) { b.visit("/law/cn-350421/figure/dibao_standard?on=2026-07-01") },
		"GET /law/{place}/rule/{id}":         func(b *tab) { b.visit("/law/cn-350421/rule/dibao_base?on=2026-07-01") },
	})
	maps.Copy(failures, map[string]string{
		"place that is not there":    "/law/nowhere",
		"day that is not there":      "/law/cn-350421?on=2026-13-01",
		"day before the law":         "/law/cn-350421?on=1999-01-01",
		"thing that is not there":    "/law/cn-350421/figure/nothing",
		"document that is not there": "/law/source/nothing",
		"comparison without a place": "/law/diff",
	})
}

func TestAFigureIsDrawn(t *testing.T) {
	b := open(t, desk, true)
	b.visit("/law/cn-350421/figure/dibao_standard?on=2026-07-01")
	if hidden := ask[bool](b, `document.querySelector('[data-chart]').hidden`); hidden {
		t.Fatal("the chart stays hidden")
	}
	if n := ask[float64](b, `document.querySelectorAll('[data-chart] svg path').length`); n < 5 {
		t.Errorf("%v paths are drawn", n)
	}
	words := ask[string](b, `document.querySelector('[data-chart] svg').textContent`)
	for _, want := range []string{"城市", "下限", "2020年", "元/月"} {
		if !strings.Contains(words, want) {
			t.Errorf("the chart does not say %s: %s", want, words)
		}
	}
}

func TestAFigureIsReadWithoutScripts(t *testing.T) {
	b := open(t, phone, false)
	b.visit("/law/cn-350421/figure/dibao_standard?on=2026-07-01")
	text := ask[string](b, `document.querySelector('main').innerText`)
	for _, want := range []string{"538元/月", "640元/月"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s without scripts", want)
		}
	}
	if !ask[bool](b, `document.querySelector('[data-chart]').hidden`) {
		t.Error("an empty box stands where the chart would be")
	}
	b.fits()
}
