package casework

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"

	"doudi/access"
	"doudi/civil"
	"doudi/fault"
	"doudi/money"
	"doudi/registry"
	"doudi/seal"
)

// Sort is what a record is of. It is the step of its turn as well.
type Sort string

// The sorts that staff enter.
const (
	Survey    Sort = "survey"    // at the family's home (57号第十六条)
	Visit     Sort = "visit"     // by the county, of near relatives and reported families (57号第十一条、第二十条)
	Inquiry   Sort = "inquiry"   // among the neighbours
	Appraisal Sort = "appraisal" // by those who live there, with votes (民主评议)
	Check     Sort = "check"     // what the departments answered (核对报告)
)

// aside tells whether a record is a step beside the line, of the level that the
// procedure names.
func (s Sort) aside() bool { return s == Visit || s == Hearing }

// Proven tells whether a record needs a paper, a picture or a signature: on its
// word alone a family would lose what it has.
func (s Sort) Proven() bool { return s == Hearing || s == Exit || s == Urging }

// proofWord asks for it.
var proofWord = map[Sort]string{Hearing: "记录或者凭据的照片：没有选；请附本人签名的记录，请不到的附通知、送达或者通话的凭据",
	Exit: "声明的照片：没有选；请附本人签名的书面声明", Urging: "通知的凭据：没有选；请附签收的通知书、短信或者通话的照片"}

// Keep is the act of entering a record; that of a county's visit is a step
// beside the line and is kept as one.
const Keep Act = "keep"

// sorts are the words for the sorts.
var sorts = map[Sort]string{Survey: "入户调查表", Visit: "县级入户调查表", Inquiry: "邻里访问记录", Appraisal: "民主评议记录", Check: "核对报告",
	Hearing: "听取意见记录", Exit: "自愿退出声明", NoticeSheet: "公示单", Urging: "通知配合记录", Posting: "张贴记录", LetterSheet: "决定的通知书"}

// Sorts are those that staff enter, in the order of lists.
var Sorts = []Sort{Survey, Visit, Inquiry, Appraisal, Check, Urging, Hearing, Exit}

// Label is the Chinese name of a sort; "" if there is none.
func (s Sort) Label() string { return sorts[s] }

// Record is what belongs to a turn beyond its note. Turn, Sort, Sheet and Ident
// are kept beside it, everything else is sealed as one text.
type Record struct {
	Turn  int64  `json:"-"`
	Sort  Sort   `json:"-"`
	Sheet int64  `json:"-"` // the paper that was drawn of it
	Ident string `json:"-"` // what it is found again by; "" for nothing

	On       civil.Date `json:",omitempty"`
	Hour     string     `json:",omitempty"` // 09:30
	Place    string     `json:",omitempty"`
	Met      string     `json:",omitempty"` // who was met or asked
	First    string     `json:",omitempty"` // who entered it, by name
	Second   Companion  `json:",omitzero"`
	Said     []Finding  `json:",omitempty"`
	Votes    *Votes     `json:",omitempty"`
	Where    string     `json:",omitempty"` // where the phone was, as it says
	Picture  []Picture  `json:",omitempty"`
	Signed   []Picture  `json:",omitempty"`
	Unsigned string     `json:",omitempty"` // why whoever was met did not sign, one of Silences
	Digest   string     `json:",omitempty"` // of the sheet, as it was drawn
	Step     string     `json:",omitempty"` // of the procedure, for a notice
	Token    string     `json:",omitempty"` // of the address on a notice's code
	By       civil.Date `json:",omitempty"` // of an urging: the last day on which the family is to cooperate
	Days     int        `json:",omitempty"` // of a notice, where the procedure lays none down
	Report              // of a check: what it says of sums
	Rests    int64      `json:",omitempty"` // of a notice: the turn of the determination that it says
	Ends     bool       `json:",omitempty"` // of a hearing: the award is to end
	Sum      money.Fen  `json:",omitempty"` // … or is to be cut down to this
}

// Companion is the other of the two who go (57号第十六条: 每组不得少于两人). Staff
// is 0 for somebody without an account: of the committee, a social worker.
type Companion struct {
	Staff int64  `json:",omitempty"`
	Name  string `json:",omitempty"`
}

// Finding is what was found about one thing, which is a section of the form or
// a member.
type Finding struct {
	About, Label, Text string
}

// Votes are those of an appraisal.
type Votes struct{ Present, For, Against, Abstain int }

// Picture is a paper that belongs to a record. Taken and Where are what the
// camera noted; "" if nothing.
type Picture struct {
	Paper int64
	Label string `json:",omitempty"`
	Taken string `json:",omitempty"`
	Where string `json:",omitempty"`
}

// Attachment is a file that package paper has looked at, to be kept as a paper
// of the household.
type Attachment struct {
	Picture
	Sort           string // the kind of paper
	Media          string
	Content, Small []byte
	Signature      bool
}

