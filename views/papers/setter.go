package papers

import "hoithao/models"

// A setter takes the parts of an official paper in their order. A sheet draws them as PDF, a document writes them for Word: a paper that has
// an editable twin says once what stands on it.
type setter interface {
	rules() *form
	// letterhead is the head of the first page; without a date the form's place for it stays empty.
	letterhead(head models.Letterhead, dated, draft bool)
	// title is the paper's kind and subject, with what the form puts under them.
	title(kind, subject string, under under)
	paragraph(text string)
	heading(text, style string)
	// signatures are two blocks side by side; recipientList stands below them.
	signatures(left, right signer)
	recipientList(items []string)
	// closing is the recipients at the left and who signs for the body at the right, on one level.
	closing(recipients []string, signature models.Signature)
}

func (s *sheet) rules() *form { return s.form }
