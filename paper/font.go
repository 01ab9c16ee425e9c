package paper

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"unicode"

	"doudi/fault"

	"github.com/signintech/gopdf"
)

// shipped are the fonts of the program, in the order in which they are tried;
// web/bundle fills the folder before the binary is built.
//
//go:embed all:fonts
var shipped embed.FS

// Fonts is a chain of fonts: a character is drawn with the first that has it.
type Fonts []font

// font is one of a chain. It is read once for all papers: that takes longer than
// to draw one.
type font struct {
	name  string
	text  []byte
	asked *gopdf.SubsetFontObj // which characters it has, and how wide
	drawn *gopdf.FontContainer // from which papers take it
}

// OwnFonts are those of the program; what an office has itself may be put behind
// them.
var OwnFonts = sync.OnceValues(ownFonts)

// ownFonts reads them.
func ownFonts() (Fonts, error) {
	own, err := fs.Sub(shipped, "fonts")
	if err != nil {
		return nil, err
	}
	chain, err := Fonts{}.With(own)
	if err == nil && len(chain) < 2 {
		err = fault.New(fault.Internal, "程序里没有打包字库，不能打印；请用 make build 重新生成程序")
	}
	return chain, err
}

// mostFont is the most that one file of a font may have.
const mostFont = 64 << 20

// With puts the fonts of a folder behind those of a chain, in the order of their
// names. A file that cannot be drawn with is an error that names it.
func (f Fonts) With(folder fs.FS) (Fonts, error) {
	names, err := fs.Glob(folder, "*.[tToO][tT][fFcC]")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, fault.Wrap(err, fault.BadInput, "字库 "+name+" 读不了；请核对文件")
		}
		more, err := opened(name, text)
		if err != nil {
			return nil, err
		}
		f = append(slices.Clip(f), more)
	}
	return f, nil
}

// opened reads a font. Collections and outlines of PostScript cannot be embedded
// by the library.
func opened(name string, text []byte) (font, error) {
	f := font{name, text, new(gopdf.SubsetFontObj), new(gopdf.FontContainer)}
	if len(text) > mostFont || !bytes.HasPrefix(text, []byte("\x00\x01\x00\x00")) {
		return f, fault.New(fault.BadInput, "字库 "+name+" 不能用：只能用 TrueType 单个字体（.ttf），不超过 64 MB；字体集（.ttc）和 OpenType（.otf）请先转成 .ttf")
	}
	err := f.asked.SetTTFData(text)
	if err == nil {
		err = f.drawn.AddTTFFontDataWithOption(name, text, gopdf.TtfOption{})
	}
	if err != nil {
		err = fault.Wrap(err, fault.BadInput, "字库 "+name+" 读不懂；请换一个文件")
	}
	return f, err
}

// glyph finds how a font writes a character; false if it does not have it.
func (f font) glyph(r rune) (width float64, has bool, err error) {
	index, err := f.asked.CharCodeToGlyphIndex(r)
	if errors.Is(err, gopdf.ErrGlyphNotFound) || err == nil && index == 0 {
		return 0, false, nil
	}
	return float64(f.asked.GlyphIndexToPdfWidth(index)) / pdfUnits, err == nil, err
}

// pen writes with a chain of fonts: each character with the first that has it.
// It puts a font into the paper when the first character is written with it: what
// is not used makes the paper larger too.
type pen struct {
	pdf     *gopdf.GoPdf
	chain   Fonts
	glyphs  map[rune]glyph
	used    map[int]bool // fonts that are in the paper
	missing []rune       // what no font has, each once, as it came
}

// glyph is how a character is written: with which font of the chain, and how
// wide in ems. font is -1 where none has it.
type glyph struct {
	font  int
	width float64
}

// pdfUnits are in an em.
const pdfUnits = 1000.0

// newPen writes into a document; one without a document only measures.
func newPen(pdf *gopdf.GoPdf, chain Fonts) (*pen, error) {
	if len(chain) == 0 {
		return nil, errors.New("paper: no fonts to print with")
	}
	return &pen{pdf: pdf, chain: chain, glyphs: map[rune]glyph{}, used: map[int]bool{}}, nil
}

// boxWidth is how wide a box with a code point is, in ems.
const boxWidth = 2.4

// glyph finds how a character is written. The library draws nothing for what a
// font does not have and says nothing of it, so every character is asked for.
func (p *pen) glyph(r rune) (g glyph, err error) {
	if g, known := p.glyphs[r]; known {
		return g, nil
	}
	g = glyph{font: -1, width: boxWidth}
	for i, f := range p.chain {
		width, has, err := f.glyph(r)
		if err != nil {
			return g, err
		}
		if has {
			p.glyphs[r] = glyph{i, width}
			return p.glyphs[r], nil
		}
	}
	p.missing = append(p.missing, r)
	p.glyphs[r] = g
	return g, nil
}

