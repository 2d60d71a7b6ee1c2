# Two commands are enough: `make run` and `make test`. The work is done by scripts/, the settings are in .env.example.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run stop test test-db docs bench crash-matrix mutants fuzz storm outage lint clean

help: ## show this
	@echo "Usage: make TARGET [PORT=8080] [LOCAL_DIR=.local] [DATABASE_URL=…]"
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r target text; do printf '  %-14s%s\n' "$$target" "$$text"; done

run: ## PostgreSQL, payment simulator and gateway with demo data; Ctrl-C stops them
	@scripts/run

stop: ## stop what `make run` started; the data stays
	@scripts/stop

test: ## all tests, against a PostgreSQL of their own
	@scripts/test

test-db: ## the database's tests alone, with their coverage; TESTS=db/tests/cart for some of them
	@scripts/test-db $(TESTS)

docs: ## docs/functions: what may be called in the database, a page a domain
	@scripts/docs

bench: ## reads before and after: BASE=revision, e.g. BASE=HEAD~1
	@scripts/bench "$(BASE)"

crash-matrix: ## a gateway dies at every step, for every answer of the provider (`make test` walks a part)
	@MAMI_CRASH_MATRIX=all scripts/test CrashMatrixTests

mutants: ## deliberate faults, each of which a test must notice; PART=sql or swift for one half
	@scripts/mutants $(PART)

fuzz: ## libFuzzer over whatever reads bytes from outside, for SECONDS=600 (`make test` has a minute without it)
	@scripts/fuzz $(SECONDS)

storm: ## kill everything for SECONDS=60 with SEED=1 under the shoppers of two shops, then check the books; BASKETS=file.csv
	@SECONDS_OF_STORM=$(SECONDS) SEED=$(SEED) BASKETS="$(BASKETS)" scripts/storm

outage: ## PostgreSQL is away for SECONDS=30 under 16 shoppers; BASKETS=file.csv
	@SECONDS_AWAY=$(SECONDS) SEED=$(SEED) BASKETS="$(BASKETS)" scripts/storm outage

lint: ## formatting, scripts, conventions
	@scripts/lint

clean: ## stop, then remove what was built and all local data
	@scripts/clean
