package models_test

import (
	"context"
	"database/sql"
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
