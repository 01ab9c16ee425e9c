package paper

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"doudi/fault"

	"github.com/signintech/gopdf"
)

// Document is a paper that the office prints, before it is drawn: as HTML by the
// pages, as PDF by Draw.
type Document struct {
	Title  string
	Heads  []string // lines under the title
	Parts  []Part
	Notes  []string // small, under the parts
	Signed []string // who signs, each with a line
	Foot   string   // on every page
	Code   string   // an address that a phone reads; "" for none
	// CodeSays is what stands beside it.
	CodeSays string
}

// Part is a table with its heading.
type Part struct {
	Heading string
	Columns []Column
	Rows    [][]string
	Empty   string // what is said where there is no row
}

// Column is one of a table; the shares of a table are a hundred together.
type Column struct {
	Label string
	Share float64
}

// Texts are all words of a document, in the order in which they are read.
func (d *Document) Texts() (list []string) {
	list = append(append(list, d.Title), d.Heads...)
	for _, p := range d.Parts {
		list = append(list, p.Heading)
		for _, c := range p.Columns {
			list = append(list, c.Label)
		}
		for _, r := range p.Rows {
			list = append(list, r...)
		}
	}
	return append(append(append(append(list, d.Notes...), d.Signed...), d.Foot), d.CodeSays)
}

// The measures of an A4 page in points.
const (
	pageWidth, pageHeight = 595.28, 841.89
	margin                = 54.0
	bodySize              = 10.5
	lead                  = 1.55 // height of a line, in sizes
	inset                 = 4.0  // between a frame and its text
	roomBelow             = pageHeight - margin - 24
)

// sheet is a document being drawn.
type sheet struct {
	*pen
	y     float64
	pages int
	foot  string
}

// Draw makes a PDF. The same document gives the same bytes: it holds no clock,
// no random id, and each font only with the characters that are used. What no
// font has is drawn as a box with its code point, and the end of the paper asks
// for it to be written by hand: a rare name never stops a paper.
func (d *Document) Draw(chain Fonts) ([]byte, error) {
	pdf := new(gopdf.GoPdf)
	pdf.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4})
	pdf.SetInfo(gopdf.PdfInfo{Title: d.Title, Producer: "doudi"})
	p, err := newPen(pdf, chain)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "字库用不了，不能打印；请告诉系统管理员")
	}
	s := &sheet{pen: p, foot: clean(d.Foot)}
	if err := s.all(d); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "打印没有做成；请告诉系统管理员")
	}
	var b bytes.Buffer
	if _, err := pdf.WriteTo(&b); err != nil {
		return nil, err
	}
	return mended(b.Bytes())
}

// all draws everything, then the feet, for which the pages are counted.
func (s *sheet) all(d *Document) error {
	s.turn()
	for _, step := range []func(*Document) error{s.head, s.parts, s.notes, s.code, s.signatures, s.byHand, s.feet} {
		if err := step(d); err != nil {
			return err
		}
	}
	return nil
}

// turn begins a page.
func (s *sheet) turn() {
	s.pdf.AddPage()
	s.pages++
	s.y = margin
}

// need begins a new page unless there is room.
func (s *sheet) need(height float64) bool {
	if s.y+height <= roomBelow {
		return false
	}
	s.turn()
	return true
}

// centred writes a line in the middle.
func (s *sheet) centred(size float64, text string) error {
	text = clean(text)
	w, err := s.width(text)
	if err != nil {
		return err
	}
	err = s.write((pageWidth-w*size)/2, s.y, size, text)
	s.y += size * lead
	return err
}

// head writes the title and the lines under it.
func (s *sheet) head(d *Document) error {
	if err := s.centred(18, d.Title); err != nil {
		return err
	}
	s.y += 4
	for _, line := range d.Heads {
		if err := s.paragraph(line, bodySize); err != nil {
			return err
		}
	}
	return nil
}

// paragraph writes a text over the whole width.
func (s *sheet) paragraph(text string, size float64) error {
	lines, err := s.lines(text, (pageWidth-2*margin)/size)
	if err != nil {
		return err
	}
	for _, line := range lines {
		s.need(size * lead)
		if err := s.write(margin, s.y, size, line); err != nil {
			return err
		}
		s.y += size * lead
	}
	return nil
}

// parts draws the tables.
func (s *sheet) parts(d *Document) error {
	for i := range d.Parts {
		if err := s.part(&d.Parts[i]); err != nil {
			return err
		}
	}
	return nil
}

// part draws a table. Its head stands again on every page.
func (s *sheet) part(p *Part) error {
	s.y += 10
	s.need(3 * (bodySize*lead + 2*inset))
	if err := s.paragraph(p.Heading, 12); err != nil {
		return err
	}
	if len(p.Rows) == 0 {
		return s.paragraph(p.Empty, bodySize)
	}
	labels := make([]string, len(p.Columns))
	for i, c := range p.Columns {
		labels[i] = c.Label
	}
	if err := s.row(p, labels, true); err != nil {
		return err
	}
	for _, row := range p.Rows {
		height, err := s.height(p, row)
		if err != nil {
			return err
		}
		if s.need(height) {
			if err := s.row(p, labels, true); err != nil {
				return err
			}
		}
		if err := s.row(p, row, false); err != nil {
			return err
		}
	}
	return nil
}

