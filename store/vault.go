package store

import (
	"fmt"
	"slices"
	"strings"

	"doudi/civil"
	"doudi/gb"
	"doudi/registry"
	"doudi/seal"
)

// vault is the sealed columns of one table: where each value belongs, and what
// index is made of it.
type vault struct {
	label   string   // what it is, for who changes the keys
	table   string   // its name
	key     []string // its primary key, and what else the place needs
	columns []string // sealed, empty where there is nothing
	place   func(column string, key []any) (seal.Place, error)
	// index makes the blind index in the columns version and blind; nil where
	// the table has none.
	index func(v *View, key []any, plain [][]byte) (seal.Blind, error)
	step  int // rows in one act
}

// vaults are all tables with sealed columns, in the order in which a change of
// keys seals them anew; the instance's own proof is the last. A test holds the
// list against the schema.
var vaults = []vault{
	{label: "人员的证件号码、电话、账号", table: "person", key: []string{"office", "id", "known"}, columns: []string{"number", "phone", "account"}, step: 200,
		place: func(column string, key []any) (seal.Place, error) { return personPlace(column, ref(key)), nil }},
	{label: "近亲属的证件号码", table: "relative", key: []string{"office", "id", "known"}, columns: []string{"number"}, step: 200,
		place: func(_ string, key []any) (seal.Place, error) { return relativePlace(ref(key)), nil },
		index: func(v *View, _ []any, plain [][]byte) (seal.Blind, error) {
			n, err := gb.ParseNumber(string(plain[0]))
			return v.s.Ring.Blind("relative", n.Key()), err
		}},
	{label: "敏感的情况", table: "fact", key: []string{"office", "of", "subject", "key", "line", "known", "valid_from"}, columns: []string{"sealed"}, step: 200,
		place: func(_ string, key []any) (seal.Place, error) {
			from, err := civil.ParseDate(key[6].(string))
			f := registry.Fact{Key: key[3].(string), Line: key[4].(int64), From: from}
			return factPlace(registry.Subject{Office: key[0].(int64), Of: key[1].(string), ID: key[2].(int64)}, f, key[5].(int64)), err
		}},
	{label: "手机验证码", table: "staff_account", key: []string{"office", "staff"}, columns: []string{"totp"}, step: 200,
		place: func(_ string, key []any) (seal.Place, error) { return secretPlace(key[1].(int64)), nil }},
	{label: "材料", table: "paper", key: []string{"office", "id"}, columns: []string{"sealed"}, step: 5,
		place: func(_ string, key []any) (seal.Place, error) { return paperPlace(key[0].(int64), key[1].(int64)), nil }},
	{label: "材料的小图和备注", table: "filing", key: []string{"office", "paper"}, columns: []string{"note", "small"}, step: 5,
		place: func(column string, key []any) (seal.Place, error) {
			return filingPlace(column, key[0].(int64), key[1].(int64)), nil
		},
		index: blindOfPaper("paper")},
	{label: "导入的表格的核对结果", table: "sheet", key: []string{"office", "id"}, columns: []string{"report"}, step: 5,
		place: func(_ string, key []any) (seal.Place, error) { return reportPlace(ref(key)), nil },
		index: blindOfPaper("sheet")},
	{label: "导入过的家庭", table: "sheet_family", key: []string{"office", "version", "blind", "sheet"}, columns: []string{"sealed"}, step: 200,
		place: func(_ string, key []any) (seal.Place, error) {
			return familyPlace(registry.Ref{Office: key[0].(int64), ID: key[3].(int64)}), nil
		},
		index: func(v *View, _ []any, plain [][]byte) (seal.Blind, error) {
			return v.s.Ring.Blind("sheet_family", string(plain[0])), nil
		}},
	{label: "办件的理由和记录", table: "case_move", key: []string{"office", "file", "turn"}, columns: []string{"note"}, step: 200, place: placeInCase("case_move")},
	{label: "要补的材料", table: "case_want", key: []string{"office", "file", "id"}, columns: []string{"what"}, step: 200, place: placeInCase("case_want")},
	{label: "调查、评议等的记录", table: "case_record", key: []string{"office", "file", "turn"}, columns: []string{"content"}, step: 200, place: placeInCase("case_record")},
	{label: "申请的内容", table: "application", key: []string{"office", "id"}, columns: []string{"content"}, step: 200,
		place: func(_ string, key []any) (seal.Place, error) { return contentPlace(ref(key)), nil }},
	{label: "转办的需求", table: "referral", key: []string{"office", "id"}, columns: []string{"content"}, step: 200,
		place: func(_ string, key []any) (seal.Place, error) { return referralPlace(ref(key)), nil }},
	{label: "网上申请的内容", table: "request", key: []string{"office", "id"}, columns: []string{"content"}, step: 200,
		place: func(_ string, key []any) (seal.Place, error) { return petitionPlace(ref(key)), nil }},
	{label: "网上申请的材料", table: "request_paper", key: []string{"office", "request", "id"}, columns: []string{"content", "small"}, step: 5,
		place: func(column string, key []any) (seal.Place, error) {
			return enclosedPlace(column, key[0].(int64), key[1].(int64), key[2].(int64)), nil
		}},
	{label: "扫码提出的异议", table: "case_voice", key: []string{"office", "file", "turn"}, columns: []string{"content"}, step: 200, place: placeInCase("case_voice")},
	{label: "测算的结果和当时的情况", table: "determination", key: []string{"office", "file", "turn"}, columns: []string{"snapshot", "answer", "told"}, step: 50,
		place: func(column string, key []any) (seal.Place, error) {
			return casePlace("determination."+column, key[0].(int64), key[1].(int64), key[2].(int64)), nil
		}},
	{label: "抽查的种子", table: "case_draw", key: []string{"office", "number"}, columns: []string{"hidden"}, step: 200,
		place: func(_ string, key []any) (seal.Place, error) { return drawPlace(key[0].(int64), key[1].(int64)), nil }},
	{label: "决定书的内容", table: "decision", key: []string{"office", "file", "turn"}, columns: []string{"ruling"}, step: 200, place: placeInCase("decision")},
	{label: "待遇去向的理由", table: "award_choice", key: []string{"office", "award", "known"}, columns: []string{"reason"}, step: 200, place: placeInCase("award_choice")},
	{label: "发出的消息", table: "message", key: []string{"office", "id"}, columns: []string{"sealed"}, step: 200,
		place: func(_ string, key []any) (seal.Place, error) { return messagePlace(ref(key)), nil }},
	{label: "系统的签名密钥", table: "instance", key: []string{"id"}, columns: []string{"signer", "proof"}, step: 1,
		place: func(column string, _ []any) (seal.Place, error) { return seal.Place{Column: "instance." + column}, nil }},
}

