package models

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	_ "image/jpeg" // so that sizes can be read
	_ "image/png"
	"net/http"
)

// maxPixels bounds a picture: a small file can hold one that no browser should be made to unfold.
const maxPixels = 100_000_000

// badPicture says in Vietnamese why a file is no picture that can be shown, or "" when it is one: JPEG, PNG or WebP by its content, whole
// to its last byte. It reads the file's frame without unfolding the picture, so that a hostile one costs nothing.
func badPicture(content []byte) string {
	if len(content) > MaxUpload {
		return "Ảnh lớn hơn 25 MB."
	}
	var whole bool
	var width, height int
	switch http.DetectContentType(content) {
	case "image/jpeg":
		whole = wholeJPEG(content)
	case "image/png":
		whole = wholePNG(content)
	case "image/webp":
		width, height, whole = wholeWebP(content)
	default:
		return "Tệp này không phải ảnh JPEG, PNG hoặc WebP."
	}
	if whole && width == 0 {
		if config, _, err := image.DecodeConfig(bytes.NewReader(content)); err == nil {
			width, height = config.Width, config.Height
		}
	}
	switch {
	case !whole || width <= 0 || height <= 0:
		return "Ảnh bị hỏng hoặc chưa tải lên hết. Xin chọn lại ảnh."
	case width > maxPixels/height:
		return "Ảnh có quá nhiều điểm ảnh (hơn 100 triệu)."
	}
	return ""
}

// wholeJPEG follows the segments to the picture's data, and finds the end mark behind them. What cameras add after it is let be.
func wholeJPEG(b []byte) bool {
	for at := 2; at+4 <= len(b); {
		if b[at] != 0xFF {
			return false
		}
		marker := b[at+1]
		if marker == 0xFF { // filling
			at++
			continue
		}
		next := at + 2 + int(binary.BigEndian.Uint16(b[at+2:]))
		if next > len(b) {
			return false
		}
		if marker == 0xDA { // start of scan
			return bytes.Contains(b[next:], []byte{0xFF, 0xD9})
		}
		at = next
	}
	return false
}

// wholePNG follows the chunks with their checksums to the last.
func wholePNG(b []byte) bool {
	for at := 8; at+12 <= len(b); {
		size := int64(binary.BigEndian.Uint32(b[at:]))
		end := int64(at) + 12 + size
		if end > int64(len(b)) || crc32.ChecksumIEEE(b[at+4:end-4]) != binary.BigEndian.Uint32(b[end-4:]) {
			return false
		}
		if string(b[at+4:at+8]) == "IEND" {
			return true
		}
		at = int(end)
	}
	return false
}

// wholeWebP holds the file to the length that it claims, and reads the size from its first chunk (RFC 9649).
func wholeWebP(b []byte) (width, height int, whole bool) {
	if len(b) < 30 || int64(binary.LittleEndian.Uint32(b[4:]))+8 > int64(len(b)) {
		return 0, 0, false
	}
	chunk := b[20:]
	switch string(b[12:16]) {
	case "VP8 ":
		if chunk[3] != 0x9D || chunk[4] != 0x01 || chunk[5] != 0x2A {
			return 0, 0, false
		}
		return int(binary.LittleEndian.Uint16(chunk[6:]) & 0x3FFF), int(binary.LittleEndian.Uint16(chunk[8:]) & 0x3FFF), true
	case "VP8L":
		if chunk[0] != 0x2F {
			return 0, 0, false
		}
		bits := binary.LittleEndian.Uint32(chunk[1:])
		return int(bits&0x3FFF) + 1, int(bits>>14&0x3FFF) + 1, true
	case "VP8X":
		three := func(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }
		return three(chunk[4:]) + 1, three(chunk[7:]) + 1, true
	}
	return 0, 0, false
}
