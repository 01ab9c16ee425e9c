package policy

import (
	"doudi/civil"
	"doudi/pack"
)

// SpanWords says on which days something is law: 2020年1月1日至2021年6月30日.
// Every day is said with no words.
func SpanWords(s pack.Span) string {
	switch {
	case s.From <= dawn && s.To >= civil.Open:
		return ""
	case s.From <= dawn:
		return s.To.Chinese() + "以前："
	case s.To >= civil.Open:
		return s.From.Chinese() + "起："
	}
	return s.From.Chinese() + "至" + s.To.Chinese() + "："
}

// offices are the names of payers, deciders and those who act, that the shipped packs use; a
// pack may also write the Chinese name itself.
var offices = map[string]string{
	"central_fund": "中央财政", "province_fund": "省级财政", "city_fund": "市级财政", "county_fund": "县级财政",
	"township_fund": "乡镇（街道）财政", "medical_fund": "医疗救助基金", "basic_insurance": "基本医保", "major_insurance": "大病保险",
	"civil_affairs": "民政部门", "county": "县级民政部门", "township": "乡镇（街道）", "education": "教育部门", "housing": "住建部门",
	"human_resources": "人社部门", "trade_union": "工会", "disabled_federation": "残联", "medical_insurance": "医保部门", "health": "卫健部门",
	"province": "省级民政部门", "city": "市级民政部门", "finance": "财政部门", "statistics": "统计部门", "hospital": "医疗机构",
	"poverty_relief": "扶贫（乡村振兴）部门", "civility_office": "文明办", "societies": "群团组织和社会组织", "others": "有关部门",
	"village": "村（居）民委员会", "family": "申请人", "police": "公安机关", "shelter_station": "救助管理机构",
}

// Office is the Chinese name of a payer, a decider or one who acts.
func Office(id string) string { return orID(offices[id], id) }
