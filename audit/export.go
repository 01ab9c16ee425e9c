package audit

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
)

// Export writes chains for an auditor: a head line, the exact bytes of every
// entry with an empty line behind, chain after chain, and at the end of each
// chain its head. It streams: a chain may be longer than the memory.
type Export struct{ w *bufio.Writer }

// NewExport begins an export of an instance.
func NewExport(w io.Writer, instance string) *Export {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "doudi-audit-export 1\ninstance %s\n\n", instance)
	return &Export{w: b}
}

// Chain writes one chain: its entries in order, as they are stored.
func (x *Export) Chain(head Head, entries iter.Seq2[[]byte, error]) error {
	for bytes, err := range entries {
		if err != nil {
			return err
		}
		x.w.Write(bytes)
		x.w.WriteByte('\n')
	}
	_, err := fmt.Fprintf(x.w, "end %d %d %s\n\n", head.Chain, head.Seq, hex.EncodeToString(head.Hash[:]))
	return err
}

// Close writes what is still held back.
func (x *Export) Close() error {
	fmt.Fprintln(x.w, "complete")
	return x.w.Flush()
}
