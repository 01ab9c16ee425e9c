package casework

import (
	"slices"

	"doudi/fault"
)

// Signer is whose signature the form of a record takes.
type Signer struct{ ID, Label string }

// metSigns is the signature of whoever was met or asked.
const metSigns = "sign_family"

// signers are whose signatures the forms take. What investigators found is signed
// by them and by the members of the family that were there (57号第十六条).
var signers = map[Sort][]Signer{
	Survey:  {{metSigns, "见到的人签名"}, {"sign_first", "调查人签名"}, {"sign_second", "另一位调查人签名"}},
	Inquiry: {{metSigns, "邻里签名"}, {"sign_first", "调查人签名"}},
	Hearing: {{metSigns, "本人签名"}, {"sign_first", "听取人签名"}},
	Exit:    {{metSigns, "声明人签名"}, {"sign_first", "接收人签名"}},
	Urging:  {{metSigns, "收件人签名"}, {"sign_first", "通知人签名"}},
}

// Signers are whose signatures the form of a sort takes.
func (s Sort) Signers() []Signer {
	if s == Visit {
		s = Survey
	}
	return signers[s]
}

// Witnessed tells whether a record stands only with its signatures, or with the
// reason for the one that is missing.
func (s Sort) Witnessed() bool { return s == Survey || s == Visit }

// Silence is why whoever was met did not sign.
type Silence struct{ ID, Label string }

// Silences are all, in the order of lists. Who cannot write leaves his thumb print:
// that is a signature. In an emergency people are asked by telephone or video
// (57号第十六条), and sign nothing.
var Silences = []Silence{{"refused", "不肯签"}, {"unable", "病重或者行动不便，签不了，也按不了手印"}, {"absent", "家里没有成年人在场"}, {"remote", "突发事件期间用电话、视频调查，没有见面"},
	{"other", "其他原因，写在调查结论里"}}

// unsigned is the Chinese of why nobody signed; "" if no such reason is known.
func (r *Record) unsigned() string {
	i := slices.IndexFunc(Silences, func(s Silence) bool { return s.ID == r.Unsigned })
	if i < 0 {
		return ""
	}
	return Silences[i].Label
}

// signed sees that both investigators have signed, and whoever was met or the
// reason why he did not.
func (r *Record) signed(files []Attachment) (list []error) {
	if !r.Sort.Witnessed() {
		r.Unsigned = ""
		return nil
	}
	for _, who := range r.Sort.Signers() {
		has := slices.ContainsFunc(files, func(a Attachment) bool { return a.Signature && a.Label == who.Label })
		switch {
		case who.ID != metSigns && !has:
			list = append(list, fault.New(fault.BadInput, who.Label+"：没有；调查表要两位调查人都签，请用手指写，或者拍下签名").At(0, who.ID))
		case who.ID == metSigns && !has && r.unsigned() == "":
			list = append(list, fault.New(fault.BadInput, "没有签名的原因：见到的人没有签名，也没有选原因；请让他签名（不会写字的按手印，拍下来），或者选一个原因").At(0, "unsigned"))
		case who.ID == metSigns && has && r.Unsigned != "":
			list = append(list, fault.New(fault.BadInput, "没有签名的原因：见到的人已经签了，请不选原因").At(0, "unsigned"))
		}
	}
	return list
}
