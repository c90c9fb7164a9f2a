package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

const saysEncrypted = "encrypted"

// readAttached is what the program does when it has started itself to read files from outside: it counts the pages of one on standard input, or
// puts several into ours. It holds its own bounds, and its parent those of time.
func (m *Main) readAttached(_ context.Context, args []string) error {
	if m.Env(attachCommand) == "" || len(args) == 0 {
		return usage("không có lệnh “%s”; xem hoithao help", attachCommand)
	}
	boundProcess()
	go watchMemory()
	api.DisableConfigDir()
	switch {
	case args[0] == "pages":
		content, err := io.ReadAll(io.LimitReader(m.Stdin, attachAll))
		if err != nil {
			return err
		}
		pages, err := countPages(content)
		if err != nil {
			return err
		}
		fmt.Fprintln(m.Stdout, pages)
		return nil
	case args[0] == "merge" && len(args) == 2:
		return mergeFiles(m.Stdin, args[1])
	}
	return usage("%s: không nhận “%s”", attachCommand, args[0])
}

// watchMemory ends the process when its heap has grown beyond what it may have; GOMEMLIMIT only makes the collector work harder.
func watchMemory() {
	debug.SetMemoryLimit(attachMemory * 3 / 4)
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	for range time.Tick(20 * time.Millisecond) {
		metrics.Read(sample)
		if sample[0].Value.Uint64() > attachMemory {
			fmt.Fprintln(os.Stderr, "more memory than a file may take")
			os.Exit(3)
		}
	}
}

func configuration() *model.Configuration {
	conf := model.NewDefaultConfiguration()
	conf.ValidationMode = model.ValidationRelaxed
	conf.Offline = true
	conf.Cmd = model.MERGECREATE
	conf.CreateBookmarks = false
	return conf
}

// countPages reads a file as the merge will, to the last page, so that one which passes here does not fail there.
func countPages(content []byte) (int, error) {
	ctx, err := api.ReadAndValidate(bytes.NewReader(content), configuration())
	if err != nil {
		return 0, err
	}
	if ctx.Encrypt != nil || ctx.E != nil {
		return 0, errors.New(saysEncrypted)
	}
	if err := ctx.EnsurePageCount(); err != nil {
		return 0, err
	}
	if ctx.PageCount > attachPages {
		return ctx.PageCount, nil
	}
	for n := 1; n <= ctx.PageCount; n++ {
		if page, ref, _, err := ctx.PageDict(n, false); err != nil || page == nil || ref == nil {
			return 0, fmt.Errorf("page %d: %w", n, errors.Join(err, errors.New("unreadable")))
		}
	}
	_, err = inOrder(ctx)
	return ctx.PageCount, err
}

// mergeFiles writes out.pdf of the files in a folder: 0.pdf is ours, the others come behind pages of it. Our catalog stays: language, title. Of
// the others' pages nothing comes along that acts: no links, forms, scripts.
func mergeFiles(plan io.Reader, dir string) error {
	var what attachPlan
	if err := json.NewDecoder(plan).Decode(&what); err != nil {
		return err
	}
	read := func(i int) (*model.Context, error) {
		content, err := os.ReadFile(filepath.Join(dir, strconv.Itoa(i)+".pdf"))
		if err != nil {
			return nil, err
		}
		return api.ReadAndValidate(bytes.NewReader(content), configuration())
	}
	ours, err := read(0)
	if err != nil {
		return err
	}
	if err := ours.EnsurePageCount(); err != nil {
		return err
	}
	pages := []int{ours.PageCount} // of each file
	for i := range what.After {
		theirs, err := read(i + 1)
		if err != nil {
			return err
		}
		if err := theirs.EnsurePageCount(); err != nil {
			return err
		}
		for n := 1; n <= theirs.PageCount; n++ {
			page, _, _, err := theirs.PageDict(n, false)
			if err != nil {
				return err
			}
			page.Delete("Annots")
			page.Delete("AA")
		}
		pages = append(pages, theirs.PageCount)
		if err := pdfcpu.MergeXRefTables(strconv.Itoa(i+1), theirs, ours, false, false); err != nil {
			return err
		}
	}
	if err := inPlaces(ours, pages, what.After); err != nil {
		return err
	}
	out, err := inOrder(ours)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "out.pdf"), out, 0o600)
}

// inPlaces puts the pages of the merged files into one list in the order of reading.
func inPlaces(ctx *model.Context, pages, after []int) error {
	sum := 0
	first := make([]int, len(pages)) // page before the first of each file
	for i, n := range pages {
		first[i] = sum
		sum += n
	}
	ctx.PageCount = sum
	root, err := ctx.Pages()
	if err != nil {
		return err
	}
	kids := types.Array{}
	put := func(n int) error {
		page, ref, above, err := ctx.PageDict(n, false)
		if err != nil {
			return err
		}
		if page == nil || ref == nil {
			return fmt.Errorf("page %d is not there", n)
		}
		if _, own := page.Find("MediaBox"); !own && above.MediaBox != nil {
			page.Insert("MediaBox", above.MediaBox.Array())
		}
		if _, own := page.Find("CropBox"); !own && above.CropBox != nil {
			page.Insert("CropBox", above.CropBox.Array())
		}
		if _, own := page.Find("Resources"); !own && above.Resources != nil {
			page.Insert("Resources", above.Resources)
		}
		if _, own := page.Find("Rotate"); !own && above.Rotate != 0 {
			page.Insert("Rotate", types.Integer(above.Rotate))
		}
		kids = append(kids, *ref)
		return nil
	}
	for n := 1; n <= pages[0]; n++ {
		if err := put(n); err != nil {
			return err
		}
		for i, page := range after {
			if page != n {
				continue
			}
			for k := range pages[i+1] {
				if err := put(first[i+1] + k + 1); err != nil {
					return err
				}
			}
		}
	}
	tree, err := ctx.DereferenceDict(*root)
	if err != nil {
		return err
	}
	for _, kid := range kids {
		page, err := ctx.DereferenceDict(kid.(types.IndirectRef))
		if err != nil {
			return err
		}
		page.Update("Parent", *root)
	}
	tree.Update("Kids", kids)
	tree.Update("Count", types.Integer(len(kids)))
	for _, name := range []string{"MediaBox", "CropBox", "Resources", "Rotate"} { // each page has its own now
		tree.Delete(name)
	}
	return nil
}
