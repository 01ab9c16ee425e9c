package pack

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"doudi/civil"
	"doudi/fact"
	"doudi/fault"
)

// Restore reads what Canonical wrote: a resolved pack that means the same, so
// that a decision can be re-run and a running case goes on by the law that it
// began under. Positions and the packs as files are not in the text. A text that
// does not give itself again is refused.
func Restore(text string) (r *Resolved, err error) {
	body, ok := strings.CutPrefix(text, canonicalHead)
	if !ok {
		return nil, foreign(fmt.Errorf("no head"))
	}
	c := canonicalReader{lines: strings.Split(strings.TrimSuffix(body, "\n"), "\n")}
	defer func() { // a text that was tampered with may lead anywhere
		if p := recover(); p != nil {
			r, err = nil, foreign(fmt.Errorf("line %d %s: %v", c.at, c.lines[c.at-1], p))
		}
	}()
	r = &Resolved{}
	c.structure(reflect.ValueOf(r).Elem(), 0)
	labels := r.Schema.Labels
	r.Schema = fact.NewSchema(r.Schema.Entities, r.Schema.Symbols)
	r.Schema.Labels = labels
	if r.Canonical() != text {
		return nil, foreign(fmt.Errorf("line %d", c.at))
	}
	return r, nil
}

// foreign tells that a stored law cannot be read by this program.
func foreign(err error) error {
	return fault.Wrap(err, fault.PackError, "存下的规定文本这个程序读不了；请用存它的那个版本的程序，或告诉系统管理员")
}

// canonicalReader reads the lines of a canonical text.
type canonicalReader struct {
	lines []string
	at    int
}

// next gives the next line of a depth, cut into name and value.
func (c *canonicalReader) next(depth int) (name, value string, ok bool) {
	if c.at == len(c.lines) {
		return "", "", false
	}
	line := strings.TrimLeft(c.lines[c.at], " ")
	if len(c.lines[c.at])-len(line) != depth {
		return "", "", false
	}
	c.at++
	key := ""
	if strings.HasPrefix(line, `"`) {
		key, _ = strconv.QuotedPrefix(line)
	}
	rest, value, _ := strings.Cut(line[len(key):], ": ")
	return key + rest, value, true
}

// structure reads the fields of a struct.
func (c *canonicalReader) structure(v reflect.Value, depth int) {
	for {
		name, value, ok := c.next(depth)
		if !ok {
			return
		}
		c.value(v.FieldByName(name), value, depth)
	}
}

// value reads one value; of a list, one more.
func (c *canonicalReader) value(v reflect.Value, text string, depth int) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		c.value(v.Elem(), text, depth)
	case reflect.Slice:
		one := reflect.New(v.Type().Elem()).Elem()
		c.value(one, text, depth)
		v.Set(reflect.Append(v, one))
	case reflect.Map:
		c.table(v, depth+1)
	case reflect.Struct:
		if v.Type() == exprType || v.Type() == citeType {
			v.FieldByName("Text").SetString(unquoted(text))
			return
		}
		c.structure(v, depth+1)
	default:
		scalar(v, text)
	}
}

// table reads the entries of a map.
func (c *canonicalReader) table(m reflect.Value, depth int) {
	m.Set(reflect.MakeMap(m.Type()))
	for {
		name, value, ok := c.next(depth)
		if !ok {
			return
		}
		key := reflect.ValueOf(unquoted(name))
		one := reflect.New(m.Type().Elem()).Elem()
		if before := m.MapIndex(key); before.IsValid() {
			one.Set(before)
		}
		c.value(one, value, depth)
		m.SetMapIndex(key, one)
	}
}

// scalar reads what scalarText wrote.
func scalar(v reflect.Value, text string) {
	switch {
	case v.Type() == dateType:
		v.SetInt(int64(sure(civil.ParseDate(text))))
	case v.Type() == reflect.TypeFor[fact.Type]():
		t, _ := fact.ParseType(text)
		v.SetUint(uint64(t))
	case v.Kind() == reflect.String:
		v.SetString(unquoted(text))
	case v.Kind() == reflect.Bool:
		v.SetBool(text == "true")
	case v.CanInt():
		v.SetInt(sure(strconv.ParseInt(text, 10, 64)))
	default:
		v.SetUint(sure(strconv.ParseUint(text, 10, 64)))
	}
}

// unquoted takes the quotes off.
func unquoted(text string) string { return sure(strconv.Unquote(text)) }

// sure is for what Restore recovers from.
func sure[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
