package main

import (
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// inputSchemaOf compiles the schema that the command prints for a pack.
func inputSchemaOf(t *testing.T, pack string) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(mustRun(t, "packs", "schema", "--input", pack)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("input.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("input.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestInputSchemaAcceptsWhatTheLoaderAcceptsAndRefusesWhatItRefuses(t *testing.T) {
	t.Parallel()
	schema := inputSchemaOf(t, "cn-350421")
	const start = `{"format": 1, "families": [{"name": "甲家", "region": "350421", "as_of": "2020-03-15", `
	for name, test := range map[string]struct {
		rest string
		good bool
	}{
		"a family with a complete, a partial and an unasked table": {`"household": {"area": "urban", "assets": []}, "members": [{"name": "甲", "relation": "head", "birth_date": "1970-05-01",
			"incomes": {"complete": false, "rows": [{"kind": "wage", "amount": "12.50元", "received": "2019-03/2020-02"}]}}]}]}`, true},
		"none and unknown where they may stand": {`"members": [{"relation": "head", "birth_date": "1970-05-01", "disability_level": "none", "school_stage": "unknown"}]}]}`, true},
		"a fact of the county":                  {`"household": {"prior_policy_housing": true}, "members": [{"relation": "head"}]}]}`, true},
		"no members":                            {`"household": {"area": "urban"}}]}`, false},
		"an unknown fact":                       {`"members": [{"relation": "head", "colour": "red"}]}]}`, false},
		"an unknown enum value":                 {`"members": [{"relation": "boss"}]}]}`, false},
		"an amount without its unit":            {`"members": [{"relation": "head", "incomes": [{"kind": "wage", "amount": "12"}]}]}]}`, false},
		"a level written as text":               {`"members": [{"relation": "head", "disability_level": "1"}]}]}`, false},
		"another version":                       {`"members": [{"relation": "head"}]}], "version": 2}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc, err := jsonschema.UnmarshalJSON(strings.NewReader(start + test.rest))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(doc); (err == nil) != test.good {
				t.Errorf("good %v, got %v", test.good, err)
			}
		})
	}
}
