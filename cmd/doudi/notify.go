package main

import (
	"os"
	"strings"

	"doudi/fault"
	"doudi/notify"
	"doudi/store"

	"github.com/spf13/cobra"
)

// sending is where messages go, as the options of serve say.
type sending struct{ dir, url, token string }

// tokenVariable holds the token of the service where files are not wanted.
const tokenVariable = "DOUDI_NOTIFY_TOKEN"

// flags are the options about messages.
func (g *sending) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&g.dir, "notify-dir", "", "把要发的消息（给家庭的验证码）放进这个`文件夹`，一条一个文件，由别的办法发出去")
	cmd.Flags().StringVar(&g.url, "notify-url", "", "把要发的消息交给这个`网址`（POST，JSON）的短信服务")
	cmd.Flags().StringVar(&g.token, "notify-token", "", "短信服务的口令`文件`；不写就用环境变量 "+tokenVariable+" 里的内容")
}

// check refuses options that do not go together.
func (g *sending) check(db string) error {
	switch {
	case db == "" && *g != sending{}:
		return fault.New(fault.BadInput, "写了 --notify-dir、--notify-url 就要写 --db；没有数据库不发消息")
	case g.dir != "" && g.url != "":
		return fault.New(fault.BadInput, "--notify-dir 和 --notify-url 只用一种")
	case g.url == "" && g.token != "":
		return fault.New(fault.BadInput, "写了 --notify-token 就要写 --notify-url")
	}
	return nil
}

// driver is the one that was chosen; nil if none was. A demo keeps what would go
// out, for its people have no phones.
func (g *sending) driver(demo bool) (notify.Driver, error) {
	switch {
	case g.url != "":
		token, err := g.secret()
		if err != nil {
			return nil, err
		}
		return notify.NewPost(g.url, token)
	case g.dir != "":
		return notify.NewFolder(g.dir)
	case demo:
		return notify.Outbox{}, nil
	}
	return nil, nil
}

// secret reads the token of the service.
func (g *sending) secret() (string, error) {
	if g.token == "" {
		return strings.TrimSpace(os.Getenv(tokenVariable)), nil
	}
	text, err := os.ReadFile(g.token)
	if err != nil {
		return "", fault.Wrap(err, fault.BadInput, "读不了口令文件 "+g.token+"；请核对 --notify-token 的路径和权限")
	}
	return strings.TrimSpace(string(text)), nil
}

// messenger sends what waits in an instance.
func (a *app) messenger(db *store.Store, g sending) (*notify.Service, error) {
	demo := db.Instance().Demo
	d, err := g.driver(demo)
	return &notify.Service{Store: db.Outgoing(), Driver: d, Now: a.now, Keep: demo}, err
}
