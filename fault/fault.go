// Package fault is the error of this house: a class that decides the exit
// status, one Chinese sentence fit for a clerk, and a hidden cause for the
// log. Neither the sentence nor the cause may carry personal data.
package fault

import (
	"errors"
	"fmt"
)

// Class sorts errors by what has to be done about them.
type Class uint8

const (
	Internal  Class = iota // a fault of the program or its surroundings
	BadInput               // the family file is wrong; the clerk mends it
	PackError              // the law as data is wrong; the policy officer mends it
	NoValue                // no figure or rule answers for that date
	Conflict               // two rules answer differently
	NotFound               // what was asked for does not exist
	Refused                // who asks may not do it; the sentence says who may
)

// String names the class for logs and tests.
func (c Class) String() string {
	names := [...]string{"internal", "bad_input", "pack_error", "no_value", "conflict", "not_found", "refused"}
	if int(c) < len(names) {
		return names[c]
	}
	return fmt.Sprintf("class(%d)", uint8(c))
}

// Error is one fault. Row and Field say where in the input it stands; both are
// empty where that has no meaning. The Sentence repeats them for the reader.
type Error struct {
	Kind     Class
	Sentence string // Chinese, complete, with the remedy; no personal data
	Row      int    // line or table row in the input, counted from 1; 0 if none
	Field    string // field as the clerk knows it
	cause    error
}

// New makes an error of a class with its sentence.
func New(kind Class, sentence string) *Error {
	return &Error{Kind: kind, Sentence: sentence}
}

// Newf is New with a formatted sentence.
func Newf(kind Class, format string, args ...any) *Error {
	return New(kind, fmt.Sprintf(format, args...))
}

// Wrap gives a cause its class and its sentence; the cause stays hidden from
// the clerk and is reached by errors.Is, errors.As and Error.
func Wrap(cause error, kind Class, sentence string) *Error {
	return &Error{Kind: kind, Sentence: sentence, cause: cause}
}

// At returns a copy of e that stands at a row and field of the input.
func (e *Error) At(row int, field string) *Error {
	moved := *e
	moved.Row, moved.Field = row, field
	return &moved
}

// Error is the chain for the log: the sentence, then the causes.
func (e *Error) Error() string {
	if e.cause == nil {
		return e.Sentence
	}
	return e.Sentence + ": " + e.cause.Error()
}

// Unwrap gives the hidden cause.
func (e *Error) Unwrap() error { return e.cause }

// Kind gives the class of the outermost fault in the chain of err; an error
// that is none of ours is Internal.
func Kind(err error) Class {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Sentence gives the sentence for the clerk. An error that is none of ours may
// hold anything, so its text is not shown.
func Sentence(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Sentence
	}
	return "程序内部出错，请把出错时间告诉管理员"
}
