package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"sync"

	"doudi/access"
	"doudi/audit"
	"doudi/civil"
	"doudi/fault"
	"doudi/seal"
	"doudi/staff"
	"doudi/store/query"
)

// Founding is what an instance begins with.
type Founding struct {
	Name    string // a word of the audit chain: mingxi
	Offices []access.Site
	Admins  []string // a role for each of the first staff
	// Accounts let the first staff log in, one for each of Admins; none where
	// nobody is to log in.
	Accounts []staff.Account
	Digest   [32]byte // of the file that the offices were read from
	// Demo says for ever that all people in the instance are invented: only in a
	// demo may decisions rest on example figures.
	Demo bool
}

// Create makes an instance: schema, keys' proof, offices with their chains, the
// first staff. It is an act of its own, with an entry in the instance's chain;
// no server does it by itself. Everything but the empty schema comes in one
// transaction, so that it can be done again when it was cut short.
func Create(ctx context.Context, address string, f Founding, o Options) error {
	s, err := ground(ctx, address, o, Latest())
	if err != nil {
		return err
	}
	defer s.Close()
	return s.write(ctx, func(tx *Tx) error { return tx.found(f) })
}

// Vacant refuses an address where an instance or something of others stands. It
// changes nothing: whoever makes an instance asks before drawing keys.
func Vacant(ctx context.Context, address string, o Options) error {
	s, err := connect(address, o)
	if fault.Kind(err) == fault.NotFound && err != nil {
		return nil // no file is there yet
	}
	if err != nil {
		return err
	}
	defer s.Close()
	return s.empty(ctx)
}

// ground makes the schema of a version in an empty database.
func ground(ctx context.Context, address string, o Options, schema int64) (*Store, error) {
	e, err := engineOf(address)
	if err != nil {
		return nil, err
	}
	if err := e.create(); err != nil {
		return nil, err
	}
	s, err := connect(address, o)
	if err != nil {
		return nil, err
	}
	if err = s.empty(ctx); err == nil {
		err = e.prepare(ctx, s.writer)
	}
	if err == nil {
		err = s.raise(ctx, schema)
	}
	if err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// empty refuses a database in which something stands already.
func (s *Store) empty(ctx context.Context) error {
	version, err := s.schema(ctx)
	if err != nil || version == 0 {
		return err
	}
	if version > Latest() {
		return newer(version)
	}
	_, err = query.New(s.writer).Instance(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return plain(err)
	}
	return fault.New(fault.BadInput, "这个数据库已经建好，里面有数据，什么也没有改动；要另建一个，请换一个文件名或空的数据库")
}

// found writes the first rows.
func (tx *Tx) found(f Founding) error {
	if err := tx.addInstance(f); err != nil {
		return err
	}
	if err := tx.addChain(audit.Instance); err != nil {
		return err
	}
	act := audit.Act{Name: "instance.create", Object: "instance:" + f.Name, Digest: f.Digest}
	if f.Demo {
		act.Purpose = "demo"
	}
	if err := tx.add(act); err != nil {
		return err
	}
	for _, o := range f.Offices {
		if err := tx.addOffice(o); err != nil {
			return err
		}
	}
	for i, role := range f.Admins {
		id, err := tx.addStaff(f.Offices[0].Number, role)
		if err != nil {
			return err
		}
		if i < len(f.Accounts) {
			a := f.Accounts[i]
			a.Office, a.Staff = f.Offices[0].Number, id
			if err := tx.addAccount(a); err != nil {
				return err
			}
		}
	}
	return nil
}

// addInstance seals the proof and draws the key that signs checkpoints.
func (tx *Tx) addInstance(f Founding) error {
	s := tx.s
	proof, err := s.Ring.Proof(s.Random)
	if err != nil {
		return err
	}
	signer, err := seal.NewSigner(s.Random)
	if err != nil {
		return err
	}
	secret, err := s.Ring.Seal(s.Random, signerPlace, signer.Secret())
	if err != nil {
		return err
	}
	err = tx.q.AddInstance(tx.ctx, query.AddInstanceParams{Name: f.Name, Created: stamp(tx.now), Proof: proof, Signer: secret, Public: signer.Public()})
	if err == nil && f.Demo {
		err = tx.q.MakeDemo(tx.ctx)
	}
	return plain(err)
}

// addChain begins a chain; its number is never used again.
func (tx *Tx) addChain(office int64) error {
	return plain(tx.q.AddHead(tx.ctx, query.AddHeadParams{Office: office, Hash: make([]byte, 32)}))
}

// add enters an act of the system in a chain at once.
func (tx *Tx) add(act audit.Act) error {
	act.Role, act.Result = "system", audit.Done
	tx.Act = &act
	return tx.enter()
}

// addOffice opens an office as an act of the system.
func (tx *Tx) addOffice(o access.Site) error {
	if err := tx.openOffice(o); err != nil {
		return err
	}
	tx.office = o.Number
	return tx.add(audit.Act{Name: "office.add", Object: object("office", o.Number)})
}

// openOffice opens an office with its divisions, its telephone and its chain.
func (tx *Tx) openOffice(o access.Site) error {
	above := sql.NullInt64{Int64: o.Above, Valid: o.Above != 0}
	err := tx.q.AddOffice(tx.ctx, query.AddOfficeParams{Office: o.Number, Above: above, Level: string(o.Level), Name: o.Name, Opened: stamp(tx.now)})
	if err != nil {
		return plain(err)
	}
	for _, d := range o.Divisions {
		if err := tx.AddDivision(o.Number, d); err != nil {
			return err
		}
	}
	if o.Phone != "" {
		if err := tx.SetPhone(o.Number, o.Phone); err != nil {
			return err
		}
	}
	return tx.addChain(o.Number)
}

// addStaff takes somebody on, with one role.
func (tx *Tx) addStaff(office int64, role string) (int64, error) {
	id, err := tx.next(0, "staff")
	if err != nil {
		return 0, err
	}
	if err := tx.q.AddStaff(tx.ctx, query.AddStaffParams{Office: office, ID: id, Since: stamp(tx.now)}); err != nil {
		return 0, plain(err)
	}
	if err := tx.q.AddStaffRole(tx.ctx, query.AddStaffRoleParams{Office: office, Staff: id, Role: role}); err != nil {
		return 0, plain(err)
	}
	tx.office = office
	return id, tx.add(audit.Act{Name: "staff.add", Object: object("staff", id)})
}

// Offices lists all offices, also those that are closed, with their divisions
// and names in time.
func (v *View) Offices() ([]access.Site, error) {
	if !v.still { // what is not committed may come to nothing
		return v.readOffices()
	}
	row, err := v.q.OfficesVersion(v.ctx)
	if err != nil {
		return nil, plain(err)
	}
	now := sitesVersion{row, access.DayOf(v.s.Now())}
	if list, ok := v.s.sites.at(now); ok {
		return list, nil
	}
	list, err := v.readOffices()
	if err == nil {
		v.s.sites.keep(now, list)
	}
	return list, err
}

// sites are the offices as they were last read. Every page asks for them, they
// change a few times a year, and a county has hundreds.
type sites struct {
	mu      sync.Mutex
	version sitesVersion
	list    []access.Site
}

// sitesVersion changes with whatever changes the offices: they are only added and
// closed, codes added and ended, names and telephones added; which name holds goes by the day.
type sitesVersion struct {
	query.OfficesVersionRow
	day civil.Date
}

// at gives the offices of a version, if they were read.
func (s *sites) at(version sitesVersion) ([]access.Site, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.list), s.version == version
}

