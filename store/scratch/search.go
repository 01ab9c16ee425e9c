package scratch

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
)

// needle is a secret in one encoding.
type needle struct{ encoding, text string }

// Search looks for many needles at once: by their first eight bytes.
type Search struct {
	heads map[uint64][]needle
	maybe [1 << 17]uint64 // bits of what heads holds
}

// bit is the place of a head among the bits.
func bit(head uint64) (word, mask uint64) {
	at := head * 0x9E3779B97F4A7C15 >> 41
	return at >> 6, 1 << (at & 63)
}

// Wanted is a search for secrets in every usual encoding.
func Wanted(secrets []string) *Search {
	s := &Search{heads: map[uint64][]needle{}}
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

// In tells in which encodings a text holds a secret.
func (s *Search) In(text []byte) (found []string) {
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

// Phrase is what is written about marked people, in UTF-8 and in GB18030; what
// follows it is of digits, alike in both.
const Phrase, phraseGB = "骨肉瘤晚期", "\xb9\xc7\xc8\xe2\xc1\xf6\xcd\xed\xc6\xda"

// encoded is a secret in the usual encodings.
func encoded(s string) []needle {
	all := []needle{{"UTF-8", s}, {"GB18030", strings.ReplaceAll(s, Phrase, phraseGB)}, {"hex", hex.EncodeToString([]byte(s))}, {"HEX", strings.ToUpper(hex.EncodeToString([]byte(s)))}}
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
