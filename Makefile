# GVI Samverkan: everything one does with it on one machine. `make` alone lists it.

PORT ?= 8000
ARGS ?=
ONLY ?=
RUNS ?= 1

PY := .venv/bin/python
APP := sh ops/setup.sh requirements.lock pdf
DEV := sh ops/setup.sh requirements-dev.lock pdf test
WITH := $(PY) -m ops exec
# If make itself is killed, what it started hears of it.
TIED := $(shell command -v setpriv >/dev/null 2>&1 && echo setpriv --pdeathsig TERM)
# One worker for each core; more than four wait for each other's database.
WORKERS ?= auto
PYTEST = -m pytest -n $(WORKERS) --maxprocesses 4 --dist worksteal
UV = $(shell [ -x .venv/bin/uv ] && echo .venv/bin/uv || echo uv)
LOCK = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help run test quick test-all coverage services stop reset lint types checks format messages bench mutants doctor lock release-dump
.NOTPARALLEL:

help: ## List these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | while IFS='|' read -r name text; do printf '  make %-12s %s\n' "$$name" "$$text"; done

run: ## Install, start and keep running; PORT=8001 chooses the port, DEMO=0 leaves the demo out
	@$(APP)
	@exec $(TIED) $(PY) -m ops run --port "$(PORT)"

test: ## Install what the tests need and run the suite; ARGS="-k name" narrows it
	@$(DEV)
	@$(PY) -m ops catalogues
	@exec $(TIED) $(PY) $(PYTEST) $(ARGS)

quick: ## The suite without browsers and without servers of their own
	@$(DEV)
	@$(PY) -m ops catalogues
	@exec $(TIED) $(PY) $(PYTEST) -m "not browser and not servers" $(ARGS)

test-all: ## The suite, then every planted fault
	@$(MAKE) --no-print-directory test
	@$(MAKE) --no-print-directory mutants

coverage: ## The suite with the branches it takes counted; the floor is in pyproject.toml
	@$(DEV)
	@$(PY) -m ops catalogues
	@$(PY) -m coverage erase
	@$(TIED) $(PY) -m coverage run $(PYTEST) $(ARGS)
	@$(PY) -m coverage combine --quiet
	@$(PY) -m coverage html --quiet
	@$(PY) -m coverage report

services: ## Start only the two servers and print their addresses as exports, for eval
	@$(APP)
	@$(PY) -m ops services

stop: ## Stop the two servers
	@[ ! -x $(PY) ] || $(PY) -m ops stop

reset: ## Stop the servers and empty var/: all data on this machine are gone
	@if [ -x $(PY) ]; then $(PY) -m ops reset; else rm -rf var; fi

lint: ## Style of code, templates and the Dockerfile
	@$(DEV)
	@status=0; try() { echo "== $$*"; "$$@" || status=1; }; \
	try $(PY) -m ruff check .; \
	try $(PY) -m ruff format --check .; \
	echo "== djade"; find templates -name '*.html' -exec .venv/bin/djade --check --target-version 5.2 {} + || status=1; \
	[ ! -x .venv/bin/hadolint ] || try .venv/bin/hadolint Dockerfile; \
	exit $$status

types: ## Types, by mypy
	@$(DEV)
	@$(WITH) $(PY) -m mypy

checks: ## Django's system checks, migrations and message catalogues
	@$(DEV)
	@status=0; try() { echo "== $$*"; "$$@" || status=1; }; \
	try $(WITH) --owner $(PY) manage.py makemigrations --check --dry-run; \
	try $(WITH) --owner $(PY) manage.py check --database default; \
	try $(PY) ops/messages.py --check; \
	exit $$status

format: ## Put code and templates into shape
	@$(DEV)
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .
	@find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} +

messages: ## Bring the message catalogues up to date with code and templates
	@$(DEV)
	@$(PY) ops/messages.py

bench: ## Measure; ONLY=name measures one thing, RUNS=7 each seven times
	@$(DEV)
	@exec $(TIED) $(PY) -m bench --runs $(RUNS) $(ONLY)

mutants: ## Plant faults in walls, acts and rules, and see that the tests notice
	@$(DEV)
	@exec $(TIED) $(PY) -m tests.mutations

release-dump: ## Keep the demo in the tables of this release, for the test that upgrades it
	@$(DEV)
	@exec $(TIED) $(PY) -m ops.release_dump tests/upgrade/released.dump

doctor: ## Say what is missing on this machine
	@exec "$$(sh ops/python.sh)" -I ops/doctor.py "$(PORT)"

lock: ## Resolve the newest versions pyproject.toml allows into the lock files (needs uv)
	@command -v $(UV) >/dev/null || { echo "make lock needs uv: $(PY) -m pip install uv" >&2; exit 1; }
	$(LOCK) --upgrade --extra local -o requirements.lock
	$(LOCK) --upgrade --extra local --extra dev -c requirements.lock -o requirements-dev.lock
