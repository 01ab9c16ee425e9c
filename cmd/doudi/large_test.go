package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestMemoryDoesNotGrowWithTheFile sends a small and a larger file through the
// whole command, in each form that is read family by family, and compares the
// largest memory that the process ever had: what 16 MB more do not need, a
// file of 100 MB does not need either.
func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	small, large := 4<<20, 20<<20
	if testing.Short() {
		small, large = small/4, large/4
	}
	for _, form := range []struct {
		name              string
		head, row, family string
		foot              string
	}{
		{"many.yaml", "format: 1\nfamilies:\n", "          - {kind: 'wage', amount: 12.34元, received: 2019-03/2020-02}\n",
			"  - name: 家%d\n    region: \"350421\"\n    as_of: 2020-03-15\n    claims: []\n    household: {area: 'urban'}\n    members:\n" +
				"      - name: 甲\n        relation: 'head'\n        birth_date: 1970-05-01\n        incomes:\n%s", ""},
		{"many.json", `{"format": 1, "families": [`, `{"kind": "wage", "amount": "12.34元", "received": "2019-03/2020-02"},`,
			`{"name": "家%d", "region": "350421", "as_of": "2020-03-15", "claims": [], "household": {"area": "urban"}, "members": [` +
				`{"name": "甲", "relation": "head", "birth_date": "1970-05-01", "incomes": [%s{"kind": "wage", "amount": "1元", "received": "2019-03/2020-02"}]}]},` + "\n",
			`{"name": "末", "region": "350421", "as_of": "2020-03-15", "claims": [], "household": {"area": "urban"}, "members": [{"name": "甲", "relation": "head", "birth_date": "1970-05-01"}]}]}`},
		{"many.csv", "户编号,地区,计算日期,申请项目,居住地,姓名,与申请人关系,出生日期,收入.收入种类,收入.金额,收入.起止日期\n",
			",,,,,,,,工资性收入,%d.34,2019年3月至2020年2月\n", "家%d,350421,2020-03-15,最低生活保障,城市,甲,申请人,1970-05-01,工资性收入,1,2019年3月至2020年2月\n%s", ""},
	} {
		t.Run(form.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), form.name)
			var peaks []int64
			small, large := small, large
			if form.name == "many.csv" { // a sheet cannot claim nothing: every family is determined, which takes its time
				small, large = small/8, large/8
			}
			for _, size := range []int{small, large} {
				writeMany(t, file, size, form.head, rowsOf(form.row), form.family, form.foot)
				peaks = append(peaks, peakOf(t, "doudi", "determine", file, "--json", "--programme", "dibao"))
			}
			t.Logf("%d MB of memory for %d MB, %d MB for %d MB", peaks[0]>>20, small>>20, peaks[1]>>20, large>>20)
			if peaks[1]-peaks[0] > 16<<20 || peaks[1] > 200<<20 {
				t.Errorf("memory grows with the file: %d MB, then %d MB", peaks[0]>>20, peaks[1]>>20)
			}
		})
	}
}

// rowsOf makes four hundred rows of one family; a row in which a number stands
// open is never the same twice.
func rowsOf(row string) string {
	if !strings.Contains(row, "%") {
		return strings.Repeat(row, 400)
	}
	var b strings.Builder
	for i := range 400 {
		fmt.Fprintf(&b, row, i)
	}
	return b.String()
}

// writeMany writes families until the file has its size.
func writeMany(t *testing.T, file string, size int, head, rows, family, foot string) {
	t.Helper()
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	w.WriteString(head)
	for written, i := 0, 0; written < size; i++ {
		n, _ := fmt.Fprintf(w, family, i, rows)
		written += n
	}
	w.WriteString(foot)
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// peakOf is the largest resident memory of a command that ends well.
func peakOf(t *testing.T, name string, args ...string) int64 {
	t.Helper()
	cmd := exec.Command(name, args...)
	complaints := &strings.Builder{}
	cmd.Stderr = complaints
	if err := cmd.Run(); err != nil && statusOfRun(err) != int(exitUndetermined) {
		t.Fatal(err, complaints.String()[:min(500, complaints.Len())])
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		t.Fatal("no resource usage")
	}
	return usage.Maxrss << 10
}
