package notify_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"doudi/fault"
	"doudi/notify"
)

const (
	phone = "13800138000"
	code  = "407185"
)

// begin is the time of the tests.
var begin = time.Date(2026, 9, 1, 4, 0, 0, 0, time.UTC)

// message is one that waits.
func message() notify.Message {
	return notify.Message{Office: 4, Number: 7, Ident: "ABCDEFGHIJKLMNOPQRSTUVWXYZ", Kind: "code", Asked: begin, Until: begin.Add(10 * time.Minute),
		State: notify.Waiting, Letter: notify.Letter{To: phone, Text: "验证码 " + code}}
}

func TestAFolderHoldsOneFileForEachMessage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	folder, err := notify.NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	other := message()
	other.Ident = "ZZZZZZGHIJKLMNOPQRSTUVWXYZ"
	for _, m := range []notify.Message{message(), message(), other} {
		if err := folder.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	files, _ := filepath.Glob(dir + "/*")
	if len(files) != 2 || filepath.Base(files[0]) != "20260901-120000-ABCDEFGHIJKLMNOPQRSTUVWXYZ.txt" {
		t.Fatal(files)
	}
	text, err := os.ReadFile(files[0])
	if err != nil || !strings.Contains(string(text), phone) || !strings.Contains(string(text), code) || !strings.Contains(string(text), "最迟：2026-09-01 12:10:00") {
		t.Errorf("%s %v", text, err)
	}
	if info, _ := os.Stat(files[0]); info.Mode().Perm() != 0o600 {
		t.Errorf("others can read it: %v", info.Mode())
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	silent(t, folder.Send(t.Context(), message()), "--notify-dir")
	if _, err := notify.NewFolder(dir); fault.Kind(err) != fault.BadInput {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// silent demands an error that says something, and neither phone nor code.
func silent(t *testing.T, err error, says string) {
	t.Helper()
	if err == nil || !strings.Contains(fault.Sentence(err), says) || strings.Contains(fmt.Sprintf("%v %+v", err, err), phone) || strings.Contains(fmt.Sprint(err), code) {
		t.Errorf("%v, want %q and nothing of the message", err, says)
	}
}

func TestAServiceIsHandedTheMessageWithItsId(t *testing.T) {
	t.Parallel()
	var got map[string]any
	var head http.Header
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head = r.Header
		if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
			t.Error(err)
		}
		w.WriteHeader(http.StatusAccepted)
	}))
	defer service.Close()
	post, err := notify.NewPost(service.URL+"/send", "secret")
	if err != nil {
		t.Fatal(err)
	}
	if err := post.Send(t.Context(), message()); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"id": message().Ident, "kind": "code", "to": phone, "text": "验证码 " + code, "until": "2026-09-01T04:10:00Z"}
	if fmt.Sprint(got) != fmt.Sprint(want) || head.Get("Idempotency-Key") != message().Ident || head.Get("Authorization") != "Bearer secret" {
		t.Errorf("%v %v", got, head)
	}
}

func TestAServiceThatDoesNotTakeAMessageIsAnError(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]http.HandlerFunc{
		"it fails": func(w http.ResponseWriter, _ *http.Request) { http.Error(w, phone, http.StatusInternalServerError) },
		"it leads elsewhere": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/"+code, http.StatusTemporaryRedirect)
		},
		"it does not know us":    func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) },
		"it breaks off the line": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service := httptest.NewServer(answer)
			defer service.Close()
			post, err := notify.NewPost(service.URL, "")
			if err != nil {
				t.Fatal(err)
			}
			silent(t, post.Send(t.Context(), message()), "发送消息的服务")
		})
	}
}

func TestAnAddressThatWouldLeakIsRefused(t *testing.T) {
	t.Parallel()
	for address, says := range map[string]string{
		"http://sms.example.gov.cn/send": "不是 https", "sms.example.gov.cn": "完整的网址", "ftp://sms.example.gov.cn": "完整的网址",
		"https://sms.example.gov.cn/send?key=1": "问号", "https://a:b@sms.example.gov.cn/send": "账号", "https://sms.example.gov.cn/send": "",
		"http://127.0.0.1:9/send": "", "http://localhost:9/send": "",
	} {
		if _, err := notify.NewPost(address, ""); (err == nil) != (says == "") || err != nil && !strings.Contains(fault.Sentence(err), says) {
			t.Errorf("%s: %v, want %q", address, err, says)
		}
	}
}
