# `make run` and `make test` are all a fresh machine needs.

PORT ?= 8000
QUICK ?=
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PYTEST := $(BIN)/python -m pytest

.DEFAULT_GOAL := help
.PHONY: help setup run demo check test drill bench sure lint browser migration requirements

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.run ## build .venv, again only when the requirements changed

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Redress needs Python 3.11 or later: install python3." >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(MAKE) --no-print-directory venv-module
	$(PYTHON) -m venv $(VENV)

.PHONY: venv-module
venv-module:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; \
	else \
		echo "This Python cannot make a virtual environment: install the package python3-venv." >&2; exit 2; \
	fi

$(VENV)/.run: requirements.txt | $(BIN)/python
	$(PIP) install --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt | $(BIN)/python
	$(PIP) install --require-hashes -r requirements.txt -r requirements-dev.txt
	@touch $(VENV)/.run $@

run: setup ## set up and run everything; PORT is 8000 unless given
	@REDRESS_ENVIRONMENT=$${REDRESS_ENVIRONMENT:-development} PORT=$(PORT) exec $(BIN)/python -m application.supervisor

demo: setup ## run an invented council whose clock can be moved
	@REDRESS_ENVIRONMENT=demo PORT=$(PORT) exec $(BIN)/python -m application.supervisor

check: $(VENV)/.dev ## pure, database and architecture tests
	$(PYTEST) -n 2 tests/unit tests/integration tests/architecture

test: $(VENV)/.dev browser ## check, walks of every form, browser journeys and small drills
	$(PYTEST) -n 2 tests

drill: $(VENV)/.dev ## the large drills
	$(PYTEST) -m "drill or large" tests/drills

bench: $(VENV)/.dev ## one table of ratios; QUICK=1 for the short one
	$(BIN)/python -m bench $(if $(QUICK),--quick)

sure: lint test ## everything that must hold before a change is done

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet application authorities cases notifications reports webform workflows

browser: $(VENV)/.dev
	@$(BIN)/python -m tests.browser

migration: $(VENV)/.dev ## write the migration from the models: make migration m="why"
	@test -n "$(m)" || { echo 'Say why: make migration m="cases keep the day they were closed"' >&2; exit 2; }
	$(BIN)/python -m application.migrating "$(m)"
	@$(BIN)/ruff format --quiet migrations/versions

requirements: $(VENV)/.dev ## pin requirements.in and requirements-dev.in again, with hashes
	$(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-header \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements.txt requirements.in
	$(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-header \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements-dev.txt requirements-dev.in
