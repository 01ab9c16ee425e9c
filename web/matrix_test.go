package web_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"doudi/access"
	"doudi/admin"
	"doudi/audit"
	"doudi/casework"
	"doudi/gb"
	"doudi/notify"
	"doudi/paper"
	"doudi/registry"
	"doudi/seal"
	"doudi/staff"
	"doudi/store"
	"doudi/store/scratch"
	"doudi/web"
)

// offices are a province with a city, two counties, a township in each and a
// village.
const offices = `number,above,level,name,division,from
1,,省,福建省民政厅,35,
2,1,市,三明市民政局,3504,
3,2,县,明溪县民政局,350421,
4,3,乡镇,雪峰镇,350421100,
5,4,村,城东村,,
6,2,县,清流县民政局,350423,
7,6,乡镇,龙津镇,350423100,
`

// works is an instance with its pages.
type works struct {
	*testing.T
	site     *web.Site
	staff    *staff.Service
	registry *registry.Registry
	papers   *paper.Service
	store    *store.Store
	clock    *scratch.Clock
	log      bytes.Buffer
	once     [3]string
}

// work opens an instance on a file of its own.
func work(t *testing.T) *works {
	t.Helper()
	return workUnder(t, law())
}

// workUnder opens an instance where some law is given.
func workUnder(t *testing.T, law *web.Law) *works {
	t.Helper()
	return workIn(t, law, filepath.Join(t.TempDir(), "db.sqlite"))
}

// workIn opens an instance in an empty database.
func workIn(t *testing.T, law *web.Law, address string) *works {
	t.Helper()
	return workOf(t, law, address, offices, noon())
}

// workOf opens an instance of some offices at a moment.
func workOf(t *testing.T, law *web.Law, address, offices string, at time.Time) *works {
	t.Helper()
	w := &works{T: t, clock: scratch.ClockAt(at)}
	ring, err := seal.Generate(rand.Reader)
	w.must(err)
	sites, err := access.Sites([]byte(offices), gb.Shipped(), access.DayOf(at))
	w.must(err)
	w.staff, err = staff.New(nil, w.clock.Now, rand.Reader)
	w.must(err)
	f := store.Founding{Name: "mingxi", Offices: sites, Admins: []string{access.SystemAdmin, access.SecurityAdmin, access.AuditAdmin}}
	for i, account := range []string{"sa.1", "se.1", "au.1"} {
		one := w.first(account, at)
		f.Accounts, w.once[i] = append(f.Accounts, one.Account), one.once
	}
	o := store.Options{Now: w.clock.Now, Random: rand.Reader, Ring: ring}
	w.must(store.Create(context.Background(), address, f, o))
	w.store, err = store.Open(context.Background(), address, o)
	w.must(err)
	t.Cleanup(func() { w.store.Close() })
	w.staff.Store = w.store.Accounts()
	w.registry = &registry.Registry{Store: w.store.Registry(), Matrix: w.staff.Matrix, Today: w.staff.Today}
	fonts, err := paper.OwnFonts()
	w.must(err)
	w.papers = &paper.Service{Store: w.store.Papers(), Registry: w.registry, Fonts: fonts}
	kept := admin.New(w.store.Admin(), w.clock.Now)
	w.site, err = web.New(web.Options{Law: law, Now: w.clock.Now, Random: rand.Reader, Staff: w.staff, Registry: w.registry,
		Papers:   w.papers,
		Admin:    kept,
		Messages: &notify.Service{Store: w.store.Outgoing(), Driver: notify.Outbox{}, Now: w.clock.Now, Keep: true},
		Cases:    &casework.Service{Store: w.store.Cases(), Registry: w.registry, Calendar: kept.Calendar, Law: lawOfMingxi},
		Log:      slog.New(slog.NewTextHandler(&w.log, nil))})
	w.must(err)
	return w
}

// founder is one of the first three with the one-time password.
type founder struct {
	staff.Account
	once string
}

