package pack

// shapeKind says what may stand at one place of a pack file.
type shapeKind uint8

const (
	isText      shapeKind = iota // words for people
	isName                       // an id: a-z, 0-9, _
	isLabelID                    // an id that may have hyphens and capitals: sources, clauses, procedures
	isExpr                       // an expression, a name or a literal
	isLiteral                    // a literal alone
	isDay                        // 2020-03-15
	isNumber                     // a whole number
	isFlag                       // true or false
	isWord                       // one of a closed list
	isCite                       // one citation
	isCell                       // a literal, or the word any
	isEnumValue                  // an enum value, quoted
	isList                       // a list of one shape
	isMap                        // a mapping with free keys of one shape
	isObject                     // a mapping with known keys
	isPattern                    // text of one pattern; for family files, which package casefile reads
	isAny                        // anything; likewise
	isEither                     // one of several shapes, told apart by the kind of node
)

// shape is the one source of truth for what a pack file may hold: the loader
// checks nodes against it and the JSON Schemas for editors are written from it.
type shape struct {
	is     shapeKind
	words  []string // isWord
	match  string   // isPattern
	of     *shape   // isList, isMap; for isObject the shape of keys not listed, nil if none are allowed
	keys   []field  // isObject
	either []*shape // isEither: of different node kinds
}

// field is one known key of an object.
type field struct {
	name     string
	doc      string
	shape    *shape
	required bool
}

func must(name, doc string, s *shape) field { return field{name, doc, s, true} }
func may(name, doc string, s *shape) field  { return field{name, doc, s, false} }

func list(of *shape) *shape            { return &shape{is: isList, of: of} }
func mapOf(of *shape) *shape           { return &shape{is: isMap, of: of} }
func object(keys ...field) *shape      { return &shape{is: isObject, keys: keys} }
func words(w ...string) *shape         { return &shape{is: isWord, words: w} }
func either(shapes ...*shape) *shape   { return &shape{is: isEither, either: shapes} }
func oneOrList(of *shape) *shape       { return either(of, list(of)) }
func (s *shape) open(of *shape) *shape { c := *s; c.of = of; return &c }

// field finds a known key.
func (s *shape) field(name string) (field, bool) {
	for _, f := range s.keys {
		if f.name == name {
			return f, true
		}
	}
	return field{}, false
}

var (
	aText       = &shape{is: isText}
	aName       = &shape{is: isName}
	aLabelID    = &shape{is: isLabelID}
	anExpr      = &shape{is: isExpr}
	aLiteral    = &shape{is: isLiteral}
	aCell       = &shape{is: isCell}
	aDay        = &shape{is: isDay}
	aNumber     = &shape{is: isNumber}
	aFlag       = &shape{is: isFlag}
	anEnumValue = &shape{is: isEnumValue}
	someCites   = oneOrList(&shape{is: isCite})
	typeWord    = words("money", "money/month", "money/year", "money/day", "rate", "count", "months", "date", "month",
		"span", "area", "bool", "enum", "place")
	statusWord = words("example", "unverified", "assumed", "reading")
	modeWord   = words("UP_TO_FEN", "DOWN_TO_FEN", "HALF_UP_TO_FEN", "UP_TO_JIAO", "DOWN_TO_JIAO", "HALF_UP_TO_JIAO",
		"UP_TO_YUAN", "DOWN_TO_YUAN", "HALF_UP_TO_YUAN")
)

// spanShape is the days on which something is law.
var spanShape = object(
	must("from", "起始日（含）", aDay),
	may("to", "截止日（含）", aDay),
	may("open", "没有截止日时写 true", aFlag),
)

var (
	citeField    = may("cite", "出处：登记条号（MX-28），或“来源/条号”（mz57/8），可以是一个列表", someCites)
	inForceField = may("in_force", "施行期间，省略时同整个包", spanShape)
	statusField  = may("status", "不是公布的数值时写明：example、unverified、assumed、reading", statusWord)
)

var packShape = object(
	must("id", "包的名字，与目录同名", aLabelID),
	must("label", "地名", aText),
	may("extends", "上级包的名字；全国的包没有上级", aLabelID),
	may("scope", "只管哪些家庭，例如 {area: ['rural']}；以外由上级回答", mapOf(list(anEnumValue))),
	must("version", "版本，例如 2026.11", aText),
	must("in_force", "整个包从哪天管到哪天", spanShape),
	may("sources", "引用的文件", sourcesShape),
)