// vaultOf is the vault of a table.
func vaultOf(table string) *vault {
	return &vaults[slices.IndexFunc(vaults, func(v vault) bool { return v.table == table })]
}

// indexes are the tables of blind indexes alone; they are made anew from what
// the persons' sealed columns hold.
var indexes = []string{"person_directory", "person_blind"}

// placeInCase is where the texts of a table about cases belong.
func placeInCase(table string) func(string, []any) (seal.Place, error) {
	return func(_ string, key []any) (seal.Place, error) {
		return casePlace(table, key[0].(int64), key[1].(int64), key[2].(int64)), nil
	}
}

// blindOfPaper is the index of what is kept as the paper of the same number.
func blindOfPaper(kind string) func(v *View, key []any, _ [][]byte) (seal.Blind, error) {
	return func(v *View, key []any, _ [][]byte) (seal.Blind, error) {
		_, content, err := v.Paper(key[0].(int64), key[1].(int64))
		return v.s.Ring.Blind(kind, string(content)), err
	}
}

// ref is a record by the first two parts of its key.
func ref(key []any) registry.Ref { return registry.Ref{Office: key[0].(int64), ID: key[1].(int64)} }

// old is the condition that something of a row is not of the newest key: $1 is
// the head of what the newest sealed, $2 its number.
func (v *vault) old() string {
	var all []string
	for _, c := range v.columns {
		all = append(all, "length("+c+") > 0 AND substr("+c+", 1, 3) <> $1")
	}
	if v.index != nil {
		all = append(all, "version < $2")
	}
	return "(" + strings.Join(all, " OR ") + ")"
}

// bounds are the arguments of old.
func (v *vault) bounds(ring *seal.Ring) []any {
	if v.index != nil {
		return []any{ring.Head(), int64(ring.Current())}
	}
	return []any{ring.Head()}
}

// names of the columns that a row is read with.
func (v *vault) names() []string { return slices.Concat(v.key, v.columns) }

// stale selects the next rows behind a key that are not of the newest key.
func (v *vault) stale(behind bool) string {
	where, keys := v.old(), strings.Join(v.key, ", ")
	if behind {
		first := 2
		if v.index != nil {
			first = 3
		}
		where += fmt.Sprintf(" AND (%s) > (%s)", keys, strings.Join(numbered("", v.key, first), ", "))
	}
	return fmt.Sprintf("SELECT %s FROM %s WHERE %s ORDER BY %s LIMIT %d", strings.Join(v.names(), ", "), v.table, where, keys, v.step)
}

// numbered are names with the numbers of their arguments: name = $3.
func numbered(equals string, names []string, first int) []string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = fmt.Sprintf("$%d", first+i)
		if equals != "" {
			list[i] = name + equals + list[i]
		}
	}
	return list
}

// put writes what was sealed anew, if the row is still as it was read.
func (v *vault) put() string {
	set := v.columns
	if v.index != nil {
		set = slices.Concat(set, []string{"version", "blind"})
	}
	return fmt.Sprintf("UPDATE %s SET %s WHERE %s", v.table, strings.Join(numbered(" = ", set, 1), ", "),
		strings.Join(numbered(" = ", v.names(), len(set)+1), " AND "))
}
