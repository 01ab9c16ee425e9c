package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"doudi/fault"
)

// How long a service may take to answer, and how much of its answer is read.
const (
	postWait   = 10 * time.Second
	mostAnswer = 4 << 10
)

// Post is the driver that hands each message to a service as JSON. Any answer of
// 2xx means that the service has the message, now or before.
type Post struct {
	address string
	token   string
	client  *http.Client
}

// NewPost gives the driver of an address; token is what the service knows us by.
// Messages hold phones and codes, so the way is encrypted unless it stays on
// this machine.
func NewPost(address, token string) (*Post, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return nil, fault.New(fault.BadInput, "--notify-url 要写完整的网址，如 https://sms.example.gov.cn/send")
	case u.User != nil || u.RawQuery != "":
		return nil, fault.New(fault.BadInput, "--notify-url 里不能写账号、口令和问号后面的内容：网址会出现在日志里；口令放进 --notify-token 的文件")
	case u.Scheme == "http" && !here(u.Hostname()):
		return nil, fault.New(fault.BadInput, "--notify-url 不是 https：电话和验证码会在网上被人看到；只有发给本机的才可以不加密")
	}
	return &Post{address: address, token: token, client: &http.Client{Timeout: postWait,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}, nil
}

// here tells that a host is this machine.
func here(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// posted is a message as the service gets it.
type posted struct {
	ID    string    `json:"id"`
	Kind  string    `json:"kind"`
	To    string    `json:"to"`
	Text  string    `json:"text"`
	Until time.Time `json:"until"`
}

// Send hands one message over. The id stands in the head as well, where services
// look for what they have had before.
func (p *Post) Send(ctx context.Context, m Message) error {
	body, err := json.Marshal(posted{m.Ident, m.Kind, m.To, m.Text, m.Until.UTC()})
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.address, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", m.Ident)
	if p.token != "" {
		r.Header.Set("Authorization", "Bearer "+p.token)
	}
	answer, err := p.client.Do(r)
	if err != nil {
		return fault.Wrap(bare(err), fault.Internal, "发送消息的服务没有回答；隔一会儿再试。一直不行，请系统管理员核对 --notify-url 和网络")
	}
	defer answer.Body.Close()
	io.CopyN(io.Discard, answer.Body, mostAnswer) // so that the line can be used again
	if answer.StatusCode/100 != 2 {
		return fault.Newf(fault.Internal, "发送消息的服务回答 %d，没有接收；隔一会儿再试。一直不行，请系统管理员核对网址和口令", answer.StatusCode)
	}
	return nil
}

// bare is why a request failed without its address.
func bare(err error) error {
	var failed *url.Error
	if errors.As(err, &failed) {
		return fmt.Errorf("notify: %w", failed.Err)
	}
	return err
}
