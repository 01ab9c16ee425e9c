package paper

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/signintech/gopdf"
)

// shipped are the fonts of the program, in the order in which they are tried;
// web/bundle fills the folder before the binary is built.
//
//go:embed all:fonts
var shipped embed.FS

// CheckFonts tells whether the fonts were put into the program.
func CheckFonts() error {
	if names, err := fs.Glob(shipped, "fonts/*.ttf"); err != nil || len(names) < 2 {
		return fmt.Errorf("paper/fonts holds %d fonts; build with make build", len(names))
	}
	return nil
}

// pen writes with a chain of fonts: each character with the first that has it.
type pen struct {
	pdf     *gopdf.GoPdf
	chain   []string // names of the fonts
	glyphs  map[rune]glyph
	missing []rune // what no font has, each once, as it came
}

// glyph is how a character is written: with which font of the chain, and how
// wide in ems. font is -1 where none has it.
type glyph struct {
	font  int
	width float64
}

// measured is the size at which widths are taken.
const measured = 100.0

// newPen loads the fonts into a document.
func newPen(pdf *gopdf.GoPdf) (*pen, error) {
	p := &pen{pdf: pdf, glyphs: map[rune]glyph{}}
	names, err := fs.Glob(shipped, "fonts/*.ttf")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := shipped.ReadFile(name)
		if err != nil {
			return nil, err
		}
		family := strings.TrimSuffix(path.Base(name), ".ttf")
		if err := pdf.AddTTFFontDataWithOption(family, text, gopdf.TtfOption{}); err != nil {
			return nil, err
		}
		p.chain = append(p.chain, family)
	}
	return p, CheckFonts()
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
	for i, family := range p.chain {
		if err := p.pdf.SetFont(family, "", measured); err != nil {
			return g, err
		}
		has, err := p.pdf.IsCurrFontContainGlyph(r)
		if err != nil {
			return g, err
		}
		if has {
			width, err := p.pdf.MeasureTextWidth(string(r))
			p.glyphs[r] = glyph{i, width / measured}
			return p.glyphs[r], err
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
			err = p.plain(x, y, size, p.chain[g.font], run)
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
func (p *pen) plain(x, y, size float64, family, text string) error {
	if err := p.pdf.SetFont(family, "", size); err != nil {
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
	return p.plain(x+(boxWidth*size-w*small)/2, y+0.62*size, small, p.chain[0], code)
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
