package web

import (
	"cmp"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"doudi/civil"
)

// slip is a form that a clerk fills in. What was typed stands in it again when
// something in it is wrong.
type slip struct {
	Fields   []field
	Problems []problem
}

// blank is one field of such a form: a line to type, or a few options.
func blank(name, label, hint string, options ...option) field {
	q := &question{Label: label, Hint: hint}
	switch {
	case len(options) > 5:
		q.Kind = pickOne
	case len(options) > 0:
		q.Kind = tapOne
	}
	return field{question: q, Name: name, Options: options}
}

// listed is a field with options that is a list however few they are.
func listed(name, label, hint string, options []option) field {
	f := blank(name, label, hint, options...)
	f.Kind = pickOne
	return f
}

// holding is the field with something in it.
func (f field) holding(text string) field {
	f.typed.Text = text
	return f
}

// long is several lines for a long text.
func (f field) long(most int) field {
	f.Kind, f.Most = typeMany, most
	return f
}

// wide is a line for a long text.
func (f field) wide(most int) field {
	f.Most = most
	return f
}

// loose is a field that a list is chosen by: nothing picked is all.
func (f field) loose() field {
	f.Loose = true
	return f
}

// filled is a form with what was sent.
func filled(sent url.Values, fields ...field) slip {
	for i := range fields {
		if _, ok := sent[fields[i].Name]; ok {
			fields[i].typed.Text = first(sent, fields[i].Name)
		}
	}
	return slip{Fields: fields}
}

// blameAt says what is wrong at the field of a name, or above the form alone.
func (e *slip) blameAt(name, sentence string) {
	id := "content"
	for i := range e.Fields {
		if e.Fields[i].Name == name {
			e.Fields[i].typed.Wrong, id = sentence, name
		}
	}
	e.Problems = append(e.Problems, problem{id, sentence})
}

// complaint is what is wrong with the field of a name; "" if nothing.
func (e *slip) complaint(name string) string {
	for _, f := range e.Fields {
		if f.Name == name {
			return f.typed.Wrong
		}
	}
	return ""
}

// blame says what is wrong, at the field whose label the sentence begins with
// or names; above the form in any case.
func (e *slip) blame(sentence string) {
	if sentence == "" {
		return
	}
	at := slices.IndexFunc(e.Fields, func(f field) bool { return strings.HasPrefix(sentence, f.Label) })
	if at < 0 {
		at = slices.IndexFunc(e.Fields, func(f field) bool { return strings.Contains(sentence, f.Label) })
	}
	id := "content"
	if at >= 0 {
		e.Fields[at].typed.Wrong, id = sentence, e.Fields[at].Name
	}
	e.Problems = append(e.Problems, problem{id, sentence})
}

// noWord is what stands in no id.
var noWord = regexp.MustCompile(`[^a-z0-9_.]`)

// id is the id that was chosen in a field; "" for what can be none, which an
// address may hold.
func (e *slip) id(name string) string {
	if text := e.text(name); !noWord.MatchString(text) {
		return text
	}
	return ""
}

// text is what stands in a field.
func (e *slip) text(name string) string {
	for _, f := range e.Fields {
		if f.Name == name {
			return strings.TrimSpace(f.typed.Text)
		}
	}
	return ""
}

// day reads a day, or says at its field what is wrong.
func (e *slip) day(name string) civil.Date {
	at := slices.IndexFunc(e.Fields, func(f field) bool { return f.Name == name })
	d, wrong := readDay(e.text(name))
	switch {
	case wrong == "":
	case e.text(name) == "":
		e.blameAt(name, e.Fields[at].Label+"：没有填；"+howDay)
	default:
		e.blameAt(name, e.Fields[at].Label+"："+wrong)
	}
	return d
}

// sent is a value that a form carries along unseen.
type sent struct{ Name, Value string }

// formView is the page of a form.
type formView struct {
	slip
	Title, Lead, Action, Yes string
	Back                     link
	Carried                  []sent
	Known                    link // to somebody who is registered already; mostly none
}

// The words of the button that was pressed.
const (
	doButton = "do"
	doSure   = "sure" // carry it out
	doEdit   = "edit" // back to the form
)

// carried is all that a form sent, to be sent again with the answer to a
// question.
func carried(r *http.Request) (list []sent) {
	for name, values := range r.PostForm {
		if name == tokenField || name == doButton || name == asField {
			continue
		}
		for _, v := range values {
			list = append(list, sent{name, v})
		}
	}
	slices.SortStableFunc(list, func(a, b sent) int { return cmp.Compare(a.Name, b.Name) })
	return list
}

// confirmView asks whether something is to be done, and says what will happen.
type confirmView struct {
	Title, Lead, Action, Yes string
	Lines                    []string
	Links                    []link // to what the clerk should look at first
	Carried                  []sent
}
