package models

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/sync/semaphore"
	"golang.org/x/text/unicode/norm"

	"hoithao/models/viet"
)

// argon2id as OWASP advises for servers with little memory: 19 MiB, 2 passes, 1 lane.
const (
	passwordMemory = 19 * 1024 // KiB
	passwordPasses = 2
	passwordKey    = 32 // bytes
)

// hashing bounds how many passwords are hashed at once, or sign-ins could eat the memory; who waits longer is told to come again.
var (
	hashing     = semaphore.NewWeighted(2)
	hashingWait = 10 * time.Second
)

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

// passwordHash hashes the composed form: keyboards of different systems send the same Vietnamese letters in different ways.
func passwordHash(ctx context.Context, password string, salt []byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, hashingWait)
	defer cancel()
	if err := hashing.Acquire(ctx, 1); errors.Is(err, context.DeadlineExceeded) {
		return nil, Throttled{hashingWait}
	} else if err != nil {
		return nil, err
	}
	defer hashing.Release(1)
	return argon2.IDKey([]byte(norm.NFC.String(password)), salt, passwordPasses, passwordMemory, 1, passwordKey), nil
}

// common are the words of passwords that everybody tries first, whatever digits and signs stand around them, with or without marks.
var common = map[string]bool{
	"password": true, "passwd": true, "pass": true, "matkhau": true, "mk": true, "admin": true, "administrator": true, "quantri": true, "quantrivien": true, "root": true,
	"user": true, "test": true, "guest": true, "hoithao": true, "hoinghi": true, "vanphong": true, "tinhuy": true, "thuky": true, "bantuyengiao": true, "tuyengiao": true,
	"vietnam": true, "hanoi": true, "hanam": true, "saigon": true, "danang": true, "anhyeuem": true, "emyeuanh": true, "iloveyou": true, "love": true, "yeuem": true,
	"qwerty": true, "qwertyui": true, "qwertyuiop": true, "asdf": true, "asdfgh": true, "asdfghjk": true, "asdfghjkl": true, "zxcvbn": true, "zxcvbnm": true, "qazwsx": true,
	"abc": true, "abcd": true, "abcde": true, "abcdef": true, "abcdefgh": true, "qweasd": true, "qweasdzxc": true, "welcome": true, "letmein": true, "dragon": true,
	"monkey": true, "football": true, "baseball": true, "superman": true, "batman": true, "master": true, "sunshine": true, "princess": true, "shadow": true, "trustno": true,
	"computer": true, "internet": true, "samsung": true, "iphone": true, "google": true, "facebook": true, "zalo": true, "bemeo": true, "congchua": true, "hoangtu": true,
	"hello": true, "xinchao": true, "changeme": true, "secret": true, "login": true, "dangnhap": true, "a": true, "aa": true, "aaa": true, "q": true, "qw": true, "x": true,
}

// weak says, in Vietnamese, why a password will not do; "" when it will. No rule of composition: length is what counts, and that it is not
// among those that are tried first.
func weak(password, account string) string {
	switch {
	case utf8.RuneCountInString(password) < 8:
		return "Mật khẩu cần ít nhất 8 ký tự; nên dùng từ 15 ký tự trở lên."
	case len(password) > 1024:
		return "Mật khẩu quá dài."
	case guessable(password, account):
		return "Mật khẩu này quá dễ đoán."
	}
	return ""
}

// guessable tells whether a password is one of those that are tried first: a known word with digits around it, the account's name, a
// birthday or telephone number, a run along the keyboard, or a short piece said again and again.
func guessable(password, account string) bool {
	folded := strings.ReplaceAll(viet.Fold(password), " ", "")
	core := around(folded)
	name := around(viet.Fold(account))
	if utf8.RuneCountInString(folded) < 15 &&
		(core == "" || common[core] || common[around(lookalikes.Replace(core))] || name != "" && core == name) {
		return true
	}
	return repeats(folded) || runs(folded)
}

// around is a text without what stands around its letters.
func around(text string) string {
	return strings.TrimFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
}

// lookalikes are signs that people write for letters.
var lookalikes = strings.NewReplacer("0", "o", "1", "i", "!", "i", "3", "e", "4", "a", "@", "a", "5", "s", "$", "s")

// repeats tells whether a text is one short piece again and again.
func repeats(text string) bool {
	for size := 1; size <= 4 && size < len(text); size++ {
		if strings.Repeat(text[:size], len(text)/size+1)[:len(text)] == text {
			return true
		}
	}
	return false
}

// runs tells whether each letter is the neighbour of the one before, in the alphabet or on the keyboard.
func runs(text string) bool {
	for _, row := range []string{"abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1q2w3e4r5t6y7u8i9o0p"} {
		backwards := []rune(row)
		for i, j := 0, len(backwards)-1; i < j; i, j = i+1, j-1 {
			backwards[i], backwards[j] = backwards[j], backwards[i]
		}
		if strings.Contains(row, text) || strings.Contains(string(backwards), text) {
			return true
		}
	}
	return false
}
