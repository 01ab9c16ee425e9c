package doudi_test

// The whole import plan of docs/design.md: every room of the house, also those
// that no issue has opened yet. A new arrow is a change of this file, with a
// word in the commit that says why.

// room says what the product code of one package may import.
type room struct {
	own   []string // packages of this module
	third []string // third-party module paths; a prefix of the import path
	pure  bool     // no clock, no file, no network, no randomness
	exact bool     // no float type and no float literal
	tests []string // what its _test files may import in addition, own packages
}

var (
	ground   = []string{"fault", "money", "civil", "gb", "seal", "fact", "access", "audit", "job"}
	law      = list(ground, "pack", "policy")
	floor    = list(law, "engine", "casefile", "registry")
	services = []string{"staff", "admin", "registry", "verification", "casework", "payment", "monitoring", "assistance", "notify", "paper"}
	inner    = list(law, list(services, "engine", "engine/batch", "simulate", "casefile")...)
)

// rooms is keyed by the folder. Test files may import, besides what their room
// may, go-cmp, rapid, go-internal and jsonschema, and the rooms in tests.
var rooms = map[string]room{
	"packs":    {},
	"examples": {},
	// The county of packs/README.md, for the tests that try it by commands and by
	// pages; no product code imports it.
	"packs/sample": {},

	"fault": {},
	"money": {own: []string{"fault"}, exact: true},
	"civil": {own: []string{"fault", "money"}, exact: true},
	"gb":    {own: []string{"fault", "civil"}},
	"seal":  {own: []string{"fault"}, third: []string{"github.com/emmansun/gmsm"}},
	"fact":  {own: []string{"fault", "money", "civil", "gb"}, exact: true},
	// Offices are read from a file whose division codes must exist (gb).
	"access": {own: []string{"fault", "civil", "gb"}, third: []string{"github.com/goccy/go-yaml"}},
	"audit":  {own: []string{"fault", "civil", "seal"}, tests: []string{"audit/verify"}},
	// The verifier shares only the format with the writer, not its code.
	"audit/verify": {third: []string{"github.com/emmansun/gmsm"}},
	"job":          {own: []string{"fault", "civil"}},

	"pack":   {own: ground, third: []string{"github.com/goccy/go-yaml"}, exact: true, tests: []string{"packs"}},
	"policy": {own: list(ground, "pack"), third: []string{"cel.dev/cel-go"}, pure: true, exact: true, tests: []string{"packs", "casefile", "engine"}},
	"engine": {own: law, pure: true, exact: true, tests: []string{"packs", "casefile", "oracle"}},
	"oracle": {own: []string{"fault", "money", "civil", "gb", "fact", "pack", "casefile"}, third: []string{"cel.dev/cel-go"},
		exact: true, tests: []string{"packs", "policy", "engine"}},
	"engine/batch": {own: law, pure: true, exact: true, tests: []string{"packs", "casefile", "engine", "oracle"}},
	"simulate":     {own: list(law, "engine/batch"), pure: true, tests: []string{"packs"}},
	"casefile": {own: law, third: []string{"github.com/goccy/go-yaml", "github.com/xuri/excelize/v2", "golang.org/x/text"},
		exact: true, tests: []string{"packs"}},

	// The services hold all rules and declare the narrow Store they need.
	// Log-in is one of them, so that its rules are kept apart from pages and SQL;
	// sessions are a table of our own, alike on both databases.
	"staff": {own: []string{"fault", "civil", "seal", "access", "audit"}, third: []string{"golang.org/x/crypto", "github.com/pquerna/otp"}},
	// What administrators keep is no part of log-in, and no law is read for it.
	"admin":        {own: []string{"fault", "civil", "gb", "seal", "access", "audit", "job"}},
	"registry":     {own: list(law, "engine", "casefile"), third: []string{"github.com/mozillazg/go-pinyin"}},
	"verification": {own: floor},
	"casework":     {own: list(floor, "verification"), tests: []string{"packs"}},
	"payment":      {own: list(floor, "casework")},
	"monitoring":   {own: list(floor, "casework")},
	"assistance":   {own: floor},
	"notify":       {own: floor},
	// Papers belong to households. Pictures are opened to make a small one, upright
	// as the camera noted; the standard library reads neither WebP nor those notes.
	// A notice has a code that leads to where objections are taken.
	"paper": {own: floor, third: []string{"github.com/boombuler/barcode", "github.com/signintech/gopdf", "golang.org/x/image", "github.com/bep/imagemeta"}},

	// The edge: storage below, pages and interfaces above; neither sees the other.
	// The store rebuilds the audit chains with the auditor's own verifier.
	"store": {own: list(inner, "store/query", "audit/verify"), third: []string{"modernc.org/sqlite", "github.com/jackc/pgx/v5", "github.com/pressly/goose/v3"},
		tests: []string{"store/scratch", "packs", "examples"}},
	"store/query": {}, // made by sqlc from the queries and migrations
	// A PostgreSQL that lives as long as a test, and a clock that a test sets; no product code imports it.
	"store/scratch": {third: []string{"github.com/jackc/pgx/v5"}},
	// The tests of the pages log in on a real store; the pages know none.
	"web": {own: inner, third: []string{"github.com/a-h/templ", "github.com/coreos/go-oidc/v3", "github.com/go-webauthn/webauthn", "golang.org/x/time"}, tests: []string{"packs", "packs/sample", "examples", "store", "store/scratch"}},
	// What is made before the binary is built: code of the templates, bundles.
	"web/bundle": {third: []string{"github.com/a-h/templ", "github.com/evanw/esbuild"}},
	// Tests in a real browser; there is no product code.
	"web/browser": {third: []string{"github.com/chromedp/chromedp", "github.com/chromedp/cdproto"}, tests: []string{"web", "pack", "packs", "examples", "staff", "store", "registry", "paper", "admin", "job", "casefile", "casework", "notify", "demo"}},
	"api":         {own: inner, third: []string{"github.com/danielgtaylor/huma/v2"}},
	"demo":        {own: list(inner, "packs")},

	"cmd/doudi": {own: list(inner, "packs", "examples", "audit/verify", "store", "web", "api", "demo"),
		third: []string{"github.com/spf13/cobra", "github.com/spf13/pflag", "github.com/prometheus/client_golang", "github.com/schollz/progressbar/v3",
			"github.com/parquet-go/parquet-go", "github.com/nats-io/nats-server/v2", "github.com/nats-io/nats.go"},
		tests: []string{"oracle", "packs/sample", "store/scratch"}},
}

// testModules may be imported by any _test file.
var testModules = []string{
	"github.com/google/go-cmp", "pgregory.net/rapid", "github.com/rogpeppe/go-internal",
	"github.com/santhosh-tekuri/jsonschema/v6",
}

// impure is what a pure room may not import: the clock, files, the network, chance.
var impure = []string{"time", "os", "io/fs", "net", "syscall", "math/rand", "crypto/rand", "embed", "log"}

// list is base with more appended, never sharing its memory.
func list(base []string, more ...string) []string {
	return append(append([]string{}, base...), more...)
}
