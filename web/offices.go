package web

import (
	"net/http"
	"slices"

	"doudi/access"
	"doudi/admin"
	"doudi/civil"
	"doudi/fault"
)

// officePath is where an office is changed.
func officePath(office int64) string { return "/office/" + itoa(int(office)) }

// sublevels are the levels that an office may have below it.
func sublevels(above access.Level) (list []option) {
	all := []access.Level{access.Province, access.City, access.County, access.Township, access.Village}
	for _, l := range all[1+slices.Index(all, above):] {
		list = append(list, option{string(l), levelWords[l]})
	}
	return list
}

// newOfficeView asks about an office that is to be added under another.
type newOfficeView struct {
	slip
	Above, Path string
}

// newOfficeForm is that form with what was sent.
func newOfficeForm(r *http.Request, v *visit) newOfficeView {
	levels := sublevels(v.site.Level)
	kind := listed("level", "级别", "", levels)
	if len(levels) == 1 {
		kind = kind.holding(levels[0].Value)
	}
	return newOfficeView{Above: v.site.Name, Path: officePath(v.site.Number) + "/new", slip: filled(r.PostForm,
		blank("name", "名称", "如 雪峰镇人民政府、城东村").wide(80), kind,
		blank("division", "区划代码", "县 6 位、乡镇 9 位、村 12 位；开发区等没有代码的空着"),
		blank("from", "从哪一天起管这个区划", "如 2026-07-01；空着就是代码启用的那天"), officePhone())}
}

// officePhone asks for the telephone of an office.
func officePhone() field {
	return blank("phone", "电话", "如 0598-2812345；印在受理通知单和公示上，家庭在自己的办件页上也看得到；没有就空着").wide(20)
}

// newOffice asks about an office under this one.
func (s *Site) newOffice(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, r, http.StatusOK, officeForm(newOfficeForm(r, visitOf(r.Context()))))
}

// addOffice adds it.
func (s *Site) addOffice(w http.ResponseWriter, r *http.Request) error {
	v, f := visitOf(r.Context()), r.PostForm
	_, err := s.Admin.Open(r.Context(), v.adminBy(), access.Draft{Above: itoa(int(v.site.Number)), Level: f.Get("level"), Name: f.Get("name"), Division: f.Get("division"), From: f.Get("from"), Phone: f.Get("phone")})
	if err == nil {
		return away(w, r, "/office")
	}
	sentence, status, rest := told(err)
	if rest != nil {
		return rest
	}
	view := newOfficeForm(r, v)
	view.blameAt(fieldOf(err), sentence)
	return s.show(w, r, status, officeForm(view))
}

// officeChange shows an office with what can be changed about it.
type officeChange struct {
	Name, Path string
	Rename     slip
	Close      slip
	History    []string
	Closed     string // the last day; "" while it is open
	Highest    bool
}

// changeForms are both forms of an office; only the one that was sent is filled.
func (s *Site) changeForms(r *http.Request, v *visit) officeChange {
	o, today := v.site, s.today()
	view := officeChange{Name: o.Name, Path: officePath(o.Number), Highest: o.Above == 0}
	code := ""
	if d, ok := o.Current(today); ok {
		code = d.Code
	}
	view.Rename = filled(r.PostForm, blank("name", "名称", "").wide(80).holding(o.Name), officePhone().holding(o.Phone), blank("division", "区划代码", "没有就空着").holding(code),
		blank("from", "从哪一天起", "如 2026-07-01；改名可以提前办").holding(today.String()))
	view.Close = filled(r.PostForm, blank("last", "最后一天", "今天或以前的一天").holding(today.String()))
	if o.Closed != 0 {
		view.Closed = o.Closed.String()
	}
	for _, n := range o.Names {
		if n.From == 0 {
			view.History = append(view.History, "原来叫"+n.Name)
			continue
		}
		view.History = append(view.History, n.From.String()+" 起叫"+n.Name)
	}
	for _, d := range o.Divisions {
		view.History = append(view.History, "区划代码 "+d.Code+"，"+spell(d))
	}
	return view
}

// spell says since when and until when a division is an office's; the first day
// of all is one that nobody wrote down.
func spell(d access.Division) string {
	year, _, _ := d.From.YMD()
	switch {
	case year > 1:
		return days(d.From, d.To)
	case d.To == civil.Open:
		return "一直"
	}
	return "到" + d.To.Chinese()
}

// officeChanges shows an office to whom may change it.
func (s *Site) officeChanges(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, r, http.StatusOK, officeChangePage(s.changeForms(r, visitOf(r.Context()))))
}

// renameOffice calls an office anew or gives it another division.
func (s *Site) renameOffice(w http.ResponseWriter, r *http.Request) error {
	f := r.PostForm
	err := s.Admin.Rename(r.Context(), visitOf(r.Context()).adminBy(), visitOf(r.Context()).site.Number, admin.Rename{Name: f.Get("name"), Division: f.Get("division"), From: f.Get("from"), Phone: f.Get("phone")})
	return s.changed(w, r, err, func(view *officeChange, sentence string) { view.Rename.blameAt(fieldOf(err), sentence) })
}

// closeOffice ends an office.
func (s *Site) closeOffice(w http.ResponseWriter, r *http.Request) error {
	err := error(fault.New(fault.BadInput, "没有确认；撤销以后不能恢复，请打勾再提交"))
	if r.PostForm.Get("sure") != "" {
		err = s.Admin.Close(r.Context(), visitOf(r.Context()).adminBy(), visitOf(r.Context()).site.Number, r.PostForm.Get("last"))
	}
	return s.changed(w, r, err, func(view *officeChange, sentence string) { view.Close.blameAt("last", sentence) })
}

// changed shows what was wrong with a change, or leads to the list.
func (s *Site) changed(w http.ResponseWriter, r *http.Request, err error, blame func(*officeChange, string)) error {
	if err == nil {
		return away(w, r, "/office")
	}
	sentence, status, rest := told(err)
	if rest != nil {
		return rest
	}
	view := s.changeForms(r, visitOf(r.Context()))
	blame(&view, sentence)
	return s.show(w, r, status, officeChangePage(view))
}
