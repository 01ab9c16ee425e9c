package paper

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"doudi/fault"
)

// corner is a white picture with a black corner at the upper left.
func corner(w, h int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.Set(x, y, color.White)
			if x < w/4 && y < h/4 {
				m.Set(x, y, color.Black)
			}
		}
	}
	return m
}

// photograph is a JPEG as a camera writes it: how it was held, and where.
func photograph(t *testing.T, m image.Image, way uint16) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	tiff := []byte("II*\x00\x08\x00\x00\x00\x02\x00")
	tiff = append(tiff, entry(0x0112, 3, 1, uint32(way))...)
	tiff = append(tiff, entry(0x8825, 4, 1, 38)...)
	tiff = append(tiff, 0, 0, 0, 0)
	tiff = append(tiff, 1, 0)
	tiff = append(tiff, entry(0x0001, 2, 2, uint32('N'))...)
	tiff = append(tiff, 0, 0, 0, 0)
	tiff = append(tiff, "26.3561 117.2023"...)
	exif := append([]byte("Exif\x00\x00"), tiff...)
	head := binary.BigEndian.AppendUint16([]byte{0xFF, 0xD8, 0xFF, 0xE1}, uint16(len(exif)+2))
	return append(append(head, exif...), b.Bytes()[2:]...)
}

// entry is a line of a directory of such notes.
func entry(tag, kind uint16, count, value uint32) (b []byte) {
	b = binary.LittleEndian.AppendUint16(b, tag)
	b = binary.LittleEndian.AppendUint16(b, kind)
	b = binary.LittleEndian.AppendUint32(b, count)
	return binary.LittleEndian.AppendUint32(b, value)
}

// drawn is a picture as PNG.
func drawn(t *testing.T, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bomb is a PNG of some bytes that claims to be very large.
func bomb(t *testing.T) []byte {
	b := drawn(t, corner(4, 4))
	binary.BigEndian.PutUint32(b[16:], 60000)
	binary.BigEndian.PutUint32(b[20:], 60000)
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

// aWebP is one pixel.
func aWebP(t *testing.T) []byte {
	b, err := base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestWhatIsUploadedIsToldByItsFirstBytes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		content []byte
		media   Media
		wrong   string // of the sentence
	}{
		"a photograph":            {photograph(t, corner(40, 30), 1), JPEG, ""},
		"a screenshot":            {drawn(t, corner(40, 30)), PNG, ""},
		"a picture of Android":    {aWebP(t), WebP, ""},
		"a scan":                  {[]byte("%PDF-1.7\n…"), PDF, ""},
		"nothing":                 {nil, "", "是空的"},
		"an iPhone's photograph":  {[]byte("\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1heic"), "", "兼容性最佳"},
		"one of another brand":    {[]byte("\x00\x00\x00\x20ftypmif1\x00\x00\x00\x00mif1heix"), "", "高效格式"},
		"a film":                  {[]byte("\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2"), "", "照片（JPEG、PNG、WebP）和 PDF"},
		"a Word document":         {[]byte("PK\x03\x04\x14\x00\x06\x00"), "", "另存为 PDF"},
		"a page that looks as if": {[]byte("<html><script>alert(1)</script>"), "", "照片（JPEG、PNG、WebP）和 PDF"},
		"a program":               {[]byte("MZ\x90\x00"), "", "照片（JPEG、PNG、WebP）和 PDF"},
		"too large":               {append([]byte("%PDF-1.7\n"), make([]byte, MaxFile)...), "", "超过 20 MB"},
		"a photograph cut short":  {photograph(t, corner(400, 300), 1)[:900], "", "没有传完整"},
		"a head without a body":   {[]byte("\xff\xd8\xff\xe0"), "", "没有传完整"},
		"a small file that is 3600 million pixels": {bomb(t), "", "360000 万像素，超过了 1600 万"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			media, small, err := new(Service).prepare(context.Background(), c.content)
			switch {
			case c.wrong != "":
				if err == nil || fault.Kind(err) != fault.BadInput || !strings.Contains(fault.Sentence(err), c.wrong) {
					t.Errorf("%v", err)
				}
			case err != nil || media != c.media || (len(small) > 0) == (media == PDF):
				t.Errorf("%v %v, %d bytes", media, err, len(small))
			}
		})
	}
}

func TestTheSmallPictureIsUprightHoweverTheCameraWasHeld(t *testing.T) {
	t.Parallel()
	for way, want := range map[uint16]string{1: "upper left", 2: "upper right", 3: "lower right", 4: "lower left", 5: "upper left", 6: "upper right", 7: "lower right", 8: "lower left", 0: "upper left", 9: "upper left"} {
		_, small, err := new(Service).prepare(context.Background(), photograph(t, corner(800, 400), way))
		if err != nil {
			t.Fatal(way, err)
		}
		m, err := jpeg.Decode(bytes.NewReader(small))
		if err != nil {
			t.Fatal(way, err)
		}
		if size := m.Bounds().Size(); size != (image.Point{160, 80}) && way < 5 || size != (image.Point{80, 160}) && way >= 5 && way < 9 {
			t.Errorf("held the way %d: %v", way, size)
		}
		if got := darkest(m); got != want {
			t.Errorf("held the way %d: the black corner is %s, not %s", way, got, want)
		}
	}
}

// darkest is the corner of a picture that is black.
func darkest(m image.Image) string {
	w, h := m.Bounds().Dx()-1, m.Bounds().Dy()-1
	for name, at := range map[string]image.Point{"upper left": {}, "upper right": {w, 0}, "lower left": {0, h}, "lower right": {w, h}} {
		if r, _, _, _ := m.At(at.X, at.Y).RGBA(); r < 0x4000 {
			return name
		}
	}
	return "nowhere"
}

func TestTheSmallPictureDoesNotTellWhereTheCameraWas(t *testing.T) {
	t.Parallel()
	whole := photograph(t, corner(300, 300), 6)
	_, small, err := new(Service).prepare(context.Background(), whole)
	if err != nil {
		t.Fatal(err)
	}
	for _, note := range []string{"Exif", "26.3561"} {
		if !bytes.Contains(whole, []byte(note)) || bytes.Contains(small, []byte(note)) {
			t.Errorf("%q: in the photograph %v, in the small picture %v", note, bytes.Contains(whole, []byte(note)), bytes.Contains(small, []byte(note)))
		}
	}
}

func TestAPictureThatTakesTooLongIsGivenUp(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := new(Service).prepare(ctx, photograph(t, corner(900, 900), 1)); err == nil {
		t.Error("it was opened")
	}
}
