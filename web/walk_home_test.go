package web_test

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing/fstest"

	"doudi/civil"
	"doudi/pack"
	"doudi/packs"
)

// homes are the counties in which the law of a pack is walked: one as the packs
// have it, and one whose decisions are left to the townships (57号第二条、社会救助
// 法第四十四条), which no pack does yet and every place may.
var homes = map[string][2]string{
	"cn": {"110101", "110102"}, "cn-12": {"120101", "120102"}, "cn-35": {"350102", "350103"}, "cn-3504": {"350423", "350424"}, "cn-350421": {"350421", "350425"},
	"cn-42": {"420102", "420103"}, "cn-4203": {"420302", "420303"}, "cn-63": {"630102", "630103"},
}

// delegated is from when a county leaves its decisions to the townships.
var delegated, _ = civil.ParseDate("2021-07-01")

// countyPacks are packs of those counties: that of a second county leaves the
// decisions to its townships, and each has the standards that only a county
// publishes, where the packs have none for it. Without them nobody could be given
// anything there.
func countyPacks(set *pack.Set) fstest.MapFS {
	files := fstest.MapFS{}
	for place, codes := range homes {
		for i, code := range codes {
			if set.Packs["cn-"+code] != nil {
				continue // it is the place
			}
			from := set.Packs[place].InForce.From
			if i == 1 {
				from = max(from, delegated)
			}
			figures := published(files, set, place, code, from)
			if i == 1 {
				figures += fmt.Sprintf("  township_decides:\n    values:\n      - {from: %s, open: true, review_by: 2036-06-30, value: true, cite: [mz57/2, law2026/44], status: reading, by: 县级民政部门}\n", from)
			}
			if figures != "" {
				add(files, code, "pack.yaml", head(set.Packs[place], code, from))
				add(files, code, "handling.yaml", "figures:\n"+figures)
			}
		}
	}
	return files
}

// add puts a text into the pack of a county.
func add(files fstest.MapFS, code, name, text string) {
	files["cn-"+code+"/"+name] = &fstest.MapFile{Data: []byte(text)}
}

// head is what a pack says of itself.
func head(above *pack.Pack, code string, from civil.Date) string {
	scope := ""
	for key, words := range above.Scope {
		scope = "scope: {" + key + ": ['" + strings.Join(words, "', '") + "']}\n"
	}
	return fmt.Sprintf("id: cn-%s\nlabel: 走查的县\nextends: %s\n%sversion: 2026.11\nin_force: {from: %s, open: true}\n", code, above.ID, scope, from)
}

// sampled is the county of which the national pack has samples of all that a
// county publishes.
const sampled = "110101"

// published writes the standards of a county that the packs have none of, as they
// are of the sampled one, and gives their section.
func published(files fstest.MapFS, set *pack.Set, place, code string, from civil.Date) (figures string) {
	law, _ := set.Resolve(place)
	tables, _ := fs.Glob(packs.FS, "cn/tables/*.csv")
	for _, table := range tables {
		id := strings.TrimSuffix(path.Base(table), ".csv")
		text, _ := fs.ReadFile(packs.FS, table)
		if f := law.Figure(id); f == nil || has(f, code) {
			continue
		}
		if rows := rowsOf(string(text), code, from); rows != "" {
			figures += "  " + id + ":\n    table: " + id + ".csv\n"
			add(files, code, "tables/"+id+".csv", rows)
		}
	}
	return figures
}

// has tells whether a figure has a value of a county, or of a place above it.
func has(f *pack.Figure, code string) bool {
	return slices.ContainsFunc(f.Rows, func(r *pack.FigureRow) bool {
		return len(r.Keys) == 0 || strings.HasPrefix(code, r.Keys[0])
	})
}

// rowsOf are the rows of the sampled county as those of another, from a day on; ""
// if there are none.
func rowsOf(text, code string, from civil.Date) (rows string) {
	begun := ""
	for _, line := range strings.Split(text, "\n") {
		cells := strings.Split(line, ",")
		switch {
		case cells[0] == "place":
			begun = line + "\n"
		case cells[0] == sampled:
			cells[0] = code
			for i, cell := range cells {
				if day, err := civil.ParseDate(cell); err == nil && i > 0 && day < from {
					cells[i] = from.String()
				}
			}
			rows += strings.Join(cells, ",") + "\n"
		}
	}
	if rows == "" {
		return ""
	}
	return begun + rows
}
