# make lists the targets; make test is what a newcomer and the continuous integration run.
.DEFAULT_GOAL := help
SHELL := /bin/bash
GO ?= go
PACKAGES = ./...

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | expand -t 12

demo: ## run it on a throw-away database with the workshop of 2018
	$(GO) run ./cmd/hoithao demo

dev: ## run it on dev.db, with templates, style sheet and scripts read from disk at each request
	$(GO) run ./cmd/hoithao serve --db dev.db --addr 127.0.0.1:8080 --dev .

test: deps lint ## everything: on SQLite and again on a PostgreSQL of its own, with a real browser
	.ci/test

lint: ## gofmt, vet, staticcheck
	@test -z "$$(gofmt -l . | tee /dev/stderr)"
	$(GO) vet $(PACKAGES)
	$(GO) tool staticcheck $(PACKAGES)

bench: ## ratios against the bare minimum, measured side by side in one run
	.ci/bench

golden: ## rewrite the expected text of the papers; look at the difference before it is committed
	$(GO) test ./views/papers -run Golden -update

deps: ## install from Debian what the tests need and this machine has not
	.ci/deps

dist: ## binaries for Linux and Windows in dist/
	.ci/dist

clean: ## remove what was built
	rm -rf dist hoithao hoithao.exe

.PHONY: help demo dev test lint bench golden deps dist clean