// Draw lays a record out as a paper that has a number.
type Draw func(r Record, paper int64) ([]byte, error)

// recordView and recordTx are what records need of a database; see View and Tx.
type recordView interface {
	// Records are those of a case, in the order of their turns.
	Records(office, id int64) ([]Record, error)
	// RecordByIdent finds one, in whatever office.
	RecordByIdent(ident string) (at registry.Ref, turn int64, found bool, err error)
	History(of registry.Subject) ([]registry.Fact, error)
	// DraftKeys are made from the instance's keys and a scope, the newest first.
	DraftKeys(scope string) [][]byte
}

type recordTx interface {
	registry.Putting
	AddRecord(id int64, r Record) error
	// Attach keeps a file as a paper; what lies with the household already is
	// not kept twice. Drawn keeps what was drawn under the number that it shows.
	Attach(household, staff int64, a Attachment) (paper int64, err error)
	Drawn(household, staff int64, sort string, draw func(paper int64) ([]byte, error)) (paper int64, err error)
	// Retire marks a paper that another took the place of; it stays.
	Retire(paper, staff int64, note string) error
}

// identForm is a key that a page gave a phone: sixteen random bytes.
var identForm = regexp.MustCompile(`^[A-Za-z0-9_-]{22}$`)

// Enter keeps what was found at a case, with its files and the paper that is
// drawn of it. A phone on a bad line sends it again with the same key: it is
// kept once. Whoever meanwhile did something else at the case is in nobody's way.
func (s *Service) Enter(ctx context.Context, d registry.Desk, id int64, r Record, files []Attachment, draw Draw) (turn int64, err error) {
	if err := r.known(); err != nil {
		return 0, err
	}
	for range 3 {
		if turn, err = s.earlier(ctx, registry.Ref{Office: d.Office.ID, ID: id}, r.Ident); turn != 0 || err != nil {
			return turn, err
		}
		if turn, err = s.enter(ctx, d, id, r, files, draw); fault.Kind(err) != fault.Conflict {
			return turn, err
		}
	}
	return turn, err
}

// DraftKeys are the keys by which a phone keeps a draft of this person about this
// case: they are given after log-in alone, so that a lost phone holds nothing
// that can be read. While the keys of the instance change there are two.
func (s *Service) DraftKeys(ctx context.Context, d registry.Desk, id int64) (keys [][]byte, err error) {
	err = s.Store.Read(ctx, func(v View) error {
		keys = v.DraftKeys(fmt.Sprintf("%d/%d/%d", d.Office.ID, id, d.Actor.Staff))
		return nil
	})
	return keys, err
}

// earlier is the turn of a record that came before with the same key.
func (s *Service) earlier(ctx context.Context, of registry.Ref, ident string) (turn int64, err error) {
	err = s.Store.Read(ctx, func(v View) error {
		at, earlier, found, err := v.RecordByIdent(ident)
		if found && at != of {
			return fault.New(fault.BadInput, "这份记录的标识已经用在别的办件上；请从办件页重新打开这张表")
		}
		turn = earlier
		return err
	})
	return turn, err
}

// enter is one try.
func (s *Service) enter(ctx context.Context, d registry.Desk, id int64, r Record, files []Attachment, draw Draw) (turn int64, err error) {
	c, err := s.look(ctx, d, id)
	if err == nil {
		err = s.Flaws(c, d, &r, files)
	}
	if err != nil {
		return 0, err
	}
	e := Entry{Case: id, Turn: c.Turn, Act: Keep, Step: string(r.Sort), record: &r}
	if r.Sort.aside() {
		e.Act = Aside
	}
	m, post, act, err := s.allowed(c, d, e)
	if err == nil {
		err = c.amends(&r)
	}
	if err == nil && r.Sort == Survey && post.Office.Level == access.Village && r.Second.Staff == 0 {
		err = helpsOnly
	}
	if err != nil {
		return 0, s.refused(ctx, d, id, act, err)
	}
	if r.Sort == Check && (len(r.Sums) > 0 || r.Corrects != 0) { // they become facts of the household
		if _, err := s.Registry.Matrix.May(d.Actor, "household.change", s.Registry.Today(), d.Office); err != nil {
			return 0, s.refused(ctx, d, id, act, err)
		}
	}
	return c.Turn + 1, s.Store.Do(ctx, d.Office.ID, act, func(tx Tx) error {
		own := r // the change may be tried again
		if err := c.keepReport(tx, &own, func() error { return own.attach(tx, *c, d.Actor.Staff, files, draw) }); err != nil {
			return err
		}
		e.record = &own
		return write(tx, *c, post, act, m, e)
	})
}

