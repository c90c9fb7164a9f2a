package models

import (
	"context"
	"encoding/hex"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"hoithao/models/viet"
)

// Person is somebody of the directory, with posts in the order in which minutes print them.
type Person struct {
	ID           ID
	UID          string
	Family       string // họ và đệm
	Given        string // tên
	Honorific    string // "": the regime's own word
	ProtocolRank *int64 `db:"protocol_rank"` // lower comes first; nil: nobody has decided
	BornYear     *int64 `db:"born_year"`
	Phone        string
	Email        string
	ContactOfID  ID `db:"contact_of_id"` // the office that entered phone and e-mail, and alone sees them
	Note         string
	ErasedAt     Time `db:"erased_at"`
	Folded       string
	SortKey      []byte `db:"sort_key"`
	Version      int64
	MergedIntoID ID   `db:"merged_into_id"`      // the same person's other record, which is the one to use; zero: this is it
	ContactAt    Time `db:"contact_at" json:"-"` // when phone or e-mail was last written

	Posts []Post `db:"-"`

	loose bool // found in a list only with the marks of the search left out
}

// Honorifics are the usual ones; any other may be written.
var Honorifics = []string{"đồng chí", "ông", "bà", "PGS.TS", "GS.TS", "TS", "ThS", "Hòa thượng", "Thượng tọa", "Linh mục", "Mục sư", "Ngài"}

// Post is one of a person's posts. Title is the whole printed text; the organization is a link and is never appended.
type Post struct {
	ID             ID
	UID            string
	PersonID       ID `db:"person_id"`
	Position       int64
	Title          string
	OrganizationID ID   `db:"organization_id"`
	ValidFrom      Date `db:"valid_from"`
	ValidUntil     Date `db:"valid_until"`
}

// Name is the full name, family name first.
func (p Person) Name() string {
	if p.Family == "" {
		return p.Given
	}
	return p.Family + " " + p.Given
}

// ValidOn tells whether the post is held on a day; on no day, always.
func (p Post) ValidOn(day Date) bool {
	return day == "" || (p.ValidFrom == "" || p.ValidFrom <= day) && (p.ValidUntil == "" || day <= p.ValidUntil)
}

// PostsOn are the titles of the posts held on a day, in order; with no day, all of them.
func (p Person) PostsOn(day Date) []string {
	var titles []string
	for _, post := range p.Posts {
		if post.ValidOn(day) {
			titles = append(titles, post.Title)
		}
	}
	return titles
}

// Person reads one by their number, with posts.
func (db *DB) Person(ctx context.Context, id ID) (person Person, err error) {
	if err := db.get(ctx, &person, `SELECT * FROM people WHERE id = ?`, id); err != nil {
		return person, err
	}
	err = db.list(ctx, &person.Posts, `SELECT * FROM posts WHERE person_id = ? ORDER BY position, id`, id)
	return person, err
}

// PersonFilter chooses people for a list. The zero filter is everybody.
type PersonFilter struct {
	Search         string // in name and posts; marks may be left out; if there are some, given names with just these come first
	OrganizationID ID     // only those with a post there or below
	After          Cursor // the last row of the page before
	Limit          int    // zero: a page
}

