package handlers

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"path"
	"runtime/debug"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"hoithao/models"
)

// number gives the request a number of our own: one that a client sends could be anything.
func (s *site) number(c *fiber.Ctx) error {
	visitOf(c).number = secret(9)
	return c.Next()
}

// account writes a line of the log for each request: the route, never the address, which may hold a name or a token.
func (s *site) account(c *fiber.Ctx) error {
	start := time.Now()
	err := c.Next()
	if err != nil {
		if failed := s.fail(c, err); failed != nil {
			return failed
		}
	}
	s.log.LogAttrs(c.UserContext(), slog.LevelInfo, "request",
		slog.String("request", requestID(c)), slog.String("method", c.Method()), slog.String("route", c.Route().Path),
		slog.Int("status", c.Response().StatusCode()), slog.Duration("took", time.Since(start)))
	return nil
}

func (s *site) panicked(c *fiber.Ctx, fault any) {
	s.log.LogAttrs(c.UserContext(), slog.LevelError, "panic", slog.String("request", requestID(c)), slog.String("route", c.Route().Path),
		slog.String("fault", fmt.Sprint(fault)), slog.String("stack", string(debug.Stack())))
}

// headers hold for every answer. The preview of a paper is shown in a frame of our own pages, so those may frame us.
func (s *site) headers(c *fiber.Ctx) error {
	protect(c)
	return c.Next()
}

func protect(c *fiber.Ctx) {
	c.Set(fiber.HeaderContentSecurityPolicy, policy("'none'"))
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderXFrameOptions, "DENY")
	c.Set(fiber.HeaderReferrerPolicy, "no-referrer")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	c.Set("Permissions-Policy", "camera=(self), geolocation=(), microphone=(), payment=()")
	c.Set(fiber.HeaderCacheControl, "no-store")
	if secure(c) {
		c.Set(fiber.HeaderStrictTransportSecurity, "max-age=31536000")
	}
}

func policy(ancestors string) string {
	return "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors " + ancestors
}

// framed lets our own pages show this answer in a frame.
func framed(c *fiber.Ctx) {
	c.Set(fiber.HeaderContentSecurityPolicy, policy("'self'"))
	c.Set(fiber.HeaderXFrameOptions, "SAMEORIGIN")
}

// address is where the request comes from. Behind a proxy that we trust it is what that proxy saw: of the addresses that were handed on,
// the last one that is not itself a proxy of ours. What stands before it the client may have made up.
func (s *site) address(c *fiber.Ctx) string {
	if !c.IsProxyTrusted() {
		return c.Context().RemoteIP().String()
	}
	handed := strings.Split(c.Get(fiber.HeaderXForwardedFor), ",")
	for i := len(handed) - 1; i >= 0; i-- {
		from, err := netip.ParseAddr(strings.TrimSpace(handed[i]))
		if err != nil {
			break
		}
		if !slices.Contains(s.TrustedProxies, from.String()) {
			return from.String()
		}
	}
	return c.Context().RemoteIP().String()
}

func secure(c *fiber.Ctx) bool { return c.Protocol() == "https" }

// bounds holds the body of a request to what its address takes, before any of it is read: whoever asks has shown nothing yet.
func bounds(header *fasthttp.RequestHeader) (config fasthttp.RequestConfig) {
	address, _, _ := strings.Cut(string(header.RequestURI()), "?")
	if config.MaxRequestBodySize = smallBody; uploads(address) {
		config.MaxRequestBodySize = largeBody
	}
	return config
}

// legible takes out of addresses and forms what is text in no language and what PostgreSQL refuses: NUL, and bytes that are not UTF-8.
// A path that holds any leads nowhere. Forms come as browsers send them, and in no other wrapping.
func legible(c *fiber.Ctx) error {
	if !isText(c.Path()) {
		return fiber.ErrNotFound
	}
	onlyText(c.Request().URI().QueryArgs())
	if c.Method() != fiber.MethodPost {
		return c.Next()
	}
	switch wrapping, _, _ := strings.Cut(c.Get(fiber.HeaderContentType), ";"); strings.ToLower(strings.TrimSpace(wrapping)) {
	case fiber.MIMEApplicationForm:
		onlyText(c.Request().PostArgs())
	case fiber.MIMEMultipartForm:
		form, err := c.MultipartForm()
		if err != nil {
			return fiber.ErrBadRequest
		}
		for _, values := range form.Value {
			for i := range values {
				values[i] = asText(values[i])
			}
		}
		for _, files := range form.File {
			for _, file := range files {
				file.Filename = asText(file.Filename)
			}
		}
	default:
		if len(c.Request().Body()) > 0 {
			return fiber.ErrUnsupportedMediaType
		}
	}
	return c.Next()
}

// onlyText makes text of arguments in their place.
func onlyText(args *fasthttp.Args) {
	var pairs [][2]string
	all := true
	for name, value := range args.All() {
		pair := [2]string{string(name), string(value)}
		all = all && isText(pair[0]) && isText(pair[1])
		pairs = append(pairs, pair)
	}
	if all {
		return
	}
	args.Reset()
	for _, pair := range pairs {
		args.Add(asText(pair[0]), asText(pair[1]))
	}
}

