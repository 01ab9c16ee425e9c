package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"doudi/casework"
	"doudi/civil"
	"doudi/money"
	"doudi/registry"
	"doudi/store"
)

// wages are the amounts of the income of somebody that stand today, with their sources.
func (h *house) wages(s *store.Store, person int64) (list []string) {
	h.Helper()
	facts, err := h.people(s).Timeline(background, clerk, of(registry.OfMember, person))
	h.must(err)
	for _, f := range facts.Facts {
		if f.Key == "income.amount" && f.Superseded == 0 && f.To == civil.Open {
			list = append(list, fmt.Sprint(f.Value, " ", f.Source, " ", f.Evidence > 0))
		}
	}
	slices.Sort(list)
	return list
}

// checkedWage is a report of one wage of somebody that sets rows aside.
func checkedWage(key int, person int64, sum money.Fen, aside ...int64) casework.Record {
	since, _ := civil.ParseMonth("2025-09")
	return casework.Record{Sort: casework.Check, Ident: fmt.Sprintf("key%019d", key), On: civil.Date(20600), First: "林一",
		Report: casework.Report{Paper: "核对报告第七号甲", Since: since, Until: since + 11,
			Sums: []casework.Sum{{Person: person, Table: "income", Kind: "wage", State: casework.HasSum, Amount: sum, Unit: "税务", Aside: aside},
				{Person: person, Table: "asset", Kind: "deposit", State: casework.NoRecord}}}}
}

func TestWhatACheckReportFoundTakesThePlaceOfWhatWasDeclared(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id := h.accepted(s, c)
		sight, err := c.Look(background, clerk, id)
		h.must(err)
		if !sight.Unchecked() {
			t.Error("without a report nobody is told that there is none")
		}
		people := h.people(s)
		household, err := people.Family(background, clerk, sight.Household)
		h.must(err)
		head := household.Members[0].Person
		row := func(key, value string, line int64) registry.Answer { return said(t, key, value, "2020-01-01", line) }
		h.must(people.EnterFacts(background, clerk, mingxi().Schema, of(registry.OfMember, head), []registry.Answer{
			row("income", "complete", 0), row("income", "row", -1), row("income.kind", "'wage'", -1), row("income.amount", "1000元", -1),
			row("income", "row", -2), row("income.kind", "'wage'", -2), row("income.amount", "500元", -2)}))
		declared := h.wages(s, head)
		items, err := c.Items(background, clerk, sight, 0)
		h.must(err)
		at := slices.IndexFunc(items, func(i casework.Item) bool { return i.Key() == "income.wage" && i.Subject.ID == head })
		if at < 0 || len(items[at].Rows) < 2 || items[at].Rows[0].Source != registry.Declared {
			t.Fatalf("%+v", items)
		}
		rows := items[at].Rows
		one := rows[slices.IndexFunc(rows, func(w casework.Was) bool { return w.Amount == 1000_00 })].Line
		two := rows[slices.IndexFunc(rows, func(w casework.Was) bool { return w.Amount == 500_00 })].Line

		both := checkedWage(1, head, 2600_00, one)
		both.Sums = append(both.Sums, casework.Sum{Person: head + 1, Table: "income", Kind: "wage", State: casework.HasSum, Amount: 100})
		_, err = c.Enter(background, clerk, id, both, nil, blankSheet)
		h.refused(err, household.Members[0].Name+"、"+household.Members[1].Name+"没有签核对授权书")
		if got := h.wages(s, head); !slices.Equal(got, declared) {
			t.Errorf("a refused report changed the register: %v", got)
		}
		h.signs(s, clerk, sight.Household, head, casework.Authorisation, 1)
		turn, err := c.Enter(background, clerk, id, checkedWage(3, head, 2600_00, one), nil, blankSheet)
		h.must(err)
		if got := h.wages(s, head); !slices.Contains(got, "2600元 checked true") || !slices.Contains(got, "500元 declared false") || slices.Contains(got, "1000元 declared false") {
			t.Errorf("after the report: %v", got)
		}
		sight, err = c.Look(background, clerk, id)
		h.must(err)
		if sight.Unchecked() {
			t.Error("with its report the case counts as unchecked")
		}
		first, err := sight.Recorded(turn)
		h.must(err)
		text := fmt.Sprint(first.Lines())
		for _, want := range []string{"【不一致】登记：", "1000元（家庭申报）", "核对：2600元（税务）", "登记的不再用", "核对：无记录", "核对报告第七号甲"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is not in %s", want, text)
			}
		}

		mended := checkedWage(4, head, 1500_00, one, two)
		mended.Corrects = turn
		_, err = c.Enter(background, clerk, id, mended, nil, blankSheet)
		h.must(err)
		if got := h.wages(s, head); !slices.Contains(got, "1500元 checked true") || len(got) != len(declared)-1 {
			t.Errorf("after the correction: %v, declared were %v", got, declared)
		}
		again := checkedWage(5, head, 1, one)
		again.Corrects = turn
		_, err = c.Enter(background, clerk, id, again, nil, blankSheet)
		h.refused(err, "已经更正过")
		sight, err = c.Look(background, clerk, id)
		h.must(err)
		empty := casework.Record{Sort: casework.Check, Ident: fmt.Sprintf("key%019d", 6), On: civil.Date(20600), Said: []casework.Finding{{About: fmt.Sprint("member.", head), Label: "王桂兰", Text: "没有结果"}},
			Report: casework.Report{Corrects: sight.Turn}}
		_, err = c.Enter(background, clerk, id, empty, nil, blankSheet)
		h.must(err)
		if got := h.wages(s, head); !slices.Equal(got, declared) {
			t.Errorf("a report that says nothing any more leaves what was declared: %v, not %v", got, declared)
		}
		sight, err = c.Look(background, clerk, id)
		h.must(err)
		if len(sight.Records) != 3 || !sight.Corrected(turn) {
			t.Errorf("the former reports are not kept: %d", len(sight.Records))
		}
		h.sound(s)
		h.clean(h.written(s), []string{"核对报告第七号甲"}, "dibao")
	})
}

