package web_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"strings"
	"testing"
	"time"
)

// noise is a photograph of so many pixels that does not compress well.
func noise(t *testing.T, seed byte, w, h int) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	rand.NewChaCha8([32]byte{seed}).Read(m.Pix)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bring sends a form with files.
func (w *works) bring(path, token, csrf string, fields map[string]string, files ...[]byte) *httptest.ResponseRecorder {
	w.Helper()
	answer := httptest.NewRecorder()
	w.site.ServeHTTP(answer, w.parcel(path, token, csrf, fields, files...))
	return answer
}

// parcel is a request with files.
func (w *works) parcel(path, token, csrf string, fields map[string]string, files ...[]byte) *http.Request {
	w.Helper()
	named := make([]namedFile, len(files))
	for i, content := range files {
		named[i] = namedFile{"file", content}
	}
	return w.parcelOf(path, token, csrf, fields, named)
}

// namedFile is a file with the field that it was chosen in.
type namedFile struct {
	field   string
	content []byte
}

// parcelOf is a request with files of several fields.
func (w *works) parcelOf(path, token, csrf string, fields map[string]string, files []namedFile) *http.Request {
	w.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	w.must(form.WriteField("token", csrf))
	for name, value := range fields {
		w.must(form.WriteField(name, value))
	}
	for _, f := range files {
		part, err := form.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="` + f.field + `"; filename="IMG_1.JPG"`}, "Content-Type": {"text/html"}})
		w.must(err)
		_, err = part.Write(f.content)
		w.must(err)
	}
	w.must(form.Close())
	r := httptest.NewRequest("POST", path, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.AddCookie(&http.Cookie{Name: "doudi", Value: strings.Repeat("t", 22)})
	r.AddCookie(&http.Cookie{Name: "doudi-session", Value: token})
	return r
}

const familyPapers = theirs + "/paper"

var csrf = strings.Repeat("t", 22)

func TestPapersAreBroughtSeenAndWithdrawnOnPages(t *testing.T) {
	t.Parallel()
	w := fish(t)
	token := w.token
	big := noise(t, 1, 3200, 2400)
	if len(big) < 6<<20 {
		t.Fatalf("a photograph of a phone has 5 to 12 MB, this one %d", len(big))
	}
	kind := map[string]string{"kind": "identity_card", "person": "1", "from": "2026-08-20"}
	if a := w.bring(familyPapers, token, csrf, kind, big, noise(t, 2, 40, 30)); a.Code != http.StatusSeeOther || a.Header().Get("Location") != familyPapers+"?saved=2" {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	if page := w.ask("GET", familyPapers+"?saved=2", token, nil).Body.String(); strings.Count(page, `src="`+familyPapers) != 2 || !strings.Contains(page, "刚刚保存了 2 份") || !strings.Contains(page, "林水生") {
		t.Error(page)
	}
	if page := w.ask("GET", familyPapers+"/1", token, nil).Body.String(); !strings.Contains(page, `<dd class="num">1</dd>`) || !strings.Contains(page, "2026年8月20日") || !strings.Contains(page, "林一") {
		t.Error(page)
	}
	if a := w.ask("GET", "/office/7/paper/1", token, nil); a.Header().Get("Location") != familyPapers+"/1" {
		t.Errorf("by its number alone: %d %s", a.Code, a.Header().Get("Location"))
	}
	if a := w.ask("GET", "/office/7/paper/99", token, nil); a.Code != http.StatusNotFound {
		t.Errorf("by a number that no paper has: %d", a.Code)
	}
	whole := w.ask("GET", familyPapers+"/1/whole?why=application", token, nil)
	if !bytes.Equal(whole.Body.Bytes(), big) {
		t.Errorf("%d, %d bytes", whole.Code, whole.Body.Len())
	}
	for name, want := range map[string]string{"Content-Type": "image/jpeg", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Content-Disposition": "inline; filename*=utf-8''", "Content-Security-Policy": "sandbox"} {
		if !strings.Contains(whole.Header().Get(name), want) {
			t.Errorf("%s is %q", name, whole.Header().Get(name))
		}
	}
	if small := w.ask("GET", familyPapers+"/1/small", token, nil); small.Code != 200 || small.Body.Len() > 20<<10 || small.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("the small picture: %d, %d bytes", small.Code, small.Body.Len())
	}
	if a := w.ask("GET", familyPapers+"/1/whole", token, nil); a.Code != 400 || !strings.Contains(a.Body.String(), "请选实际的用途") {
		t.Errorf("without a purpose: %d", a.Code)
	}
	if a := w.ask("POST", familyPapers+"/1/withdraw", token, map[string][]string{"because": {"other"}, "note": {""}}); a.Code != 400 || !strings.Contains(a.Body.String(), "请写明原因") {
		t.Errorf("without a reason: %d", a.Code)
	}
	if a := w.ask("POST", familyPapers+"/1/withdraw", token, map[string][]string{"because": {"unreadable"}}); a.Code != http.StatusSeeOther {
		t.Errorf("%d %s", a.Code, a.Body)
	}
	if page := w.ask("GET", familyPapers, token, nil).Body.String(); !strings.Contains(page, "撤下的材料（1 份）") {
		t.Error(page)
	}
	if w.log.Len() > 0 {
		t.Errorf("something was logged: %.400s", w.log.String())
	}
}

