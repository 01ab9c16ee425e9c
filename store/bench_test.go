package store_test

import (
	"bytes"
	"crypto/rand"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"doudi/access"
	"doudi/audit"
	"doudi/audit/verify"
	"doudi/civil"
	"doudi/gb"
	"doudi/job"
	"doudi/registry"
	"doudi/seal"
	"doudi/store"
)

// crowdSize is how many persons a search is measured among.
var crowdSize = flag.Int("persons", 1_000_000, "how many persons search_ms is measured among")

// townships is how many offices they live in; the offices are a county and its
// townships.
const townships = 16

// today is the day of the benchmarks, of 2026.
const today = civil.Date(20600)

// bench makes an instance in one file. The benchmarks report their figure under
// the name that `make bench` prints.
func bench(b *testing.B) *store.Store {
	b.Helper()
	list := "number,above,level,name,division,from\n1,,县,明溪县民政局,350421,\n"
	for i := range townships {
		list += fmt.Sprintf("%d,1,乡镇,第%d乡,,\n", i+2, i+1)
	}
	sites, err := access.Sites([]byte(list), gb.Shipped(), today)
	if err != nil {
		b.Fatal(err)
	}
	address, o := filepath.Join(b.TempDir(), "bench.sqlite"), store.Options{Now: time.Now, Random: rand.Reader, Ring: ring(b)}
	if err := store.Create(background, address, store.Founding{Name: "bench", Offices: sites, Admins: []string{access.SystemAdmin}}, o); err != nil {
		b.Fatal(err)
	}
	s, err := store.Open(background, address, o)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s
}

// counter is the registry of the instance.
func counter(s *store.Store) *registry.Registry {
	return &registry.Registry{Store: s.Registry(), Matrix: access.Shipped(), Today: func() civil.Date { return today }}
}

// note is the smallest real act: a note is kept sealed, the state of what it is
// about changes, a job waits to be done, all are in the office's chain.
func note(s *store.Store, office int64) error {
	return s.Do(background, office, act("note.add"), func(tx *store.Tx) error {
		id, err := tx.AddPaper("note", []byte("入户走访，老人在家，门窗完好。"))
		if err != nil {
			return err
		}
		tx.Act.Object = fmt.Sprintf("paper:%d", id)
		if err := tx.SaveHousehold(registry.Household{Ref: registry.Ref{Office: office, ID: 1}, State: registry.Open}); err != nil {
			return err
		}
		return tx.Enqueue(job.Job{Office: office, Kind: "follow", Key: fmt.Sprintf("paper:%d", id), RunAt: tx.Now()})
	})
}

