package store_test

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"doudi/store"
)

// needle is a secret in one encoding.
type needle struct{ encoding, text string }

// search looks for many needles at once: by their first eight bytes.
type search struct {
	heads map[uint64][]needle
	maybe [1 << 17]uint64 // bits of what heads holds
}

// bit is the place of a head among the bits.
func bit(head uint64) (word, mask uint64) {
	at := head * 0x9E3779B97F4A7C15 >> 41
	return at >> 6, 1 << (at & 63)
}

// wanted is a search for secrets in every usual encoding.
func wanted(secrets []string) *search {
	s := &search{heads: map[uint64][]needle{}}
	for _, secret := range secrets {
		for _, n := range encoded(secret) {
			var head uint64
			for i := range 8 {
				head = head<<8 | uint64(n.text[i])
			}
			s.heads[head] = append(s.heads[head], n)
			word, mask := bit(head)
			s.maybe[word] |= mask
		}
	}
	return s
}

// in tells in which encodings a text holds a secret.
func (s *search) in(text []byte) (found []string) {
	var head uint64
	for i, b := range text {
		head = head<<8 | uint64(b)
		if word, mask := bit(head); i < 7 || s.maybe[word]&mask == 0 {
			continue
		}
		for _, n := range s.heads[head] {
			from, to := i-7, i-7+len(n.text)
			if to <= len(text) && string(text[from:to]) == n.text && !chance(text, from, to) {
				found = append(found, n.encoding)
			}
		}
	}
	return found
}

// chance tells that a few digits stand in the middle of digits of hexadecimal: in
// a hundred megabytes of sealed bytes some are those of a phone.
func chance(text []byte, from, to int) bool {
	const digits = "0123456789abcdefABCDEF"
	return to-from < 13 && from > 0 && to < len(text) && strings.IndexByte(digits, text[from-1]) >= 0 && strings.IndexByte(digits, text[to]) >= 0
}

// phrase is what is written about marked people, in UTF-8 and in GB18030; what
// follows it is of digits, alike in both.
const phrase, phraseGB = "骨肉瘤晚期", "\xb9\xc7\xc8\xe2\xc1\xf6\xcd\xed\xc6\xda"

// encoded is a secret in the usual encodings.
func encoded(s string) []needle {
	all := []needle{{"UTF-8", s}, {"GB18030", strings.ReplaceAll(s, phrase, phraseGB)}, {"hex", hex.EncodeToString([]byte(s))}, {"HEX", strings.ToUpper(hex.EncodeToString([]byte(s)))}}
	var little, big []byte
	for _, u := range utf16.Encode([]rune(s)) {
		little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
	}
	back := []rune(s)
	slices.Reverse(back)
	all = append(all, needle{"UTF-16LE", string(little)}, needle{"UTF-16BE", string(big)}, needle{"reversed", string(back)}, needle{"escaped", escaped(s)})
	for shift := range 3 { // wherever it stands in a longer text
		for name, e := range map[string]*base64.Encoding{"base64": base64.StdEncoding, "base64url": base64.URLEncoding} {
			text := e.EncodeToString(append(make([]byte, shift), s...))
			all = append(all, needle{fmt.Sprint(name, " ", shift), text[4 : len(text)-4]})
		}
	}
	if strings.Trim(s, "0123456789X") == "" {
		for _, sizes := range [][]int{{4}, {3, 4}, {6, 8, 4}, {2}} {
			for _, between := range []string{" ", "-"} {
				all = append(all, needle{fmt.Sprint("grouped by ", sizes, between), grouped(s, sizes, between)})
			}
		}
	}
	return all
}

// escaped writes every character as JSON may.
func escaped(s string) (text string) {
	for _, u := range utf16.Encode([]rune(s)) {
		text += fmt.Sprintf(`\u%04x`, u)
	}
	return text
}

// grouped puts something between groups of so many characters; the last size is
// that of all the others.
func grouped(s string, sizes []int, between string) string {
	var parts []string
	for i := 0; len(s) > 0; i++ {
		n := min(sizes[min(i, len(sizes)-1)], len(s))
		parts, s = append(parts, s[:n]), s[n:]
	}
	return strings.Join(parts, between)
}

func TestTheSearchFindsASecretInEveryEncoding(t *testing.T) {
	t.Parallel()
	secrets := []string{"13859801234", "35042119800101001X", "6217001830040007919", phrase + "0001"}
	s, r := wanted(secrets), rand.New(rand.NewPCG(1, 2))
	for _, secret := range secrets {
		for _, n := range encoded(secret) {
			hay := make([]byte, 4096)
			for i := range hay {
				hay[i] = byte(r.Uint32())
			}
			if s.in(hay) != nil {
				t.Fatal("found where there is nothing")
			}
			copy(hay[1000+r.IntN(100):], " "+n.text+" ")
			if !slices.Contains(s.in(hay), n.encoding) {
				t.Errorf("%s as %s is not found", secret, n.encoding)
			}
		}
	}
	if got := s.in([]byte("0a13859801234b0")); got != nil {
		t.Errorf("digits within hexadecimal: %v", got)
	}
}

// written is everything that was written to disks or handed out, by name: the
// database with its log, a backup, the audit export, on a server of its own all
// the server's files and a dump.
func (h *house) written(s *store.Store) map[string][]byte {
	h.Helper()
	backup := filepath.Join(h.TempDir(), "backup")
	h.must(s.Backup(background, backup))
	texts := map[string][]byte{}
	if h.server != nil {
		var err error
		texts, err = h.server.Written()
		h.must(err)
		texts["the dump"], err = h.server.Dump(h.address)
		h.must(err)
	}
	roots := []string{backup}
	if !h.postgres {
		roots = append(roots, filepath.Dir(h.address))
	}
	for _, root := range roots {
		h.must(filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				texts[path], err = os.ReadFile(path)
			}
			return err
		}))
	}
	texts["the audit export"] = []byte(h.export(s))
	return texts
}

// clean looks for secrets in everything that was written or handed out. open is
// something that stands in the clear, to be found where the search sees anything.
func (h *house) clean(texts map[string][]byte, secrets []string, open string) {
	h.Helper()
	s, seen := wanted(secrets), 0
	for name, text := range texts {
		if found := s.in(text); found != nil {
			h.Errorf("%s holds a secret in %s", name, found[0])
		}
		if strings.Contains(string(text), open) {
			seen++
		}
	}
	want := 2 // the database and its backup
	if h.postgres && h.server == nil {
		want = 1 // the files of the server are not this house's alone
	}
	if seen < want {
		h.Error("the search does not even find what stands in the clear")
	}
}