var sourcesShape = mapOf(sourceShape)

var sourceShape = object(
	must("issuer", "发文机关", aText),
	may("number", "文号", aText),
	may("title", "标题（文号和标题至少写一个）", aText),
	must("year", "年份", aNumber),
	may("issued", "印发日", aDay),
	may("in_force", "施行日", aDay),
	may("superseded_by", "被哪个来源取代", aLabelID),
	may("superseded_on", "从哪天起被取代", aDay),
	may("status", "来源未见原文时写 unverified", statusWord),
	may("clauses", "引用到的条款", mapOf(clauseShape)),
)

var clauseShape = object(
	must("at", "在原文哪里，例如 第八条", aText),
	may("says", "用自己的话说它规定什么", aText),
)

// unitDoc is what a unit is for; other types than count have theirs.
const unitDoc = "个数的量词，例如 套、辆、次；写“级”的显示为一级、二级，一级最重"

var factShape = object(
	must("type", "类型", typeWord),
	may("label", "中文名称", aText),
	may("values", "枚举的各个值，加引号", list(anEnumValue)),
	may("value_labels", "每个枚举值的中文", mapOf(aText)),
	may("bounds", "最小值和最大值（含）", list(aLiteral)),
	may("unit", unitDoc, aText),
	may("may_be", "还可以是 none（没有）或 unknown（不清楚）", oneOrList(words("none", "unknown"))),
	may("required", "是否必填", aFlag),
	may("changeable", "家庭自己能不能改变", aFlag),
	may("decided_by", "由谁裁量决定，决定前结果是一个范围", aText),
	may("verified_by", "由哪些部门核实", oneOrList(aText)),
	may("sensitivity", "敏感类别", aText),
	may("applies_when", "什么情况下才有这一项", anExpr),
	citeField,
)

var entityShape = object(
	may("of", "子表属于谁", words("household", "member")),
	may("plural", "在家庭文件里的键", aName),
	may("label", "中文名称", aText),
	may("seldom", "少数家庭才有的特殊情况，可以几样一起答没有", aFlag),
).open(factShape)

var deviatesShape = oneOrList(object(
	must("from", "偏离的上级数值或约束", aName),
	must("because", "理由", aText),
))

// rowKeys are the keys of a figure row apart from its key columns.
var rowKeys = []field{
	must("from", "起始日（含）", aDay),
	may("to", "截止日（含）", aDay),
	may("open", "没有截止日时写 true，并写 review_by", aFlag),
	may("review_by", "最迟哪天复核", aDay),
	must("value", "数值；用 by 时是各个取值，用 steps 时是各档", either(aLiteral, mapOf(aLiteral))),
	may("cite", "出处", someCites),
	statusField,
	may("by", "谁作出这一理解", aText),
	may("published_on", "公布日", aDay),
	may("prevails", "对下级的数值：at_least 不得低于，at_most 不得高于，replace 取代", words("at_least", "at_most", "replace")),
}

var rowShape = object(rowKeys...).open(aLiteral)

var figureShape = object(
	may("type", "类型", typeWord),
	may("label", "中文名称", aText),
	may("question", "条文没有说清、由这个数值回答的问题", aText),
	may("options", "可以选的各个回答，加引号", list(anEnumValue)),
	may("value_labels", "每个回答或每个枚举列的中文", mapOf(aText)),
	may("by", "按哪个枚举分别取值", aName),
	may("keys", "各列按哪个事实查，例如 {place: handling_place}", mapOf(aName)),
	may("steps", "分档数值的档线是什么类型", typeWord),
	may("unit", unitDoc, aText),
	may("allowed", "条文允许的范围：最小值和最大值", list(aLiteral)),
	may("missing", "没有公布时等待", words("waiting")),
	may("table", "tables 目录里的 CSV 文件名", aText),
	may("values", "各个时段的数值", list(rowShape)),
	may("deviates", "明知与上级不同，写明与哪个不同、为什么", deviatesShape),
)

var optionShape = either(list(aName), object(
	may("label", "这个选项的说法", aText),
	must("opens", "选了它可以得到的项目", list(aName)),
))

