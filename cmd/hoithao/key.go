package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"hoithao/models"
)

// key is the key of links and passes: HOITHAO_KEY, else the file hoithao.key beside the database, for PostgreSQL in the working folder.
// None is no error: nil.
func (f flags) key() ([]byte, error) {
	text := f.m.Env("HOITHAO_KEY")
	if text == "" {
		content, err := os.ReadFile(f.keyFile())
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		text = string(content)
	}
	key, err := hex.DecodeString(strings.TrimSpace(text))
	if err != nil || len(key) != models.KeySize {
		return nil, fmt.Errorf("khóa của đường dẫn và thẻ phải là %d ký tự thập lục phân", 2*models.KeySize)
	}
	return key, nil
}

func (f flags) keyFile() string {
	if models.Postgres(*f.db) {
		return "hoithao.key"
	}
	return filepath.Join(filepath.Dir(*f.db), "hoithao.key")
}

// makeKey is key for commands that make a database: one that has never had a key gets its own, kept in the file for this user alone.
func (f flags) makeKey(ctx context.Context) ([]byte, error) {
	key, err := f.key()
	if key != nil || err != nil {
		return key, err
	}
	db, err := models.Create(ctx, *f.db, models.Options{})
	if err != nil {
		return nil, err
	}
	fingerprint, err := db.KeyFingerprint(ctx)
	if err := errors.Join(err, db.Close()); err != nil {
		return nil, err
	}
	if fingerprint != "" {
		return nil, fmt.Errorf("không thấy khóa của cơ sở dữ liệu này: đặt lại tệp %s hoặc HOITHAO_KEY, nếu không giấy mời và thẻ đã in sẽ mất hiệu lực", f.keyFile())
	}
	key = make([]byte, models.KeySize)
	rand.Read(key)
	file, err := os.OpenFile(f.keyFile(), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) { // another program was faster
		return f.key()
	}
	if err != nil {
		return nil, err
	}
	_, err = fmt.Fprintf(file, "%x\n", key)
	return key, errors.Join(err, file.Sync(), file.Close())
}

// otherKey is a database's error in the words of the command line.
func (f flags) otherKey(err error) error {
	if errors.Is(err, models.ErrWrongKey) {
		return fmt.Errorf("khóa trong %s hoặc HOITHAO_KEY không phải là khóa của cơ sở dữ liệu này", f.keyFile())
	}
	return err
}
