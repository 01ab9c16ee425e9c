package store

import "context"

// CreateAt makes an instance as an older program made it.
func CreateAt(ctx context.Context, address string, schema int64, f Founding, o Options) error {
	s, err := ground(ctx, address, o, schema)
	if err != nil {
		return err
	}
	defer s.Close()
	return s.write(ctx, func(tx *Tx) error { return tx.found(f) })
}
