package main

import (
	"fmt"
	"strings"
	"testing"

	"doudi/casefile"
	"doudi/fault"
)

// wrongFamily is a family with these faults.
func wrongFamily(sentences ...string) *casefile.Family {
	f := &casefile.Family{}
	for _, s := range sentences {
		f.Faults = append(f.Faults, fault.New(fault.BadInput, s))
	}
	return f
}

func TestComplaintsOfOneFileAreCappedAndSaidOnce(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	c := &complaints{out: &out}
	c.begin("甲.csv")
	for i := range mostComplaints + 5 {
		c.refused(wrongFamily("第1行，表头不认识", fmt.Sprintf("第%d行有误", i)))
	}
	c.refused(&casefile.Family{Omitted: 7})
	c.begin("乙110105194912310021.csv")
	c.refused(wrongFamily("第1行，表头不认识"))
	c.close()
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	want := map[int]string{
		0: "错误：甲.csv 第1行，表头不认识", 1: "错误：甲.csv 第0行有误", mostComplaints - 1: "错误：甲.csv 第98行有误",
		mostComplaints:     "错误：甲.csv 另有 104 处与上面说过的相同",
		mostComplaints + 1: "错误：甲.csv …还有 13 处没有列出；请先改正上面的",
		mostComplaints + 2: "错误：乙110*************21.csv 第1行，表头不认识",
	}
	for i, text := range want {
		if i >= len(lines) || lines[i] != text {
			t.Errorf("line %d should be %s:\n%s", i, text, strings.Join(lines[max(0, len(lines)-5):], "\n"))
		}
	}
	if len(lines) != mostComplaints+3 {
		t.Errorf("%d lines", len(lines))
	}
}
