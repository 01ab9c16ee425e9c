package audit_test

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"strings"
	"testing"
	"time"

	"doudi/audit"
	"doudi/audit/verify"
	"doudi/seal"
)

// chains are the entries of an instance with two offices.
type chains struct {
	bytes [][][]byte
	heads []audit.Head
}

// acts writes n acts into every chain; salt tells two histories apart.
func acts(t *testing.T, n int, salt string) chains {
	t.Helper()
	var c chains
	for chain := range 3 {
		head := audit.Head{Chain: int64(chain)}
		var all [][]byte
		for i := range n {
			b, next, err := head.Append(audit.Act{
				At: time.Date(2026, 9, 1, 8, i, 0, 0, time.UTC), Actor: int64(i % 4), Role: "township_clerk", Name: "casework.decide",
				Object: fmt.Sprintf("case:%d", i), Result: audit.Done, Digest: seal.Digest([]byte(salt + fmt.Sprint(chain, i))),
			})
			if err != nil {
				t.Fatal(err)
			}
			all, head = append(all, b), next
		}
		c.bytes, c.heads = append(c.bytes, all), append(c.heads, head)
	}
	return c
}

// export writes chains out.
func (c chains) export(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	x := audit.NewExport(&b, "mingxi")
	for i := range c.bytes {
		if err := x.Chain(c.heads[i], func(yield func([]byte, error) bool) {
			for _, e := range c.bytes[i] {
				if !yield(e, nil) {
					return
				}
			}
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// witness signs a checkpoint.
func (c chains) witness(t *testing.T, signer *seal.Signer) []byte {
	t.Helper()
	text, err := audit.Checkpoint(rand.Reader, signer, "mingxi", time.Date(2026, 9, 2, 0, 0, 0, 0, time.UTC), c.heads)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// signer draws the key of the instance.
func signer(t *testing.T) *seal.Signer {
	t.Helper()
	s, err := seal.NewSigner(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// look verifies an export.
func look(t *testing.T, export []byte, key string, checkpoints ...[]byte) verify.Report {
	t.Helper()
	r, err := verify.Export(bytes.NewReader(export), key, checkpoints...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAWholeExportIsFoundWhole(t *testing.T) {
	t.Parallel()
	c, s := acts(t, 5, ""), signer(t)
	r := look(t, c.export(t), s.Public(), c.witness(t, s))
	if r.Instance != "mingxi" || r.Chains != 3 || r.Entries != 15 || r.Checkpoints != 1 || len(r.Findings) > 0 {
		t.Errorf("%+v", r)
	}
	if r := look(t, acts(t, 0, "").export(t), s.Public()); r.Entries != 0 || len(r.Findings) > 0 {
		t.Errorf("chains without an entry: %+v", r)
	}
}

func TestEveryChangedByteIsFound(t *testing.T) {
	t.Parallel()
	c, s := acts(t, 2, ""), signer(t)
	export, witness := c.export(t), c.witness(t, s)
	for i := range export {
		for _, b := range []byte{export[i] ^ 1, '\n', '\r', ' ', '0'} {
			if b == export[i] {
				continue
			}
			changed := bytes.Clone(export)
			changed[i] = b
			if len(look(t, changed, s.Public(), witness).Findings) == 0 {
				t.Fatalf("byte %d of %q made %q", i, export[max(0, i-20):i+1], b)
			}
		}
	}
}

func TestEveryRemovedOrInsertedByteIsFound(t *testing.T) {
	t.Parallel()
	c, s := acts(t, 2, ""), signer(t)
	export, witness := c.export(t), c.witness(t, s)
	for i := range export {
		without := append(bytes.Clone(export[:i]), export[i+1:]...)
		if len(look(t, without, s.Public(), witness).Findings) == 0 {
			t.Fatalf("byte %d removed", i)
		}
		for _, b := range []byte("\n\r 0") {
			with := append(append(bytes.Clone(export[:i]), b), export[i:]...)
			if len(look(t, with, s.Public(), witness).Findings) == 0 {
				t.Fatalf("%q inserted at byte %d", b, i)
			}
		}
	}
	for n := range export {
		if len(look(t, export[:n], s.Public(), witness).Findings) == 0 {
			t.Fatalf("cut after %d bytes", n)
		}
	}
}

func TestEntriesRemovedRepeatedOrExchangedAreFound(t *testing.T) {
	t.Parallel()
	c, s := acts(t, 6, ""), signer(t)
	for i := range 6 {
		for j := range 6 {
			removed, repeated, exchanged := c.clone(), c.clone(), c.clone()
			removed.bytes[1] = append(removed.bytes[1][:i:i], removed.bytes[1][i+1:]...)
			repeated.bytes[1] = append(repeated.bytes[1][:i:i], append([][]byte{c.bytes[1][j]}, repeated.bytes[1][i:]...)...)
			exchanged.bytes[1][i], exchanged.bytes[1][j] = exchanged.bytes[1][j], exchanged.bytes[1][i]
			for name, changed := range map[string]chains{"removed": removed, "repeated": repeated, "exchanged": exchanged} {
				if name == "exchanged" && i == j {
					continue
				}
				if len(look(t, changed.export(t), s.Public()).Findings) == 0 {
					t.Errorf("%s %d %d", name, i, j)
				}
			}
		}
	}
}

// clone copies the lists of entries.
func (c chains) clone() chains {
	again := chains{heads: c.heads}
	for _, all := range c.bytes {
		again.bytes = append(again.bytes, append([][]byte(nil), all...))
	}
	return again
}

func TestAForgedChainFitsInItselfButNotAnOldCheckpoint(t *testing.T) {
	t.Parallel()
	s := signer(t)
	before, longer, forged := acts(t, 4, ""), acts(t, 6, ""), acts(t, 6, "forged")
	old := before.witness(t, s)
	if r := look(t, longer.export(t), s.Public(), old); len(r.Findings) > 0 {
		t.Errorf("an honest chain that has grown: %+v", r)
	}
	if r := look(t, forged.export(t), s.Public(), forged.witness(t, s)); len(r.Findings) > 0 {
		t.Errorf("the forger has the real key and leaves no seam: %+v", r)
	}
	if r := look(t, forged.export(t), s.Public(), old); len(r.Findings) != 3 || !strings.Contains(r.Findings[0].Text, "整条链被重写过") {
		t.Errorf("%+v", r)
	}
	if r := look(t, acts(t, 3, "").export(t), s.Public(), old); len(r.Findings) != 3 || !strings.Contains(r.Findings[0].Text, "被截短") {
		t.Errorf("a chain cut back to before the checkpoint: %+v", r)
	}
}

func TestACheckpointThatIsNotOursProvesNothing(t *testing.T) {
	t.Parallel()
	c, s := acts(t, 2, ""), signer(t)
	export, witness := c.export(t), c.witness(t, s)
	for i := range witness {
		changed := bytes.Clone(witness)
		changed[i] ^= 1
		if r := look(t, export, s.Public(), changed); len(r.Findings) == 0 && !bytes.EqualFold(changed, witness) {
			t.Fatalf("byte %d: %q", i, changed)
		}
	}
	if r := look(t, export, signer(t).Public(), witness); len(r.Findings) != 1 || r.Checkpoints != 0 {
		t.Errorf("another key: %+v", r)
	}
}

func TestAnEntryIsReadBackAsItWasWrittenOrNotAtAll(t *testing.T) {
	t.Parallel()
	head, act := audit.Head{Chain: 2, Seq: 6, Hash: seal.Digest([]byte("before"))}, audit.Act{At: time.Date(2026, 9, 1, 8, 0, 0, 1000, time.UTC), Actor: 4,
		Role: "township_clerk/for:7", Name: "person.unmask", Object: "person:12", Result: audit.Viewed, Purpose: "survey", Digest: seal.Digest([]byte("x"))}
	text, _, err := head.Append(act)
	if err != nil {
		t.Fatal(err)
	}
	got, err := audit.Parse(text)
	if want := (audit.Entry{Act: act, Chain: 2, Seq: 7, Prev: head.Hash}); err != nil || got != want {
		t.Errorf("%+v %v, want %+v", got, err, want)
	}
	for name, text := range map[string]string{"nothing": "", "another form": "doudi-audit 2\n", "half of it": string(text[:len(text)/2]), "a letter for a number": strings.Replace(string(text), "seq 7", "seq x", 1)} {
		if e, err := audit.Parse([]byte(text)); err == nil {
			t.Errorf("%s: %+v", name, e)
		}
	}
}

func TestNoPersonalDataEntersAnEntry(t *testing.T) {
	t.Parallel()
	for name, a := range map[string]audit.Act{
		"a name":            {Name: "registry.view", Result: audit.Viewed, Object: "张三"},
		"a resident number": {Name: "registry.view", Result: audit.Viewed, Object: "person:11010519491231002x"},
		"a phone":           {Name: "registry.view", Result: audit.Viewed, Purpose: "13800138000"},
		"a line of its own": {Name: "registry.view", Result: audit.Viewed, Object: "case:1\nresult done"},
		"no act":            {Result: audit.Done},
		"no result":         {Name: "registry.view"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			head := audit.Head{Chain: 1, Seq: 8}
			b, next, err := head.Append(a)
			if err == nil || b != nil || next != head {
				t.Errorf("%s %v %v", b, next, err)
			}
			if err != nil && (strings.Contains(err.Error(), "张三") || strings.Contains(err.Error(), "4912") || strings.Contains(err.Error(), "1380013")) {
				t.Errorf("the error repeats it: %v", err)
			}
		})
	}
}
