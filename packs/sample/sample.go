// Package sample takes the county that packs/README.md shows out of its text,
// so that the tests of commands and of pages try the same one. It is for tests
// alone.
package sample

import "regexp"

// A fenced block holds files, each below a line that names it.
var (
	fenced   = regexp.MustCompile("(?s)\n```(?:yaml|csv)\n(.*?)```")
	fileName = regexp.MustCompile(`(?m)^# (cn-620102/\S+)\n`)
)

// County gives the files of the county by their paths, from the text of the
// manual.
func County(text string) map[string]string {
	files := map[string]string{}
	for _, block := range fenced.FindAllStringSubmatch(text, -1) {
		starts := fileName.FindAllStringSubmatchIndex(block[1], -1)
		for i, at := range starts {
			end := len(block[1])
			if i+1 < len(starts) {
				end = starts[i+1][0]
			}
			files[block[1][at[2]:at[3]]] = block[1][at[1]:end]
		}
	}
	return files
}
