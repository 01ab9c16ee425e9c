package web_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// hand is somebody at a form, as a browser sees him: what he fills in must stand
// on the page, what the page carries along is sent, and what he does is clicksToAccept.
type hand struct {
	*works
	token, path, page      string
	form                   url.Values
	fields, clicks, leaves int
}

// sits opens a page.
func (w *works) sits(token, path string) *hand {
	w.Helper()
	h := &hand{works: w, token: token}
	h.opens(path)
	return h
}

// The fields of a page as a browser reads them.
var (
	inputTags   = regexp.MustCompile(`<input[^>]*>`)
	selectLists = regexp.MustCompile(`(?s)<select[^>]* name="([^"]+)".*?</select>`)
	chosen      = regexp.MustCompile(`<option value="([^"]*)" selected`)
	naming      = regexp.MustCompile(` name="([^"]+)"`)
	holding     = regexp.MustCompile(` value="([^"]*)"`)
)

// opens shows a page and takes over what its fields hold.
func (h *hand) opens(path string) {
	h.Helper()
	h.path, h.page, h.form = path, h.wanted(http.StatusOK, "GET", path, h.token, nil), url.Values{}
	h.leaves++
	for _, tag := range inputTags.FindAllString(h.page, -1) {
		name, value := naming.FindStringSubmatch(tag), holding.FindStringSubmatch(tag)
		ticks := strings.Contains(tag, `type="radio"`) || strings.Contains(tag, `type="checkbox"`)
		if name == nil || value == nil || ticks && !strings.Contains(tag, " checked") {
			continue
		}
		h.form.Add(name[1], value[1])
	}
	for _, list := range selectLists.FindAllStringSubmatch(h.page, -1) {
		if one := chosen.FindStringSubmatch(list[0]); one != nil {
			h.form.Set(list[1], one[1])
		}
	}
}

// types writes into a field of the page.
func (h *hand) types(name, text string) {
	h.Helper()
	h.there(name)
	h.form.Set(name, text)
	h.fields++
}

// picks chooses an answer of the page.
func (h *hand) picks(name, value string) {
	h.Helper()
	h.there(name)
	h.form.Set(name, value)
	h.clicks++
}

// there demands that the page has a field.
func (h *hand) there(name string) {
	h.Helper()
	if !strings.Contains(h.page, ` name="`+name+`"`) {
		h.Fatalf("the page %s has no field %s: %s", h.path, name, plain(h.page))
	}
}

// presses sends the form by one of its buttons and goes where it leads.
func (h *hand) presses(do string) {
	h.Helper()
	if do != "" && !strings.Contains(h.page, ` name="do" value="`+do+`"`) {
		_, missing, _ := strings.Cut(plain(h.page), "签字和材料")
		h.Fatalf("the page %s has no button %s: %s", h.path, do, missing)
	}
	h.form.Set("do", do)
	h.clicks++
	h.opens(strings.TrimPrefix(h.wanted(http.StatusSeeOther, "POST", h.path, h.token, h.form), ""))
}

// scrawl is a signature as a browser draws it.
func scrawl(t *testing.T, seed int) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 60, 20))
	for i := range m.Pix {
		m.Pix[i] = byte(i * seed)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// signs sends what was drawn, or photographs of signed papers.
func (h *hand) signs(drawn bool, fields ...string) {
	h.Helper()
	h.presses("sign")
	var sent []namedFile
	for i, name := range fields {
		h.there(name)
		h.clicks++
		if drawn {
			sent = append(sent, namedFile{name, scrawl(h.T, i+3)})
		} else {
			sent = append(sent, namedFile{name, noise(h.T, byte(i+1), 40, 30)})
		}
	}
	a := httptest.NewRecorder()
	h.site.ServeHTTP(a, h.parcelOf(h.path, h.token, csrf, nil, sent))
	if a.Code != http.StatusSeeOther {
		h.Fatalf("%d %s", a.Code, plain(a.Body.String()))
	}
	h.clicks++
	h.opens(a.Header().Get("Location"))
}

// clicksToAccept is how much a family of three costs at the window today; it must not
// grow.
var clicksToAccept = struct{ fields, clicks, pages int }{8, 15, 6}

// familyOfThree fills in the empty form.
func (h *hand) familyOfThree() {
	h.Helper()
	h.types("p.0.name", "王一")
	h.types("p.0.number", "11010519491231002X")
	h.types("p.0.phone", "13859800001")
	h.types("p.1.name", "陈二")
	h.picks("p.1.relation", "spouse")
	h.types("p.1.birth", "1970-03-03")
	h.picks("p.1.sex", "female")
	h.types("p.2.name", "王三")
	h.picks("p.2.relation", "child")
	h.types("p.2.birth", "2015-03-03")
	h.picks("p.2.sex", "male")
	h.types("address", "雪峰镇城东路1号")
	h.picks("programme", "dibao")
}

// answers answers what is asked, until nothing is.
func (h *hand) answers() {
	h.Helper()
	h.picks("h.area", "rural")
	h.presses("none:all")
	h.picks("m.1.disability_level", "none")
}

func TestAFamilyOfThreeComesToTheWindow(t *testing.T) {
	for name, drawn := range map[string]bool{"with what scripts draw": true, "without scripts, with photographs": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := work(t)
			h := w.sits(w.inside(4, w.settled(4, "tc.1", "township_clerk")), "/office/4/apply")
			h.familyOfThree()
			h.presses("")
			h.answers()
			h.signs(drawn, "commitment.1", "authorisation.1", "authorisation.2")
			h.presses("accept")
			w.has(h.page, []string{"受理通知书", "350421-2026-00001", "王一", "受理到办结", "行政复议"}, "11010519491231002X")
			t.Logf("clicks_to_accept: %d fields, %d clicks, %d pages", h.fields, h.clicks, h.leaves)
			if h.fields > clicksToAccept.fields || h.clicks > clicksToAccept.clicks || h.leaves > clicksToAccept.pages {
				t.Errorf("more than %+v", clicksToAccept)
			}
		})
	}
}
