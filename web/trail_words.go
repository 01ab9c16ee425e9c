package web

import (
	"cmp"
	"strings"

	"doudi/access"
	"doudi/admin"
	"doudi/casework"
	"doudi/notify"
	"doudi/paper"
	"doudi/registry"
)

// otherActs name what is entered in chains without being an act of the matrix.
var otherActs = map[string]string{"instance.create": "建立系统", "registry.view": "查看登记内容", registry.JobSeal: "封存新列为保密的情况",
	"key.rotate": "开始换密钥", "key.reseal": "用新密钥封存", "key.reindex": "用新密钥重做索引", "key.rotated": "换完密钥"}

// actName names an act; rest is what the words leave out: all of it, for an act
// that has none.
func actName(m *access.Matrix, name string) (label, rest string) {
	if label = m.Acts[name].Label; label == "" {
		label = otherActs[name]
	}
	kind, isJob := strings.CutPrefix(name, "job.")
	switch {
	case label != "":
		return label, ""
	case isJob && jobWords[kind] != "":
		return "后台事务：" + jobWords[kind], ""
	case isJob:
		return "后台事务", kind
	}
	return "", name
}

// objectWords name the kinds of things that are done something to.
var objectWords = map[string]string{"staff": "人员", "person": "居民", "member": "居民", "household": "家庭", "office": "机构", "instance": "系统", "paper": "材料", "unit": "保障单元",
	"relative": "近亲属", "calendar": "节假日文件", "divisions": "区划文件", "job": "后台事务", "list": "名单", "sheet": "导入的表格", "figure": "数值的确认",
	"case": "办件", "application": "申请", "request": "网上申请", "award": "救助", "handed": "转来的办件", "forgotten": "没有递交就删去的网上申请，份数", "draw": "抽查批次", "referral": "转办的需求"}

// listWords name the lists that go out as files.
var listWords = map[string]string{"found": "查到的人和家庭", "households": "家庭", "work": "我的工作", "decision": "决定", "notice": "公示", "chart": "办件图表", "job": "失败的后台事务", "session": "登录", "office": "机构", "staff": "人员",
	"relative": "近亲属", "paper": "材料", "sheet": "导入的表格", "calendar": "节假日文件", "divisions": "区划文件", "chain": "审计链", "trail": "审计记录", "checkpoint": "检查点",
	"history": "登记的经过", "figure": "现行数值", "draw": "抽查批次", "referral": "转办的需求"}

// objectWord names a thing with its number, a list with how many rows went out.
func objectWord(object string) string {
	kind, id, ok := strings.Cut(object, ":")
	if list, rows, cut := strings.Cut(id, "/"); kind == "list" && cut && listWords[list] != "" {
		return "名单：" + listWords[list] + "，" + rows + " 行"
	}
	if label := objectWords[kind]; ok && label != "" {
		return label + " " + id
	}
	return object
}

// roleWord names a role; a substitute's names whom he stands in for.
func (s *Site) roleWord(role string) string {
	own, other, stands := strings.Cut(role, "/for:")
	label := s.Staff.Matrix.Roles[own].Label
	switch {
	case role == "":
		return "还没有用角色"
	case role == casework.AsFamily:
		return "家庭自己"
	case label == "":
		return role
	case stands:
		return label + "，代人员 " + other
	}
	return label
}

// whyWords name why something was refused or failed, and why numbers were looked
// at in full.
var whyWords = map[string]string{"bad_input": "填写有误", "conflict": "和别人的操作冲突", "not_found": "没有找到", "refused": "没有权限或不允许", "internal": "系统出错",
	"no_value": "当日无数值", "pack_error": "政策包有错", "code": "验证码", "plea": "申诉", "object": "异议", "withdraw": "撤回", "password": "密码", "second": "手机验证码", "purpose": "用途和岗位不符", "locked": "输错次数太多",
	"begin": "开始", "save": "保存", "enter": "进入", "paper": "材料", "lodge": "递交", "leave": "退出",
	"demo": "演示系统", "duplicate": "查重", "name": "按姓名", "number": "按证件号码", "tail": "按号码后四位", "phone": "按电话", "address": "按地址", "own_sheet": "自己导入的表格"}

// whyWord is the purpose of an entry, and behind it why the act was stopped.
func whyWord(e admin.Entry) string {
	if purpose, why, stopped := strings.Cut(e.Purpose, "/"); stopped {
		asked, refused := e, e
		asked.Purpose, refused.Purpose = purpose, why
		return whyWord(asked) + "；" + whyWord(refused)
	}
	if label := purposeWords[registry.Purpose(e.Purpose)]; label != "" {
		return label
	}
	if label := paper.Kind(e.Purpose).Label(); e.Name == "paper.print" && label != "" {
		return label
	}
	return cmp.Or(whyWords[e.Purpose], paper.Kind(e.Purpose).Label(), e.Purpose)
}

// jobWords name the kinds of background work.
var jobWords = map[string]string{registry.JobReadSheet: "读导入的表格", registry.JobEnterSheet: "登记导入的表格", registry.JobSeal: "封存新列为保密的情况", admin.JobRecount: "按新的节假日重新计算期限", notify.JobSend: "发出消息"}
