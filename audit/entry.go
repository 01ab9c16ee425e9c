// Package audit is the record of who did what: one chain of entries for every
// office and one for the instance. Each entry holds the SM3 hash of the one
// before, so that nothing can be altered, removed or put in between without
// the rest telling. Entries carry ids and digests and no personal data.
// Whoever could write a whole new chain is caught by a signed checkpoint that
// was handed out before. Package verify reads the same format on its own.
package audit

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"doudi/fault"
	"doudi/seal"
)

// Result is how an act ended. Refusals, failures and views of unmasked data are
// recorded like the acts that were done.
type Result string

// The results.
const (
	Done    Result = "done"
	Refused Result = "refused"
	Failed  Result = "failed"
	Viewed  Result = "viewed"
)

// Instance is the chain of the instance itself; offices count from 1.
const Instance int64 = 0

// Act is what happened, before it has its place in a chain.
type Act struct {
	At      time.Time // by the clock of the transaction; kept to the microsecond
	Actor   int64     // staff id; 0 for the system itself
	Role    string    // in which role
	Name    string    // the act, as the matrix of access calls it: casework.decide
	Object  string    // what it was done to: case:815
	Result  Result
	Purpose string   // why unmasked data were viewed, or why it was refused: a word of a list
	Digest  [32]byte // SM3 of what was decided, issued or changed
}

// Stopped is the act as it was refused or failed: why stands behind the purpose
// for which it was asked, as in survey/refused.
func (a Act) Stopped(how Result, why string) Act {
	if a.Purpose != "" {
		why = a.Purpose + "/" + why
	}
	a.Result, a.Purpose = how, why
	return a
}

// Entry is an act in its chain.
type Entry struct {
	Act
	Chain int64
	Seq   int64 // from 1, without gaps
	Prev  [32]byte
}

// Head is the last entry of a chain: its row is locked last in a transaction,
// so that entries are numbered in the order in which they are committed.
type Head struct {
	Chain int64
	Seq   int64
	Hash  [32]byte
}

// Append puts an act at the end of a chain and gives the entry's exact bytes,
// which are what is stored and hashed, and the new head. An act with a word
// that could hold personal data is refused: the fault is the program's.
func (h Head) Append(a Act) (bytes []byte, next Head, err error) {
	if err := a.check(); err != nil {
		return nil, h, err
	}
	e := Entry{Act: a, Chain: h.Chain, Seq: h.Seq + 1, Prev: h.Hash}
	bytes = e.bytes()
	return bytes, Head{Chain: h.Chain, Seq: e.Seq, Hash: seal.Digest(bytes)}, nil
}

// Words of an entry are identifiers: no Chinese, no spaces, and no run of
// digits as long as a phone, card or resident number.
var (
	word    = regexp.MustCompile(`^[a-z0-9_.:#/-]{0,80}$`)
	numbers = regexp.MustCompile(`[0-9]{11}`)
)

// check refuses words that are none.
func (a *Act) check() error {
	for field, w := range map[string]string{"role": a.Role, "act": a.Name, "object": a.Object, "purpose": a.Purpose, "result": string(a.Result)} {
		if !word.MatchString(w) || numbers.MatchString(w) {
			return fault.Wrap(fmt.Errorf("audit: the %s of %.40q is no word of a list", field, a.Name), fault.Internal,
				"操作没有完成：审计记录里不能写这样的内容；请告诉系统管理员")
		}
	}
	if a.Name == "" || a.Result == "" {
		return fault.New(fault.Internal, "操作没有完成：审计记录不完整；请告诉系统管理员")
	}
	return nil
}

// stamp is how the time of an entry is written.
const stamp = "2006-01-02T15:04:05.000000Z"

// bytes writes the entry: eleven lines, always in this order.
func (e *Entry) bytes() []byte {
	return fmt.Appendf(nil, "doudi-audit 1\nchain %d\nseq %d\nat %s\nactor %d\nrole %s\nact %s\nobject %s\nresult %s\npurpose %s\ndigest %s\nprev %s\n",
		e.Chain, e.Seq, e.At.UTC().Format(stamp), e.Actor, e.Role, e.Name, e.Object, e.Result, e.Purpose,
		hex.EncodeToString(e.Digest[:]), hex.EncodeToString(e.Prev[:]))
}

// Parse reads an entry's bytes back, for showing; whether a chain is whole is
// for package verify to say.
func Parse(text []byte) (e Entry, err error) {
	values := map[string]string{}
	for line := range strings.Lines(string(text)) {
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		values[key] = value
	}
	for key, into := range map[string]*int64{"chain": &e.Chain, "seq": &e.Seq, "actor": &e.Actor} {
		*into, _ = strconv.ParseInt(values[key], 10, 64)
	}
	for key, into := range map[string]*[32]byte{"digest": &e.Digest, "prev": &e.Prev} {
		hash, _ := hex.DecodeString(values[key])
		copy(into[:], hash)
	}
	e.At, _ = time.Parse(stamp, values["at"])
	e.Role, e.Name, e.Object, e.Result, e.Purpose = values["role"], values["act"], values["object"], Result(values["result"]), values["purpose"]
	if !bytes.Equal(e.bytes(), text) {
		return e, fault.New(fault.Internal, "审计记录读不出来，可能被改动过；请运行 doudi check 核对")
	}
	return e, nil
}
