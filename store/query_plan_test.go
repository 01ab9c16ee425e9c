package store_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"doudi/store/scratch"
)

// narrow are the questions that are asked for every page and act of a case. On
// SQLite, which knows nothing of how much there is, an order by the key of a table
// made it read all of an office for one household: the texts say + before what
// they order by, and CROSS JOIN where one table leads to the other.
var narrow = []string{"applicationCases", "awardPeople", "awardsOf", "caseMoves", "caseRecordByIdent", "caseRecords", "casesOf", "decisions", "determinations",
	"entriesBehind", "factsOf", "filed", "granted", "handedBecame", "membersOf", "membershipsOf", "referralsOf", "twinPaper", "unitsOf"}

// question is a text of the queries, as sqlc wrote it down.
var question = regexp.MustCompile("(?s)const (\\w+) = `-- name: [^\n]*\n(.*?)`")

// broad is a step of a plan that reads all rows of a table, or of an office.
var broad = regexp.MustCompile(`\((office|target)=\?\)|SCAN (household|membership|person|fact|filing|paper|unit|case_|award|audit_|referral)`)

func TestWhatIsAskedOfACaseDoesNotReadItsWholeOffice(t *testing.T) {
	t.Parallel()
	h := &house{T: t, address: filepath.Join(t.TempDir(), "d.sqlite"), clock: scratch.ClockAt(begin)}
	h.open()
	texts := map[string]string{}
	files, err := filepath.Glob("query/*.sql.go")
	h.must(err)
	for _, f := range files {
		source, err := os.ReadFile(f)
		h.must(err)
		for _, m := range question.FindAllStringSubmatch(string(source), -1) {
			texts[m[1]] = m[2]
		}
	}
	for _, name := range narrow {
		if texts[name] == "" {
			t.Errorf("there is no question %s", name)
			continue
		}
		if plan := h.plan(texts[name]); broad.MatchString(plan) {
			t.Errorf("%s reads too much:\n%s", name, plan)
		}
	}
	if plan := h.plan(strings.ReplaceAll(texts["unitsOf"], "+", "")); !broad.MatchString(plan) {
		t.Errorf("without its + unitsOf does as well, and the + may go:\n%s", plan)
	}
}

// asked is what a question leaves open.
var asked = regexp.MustCompile(`\$\d+`)

// plan is how SQLite would answer a question.
func (h *house) plan(text string) string {
	h.Helper()
	db := h.outside()
	defer db.Close()
	rows, err := db.Query("EXPLAIN QUERY PLAN " + asked.ReplaceAllString(text, "'0'"))
	h.must(err)
	defer rows.Close()
	var steps []string
	for rows.Next() {
		var id, above, unused int
		var step string
		h.must(rows.Scan(&id, &above, &unused, &step))
		steps = append(steps, step)
	}
	h.must(rows.Err())
	return strings.Join(steps, "\n")
}
