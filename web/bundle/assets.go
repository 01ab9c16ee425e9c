package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// oldest is the oldest browser that the pages are made for: township offices
// still run Chrome 80 and browsers built on it.
var oldest = []api.Engine{{Name: api.EngineChrome, Version: "80"}}

// keeper stays in dist so that the folder can be embedded before it is filled.
const keeper = "README"

// writeAssets fills dist below dir with the bundles under names that hold
// their hash, and removes what stood there before.
func writeAssets(dir string) error {
	files, err := bundle(dir)
	if err != nil {
		return err
	}
	dist := filepath.Join(dir, "dist")
	if err := clean(dist); err != nil {
		return err
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dist, hashed(name, text)), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// bundle makes every file of dist, by its plain name.
func bundle(dir string) (map[string][]byte, error) {
	assets := filepath.Join(dir, "assets")
	if _, err := os.Stat(filepath.Join(assets, "node_modules")); err != nil {
		return nil, errors.New("web/assets/node_modules is missing; run make deps first")
	}
	plugin, err := trimmed(dir)
	if err != nil {
		return nil, err
	}
	built := api.Build(api.BuildOptions{
		EntryPoints: []string{filepath.Join(assets, "app.css"), filepath.Join(assets, "app.js"), filepath.Join(assets, "chart.js")},
		Outdir:      filepath.Join(dir, "dist"),
		Bundle:      true, MinifyWhitespace: true, MinifySyntax: true, MinifyIdentifiers: true,
		Plugins: []api.Plugin{plugin}, Engines: oldest, LegalComments: api.LegalCommentsEndOfFile, LogLevel: api.LogLevelSilent,
	})
	if complaints := append(built.Errors, built.Warnings...); len(complaints) > 0 {
		return nil, fmt.Errorf("%s", strings.Join(api.FormatMessages(complaints, api.FormatMessagesOptions{}), ""))
	}
	files := map[string][]byte{}
	for _, out := range built.OutputFiles {
		files[filepath.Base(out.Path)] = out.Contents
	}
	sprite, err := iconSprite(dir)
	files["icons.svg"] = sprite
	return files, err
}

// hashed puts a hash of the text into the name, so that browsers may keep the
// file for ever.
func hashed(name string, text []byte) string {
	sum := sha256.Sum256(text)
	ext := filepath.Ext(name)
	return strings.TrimSuffix(name, ext) + "-" + hex.EncodeToString(sum[:6]) + ext
}

// clean empties a folder but for its keeper.
func clean(dist string) error {
	entries, err := os.ReadDir(dist)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() == keeper {
			continue
		}
		if err := os.Remove(filepath.Join(dist, e.Name())); err != nil {
			return err
		}
	}
	return nil
}
