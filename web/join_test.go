package web

import (
	"net/http"
	"strings"
	"testing"
)

func TestARouteWhoseActNobodyWroteDownDoesNotOpen(t *testing.T) {
	t.Parallel()
	s := &Site{mux: http.NewServeMux()}
	err := s.join([]Route{{"GET", "/burn", "household.burn", Open, (*Site).start}})
	if err == nil || !strings.Contains(err.Error(), "household.burn") {
		t.Errorf("%v", err)
	}
	if err := s.join([]Route{{"GET", "/ask", "law.ask", Open, (*Site).start}}); err != nil {
		t.Error(err)
	}
}
