package gb_test

import (
	"strings"
	"testing"

	"doudi/civil"
	"doudi/gb"
)

// on reads a date.
func on(t *testing.T, text string) civil.Date {
	t.Helper()
	d, err := civil.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDivisionsAreNamedWithThoseAbove(t *testing.T) {
	t.Parallel()
	d, day := gb.Shipped(), on(t, "2026-11-22")
	for code, want := range map[string]string{
		"350421":    "福建省三明市明溪县",
		"120101":    "天津市和平区",
		"4203":      "湖北省十堰市",
		"63":        "青海省",
		"350402":    "", // 梅列区 is no more
		"429004":    "湖北省仙桃市",
		"500229":    "重庆市城口县",
		"110101001": "北京市东城区东华门街道",
		"999999":    "",
	} {
		if got := d.FullName(code, day); got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
}

func TestACodeThatDiedHasHeirs(t *testing.T) {
	t.Parallel()
	d := gb.Shipped()
	if v, ok := d.At("350402", on(t, "2020-03-15")); !ok || v.Name != "梅列区" {
		t.Errorf("%+v %v", v, ok)
	}
	for _, code := range []string{"350402", "350403", "350404"} {
		heirs := d.Heirs(code, on(t, "2026-11-22"))
		if len(heirs) != 1 || heirs[0].Code != "350404" || heirs[0].Name != "三元区" {
			t.Errorf("%s: %+v", code, heirs)
		}
	}
	if heirs := d.Heirs("350402", on(t, "2020-03-15")); len(heirs) != 1 || heirs[0].Code != "350402" {
		t.Errorf("before it died: %+v", heirs)
	}
	if _, ok := d.At("350404", on(t, "2020-03-15")); ok {
		t.Error("三元区 of today was not there in 2020")
	}
}

func TestDivisionsBelow(t *testing.T) {
	t.Parallel()
	d := gb.Shipped()
	for _, c := range []struct {
		code, day string
		count     int
		first     string
	}{
		{"", "2026-11-22", 31, "北京市"},
		{"350421", "2026-11-22", 9, "雪峰镇"},
		{"3504", "2026-11-22", 11, "三元区"},
		{"3504", "2020-03-15", 12, "梅列区"},
		{"350421100", "2026-11-22", 0, ""},
	} {
		list := d.Below(c.code, on(t, c.day))
		if len(list) != c.count || c.count > 0 && list[0].Name != c.first {
			t.Errorf("%s on %s: %d, %v", c.code, c.day, len(list), list[:min(1, len(list))])
		}
	}
}

func TestVillagesAreLoadedFromAFile(t *testing.T) {
	t.Parallel()
	d, err := gb.Shipped().Load(strings.NewReader("code,name,from,to,becomes,source\n350421100200,虚构村,2020-01-01,,,民政局\n"))
	if err != nil {
		t.Fatal(err)
	}
	day := on(t, "2026-11-22")
	if got := d.FullName("350421100200", day); got != "福建省三明市明溪县雪峰镇虚构村" || len(d.Below("350421100", day)) != 1 {
		t.Error(got)
	}
	if d.FullName("350421100200", on(t, "2019-12-31")) != "" || gb.Shipped().Known("350421100200") {
		t.Error("the village is there too early, or in the shipped divisions")
	}
}

func TestAWrongFileOfDivisionsIsRefusedWithItsLine(t *testing.T) {
	t.Parallel()
	const head = "code,name,from,to,becomes,source\n"
	for name, c := range map[string]struct{ text, want string }{
		"no header":                {"350421,明溪县,,,,\n", "第1行：表头"},
		"a code of five digits":    {head + "35042,明溪县,,,,\n", "第2行：代码"},
		"no name":                  {head + "350421,,,,,\n", "第2行：代码"},
		"a column missing":         {head + "350421,明溪县,,,\n", "第2行：应当是六列"},
		"a day that is none":       {head + "350421,明溪县,2020-02-30,,,\n", "第2行：起止日期"},
		"an end before the begin":  {head + "350421,明溪县,2020-02-02,2020-02-01,,\n", "第2行：止日"},
		"an heir without an end":   {head + "350421,明溪县,,,350404,\n", "第2行：止日"},
		"two times that overlap":   {head + "350421,明溪县,,2020-02-01,,\n350421,明溪,2020-02-01,,,\n", "第3行"},
		"an heir nobody knows":     {head + "350421,明溪县,,2020-02-01,359999,\n", "359999 不在已有的区划里"},
		"a village without a town": {head + "350499100200,虚构村,,,,\n", "上级 350499100 不在"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := gb.Shipped().Load(strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}
