package paper

import (
	"bytes"
	"image/png"
	"testing"

	"doudi/civil"
)

func TestANoticeWithACodeIsDrawnAlikeEveryTime(t *testing.T) {
	t.Parallel()
	fonts, err := OwnFonts()
	if err != nil {
		t.Fatal(err)
	}
	s := &Service{Fonts: fonts}
	doc := Document{Title: "公示", Parts: []Part{{Heading: "公示初审意见", Columns: []Column{{"项目", 40}, {"内容", 60}}, Rows: [][]string{{"申请人", "王*兰"}}}},
		Code: "https://example.cn/notice/abcdefghijklmnopqrstuv", CodeSays: "用手机扫码也可以看到这份公示、提出异议。"}
	one, err := s.Sheet(doc, 7, civil.Date(20700))
	if err != nil {
		t.Fatal(err)
	}
	two, _ := s.Sheet(doc, 7, civil.Date(20700))
	other, _ := s.Sheet(doc, 8, civil.Date(20700))
	if !bytes.Equal(one, two) || bytes.Equal(one, other) {
		t.Error("the same act does not print the same bytes, or another prints them too")
	}
	picture, err := CodePicture(doc.Code)
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(picture))
	if err != nil || m.Bounds().Dx() != codePixels {
		t.Errorf("%v %v", m, err)
	}
}

func TestWhatACameraNotedIsReadAndNothingElse(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"2026:09:15 09:30:12": "2026-09-15 09:30", "2026:13:15 09:30:12": "", "2026:09:15 25:30:12": "", "": "", "gestern": ""} {
		if got := clockTime(text); got != want {
			t.Errorf("%q is %q", text, got)
		}
	}
	if taken, where := noted(photograph(t, corner(40, 30), 1), pictures[JPEG].notes); taken != "" || where != "" {
		t.Errorf("%q %q from a picture that says half of it", taken, where)
	}
}
