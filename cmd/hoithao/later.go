package main

import "context"

func (m *Main) serve(ctx context.Context, args []string) error   { return usage("serve") }
func (m *Main) serveAndOpen(ctx context.Context) error           { return usage("serve") }
func doubleClicked() bool                                        { return false }
func (m *Main) demo(ctx context.Context, args []string) error    { return usage("serve") }
func (m *Main) user(ctx context.Context, args []string) error    { return usage("serve") }
func (m *Main) backup(ctx context.Context, args []string) error  { return usage("serve") }
func (m *Main) restore(ctx context.Context, args []string) error { return usage("serve") }
func (m *Main) check(ctx context.Context, args []string) error   { return usage("serve") }
