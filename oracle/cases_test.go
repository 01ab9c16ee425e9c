package oracle

// loadCases reads the worked cases.
func (w *world) loadCases([]*world) { w.families = NewGenerator(w.resolved) }
