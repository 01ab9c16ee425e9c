package main

import "doudi/money"

// The JSON result, field by field in docs/determine.md. Amounts are whole fen.
type (
	jsonResult struct {
		Name      string        `json:"name"`
		Region    string        `json:"region"`
		Pack      string        `json:"pack"`
		Hash      string        `json:"hash"`
		AppliedOn string        `json:"applied_on"`
		DecidedOn string        `json:"decided_on"`
		AsOf      string        `json:"as_of"`
		Month     string        `json:"month"`
		Outcomes  []jsonOutcome `json:"outcomes"`
		// Reasons are numbered from 0; outcomes and reasons name them by number.
		Reasons []jsonReason        `json:"reasons"`
		Clauses map[string]jsonCite `json:"clauses"`
	}
	jsonOutcome struct {
		Programme string       `json:"programme"`
		Label     string       `json:"label"`
		Person    string       `json:"person,omitempty"`
		Status    string       `json:"status"`
		Grants    string       `json:"grants"`
		Total     *jsonAmount  `json:"total,omitempty"`
		Parts     []jsonPart   `json:"parts,omitempty"`
		Bearers   []jsonBearer `json:"bearers,omitempty"`
		Pays      string       `json:"pays,omitempty"`
		Starts    string       `json:"starts,omitempty"`
		Recheck   int64        `json:"recheck_months,omitempty"`
		Because   []string     `json:"because,omitempty"`
		Choice    string       `json:"choice,omitempty"`
		By        string       `json:"excluded_by,omitempty"`
		Missing   []jsonRef    `json:"missing,omitempty"`
		Changes   []jsonChange `json:"changes,omitempty"`
		NoChange  bool         `json:"no_change,omitempty"`
		Faults    []string     `json:"faults,omitempty"`
		Used      []jsonUsed   `json:"used,omitempty"`
		Why       []int        `json:"why"`
	}
	jsonAmount struct {
		Fen  money.Fen  `json:"fen"`
		High *money.Fen `json:"up_to_fen,omitempty"`
		Per  string     `json:"per,omitempty"`
	}
	jsonPart struct {
		ID     string            `json:"id"`
		Label  string            `json:"label"`
		Amount *jsonAmount       `json:"amount,omitempty"`
		Less   bool              `json:"less,omitempty"`
		Gives  map[string]string `json:"gives,omitempty"`
		Each   []jsonShare       `json:"each,omitempty"`
		Cites  []string          `json:"cites,omitempty"`
	}
	jsonShare struct {
		Name   string      `json:"name"`
		Amount *jsonAmount `json:"amount"`
	}
	jsonBearer struct {
		Payer  string      `json:"payer"`
		Amount *jsonAmount `json:"amount"`
		Cites  []string    `json:"cites,omitempty"`
	}
	jsonRef struct {
		Entity   string `json:"entity,omitempty"`
		Instance int    `json:"instance"`
		Fact     string `json:"fact,omitempty"`
		Table    string `json:"table,omitempty"`
		Figure   string `json:"figure,omitempty"`
		Label    string `json:"label"`
	}
	jsonChange struct {
		Fact *jsonRef `json:"fact,omitempty"`
		Rule string   `json:"rule,omitempty"`
		To   string   `json:"to"`
		Text string   `json:"text"`
	}
	jsonUsed struct {
		ID     string `json:"id"`
		Label  string `json:"label"`
		Status string `json:"status,omitempty"`
		Due    bool   `json:"review_due,omitempty"`
	}
	jsonReason struct {
		ID      string   `json:"id,omitempty"`
		Mark    string   `json:"mark,omitempty"`
		Text    string   `json:"text"`
		Cites   []string `json:"cites,omitempty"`
		Because []int    `json:"because,omitempty"`
	}
	jsonCite struct {
		Source string `json:"source"`
		At     string `json:"at"`
	}
	// jsonRefusal stands in the place of a family that could not be read.
	jsonRefusal struct {
		Name    string      `json:"name,omitempty"`
		File    string      `json:"file"`
		Row     int         `json:"row,omitempty"`
		Faults  []jsonFault `json:"input_faults"`
		Omitted int         `json:"input_faults_omitted,omitempty"`
	}
	jsonFault struct {
		Row   int    `json:"row,omitempty"`
		Field string `json:"field,omitempty"`
		Text  string `json:"text"`
	}
)
