package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"hoithao/models"
	"hoithao/models/modelstest"
)

// submitted is an event's minutes closed by the secretary, and who chairs it.
func (s *testSite) submitted(slug string) models.Delegate {
	s.t.Helper()
	ctx, event := context.Background(), s.event(slug)
	chair := s.delegate(slug, "Trần Đức", "Thuần", "Trưởng ban Tuyên giáo Tỉnh ủy")
	s.must(s.db.SaveMinutes(ctx, clerk, event.ID, 0, models.MinutesForm{OpenedAt: models.At(modelstest.Now.Add(time.Hour)), ClosedAt: models.At(modelstest.Now.Add(4 * time.Hour)),
		Chairs: []models.ID{chair.PersonID}, SecretaryText: "Lê Thị Mai"}))
	row, err := s.db.MinutesOf(ctx, event.ID, 0)
	s.must(err)
	s.must(s.db.CloseMinutes(ctx, clerk, event.ID, 0, row.Version))
	return chair
}

func formOf(id models.ID) string { return strconv.FormatInt(int64(id), 10) }

var (
	approveLink = regexp.MustCompile(`/approve/([a-z0-9]+)`)
	approvePIN  = regexp.MustCompile(`class="clock">(\d{6})<`)
	seenText    = regexp.MustCompile(`name="seen" value="([^"]+)"`)
	versionText = regexp.MustCompile(`name="version" value="(\d+)"`)
)

// A chair without an account reads the minutes behind a link and its PIN, remarks, gives them back, and in the end agrees; then the link is used up.
func TestApproveByLink(t *testing.T) {
	s := newSite(t)
	chair := s.submitted("noi-bo")
	secretary, ipad := s.as("secretary"), s.as("guest")
	made := secretary.post("/events/noi-bo/minutes/links", url.Values{"chair": {formOf(chair.PersonID)}})
	link, pin := approveLink.FindString(made.Body), approvePIN.FindStringSubmatch(made.Body)
	if link == "" || pin == nil {
		t.Fatalf("no link: status %d: %.400s", made.StatusCode, made.Body)
	}
	if got := ipad.get(link); got.StatusCode != http.StatusOK || strings.Contains(got.Body, "dư luận") {
		t.Errorf("without the PIN: status %d, or it shows the minutes", got.StatusCode)
	}
	if got := ipad.get(link + "/minutes.pdf"); got.StatusCode != http.StatusNotFound {
		t.Errorf("the sheet without the PIN: status %d", got.StatusCode)
	}
	ipad.post(link, url.Values{"pin": {"xxxxxx"}}).want(t, http.StatusUnprocessableEntity, "Mã PIN không đúng")
	ipad.post(link, url.Values{"pin": pin[1:]}).leads(t, link)
	page := ipad.get(link).want(t, http.StatusOK, "Nâng cao chất lượng công tác dư luận xã hội", "Đồng ý")
	if got := ipad.get(link + "/minutes.pdf"); !strings.HasPrefix(got.Body, "%PDF-1.4") {
		t.Errorf("the sheet: %.100q", got.Body)
	}
	// The PIN was entered hours ago: what is being written waits for it.
	delete(ipad.cookies, "pin")
	remark := url.Values{"section": {"content"}, "remark": {"Ghi rõ <ý kiến> này"}}
	ipad.post(link+"/remarks", remark).want(t, http.StatusUnprocessableEntity, "Nội dung vừa viết được giữ lại", `name="remark" value="Ghi rõ &lt;ý kiến&gt; này"`, `name="section" value="content"`)
	remark.Set("pin", "xxxxxx")
	ipad.post(link, remark).want(t, http.StatusUnprocessableEntity, "Mã PIN không đúng", `value="Ghi rõ &lt;ý kiến&gt; này"`)
	remark.Set("pin", pin[1])
	ipad.post(link, remark).want(t, http.StatusOK, "\nGhi rõ &lt;ý kiến&gt; này</textarea>", "<details class=\"more\" open><summary>Góp ý mục này")
	ipad.post(link+"/remarks", url.Values{"section": {"course"}, "remark": {"Ghi rõ hơn ý kiến của công an tỉnh"}}).leads(t, link)
	ipad.post(link+"/return", url.Values{"version": versionText.FindStringSubmatch(page.Body)[1:]}).want(t, http.StatusUnprocessableEntity, "Hãy ghi lý do")
	ipad.post(link+"/return", url.Values{"version": versionText.FindStringSubmatch(page.Body)[1:], "reason": {"Bổ sung mục diễn biến"}}).leads(t, link)
	secretary.get("/events/noi-bo/minutes").want(t, http.StatusOK, "Ghi rõ hơn ý kiến của công an tỉnh", "Trần Đức Thuần (qua đường dẫn)")
	s.settle(secretary)

	ctx, event := context.Background(), s.event("noi-bo")
	row, err := s.db.MinutesOf(ctx, event.ID, 0)
	s.must(err)
	if row.State != "draft" {
		t.Fatalf("after they were given back the minutes are %s", row.State)
	}
	s.must(s.db.CloseMinutes(ctx, clerk, event.ID, 0, row.Version))
	ipad.post(link+"/agree", url.Values{"seen": {"1:0"}}).want(t, http.StatusUnprocessableEntity, "vừa thay đổi")
	ipad.post(link+"/agree", url.Values{"seen": seenText.FindStringSubmatch(ipad.get(link).Body)[1:]}).want(t, http.StatusOK, "Đã đồng ý")
	row, err = s.db.MinutesOf(ctx, event.ID, 0)
	s.must(err)
	if row.State != "final" || row.AgreedBy != "Trần Đức Thuần (qua đường dẫn)" {
		t.Errorf("the minutes are %s, agreed to by %q", row.State, row.AgreedBy)
	}
	if got := ipad.get(link); got.StatusCode != http.StatusNotFound {
		t.Errorf("the link once used: status %d", got.StatusCode)
	}
	if broken, err := s.db.Check(ctx); err != nil || len(broken) > 0 {
		t.Errorf("check: %v, %v", broken, err)
	}
}

