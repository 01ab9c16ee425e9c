package web

import (
	"maps"
	"strconv"

	"github.com/a-h/templ"
)

// itoa writes a number.
func itoa(n int) string { return strconv.Itoa(n) }

// atoi reads a number; 0 is none.
func atoi(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// most is how many characters may be typed.
func (f field) most() string { return itoa(max(f.Most, 40)) }

// placeholder shows how the answer is written.
func (f field) placeholder() string {
	if f.Unit == "" && f.Kind == typeIn {
		return f.Example
	}
	return ""
}

// state tells readers of the screen what a field wants and what is wrong.
func (f field) state() templ.Attributes {
	state := templ.Attributes{}
	if f.Required {
		state["aria-required"] = "true"
	}
	if f.typed.Wrong != "" {
		state["aria-invalid"] = "true"
		state["aria-describedby"] = f.Name + ".wrong"
	}
	if f.Shown {
		maps.Copy(state, numberless)
	}
	return state
}

// numberless is what may be typed where it will stand in an address, which
// histories and logs keep: no eleven digits in a row, as the shortest number of
// a person has, a phone's.
var numberless = templ.Attributes{
	"pattern": `[0-9０-９]{0,10}([^0-9０-９][0-9０-９]{0,10})*`,
	"title":   "这里不能写身份证号码、电话和银行账号",
}

// shown is a field whose answer will stand in an address.
func (f field) shown() field {
	f.Shown = true
	return f
}

// steering lets a question that decides about others fetch the page anew where
// scripts run.
func (f field) steering() templ.Attributes {
	if !f.Steers {
		return nil
	}
	return templ.Attributes{"hx-post": "/form", "hx-trigger": "change", "hx-vals": `{"do":"look"}`}
}

// inPlace lets a button that changes rows do so without a new page where
// scripts run. At is where the form is made anew.
func inPlace(at string) templ.Attributes {
	return templ.Attributes{"formaction": at, "hx-post": at, "formnovalidate": true}
}
