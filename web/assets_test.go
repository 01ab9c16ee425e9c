package web

import (
	"compress/gzip"
	"io"
	"net/http/httptest"
	"testing"
	"testing/fstest"
)

func TestAssetsAreKeptForAYearAndSentSmall(t *testing.T) {
	files, where := readAssets(fstest.MapFS{
		"dist/README":             {Data: []byte("note")},
		"dist/app-0123456789.css": {Data: []byte("body{color:red}")},
	})
	if len(files) != 1 || where["app.css"] != "/assets/app-0123456789.css" {
		t.Fatalf("%v %v", files, where)
	}
	old := assets
	assets = files
	defer func() { assets = old }()
	for _, encoding := range []string{"", "gzip, deflate"} {
		r := httptest.NewRequest("GET", "/assets/x", nil)
		r.SetPathValue("file", "app-0123456789.css")
		r.Header.Set("Accept-Encoding", encoding)
		w := httptest.NewRecorder()
		serveAsset(w, r)
		var body io.Reader = w.Body
		if w.Header().Get("Content-Encoding") == "gzip" {
			body, _ = gzip.NewReader(w.Body)
		}
		text, _ := io.ReadAll(body)
		if string(text) != "body{color:red}" || w.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" || w.Header().Get("Content-Type") != "text/css; charset=utf-8" {
			t.Errorf("%q %v", text, w.Header())
		}
	}
}
