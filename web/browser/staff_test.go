package browser

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"doudi/access"
	"doudi/audit"
	"doudi/gb"
	"doudi/seal"
	"doudi/staff"
	"doudi/store"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// offices are a county with two townships and a village.
const offices = "number,above,level,name,division,from\n1,,县,明溪县民政局,350421,\n2,1,乡镇,雪峰镇,350421100,\n3,2,村,城东村,,\n4,1,乡镇,盖洋镇,350421101,\n"

// tick is what the clock of the tests has gone since noon: a log-in uses a code
// up, so time passes before the next.
var tick atomic.Int64

// clock is the time of the tests.
func clock() time.Time { return noon().Add(time.Duration(tick.Load())) }

// people are the staff of the tests; by name, their numbers.
var (
	people *staff.Service
	ids    = map[string]int64{}
)

// ownPassword is that of everybody who has logged in before.
const ownPassword = "tulip-9-mole"

// employ makes an instance with staff below a folder.
func employ(dir string) error {
	ring, err := seal.Generate(rand.Reader)
	if err != nil {
		return err
	}
	sites, err := access.Sites([]byte(offices), gb.Shipped(), 20700)
	if err != nil {
		return err
	}
	address, o := filepath.Join(dir, "db.sqlite"), store.Options{Now: clock, Random: rand.Reader, Ring: ring}
	if err := store.Create(context.Background(), address, store.Founding{Name: "mingxi", Offices: sites}, o); err != nil {
		return err
	}
	s, err := store.Open(context.Background(), address, o)
	if err != nil {
		return err
	}
	if people, err = staff.New(s.Accounts(), clock, rand.Reader); err != nil {
		return err
	}
	for _, p := range []struct {
		account, name string
		office        int64
		roles         []string
	}{
		{"sa.1", "陈建国", 1, []string{access.SystemAdmin}}, {"se.1", "李红梅", 1, []string{access.SecurityAdmin}}, {"au.1", "周敏", 1, []string{access.AuditAdmin}},
		{"cd.1", "张志强", 1, []string{"county_decider"}}, {"cr.1", "刘芳", 1, []string{"county_reviewer", "county_clerk"}},
		{"tc.1", "王小燕", 2, []string{"township_clerk", "township_reviewer"}}, {"tc.2", "赵磊", 2, nil},
		{"tr.1", "陈国强", 2, []string{"township_reviewer"}},
	} {
		if err := hire(p.office, p.account, p.name, p.roles); err != nil {
			return err
		}
	}
	if err := trouble(s); err != nil {
		return err
	}
	return settle(s)
}

// hire takes on somebody who has logged in before.
func hire(office int64, account, name string, roles []string) error {
	hash, err := staff.Hash(rand.Reader, ownPassword)
	if err != nil {
		return err
	}
	return people.Store.Do(context.Background(), office, audit.Act{Name: "test.hire"}, func(tx staff.Tx) error {
		id, err := tx.Add(staff.Account{Office: office, Account: account, Name: name, Password: hash, Secret: []byte("12345678901234567890")})
		if err != nil {
			return err
		}
		ids[account] = id
		for _, role := range roles {
			if err := tx.AddRole(office, id, role); err != nil {
				return err
			}
		}
		a, err := tx.Lock(id)
		if err != nil {
			return err
		}
		a.Step = 1
		return tx.Save(a)
	})
}

// newcomer is somebody who never logged in, with his one-time password.
func newcomer(b *tab) (account, password string) {
	b.Helper()
	account = fmt.Sprintf("nn.%d", tick.Add(int64(30*time.Second))/int64(time.Second))
	_, password, err := people.Add(b.ctx, staff.By{Staff: ids["sa.1"]}, 2, staff.Newcomer{Account: account, Name: "林小雨"})
	b.must(err)
	return account, password
}

// knock gives account and password.
func knock(b *tab, account, password string) {
	b.Helper()
	_, err := chromedp.Call(b.ctx, network.ClearBrowserCookies, cdp.Empty{})
	b.must(err)
	b.visit("/login")
	b.write("account", account)
	b.write("password", password)
	b.press("form.card .btn-primary")
}

