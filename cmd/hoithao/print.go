package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"hoithao/models"
	"hoithao/models/viet"
	"hoithao/views/papers"
)

// print writes a paper of an event.
func (m *Main) print(ctx context.Context, args []string) error {
	f := m.flags("print")
	out := f.String("o", "", "tệp ghi ra: .pdf, hoặc .docx, .xlsx của văn bản có bản đó (không ghi: PDF ra đầu ra chuẩn)")
	site := f.String("url", "", "địa chỉ trong mã QR trên giấy mời, ví dụ https://hoithao.example.vn")
	to := f.String("to", "", "chỉ in giấy mời cho người, đơn vị có tên này")
	session := f.Int("session", 0, "biên bản riêng của buổi thứ mấy (0: của cả sự kiện)")
	rest, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(rest) == 0 {
		for _, kind := range models.PaperKinds() {
			fmt.Fprintf(m.Stdout, "  %-18s %s\n", kind.Name, strings.Join(append([]string{viet.LowerFirst(kind.Title)}, kind.Twins...), ", "))
		}
		return nil
	}
	if len(rest) != 2 {
		return usage("print: cần loại văn bản và tên sự kiện; xem hoithao print -h")
	}
	kind, known := models.KindOfPaper(rest[0])
	if !known {
		return usage("print: không có loại văn bản “%s”; hoithao print liệt kê các loại", rest[0])
	}
	format := "pdf"
	if *out != "" && *out != "-" {
		format = strings.TrimPrefix(strings.ToLower(filepath.Ext(*out)), ".")
	}
	if format != "pdf" && !slices.Contains(kind.Twins, format) {
		return usage("print: %s chỉ in ra tệp .%s, không in ra “%s”", kind.Name, strings.Join(append([]string{"pdf"}, kind.Twins...), ", ."), filepath.Ext(*out))
	}
	db, err := f.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	event, err := findEvent(ctx, db, rest[1])
	if err != nil {
		return err
	}
	record, err := db.Record(ctx, event.ID)
	if err != nil {
		return err
	}
	if *session != 0 {
		if kind.Name != "minutes" || *session < 1 || *session > len(record.Sessions) {
			return fmt.Errorf("không có biên bản của buổi %d; sự kiện có %d buổi", *session, len(record.Sessions))
		}
		record, _ = record.OfSession(record.Sessions[*session-1].ID)
	}
	paper, err := db.Paper(ctx, event.ID, kind.Name, record.Subject())
	if err != nil {
		return err
	}
	paper.Site, paper.To = strings.TrimSuffix(*site, "/"), *to
	if *to != "" && (kind.Name != "invitation" || len(record.LettersTo(*to)) == 0) {
		return fmt.Errorf("không có giấy mời nào cho “%s”", *to)
	}
	composed, err := db.ComposePaper(ctx, record, kind, paper)
	if err != nil {
		return err
	}
	return m.output(*out, true, shared, func(w io.Writer) error {
		return papers.Write(w, composed, papers.Options{Format: format, Attach: attacher{db: db}})
	})
}
