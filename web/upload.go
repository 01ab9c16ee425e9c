package web

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"time"

	"doudi/paper"
)

// What a form with files may bring. The files are held in memory, for a
// temporary file would be a photograph that lies open on a disk; so only so many
// forms are read at one time.
const (
	maxUpload = 64 << 20  // kept of one form
	maxRead   = 512 << 20 // read of one form, to be able to say that it was too much
	maxFiles  = 12
	maxHands  = 8
	slowest   = 10 * time.Minute // how long a village line may take
)

// uploads are the pages whose form brings files. Nothing of it is read before
// the matrix has let the sender in.
var uploads = map[string]bool{"/office/{office}/household/{household}/paper": true, "/office/{office}/import": true, "/calendar": true, "/division": true,
	"/office/{office}/case/{number}/enter/{what}": true, "/office/{office}/case/{number}/notice": true,
	"/office/{office}/application/{number}/sign": true, requestPath + "/sign": true}

// mostOf is how much of a request may be read. A form with files is read by
// received alone, which keeps no more than it may.
func mostOf(r *http.Request) int64 {
	if isUpload(r) {
		return maxRead
	}
	return maxBody
}

// isUpload tells a form with files.
func isUpload(r *http.Request) bool {
	return strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data")
}

// filesKey is where a request carries the files of its form.
type filesKey struct{}

// filesOf are the files that the form of a request brought.
func filesOf(ctx context.Context) [][]byte {
	files, _ := ctx.Value(filesKey{}).([][]byte)
	return files
}

// namedKey is where it carries those that have a field of their own.
type namedKey struct{}

// fileOf is the file of a field of its own, such as a signature; nil if none
// was chosen.
func fileOf(ctx context.Context, field string) []byte {
	named, _ := ctx.Value(namedKey{}).(map[string][]byte)
	return named[field]
}

// received reads a form with files and hands it on like any other.
func received(serve page) page {
	return func(s *Site, w http.ResponseWriter, r *http.Request) error {
		if !isUpload(r) {
			return serve(s, w, r)
		}
		if err := s.hand(r.Context()); err != nil {
			return err
		}
		defer func() { <-s.hands }()
		stop := unhurried(w)
		files, named, err := readForm(r)
		stop()
		if err != nil {
			return err
		}
		ctx := context.WithValue(r.Context(), filesKey{}, files)
		return serve(s, w, r.WithContext(context.WithValue(ctx, namedKey{}, named)))
	}
}

// hand waits for its turn to read a form with files; meanwhile the sender's line
// waits too.
func (s *Site) hand(ctx context.Context) error {
	select {
	case s.hands <- struct{}{}:
		return nil
	case <-ctx.Done():
		return statusError(http.StatusTooManyRequests)
	}
}

// unhurried gives a slow line the time that a photograph takes, which is more
// than that of a page, but not for ever.
func unhurried(w http.ResponseWriter) (stop func()) {
	line := http.NewResponseController(w)
	line.SetReadDeadline(time.Time{})
	line.SetWriteDeadline(time.Time{})
	end := time.AfterFunc(slowest, func() {
		line.SetReadDeadline(time.Unix(1, 0))
		line.SetWriteDeadline(time.Unix(1, 0))
	})
	return func() { end.Stop() }
}

// readForm reads the fields into PostForm and gives the files, and those that
// have a field of their own by its name.
func readForm(r *http.Request) (files [][]byte, named map[string][]byte, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, nil, statusError(http.StatusBadRequest)
	}
	r.PostForm, named = url.Values{}, map[string][]byte{}
	room, count := int64(maxUpload), 0
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, unread(err)
		}
		content, err := readPart(part, min(room, paper.MaxFile+1))
		if err != nil {
			return nil, nil, unread(err)
		}
		room -= int64(len(content))
		switch {
		case part.FileName() != "" && part.FormName() != "file":
			named[part.FormName()], count = content, count+1
		case part.FormName() != "file" && len(content) < maxBody:
			r.PostForm.Add(part.FormName(), string(content))
		case part.FileName() != "":
			files, count = append(files, content), count+1
		}
	}
	if room <= 0 || count > maxFiles {
		return nil, nil, tooMuch
	}
	return files, named, nil
}

// readPart reads so much of a part and passes over the rest.
func readPart(part *multipart.Part, most int64) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(part, most))
	if err != nil {
		return nil, err
	}
	_, err = io.Copy(io.Discard, part)
	return content, err
}

// tooMuch is a form with more files than may be read at once.
var tooMuch = &toldError{statusError(http.StatusRequestEntityTooLarge), failureView{"一次传的材料太多了", "一次最多传 12 份，合起来不超过 64 MB，没有保存。",
	[]string{"返回上一页，分几次传", "照片太大的，用相机的普通模式重拍"}}}
