package models

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"io"
	"time"
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
	// What is there already counts as stored now: nobody sweeps it away before it is linked.
	if there, err := db.affect(ctx, `UPDATE files SET created_at = ? WHERE sha256 = ? AND complete`, db.Now(), sha); err != nil || there > 0 {
		return sha, false, err
	}
	if err := db.exec(ctx, `INSERT INTO files (sha256, size, type, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (sha256) DO UPDATE SET created_at = excluded.created_at`,
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

// linkedFiles are the hashes of all files to which something links.
const linkedFiles = `SELECT file_sha256 FROM photos WHERE file_sha256 IS NOT NULL UNION ALL SELECT file_sha256 FROM speech_texts WHERE file_sha256 IS NOT NULL
	UNION ALL SELECT file_sha256 FROM document_versions UNION ALL SELECT file_sha256 FROM paper_versions
	UNION ALL SELECT signed_sha256 FROM paper_versions WHERE signed_sha256 IS NOT NULL`

// dropFiles removes files again that were stored for a change that did not come about. What something links to stays.
func (db *DB) dropFiles(ctx context.Context, shas []string) error {
	for _, sha := range shas {
		if err := db.exec(ctx, `DELETE FROM files WHERE sha256 = ? AND sha256 NOT IN (`+linkedFiles+`)`, sha); err != nil {
			return err
		}
	}
	return nil
}

// looseFor is how long a stored file waits for something to link to it.
const looseFor = 24 * time.Hour

// SweepFiles removes the files to which nothing links, and nothing has come to link: of a form that was refused, of an upload that broke off, of
// what was removed. It may be asked at any time and by several programs.
func (db *DB) SweepFiles(ctx context.Context) error {
	swept, err := db.affect(ctx, `DELETE FROM files WHERE created_at <= ? AND sha256 NOT IN (`+linkedFiles+`)`, At(db.Now().Add(-looseFor)))
	if err != nil || swept == 0 {
		return err
	}
	return db.wipe(ctx)
}
