# Two commands are enough: `make run` and `make test`. The work is done by scripts/, the settings are in .env.example.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run stop test test-db lint clean

help: ## show this
	@echo "Usage: make TARGET [PORT=8080] [LOCAL_DIR=.local] [DATABASE_URL=…]"
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r target text; do printf '  %-10s%s\n' "$$target" "$$text"; done

run: ## PostgreSQL, payment simulator and gateway with demo data; Ctrl-C stops them
	@scripts/run

stop: ## stop what `make run` started; the data stays
	@scripts/stop

test: ## all tests, against a PostgreSQL of their own
	@scripts/test

test-db: ## the database's tests alone; TESTS=db/tests/cart for some of them
	@scripts/test-db $(TESTS)

lint: ## formatting, scripts, conventions
	@scripts/lint

clean: ## stop, then remove what was built and all local data
	@scripts/clean