// founders are those of every moment at which tests begin: hashing their passwords
// anew for each of hundreds of instances would take most of the time.
var founders sync.Map

// first gives one of the first three of an instance that begins at a moment.
func (w *works) first(account string, at time.Time) founder {
	w.Helper()
	key := account + at.String()
	if known, ok := founders.Load(key); ok {
		return known.(founder)
	}
	a, once, err := w.staff.First(account, "三员")
	w.must(err)
	founders.Store(key, founder{a, once})
	return founder{a, once}
}

// must stops the test on an error.
func (w *works) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// settled takes somebody on who has logged in before, with roles.
func (w *works) settled(office int64, account string, roles ...string) (id int64) {
	w.Helper()
	w.must(w.staff.Store.Do(context.Background(), office, audit.Act{Name: "test.add"}, func(tx staff.Tx) (err error) {
		if id, err = tx.Add(staff.Account{Office: office, Account: account, Name: "林一", Password: "none", Secret: []byte("12345678901234567890")}); err != nil {
			return err
		}
		a, err := tx.Lock(id)
		if err != nil {
			return err
		}
		a.Step = 1
		for _, role := range roles {
			if err := tx.AddRole(office, id, role); err != nil {
				return err
			}
		}
		return tx.Save(a)
	}))
	return id
}

// inside gives somebody a log-in that may work.
func (w *works) inside(office, id int64) (token string) {
	w.Helper()
	token = rand.Text()
	w.must(w.staff.Store.Change(context.Background(), func(tx staff.Tx) error {
		if err := tx.AddSession(staff.Session{Office: office, Staff: id, Begun: tx.Now()}, token+"0"); err != nil {
			return err
		}
		s, err := tx.Session(token + "0")
		if err != nil {
			return err
		}
		return tx.Prove(s, token)
	}))
	return token
}

// ask requests a page with a log-in.
func (w *works) ask(method, path, token string, form url.Values) *httptest.ResponseRecorder {
	w.Helper()
	if form == nil {
		form = url.Values{}
	}
	form.Set("token", strings.Repeat("t", 22))
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(&http.Cookie{Name: "doudi", Value: strings.Repeat("t", 22)})
	if token != "" {
		r.AddCookie(&http.Cookie{Name: "doudi-session", Value: token})
	}
	answer := httptest.NewRecorder()
	w.site.ServeHTTP(answer, r)
	return answer
}

// pathOf fills a route in; things that are nowhere have a number too.
func pathOf(route web.Route, office, somebody int64) string {
	return strings.NewReplacer("{office}", strconv.FormatInt(office, 10), "{staff}", strconv.FormatInt(somebody, 10), "{number}", "999", "{person}", "999", "{household}", "999", "{paper}", "999", "{what}", "sheet", "{part}", "usual", "{line}", "1").Replace(route.Path)
}

// seats are where a role may sit: the offices of its levels.
func seats(role access.Role, sites []access.Site) (list []int64) {
	for _, o := range sites {
		if slices.Contains(role.At, o.Level) {
			list = append(list, o.Number)
		}
	}
	return list
}

// Every page × every role × every office that the role sits in × every office
// that the thing belongs to, over HTTP. What must be is read off the matrix and
// the tree of offices.
func TestEveryRouteIsOpenToThoseWhomTheMatrixNames(t *testing.T) {
	t.Parallel()
	t.Run("on SQLite", func(t *testing.T) {
		t.Parallel()
		work(t).walkTheMatrix()
	})
	if testing.Short() {
		return
	}
	t.Run("on PostgreSQL", func(t *testing.T) {
		t.Parallel()
		address, err := serverOf(t).Database()
		if err != nil {
			t.Fatal(err)
		}
		workIn(t, law(), address).walkTheMatrix()
	})
}

