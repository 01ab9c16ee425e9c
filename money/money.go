// Package money holds exact amounts in fen and the rounding that regulations name.
package money

// Fen is an exact amount in fen.
type Fen int64

// Mode is a rounding mode as regulations name it.
type Mode uint8
