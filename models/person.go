package models

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

	Posts []Post `db:"-"`
}

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

// PostsOn are the titles of the posts held on a day, in order; with no day, all of them.
func (p Person) PostsOn(day Date) []string {
	var titles []string
	for _, post := range p.Posts {
		if day == "" || (post.ValidFrom == "" || post.ValidFrom <= day) && (post.ValidUntil == "" || day <= post.ValidUntil) {
			titles = append(titles, post.Title)
		}
	}
	return titles
}
