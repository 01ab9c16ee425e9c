package browser

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

var update = flag.Bool("update", false, "take the pictures of the README anew")

// pictures are what README.md shows.
const pictures = "../../docs/screenshots"

// TestPicturesOfTheReadmeAreSmall takes the pictures with -update, and sees to
// it that they are there and load quickly.
func TestPicturesOfTheReadmeAreSmall(t *testing.T) {
	for name, c := range map[string]struct {
		width, height int64
		reach         func(*tab)
	}{
		"start.png":  {desk, 860, func(b *tab) { b.visit("/") }},
		"result.png": {desk, 1120, func(b *tab) { b.visit("/examples/1-mingxi-2020-standard-1") }},
		"phone.png":  {phone, 844, questions},
	} {
		t.Run(name, func(t *testing.T) {
			if *update {
				b := open(t, c.width, true)
				c.reach(b)
				b.do(chromedp.EmulateViewport(c.width, c.height))
				picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
				b.must(err)
				b.must(os.WriteFile(filepath.Join(pictures, name), picture, 0o644))
			}
			if info, err := os.Stat(filepath.Join(pictures, name)); err != nil || info.Size() > 300<<10 {
				t.Error("missing, or too large: ", info, err)
			}
		})
	}
}