func TestWhatCannotBeKeptIsSaidAndTheRestIsKept(t *testing.T) {
	t.Parallel()
	w := fish(t)
	token := w.token
	kind := map[string]string{"kind": "photo", "person": "1", "from": "2026-08-20"}
	heic := []byte("\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1heic")
	many := make([][]byte, 13)
	for i := range many {
		many[i] = []byte("%PDF-1.7\n")
	}
	for _, c := range []struct {
		name   string
		fields map[string]string
		files  [][]byte
		status int
		shown  []string
	}{
		{"one of two is from an iPhone", kind, [][]byte{noise(t, 3, 40, 30), heic}, 400, []string{"第 2 个文件没有保存：这是 HEIC 格式", "刚刚保存了 1 份", `value="photo" selected`, `value="1" selected`, "2026-08-20"}},
		{"sent twice", kind, [][]byte{noise(t, 3, 40, 30)}, 400, []string{"已经传过了（编号 1）"}},
		{"no file", kind, nil, 400, []string{"没有选文件", `value="photo" selected`}},
		{"no kind", map[string]string{"person": "1", "from": "2026-08-20"}, [][]byte{heic}, 400, []string{"材料种类：请从列表里选", "2026-08-20"}},
		{"a wrong day", map[string]string{"kind": "photo", "from": "八月"}, [][]byte{heic}, 400, []string{"材料日期：", "八月"}},
		{"more files than may be", kind, many, 413, []string{"一次传的材料太多了"}},
	} {
		a := w.bring(familyPapers, token, csrf, c.fields, c.files...)
		if a.Code != c.status {
			t.Errorf("%s: %d", c.name, a.Code)
		}
		for _, want := range c.shown {
			if !strings.Contains(a.Body.String(), want) {
				t.Errorf("%s: the page does not show %q", c.name, want)
			}
		}
	}
}

// counted counts what is read of it.
type counted struct {
	io.Reader
	n int
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += n
	return n, err
}

// Files are read of whom the matrix lets in, on the pages that take files, with
// the token of our own form.
func TestFilesOfStrangersAreNotRead(t *testing.T) {
	t.Parallel()
	w := fish(t)
	for name, c := range map[string]struct {
		path, token string
		read        bool
	}{
		"nobody who has logged in":   {familyPapers, "", false},
		"a reviewer":                 {familyPapers, w.inside(7, w.settled(7, "tr.1", "township_reviewer")), false},
		"the clerk of another place": {familyPapers, w.inside(4, w.settled(4, "tc.2", "township_clerk")), false},
		"a page that takes none":     {"/logout", w.token, false},
		"the clerk":                  {familyPapers, w.token, true},
	} {
		head := "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
		body := &counted{Reader: io.MultiReader(strings.NewReader(head), bytes.NewReader(make([]byte, 70<<20)), strings.NewReader("\r\n--x--\r\n"))}
		r := httptest.NewRequest("POST", c.path, body)
		r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		r.AddCookie(&http.Cookie{Name: "doudi-session", Value: c.token})
		answer := httptest.NewRecorder()
		w.site.ServeHTTP(answer, r)
		if (body.n > 0) != c.read || answer.Code < 300 {
			t.Errorf("%s: %d bytes were read, %d", name, body.n, answer.Code)
		}
	}
	if a := w.bring(familyPapers, w.token, "forged", map[string]string{"kind": "photo"}, noise(t, 1, 40, 30)); a.Code != http.StatusForbidden {
		t.Errorf("a form that is not ours: %d", a.Code)
	}
}

// trickle gives a little at a time.
type trickle struct {
	io.Reader
	pause time.Duration
}

func (s *trickle) Read(p []byte) (int, error) {
	time.Sleep(s.pause)
	return s.Reader.Read(p[:min(len(p), 256<<10)])
}

// A village line takes longer for a photograph than a page may take.
func TestASlowLineHasTimeForAPhotograph(t *testing.T) {
	t.Parallel()
	w := fish(t)
	server := httptest.NewUnstartedServer(w.site)
	server.Config.ReadTimeout, server.Config.WriteTimeout = time.Second, time.Second
	server.Start()
	defer server.Close()
	made := w.parcel(familyPapers, w.token, csrf, map[string]string{"kind": "photo", "person": "0"}, noise(t, 9, 450, 450))
	r, err := http.NewRequest("POST", server.URL+familyPapers, &trickle{made.Body, 1200 * time.Millisecond})
	w.must(err)
	r.Header = made.Header
	answer, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(r)
	if err != nil || answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("%v %v", answer, err)
	}
	answer.Body.Close()
}
