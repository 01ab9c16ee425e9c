package store

import (
	"context"
	"fmt"
	"io"

	"doudi/audit/verify"
	"doudi/fault"
)

// Check looks an open instance through: the database itself, every paper and
// the audit chains, held against the checkpoints that it keeps. The report says
// what does not fit.
func (s *Store) Check(ctx context.Context) (verify.Report, error) { return s.look(ctx) }

// look is Check for any schema.
func (s *Store) look(ctx context.Context) (verify.Report, error) {
	if err := s.engine.sound(ctx, s); err != nil {
		return verify.Report{}, err
	}
	var own [][]byte
	err := s.Read(ctx, func(v *View) error {
		rows, err := v.q.Checkpoints(ctx)
		for _, r := range rows {
			own = append(own, []byte(r.Text))
		}
		return err
	})
	if err != nil {
		return verify.Report{}, err
	}
	return verified(s.instance.Public, func(w io.Writer) error { return s.ExportAudit(ctx, w) }, own...)
}

// verified lets the auditor's verifier read an export while it is written.
func verified(key string, export func(io.Writer) error, checkpoints ...[]byte) (verify.Report, error) {
	r, w := io.Pipe()
	wrote := make(chan error, 1)
	go func() {
		err := export(w)
		w.CloseWithError(err)
		wrote <- err
	}()
	report, err := verify.Export(r, key, checkpoints...)
	r.CloseWithError(io.ErrClosedPipe)
	if e := <-wrote; err == nil && e != nil && e != io.ErrClosedPipe {
		err = e
	}
	return report, plain(err)
}

// distrust says that chains do not fit.
func distrust(r verify.Report, err error) error {
	if err != nil {
		return err
	}
	return fault.Newf(fault.Internal, "审计记录有 %d 处不符，第一处：%s；请停止使用，告诉系统管理员和审计管理员", len(r.Findings), r.Findings[0].Text)
}

// CheckBackup looks a backup through: manifest, keys, every file, the audit
// chains in it. Nothing is written anywhere.
func CheckBackup(ctx context.Context, dir string, o Options) (*Manifest, verify.Report, error) {
	m, err := readManifest(dir, o.Ring)
	if err != nil {
		return nil, verify.Report{}, err
	}
	if m.Schema > Latest() {
		return nil, verify.Report{}, newer(m.Schema)
	}
	if err := m.whole(dir); err != nil {
		return nil, verify.Report{}, err
	}
	export := func(w io.Writer) error { return exportOfDump(ctx, dir, m, w, o) }
	r, err := verified("", export)
	if err != nil || len(r.Findings) > 0 {
		return m, r, distrust(r, err)
	}
	return m, r, nil
}

// exportOfDump writes the audit chains of a backup.
func exportOfDump(ctx context.Context, dir string, m *Manifest, w io.Writer, o Options) error {
	switch m.Engine {
	case "sqlite":
		return exportOfFile(ctx, dir, w, o)
	case "postgres":
		return exportOfTables(dir, m.Instance, w)
	}
	return fmt.Errorf("store: a backup of %.20q", m.Engine)
}
