package store

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"doudi/access"
	"doudi/audit"
	"doudi/fault"
	"doudi/seal"
	"doudi/staff"
	"doudi/store/query"
)

// Accounts is the store as package staff asks for it.
type Accounts struct{ s *Store }

// Accounts gives accounts, sessions and attempts.
func (s *Store) Accounts() Accounts { return Accounts{s} }

// Do is Store.Do.
func (a Accounts) Do(ctx context.Context, office int64, act audit.Act, change func(staff.Tx) error) error {
	return a.s.Do(ctx, office, act, func(tx *Tx) error { return change(accountTx{tx, accountView{&tx.View}, tx}) })
}

// Change commits without an entry.
func (a Accounts) Change(ctx context.Context, change func(staff.Tx) error) error {
	return a.s.write(ctx, func(tx *Tx) error {
		tx.Act = new(audit.Act)
		return change(accountTx{tx, accountView{&tx.View}, tx})
	})
}

// Record is Store.Record.
func (a Accounts) Record(ctx context.Context, office int64, act audit.Act) error {
	return a.s.Record(ctx, office, act)
}

// Read is Store.Read.
func (a Accounts) Read(ctx context.Context, look func(staff.View) error) error {
	return a.s.Read(ctx, func(v *View) error { return look(accountView{v}) })
}

// accountView reads; accountTx changes.
type (
	accountView struct{ *View }
	accountTx   struct {
		tx *Tx
		accountView
		attempts
	}
	attempts interface {
		access.Attempts
		ClearAttempts(kind, key string) error
	}
)

// secretPlace is where the second factor of somebody is sealed for.
func secretPlace(staff int64) seal.Place {
	return seal.Place{Column: "staff_account.totp", Owner: staff}
}

// account opens a row.
func (v accountView) account(r query.AccountOfRow) (staff.Account, error) {
	a := staff.Account{Office: r.Office, Staff: r.Staff, Account: r.Account, Name: r.Name, AddedBy: r.AddedBy, Suspended: r.Suspended != 0, Password: r.Password, Step: r.TotpStep}
	if r.ChangeUntil != 0 {
		a.ChangeUntil = moment(r.ChangeUntil)
	}
	for i := 0; i+32 <= len(r.Recovery); i += 32 {
		a.Recovery = append(a.Recovery, [32]byte(r.Recovery[i:]))
	}
	var err error
	if len(r.Totp) > 0 {
		a.Secret, err = v.s.Ring.Open(secretPlace(r.Staff), r.Totp)
	}
	return a, err
}

// sealed is the second factor as it is kept, and codes are the digests of codes
// in a row.
func (v accountView) sealed(a staff.Account) (secret, codes []byte, err error) {
	secret, codes = []byte{}, []byte{}
	for _, c := range a.Recovery {
		codes = append(codes, c[:]...)
	}
	if len(a.Secret) > 0 {
		secret, err = v.s.Ring.Seal(v.s.Random, secretPlace(a.Staff), a.Secret)
	}
	return secret, codes, err
}

// AccountNamed finds an account.
func (v accountView) AccountNamed(account string) (staff.Account, error) {
	if !utf8.ValidString(account) || strings.ContainsRune(account, 0) { // PostgreSQL keeps no such text and is not asked
		return staff.Account{}, fault.New(fault.NotFound, "没有这个账号")
	}
	r, err := v.q.AccountByName(v.ctx, account)
	if err != nil {
		return staff.Account{}, plain(err)
	}
	return v.account(query.AccountOfRow(r))
}

// Account reads an account.
func (v accountView) Account(id int64) (staff.Account, error) {
	r, err := v.q.AccountOf(v.ctx, id)
	if err != nil {
		return staff.Account{}, plain(err)
	}
	return v.account(r)
}

// Accounts are those of an office, without what is secret.
func (v accountView) Accounts(office int64) ([]staff.Account, error) {
	rows, err := v.q.AccountsOfOffice(v.ctx, office)
	list := make([]staff.Account, len(rows))
	for i, r := range rows {
		list[i] = staff.Account{Office: r.Office, Staff: r.Staff, Account: r.Account, Name: r.Name, AddedBy: r.AddedBy, Suspended: r.Suspended != 0}
	}
	return list, plain(err)
}

