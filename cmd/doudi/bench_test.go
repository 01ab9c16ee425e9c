package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"doudi/casefile"
	"doudi/engine"
	"doudi/fact"
	"doudi/oracle"
	"doudi/pack"
	"doudi/packs"
	"doudi/policy"
)

// The benchmarks report their figure under the name that `make bench` prints.
// The family is three people with everything answered, so that every programme
// of Mingxi is decided and explained.
const benchFamily = "../../docs/worked/85-mx-nothing-named-2020-03.yaml"

// benchCase reads the family on the law of Mingxi.
func benchCase(b testing.TB) (*compiled, *fact.Snapshot) {
	b.Helper()
	text, err := os.ReadFile(benchFamily)
	if err != nil {
		b.Fatal(err)
	}
	lib, err := (&app{}).library("")
	if err != nil {
		b.Fatal(err)
	}
	in, err := casefile.Open(benchFamily, bytes.NewReader(text), casefile.Options{Resolve: lib.resolve})
	if err != nil {
		b.Fatal(err)
	}
	family, err := in.Next()
	if err != nil || family.Snapshot == nil {
		b.Fatal(err, family.Faults)
	}
	return lib.compiled[family.Pack.ID], family.Snapshot
}

func BenchmarkExplainOne(b *testing.B) {
	tune()
	c, s := benchCase(b)
	var n int64
	var p page // used again, as the command does
	for b.Loop() {
		textForm{}.determined(&p, c, s, engine.Options{})
		n++
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n)/1000, "explain_one_us")
}

func BenchmarkOracleRatio(b *testing.B) {
	tune()
	c, s := benchCase(b)
	second, err := oracle.Compile(c.resolved)
	if err != nil {
		b.Fatal(err)
	}
	var first, other time.Duration
	for b.Loop() {
		start := time.Now()
		c.engine.Determine(s, engine.Options{NoExplain: true})
		middle := time.Now()
		second.Determine(s, nil)
		first, other = first+middle.Sub(start), other+time.Since(middle)
	}
	b.ReportMetric(float64(other)/float64(first), "oracle_ratio")
}

func BenchmarkCompilePack(b *testing.B) {
	tune()
	var n int64
	for b.Loop() {
		set, _ := pack.LoadAll(packs.FS)
		r, _ := set.Resolve("cn-350421")
		if _, problems := policy.Compile(r); problems.HasErrors() {
			b.Fatal(problems.Text(set.Source))
		}
		n++
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n)/1e6, "compile_pack_ms")
}

// BenchmarkDetermine reads many families from YAML and writes JSON, and reads
// the same file alone.
func BenchmarkDetermine(b *testing.B) {
	tune()
	const families = 1000
	file := b.TempDir() + "/many.yaml"
	if err := os.WriteFile(file, manyFamilies(b, families), 0o600); err != nil {
		b.Fatal(err)
	}
	var whole, parse time.Duration
	var n int64
	for b.Loop() {
		start := time.Now()
		run([]string{"determine", file, "--json"}, terminal{in: strings.NewReader(""), out: io.Discard, err: io.Discard, now: time.Now})
		middle := time.Now()
		parseAll(b, file)
		whole, parse = whole+middle.Sub(start), parse+time.Since(middle)
		n++
	}
	b.ReportMetric(families*float64(n)/whole.Seconds(), "determine_families_per_s")
	b.ReportMetric(parse.Seconds()/whole.Seconds(), "determine_vs_parse")
}

// manyFamilies repeats the family under different names.
func manyFamilies(b *testing.B, n int) []byte {
	b.Helper()
	text, err := os.ReadFile(benchFamily)
	if err != nil {
		b.Fatal(err)
	}
	head, one, ok := strings.Cut(string(text), "families:\n")
	if !ok {
		b.Fatal("no families in ", benchFamily)
	}
	var out bytes.Buffer
	out.WriteString(head + "families:\n")
	for i := range n {
		out.WriteString(strings.Replace(one, "name: ", fmt.Sprintf("name: %d ", i), 1))
	}
	return out.Bytes()
}

// parseAll reads a file to its end and does nothing with it.
func parseAll(b *testing.B, file string) {
	b.Helper()
	f, err := os.Open(file)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	lib, err := (&app{}).library("")
	if err != nil {
		b.Fatal(err)
	}
	in, err := casefile.Open(file, f, casefile.Options{Resolve: lib.resolve})
	for err == nil {
		_, err = in.Next()
	}
	if !errors.Is(err, io.EOF) {
		b.Fatal(err)
	}
}

// TestBenchFamilyIsAnswered keeps the measured family what it is: whatever a
// pack comes to ask, it is answered, and nothing is left open but an index.
func TestBenchFamilyIsAnswered(t *testing.T) {
	c, s := benchCase(t)
	for _, o := range c.engine.Determine(s, engine.Options{}).Outcomes {
		if o.Status == engine.Undetermined {
			t.Errorf("%s %s: answer in %s: %v", o.Programme, o.Person, benchFamily, o.Missing)
		}
	}
}
