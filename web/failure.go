package web

import (
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	"doudi/fault"
)

// failureView is the page that stands for whatever could not be answered. It
// never repeats what was sent.
type failureView struct {
	Title, What string
	Remedies    []string // what the reader can do now
}

// failures are the words for every status that we answer with.
var failures = map[int]failureView{
	http.StatusBadRequest: {"这一页没有收全", "浏览器发来的内容读不懂，可能是网络断了一下。",
		[]string{"返回上一页，再提交一次", "还是不行，就从首页重新开始"}},
	http.StatusForbidden: {"这次提交没有接受", "这次提交不是从本站的页面上发出的，为了安全没有处理。",
		[]string{"返回上一页，刷新以后再提交", "浏览器要允许本站使用 Cookie；还是不行，就从首页重新打开"}},
	http.StatusNotFound: {"没有这一页", "网址可能输错了，或者分享的链接已经过期。",
		[]string{"核对网址", "从首页重新查一次；请分享的人再发一个链接"}},
	http.StatusMethodNotAllowed: {"这一页不能这样打开", "这个网址只能从前一页点按钮进来。",
		[]string{"从首页重新开始"}},
	http.StatusRequestEntityTooLarge: {"填写的内容太多了", "一次提交的内容超过了上限，没有处理。",
		[]string{"返回上一页，删去不需要的行再提交", "家里人口特别多的，请到乡镇（街道）窗口办理"}},
	http.StatusTooManyRequests: {"查的人太多了", "现在查询的人多，系统顾不过来。",
		[]string{"过一分钟再试", "填好的内容还在上一页，返回就能看到"}},
	http.StatusInternalServerError: {"系统出了问题", "不是您填错了，是系统自己出了问题。",
		[]string{"过一会儿再试", "还是不行，请记下时间，告诉乡镇（街道）窗口或管理员"}},
}

// statusError is an error with a status of its own.
type statusError int

// Error names the status for the log.
func (e statusError) Error() string { return http.StatusText(int(e)) }

// toldError is an error with words of its own for the reader.
type toldError struct {
	statusError
	view failureView
}

// Unwrap gives the status.
func (e *toldError) Unwrap() error { return e.statusError }

// statusOf finds the status that an error is answered with.
func statusOf(err error) int {
	var status statusError
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &status):
		return int(status)
	case errors.As(err, &large):
		return http.StatusRequestEntityTooLarge
	case fault.Kind(err) == fault.NotFound:
		return http.StatusNotFound
	case fault.Kind(err) == fault.Refused:
		return http.StatusForbidden
	case fault.Kind(err) == fault.BadInput:
		return http.StatusBadRequest
	}
	return http.StatusInternalServerError
}

// carry is the one place where errors of pages become pages.
func (s *Site) carry(serve page) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch v := recover(); v {
			case nil:
			case http.ErrAbortHandler: // a file that was begun: the line is cut
				panic(v)
			default:
				s.fail(w, r, fmt.Errorf("panic: %v\n%s", v, debug.Stack()))
			}
		}()
		if err := serve(s, w, r); err != nil {
			s.fail(w, r, err)
		}
	})
}

// fail shows what went wrong and what to do. The log gets the error of the
// program; what people typed is in neither.
func (s *Site) fail(w http.ResponseWriter, r *http.Request, err error) {
	status := statusOf(err)
	view, ok := failures[status]
	if !ok {
		view = failures[http.StatusInternalServerError]
	}
	var told *toldError
	switch {
	case errors.As(err, &told):
		view = told.view
	case fault.Kind(err) == fault.Refused && status == http.StatusForbidden:
		view = refusal(err)
	}
	if status >= http.StatusInternalServerError {
		s.Log.Error("a page failed", "route", r.Pattern, "error", err)
	}
	if err := s.show(w, r, status, failure(view)); err != nil {
		http.Error(w, view.Title, status)
	}
}

// refusal says what somebody may not do and who can.
func refusal(err error) failureView {
	return failureView{"您不能这样做", sentenceOf(err), []string{"回到工作首页，看看您能办什么", "要用这个功能，请找上面说的同事，或请安全管理员核对您的角色"}}
}

// nowhere answers addresses that no route knows: there is one without the slash
// at the end, another method would do, or nothing does.
func (s *Site) nowhere(w http.ResponseWriter, r *http.Request) error {
	if path := s.straightened(r); path != "" {
		return away(w, r, path)
	}
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := s.mux.Handler(other); pattern != "/" {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		return statusError(http.StatusNotFound)
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	return statusError(http.StatusMethodNotAllowed)
}
