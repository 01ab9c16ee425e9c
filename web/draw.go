package web

import (
	"net/http"

	"doudi/casework"

	"github.com/a-h/templ"
)

// drawPath is where an office draws the cases that it looks into.
func drawPath(office int64) string { return officePath(office) + "/draw" }

// lotsView is the page of all batches of an office.
type lotsView struct {
	Path, Problem string
	Spots         []spotLine
	Lots          []lotLine
}

// lotLine is a batch in the list.
type lotLine struct {
	Lot                       link
	Programme, Day, Standing  string
	Cases, Picked, Done, Odds int
}

// lots lists the batches, and what waits for one.
func (s *Site) lots(w http.ResponseWriter, r *http.Request) error {
	view, err := s.lotsView(r)
	if err != nil {
		return err
	}
	return s.list(w, r, http.StatusOK, lotList(view), listing{"draw", "抽查批次", []string{"批次", "项目", "日期", "件数", "抽中", "已查", "不一致", "办到哪一步说明"},
		rowsOf(view.Lots, func(l lotLine) []string {
			return []string{l.Lot.Label, l.Programme, l.Day, itoa(l.Cases), itoa(l.Picked), itoa(l.Done), itoa(l.Odds), l.Standing}
		})})
}

// lotsView lays them out.
func (s *Site) lotsView(r *http.Request) (view lotsView, err error) {
	v := visitOf(r.Context())
	view.Path = drawPath(v.site.Number)
	if view.Spots, err = s.spotLines(r, v.site.Number); err != nil {
		return view, err
	}
	list, err := s.Cases.Lots(r.Context(), v.desk())
	law := s.lawOf(v)
	for _, l := range list {
		line := lotLine{Lot: link{"第 " + itoa(int(l.Number)) + " 批", view.Path + "/" + itoa(int(l.Number))}, Programme: law.programmeLabel(l.Programme), Day: l.Day.Chinese(), Cases: len(l.Items), Standing: "还没有抽取"}
		for _, i := range l.Items {
			line.Picked += count01(i.Picked)
			line.Done += count01(i.Picked && !i.ToVisit())
			line.Odds += count01(i.Found == casework.FoundDiffers)
		}
		switch {
		case l.Drawn != 0 && line.Done < line.Picked:
			line.Standing = "抽中的还没有查完"
		case l.Drawn != 0:
			line.Standing = "查完"
		}
		view.Lots = append(view.Lots, line)
	}
	return view, err
}

// count01 counts what is so.
func count01(is bool) int {
	if is {
		return 1
	}
	return 0
}

// batch freezes a batch.
func (s *Site) batch(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	number, err := s.Cases.Batch(r.Context(), v.desk(), first(r.PostForm, "programme"))
	view, wrong := s.lotsView(r)
	if wrong != nil {
		return wrong
	}
	return s.answered(w, r, err, view.Path+"/"+itoa(int(number)), func(sentence string) templ.Component {
		view.Problem = sentence
		return lotList(view)
	})
}

// lotView is the page of one batch.
type lotView struct {
	Path, Back, Title, Problem string
	Share, Day, Drawn          string
	Digest, Seed               string
	Sound                      bool
	Picks                      int // cases
	Lines                      []itemLine
}

// itemLine is a case of a batch.
type itemLine struct {
	Case               link
	Key, Score, Result string
	Picked, Open       bool
}

// lotResults are the words for what a visit found.
var lotResults = map[string]string{casework.FoundRight: "属实", casework.FoundDiffers: "不一致"}

// lotPage shows one batch.
func (s *Site) lotPage(w http.ResponseWriter, r *http.Request) error {
	view, err := s.lotView(r)
	if err != nil {
		return err
	}
	return s.list(w, r, http.StatusOK, lotSheet(view), listing{"draw", view.Title, []string{"办件", "抽取值", "抽中", "结果"},
		rowsOf(view.Lines, func(l itemLine) []string {
			return []string{l.Case.Label, l.Score, map[bool]string{true: "抽中"}[l.Picked], l.Result}
		})})
}

// lotView lays it out.
func (s *Site) lotView(r *http.Request) (view lotView, err error) {
	v := visitOf(r.Context())
	id, err := number(r, "number")
	if err != nil {
		return view, err
	}
	l, err := s.Cases.Lot(r.Context(), v.desk(), id)
	if err != nil {
		return view, err
	}
	view = lotView{Back: drawPath(v.site.Number), Title: s.lawOf(v).programmeLabel(l.Programme) + "抽查第 " + itoa(int(l.Number)) + " 批", Share: l.Share.String(), Day: l.Day.Chinese(), Digest: l.Digest, Seed: l.Seed}
	view.Path = view.Back + "/" + itoa(int(l.Number))
	if l.Drawn != 0 {
		view.Drawn, view.Sound = l.Drawn.Chinese(), l.Sound()
	}
	for _, i := range l.Items {
		line := itemLine{Case: link{i.Number.String(), casePath(i.Ref)}, Key: refWord(i.Ref), Picked: i.Picked, Open: i.ToVisit(), Result: lotResults[i.Found]}
		if i.Picked && i.Found == "" && !line.Open {
			line.Result = "已经撤回，不用查"
		}
		if l.Seed != "" {
			line.Score = casework.Score(l.Seed, i.Number)
		}
		view.Picks += count01(i.Picked)
		view.Lines = append(view.Lines, line)
	}
	return view, nil
}

// actOnLot draws, or keeps what a visit found.
func (s *Site) actOnLot(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	id, err := number(r, "number")
	if err != nil {
		return err
	}
	if first(r.PostForm, "act") == "draw" {
		err = s.Cases.DrawLot(r.Context(), v.desk(), id)
	} else {
		err = s.Cases.FindLot(r.Context(), v.desk(), id, refOf(first(r.PostForm, "case")), first(r.PostForm, "found"))
	}
	view, wrong := s.lotView(r)
	if wrong != nil {
		return wrong
	}
	return s.answered(w, r, err, view.Path, func(sentence string) templ.Component {
		view.Problem = sentence
		return lotSheet(view)
	})
}
