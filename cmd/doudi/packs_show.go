package main

import (
	"fmt"
	"slices"
	"strings"

	"doudi/civil"
	"doudi/fault"
	"doudi/pack"
	"doudi/policy"

	"github.com/spf13/cobra"
)

// showCommand prints the resolved law of a place on a day, read aloud.
func (a *app) showCommand(dir *string) *cobra.Command {
	var day string
	cmd := &cobra.Command{
		Use:   "show 政策包 [主题]",
		Short: "用中文读出一个地方某一天的规定，每一行写明出自哪个包、哪一条",
		Long: "用中文读出一个地方某一天的规定，每一行写明出自哪个包、哪一条。\n" +
			"主题是文件名（如 dibao）或任何一个名字（如 dibao_standard）；不写主题就列出有哪些主题。",
		Example: "  doudi packs show cn-350421 dibao --as-of 2020-08-01",
		Args:    wants(1, 2, "政策包"),
		RunE: func(_ *cobra.Command, args []string) error {
			on, err := a.day(day)
			if err != nil {
				return err
			}
			lib, err := a.library(*dir)
			if err != nil {
				return err
			}
			c, err := lib.good(args[0])
			if err != nil {
				return err
			}
			if err := c.begun(on); err != nil {
				return err
			}
			if len(args) == 1 {
				a.showPack(c, on)
				return nil
			}
			return a.showSubject(c, args[1], on)
		},
	}
	asOfFlag(cmd, &day)
	a.colourFlag(cmd, nil)
	return cmd
}

// begun is an error for a day before the oldest pack of the chain: nothing is
// law there that we know, which is the asker's mistake as in a family file.
func (c *compiled) begun(on civil.Date) error {
	first := c.resolved.Packs[0]
	for _, p := range c.resolved.Packs {
		if p.InForce.From < first.InForce.From {
			first = p
		}
	}
	if on >= first.InForce.From {
		return nil
	}
	return fault.Newf(fault.BadInput, "%s的规定没有录入；政策包 %s 最早能查到%s（%s从这一天起）",
		on.Chinese(), c.resolved.ID, first.InForce.From.Chinese(), first.Label)
}

// showPack says what a pack is and which subjects it holds.
func (a *app) showPack(c *compiled, on civil.Date) {
	r := c.resolved
	fmt.Fprintf(a.out, "%s（%s），%s的规定\n", r.Labels[r.ID], r.ID, on.Chinese())
	for i, p := range r.Packs {
		fmt.Fprintf(a.out, "%s%s %s，版本 %s，施行 %s\n", strings.Repeat("  ", i+1), p.ID, p.Label, p.Version, policy.SpanText(p.InForce))
	}
	fmt.Fprintf(a.out, "\n主题和待遇（括号里是代号）：\n")
	for _, s := range subjects(c) {
		fmt.Fprintf(a.out, "  %s %s\n", padded(s, 20), joined(programmesOf(r, s, on)))
	}
	fmt.Fprintf(a.out, "\n内容指纹：%s\n", r.Hash())
}

// subjects are the names of the files that hold anything of the resolved pack.
func subjects(c *compiled) []string {
	var names []string
	for _, t := range c.program.Things() {
		names = append(names, t.Subject)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// programmesOf are the programmes of a subject on a day, each with the id that
// --programme and the family file take.
func programmesOf(r *pack.Resolved, subject string, on civil.Date) []string {
	var names []string
	for _, p := range r.Programmes {
		if p.Span.Contains(on) && policy.Subject(p.Pos) == subject {
			names = append(names, p.Label+"（"+p.ID+"）")
		}
	}
	return names
}

// showSubject prints everything of one file, or one thing by its id.
func (a *app) showSubject(c *compiled, subject string, on civil.Date) error {
	known, section := false, policy.Section("")
	for _, t := range c.program.Things() {
		if t.Subject != subject && t.ID != subject && !strings.HasSuffix(t.ID, "."+subject) {
			continue
		}
		known = true
		lines := t.Lines(on)
		if len(lines) == 0 {
			continue
		}
		if t.Section != section {
			section = t.Section
			fmt.Fprintf(a.out, "\n%s\n", section)
		}
		for _, l := range lines {
			fmt.Fprintln(a.out, "  "+l.String())
		}
	}
	if !known {
		return fault.Newf(fault.NotFound, "政策包 %s 里没有“%s”；可查看的主题：%s", c.resolved.ID, subject, joined(subjects(c)))
	}
	if section == "" {
		fmt.Fprintf(a.out, "%s没有这方面的规定\n", on.Chinese())
	}
	return nil
}
