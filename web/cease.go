package web

import (
	"slices"

	"doudi/casework"
)

// causeField asks what a family refuses whose examination is to end.
func causeField() field {
	return listed("cause", "怎样不配合", "终止审核的，选一样，并在理由里写明经过；别的步骤不用选", wordOptions(casework.Causes))
}

// causeLine says it before it is done.
func causeLine(e casework.Entry) []string {
	i := slices.IndexFunc(casework.Causes, func(c casework.Cause) bool { return c.ID == e.Cause })
	if e.Act != casework.Cease || i < 0 {
		return nil
	}
	return []string{"怎样不配合：" + casework.Causes[i].Label}
}
