package notify

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"doudi/access"
	"doudi/fault"
)

// Folder is the driver that writes a file for each message, for offices that
// have no way to send texts themselves: somebody or something takes them away.
type Folder string

// NewFolder gives the driver of a folder that is there.
func NewFolder(path string) (Folder, error) {
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return "", fault.New(fault.BadInput, "没有文件夹 "+path+"；--notify-dir 要写放消息的文件夹，先建好它")
	}
	return Folder(path), nil
}

// Send writes a message under a name that is always the same: what is written
// twice is there once. The file appears whole or not at all.
func (f Folder) Send(_ context.Context, m Message) error {
	name := filepath.Join(string(f), m.Asked.In(access.China).Format("20060102-150405-")+m.Ident+".txt")
	if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return unwritten(err)
	}
	if err := os.WriteFile(name+".partial", m.page(), 0o600); err != nil {
		return unwritten(err)
	}
	return unwritten(os.Rename(name+".partial", name))
}

// unwritten says that the folder could not be written to. The path holds the
// message's id and no more.
func unwritten(err error) error {
	if err == nil {
		return nil
	}
	return fault.Wrap(err, fault.Internal, "消息写不进文件夹；请系统管理员核对 --notify-dir 的文件夹、权限和磁盘")
}

// page is a message as a file.
func (m Message) page() []byte {
	hour := func(at time.Time) string { return at.In(access.China).Format("2006-01-02 15:04:05") }
	return fmt.Appendf(nil, "编号：%s\n收件：%s\n生成：%s\n最迟：%s\n\n%s\n", m.Ident, m.To, hour(m.Asked), hour(m.Until), m.Text)
}