func TestASumOfACheckReportIsWhole(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id := h.accepted(s, c)
		for name, wrong := range map[string]struct {
			change func(*casework.Record)
			say    string
		}{
			"a sum that is none":              {func(r *casework.Record) { r.Sums[0].Amount = 0 }, "核对的金额：没有填"},
			"months the wrong way round":      {func(r *casework.Record) { r.Until = r.Since - 1 }, "收入从哪个月到哪个月"},
			"data of a day behind the report": {func(r *casework.Record) { r.AsOf = r.On + 1 }, "数据截止日"},
			"a stranger":                      {func(r *casework.Record) { r.Sums[0].Person = 999 }, "不在这一家"},
			"a number where a department is":  {func(r *casework.Record) { r.Sums[0].Unit = "35042119700501101" + "X" }, ""},
		} {
			r := checkedWage(1, 1, 100)
			wrong.change(&r)
			if _, err := c.Enter(background, clerk, id, r, nil, blankSheet); err == nil || !strings.Contains(err.Error(), wrong.say) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// A car that is found without what it is worth is no zero: the law says what is
// missing.
func TestWhatIsFoundWithoutASumIsMissingAndNotZero(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		s := h.open()
		c := h.cases(s)
		id := h.accepted(s, c)
		h.toSurvey(c, id)
		h.does(c, clerk, id, casework.Do, casework.Judge)
		sight := h.stands(c, id, "notice")
		if !sight.Judged.Gives() || !sight.Judged.Settled() {
			t.Fatalf("before: %+v", sight.Judged)
		}
		head := h.members(c, sight.Household)[0]
		h.signs(s, clerk, sight.Household, head, casework.Authorisation, 1)
		found := checkedWage(1, head, 100)
		found.Sums = []casework.Sum{{Person: head, Table: "asset", Kind: "deposit", State: casework.Unvalued, Unit: "银行"}}
		turn, err := c.Enter(background, clerk, id, found, nil, blankSheet)
		h.must(err)
		h.does(c, clerk, id, casework.Judge)
		sight = h.stands(c, id, "notice")
		if sight.Judged.Settled() || !strings.Contains(fmt.Sprint(sight.Judged.Missing), "信息核对的价值") {
			t.Errorf("it counts as nothing: %v, missing %v", sight.Judged.Status, sight.Judged.Missing)
		}
		r, err := sight.Recorded(turn)
		h.must(err)
		if text := fmt.Sprint(r.Lines()); !strings.Contains(text, "【不一致】登记：没有；核对：有，没有写明金额（银行）") {
			t.Error(text)
		}
	})
}

// members are the people of a household.
func (h *house) members(c *casework.Service, household int64) (list []int64) {
	h.Helper()
	all, err := c.Registry.Family(background, clerk, household)
	h.must(err)
	for _, m := range all.Members {
		list = append(list, m.Person)
	}
	return list
}
