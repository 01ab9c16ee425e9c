package demo

import (
	"bytes"
	"image"
	"testing"
)

func TestNoTwoPicturesAreAlike(t *testing.T) {
	t.Parallel()
	for name, draw := range map[string]func(uint64) ([]byte, error){"signature": signature, "dwelling": dwelling, "board": board} {
		seen := map[string]uint64{}
		for by := range uint64(100) {
			content, err := draw(by)
			if err != nil {
				t.Fatal(name, err)
			}
			if other, there := seen[string(content)]; there {
				t.Errorf("%s %d is %d", name, by, other)
			}
			seen[string(content)] = by
			again, _ := draw(by)
			if m, _, err := image.Decode(bytes.NewReader(content)); err != nil || m.Bounds().Dx() < 200 || !bytes.Equal(again, content) || len(content) > 20<<10 {
				t.Errorf("%s %d: %v, %d bytes", name, by, err, len(content))
			}
		}
	}
}
