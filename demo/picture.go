package demo

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
)

// Pictures are drawn by a number, so that the same county has the same ones and
// no two of them are alike.

// seedOf is a number of its own for everything that it is made from.
func seedOf(what ...any) uint64 {
	sum := fnv.New64a()
	fmt.Fprintln(sum, what...)
	return sum.Sum64()
}

// signature is a hand's stroke across a field: what a finger leaves on a screen.
func signature(by uint64) ([]byte, error) {
	r := rand.New(rand.NewPCG(by, 1))
	m := image.NewPaletted(image.Rect(0, 0, 240, 90), color.Palette{color.White, color.RGBA{20, 30, 90, 255}})
	for stroke := range 3 + r.IntN(3) {
		x, y := 20+stroke*40+r.IntN(20), 20+r.IntN(50)
		for range 60 {
			draw.Draw(m, image.Rect(x, y, x+3, y+3), image.NewUniform(m.Palette[1]), image.Point{}, draw.Src)
			x, y = min(max(x+r.IntN(5)-1, 2), 234), min(max(y+r.IntN(7)-3, 2), 84)
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, m)
	return b.Bytes(), err
}

// paint fills rectangles of a picture, each with its colour.
func paint(m draw.Image, list ...patch) {
	for _, p := range list {
		draw.Draw(m, p.at, image.NewUniform(p.colour), image.Point{}, draw.Src)
	}
}

// patch is a rectangle in one colour.
type patch struct {
	at     image.Rectangle
	colour color.Color
}

// shade draws a colour near another.
func shade(r *rand.Rand, red, green, blue int) color.RGBA {
	near := func(n int) uint8 { return uint8(min(max(n+r.IntN(50)-25, 0), 255)) }
	return color.RGBA{near(red), near(green), near(blue), 255}
}

// dwelling is a house by a road, as a phone took it.
func dwelling(by uint64) ([]byte, error) {
	r := rand.New(rand.NewPCG(by, 2))
	m := image.NewRGBA(image.Rect(0, 0, 240, 180))
	ground, left, wide, high := 120+r.IntN(30), 15+r.IntN(60), 90+r.IntN(60), 45+r.IntN(35)
	wall := image.Rect(left, ground-high, left+wide, ground)
	paint(m, patch{m.Bounds(), shade(r, 170, 200, 230)}, patch{image.Rect(0, ground, 240, 180), shade(r, 110, 130, 80)},
		patch{wall, shade(r, 200, 190, 170)}, patch{image.Rect(left-8, ground-high-18, left+wide+8, ground-high), shade(r, 120, 70, 60)})
	for n := range 2 + r.IntN(3) {
		x := left + 8 + n*28
		paint(m, patch{image.Rect(x, ground-high+10, x+16, ground-high+28).Intersect(wall), shade(r, 70, 90, 110)})
	}
	paint(m, patch{image.Rect(left+wide/2, ground-26, left+wide/2+15, ground), shade(r, 90, 60, 40)})
	return photographed(m)
}

// board is a notice on a village's board, or any sheet of paper before a wall.
func board(by uint64) ([]byte, error) {
	r := rand.New(rand.NewPCG(by, 3))
	m := image.NewRGBA(image.Rect(0, 0, 240, 180))
	left, top := 45+r.IntN(50), 12+r.IntN(14)
	paint(m, patch{m.Bounds(), shade(r, 130, 140, 150)}, patch{image.Rect(left, top, left+100, top+140), color.White})
	for line := range 12 {
		y := top + 14 + line*10
		paint(m, patch{image.Rect(left+12, y, left+12+20+r.IntN(60), y+2), shade(r, 60, 60, 60)})
	}
	return photographed(m)
}

// photographed is a picture as a phone keeps it.
func photographed(m image.Image) ([]byte, error) {
	var b bytes.Buffer
	err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 60})
	return b.Bytes(), err
}
