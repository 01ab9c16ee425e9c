package registry

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"doudi/access"
	"doudi/audit"
	"doudi/civil"
	"doudi/fault"
	"doudi/gb"
)

// Card is a person as pages and lists show him. Number, phone and account are
// masked unless Unmask gave the card.
type Card struct {
	Ref
	Name    string
	Birth   civil.Date
	Sex     string
	Paper   string
	Number  string
	Phone   string
	Account string
	Known   int64
}

// masked is the card of a person with everything hidden.
func masked(p Person) Card {
	return Card{Ref: p.Ref, Name: p.Name, Birth: p.Birth, Sex: p.Sex, Paper: p.Paper(), Number: gb.Mask(p.Number.Text()),
		Phone: p.Phone.String(), Account: p.Account.String(), Known: p.Known}
}

// Purpose is why somebody wants to see what is masked.
type Purpose string

// The purposes.
const (
	ForApplication Purpose = "application" // taking in an application
	ForSurvey      Purpose = "survey"      // visiting, asking back
	ForReview      Purpose = "review"      // reviewing and deciding
	ForMeansTest   Purpose = "means_test"  // asking departments and banks
	ForPayment     Purpose = "payment"     // rosters, returns
	ForAudit       Purpose = "audit"
)

// field is one thing that is masked.
type field int

const (
	number field = iota
	phoneField
	accountField
	sealedFacts // illness and what else a pack calls sensitive
)

// opened is the one place that says what a role sees unmasked for a purpose.
// What is not here stays masked; who may unmask at all is in the matrix
// (person.unmask, and fact.unmask for sealed facts).
var opened = map[Purpose]map[string][]field{
	ForApplication: {"township_clerk": {number, phoneField, accountField, sealedFacts}, "township_reviewer": {number, phoneField, sealedFacts}, "county_clerk": {number, phoneField, accountField, sealedFacts}},
	ForSurvey: {"township_clerk": {number, phoneField, sealedFacts}, "township_reviewer": {number, phoneField, sealedFacts},
		"county_clerk": {number, phoneField, sealedFacts}, "county_reviewer": {number, phoneField, sealedFacts}},
	ForReview:    {"township_reviewer": {number, sealedFacts}, "county_reviewer": {number, sealedFacts}, "county_decider": {number, sealedFacts}},
	ForMeansTest: {"township_clerk": {number}, "county_clerk": {number, accountField}, "county_reviewer": {number, accountField}, "county_decider": {number}},
	ForPayment:   {"finance_officer": {number, accountField}, "county_clerk": {number, accountField}},
	ForAudit:     {"auditor": {number, accountField, sealedFacts}},
}

// purposes are all, in the order in which they are offered.
var purposes = []Purpose{ForApplication, ForSurvey, ForReview, ForMeansTest, ForPayment, ForAudit}

// shows tells that what a role sees for a purpose is enough for an act.
func shows(act string, fields []field) bool {
	if act == unmaskFacts {
		return slices.Contains(fields, sealedFacts)
	}
	return len(fields) > 0
}

// JobSeal is the kind of the job that seals what was stored open before a pack
// called it sensitive.
const JobSeal = "fact.seal"

// unmaskFacts is the act of looking at sealed facts.
const unmaskFacts = "fact.unmask"

// daily is how many unmasked views a member of staff has in a day. The text
// leaves it open; a clerk takes in some dozens of families on a full day.
const daily = 200

// postFor is the first of somebody's posts, his own or one that he stands in
// for, that lets him do an act of looking for a purpose.
func (r *Registry) postFor(d Desk, name string, why Purpose) (access.Post, bool) {
	for _, p := range d.Actor.Posts {
		one := access.Actor{Staff: d.Actor.Staff, Posts: []access.Post{p}}
		if post, err := r.Matrix.May(one, name, r.Today(), d.Office); err == nil && shows(name, opened[why][post.Role]) {
			return post, true
		}
	}
	return access.Post{}, false
}

