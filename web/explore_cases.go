package web

import (
	"errors"
	"io"
	"slices"
	"strings"

	"doudi/casefile"
	"doudi/pack"
)

// workedCase is a family worked by hand, as the packs hold it.
type workedCase struct {
	Name, Why, Day, Place, Says string

	pack    string // the law that answers for it
	expects []casefile.Expectation
}

// mostCases bounds how many cases a page lists.
const mostCases = 8

// verdicts say what a case expects of a programme.
var verdicts = map[string]string{"entitled": "能得到", "leaving": "渐退", "refused": "不能得到", "excluded": "被别的待遇排斥", "choice": "等家庭选择",
	"waiting": "等数值公布", "undetermined": "还不能定", "not_claimed": "没有申请", "not_listed": "没有这一项"}

// worked are all cases of the packs, read once. A case that cannot be read is
// told by the tests of the packs, not here.
func (l *Law) worked() []workedCase {
	l.books.working.Do(func() {
		for _, p := range l.inOrder() {
			for _, name := range l.set.Packs[p.ID].CaseFiles {
				l.books.cases = append(l.books.cases, l.casesOf(p.ID+"/"+name)...)
			}
		}
	})
	return l.books.cases
}

// casesOf reads one file of cases.
func (l *Law) casesOf(name string) []workedCase {
	in, err := casefile.Open(name, strings.NewReader(l.set.Source(name)), casefile.Options{AllowExpect: true, Resolve: l.resolvedFor})
	if err != nil {
		return nil
	}
	var all []workedCase
	for {
		f, err := in.Next()
		if errors.Is(err, io.EOF) || err != nil {
			return all
		}
		if f.Snapshot == nil || f.Pack == nil {
			continue
		}
		all = append(all, workedCase{Name: f.Name, Why: f.Why, Day: f.Snapshot.AsOf.Chinese(), Place: l.placeName(f.Pack.ID), pack: f.Pack.ID, expects: f.Expect})
	}
}

// resolvedFor gives the law that answers for a family handled in a division.
func (l *Law) resolvedFor(region string, facts map[string]string) (*pack.Resolved, error) {
	id, _ := l.set.ForRegion(region, facts)
	if p := l.places[id]; p != nil {
		return p.program.Pack, nil
	}
	return nil, statusError(404)
}

// casesFor picks the cases that show a rule or a programme under the law of
// this place, or where there are none under the law of others.
func (b *book) casesFor(shows func(casefile.Expectation) bool) []workedCase {
	var here, elsewhere []workedCase
	for _, c := range b.law.worked() {
		i := slices.IndexFunc(c.expects, shows)
		if i < 0 {
			continue
		}
		c.Says = b.law.verdict(c.pack, c.expects[i])
		if c.pack == b.place.ID {
			here = append(here, c)
		} else {
			elsewhere = append(elsewhere, c)
		}
	}
	all := append(here, elsewhere...)
	return all[:min(len(all), mostCases)]
}

// verdict is what a case expects, in words.
func (l *Law) verdict(id string, e casefile.Expectation) string {
	words := e.Programme
	if p := l.places[id]; p != nil {
		words = p.program.ProgrammeLabel(e.Programme)
	}
	words += "：" + verdicts[e.Status]
	if e.Total != nil && e.Total.Low == e.Total.High {
		words += "，" + e.Total.Low.String()
	}
	return words
}