// BenchmarkSmallestAct lets sixteen clients act, and one thread append 4 KiB to a
// file and wait for the disk as often.
func BenchmarkSmallestAct(b *testing.B) {
	s := bench(b)
	f, err := os.Create(filepath.Join(b.TempDir(), "appended"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	const clients, each = 16, 25
	var acting, syncing time.Duration
	var n int
	for b.Loop() {
		start := time.Now()
		var all sync.WaitGroup
		for c := range clients {
			all.Go(func() {
				for range each {
					if err := note(s, int64(c+2)); err != nil {
						b.Error(err)
					}
				}
			})
		}
		all.Wait()
		middle := time.Now()
		for range clients * each {
			if _, err := f.Write(make([]byte, 4096)); err != nil {
				b.Fatal(err)
			}
			if err := f.Sync(); err != nil {
				b.Fatal(err)
			}
		}
		acting, syncing, n = acting+middle.Sub(start), syncing+time.Since(middle), n+clients*each
	}
	b.ReportMetric(syncing.Seconds()/acting.Seconds(), "tx_vs_fsync")
	b.ReportMetric(float64(n)/acting.Seconds(), "tx_per_s")
}

// Names are put together of these.
var (
	surnames = []rune("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤")
	given    = []rune("伟芳娜敏静强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英华玉红建国文辉志梅丽云春海波林斌宇浩凯健俊帆雪荣爱珍贞莉秋香月莺媛环素雅琼勤琴凤洁晶妍茜岚婷淑惠珠翠莲真青倩婉娴瑾颖露瑶怡婵雁蓓纨仪荷丹蓉眉君家瑞凡佳嘉楠")
)

// someone is the nth of the crowd: of three names one has two characters.
func someone(n int) registry.Person {
	name := string([]rune{surnames[n%len(surnames)], given[n/len(surnames)%len(given)]})
	if n%3 > 0 {
		name += string(given[n/7%len(given)])
	}
	birth := civil.Date(-15000 + n%30000)
	number, err := gb.ParseNumber(number(birth.String(), n/30000*2+1))
	if err != nil {
		panic(err)
	}
	return registry.Person{Ref: registry.Ref{Office: int64(n%townships) + 2, ID: int64(n/townships) + 1}, Name: name, Birth: birth, Sex: number.Sex(), Number: number,
		Phone: registry.Secret(fmt.Sprintf("139%08d", n))}
}

// settle brings a crowd in, thousands of an office in one act.
func settle(b *testing.B, s *store.Store, size int) {
	b.Helper()
	const chunk = 4000
	for first := 0; first < size; first += chunk * townships {
		for office := range townships {
			err := s.Do(background, int64(office)+2, act("person.import"), func(tx *store.Tx) error {
				for n := first + office; n < min(first+chunk*townships, size); n += townships {
					if alone, err := tx.SavePerson(someone(n)); err != nil || !alone {
						return fmt.Errorf("%v %w", alone, err)
					}
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkSearch looks for names of two characters in all offices of a county,
// as its clerk does; that it was looked is recorded, and waited for.
func BenchmarkSearch(b *testing.B) {
	s := bench(b)
	start := time.Now()
	settle(b, s, *crowdSize)
	b.Logf("%d persons came in %v", *crowdSize, time.Since(start))
	r := counter(s)
	var offices []access.Office
	for i := range townships {
		offices = append(offices, access.Office{ID: int64(i + 2), Level: access.Township, Above: []int64{1}})
	}
	var waits []time.Duration
	b.ResetTimer()
	for b.Loop() {
		n := len(waits) * 7919 % (len(surnames) * len(given))
		name := string([]rune{surnames[n%len(surnames)], given[n/len(surnames)]})
		start := time.Now()
		found, err := r.Find(background, at(11, "county_clerk", county, county), registry.ByName, name, offices)
		waits = append(waits, time.Since(start))
		if err != nil || len(found.Cards) == 0 && *crowdSize >= 50_000 {
			b.Fatal(name, len(found.Cards), err)
		}
	}
	slices.Sort(waits)
	b.ReportMetric(waits[len(waits)*99/100].Seconds()*1000, "search_ms")
}

// BenchmarkSnapshot reads an example family of three out of the registry.
func BenchmarkSnapshot(b *testing.B) {
	r := counter(bench(b))
	var q registry.Question
	var err error
	for _, f := range mingxiFamilies(b) {
		if len(f.Snapshot.Household.Tables[0].Rows) == 3 {
			q, err = settled(r, f.Snapshot)
			break
		}
	}
	if err != nil || q.Household == 0 {
		b.Fatal("no family of three: ", err)
	}
	var n int
	for b.Loop() {
		if _, err := r.Snapshot(background, clerk, q); err != nil {
			b.Fatal(err)
		}
		n++
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(n), "snapshot_one_us")
}

// BenchmarkAuditVerify verifies the export of twenty thousand acts and hashes the
// same bytes.
func BenchmarkAuditVerify(b *testing.B) {
	s := bench(b)
	for n := range 20_000 {
		if err := s.Record(background, int64(n%townships)+2, audit.Act{Actor: 1, Role: "township_clerk", Name: "note.add", Object: fmt.Sprintf("paper:%d", n), Result: audit.Done}); err != nil {
			b.Fatal(err)
		}
	}
	var export bytes.Buffer
	if err := s.ExportAudit(background, &export); err != nil {
		b.Fatal(err)
	}
	var verifying, hashing time.Duration
	for b.Loop() {
		start := time.Now()
		if r, err := verify.Export(bytes.NewReader(export.Bytes()), ""); err != nil || len(r.Findings) > 0 {
			b.Fatal(r, err)
		}
		middle := time.Now()
		seal.Digest(export.Bytes())
		verifying, hashing = verifying+middle.Sub(start), hashing+time.Since(middle)
	}
	b.ReportMetric(hashing.Seconds()/verifying.Seconds(), "audit_verify_vs_hash")
}
