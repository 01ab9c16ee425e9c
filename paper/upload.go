package paper

import (
	"bytes"
	"cmp"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"doudi/civil"
	"doudi/fault"
	"doudi/registry"

	"github.com/bep/imagemeta"
	"golang.org/x/image/draw"
	"golang.org/x/image/webp"
)

// Media is the type of a file, as its first bytes say.
type Media string

// What may be uploaded.
const (
	JPEG Media = "image/jpeg"
	PNG  Media = "image/png"
	WebP Media = "image/webp"
	PDF  Media = "application/pdf"
)

// MaxFile is the most that one file may have: a phone's photograph has up to 12
// MB, a scanned booklet somewhat more.
const MaxFile = 20 << 20

// smallSide is the longer side of a small picture. An identity card that fills
// it has digits five pixels high: its kind can be told, its number not.
const smallSide = 160

// painting is how long opening one picture may take.
const painting = 20 * time.Second

// picture says how a type of picture is read, and how many pixels it may have.
// A photograph of 50 million takes some 75 MB of memory, other types four to
// eight bytes a pixel.
type picture struct {
	size   func(io.Reader) (image.Config, error)
	read   func(io.Reader) (image.Image, error)
	notes  imagemeta.ImageFormat
	pixels int
}

var pictures = map[Media]picture{
	JPEG: {jpeg.DecodeConfig, jpeg.Decode, imagemeta.JPEG, 52_000_000},
	PNG:  {png.DecodeConfig, png.Decode, imagemeta.PNG, 16_000_000},
	WebP: {webp.DecodeConfig, webp.Decode, imagemeta.WebP, 16_000_000},
}

// sniff tells the type by the first bytes; what the file calls itself is not
// asked.
func sniff(content []byte) (Media, error) {
	if len(content) == 0 {
		return "", fault.New(fault.BadInput, "文件是空的，可能没有传完整；请重新选择")
	}
	if len(content) > MaxFile {
		return "", fault.Newf(fault.BadInput, "文件超过 %d MB；请用相机的普通模式重拍，或把长文件分成几份", MaxFile>>20)
	}
	switch m := Media(http.DetectContentType(content)); {
	case m == JPEG, m == PNG, m == WebP, m == PDF:
		return m, nil
	case apple(content):
		return "", fault.New(fault.BadInput, "这是 HEIC 格式的照片，多数电脑打不开，没有保存。苹果手机：设置→相机→格式，选“兼容性最佳”再拍；安卓手机：在相机设置里关掉“高效格式（HEIF）”再拍。已经拍好的，打开照片截一张屏，传截屏")
	}
	return "", fault.New(fault.BadInput, "这种文件不能上传；可以传照片（JPEG、PNG、WebP）和 PDF。Word、Excel 请先另存为 PDF")
}

// apple tells photographs in the container of ISO 14496-12 (HEIC, HEIF, AVIF):
// a box "ftyp" with one of their brands.
func apple(content []byte) bool {
	if len(content) < 12 || string(content[4:8]) != "ftyp" {
		return false
	}
	brands := string(content[8:min(len(content), 64)])
	for _, brand := range []string{"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif"} {
		if strings.Contains(brands, brand) {
			return true
		}
	}
	return false
}

// prepare looks at what was uploaded: its type, and the small picture of a
// photograph. How large a picture is stands at its beginning and is asked before
// it is opened, for a small file can hold an enormous one.
func (s *Service) prepare(ctx context.Context, content []byte) (Media, []byte, error) {
	media, err := sniff(content)
	if err != nil || media == PDF {
		return media, nil, err
	}
	p := pictures[media]
	size, err := p.size(bytes.NewReader(content))
	if err != nil {
		return media, nil, fault.Wrap(err, fault.BadInput, "照片打不开，可能没有传完整；请重新拍照再传")
	}
	if size.Width*size.Height > p.pixels {
		return media, nil, fault.Newf(fault.BadInput, "照片有 %d 万像素，超过了 %d 万；请用相机的普通模式重拍，扫描用每英寸 300 点", size.Width*size.Height/10000, p.pixels/10000)
	}
	s.bench.Lock()
	defer s.bench.Unlock()
	ctx, cancel := context.WithTimeout(ctx, painting)
	defer cancel()
	big, err := p.read(&hourglass{ctx, bytes.NewReader(content)})
	if err != nil {
		return media, nil, fault.Wrap(err, fault.BadInput, "照片打不开，可能没有传完整；请重新拍照再传")
	}
	small, err := reduced(big, turned(content, p.notes))
	return media, small, err
}

// hourglass ends the reading of a picture that takes too long: its few bytes can
// stand for work without end.
type hourglass struct {
	ctx context.Context
	r   io.Reader
}

// Read reads until the time is up.
func (h *hourglass) Read(p []byte) (int, error) {
	if err := h.ctx.Err(); err != nil {
		return 0, err
	}
	return h.r.Read(p)
}

// turned tells how the camera was held (EXIF orientation, 1 to 8); 1 if the
// picture does not say.
func turned(content []byte, format imagemeta.ImageFormat) (way int) {
	way = 1
	wanted := func(t imagemeta.TagInfo) bool { return t.Tag == "Orientation" && t.Namespace == "IFD0" }
	imagemeta.Decode(imagemeta.Options{R: bytes.NewReader(content), ImageFormat: format, Sources: imagemeta.EXIF, ShouldHandleTag: wanted,
		HandleTag: func(t imagemeta.TagInfo) error {
			if n, ok := t.Value.(uint16); ok && n >= 1 && n <= 8 {
				way = int(n)
			}
			return nil
		}})
	return way
}

