package models

// Record is all of an event that papers, pages and files are made from, read in a fixed number of queries.
type Record struct {
	Event       Event
	Organizer   Organization
	Ancestors   []Organization // of the organizer, nearest first
	Sessions    []Session
	Groups      []Group
	Delegates   []Delegate // by rank, then as listed
	Items       []Item
	Speeches    []Speech // by item, then in order of speaking
	Votes       []Vote
	Conclusions []Conclusion
	Photos      []Photo
	Minutes     MinutesRow // of the whole event; zero when nobody has begun them
}
