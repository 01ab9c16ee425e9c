package main

import (
	"encoding/json"

	"doudi/pack"

	"github.com/spf13/cobra"
)

// schemaCommand prints JSON Schemas, so that editors complete and check files.
func (a *app) schemaCommand(dir *string) *cobra.Command {
	var input bool
	cmd := &cobra.Command{
		Use:   "schema [政策包]",
		Short: "输出 JSON Schema：默认是政策包文件的，--input 是家庭文件的",
		Args:  wants(0, 1, ""),
		RunE: func(_ *cobra.Command, args []string) error {
			if !input {
				_, err := a.out.Write(pack.SchemaJSON("any"))
				return err
			}
			lib, err := a.library(*dir)
			if err != nil {
				return err
			}
			c, err := lib.good(packOrNation(args))
			if err != nil {
				return err
			}
			return a.printJSON(inputSchema(c.resolved))
		},
	}
	cmd.Flags().BoolVar(&input, "input", false, "家庭文件的格式，含这个政策包的全部事实")
	return cmd
}

// printJSON prints an indented JSON text.
func (a *app) printJSON(v any) error {
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