// reduced is the small picture, upright: pixels alone, nothing of what the
// camera noted beside them, such as where it was.
func reduced(big image.Image, way int) ([]byte, error) {
	w, h := big.Bounds().Dx(), big.Bounds().Dy()
	if long := max(w, h); long > smallSide {
		w, h = max(1, w*smallSide/long), max(1, h*smallSide/long)
	}
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(small, small.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.BiLinear.Scale(small, small.Bounds(), big, big.Bounds(), draw.Over, nil)
	var b bytes.Buffer
	err := jpeg.Encode(&b, upright(small, way), &jpeg.Options{Quality: 75})
	return b.Bytes(), err
}

// upright turns and mirrors a picture as the camera noted.
func upright(m *image.RGBA, way int) *image.RGBA {
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	from := map[int]func(x, y int) (int, int){
		2: func(x, y int) (int, int) { return w - 1 - x, y },
		3: func(x, y int) (int, int) { return w - 1 - x, h - 1 - y },
		4: func(x, y int) (int, int) { return x, h - 1 - y },
		5: func(x, y int) (int, int) { return y, x },
		6: func(x, y int) (int, int) { return y, h - 1 - x },
		7: func(x, y int) (int, int) { return w - 1 - y, h - 1 - x },
		8: func(x, y int) (int, int) { return w - 1 - y, x },
	}[way]
	if from == nil {
		return m
	}
	if way >= 5 {
		w, h = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	w, h = m.Bounds().Dx(), m.Bounds().Dy()
	for y := range out.Bounds().Dy() {
		for x := range out.Bounds().Dx() {
			out.SetRGBA(x, y, m.RGBAAt(from(x, y)))
		}
	}
	return out
}

// Upload is what is said about a paper that a family brings.
type Upload struct {
	Household int64
	Person    int64 // 0: the whole household
	Kind      Kind
	From      string // the day the paper is of; "" for today
	Right     string // by which it is brought; "" is that of adding papers
}

// Add keeps a paper that a family brought, exactly as it came, and gives its
// number. The faults say what can be uploaded instead.
func (s *Service) Add(ctx context.Context, d registry.Desk, u Upload, content []byte) (id int64, err error) {
	act, err := s.Registry.May(ctx, d, cmp.Or(u.Right, "paper.add"))
	if err != nil {
		return 0, err
	}
	p, err := u.paper(s.Registry.Today())
	if err != nil {
		return 0, err
	}
	media, small, err := s.prepare(ctx, content)
	if err != nil {
		return 0, err
	}
	p.Office, p.Media, p.Size, p.Staff = d.Office.ID, media, int64(len(content)), d.Actor.Staff
	err = s.Store.Do(ctx, p.Office, act, func(tx Tx) error {
		if err := belongs(tx, p, content); err != nil {
			return err
		}
		if p.ID, err = tx.Number("paper"); err != nil {
			return err
		}
		tx.Witness("paper", p.ID, string(content))
		return tx.File(p, content, small)
	})
	return p.ID, err
}

// paper reads what was said.
func (u Upload) paper(today civil.Date) (p Paper, err error) {
	p = Paper{Household: u.Household, Person: u.Person, Kind: u.Kind, From: today}
	if named(Brought, u.Kind) == "" {
		return p, fault.New(fault.BadInput, "材料种类：请从列表里选一种").At(0, "kind")
	}
	if u.From == "" {
		return p, nil
	}
	if p.From, err = civil.ParseDate(u.From); err != nil {
		return p, fault.New(fault.BadInput, "材料日期："+fault.Sentence(err)).At(0, "from")
	}
	if p.From > today {
		return p, fault.New(fault.BadInput, "材料日期：晚于今天；请照材料上的日期填写").At(0, "from")
	}
	return p, nil
}

// Check says what is wrong with what is said about papers, before any is read.
func (u Upload) Check(today civil.Date) error {
	_, err := u.paper(today)
	return err
}

// belongs sees that the household is there, that the person is of it, and that
// the same paper does not lie there already: a clerk who is not sure whether it
// went through sends it again.
func belongs(v View, p Paper, content []byte) error {
	h, err := v.Household(p.Office, p.Household, registry.Now)
	if err != nil {
		return err
	}
	if h.State != registry.Open {
		return fault.New(fault.Refused, "这个家庭已经分户、并户或迁出，不能再加材料；请到它的新家庭里办理")
	}
	members, err := v.MembersOf(p.Office, p.Household, registry.Now)
	if err != nil {
		return err
	}
	found := p.Person == 0
	for _, m := range members {
		found = found || m.Person == p.Person
	}
	if !found {
		return fault.New(fault.BadInput, "是谁的材料：这个人不是家庭成员；请从列表里选").At(0, "person")
	}
	twin, there, err := v.Twin(p.Office, p.Household, content)
	if err == nil && there {
		return fault.Newf(fault.BadInput, "这份材料已经传过了（编号 %d），没有再存一份；几个人签在一张纸上的，给每个人各拍一张", twin)
	}
	return err
}

// sayable refuses a withdrawal without a reason.
func sayable(because Reason, note string) error {
	switch {
	case because.Label() == "":
		return fault.New(fault.BadInput, "原因：请从列表里选一个").At(0, "because")
	case because == "other" && strings.TrimSpace(note) == "":
		return fault.New(fault.BadInput, "说明：选了“其他”，请写明原因").At(0, "note")
	case utf8.RuneCountInString(note) > 100 || !utf8.ValidString(note):
		return fault.New(fault.BadInput, "说明：超过100个字；请写短一些").At(0, "note")
	}
	return nil
}