// Purposes are those for which somebody may do an act of looking at what is
// masked, by any of his posts.
func (r *Registry) Purposes(d Desk, name string) (list []Purpose) {
	for _, why := range purposes {
		if _, ok := r.postFor(d, name, why); ok {
			list = append(list, why)
		}
	}
	return list
}

// MayFor gives the act of looking at something unmasked for a purpose, to be
// recorded, or a refusal, which is recorded at once: the matrix does not let the
// role do it, or the role has no such purpose.
func (r *Registry) MayFor(ctx context.Context, d Desk, name string, why Purpose, object string) (audit.Act, error) {
	act, _, err := r.mayFor(ctx, d, name, why, object)
	return act, err
}

// mayFor gives the role as well by which somebody may look.
func (r *Registry) mayFor(ctx context.Context, d Desk, name string, why Purpose, object string) (act audit.Act, role string, err error) {
	act, err = r.may(ctx, d, name)
	act.Object = object
	if err != nil {
		return act, "", err
	}
	if post, ok := r.postFor(d, name, why); ok {
		act.Role, act.Result, act.Purpose = post.Hand(), audit.Viewed, string(why)
		return act, post.Role, nil
	}
	if slices.Contains(purposes, why) {
		act.Purpose = string(why) // no other word enters the chain
	}
	act = act.Stopped(audit.Refused, "purpose")
	if err := r.Store.Record(ctx, d.office(), act); err != nil {
		return act, "", err
	}
	return act, "", fault.New(fault.Refused, "按您的岗位和这个用途不能看完整的内容；请选实际的用途，或由有权的同事办理")
}

// Unmask shows what the role may see of a person for a purpose. Every view is
// in the audit chain with its purpose before anything is shown, and counts
// against the day's number.
func (r *Registry) Unmask(ctx context.Context, d Desk, id int64, why Purpose) (c Card, err error) {
	var shown Card
	err = r.viewed(ctx, d, "person.unmask", fmt.Sprintf("person:%d", id), why, func(v View, fields []field) error {
		p, err := v.Person(d.office(), id, Now)
		shown = bared(p, fields)
		return err
	})
	if err != nil {
		return c, err
	}
	return shown, nil
}

// viewed lets somebody look at what is masked, for a purpose. The look is
// recorded and counted, or it does not happen.
func (r *Registry) viewed(ctx context.Context, d Desk, name, object string, why Purpose, look func(View, []field) error) error {
	act, role, err := r.mayFor(ctx, d, name, why, object)
	if err != nil {
		return err
	}
	return r.Store.Do(ctx, d.office(), act, func(tx Tx) error {
		n, err := tx.CountView(d.Home(), d.Actor.Staff, r.Today())
		if err != nil {
			return err
		}
		if n > daily {
			return fault.Newf(fault.Refused, "今天查看遮盖的内容已满%d次，不能再看；确有需要请告诉安全管理员，或明天再办", daily)
		}
		return look(tx, opened[why][role])
	})
}

// Home is the office where the actor's views are counted, whichever office's
// records he looks at: that of his first post.
func (d Desk) Home() int64 { return d.Actor.Posts[0].Office.ID }

// bared is the card with some fields in full.
func bared(p Person, fields []field) Card {
	c := masked(p)
	if slices.Contains(fields, number) {
		c.Number = p.Number.Text()
	}
	if slices.Contains(fields, phoneField) {
		c.Phone = string(p.Phone)
	}
	if slices.Contains(fields, accountField) {
		c.Account = string(p.Account)
	}
	return c
}

// MaskName hides the middle of a name, as it stands where everybody reads it:
// 王*兰, 王*. A name of one character is hidden.
func MaskName(name string) string {
	r := []rune(name)
	switch n := len(r); {
	case n < 2:
		return "*"
	case n == 2:
		return string(r[0]) + "*"
	default:
		return string(r[0]) + strings.Repeat("*", n-2) + string(r[n-1])
	}
}
