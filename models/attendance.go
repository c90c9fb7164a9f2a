package models

// States of attendance. Late and left follow from the times.
const (
	Present       = "present"
	Absent        = "absent"
	AbsentExcused = "absent_excused"
)

// Attendance is a delegate's presence at a session.
type Attendance struct {
	EventID    ID `db:"event_id"`
	DelegateID ID `db:"delegate_id"`
	SessionID  ID `db:"session_id"`
	State      string
	ArrivedAt  Time `db:"arrived_at"`
	LeftAt     Time `db:"left_at"`
	Reason     string
	How        string
	NotedBy    string `db:"noted_by"`
	NotedAt    Time   `db:"noted_at"`
	Version    int64
}
