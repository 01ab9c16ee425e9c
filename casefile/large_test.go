package casefile_test

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"doudi/casefile"
	"doudi/fault"
)

// stream makes a file on the fly: a beginning, families by number, an end.
type stream struct {
	begin, end string
	family     func(n int) string
	size       int64 // stops making families after so many bytes
	made       int64
	n          int
	rest       string
	done       bool
}

// Read gives the next bytes of the file.
func (s *stream) Read(p []byte) (int, error) {
	for s.rest == "" {
		switch {
		case s.n == 0:
			s.rest = s.begin
		case s.done:
			return 0, io.EOF
		case s.made >= s.size:
			s.rest, s.done = s.end, true
		default:
			s.rest = s.family(s.n)
		}
		s.n++
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	s.made += int64(n)
	return n, nil
}

// streams are files of families of three in each form that is read as it comes.
func streams(size int64) map[string]*stream {
	return map[string]*stream{
		"a.yaml": {begin: "format: 1\nfamilies:\n", size: size, family: func(n int) string {
			return strings.Replace(strings.TrimPrefix(threeYAML, "format: 1\nfamilies:\n"), "三口之家", fmt.Sprint("第", n, "户"), 1)
		}},
		"a.json": {begin: `{"format": 1, "families": [`, end: "]}", size: size, family: func(n int) string {
			_, one, _ := strings.Cut(strings.TrimSuffix(threeJSON, "\n]}\n"), "[\n")
			if n > 1 {
				one = ",\n" + one
			}
			return strings.Replace(one, "三口之家", fmt.Sprint("第", n, "户"), 1)
		}},
		"a.csv": {begin: threeCSV[:strings.Index(threeCSV, "\n\"")+1], size: size, family: func(n int) string {
			return strings.Replace(threeCSV[strings.Index(threeCSV, "\n\"")+1:], "三口之家", fmt.Sprint("第", n, "户"), 1)
		}},
	}
}

// drain reads a file to its end, counting families and faults and sampling the
// memory that the process has from the system.
func drain(t testing.TB, name string, in io.Reader) (families, faults int, peak uint64) {
	t.Helper()
	r, err := casefile.Open(name, in, options())
	if err != nil {
		t.Fatal(fault.Sentence(err))
	}
	for {
		f, err := r.Next()
		if errors.Is(err, io.EOF) {
			return families, faults, peak
		}
		if err != nil {
			t.Fatal(fault.Sentence(err))
		}
		faults += len(f.Faults) + f.Omitted
		if families++; families%2000 == 1 {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.Sys-m.HeapReleased)
		}
	}
}

// It runs alone: the memory of the tests beside it would be counted too.
func TestAFileMuchLargerThanAFamilyIsReadInLittleMemory(t *testing.T) {
	for name, s := range streams(4 << 20) {
		families, faults, peak := drain(t, name, s)
		if families < 3000 || faults > 0 {
			t.Errorf("%s: %d families, %d faults", name, families, faults)
		}
		if peak > 300<<20 {
			t.Errorf("%s: %d MB", name, peak>>20)
		}
	}
}

// BenchmarkHundredMegabytes is the promise of docs/determine.md: 100 MB of
// families within 300 MB of memory.
func BenchmarkHundredMegabytes(b *testing.B) {
	for _, name := range []string{"a.yaml", "a.json", "a.csv"} {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				families, faults, peak := drain(b, name, streams(100 << 20)[name])
				if faults > 0 || peak > 300<<20 {
					b.Fatalf("%d faults, %d MB", faults, peak>>20)
				}
				b.ReportMetric(float64(peak>>20), "MB")
				b.ReportMetric(float64(families)*float64(b.N)/b.Elapsed().Seconds(), "families/s")
			}
		})
	}
}
