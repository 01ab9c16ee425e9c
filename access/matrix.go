// Package access says who may do what and where. The matrix is data; this is
// the whole of authorisation: pages and services ask Matrix.May and nothing
// else. What one person may not do twice on one thing (who enters does not
// decide, two reviewers differ) is kept here as well.
package access

import (
	"bytes"
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"

	"doudi/fault"

	"github.com/goccy/go-yaml"
)

// Level is a level of offices.
type Level string

// The levels, from the top.
const (
	Province Level = "province"
	City     Level = "city"
	County   Level = "county"
	Township Level = "township"
	Village  Level = "village"
)

// Reach is how far a role goes from its office.
type Reach string

// The reaches.
const (
	Own    Reach = "own"    // the office itself
	Served Reach = "served" // and what of an office above is marked as served by it
	Asked  Reach = "asked"  // and what was asked for at its window, where that is dealt with there
	Below  Reach = "below"  // and those under it
	All    Reach = "all"    // the whole instance
)

// Role is a kind of work. Alone says that who has it has no other.
type Role struct {
	Label string
	At    []Level
	Alone bool
}

// Act is one thing that can be done.
type Act struct {
	Label     string
	Everybody bool // also who has not logged in
	Allow     map[string]Reach
}

// Apart are acts on one thing that one person may not both do: any two of Acts,
// or, where From is there, one of Acts and one of From.
type Apart struct {
	Acts, From []string
	Because    string
}

// Matrix is roles × acts × offices.
type Matrix struct {
	Roles map[string]Role
	Acts  map[string]Act
	Apart []Apart
	// Closed are the acts that are still done to things of a closed office.
	Closed []string
}

//go:embed matrix.yaml
var shipped []byte

// Shipped reads the matrix that comes with the program.
func Shipped() *Matrix {
	m, err := Parse(shipped)
	if err != nil {
		panic("the shipped matrix: " + err.Error())
	}
	return m
}

// Parse reads a matrix. A key or word that it does not know is an error of kind
// BadInput: nobody gets a right by a slip of the pen.
func Parse(text []byte) (*Matrix, error) {
	m := new(Matrix)
	if err := yaml.NewDecoder(bytes.NewReader(text), yaml.Strict()).Decode(m); err != nil {
		return nil, fault.Wrap(err, fault.BadInput, "权限表读不懂；请核对键名和缩进")
	}
	if wrong := m.wrong(); len(wrong) > 0 {
		return nil, fault.New(fault.BadInput, "权限表有误："+strings.Join(wrong, "；"))
	}
	return m, nil
}

// wrong lists words that nothing stands for.
func (m *Matrix) wrong() (all []string) {
	for _, id := range slices.Sorted(maps.Keys(m.Roles)) {
		for _, level := range m.Roles[id].At {
			if !slices.Contains([]Level{Province, City, County, Township, Village}, level) {
				all = append(all, fmt.Sprintf("角色 %s 的机构层级 %s 不认识", id, level))
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(m.Acts)) {
		a := m.Acts[id]
		for _, role := range slices.Sorted(maps.Keys(a.Allow)) {
			if _, ok := m.Roles[role]; !ok {
				all = append(all, fmt.Sprintf("操作 %s 写了没有的角色 %s", id, role))
			}
			if reach := a.Allow[role]; !slices.Contains([]Reach{Own, Served, Asked, Below, All}, reach) {
				all = append(all, fmt.Sprintf("操作 %s 的范围 %s 不认识", id, reach))
			}
		}
		if a.Everybody == (len(a.Allow) > 0) {
			all = append(all, fmt.Sprintf("操作 %s 要么人人可做，要么写明哪些角色可做", id))
		}
	}
	for _, id := range m.Closed {
		if _, ok := m.Acts[id]; !ok {
			all = append(all, "撤销的机构里还能做的操作里有没有的操作 "+id)
		}
	}
	for _, pair := range m.Apart {
		for _, id := range slices.Concat(pair.Acts, pair.From) {
			if _, ok := m.Acts[id]; !ok {
				all = append(all, "分离的操作里有没有的操作 "+id)
			}
		}
	}
	return all
}
