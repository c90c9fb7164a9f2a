// Package viet knows how Vietnamese is written: how typed text is made clean, folded for search and put in order, and how
// official papers write dates, hours and numbers.
//
// It is pure: no clock, no database, no settings, and every function may be called from many goroutines at once. Times are
// taken as they stand, already in the zone of the event. It never rewrites a word: Mỹ and Mĩ, hòa and hoà are all kept as
// typed, only comparison looks through the difference.
package viet
