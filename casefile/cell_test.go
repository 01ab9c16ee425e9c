package casefile

import (
	"testing"

	"doudi/fact"
)

func TestCells(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		typ  fact.Type
		text string
		want string
	}{
		{"an amount without unit", fact.Money, "538", "538元"},
		{"an amount per month", fact.MoneyMonth, "538元/月", "538元"},
		{"a binary fraction of a workbook", fact.Money, "538.10000000000002", "538.1元"},
		{"nines at the end of a binary fraction", fact.Money, "0.29999999999999999", "0.3元"},
		{"nines that carry through", fact.Money, "999.99999999999999", "1000元"},
		{"an exponent", fact.Money, "1.2E+3", "1200元"},
		{"a small exponent", fact.Money, "5E-2", "0.05元"},
		{"a negative amount", fact.Money, "-5", "-5元"},
		{"zero is not negative", fact.Money, "-0.0", "0元"},
		{"thousands are left to be refused", fact.Money, "1,000", "1,000"},
		{"full-width digits", fact.Money, "\uff15\uff13\uff18元", "538元"},
		{"a rate with its sign", fact.Rate, "42%", "42%"},
		{"a rate as workbooks keep it", fact.Rate, "0.42", "42%"},
		{"a rate with a fraction", fact.Rate, "0.125", "12.5%"},
		{"a rate below one percent", fact.Rate, "0.005", "0.5%"},
		{"a whole", fact.Rate, "1", "100%"},
		{"nothing", fact.Rate, "0", "0%"},
		{"a bare number above one could mean anything", fact.Rate, "42", "42"},
		{"a Chinese numeral", fact.Count, "一级", "1"},
		{"a count as workbooks keep it", fact.Count, "3.0", "3"},
		{"half a person is left to be refused", fact.Count, "1.5", "1.5"},
		{"months", fact.Months, "6个月", "6 months"},
		{"an area", fact.Area, "13㎡", "13平方米"},
		{"yes", fact.Bool, "是", "true"},
		{"no as a workbook's 0", fact.Bool, "0", "false"},
		{"a date with slashes", fact.Date, "2020/3/5", "2020-03-05"},
		{"a date with dots", fact.Date, "2020.03.15", "2020-03-15"},
		{"a date in Chinese", fact.Date, "2020年3月15日", "2020-03-15"},
		{"a date in eight digits", fact.Date, "20200315", "2020-03-15"},
		{"a workbook's day number", fact.Date, "43905", "2020-03-15"},
		{"a workbook's day number with a time", fact.Date, "43905.5", "2020-03-15"},
		{"a date with a time", fact.Date, "2020/3/15 0:00:00", "2020-03-15"},
		{"a year alone is left to be refused", fact.Date, "1970", "1970"},
		{"words are left to be refused", fact.Date, "去年3月", "去年3月"},
		{"a month in Chinese", fact.Month, "2020年3月", "2020-03"},
		{"a month in six digits", fact.Month, "202003", "2020-03"},
		{"a month that a workbook made a day", fact.Month, "43891", "2020-03"},
		{"a span in Chinese", fact.Span, "2019年3月至2020年2月", "2019-03/2020-02"},
		{"a span with dots and a dash", fact.Span, "2019.3-2020.2", "2019-03/2020-02"},
		{"a span as in YAML", fact.Span, "2019-03/2020-02", "2019-03/2020-02"},
		{"one month is a span", fact.Span, "2019-03", "2019-03/2019-03"},
		{"one year is a span", fact.Span, "2019年", "2019-01/2019-12"},
		{"none", fact.Date, "无", "none"},
		{"unknown", fact.Count, "不详", "unknown"},
		{"blanks around", fact.Enum, "　城市 ", "城市"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := fromStyle(tt.typ, &node{style: cell, text: tt.text}); got != tt.want {
				t.Errorf("%q reads as %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}