// People lists people by given name, with their posts; those merged into another record, or erased, are left out.
func (db *DB) People(ctx context.Context, filter PersonFilter) ([]Person, error) {
	where, args := []string{"merged_into_id IS NULL AND erased_at IS NULL"}, []any{}
	and := func(condition string, values ...any) { where, args = append(where, condition), append(args, values...) }
	if filter.Search != "" {
		and(`folded LIKE ? ESCAPE '\'`, likeFolded(filter.Search))
	}
	if filter.OrganizationID != 0 {
		and(`id IN (WITH RECURSIVE below (id) AS (
				SELECT id FROM organizations WHERE id = ?
				UNION SELECT organizations.id FROM organizations JOIN below ON organizations.parent_id = below.id
			) SELECT person_id FROM posts WHERE organization_id IN (SELECT id FROM below))`, filter.OrganizationID)
	}
	if filter.Limit == 0 {
		filter.Limit = PageSize
	}
	// A search with marks reads the index twice: first those whose given name is its last word as it is written, then the others.
	after, loose := strings.CutPrefix(filter.After.Key, "~")
	key, err := hex.DecodeString(after)
	if err != nil {
		return nil, ErrNotFound
	}
	people := []Person{}
	page := func(conditions []string, args []any, from bool) error {
		if from && filter.After.ID != 0 {
			conditions, args = append(conditions, `(sort_key, id) > (?, ?)`), append(args, key, filter.After.ID)
		}
		var some []Person
		err := db.list(ctx, &some, `SELECT * FROM people WHERE `+strings.Join(conditions, " AND ")+` ORDER BY sort_key, id LIMIT ?`, append(args, filter.Limit-len(people))...)
		people = append(people, some...)
		return err
	}
	if !viet.HasMarks(filter.Search) {
		if err := page(where, args, true); err != nil {
			return nil, err
		}
		return people, db.postsOf(ctx, people)
	}
	words := append([]string{""}, strings.Fields(viet.Clean(filter.Search))...)
	name := viet.TextKey(words[len(words)-1])
	bounds := []any{slices.Concat(name, []byte{0}), slices.Concat(name, []byte{1})} // what a sort key of this given name lies between
	if !loose {
		if err := page(slices.Concat(where, []string{`sort_key >= ? AND sort_key < ?`}), slices.Concat(args, bounds), true); err != nil {
			return nil, err
		}
	}
	if first := len(people); first < filter.Limit {
		if err := page(slices.Concat(where, []string{`NOT (sort_key >= ? AND sort_key < ?)`}), slices.Concat(args, bounds), loose); err != nil {
			return nil, err
		}
		for i := range people[first:] {
			people[first+i].loose = true
		}
	}
	return people, db.postsOf(ctx, people)
}

// Cursor is the person's place in the list that they came from.
func (p Person) Cursor() Cursor {
	if p.loose {
		return Cursor{"~" + hex.EncodeToString(p.SortKey), p.ID}
	}
	return Cursor{hex.EncodeToString(p.SortKey), p.ID}
}

// keyOf is the sort key of a place in a list.
func keyOf(cursor Cursor) ([]byte, error) {
	key, err := hex.DecodeString(strings.TrimPrefix(cursor.Key, "~"))
	if err != nil {
		return nil, ErrNotFound
	}
	return append([]byte{}, key...), nil
}

// index keeps what lists and searches go by.
func (p *Person) index() {
	words := p.Name()
	for _, post := range p.Posts {
		words += " " + post.Title
	}
	p.Folded = viet.Fold(words)
	p.SortKey = append([]byte{}, viet.SortKey(p.Family, p.Given)...)
}

var addresses = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)

