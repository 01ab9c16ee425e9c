package web

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

// dist is filled by web/bundle before the binary is built.
//
//go:embed all:dist
var dist embed.FS

// asset is one bundled file, ready to be sent. Its name holds its hash, so it
// never changes.
type asset struct {
	kind        string
	plain, zipp []byte // zipp is the gzip form
}

// assets are the bundled files by their name; addresses say where a page finds
// the file that was called so before it got its hash.
var assets, addresses = readAssets(dist)

// readAssets loads and compresses everything once.
func readAssets(files fs.FS) (map[string]asset, map[string]string) {
	all, where := map[string]asset{}, map[string]string{}
	names, _ := fs.Glob(files, "dist/*-*.*")
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			continue
		}
		base := path.Base(name)
		all[base] = asset{kind: mime.TypeByExtension(path.Ext(base)), plain: text, zipp: zipped(text)}
		where[base[:strings.LastIndex(base, "-")]+path.Ext(base)] = "/assets/" + base
	}
	return all, where
}

// zipped compresses a text as far as it goes: it is done once.
func zipped(text []byte) []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	z.Write(text)
	z.Close()
	return b.Bytes()
}

// CheckAssets tells whether scripts, styles and icons were bundled before the
// binary was built; without them the pages work, but look like nothing.
func CheckAssets() error {
	for _, name := range []string{"app.css", "app.js", "chart.js", "icons.svg"} {
		if addresses[name] == "" {
			return fmt.Errorf("web/dist holds no %s; build with make build", name)
		}
	}
	return nil
}

// serveAsset sends one bundled file; its name changes with its content, so
// browsers keep it for a year.
func serveAsset(w http.ResponseWriter, r *http.Request) {
	file, ok := assets[r.PathValue("file")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", file.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	h.Set("X-Content-Type-Options", "nosniff")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		w.Write(file.zipp)
		return
	}
	w.Write(file.plain)
}