// Roles are those that somebody holds.
func (v accountView) Roles(office, id int64) ([]string, error) {
	roles, err := v.q.RolesOf(v.ctx, query.RolesOfParams{Office: office, Staff: id})
	return roles, plain(err)
}

// RolesAt are those of everybody who works in an office.
func (v accountView) RolesAt(office int64) (map[int64][]string, error) {
	rows, err := v.q.RolesAtOffice(v.ctx, office)
	roles := map[int64][]string{}
	for _, r := range rows {
		roles[r.Staff] = append(roles[r.Staff], r.Role)
	}
	return roles, plain(err)
}

// StandIns are those of an office.
func (v accountView) StandIns(office int64) ([]staff.StandIn, error) {
	rows, err := v.q.StandIns(v.ctx, office)
	if err != nil {
		return nil, plain(err)
	}
	var list []staff.StandIn
	for _, r := range rows {
		from, to, err := days(r.ValidFrom, r.ValidTo)
		if err != nil {
			return nil, err
		}
		list = append(list, staff.StandIn{Number: r.Number, Staff: r.Staff, For: r.StandsFor, From: from, To: to})
	}
	return list, nil
}

// tokenOf is what is kept of a token: it is long and random, so its digest says
// nothing.
func tokenOf(token string) []byte {
	sum := seal.Digest([]byte(token))
	return sum[:]
}

// Session finds a log-in by its token.
func (v accountView) Session(token string) (staff.Session, error) {
	r, err := v.q.SessionByToken(v.ctx, tokenOf(token))
	if err != nil {
		return staff.Session{}, plain(err)
	}
	return session(query.SessionsOfRow(r)), nil
}

// session reads a row.
func session(r query.SessionsOfRow) staff.Session {
	return staff.Session{Office: r.Office, Number: r.Number, Staff: r.Staff, Begun: moment(r.Begun), Seen: moment(r.Seen), Proved: r.Proved != 0, Device: r.Device}
}

// Sessions are somebody's log-ins.
func (v accountView) Sessions(id int64) ([]staff.Session, error) {
	rows, err := v.q.SessionsOf(v.ctx, id)
	list := make([]staff.Session, len(rows))
	for i, r := range rows {
		list[i] = session(r)
	}
	return list, plain(err)
}

// About completes the entry.
func (t accountTx) About(object string, digest [32]byte) {
	t.tx.Act.Object, t.tx.Act.Digest = object, digest
}

// Lock gives an account that nobody else changes before the end.
func (t accountTx) Lock(id int64) (staff.Account, error) {
	r, err := t.q.LockAccount(t.ctx, id)
	if err != nil {
		return staff.Account{}, plain(err)
	}
	return t.account(query.AccountOfRow(r))
}

// Save keeps what may change of an account.
func (t accountTx) Save(a staff.Account) error {
	secret, codes, err := t.sealed(a)
	if err != nil {
		return err
	}
	p := query.SaveAccountParams{Staff: a.Staff, Password: a.Password, ChangeUntil: until(a.ChangeUntil), Totp: secret, TotpStep: a.Step, Recovery: codes}
	if a.Suspended {
		p.Suspended = stamp(t.tx.now)
	}
	return plain(t.q.SaveAccount(t.ctx, p))
}

// until is a moment that may be none.
func until(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return stamp(at)
}

// Add takes somebody on.
func (t accountTx) Add(a staff.Account) (id int64, err error) {
	if id, err = t.tx.next(0, "staff"); err != nil {
		return 0, err
	}
	if err := t.q.AddStaff(t.ctx, query.AddStaffParams{Office: a.Office, ID: id, Since: stamp(t.tx.now)}); err != nil {
		return 0, plain(err)
	}
	a.Staff = id
	return id, t.tx.addAccount(a)
}

// addAccount lets a member of staff log in.
func (tx *Tx) addAccount(a staff.Account) error {
	secret, codes, err := accountView{&tx.View}.sealed(a)
	if err != nil {
		return err
	}
	return plain(tx.q.AddAccount(tx.ctx, query.AddAccountParams{Office: a.Office, Staff: a.Staff, Account: a.Account, Name: a.Name, AddedBy: a.AddedBy,
		Password: a.Password, ChangeUntil: until(a.ChangeUntil), Totp: secret, Recovery: codes}))
}

// AddRole gives a role.
func (t accountTx) AddRole(office, id int64, role string) error {
	return plain(t.q.AddStaffRole(t.ctx, query.AddStaffRoleParams{Office: office, Staff: id, Role: role}))
}

