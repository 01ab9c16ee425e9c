package paper

import (
	"bytes"
	"context"
	"fmt"

	"doudi/civil"

	"github.com/bep/imagemeta"
)

// Ready is a file that was looked at and may be kept. Taken and Where are when
// and where a camera says that it took a picture, by its own clock; "" for what
// it does not say.
type Ready struct {
	Media          Media
	Content, Small []byte
	Taken, Where   string
}

// Ready looks at a file that belongs to something else than a list of papers. The
// faults say what can be sent instead.
func (s *Service) Ready(ctx context.Context, content []byte) (r Ready, err error) {
	r.Content = content
	if r.Media, r.Small, err = s.prepare(ctx, content); err != nil || r.Media == PDF {
		return r, err
	}
	r.Taken, r.Where = noted(content, pictures[r.Media].notes)
	return r, nil
}

// noted reads what the camera noted. A value of another type than the standard
// (CIPA DC-008) gives it is nothing: anybody can write there.
func noted(content []byte, format imagemeta.ImageFormat) (taken, where string) {
	var day, ns, ew string
	var lat, long float64
	texts := map[string]*string{"DateTimeOriginal": &day, "GPSLatitudeRef": &ns, "GPSLongitudeRef": &ew}
	numbers := map[string]*float64{"GPSLatitude": &lat, "GPSLongitude": &long}
	imagemeta.Decode(imagemeta.Options{R: bytes.NewReader(content), ImageFormat: format, Sources: imagemeta.EXIF,
		ShouldHandleTag: func(t imagemeta.TagInfo) bool { return texts[t.Tag] != nil || numbers[t.Tag] != nil },
		HandleTag: func(t imagemeta.TagInfo) error {
			switch v := t.Value.(type) {
			case string:
				if at := texts[t.Tag]; at != nil {
					*at = v
				}
			case float64:
				if at := numbers[t.Tag]; at != nil {
					*at = v
				}
			}
			return nil
		}})
	if ns == "S" {
		lat = -lat
	}
	if ew == "W" {
		long = -long
	}
	if lat >= -90 && lat <= 90 && long >= -180 && long <= 180 && (lat != 0 || long != 0) {
		where = fmt.Sprintf("%.5f,%.5f", lat, long)
	}
	return clockTime(day), where
}

// clockTime reads a camera's time, 2026:09:15 09:30:12; "" if it is none.
func clockTime(text string) string {
	var y, mo, d, h, mi, s int
	if n, _ := fmt.Sscanf(text, "%d:%d:%d %d:%d:%d", &y, &mo, &d, &h, &mi, &s); n != 6 || h > 23 || mi > 59 || h < 0 || mi < 0 {
		return ""
	}
	day, ok := civil.MakeDate(y, mo, d)
	if !ok {
		return ""
	}
	return fmt.Sprintf("%s %02d:%02d", day, h, mi)
}

// Sheet draws a document about a household under the number that it is kept by.
func (s *Service) Sheet(d Document, number int64, day civil.Date) ([]byte, error) {
	return d.numbered(Paper{ID: number, From: day}).Draw(s.Fonts)
}