// helpsOnly is said to a coordinator who surveys without the township: the
// committee helps, the township surveys (57号第十六条、社会救助法第四十三条).
var helpsOnly = fault.New(fault.BadInput, "另一位调查人：入户调查由乡镇（街道）负责，村（居）协助；请从列表里选同去的乡镇（街道）同事").At(0, "second")

// entering is the move of a record that leaves the case where it stands.
func (s *Service) entering(c *Sight, d registry.Desk, e Entry) (Move, access.Post, error) {
	m := Move{From: c.State, To: c.State, Act: e.Act, By: Family}
	if c.State == Draft || c.State.mute() || c.State.Closed() || Sort(e.Step) == Exit && c.Ground == "" {
		return m, access.Post{}, fault.New(fault.Refused, "这件申请在“"+c.Flow.Label(c.State)+"”，现在不能登记"+Sort(e.Step).Label())
	}
	if Sort(e.Step) == Urging && !c.Flow.ceases(c.State) {
		return m, access.Post{}, fault.New(fault.Refused, "这件申请现在不能因为不配合终止，不用登记"+Urging.Label()+"：只有规定写明的项目（如低保）可以，并且在受理以后、决定以前，公示期间除外")
	}
	if Sort(e.Step) == Check {
		if d.Actor.Posts = aboveVillage(d.Actor.Posts); len(d.Actor.Posts) == 0 {
			return m, access.Post{}, notTheVillages
		}
	}
	post, err := s.hand(d, c.Flow, m, c.Today)
	return m, post, err
}

// notTheVillages is said to a coordinator about the check report: what the
// departments answered about a family the village neither enters nor reads.
var notTheVillages = fault.New(fault.Refused, "核对报告由乡镇（街道）或者县（区）的经办人登记，村（居）协理员不登记")

// aboveVillage are the posts at offices that are no village's.
func aboveVillage(posts []access.Post) []access.Post {
	return slices.DeleteFunc(slices.Clone(posts), func(p access.Post) bool { return p.Office.Level == access.Village })
}

// attach keeps the files, and draws the paper that names them.
func (r *Record) attach(tx Tx, c Sight, staff int64, files []Attachment, draw Draw) (err error) {
	r.Picture, r.Signed = slices.Clone(r.Picture), slices.Clone(r.Signed) // the change may be tried again
	for _, f := range files {
		if f.Paper, err = tx.Attach(c.Household, staff, f); err != nil {
			return err
		}
		if f.Signature {
			r.Signed = append(r.Signed, f.Picture)
		} else {
			r.Picture = append(r.Picture, f.Picture)
		}
	}
	if draw == nil {
		return nil
	}
	r.Sheet, err = tx.Drawn(c.Household, staff, string(r.Sort)+"_sheet", func(paper int64) ([]byte, error) {
		content, err := draw(*r, paper)
		digest := seal.Digest(content)
		r.Digest = hex.EncodeToString(digest[:])
		return content, err
	})
	return err
}

// round is the turn with which the present round of work began: an objection
// that was right, a return and a reopening ask for everything anew.
func (c *Sight) round() int64 {
	for _, t := range slices.Backward(c.Turns) {
		if t.Act == Uphold || t.Act == Return || t.Act == Reopen {
			return t.Number
		}
	}
	return 0
}

// held are the sorts of records of the present round.
func (c *Sight) held() (list []Sort) {
	for _, r := range c.Records {
		if r.Turn > c.round() {
			list = append(list, r.Sort)
		}
	}
	return list
}

// companions are the others who went, as separation of hands looks at them:
// whoever surveyed does not decide, whichever of the two held the pen. Who stood in
// a record that was corrected stays one: else a correction would clear him.
func (c *Sight) companions() (list []access.Done) {
	for _, r := range c.Records {
		if r.Second.Staff != 0 {
			list = append(list, access.Done{Act: "case.work", By: r.Second.Staff})
		}
	}
	return list
}

// Recorded gives one record of a case.
func (c *Sight) Recorded(turn int64) (Record, error) {
	for _, r := range c.Records {
		if r.Turn == turn {
			return r, nil
		}
	}
	return Record{}, fault.New(fault.NotFound, "这件申请没有这份记录；请从办件页进入")
}

// MayEnter tells whether somebody may enter a record of a sort now.
func (s *Service) MayEnter(c *Sight, d registry.Desk, sort Sort) bool {
	e := Entry{Case: c.ID, Turn: c.Turn, Act: Keep, Step: string(sort), record: &Record{}}
	if sort.aside() {
		e.Act = Aside
	}
	_, _, _, err := s.allowed(c, d, e)
	return err == nil
}

// witness is all that a record says, for the digest in the audit chain.
func (r *Record) witness() string {
	if r == nil {
		return ""
	}
	text, _ := json.Marshal(r)
	return fmt.Sprint(r.Sort, r.Sheet, string(text))
}
