package web_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"doudi/civil"
	"doudi/pack"
	"doudi/packs"
	"doudi/paper"
	"doudi/registry"
	"doudi/store/scratch"
	"doudi/web"
)

// marks are the people whose every secret is like no other text.
const marks = 500

// illness is the diagnosis of the nth as it is stored, and as a clerk reads it.
func illness(n int) (word, label string) {
	return fmt.Sprintf("kashin_beck_stage_%04d", n), fmt.Sprintf("%s%04d", scratch.Phrase, n)
}

// clinic is a county whose pack has a diagnosis for each of them.
func clinic() fstest.MapFS {
	var words, labels []string
	for n := range marks {
		word, label := illness(n)
		words, labels = append(words, "'"+word+"'"), append(labels, word+": "+label)
	}
	return fstest.MapFS{"cn-350423/pack.yaml": fishing["cn-350423/pack.yaml"], "cn-350423/facts.yaml": {Data: []byte("facts:\n  member:\n    diagnosis:\n      type: enum\n      values: [" +
		strings.Join(words, ", ") + "]\n      label: 病种\n      value_labels: {" + strings.Join(labels, ", ") + "}\n      sensitivity: health\n")}}
}

// marked is the office of the five hundred, and what nobody may find.
type marked struct {
	*works
	token   string
	law     *pack.Resolved
	desk    registry.Desk
	secrets []string
}

// openMarked enters them, each in a household of his own with a diagnosis and a
// photograph.
func openMarked(t *testing.T) *marked {
	t.Helper()
	set, problems := pack.LoadAll(packs.FS, clinic())
	if problems.HasErrors() {
		t.Fatal(problems.Text(set.Source))
	}
	law, problems := web.OpenLaw(set)
	if law == nil {
		t.Fatal(problems.Text(set.Source))
	}
	m := &marked{works: workUnder(t, law)}
	m.law, _ = set.Resolve("cn-350423")
	clerk := m.settled(7, "tc.7", "township_clerk")
	m.token, m.desk = m.inside(7, clerk), desk(longjin)
	m.desk.Actor.Staff = clerk
	for n := range marks {
		m.enter(n)
	}
	return m
}

// enter enters the nth.
func (m *marked) enter(n int) {
	m.Helper()
	ctx := context.Background()
	one := registry.Identity{Name: "王" + string('一'+rune(n)), Number: numberOf(fmt.Sprintf("350421%d0315%03d", 1940+n%60, 100+n)),
		Phone: fmt.Sprintf("1385%07d", 9801000+n*7919%90000), Account: fmt.Sprintf("62170018300%08d", 40000000+n*7919)}
	id, err := m.registry.EnterPerson(ctx, m.desk, one)
	m.must(err)
	home, err := m.registry.OpenHousehold(ctx, m.desk, m.law.Schema, registry.Place{Address: "城东村"}, []registry.Member{{Person: id, Relation: "head", From: 0, To: civil.Open}})
	m.must(err)
	word, label := illness(n)
	from, _ := civil.ParseDate("2026-01-01")
	m.must(m.registry.EnterFacts(ctx, m.desk, m.law.Schema, registry.Subject{Office: 7, Of: registry.OfMember, ID: id},
		[]registry.Answer{{Key: "member.diagnosis", Value: word, From: from, To: civil.Open, Source: registry.Declared}}))
	picture := photograph(uint64(n))
	_, err = m.papers.Add(ctx, m.desk, paper.Upload{Household: home, Person: id, Kind: "medical_record", From: "2026-08-20"}, picture)
	m.must(err)
	middle := len(picture) / 2
	m.secrets = append(m.secrets, one.Number, one.Phone, one.Account, word, label, string(picture[middle:middle+24]))
}

// photograph is one like no other.
func photograph(seed uint64) []byte {
	p, chance := image.NewGray(image.Rect(0, 0, 40, 30)), rand.New(rand.NewPCG(seed, 1))
	for i := range p.Pix {
		p.Pix[i] = byte(chance.Uint32())
	}
	var b bytes.Buffer
	_ = jpeg.Encode(&b, p, nil) // into memory
	return b.Bytes()
}

// shows are the pages that are there to show what is masked elsewhere, or offer
// every diagnosis to choose from.
var shows = map[string]bool{"/office/{office}/household/{household}/paper/{paper}/whole": true, "/office/{office}/import/template": true}

