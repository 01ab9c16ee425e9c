package main

import (
	"slices"
	"strings"

	"doudi/fault"
	"doudi/pack"
)

// wanted are the programmes that --programme names: each word with the ids
// that it stands for, one per pack that gives a programme this label. Empty
// means all.
type wanted []namedProgramme

// namedProgramme is one word of --programme.
type namedProgramme struct {
	word string
	ids  []string
}

// wanted reads the names of programmes before anything is determined: a word
// that no pack knows would only be found out after the whole file.
func (l *library) wanted(names string) (wanted, error) {
	var all wanted
	for _, word := range splitNames(names) {
		ids := l.programmesCalled(word)
		if len(ids) == 0 {
			return nil, fault.Newf(fault.NotFound, "没有名为“%s”的待遇%s；“doudi packs show 政策包”列出一个地方的全部待遇", word, l.similar(word))
		}
		all = append(all, namedProgramme{word, ids})
	}
	return all, nil
}

// splitNames divides names at commas of either width, 、 and blanks.
func splitNames(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",，、 　", r) })
}

// programmesCalled are the ids of the programmes with this id or label.
func (l *library) programmesCalled(word string) []string {
	var ids []string
	l.eachProgramme(func(p *pack.Programme) {
		if (p.ID == word || p.Label == word) && !slices.Contains(ids, p.ID) {
			ids = append(ids, p.ID)
		}
	})
	return ids
}

// eachProgramme visits the programmes of all packs, superiors first.
func (l *library) eachProgramme(visit func(*pack.Programme)) {
	for _, id := range l.ids() {
		for _, p := range l.set.Packs[id].Programmes {
			visit(p)
		}
	}
}

// similar names the programmes that were probably meant, as a piece of a
// sentence; a clerk's short name is often a part of the label.
func (l *library) similar(word string) string {
	var names, words []string
	l.eachProgramme(func(p *pack.Programme) { words = append(words, p.ID, p.Label) })
	near := pack.Nearest(word, words)
	l.eachProgramme(func(p *pack.Programme) {
		name := p.Label + "（" + p.ID + "）"
		if (sharesWord(p, word) || near != "" && (near == p.ID || near == p.Label)) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	})
	if len(names) == 0 {
		return ""
	}
	return "；相近的有" + joined(names[:min(len(names), 5)])
}

// sharesWord tells whether the word is a part of the id, or its characters
// stand in the label in this order, as those of 低保 do in 最低生活保障.
func sharesWord(p *pack.Programme, word string) bool {
	rest := p.Label
	for _, r := range word {
		at := strings.IndexRune(rest, r)
		if at < 0 {
			return strings.Contains(p.ID, word)
		}
		rest = rest[at+len(string(r)):]
	}
	return true
}

// ids are the programmes themselves.
func (w wanted) ids() []string {
	var all []string
	for _, one := range w {
		all = append(all, one.ids...)
	}
	return all
}

// knows tells whether a law has one of the programmes at all, on any day.
func (c *compiled) knows(ids []string) bool {
	for i := range c.program.Programmes {
		if slices.Contains(ids, c.program.Programmes[i].ID) {
			return true
		}
	}
	return false
}

// unknownTo is an error if none of the laws that answered has a programme that
// was asked for; without any answer there is nothing to say.
func (w wanted) unknownTo(laws map[*compiled]bool) error {
	for _, one := range w {
		known := len(laws) == 0
		for c := range laws {
			known = known || c.knows(one.ids)
		}
		if !known {
			return fault.Newf(fault.NotFound, "这些家庭的办理地没有“%s”这项待遇；“doudi packs show 政策包”列出一个地方的全部待遇", one.word)
		}
	}
	return nil
}
