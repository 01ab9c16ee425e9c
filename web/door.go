package web

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"doudi/access"
	"doudi/admin"
	"doudi/fault"
	"doudi/gb"
	"doudi/registry"
	"doudi/staff"

	"github.com/a-h/templ"
)

// Door says who comes to a page before the access matrix is asked.
type Door int

// The doors.
const (
	Open     Door = iota // everybody
	Outside              // everybody, where staff can log in
	Underway             // who has given the password
	Inside               // who has logged in
)

// visit is who asks for a page and where he may do it.
type visit struct {
	member *staff.Member
	post   access.Post
	site   access.Site   // of the path; its Number is 0 if there is none
	sites  []access.Site // all offices
	tree   map[int64]access.Office
	can    func(act string, office int64) bool
}

// by is who acts, for the audit chain.
func (v *visit) by() staff.By { return staff.By{Staff: v.member.Account.Staff, Post: v.post} }

// adminBy is who acts, for administration.
func (v *visit) adminBy() admin.By { return admin.By{Staff: v.by().Staff, Role: v.by().Role()} }

// desk is who acts in whose records, for the registry: those of the office that
// the page is about, else of the one where he works.
func (v *visit) desk() registry.Desk {
	d := registry.Desk{Actor: v.member.Actor(), Office: v.post.Office}
	if v.site.Number != 0 {
		d.Office = v.tree[v.site.Number]
	}
	return d
}

// visitKey is where a request carries its visit.
type visitKey struct{}

// visitOf is who asks; nil if nobody has logged in.
func visitOf(ctx context.Context) *visit {
	v, _ := ctx.Value(visitKey{}).(*visit)
	return v
}

// house is what every page tells of the place where it stands.
type house struct {
	door  bool // staff can log in here
	demo  bool // all people are invented
	later bool // days can be let pass
	day   string
}

// houseKey is where a request carries its house.
type houseKey struct{}

// houseOf is where a page stands.
func houseOf(ctx context.Context) house {
	h, _ := ctx.Value(houseKey{}).(house)
	return h
}

// behind puts a page behind its door: who comes, how far he has logged in, and
// whether the matrix lets him do this where he wants to do it.
func (s *Site) behind(route Route) page {
	return func(_ *Site, w http.ResponseWriter, r *http.Request) error {
		v, err := s.visitor(r)
		if err != nil && route.Door >= Underway {
			return err
		}
		// The request itself, so that an error page shows the menu as well.
		*r = *r.WithContext(context.WithValue(context.WithValue(r.Context(), visitKey{}, v), houseKey{}, house{s.Staff != nil, s.Demo, s.Later != nil, s.today().Chinese()}))
		if route.Door > Outside && v == nil {
			return away(w, r, "/login")
		}
		if route.Door == Inside {
			if step := v.member.Step(); step != staff.In {
				return away(w, r, stepPaths[step])
			}
		}
		if r.Method == http.MethodGet && r.URL.Query().Has(shownField) {
			return s.again(w, r) // what this log-in was shown already
		}
		if route.Door == Inside {
			if err := s.admitTo(route, v, r); err != nil {
				return err
			}
		}
		return route.serve(s, w, r)
	}
}

// stepPaths lead to what has to be done first.
var stepPaths = map[staff.Step]string{staff.Second: "/login/second", staff.Change: "/password", staff.Enrol: "/login/second", staff.In: "/home"}

// away leads to another page of ours.
func away(w http.ResponseWriter, r *http.Request, path string) error {
	http.Redirect(w, r, path, http.StatusSeeOther)
	return nil
}

// sessionCookie is the name of the cookie with the token of a log-in.
func (s *Site) sessionCookie(r *http.Request) string { return s.cookieName(r) + "-session" }

// setSession gives the browser a token, or takes it back.
func (s *Site) setSession(w http.ResponseWriter, r *http.Request, token string) {
	s.setToken(w, r, s.sessionCookie(r), token, 0)
}

