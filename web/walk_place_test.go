package web_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"doudi/access"
	"doudi/casefile"
	"doudi/civil"
	"doudi/gb"
	"doudi/pack"
	"doudi/packs"
	"doudi/registry"
	"doudi/staff"
	"doudi/web"
)

// code is all packs with those counties, compiled once.
type code struct {
	set   *pack.Set
	pages *web.Law
	laws  sync.Map // id → *pack.Resolved
}

// walked is the law of the walks.
var walked = sync.OnceValue(func() *code {
	shipped, _ := pack.LoadAll(packs.FS)
	set, problems := pack.LoadAll(packs.FS, countyPacks(shipped))
	pages, more := web.OpenLaw(set)
	if pages == nil || problems.HasErrors() {
		panic(append(problems, more...).Text(set.Source))
	}
	return &code{set: set, pages: pages}
})

// resolve gives the law of a region, as the program does.
func (c *code) resolve(region string, scope map[string]string) (*pack.Resolved, error) {
	id, _ := c.set.ForRegion(region, scope)
	if law, ok := c.laws.Load(id); ok {
		return law.(*pack.Resolved), nil
	}
	law, problems := c.set.Resolve(id)
	if problems.HasErrors() {
		return nil, fmt.Errorf("%s: %v", id, problems)
	}
	kept, _ := c.laws.LoadOrStore(id, law)
	return kept.(*pack.Resolved), nil
}

// county is one of the counties of a place, with its township and who works in them.
type county struct {
	code          string
	number, below int64
	crew          map[string]int64  // account → staff
	tokens        map[string]string // … → log-in of today
	archive       *archive          // from which its families come
}

// ground is an instance of one place, through the years.
type ground struct {
	*works
	place    string
	counties [2]*county
	families int             // that were brought in
	people   int             // who were given a number
	changed  map[string]bool // moves of changes of awards, and whether one made them
	reached  map[string]bool // what became of awards, by programme
	heard    map[string]bool // programmes of which somebody was heard about a cut or an end
}

// crew is who works in a county: the role and whether in its township.
var crew = map[string]struct {
	role  string
	below bool
}{"clerk": {"township_clerk", true}, "reviewer": {"township_reviewer", true}, "decider": {"township_reviewer", true},
	"checker": {"county_clerk", false}, "overseer": {"county_reviewer", false}, "judge": {"county_decider", false}}

// begin is the morning of a day.
func begin(on civil.Date) time.Time { return access.Begins(on).Add(9 * time.Hour) }

// grounded opens the instance of a place at a day.
func grounded(t *testing.T, place, address string, on civil.Date) *ground {
	t.Helper()
	codes, known := homes[place]
	if !known {
		t.Fatalf("nobody walks the law of %s; name two of its counties", place)
	}
	up := codes[0]
	text := fmt.Sprintf("number,above,level,name,division,from\n1,,省,省民政厅,%s,\n2,1,市,市民政局,%s,\n3,2,县,甲县民政局,%s,\n4,3,乡镇,甲乡,%s,\n5,2,县,乙县民政局,%s,\n6,5,乡镇,乙乡,%s,\n",
		up[:2], up[:4], up, gb.Shipped().Below(up, on)[0].Code, codes[1], gb.Shipped().Below(codes[1], on)[0].Code)
	if address == "" {
		address = filepath.Join(t.TempDir(), "db.sqlite")
	}
	g := &ground{works: workOf(t, walked().pages, address, text, begin(on)), place: place, changed: map[string]bool{}, heard: map[string]bool{}, reached: map[string]bool{}}
	g.site.Cases.Law = walked().resolve
	g.store.Sensitive = walked().set.Sensitive()
	for i, number := range []int64{3, 5} {
		c := &county{code: codes[i], number: number, below: number + 1, crew: map[string]int64{}}
		for account, seat := range crew {
			office := number
			if seat.below {
				office = c.below
			}
			c.crew[account] = g.settled(office, fmt.Sprint(account, ".", i), seat.role)
		}
		g.counties[i] = c
	}
	return g
}

