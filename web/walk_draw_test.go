package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"doudi/casework"
)

// drawn has the county draw before it decides, where the law wants it: it makes a
// batch of all that wait, draws, and looks into what was picked. Where it does not,
// the page asks for nothing.
func (k *walker) drawn(m casework.Move) {
	k.Helper()
	if m.Act == casework.Return {
		return
	}
	page := func() string { return k.wanted(http.StatusOK, "GET", k.path(), k.as("judge"), nil) }
	if strings.Contains(page(), "还没有编进抽查批次") {
		overseer := k.as("overseer")
		batch := k.wanted(http.StatusSeeOther, "POST", fmt.Sprintf("/office/%d/draw", k.at.number), overseer, url.Values{"programme": {k.programme}})
		k.wanted(http.StatusSeeOther, "POST", batch, overseer, url.Values{"act": {"draw"}})
		k.walked["drawn"] = true
	}
	if strings.Contains(page(), "要先由县级民政部门入户抽查") {
		k.records("visit", k.as("checker"))
	}
}
