package fault_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"doudi/fault"
)

func TestChain(t *testing.T) {
	t.Parallel()
	base := fault.Wrap(io.ErrUnexpectedEOF, fault.BadInput, "文件不完整")
	wrapped := fmt.Errorf("reading: %w", base)
	t.Run("the class and the sentence are found through other wraps", func(t *testing.T) {
		t.Parallel()
		if fault.Kind(wrapped) != fault.BadInput || fault.Sentence(wrapped) != "文件不完整" {
			t.Errorf("got %v %q", fault.Kind(wrapped), fault.Sentence(wrapped))
		}
	})
	t.Run("the cause is reached by errors.Is and stands in the log text only", func(t *testing.T) {
		t.Parallel()
		if !errors.Is(wrapped, io.ErrUnexpectedEOF) || !strings.Contains(base.Error(), "unexpected EOF") {
			t.Errorf("cause lost: %v", base)
		}
		if strings.Contains(fault.Sentence(base), "EOF") {
			t.Errorf("the sentence shows the cause: %s", fault.Sentence(base))
		}
	})
	t.Run("a foreign error is internal and its text is not shown", func(t *testing.T) {
		t.Parallel()
		err := errors.New("dial 10.0.0.1")
		if fault.Kind(err) != fault.Internal || strings.Contains(fault.Sentence(err), "10.0.0.1") {
			t.Errorf("got %v %q", fault.Kind(err), fault.Sentence(err))
		}
	})
	t.Run("At gives a copy its place and leaves the original alone", func(t *testing.T) {
		t.Parallel()
		moved := base.At(3, "金额")
		if moved.Row != 3 || moved.Field != "金额" || base.Row != 0 || !errors.Is(moved, io.ErrUnexpectedEOF) {
			t.Errorf("got %+v from %+v", moved, base)
		}
	})
	t.Run("every class has a name", func(t *testing.T) {
		t.Parallel()
		for c, want := range map[fault.Class]string{fault.Internal: "internal", fault.BadInput: "bad_input", fault.PackError: "pack_error",
			fault.NoValue: "no_value", fault.Conflict: "conflict", fault.NotFound: "not_found", 9: "class(9)"} {
			if c.String() != want {
				t.Errorf("class %d is %q, want %q", uint8(c), c, want)
			}
		}
	})
}