// walkTheMatrix asks for every page as every role.
func (w *works) walkTheMatrix() {
	m := access.Shipped()
	sites, err := w.staff.Offices(context.Background())
	w.must(err)
	tree := staff.Tree(sites)
	bystanders := map[int64]int64{}
	for _, o := range sites {
		bystanders[o.Number] = w.settled(o.Number, fmt.Sprintf("by.%d", o.Number))
	}
	asked := 0
	for _, role := range slices.Sorted(maps.Keys(m.Roles)) {
		for _, seat := range seats(m.Roles[role], sites) {
			id := w.settled(seat, fmt.Sprintf("%s.%d", role[:2]+role[len(role)-6:], seat), role)
			token := w.inside(seat, id)
			for _, route := range web.Routes() {
				if route.Door != web.Inside {
					continue
				}
				things := []int64{seat}
				if strings.Contains(route.Path, "{office}") {
					things = slices.Sorted(maps.Keys(bystanders))
				}
				for _, thing := range things {
					actor := access.Actor{Staff: id, Posts: []access.Post{{Role: role, Office: tree[seat], To: 1 << 20}}}
					_, refusal := m.May(actor, route.Act, 20700, tree[thing])
					answer := w.ask(route.Method, pathOf(route, thing, bystanders[thing]), token, nil)
					refused := answer.Code == http.StatusForbidden && strings.Contains(answer.Body.String(), "您不能这样做") && strings.Contains(answer.Body.String(), "您没有在这里")
					if refused != (refusal != nil) || answer.Code >= 500 || answer.Header().Get("Location") == "/login" {
						w.Errorf("%s %s as %s of office %d to office %d: %d, the matrix: %v", route.Method, route.Path, role, seat, thing, answer.Code, refusal)
					}
					if refused && !strings.Contains(answer.Body.String(), m.Roles[slices.Sorted(maps.Keys(m.Acts[route.Act].Allow))[0]].Label) {
						w.Errorf("%s: the refusal does not say who can", route.Path)
					}
					asked++
				}
			}
		}
	}
	if asked < 1000 {
		w.Errorf("only %d requests", asked)
	}
	if w.log.Len() > 0 {
		w.Errorf("something was logged: %.400s", w.log.String())
	}
}

func TestWhoHasNotLoggedInIsLedToTheLogIn(t *testing.T) {
	t.Parallel()
	w := work(t)
	for _, route := range web.Routes() {
		if route.Door < web.Underway {
			continue
		}
		for name, token := range map[string]string{"without a log-in": "", "with a token that is none": "nonsense"} {
			answer := w.ask(route.Method, pathOf(route, 1, 1), token, nil)
			if answer.Code != http.StatusSeeOther || answer.Header().Get("Location") != "/login" {
				t.Errorf("%s %s %s: %d", route.Method, route.Path, name, answer.Code)
			}
		}
	}
}

func TestWithoutADatabaseThereIsNoDoor(t *testing.T) {
	t.Parallel()
	s := open(t, io.Discard)
	for _, route := range web.Routes() {
		if route.Door == web.Open || route.Method != "GET" {
			continue
		}
		answer := httptest.NewRecorder()
		s.ServeHTTP(answer, httptest.NewRequest("GET", pathOf(route, 1, 1), nil))
		if answer.Code != http.StatusNotFound || strings.Contains(answer.Body.String(), "/login") {
			t.Errorf("%s: %d", route.Path, answer.Code)
		}
	}
}

func TestTheMenuShowsWhatThePersonMayDo(t *testing.T) {
	t.Parallel()
	w := work(t)
	for role, want := range map[string]bool{access.SecurityAdmin: true, "county_reviewer": true, "finance_officer": false} {
		token := w.inside(3, w.settled(3, "m."+role[:9], role))
		if got := strings.Contains(w.ask("GET", "/home", token, nil).Body.String(), `href="/office"`); got != want {
			t.Errorf("%s: %v", role, got)
		}
	}
}
