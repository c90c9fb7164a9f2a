package models_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// opened is a fresh database with a connection of its own beside it, to look and to do mischief.
func opened(t testing.TB) (*models.DB, *sql.DB) {
	t.Helper()
	name := modelstest.Name(t)
	return openedAt(t, name), rawAt(t, name)
}

// empty is a database without a single table.
func empty(t testing.TB) string {
	t.Helper()
	if modelstest.Server == "" {
		return filepath.Join(t.TempDir(), "hoithao.db")
	}
	address, err := url.Parse(modelstest.Server)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("hoithao_empty_%d_%d", os.Getpid(), time.Now().UnixNano())
	server := rawAt(t, modelstest.Server)
	if _, err := server.Exec(`CREATE DATABASE ` + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := server.Exec(`DROP DATABASE ` + name + ` WITH (FORCE)`); err != nil {
			t.Error(err)
		}
	})
	address.Path = "/" + name
	return address.String()
}

func openedAt(t testing.TB, name string) *models.DB {
	t.Helper()
	db, err := models.Open(context.Background(), name, models.Options{Now: func() time.Time { return modelstest.Now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func rawAt(t testing.TB, name string) *sql.DB {
	t.Helper()
	driver := "hoithao-sqlite"
	if models.Postgres(name) {
		driver = "pgx"
	}
	raw, err := sql.Open(driver, name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close() })
	return raw
}