// prove types the code that the phone of somebody shows.
func prove(b *tab, id int64) {
	b.Helper()
	var a staff.Account
	b.must(people.Store.Read(b.ctx, func(v staff.View) (err error) { a, err = v.Account(id); return err }))
	code, err := a.CodeAt(clock())
	b.must(err)
	b.write("code", code)
	b.press("form.card .btn-primary")
}

// enter logs somebody in as he does himself.
func enter(b *tab, account string) {
	b.Helper()
	tick.Add(int64(90 * time.Second))
	knock(b, account, ownPassword)
	prove(b, ids[account])
}

// enrol goes through the first log-in up to the second factor.
func enrol(b *tab) int64 {
	b.Helper()
	account, password := newcomer(b)
	knock(b, account, password)
	changeFrom(b, password)
	var id int64
	b.must(people.Store.Read(b.ctx, func(v staff.View) error {
		a, err := v.AccountNamed(account)
		id = a.Staff
		return err
	}))
	return id
}

// changeFrom sets one's own password.
func changeFrom(b *tab, old string) {
	b.Helper()
	b.write("old", old)
	b.write("fresh", ownPassword)
	b.write("again", ownPassword)
	b.press("form.card .btn-primary")
}

// at opens a page as somebody.
func at(account, path string) func(*tab) {
	return func(b *tab) { b.Helper(); enter(b, account); b.visit(numbered(path)) }
}

// numbered puts the number of somebody for {account} into an address.
func numbered(path string) string {
	for account, id := range ids {
		path = strings.ReplaceAll(path, "{"+account+"}", fmt.Sprint(id))
	}
	return path
}

// then opens a page as somebody and presses a button of it.
func then(account, path, selector string) func(*tab) {
	return func(b *tab) { b.Helper(); at(account, path)(b); b.press(selector) }
}

// standIn hands the work of the decider over for a day.
func standIn(b *tab) {
	b.Helper()
	at("cr.1", "/office/1/staff/{cd.1}")(b)
	for ask[bool](b, `!!document.querySelector('form[action$="/end"]')`) {
		b.press(`form[action$="/end"] button`)
	}
	b.pick("substitute", fmt.Sprint(ids["cr.1"]))
	b.press(`form[action$="/stand-in"] .btn-primary`)
}

// twice leaves a log-in of somebody behind.
func twice(b *tab, account string) {
	enter(b, account)
	enter(b, account)
}

// grantRole gives a role on the page and may take it away again.
func grantRole(b *tab) {
	b.Helper()
	at("se.1", "/office/2/staff/{tc.2}")(b)
	if ask[bool](b, `!!document.querySelector('form[action$="/withdraw"]')`) {
		b.press(`form[action$="/withdraw"] button`)
	}
	b.pick("role", "township_clerk")
	b.press(`form[action$="/grant"] .btn-primary`)
}