// morning lets days pass; everybody logs in anew.
func (g *ground) morning(on civil.Date) {
	g.clock.Pass(begin(on).Sub(g.clock.Now()))
	for _, c := range g.counties {
		c.tokens = map[string]string{}
	}
}

// today is the day by the clock.
func (g *ground) today() civil.Date { return access.DayOf(g.clock.Now()) }

// token is the log-in of somebody of a county.
func (g *ground) token(c *county, account string) string {
	if c.tokens[account] == "" {
		office := c.number
		if crew[account].below {
			office = c.below
		}
		c.tokens[account] = g.inside(office, c.crew[account])
	}
	return c.tokens[account]
}

// desk is where the clerk of a township works, for the jobs that read sheets.
func (g *ground) desk(c *county) registry.Desk {
	sites, err := g.staff.Offices(g.Context())
	g.must(err)
	office := staff.Tree(sites)[c.below]
	return registry.Desk{Office: office, Actor: access.Actor{Staff: c.crew["clerk"], Posts: []access.Post{{Role: "township_clerk", Office: office, To: civil.Open}}}}
}

// bringIn has the township's clerk bring families in as a workbook, and gives the
// households in their order.
func (g *ground) bringIn(c *county, families []*casefile.Family) (households []int64) {
	g.Helper()
	if len(families) == 0 {
		return nil
	}
	law, err := walked().resolve(c.code, nil)
	g.must(err)
	var book bytes.Buffer
	g.must(casefile.WriteBook(&book, law, families))
	path := fmt.Sprintf("/office/%d/import", c.below)
	answer := g.bring(path, g.token(c, "clerk"), csrf, nil, book.Bytes())
	at := answer.Header().Get("Location")
	if answer.Code != http.StatusSeeOther {
		g.Fatalf("%d %s", answer.Code, plain(answer.Body.String()))
	}
	var sheet int64
	fmt.Sscan(at[strings.LastIndex(at, "/")+1:], &sheet)
	read := casefile.Options{Region: c.code, Resolve: walked().resolve}
	g.must(g.registry.ReadSheet(g.Context(), g.desk(c), sheet, read))
	g.wanted(http.StatusSeeOther, "POST", at, g.token(c, "clerk"), nil)
	g.must(g.registry.EnterSheet(g.Context(), g.desk(c), sheet, read, func() bool { return true }))
	brought, err := g.registry.Sheet(g.Context(), g.desk(c), sheet)
	g.must(err)
	if brought.Entered.NewFamilies != len(families) {
		g.Fatalf("%d of %d families came in: %v %s", brought.Entered.NewFamilies, len(families), brought.Report.Marks, brought.Report.Refusal)
	}
	for _, f := range families {
		households = append(households, g.home(f.Numbers[0]))
	}
	return households
}

// home is the household of whoever has a number.
func (g *ground) home(n gb.Number) (id int64) {
	g.Helper()
	g.must(g.registry.Store.Read(g.Context(), func(v registry.View) error {
		at, _, err := v.ByNumber(n)
		if err != nil {
			return err
		}
		list, err := v.MembershipsOf(at.Office, at.ID, registry.Now)
		if err == nil {
			id = list[0].Household
		}
		return err
	}))
	return id
}

var confirmLink = regexp.MustCompile(`href="(/office/\d+/figure/[a-z0-9_]+\?on=[0-9-]+)"`)

// confirms has the county confirm all its example figures by a document.
func (g *ground) confirms(path, token string) {
	g.Helper()
	for _, link := range confirmLink.FindAllStringSubmatch(g.wanted(http.StatusOK, "GET", path, token, nil), -1) {
		sent := url.Values{"same": {"same"}, "title": {"关于社会救助标准的通知"}, "document": {"〔2016〕12号"}, "article": {"第二条"}, "day": {"2016-12-01"}}
		for _, row := range rowOf.FindAllStringSubmatch(g.wanted(http.StatusOK, "GET", link[1], token, nil), -1) {
			sent.Add("row", row[1])
		}
		at, _, _ := strings.Cut(link[1], "?")
		g.wanted(http.StatusSeeOther, "POST", at, token, sent)
	}
}
