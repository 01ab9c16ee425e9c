// Package notify sends messages out: to a folder, one file each, or to a service
// on the network that passes them on. What is to be sent is kept sealed in the
// transaction that caused it, with a job that says only its number. A message
// that is known to have gone is not sent again; one whose sender was killed
// before it could note that is, under the same id, by which the receiver tells.
package notify

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"doudi/fault"
)

// JobSend is the kind of the job that sends one message.
const JobSend = "notify.send"

// State is where a message stands.
type State string

// The states.
const (
	Waiting State = "waiting"
	Sent    State = "sent" // a driver has taken it
	Late    State = "late" // its time was over before it could go
)

// Letter is what is sealed of a message.
type Letter struct{ To, Text string }

// String hides all of it, so that no log and no error line holds a phone or a code.
func (Letter) String() string { return "(sealed)" }

// GoString hides it as well.
func (l Letter) GoString() string { return l.String() }

// Message is one message out. Ident is random: a receiver that has seen it has
// the message already, also after a backup was restored and numbers come again.
type Message struct {
	Office, Number int64
	Ident          string
	Kind           string // a word: what it is sent for
	Asked, Until   time.Time
	State          State
	Settled        time.Time // when it went, or was given up
	Letter
}

// Driver takes a message that is to go out. Asked twice for the same Ident it
// sees to it that one goes, or hands the Ident on to who can. Its errors hold
// neither the phone nor the text.
type Driver interface {
	Send(ctx context.Context, m Message) error
}

// Outbox is the driver of a demo: what goes out stays where it can be read.
type Outbox struct{}

// Send does nothing: the message is kept by the store.
func (Outbox) Send(context.Context, Message) error { return nil }

// Store is what sending needs of a database.
type Store interface {
	Message(ctx context.Context, office, number int64) (Message, error)
	// Settle notes what became of a message that waits. Only with keep its text
	// stays.
	Settle(ctx context.Context, office, number int64, became State, keep bool) error
	// Kept are the latest messages whose text was kept.
	Kept(ctx context.Context, most int) ([]Message, error)
}

// Service sends what waits.
type Service struct {
	Store  Store
	Driver Driver // nil where nothing is sent
	Now    func() time.Time
	Keep   bool // in a demo what went out can be read
}

// Ready tells whether messages are sent at all.
func (s *Service) Ready() bool { return s != nil && s.Driver != nil }

// KeyOf is the key of the job of a message.
func KeyOf(number int64) string { return fmt.Sprintf("message:%d", number) }

// Send sends the message of a job, unless it has gone or its time is over: a
// code that came an hour late would only be in the way of the next.
func (s *Service) Send(ctx context.Context, office int64, key string) error {
	number, err := strconv.ParseInt(strings.TrimPrefix(key, "message:"), 10, 64)
	if err != nil {
		return fault.Wrap(err, fault.Internal, "后台事务的编号不对；请告诉系统管理员")
	}
	m, err := s.Store.Message(ctx, office, number)
	if err != nil || m.State != Waiting {
		return err
	}
	if !s.Now().Before(m.Until) {
		return s.Store.Settle(ctx, office, number, Late, s.Keep)
	}
	if !s.Ready() {
		return fault.New(fault.Internal, "没有写明消息往哪里发；请系统管理员用 --notify-dir 或 --notify-url 启动")
	}
	if err := s.Driver.Send(ctx, m); err != nil {
		return err
	}
	return s.Store.Settle(ctx, office, number, Sent, s.Keep)
}

// mostKept is how many messages an outbox shows.
const mostKept = 50

// Kept are the latest messages of a demo.
func (s *Service) Kept(ctx context.Context) ([]Message, error) { return s.Store.Kept(ctx, mostKept) }
