package main

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// inOrder writes a PDF whose objects are numbered in the order in which they are met from the catalog on, keys by alphabet: one record gives one
// file. The library numbers and writes them as its maps happen to lie. What nothing leads to is left out, and the dates are those of our own file.
// It holds ISO 32000-1, 7.5: head, objects, table, trailer.
func inOrder(ctx *model.Context) ([]byte, error) {
	w := ordered{ctx: ctx, numbers: map[int]int{}}
	fmt.Fprintf(&w.file, "%%PDF-1.7\n%%\xe2\xe3\xcf\xd3\n")
	root, info := "", ""
	if ctx.Root == nil {
		return nil, fmt.Errorf("no catalog")
	}
	root = w.number(*ctx.Root)
	if ctx.Info != nil {
		info = "/Info " + w.number(*ctx.Info)
	}
	var offsets []int
	for n := 0; n < len(w.met); n++ { // it grows with what is met
		offsets = append(offsets, w.file.Len())
		if err := w.object(n + 1); err != nil {
			return nil, err
		}
	}
	table := w.file.Len()
	fmt.Fprintf(&w.file, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&w.file, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&w.file, "trailer\n<</Size %d/Root %s%s>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, root, info, table)
	return w.file.Bytes(), nil
}

type ordered struct {
	ctx     *model.Context
	file    bytes.Buffer
	numbers map[int]int // new by old
	met     []types.IndirectRef
}

// number is a reference as it is written: to the object's new number.
func (w *ordered) number(ref types.IndirectRef) string {
	old := int(ref.ObjectNumber)
	if w.numbers[old] == 0 {
		w.met = append(w.met, ref)
		w.numbers[old] = len(w.met)
	}
	return fmt.Sprintf("%d 0 R", w.numbers[old])
}

func (w *ordered) object(n int) error {
	object, err := w.ctx.Dereference(w.met[n-1])
	if err != nil {
		return err
	}
	fmt.Fprintf(&w.file, "%d 0 obj\n", n)
	switch object := object.(type) {
	case types.StreamDict:
		dict := maps.Clone(object.Dict)
		dict["Length"] = types.Integer(len(object.Raw))
		w.file.WriteString(w.text(dict))
		w.file.WriteString("\nstream\n")
		w.file.Write(object.Raw)
		w.file.WriteString("\nendstream")
	default:
		w.file.WriteString(w.text(object))
	}
	w.file.WriteString("\nendobj\n")
	return nil
}

func (w *ordered) text(object types.Object) string {
	var text strings.Builder
	switch object := object.(type) {
	case nil:
		return "null"
	case types.IndirectRef:
		return w.number(object)
	case types.Dict:
		text.WriteString("<<")
		for _, key := range slices.Sorted(maps.Keys(object)) {
			text.WriteString("/" + types.EncodeName(key) + " " + w.text(object[key]))
		}
		text.WriteString(">>")
	case types.Array:
		text.WriteString("[")
		for i, element := range object {
			if i > 0 {
				text.WriteString(" ")
			}
			text.WriteString(w.text(element))
		}
		text.WriteString("]")
	default:
		return object.PDFString()
	}
	return text.String()
}
