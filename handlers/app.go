// Package handlers is all that knows HTTP and Fiber: it reads requests, asks models, and answers with views. It holds no SQL.
package handlers

import (
	"context"
	"log/slog"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/compress"
	"github.com/gofiber/fiber/v2/middleware/recover"

	"hoithao/models"
	"hoithao/views"
	"hoithao/views/papers"
)

// Config is what the command decides; the zero Config serves in plain HTTP at whatever address it is asked.
type Config struct {
	URL            string          // the address in links and QR codes, without a slash at the end; "": unknown
	TrustedProxies []string        // addresses whose X-Forwarded-For and X-Forwarded-Proto are believed
	SetupCode      string          // asked for when the first administrator is made
	Log            *slog.Logger    // nil: nowhere
	Views          *views.Engine   // nil: the templates in the binary
	Attach         papers.Attacher // puts PDFs that were handed in into the proceedings; nil: they are only mentioned
	Demo           bool            // says so on every page

	Sites []string // addresses at which this machine is reached, itself first; none: unknown

	Stop context.Context // ends when the program is told to stop: what streams is closed then, before the rest; nil: never
}

// site is what handlers need.
type site struct {
	Config
	db      *models.DB
	log     *slog.Logger
	pages   pageCache
	links   pageCache // of the invited
	guessed limiter   // links that are nobody's, by address
	acted   limiter   // posts through a link
	checked checked
	hub     *hub
	drawing chan struct{} // a place for each paper that is drawn at once
}

const (
	smallBody   = 1 << 20  // bytes, of a form
	largeBody   = 26 << 20 // bytes, of an upload with its wrapping
	largeHeader = 8 << 10  // bytes, of the address, which may hold a search in Vietnamese, and of the cookies
)

// New is the whole program over a database.
func New(db *models.DB, config Config) *fiber.App {
	s := newSite(db, config)
	app := s.front()
	s.routes(app)
	app.Use(func(*fiber.Ctx) error { return fiber.ErrNotFound })
	return app
}

func newSite(db *models.DB, config Config) *site {
	s := &site{Config: config, db: db, log: config.Log, drawing: make(chan struct{}, drawnAtOnce)}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.Views == nil {
		s.Views = views.New()
	}
	s.hub = newHub(db, config.Stop, s.log)
	return s
}

// front is what every request passes before its route.
func (s *site) front() *fiber.App {
	app := fiber.New(fiber.Config{
		Immutable:               true,
		DisableStartupMessage:   true,
		ErrorHandler:            s.fail,
		Views:                   s.Views,
		BodyLimit:               largeBody, // each address has its own, see bounds
		ReadBufferSize:          largeHeader,
		ReadTimeout:             30 * time.Second,
		IdleTimeout:             2 * time.Minute,
		EnableTrustedProxyCheck: true,
		TrustedProxies:          s.TrustedProxies,
	})
	app.Server().HeaderReceived = bounds
	app.Use(s.number, s.account, recover.New(recover.Config{EnableStackTrace: true, StackTraceHandler: s.panicked}), s.headers)
	app.Use(compress.New(compress.Config{Next: streams}))
	app.Get("/public/*", s.showAsset)
	app.Get("/healthz", s.health)
	app.Use(legible, s.whoever, s.sameSite)
	return app
}