// check makes the person's text clean, keeps the columns that follow from it, and says what is wrong with it. What is wrong with a post
// stands under "post-0", "post-1" …
func (p *Person) check(today Date) Invalid {
	wrong := Invalid{}
	for field, text := range map[string]*string{"family": &p.Family, "given": &p.Given, "honorific": &p.Honorific, "phone": &p.Phone, "email": &p.Email} {
		*text = viet.Clean(*text)
		tooLong(wrong, field, *text, maxLine)
	}
	p.Note = viet.CleanText(p.Note)
	tooLong(wrong, "note", p.Note, maxText)
	if p.Given == "" {
		wrong["given"] = "Hãy ghi tên."
	}
	if p.ProtocolRank != nil && (*p.ProtocolRank < 0 || *p.ProtocolRank >= Unranked) {
		wrong["protocol_rank"] = "Thứ tự lễ tân là một số nguyên không âm, nhỏ đứng trước."
	}
	if p.BornYear != nil && (*p.BornYear < 1900 || *p.BornYear > int64(today.Time().Year())) {
		wrong["born_year"] = "Năm sinh không đúng."
	}
	if p.Email != "" && !addresses.MatchString(p.Email) {
		wrong["email"] = "Địa chỉ thư điện tử không đúng."
	}
	if len(p.Posts) > 50 {
		wrong["posts"] = "Mỗi người có nhiều nhất 50 chức vụ."
	}
	p.Posts = slices.Clone(p.Posts)
	for i := range p.Posts {
		post := &p.Posts[i]
		post.Title = viet.Clean(post.Title)
		tooLong(wrong, fmt.Sprintf("post-%d", i), post.Title, maxLine)
		if post.Title == "" {
			wrong[fmt.Sprintf("post-%d", i)] = "Hãy ghi chức vụ."
		}
		if post.ValidFrom != "" && post.ValidUntil != "" && post.ValidUntil < post.ValidFrom {
			wrong[fmt.Sprintf("post-%d", i)] = "Ngày thôi giữ chức vụ phải sau ngày bắt đầu."
		}
	}
	p.index()
	return wrong
}

// AddPerson makes a person with posts, in their order, and answers them.
func (db *DB) AddPerson(ctx context.Context, by Actor, person Person) (Person, error) {
	if wrong := person.check(DateOf(db.Now().Time)); len(wrong) > 0 {
		return person, wrong
	}
	person.UID, person.Version, person.ErasedAt = newUID(), 1, Time{}
	err := db.changeOffice(ctx, by, func(tx *DB) (change Change, err error) {
		if person.ID, err = tx.putPerson(ctx, person); err != nil {
			return Change{}, err
		}
		if err := tx.setPosts(ctx, &person, nil); err != nil {
			return Change{}, err
		}
		return Change{Topic: TopicDirectory, What: "add", Of: person.UID, After: person}, nil
	})
	return person, err
}

// SavePerson changes a person and their posts, in their order; it names the version it was made on. A post with a number is one that
// stands; those that are not named are removed. Events that print the person take a revision.
func (db *DB) SavePerson(ctx context.Context, by Actor, person Person) error {
	if wrong := person.check(DateOf(db.Now().Time)); len(wrong) > 0 {
		return wrong
	}
	return db.changeOffice(ctx, by, func(tx *DB) (Change, error) {
		before, err := tx.Person(ctx, person.ID)
		if err != nil {
			return Change{}, err
		}
		if before.Version != person.Version {
			return Change{}, Stale{before.Version, before}
		}
		if !before.Live() {
			return Change{}, ErrLocked
		}
		person.UID, person.ErasedAt, person.MergedIntoID, person.ContactAt, person.loose = before.UID, Time{}, 0, before.ContactAt, false
		if err := tx.setPosts(ctx, &person, before.Posts); err != nil {
			return Change{}, err
		}
		if reflect.DeepEqual(person, before) {
			return Change{}, nil
		}
		if _, err := tx.putPerson(ctx, person); err != nil {
			return Change{}, err
		}
		person.Version++
		change := Change{Topic: TopicDirectory, What: "edit", Of: person.UID, Before: before, After: person}
		if old, now := before.printed(), person.printed(); !reflect.DeepEqual(old, now) {
			ranks := !reflect.DeepEqual(before.ProtocolRank, person.ProtocolRank)
			shown := Change{Topic: TopicDirectory, What: "edit", Of: person.UID, Before: old, After: now}
			return change, tx.reprint(ctx, by, []ID{person.ID}, nil, ranks, shown)
		}
		return change, nil
	})
}

// Live tells whether the record is one to use: neither erased nor merged into another.
func (p Person) Live() bool { return p.ErasedAt.IsZero() && p.MergedIntoID == 0 }

// printed is what papers may print of a person: the contact stays with the office that entered it, and notes are notes.
func (p Person) printed() Person {
	p.Phone, p.Email, p.ContactOfID, p.Note, p.Version = "", "", 0, "", 0
	return p
}