// keep keeps them for whoever asks next.
func (s *sites) keep(version sitesVersion, list []access.Site) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.version, s.list = version, slices.Clone(list)
}

// readOffices reads the offices.
func (v *View) readOffices() ([]access.Site, error) {
	rows, err := v.q.Offices(v.ctx)
	if err != nil {
		return nil, plain(err)
	}
	codes, err := v.divisions()
	if err != nil {
		return nil, err
	}
	names, err := v.names()
	if err != nil {
		return nil, err
	}
	phones, err := v.phones()
	if err != nil {
		return nil, err
	}
	list := make([]access.Site, len(rows))
	for i, r := range rows {
		o := access.Site{Number: r.Office, Above: r.Above.Int64, Level: access.Level(r.Level), Divisions: codes[r.Office], Phone: phones[r.Office]}
		if r.Closed != 0 {
			o.Closed = access.DayOf(moment(r.Closed)) - 1
		}
		o.Call(r.Name, names[r.Office], access.DayOf(v.s.Now()))
		list[i] = o
	}
	return list, nil
}

// phones are the telephones of offices that have one.
func (v *View) phones() (map[int64]string, error) {
	rows, err := v.q.OfficePhones(v.ctx)
	phones := make(map[int64]string, len(rows))
	for _, r := range rows {
		phones[r.Office] = r.Phone
	}
	return phones, plain(err)
}

// names are what offices were called later, in time.
func (v *View) names() (map[int64][]access.Naming, error) {
	rows, err := v.q.OfficeNames(v.ctx)
	if err != nil {
		return nil, plain(err)
	}
	names := map[int64][]access.Naming{}
	for _, r := range rows {
		from, err := civil.ParseDate(r.ValidFrom)
		if err != nil {
			return nil, err
		}
		names[r.Office] = append(names[r.Office], access.Naming{Name: r.Name, From: from})
	}
	return names, nil
}

// divisions are the codes of offices by office.
func (v *View) divisions() (map[int64][]access.Division, error) {
	rows, err := v.q.OfficeDivisions(v.ctx)
	if err != nil {
		return nil, plain(err)
	}
	codes := map[int64][]access.Division{}
	for _, r := range rows {
		from, to, err := days(r.ValidFrom, r.ValidTo)
		if err != nil {
			return nil, err
		}
		codes[r.Office] = append(codes[r.Office], access.Division{Code: r.Code, From: from, To: to})
	}
	return codes, nil
}

// Staff lists who works where in which role, by their numbers.
func (v *View) Staff() ([]access.Staff, error) {
	rows, err := v.q.StaffRoles(v.ctx)
	if err != nil {
		return nil, plain(err)
	}
	var list []access.Staff
	for _, r := range rows {
		if n := len(list); n > 0 && list[n-1].ID == r.Staff {
			list[n-1].Roles = append(list[n-1].Roles, r.Role)
			continue
		}
		list = append(list, access.Staff{ID: r.Staff, Office: r.Office, Roles: []string{r.Role}})
	}
	return list, nil
}
