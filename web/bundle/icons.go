package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
)

var (
	// usedIcon is how templates and pages name an icon.
	usedIcon = regexp.MustCompile(`\bicon(?:\(|: *)"([a-z0-9-]+)"`)
	// drawing is the inside of an icon of bootstrap-icons.
	drawing = regexp.MustCompile(`(?s)<svg[^>]*viewBox="([^"]+)"[^>]*>(.*)</svg>`)
)

// iconSprite gathers the icons that are used, and only those, into one SVG
// file of symbols.
func iconSprite(dir string) ([]byte, error) {
	names, err := usedIcons(dir)
	if err != nil {
		return nil, err
	}
	var sprite bytes.Buffer
	sprite.WriteString(`<svg xmlns="http://www.w3.org/2000/svg">`)
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(dir, "assets/node_modules/bootstrap-icons/icons", name+".svg"))
		if err != nil {
			return nil, fmt.Errorf("no icon %q in bootstrap-icons", name)
		}
		found := drawing.FindSubmatch(text)
		if found == nil {
			return nil, fmt.Errorf("icon %q is drawn in a way that is not understood", name)
		}
		fmt.Fprintf(&sprite, `<symbol id="%s" viewBox="%s">%s</symbol>`, name, found[1], bytes.TrimSpace(found[2]))
	}
	sprite.WriteString("</svg>\n")
	return sprite.Bytes(), nil
}

// usedIcons lists the icons that templates and pages name, sorted.
func usedIcons(dir string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.templ"))
	if err != nil {
		return nil, err
	}
	pages, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	var names []string
	for _, file := range append(files, pages...) {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		for _, found := range usedIcon.FindAllSubmatch(text, -1) {
			names = append(names, string(found[1]))
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}