// RemoveRole takes a role away.
func (t accountTx) RemoveRole(office, id int64, role string) error {
	return plain(t.q.RemoveStaffRole(t.ctx, query.RemoveStaffRoleParams{Office: office, Staff: id, Role: role}))
}

// AddStandIn keeps who stands in for whom.
func (t accountTx) AddStandIn(office int64, in staff.StandIn) error {
	number, err := t.tx.next(office, "stand_in")
	if err != nil {
		return err
	}
	return plain(t.q.AddStandIn(t.ctx, query.AddStandInParams{Office: office, Number: number, Staff: in.Staff, StandsFor: in.For, ValidFrom: in.From.String(), ValidTo: in.To.String()}))
}

// EndStandIn ends a standing in.
func (t accountTx) EndStandIn(office, number int64) error {
	n, err := t.q.EndStandIn(t.ctx, query.EndStandInParams{Office: office, Number: number})
	return gone(n, err)
}

// gone tells that nothing was there to be ended.
func gone(rows int64, err error) error {
	if err == nil && rows == 0 {
		return fault.New(fault.NotFound, "已经结束了；请刷新页面")
	}
	return plain(err)
}

// AddSession keeps a log-in.
func (t accountTx) AddSession(s staff.Session, token string) error {
	number, err := t.tx.next(s.Office, "session")
	if err != nil {
		return err
	}
	return plain(t.q.AddSession(t.ctx, query.AddSessionParams{Office: s.Office, Number: number, Staff: s.Staff, Token: tokenOf(token), Begun: stamp(s.Begun), Device: s.Device}))
}

// Touch keeps when a log-in was used.
func (t accountTx) Touch(s staff.Session) error {
	return plain(t.q.TouchSession(t.ctx, query.TouchSessionParams{Office: s.Office, Number: s.Number, Seen: stamp(t.tx.now)}))
}

// Prove lets a log-in work from now on, under a new token.
func (t accountTx) Prove(s staff.Session, token string) error {
	return plain(t.q.ProveSession(t.ctx, query.ProveSessionParams{Office: s.Office, Number: s.Number, Token: tokenOf(token)}))
}

// EndSession ends one log-in.
func (t accountTx) EndSession(s staff.Session) error {
	return gone(t.q.EndSession(t.ctx, query.EndSessionParams{Office: s.Office, Number: s.Number, Staff: s.Staff}))
}

// EndSessions ends all of somebody's but one.
func (t accountTx) EndSessions(id, but int64) error {
	return plain(t.q.EndSessionsOf(t.ctx, query.EndSessionsOfParams{Staff: id, Number: but}))
}

// EndSessionsBefore ends those that lasted too long.
func (t accountTx) EndSessionsBefore(seen, begun time.Time) error {
	return plain(t.q.EndOldSessions(t.ctx, query.EndOldSessionsParams{Seen: stamp(seen), Begun: stamp(begun)}))
}

// attemptKey is what is kept of a name or address that was tried.
func (tx *Tx) attemptKey(kind, key string) []byte {
	sum := tx.s.Ring.Blind("attempt."+kind, key).Sum
	return sum[:]
}

// Attempts tells how often something failed, and holds it for this transaction.
func (tx *Tx) Attempts(kind, key string) (int, time.Time, error) {
	r, err := tx.q.LockAttempt(tx.ctx, query.LockAttemptParams{Kind: kind, Key: tx.attemptKey(kind, key), Last: stamp(tx.now)})
	return int(r.Failures), moment(r.Last), plain(err)
}

// SetAttempts keeps how often something failed, by now.
func (tx *Tx) SetAttempts(kind, key string, failures int) error {
	return plain(tx.q.SetAttempt(tx.ctx, query.SetAttemptParams{Kind: kind, Key: tx.attemptKey(kind, key), Failures: int64(failures), Last: stamp(tx.now)}))
}

// ClearAttempts forgets failures.
func (tx *Tx) ClearAttempts(kind, key string) error {
	return plain(tx.q.ClearAttempt(tx.ctx, query.ClearAttemptParams{Kind: kind, Key: tx.attemptKey(kind, key)}))
}

// ForgetAttempts forgets what is long ago.
func (tx *Tx) ForgetAttempts(before time.Time) error {
	return plain(tx.q.ForgetAttempts(tx.ctx, stamp(before)))
}
