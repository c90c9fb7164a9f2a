package models

import "slices"

// uidOf is the uid by which a thing of the file is known: its own, else the one that its key was bound to.
func (e *eventLoad) uidOf(kind, uid, key string) string {
	if b, ok := e.bound[key]; uid == "" && ok && b.Kind == kind {
		return b.UID
	}
	return uid
}

// bind remembers what a key of this file means.
func (e *eventLoad) bind(key, kind, uid string) { e.keys[key] = binding{key, kind, uid} }

// rebinds tells whether the file means other things by its keys than the files before it. A key that is merely new is no change of
// the record: it is kept when there is one.
func (e *eventLoad) rebinds() bool {
	byUID := map[string]string{}
	for key, b := range e.bound {
		byUID[b.UID] = key
	}
	for key, b := range e.keys {
		if old, ok := e.bound[key]; ok && old != b {
			return true
		}
		if old, ok := byUID[b.UID]; ok && old != key {
			return true
		}
	}
	return false
}

// bindKeys keeps what the keys of this file mean. Of the directory also those that this file does not mention stay.
func (e *eventLoad) bindKeys() {
	means := map[string]bool{}
	for _, b := range e.keys {
		means[b.UID] = true
	}
	for _, key := range sorted(e.bound) {
		old := e.bound[key]
		stays := (old.Kind == keyOrganization || old.Kind == keyPerson) && !means[old.UID]
		if now, ok := e.keys[key]; ok && now != old || !ok && !stays {
			e.exec(`DELETE FROM file_keys WHERE event_id = ? AND key = ?`, e.event.ID, key)
			delete(e.bound, key)
		}
	}
	for _, key := range sorted(e.keys) {
		if _, ok := e.bound[key]; !ok {
			b := e.keys[key]
			e.exec(`INSERT INTO file_keys (event_id, key, kind, uid) VALUES (?, ?, ?, ?)`, e.event.ID, b.Key, b.Kind, b.UID)
		}
	}
}

// handOver keeps by which heads the record has come here, so that a later file can prove its descent from any of them.
func (e *eventLoad) handOver() {
	if e.file.Head == "" {
		return
	}
	var known []string
	e.list(&known, `SELECT head FROM handovers WHERE event_id = ? ORDER BY position`)
	position := len(known)
	for _, head := range append(slices.Clone(e.file.Seen), e.link.Head, e.file.Head) {
		if head == "" || slices.Contains(known, head) {
			continue
		}
		position++
		known = append(known, head)
		if e.err == nil {
			e.err = e.tx.exec(e.ctx, `INSERT INTO handovers (event_id, position, head) VALUES (?, ?, ?)`, e.event.ID, position, head)
		}
	}
}
