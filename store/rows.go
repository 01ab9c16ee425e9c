package store

import "doudi/registry"

// listed reads the rows that a query gave, one by one.
func listed[R, T any](rows []R, err error, of func(R) (T, error)) (list []T, _ error) {
	for _, row := range rows {
		one, err := of(row)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, plain(err)
}

// refs reads rows that name a person or household of an office.
func refs[R any](rows []R, err error, of func(R) registry.Ref) ([]registry.Ref, error) {
	return listed(rows, err, func(row R) (registry.Ref, error) { return of(row), nil })
}
