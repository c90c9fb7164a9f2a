package models_test

import (
	"context"
	"testing"

	"rsc.io/qr"

	"hoithao/models"
)

// Each of these clean codes has a shape that the library misses as it stands.
func TestCodesThatAreMissedUpright(t *testing.T) {
	for text, scale := range map[string]int{
		"XacLzxrq3Obqo1Nc": 4, "wGrOMB5yq8Jnkjj2": 4, "2XzG5I1mP72xC_g9": 6, "lguGevdsHIcSaVrU": 6, "2CJAHwY3_IliHWHK": 6, "Q5-YT4o85oQ1gMwh": 6, "9ZtkTXyvsI44b9r7": 8,
	} {
		code, err := qr.Encode(text, qr.M)
		if err != nil {
			t.Fatal(err)
		}
		code.Scale = scale
		if got, err := models.ReadQR(context.Background(), code.PNG()); err != nil || got != text {
			t.Errorf("%s is read as %q: %v", text, got, err)
		}
	}
}
