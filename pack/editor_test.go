package pack

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func compileSchema(t *testing.T, name string, text []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(name+".json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func yamlValue(t *testing.T, text []byte) any {
	t.Helper()
	data, err := yaml.YAMLToJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// yamlFiles calls run for every YAML file of the packs below the directories;
// what lies beside the packs is none of theirs.
func yamlFiles(t *testing.T, run func(file string, text []byte), dirs ...string) {
	t.Helper()
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(file string, e fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(file) != ".yaml" || filepath.Dir(file) == dir {
				return err
			}
			text, err := os.ReadFile(file)
			run(file, text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestShippedAndGoodPacksFitTheirSchemas(t *testing.T) {
	t.Parallel()
	schemas := make(map[string]*jsonschema.Schema)
	for _, kind := range SchemaKinds {
		schemas[kind] = compileSchema(t, kind, SchemaJSON(kind))
	}
	yamlFiles(t, func(file string, text []byte) {
		value := yamlValue(t, text)
		for _, kind := range []string{kindOfFile(file), "any"} {
			if err := schemas[kind].Validate(value); err != nil {
				t.Errorf("%s against the schema of %s: %v", file, kind, err)
			}
		}
	}, "../packs", "testdata/good")
}

func TestSchemasRefuseWhatTheLoaderRefuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, kind, text string }{
		{"an unknown key of a rule", "subject", "rules: [{id: a, of: member, label: 某, lable: 某, value: 'true'}]"},
		{"a rule without a label", "subject", "rules: [{id: a, of: member, value: 'true'}]"},
		{"a word outside its list", "subject", "stacking: [{pair: [a, b], is: neither}]"},
		{"a list of sections", "subject", "[{rules: []}]"},
		{"a date that is none", "pack", "{id: cn, label: 全国, version: '1', in_force: {from: 2017, open: true}}"},
		{"a case file without members", "cases", "{format: 1, families: [{name: 某, why: 某}]}"},
		{"expectations in a family file", "input", "{format: 1, families: [{name: 某, members: [], why: 某}]}"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if compileSchema(t, test.kind, SchemaJSON(test.kind)).Validate(yamlValue(t, []byte(test.text))) == nil {
				t.Error("the schema let it pass")
			}
		})
	}
	if SchemaJSON("nothing") != nil {
		t.Error("a schema of a kind that does not exist")
	}
}

func TestInputSchemaKnowsTheFactsOfTheChain(t *testing.T) {
	t.Parallel()
	set, _ := LoadAll(os.DirFS("testdata/good/whole"))
	input := compileSchema(t, "input", resolve(t, set, "cn-12").InputSchemaJSON(true))
	text, err := os.ReadFile("testdata/good/whole/cn/cases/dibao.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, old, new string
		fits           bool
	}{
		{"the case of the pack fits", "", "", true},
		{"a fact that the city adds", "amount: 100元", "amount: 100元, taxed: true", true},
		{"an enum value that the city adds", "area: 'urban'", "area: 'town'", true},
		{"an enum value that nobody declares", "area: 'urban'", "area: 'sea'", false},
		{"an unknown fact", "area: 'urban'", "zone: 'urban'", false},
		{"an amount without its unit", "amount: 100元", "amount: 100", false},
		{"none for a fact that may not be none", "birth_date: 1970-05-01", "birth_date: none", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			err := input.Validate(yamlValue(t, []byte(strings.Replace(string(text), test.old, test.new, 1))))
			if (err == nil) != test.fits {
				t.Errorf("fits %v: %v", test.fits, err)
			}
		})
	}
}

// The real packs must load without an error; warnings are lint's business.
func TestShippedPacksLoad(t *testing.T) {
	t.Parallel()
	set, problems := LoadAll(os.DirFS("../packs"))
	if problems.HasErrors() {
		t.Error(problems.Errors().Text(set.Source))
	}
}