var choiceShape = object(
	must("of", "由谁选", aName),
	must("label", "要选什么", aText),
	must("offered_when", "什么情况下要选", anExpr),
	must("options", "各个选项和它们各自打开的项目", mapOf(optionShape)),
	may("lasts", "选一次管多久", words("until_recheck", "one_year", "for_good")),
	citeField, inForceField,
)

var aggregateShape = object(
	must("of", "对哪张表的每一行", aName),
	may("where", "只算哪些行", anExpr),
	may("value", "每一行取什么", anExpr),
	may("is", "每一行是否", anExpr),
	may("if_none", "一行也没有时取什么", anExpr),
)

var caseShape = object(
	must("when", "什么情况下", anExpr),
	must("value", "取什么", anExpr),
	citeField,
)

var cellShape = either(aCell, list(aLiteral), object(
	may("from", "最小（含）", aLiteral),
	may("to", "最大（含）", aLiteral),
))

var tableShape = object(
	must("by", "按哪些事实或规则查", list(anExpr)),
	must("rows", "各行", list(object(
		must("when", "每列取什么：一个值、一列值、{from: , to: } 或 any", mapOf(cellShape)),
		must("value", "取什么", anExpr),
		citeField,
	))),
)

var exceptionShape = object(
	must("id", "例外的名字", aName),
	may("label", "中文说法", aText),
	must("when", "什么情况下", anExpr),
	must("value", "取什么", anExpr),
	may("over", "胜过哪些例外", oneOrList(aName)),
	citeField, inForceField,
)

var roundShape = either(modeWord, object(
	must("mode", "怎样取整", modeWord),
	citeField,
))

// bodyKeys are the keys that make the body of a rule, by kind.
var bodyKeys = []struct {
	name string
	kind BodyKind
}{
	{"value", BodyValue}, {"cases", BodyCases}, {"table", BodyTable}, {"brackets", BodyBrackets}, {"base", BodyBase},
	{"add_up", BodyAddUp}, {"any", BodyAny}, {"all", BodyAll}, {"count", BodyCount}, {"min_of", BodyMinOf}, {"max_of", BodyMaxOf},
}

var ruleShape = object(
	must("id", "规则的名字", aName),
	must("of", "对谁：place、household、member 或一张子表", aName),
	must("label", "中文名称", aText),
	may("value_labels", "结果是枚举时，每个值的中文", mapOf(aText)),
	citeField,
	may("value", "一个表达式", anExpr),
	may("cases", "从上往下第一个成立的", list(caseShape)),
	may("otherwise", "都不成立时", anExpr),
	may("table", "决策表，恰好命中一行", tableShape),
	may("brackets", "分档累进", object(must("of", "分档的数值", aName), must("value", "对什么分档", anExpr))),
	may("base", "一般情形", anExpr),
	may("exceptions", "例外", list(exceptionShape)),
	may("add_up", "相加", aggregateShape),
	may("any", "有一行成立", aggregateShape),
	may("all", "每一行都成立", aggregateShape),
	may("count", "数有几行", aggregateShape),
	may("unit", unitDoc, aText),
	may("min_of", "取最小", aggregateShape),
	may("max_of", "取最大", aggregateShape),
	may("round", "怎样取整；条文规定取整的写 {mode: , cite: }", roundShape),
	may("boundary", "条文的措辞：below 低于，at_most 不高于，at_least 不低于，above 高于", words("below", "at_most", "at_least", "above")),
	may("changeable", "家庭自己能不能改变", aFlag),
	may("duty", "这是哪个部门的职责", aText),
	statusField, inForceField,
	may("deviates", "明知与上级不同，写明与哪个不同、为什么", deviatesShape),
)

var partShape = object(
	must("part", "这一部分的名字", aName),
	may("label", "中文名称", aText),
	may("value", "数额", anExpr),
	may("each", "对每一个谁分别计算再相加", aName),
	may("round", "怎样取整", roundShape),
	may("less", "是扣减", aFlag),
	may("gives", "给实物或资格", mapOf(aText)),
	citeField, inForceField,
)

