package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// pages is the folder of the pages, as seen from here.
const pages = ".."

func TestTheCodeOfEveryTemplateIsCurrent(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(pages, "*.templ"))
	if err != nil || len(files) == 0 {
		t.Fatal("no templates", err)
	}
	for _, file := range files {
		want, err := generate(file)
		if err != nil {
			t.Error(err)
			continue
		}
		if have, _ := os.ReadFile(generated(file)); !bytes.Equal(have, want) {
			t.Errorf("%s is not what %s says; run make generate", generated(file), file)
		}
	}
}

func TestNoGeneratedCodeIsLeftBehind(t *testing.T) {
	codes, err := filepath.Glob(filepath.Join(pages, "*_templ.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range codes {
		if _, err := os.Stat(strings.TrimSuffix(code, "_templ.go") + ".templ"); err != nil {
			t.Errorf("%s has lost its template", code)
		}
	}
}

// TestTemplatesAreShort holds the templates to what holds for Go files: the
// code made of them may be longer.
func TestTemplatesAreShort(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(pages, "*.templ"))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(text, []byte("\n")); n >= 300 {
			t.Errorf("%s has %d lines: is it still one page?", file, n)
		}
	}
}
