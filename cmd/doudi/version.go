package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// formatVersion is the version of the family file and of the result; readers
// refuse what they do not know.
const formatVersion = 1

// versionCommand prints what an office needs when it reports a problem.
func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "显示程序、文件格式和内置政策包的版本",
		Args:  wants(0, 0, ""),
		RunE: func(*cobra.Command, []string) error {
			fmt.Fprintf(a.out, "doudi %s（%s %s/%s）\n", buildVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			fmt.Fprintf(a.out, "家庭文件格式 %d，结果格式 %d\n", formatVersion, formatVersion)
			return a.printPackVersions()
		},
	}
}

// buildVersion is the version control revision that the binary was built from.
func buildVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "未知版本"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value[:min(12, len(s.Value))]
		}
	}
	return info.Main.Version
}