var programmeShape = object(
	must("label", "中文名称", aText),
	may("says", "用一句话告诉家庭：给谁、给什么", aText),
	must("unit", "以谁为单位：household、member 或一张子表", aName),
	must("claim", "怎样提出", words("with_application", "by_itself", "never")),
	must("grants", "给什么", words("money", "standing", "in_kind")),
	may("law_at", "各阶段按哪一天的规定", object(
		may("conditions", "条件", phaseWord), may("amount", "数额", phaseWord), may("procedure", "程序", phaseWord))),
	may("period_takes", "月中变动时怎样取", words("first_day", "last_day", "prorata")),
	must("conditions", "全部成立才给", list(anExpr)),
	may("amount", "数额的各部分", list(partShape)),
	may("pays", "多久发一次", words("month", "quarter", "year", "school_year", "once", "row")),
	may("payee", "发给谁", aText),
	may("borne_by", "谁出钱", list(object(must("payer", "出资方", aText), must("value", "出多少；rest 是余下的全部", anExpr), citeField))),
	may("starts", "从何时起", words("month_after_decision", "month_of_decision", "month_of_application", "at_once")),
	may("leaving", "处于渐退期的规则", anExpr),
	may("stops", "何时停止", list(object(must("when", "什么情况下", anExpr),
		must("from", "从何时起停", words("month_after_event", "month_of_event", "day_after_event")), citeField))),
	may("recheck", "多少个月复核一次", anExpr),
	may("procedure", "办理程序", aLabelID),
	may("referral", "转给哪个部门决定", aText),
	citeField, inForceField,
)

var phaseWord = words("application", "decision", "period", "as_of")

var amendShape = object(
	may("rule", "改哪条规则", aName),
	may("programme", "改哪个项目", aName),
	must("from", "从哪天起", aDay),
	may("to", "到哪天止，省略为一直有效", aDay),
	may("open", "没有截止日时写 true", aFlag),
	may("add", "加一个例外", exceptionShape),
	may("add_part", "加一部分数额", partShape),
	may("add_condition", "加一个条件", anExpr),
	citeField,
)

var pairShape = object(
	must("pair", "两个项目", list(aName)),
	must("is", "可以同时给 both，前一个排斥后一个 excludes，取高 higher_of，补足到 tops_up_to", words("both", "excludes", "higher_of", "tops_up_to")),
	may("to", "补足到哪个数值", aName),
	citeField, inForceField, statusField,
)

var constraintShape = object(
	must("id", "约束的名字", aName),
	may("label", "中文名称", aText),
	must("strength", "must 必须，in_principle 原则上", words("must", "in_principle")),
	must("keep", "要一直成立的关系", anExpr),
	citeField, inForceField,
)

// subjectShape is a subject file; its sections stand in this order.
var subjectShape = object(
	may("figures", "数值", mapOf(figureShape)),
	may("choices", "由家庭选择的事", mapOf(choiceShape)),
	may("rules", "规则", list(ruleShape)),
	may("programmes", "项目", mapOf(programmeShape)),
	may("amends", "对上级的修改", list(amendShape)),
	may("stacking", "项目之间的关系", list(pairShape)),
	may("constraints", "对数值的约束", list(constraintShape)),
)

var factsFileShape = object(must("facts", "事实", mapOf(entityShape)))

var sourcesFileShape = object(must("sources", "引用的文件", sourcesShape))

var proceduresFileShape = object(must("procedures", "办理程序", list(object(
	must("id", "程序的名字", aLabelID),
	must("label", "中文名称", aText),
	may("at", "由谁办：window 由接收申请的窗口所在的乡镇街道（急难发生地、就近）办；不写的，由户籍所在地办", words("window")),
	citeField, inForceField,
	must("steps", "各步", list(object(
		must("id", "这一步的名字", aName),
		must("label", "中文名称", aText),
		may("note", "办这一步时要记住的，显示在办的地方；名称里不写", aText),
		must("by", "由谁办", aText),
		may("at", "只有这一步由接收申请的窗口办的，写 window", words("window")),
		may("within", "几天（小时、月）内", aNumber),
		may("days", "按什么计算", words("working_days", "days", "clock_hours", "months")),
		may("count_from", "起始日算不算：exclude_first 不算，include_first 算", words("exclude_first", "include_first")),
		may("publish", "公示哪些内容", oneOrList(aText)),
		citeField, statusField,
	))),
))))