func isText(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }

func asText(s string) string { return strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", "") }

// uploads are the addresses that take files.
func uploads(address string) bool {
	return strings.HasSuffix(address, "/photos") || strings.HasSuffix(path.Dir(address), "/photos") ||
		strings.HasSuffix(address, "/documents") || strings.HasSuffix(address, "/versions") ||
		strings.HasSuffix(address, "/texts") || strings.HasSuffix(address, "/signed") || strings.HasSuffix(address, "/import") || path.Dir(address) == "/v" ||
		strings.HasSuffix(address, "/checkin/photo") || strings.HasSuffix(address, "/here")
}

// whoever finds out who asks: the cookie names a login, or nobody.
func (s *site) whoever(c *fiber.Ctx) error {
	v := visitOf(c)
	v.language = languageOf(c)
	if token := c.Cookies(cookie(c, "login")); token != "" {
		user, login, err := s.db.LoggedIn(c.UserContext(), token)
		switch {
		case err == nil:
			v.user, v.login, v.token = &user, login.ID, token
			if c.Cookies("language") == "" && c.Query("lang") == "" {
				v.language = user.Language
			}
		case !errors.Is(err, models.ErrNotFound):
			return err
		}
	}
	return c.Next()
}

// languageOf is what the address asks for, which is then kept in a cookie, else what the cookie says.
func languageOf(c *fiber.Ctx) string {
	asked := c.Query("lang")
	if asked == "vi" || asked == "en" {
		keepLanguage(c, asked)
		return asked
	}
	if c.Cookies("language") == "en" {
		return "en"
	}
	return "vi"
}

func keepLanguage(c *fiber.Ctx, language string) {
	c.Cookie(&fiber.Cookie{Name: "language", Value: language, Path: "/", MaxAge: 365 * 24 * 3600, SameSite: "Lax", HTTPOnly: true, Secure: secure(c)})
}

// sameSite refuses what another site makes a browser send: a form needs our token, and the browser must not say that it comes from elsewhere.
func (s *site) sameSite(c *fiber.Ctx) error {
	switch c.Method() {
	case fiber.MethodGet, fiber.MethodHead, fiber.MethodOptions:
		return c.Next()
	}
	if from := c.Get("Sec-Fetch-Site"); from != "" && from != "same-origin" && from != "none" {
		return fiber.ErrForbidden
	}
	// Our pages send no referrer, so browsers call their origin "null"; on plain HTTP they do not say more. The token decides then.
	if origin := c.Get(fiber.HeaderOrigin); origin != "" && origin != "null" {
		if from, err := url.Parse(origin); err != nil || from.Host != string(c.Request().Host()) {
			return fiber.ErrForbidden
		}
	}
	v := visitOf(c)
	if v.token == "" {
		v.token = c.Cookies(cookie(c, "guest"))
	}
	sent := c.Get("X-CSRF-Token")
	if sent == "" {
		sent = c.FormValue("_csrf")
	}
	if v.token != "" && tokenOf(v.token, sent) {
		return c.Next()
	}
	if ended := c.Cookies(cookie(c, "login")); v.user == nil && ended != "" && tokenOf(ended, sent) { // our own form, of a sign-in that is over
		return errSignedOut
	}
	return fiber.ErrForbidden
}

func tokenOf(token, sent string) bool {
	return subtle.ConstantTimeCompare([]byte(sent), []byte(formToken(token))) == 1
}

// formToken is what our forms carry: known only to whoever has the cookie.
func formToken(token string) string {
	sum := sha256.Sum256([]byte("form\n" + token))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// guestToken is for the forms of somebody who is not signed in; the cookie ends with the browser.
func (s *site) guestToken(c *fiber.Ctx) string {
	token := c.Cookies(cookie(c, "guest"))
	if token == "" {
		token = secret(32)
		setCookie(c, "guest", token, 0)
	}
	return token
}

// cookie is a cookie's name. Under TLS the browser itself holds a __Host- name to this host and to TLS.
func cookie(c *fiber.Ctx, name string) string {
	if secure(c) {
		return "__Host-" + name
	}
	return name
}

func setCookie(c *fiber.Ctx, name, value string, maxAge time.Duration) {
	c.Cookie(&fiber.Cookie{Name: cookie(c, name), Value: value, Path: "/", MaxAge: int(maxAge.Seconds()), HTTPOnly: true, SameSite: "Lax", Secure: secure(c), SessionOnly: maxAge == 0})
}

func dropCookie(c *fiber.Ctx, name string) {
	c.Cookie(&fiber.Cookie{Name: cookie(c, name), Path: "/", Expires: time.Unix(0, 0), HTTPOnly: true, SameSite: "Lax", Secure: secure(c)})
}

// secret is so many random bytes as text.
func secret(bytes int) string {
	bits := make([]byte, bytes)
	rand.Read(bits)
	return base64.RawURLEncoding.EncodeToString(bits)
}
