package seal

import (
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"io"
	"strconv"
	"strings"

	"doudi/fault"

	"github.com/emmansun/gmsm/sm3"
)

// escrow is what stands at the head of a key file for whoever finds it.
const escrow = `# 兜底的密钥文件。丢了它，数据库和备份里的证件号码、账号、病情和照片就再也打不开，谁也恢复不了。
# 生成以后立刻做三件事：一、打印两份，分别封存在两个地方的保险柜，登记由谁保管；
# 二、另存到一个不和数据库、备份放在一起的介质上；三、用打印件抄录一次，运行 doudi check 核对抄得对不对。
# 不要发邮件、不要放进共享文件夹。每行末尾带校验，抄错一个字会指出是哪一行。
`

// letters write a secret so that it can be copied by hand: no 0, 1, 8, 9.
var letters = base32.StdEncoding.WithPadding(base32.NoPadding)

// Format writes the Ring as a key file: one line for each version, in groups
// of four letters, with a check against slips of the pen.
func (r *Ring) Format() []byte {
	var b strings.Builder
	b.WriteString(escrow + "doudi-keys 1\n")
	for i := range r.versions {
		v := &r.versions[i]
		text := letters.EncodeToString(append(v.secret[:], check(v.number, v.secret[:])...))
		fmt.Fprintf(&b, "%d %s\n", v.number, grouped(text))
	}
	return []byte(b.String())
}

// grouped puts a dash behind every four letters.
func grouped(text string) string {
	var groups []string
	for len(text) > 4 {
		groups, text = append(groups, text[:4]), text[4:]
	}
	return strings.Join(append(groups, text), "-")
}

// check is three bytes that a wrong letter upsets.
func check(number uint16, secret []byte) []byte {
	sum := sm3.Sum(fmt.Appendf(nil, "doudi check %d %x", number, secret))
	return sum[:3]
}

// Parse reads a key file. Its errors are of kind BadInput, name the line and
// never repeat what stands there.
func Parse(text []byte) (*Ring, error) {
	r, headed := new(Ring), false
	for i, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSpace(line)
		var err error
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case !headed && line != "doudi-keys 1":
			return nil, fault.New(fault.BadInput, fmt.Sprintf("密钥文件第%d行：应当是 doudi-keys 1；请核对是不是密钥文件", i+1))
		case !headed:
			headed = true
		default:
			if r, err = r.parsed(line, i+1); err != nil {
				return nil, err
			}
		}
	}
	if len(r.versions) == 0 {
		return nil, fault.New(fault.BadInput, "密钥文件里没有密钥；请核对是不是拿错了文件")
	}
	return r, nil
}

// parsed adds the version of one line.
func (r *Ring) parsed(line string, at int) (*Ring, error) {
	head, rest, _ := strings.Cut(line, " ")
	number, err := strconv.ParseUint(head, 10, 16)
	raw, wrong := letters.DecodeString(strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(rest)))
	if err != nil || wrong != nil || len(raw) != secretSize+3 ||
		subtle.ConstantTimeCompare(check(uint16(number), raw[:secretSize]), raw[secretSize:]) != 1 {
		return nil, fault.New(fault.BadInput, fmt.Sprintf("密钥文件第%d行：抄录有误，校验不符；请对照打印件逐字核对", at))
	}
	if len(r.versions) > 0 && uint16(number) <= r.Current() {
		return nil, fault.New(fault.BadInput, fmt.Sprintf("密钥文件第%d行：版本号应当一行比一行大；请核对次序", at))
	}
	return r.with(uint16(number), [secretSize]byte(raw))
}

// proofText is what a database keeps sealed to know its keys by.
const proofText = "兜底"

// Proof seals a known text: an instance stores it and asks every Ring for it.
func (r *Ring) Proof(random io.Reader) ([]byte, error) {
	return r.Seal(random, Place{Column: "instance.proof"}, []byte(proofText))
}

// Fits tells whether the Ring opens an instance's proof. A server with another
// Ring must not start: it could read nothing, and what it wrote nobody else
// could read.
func (r *Ring) Fits(proof []byte) error {
	if n, err := Version(proof); err == nil && r.of(n) == nil {
		return fault.Newf(fault.BadInput, "密钥不对：这里要第%d版密钥，密钥文件里没有这一版，所以没有启动；换过密钥的请用新的密钥文件，换密钥以前的备份请用旧的", n)
	}
	if plain, err := r.Open(Place{Column: "instance.proof"}, proof); err != nil || string(plain) != proofText {
		return fault.Wrap(err, fault.BadInput, "密钥不对：数据库是用另一把密钥封存的，所以没有启动；请换成建库时生成的密钥文件，或从保险柜取出打印件抄录")
	}
	return nil
}
