package casework

import "doudi/registry"

// led gives the numbers under which an office leads the people of an award that
// hangs on one of its households: who moved there with it was given a new one, and
// the award has the one of the office that decided it. There are none where nobody
// of them is led.
func led(v View, office int64, h registry.Held) (people []int64, err error) {
	for _, person := range h.People {
		at := registry.Ref{Office: h.Office, ID: person}
		for moved := true; moved && err == nil && at.Office != office; {
			var next registry.Ref
			if next, moved, err = v.Alias(at.Office, at.ID); moved {
				at = next
			}
		}
		if err != nil {
			return nil, err
		}
		if at.Office == office {
			people = append(people, at.ID)
		}
	}
	return people, nil
}