// clean takes out what draws nothing: marks that choose a variant, characters of
// no width, control characters.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) && r != '　':
			return ' '
		case unicode.Is(unicode.Variation_Selector, r), unicode.Is(unicode.Cf, r), unicode.IsControl(r):
			return -1
		}
		return r
	}, text)
}

// width is how wide a text is, in ems.
func (p *pen) width(text string) (sum float64, err error) {
	for _, r := range text {
		g, err := p.glyph(r)
		if err != nil {
			return 0, err
		}
		sum += g.width
	}
	return sum, nil
}

// write draws a line of text with its upper left corner at a place.
func (p *pen) write(x, y, size float64, text string) error {
	for run := range p.runs(text) {
		g, err := p.glyph([]rune(run)[0])
		if err != nil {
			return err
		}
		if g.font < 0 {
			err = p.box(x, y, size, []rune(run)[0])
		} else {
			err = p.plain(x, y, size, g.font, run)
		}
		if err != nil {
			return err
		}
		w, err := p.width(run)
		if err != nil {
			return err
		}
		x += w * size
	}
	return nil
}

// plain draws what one font has.
func (p *pen) plain(x, y, size float64, font int, text string) error {
	f := p.chain[font]
	if !p.used[font] {
		p.used[font] = true
		if err := p.pdf.AddTTFFontFromFontContainer(f.name, f.drawn); err != nil {
			return err
		}
	}
	if err := p.pdf.SetFont(f.name, "", size); err != nil {
		return err
	}
	p.pdf.SetXY(x, y)
	return p.pdf.Cell(nil, text)
}

// runs cuts a text where the font changes; what no font has stands alone.
func (p *pen) runs(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		begin, last := 0, -2
		for i, r := range text {
			g, _ := p.glyph(r)
			if i > begin && (g.font != last || g.font < 0) {
				if !yield(text[begin:i]) {
					return
				}
				begin = i
			}
			last = g.font
		}
		if begin < len(text) {
			yield(text[begin:])
		}
	}
}

// CodePoint is how a character is called that cannot be written.
func CodePoint(r rune) string { return fmt.Sprintf("U+%04X", r) }

// box draws a frame with the code point of what no font has, wide enough to
// write the character into by hand.
func (p *pen) box(x, y, size float64, r rune) error {
	p.pdf.SetLineWidth(0.5)
	p.pdf.RectFromUpperLeft(x+0.05*size, y-0.05*size, (boxWidth-0.1)*size, 1.15*size)
	code, small := CodePoint(r), size*0.42
	w, err := p.width(code)
	if err != nil {
		return err
	}
	return p.plain(x+(boxWidth*size-w*small)/2, y+0.62*size, small, max(0, p.glyphs['U'].font), code)
}

// lines breaks a text so that each line fits into a width, in ems. A word of
// Latin letters or digits stays whole where it can, and no line begins with a
// mark that closes.
func (p *pen) lines(text string, room float64) (lines []string, err error) {
	line, used := "", 0.0
	for _, word := range words(clean(text)) {
		w, err := p.width(word)
		if err != nil {
			return nil, err
		}
		if used+w > room && line != "" {
			lines, line, used = append(lines, line), "", 0
			word = strings.TrimLeft(word, " ")
		}
		for w > room && len([]rune(word)) > 1 {
			head, rest, err := p.cut(word, room)
			if err != nil {
				return nil, err
			}
			lines, word = append(lines, head), rest
			if w, err = p.width(word); err != nil {
				return nil, err
			}
		}
		line, used = line+word, used+w
	}
	return append(lines, line), nil
}

// cut takes off what fits of a word that is wider than a line.
func (p *pen) cut(word string, room float64) (head, rest string, err error) {
	used := 0.0
	for i, r := range word {
		g, err := p.glyph(r)
		if err != nil {
			return "", "", err
		}
		if used += g.width; used > room && i > 0 {
			return word[:i], word[i:], nil
		}
	}
	return word, "", nil
}

// closing are marks that do not begin a line.
const closing = "，。、；：！？）】》”’·%）,.;:!?)]"

// words cuts a text into what is not broken at the end of a line.
func words(text string) (list []string) {
	for _, r := range text {
		last := len(list) - 1
		switch {
		case last >= 0 && strings.ContainsRune(closing, r), last >= 0 && latin(r) && latin([]rune(list[last])[0]):
			list[last] += string(r)
		default:
			list = append(list, string(r))
		}
	}
	return slices.Clip(list)
}

// latin tells letters and digits that make words.
func latin(r rune) bool {
	return r < 0x250 && (unicode.IsLetter(r) || unicode.IsDigit(r)) || strings.ContainsRune("*+-_/", r)
}
