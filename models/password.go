package models

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/sync/semaphore"
)

// argon2id as OWASP advises for servers with little memory: 19 MiB, 2 passes, 1 lane.
const (
	passwordMemory = 19 * 1024 // KiB
	passwordPasses = 2
	passwordKey    = 32 // bytes
)

// hashing bounds how many passwords are hashed at once, or sign-ins could eat the memory.
var hashing = semaphore.NewWeighted(2)

// hashPassword makes a PHC string: $argon2id$v=19$m=19456,t=2,p=1$salt$key.
func hashPassword(ctx context.Context, password string) (string, error) {
	var salt [16]byte
	rand.Read(salt[:])
	key, err := passwordHash(ctx, password, salt[:])
	if err != nil {
		return "", err
	}
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, passwordMemory, passwordPasses, encode(salt[:]), encode(key)), nil
}

// verifyPassword tells whether the password is the one of the PHC string.
func verifyPassword(ctx context.Context, password, phc string) (bool, error) {
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[3] != fmt.Sprintf("m=%d,t=%d,p=1", passwordMemory, passwordPasses) {
		return false, errors.New("a password in a form we do not write")
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, err
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil {
		return false, err
	}
	key, err := passwordHash(ctx, password, salt)
	return err == nil && subtle.ConstantTimeCompare(key, want) == 1, err
}

func passwordHash(ctx context.Context, password string, salt []byte) ([]byte, error) {
	if err := hashing.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer hashing.Release(1)
	return argon2.IDKey([]byte(password), salt, passwordPasses, passwordMemory, 1, passwordKey), nil
}

// common are passwords that everybody tries first; longer ones are refused when they only repeat the account's name.
var common = map[string]bool{
	"12345678": true, "123456789": true, "1234567890": true, "0123456789": true, "87654321": true, "11111111": true, "00000000": true, "88888888": true,
	"password": true, "password1": true, "passw0rd": true, "qwertyui": true, "qwerty123": true, "abcd1234": true, "abc12345": true, "1q2w3e4r": true,
	"iloveyou": true, "matkhau1": true, "matkhau123": true, "admin123": true, "admin1234": true, "hoithao1": true, "hoithao123": true, "vietnam1": true,
	"vietnam123": true, "anhyeuem": true, "12341234": true, "11223344": true, "123123123": true, "asdfghjk": true, "aa123456": true, "a1234567": true,
}

// weak says, in Vietnamese, why a password will not do; "" when it will. No rule of composition: length is what counts.
func weak(password, account string) string {
	switch {
	case utf8.RuneCountInString(password) < 8:
		return "Mật khẩu cần ít nhất 8 ký tự; nên dùng từ 15 ký tự trở lên."
	case len(password) > 1024:
		return "Mật khẩu quá dài."
	case common[strings.ToLower(password)] || strings.EqualFold(password, account):
		return "Mật khẩu này quá dễ đoán."
	}
	return ""
}
