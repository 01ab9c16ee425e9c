package main

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// usageError is a command line that we cannot understand.
type usageError struct{ command, sentence string }

// Error is the Chinese sentence.
func (e *usageError) Error() string { return e.sentence }

// misuse makes a usageError that points to the command's own help.
func misuse(cmd *cobra.Command, format string, args ...any) error {
	return &usageError{command: cmd.CommandPath(), sentence: fmt.Sprintf(format, args...)}
}

// speakChinese replaces every English text that cobra would print, for the
// command and all below it.
func speakChinese(cmd *cobra.Command) {
	cmd.SilenceErrors, cmd.SilenceUsage, cmd.DisableSuggestions = true, true, true
	cmd.CompletionOptions.DisableDefaultCmd = true
	cmd.Flags().BoolP("help", "h", false, "显示帮助")
	cmd.SetHelpFunc(func(c *cobra.Command, _ []string) { fmt.Fprint(c.OutOrStdout(), help(c)) })
	cmd.SetFlagErrorFunc(func(c *cobra.Command, err error) error { return misuse(c, "%s", flagSentence(err)) })
	if cmd.HasSubCommands() {
		cmd.Args, cmd.RunE = cobra.ArbitraryArgs, chooseCommand
	}
	for _, sub := range cmd.Commands() {
		speakChinese(sub)
	}
}

// helpCommand prints what --help prints, for those who ask in this order.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [命令]",
		Short: "显示一个命令的用法",
		RunE: func(cmd *cobra.Command, args []string) error {
			asked, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return misuse(cmd.Root(), "没有名为“%s”的命令", strings.Join(args, " "))
			}
			return asked.Help()
		},
	}
}

// chooseCommand answers a command that needs one more word.
func chooseCommand(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return misuse(cmd, "没有名为“%s”的命令", args[0])
	}
	return cmd.Help()
}

// flagSentence says in Chinese what is wrong with an option.
func flagSentence(err error) string {
	var unknown *pflag.NotExistError
	var wants *pflag.ValueRequiredError
	var value *pflag.InvalidValueError
	var syntax *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &unknown):
		return "没有选项 " + dashed(unknown.GetSpecifiedName())
	case errors.As(err, &wants):
		return "选项 " + dashed(wants.GetSpecifiedName()) + " 后面缺少取值"
	case errors.As(err, &value):
		return fmt.Sprintf("选项 --%s 的取值“%s”无效", value.GetFlag().Name, value.GetValue())
	case errors.As(err, &syntax):
		return fmt.Sprintf("选项“%s”写法有误", syntax.GetSpecifiedFlag())
	}
	return "选项写法有误"
}

// dashed writes an option the way it is typed.
func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// wants checks the number of arguments; names are shown in the error.
func wants(least, most int, names string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return misuse(cmd, "缺少参数：%s", names)
		case most >= 0 && len(args) > most:
			return misuse(cmd, "多余的参数“%s”", args[most])
		}
		return nil
	}
}

// help is the whole help text of a command.
func help(cmd *cobra.Command) string {
	var b strings.Builder
	long := cmd.Long
	if long == "" {
		long = cmd.Short
	}
	fmt.Fprintf(&b, "%s\n\n用法：\n  %s\n", long, useLine(cmd))
	helpCommands(&b, cmd)
	if cmd.Example != "" {
		fmt.Fprintf(&b, "\n例：\n%s\n", cmd.Example)
	}
	helpFlags(&b, cmd)
	return b.String()
}

// useLine is the command as it is typed.
func useLine(cmd *cobra.Command) string {
	line := cmd.CommandPath()
	if _, args, ok := strings.Cut(cmd.Use, " "); ok {
		line += " " + args
	}
	if cmd.HasSubCommands() {
		line += " 命令"
	}
	return line + " [选项]"
}

// helpCommands lists the commands below this one.
func helpCommands(b *strings.Builder, cmd *cobra.Command) {
	if !cmd.HasSubCommands() {
		return
	}
	b.WriteString("\n命令：\n")
	for _, sub := range cmd.Commands() {
		if !sub.Hidden {
			fmt.Fprintf(b, "  %s %s\n", padded(sub.Name(), 12), sub.Short)
		}
	}
}

// helpFlags lists the options; a word in back quotes is the name of the value.
func helpFlags(b *strings.Builder, cmd *cobra.Command) {
	b.WriteString("\n选项：\n")
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		value, usage := pflag.UnquoteUsage(f)
		name := "--" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		if f.Value.Type() != "bool" {
			name += " " + value
		}
		fmt.Fprintf(b, "  %s %s\n", padded(name, 20), usage)
	})
}

// padded fills s with spaces up to a width in terminal cells; a Chinese
// character takes two.
func padded(s string, width int) string {
	cells := 0
	for _, r := range s {
		cells++
		if unicode.Is(unicode.Han, r) {
			cells++
		}
	}
	return s + strings.Repeat(" ", max(0, width-cells))
}
