package browser

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"maps"
	"testing"

	"doudi/paper"
	"doudi/store"
)

// bags are the papers of the tests.
var bags *paper.Service

// card is a photograph of a card on a table, of a shade.
func card(shade uint8) []byte {
	m := image.NewRGBA(image.Rect(0, 0, 1200, 900))
	for y := range 900 {
		for x := range 1200 {
			m.Set(x, y, color.RGBA{shade, 150, 140, 255})
			if x > 200 && x < 1000 && y > 200 && y < 700 {
				m.Set(x, y, color.RGBA{235, 240, 245, 255})
			}
		}
	}
	var b bytes.Buffer
	jpeg.Encode(&b, m, nil)
	return b.Bytes()
}

// file gives the family papers: two that stand and one that was withdrawn.
func file(s *store.Store) error {
	fonts, err := paper.OwnFonts()
	if err != nil {
		return err
	}
	bags = &paper.Service{Store: s.Papers(), Registry: folk, Fonts: fonts}
	for i, u := range []paper.Upload{{Person: wang, Kind: "identity_card", From: "2026-08-20"}, {Kind: "household_book"}, {Person: chen, Kind: "photo"}} {
		u.Household = 1
		content := card(uint8(40 * i))
		if i == 1 {
			content = []byte("%PDF-1.7\n")
		}
		if _, err := bags.Add(context.Background(), clerk(), u, content); err != nil {
			return err
		}
	}
	return bags.Withdraw(context.Background(), clerk(), 1, 3, "unreadable", "")
}

// upload brings a photograph through the form.
func upload(b *tab) {
	b.Helper()
	at("tc.1", "/office/2/household/1/paper")(b)
	b.pick("kind", "photo")
	b.choose("file", card(uint8(len(b.Name()))))
	b.press("form.card .btn-primary")
}

// choose puts a file into the field with an id, as a clerk picks one.
func (b *tab) choose(id string, content []byte) {
	b.Helper()
	ask[bool](b, fmt.Sprintf(`(e => {
		const bytes = Uint8Array.from(atob(%q), c => c.charCodeAt(0))
		const list = new DataTransfer()
		list.items.add(new File([bytes], 'IMG_1.jpg', {type: 'image/jpeg'}))
		e.files = list.files
		return e.files.length === 1
	})(document.getElementById(%q))`, base64.StdEncoding.EncodeToString(content), id))
}

// takeBack withdraws the latest paper that was uploaded.
func takeBack(b *tab) {
	b.Helper()
	upload(b)
	b.visit(ask[string](b, `[...document.querySelectorAll('a.paper')].filter(e => e.textContent.includes('照片') && !e.closest('details')).pop().getAttribute('href')`))
	ask[bool](b, `document.querySelector('main details').open = true`)
	b.pick("because", "unreadable")
	b.press(`form[action$="/withdraw"] button`)
}

func init() {
	maps.Copy(visits, map[string]func(*tab){
		"GET /office/{office}/household/{household}/paper":                   at("tc.1", "/office/2/household/1/paper"),
		"POST /office/{office}/household/{household}/paper":                  upload,
		"GET /office/{office}/household/{household}/paper/{paper}":           at("tc.1", "/office/2/household/1/paper/1"),
		"POST /office/{office}/household/{household}/paper/{paper}/withdraw": takeBack,
	})
	maps.Copy(visits, map[string]func(*tab){
		"GET /office/{office}/paper/{paper}":                      at("tc.1", "/office/2/paper/2"),
		"GET /office/{office}/household/{household}/print/{what}": at("tc.1", "/office/2/household/1/print/sheet"),
		"GET /office/{office}/household/{household}/export":       at("tc.1", "/office/2/household/1/export"),
		// A form with something wrong comes back; what is right is a file.
		"POST /office/{office}/household/{household}/export": func(b *tab) {
			at("tc.1", "/office/2/household/1/export")(b)
			b.write("on", "gestern")
			b.press("form.card .btn-primary")
		},
		// The form that is not complete comes back; the PDF is no page.
		"POST /office/{office}/household/{household}/print/{what}": func(b *tab) {
			at("tc.1", "/office/2/household/1/print/slip")(b)
			ask[bool](b, `(f => { f.target = ''; return true })(document.querySelector('form.card'))`)
			b.press("form.card .btn-primary")
		},
	})
	maps.Copy(files, map[string]string{
		"GET /office/{office}/household/{household}/paper/{paper}/small": "/office/2/household/1/paper/1/small",
		"GET /office/{office}/household/{household}/paper/{paper}/whole": "/office/2/household/1/paper/1/whole?why=survey",
	})
}

// What somebody gave us is shown as what it is, alone in its window.
func TestFilesAreShown(t *testing.T) {
	for name, path := range files {
		t.Run(name, func(t *testing.T) {
			b := open(t, desk, true)
			at("tc.1", path)(b)
			if wide := ask[float64](b, `(document.querySelector('img') || {}).naturalWidth || 0`); wide < 100 {
				t.Errorf("the browser shows no picture: %v", wide)
			}
		})
	}
}

func TestPapersAreBroughtWithoutScripts(t *testing.T) {
	b := open(t, phone, false)
	at("tc.1", "/office/2/household/1/paper")(b)
	b.pick("kind", "photo")
	b.choose("file", card(250))
	b.press("form.card .btn-primary")
	b.shows("刚刚保存了 1 份")
}
