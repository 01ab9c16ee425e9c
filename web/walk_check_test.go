package web_test

import (
	"net/http"
	"regexp"
	"strings"
)

var memberResult = regexp.MustCompile(`name="(member\.\d+)"`)

// checks enters a check report that finds what the family said.
func (k *walker) checks() {
	k.Helper()
	fields := map[string]string{"on": k.today().String()}
	page := k.wanted(http.StatusOK, "GET", k.path()+"/enter/check", k.as("checker"), nil)
	for _, field := range memberResult.FindAllStringSubmatch(page, -1) {
		fields[field[1]] = "same"
	}
	if at := k.enter(k.path(), k.as("checker"), "check", fields, nil); !strings.Contains(at, "/record/") {
		k.Fatalf("%s: the check leads to %s", k.ago(), at)
	}
}
