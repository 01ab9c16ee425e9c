package demo

import (
	"fmt"

	"doudi/civil"
	"doudi/gb"
)

// Family names that are common in Fujian, the commoner ones more than once, and
// characters that given names are made of. No list of real people was used.
var (
	surnames = []rune("陈陈陈陈林林林黄黄张张吴吴李李郑王王刘苏蔡杨叶许曾谢邱罗赖廖邓邹范温汤丘魏连官揭")
	forMen   = []rune("建国志明文辉水生金福春荣德茂永华荣光伟强家兴旺成长顺根木火清")
	forWomen = []rune("秀英丽珍桂花玉兰美香月琴淑芳春梅莲凤金燕惠珠雪云彩霞红菊娟")
	forKids  = []rune("梓轩雨涵子浩欣怡宇航诗琪嘉俊思晨佳晓博文可昕一诺")
)

// villages are invented; none is one of Mingxi's.
var villages = []string{"竹溪村", "上岭村", "枣坪村", "石磨村", "榕下村", "云头村", "茶亭村", "双桥村", "渡口村", "松坡村"}

// name invents somebody's name.
func (c *county) name(surname rune, from []rune) string {
	pick := func() string { return string(from[c.rand.IntN(len(from))]) }
	if c.rand.IntN(8) == 0 {
		return string(surname) + pick()
	}
	return string(surname) + pick() + pick()
}

// surname draws a family name.
func (c *county) surname() rune { return surnames[c.rand.IntN(len(surnames))] }

// staffName invents the name of somebody who works here.
func (c *county) staffName() string {
	return c.name(c.surname(), append(append([]rune{}, forMen...), forWomen...))
}

// Nowhere is the division code of the invented numbers. No county was ever
// called so (GB/T 2260), and a number begins with the code of a county that was
// there when it was given, so that nobody living can have one of them.
const Nowhere = "350499"

// number invents a resident number with a right check digit. Sequence numbers
// run by birth date, so that no number comes twice.
func (c *county) number(birth civil.Date, male bool) string {
	y, m, d := birth.YMD()
	n := c.sequence[birth]
	c.sequence[birth] = n + 1
	n = 2*n + 1
	if !male {
		n++
	}
	text := fmt.Sprintf("%s%04d%02d%02d%03d", Nowhere, y, m, d, n)
	for _, check := range "0123456789X" {
		if _, err := gb.ParseNumber(text + string(check)); err == nil {
			return text + string(check)
		}
	}
	panic("demo: no check digit fits")
}

// phone invents a number that no network gives: mobile numbers begin with 13 to
// 19.
func (c *county) phone() string { return fmt.Sprintf("100%08d", c.rand.IntN(1e8)) }

// account invents a bank account; no bank's begin with four noughts.
func (c *county) account() string { return fmt.Sprintf("0000%015d", c.rand.Int64N(1e15)) }
