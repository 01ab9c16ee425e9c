// Command bundle makes what the pages need before the binary is built: the Go
// code of the templates, which is committed, and the scripts, styles and icons
// in web/dist and the fonts in paper/fonts, which are not. It is run from the root of the module:
//
//	go run ./web/bundle templates
//	go run ./web/bundle assets
package main

import (
	"errors"
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bundle:", err)
		os.Exit(1)
	}
}

// run does what the one argument says.
func run(args []string) error {
	switch {
	case len(args) == 1 && args[0] == "templates":
		return writeTemplates("web")
	case len(args) == 1 && args[0] == "assets":
		return errors.Join(writeAssets("web"), writeFonts("web/assets/node_modules", "paper/fonts"))
	}
	return fmt.Errorf("say what to make: templates or assets")
}
