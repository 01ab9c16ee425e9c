package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"doudi/pack"
)

// TestEveryOpenItemSaysWhatACountyMustBring reads the list for machines: what
// it is, which clause leaves it open, which document settles it, and of a
// figure the value, its unit and its keys.
func TestEveryOpenItemSaysWhatACountyMustBring(t *testing.T) {
	t.Parallel()
	var list struct {
		Version int
		Items   []map[string]any
	}
	if err := json.Unmarshal([]byte(mustRun(t, "packs", "lint", "--statuses", "--json")), &list); err != nil {
		t.Fatal(err)
	}
	kinds := map[string]bool{}
	for _, item := range list.Items {
		kind := item["kind"].(string)
		kinds[kind] = true
		wanted := []string{"place", "pack", "id", "label", "status", "from", "clauses", "bring", "at"}
		if kind == "figure" || kind == "reading" {
			wanted = append(wanted, "value", "unit")
		}
		for _, key := range wanted {
			if item[key] == nil || item[key] == "" {
				t.Errorf("%v: no %s", item["at"], key)
			}
		}
	}
	for kind := range kindWords {
		if !kinds[kind] {
			t.Errorf("no %s among %d items", kind, len(list.Items))
		}
	}
}

// TestStatusesAreCompleteAndMarked: each pack's own rows with a status, counted
// straight from what was read, are the figures of the list.
func TestStatusesAreCompleteAndMarked(t *testing.T) {
	t.Parallel()
	lib, err := (&app{}).library("")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range lib.ids() {
		written := map[string]bool{}
		for _, f := range lib.set.Packs[id].Figures {
			for _, r := range f.Rows {
				if r.Status != pack.Published {
					written[placeOf(r.Pos.File, r.Pos.Line)+f.ID] = true
				}
			}
		}
		listed := map[string]bool{}
		for _, item := range lib.openItems([]string{id}) {
			if item.Kind == "figure" || item.Kind == "reading" {
				listed[item.At+item.ID] = true
			}
		}
		for key := range written {
			if !listed[key] {
				t.Errorf("%s: %s is not listed", id, key)
			}
		}
		if len(written) != len(listed) {
			t.Errorf("%s: %d written, %d listed", id, len(written), len(listed))
		}
	}
}

// TestLintCountsWhatTheListHolds: lint ends with counts and the command that
// lists; both count alike.
func TestLintCountsWhatTheListHolds(t *testing.T) {
	t.Parallel()
	lint := mustRun(t, "packs", "lint", "cn-3504")
	list := mustRun(t, "packs", "lint", "--statuses", "cn-3504")
	if !strings.Contains(lint, "逐项查看：doudi packs lint --statuses cn-3504\n") {
		t.Errorf("lint does not say how to list:\n%s", lint)
	}
	for line := range strings.Lines(list) {
		head, rest, ok := strings.Cut(line, "）※")
		if !ok || strings.HasPrefix(head, " ") {
			continue
		}
		word, rest, _ := strings.Cut(rest, "：")
		number, _, _ := strings.Cut(rest, " 处")
		if want := "※" + word + " " + number + " 处"; !strings.Contains(lint, want) {
			t.Errorf("lint does not count %s:\n%s", want, lint)
		}
	}
}

func TestAnXlsxListThatCannotBeWrittenIsTold(t *testing.T) {
	t.Parallel()
	out, status := runHere("packs", "lint", "--statuses", "--xlsx", filepath.Join(t.TempDir(), "none", "a.xlsx"))
	if status != int(exitOther) || !strings.Contains(out, "不能写文件") {
		t.Errorf("status %d: %s", status, out)
	}
}
