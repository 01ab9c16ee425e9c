package engine_test

import (
	"strings"
	"testing"

	"doudi/engine"
	"doudi/fact"
	"doudi/policy"
)

// brief is the text for people as it is printed unless all is asked for.
func brief(en *engine.Engine, s *fact.Snapshot, o engine.Options) string {
	return string(en.AppendText(nil, new(engine.Result), s, o, engine.TextOptions{}))
}

func TestBriefTextBewaresOfAllThatStandsOrIsOpen(t *testing.T) {
	t.Parallel()
	noted := 0
	for _, c := range cases(t) {
		text := brief(c.engine, c.family.Snapshot, engine.Options{})
		_, beware, _ := strings.Cut(text, "\n注意\n")
		beware, _, _ = strings.Cut(beware, "\n依据\n")
		r := c.engine.Determine(c.family.Snapshot, engine.Options{})
		for i := range r.Outcomes {
			for _, u := range r.Outcomes[i].Used {
				if r.Outcomes[i].Status == engine.Refused {
					continue
				}
				noted++
				if !strings.Contains(beware, u.Label) {
					t.Errorf("%s: %s rests on %s, and 注意 does not say so:\n%s", c.name, r.Outcomes[i].Programme, u.Label, beware)
				}
			}
		}
	}
	if noted == 0 {
		t.Error("no case rests on anything unsettled")
	}
}

func TestFullTextTellsEveryLineOfTheExplanation(t *testing.T) {
	t.Parallel()
	k := gallery()
	s := galleryFamily(k)
	text := told(k.p, s)
	for _, o := range engine.Determine(k.p, s, engine.Options{}).Outcomes {
		if o.Status == engine.NotClaimed {
			continue
		}
		walk(o.Why, map[*engine.Line]bool{}, func(l *engine.Line) {
			if !strings.Contains(text, l.Text) {
				t.Errorf("%s: the text leaves out %q", o.Programme, l.Text)
			}
		})
	}
}

// refusing is a family that fails two conditions of a programme, each by a rule
// that rests on two others.
func refusing() (*kit, *fact.Snapshot) {
	k := newKit()
	alive, lives, pay := k.get("member.alive"), k.get("member.lives_in"), k.get("member.pay")
	inner := k.rule("inner", "里层条件", member, k.op(policy.OpAnd, fact.Bool, alive, lives))
	first := k.rule("first", "第一个条件", member, k.op(policy.OpAnd, fact.Bool, inner, k.op(policy.OpLess, fact.Bool, pay, k.lit(fact.MoneyMonth, yuan(5)))))
	second := k.rule("second", "第二个条件", member, lives)
	k.programme("aid", "补助", member, []policy.NodeID{first, second}, k.monthly(5))
	return k, k.snapshot(nil, k.row(member, "甲", map[string]fact.Value{"alive": fact.Of(0), "lives_in": fact.Of(0), "pay": fact.Of(yuan(9))}))
}

func TestOfARefusalNobodyNamedTheFailedConditionsAreTold(t *testing.T) {
	t.Parallel()
	k, s := refusing()
	claimed := *s
	claimed.ClaimsGiven, claimed.Claims = true, []string{"aid"}
	en := engine.New(k.p)
	tests := []struct {
		name string
		text string
		deep bool
	}{
		{"nobody named it", brief(en, s, engine.Options{}), false},
		{"the family claimed it", brief(en, &claimed, engine.Options{}), true},
		{"it was asked for by name", brief(en, s, engine.Options{Programmes: []string{"aid"}}), true},
		{"all reasons were asked for", told(k.p, s), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, must := range []string{"● 补助（甲）：不符合", "✗ 甲的第一个条件：否", "✗ 甲的第二个条件：否", "〔T-1〕"} {
				if !strings.Contains(tt.text, must) {
					t.Errorf("%q is missing:\n%s", must, tt.text)
				}
			}
			if got := strings.Contains(tt.text, "里层条件"); got != tt.deep {
				t.Errorf("the reasons of the conditions are told: %v\n%s", got, tt.text)
			}
			if got := strings.Contains(tt.text, "没有点名申请、又不符合的，只列不符合的条件"); got == tt.deep {
				t.Errorf("the last line says that they are left out: %v\n%s", got, tt.text)
			}
		})
	}
}

func TestOnlyTheProgrammesAskedForAreTold(t *testing.T) {
	t.Parallel()
	k := gallery()
	r := engine.Determine(k.p, galleryFamily(k), engine.Options{Programmes: []string{"price", "care"}})
	for i := range r.Outcomes {
		if p := r.Outcomes[i].Programme; p != "price" && p != "care" {
			t.Error(p)
		}
	}
	if len(r.Outcomes) != 4 {
		t.Errorf("%d outcomes of a household and three members", len(r.Outcomes))
	}
}

func TestWhatIsOnlyRecognisedIsNotEnjoyed(t *testing.T) {
	t.Parallel()
	k := newKit()
	lives := k.get("member.lives_in")
	k.programme("standing", "困难身份", member, []policy.NodeID{lives}, nil, func(v *policy.ProgrammeVersion) { v.Grants = "standing" })
	k.programme("aid", "补助", member, []policy.NodeID{lives}, k.monthly(5))
	for name, c := range map[string]struct {
		lives      int64
		want, nots []string
	}{
		"who fulfils both": {1, []string{"  可享受：补助（甲） 每月 5元\n", "  符合：困难身份（甲）\n", "● 困难身份（甲）：符合"}, []string{"可享受：困难身份"}},
		"who fulfils none": {0, []string{"  不符合：困难身份（甲）；补助（甲）\n"}, []string{"  符合", "可享受"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := told(k.p, k.snapshot(nil, k.row(member, "甲", map[string]fact.Value{"lives_in": fact.Of(c.lives)})))
			for _, want := range c.want {
				if !strings.Contains(text, want) {
					t.Errorf("%q is missing:\n%s", want, text)
				}
			}
			for _, not := range c.nots {
				if strings.Contains(text, not) {
					t.Errorf("%q is told:\n%s", not, text)
				}
			}
		})
	}
}
