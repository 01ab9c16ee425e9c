package engine_test

import (
	"testing"

	"doudi/engine"
)

func TestPrint(t *testing.T) {
	k := newKit()
	k.standard()
	t.Log("\n" + engine.Determine(k.p, family(k), engine.Options{}).Text())
	s := family(k)
	s.Household.Tables[0].Rows[0].Values[3].N = yuan(2000)
	t.Log("\n" + engine.Determine(k.p, s, engine.Options{}).Text())
	s.Household.Tables[0].Rows[0].Values[3] = noAnswer
	t.Log("\n" + engine.Determine(k.p, s, engine.Options{}).Text())
}
