package access_test

import (
	"strings"
	"testing"

	"doudi/access"
	"doudi/civil"
	"doudi/fault"
	"doudi/gb"

	"github.com/google/go-cmp/cmp"
)

const head = "number,above,level,name,division,from\n"

// day is the day of all tests.
var day, _ = civil.MakeDate(2026, 9, 1)

func TestSitesAreReadAsATree(t *testing.T) {
	t.Parallel()
	got, err := access.Sites([]byte("\ufeff"+head+"1,,县,明溪县民政局,350421,2020-01-01\n5,1,township,雪峰镇,350421100,\n7,5,村,城东村,350421100001,\n8,1,乡镇,开发区,,\n"), gb.Shipped(), day)
	if err != nil {
		t.Fatal(err)
	}
	first, _ := civil.MakeDate(2020, 1, 1)
	since, _ := civil.MakeDate(1, 1, 1)
	want := []access.Site{
		{Number: 1, Level: access.County, Name: "明溪县民政局", Divisions: []access.Division{{Code: "350421", From: first, To: civil.Open}}},
		{Number: 5, Above: 1, Level: access.Township, Name: "雪峰镇", Divisions: []access.Division{{Code: "350421100", From: since, To: civil.Open}}},
		{Number: 7, Above: 5, Level: access.Village, Name: "城东村", Divisions: []access.Division{{Code: "350421100001", From: since, To: civil.Open}}},
		{Number: 8, Above: 1, Level: access.Township, Name: "开发区"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhoAnswersIsTheNearestOfficeWithATelephone(t *testing.T) {
	t.Parallel()
	list := []access.Site{{Number: 1, Phone: "0598-2812301"}, {Number: 2, Above: 1}, {Number: 3, Above: 2, Phone: "0598-2812303"}, {Number: 4, Above: 2}, {Number: 9}}
	for office, want := range map[int64]int64{1: 1, 2: 1, 3: 3, 4: 1, 9: 0, 7: 0} {
		if got := access.Answering(list, office); got.Number != want {
			t.Errorf("office %d: asked %d, not %d", office, got.Number, want)
		}
	}
}

func TestAFileOfOfficesIsRefusedWithItsLine(t *testing.T) {
	t.Parallel()
	const county = "1,,县,明溪县民政局,350421,\n"
	for name, c := range map[string]struct{ text, want string }{
		"nothing in it":                         {head, "没有机构"},
		"another header":                        {"a,b\n", "第1行：表头应当是"},
		"another encoding":                      {head + "1,,县,\xc3\xf7,350421,\n", "UTF-8"},
		"too few columns":                       {head + county + "2,1\n", "第3行：应当是六列"},
		"a number that is none":                 {head + "x,,县,明溪县民政局,350421,\n", "第2行：编号应当是"},
		"a number that is too big":              {head + "32768,,县,明溪县民政局,350421,\n", "第2行：编号应当是"},
		"a number used twice":                   {head + county + "1,1,乡镇,雪峰镇,350421100,\n", "第3行：编号 1 已经用过"},
		"a level that is none":                  {head + "1,,局,明溪县民政局,350421,\n", "第2行：级别只能写"},
		"no name":                               {head + "1,,县,,350421,\n", "第2行：名称不能空"},
		"a township alone":                      {head + "1,,乡镇,雪峰镇,350421100,\n", "第2行：最高的机构应当是县级以上"},
		"the highest below another":             {head + "2,1,县,明溪县民政局,350421,\n", "第2行：第一个机构是最高的"},
		"a second highest":                      {head + county + "2,,乡镇,雪峰镇,350421100,\n", "第3行：上级编号应当是"},
		"an office above that comes later":      {head + county + "2,3,乡镇,雪峰镇,350421100,\n", "第3行：上级编号应当是"},
		"a number smaller than above":           {head + "9,,县,明溪县民政局,350421,\n2,9,乡镇,雪峰镇,350421100,\n", "第3行：编号应当比上级的编号大"},
		"a county below a county":               {head + county + "2,1,县,清流县民政局,350423,\n", "第3行：级别应当低于"},
		"a code of another level":               {head + county + "2,1,乡镇,雪峰镇,350421,\n", "第3行：区划代码的位数"},
		"a township of another county":          {head + county + "2,1,乡镇,龙津镇,350423100,\n", "第3行：区划不在上级"},
		"a code that never was":                 {head + county + "2,1,乡镇,雪峰镇,350421999,\n", "第3行：那一天没有这个区划代码"},
		"a code that is gone (梅列区, until 2021)": {head + "1,,县,梅列区民政局,350402,2026-01-01\n", "第2行：那一天没有这个区划代码"},
		"a day that is none":                    {head + "1,,县,明溪县民政局,350421,昨天\n", "第2行：起用日期应当写成"},
		"one division for two offices":          {head + county + "2,1,乡镇,雪峰镇,350421100,\n3,1,乡镇,雪峰二,350421100,\n", "第4行：这个区划代码已经给了"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := access.Sites([]byte(c.text), gb.Shipped(), day)
			if fault.Kind(err) != fault.BadInput || !strings.Contains(fault.Sentence(err), c.want) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestTheFirstThreeRolesAreTheAdministratorsOfTheMatrix(t *testing.T) {
	t.Parallel()
	for _, role := range []string{access.SystemAdmin, access.SecurityAdmin, access.AuditAdmin} {
		if !access.Shipped().Roles[role].Alone {
			t.Errorf("%s is no administrator", role)
		}
	}
}
