package models

import (
	"context"
	"strings"

	"hoithao/models/viet"
)

// Speakers finds delegates of an event by name, post or unit, in the order of protocol; at most limit. With no search it is the first.
func (db *DB) Speakers(ctx context.Context, event ID, search string, limit int) ([]Delegate, error) {
	var delegates []Delegate
	if err := db.list(ctx, &delegates, `
		SELECT delegates.* FROM delegates JOIN people ON people.id = person_id
		WHERE event_id = ? AND people.folded LIKE ? ESCAPE '\' ORDER BY delegates.rank, delegates.position, delegates.id LIMIT ?`,
		event, likeFolded(search), limit); err != nil {
		return nil, err
	}
	return delegates, db.name(ctx, delegates)
}

// SpeakersOf are the delegates who speak at an event or present an item of it, by their number.
func (db *DB) SpeakersOf(ctx context.Context, event ID) (map[ID]Delegate, error) {
	var delegates []Delegate
	if err := db.list(ctx, &delegates, `
		SELECT * FROM delegates WHERE id IN (SELECT delegate_id FROM speeches WHERE event_id = ? UNION SELECT presenter_id FROM agenda_items WHERE event_id = ?)
			AND event_id = ?`, event, event, event); err != nil {
		return nil, err
	}
	if err := db.name(ctx, delegates); err != nil {
		return nil, err
	}
	of := make(map[ID]Delegate, len(delegates))
	for _, delegate := range delegates {
		of[delegate.ID] = delegate
	}
	return of, nil
}

// Speaker reads a delegate of an event with the person.
func (db *DB) Speaker(ctx context.Context, event, id ID) (Delegate, error) {
	delegates := make([]Delegate, 1)
	if err := db.get(ctx, &delegates[0], `SELECT * FROM delegates WHERE event_id = ? AND id = ?`, event, id); err != nil {
		return Delegate{}, err
	}
	err := db.name(ctx, delegates)
	return delegates[0], err
}

// name puts the people with their posts into delegates, in two queries however many they are.
func (db *DB) name(ctx context.Context, delegates []Delegate) error {
	ids := []ID{}
	for _, delegate := range delegates {
		if delegate.PersonID != 0 {
			ids = append(ids, delegate.PersonID)
		}
	}
	people, err := db.peopleOf(ctx, ids)
	for i := range delegates {
		delegates[i].Person = people[delegates[i].PersonID]
	}
	return err
}

// peopleOf are the people of these numbers with their posts.
func (db *DB) peopleOf(ctx context.Context, ids []ID) (map[ID]Person, error) {
	of := map[ID]Person{}
	if len(ids) == 0 {
		return of, nil
	}
	var people []Person
	var posts []Post
	if err := db.listIn(ctx, &people, `SELECT * FROM people WHERE id IN (?)`, ids); err != nil {
		return nil, err
	}
	if err := db.listIn(ctx, &posts, `SELECT * FROM posts WHERE person_id IN (?) ORDER BY person_id, position, id`, ids); err != nil {
		return nil, err
	}
	for _, person := range people {
		of[person.ID] = person
	}
	for _, post := range posts {
		person := of[post.PersonID]
		person.Posts = append(person.Posts, post)
		of[post.PersonID] = person
	}
	return of, nil
}

// Told is a delegate's name with the posts held on a day: what tells people of the same name apart on a screen.
func (d Delegate) Told(day Date) string { return d.Person.Told(day) }

// Told is the name with the posts held on a day.
func (p Person) Told(day Date) string {
	told := p.Name()
	for _, post := range p.PostsOn(day) {
		told += ", " + post
	}
	return told
}

// FindSpeakers answers whom a typed name means: the one delegate whose told name it is, else all who bear the name. None means that the text
// is no delegate's name: a body, or somebody from the floor.
func (db *DB) FindSpeakers(ctx context.Context, event Event, typed string) ([]Delegate, error) {
	typed = viet.Clean(typed)
	if typed == "" {
		return nil, nil
	}
	name := firstPart(typed)
	found, err := db.Speakers(ctx, event.ID, name, 200)
	if err != nil {
		return nil, err
	}
	var named []Delegate
	for _, delegate := range found {
		switch {
		case viet.Same(delegate.Told(event.Day()), typed):
			named = append(named, delegate)
		case name == typed && viet.Same(delegate.Person.Name(), typed):
			named = append(named, delegate)
		}
	}
	return named, nil
}

// Day is the local day on which the event begins; "" as long as it has no session.
func (e Event) Day() Date { return DateOf(e.Local(e.StartsAt)) }

// SpeechList reads what a list of speeches shows: of the record its items and speeches (without full texts), and the delegates who speak.
func (db *DB) SpeechList(ctx context.Context, event ID) (record Record, speakers map[ID]Delegate, err error) {
	err = db.View(ctx, func(tx *DB) error {
		if err := tx.list(ctx, &record.Items, `SELECT * FROM agenda_items WHERE event_id = ? ORDER BY position, id`, event); err != nil {
			return err
		}
		if record.Speeches, err = tx.Speeches(ctx, event); err != nil {
			return err
		}
		speakers, err = tx.SpeakersOf(ctx, event)
		return err
	})
	return record, speakers, err
}

// GroupNames are the names of an event's groups by their numbers.
func (db *DB) GroupNames(ctx context.Context, event ID) (map[ID]string, error) {
	var groups []Group
	err := db.list(ctx, &groups, `SELECT * FROM groups WHERE event_id = ?`, event)
	names := map[ID]string{}
	for _, group := range groups {
		names[group.ID] = group.Name
	}
	return names, err
}

// firstPart is the text before the first comma: the name, where posts follow it.
func firstPart(text string) string {
	first, _, _ := strings.Cut(text, ",")
	return viet.Clean(first)
}
