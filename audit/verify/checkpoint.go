package verify

import (
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/emmansun/gmsm/sm2"
)

// checkpoint takes one checkpoint's heads up, if its signature holds:
//
//	doudi-checkpoint 1
//	instance NAME
//	at TIME
//	head CHAIN SEQ HASH, one line for each chain
//	key PUBLIC
//	signature over all lines before
func (x *reading) checkpoint(n int, key, text string) {
	at := strings.Index(text, "signature ")
	if at < 0 || !signed(key, text[:at], strings.TrimSuffix(text[at+len("signature "):], "\n")) {
		x.find("第%d个检查点的签名不对：它被改动过，或者不是这把公钥签的", n)
		return
	}
	if !strings.HasPrefix(text, "doudi-checkpoint 1\ninstance "+x.Instance+"\n") {
		x.find("第%d个检查点是另一个系统的", n)
		return
	}
	x.Checkpoints++
	for _, line := range strings.Split(text[:at], "\n") {
		var p place
		var hash string
		if n, _ := fmt.Sscanf(line, "head %d %d %s", &p.chain, &p.seq, &hash); n == 3 && p.seq > 0 {
			x.vouch(p, hash)
		}
	}
}

// vouch remembers a head; two checkpoints must agree.
func (x *reading) vouch(p place, hash string) {
	if other, ok := x.wanted[p]; ok && other != hash {
		x.find("两个检查点对第%d链的第%d条说法不同", p.chain, p.seq)
	}
	x.wanted[p] = hash
}

// signed checks an SM2 signature in hexadecimal.
func signed(key, text, signature string) bool {
	point, wrong := hex.DecodeString(key)
	raw, err := hex.DecodeString(signature)
	if wrong != nil || err != nil {
		return false
	}
	public, err := sm2.NewPublicKey(point)
	return err == nil && sm2.VerifyASN1WithSM2(public, nil, []byte(text), raw)
}
