package web

import (
	"net/http"
	"slices"
	"strings"

	"doudi/casefile"
	"doudi/casework"
	"doudi/civil"
	"doudi/fact"
	"doudi/registry"
)

// checkView is what a check report says of sums, beside what is registered.
type checkView struct {
	Parts []checkPart
	Wrong map[string]string // by the names of fields

	items []casework.Item
}

// checkPart is a table of a member or of the household. More is folded: nobody
// has to be asked about it, and nothing is registered.
type checkPart struct {
	Title       string
	Busy        bool // something is registered or typed in it
	Items, More []checkItem
}

// checkItem is an item with what is registered of it.
type checkItem struct {
	Label, Aside string // Aside is the name of the ticks
	Rows         []checkRow
	Sums         []checkSum
}

// checkRow is a row of the register that a sum may take the place of.
type checkRow struct {
	Line, Words string
	Ticked      bool
}

// checkSum is what is typed of a member.
type checkSum struct {
	Key, Name, State, Amount, Unit string
}

// sumStates are what a department can answer.
var sumStates = []option{{"", "没有查询"}, {casework.NoRecord, "无记录"}, {casework.HasSum, "有金额"}, {casework.Unvalued, "有，没有写明金额"}}

// sumWord is the word of such an answer; "" if there is none.
func sumWord(state string) string {
	for _, o := range sumStates {
		if o.Value == state {
			return o.Label
		}
	}
	return ""
}

// checkView lays out the sums of the form, as they were sent or, of a report that
// is corrected, as they stand in it.
func (s *Site) checkView(r *http.Request, view *surveyView) error {
	view.Check = &checkView{Wrong: map[string]string{}}
	old := casework.Record{}
	turn := atoi(view.Corrects)
	if turn != 0 {
		var err error
		if old, err = view.sigh.Recorded(turn); err != nil || old.Sort != casework.Check {
			return statusError(http.StatusNotFound)
		}
	}
	items, err := s.Cases.Items(r.Context(), visitOf(r.Context()).desk(), view.sigh, turn)
	if err != nil {
		return err
	}
	schema := s.lawOf(visitOf(r.Context())).program.Schema
	view.Check.items = items
	for i := range items {
		view.Check.add(r, schema, &items[i], &old)
	}
	return nil
}

// add puts an item into its part.
func (c *checkView) add(r *http.Request, schema *fact.Schema, item *casework.Item, old *casework.Record) {
	label := factLabel(schema, item.Table)
	title := "家庭的" + label
	if item.Subject.Of == registry.OfMember {
		title = item.People[0].Name + "的" + label
	}
	if n := len(c.Parts); n == 0 || c.Parts[n-1].Title != title {
		c.Parts = append(c.Parts, checkPart{Title: title})
	}
	one := checkItem{Label: item.Label, Aside: asideKey(item)}
	fresh := r.Method == http.MethodGet
	for _, w := range item.Rows {
		line := itoa(int(w.Line))
		ticked := slices.Contains(r.PostForm[one.Aside], line) || fresh && (old.Turn == 0 || slices.ContainsFunc(old.Sums, func(s casework.Sum) bool { return s.Table == item.Table && slices.Contains(s.Aside, w.Line) }))
		one.Rows = append(one.Rows, checkRow{line, w.Words(), ticked})
	}
	busy := len(one.Rows) > 0
	for _, m := range item.People {
		sum := checkSum{Key: item.Key() + "." + itoa(int(m.Person)), Name: m.Name, Unit: item.Unit}
		if fresh {
			sum.stood(old, item, m.Person)
		} else {
			sum.State, sum.Amount, sum.Unit = first(r.PostForm, "s."+sum.Key), first(r.PostForm, "a."+sum.Key), first(r.PostForm, "u."+sum.Key)
		}
		busy = busy || sum.State != "" || sum.Amount != ""
		one.Sums = append(one.Sums, sum)
	}
	part := &c.Parts[len(c.Parts)-1]
	part.Busy = part.Busy || busy
	if item.Usual || busy {
		part.Items = append(part.Items, one)
	} else {
		part.More = append(part.More, one)
	}
}

// asideKey names the ticks of the rows of an item.
func asideKey(item *casework.Item) string {
	return "off." + item.Key() + "." + item.Subject.Of + "." + itoa(int(item.Subject.ID))
}

