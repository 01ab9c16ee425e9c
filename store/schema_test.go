package store_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"doudi/store"

	"github.com/google/go-cmp/cmp"
)

// What both databases say about their own tables, as one text.
const (
	sqliteDump = `SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite_%' ORDER BY tbl_name, type DESC, name`
	serverDump = `SELECT line FROM (
  SELECT table_name AS t, 1 AS k, ordinal_position AS n, table_name || '.' || column_name || ' ' || data_type || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END || coalesce(' default ' || column_default, '') AS line
    FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL SELECT conrelid::regclass::text, 2, 0, conrelid::regclass::text || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT tablename, 3, 0, indexdef FROM pg_indexes WHERE schemaname = 'public'
) AS d WHERE t NOT LIKE 'goose%' ORDER BY t, k, n, line`
)

func TestTheSchemaIsAsItWasWrittenDown(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.open()
		golden, ask := "testdata/schema.sqlite.sql", sqliteDump
		if h.postgres {
			golden, ask = "testdata/schema.postgres.txt", serverDump
		}
		got := strings.Join(h.lines(ask), "\n") + "\n"
		if *update {
			h.must(os.WriteFile(golden, []byte(got), 0o644))
		}
		want, err := os.ReadFile(golden)
		h.must(err)
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (run with -update and read the difference):\n%s", golden, diff)
		}
	})
}

// lines reads a column of text.
func (h *house) lines(ask string) []string {
	h.Helper()
	db := h.outside()
	defer db.Close()
	rows, err := db.Query(ask)
	h.must(err)
	defer rows.Close()
	var all []string
	for rows.Next() {
		var line string
		h.must(rows.Scan(&line))
		all = append(all, line)
	}
	h.must(rows.Err())
	return all
}

// small are the tables that do not grow with the cases, with why.
var small = map[string]string{
	"instance":         "one row",
	"person_directory": "looked for in the whole instance, so that nobody is entered twice; design section 6",
	"checkpoint":       "of the instance, a few a day",
	"leader":           "one row",
	"timer":            "a row for each timer of the program",
	"resolved_pack":    "a row for each law that decided something, the same for all offices",
}

// migrationTexts are all migrations in order.
func migrationTexts(t *testing.T) (names []string, text string) {
	t.Helper()
	names, err := filepath.Glob("migrations/*.sql")
	if err != nil || len(names) == 0 {
		t.Fatal("no migrations", err)
	}
	for _, name := range names {
		one, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text += string(one)
	}
	return names, text
}

func TestTheFirstKeyPartOfEveryGrowingTableIsTheOffice(t *testing.T) {
	t.Parallel()
	_, text := migrationTexts(t)
	tables := regexp.MustCompile(`(?s)CREATE TABLE (\w+) \((.*?)\n\);`).FindAllStringSubmatch(text, -1)
	if len(tables) < 10 {
		t.Fatal("tables were not found")
	}
	key := regexp.MustCompile(`PRIMARY KEY \((\w+)|(?m)^  (\w+) [^,\n]*PRIMARY KEY`)
	for _, table := range tables {
		m := key.FindStringSubmatch(table[2])
		if m == nil {
			t.Errorf("%s has no primary key", table[1])
			continue
		}
		if first := m[1] + m[2]; first != "office" && small[table[1]] == "" {
			t.Errorf("the key of %s begins with %s", table[1], first)
		}
	}
}

func TestHeadNamesTheLastMigration(t *testing.T) {
	t.Parallel()
	names, text := migrationTexts(t)
	head, err := os.ReadFile("migrations/HEAD")
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.TrimSuffix(filepath.Base(names[len(names)-1]), ".sql"); string(head) != want+"\n" {
		t.Errorf("migrations/HEAD says %q, the last migration is %s", head, want)
	}
	for i, name := range names {
		if !strings.HasPrefix(filepath.Base(name), fmt.Sprintf("%05d_", i+1)) {
			t.Errorf("%s: migrations are numbered without gaps", name)
		}
	}
	if store.Latest() != int64(len(names)) {
		t.Errorf("the program's schema is %d", store.Latest())
	}
	if regexp.MustCompile(`(?i)\bDROP\b|goose Down`).MatchString(text) {
		t.Error("migrations go forward only")
	}
}

func TestEveryQueryNamesItsColumns(t *testing.T) {
	t.Parallel()
	for _, name := range inputs(t) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if regexp.MustCompile(`(?i)SELECT\s+(\w+\.)?\*|RETURNING\s+\*`).Match(text) {
			t.Errorf("%s: a SELECT names its columns", name)
		}
	}
}

// inputs are the files that the code in query is made from, and that code.
func inputs(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, pattern := range []string{"sqlc.yaml", "migrations/*.sql", "queries/*.sql", "query/*.go"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatal(pattern, err)
		}
		names = append(names, found...)
	}
	slices.Sort(names)
	return slices.DeleteFunc(names, func(n string) bool { return n == "query/query.go" })
}

// TestTheCodeInQueryIsMadeFromItsInputs holds the inputs and the code against
// the hashes written when sqlc made it, for sqlc takes minutes to build.
func TestTheCodeInQueryIsMadeFromItsInputs(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, name := range inputs(t) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(text), name)
	}
	if want, err := os.ReadFile("query/INPUTS"); err != nil || string(want) != b.String() {
		t.Errorf("the queries or migrations and the code in query differ from when sqlc made it: run `make generate` (%v)\n%s", err, cmp.Diff(string(want), b.String()))
	}
}