// setPosts makes the person's posts those that are wanted, given those that stand.
func (tx *DB) setPosts(ctx context.Context, person *Person, before []Post) error {
	standing := map[ID]Post{}
	for _, post := range before {
		standing[post.ID] = post
	}
	known := map[ID]bool{0: true}
	for i := range person.Posts {
		post := &person.Posts[i]
		if !known[post.OrganizationID] {
			if _, err := tx.Organization(ctx, post.OrganizationID); err == ErrNotFound {
				return Invalid{fmt.Sprintf("post-%d", i): "Không có cơ quan này."}
			} else if err != nil {
				return err
			}
			known[post.OrganizationID] = true
		}
		old, stands := standing[post.ID]
		delete(standing, post.ID)
		post.PersonID, post.Position = person.ID, int64(i+1)
		if post.UID = old.UID; !stands {
			post.ID, post.UID = 0, newUID()
		}
		if *post == old {
			continue
		}
		var err error
		if post.ID, err = tx.putPost(ctx, *post); err != nil {
			return err
		}
	}
	for id := range standing {
		if err := tx.exec(ctx, `DELETE FROM posts WHERE id = ?`, id); err != nil {
			return err
		}
	}
	return nil
}

// RemovePerson removes a person whom no event names.
func (db *DB) RemovePerson(ctx context.Context, by Actor, id ID) error {
	return db.changeOffice(ctx, by, func(tx *DB) (Change, error) {
		before, err := tx.Person(ctx, id)
		if err != nil {
			return Change{}, err
		}
		var used bool
		if err := tx.get(ctx, &used, `SELECT
			EXISTS (SELECT 1 FROM delegates WHERE person_id = ?) OR EXISTS (SELECT 1 FROM minutes_people WHERE person_id = ?)
			OR EXISTS (SELECT 1 FROM tasks WHERE person_id = ?) OR EXISTS (SELECT 1 FROM papers WHERE signer_id = ?)
			OR EXISTS (SELECT 1 FROM users WHERE person_id = ?) OR EXISTS (SELECT 1 FROM approval_links WHERE person_id = ?)
			OR EXISTS (SELECT 1 FROM people merged WHERE merged.merged_into_id = ?)`, id, id, id, id, id, id, id); err != nil {
			return Change{}, err
		}
		if used {
			return Change{}, Invalid{"person": "Người này có tên trong sự kiện hoặc văn bản nên không xóa được."}
		}
		// There is nobody left whose data could be erased later, so their contact goes from the journal with them; what they were called stays.
		if before.MergedIntoID == 0 {
			e, err := tx.erasingOf(ctx, id)
			if err != nil {
				return Change{}, err
			}
			e.named = e.uids
			if _, err := tx.eraseDetails(ctx, 0, e); err != nil {
				return Change{}, err
			}
		}
		return Change{Topic: TopicDirectory, What: "remove", Of: before.UID, Before: before.printed()}, tx.exec(ctx, `DELETE FROM people WHERE id = ?`, id)
	})
}

// Appearance is an event in which somebody is a delegate.
type Appearance struct {
	Event
	Roles string // words, see Delegate.Has
	Reply string
}

// RoleWords are the roles, one by one.
func (a Appearance) RoleWords() []string { return strings.Fields(a.Roles) }

// Appearances lists the events of a person that a user may see, the latest first.
func (db *DB) Appearances(ctx context.Context, user *User, person ID) ([]Appearance, error) {
	reach, args := user.reaches("organizer_id", "events.id")
	appearances := []Appearance{}
	err := db.list(ctx, &appearances, `
		SELECT events.*, delegates.roles, delegates.reply FROM delegates JOIN events ON events.id = delegates.event_id
		WHERE delegates.person_id = ? AND (visibility = 'public' OR `+reach+`) ORDER BY starts_at DESC, events.id DESC LIMIT 100`, append([]any{person}, args...)...)
	return appearances, err
}
