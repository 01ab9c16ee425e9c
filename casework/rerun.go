package casework

import (
	"context"
	"slices"
	"strings"

	"doudi/engine"
	"doudi/fact"
	"doudi/fault"
	"doudi/pack"
)

// Rerun is what came of deciding a stored determination once more, from the law
// and the household as they were kept.
type Rerun struct {
	Made
	Outcome     Determination // as it was issued
	Differences []string      // in Chinese; none where it comes out the same
	Evaluator   string        // by which it was made, where that is not this program's
}

// Rerun decides every stored determination once more, or those of one case, and
// says what is different. It changes nothing: whoever has the keys may.
func (s *Service) Rerun(ctx context.Context, only Number, tell func(Rerun) error) error {
	for last := (Made{}); ; {
		var list []Rerun
		err := s.Store.Read(ctx, func(v View) error {
			made, err := v.DeterminationsBehind(last.Office, last.ID, last.Turn, chunk)
			for _, m := range made {
				if last = m; only != "" && m.Number != only {
					continue
				}
				one, err := s.rerun(v, m)
				if err != nil {
					return err
				}
				list = append(list, one)
			}
			if len(made) < chunk {
				last = Made{}
			}
			return err
		})
		if err != nil {
			return err
		}
		for _, one := range list {
			if err := tell(one); err != nil {
				return err
			}
		}
		if last == (Made{}) {
			return nil
		}
	}
}

// rerun decides one of them once more.
func (s *Service) rerun(v View, m Made) (r Rerun, err error) {
	r.Made = m
	list, err := v.Determinations(m.Office, m.ID)
	if err != nil {
		return r, err
	}
	i := slices.IndexFunc(list, func(d Determination) bool { return d.Turn == m.Turn })
	if i < 0 {
		return r, fault.New(fault.NotFound, "存下的测算不见了；请告诉系统管理员")
	}
	r.Outcome = list[i]
	k, err := v.Kept(m.Office, m.ID, m.Turn)
	if err != nil {
		return r, err
	}
	_, evaluator, err := v.Pack(r.Outcome.Law)
	if err != nil {
		return r, err
	}
	if evaluator != pack.EvaluatorVersion {
		r.Evaluator = evaluator
	}
	law, err := s.kept(v, r.Outcome.Law)
	if err != nil {
		return r, err
	}
	snapshot, _, err := readSnapshot(k.Snapshot, law.Schema)
	if err != nil {
		return r, err
	}
	r.Differences, err = law.differences(k, snapshot)
	return r, err
}

// differences are what the law says now and did not say then, about the outcome
// that was issued.
func (l *code) differences(k Kept, snapshot *fact.Snapshot) (list []string, err error) {
	was, err := engine.ReadJSON([]byte(k.Answer), l.program.Schema)
	if err != nil {
		return nil, unreadable(err)
	}
	programme := snapshot.Claims[0]
	now := l.engine.Determine(snapshot, engine.Options{Programmes: []string{programme}})
	now.Hash = was.Hash // the evaluator's version is told by itself
	now.Outcomes = slices.DeleteFunc(now.Outcomes, func(o engine.Outcome) bool { return o.Instance != was.Outcomes[0].Instance })
	if len(now.Outcomes) != 1 {
		return []string{"现在没有这个项目的结果"}, nil
	}
	a, b := &was.Outcomes[0], &now.Outcomes[0]
	if a.Status != b.Status {
		list = append(list, "结果：原来是 "+string(a.Status)+"，现在是 "+string(b.Status))
	}
	if a.Total != b.Total {
		list = append(list, "金额：原来是 "+inWords(a.Total)+"，现在是 "+inWords(b.Total))
	}
	if a.Starts != b.Starts {
		list = append(list, "起发月：原来是 "+a.Starts.Chinese()+"，现在是 "+b.Starts.Chinese())
	}
	if len(list) == 0 && string(now.AppendJSON(nil, l.program.Schema)) != k.Answer {
		list = append(list, "理由的文字和原来不同")
	}
	if len(list) == 0 && body(l.told(snapshot, programme)) != body(k.Told) {
		list = append(list, "说明的文字和原来不同")
	}
	return list, nil
}

// body is an explanation without its first line, which names the edition of the
// packs: the kept law has none.
func body(told string) string {
	_, rest, _ := strings.Cut(told, "\n")
	return rest
}

// inWords is an amount as it is read.
func inWords(a engine.Amount) string {
	if a.Type == fact.Invalid {
		return "没有"
	}
	if a.Low != a.High {
		return a.Per() + a.Low.String() + "至" + a.High.String()
	}
	return a.Per() + a.Low.String()
}
