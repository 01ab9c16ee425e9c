package main

import (
	"os"
	"path/filepath"
)

// fonts are the files of npm that papers are printed with, under the names that
// say in which order they are tried: the characters of the mainland first, then
// those that only the Japanese standard has (𠮷). Their licence (OFL) goes along.
var fonts = map[string]string{
	"1-NotoSansSC.ttf": "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
	"2-NotoSansJP.ttf": "noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf",
	"1-NotoSansSC-OFL": "noto-sans-sc/LICENSE_FONT",
	"2-NotoSansJP-OFL": "noto-sans-jp/LICENSE_FONT",
}

// writeFonts copies the fonts to where package paper embeds them.
func writeFonts(modules, dir string) error {
	if err := clean(dir); err != nil {
		return err
	}
	for name, from := range fonts {
		text, err := os.ReadFile(filepath.Join(modules, "@expo-google-fonts", from))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