// settle presses that the one open remark has been dealt with.
func (s *testSite) settle(b *browser) {
	s.t.Helper()
	row, err := s.db.MinutesOf(context.Background(), s.event("noi-bo").ID, 0)
	s.must(err)
	remarks, err := s.db.Remarks(context.Background(), row.ID)
	s.must(err)
	if len(remarks) != 1 {
		s.t.Fatalf("%d remarks", len(remarks))
	}
	b.post("/events/noi-bo/minutes/remarks/"+formOf(remarks[0].ID)+"/settle", nil).leads(s.t, "/events/noi-bo/minutes")
	remarks, err = s.db.Remarks(context.Background(), row.ID)
	s.must(err)
	if remarks[0].SettledAt.IsZero() {
		s.t.Error("the remark is still open")
	}
}

// Five wrong PINs end a link, also for whoever then knows the right one; a new link ends the old one; nobody gets one who does not chair.
func TestApprovalLinksEnd(t *testing.T) {
	s := newSite(t)
	chair := s.submitted("noi-bo")
	secretary, guest := s.as("secretary"), s.as("guest")
	other := s.delegate("noi-bo", "Nguyễn Minh", "Thủy", "Phó Viện trưởng")
	secretary.post("/events/noi-bo/minutes/links", url.Values{"chair": {formOf(other.PersonID)}}).want(t, http.StatusUnprocessableEntity, "không chủ trì")
	made := secretary.post("/events/noi-bo/minutes/links", url.Values{"chair": {formOf(chair.PersonID)}})
	link, pin := approveLink.FindString(made.Body), approvePIN.FindStringSubmatch(made.Body)
	for range 5 {
		guest.post(link, url.Values{"pin": {"000000x"}})
	}
	if got := guest.post(link, url.Values{"pin": pin[1:]}); got.StatusCode != http.StatusNotFound {
		t.Errorf("after five wrong PINs: status %d", got.StatusCode)
	}
	first := approveLink.FindString(secretary.post("/events/noi-bo/minutes/links", url.Values{"chair": {formOf(chair.PersonID)}}).Body)
	second := approveLink.FindString(secretary.post("/events/noi-bo/minutes/links", url.Values{"chair": {formOf(chair.PersonID)}}).Body)
	if got := guest.get(first); got.StatusCode != http.StatusNotFound {
		t.Errorf("the link before the last: status %d", got.StatusCode)
	}
	if got := guest.get(second); got.StatusCode != http.StatusOK {
		t.Errorf("the last link: status %d", got.StatusCode)
	}
}
