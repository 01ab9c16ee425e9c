package store

import (
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"doudi/fault"
	"doudi/seal"
)

// Manifest says what a backup holds. Its last line seals the digest of the
// others with the instance's keys, so that nobody without them can change it:
//
//	doudi-backup 1
//	instance NAME
//	engine sqlite | postgres
//	schema VERSION
//	at TIME
//	proof what the instance knows its keys by
//	file NAME SIZE SM3, one line for each file
//	sealed HEXADECIMAL
type Manifest struct {
	Instance string
	Engine   string
	Schema   int64
	At       time.Time
	proof    []byte
	files    []file
	text     []byte // as it was read
}

// file is one file of a backup.
type file struct {
	name   string
	size   int64
	digest string
}

// manifestName is the file that is written last: without it there is no backup.
const manifestName = "MANIFEST"

// manifestPlace is where the sealed line belongs.
var manifestPlace = seal.Place{Column: "backup.manifest"}

// body is everything but the sealed line.
func (m *Manifest) body() string {
	var b strings.Builder
	fmt.Fprintf(&b, "doudi-backup 1\ninstance %s\nengine %s\nschema %d\nat %s\nproof %x\n",
		m.Instance, m.Engine, m.Schema, m.At.UTC().Format(time.RFC3339Nano), m.proof)
	for _, f := range m.files {
		fmt.Fprintf(&b, "file %s %d %s\n", f.name, f.size, f.digest)
	}
	return b.String()
}

// format writes the manifest with its sealed line.
func (m *Manifest) format(o Options) ([]byte, error) {
	body := m.body()
	digest := seal.Digest([]byte(body))
	sealed, err := o.Ring.Seal(o.Random, manifestPlace, digest[:])
	return fmt.Appendf(nil, "%ssealed %x\n", body, sealed), err
}

// errManifest is the refusal of a manifest that cannot be relied on.
var errManifest = fault.New(fault.BadInput, "备份的清单 "+manifestName+" 被改动过或不完整，不能用；请换一份备份")

// readManifest reads the manifest of a folder and sees that it was written with
// these keys.
func readManifest(dir string, ring *seal.Ring) (*Manifest, error) {
	text, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil {
		return nil, fault.Wrap(err, fault.BadInput, "文件夹 "+dir+" 里没有清单 "+manifestName+"：不是备份，或者备份时中断了；请换一份备份")
	}
	body, tail, found := strings.Cut(string(text), "\nsealed ")
	m := &Manifest{text: text}
	if !found || m.parse(body+"\n") != nil || m.body() != body+"\n" {
		return nil, errManifest
	}
	if err := ring.Fits(m.proof); err != nil {
		return nil, err
	}
	sealed, err := hex.DecodeString(strings.TrimSuffix(tail, "\n"))
	if err != nil {
		return nil, errManifest
	}
	digest := seal.Digest([]byte(body + "\n"))
	if plain, err := ring.Open(manifestPlace, sealed); err != nil || string(plain) != string(digest[:]) {
		return nil, errManifest
	}
	return m, nil
}

// parse reads the lines of a body.
func (m *Manifest) parse(body string) error {
	lines := strings.Split(strings.TrimSuffix(body, "\n"), "\n")
	if len(lines) < 6 {
		return errManifest
	}
	var at, proof string
	for i, into := range []any{&m.Instance, &m.Engine, &m.Schema, &at, &proof} {
		_, value, _ := strings.Cut(lines[i+1], " ")
		if _, err := fmt.Sscan(value, into); err != nil {
			return err
		}
	}
	for _, line := range lines[6:] {
		var f file
		if _, err := fmt.Sscanf(line, "file %s %d %s", &f.name, &f.size, &f.digest); err != nil || f.name != filepath.Base(f.name) {
			return errManifest
		}
		m.files = append(m.files, f)
	}
	var err error
	if m.At, err = time.Parse(time.RFC3339Nano, at); err != nil {
		return err
	}
	m.proof, err = hex.DecodeString(proof)
	return err
}

// whole sees that every file is there as it was written.
func (m *Manifest) whole(dir string) error {
	for _, want := range m.files {
		got, err := measure(dir, want.name)
		if err != nil {
			return fault.Wrap(err, fault.BadInput, "备份里的文件 "+want.name+" 读不了；请换一份备份")
		}
		if got != want {
			return fault.New(fault.BadInput, "备份里的文件 "+want.name+" 和清单不符：它被改动过或不完整；请换一份备份")
		}
	}
	return nil
}

// measure takes a file's size and digest.
func measure(dir, name string) (file, error) {
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return file{}, err
	}
	defer f.Close()
	digest, size, err := seal.DigestOf(f)
	return file{name, size, hex.EncodeToString(digest[:])}, err
}
