package pack

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"doudi/civil"
)

// EvaluatorVersion is part of the hash: it changes when the same resolved pack
// would be evaluated to something else.
const EvaluatorVersion = "1"

// Hash names the resolved pack: SHA-256 over the evaluator's version and the
// canonical text, in hexadecimal.
func (r *Resolved) Hash() string {
	r.once.Do(r.freeze)
	return r.hash
}

// Canonical is the text of everything that bears on meaning, in a fixed order,
// without positions. Decisions store it, so that they can be re-run.
func (r *Resolved) Canonical() string {
	r.once.Do(r.freeze)
	return r.canonical
}

// canonicalHead is the first line of a canonical text: its form and version.
const canonicalHead = "doudi resolved pack 2\n"

func (r *Resolved) freeze() {
	w := &canonicalWriter{}
	w.b.WriteString(canonicalHead)
	w.structure(reflect.ValueOf(r).Elem(), 0)
	r.canonical = w.b.String()
	sum := sha256.Sum256([]byte("evaluator " + EvaluatorVersion + "\n" + r.canonical))
	r.hash = hex.EncodeToString(sum[:])
}

// canonicalWriter writes exported fields by name, leaving out what is zero and
// what is only about files.
type canonicalWriter struct {
	b strings.Builder
}

var (
	dateType = reflect.TypeFor[civil.Date]()
	exprType = reflect.TypeFor[Expr]()
	citeType = reflect.TypeFor[Cite]()
)

// notMeaning are fields that do not bear on meaning: where something stands.
var notMeaning = []string{"Pos"}

// frame is what bears on meaning of a pack as read: the days that it covers.
type frame struct {
	ID      string
	InForce Span
}

func (w *canonicalWriter) line(depth int, name, value string) {
	w.b.WriteString(strings.Repeat(" ", depth))
	w.b.WriteString(name)
	if value != "" {
		w.b.WriteString(": ")
		w.b.WriteString(value)
	}
	w.b.WriteByte('\n')
}

func (w *canonicalWriter) structure(v reflect.Value, depth int) {
	t := v.Type()
	for i := range t.NumField() {
		f := t.Field(i)
		switch {
		case f.Anonymous:
			w.structure(v.Field(i), depth)
		case f.Name == "Packs":
			for _, p := range v.Field(i).Interface().([]*Pack) {
				w.record(f.Name, reflect.ValueOf(frame{p.ID, p.InForce}), depth)
			}
		case !f.IsExported() || v.Field(i).IsZero() || slices.Contains(notMeaning, f.Name) || t == reflect.TypeFor[Figure]() && f.Name == "Table":
		default:
			w.value(f.Name, v.Field(i), depth)
		}
	}
}

func (w *canonicalWriter) value(name string, v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.Pointer:
		w.value(name, v.Elem(), depth)
	case reflect.Struct:
		w.record(name, v, depth)
	case reflect.Slice:
		for i := range v.Len() {
			w.value(name, v.Index(i), depth)
		}
	case reflect.Map:
		w.line(depth, name, "")
		keys := make(map[string]reflect.Value)
		for it := v.MapRange(); it.Next(); {
			keys[it.Key().String()] = it.Value()
		}
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			w.value(strconv.Quote(key), keys[key], depth+1)
		}
	default:
		w.line(depth, name, scalarText(v))
	}
}

func (w *canonicalWriter) record(name string, v reflect.Value, depth int) {
	switch v.Type() {
	case exprType, citeType:
		w.line(depth, name, strconv.Quote(v.FieldByName("Text").String()))
	default:
		w.line(depth, name, "")
		w.structure(v, depth+1)
	}
}

func scalarText(v reflect.Value) string {
	switch {
	case v.Type() == dateType:
		return civil.Date(v.Int()).String()
	case v.Kind() == reflect.String:
		return strconv.Quote(v.String())
	}
	return fmt.Sprint(v.Interface())
}
