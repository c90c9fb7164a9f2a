package models_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"testing"

	"hoithao/models"
)

func aJPEG(t testing.TB) []byte {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, 60, 40))
	for x := range 60 {
		for y := range 40 {
			picture.Set(x, y, color.RGBA{uint8(x * 4), uint8(y * 6), 90, 255})
		}
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, picture, nil); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func aPNG(t testing.TB) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, 30, 20))); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// aWebP is the smallest there is: one pixel, lossless.
func aWebP(t testing.TB) []byte {
	t.Helper()
	file, err := base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// flood is a whole small PNG whose head claims to be 60,000 pixels wide and high.
func flood(t testing.TB) []byte {
	file := bytes.Clone(aPNG(t))
	binary.BigEndian.PutUint32(file[16:], 60_000)
	binary.BigEndian.PutUint32(file[20:], 60_000)
	binary.BigEndian.PutUint32(file[29:], crcOf(file[12:29]))
	return file
}

func crcOf(b []byte) uint32 {
	crc := ^uint32(0)
	for _, one := range b {
		crc ^= uint32(one)
		for range 8 {
			crc = crc>>1 ^ 0xEDB88320&-(crc&1)
		}
	}
	return ^crc
}

func TestAddPicture(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 0)
	whole := aJPEG(t)
	tests := []struct {
		name    string
		content []byte
		why     string // "": taken
	}{
		{"JPEG", whole, ""},
		{"JPEG with what a camera adds", append(bytes.Clone(whole), "thêm"...), ""},
		{"PNG", aPNG(t), ""},
		{"WebP", aWebP(t), ""},
		{"HTML under a picture's name", []byte("<!doctype html><script>alert(1)</script>"), "Tệp này không phải ảnh JPEG, PNG hoặc WebP."},
		{"SVG", []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), "Tệp này không phải ảnh JPEG, PNG hoặc WebP."},
		{"GIF", []byte("GIF89a\x01\x00\x01\x00"), "Tệp này không phải ảnh JPEG, PNG hoặc WebP."},
		{"nothing", nil, "Tệp này không phải ảnh JPEG, PNG hoặc WebP."},
		{"half a JPEG", whole[:len(whole)/2], "Ảnh bị hỏng hoặc chưa tải lên hết. Xin chọn lại ảnh."},
		{"a JPEG without its end", whole[:len(whole)-2], "Ảnh bị hỏng hoặc chưa tải lên hết. Xin chọn lại ảnh."},
		{"a JPEG's head before HTML", append([]byte("\xFF\xD8\xFF"), "<html><script>alert(1)</script>"...), "Ảnh bị hỏng hoặc chưa tải lên hết. Xin chọn lại ảnh."},
		{"half a PNG", aPNG(t)[:40], "Ảnh bị hỏng hoặc chưa tải lên hết. Xin chọn lại ảnh."},
		{"half a WebP", aWebP(t)[:32], "Ảnh bị hỏng hoặc chưa tải lên hết. Xin chọn lại ảnh."},
		{"a flood of pixels", flood(t), "Ảnh có quá nhiều điểm ảnh (hơn 100 triệu)."},
		{"too large", append(bytes.Clone(whole), make([]byte, models.MaxUpload)...), "Ảnh lớn hơn 25 MB."},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			sha, err := h.db.AddPicture(ctx, test.content)
			var wrong models.Invalid
			if test.why != "" {
				if !errors.As(err, &wrong) || wrong["file"] != test.why {
					t.Errorf("%v, want %s", err, test.why)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			file, err := h.db.OpenFile(ctx, string(sha))
			h.must(err)
			if got, err := io.ReadAll(file); err != nil || !bytes.Equal(got, test.content) {
				t.Errorf("%d bytes came back, %v", len(got), err)
			}
		})
	}
}

func FuzzPicture(f *testing.F) {
	for _, seed := range [][]byte{aJPEG(f), aPNG(f), aWebP(f), flood(f), []byte("RIFF\xff\xff\xff\x7fWEBPVP8X"), []byte("\xFF\xD8\xFF\xE0\x00")} {
		f.Add(seed)
	}
	h := newHall(f, 0)
	f.Fuzz(func(t *testing.T, content []byte) {
		if _, err := h.db.AddPicture(context.Background(), content); err != nil && !errors.As(err, new(models.Invalid)) {
			t.Error(err)
		}
	})
}

func TestPhotos(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 0)
	sha, err := h.db.AddPicture(ctx, aJPEG(t))
	h.must(err)
	waits, err := h.db.AddPhoto(ctx, secretary, models.Photo{EventID: h.event.ID, Caption: "Đồng chí Phạm Sỹ Lợi phát biểu chỉ đạo"})
	h.must(err)
	_, err = h.db.AddPhoto(ctx, secretary, models.Photo{EventID: h.event.ID})
	wants(t, err, "caption")
	same, err := h.db.AddPhoto(ctx, secretary, models.Photo{EventID: h.event.ID, FileSHA256: sha})
	h.must(err)
	waits.FileSHA256 = sha
	h.must(h.db.SavePhoto(ctx, secretary, waits))
	if err := h.db.SavePhoto(ctx, secretary, waits); !errors.Is(err, models.ErrConflict) {
		t.Errorf("saved twice on one version: %v", err)
	}
	h.must(h.db.MovePhoto(ctx, secretary, h.event.ID, same.ID, true))
	photos, err := h.db.Photos(ctx, h.event.ID)
	if err != nil || len(photos) != 2 || photos[0].ID != same.ID {
		t.Errorf("%+v, %v", photos, err)
	}
	h.must(h.db.RemovePhoto(ctx, secretary, h.event.ID, same.ID))
	if _, err := h.db.StoredFile(ctx, string(sha)); err != nil {
		t.Errorf("the picture that another photo shows is gone: %v", err)
	}
	h.must(h.db.RemovePhoto(ctx, secretary, h.event.ID, waits.ID))
	if _, err := h.db.StoredFile(ctx, string(sha)); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a picture that nothing shows stays: %v", err)
	}
}

// A picture that another takes the place of is gone, unless another photo shows it.
func TestPictureThatIsReplaced(t *testing.T) {
	ctx, h := context.Background(), newHall(t, 0)
	first, err := h.db.AddPicture(ctx, aJPEG(t))
	h.must(err)
	second, err := h.db.AddPicture(ctx, aPNG(t))
	h.must(err)
	photo, err := h.db.AddPhoto(ctx, secretary, models.Photo{EventID: h.event.ID, FileSHA256: first})
	h.must(err)
	other, err := h.db.AddPhoto(ctx, secretary, models.Photo{EventID: h.event.ID, FileSHA256: first})
	h.must(err)
	photo.FileSHA256, other.FileSHA256 = second, second
	h.must(h.db.SavePhoto(ctx, secretary, photo))
	if _, err := h.db.StoredFile(ctx, string(first)); err != nil {
		t.Errorf("the picture that another photo shows is gone: %v", err)
	}
	h.must(h.db.SavePhoto(ctx, secretary, other))
	if _, err := h.db.StoredFile(ctx, string(first)); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a picture that nothing shows stays: %v", err)
	}
	if _, err := h.db.StoredFile(ctx, string(second)); err != nil {
		t.Errorf("the new picture: %v", err)
	}
}