// routes are all routes of the program, grouped by who may. Each guard is named at its route, and each handler checks the object.
func (s *site) routes(app *fiber.App) {
	// Anybody
	app.Get("/", s.showStart)
	app.Get("/help", s.showHelp)
	app.Get("/login", s.newLogin)
	app.Post("/login", s.addLogin)
	app.Get("/setup", s.newSetup)
	app.Post("/setup", s.addSetup)
	app.Get("/events", s.listEvents)

	// Whoever has the link of an invitation
	app.Get("/i/:token", s.rememberedLink, s.invitedPerson, s.showInvited)
	app.Post("/i/:token/open", s.invitedPerson, s.openLink)
	app.Post("/i/:token/answer", s.invitedPerson, s.answerInvited)
	app.Post("/i/:token/needs", s.invitedPerson, s.saveInvitedNeeds)
	app.Get("/i/:token/agenda", s.invitedPerson, s.showInvitedAgenda)
	app.Get("/i/:token/live", s.invitedPerson, s.followInvited)
	app.Get("/i/:token/calendar.ics", s.invitedPerson, s.linkCalendar)
	app.Get("/i/:token/documents/:id", s.invitedPerson, s.showInvitedDocument)
	app.Post("/i/:token/speeches", s.invitedPerson, s.requestSpeech)
	app.Post("/i/:token/speeches/:id/withdraw", s.invitedPerson, s.withdrawSpeech)
	app.Post("/i/:token/speeches/:id/texts", s.invitedPerson, s.handInSpeech)
	app.Get("/i/:token/speeches/:id/texts/:position", s.invitedPerson, s.showOwnText)
	app.Get("/u/:token", s.invitedUnit, s.showUnit)
	app.Post("/u/:token/open", s.invitedUnit, s.openLink)
	app.Post("/u/:token/people", s.invitedUnit, s.addGuest)
	app.Post("/u/:token/people/:guest", s.invitedUnit, s.replaceGuest)
	app.Post("/u/:token/people/:guest/remove", s.invitedUnit, s.removeGuest)
	app.Post("/u/:token/decline", s.invitedUnit, s.declineUnit)
	app.Get("/u/:token/calendar.ics", s.invitedUnit, s.linkCalendar)
	app.Get("/v", s.askCode)
	app.Get("/v/:code", s.showCode)
	app.Post("/v/:code", s.checkFile)
	app.Get("/calendar", s.listCalendar)
	app.Get("/calendar.ics", s.feedCalendar)
	app.Get("/approve/:token", s.showApproval) // the link and its PIN are the guard
	app.Post("/approve/:token", s.unlockApproval)
	app.Post("/approve/:token/agree", s.approveMinutes)
	app.Post("/approve/:token/return", s.returnMinutes)
	app.Post("/approve/:token/remarks", s.remarkByLink)
	app.Get("/approve/:token/minutes.pdf", s.printApproval)

	app.Get("/c/:token", s.showPassage) // whoever has the link of a passage: a speaker, before the minutes are approved
	app.Post("/c/:token", s.answerPassage)

	// Whoever has an account
	app.Post("/logout", s.signedIn, s.removeLogin)
	app.Post("/language", s.signedIn, s.saveLanguage)
	app.Get("/account", s.signedIn, s.showAccount)
	app.Post("/account/password", s.signedIn, s.savePassword)
	app.Post("/account/logins", s.signedIn, s.endLogin)
	app.Get("/tasks", s.signedIn, s.listAllTasks)

	// Organizers
	app.Get("/events/new", s.organizer, s.newEvent)
	app.Post("/events", s.organizer, s.addEvent)
	app.Get("/people", s.organizer, s.listPeople)
	app.Post("/people", s.organizer, s.addPerson)
	app.Get("/people/new", s.organizer, s.newPerson)
	app.Get("/people/import", s.organizer, s.newImport)
	app.Post("/people/import", s.organizer, s.addImport)
	app.Get("/people/import/:id", s.organizer, s.editImport)
	app.Post("/people/import/:id", s.organizer, s.saveImport)
	app.Get("/people/import/:id/preview", s.organizer, s.previewImport)
	app.Post("/people/import/:id/preview", s.organizer, s.chooseImport)
	app.Post("/people/import/:id/apply", s.organizer, s.applyImport)
	app.Post("/people/import/:id/remove", s.organizer, s.removeImport)
	app.Get("/people/duplicates", s.organizer, s.listDuplicates)
	app.Get("/people/:id", s.organizer, s.showPerson)
	app.Get("/people/:id/merge", s.organizer, s.newMerge)
	app.Post("/people/:id/merge", s.organizer, s.addMerge)
	app.Post("/people/:id", s.organizer, s.savePerson)
	app.Get("/people/:id/edit", s.organizer, s.editPerson)
	app.Post("/people/:id/remove", s.organizer, s.removePerson)
	app.Post("/people/:id/export", s.organizer, s.exportPerson)
	app.Get("/people/:id/erase", s.administrator, s.newErasure)
	app.Post("/people/:id/erase", s.administrator, s.addErasure)
	app.Get("/organizations", s.organizer, s.listOrganizations)
	app.Post("/organizations", s.organizer, s.addOrganization)
	app.Get("/organizations/new", s.organizer, s.newOrganization)
	app.Get("/organizations/suggest", s.organizer, s.suggestOrganizations)
	app.Get("/organizations/preview", s.organizer, s.previewOrganization)
	app.Get("/organizations/:id", s.organizer, s.showOrganization)
	app.Post("/organizations/:id", s.organizer, s.saveOrganization)
	app.Get("/organizations/:id/edit", s.organizer, s.editOrganization)
	app.Post("/organizations/:id/remove", s.organizer, s.removeOrganization)
	app.Get("/organizations/:id/register", s.organizer, s.showRegister)
	app.Post("/organizations/:id/terms", s.organizer, s.addTerm)
	app.Post("/organizations/:id/terms/:term/end", s.organizer, s.endTerm)
	app.Post("/organizations/:id/terms/:term/remove", s.organizer, s.removeTerm)

	// Administrators of the whole office
	app.Get("/admin", s.administrator, s.showAdmin)
	app.Get("/admin/users", s.administrator, s.listUsers)
	app.Post("/admin/users", s.administrator, s.addUser)
	app.Get("/admin/users/new", s.administrator, s.newUser)
	app.Get("/admin/users/:id", s.administrator, s.editUser)
	app.Post("/admin/users/:id", s.administrator, s.saveUser)
	app.Post("/admin/users/:id/password", s.administrator, s.setPassword)
	app.Post("/admin/users/:id/logins", s.administrator, s.endLogins)
	app.Get("/admin/journal", s.administrator, s.listJournal)
	app.Get("/admin/settings", s.administrator, s.editOffice)
	app.Post("/admin/settings", s.administrator, s.saveOffice)
	app.Post("/admin/holidays", s.administrator, s.addHoliday)
	app.Post("/admin/holidays/usual", s.administrator, s.fillHolidays)
	app.Post("/admin/holidays/remove", s.administrator, s.removeHoliday)
	app.Get("/admin/retention", s.administrator, s.editRetention)
	app.Post("/admin/retention", s.administrator, s.saveRetention)
	app.Get("/admin/mail", s.administrator, s.editMail)
	app.Post("/admin/mail", s.administrator, s.saveMail)
	app.Post("/admin/mail/test", s.administrator, s.testMail)
	app.Get("/admin/backup", s.administrator, s.showBackup)
	app.Post("/admin/backup", s.administrator, s.takeBackup)
	app.Post("/admin/check", s.administrator, s.checkDatabase)

	// An event, by what the user may do there
	app.Get("/events/:slug.ics", s.visitor, s.showCalendar)
	app.Get("/events/:slug", s.remembered, s.visitor, s.showEvent)
	app.Get("/events/:slug/live", s.visitor, s.showLive)

	// The hall: screens, by an address that nobody guesses or signed in; the chair's view; the address on the wall
	app.Get("/s/:token", s.showHallScreen)
	app.Get("/s/:token/live", s.showHallLive)
	app.Get("/events/:slug/screen", s.staff, s.showScreen)
	app.Get("/events/:slug/wall", s.staff, s.showWall)
	app.Get("/events/:slug/chair", s.keeps, s.showChair)
	app.Get("/events/:slug/screens", s.record, s.editScreens)
	app.Post("/events/:slug/screens/message", s.record, s.sayOnScreen)
	app.Post("/events/:slug/screens/address", s.record, s.renewScreen)

	app.Get("/events/:slug/settings", s.organize, s.editEvent)
	app.Post("/events/:slug/settings", s.organize, s.saveEvent)
	app.Post("/events/:slug/remove", s.organize, s.removeEvent)
	app.Get("/events/:slug/sessions/new", s.organize, s.newSession)
	app.Post("/events/:slug/sessions", s.organize, s.addSession)
	app.Get("/events/:slug/sessions/:id", s.organize, s.editSession)
	app.Post("/events/:slug/sessions/:id", s.organize, s.saveSession)
	app.Post("/events/:slug/sessions/:id/remove", s.organize, s.removeSession)
	app.Post("/events/:slug/staff", s.organize, s.addStaff)
	app.Post("/events/:slug/staff/remove", s.organize, s.removeStaff)

	// Agenda: a draft is for staff, what really happened for the secretary
	app.Get("/events/:slug/agenda.pdf", s.visitor, s.printAgenda)
	app.Get("/events/:slug/agenda", s.staff, s.showAgenda)
	app.Post("/events/:slug/agenda", s.organize, s.addItem)
	app.Get("/events/:slug/agenda/new", s.organize, s.newItem)
	app.Post("/events/:slug/agenda/order", s.organize, s.orderItems)
	app.Post("/events/:slug/agenda/publish", s.organize, s.publishAgenda)
	app.Get("/events/:slug/agenda/:id", s.record, s.editItem)
	app.Post("/events/:slug/agenda/:id", s.organize, s.saveItem)
	app.Post("/events/:slug/agenda/:id/times", s.record, s.recordItem)
	app.Post("/events/:slug/agenda/:id/move", s.organize, s.moveItem)
	app.Post("/events/:slug/agenda/:id/remove", s.organize, s.removeItem)

	// Who comes: the organizers invite, the door and whoever keeps the record take attendance
	app.Get("/events/:slug/groups", s.organize, s.listGroups)
	app.Post("/events/:slug/groups", s.organize, s.addGroup)
	app.Get("/events/:slug/groups/new", s.organize, s.newGroup)
	app.Post("/events/:slug/groups/order", s.organize, s.orderGroups)
	app.Get("/events/:slug/groups/:id", s.organize, s.editGroup)
	app.Post("/events/:slug/groups/:id", s.organize, s.saveGroup)
	app.Post("/events/:slug/groups/:id/move", s.organize, s.moveGroup)
	app.Post("/events/:slug/groups/:id/remove", s.organize, s.removeGroup)
	app.Get("/events/:slug/delegates.xlsx", s.organize, s.exportDelegates)
	app.Get("/events/:slug/delegates", s.staff, s.listDelegates)
	app.Post("/events/:slug/delegates", s.organize, s.addDelegates)
	app.Get("/events/:slug/delegates/new", s.organize, s.newDelegates)
	app.Post("/events/:slug/delegates/order", s.organize, s.orderDelegates)
	app.Post("/events/:slug/delegates/suggest", s.organize, s.suggestDelegates)
	app.Get("/events/:slug/delegates/import", s.organize, s.newImport)
	app.Post("/events/:slug/delegates/import", s.organize, s.addImport)
	app.Get("/events/:slug/delegates/import/:id", s.organize, s.editImport)
	app.Post("/events/:slug/delegates/import/:id", s.organize, s.saveImport)
	app.Get("/events/:slug/delegates/import/:id/preview", s.organize, s.previewImport)
	app.Post("/events/:slug/delegates/import/:id/preview", s.organize, s.chooseImport)
	app.Post("/events/:slug/delegates/import/:id/apply", s.organize, s.applyImport)
	app.Post("/events/:slug/delegates/import/:id/remove", s.organize, s.removeImport)
	app.Get("/events/:slug/delegates/:id", s.organize, s.editDelegate)
	app.Post("/events/:slug/delegates/:id", s.organize, s.saveDelegate)
	app.Post("/events/:slug/delegates/:id/move", s.organize, s.moveDelegate)
	app.Post("/events/:slug/delegates/:id/remove", s.organize, s.removeDelegate)
	app.Post("/events/:slug/delegates/:id/substitutes", s.organize, s.addSubstitute)
	app.Post("/events/:slug/delegates/:id/substitutes/:substitute", s.organize, s.decideSubstitute)
	app.Post("/events/:slug/delegates/:id/substitutes/:substitute/remove", s.organize, s.removeSubstitute)
	app.Get("/events/:slug/substitutes", s.agree, s.listSubstitutes)
	app.Post("/events/:slug/substitutes/:id", s.agree, s.judgeSubstitute)
	app.Get("/events/:slug/invitations", s.organize, s.listInvitations)
	app.Post("/events/:slug/invitations", s.organize, s.addInvitations)
	app.Get("/events/:slug/invitations/new", s.organize, s.newInvitations)
	app.Post("/events/:slug/invitations/terms", s.organize, s.saveTerms)
	app.Post("/events/:slug/invitations/many", s.organize, s.amendInvitations)
	app.Get("/events/:slug/invitations/:id", s.organize, s.showInvitation)
	app.Post("/events/:slug/invitations/:id", s.organize, s.saveInvitation)
	app.Post("/events/:slug/invitations/:id/answer", s.organize, s.answerFor)
	app.Post("/events/:slug/invitations/:id/people", s.organize, s.nameFor)
	app.Post("/events/:slug/invitations/:id/people/:guest/remove", s.organize, s.unnameFor)
	app.Get("/events/:slug/seating", s.organize, s.showSeating)
	app.Post("/events/:slug/seating/assign", s.organize, s.assignSeats)
	app.Post("/events/:slug/seating/move", s.organize, s.moveSeat)
	app.Get("/events/:slug/attendance", s.door, s.showAttendance)
	app.Post("/events/:slug/attendance", s.door, s.saveAttendance)
	app.Post("/events/:slug/attendance/all", s.door, s.markAll)
	app.Post("/events/:slug/attendance/heads/:group", s.door, s.saveHeadcount)
	app.Get("/events/:slug/checkin", s.door, s.showCheckin)
	app.Post("/events/:slug/checkin", s.door, s.addScan)
	app.Get("/events/:slug/checkin/counts", s.door, s.countCheckins)
	app.Get("/events/:slug/checkin/list", s.door, s.listCheckin)
	app.Post("/events/:slug/checkin/photo", s.door, s.scanPhoto)
	app.Post("/events/:slug/checkin/walk-in", s.door, s.addWalkIn)
	app.Get("/events/:slug/here", s.self, s.showHere)
	app.Post("/events/:slug/here", s.self, s.addHere)
	app.Get("/events/:slug/here/code", s.staff, s.showHereCode)

	// The desk: the record is kept while the event goes on
	app.Get("/events/:slug/desk", s.record, s.showDesk)
	app.Post("/events/:slug/desk/items/:id/:act", s.record, s.actOnItem)
	app.Post("/events/:slug/desk/speeches/:id/summary", s.record, s.saveSummary)
	app.Post("/events/:slug/desk/speeches/:id/draft", s.record, s.draftSummary)
	app.Post("/events/:slug/desk/speeches/:id/draft/remove", s.record, s.dropSummaryDraft)
	app.Post("/events/:slug/desk/speeches/:id/move", s.record, s.moveInQueue)
	app.Post("/events/:slug/desk/speeches/:id/:act", s.record, s.actOnSpeech)
	app.Post("/events/:slug/desk/queue/:id", s.record, s.orderQueue)
	app.Post("/events/:slug/desk/undo", s.record, s.undoAct)
	app.Post("/events/:slug/desk/requests", s.record, s.addRequest)
	app.Post("/events/:slug/desk/votes", s.record, s.addDeskVote)
	app.Post("/events/:slug/desk/conclusions", s.record, s.addDeskConclusion)

	// What was said: whoever keeps the record writes, the chair reads along
	app.Get("/events/:slug/speeches", s.keeps, s.listSpeeches)
	app.Post("/events/:slug/speeches", s.record, s.addSpeech)
	app.Get("/events/:slug/speeches/speakers", s.record, s.listSpeakers)
	app.Post("/events/:slug/speeches/items/:id/order", s.record, s.orderSpeeches)
	app.Get("/events/:slug/speeches/:id", s.record, s.editSpeech)
	app.Post("/events/:slug/speeches/:id", s.record, s.saveSpeech)
	app.Post("/events/:slug/speeches/:id/draft", s.record, s.draftSpeech)
	app.Post("/events/:slug/speeches/:id/draft/remove", s.record, s.dropSpeechDraft)
	app.Post("/events/:slug/speeches/:id/move", s.record, s.moveSpeech)
	app.Post("/events/:slug/speeches/:id/texts", s.record, s.addSpeechText)
	app.Get("/events/:slug/speeches/:id/texts/:position", s.record, s.showSpeechText)
	app.Post("/events/:slug/speeches/:id/texts/:position", s.record, s.judgeSpeechText)
	app.Post("/events/:slug/speeches/:id/remove", s.record, s.removeSpeech)
	app.Get("/events/:slug/conclusions", s.keeps, s.listConclusions)
	app.Post("/events/:slug/conclusions", s.record, s.addConclusion)
	app.Get("/events/:slug/conclusions/responsibles", s.record, s.listResponsibles)
	app.Post("/events/:slug/conclusions/order", s.record, s.orderConclusions)
	app.Get("/events/:slug/conclusions/:id", s.record, s.editConclusion)
	app.Post("/events/:slug/conclusions/:id", s.record, s.saveConclusion)
	app.Post("/events/:slug/conclusions/:id/move", s.record, s.moveConclusion)
	app.Post("/events/:slug/conclusions/:id/remove", s.record, s.removeConclusion)
	app.Get("/events/:slug/votes/new", s.record, s.newVote)
	app.Post("/events/:slug/votes", s.record, s.addVote)
	app.Get("/events/:slug/votes/:id", s.record, s.editVote)
	app.Post("/events/:slug/votes/:id", s.record, s.saveVote)
	app.Post("/events/:slug/votes/:id/move", s.record, s.moveVote)
	app.Post("/events/:slug/votes/:id/remove", s.record, s.removeVote)

	// Photos: a picture is for whoever may see the event
	app.Get("/events/:slug/photos", s.keeps, s.listPhotos)
	app.Post("/events/:slug/photos", s.record, s.addPhoto)
	app.Get("/events/:slug/photos/:id", s.record, s.editPhoto)
	app.Post("/events/:slug/photos/:id", s.record, s.savePhoto)
	app.Post("/events/:slug/photos/:id/move", s.record, s.movePhoto)
	app.Post("/events/:slug/photos/:id/remove", s.record, s.removePhoto)
	app.Get("/events/:slug/photos/:id/file", s.visitor, s.showPhoto)

	// Documents: a file is for whoever may see the event, while it is open to them
	app.Get("/events/:slug/documents", s.staff, s.listDocuments)
	app.Post("/events/:slug/documents", s.record, s.addDocument)
	app.Get("/events/:slug/documents/:id", s.record, s.editDocument)
	app.Post("/events/:slug/documents/:id", s.record, s.saveDocument)
	app.Get("/events/:slug/documents/:id/file", s.visitor, s.showDocument)
	app.Post("/events/:slug/documents/:id/versions", s.record, s.addVersion)
	app.Get("/events/:slug/documents/:id/versions/:position", s.staff, s.showVersion)
	app.Post("/events/:slug/documents/:id/withdraw", s.record, s.withdrawDocument)
	app.Post("/events/:slug/documents/:id/move", s.record, s.moveDocument)
	app.Post("/events/:slug/documents/:id/remove", s.record, s.removeDocument)

	// Messages: the outbox, the words, what goes by itself
	app.Get("/events/:slug/messages", s.organize, s.listMessages)
	app.Post("/events/:slug/messages", s.organize, s.addMessages)
	app.Get("/events/:slug/messages/new", s.organize, s.newMessages)
	app.Post("/events/:slug/messages/all", s.organize, s.actMessages)
	app.Get("/events/:slug/messages/reminders", s.organize, s.editReminders)
	app.Post("/events/:slug/messages/reminders", s.organize, s.saveReminders)
	app.Get("/events/:slug/messages/words/:kind", s.organize, s.editWords)
	app.Post("/events/:slug/messages/words/:kind", s.organize, s.saveWords)
	app.Post("/events/:slug/messages/words/:kind/restore", s.organize, s.restoreWords)
	app.Post("/events/:slug/messages/:id", s.organize, s.actMessage)

	// Minutes: the secretary writes and closes them, the chair agrees, either reopens them
	app.Get("/events/:slug/minutes", s.keeps, s.showMinutes)
	app.Get("/events/:slug/minutes.pdf", s.keeps, s.printMinutes)
	app.Post("/events/:slug/minutes", s.record, s.saveMinutes)
	app.Post("/events/:slug/minutes/close", s.record, s.closeMinutes)
	app.Post("/events/:slug/minutes/agree", s.agree, s.agreeMinutes)
	app.Post("/events/:slug/minutes/reopen", s.keeps, s.reopenMinutes)
	app.Post("/events/:slug/minutes/remarks", s.keeps, s.addRemark)
	app.Post("/events/:slug/minutes/remarks/:id/settle", s.record, s.settleRemark)
	app.Post("/events/:slug/minutes/links", s.record, s.addApproval)
	app.Post("/events/:slug/minutes/sections/:name", s.record, s.saveSection)
	app.Post("/events/:slug/minutes/sections/:name/compose", s.record, s.composeSection)
	app.Post("/events/:slug/minutes/sections/:name/draft", s.record, s.draftSection)
	app.Post("/events/:slug/minutes/sections/:name/draft/remove", s.record, s.dropSectionDraft)

	// Speakers confirm their passages before the minutes are approved
	app.Get("/events/:slug/confirmations", s.keeps, s.listConfirmations)
	app.Post("/events/:slug/confirmations", s.record, s.askConfirmations)
	app.Post("/events/:slug/confirmations/:id", s.record, s.decideConfirmation)

	// The print room: who keeps the record decides, prints and issues; the chair looks
	app.Get("/events/:slug/papers", s.keeps, s.listPapers)
	app.Post("/events/:slug/papers/:kind", s.record, s.savePaper)
	app.Post("/events/:slug/papers/:kind/print", s.record, s.printPaper)
	app.Post("/events/:slug/papers/:kind/number", s.record, s.takeNumber)
	app.Post("/events/:slug/papers/:kind/number/cancel", s.record, s.cancelNumber)
	app.Post("/events/:slug/papers/:kind/issue", s.record, s.issuePaper)
	app.Get("/events/:slug/papers/:kind/versions/:version.pdf", s.keeps, s.showIssued)
	app.Get("/events/:slug/papers/:kind/versions/:version/signed.pdf", s.keeps, s.showSigned)
	app.Post("/events/:slug/papers/:kind/versions/:version/signed", s.record, s.addSigned)
	app.Get("/events/:slug/papers/:kind.:format", s.keeps, s.previewPaper)
	app.Get("/events/:slug/papers/:kind", s.keeps, s.showPaper)

	// After the day: what was laid on whom, the figures, the archive, which only an administrator opens again
	app.Get("/events/:slug/tasks", s.keeps, s.listTasks)
	app.Post("/events/:slug/tasks/:id", s.record, s.saveTask)
	app.Get("/events/:slug/report", s.keeps, s.showReport)
	app.Get("/events/:slug/archive", s.organize, s.showArchive)
	app.Post("/events/:slug/archive", s.organize, s.archiveEvent)
	app.Get("/events/:slug/archive.zip", s.organize, s.downloadArchive)
	app.Post("/events/:slug/unarchive", s.administrator, s.organize, s.unarchiveEvent)

	// Who changed what, and when
	app.Get("/events/:slug/history", s.keeps, s.listHistory)
}
