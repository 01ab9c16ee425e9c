package casework

import "doudi/registry"

// hearing is the right to read what neighbours said about a family.
const hearing = "case.objection"

// veiled stands for the words of somebody whose name is kept secret.
const veiled = "内容和提出人保密，由负责核查的人看"

// veil hides what others said of a family from whoever does not look into it: who
// objects or reports is promised that his name is kept (社会救助法第六十条).
func (s *Service) veil(c *Sight, d registry.Desk) {
	if _, err := s.Registry.Matrix.May(d.Actor, hearing, c.Today, d.Office); err == nil {
		return
	}
	for i := range c.Turns {
		if c.Turns[i].confided() {
			c.Turns[i].Note = veiled
		}
	}
}

// confided says that a turn holds the words of somebody outside the family.
func (t Turn) confided() bool {
	return t.Note != "" && (t.Act == Object && t.Step != ByFamily || t.Act == Mark && t.Step == Reported)
}
