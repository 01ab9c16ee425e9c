package casework

import (
	"slices"
	"strings"
	"sync"

	"doudi/access"
	"doudi/civil"
	"doudi/engine"
	"doudi/fact"
	"doudi/fault"
	"doudi/pack"
	"doudi/policy"
	"doudi/registry"
)

// code is a law made ready to decide by.
type code struct {
	*pack.Resolved
	hash    string // by which it is kept
	program *policy.Program
	engine  *engine.Engine
	offers  *sync.Map // of what was asked for before, by programme and day
}

// askedFor is a programme on a day.
type askedFor struct {
	programme string
	on        civil.Date
}

// compiled compiles a law once.
func (s *Service) compiled(r *pack.Resolved, hash string) (*code, error) {
	if c, ok := s.laws.Load(hash); ok {
		return c.(*code), nil
	}
	p, problems := policy.Compile(r)
	if problems.HasErrors() {
		return nil, fault.New(fault.PackError, "这里的规定有错误，不能据此办理；请告诉政策人员")
	}
	c, _ := s.laws.LoadOrStore(hash, &code{r, hash, p, engine.New(p), &sync.Map{}})
	return c.(*code), nil
}

// kept is a law as it was kept by its hash, whatever the packs say today.
func (s *Service) kept(v View, hash string) (*code, error) {
	if c, ok := s.laws.Load(hash); ok {
		return c.(*code), nil
	}
	text, _, err := v.Pack(hash)
	if err != nil {
		return nil, err
	}
	r, err := pack.Restore(text)
	if err != nil {
		return nil, err
	}
	return s.compiled(r, hash)
}

// law is the law of an office's place on a day for everybody who comes, and the
// code of the place.
func (s *Service) law(sites []access.Site, office int64, on civil.Date) (*pack.Resolved, string, error) {
	region := access.DivisionOf(sites, office, on)
	if len(region) < 6 {
		return nil, "", fault.New(fault.BadInput, "本机构和上级机构没有县级以下的区划代码，不知道按哪里的规定办；请系统管理员登记区划")
	}
	law, err := s.Law(region, nil)
	return law, region, err
}

// governing is the law of today's packs that answers for a household: some hold
// for some families only, by what is known of the household.
func (s *Service) governing(v View, sites []access.Site, f File, on civil.Date) (*code, string, error) {
	return s.governingAt(v, sites, f.Office, f, on)
}

// governingAt is the same of another office's place, if the household went there.
func (s *Service) governingAt(v View, sites []access.Site, office int64, f File, on civil.Date) (*code, string, error) {
	law, region, err := s.law(sites, office, on)
	if err != nil {
		return nil, region, err
	}
	list, err := v.Facts(registry.Subject{Office: f.Office, Of: registry.OfHousehold, ID: f.Household}, registry.Now)
	if err != nil {
		return nil, region, err
	}
	scope := map[string]string{}
	for _, one := range list {
		key, own := strings.CutPrefix(one.Key, "household.")
		if slot, ok := law.Schema.Entities[fact.HouseholdEntity].Slot(key); own && ok && !one.Secret && one.From <= on && on <= one.To &&
			law.Schema.Entities[fact.HouseholdEntity].Facts[slot].Type == fact.Enum {
			scope[key] = strings.Trim(one.Value, "'")
		}
	}
	if law, err = s.Law(region, scope); err != nil {
		return nil, region, err
	}
	c, err := s.compiled(law, law.Hash())
	return c, region, err
}

// lawOf is the law by which a case goes: that under which it was handed in, as
// it was kept then, so that packs that come later strand no running case; of a
// draft, today's.
func (s *Service) lawOf(v View, sites []access.Site, f File) (*code, error) {
	if f.Law != "" {
		return s.kept(v, f.Law)
	}
	c, _, err := s.governing(v, sites, f, s.Registry.Today())
	return c, err
}

// offer finds the programme of a case with its procedure: as the law was on the
// day of handing in, today for a draft.
func (s *Service) offer(law *code, f File) (Offer, error) {
	if f.Ground != "" {
		return s.changeOffer(law, f)
	}
	on := f.Applied
	if on == 0 {
		on = s.Registry.Today()
	}
	if o, made := law.offers.Load(askedFor{f.Programme, on}); made {
		return o.(Offer), nil
	}
	for _, p := range law.Programmes {
		if p.ID != f.Programme {
			continue
		}
		if flow := offered(law.Resolved, p, on); flow != nil {
			law.offers.Store(askedFor{f.Programme, on}, Offer{p, flow})
			return Offer{p, flow}, nil
		}
	}
	return Offer{}, fault.New(fault.BadInput, "这一天不能在这里申请这个项目；请从列表里选一个").At(0, "programme")
}

// offered is the way of a programme that somebody applies for on a day, with an
// application or by its name, and that somebody decides; nil if it is none. A
// standing that comes at once is how an application is handled, and nothing that
// is applied for.
func offered(law *pack.Resolved, p *pack.Programme, on civil.Date) *Flow {
	named := p.Claim == "by_itself" && (p.Grants != "standing" || p.Starts != "at_once")
	if !p.Span.Contains(on) || p.Referral != "" || p.Claim != "with_application" && !named {
		return nil
	}
	return flowOn(law, p.Procedure, on)
}

// flowOn is the table of a procedure as it is law on a day; nil if nothing is
// decided by it.
func flowOn(law *pack.Resolved, id string, on civil.Date) *Flow {
	p := procedureOn(law, id, on)
	if p == nil {
		return nil
	}
	f, err := NewFlow(p)
	if err != nil {
		return nil
	}
	return f
}

// procedureOn is a procedure as it is law on a day; nil if there is none.
func procedureOn(law *pack.Resolved, id string, on civil.Date) *pack.Procedure {
	i := slices.IndexFunc(law.Procedures, func(p *pack.Procedure) bool { return p.ID == id && p.Span.Contains(on) })
	if i < 0 {
		return nil
	}
	return law.Procedures[i]
}
