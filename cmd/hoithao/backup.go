package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"hoithao/models"
)

// backup writes a copy of the whole database, checked after writing, while the program runs.
func (m *Main) backup(ctx context.Context, args []string) error {
	f := m.flags("backup")
	rest, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return usage("backup: cần tên tệp ghi ra; xem hoithao backup -h")
	}
	db, err := f.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.Backup(ctx, rest[0]); errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s đã có, không ghi đè", rest[0])
	} else if err != nil {
		return err
	}
	fmt.Fprintf(m.Stdout, "%s: đã sao lưu và kiểm tra; giữ cả %s.sha256\n", rest[0], rest[0])
	return nil
}

// restore puts a backup back, after checking it.
func (m *Main) restore(ctx context.Context, args []string) error {
	f := m.flags("restore")
	replace := f.Bool("replace", false, "thay cả cơ sở dữ liệu đang có: mọi thứ trong đó sẽ mất")
	copied := f.Bool("copy", false, "đây là bản sao để dùng ở nơi khác, cơ quan vẫn làm việc trên cơ sở dữ liệu của mình: ở bản sao không lấy số mới của sổ văn bản")
	rest, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return usage("restore: cần tên tệp sao lưu; xem hoithao restore -h")
	}
	err = models.Restore(ctx, rest[0], *f.db, models.RestoreOptions{Replace: *replace, Copy: *copied})
	switch {
	case errors.Is(err, models.ErrConflict):
		return fmt.Errorf("%s đang có dữ liệu; thêm --replace nếu chắc chắn muốn thay", shown(*f.db))
	case errors.Is(err, models.ErrBadBackup):
		return fmt.Errorf("%s không nguyên vẹn, không phục hồi: %w", rest[0], err)
	case err != nil:
		return err
	}
	fmt.Fprintf(m.Stdout, "%s: đã phục hồi từ %s\n", shown(*f.db), rest[0])
	if *copied {
		fmt.Fprintln(m.Stdout, "Đây là bản sao: số văn bản do cơ quan cấp, ở đây chỉ dùng số giữ trước hoặc số ghi bằng tay.")
	} else {
		fmt.Fprintln(m.Stdout, "Từ nay sổ văn bản do cơ sở dữ liệu này cấp số. Nếu bản cũ còn được dùng ở nơi khác thì một số có thể bị cấp hai lần: khi ấy hãy phục hồi lại với --replace --copy.")
	}
	return nil
}
