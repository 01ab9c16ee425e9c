package audit

import (
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"doudi/seal"
)

// Checkpoint states the heads of all chains at one moment. Its text is printed
// on rosters and handed out: whoever holds an old one can tell a forged chain.
func Checkpoint(random io.Reader, signer *seal.Signer, instance string, at time.Time, heads []Head) ([]byte, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "doudi-checkpoint 1\ninstance %s\nat %s\n", instance, at.UTC().Format(time.RFC3339))
	for _, h := range heads {
		fmt.Fprintf(&b, "head %d %d %s\n", h.Chain, h.Seq, hex.EncodeToString(h.Hash[:]))
	}
	fmt.Fprintf(&b, "key %s\n", signer.Public())
	signature, err := signer.Sign(random, []byte(b.String()))
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(&b, "signature %s\n", hex.EncodeToString(signature))
	return []byte(b.String()), nil
}
