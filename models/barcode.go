package models

import (
	"bytes"
	"context"
	"image"
	"slices"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// Bounds of a picture in which a code is sought: unfolding it must not cost the others of the hall their memory.
const (
	MaxFrame      = 12 << 20   // bytes
	maxFramePoint = 25_000_000 // pixels
)

// oneFrame lets one picture be unfolded at a time.
var oneFrame = make(chan struct{}, 1)

// ReadQR is the text of the QR code in a photo or a frame of a camera; ErrNotFound when there is none to be read. What is no picture, or too
// large a one, is Invalid.
func ReadQR(ctx context.Context, content []byte) (string, error) {
	if len(content) > MaxFrame {
		return "", Invalid{"file": "Ảnh lớn hơn 12 MB."}
	}
	config, _, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil || config.Width <= 0 || config.Height <= 0 {
		return "", Invalid{"file": "Tệp này không phải ảnh JPEG hoặc PNG."}
	}
	if config.Width > maxFramePoint/config.Height {
		return "", Invalid{"file": "Ảnh có quá nhiều điểm ảnh. Hãy chụp ở cỡ nhỏ hơn."}
	}
	select {
	case oneFrame <- struct{}{}:
		defer func() { <-oneFrame }()
	case <-ctx.Done():
		return "", ctx.Err()
	}
	picture, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return "", Invalid{"file": "Ảnh bị hỏng hoặc chưa tải lên hết. Xin chọn lại ảnh."}
	}
	var frames []*image.Gray
	for _, edge := range []int{1000, 2000, 500} { // a code that fills the picture, a small one in a large picture, a blurred one
		frame := grey(picture, edge)
		if !slices.ContainsFunc(frames, func(other *image.Gray) bool { return other.Rect == frame.Rect }) {
			frames = append(frames, frame)
		}
	}
	// The library takes the corners of a code from where it stands: of clean ones it misses one in four hundred, and finds that upside down.
	for _, frame := range frames[:min(2, len(frames))] {
		turned := image.NewGray(frame.Rect)
		copy(turned.Pix, frame.Pix)
		slices.Reverse(turned.Pix)
		frames = append(frames, turned)
	}
	for _, frame := range frames {
		for _, binarizer := range []func(gozxing.LuminanceSource) gozxing.Binarizer{gozxing.NewHybridBinarizer, gozxing.NewGlobalHistgramBinarizer} {
			bitmap, err := gozxing.NewBinaryBitmap(binarizer(gozxing.NewLuminanceSourceFromImage(frame)))
			if err != nil {
				continue
			}
			result, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
			if err == nil {
				return result.GetText(), nil
			}
		}
	}
	return "", ErrNotFound
}

// grey is a picture without colour whose longer edge has so many pixels at most: the mean of the pixels that fall into one.
func grey(picture image.Image, edge int) *image.Gray {
	bounds := picture.Bounds()
	step := max(1, (max(bounds.Dx(), bounds.Dy())+edge-1)/edge)
	small := image.NewGray(image.Rect(0, 0, max(1, bounds.Dx()/step), max(1, bounds.Dy()/step)))
	light := func(x, y int) uint32 {
		r, g, b, a := picture.At(x, y).RGBA()
		return (r*299+g*587+b*114)/1000>>8 + (0xFFFF-a)>>8 // what is clear is white
	}
	if ycbcr, ok := picture.(*image.YCbCr); ok {
		light = func(x, y int) uint32 { return uint32(ycbcr.Y[ycbcr.YOffset(x, y)]) }
	}
	for y := range small.Rect.Dy() {
		for x := range small.Rect.Dx() {
			sum := uint32(0)
			for dy := range step {
				for dx := range step {
					sum += light(min(bounds.Min.X+x*step+dx, bounds.Max.X-1), min(bounds.Min.Y+y*step+dy, bounds.Max.Y-1))
				}
			}
			small.Pix[y*small.Stride+x] = uint8(min(255, sum/uint32(step*step)))
		}
	}
	return small
}
