package main

import (
	"bytes"
	"fmt"
	"go/format"
	"os"
	"path/filepath"
	"strings"

	"github.com/a-h/templ"
	"github.com/a-h/templ/generator"
	"github.com/a-h/templ/parser/v2"
)

// writeTemplates writes the Go code of every template below dir beside it. The
// program is ours and not the templ command, so that it builds in seconds and
// still runs when the templates and the Go code of the pages disagree.
func writeTemplates(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.templ"))
	if err != nil {
		return err
	}
	for _, file := range files {
		code, err := generate(file)
		if err != nil {
			return err
		}
		if old, err := os.ReadFile(generated(file)); err == nil && bytes.Equal(old, code) {
			continue
		}
		if err := os.WriteFile(generated(file), code, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// generated is the name of the Go file of a template.
func generated(file string) string { return strings.TrimSuffix(file, ".templ") + "_templ.go" }

// generate gives the Go code of one template.
func generate(file string) ([]byte, error) {
	tree, err := parser.Parse(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var code bytes.Buffer
	if _, err := generator.Generate(tree, &code, generator.WithVersion(templ.Version()), generator.WithFileName(filepath.Base(file))); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return format.Source(code.Bytes())
}