// sent is everything that goes out of the pages: every page of staff and every
// list as a file, as whoever may have it, and the papers in print.
func (m *marked) sent() map[string][]byte {
	m.Helper()
	out := map[string][]byte{}
	for _, route := range web.Routes() {
		if route.Method != "GET" || route.Door != web.Inside || shows[route.Path] {
			continue
		}
		token, office := m.reader(route)
		path := strings.NewReplacer("{office}", strconv.FormatInt(office, 10), "{staff}", "1", "{number}", "1", "{household}", "1", "{person}", "1", "{paper}", "1", "{what}", "sheet", "{part}", "usual", "{line}", "1").Replace(route.Path)
		out[path] = m.ask("GET", path, token, nil).Body.Bytes()
		if single[route.Path] == "" {
			out[path+" as CSV"] = m.ask("GET", path+"?as=csv", token, nil).Body.Bytes()
			out[path+" as a workbook"] = []byte(unzipped(m.T, m.ask("GET", path+"?as=xlsx", token, nil).Body.Bytes()))
		}
	}
	for _, as := range []string{"", "csv", "xlsx"} {
		found := m.sought(m.token, url.Values{"by": {"name"}, "text": {"王"}, "where": {"7"}, "as": {as}}).Body.Bytes()
		if as == "xlsx" {
			found = []byte(unzipped(m.T, found))
		}
		out["found "+as] = found
	}
	for n := range 5 {
		maps.Copy(out, m.printed(n+1))
	}
	return out
}

// reader is the log-in of somebody who may have a page: the clerk, where he may.
func (m *marked) reader(route web.Route) (token string, office int64) {
	m.Helper()
	if strings.Contains(route.Path, "{office}") && m.ask("GET", pathOf(route, 7, 1), m.token, nil).Code != http.StatusForbidden {
		return m.token, 7
	}
	return m.ownOf(route.Path, route.Act)
}

// printed are the papers of a household, as pages, as PDF and in its words, and
// its file.
func (m *marked) printed(household int) map[string][]byte {
	m.Helper()
	out, base := map[string][]byte{}, fmt.Sprintf("/office/7/household/%d", household)
	for _, what := range []string{"sheet", "slip"} {
		path := base + "/print/" + what
		out[path] = m.ask("GET", path, m.token, nil).Body.Bytes()
		where := m.ask("POST", path, m.token, url.Values{"why": {"application"}}).Header().Get("Location")
		pdf := m.ask("GET", where, m.token, nil).Body.Bytes()
		if !bytes.HasPrefix(pdf, []byte("%PDF")) {
			m.Fatalf("%s: no paper at %q", path, where)
		}
		out[path+" as PDF"], out[path+" in words"] = pdf, []byte(read(m.T, pdf))
	}
	for _, form := range []string{"yaml", "xlsx"} {
		file := m.ask("POST", base+"/export", m.token, url.Values{"on": {"2026-09-15"}, "form": {form}, "why": {"none"}}).Body.Bytes()
		if form == "xlsx" {
			file = []byte(unzipped(m.T, file))
		}
		out[base+" as "+form] = file
	}
	return out
}

func TestNoListNoPageAndNoPaperOfFiveHundredPeopleHoldsASecret(t *testing.T) {
	t.Parallel()
	m := openMarked(t)
	_, err := m.registry.RegisterRelative(context.Background(), m.desk, registry.Kinship{Staff: m.desk.Actor.Staff, Relation: "parent", Name: "王一", Number: m.secrets[0]})
	m.must(err)
	search, named := scratch.Wanted(m.secrets), 0
	out := m.sent()
	for _, name := range slices.Sorted(maps.Keys(out)) {
		if in := search.In(out[name]); in != nil {
			t.Errorf("%s holds a secret in %v", name, in)
		}
		if bytes.Contains(out[name], []byte("王一")) || bytes.Contains(out[name], []byte("王丁")) {
			named++
		}
	}
	if named < 15 {
		t.Errorf("only %d of %d texts speak of the people at all", named, len(out))
	}
}

func TestTheSearchFindsASecretThatAPageIsThereToShow(t *testing.T) {
	t.Parallel()
	f := fish(t)
	f.join(registry.Identity{Name: "林一", Number: "11010519491231002X", Phone: "13800138000"})
	shown := f.ask("POST", "/office/7/person/2/reveal", f.token, url.Values{"why": {"application"}}).Body.Bytes()
	if scratch.Wanted([]string{"11010519491231002X"}).In(shown) == nil {
		t.Errorf("%s", shown)
	}
}