// stood fills a sum in as it stands in a report that is corrected.
func (c *checkSum) stood(old *casework.Record, item *casework.Item, person int64) {
	for _, s := range old.Sums {
		if s.Table == item.Table && s.Kind == item.Kind && s.Person == person {
			c.State, c.Unit = s.State, s.Unit
			if s.State == casework.HasSum {
				c.Amount = strings.TrimSuffix(s.Amount.String(), "元")
			}
		}
	}
}

// sums reads what was typed. A sum beside a word that there is none is refused,
// whichever of the two is meant; the rows that were ticked are set aside by the first sum of their item.
func (c *checkView) sums(r *http.Request) (list []casework.Sum) {
	for i := range c.items {
		item, taken := &c.items[i], false
		for _, m := range item.People {
			key := item.Key() + "." + itoa(int(m.Person))
			sum := casework.Sum{Person: m.Person, Table: item.Table, Kind: item.Kind, Name: m.Name, Label: item.Label, State: first(r.PostForm, "s."+key), Unit: strings.TrimSpace(first(r.PostForm, "u."+key))}
			typed := strings.TrimSpace(first(r.PostForm, "a."+key))
			word := sumWord(sum.State)
			if word != "" && sum.State != casework.HasSum && typed != "" {
				c.Wrong["a."+key] = m.Name + "的" + item.Label + "：填了金额，又选了“" + word + "”；查到金额的选“有金额”，没有的删去金额"
			}
			if word == "" || sum.State == "" {
				continue
			}
			if sum.State == casework.HasSum {
				sum.Amount = yuan(strings.ReplaceAll(typed, ",", ""))
			}
			if sum.State != casework.NoRecord && !taken {
				taken = true
				for _, line := range r.PostForm[asideKey(item)] {
					sum.Aside = append(sum.Aside, atoi(line))
				}
			}
			list = append(list, sum)
		}
	}
	return list
}

// reportFields ask for the report itself.
func reportFields(c *casework.Sight) []field {
	last := c.Today.Month() - 1
	if c.Applied != 0 {
		last = c.Applied.Month() - 1
	}
	return []field{blank("paper", "报告编号", "没有编号就不填").wide(60), blank("as_of", "数据截止日", "报告的数据到哪一天；没有写明就不填"),
		blank("since", "收入从哪个月", "只登记金额时用").holding((last - 11).String()), blank("until", "收入到哪个月", "").holding(last.String())}
}

// holdReport fills the fields in as they stand in a report that is corrected.
func holdReport(fields []field, old casework.Record) {
	texts := map[string]string{"on": old.On.String(), "paper": old.Paper}
	if old.AsOf != 0 {
		texts["as_of"] = old.AsOf.String()
	}
	if old.Since != 0 {
		texts["since"], texts["until"] = old.Since.String(), old.Until.String()
	}
	for _, f := range old.Said {
		id := strings.TrimPrefix(f.About, "member.")
		switch differs, ok := strings.CutPrefix(f.Text, casework.Differs); {
		case ok:
			texts["member."+id], texts["diff."+id] = "differs", differs
		case f.Text == casework.AsDeclared:
			texts["member."+id] = "same"
		default:
			texts["member."+id] = "none"
		}
	}
	hold(fields, texts)
}

// report reads what the form says of the report.
func (view *surveyView) report(r *http.Request) (p casework.Report) {
	p.Paper, p.Sums = view.text("paper"), view.Check.sums(r)
	if view.text("as_of") != "" {
		p.AsOf = view.day("as_of")
	}
	p.Since, p.Until = monthOf(view.text("since")), monthOf(view.text("until"))
	for name, sentence := range view.Check.Wrong {
		view.Problems = append(view.Problems, problem{name, sentence})
	}
	return p
}

// monthOf reads a month; 0 is none.
func monthOf(text string) civil.Month {
	month, err := civil.ParseMonth(casefile.CellLiteral(fact.Month, text))
	if err != nil {
		return 0
	}
	return month
}

// differing is in how many sums a record is not as it was registered.
func differing(rec *casework.Record) (n int) {
	for i := range rec.Sums {
		if !rec.Sums[i].Agrees() {
			n++
		}
	}
	return n
}
