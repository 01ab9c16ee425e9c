package paper

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"unicode/utf16"
)

// far is a line that says which character a glyph stands for, beyond the first
// 65536; length is that of the stream it stands in.
var (
	far    = regexp.MustCompile(`(<[0-9A-F]{4}><[0-9A-F]{4}>)<([0-9A-F]{5,6})>\n`)
	length = regexp.MustCompile(`/Length \d+\n`)
	table  = regexp.MustCompile(`(\d{10}) 00000 n`)
)

// mended writes the characters beyond the first 65536 as PDF wants them, in two
// halves (ISO 32000-1, 9.10.3). The library writes them whole, so that a name
// with 𬭚 is drawn rightly, but read aloud, copied and searched as another.
func mended(pdf []byte) ([]byte, error) {
	if !far.Match(pdf) {
		return pdf, nil
	}
	at := bytes.LastIndex(pdf, []byte("xref\n0 "))
	if at < 0 {
		return nil, errors.New("paper: a PDF without its table of objects")
	}
	var objects []int
	for _, m := range table.FindAllSubmatch(pdf[at:], -1) {
		offset, err := strconv.Atoi(string(m[1]))
		if err != nil || offset > at {
			return nil, fmt.Errorf("paper: an object at %s of %d", m[1], at)
		}
		objects = append(objects, offset)
	}
	return rebuilt(pdf, append(objects, at)), nil
}

// rebuilt writes the objects between the offsets anew, and then their table. The
// last offset is that of the table.
func rebuilt(pdf []byte, offsets []int) []byte {
	out, fresh := bytes.Clone(pdf[:offsets[0]]), []int{}
	for i, from := range offsets[:len(offsets)-1] {
		fresh = append(fresh, len(out))
		out = append(out, halved(pdf[from:offsets[i+1]])...)
	}
	begin, n := len(out), -1
	tail := table.ReplaceAllFunc(pdf[offsets[len(offsets)-1]:], func([]byte) []byte {
		n++
		return fmt.Appendf(nil, "%010d 00000 n", fresh[n])
	})
	old := fmt.Appendf(nil, "startxref\n%d\n", offsets[len(offsets)-1])
	return append(out, bytes.Replace(tail, old, fmt.Appendf(nil, "startxref\n%d\n", begin), 1)...)
}

// halved mends one object if it is such a list.
func halved(object []byte) []byte {
	if !bytes.Contains(object, []byte("begincmap")) {
		return object
	}
	object = far.ReplaceAllFunc(object, func(line []byte) []byte {
		m := far.FindSubmatch(line)
		r, _ := strconv.ParseInt(string(m[2]), 16, 32)
		high, low := utf16.EncodeRune(rune(r))
		return fmt.Appendf(nil, "%s<%04X%04X>\n", m[1], high, low)
	})
	begin, end := bytes.Index(object, []byte("stream\n"))+len("stream\n"), bytes.LastIndex(object, []byte("endstream"))
	return length.ReplaceAll(object, fmt.Appendf(nil, "/Length %d\n", end-begin))
}