// broken gives the cells of a row as lines.
func (s *sheet) broken(p *Part, row []string) (cells [][]string, most int, err error) {
	for i, c := range p.Columns {
		lines, err := s.lines(row[i], (s.share(c)-2*inset)/bodySize)
		if err != nil {
			return nil, 0, err
		}
		cells, most = append(cells, lines), max(most, len(lines))
	}
	return cells, most, nil
}

// share is the width of a column.
func (s *sheet) share(c Column) float64 { return (pageWidth - 2*margin) * c.Share / 100 }

// height is how high a row is.
func (s *sheet) height(p *Part, row []string) (float64, error) {
	_, most, err := s.broken(p, row)
	return float64(most)*bodySize*lead + 2*inset, err
}

// row draws one row with its frames; that of the labels is shaded. A row that is
// higher than a page goes on over its edge line by line.
func (s *sheet) row(p *Part, row []string, shaded bool) error {
	cells, most, err := s.broken(p, row)
	if err != nil {
		return err
	}
	for most > 0 {
		room := max(1, int((roomBelow-s.y-2*inset)/(bodySize*lead)))
		n := min(most, room)
		if err := s.cells(p, cells, n, shaded); err != nil {
			return err
		}
		for i := range cells {
			cells[i] = cells[i][min(n, len(cells[i])):]
		}
		if most -= n; most > 0 {
			s.turn()
		}
	}
	return nil
}

// cells draws the first lines of each cell within frames.
func (s *sheet) cells(p *Part, cells [][]string, n int, shaded bool) error {
	height, x := float64(n)*bodySize*lead+2*inset, margin
	for i, c := range p.Columns {
		w := s.share(c)
		if shaded {
			s.pdf.SetFillColor(236, 236, 232)
			s.pdf.RectFromUpperLeftWithStyle(x, s.y, w, height, "F")
		}
		s.pdf.SetFillColor(0, 0, 0)
		s.pdf.SetLineWidth(0.6)
		s.pdf.RectFromUpperLeft(x, s.y, w, height)
		for k, line := range cells[i][:min(n, len(cells[i]))] {
			if err := s.write(x+inset, s.y+inset+2+float64(k)*bodySize*lead, bodySize, line); err != nil {
				return err
			}
		}
		x += w
	}
	s.y += height
	return nil
}

// notes writes what is small.
func (s *sheet) notes(d *Document) error {
	s.y += 8
	for _, note := range d.Notes {
		if err := s.paragraph(note, 9); err != nil {
			return err
		}
	}
	return nil
}

// signatures leaves lines to sign on.
func (s *sheet) signatures(d *Document) error {
	for _, who := range d.Signed {
		s.need(40)
		s.y += 18
		text := clean(who) + "："
		w, err := s.width(text)
		if err != nil {
			return err
		}
		if err := s.write(margin, s.y, bodySize, text); err != nil {
			return err
		}
		s.rule(margin+w*bodySize, margin+260)
		if err := s.write(margin+275, s.y, bodySize, "年　　　月　　　日"); err != nil {
			return err
		}
		s.y += bodySize * lead
	}
	return nil
}

// rule is a line to write on.
func (s *sheet) rule(from, to float64) {
	s.pdf.SetLineWidth(0.5)
	s.pdf.Line(from, s.y+bodySize*1.2, to, s.y+bodySize*1.2)
}

// byHand asks for the characters that could not be drawn, each with a line.
func (s *sheet) byHand(*Document) error {
	missing := slices.Clone(s.missing)
	if len(missing) == 0 {
		return nil
	}
	s.need(60)
	s.y += 14
	if err := s.paragraph(ByHand(len(missing))+"；请对照证件，写在方框里和下面的横线上，并由经办人签名：", bodySize); err != nil {
		return err
	}
	for _, r := range missing {
		s.need(30)
		s.y += 10
		if err := s.write(margin, s.y, bodySize, string(r)+" "); err != nil {
			return err
		}
		s.rule(margin+boxWidth*bodySize+8, margin+160)
		s.y += bodySize * lead
	}
	return nil
}

// ByHand is how a paper is marked that lacks some characters.
func ByHand(n int) string { return fmt.Sprintf("有 %d 个字需手工补写", n) }

// feet writes the foot of every page; a paper that lacks characters says so on
// each.
func (s *sheet) feet(*Document) error {
	mark := ""
	if n := len(s.missing); n > 0 {
		mark = "　" + ByHand(n)
	}
	for page := 1; page <= s.pages; page++ {
		if err := s.pdf.SetPage(page); err != nil {
			return err
		}
		s.y = pageHeight - margin
		if err := s.centred(9, strings.TrimSpace(fmt.Sprintf("%s　第 %d 页，共 %d 页%s", s.foot, page, s.pages, mark))); err != nil {
			return err
		}
	}
	return nil
}

// Missing gives the characters of a document that no font has, each once.
func (d *Document) Missing(chain Fonts) ([]rune, error) {
	p, err := newPen(nil, chain)
	if err != nil {
		return nil, err
	}
	for _, text := range d.Texts() {
		if _, err := p.width(clean(text)); err != nil {
			return nil, err
		}
	}
	return p.missing, nil
}
