package web

import (
	"net/http"
	"strings"

	"doudi/casework"
	"doudi/paper"
)

// signer is one signature that an application needs.
type signer struct {
	Field       string // authorisation.3: kind and person
	Name, Title string
	Done        bool
}

// signers are all of them: the check of the means by each member of age, the
// applicant's application and commitment, and the mandate of a proxy.
func (s *Site) signers(in *casework.Intake) (list []signer) {
	add := func(kind string, m casework.Applicant) {
		list = append(list, signer{kind + "." + itoa(int(m.Person)), m.Name, paper.Kind(kind).Label(), in.Signed(kind, m.Person)})
	}
	for i, m := range in.Members {
		if i == 0 {
			add(casework.Commitment, m)
			if in.Proxy != (casework.Proxy{}) {
				add(casework.Mandate, m)
			}
		}
		if m.Signs(s.today()) {
			add(casework.Authorisation, m)
		}
	}
	return list
}

// signView is the page where they sign, and bring what else they have.
type signView struct {
	slip
	Back, Path    string
	Forms         string // where the forms are printed
	Signers       []signer
	Asked         string // for what they apply
	Commit, Agree string // what is signed
	Title         string
	Open          bool
}

// signPage shows who has to sign.
func (s *Site) signPage(w http.ResponseWriter, r *http.Request) error {
	return s.showSign(w, r, nil, http.StatusOK)
}

// showSign shows it with what could not be kept.
func (s *Site) showSign(w http.ResponseWriter, r *http.Request, wrong []string, status int) error {
	in, err := s.intakeOf(r)
	if err != nil {
		return err
	}
	at := applicationPath(in.Ref)
	view := signView{Back: at, Path: at + "/sign", Forms: at + "/print/forms", Signers: s.signers(in), Commit: paper.CommitmentText, Agree: paper.AuthorisationText,
		Open: in.Open(), Title: "申请 " + itoa(int(in.ID))}
	var asked []string
	for _, c := range in.Sights {
		asked = append(asked, c.Title())
	}
	view.Asked = strings.Join(asked, "、")
	view.slip = filled(r.PostForm, listed("kind", "材料种类", "", optionsOf(paper.Brought)))
	for _, sentence := range wrong {
		view.blame(sentence)
	}
	return s.show(w, r, status, signSheet(view))
}

// scrap is one thing that the page brought.
type scrap struct {
	upload  paper.Upload
	content []byte
}

// sign keeps what was drawn, photographed or brought, each as a paper of its
// member. What can be kept is kept, of the rest is said what is wrong with it.
func (s *Site) sign(w http.ResponseWriter, r *http.Request) error {
	in, err := s.intakeOf(r)
	if err != nil {
		return err
	}
	scraps := s.scraps(r, in)
	if len(scraps) == 0 || !in.Open() {
		return s.showSign(w, r, []string{"没有签字，也没有选文件；请在方框里签字，或者选拍好的照片"}, http.StatusBadRequest)
	}
	var wrong []string
	status := http.StatusOK
	for _, one := range scraps {
		_, err := s.Papers.Add(r.Context(), visitOf(r.Context()).desk(), one.upload, one.content)
		sentence, code, rest := told(err)
		if rest != nil {
			return rest
		}
		if sentence != "" {
			wrong, status = append(wrong, one.upload.Kind.Label()+"没有保存："+sentence), code
		}
	}
	if len(wrong) > 0 {
		return s.showSign(w, r, wrong, status)
	}
	return away(w, r, applicationPath(in.Ref))
}

// scraps are what the form holds for the signatures that are needed, and other
// papers.
func (s *Site) scraps(r *http.Request, in *casework.Intake) (list []scrap) {
	for _, one := range s.signers(in) {
		if content := fileOf(r.Context(), one.Field); content != nil {
			list = append(list, scrap{uploadOf(in, one.Field), content})
		}
	}
	for _, content := range filesOf(r.Context()) {
		list = append(list, scrap{paper.Upload{Household: in.Household, Kind: paper.Kind(first(r.PostForm, "kind")), Right: taking}, content})
	}
	return list
}

// uploadOf is whose paper a field brings.
func uploadOf(in *casework.Intake, field string) paper.Upload {
	kind, person, _ := strings.Cut(field, ".")
	return paper.Upload{Household: in.Household, Person: atoi(person), Kind: paper.Kind(kind), Right: taking}
}