// setToken gives the browser a token to keep for a time, or, for 0, until it is
// closed; "" takes it back.
func (s *Site) setToken(w http.ResponseWriter, r *http.Request, name, token string, keep time.Duration) {
	c := &http.Cookie{Name: name, Value: token, Path: "/", HttpOnly: true, Secure: s.secure(r), SameSite: http.SameSiteStrictMode, MaxAge: int(keep.Seconds())}
	if token == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// tokenIn is the token that a browser sends under a name; "" if none.
func tokenIn(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}

// visitor finds who asks by his cookie; nobody is no error.
func (s *Site) visitor(r *http.Request) (*visit, error) {
	c, err := r.Cookie(s.sessionCookie(r))
	if s.Staff == nil || err != nil || c.Value == "" {
		return nil, nil
	}
	m, err := s.Staff.Who(r.Context(), c.Value)
	if errors.Is(err, staff.ErrOut) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	sites, err := s.Staff.Offices(r.Context())
	if err != nil {
		return nil, err
	}
	v := &visit{member: m, sites: sites, tree: staff.Tree(sites)}
	v.can = func(act string, office int64) bool {
		_, err := s.may(v, act, office)
		return m.Step() == staff.In && err == nil
	}
	return v, nil
}

// may asks the matrix. Office 0 is any of those that the person works in.
func (s *Site) may(v *visit, act string, office int64) (access.Post, error) {
	if office != 0 {
		return s.Staff.Matrix.May(v.member.Actor(), act, s.today(), v.tree[office])
	}
	var refusal error
	for _, p := range append(v.member.Posts, access.Post{Office: v.tree[v.member.Account.Office]}) {
		post, err := s.Staff.Matrix.May(v.member.Actor(), act, s.today(), p.Office)
		if err == nil {
			return post, nil
		}
		refusal = err
	}
	return access.Post{}, refusal
}

// admitTo lets somebody to a page by the matrix; that he was not let is
// recorded.
func (s *Site) admitTo(route Route, v *visit, r *http.Request) error {
	if number := r.PathValue("office"); number != "" {
		for _, site := range v.sites {
			if strconv.FormatInt(site.Number, 10) == number {
				v.site = site
			}
		}
		if v.site.Number == 0 {
			return statusError(http.StatusNotFound)
		}
	}
	if err := s.serve(route, v, r); err != nil {
		return err
	}
	if err := s.askedAt(route, v, r); err != nil {
		return err
	}
	post, err := s.may(v, route.Act, v.site.Number)
	if err != nil {
		if e := s.Staff.Refused(r.Context(), v.member, route.Act); e != nil {
			return e
		}
		return err
	}
	v.post = post
	return nil
}

// number reads a number of the path.
func number(r *http.Request, name string) (int64, error) {
	n, err := strconv.ParseInt(r.PathValue(name), 10, 64)
	if err != nil || n < 1 {
		return 0, statusError(http.StatusNotFound)
	}
	return n, nil
}

// remote is the network that a request comes from: an address, or the half of
// an IPv6 address that one household has.
func (s *Site) remote(r *http.Request) string {
	host, _, _ := net.SplitHostPort(r.RemoteAddr)
	if s.BehindProxy {
		chain := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
		host = strings.TrimSpace(chain[len(chain)-1])
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return "unknown"
	}
	if ip = ip.Unmap(); ip.Is6() {
		prefix, _ := ip.WithZone("").Prefix(64)
		return prefix.String()
	}
	return ip.String()
}

// device tells in a few words what somebody logs in with, so that he knows his
// own log-ins again. Nothing of the browser's text is kept.
func device(r *http.Request) string {
	return marked(r.UserAgent(), "别的设备", [][2]string{{"iPhone", "苹果手机"}, {"iPad", "苹果平板"}, {"Android", "安卓手机"}, {"HarmonyOS", "鸿蒙设备"}, {"Windows", "视窗电脑"}, {"Macintosh", "苹果电脑"}, {"Linux", "国产系统电脑"}}) + "，" +
		marked(r.UserAgent(), "别的浏览器", [][2]string{{"MicroMessenger", "微信"}, {"Edg", "微软浏览器"}, {"Firefox", "火狐浏览器"}, {"Chrome", "谷歌内核的浏览器"}, {"Safari", "苹果浏览器"}})
}

// marked gives the word of the first mark that a text holds.
func marked(text, otherwise string, marks [][2]string) string {
	for _, m := range marks {
		if strings.Contains(text, m[0]) {
			return m[1]
		}
	}
	return otherwise
}

// sentenceOf is the sentence of an error. It may repeat what was typed, and that
// no number: somebody types one into the wrong field.
func sentenceOf(err error) string { return gb.MaskAll(fault.Sentence(err)) }

// told gives the sentence of an error that a form repeats above its fields,
// and leaves the others to the error page.
func told(err error) (sentence string, status int, rest error) {
	var locked *access.LockedError
	switch kind := fault.Kind(err); {
	case err == nil:
		return "", http.StatusOK, nil
	case errors.As(err, &locked):
		return sentenceOf(err), http.StatusTooManyRequests, nil
	case kind == fault.BadInput:
		return sentenceOf(err), http.StatusBadRequest, nil
	case kind == fault.Refused:
		return sentenceOf(err), http.StatusForbidden, nil
	case kind == fault.Conflict:
		return sentenceOf(err), http.StatusConflict, nil
	case kind == fault.NotFound:
		return sentenceOf(err), http.StatusNotFound, nil
	}
	return "", 0, err
}

// answered ends a form that was sent: where it went well the next page follows,
// else the form again with the sentence of what is wrong and all that was typed.
func (s *Site) answered(w http.ResponseWriter, r *http.Request, err error, next string, again func(sentence string) templ.Component) error {
	sentence, status, rest := told(err)
	switch {
	case rest != nil:
		return rest
	case sentence != "":
		return s.show(w, r, status, again(sentence))
	}
	return away(w, r, next)
}
