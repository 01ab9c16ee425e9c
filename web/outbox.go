package web

import (
	"net/http"

	"doudi/notify"
)

// sentLine is one message of a demo.
type sentLine struct{ When, To, Text, State string }

// sentWords name the states of a message.
var sentWords = map[notify.State]string{notify.Waiting: "正在发出", notify.Sent: "已发出", notify.Late: "过了时间，没有发出"}

// outbox shows what a demo sent to its invented people, who have no phones. It
// is for everybody, as the family that tries its own pages has not logged in;
// no other instance has it.
func (s *Site) outbox(w http.ResponseWriter, r *http.Request) error {
	if !s.Demo {
		return statusError(http.StatusNotFound)
	}
	kept, err := s.Messages.Kept(r.Context())
	if err != nil {
		return err
	}
	var lines []sentLine
	for _, m := range kept {
		lines = append(lines, sentLine{moment(m.Asked), m.To, m.Text, sentWords[m.State]})
	}
	return s.show(w, r, http.StatusOK, outboxPage(lines))
}
