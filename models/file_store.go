package models

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"io"
)

// MaxUpload is how large a file may be, unless the office says otherwise.
const MaxUpload = 25 << 20

// pieceSize is how much of a file a row holds.
const pieceSize = 256 << 10

// StoredFile is an uploaded or issued file, known by its content.
type StoredFile struct {
	SHA256    string
	Size      int64
	Type      string // from the content, never from the name
	CreatedAt Time   `db:"created_at"`
	Complete  bool
}

// SHA256 names a stored file in hexadecimal. The empty one is none, and NULL in the database.
type SHA256 string

func (s *SHA256) Scan(from any) error {
	switch value := from.(type) {
	case nil:
		*s = ""
	case string:
		*s = SHA256(value)
	default:
		return fmt.Errorf("a hash from %T", from)
	}
	return nil
}

func (s SHA256) Value() (driver.Value, error) {
	if s == "" {
		return nil, nil
	}
	return string(s), nil
}

// AddFile stores a file and answers its SHA-256, by which it is linked. What is there already is not stored again. It is called
// before the event's lock is taken: a large file must not hold up anybody. Limit is in bytes; zero is MaxUpload.
func (db *DB) AddFile(ctx context.Context, r io.Reader, limit int64) (sha string, err error) {
	sha, _, err = db.addFile(ctx, r, limit)
	return sha, err
}

// addFile also tells whether the file is new.
func (db *DB) addFile(ctx context.Context, r io.Reader, limit int64) (sha string, fresh bool, err error) {
	if limit == 0 {
		limit = MaxUpload
	}
	content, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return "", false, err
	}
	if int64(len(content)) > limit {
		return "", false, Invalid{"file": fmt.Sprintf("Tệp lớn hơn %d MB.", limit>>20)}
	}
	sum := sha256.Sum256(content)
	sha = hex.EncodeToString(sum[:])
	var there int
	if err := db.get(ctx, &there, `SELECT COUNT(*) FROM files WHERE sha256 = ? AND complete`, sha); err != nil || there > 0 {
		return sha, false, err
	}
	if err := db.exec(ctx, `INSERT INTO files (sha256, size, type, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING`,
		sha, len(content), typeOf(content), db.Now()); err != nil {
		return sha, false, err
	}
	for position := 0; position*pieceSize < len(content); position++ {
		piece := content[position*pieceSize : min(len(content), (position+1)*pieceSize)]
		if err := db.exec(ctx, `INSERT INTO file_pieces (sha256, position, bytes) VALUES (?, ?, ?) ON CONFLICT (sha256, position) DO NOTHING`,
			sha, position, piece); err != nil {
			return sha, false, err
		}
	}
	return sha, true, db.exec(ctx, `UPDATE files SET complete = TRUE WHERE sha256 = ?`, sha)
}

// StoredFile tells what is known of a file; ErrNotFound when it is not there whole.
func (db *DB) StoredFile(ctx context.Context, sha string) (file StoredFile, err error) {
	err = db.get(ctx, &file, `SELECT * FROM files WHERE sha256 = ? AND complete`, sha)
	return file, err
}

// OpenFile reads a file piece by piece; ErrNotFound when it is not there whole.
func (db *DB) OpenFile(ctx context.Context, sha string) (io.ReadCloser, error) {
	if _, err := db.StoredFile(ctx, sha); err != nil {
		return nil, err
	}
	return io.NopCloser(&pieces{db: db, ctx: ctx, sha: sha}), nil
}

// fileContent is a whole file.
func (db *DB) fileContent(ctx context.Context, sha string) ([]byte, error) {
	file, err := db.OpenFile(ctx, sha)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(file)
}

// pieces reads a file's rows one after the other.
type pieces struct {
	db       *DB
	ctx      context.Context
	sha      string
	position int
	rest     bytes.Reader
}

func (p *pieces) Read(into []byte) (int, error) {
	for p.rest.Len() == 0 {
		var piece [][]byte
		if err := p.db.list(p.ctx, &piece, `SELECT bytes FROM file_pieces WHERE sha256 = ? AND position = ?`, p.sha, p.position); err != nil {
			return 0, err
		}
		if len(piece) == 0 {
			return 0, io.EOF
		}
		p.position++
		p.rest.Reset(piece[0])
	}
	return p.rest.Read(into)
}

// dropFiles removes files again that were stored for a change that did not come about. What something links to stays.
func (db *DB) dropFiles(ctx context.Context, shas []string) error {
	for _, sha := range shas {
		if err := db.exec(ctx, `DELETE FROM files WHERE sha256 = ?
			AND NOT EXISTS (SELECT 1 FROM photos WHERE file_sha256 = files.sha256)
			AND NOT EXISTS (SELECT 1 FROM speech_texts WHERE file_sha256 = files.sha256)
			AND NOT EXISTS (SELECT 1 FROM document_versions WHERE file_sha256 = files.sha256)
			AND NOT EXISTS (SELECT 1 FROM paper_versions WHERE file_sha256 = files.sha256 OR signed_sha256 = files.sha256)`, sha); err != nil {
			return err
		}
	}
	return nil
}
