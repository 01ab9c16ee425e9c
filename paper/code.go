package paper

import (
	"bytes"
	"image/png"

	"doudi/fault"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"
)

// The sides of a code: in points on paper, where a phone reads it from a step
// away, and in pixels on a page.
const (
	codeSide   = 110.0
	codePixels = 240
)

// codeOf is a text as a code (GB/T 18284) that stands a corner torn off: outside
// it rains.
func codeOf(text string) (barcode.Barcode, error) {
	code, err := qr.Encode(text, qr.Q, qr.Auto)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "二维码做不成；请告诉系统管理员")
	}
	return code, nil
}

// CodePicture is a text as a code, for a page.
func CodePicture(text string) ([]byte, error) {
	code, err := codeOf(text)
	if err != nil {
		return nil, err
	}
	if code, err = barcode.Scale(code, codePixels, codePixels); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = png.Encode(&b, code)
	return b.Bytes(), err
}

// code draws the code of a document, with what it is for beside it.
func (s *sheet) code(d *Document) error {
	if d.Code == "" {
		return nil
	}
	code, err := codeOf(d.Code)
	if err != nil {
		return err
	}
	s.y += 12
	s.need(codeSide)
	n := code.Bounds().Dx()
	side := codeSide / float64(n)
	s.pdf.SetFillColor(0, 0, 0)
	for y := range n {
		for x := range n {
			if r, _, _, _ := code.At(x, y).RGBA(); r == 0 {
				s.pdf.RectFromUpperLeftWithStyle(margin+float64(x)*side, s.y+float64(y)*side, side, side, "F")
			}
		}
	}
	below := s.y + codeSide
	lines, err := s.lines(d.CodeSays, (pageWidth-2*margin-codeSide-16)/bodySize)
	if err != nil {
		return err
	}
	for i, line := range lines {
		if err := s.write(margin+codeSide+16, s.y+20+float64(i)*bodySize*lead, bodySize, line); err != nil {
			return err
		}
	}
	s.y = below
	return nil
}
