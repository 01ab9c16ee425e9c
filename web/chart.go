package web

import (
	"net/http"

	"doudi/casework"
	"doudi/civil"
)

// chartPath is where the charts of cases are.
const chartPath = "/chart"

// chartView is the charts of cases with the tables that hold the same numbers.
type chartView struct {
	slip
	Span             string
	Phases           []string
	Offices          []countRow
	Steps            []stepRow
	AskedBy, AskedOf string // the addresses of the two tables as files
}

// countRow is how many cases of an office are in each phase.
type countRow struct {
	Office string
	Cases  []int
	All    int
}

// stepRow is how long a step took.
type stepRow struct {
	Programme, Step, Unit                      string
	Cases, Least, Low, Middle, High, Most, Lim int
	Late, Open                                 int
}

// unitWords name the days by which limits count.
var unitWords = map[string]string{"days": "天", "working_days": "工作日", "clock_hours": "小时"}

// chartNames are what can be asked of charts.
var chartNames = []string{"from", "to", "programme", "office"}

// chartYear is for how long back charts look unless they are asked otherwise.
const chartYear = 365

// charts shows where the cases stand, and how long their steps took.
func (s *Site) charts(w http.ResponseWriter, r *http.Request) error {
	v, asked := visitOf(r.Context()), r.URL.Query()
	today := s.today()
	view := chartView{slip: filled(asked, blank("from", "从哪一天递交的", "如 2026-01-01；不写是一年以内").holding((today - chartYear).String()), blank("to", "到哪一天", "含当天").holding(today.String()),
		s.programmeField(r, v), officeField(v))}
	a := casework.AskedCharts{From: view.dayOrNone("from"), To: view.dayOrNone("to"), Programme: view.text("programme"), Office: atoi(view.text("office")), Now: s.minute()}
	if a.To == 0 {
		a.To = civil.Open
	}
	if len(view.Problems) > 0 {
		return s.show(w, r, http.StatusBadRequest, chartPage(view))
	}
	c, err := s.Cases.Charts(r.Context(), v.member.Actor(), v.offices(), a)
	if err != nil {
		return err
	}
	view.fill(v, c)
	kept := pageless(asked, chartNames)
	view.AskedOf = withQuery(chartPath, kept.Encode())
	kept.Set("table", "steps")
	view.AskedBy = withQuery(chartPath, kept.Encode())
	return s.list(w, r, http.StatusOK, chartPage(view), view.listing(asked.Get("table") == "steps"))
}

// fill puts the numbers into the tables.
func (view *chartView) fill(v *visit, c casework.Charts) {
	for _, p := range casework.Phases() {
		view.Phases = append(view.Phases, p.Label())
	}
	for _, o := range c.Offices {
		row := countRow{Office: v.officeName(o.Office), Cases: o.Cases[:]}
		for _, n := range o.Cases {
			row.All += n
		}
		view.Offices = append(view.Offices, row)
	}
	for _, d := range c.Steps {
		view.Steps = append(view.Steps, stepRow{Programme: d.Programme, Step: d.Step, Unit: unitWords[d.Unit], Cases: len(d.Took), Lim: d.Limit, Late: d.Late, Open: d.Open,
			Least: d.Quantile(0), Low: d.Quantile(25), Middle: d.Quantile(50), High: d.Quantile(75), Most: d.Quantile(100)})
	}
}

// listing is one of the tables as a file.
func (view *chartView) listing(steps bool) listing {
	if !steps {
		return listing{"chart", "各地办件", append([]string{"机构", "共"}, view.Phases...), rowsOf(view.Offices, func(o countRow) []string {
			cells := []string{o.Office, itoa(o.All)}
			for _, n := range o.Cases {
				cells = append(cells, itoa(n))
			}
			return cells
		})}
	}
	return listing{"chart", "每一步用的时间", []string{"项目", "步骤", "单位", "件数", "最短", "四分之一不超过", "一半不超过", "四分之三不超过", "最长", "法定期限", "超过的件数", "其中还没有办完"},
		rowsOf(view.Steps, func(d stepRow) []string {
			return []string{d.Programme, d.Step, d.Unit, itoa(d.Cases), itoa(d.Least), itoa(d.Low), itoa(d.Middle), itoa(d.High), itoa(d.Most), itoa(d.Lim), itoa(d.Late), itoa(d.Open)}
		})}
}
