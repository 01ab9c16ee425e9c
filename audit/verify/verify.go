// Package verify rebuilds the audit chains from their raw text and tells what
// does not fit. It knows the format from its description and shares no code
// with the package that writes it, so that a mistake there is found here.
//
// An export is text:
//
//	doudi-audit-export 1
//	instance NAME
//	(empty line)
//	entries, each of twelve lines and an empty line:
//	  doudi-audit 1
//	  chain, seq, at, actor, role, act, object, result, purpose, digest, prev: a word, a blank, a value
//	end CHAIN SEQ HASH and an empty line behind the last entry of each chain
//	complete
//
// The hash of an entry is SM3 over its twelve lines with their line ends. prev
// is the hash of the entry before in its chain, zeros for the first.
package verify

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/emmansun/gmsm/sm3"
)

// Finding is one thing that does not fit, in Chinese, with its line.
type Finding struct {
	Line int
	Text string
}

// Report is what was looked at and what was found. Nothing found is a proof
// only together with a checkpoint from outside.
type Report struct {
	Instance    string
	Chains      int
	Entries     int
	Checkpoints int
	Findings    []Finding
}

// place is one entry's number in one chain.
type place struct{ chain, seq int64 }

// reading is an export under inspection.
type reading struct {
	Report
	lines  *bufio.Reader
	broken error // of reading; the end of the file is none
	at     int
	seq    map[int64]int64  // last number by chain
	prev   map[int64]string // its hash
	ended  map[int64]bool
	wanted map[place]string // hashes that checkpoints vouch for
}

// Export reads an export to its end and compares it with checkpoints, each
// signed by the given key (hexadecimal, as printed). The error is about reading
// alone; what does not fit is in the Report.
func Export(r io.Reader, key string, checkpoints ...[]byte) (Report, error) {
	x := &reading{lines: bufio.NewReader(r), seq: map[int64]int64{}, prev: map[int64]string{}, ended: map[int64]bool{}, wanted: map[place]string{}}
	x.head()
	for i, text := range checkpoints {
		x.checkpoint(i+1, key, string(text))
	}
	for x.block() {
	}
	for at := range x.wanted {
		x.find("检查点里第%d链的第%d条在导出里没有：记录被截短了", at.chain, at.seq)
	}
	x.Chains = len(x.seq)
	return x.Report, x.broken
}

// find notes what does not fit at the line in hand.
func (x *reading) find(format string, args ...any) {
	x.Findings = append(x.Findings, Finding{x.at, fmt.Sprintf(format, args...)})
}

// line reads the next line, byte for byte; what has no line end is no line.
func (x *reading) line() (string, bool) {
	text, err := x.lines.ReadString('\n')
	if err != nil {
		if err != io.EOF {
			x.broken = err
		} else if text != "" {
			x.find("最后一行没有写完")
		}
		return "", false
	}
	x.at++
	return text[:len(text)-1], true
}

// head reads the first three lines.
func (x *reading) head() {
	first, _ := x.line()
	second, _ := x.line()
	third, _ := x.line()
	name, named := strings.CutPrefix(second, "instance ")
	if first != "doudi-audit-export 1" || !named || third != "" {
		x.find("开头不是审计导出文件的样子")
	}
	x.Instance = name
}

// block reads one entry, one end of a chain, or the end of the file.
func (x *reading) block() bool {
	first, ok := x.line()
	switch {
	case !ok:
		x.find("文件没有写完：末尾应当是 complete")
		return false
	case first == "complete":
		x.last()
		return false
	case strings.HasPrefix(first, "end "):
		x.end(first)
	case first == "doudi-audit 1":
		x.entry()
	default:
		x.find("这一行不是记录的开头")
		return x.skip()
	}
	return true
}

// last sees that nothing follows and that every chain has its end.
func (x *reading) last() {
	if _, more := x.line(); more {
		x.find("complete 以后还有内容")
	}
	for chain := range x.seq {
		if !x.ended[chain] {
			x.find("第%d链没有结尾", chain)
		}
	}
}

// skip goes on behind the next empty line.
func (x *reading) skip() bool {
	for {
		text, ok := x.line()
		if !ok || text == "" {
			return ok
		}
	}
}

// fields are the words of an entry's lines behind the first.
var fields = [...]string{"chain", "seq", "at", "actor", "role", "act", "object", "result", "purpose", "digest", "prev"}

// entry reads the rest of an entry and puts it behind its chain.
func (x *reading) entry() {
	text, values := "doudi-audit 1\n", map[string]string{}
	for _, field := range fields {
		line, _ := x.line()
		value, ok := strings.CutPrefix(line, field+" ")
		if !ok {
			x.find("这一行应当以 %s 开头", field)
		}
		values[field] = value
		text += line + "\n"
	}
	if blank, ok := x.line(); !ok || blank != "" {
		x.find("一条记录以后应当空一行")
	}
	x.Entries++
	chain, _ := strconv.ParseInt(values["chain"], 10, 64)
	seq, _ := strconv.ParseInt(values["seq"], 10, 64)
	x.follow(chain, seq, values["prev"])
	sum := sm3.Sum([]byte(text))
	x.seq[chain], x.prev[chain] = seq, hex.EncodeToString(sum[:])
	x.compare(place{chain, seq}, x.prev[chain])
}

// follow sees that an entry comes right behind the one before.
func (x *reading) follow(chain, seq int64, prev string) {
	want, before := x.prev[chain], x.seq[chain]
	if want == "" {
		want = strings.Repeat("0", 64)
	}
	switch {
	case x.ended[chain]:
		x.find("第%d链已经结束，后面又有记录", chain)
	case seq != before+1:
		x.find("第%d链的第%d条以后应当是第%d条，这里是第%d条：有记录被删去、插入或调换", chain, before, before+1, seq)
	case prev != want:
		x.find("第%d链的第%d条接不上前一条：前一条或这一条被改动过", chain, seq)
	}
}

// compare holds an entry against the checkpoints.
func (x *reading) compare(at place, hash string) {
	if want, ok := x.wanted[at]; ok && want != hash {
		x.find("第%d链的第%d条和检查点不符：整条链被重写过", at.chain, at.seq)
	}
	delete(x.wanted, at)
}

// end holds the last entry of a chain against the head that was exported.
func (x *reading) end(line string) {
	var chain, seq int64
	var hash string
	if n, _ := fmt.Sscanf(line, "end %d %d %s", &chain, &seq, &hash); n != 3 || line != fmt.Sprintf("end %d %d %s", chain, seq, hash) {
		x.find("链的结尾写得不对")
	}
	last := x.prev[chain]
	if seq == 0 {
		last = strings.Repeat("0", 64)
	}
	if x.ended[chain] || seq != x.seq[chain] || hash != last {
		x.find("第%d链的结尾和它的最后一条不符：末尾被改动或截短", chain)
	}
	x.ended[chain], x.seq[chain] = true, seq
	if blank, ok := x.line(); !ok || blank != "" {
		x.find("链的结尾以后应当空一行")
	}
}