func init() {
	maps.Copy(visits, map[string]func(*tab){
		"GET /login":                                   func(b *tab) { b.visit("/login") },
		"POST /login":                                  func(b *tab) { knock(b, "xx.1", "wrong") },
		"GET /login/second":                            func(b *tab) { enrol(b) },
		"POST /login/second":                           func(b *tab) { id := enrol(b); prove(b, id) },
		"POST /logout":                                 func(b *tab) { enter(b, "tc.1"); b.press(".staffbar button") },
		"GET /password":                                func(b *tab) { account, password := newcomer(b); knock(b, account, password) },
		"POST /password":                               func(b *tab) { account, password := newcomer(b); knock(b, account, password); changeFrom(b, "wrong") },
		"GET /home":                                    func(b *tab) { enter(b, "tc.1") },
		"GET /session":                                 func(b *tab) { twice(b, "tc.1"); b.visit("/session") },
		"POST /session/{number}/end":                   func(b *tab) { twice(b, "tc.1"); b.visit("/session"); b.press(".row-card button") },
		"GET /office":                                  at("sa.1", "/office"),
		"GET /office/{office}/staff":                   at("sa.1", "/office/2/staff"),
		"GET /office/{office}/staff/new":               at("sa.1", "/office/2/staff/new"),
		"POST /office/{office}/staff/new":              addPerson,
		"GET /office/{office}/staff/{staff}":           at("se.1", "/office/2/staff/{tc.1}"),
		"POST /office/{office}/staff/{staff}/grant":    grantRole,
		"POST /office/{office}/staff/{staff}/withdraw": func(b *tab) { grantRole(b); b.press(`form[action$="/withdraw"] button`) },
		"POST /office/{office}/staff/{staff}/suspend":  then("sa.1", "/office/2/staff/{tc.2}", `form[action$="/suspend"] button`),
		"POST /office/{office}/staff/{staff}/password": func(b *tab) {
			enter(b, "sa.1")
			account, _ := newcomer(b)
			b.visit("/office/2/staff")
			b.visit(ask[string](b, fmt.Sprintf(`[...document.querySelectorAll('.row-card')].find(e => e.textContent.includes(%q)).querySelector('a').getAttribute('href')`, account)))
			b.press(`form[action$="/password"] button`)
		},
		"POST /office/{office}/staff/{staff}/second":                then("se.1", "/office/2/staff/{tc.2}", `form[action$="/second"] button`),
		"POST /office/{office}/staff/{staff}/stand-in":              standIn,
		"POST /office/{office}/staff/{staff}/stand-in/{number}/end": func(b *tab) { standIn(b); b.press(`form[action$="/end"] button`) },
		"GET /office/{office}/staff/{staff}/session":                func(b *tab) { enter(b, "tc.1"); at("se.1", "/office/2/staff/{tc.1}/session")(b) },
		"POST /office/{office}/staff/{staff}/session/{number}/end":  func(b *tab) { enter(b, "tc.1"); then("se.1", "/office/2/staff/{tc.1}/session", ".row-card button")(b) },
	})
}

func TestARefusalSaysWhoCan(t *testing.T) {
	for _, width := range []int64{desk, phone} {
		b := open(t, width, true)
		at("tc.1", "/office/1/staff/new")(b)
		if text := ask[string](b, `document.querySelector('main').innerText`); !strings.Contains(text, "系统管理员") {
			t.Error(text)
		}
		b.shoot(picture("refusal", width))
		b.accessible()
		b.fits()
		b.chinese()
	}
}

func TestTheWayInNeedsNoScripts(t *testing.T) {
	b := open(t, phone, false)
	tick.Add(int64(90 * time.Second))
	_, err := chromedp.Call(b.ctx, network.ClearBrowserCookies, cdp.Empty{})
	b.must(err)
	b.visit("/login")
	b.do(chromedp.SendKeys(chromedp.CSS("#account"), "tc.1"), chromedp.SendKeys(chromedp.CSS("#password"), ownPassword))
	b.press("form.card .btn-primary")
	var a staff.Account
	b.must(people.Store.Read(b.ctx, func(v staff.View) (err error) { a, err = v.Account(ids["tc.1"]); return err }))
	code, err := a.CodeAt(clock())
	b.must(err)
	b.do(chromedp.SendKeys(chromedp.CSS("#code"), code))
	b.press("form.card .btn-primary")
	b.do(chromedp.WaitVisible(chromedp.CSS(".tiles")))
}

// addPerson takes somebody on.
func addPerson(b *tab) {
	b.Helper()
	at("sa.1", "/office/2/staff/new")(b)
	b.write("name", "林小雨")
	b.write("account", fmt.Sprintf("ad.%d", tick.Load()/int64(time.Second)))
	b.press("form.card .btn-primary")
}

// workplace is a folder for the instance; its end is told to run.
func workplace() (end func(), err error) {
	dir, err := os.MkdirTemp("", "doudi")
	if err != nil {
		return nil, err
	}
	return func() { os.RemoveAll(dir) }, employ(dir)
}
